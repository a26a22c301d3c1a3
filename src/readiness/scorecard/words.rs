//! A scorecard in sentences of both languages: whether it is decided, what it lacks, what is worth a remark.

use super::{Lack, Making, Missing, Scorecard, Weighed};
use crate::guide::Need;
use crate::readiness::{option_name, score_name};
use crate::text::{Lang, Phrase};
use crate::workspace::Workspace;

impl Scorecard {
    /// What an option is called; its key where it has no name.
    pub fn name(&self, option: &str, workspace: &Workspace, lang: Lang) -> String {
        option_name(workspace, &self.decision.key, option, lang).unwrap_or_else(|| option.to_owned())
    }

    /// Options in the order of the guide, without those that are hidden until somebody wants them.
    pub fn shown(&self) -> Vec<&Weighed> {
        let is_hidden = |option: &Weighed| option.guide.is_some_and(|guide| guide.hidden);
        self.options.iter().filter(|o| !is_hidden(o) || o.is_asked || o.is_chosen).collect()
    }

    /// Whether it is decided, and what that lacks.
    pub fn making_text(&self, workspace: &Workspace, lang: Lang) -> String {
        let chosen: Vec<String> =
            self.chosen().map(|option| self.name(&option.key, workspace, lang)).collect();
        let chosen = chosen.join(if lang == Lang::Zh { "、" } else { ", " });
        match (&self.making, lang) {
            (Making::Skipped(_), Lang::Zh) => "不需要：实施方式已使它不适用".into(),
            (Making::Skipped(_), Lang::En) => "not needed with the chosen approach".into(),
            (Making::Made, Lang::Zh) => format!("✓ 已选定 {chosen}"),
            (Making::Made, Lang::En) => format!("✓ chosen: {chosen}"),
            (Making::Open(lacks), lang) => {
                let words: Vec<&str> = lacks.iter().map(|lack| lack.label().say(lang)).collect();
                match lang {
                    Lang::Zh => format!("未定：缺{}", words.join("、")),
                    Lang::En => format!("open: lacks {}", words.join(", ")),
                }
            }
        }
    }

    /// The margin, what would change the winner, the parts, the choice.
    pub fn remarks(&self, workspace: &Workspace, lang: Lang) -> Vec<String> {
        let zh = lang == Lang::Zh;
        let called = |key: &str| self.name(key, workspace, lang);
        let mut remarks = vec![];
        if let Some(margin) = self.margin {
            let close = match (&self.decision.margin, self.is_close()) {
                (Some(rule), true) => format!(" · {}", rule.says.say(lang)),
                _ => String::new(),
            };
            let head = if zh { "分差：" } else { "Margin: " };
            remarks.push(format!("{head}{margin}{close}"));
        }
        if let Some(swap) = &self.swap {
            let at = format!("{}/{}", swap.option, swap.criterion);
            let what = score_name((workspace, workspace), &self.decision.key, &at, lang);
            let (from, to, winner) = (swap.from, swap.to, called(&swap.winner));
            remarks.push(if zh {
                format!("最小变动：{what} 由 {from} 分改为 {to} 分，{winner} 即居首位")
            } else {
                format!("Smallest change: {what} from {from} to {to}, and {winner} comes first")
            });
        }
        for (option, part) in self.parts() {
            let name = called(&option.key);
            let title = part.title.say(lang);
            remarks.push(if zh {
                format!("{name}见 {}《{title}》", part.number)
            } else {
                format!("{name}: see {} {title}", part.number)
            });
        }
        let record = workspace.decisions.get(&self.decision.key);
        if let Some(record) = record.filter(|record| !record.choice.is_empty()) {
            let parts = [record.on.as_str(), record.by.as_str(), &record.reason.lines().join(" ")]
                .into_iter()
                .filter(|part| !part.is_empty())
                .map(str::to_owned)
                .collect::<Vec<_>>()
                .join(" · ");
            remarks.push(if zh { format!("理由：{parts}") } else { format!("Reason: {parts}") });
        }
        remarks
    }
}

impl Lack {
    pub const fn label(self) -> Phrase {
        match self {
            Lack::Verdict => Phrase::new("评分", "scores"),
            Lack::Choice => Phrase::new("选定", "choice"),
            Lack::Reason => Phrase::new("理由", "reason"),
            Lack::Day => Phrase::new("日期", "day"),
            Lack::Who => Phrase::new("决定人", "who decided"),
        }
    }
}

impl Missing {
    /// Where it is missing: option and criterion, or option and fact.
    pub fn place(&self) -> (Option<&str>, Option<&str>) {
        match self {
            Missing::Options => (None, None),
            Missing::Score(option, line) | Missing::Needed(_, option, line) => (Some(option), Some(line)),
            Missing::Fact(option, fact) => (option.as_deref(), Some(fact)),
        }
    }

    /// What is missing, without the place.
    pub const fn what(&self) -> Phrase {
        match self {
            Missing::Options => Phrase::new("还没有方案，先增加", "no options yet: add them first"),
            Missing::Score(..) => Phrase::new("未打分", "no score"),
            Missing::Needed(Need::Ground, ..) => Phrase::new("缺依据", "no ground"),
            Missing::Needed(Need::Owner, ..) => Phrase::new("缺负责人", "no owner"),
            Missing::Needed(Need::Condition, ..) => Phrase::new("缺条件", "no condition"),
            Missing::Needed(Need::Due, ..) => Phrase::new("缺期限", "no due day"),
            Missing::Fact(..) => Phrase::new("未填", "not said"),
        }
    }

    /// `数字化管理 · 战略契合：未打分`.
    pub fn say(&self, card: &Scorecard, workspace: &Workspace, lang: Lang) -> String {
        let what = self.what().say(lang);
        let key = match self.place() {
            (Some(option), Some(line)) => format!("{option}/{line}"),
            (None, Some(fact)) => fact.to_owned(),
            _ => return what.to_owned(),
        };
        let at = score_name((workspace, workspace), &card.decision.key, &key, lang);
        if lang == Lang::Zh { format!("{at}：{what}") } else { format!("{at}: {what}") }
    }
}
