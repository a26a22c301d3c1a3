//! Tables in and out: the file that is asked for, the preview that the worker makes, the one step that it becomes,
//! and what is written beside it.

use super::App;
use crate::guide::{Register, guide};
use crate::store::{
    Access, Denied, FolderEntry, ImportJob, ImportSource, ImportWish, NoImport, NotWritten, Pasted, Preview,
    Session, TableKind,
};
use crate::table::Counts;
use crate::text::{Lang, Phrase, show};
use crate::tui::action::{Action, Effect, Mood, Written};
use crate::tui::command::Command;
use crate::tui::dialog::{
    Dialog, ImportDialog, Menu, MenuItem, PathAsk, PathThen, Question, Shared, Understand,
};
use crate::tui::pane::Pane;
use crate::workspace::{Id, columns, rows};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;

impl App {
    /// A table is to come in, or to go out: into the register that is seen, else into one that is chosen.
    pub(super) fn table_command(&mut self, command: Command) -> Vec<Action> {
        let is_import = command == Command::Import;
        let action = |key: &str| {
            if is_import { Action::Import(key.to_owned()) } else { Action::Export(key.to_owned()) }
        };
        if self.session.is_none() {
            self.say_phrase(
                Mood::Plain,
                Phrase::new("先打开或新建一个工作区", "open or make a workspace first"),
            );
            return vec![];
        }
        if let Some(key) = self.pane().and_then(|pane| pane.register()) {
            return vec![action(key)];
        }
        let count = |key: &str| self.workspace().map_or(0, |workspace| rows(workspace, key).len());
        let item = |register: &Register| {
            let label = match (count(&register.key), self.lang) {
                (n, Lang::Zh) => format!("{}  {n} 行", register.title.zh),
                (1, Lang::En) => format!("{}  1 row", register.title.en),
                (n, Lang::En) => format!("{}  {n} rows", register.title.en),
            };
            MenuItem::keyed("", label, action(&register.key)).known_as(&register.key)
        };
        let title = match (is_import, self.lang) {
            (true, Lang::Zh) => "把表格导入哪个台账？",
            (true, Lang::En) => "Import a table into which register?",
            (false, Lang::Zh) => "导出哪个台账？",
            (false, Lang::En) => "Export which register?",
        };
        let menu = Menu::narrowing(title, guide().registers().iter().map(item).collect());
        self.dialogs.push(Dialog::Menu(menu));
        vec![]
    }

    pub(super) fn act_on_tables(&mut self, action: Action) -> Vec<Effect> {
        match action {
            Action::Import(register) => return self.ask_import(&register),
            Action::Export(register) => self.ask_export(&register),
            Action::AskExport(register, kind) => return self.ask_export_path(&register, kind),
            Action::ListFolder(folder, names) => return vec![Effect::ListFolder(folder, names)],
            Action::ReadTable(register, path) => return self.read_table(register, path),
            Action::PasteRows { register, at, column, text } => {
                return self.paste_rows(&register, at.as_ref(), column.as_deref(), text);
            }
            Action::Understand(change) => return self.understand(change),
            Action::LookAgain => return self.look_again(),
            Action::TakeIn => return self.take_in(),
            Action::StopImport => self.stop_import(),
            Action::WriteTable { register, path, replaces } => {
                return self.write_table(register, path, replaces);
            }
            _ => {}
        }
        vec![]
    }

    fn ask_import(&mut self, key: &str) -> Vec<Effect> {
        let Some(register) = guide().register(key) else { return vec![] };
        let title = match self.lang {
            Lang::Zh => format!("导入{}：选一个表格", register.title.zh),
            Lang::En => format!("{}: import a table", register.title.en),
        };
        let hint = match self.lang {
            Lang::Zh => "CSV 或 XLSX；Tab 补全，↑↓ 选，也可把文件拖进来",
            Lang::En => "CSV or XLSX; Tab completes, ↑↓ choose; a file can be dropped here",
        };
        self.ask_path(title, hint, "", PathThen::Import(&register.key))
    }

    /// Which kind of table, then where to.
    fn ask_export(&mut self, key: &str) {
        let Some(register) = guide().register(key) else { return };
        let (title, book, text) = match self.lang {
            Lang::Zh => ("导出成哪种表格？", "Excel 工作簿：带下拉选项、列宽", "CSV：任何软件都能读"),
            Lang::En => (
                "Export as which kind?",
                "Excel workbook: with choice lists and widths",
                "CSV: read by anything",
            ),
        };
        let action = |kind| Action::AskExport(register.key.clone(), kind);
        let items = vec![
            MenuItem::new('x', format!("{book}  .xlsx"), action(TableKind::Xlsx)),
            MenuItem::new('c', format!("{text}  .csv"), action(TableKind::Csv)),
        ];
        self.dialogs.push(Dialog::Menu(Menu::hot(title, items)));
    }

    fn ask_export_path(&mut self, key: &str, kind: TableKind) -> Vec<Effect> {
        let Some(register) = guide().register(key) else { return vec![] };
        let title = match self.lang {
            Lang::Zh => format!("导出{}到", register.title.zh),
            Lang::En => format!("{}: export to", register.title.en),
        };
        let hint = match self.lang {
            Lang::Zh => "文件名以 .xlsx 或 .csv 结尾；已有的文件会先问",
            Lang::En => "a name that ends in .xlsx or .csv; a file that is there is asked about",
        };
        let name = format!("{}.{}", register.title.say(self.lang), kind.extension());
        self.ask_path(title, hint, &name, PathThen::Export(&register.key, kind))
    }

    pub(super) fn ask_path(&mut self, title: String, hint: &str, text: &str, then: PathThen) -> Vec<Effect> {
        let base = self.path().and_then(|path| path.parent().map(Path::to_path_buf)).unwrap_or_default();
        let names = then.names();
        let mut ask = PathAsk::new((title, hint.to_owned()), text, base, then, self.lang);
        let folder = ask.wants();
        // What was said before is about something else.
        self.notice = None;
        self.dialogs.push(Dialog::Path(ask));
        folder.map(|folder| Effect::ListFolder(folder, names)).into_iter().collect()
    }

    pub(super) fn hear_folder(&mut self, folder: &Path, names: Vec<FolderEntry>) {
        for dialog in self.dialogs.iter_mut().rev() {
            match dialog {
                Dialog::Path(ask) => return ask.hear(folder, names),
                Dialog::Wizard(wizard) => return wizard.hear(folder, names),
                _ => {}
            }
        }
    }

    fn read_table(&mut self, key: &str, path: PathBuf) -> Vec<Effect> {
        let Some(register) = guide().register(key) else { return vec![] };
        self.preview(ImportWish::new(register, ImportSource::File(path)))
    }

    /// A block from the clipboard, laid on a register from a row and a column on.
    fn paste_rows(&mut self, key: &str, at: Option<&Id>, column: Option<&str>, text: String) -> Vec<Effect> {
        let (Some(register), Some(workspace)) = (guide().register(key), self.workspace()) else {
            return vec![];
        };
        let seen = self.pane().filter(|pane| pane.register() == Some(key));
        let onto = seen.and_then(Pane::shown_rows);
        let onto =
            onto.unwrap_or_else(|| rows(workspace, key).into_iter().map(|(id, _)| id.clone()).collect());
        let from = at.and_then(|at| onto.iter().position(|id| id == at)).unwrap_or(onto.len());
        let all = seen.and_then(Pane::shown_columns).unwrap_or_else(|| {
            columns(workspace, key).iter().map(|column| column.key().to_owned()).collect()
        });
        let first = column.and_then(|column| all.iter().position(|key| key == column)).unwrap_or(0);
        let block = Pasted {
            text,
            onto: onto.into_iter().skip(from).collect(),
            columns: all.into_iter().skip(first).collect(),
            has_head: None,
            beside: self.path().unwrap_or_default(),
        };
        self.preview(ImportWish::new(register, ImportSource::Pasted(Arc::new(block))))
    }

    fn preview(&mut self, wish: ImportWish) -> Vec<Effect> {
        if let Some(access) =
            self.session.as_ref().map(Session::access).filter(|access| *access != Access::Full)
        {
            self.deny(&Denied::ReadOnly(access));
            return vec![];
        }
        self.notice = None;
        self.dialogs.push(Dialog::Import(Box::new(ImportDialog::new(wish, self.lang))));
        self.look_again()
    }

    /// The open preview, whatever lies on top of it.
    fn import(&mut self) -> Option<&mut ImportDialog> {
        self.dialogs.iter_mut().rev().find_map(|dialog| match dialog {
            Dialog::Import(import) => Some(&mut **import),
            _ => None,
        })
    }

    fn understand(&mut self, change: Understand) -> Vec<Effect> {
        if let Some(import) = self.import() {
            import.change(change);
        }
        self.look_again()
    }

    /// Sends the wish of the open preview to the worker.
    fn look_again(&mut self) -> Vec<Effect> {
        let Some(session) = &self.session else { return vec![] };
        let (workspace, revision) = (session.snapshot(), session.revision());
        let folders = self.folders.clone();
        self.tickets += 1;
        let ticket = self.tickets;
        let Some(import) = self.import() else { return vec![] };
        // What is under way is of no use any more.
        import.stop.store(true, Ordering::Relaxed);
        let stop = import.begin(ticket);
        let before = import.preview().cloned();
        let job = ImportJob { wish: import.wish.clone(), workspace, revision, folders, before };
        vec![Effect::Import { ticket, job: Box::new(job), stop }]
    }

    pub(super) fn hear_progress(&mut self, ticket: u64, percent: u8) {
        if let Some(import) = self.import().filter(|import| import.ticket == ticket) {
            import.progress(percent);
        }
    }

    pub(super) fn hear_preview(&mut self, ticket: u64, looked: Result<Preview, NoImport>) {
        let lang = self.lang;
        let import = self.import().filter(|import| import.ticket == ticket);
        let asks = import.and_then(|import| import.hear(looked, lang));
        self.dialogs.extend(asks);
    }

    fn stop_import(&mut self) {
        if let Some(import) = self.import() {
            import.stop.store(true, Ordering::Relaxed);
        }
        if matches!(self.dialogs.last(), Some(Dialog::Import(_))) {
            self.dialogs.pop();
        }
    }

    /// What the preview shows becomes one step.
    fn take_in(&mut self) -> Vec<Effect> {
        const WHAT: Phrase = Phrase::new("导入表格", "import a table");
        let Some(preview) = self.import().and_then(|import| import.ready().cloned()) else {
            const NOT_YET: Phrase = Phrase::new("还没有读完", "it is not read yet");
            if self.import().is_some_and(|import| import.is_reading()) {
                self.say_phrase(Mood::Plain, NOT_YET);
            }
            return vec![];
        };
        let Some(session) = &mut self.session else { return vec![] };
        if session.revision() != preview.revision {
            self.say_phrase(
                Mood::Plain,
                Phrase::new(
                    "工作区刚有变化，已重新核对；再按 Enter 导入",
                    "the workspace has just changed, and this was looked at anew; Enter again imports it",
                ),
            );
            return self.look_again();
        }
        let Some(plan) = &preview.plan else {
            self.say_phrase(
                Mood::Bad,
                Phrase::new(
                    "先指定哪一列是编号：光标移到那一列，按 e",
                    "first say which column is the key: put the cursor on it and press e",
                ),
            );
            return vec![];
        };
        let applied = plan
            .edit(session.workspace())
            .map_err(Denied::Refused)
            .and_then(|edit| session.apply(WHAT, edit));
        if let Err(denied) = applied {
            self.deny(&denied);
            return vec![];
        }
        let counts = plan.counts();
        let text = taken_in(&counts, self.lang);
        if counts.new + counts.changed > 0 {
            self.say_done(&text);
        } else {
            self.say(Mood::Good, text);
        }
        self.dialogs.retain(|dialog| !matches!(dialog, Dialog::Import(_)));
        vec![Effect::FinishImport(Shared(preview), self.lang)]
    }

    /// The lines that stayed outside are written.
    pub(super) fn hear_refused(&mut self, counts: &Counts, written: Result<Option<PathBuf>, NotWritten>) {
        let (text, refused) = (taken_in(counts, self.lang), counts.refused);
        match written {
            Ok(None) => {}
            Ok(Some(path)) => {
                let path = show(&path.to_string_lossy()).into_owned();
                let text = match self.lang {
                    Lang::Zh => format!("{text}；{refused} 行未导入，连同原因写在 {path}"),
                    Lang::En => format!("{text}; lines refused: {refused}, with their reasons in {path}"),
                };
                self.say(Mood::Plain, text);
            }
            Err(why) => {
                let (what, next) = (why.say(self.lang), why.next(self.lang));
                let text = match self.lang {
                    Lang::Zh => format!("{text}；{refused} 行未导入，也没能另存：{what} → {next}"),
                    Lang::En => {
                        format!("{text}; lines refused: {refused}, which could not be kept: {what} → {next}")
                    }
                };
                self.say(Mood::Bad, text);
            }
        }
    }

    fn write_table(&mut self, register: &'static str, path: PathBuf, replaces: bool) -> Vec<Effect> {
        let Some(session) = &self.session else { return vec![] };
        let workspace = session.snapshot();
        vec![Effect::Export { workspace, register, path, lang: self.lang, replaces }]
    }

    pub(super) fn hear_exported(&mut self, written: Written) {
        let Written { register, path, result } = written;
        let name = show(&path.to_string_lossy()).into_owned();
        match result {
            Ok(count) => {
                let title = guide().register(register).map_or("", |register| register.title.say(self.lang));
                let text = match (count, self.lang) {
                    (n, Lang::Zh) => format!("已导出{title} {n} 行：{name}"),
                    (1, Lang::En) => format!("{title}, 1 row: wrote {name}"),
                    (n, Lang::En) => format!("{title}, {n} rows: wrote {name}"),
                };
                self.say(Mood::Good, text);
            }
            Err(NotWritten::There(_)) => {
                let (title, text) = match self.lang {
                    Lang::Zh => ("覆盖已有的文件？", format!("{name} 已存在，覆盖后无法恢复。")),
                    Lang::En => ("Replace the file?", format!("{name} exists; what is in it will be lost.")),
                };
                let yes = Some(Action::WriteTable { register, path, replaces: true });
                self.dialogs.push(Dialog::Question(Question { title: title.into(), text, yes }));
            }
            Err(why) => self.say(Mood::Bad, format!("{} → {}", why.say(self.lang), why.next(self.lang))),
        }
    }
}

/// What an import did, in numbers.
fn taken_in(counts: &Counts, lang: Lang) -> String {
    match (counts.new, counts.changed, lang) {
        (0, 0, Lang::Zh) => "没有可导入的变化".to_owned(),
        (0, 0, Lang::En) => "there was nothing to import".to_owned(),
        (new, changed, Lang::Zh) => format!("已导入：新增 {new} 行，更新 {changed} 行"),
        (new, changed, Lang::En) => format!("imported: {new} new, {changed} changed"),
    }
}
