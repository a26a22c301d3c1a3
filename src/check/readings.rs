//! The rules about readings of indicators: each lies under a row of the register `kpi`, and says its day and value.
//! Impossible days, what is no number and rows that are not there follow from the declaration.

use super::{About, Found};
use crate::text::Lang;
use crate::workspace::{RecordKind, Workspace};

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Wrong {
    NoRow,
    /// The row belongs to this register.
    OtherRegister(String),
    NoDay,
    NoValue,
    /// The period begins behind its end.
    Backwards(String, String),
    NoEvidence(String),
}

pub(super) fn check(workspace: &Workspace, found: &mut Found) {
    for (id, reading) in workspace.readings.iter() {
        let mut add = |field: &str, rule: &'static str, wrong: Wrong| {
            found.add(RecordKind::Reading, id, field, rule, About::Reading(wrong));
        };
        if reading.row.is_empty() {
            add("row", "dangling", Wrong::NoRow);
        }
        match workspace.rows.get(reading.row.as_str()).map(|row| row.register.as_str()) {
            None | Some("kpi") => {}
            Some(other) => add("row", "register", Wrong::OtherRegister(other.to_owned())),
        }
        if reading.on.is_empty() {
            add("on", "reading", Wrong::NoDay);
        }
        if reading.value.is_empty() {
            add("value", "reading", Wrong::NoValue);
        }
        if let (Some(since), Some(on)) = (reading.since.date(), reading.on.date())
            && since > on
        {
            add("since", "reading", Wrong::Backwards(since.to_string(), on.to_string()));
        }
        for evidence in reading.evidence.iter().filter(|evidence| !workspace.evidence.contains(evidence)) {
            add("evidence", "dangling", Wrong::NoEvidence(evidence.to_owned()));
        }
    }
}

impl Wrong {
    pub fn say(&self, lang: Lang) -> String {
        match (self, lang) {
            (Wrong::NoRow, Lang::Zh) => "没有写是哪个指标的读数".into(),
            (Wrong::NoRow, Lang::En) => "it does not say of which indicator it is".into(),
            (Wrong::OtherRegister(key), Lang::Zh) => format!("所属的行在台账 {key} 中，不是指标"),
            (Wrong::OtherRegister(key), Lang::En) => {
                format!("its row belongs to the register {key} and is no indicator")
            }
            (Wrong::NoDay, Lang::Zh) => "读数没有日期".into(),
            (Wrong::NoDay, Lang::En) => "the reading has no day".into(),
            (Wrong::NoValue, Lang::Zh) => "读数没有数值".into(),
            (Wrong::NoValue, Lang::En) => "the reading has no value".into(),
            (Wrong::Backwards(since, on), Lang::Zh) => format!("统计起始日 {since} 晚于读数日期 {on}"),
            (Wrong::Backwards(since, on), Lang::En) => {
                format!("its period begins on {since}, behind its day {on}")
            }
            (Wrong::NoEvidence(id), Lang::Zh) => format!("没有证据 {id}"),
            (Wrong::NoEvidence(id), Lang::En) => format!("there is no evidence {id}"),
        }
    }

    pub fn next(&self, lang: Lang) -> &'static str {
        let (zh, en) = match self {
            Wrong::NoRow | Wrong::OtherRegister(_) => (
                "改成指标表中一行的编号，或删除此读数",
                "name a row of the KPI table by its id, or delete it",
            ),
            Wrong::NoDay => ("补上日期，或删除此读数", "give its day, or delete it"),
            Wrong::NoValue => ("补上数值，或删除此读数", "give its value, or delete it"),
            Wrong::Backwards(..) => ("改其中一个日期", "change one of the two days"),
            Wrong::NoEvidence(_) => {
                ("换成现有证据，或去掉这个引用", "link evidence that exists, or take the link out")
            }
        };
        if lang == Lang::Zh { zh } else { en }
    }
}
