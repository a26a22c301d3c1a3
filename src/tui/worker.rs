//! The thread that touches the disk, so that the screen never waits: it opens, saves, looks for outside
//! changes and asks git. Jobs go in, news comes out, in order.

use super::action::{Errand, News, Written};
use super::app::{IndexJob, Spot};
use super::inbox::{Heard, Inbox};
use super::judged::Case;
use super::theme;
use crate::profile::Progress;
use crate::store::git;
use crate::store::shelf::Shelf;
use crate::store::{
    Cancel, Chronicle, Examination, Folders, ImportJob, KeepJob, Linking, MeasureJob, NamedSearch, Names,
    Preview, RecallJob, SaveJob, Session, Watch, Wish, bookmarks, branch_of, complete, demo_file,
    export_table, finish_import, folder_names, folder_of, git_user, head_stamp, keep_bookmarks,
    keep_searches, launch, photos, read, remember, showable, take_in, visit,
};
use crate::text::Lang;
use crate::workspace::{Id, Workspace};
use jiff::civil::Date;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

#[derive(Debug)]
pub enum Job {
    Open(Folders, PathBuf, Wish),
    Create(Folders, PathBuf, Box<Workspace>),
    Demo(Folders, Date),
    Save(SaveJob),
    Keep(KeepJob),
    Watch(Box<Watch>, PathBuf),
    AskGit(PathBuf),
    Remember(Folders, PathBuf),
    AskDriver(PathBuf),
    Chronicle(PathBuf),
    Shelf(Folders),
    Themes(Folders),
    Propose(PathBuf, Errand, Lang),
    Visit(Folders, PathBuf),
    AskUnmerged(PathBuf),
    Stage(PathBuf),
    Examine(Examination),
    Judge(Case),
    Link(Linking, Cancel),
    Complete(PathBuf, String),
    Show(PathBuf, String),
    ListFolder(PathBuf, Names),
    Photos(Folders, Id, Option<PathBuf>),
    Index(Box<IndexJob>),
    Marks(Folders, PathBuf),
    KeepMarks(Folders, PathBuf, Vec<Spot>),
    KeepSearches(Folders, Vec<NamedSearch>),
    Import(u64, Box<ImportJob>, Arc<AtomicBool>),
    FinishImport(Folders, Arc<Preview>, Lang),
    Measure(u64, Box<MeasureJob>, Progress),
    Recall(Box<RecallJob>),
    Export { workspace: Arc<Workspace>, register: &'static str, path: PathBuf, lang: Lang, replaces: bool },
}

#[derive(Debug)]
pub struct Worker {
    jobs: Option<Sender<Job>>,
    thread: JoinHandle<()>,
}

impl Worker {
    pub fn start(inbox: &Inbox) -> io::Result<Worker> {
        let (jobs, todo) = channel::<Job>();
        let tell = inbox.sender();
        let thread = std::thread::Builder::new().name("worker".into()).spawn(move || {
            for job in todo {
                if tell.send(Heard::News(Box::new(run(job, &tell)))).is_err() {
                    return;
                }
            }
            let _ = tell.send(Heard::WorkerDone);
        })?;
        Ok(Worker { jobs: Some(jobs), thread })
    }

    /// A thread that has ended did so by a panic, and that is heard of elsewhere.
    pub fn send(&mut self, job: Job) {
        let _ = self.jobs.as_ref().is_some_and(|jobs| jobs.send(job).is_ok());
    }

    /// Lets the jobs come to their end, within this time: what there still is to tell, and whether they did.
    pub fn stop(&mut self, time: Duration, inbox: &mut Inbox) -> (Vec<News>, bool) {
        self.jobs = None;
        let start = Instant::now();
        let mut news = vec![];
        while !self.thread.is_finished() {
            let Some(left) = time.checked_sub(start.elapsed()) else { return (news, false) };
            match inbox.next(left) {
                Some(Heard::News(one)) => news.push(*one),
                Some(Heard::WorkerDone) => break,
                _ => {}
            }
        }
        (news, true)
    }
}

/// Looks at a table, and tells how far it is meanwhile.
fn import(ticket: u64, job: ImportJob, stop: &AtomicBool, tell: &Sender<Heard>) -> News {
    let looked = job.run(&mut |percent| {
        let is_heard = tell.send(Heard::News(Box::new(News::Reading(ticket, percent)))).is_ok();
        is_heard && !stop.load(Ordering::Relaxed)
    });
    News::Previewed(ticket, Box::new(looked))
}

/// The pictures of a folder, for a row.
fn pictures(folders: &Folders, row: Id, folder: Option<PathBuf>) -> News {
    let (folder, found) = photos(folders, folder);
    News::Photos(row, folder, found)
}

/// Long work tells how far it is.
fn run(job: Job, tell: &Sender<Heard>) -> News {
    match job {
        Job::Import(ticket, job, stop) => import(ticket, *job, &stop, tell),
        Job::Measure(ticket, job, progress) => {
            let mut told = Told::new(tell, |done, total| News::Measuring(ticket, done, total));
            let measured = job.run(&progress, &mut |done, total| told.tell(done, total));
            News::Measured(ticket, Box::new(measured))
        }
        Job::Recall(job) => {
            let hash = job.mark.hash.clone();
            let mut told = Told::new(tell, |done, total| News::Recalling(hash.clone(), done, total));
            let profile = job.run(&Progress::new(), &mut |done, total| told.tell(done, total));
            News::Recalled(hash, profile.map(Box::new))
        }
        Job::Index(job) => job.run(),
        Job::Marks(folders, file) => {
            let marks = bookmarks(&folders, &file);
            News::Marks(file, marks)
        }
        Job::KeepMarks(folders, file, marks) => {
            keep_bookmarks(&folders, &file, &marks);
            News::Done
        }
        Job::KeepSearches(folders, searches) => {
            keep_searches(&folders, &searches);
            News::Done
        }
        Job::ListFolder(folder, names) => {
            let names = folder_names(&folder, names);
            News::Listed(folder, names)
        }
        Job::Photos(folders, row, folder) => pictures(&folders, row, folder),
        Job::FinishImport(folders, preview, lang) => {
            let counts = preview.plan.as_ref().map(crate::table::Plan::counts).unwrap_or_default();
            News::RefusedKept(counts, finish_import(&folders, &preview, lang))
        }
        Job::Export { workspace, register, path, lang, replaces } => {
            let result = export_table(&workspace, register, &path, lang, replaces);
            News::Exported(Written { register, path, result })
        }
        Job::Open(folders, path, wish) => News::Opened(Session::arrive(&path, &folders, wish).map(Box::new)),
        Job::Create(folders, path, workspace) => match Session::create(&path, *workspace) {
            Ok(_) => run(Job::Open(folders, path, Wish::Edit), tell),
            Err(error) => News::NotCreated(error),
        },
        Job::Demo(folders, today) => match demo_file(&folders, today) {
            Ok(path) => run(Job::Open(folders, path, Wish::Edit), tell),
            Err(error) => News::NotCreated(error),
        },
        Job::Save(job) => News::Saved { revision: job.revision, result: job.run() },
        Job::Keep(job) => News::Kept(job.run()),
        Job::Watch(watch, path) => {
            let look = watch.run();
            News::Looked { look, branch: branch_of(&path), head: head_stamp(&path) }
        }
        Job::Propose(file, errand, lang) => {
            let line = proposal(&file, lang);
            News::Proposed(file, errand, line)
        }
        Job::Visit(folders, file) => {
            let last = visit(&folders, &file);
            News::Visited(file, last)
        }
        // Without git, or where it fails, there is no history to show.
        Job::Chronicle(file) => {
            let chronicle = Chronicle::read(&file).unwrap_or_default();
            News::Chronicle(file, Box::new(chronicle))
        }
        Job::Themes(folders) => News::Themes(theme::choices(&folders)),
        Job::Shelf(folders) => News::Shelf(Box::new(Shelf::read(&folders).library())),
        Job::AskDriver(file) => News::LacksDriver(file.clone(), git::is_shared_without_driver(&file)),
        Job::AskUnmerged(file) => News::Unmerged(file.clone(), matches!(git::versions(&file), Ok(Some(_)))),
        Job::Stage(file) => News::Staged(git::WorkTree::of(&file).and_then(|tree| tree.add(&file))),
        Job::Judge(case) => News::Judged(Box::new(case.judge())),
        Job::Examine(job) => {
            let path = job.file.clone();
            let mut told = Told::new(tell, |done, total| News::Examining(path.clone(), done, total));
            let examined = job.run(&mut |done, total| told.tell(done, total));
            News::Examined(path, examined)
        }
        Job::Link(linking, cancel) => {
            let mut told = Told::new(tell, News::Linking);
            let result = take_in(&linking, &cancel, &mut |done, total| told.tell(done, total));
            News::Linked(linking, result)
        }
        Job::Complete(file, typed) => {
            let names = complete(&file, &typed);
            News::Completed(typed, names)
        }
        Job::Show(file, name) => {
            News::Shown(showable(&file, &name).and_then(|path| launch(path.clone()).map(|()| path)))
        }
        Job::Remember(folders, path) => {
            remember(&folders, &path);
            News::Done
        }
        Job::AskGit(file) => News::Me(git_user(folder_of(&file))),
    }
}

/// How far a job is, told a few times a second.
struct Told<'a, F> {
    tell: &'a Sender<Heard>,
    as_news: F,
    next: Instant,
}

impl<'a, F: Fn(u64, u64) -> News> Told<'a, F> {
    const PAUSE: Duration = Duration::from_millis(200);

    fn new(tell: &'a Sender<Heard>, as_news: F) -> Told<'a, F> {
        Told { tell, as_news, next: Instant::now() + Told::<F>::PAUSE }
    }

    fn tell(&mut self, done: u64, total: u64) {
        if Instant::now() >= self.next {
            self.next = Instant::now() + Told::<F>::PAUSE;
            // Where nobody hears it any more, the job will come to its end all the same.
            let _ = self.tell.send(Heard::News(Box::new((self.as_news)(done, total))));
        }
    }
}

/// The first line of the message that a commit of the file would have; None when there is nothing to commit,
/// and where git or the file is not as it should be: the command says what is wrong.
pub fn proposal(file: &Path, lang: Lang) -> Option<String> {
    let after = Session::open(file).ok()?;
    let before = git::at_revision("HEAD", file).ok().flatten();
    let before = before.and_then(|bytes| read(&bytes).ok()).map(|loaded| loaded.workspace);
    let message = git::message(before.as_ref(), after.workspace(), lang)?;
    message.lines().next().map(str::to_owned)
}
