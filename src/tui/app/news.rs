//! What comes back from the worker, and what happens every two seconds: files opened and saved, changes from
//! outside, refused saves tried again.

use super::derived::Derived;
use super::panes::Panes;
use super::{App, Saving};
use crate::merge::gather;
use crate::store::{Access, Concluded, Incoming, Outside, Session, io_text};
use crate::text::{Lang, show};
use crate::tui::action::{Effect, Mood, News, Page};
use crate::tui::dialog::Dialog;
use jiff::civil::DateTime;

impl App {
    /// What came back from the worker.
    #[expect(clippy::too_many_lines, reason = "a line or two for each kind of news")]
    pub fn hear(&mut self, news: News) -> Vec<Effect> {
        let mut effects = vec![];
        match news {
            News::Opened(Ok(session)) => {
                self.arriving = Some(session);
                effects = self.enter_if_saved();
            }
            News::Opened(Err(error)) => {
                self.opening = None;
                let next = match (error.is_missing() && self.session.is_none(), self.lang) {
                    (false, lang) => error.next(lang),
                    (true, Lang::Zh) => "检查路径；按 a 新建一个",
                    (true, Lang::En) => "check the path; a makes a new one",
                };
                self.say(Mood::Bad, format!("{} → {next}", error.say(self.lang)));
            }
            News::NotCreated(error) => {
                self.opening = None;
                let (what, next) = (error.say(self.lang), error.next(self.lang).to_owned());
                match self.dialogs.last_mut() {
                    Some(Dialog::Wizard(wizard)) => wizard.complain(what, next),
                    _ => self.say(Mood::Bad, format!("{what} → {next}")),
                }
            }
            News::Saved { revision, result } => {
                effects = self.note_saved(revision, result);
                effects.extend(self.enter_if_saved());
            }
            News::Looked { look, branch, head } => {
                self.is_watching = false;
                self.branch = branch;
                if head != self.head {
                    self.head = head;
                    effects.extend(self.path().map(Effect::AskChronicle));
                }
                // Behind the first frame: what is to be reviewed is shown on the tasks as well.
                if self.shelf_asked_on.is_none() {
                    self.shelf_asked_on = Some(self.page);
                    effects.push(Effect::AskShelf);
                }
                if let Some(session) = &mut self.session {
                    self.stamp = look.stamp.filter(|_| session.is_followed_by(&look));
                    let outside = session.take_in(look);
                    self.tell_outside(outside);
                }
            }
            News::Marks(path, marks) => {
                if self.path().as_ref() == Some(&path) {
                    self.marks = marks;
                }
            }
            News::Indexed(of, index) => effects.extend(self.hear_index(of, *index)),
            News::Me(name) => {
                if self.me.is_empty() {
                    self.me = name.unwrap_or_default();
                }
            }
            News::EditorFailed(text) => self.say(Mood::Bad, text),
            News::Proposed(path, errand, line) => {
                if self.path().as_ref() == Some(&path) {
                    effects = self.hear_proposal(errand, line);
                }
            }
            News::Visited(path, last) => {
                if self.path().as_ref() == Some(&path) {
                    self.last_visit = last;
                }
            }
            News::Chronicle(path, chronicle) => {
                if self.path().as_ref() == Some(&path) {
                    self.derived.learn(*chronicle);
                }
            }
            News::Judged(sentence) => {
                if self.path().as_ref() == Some(&sentence.file) {
                    self.derived.hear(*sentence);
                }
            }
            News::Shelf(library) => self.derived.own(*library),
            News::Themes(choices) => self.hear_themes(choices),
            News::LacksDriver(path, lacks) if self.path().as_ref() == Some(&path) => {
                self.lacks_driver = lacks;
            }
            News::Unmerged(path, true) if self.path().as_ref() == Some(&path) => self.offer_to_stage(),
            News::Staged(result) => self.tell_staged(result),
            News::Examining(path, done, total) => self.hear_checking(&path, done, total),
            News::Examined(path, examined) => self.hear_examined(&path, examined),
            News::Linking(done, total) => self.say_linking(done, total),
            News::Linked(linking, result) => {
                for action in self.hear_linked(&linking, result) {
                    effects.extend(self.update(action));
                }
            }
            News::Completed(typed, names) => {
                for action in self.hear_completed(&typed, &names) {
                    effects.extend(self.update(action));
                }
            }
            News::Shown(result) => effects = self.hear_shown(result),
            News::Photos(row, folder, photos) => effects.extend(self.hear_photos(row, folder, photos)),
            News::Listed(folder, names) => self.hear_folder(&folder, names),
            News::Reading(ticket, percent) => self.hear_progress(ticket, percent),
            News::Previewed(ticket, looked) => self.hear_preview(ticket, *looked),
            News::Measuring(ticket, done, total) => self.hear_measuring(ticket, done, total),
            News::Measured(ticket, measured) => self.hear_measured(ticket, *measured),
            News::Recalling(hash, done, total) => self.derived.recalling(&hash, done, total),
            News::Recalled(hash, profile) => self.hear_recalled(&hash, profile.map(|profile| *profile)),
            News::RefusedKept(counts, written) => self.hear_refused(&counts, written),
            News::Exported(written) => self.hear_exported(written),
            News::Kept(Err(error)) => self.tell_not_kept(&error),
            News::Kept(Ok(())) | News::LacksDriver(..) | News::Unmerged(..) | News::Done => {}
        }
        self.settle();
        effects.extend(self.ask_profile());
        effects.extend(self.ask_judgement());
        effects.extend(self.save_if_due());
        effects
    }

    /// Goes over to the file that has arrived, but never leaves unsaved changes behind: it waits for their
    /// save, and stays where that fails.
    pub(super) fn enter_if_saved(&mut self) -> Vec<Effect> {
        let is_saved = self.session.as_ref().is_none_or(Session::is_saved);
        if let Saving::Failed(what, next) = &self.saving
            && self.arriving.is_some()
            && !is_saved
        {
            let text = format!("{what} → {next}");
            self.arriving = None;
            self.opening = None;
            self.say(Mood::Bad, text);
            return vec![];
        }
        if self.arriving.is_some() && self.session.as_ref().is_some_and(Session::is_behind) {
            self.arriving = None;
            self.opening = None;
            self.tell_outside(Outside::Behind);
            return vec![];
        }
        if !is_saved || self.saving.is_running() {
            return vec![];
        }
        self.arriving.take().map_or(vec![], |session| self.enter(*session))
    }

    pub(super) fn enter(&mut self, session: Session) -> Vec<Effect> {
        let path = session.path().to_path_buf();
        if session.access() != Access::Full {
            self.say(Mood::Bad, session.access().say(self.lang));
        }
        if let Some(concluded) = session.concluded() {
            self.tell_concluded(&concluded.clone());
        }
        self.session = Some(session);
        self.opening = None;
        self.dialogs.clear();
        self.saving = Saving::Idle;
        self.stamp = None;
        self.branch = None;
        self.head = None;
        self.last_visit = None;
        self.lacks_driver = false;
        self.derived = Derived::default();
        self.forget_files();
        self.page = Page::Overview;
        self.panes = Panes::new();
        self.forget_places();
        let mut effects = self.watch();
        effects.push(Effect::Remember(path.clone()));
        effects.push(Effect::AskDriver(path.clone()));
        effects.push(Effect::Visit(path.clone()));
        effects.push(Effect::AskMarks(path.clone()));
        if self.me.is_empty() {
            effects.push(Effect::AskGit(path));
        }
        self.drafted = None;
        self.tell_arrival();
        effects.extend(self.welcome());
        effects.extend(self.look_at_files());
        effects
    }

    pub(super) fn tell_outside(&mut self, outside: Outside) {
        let text = match (outside, self.lang) {
            (Outside::Same, _) => return,
            (Outside::Merged(incoming), lang) => return self.tell_incoming(&incoming, lang),
            (Outside::Behind, Lang::Zh) => {
                "文件被退回到旧版本；您的改动仍在这里：Ctrl-S 写回，Ctrl-R 放弃".to_owned()
            }
            (Outside::Behind, Lang::En) => {
                "the file went back to an older version; your changes are still here: Ctrl-S writes them, Ctrl-R lets them go".to_owned()
            }
            (Outside::Gone, Lang::Zh) => "文件被移走或删除；内容仍在内存中，Ctrl-S 重新写出".to_owned(),
            (Outside::Gone, Lang::En) => {
                "the file is gone; its content is in memory, Ctrl-S writes it again".to_owned()
            }
            (Outside::Barred(why), lang) => {
                let why = io_text(&why.into(), lang);
                match lang {
                    Lang::Zh => format!("文件现在读不了（{why}）；内容仍在内存中"),
                    Lang::En => format!("the file cannot be read now ({why}); its content is in memory"),
                }
            }
            (Outside::Waiting, Lang::Zh) => "外部改了文件，这里也有改动：两个版本都会保留".to_owned(),
            (Outside::Waiting, Lang::En) => {
                "the file was changed outside while changes wait here: both are kept".to_owned()
            }
            (Outside::Damaged(why), Lang::Zh) => {
                format!("磁盘上的文件已不可读（{}）；内容仍在内存中", why.say(Lang::Zh))
            }
            (Outside::Damaged(why), Lang::En) => {
                format!(
                    "the file on disk can no longer be read ({}); its content is in memory",
                    why.say(Lang::En)
                )
            }
        };
        self.say(Mood::Bad, text);
    }

    fn tell_concluded(&mut self, concluded: &Concluded) {
        let (disputes, beside) = (concluded.disputes, concluded.beside.as_ref());
        let text = match (disputes, self.lang) {
            (0, Lang::Zh) => "git 留下的冲突已按三个版本合并，没有争议".to_owned(),
            (0, Lang::En) => {
                "what git left unmerged was merged from its three versions, without disputes".into()
            }
            (_, Lang::Zh) => format!("git 留下的冲突已按三个版本合并，{disputes} 处争议待裁定"),
            (_, Lang::En) => {
                format!(
                    "what git left unmerged was merged from its three versions: {disputes} disputes to settle"
                )
            }
        };
        let kept = beside.map(|beside| {
            let path = show(&beside.display().to_string()).into_owned();
            match self.lang {
                Lang::Zh => format!("；读不了的一方另存为 {path}"),
                Lang::En => format!("; the side that cannot be read is kept as {path}"),
            }
        });
        let text = text + &kept.unwrap_or_default();
        self.say(if disputes > 0 || beside.is_some() { Mood::Bad } else { Mood::Plain }, text);
    }

    /// A short, quiet word about what came in; disputes are not quiet.
    fn tell_incoming(&mut self, incoming: &Incoming, lang: Lang) {
        if self.is_typing() {
            gather(&mut self.missed, incoming.changes.iter().flat_map(|change| change.fields.clone()));
        }
        let (records, disputes) = (incoming.changes.len(), incoming.disputes);
        let (mood, text) = match (records, disputes, lang) {
            (0, ..) => return,
            (_, 0, Lang::Zh) => (Mood::Plain, format!("已并入外部改动：{records} 条记录")),
            (_, 0, Lang::En) => (Mood::Plain, format!("changes from outside came in: {records} records")),
            (.., Lang::Zh) => {
                (Mood::Bad, format!("已并入外部改动：{records} 条记录，其中 {disputes} 处争议待裁定"))
            }
            (.., Lang::En) => (
                Mood::Bad,
                format!("changes from outside came in: {records} records, {disputes} disputes to settle"),
            ),
        };
        self.say(mood, text);
    }

    /// Every two seconds, and when the window gets the focus back.
    pub fn tick(&mut self, now: DateTime) -> Vec<Effect> {
        (self.today, self.clock) = (now.date(), now.time());
        self.notice_age = self.notice_age.saturating_add(1);
        // What went wrong is long to read, and must be seen by who looked away.
        let is_bad = self.notice.as_ref().is_some_and(|notice| notice.mood == Mood::Bad);
        if self.notice_age > if is_bad { 15 } else { 3 } {
            self.notice = None;
        }
        let mut effects = self.watch();
        match self.saving {
            Saving::Failed(..) | Saving::Waiting => effects.extend(self.save_now()),
            // A whole tick has gone by.
            Saving::Running => self.saving = Saving::Lasting,
            Saving::Lasting => self.tell_slow(),
            Saving::Idle => {}
        }
        self.ask_for_hold();
        effects.extend(self.keep_draft());
        effects.extend(self.look_at_files());
        self.settle();
        effects.extend(self.ask_judgement());
        effects
    }

    pub(super) fn watch(&mut self) -> Vec<Effect> {
        if self.is_watching {
            return vec![];
        }
        let watch = self.session.as_ref().map(|session| session.watch(self.stamp));
        self.is_watching = watch.is_some();
        watch.map(Effect::Watch).into_iter().collect()
    }
}
