//! What there is to say when a file is opened: what was brought back, who else has it open, what somebody was
//! typing when the program was cut off. And the drafts of what is being typed now.

use super::App;
use crate::merge::{FieldChange, gather};
use crate::readiness::changes::{Group, told};
use crate::store::{Draft, DraftOf, Session};
use crate::text::{Lang, Phrase, show};
use crate::tui::action::{Action, Effect, Mood, Page, View};
use crate::tui::dialog::{Area, Dialog, Form, Menu, MenuItem, Purpose, Question, Target};
use crate::tui::widget::input::Input;
use crate::workspace::{At, Id, Kind, RecordKind, Value};
use std::io;

/// Lines of what was brought back that are shown; the rest is a number.
const LINES: usize = 12;

impl App {
    pub(super) fn tell_arrival(&mut self) {
        let Some(session) = &self.session else { return };
        let (arrival, zh) = (session.arrival(), self.lang == Lang::Zh);
        let mut dialogs = vec![];
        if !arrival.drafts.is_empty() {
            dialogs.push(self.drafts_menu(&arrival.drafts));
        }
        if let Some(recovered) = &arrival.recovered {
            let groups = told(&recovered.before, session.workspace(), &recovered.changes, self.lang);
            dialogs.push(Dialog::Question(Question {
                title: if zh {
                    "找回了上次没有存进文件的改动"
                } else {
                    "Brought back what was not in the file"
                }
                .into(),
                text: list(&groups, self.lang),
                yes: None,
            }));
        }
        if let Some(beside) = &arrival.instead {
            let kept = beside.as_ref().map(|path| show(&path.display().to_string()).into_owned());
            let text = match (kept, zh) {
                (None, true) => "文件已不在，现在显示的来自本机的恢复副本；保存即重新写出。".to_owned(),
                (None, false) => {
                    "The file is gone. What is shown comes from a copy on this machine; saving writes it again.".into()
                }
                (Some(path), true) => {
                    format!("文件无法读取，现在显示的来自本机的恢复副本；原文件的内容另存为 {path}。")
                }
                (Some(path), false) => format!(
                    "The file cannot be read. What is shown comes from a copy on this machine; the file's bytes are kept as {path}."
                ),
            };
            let title = if zh { "从恢复副本打开" } else { "Opened from a copy" };
            dialogs.push(Dialog::Question(Question { title: title.into(), text, yes: None }));
        }
        self.greetings = dialogs;
        self.tell_holder();
    }

    fn drafts_menu(&self, drafts: &[(std::path::PathBuf, Draft)]) -> Dialog {
        let hot = |n: usize| char::from_digit(u32::try_from(n + 1).unwrap_or(0), 10).unwrap_or('?');
        let line = |(n, (_, draft)): (usize, &(std::path::PathBuf, Draft))| {
            let typed = draft.typed.first().map_or("", |(_, text)| text.as_str());
            let typed = crate::text::clip(typed.lines().next().unwrap_or_default(), 30).into_owned();
            let label = format!("{} · {typed}", draft.title.trim());
            MenuItem::new(hot(n), show(&label).into_owned(), Action::ResumeDraft(n))
        };
        let mut items: Vec<MenuItem> = drafts.iter().take(9).enumerate().map(line).collect();
        let (title, drop) = match self.lang {
            Lang::Zh => ("上次有没写完的文字：接着写？", "全部丢弃（Esc 下次再问）"),
            Lang::En => ("Something was being written: go on?", "drop all (Esc asks again next time)"),
        };
        items.push(MenuItem::new('d', drop, Action::DropDrafts));
        Dialog::Menu(Menu::hot(title, items))
    }

    fn tell_holder(&mut self) {
        let Some(holder) = self.session.as_ref().and_then(|session| session.arrival().holder.clone()) else {
            return;
        };
        let (pid, since) = (holder.pid, show(&holder.since).into_owned());
        let host = show(&holder.host).into_owned();
        let text = match self.lang {
            Lang::Zh => format!(
                "另一个窗口也打开了此文件（{host}，进程 {pid}，{since} 起）：可同时编辑，改动会互相并入"
            ),
            Lang::En => {
                format!(
                    "another window has this file open ({host}, process {pid}, since {since}): both can edit, changes come in on both sides"
                )
            }
        };
        self.say(Mood::Plain, text);
    }

    /// A file that somebody else had open may be free now.
    pub(super) fn ask_for_hold(&mut self) {
        if let Some(session) = &mut self.session {
            session.ask_for_hold(&self.folders);
        }
    }

    pub(super) fn tell_slow(&mut self) {
        let slow = Phrase::new(
            "磁盘响应很慢，仍在保存；可以继续编辑",
            "the drive is slow and the save still runs; you can go on",
        );
        self.say_phrase(Mood::Plain, slow);
    }

    pub(super) fn tell_not_kept(&mut self, error: &io::Error) {
        let text = match self.lang {
            Lang::Zh => format!("恢复副本也写不进本机的状态目录（{error}）→ 请腾出磁盘空间，不要关闭窗口"),
            Lang::En => format!(
                "the copy for recovery cannot be written to the state folder either ({error}) → free some space and keep this window open"
            ),
        };
        self.say(Mood::Bad, show(&text).into_owned());
    }

    /// The file is gone, and all that it held would be.
    pub(super) fn ask_before_leaving_nothing(&mut self) {
        let (title, text) = match self.lang {
            Lang::Zh => (
                "文件已不在，仍要退出吗？",
                "文件被移走、删除或无法读取，内容只在这里。按 Esc 返回后用 Ctrl-S 写回；y 直接退出。",
            ),
            Lang::En => (
                "The file is gone. Quit all the same?",
                "It was moved, deleted or cannot be read, and its content is only here. Esc, then Ctrl-S writes it again; y quits.",
            ),
        };
        let question = Question { title: title.into(), text: text.into(), yes: Some(Action::QuitAnyway) };
        self.dialogs.push(Dialog::Question(question));
    }

    /// Whether what is being typed has changed since it was kept last.
    pub fn is_draft_due(&self) -> bool {
        let can_be_kept = self.session.as_ref().is_some_and(Session::has_recovery);
        can_be_kept && self.draft() != self.drafted
    }

    /// The file went back to an older version, and nobody has said what becomes of the changes.
    pub(super) fn ask_before_putting_back(&mut self) {
        let (title, text) = match self.lang {
            Lang::Zh => (
                "文件已退回旧版本，写回您的改动再退出吗？",
                "是：改动写回文件，然后退出。否：返回；按 Ctrl-R 放弃改动后再退出。",
            ),
            Lang::En => (
                "The file went back: write your changes again and quit?",
                "Yes writes them and quits. No goes back; there Ctrl-R lets go of them, and q quits.",
            ),
        };
        let question = Question { title: title.into(), text: text.into(), yes: Some(Action::WriteAndQuit) };
        self.dialogs.push(Dialog::Question(question));
    }

    /// What is being typed, when it has changed since it was kept last.
    pub fn keep_draft(&mut self) -> Option<Effect> {
        let draft = self.draft();
        if draft == self.drafted {
            return None;
        }
        let job = self.session.as_ref()?.draft_job(draft.clone())?;
        self.drafted = draft;
        Some(Effect::Keep(job))
    }

    /// The open form or text, as far as it was touched.
    pub(super) fn draft(&self) -> Option<Draft> {
        let mut draft = match self.page {
            Page::Stage(n, View::Tasks) => self.panes.tasks[n].draft(),
            Page::Stage(n, View::Registers) => self.panes.registers[n].draft(),
            Page::Visit => self.panes.visit.draft(),
            _ => None,
        };
        let mut form = None;
        for dialog in &self.dialogs {
            match dialog {
                Dialog::Form(open) => {
                    form = Some(open);
                    draft = open.draft(None).or(draft);
                }
                Dialog::Area(area) => {
                    let text = area.input.text();
                    draft = match (&area.target, form) {
                        (Target::Form(entry), Some(form)) => form.draft(Some((*entry, &text))),
                        _ => area.draft(),
                    }
                    .or(draft);
                }
                Dialog::Ask(ask) => draft = ask.draft().or(draft),
                Dialog::Import(_)
                | Dialog::Measure(_)
                | Dialog::Learn(_)
                | Dialog::Menu(_)
                | Dialog::Path(_)
                | Dialog::Picker(_)
                | Dialog::Question(_)
                | Dialog::Search(_)
                | Dialog::Tour(_)
                | Dialog::Wizard(_) => {}
            }
        }
        draft.map(|draft| Draft { held: self.held(&draft), ..draft })
    }

    /// What the fields of a draft held when its typing began.
    fn held(&self, draft: &Draft) -> Vec<(String, String)> {
        let held = |(field, _): &(String, String)| {
            let at = draft.of.at(field)?;
            let missed = self.missed.iter().find(|change| change.at == at).map(|change| change.was.clone());
            let value = missed.or_else(|| self.workspace()?.get(&at))?;
            Some((field.clone(), at.value_kind()?.edit_text(&value)))
        };
        draft.typed.iter().filter_map(held).collect()
    }

    /// What others did to the fields of a draft since it was typed, as if it had come in just now.
    fn miss(&mut self, draft: &Draft) {
        let changed = draft.held.iter().filter_map(|(field, was)| {
            let at = draft.of.at(field)?;
            let kind = at.value_kind()?;
            let now = self.workspace()?.get(&at)?;
            let was = (kind.edit_text(&now) != *was)
                .then(|| kind.parse(was, self.today).unwrap_or(Value::Unset))?;
            Some(FieldChange { at, was, now, dispute: None })
        });
        let changed: Vec<FieldChange> = changed.collect();
        gather(&mut self.missed, changed);
    }

    /// Puts a draft in its form again.
    pub(super) fn resume_draft(&mut self, n: usize) -> Vec<Effect> {
        let Some((draft, forget)) = self.session.as_mut().and_then(|session| session.take_draft(n)) else {
            return vec![];
        };
        self.reopen(&draft);
        self.miss(&draft);
        // The form's own draft first: the text is always in one of the two.
        self.keep_draft().into_iter().chain([Effect::Keep(forget)]).collect()
    }

    pub(super) fn drop_drafts(&mut self) -> Vec<Effect> {
        let Some(session) = &mut self.session else { return vec![] };
        std::iter::from_fn(|| session.take_draft(0)).map(|(_, forget)| Effect::Keep(forget)).collect()
    }

    fn reopen(&mut self, draft: &Draft) {
        if let (DraftOf::NewTask(element), [(_, title), ..]) = (&draft.of, draft.typed.as_slice()) {
            self.go_to_element(element);
            if let Page::Stage(n, View::Tasks) = self.page {
                return self.panes.tasks[n].go_on_adding(element, title);
            }
        }
        let today = self.today.to_string();
        let basis = (self.lang, today.as_str(), self.me.as_str());
        let dialog = self.session.as_ref().and_then(|session| open_again(session, draft, basis));
        self.dialogs.push(dialog.unwrap_or_else(|| {
            // Its record is gone, the words are not.
            let typed: Vec<&str> = draft.typed.iter().map(|(_, text)| text.as_str()).collect();
            let title = if self.lang == Lang::Zh { "要改的记录已不在" } else { "Its record is gone" };
            Dialog::Question(Question {
                title: title.into(),
                text: show(&typed.join("\n")).into_owned(),
                yes: Some(Action::CopyText(typed.join("\n"))),
            })
        }));
    }
}

/// None when what it was about is not there any more.
fn open_again(session: &Session, draft: &Draft, basis: (Lang, &str, &str)) -> Option<Dialog> {
    let workspace = session.workspace();
    let title = draft.title.clone();
    let typed = draft.typed.as_slice();
    let text = typed.first().map_or("", |(_, text)| text.as_str());
    match &draft.of {
        DraftOf::NewTask(_) => None,
        DraftOf::Records(collection, ids) => {
            let kind = *RecordKind::ALL.iter().find(|kind| kind.collection() == collection)?;
            let ids: Vec<Id> = ids.iter().filter_map(|id| Id::new(id)).collect();
            if let (RecordKind::Decision | RecordKind::Criterion | RecordKind::Review, [id]) =
                (kind, ids.as_slice())
            {
                return Some(Dialog::Form(Form::paper_again(title, kind, id, typed, workspace, basis)));
            }
            let first = workspace.record(kind, ids.first()?.as_str())?;
            let record = (ids.len() == 1).then_some(first);
            let form = Form::of(title, Purpose::Edit(kind, ids), kind, record, basis);
            Some(Dialog::Form(form.disputed(workspace).with_typed(typed)))
        }
        DraftOf::Evidence(task) => {
            let task = workspace.tasks.contains(task).then(|| Id::new(task))??;
            let form = Form::of(title, Purpose::Evidence(task), RecordKind::Evidence, None, basis);
            Some(Dialog::Form(form.with_typed(typed)))
        }
        DraftOf::Field(key) => {
            let at = At::from_key(key)?;
            // A working paper may not have begun.
            let held = match at.kind {
                RecordKind::Decision => workspace.get(&at).unwrap_or(Value::Unset),
                _ => workspace.get(&at)?,
            };
            let was = at.value_kind()?.edit_text(&held);
            let mut area = Area::new(title, &was, Target::Field(at), basis.0);
            area.input = Input::long(text);
            Some(Dialog::Area(area))
        }
        DraftOf::Dispute(key) => {
            let at = At::from_key(key).filter(|_| workspace.disputes.contains_key(key))?;
            let kind = at.kind.fields().get(at.index()?)?.kind;
            if kind == Kind::Prose {
                return Some(Dialog::Area(Area::new(title, text, Target::Dispute(key.clone()), basis.0)));
            }
            let form = Form::settling(title, key, (&at, &kind), &Value::Unset, basis);
            Some(Dialog::Form(form.with_typed(typed)))
        }
    }
}

/// What came back, record by record, as far as it can be taken in at a glance.
fn list(groups: &[Group], lang: Lang) -> String {
    let records = groups.iter().flat_map(|group| &group.records);
    let mut lines: Vec<String> = records.map(|record| record.heading.text()).collect();
    let more = lines.len().saturating_sub(LINES);
    lines.truncate(LINES);
    if more > 0 {
        lines.push(if lang == Lang::Zh {
            format!("…… 另有 {more} 条")
        } else {
            format!("… and {more} more")
        });
    }
    let undo =
        Phrase::new("不想要的话，关闭后按 u 撤销。", "If you do not want them, close this and press u.");
    lines.push(String::new());
    lines.push(undo.say(lang).to_owned());
    show_lines(&lines)
}

fn show_lines(lines: &[String]) -> String {
    lines.iter().map(|line| show(line).into_owned()).collect::<Vec<_>>().join("\n")
}
