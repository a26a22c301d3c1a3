//! What a commit says: the differences of two workspaces in the words of the plant, stage by stage. Pure.

use crate::guide::guide;
use crate::merge::{Change, Turn, What, diff};
use crate::readiness::shown_title;
use crate::text::{Lang, clip, show, width};
use crate::workspace::{Id, RecordKind, Status, Value, Workspace};
use std::collections::BTreeMap;

/// Cells of the first line.
const FIRST: usize = 72;
/// Records that are named one by one.
const NAMED: usize = 20;

/// The message for a change of a workspace, or for a new one. None when no record differs.
pub fn message(before: Option<&Workspace>, after: &Workspace, lang: Lang) -> Option<String> {
    let Some(before) = before else { return Some(of_a_new_one(after, lang)) };
    let changes = diff(before, after);
    if changes.is_empty() {
        return None;
    }
    let say = Says { before, after, lang };
    let mut groups: BTreeMap<Group, Tally> = BTreeMap::new();
    for change in &changes {
        say.count(change, groups.entry(say.group(change)).or_default());
    }
    let lines: Vec<String> = groups.iter().map(|(group, tally)| say.line(*group, tally)).collect();
    let named: Vec<String> = changes.iter().map(|change| say.record(change)).collect();
    if let ([line], [named]) = (lines.as_slice(), named.as_slice())
        && let Some((head, _)) = line.split_once(say.colon())
        && head.starts_with('4')
    {
        return Some(clip(&format!("{head}{}{named}", say.colon()), FIRST).into_owned());
    }
    let first = first_line(&lines, lang);
    let mut message = vec![first];
    if lines.len() > 1 || lines.first() != message.first() {
        message.push(String::new());
        message.extend(lines);
    }
    message.push(String::new());
    let rest = named.len().saturating_sub(NAMED);
    message.extend(named.into_iter().take(NAMED).map(|line| format!("- {line}")));
    message.extend((rest > 0).then(|| match lang {
        Lang::Zh => format!("另有 {rest} 条记录"),
        Lang::En => format!("and {rest} more"),
    }));
    Some(message.join("\n"))
}

fn of_a_new_one(workspace: &Workspace, lang: Lang) -> String {
    let (name, tasks) = (show(workspace.project.name.as_str()), workspace.tasks.len());
    let line = match (lang, name.is_empty()) {
        (Lang::Zh, true) => format!("新建工作区，{tasks} 项任务"),
        (Lang::Zh, false) => format!("新建工作区：{name}，{tasks} 项任务"),
        (Lang::En, true) => format!("New workspace, tasks: {tasks}"),
        (Lang::En, false) => format!("New workspace: {name}, tasks: {tasks}"),
    };
    clip(&line, FIRST).into_owned()
}

/// As many of the lines as fit into one.
fn first_line(lines: &[String], lang: Lang) -> String {
    let (between, more) = if lang == Lang::Zh { ("；", " 等") } else { ("; ", " …") };
    let mut first = lines.first().cloned().unwrap_or_default();
    let mut is_all = true;
    for line in lines.iter().skip(1) {
        let longer = format!("{first}{between}{line}");
        is_all = is_all && width(&longer) <= FIRST;
        if is_all {
            first = longer;
        }
    }
    if is_all && width(&first) <= FIRST {
        return first;
    }
    format!("{}{more}", clip(&first, FIRST - width(more)))
}

/// Where a change belongs. The stages come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Group {
    Stage(&'static str),
    Project,
    Other,
}

#[derive(Debug, Default)]
struct Tally {
    done: usize,
    blocked: usize,
    tasks: Counts,
    evidence: Counts,
    /// Rows and columns by the key of their register; the rest by kind.
    registers: BTreeMap<String, Counts>,
    columns: BTreeMap<String, Counts>,
    is_project: bool,
    opened: usize,
    settled: usize,
}

#[derive(Debug, Default)]
struct Counts {
    added: usize,
    changed: usize,
    removed: usize,
}

impl Counts {
    fn count(&mut self, what: What) {
        match what {
            What::Added => self.added += 1,
            What::Changed => self.changed += 1,
            What::Removed => self.removed += 1,
        }
    }

    /// `新增 3 条证据`.
    fn say(&self, unit: char, noun: &str, lang: Lang) -> Vec<String> {
        let words = match lang {
            Lang::Zh => [("新增", self.added), ("修改", self.changed), ("删除", self.removed)],
            Lang::En => [("added", self.added), ("changed", self.changed), ("removed", self.removed)],
        };
        let words = words.into_iter().filter(|(_, n)| *n > 0);
        match lang {
            Lang::Zh => words.map(|(verb, n)| format!("{verb} {n} {unit}{noun}")).collect(),
            Lang::En => words.map(|(verb, n)| format!("{noun} {verb}: {n}")).collect(),
        }
    }
}

struct Says<'a> {
    before: &'a Workspace,
    after: &'a Workspace,
    lang: Lang,
}

impl Says<'_> {
    fn colon(&self) -> &'static str {
        if self.lang == Lang::Zh { "：" } else { ": " }
    }

    fn group(&self, change: &Change) -> Group {
        let id = change.id.as_str();
        let stage = match change.kind {
            RecordKind::Project => return Group::Project,
            RecordKind::Task => self.stage_of_task(id),
            RecordKind::Evidence => {
                self.text(change.kind, id, "task").and_then(|task| self.stage_of_task(&task))
            }
            RecordKind::Row | RecordKind::Column => {
                self.text(change.kind, id, "register").and_then(|key| stage_of_register(&key))
            }
        };
        stage.map_or(Group::Other, Group::Stage)
    }

    /// A subtask stands where its topmost parent does.
    fn stage_of_task(&self, id: &str) -> Option<&'static str> {
        let mut id = id.to_owned();
        for _ in 0..64 {
            match self.text(RecordKind::Task, &id, "parent") {
                Some(parent) => id = parent,
                None => break,
            }
        }
        let element = self.text(RecordKind::Task, &id, "element")?;
        guide().stage_of(&element).map(|stage| stage.key.as_str())
    }

    /// A field as it is now, or as it was in a record that is gone.
    fn text(&self, kind: RecordKind, id: &str, field: &str) -> Option<String> {
        let i = kind.fields().iter().position(|f| f.name == field)?;
        let record = self.after.record(kind, id).or_else(|| self.before.record(kind, id))?;
        Some(record.get(i).as_text().to_owned()).filter(|text| !text.is_empty())
    }

    fn count(&self, change: &Change, tally: &mut Tally) {
        let turns = change.fields.iter().map(|field| field.dispute).chain([change.dispute]).flatten();
        for turn in turns {
            match turn {
                Turn::Opened => tally.opened += 1,
                Turn::Settled => tally.settled += 1,
            }
        }
        let is_disputed_only = change.what == What::Changed && change.fields.iter().all(|f| f.was == f.now);
        let id = change.id.as_str();
        match change.kind {
            _ if is_disputed_only => {}
            RecordKind::Task => match became(change) {
                Some(Status::Done { .. }) => tally.done += 1,
                Some(Status::Blocked { .. }) => tally.blocked += 1,
                _ => tally.tasks.count(change.what),
            },
            RecordKind::Evidence => tally.evidence.count(change.what),
            RecordKind::Row => {
                let key = self.text(change.kind, id, "register").unwrap_or_default();
                tally.registers.entry(key).or_default().count(change.what);
            }
            RecordKind::Column => {
                let key = self.text(change.kind, id, "register").unwrap_or_default();
                tally.columns.entry(key).or_default().count(change.what);
            }
            RecordKind::Project => tally.is_project = true,
        }
    }

    /// `4c：完成 3 项任务，设备台账新增 12 行`.
    fn line(&self, group: Group, tally: &Tally) -> String {
        let zh = self.lang == Lang::Zh;
        let n = |n: usize, zh_text: [&str; 2], en: &str| match n {
            0 => None,
            n if zh => Some(format!("{} {n} {}", zh_text[0], zh_text[1]).trim().to_owned()),
            n => Some(format!("{en}: {n}")),
        };
        let mut parts: Vec<String> = vec![];
        parts.extend(n(tally.done, ["完成", "项任务"], "tasks done"));
        parts.extend(n(tally.blocked, ["", "项任务受阻"], "tasks blocked"));
        parts.extend(tally.tasks.say('项', if zh { "任务" } else { "tasks" }, self.lang));
        parts.extend(tally.evidence.say('条', if zh { "证据" } else { "evidence" }, self.lang));
        for (unit, noun, tallies) in [('行', "", &tally.registers), ('列', " columns", &tally.columns)] {
            for (key, counts) in tallies {
                let register = self.register(key);
                parts.extend(match self.lang {
                    Lang::Zh => counts
                        .say(unit, "", self.lang)
                        .into_iter()
                        .map(|said| format!("{register}{said}"))
                        .collect(),
                    Lang::En => counts.say(unit, &format!("{register}{noun}"), self.lang),
                });
            }
        }
        if tally.is_project {
            parts.push(if zh { "修改项目信息" } else { "project changed" }.to_owned());
        }
        parts.extend(n(tally.settled, ["裁决", "处争议"], "disputes settled"));
        parts.extend(n(tally.opened, ["", "处争议待裁决"], "disputes to settle"));
        let text = parts.join(if zh { "，" } else { ", " });
        match group {
            Group::Stage(key) => format!("{key}{}{text}", self.colon()),
            Group::Project | Group::Other => text,
        }
    }

    fn register(&self, key: &str) -> String {
        guide()
            .register(key)
            .map_or(show(key).into_owned(), |register| register.title.say(self.lang).to_owned())
    }

    /// `完成 4a.2 摸清痛点`, `修改 t7K3MQ2ZX 补采振动点（负责人、截止）`.
    fn record(&self, change: &Change) -> String {
        let zh = self.lang == Lang::Zh;
        let verb = match (change.what, became(change)) {
            (_, Some(Status::Done { .. })) => ["完成", "done"],
            (_, Some(Status::Blocked { .. })) => ["受阻", "blocked"],
            (What::Added, _) => ["新增", "added"],
            (What::Removed, _) => ["删除", "removed"],
            (What::Changed, _) => ["修改", "changed"],
        }[usize::from(!zh)];
        let name = if change.kind == RecordKind::Project { String::new() } else { format!(" {}", change.id) };
        let label = match change.kind {
            RecordKind::Task => String::new(),
            kind => format!(" {}", kind.label().say(self.lang)),
        };
        let title = self.title(change.kind, &change.id);
        let title = if title.is_empty() { title } else { format!(" {}", clip(&show(&title), 48)) };
        let fields = self.fields(change);
        format!("{verb}{label}{name}{title}{fields}")
    }

    fn title(&self, kind: RecordKind, id: &Id) -> String {
        let id = id.as_str();
        match kind {
            RecordKind::Task => {
                let task = self.after.tasks.get(id).or_else(|| self.before.tasks.get(id));
                task.map_or(String::new(), |task| shown_title(id, task, self.lang).to_owned())
            }
            RecordKind::Evidence => {
                self.text(kind, id, "what").or_else(|| self.text(kind, id, "file")).unwrap_or_default()
            }
            RecordKind::Row => {
                let row = self.after.rows.get(id).or_else(|| self.before.rows.get(id));
                // Its first two cells, whatever they are: a register names its lines by them.
                let cells = row.into_iter().flat_map(|row| row.cells.iter()).map(|(_, cell)| cell.as_str());
                cells.filter(|cell| !cell.is_empty()).take(2).collect::<Vec<_>>().join(" ")
            }
            RecordKind::Column => self.text(kind, id, "label").unwrap_or_default(),
            RecordKind::Project => String::new(),
        }
    }

    /// Which fields of a changed record, in brackets.
    fn fields(&self, change: &Change) -> String {
        if change.what != What::Changed || became(change).is_some() {
            return String::new();
        }
        let mut names: Vec<&str> = vec![];
        for field in &change.fields {
            let name = field.at.field.split('/').next().unwrap_or_default();
            let label = change.kind.fields().iter().find(|f| f.name == name);
            let label = label.map_or(name, |field| field.label.say(self.lang));
            if !names.contains(&label) {
                names.push(label);
            }
        }
        match (names.is_empty(), self.lang) {
            (true, _) => String::new(),
            (false, Lang::Zh) => format!("（{}）", names.join("、")),
            (false, Lang::En) => format!(" ({})", names.join(", ")),
        }
    }
}

/// The status that a task came into, when it was in another one.
fn became(change: &Change) -> Option<&Status> {
    let status = change.fields.iter().find(|f| change.kind == RecordKind::Task && f.at.field == "status")?;
    match (&status.was, &status.now) {
        (Value::Status(was), Value::Status(now)) if was.key() == now.key() => None,
        (_, Value::Status(now)) => Some(now),
        _ => None,
    }
}

/// The stage that works with a register; none for those of every stage.
fn stage_of_register(key: &str) -> Option<&'static str> {
    let register = guide().register(key).filter(|register| !register.everywhere)?;
    let uses = |stage: &&'static crate::guide::Stage| {
        guide().registers_of_stage(stage).any(|used| used.key == register.key)
    };
    guide().stages().iter().find(uses).map(|stage| stage.key.as_str())
}
