//! `wubu --plain FILE`: the main actions as numbered questions on plain lines, for screen readers, for terminals that
//! can do nothing else, and down a bad line. Nothing is drawn and nothing moves: a list is read out, a number is
//! typed. Every change is one step, saved at once, and can be undone.

mod desk;
mod prompt;
mod registers;
mod tasks;

use super::out::Out;
use super::trouble::Trouble;
use super::{Exit, Here, gate, readiness, status};
use crate::readiness::{Agenda, GateReport, Outline, shown_title};
use crate::search::{Index, Kind, Query, entries};
use crate::store::Wish;
use crate::text::{Lang, Phrase};
use crate::workspace::{Id, Workspace};
use desk::Desk;
use prompt::{End, Prompt};
use std::path::Path;

/// Until somebody leaves, or the input ends.
pub fn run(path: &Path, wish: Wish, here: &Here, out: &mut Out) -> Result<Exit, Trouble> {
    let mut desk = Desk::open(path, wish, Prompt::new(here, out))?;
    let left = main_menu(&mut desk);
    desk.leave()?;
    match left {
        Ok(()) | Err(End::Left) => Ok(Exit::Fine),
        Err(End::Trouble(trouble)) => Err(trouble),
    }
}

fn main_menu(desk: &mut Desk) -> Result<(), End> {
    const MENU: [Phrase; 8] = [
        Phrase::new("五个阶段的任务", "tasks of the five stages"),
        Phrase::new("要紧的任务：逾期、一周内到期、受阻、我的", "what presses: late, due, blocked, mine"),
        Phrase::new("台账", "registers"),
        Phrase::new("评审门", "gates"),
        Phrase::new("数据就绪度", "data readiness"),
        Phrase::new("查找：文字、拼音首字母或编号", "find: words, pinyin initials or an id"),
        Phrase::new("进度概况", "progress at a glance"),
        Phrase::new("撤销上一步", "undo the last step"),
    ];
    loop {
        desk.look()?;
        let title = desk.title();
        let options = MENU.map(|item| item.say(desk.lang()).to_owned());
        match desk.prompt.choose_or_leave(&title, &options)? {
            None => return Ok(()),
            Some(0) => tasks::stages(desk)?,
            Some(1) => pressing(desk)?,
            Some(2) => registers::all(desk)?,
            Some(3) => gates(desk)?,
            Some(4) => show_readiness(desk)?,
            Some(5) => find(desk)?,
            Some(6) => overview(desk)?,
            Some(_) => desk.undo()?,
        }
    }
}

/// What presses, each with why, the most pressing first.
fn pressing(desk: &mut Desk) -> Result<(), End> {
    loop {
        let (lang, today) = (desk.lang(), desk.today());
        let workspace = desk.workspace();
        let outline = Outline::of(workspace);
        let agenda = Agenda::of(workspace, &outline, today, desk.me());
        let groups = [
            (Phrase::new("逾期", "late"), agenda.late.iter().map(|(id, _)| id).collect::<Vec<_>>()),
            (Phrase::new("一周内到期", "due within a week"), agenda.due.iter().map(|(id, _)| id).collect()),
            (Phrase::new("受阻", "blocked"), agenda.blocked.iter().map(|(id, _)| id).collect()),
            (Phrase::new("我的", "mine"), agenda.mine.iter().map(|(id, _)| id).collect()),
        ];
        let mut ids: Vec<Id> = vec![];
        let mut options = vec![];
        for (label, group) in groups {
            for id in group {
                ids.push(id.clone());
                options.push(format!(
                    "{}{}{}",
                    label.say(lang),
                    lang.colon(),
                    tasks::line(workspace, id, lang)
                ));
            }
        }
        let title = Phrase::new("要紧的任务", "What presses").say(lang);
        if options.is_empty() {
            return desk.say(Phrase::new("没有要紧的任务", "nothing presses"));
        }
        let Some(chosen) = desk.prompt.choose(title, &options)? else { return Ok(()) };
        tasks::one(desk, &ids[chosen])?;
    }
}

fn gates(desk: &mut Desk) -> Result<(), End> {
    loop {
        let lang = desk.lang();
        let reports = GateReport::all(desk.workspace(), desk.today());
        let options: Vec<String> = reports
            .iter()
            .map(|report| {
                let (gate, missing) = (report.gate, report.missing().count());
                let verdict = report.verdict.label(gate, lang);
                match lang {
                    Lang::Zh => format!("{} {}：{verdict}，缺 {missing} 项", gate.key, gate.title.say(lang)),
                    Lang::En => {
                        format!("{} {}: {verdict}, missing {missing}", gate.key, gate.title.say(lang))
                    }
                }
            })
            .collect();
        let title = Phrase::new("评审门", "Gates").say(lang);
        let Some(chosen) = desk.prompt.choose(title, &options)? else { return Ok(()) };
        let workspace = desk.snapshot();
        let (here, out) = desk.prompt.parts();
        gate::print(&reports[chosen], &workspace, here, out)?;
    }
}

fn show_readiness(desk: &mut Desk) -> Result<(), End> {
    let workspace = desk.snapshot();
    let (here, out) = desk.prompt.parts();
    Ok(readiness::report(&workspace, here, out)?)
}

fn overview(desk: &mut Desk) -> Result<(), End> {
    let (workspace, path) = (desk.snapshot(), desk.path());
    let (here, out) = desk.prompt.parts();
    Ok(status::report(&workspace, &path, "", here, out)?)
}

/// Tasks and rows are gone to; of all else it is said what it is.
fn find(desk: &mut Desk) -> Result<(), End> {
    let lang = desk.lang();
    let question = Phrase::new("要找的文字，拼音首字母也可以", "what to look for").say(lang);
    let Some(typed) = desk.prompt.line(question)? else { return Ok(()) };
    let things = entries(desk.workspace(), &crate::guide::owned::Library::default(), lang);
    let index = Index::new(things);
    let found = index.find(&Query::new(&typed, desk.today()));
    let hits = found.groups.iter().flat_map(|group| group.hits.iter().take(MOST_HITS));
    let hits: Vec<_> = hits.filter_map(|hit| index.entry(hit.at)).collect();
    if hits.is_empty() {
        return desk.say(Phrase::new("没有找到", "nothing was found"));
    }
    let options: Vec<String> = hits
        .iter()
        .map(|entry| {
            let title = [&entry.key, &entry.title].map(String::as_str).join(" ").trim().to_owned();
            let kind = entry.kind.label().say(lang);
            format!("{kind}{}{}", lang.colon(), joined(&[title, entry.detail.clone()], lang))
        })
        .collect();
    loop {
        let title = Phrase::new("找到的", "Found").say(lang);
        let Some(chosen) = desk.prompt.choose(title, &options)? else { return Ok(()) };
        let entry = hits[chosen];
        match (entry.kind, Id::new(&entry.id)) {
            (Kind::Task, Some(id)) => tasks::one(desk, &id)?,
            (Kind::Row, Some(id)) => registers::row(desk, &id)?,
            _ => {
                let (_, out) = desk.prompt.parts();
                out.line(entry.title.as_str())?;
                out.lines(&entry.body)?;
            }
        }
    }
}

/// Hits of one kind that are read out.
const MOST_HITS: usize = 20;

/// Parts that there are, as one sentence.
fn joined(parts: &[String], lang: Lang) -> String {
    let between = if lang == Lang::Zh { "，" } else { ", " };
    parts.iter().filter(|part| !part.is_empty()).map(String::as_str).collect::<Vec<_>>().join(between)
}

/// `4c.1 基础支撑条件核查与落实`; a task with an id that nobody made up goes by its title.
fn task_name(workspace: &Workspace, id: &Id, lang: Lang) -> String {
    let title = workspace.tasks.get(id.as_str()).map_or("", |task| shown_title(id.as_str(), task, lang));
    if crate::guide::guide().template(id.as_str()).is_some() {
        format!("{id} {title}")
    } else {
        title.to_owned()
    }
}
