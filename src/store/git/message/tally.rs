//! What a change of a workspace comes to, counted, and the line that says it.

use crate::guide::guide;
use crate::merge::What;
use crate::text::{Lang, show};
use std::collections::BTreeMap;

/// Where a change belongs. The stages come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    Stage(&'static str),
    Project,
    Other,
}

#[derive(Debug, Default)]
pub struct Tally {
    pub done: usize,
    pub blocked: usize,
    pub tasks: Counts,
    pub evidence: Counts,
    /// Rows and columns by the key of their register; the rest by kind.
    pub registers: BTreeMap<String, Counts>,
    pub columns: BTreeMap<String, Counts>,
    pub decisions: Counts,
    pub criteria: Counts,
    pub reviews: Counts,
    pub measurements: Counts,
    pub settings: Counts,
    pub bases: Counts,
    pub readings: Counts,
    pub is_project: bool,
    pub opened: usize,
    pub settled: usize,
}

#[derive(Debug, Default)]
pub struct Counts {
    added: usize,
    changed: usize,
    removed: usize,
}

impl Counts {
    pub fn count(&mut self, what: What) {
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

impl Tally {
    /// `4c：完成 3 项任务，设备台账新增 12 行`.
    pub fn line(&self, group: Group, lang: Lang) -> String {
        let zh = lang == Lang::Zh;
        let n = |n: usize, zh_text: [&str; 2], en: &str| match n {
            0 => None,
            n if zh => Some(format!("{} {n} {}", zh_text[0], zh_text[1]).trim().to_owned()),
            n => Some(format!("{en}: {n}")),
        };
        let mut parts: Vec<String> = vec![];
        parts.extend(n(self.done, ["完成", "项任务"], "tasks done"));
        parts.extend(n(self.blocked, ["", "项任务受阻"], "tasks blocked"));
        parts.extend(self.tasks.say('项', if zh { "任务" } else { "tasks" }, lang));
        parts.extend(self.evidence.say('条', if zh { "证据" } else { "evidence" }, lang));
        for (unit, noun, tallies) in [('行', "", &self.registers), ('列', " columns", &self.columns)] {
            for (key, counts) in tallies {
                let register = title(key, lang);
                parts.extend(match lang {
                    Lang::Zh => counts
                        .say(unit, "", lang)
                        .into_iter()
                        .map(|said| format!("{register}{said}"))
                        .collect(),
                    Lang::En => counts.say(unit, &format!("{register}{noun}"), lang),
                });
            }
        }
        parts.extend(self.decisions.say('项', if zh { "决策" } else { "decisions" }, lang));
        parts.extend(self.criteria.say('条', if zh { "评审项" } else { "gate criteria" }, lang));
        parts.extend(self.reviews.say('条', if zh { "评审记录" } else { "gate reviews" }, lang));
        parts.extend(self.measurements.say('次', if zh { "测量" } else { "measurements" }, lang));
        parts.extend(self.settings.say('项', if zh { "就绪度设定" } else { "readiness settings" }, lang));
        parts.extend(self.bases.say('项', if zh { "要素依据" } else { "bases of elements" }, lang));
        parts.extend(self.readings.say('条', if zh { "指标读数" } else { "readings" }, lang));
        if self.is_project {
            parts.push(if zh { "修改项目信息" } else { "project changed" }.to_owned());
        }
        parts.extend(n(self.settled, ["裁定", "处争议"], "disputes settled"));
        parts.extend(n(self.opened, ["", "处争议待裁定"], "disputes to settle"));
        let text = parts.join(if zh { "，" } else { ", " });
        match group {
            Group::Stage(key) => format!("{key}{}{text}", lang.colon()),
            Group::Project | Group::Other => text,
        }
    }
}

/// The name of a register.
fn title(key: &str, lang: Lang) -> String {
    guide().register(key).map_or(show(key).into_owned(), |register| register.title.say(lang).to_owned())
}
