//! The menus of a table: filter, columns, links, all registers.

use super::grid::{Grid, read};
use super::open;
use crate::guide::guide;
use crate::readiness::shown_title;
use crate::table::{Totals, remove_column};
use crate::text::{Lang, Phrase};
use crate::tui::action::{Action, RowFilter};
use crate::tui::dialog::{Ask, Dialog, Menu, MenuItem, Pick, Picked, Picker, Question, Then};
use crate::tui::pane::Context;
use crate::tui::pane::cell::tasks;
use crate::tui::widget::input::Input;
use crate::workspace::{Column, Id, Kind, RecordKind, Row, TableColumn, Target, Workspace, columns, rows};
use std::collections::{BTreeSet, HashMap};

/// Values that are offered to filter by.
const MOST_VALUES: usize = 200;

fn said(lang: Lang, zh: &'static str, en: &'static str) -> &'static str {
    Phrase::new(zh, en).say(lang)
}

pub fn filter(grid: &Grid, context: &Context) -> Action {
    let lang = context.lang;
    let Some(column) = grid.shown() else { return Action::FilterRows(RowFilter::All) };
    let now = &grid.filter;
    let item = |hot: char, filter: RowFilter, label: String| {
        let is_on = filter == *now;
        MenuItem::new(hot, label, Action::FilterRows(filter)).on(is_on)
    };
    let ask = |of: Option<String>, title: String| {
        let hint =
            said(lang, "只显示含有这段文字的行；留空取消筛选", "rows that hold this text; empty shows all");
        let then = Then::FilterRows(of);
        open(Dialog::Ask(Ask { title, hint: hint.into(), input: Input::line(""), then }))
    };
    let label = &column.label;
    let holds = |of: Option<&str>| matches!(now, RowFilter::Holds(key, _) if key.as_deref() == of);
    let items = vec![
        item('a', RowFilter::All, said(lang, "全部", "all").into()),
        item('f', RowFilter::Found, said(lang, "有问题的行", "rows with findings").into()),
        item('m', RowFilter::Marked, said(lang, "已标记的行", "marked rows").into()),
        item(
            'e',
            RowFilter::Empty(column.key.clone()),
            match lang {
                Lang::Zh => format!("“{label}”为空"),
                Lang::En => format!("“{label}” is empty"),
            },
        ),
        MenuItem::new(
            'v',
            match lang {
                Lang::Zh => format!("“{label}”的值……"),
                Lang::En => format!("a value of “{label}” …"),
            },
            open(values(grid, context)),
        )
        .on(matches!(now, RowFilter::Reads(..))),
        MenuItem::new(
            'c',
            match lang {
                Lang::Zh => format!("“{label}”含有文字……"),
                Lang::En => format!("“{label}” holds a text …"),
            },
            ask(Some(column.key.clone()), label.clone()),
        )
        .on(holds(Some(&column.key))),
        MenuItem::new(
            't',
            said(lang, "任意列含有文字……", "any column holds a text …"),
            ask(None, said(lang, "筛选", "Filter").into()),
        )
        .on(holds(None)),
    ];
    open(Dialog::Menu(Menu::hot(said(lang, "筛选", "Filter"), items)))
}

/// What the column reads in the rows, and how often, the most frequent first.
fn values(grid: &Grid, context: &Context) -> Dialog {
    let lang = context.lang;
    let title = grid.shown().map_or(String::new(), |column| column.label.clone());
    let mut counts: HashMap<String, usize> = HashMap::new();
    if let Some(column) = grid.shown() {
        for (_, row) in rows(context.workspace, &grid.register.key) {
            let (text, _) = read(row, &column.key, column.kind, lang);
            if !text.is_empty() {
                *counts.entry(text).or_default() += 1;
            }
        }
    }
    let mut counts: Vec<(String, usize)> = counts.into_iter().collect();
    counts.sort_by(|(text, n), (other, m)| m.cmp(n).then_with(|| text.cmp(other)));
    let all: usize = counts.iter().map(|(_, n)| n).sum();
    let key = grid.shown().map_or("", |column| column.key.as_str());
    let items = counts.into_iter().take(MOST_VALUES).map(|(text, n)| {
        let share = Totals::percent(n, all);
        let filter = RowFilter::Reads(key.to_owned(), text.clone());
        let is_on = grid.filter == filter;
        MenuItem::keyed(format!("{n:>5} {share:>3}%"), text, Action::FilterRows(filter)).on(is_on)
    });
    Dialog::Menu(Menu::narrowing(title, items.collect()))
}

/// Which columns are shown, and what can be done with own ones.
pub fn columns_menu(grid: &Grid, context: &Context) -> Action {
    let lang = context.lang;
    let all = columns(context.workspace, &grid.register.key);
    let mut items = vec![
        MenuItem::new(
            'v',
            said(lang, "显示哪些列……", "which columns are shown …"),
            which(grid, &all, context),
        ),
        MenuItem::new('a', said(lang, "新增自定义列……", "add a column of our own …"), ask_new(grid, lang)),
    ];
    for column in &all {
        if let TableColumn::Own(id, own) = column {
            items.push(MenuItem::keyed(
                "",
                with(lang, "改列名：", "rename ", own, id),
                ask_name(id, own, lang),
            ));
            let delete = ask_delete(id, own, context);
            items.push(MenuItem::keyed("", with(lang, "删除列：", "delete ", own, id), delete));
        }
    }
    open(Dialog::Menu(Menu::hot(said(lang, "列", "Columns"), items)))
}

/// All but the key, with how many rows have something there.
fn which(grid: &Grid, all: &[TableColumn], context: &Context) -> Action {
    let lang = context.lang;
    let of_rows = rows(context.workspace, &grid.register.key);
    let others = all.iter().filter(|column| column.key() != grid.register.key_column);
    let picks: Vec<Pick> = others
        .map(|column| {
            let filled = of_rows.iter().filter(|(_, row)| row.is_filled(column.key())).count();
            let own = if column.guide().is_none() { said(lang, " · 自定义", " · own") } else { "" };
            let label = format!("{}{own}", column.label(lang));
            Pick { value: column.key().to_owned(), key: format!("{filled:>5}"), label }
        })
        .collect();
    let shown = picks.iter().map(|pick| pick.value.clone()).filter(|key| !grid.hidden.contains(key));
    let title = said(
        lang,
        "显示哪些列：Space 勾选，Enter 确定",
        "Which columns are shown: Space ticks, Enter does it",
    );
    let picker = Picker::several(title.to_owned(), picks.clone(), shown.collect(), Picked::Columns);
    open(Dialog::Picker(picker.in_order(picks)))
}

fn with(lang: Lang, zh: &'static str, en: &'static str, column: &Column, id: &Id) -> String {
    let label = if column.label.is_empty() { id.as_str() } else { column.label.as_str() };
    format!("{}{label}", said(lang, zh, en))
}

fn ask_new(grid: &Grid, lang: Lang) -> Action {
    open(Dialog::Ask(Ask {
        title: said(lang, "新增自定义列", "A column of our own").into(),
        hint: said(lang, "列名，例如：厂区", "its name, such as: area").into(),
        input: Input::line(""),
        then: Then::NewColumn(&grid.register.key),
    }))
}

fn ask_name(id: &Id, column: &Column, lang: Lang) -> Action {
    open(Dialog::Ask(Ask {
        title: said(lang, "改列名", "Rename the column").into(),
        hint: said(lang, "新的列名", "its new name").into(),
        input: Input::line(column.label.as_str()),
        then: Then::RenameColumn(id.clone()),
    }))
}

fn ask_delete(id: &Id, column: &Column, context: &Context) -> Action {
    let (edit, filled) = remove_column(context.workspace, id);
    let label = column.label.as_str();
    let (title, text, done) = match context.lang {
        Lang::Zh => (
            format!("删除列“{label}”？"),
            format!("{filled} 行在这一列填有内容，会一并删除；u 可撤销。"),
            format!("已删除列“{label}”"),
        ),
        Lang::En => (
            format!("Delete the column “{label}”?"),
            format!("Rows with something in it: {filled}; that goes too. u undoes it."),
            format!("deleted the column “{label}”"),
        ),
    };
    let what = Phrase::new("删除自定义列", "Deleted a column");
    let yes = Some(Action::EditAndSay(what, edit, done));
    open(Dialog::Question(Question { title, text, yes }))
}

/// The kinds that a column of a workspace's own can have.
pub fn kinds(register: &'static str, label: &str, lang: Lang) -> Dialog {
    let kind = Column::FIELDS.iter().find(|field| field.name == "kind").map(|field| field.kind);
    let choices = match kind {
        Some(Kind::Choice(choices)) => choices,
        _ => &[],
    };
    let items = choices.iter().zip('a'..).map(|(choice, hot)| {
        let add = Action::AddColumn(register, label.to_owned(), choice.key);
        MenuItem::new(hot, choice.label.say(lang), add)
    });
    let title = match lang {
        Lang::Zh => format!("“{label}”的类型"),
        Lang::En => format!("What “{label}” holds"),
    };
    Dialog::Menu(Menu::hot(title, items.collect()))
}

/// The kinds of records that can link to rows, by their declarations.
pub fn linking() -> impl Iterator<Item = RecordKind> {
    let links = |kind: &&RecordKind| {
        kind.fields().iter().any(|field| field.kind == Kind::Set(Some(Target::Row)) && field.name == "rows")
    };
    RecordKind::ALL.iter().filter(links).copied()
}

/// The records of a kind that link to a row.
pub fn linked(workspace: &Workspace, kind: RecordKind, row: &Id) -> Vec<Id> {
    let Some(field) = kind.fields().iter().position(|field| field.name == "rows") else { return vec![] };
    let Some(records) = workspace.records(kind) else { return vec![] };
    let links = |record: &dyn crate::workspace::Record| {
        !record.is_empty_at(field)
            && matches!(record.get(field), crate::workspace::Value::Set(ids) if ids.contains(row.as_str()))
    };
    records.all().filter(|(_, record)| links(*record)).map(|(id, _)| id.clone()).collect()
}

/// Which tasks, or which evidence: those that link to all of these rows are ticked.
pub fn link(chosen: &[Id], context: &Context) -> Action {
    let lang = context.lang;
    let picker = |kind: RecordKind| {
        let held = chosen.iter().map(|row| linked(context.workspace, kind, row).into_iter().collect());
        let held: Option<BTreeSet<Id>> =
            held.reduce(|all: BTreeSet<Id>, one: BTreeSet<Id>| all.intersection(&one).cloned().collect());
        let held = held.unwrap_or_default().iter().map(|id| id.as_str().to_owned()).collect();
        let title = match (chosen.len(), lang) {
            (1, Lang::Zh) => format!("这一行属于哪些{}？", kind.label().zh),
            (1, Lang::En) => format!("Which {} is the row about?", kind.label().en),
            (n, Lang::Zh) => format!("这 {n} 行属于哪些{}？", kind.label().zh),
            (n, Lang::En) => format!("Which {} are these {n} rows about?", kind.label().en),
        };
        let items = match kind {
            RecordKind::Task => tasks(context),
            _ => evidence(context),
        };
        open(Dialog::Picker(Picker::several(title, items, held, Picked::Links(kind, chosen.to_vec()))))
    };
    let kinds: Vec<RecordKind> = linking().collect();
    match kinds.as_slice() {
        [kind] => picker(*kind),
        kinds => {
            let item = |kind: &RecordKind| {
                let hot = kind.prefix();
                MenuItem::new(hot, format!("{}……", kind.label().say(lang)), picker(*kind))
            };
            let title = said(lang, "关联到", "Link to");
            open(Dialog::Menu(Menu::hot(title, kinds.iter().map(item).collect())))
        }
    }
}

fn evidence(context: &Context) -> Vec<Pick> {
    let pick = |(id, evidence): (&Id, &crate::workspace::Evidence)| {
        let task = evidence.task.as_str();
        let title = context.workspace.tasks.get(task).map_or("", |of| shown_title(task, of, context.lang));
        let said = [evidence.what.as_str(), evidence.file.as_str(), evidence.about.as_str(), title];
        let said: Vec<&str> = said.into_iter().filter(|part| !part.is_empty()).collect();
        Pick { value: id.as_str().to_owned(), key: String::new(), label: said.join(" · ") }
    };
    context.workspace.evidence.iter().map(pick).collect()
}

/// Every register, wherever it belongs, with its rows.
pub fn all_registers(workspace: Option<&Workspace>, lang: Lang) -> Dialog {
    let size = |key: &str| {
        let of = |row: &&Row| row.register.as_str() == key;
        workspace.map_or(0, |workspace| workspace.rows.iter().map(|(_, row)| row).filter(of).count())
    };
    let items = guide().registers().iter().map(|register| {
        let go = Action::GoToRegister(register.key.clone());
        MenuItem::keyed(format!("{:>5}", size(&register.key)), register.title.say(lang), go)
    });
    Dialog::Menu(Menu::narrowing(said(lang, "台账", "Registers"), items.collect()))
}
