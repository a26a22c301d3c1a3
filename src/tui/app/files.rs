//! The files of evidence: looked at in the background, linked with their hash, accepted as they are now, opened in the
//! system's program. All reading is the worker's.

use super::App;
use crate::store::{Cancel, Examination, Examined, FileState, Found, Linking, NotLinked, NotShown, Session};
use crate::text::{Lang, Phrase};
use crate::tui::action::{Action, Effect, Mood};
use crate::tui::dialog::{Dialog, Question};
use crate::workspace::{self, Assign, At, Edit, Id, RecordKind, Refusal, Value, Workspace};
use std::path::PathBuf;

/// What is going on with files.
#[derive(Debug, Default)]
pub(super) struct Errands {
    checking: Option<Checking>,
    linking: Option<Link>,
    /// The revision whose evidence was looked at.
    seen: Option<u64>,
}

#[derive(Debug)]
struct Checking {
    cancel: Cancel,
    /// Somebody asked for it and waits for an answer.
    is_asked: bool,
}

#[derive(Debug)]
struct Link {
    linking: Linking,
    /// What is done with the file once its hash is known.
    then: Then,
    cancel: Cancel,
    /// False while somebody is asked whether it may be copied.
    is_running: bool,
}

#[derive(Debug, Clone)]
enum Then {
    Add(Id, Vec<Assign>),
    Change(Vec<Id>, Vec<Assign>),
}

impl Errands {
    pub fn is_linking(&self) -> bool {
        self.linking.as_ref().is_some_and(|link| link.is_running)
    }

    /// Nothing of it goes on.
    pub fn stop(&mut self) {
        if let Some(checking) = self.checking.take() {
            checking.cancel.stop();
        }
        if let Some(link) = self.linking.take() {
            link.cancel.stop();
        }
    }
}

impl App {
    /// What is asked for about evidence and its files.
    pub(super) fn act_on_evidence(&mut self, action: Action) -> (Vec<Action>, Vec<Effect>) {
        let done = || (vec![], vec![]);
        match action {
            Action::AddEvidence(task, assigns) => self.add_evidence(&task, &assigns),
            Action::Assign { ids, assigns, .. } => self.change_evidence(&ids, &assigns),
            Action::CopyIn => (vec![], self.copy_in()),
            Action::ShowFile(id) => self.show_file(&id),
            Action::CheckFiles => (vec![], self.check_files(true)),
            Action::CompleteName(typed) => (vec![], self.complete_name(typed)),
            Action::FillName(name) => match self.dialogs.last_mut() {
                Some(Dialog::Form(form)) => (form.fill_name(&name), vec![]),
                _ => done(),
            },
            Action::AcceptFiles(ids) => {
                self.accept_files(&ids);
                done()
            }
            Action::FilterEvidence(filter) => {
                self.panes.evidence.set_filter(filter);
                done()
            }
            _ => done(),
        }
    }

    /// Looks at files that were not looked at yet: of a file that was opened, of evidence that came in.
    pub(super) fn look_at_files(&mut self) -> Vec<Effect> {
        let Some(session) = &self.session else { return vec![] };
        if self.files.checking.is_some() || self.files.seen == Some(session.revision()) {
            return vec![];
        }
        self.files.seen = Some(session.revision());
        let known = self.derived.files();
        let mut states = session.workspace().evidence.iter().map(|(_, one)| FileState::of(one, known));
        let is_due = states.any(|state| state == Some(FileState::Unknown));
        drop(states);
        if is_due { self.check_files(false) } else { vec![] }
    }

    /// Somebody asks for it: every file is read, whatever is remembered.
    fn check_files(&mut self, is_asked: bool) -> Vec<Effect> {
        let Some(session) = &self.session else { return vec![] };
        if let Some(checking) = self.files.checking.take() {
            checking.cancel.stop();
        }
        let cancel = Cancel::default();
        let job = Examination::of(session.path(), session.workspace(), is_asked, &self.folders, &cancel);
        self.files.checking = Some(Checking { cancel, is_asked });
        self.derived.checking = Some((0, 0));
        vec![Effect::Examine(job)]
    }

    /// True when there was something to stop.
    pub(super) fn stop_checking(&mut self) -> bool {
        let Some(checking) = self.files.checking.take_if(|checking| checking.is_asked) else { return false };
        checking.cancel.stop();
        self.derived.checking = None;
        self.say_phrase(Mood::Plain, Phrase::new("已中止核对", "stopped checking"));
        true
    }

    pub(super) fn hear_checking(&mut self, path: &PathBuf, done: u64, total: u64) {
        if self.path().as_ref() == Some(path) && self.files.checking.is_some() {
            self.derived.checking = Some((done, total));
        }
    }

    pub(super) fn hear_examined(&mut self, path: &PathBuf, examined: Examined) {
        if self.path().as_ref() != Some(path) {
            return;
        }
        self.derived.learn_files(examined.files);
        if !examined.is_whole {
            return;
        }
        let Some(checking) = self.files.checking.take() else { return };
        self.derived.checking = None;
        if checking.is_asked {
            let text = self.workspace().map(|workspace| tally(workspace, self.derived.files(), self.lang));
            let (mood, text) = text.unwrap_or((Mood::Plain, String::new()));
            self.say(mood, text);
        }
    }

    /// New evidence. Its file is read first, so that record and hash are one step.
    fn add_evidence(&mut self, task: &Id, assigns: &[Assign]) -> (Vec<Action>, Vec<Effect>) {
        if let Some(name) = named(assigns) {
            return (vec![], self.take_link(name, Then::Add(task.clone(), assigns.to_vec())));
        }
        (self.put_evidence(task, assigns, None), vec![])
    }

    fn put_evidence(&mut self, task: &Id, assigns: &[Assign], hash: Option<&str>) -> Vec<Action> {
        let Some(session) = &self.session else { return vec![] };
        let id = session.workspace().fresh_id(RecordKind::Evidence, &mut self.random);
        match workspace::evidence(session.workspace(), &id, task, assigns, self.today) {
            Ok(add) => {
                let at = At::new(RecordKind::Evidence, &id, "hash");
                let now = hash.map_or(Value::Unset, Value::text);
                let edit = Edit::All(vec![add, Edit::Set { at, was: Value::Unset, now }]);
                self.edit(Phrase::new("新增证据", "Added evidence"), edit);
                vec![]
            }
            Err(refusal) => self.refuse(refusal),
        }
    }

    /// Fields of evidence as typed; another file takes its hash along.
    fn change_evidence(&mut self, ids: &[Id], assigns: &[Assign]) -> (Vec<Action>, Vec<Effect>) {
        if let Some(name) = named(assigns) {
            return (vec![], self.take_link(name, Then::Change(ids.to_vec(), assigns.to_vec())));
        }
        // Without a file there is nothing that a hash could be of.
        let hash = assigns.iter().any(|assign| assign.field == "file").then_some("");
        (self.put_change(ids, assigns, hash), vec![])
    }

    fn put_change(&mut self, ids: &[Id], assigns: &[Assign], hash: Option<&str>) -> Vec<Action> {
        let Some(workspace) = self.workspace() else { return vec![] };
        let one = |id: &Id| {
            let fields = workspace::assign(workspace, RecordKind::Evidence, id, assigns, self.today)?;
            let at = At::new(RecordKind::Evidence, id, "hash");
            let hash = hash.map(|hash| workspace.set(at, Value::text(hash))).transpose()?;
            Ok(Edit::All(std::iter::once(fields).chain(hash).collect()))
        };
        let edits: Result<Vec<Edit>, Refusal> = ids.iter().map(one).collect();
        match edits {
            Ok(edits) => {
                self.edit(Phrase::new("修改证据", "Changed evidence"), Edit::All(edits));
                vec![]
            }
            Err(refusal) => self.refuse(refusal),
        }
    }

    /// New evidence with a file that somebody has chosen: it is copied where it lies elsewhere.
    pub(super) fn link_and_copy(&mut self, task: &Id, assigns: Vec<Assign>) -> Vec<Effect> {
        let Some(name) = named(&assigns).map(str::to_owned) else { return vec![] };
        let effects = self.take_link(&name, Then::Add(task.clone(), assigns));
        if effects.is_empty() { effects } else { self.copy_in() }
    }

    fn take_link(&mut self, typed: &str, then: Then) -> Vec<Effect> {
        let Some(file) = self.path() else { return vec![] };
        let linking = Linking { file, typed: typed.to_owned(), may_copy: false, lang: self.lang };
        let cancel = Cancel::default();
        let effect = Effect::Link(linking.clone(), cancel.clone());
        self.files.linking = Some(Link { linking, then, cancel, is_running: true });
        vec![effect]
    }

    /// Somebody said that the file may be copied.
    fn copy_in(&mut self) -> Vec<Effect> {
        let Some(link) = &mut self.files.linking else { return vec![] };
        link.linking.may_copy = true;
        link.is_running = true;
        vec![Effect::Link(link.linking.clone(), link.cancel.clone())]
    }

    pub(super) fn stop_linking(&mut self) {
        if let Some(link) = &self.files.linking {
            link.cancel.stop();
        }
    }

    pub(super) fn say_linking(&mut self, done: u64, total: u64) {
        if !self.files.is_linking() {
            return;
        }
        let percent = (done * 100).checked_div(total).unwrap_or(100);
        let text = match self.lang {
            Lang::Zh => format!("正在读取文件 {percent}%，Esc 中止"),
            Lang::En => format!("reading the file, {percent}%; Esc stops it"),
        };
        self.say(Mood::Plain, text);
    }

    pub(super) fn hear_linked(
        &mut self,
        linking: &Linking,
        result: Result<(String, Found), NotLinked>,
    ) -> Vec<Action> {
        let Some(link) = self.files.linking.take_if(|link| link.linking == *linking) else { return vec![] };
        self.notice = None;
        match result {
            Ok((name, found)) => {
                let hash = match &found {
                    Found::File { hash, .. } => Some(hash.clone()),
                    _ => None,
                };
                self.derived.learn_file(&name, found);
                let with_name = |assigns: &[Assign]| {
                    let mut assigns = assigns.to_vec();
                    for assign in assigns.iter_mut().filter(|assign| assign.field == "file") {
                        assign.text.clone_from(&name);
                    }
                    assigns
                };
                match &link.then {
                    Then::Add(task, assigns) => self.put_evidence(task, &with_name(assigns), hash.as_deref()),
                    Then::Change(ids, assigns) => self.put_change(ids, &with_name(assigns), hash.as_deref()),
                }
            }
            Err(NotLinked::Elsewhere(path)) => {
                let path = crate::text::show(&path.display().to_string()).into_owned();
                let (title, text) = match self.lang {
                    Lang::Zh => (
                        "文件不在工作区的文件夹里，复制进来吗？",
                        format!(
                            "{path}\n\n会复制到“证据”文件夹（已有 evidence 则用它），原文件不动；链接只指向工作区文件夹里的文件。"
                        ),
                    ),
                    Lang::En => (
                        "The file lies elsewhere. Copy it?",
                        format!(
                            "{path}\n\nIt is copied into the folder “evidence” beside the workspace and stays where it is; links lead only to files in the workspace's folder."
                        ),
                    ),
                };
                self.files.linking = Some(Link { is_running: false, ..link });
                self.dialogs.push(Dialog::Question(Question {
                    title: title.into(),
                    text,
                    yes: Some(Action::CopyIn),
                }));
                vec![]
            }
            Err(why) => {
                let (what, next) = (why.say(self.lang), why.next(self.lang).to_owned());
                match self.dialogs.last_mut() {
                    Some(Dialog::Form(form)) => form.complain_at("file", what, next),
                    _ => self.say(Mood::Bad, format!("{what} → {next}")),
                }
                vec![]
            }
        }
    }

    /// Takes note of how files are now. Those that were not looked at yet, or are not there, stay as they are.
    fn accept_files(&mut self, ids: &[Id]) {
        let Some(workspace) = self.workspace() else { return };
        let files = self.derived.files();
        let mut edits = vec![];
        let mut why = None;
        for id in ids {
            let Some(evidence) = workspace.evidence.get(id.as_str()) else { continue };
            let state = FileState::of(evidence, files);
            match (&state, files.found(evidence.file.as_str().trim())) {
                (Some(FileState::Changed | FileState::Unhashed), Some(Found::File { hash, .. })) => {
                    let at = At::new(RecordKind::Evidence, id, "hash");
                    edits.extend(workspace.set(at, Value::text(hash)).ok());
                }
                _ => why = Some(state),
            }
        }
        if !edits.is_empty() {
            self.edit(Phrase::new("接受文件现在的内容", "Accepted the file as it is"), Edit::All(edits));
            return;
        }
        match why {
            Some(None) => self.say_phrase(Mood::Plain, Phrase::new("这条证据没有文件", "it has no file")),
            Some(Some(state)) => {
                let mood = if state.is_bad() { Mood::Bad } else { Mood::Plain };
                let (say, next) = (state.say(self.lang), state.next(self.lang));
                self.say(mood, if next.is_empty() { say } else { format!("{say} → {next}") });
            }
            None => {}
        }
    }

    /// Opens the file of a piece of evidence; a web address is copied.
    fn show_file(&mut self, id: &Id) -> (Vec<Action>, Vec<Effect>) {
        let Some(file) = self.path() else { return (vec![], vec![]) };
        let Some(evidence) = self.workspace().and_then(|workspace| workspace.evidence.get(id.as_str()))
        else {
            return (vec![], vec![]);
        };
        let name = evidence.file.as_str().trim().to_owned();
        match FileState::of(evidence, self.derived.files()) {
            None => (vec![Action::EditEvidence(id.clone())], vec![]),
            Some(FileState::Web) => (vec![Action::CopyText(name)], vec![]),
            Some(_) => (vec![], vec![Effect::Show(file, name)]),
        }
    }

    pub(super) fn hear_shown(&mut self, result: Result<PathBuf, NotShown>) -> Vec<Effect> {
        match result {
            Ok(path) => {
                let name = path.file_name().map_or(String::new(), |name| name.to_string_lossy().into_owned());
                let text = match self.lang {
                    Lang::Zh => format!("已交给系统打开：{name}"),
                    Lang::En => format!("handed to the system: {name}"),
                };
                self.say(Mood::Good, text);
                vec![]
            }
            Err(why) => {
                let mood = if matches!(why, NotShown::NoDisplay(_)) { Mood::Plain } else { Mood::Bad };
                self.say(mood, format!("{} → {}", why.say(self.lang), why.next(self.lang)));
                let path = why.path().map(|path| crate::text::show(&path.display().to_string()).into_owned());
                path.map(Effect::Copy).into_iter().collect()
            }
        }
    }

    pub(super) fn hear_completed(&mut self, typed: &str, names: &[String]) -> Vec<Action> {
        match self.dialogs.last_mut() {
            Some(Dialog::Form(form)) => form.complete(typed, names),
            _ => vec![],
        }
    }

    /// Another workspace was opened: nothing that was begun for this one goes on.
    pub(super) fn forget_files(&mut self) {
        self.files.stop();
        self.files = Errands::default();
    }

    fn complete_name(&self, typed: String) -> Vec<Effect> {
        self.session
            .as_ref()
            .map(Session::path)
            .map_or(vec![], |file| vec![Effect::Complete(file.to_path_buf(), typed)])
    }
}

/// The file that is typed among the fields; a web address is no file to read.
fn named(assigns: &[Assign]) -> Option<&str> {
    let file = assigns.iter().find(|assign| assign.field == "file")?.text.trim();
    let is_web = ["http://", "https://"].iter().any(|web| file.to_lowercase().starts_with(web));
    (!file.is_empty() && !is_web).then_some(file)
}

/// What a check has found, in one sentence.
fn tally(workspace: &Workspace, files: &crate::store::Files, lang: Lang) -> (Mood, String) {
    let states: Vec<FileState> =
        workspace.evidence.iter().filter_map(|(_, evidence)| FileState::of(evidence, files)).collect();
    let count = |is: fn(&FileState) -> bool| states.iter().filter(|state| is(state)).count();
    let same = count(|state| *state == FileState::Same);
    let changed = count(|state| *state == FileState::Changed);
    let unhashed = count(|state| *state == FileState::Unhashed);
    let others = count(FileState::is_bad) - changed;
    let mut parts = vec![match lang {
        Lang::Zh => format!("核对完成：{same} 个未变"),
        Lang::En => format!("checked: {same} as they were"),
    }];
    let more = [
        (changed, "≠ 变动", "≠ changed"),
        (others, "✗ 找不到或打不开", "✗ missing or not to be read"),
        (unhashed, "· 未记校验值", "· without hash"),
    ];
    for (n, zh, en) in more.into_iter().filter(|(n, ..)| *n > 0) {
        parts.push(format!("{} {n}", if lang == Lang::Zh { zh } else { en }));
    }
    let mood = if changed + others > 0 { Mood::Bad } else { Mood::Good };
    (mood, parts.join(if lang == Lang::Zh { "，" } else { ", " }))
}
