//! All changes in one short sentence: for a notice on the screen, or the subject of a commit.

use crate::merge::{Change, Turn, What};
use crate::text::Lang;
use crate::workspace::{RecordKind, Status, Workspace};

/// `3 项任务有改动，新增 2 项，完成 1 项`.
pub fn summary(before: &Workspace, after: &Workspace, changes: &[Change], lang: Lang) -> String {
    let count = |is: &dyn Fn(&&Change) -> bool| changes.iter().filter(is).count();
    let tasks = |what| count(&|change| change.kind == RecordKind::Task && change.what == what);
    let of = |kind| count(&|change| change.kind == kind);
    let is_done = |workspace: &Workspace, id: &str| {
        workspace.tasks.get(id).is_some_and(|task| matches!(task.status, Status::Done { .. }))
    };
    let done = count(&|change| {
        let id = change.id.as_str();
        change.kind == RecordKind::Task && is_done(after, id) && !is_done(before, id)
    });
    let disputes: usize = changes
        .iter()
        .map(|change| {
            let fields = change.fields.iter().map(|field| field.dispute);
            fields.chain([change.dispute]).filter(|turn| *turn == Some(Turn::Opened)).count()
        })
        .sum();
    let mut said = Said { lang, parts: vec![], of_tasks: false };
    said.tasks(tasks(What::Changed), "有改动", "changed");
    said.tasks(tasks(What::Added), "新增", "added");
    said.tasks(tasks(What::Removed), "删除", "deleted");
    said.tasks(done, "完成", "done");
    said.count(of(RecordKind::Evidence), "证据 {} 条", ["{} piece of evidence", "{} pieces of evidence"]);
    said.count(of(RecordKind::Row), "台账 {} 行", ["{} register row", "{} register rows"]);
    said.count(of(RecordKind::Decision), "决策 {} 项", ["{} decision", "{} decisions"]);
    said.count(of(RecordKind::Criterion), "评审项 {} 条", ["{} gate criterion", "{} gate criteria"]);
    said.count(of(RecordKind::Review), "评审记录 {} 条", ["{} gate review", "{} gate reviews"]);
    said.count(of(RecordKind::Measurement), "测量 {} 次", ["{} measurement", "{} measurements"]);
    said.count(of(RecordKind::Reading), "指标读数 {} 条", ["{} reading", "{} readings"]);
    said.count(
        of(RecordKind::Column) + of(RecordKind::Project) + of(RecordKind::Setting) + of(RecordKind::Basis),
        "其他 {} 处",
        ["{} other change", "{} other changes"],
    );
    said.count(disputes, "新争议 {} 处", ["{} new dispute", "{} new disputes"]);
    match (said.parts.is_empty(), lang) {
        (false, Lang::Zh) => said.parts.join("，"),
        (false, Lang::En) => said.parts.join(", "),
        (true, Lang::Zh) => "没有变化".into(),
        (true, Lang::En) => "nothing changed".into(),
    }
}

struct Said {
    lang: Lang,
    parts: Vec<String>,
    /// What is counted has been named.
    of_tasks: bool,
}

impl Said {
    fn tasks(&mut self, n: usize, zh: &str, en: &str) {
        if n == 0 {
            return;
        }
        let named = std::mem::replace(&mut self.of_tasks, true);
        self.parts.push(match self.lang {
            Lang::Zh if zh == "有改动" => format!("{n} 项任务有改动"),
            Lang::Zh => format!("{zh} {n} 项{}", if named { "" } else { "任务" }),
            Lang::En if named => format!("{n} {en}"),
            Lang::En => format!("{n} {} {en}", if n == 1 { "task" } else { "tasks" }),
        });
    }

    fn count(&mut self, n: usize, zh: &str, en: [&str; 2]) {
        let text = match self.lang {
            Lang::Zh => zh,
            Lang::En => en[usize::from(n != 1)],
        };
        self.parts.extend((n > 0).then(|| text.replace("{}", &n.to_string())));
    }
}
