//! One line of a form: a field with the editor of its kind, and what it held before.

use crate::text::{Lang, Phrase};
use crate::tui::widget::editor::Editor;
use crate::workspace::{Kind, Status, Target, Value};

/// The field with the path of a file.
pub const FILE: &str = "file";

#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    pub name: String,
    pub label: Phrase,
    pub kind: Kind,
    /// A fact of the status, shown only when the status has it.
    pub is_fact: bool,
    pub editor: Editor,
    /// What the record holds.
    pub was: String,
    /// What the form opened with: offers included.
    pub opened: String,
    /// What is shown while it is empty.
    pub instead: String,
    /// A dispute about it waits for a decision.
    pub is_disputed: bool,
    /// The field without which a proposal in this one is not kept.
    pub belongs_to: Option<&'static str>,
}

impl Entry {
    pub fn of(name: &str, label: Phrase, kind: Kind, editor: Editor) -> Entry {
        Entry {
            name: name.into(),
            label,
            kind,
            is_fact: false,
            was: editor.text(),
            editor,
            opened: String::new(),
            instead: String::new(),
            is_disputed: false,
            belongs_to: None,
        }
    }
}

/// A field, and behind a status its facts.
pub fn entries_of(name: &str, label: Phrase, kind: &Kind, value: &Value, lang: Lang) -> Vec<Entry> {
    let mut entries = vec![Entry::of(name, label, *kind, editor_of(kind, value, lang))];
    if *kind != Kind::Status {
        return entries;
    }
    let open = Status::Open;
    let status = if let Value::Status(status) = value { status } else { &open };
    for fact in ["why", "on", "by", "until"] {
        let held = status.facts().into_iter().find(|(name, _)| *name == fact).map_or("", |(_, text)| text);
        let kind = if matches!(fact, "on" | "until") { Kind::Day } else { Kind::Text };
        let entry = Entry::of(fact, Status::fact_label(fact), kind, Editor::line(held));
        entries.push(Entry { is_fact: true, ..entry });
    }
    entries
}

fn editor_of(kind: &Kind, value: &Value, lang: Lang) -> Editor {
    match kind {
        Kind::Status => {
            let options =
                Status::KEYS.iter().map(|(key, label)| ((*key).to_owned(), label.say(lang).to_owned()));
            let held = if let Value::Status(status) = value { status.key() } else { "open" };
            Editor::choice(options.collect(), held)
        }
        Kind::Choice(choices) => {
            let mut options = vec![(String::new(), "—".to_owned())];
            options.extend(choices.iter().map(|c| (c.key.to_owned(), c.label.say(lang).to_owned())));
            Editor::choice(options, &kind.edit_text(value))
        }
        Kind::Prose => Editor::Long(kind.edit_text(value)),
        _ => Editor::line(&kind.edit_text(value)),
    }
}

/// How a field is filled in.
pub fn hint(entry: &Entry, lang: Lang) -> &'static str {
    const DAY: Phrase = Phrase::new(
        "日期：2026-11-20、11-20、今天、+3、周五；留空即清除",
        "a day: 2026-11-20, 11-20, today, +3, fri; empty clears it",
    );
    const NUMBER: Phrase = Phrase::new("数字，例如 2.5", "a number, such as 2.5");
    const CHOICE: Phrase = Phrase::new("← → 或空格选择", "← → or Space to choose");
    const SET: Phrase = Phrase::new("多个之间用逗号或顿号", "several with commas between");
    const TASKS: Phrase = Phrase::new(
        "任务编号，用逗号隔开；列表中按 b 可挑选",
        "task ids with commas; b in the list picks them",
    );
    const ROWS: Phrase = Phrase::new(
        "台账行的编号，如 EQ-01；重名写 equipment/EQ-01",
        "keys of register rows, such as EQ-01 or equipment/EQ-01",
    );
    const FILES: Phrase = Phrase::new(
        "工作区文件夹里的路径，Tab 补全；别处的文件可复制进来",
        "a path in the workspace's folder, Tab completes it; others can be copied",
    );
    const LONG: Phrase = Phrase::new("Enter 打开文本框", "Enter opens the text area");
    const PATHS: Phrase =
        Phrase::new("以 .wubu.ron 结尾；文件夹须已存在", "ends in .wubu.ron; the folder must exist");
    const DISPUTED: Phrase = Phrase::new(
        "双方改得不同，等人裁定：改它即裁定；候选在争议页",
        "both sides changed it: changing it decides; the disputes page has the candidates",
    );
    const LINE: Phrase = Phrase::new("Tab 下一项，Enter 保存全部", "Tab goes on, Enter keeps all");
    match &entry.kind {
        _ if entry.is_disputed => DISPUTED,
        _ if entry.name == "path" => PATHS,
        _ if entry.name == FILE => FILES,
        Kind::Day => DAY,
        Kind::Number(_) => NUMBER,
        Kind::Choice(_) | Kind::Status => CHOICE,
        Kind::Set(Some(Target::Row)) => ROWS,
        Kind::Set(Some(_)) => TASKS,
        Kind::Set(None) => SET,
        Kind::Prose => LONG,
        _ => LINE,
    }
    .say(lang)
}
