//! Tasks, one after the other: what they are about, how they stand, and what can be done with them.

use super::desk::Desk;
use super::prompt::End;
use super::{joined, task_name};
use crate::guide::{Paragraph, guide};
use crate::readiness::Outline;
use crate::text::{Lang, Phrase};
use crate::workspace::{
    Assign, Field, Id, Kind, NewTask, Place, Record, RecordKind, Task, Workspace, add, assign, close,
    reclassify,
};

pub fn stages(desk: &mut Desk) -> Result<(), End> {
    loop {
        let lang = desk.lang();
        let outline = Outline::of(desk.workspace());
        let count = |stage: &str| outline.stage(stage).len();
        let options: Vec<String> = guide()
            .stages()
            .iter()
            .map(|stage| match lang {
                Lang::Zh => format!("{}，{} 项任务", stage.title.say(lang), count(&stage.key)),
                Lang::En => format!("{}, tasks: {}", stage.title.say(lang), count(&stage.key)),
            })
            .collect();
        let title = Phrase::new("阶段", "Stages").say(lang);
        let Some(chosen) = desk.prompt.choose(title, &options)? else { return Ok(()) };
        of_stage(desk, &guide().stages()[chosen].key)?;
    }
}

fn of_stage(desk: &mut Desk, key: &'static str) -> Result<(), End> {
    loop {
        desk.look()?;
        let (lang, workspace) = (desk.lang(), desk.workspace());
        let outline = Outline::of(workspace);
        let entries = outline.stage(key);
        let mut options: Vec<String> = entries
            .iter()
            .map(|entry| {
                let below = Phrase::new("子任务 ", "subtask ").say(lang);
                let below = if entry.depth > 0 { below } else { "" };
                format!("{below}{}", line(workspace, &entry.id, lang))
            })
            .collect();
        options.push(Phrase::new("新增任务", "add a task").say(lang).to_owned());
        let title = guide().stage(key).map_or("", |stage| stage.title.say(lang));
        let Some(chosen) = desk.prompt.choose(title, &options)? else { return Ok(()) };
        match entries.get(chosen).map(|entry| entry.id.clone()) {
            Some(id) => one(desk, &id)?,
            None => add_to_stage(desk, key)?,
        }
    }
}

fn add_to_stage(desk: &mut Desk, key: &str) -> Result<(), End> {
    let lang = desk.lang();
    let elements: Vec<_> = guide().stage(key).into_iter().flat_map(|stage| &stage.elements).collect();
    let options: Vec<String> =
        elements.iter().map(|element| format!("{} {}", element.key, element.title.say(lang))).collect();
    let title = Phrase::new("属于哪个要素", "Which element does it serve").say(lang);
    let Some(chosen) = desk.prompt.choose(title, &options)? else { return Ok(()) };
    add_at(desk, Place { element: elements[chosen].key.clone(), ..Place::default() })
}

fn add_at(desk: &mut Desk, place: Place) -> Result<(), End> {
    let question = Phrase::new("任务标题", "Title").say(desk.lang());
    let Some(title) = desk.prompt.line(question)? else { return Ok(()) };
    let mut random = desk.random.clone();
    let (_, edit) = add(desk.workspace(), &NewTask { place, title }, &mut random);
    desk.random = random;
    desk.change(Phrase::new("新增任务", "Added a task"), Ok(edit))
}

/// `4c.1 基础支撑条件核查与落实，进行中，蒋波，截止 2026-12-04`
pub fn line(workspace: &Workspace, id: &Id, lang: Lang) -> String {
    let Some(task) = workspace.tasks.get(id.as_str()) else { return id.to_string() };
    let due = match (task.due.is_empty(), lang) {
        (true, _) => String::new(),
        (false, Lang::Zh) => format!("截止 {}", task.due.as_str()),
        (false, Lang::En) => format!("due {}", task.due.as_str()),
    };
    let status = task.status.label().say(lang).to_owned();
    joined(&[task_name(workspace, id, lang), status, task.owner.as_str().to_owned(), due], lang)
}

/// What can be done with a task.
const ACTIONS: [Phrase; 9] = [
    Phrase::new("完成", "done"),
    Phrase::new("进行中", "doing"),
    Phrase::new("受阻，写原因", "blocked, and why"),
    Phrase::new("豁免，写理由", "waived, and why"),
    Phrase::new("重新打开", "open again"),
    Phrase::new("修改字段", "change a field"),
    Phrase::new("备注加一行", "add a line to the note"),
    Phrase::new("新增子任务", "add a subtask"),
    Phrase::new("读要求和条文", "read what is asked, and the clause"),
];

/// One task, until one goes back.
pub fn one(desk: &mut Desk, id: &Id) -> Result<(), End> {
    loop {
        let lang = desk.lang();
        let Some(task) = desk.workspace().tasks.get(id.as_str()) else { return Ok(()) };
        let mut title = vec![task_name(desk.workspace(), id, lang)];
        title.extend(facts(task, lang));
        let element = task.element.as_str().to_owned();
        let options = ACTIONS.map(|action| action.say(lang).to_owned());
        let Some(chosen) = desk.prompt.choose(&title.join("\n"), &options)? else { return Ok(()) };
        match chosen {
            0 => {
                let done = close(desk.workspace(), id, desk.today(), desk.me());
                desk.change(Phrase::new("完成任务", "Closed a task"), done)?;
            }
            1 => set(desk, id, &[Assign::new("status", "doing")])?,
            2 | 3 => {
                let (key, question) = if chosen == 2 {
                    ("blocked", Phrase::new("受阻的原因", "Why is it blocked"))
                } else {
                    ("waived", Phrase::new("豁免的理由", "Why is it waived"))
                };
                if let Some(why) = desk.prompt.line(question.say(lang))? {
                    set(desk, id, &[Assign::new("status", key), Assign::new("why", &why)])?;
                }
            }
            4 => set(desk, id, &[Assign::new("status", "open")])?,
            5 => change_field(desk, id)?,
            6 => add_to_note(desk, id)?,
            7 => {
                add_at(desk, Place { element, parent: id.to_string(), ..Place::default() })?;
            }
            _ => read_guide(desk, id)?,
        }
    }
}

/// The fields that hold something, in words.
fn facts(task: &Task, lang: Lang) -> Vec<String> {
    let fields = Task::FIELDS.iter().enumerate().filter(|(_, field)| is_told(field));
    let told = fields.filter_map(|(at, field)| {
        let value = task.get(at);
        let text = field.kind.show(&value, lang);
        (!value.is_unset() && !text.is_empty())
            .then(|| format!("{}{}{text}", field.label.say(lang), lang.colon()))
    });
    told.collect()
}

fn is_told(field: &Field) -> bool {
    field.kind != Kind::Rank && !matches!(field.name, "title" | "parent")
}

fn set(desk: &mut Desk, id: &Id, assigns: &[Assign]) -> Result<(), End> {
    let edit = assign(desk.workspace(), RecordKind::Task, id, assigns, desk.today());
    desk.change(Phrase::new("修改任务", "Changed a task"), edit)
}

/// One field by its number; a choice by the number of its value.
fn change_field(desk: &mut Desk, id: &Id) -> Result<(), End> {
    let lang = desk.lang();
    let Some(task) = desk.workspace().tasks.get(id.as_str()) else { return Ok(()) };
    // The status has its own lines, the note a line of its own; order and place are given by moving.
    let is_here =
        |field: &&Field| !matches!(field.kind, Kind::Rank | Kind::Status | Kind::Prose | Kind::Parent(_));
    let fields: Vec<&'static Field> = Task::FIELDS.iter().filter(is_here).collect();
    let now = |field: &Field| {
        let at = Task::FIELDS.iter().position(|other| other.name == field.name);
        at.map_or(String::new(), |at| field.kind.show(&task.get(at), lang))
    };
    let options: Vec<String> = fields
        .iter()
        .map(|field| format!("{}{}{}", field.label.say(lang), lang.colon(), now(field)))
        .collect();
    let title = Phrase::new("改哪个字段", "Which field").say(lang);
    let Some(chosen) = desk.prompt.choose(title, &options)? else { return Ok(()) };
    let field = fields[chosen];
    let typed = if let Kind::Choice(choices) = field.kind {
        let options: Vec<String> = choices.iter().map(|choice| choice.label.say(lang).to_owned()).collect();
        desk.prompt.choose(field.label.say(lang), &options)?.map(|n| choices[n].key.to_owned())
    } else {
        let clear = Phrase::new("，输入 - 清空", ", - clears").say(lang);
        desk.prompt.line(&format!("{}{clear}", field.label.say(lang)))?
    };
    let Some(typed) = typed else { return Ok(()) };
    let typed = if typed == "-" { String::new() } else { typed };
    if field.name == "element" {
        let mut random = desk.random.clone();
        let is_known = guide().element(&typed).is_some();
        if !is_known {
            return desk.say(Phrase::new("没有这个要素：写 a1 到 e4", "there is no such element: a1 to e4"));
        }
        let edit = reclassify(desk.workspace(), id, &typed, &mut random);
        desk.random = random;
        return desk.change(Phrase::new("移动任务", "Moved a task"), edit);
    }
    set(desk, id, &[Assign::new(field.name, &typed)])
}

fn add_to_note(desk: &mut Desk, id: &Id) -> Result<(), End> {
    let Some(line) = desk.prompt.line(Phrase::new("备注", "Note").say(desk.lang()))? else { return Ok(()) };
    let note = desk.workspace().tasks.get(id.as_str()).map_or(String::new(), |task| task.note.text());
    let note = if note.is_empty() { line } else { format!("{note}\n{line}") };
    set(desk, id, &[Assign::new("note", &note)])
}

/// What the template asks for, then the clause, then our own note.
fn read_guide(desk: &mut Desk, id: &Id) -> Result<(), End> {
    let lang = desk.lang();
    if let Some(template) = guide().template(id.as_str()) {
        for (label, text) in [
            (Phrase::new("判据", "Done when"), &template.done),
            (Phrase::new("交付物", "Deliverable"), &template.deliverable),
            (Phrase::new("输入", "Inputs"), &template.inputs),
            (Phrase::new("证据", "Evidence"), &template.evidence),
        ] {
            desk.prompt.say(&format!("{}{}{}", label.say(lang), lang.colon(), text.say(lang)))?;
        }
    }
    let element =
        desk.workspace().tasks.get(id.as_str()).map_or(String::new(), |t| t.element.as_str().to_owned());
    let Some(clause) = guide().stage_of(&element).and_then(|stage| guide().clause_of_stage(&stage.key))
    else {
        return Ok(());
    };
    desk.prompt.say(&format!("{} {}", clause.number, clause.title.say(lang)))?;
    let said =
        |paragraph: &Paragraph| if lang == Lang::Zh { paragraph.zh.clone() } else { paragraph.en.clone() };
    for paragraph in &clause.text {
        desk.prompt.say(&said(paragraph))?;
    }
    let ours = Phrase::new("我方注", "Our note").say(lang);
    for paragraph in &clause.note {
        desk.prompt.say(&format!("{ours}{}{}", lang.colon(), said(paragraph)))?;
    }
    Ok(())
}
