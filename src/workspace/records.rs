//! **The declarations.** Every record kind, field by field: name, type, kind, label in both languages.
//! A new field is one line here; a new kind is one block and one line in `workspace!`.
//! The order of fields is their order in the file.

use super::record::record;
use super::{ByKey, Choice, Collection, Day, Dispute, Field, Kind, Number, Prose, Rank, Records, Ref, Set};
use super::{Record, Status, Target, Text};
use crate::text::Phrase;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The format of the file. It stays 1 until 0.1.0 is tagged.
pub const FORMAT: u32 = 1;

const ROLES: &[Choice] =
    &[Choice::new("enterprise", "企业", "enterprise"), Choice::new("provider", "服务商", "provider")];

const LEADS: &[Choice] = &[
    Choice::new("enterprise", "企业", "enterprise"),
    Choice::new("provider", "服务商", "provider"),
    Choice::new("joint", "共同", "joint"),
];

const PRIORITIES: &[Choice] = &[
    Choice::new("high", "高", "high"),
    Choice::new("medium", "中", "medium"),
    Choice::new("low", "低", "low"),
];

/// The ladder of proof, from weak to strong.
const PROOFS: &[Choice] = &[
    Choice::new("said", "口头", "said"),
    Choice::new("seen", "目击", "seen"),
    Choice::new("document", "文件", "document"),
    Choice::new("measured", "实测", "measured"),
];

/// Those of `guide::ColumnKind` that need no more than a name.
const COLUMN_KINDS: &[Choice] = &[
    Choice::new("text", "文本", "text"),
    Choice::new("prose", "长文本", "long text"),
    Choice::new("whole", "整数", "whole number"),
    Choice::new("number", "数字", "number"),
    Choice::new("percent", "百分数", "percentage"),
    Choice::new("date", "日期", "date"),
    Choice::new("yes_no", "是否", "yes or no"),
];

/// What people say of a criterion of a gate that no computation answers.
const ANSWERS: &[Choice] = &[
    Choice::new("yes", "是", "yes"),
    Choice::new("partly", "部分", "partly"),
    Choice::new("no", "否", "no"),
    Choice::new("na", "不适用", "not applicable"),
];

const VERDICTS: &[Choice] = &[
    Choice::new("pass", "通过", "pass"),
    Choice::new("conditional", "有条件通过", "conditional"),
    Choice::new("no_go", "不通过", "no-go"),
];

const POINTS: Phrase = Phrase::new("分", "points");
const PERSON_DAYS: Phrase = Phrase::new("人日", "person-days");
const BYTES: Phrase = Phrase::new("字节", "bytes");
/// A figure whose unit its name or its register says, or that has none.
const PLAIN: Phrase = Phrase::new("", "");

record! {
    /// The one project of a workspace.
    Project {
        name: Text = Kind::Text, "项目名称", "project";
        role: Text = Kind::Choice(ROLES), "我方角色", "our role";
        site: Text = Kind::Text, "工厂", "site";
        start: Day = Kind::Day, "启动日期", "start";
    }
}

record! {
    /// A piece of work that serves one element. An adopted task has its template's id, and stores only what
    /// was changed: an empty title, lead or note is shown from the guide.
    Task {
        element: Ref = Kind::Ref(Target::Element), "要素", "element";
        rank: Rank = Kind::Rank, "顺序", "order";
        parent: Ref = Kind::Parent(Target::Task), "上级任务", "parent";
        title: Text = Kind::Text, "标题", "title";
        lead: Text = Kind::Choice(LEADS), "主责", "lead";
        status: Status = Kind::Status, "状态", "status";
        owner: Text = Kind::Person, "负责人", "owner";
        priority: Text = Kind::Choice(PRIORITIES), "优先级", "priority";
        start: Day = Kind::Day, "开始", "start";
        due: Day = Kind::Day, "截止", "due";
        effort: Number = Kind::Number(PERSON_DAYS), "工作量", "effort";
        after: Set = Kind::Set(Some(Target::Task)), "前置任务", "after";
        tags: Set = Kind::Set(None), "标签", "tags";
        /// Clauses of a standard by name (`GB/T 23031.1-2022/5.2`), never their text; the edition is the one
        /// that somebody last looked at.
        clauses: Set = Kind::Set(Some(Target::Clause)), "条文依据", "clauses";
        rows: Set = Kind::Set(Some(Target::Row)), "台账行", "rows";
        note: Prose = Kind::Prose, "备注", "note";
    }
}

record! {
    /// A linked file or a statement, with the day it is about and the day it was filed.
    Evidence {
        task: Ref = Kind::Parent(Target::Task), "任务", "task";
        proof: Text = Kind::Choice(PROOFS), "证明力", "proof";
        what: Text = Kind::Text, "说明", "statement";
        file: Text = Kind::Text, "文件", "file";
        about: Day = Kind::Day, "所述日期", "about";
        filed: Day = Kind::Day, "归档日期", "filed";
        by: Text = Kind::Person, "提供人", "by";
        /// Ids of register rows that it is about.
        rows: Set = Kind::Set(Some(Target::Row)), "台账行", "rows";
        /// How the file was when it was linked, with the name of the algorithm: `xxh3:…`.
        hash: Text = Kind::Mark, "校验值", "hash";
    }
}

record! {
    /// A line of a register. Three maps by shape, so that merging needs no schema.
    Row {
        register: Ref = Kind::Ref(Target::Register), "台账", "register";
        rank: Rank = Kind::Rank, "顺序", "order";
        cells: ByKey<Text> = Kind::Map(&Kind::Text), "单元格", "cells";
        prose: ByKey<Prose> = Kind::Map(&Kind::Prose), "长文本", "prose";
        sets: ByKey<Set> = Kind::Map(&Kind::Set(None)), "多值", "sets";
    }
}

record! {
    /// A column of its own that a workspace adds to a register.
    Column {
        register: Ref = Kind::Ref(Target::Register), "台账", "register";
        rank: Rank = Kind::Rank, "顺序", "order";
        label: Text = Kind::Text, "列名", "label";
        kind: Text = Kind::Choice(COLUMN_KINDS), "类型", "kind";
    }
}

record! {
    /// A scorecard as it was filled in; its id is the key of the guide's decision. What belongs to an option and a
    /// criterion has the key `option/criterion`; facts have `option/fact`, or `fact` alone.
    Decision {
        options: ByKey<Text> = Kind::Map(&Kind::Text), "自有方案", "own options";
        scores: ByKey<Number> = Kind::Map(&Kind::Number(POINTS)), "评分", "scores";
        grounds: ByKey<Prose> = Kind::Map(&Kind::Prose), "评分依据", "grounds";
        owners: ByKey<Text> = Kind::Map(&Kind::Person), "负责人", "owners";
        conditions: ByKey<Text> = Kind::Map(&Kind::Text), "条件", "conditions";
        due: ByKey<Day> = Kind::Map(&Kind::Day), "条件期限", "due";
        facts: ByKey<Text> = Kind::Map(&Kind::Text), "前提事实", "facts";
        choice: Set = Kind::Set(None), "选定", "choice";
        reason: Prose = Kind::Prose, "理由", "reason";
        on: Day = Kind::Day, "决定日期", "decided on";
        by: Text = Kind::Person, "决定人", "decided by";
    }
}

record! {
    /// What people add to a criterion of a gate: an answer, or a waiver. Its id is gate and criterion
    /// (`G1.budget`).
    Criterion {
        answer: Text = Kind::Choice(ANSWERS), "答复", "answer";
        note: Text = Kind::Text, "说明", "note";
        /// Ids of evidence.
        evidence: Set = Kind::Set(None), "证据", "evidence";
        on: Day = Kind::Day, "答复日期", "answered on";
        by: Text = Kind::Person, "答复人", "answered by";
        owner: Text = Kind::Person, "豁免责任人", "waiver owner";
        reason: Text = Kind::Text, "豁免理由", "waiver reason";
        until: Day = Kind::Day, "豁免至", "waived until";
        meanwhile: Text = Kind::Text, "补偿措施", "meanwhile";
    }
}

record! {
    /// A review that was held at a gate: the day, the verdict of the people, and what they made it depend on.
    Review {
        gate: Ref = Kind::Ref(Target::Gate), "评审门", "gate";
        on: Day = Kind::Day, "评审日期", "reviewed on";
        verdict: Text = Kind::Choice(VERDICTS), "评审结论", "verdict";
        people: Set = Kind::Set(None), "评审人", "reviewers";
        conditions: Prose = Kind::Prose, "附带条件", "conditions";
    }
}

record! {
    /// Dated evidence about one source of data: what measuring an export found, or what people answered. Its levels
    /// are computed, never stored. The names of figures and answers are `guide::FigureKey` and `guide::AnswerKey`.
    Measurement {
        /// A row of the register `sources`.
        source: Ref = Kind::Ref(Target::Row), "数据源", "source";
        /// The day that it is about.
        on: Day = Kind::Day, "测量日期", "measured on";
        by: Text = Kind::Person, "测量人", "measured by";
        file: Text = Kind::Text, "文件", "file";
        size: Number = Kind::Number(BYTES), "大小", "size";
        hash: Text = Kind::Mark, "校验值", "hash";
        /// The version of the model by which it was made.
        rules: Text = Kind::Mark, "规则版本", "rules";
        values: ByKey<Number> = Kind::Map(&Kind::Number(PLAIN)), "数值", "figures";
        answers: ByKey<Text> = Kind::Map(&Kind::Text), "答复", "answers";
        /// One line of figures for each column of the export.
        columns: ByKey<Text> = Kind::Map(&Kind::Text), "各列", "columns";
        /// Ids of evidence.
        evidence: Set = Kind::Set(None), "证据", "evidence";
        note: Prose = Kind::Prose, "备注", "note";
    }
}

record! {
    /// A number of the readiness model that this workspace sets otherwise; its id names it: `weight.control.D3`,
    /// `level.D4.3`.
    Setting {
        value: Number = Kind::Number(PLAIN), "取值", "value";
        reason: Text = Kind::Text, "理由", "reason";
        by: Text = Kind::Person, "设定人", "set by";
        on: Day = Kind::Day, "设定日期", "set on";
    }
}

record! {
    /// The clauses that an element leans on, beyond the one that the guide gives it. Its id is the element's key.
    Basis {
        /// By name, as those of a task.
        clauses: Set = Kind::Set(Some(Target::Clause)), "条文依据", "clauses";
    }
}

record! {
    /// What an indicator stood at: a value for a period that ends on a day. It lies under its row of the register
    /// `kpi`, which says what it means.
    Reading {
        row: Ref = Kind::Parent(Target::Row), "指标", "indicator";
        on: Day = Kind::Day, "读数日期", "on";
        /// The first day that the value covers; empty where it is of the day alone.
        since: Day = Kind::Day, "统计起始日", "period from";
        value: Number = Kind::Number(PLAIN), "数值", "value";
        source: Text = Kind::Text, "数据来源", "source";
        /// Only where it differs from the row's.
        formula: Prose = Kind::Prose, "计算公式", "formula";
        /// What is counted otherwise than before; from here on, values compare only with one another.
        change: Text = Kind::Text, "口径变更", "redefined";
        by: Text = Kind::Person, "填报人", "by";
        /// Ids of evidence.
        evidence: Set = Kind::Set(None), "证据", "evidence";
        note: Prose = Kind::Prose, "备注", "note";
    }
}

macro_rules! workspace {
    ($( $kind:ident $collection:ident $prefix:literal, $zh:literal, $en:literal; )*) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum RecordKind { Project, $( $kind ),* }

        impl RecordKind {
            pub const ALL: &'static [RecordKind] = &[RecordKind::Project, $( RecordKind::$kind ),*];

            /// The name of the collection in the file.
            pub const fn collection(self) -> &'static str {
                match self { RecordKind::Project => "project", $( RecordKind::$kind => stringify!($collection) ),* }
            }

            /// The first letter of a random id.
            pub const fn prefix(self) -> char {
                match self { RecordKind::Project => 'p', $( RecordKind::$kind => $prefix ),* }
            }

            pub const fn label(self) -> Phrase {
                match self {
                    RecordKind::Project => Phrase::new("项目", "project"),
                    $( RecordKind::$kind => Phrase::new($zh, $en) ),*
                }
            }

            pub const fn fields(self) -> &'static [Field] {
                match self { RecordKind::Project => Project::FIELDS, $( RecordKind::$kind => $kind::FIELDS ),* }
            }
        }

        /// What one file holds. It changes only by `Edit`.
        #[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
        #[serde(default)]
        pub struct Workspace {
            pub format: u32,
            pub project: Project,
            $( pub $collection: Collection<$kind>, )*
            #[serde(deserialize_with = "super::read::disputes")]
            pub disputes: BTreeMap<String, Dispute>,
        }

        impl Default for Workspace {
            fn default() -> Self {
                Workspace {
                    format: FORMAT,
                    project: Project::default(),
                    $( $collection: Collection::default(), )*
                    disputes: BTreeMap::new(),
                }
            }
        }

        impl Workspace {
            /// None for the project, which is no collection.
            pub fn records(&self, kind: RecordKind) -> Option<&dyn Records> {
                match kind { RecordKind::Project => None, $( RecordKind::$kind => Some(&self.$collection) ),* }
            }

            pub(crate) fn records_mut(&mut self, kind: RecordKind) -> Option<&mut dyn Records> {
                match kind { RecordKind::Project => None, $( RecordKind::$kind => Some(&mut self.$collection) ),* }
            }
        }
    };
}

workspace! {
    Task tasks 't', "任务", "task";
    Evidence evidence 'e', "证据", "evidence";
    Row rows 'r', "台账行", "row";
    Column columns 'c', "自定义列", "column";
    Decision decisions 'd', "决策", "decision";
    Criterion criteria 'g', "评审项", "gate criterion";
    Review reviews 'v', "评审记录", "gate review";
    Measurement measurements 'm', "测量", "measurement";
    Setting settings 's', "就绪度设定", "readiness setting";
    Basis bases 'b', "要素依据", "basis of an element";
    Reading readings 'k', "指标读数", "reading";
}

impl Workspace {
    /// The project is the record of its kind, whatever the id.
    pub fn record(&self, kind: RecordKind, id: &str) -> Option<&dyn Record> {
        match self.records(kind) {
            Some(records) => records.record(id),
            None => Some(&self.project),
        }
    }

    pub(super) fn record_mut(&mut self, kind: RecordKind, id: &str) -> Option<&mut dyn Record> {
        if kind == RecordKind::Project {
            return Some(&mut self.project);
        }
        self.records_mut(kind)?.record_mut(id)
    }

    /// Puts a copy of a record there, over what there was: for a merge, which has nothing to undo.
    pub(crate) fn put_record(&mut self, kind: RecordKind, id: &super::Id, record: &dyn Record) {
        match self.records_mut(kind) {
            Some(records) => records.put(id, record),
            None => self.project = record.as_any().downcast_ref().cloned().unwrap_or_default(),
        }
    }

    pub(crate) fn remove_record(&mut self, kind: RecordKind, id: &str) {
        if let Some(records) = self.records_mut(kind) {
            records.remove(id);
        }
    }

    /// Whether any record has this id: ids are unique in the whole file.
    pub fn has_id(&self, id: &str) -> bool {
        RecordKind::ALL
            .iter()
            .filter_map(|kind| self.records(*kind))
            .any(|records| records.record(id).is_some())
    }

    /// A random id that no record has.
    pub fn fresh_id(&self, kind: RecordKind, random: &mut fastrand::Rng) -> super::Id {
        loop {
            let id = super::Id::random(kind.prefix(), random);
            if !self.has_id(id.as_str()) {
                return id;
            }
        }
    }
}
