//! What a commit says: the differences of two workspaces in the words of the plant, stage by stage. Pure.

mod tally;

use crate::guide::guide;
use crate::merge::{Change, Turn, What, diff};
use crate::readiness::{
    measurement_name, paper_name, reading_name, review_name, setting_name, shown_title, stage_of_paper,
};
use crate::text::{Lang, clip, show, width};
use crate::workspace::{Id, RecordKind, Status, Value, Workspace};
use std::collections::BTreeMap;
use tally::{Group, Tally};

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
    let lines: Vec<String> = groups.iter().map(|(group, tally)| tally.line(*group, lang)).collect();
    let named: Vec<String> = changes.iter().map(|change| say.record(change)).collect();
    if let ([line], [named]) = (lines.as_slice(), named.as_slice())
        && let Some((head, _)) = line.split_once(lang.colon())
        && head.starts_with('4')
    {
        return Some(clip(&format!("{head}{}{named}", lang.colon()), FIRST).into_owned());
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

/// As much of the lines as fits into one, part by part.
fn first_line(lines: &[String], lang: Lang) -> String {
    let (between, comma, more) = if lang == Lang::Zh { ("；", "，", " 等") } else { ("; ", ", ", " …") };
    let mut first = lines.join(between);
    if width(&first) <= FIRST {
        return first;
    }
    while width(&first) + width(more) > FIRST
        && let Some(end) = first.rfind(between).max(first.rfind(comma))
    {
        first.truncate(end);
    }
    format!("{}{more}", clip(&first, FIRST - width(more)))
}

struct Says<'a> {
    before: &'a Workspace,
    after: &'a Workspace,
    lang: Lang,
}

impl Says<'_> {
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
            RecordKind::Decision | RecordKind::Criterion => stage_of_paper(id),
            RecordKind::Review => self.text(change.kind, id, "gate").and_then(|gate| stage_of_paper(&gate)),
            RecordKind::Measurement | RecordKind::Setting => stage_of_register("sources"),
            RecordKind::Basis => guide().stage_of(id).map(|stage| stage.key.as_str()),
            RecordKind::Reading => stage_of_register("kpi"),
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
            RecordKind::Decision => tally.decisions.count(change.what),
            RecordKind::Criterion => tally.criteria.count(change.what),
            RecordKind::Review => tally.reviews.count(change.what),
            RecordKind::Measurement => tally.measurements.count(change.what),
            RecordKind::Setting => tally.settings.count(change.what),
            RecordKind::Basis => tally.bases.count(change.what),
            RecordKind::Reading => tally.readings.count(change.what),
            RecordKind::Project => tally.is_project = true,
        }
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
            RecordKind::Decision | RecordKind::Criterion => paper_name(id, self.lang).to_owned(),
            RecordKind::Review => {
                let review = self.after.reviews.get(id).or_else(|| self.before.reviews.get(id));
                review.map_or(String::new(), |review| review_name(review, self.lang))
            }
            RecordKind::Measurement => {
                let measured = self.after.measurements.get(id).or_else(|| self.before.measurements.get(id));
                measured
                    .map_or(String::new(), |measured| measurement_name((self.after, self.before), measured))
            }
            RecordKind::Setting => setting_name(id, self.lang),
            RecordKind::Basis => {
                guide().element(id).map_or(String::new(), |element| element.title.say(self.lang).to_owned())
            }
            RecordKind::Reading => {
                let reading = self.after.readings.get(id).or_else(|| self.before.readings.get(id));
                reading.map_or(String::new(), |reading| reading_name((self.after, self.before), reading))
            }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::{At, Edit, Project};

    const BEFORE: &str = r#"(
        format: 1,
        tasks: {
            "4a.1": (element: "a1"), "4a.2": (element: "a1"), "4c.1": (element: "c1"),
            "t1": (element: "c4", parent: "4a.1", title: "子任务"),
        },
        rows: { "r1": (register: "equipment", cells: {"ip": "10.1.3.7"}) },
        disputes: { "tasks/4a.2/owner": (of: [Text("甲"), Text("乙")], was: [Unset]) },
    )"#;

    fn before() -> Workspace {
        crate::store::read(BEFORE.as_bytes()).unwrap().workspace
    }

    fn after(changes: &[(&str, Value)]) -> Workspace {
        let mut workspace = before();
        for (key, value) in changes {
            let at = At::from_key(key).unwrap();
            let edit = workspace.set(at, value.clone()).unwrap();
            workspace.apply(edit).unwrap();
        }
        workspace
    }

    fn said(after: &Workspace) -> [String; 2] {
        [Lang::Zh, Lang::En].map(|lang| message(Some(&before()), after, lang).unwrap())
    }

    fn done() -> Value {
        Value::Status(Status::Done { on: "2026-11-20".into(), by: "李工".into() })
    }

    fn add(workspace: &mut Workspace, kind: RecordKind, id: &str, fields: &[(&str, Value)]) {
        let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
        workspace.apply(Edit::Add { kind, id: Id::new(id).unwrap(), fields }).unwrap();
    }

    #[test]
    fn nothing_changed_says_nothing_and_a_new_workspace_is_named() {
        assert_eq!(message(Some(&before()), &before(), Lang::Zh), None);
        let mut new = before();
        assert_eq!(message(None, &new, Lang::Zh).unwrap(), "新建工作区，4 项任务");
        new.project = Project { name: "轴承一厂".into(), ..Project::default() };
        assert_eq!(message(None, &new, Lang::En).unwrap(), "New workspace: 轴承一厂, tasks: 4");
    }

    #[test]
    fn one_change_is_told_by_itself() {
        let [zh, en] = said(&after(&[("tasks/4a.1/status", done())]));
        assert_eq!(zh, "4a：完成 4a.1 项目立项与团队组建");
        assert!(en.starts_with("4a: done 4a.1 ") && !en.contains('\n'), "{en}");
        let [zh, _] = said(&after(&[
            ("tasks/t1/owner", Value::text("王")),
            ("tasks/t1/due", Value::text("2026-12-01")),
        ]));
        assert_eq!(zh, "4a：修改 t1 子任务（负责人、截止）");
    }

    #[test]
    fn many_changes_are_counted_by_stage() {
        let blocked = Value::Status(Status::Blocked { why: "等网口".into() });
        let mut now = after(&[
            ("tasks/4a.1/status", done()),
            ("tasks/4a.2/owner", Value::text("甲")),
            ("tasks/4c.1/status", blocked),
            ("project/name", Value::text("厂")),
        ]);
        for id in ["r2", "r3"] {
            add(&mut now, RecordKind::Row, id, &[("register", Value::text("equipment"))]);
        }
        add(
            &mut now,
            RecordKind::Evidence,
            "e1",
            &[("task", Value::text("4a.1")), ("what", Value::text("照片"))],
        );
        let [zh, en] = said(&now);
        let lines: Vec<&str> = zh.lines().collect();
        let stage = stage_of_register("equipment").unwrap();
        assert!(lines[0].starts_with("4a：完成 1 项任务，") && width(lines[0]) <= FIRST, "{zh}");
        assert!(lines[0].ends_with("，新增 1 条证据 等"), "{zh}");
        assert!(zh.contains("，裁定 1 处争议\n"), "{zh}");
        assert!(zh.contains(&format!("{stage}：")) && zh.contains("新增 2 行"), "{zh}");
        assert!(zh.contains("4c：1 项任务受阻") && zh.contains("\n修改项目信息"), "{zh}");
        assert!(
            zh.contains("\n- 完成 4a.1 项目立项与团队组建\n") && zh.contains("- 新增 证据 e1 照片"),
            "{zh}"
        );
        assert!(en.contains("tasks blocked: 1") && en.contains("disputes settled: 1"), "{en}");
        assert!(!en.lines().next().unwrap().chars().any(crate::text::is_han), "{en}");
    }

    #[test]
    fn a_long_list_is_cut_and_the_first_line_is_never_too_wide() {
        let mut now = before();
        for stage in ["a1", "b1", "c1", "d1", "e1"] {
            for n in 0..9 {
                let title = Value::text("很长的标题\u{1b}[31m".repeat(9));
                let fields = [("element", Value::text(stage)), ("title", title)];
                add(&mut now, RecordKind::Task, &format!("t{stage}{n}"), &fields);
            }
        }
        add(&mut now, RecordKind::Row, "rx", &[("register", Value::text("no\u{1b}such"))]);
        for text in said(&now) {
            assert!(text.lines().all(|line| width(line) <= FIRST + 24), "{text}");
            assert!(width(text.lines().next().unwrap()) <= FIRST, "{text}");
            assert!(!text.chars().any(|c| c != '\n' && crate::text::is_hidden(c)), "{text:?}");
            assert_eq!(text.lines().filter(|line| line.starts_with("- ")).count(), NAMED);
        }
        let mut gone = before();
        let id = Id::new("t1").unwrap();
        gone.apply(Edit::Remove { kind: RecordKind::Task, id }).unwrap();
        assert_eq!(said(&gone)[0], "4a：删除 t1 子任务");
    }
}
