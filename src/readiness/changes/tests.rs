use super::*;
use crate::merge::{diff, merge};
use crate::workspace::{Edit, Status, Value, adopt};

fn id(text: &str) -> Id {
    Id::new(text).unwrap()
}

fn start() -> Workspace {
    let mut workspace = Workspace::default();
    let edit = adopt(&workspace, &["4a.1", "4a.2", "4a.3", "4b.1"]).unwrap();
    workspace.apply(edit).unwrap();
    workspace
}

fn set(workspace: &mut Workspace, at: At, now: Value) {
    let edit = workspace.set(at, now).unwrap();
    workspace.apply(edit).unwrap();
}

fn add(workspace: &mut Workspace, kind: RecordKind, name: &str, fields: &[(&str, Value)]) {
    let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    workspace.apply(Edit::Add { kind, id: id(name), fields }).unwrap();
}

/// All of it as text, indented.
fn text(before: &Workspace, after: &Workspace, lang: Lang) -> String {
    let mut lines = vec![];
    for group in told(before, after, &diff(before, after), lang) {
        lines.push(group.title);
        for record in group.records {
            lines.push(format!("  {}", record.heading.text()));
            let fields = record.fields.iter().flat_map(|field| &field.lines);
            lines.extend(record.lines.iter().chain(fields).map(|line| format!("    {}", line.text())));
        }
    }
    lines.into_iter().map(|line| line + "\n").collect()
}

fn summed(before: &Workspace, after: &Workspace) -> [String; 2] {
    [Lang::Zh, Lang::En].map(|lang| summary(before, after, &diff(before, after), lang))
}

#[test]
fn every_kind_of_field_is_said_in_the_users_words() {
    let mut before = start();
    let two = id("4a.2");
    set(&mut before, At::task(&two, "owner"), Value::text("王工"));
    set(&mut before, At::task(&two, "tags"), Value::set(["乙"]));
    set(&mut before, At::task(&two, "note"), Value::prose("一\n二\n三"));
    add(&mut before, RecordKind::Row, "r1", &[("register", Value::text("equipment"))]);
    set(&mut before, At::new(RecordKind::Row, &id("r1"), "cells/name"), Value::text("1 号机床"));
    set(&mut before, At::new(RecordKind::Row, &id("r1"), "cells/ip"), Value::text("10.1.1.2"));
    let mut after = before.clone();
    set(&mut after, At::task(&two, "owner"), Value::text("李工"));
    let done = Status::Done { on: "2026-11-20".into(), by: "李工".into() };
    set(&mut after, At::task(&two, "status"), Value::Status(done));
    set(&mut after, At::task(&two, "tags"), Value::set(["甲"]));
    set(&mut after, At::task(&two, "note"), Value::prose("一\n贰\n三\n四"));
    set(&mut after, At::task(&two, "after"), Value::set(["4a.1"]));
    set(&mut after, At::task(&two, "rank"), Value::text("zz"));
    set(&mut after, At::task(&two, "due"), Value::text("2026-12-01"));
    set(&mut after, At::new(RecordKind::Row, &id("r1"), "cells/ip"), Value::text("10.1.1.3"));
    set(&mut after, At::project("site"), Value::text("东区"));
    let zh = text(&before, &after, Lang::Zh);
    assert_eq!(
        zh,
        "4a 总体规划\n  ~ 4a.2 业务痛点与需求调研\n    顺序已调整\n    状态：未开始 → 完成（2026-11-20，李工）\n    \
         负责人：王工 → 李工\n    截止：（空） → 2026-12-01\n    前置任务：＋4a.1 项目立项与团队组建\n    \
         标签：＋甲 －乙\n    备注：＋2 行 －1 行\n      - 二\n      + 贰\n      + 四\n\
         \x20 ~ r1 1 号机床 · 设备联网台账\n    单元格 IP地址：10.1.1.2 → 10.1.1.3\n\
         项目及其他\n  ~ 项目\n    工厂：（空） → 东区\n"
    );
    let en = text(&before, &after, Lang::En);
    assert!(en.contains("status: open → done (2026-11-20, 李工)"), "{en}");
    assert!(en.contains("tags: +甲 -乙") && en.contains("note: +2 lines -1 line"), "{en}");
    assert_eq!(
        summed(&before, &after),
        [
            "1 项任务有改动，完成 1 项，台账 1 行，其他 1 处",
            "1 task changed, 1 done, 1 register row, 1 other change"
        ]
    );
}

#[test]
fn what_is_gone_stands_where_it_stood() {
    let before = start();
    let mut after = before.clone();
    after.apply(Edit::Remove { kind: RecordKind::Task, id: id("4a.2") }).unwrap();
    add(
        &mut after,
        RecordKind::Task,
        "tNEW",
        &[("parent", Value::text("4a.1")), ("title", Value::text("新"))],
    );
    set(&mut after, At::task(&id("4a.3"), "owner"), Value::text("王"));
    add(
        &mut after,
        RecordKind::Evidence,
        "e1",
        &[("task", Value::text("4a.1")), ("what", Value::text("照片"))],
    );
    let groups = told(&before, &after, &diff(&before, &after), Lang::Zh);
    let ids: Vec<(&str, &str)> = groups
        .iter()
        .flat_map(|group| group.records.iter().map(|record| (group.key, record.id.as_str())))
        .collect();
    assert_eq!(ids, [("4a", "e1"), ("4a", "4a.2"), ("4a", "tNEW"), ("4a", "4a.3")]);
    assert_eq!(
        summed(&before, &after),
        [
            "1 项任务有改动，新增 1 项，删除 1 项，证据 1 条",
            "1 task changed, 1 added, 1 deleted, 1 piece of evidence"
        ]
    );
    assert_eq!(summed(&before, &before), ["没有变化", "nothing changed"]);
    assert_eq!(text(&before, &before, Lang::Zh), "");
}

#[test]
fn disputes_are_said_with_their_candidates_and_their_end() {
    let base = start();
    let (mut ours, mut theirs) = (base.clone(), base.clone());
    let at = At::task(&id("4a.1"), "owner");
    set(&mut ours, at.clone(), Value::text("甲"));
    set(&mut theirs, at.clone(), Value::text("乙"));
    ours.apply(Edit::Remove { kind: RecordKind::Task, id: id("4a.3") }).unwrap();
    set(&mut theirs, At::task(&id("4a.3"), "title"), Value::text("改"));
    let merged = merge(Some(&base), &ours, &theirs).workspace;
    let opened = text(&base, &merged, Lang::Zh);
    assert!(opened.contains("    负责人有争议：乙 ／ 甲\n"), "{opened}");
    assert!(opened.contains("    争议：一方已删除，另一方仍有改动\n"), "{opened}");
    assert!(summed(&base, &merged)[0].ends_with("新争议 2 处"), "{}", summed(&base, &merged)[0]);
    let mut settled = merged.clone();
    let edit = settled.settle(&at.to_string(), Value::text("甲")).unwrap();
    settled.apply(edit).unwrap();
    let edit = settled.dismiss("tasks/4a.3").unwrap();
    settled.apply(edit).unwrap();
    let closed = text(&merged, &settled, Lang::En);
    assert!(closed.contains("owner, dispute settled: 甲"), "{closed}");
    assert!(closed.contains("dispute settled: kept"), "{closed}");
}

#[test]
fn every_field_of_a_change_is_told_once_and_in_its_order() {
    let (before, after) = (Workspace::default(), start());
    let changes = diff(&before, &after);
    let groups = told(&before, &after, &changes, Lang::En);
    let told: Vec<&Told> = groups.iter().flat_map(|group| &group.records).collect();
    assert_eq!(told.len(), changes.len());
    for record in told {
        let change = changes.iter().find(|change| change.id == record.id).unwrap();
        assert!(record.fields.iter().map(|f| &f.at).eq(change.fields.iter().map(|f| &f.at)));
        assert!(record.fields.iter().all(|f| f.lines.is_empty()), "the heading says it all: {record:?}");
    }
}
