//! Each finding as a sentence, and what to do about it, in both languages.

use super::About;
use super::rows::Spot;
use crate::guide::{Points, guide};
use crate::text::{Lang, show};
use crate::workspace::{Kind, Target, Value};

/// Ids named in one sentence; a circle of a thousand is not spelled out.
const MOST: usize = 6;

fn listed(ids: &[String], between: &str) -> String {
    let mut text = ids.iter().take(MOST).map(String::as_str).collect::<Vec<_>>().join(between);
    if ids.len() > MOST {
        text.push_str(between);
        text.push('…');
    }
    text
}

impl About {
    pub(super) fn say(&self, lang: Lang) -> String {
        let comma = if lang == Lang::Zh { "、" } else { ", " };
        let text = match (self, lang) {
            (About::Misfit(label, misfit), Lang::Zh) => format!("{}：{}", label.zh, misfit.say(lang)),
            (About::Misfit(label, misfit), Lang::En) => format!("{}: {}", label.en, misfit.say(lang)),
            (About::Nowhere(label, target, key), lang) => nowhere(label.say(lang), *target, key, lang),
            (About::Circle(label, ids), lang) => {
                let way = format!("{} → {}", listed(ids, " → "), ids.first().map_or("", String::as_str));
                match lang {
                    Lang::Zh => format!("{}形成循环：{way}", label.zh),
                    Lang::En => format!("{} goes in a circle: {way}", label.en),
                }
            }
            (About::Fact(status, fact), Lang::Zh) => {
                let what = if *fact == "on" { "完成日期" } else { "原因" };
                format!("状态为{}，却没有写{what}", status.label().zh)
            }
            (About::Fact(status, fact), Lang::En) => {
                let what = if *fact == "on" { "the day" } else { "the reason" };
                format!("{}, but {what} is not given", status.label().en)
            }
            (About::Below(ids), Lang::Zh) => format!("已完成，但下级任务未了结：{}", listed(ids, comma)),
            (About::Below(ids), Lang::En) => {
                format!("done, but not all below it is settled: {}", listed(ids, comma))
            }
            (About::Before(ids), Lang::Zh) => format!("已完成，但前置任务未了结：{}", listed(ids, comma)),
            (About::Before(ids), Lang::En) => {
                format!("done, but it comes after what is not settled: {}", listed(ids, comma))
            }
            (About::StartAfterDue { start, due }, Lang::Zh) => format!("开始 {start} 晚于截止 {due}"),
            (About::StartAfterDue { start, due }, Lang::En) => {
                format!("starts on {start}, after it is due on {due}")
            }
            (About::NoTitle, Lang::Zh) => "任务没有标题".into(),
            (About::NoTitle, Lang::En) => "the task has no title".into(),
            (About::LooksLike(other), Lang::Zh) => format!("编号与 {other} 看起来一样"),
            (About::LooksLike(other), Lang::En) => format!("the id looks like {other}"),
            (About::SharedId(kind), Lang::Zh) => format!("编号已被另一条{}使用", kind.label().zh),
            (About::SharedId(kind), Lang::En) => {
                format!("another record ({}) has the same id", kind.label().en)
            }
            (About::Rank(rank), Lang::Zh) => format!("顺序“{rank}”含有 0-9、A-Z、a-z 以外的字符"),
            (About::Rank(rank), Lang::En) => format!("the order “{rank}” holds more than 0-9, A-Z, a-z"),
            (About::Dispute(dispute, kind), lang) => {
                let shown = |value: &Value| match (value, kind) {
                    (value, Some(Kind::Status)) => Kind::Status.show(value, lang),
                    (Value::Unset, _) => (if lang == Lang::Zh { "（空）" } else { "(empty)" }).to_owned(),
                    // A finding is one line, whatever is disputed.
                    (value, kind) => kind.unwrap_or(Kind::Text).show(value, lang).replace('\n', " ⏎ "),
                };
                let all: Vec<String> = dispute.of.iter().map(shown).collect();
                let between = if lang == Lang::Zh { " ／ " } else { " / " };
                match lang {
                    Lang::Zh => format!("有争议，尚未裁定：{}", all.join(between)),
                    Lang::En => format!("disputed, nobody has decided yet: {}", all.join(between)),
                }
            }
            (About::Overtaken(was, now, true), Lang::Zh) => {
                format!("待复核：{was} 在 {} 年版里没有了", now.edition)
            }
            (About::Overtaken(was, now, true), Lang::En) => {
                format!("to be reviewed: the edition of {} has no {was} any more", now.edition)
            }
            (About::Overtaken(was, now, false), Lang::Zh) => {
                format!("待复核：{was} 在 {} 年版里改了", now.edition)
            }
            (About::Overtaken(was, now, false), Lang::En) => {
                format!("to be reviewed: the edition of {} changed {was}", now.edition)
            }
            (About::Paper(wrong), lang) => wrong.say(lang),
            (About::Measured(wrong), lang) => wrong.say(lang),
            (About::Reading(wrong), lang) => wrong.say(lang),
            (About::Cell(spot, wrong), Lang::Zh) => format!("{}：{}", spot.say(lang), wrong.say(lang)),
            (About::Cell(spot, wrong), Lang::En) => format!("{}: {}", spot.say(lang), wrong.say(lang)),
            (About::Missing(spot), Lang::Zh) => format!("{}：必填，未填写", spot.say(lang)),
            (About::Missing(spot), Lang::En) => format!("{}: required, but empty", spot.say(lang)),
            (About::KeyTwice(spot, first), Lang::Zh) => {
                format!("{}：与另一行（{first}）重复", spot.say(lang))
            }
            (About::KeyTwice(spot, first), Lang::En) => {
                format!("{}: another row ({first}) has the same", spot.say(lang))
            }
            (About::NoRow(spot, points, key), lang) => no_row(spot, points, key, lang),
            (About::NoColumn(spot), Lang::Zh) => format!("{}：没有这一列", spot.say(lang)),
            (About::NoColumn(spot), Lang::En) => format!("{}: there is no such column", spot.say(lang)),
            (About::Rule { spot, says, .. }, Lang::Zh) => format!("{}：未满足“{}”", spot.say(lang), says.zh),
            (About::Rule { spot, says, .. }, Lang::En) => {
                format!("{}: it breaks “{}”", spot.say(lang), says.en)
            }
        };
        show(&text).into_owned()
    }

    /// The sentence without register, row and column.
    pub(super) fn say_here(&self, lang: Lang) -> String {
        let whole = self.say(lang);
        let spot = match self {
            About::Cell(spot, _)
            | About::Missing(spot)
            | About::KeyTwice(spot, _)
            | About::NoRow(spot, ..)
            | About::NoColumn(spot)
            | About::Rule { spot, .. } => spot.say(lang),
            _ => return whole,
        };
        let place = format!("{spot}{}", if lang == Lang::Zh { "：" } else { ": " });
        whole.strip_prefix(show(&place).as_ref()).map(str::to_owned).unwrap_or(whole)
    }

    pub(super) fn next(&self, lang: Lang) -> String {
        let (zh, en) = match self {
            About::Misfit(_, misfit) => return misfit.next(lang),
            About::Nowhere(_, Target::Element, _) => ("选一个要素：a1 到 e4", "choose an element, a1 to e4"),
            About::Nowhere(_, Target::Register, _) => {
                ("改成已有的台账，或删除此条", "name a register that exists, or delete this record")
            }
            About::Nowhere(_, Target::Gate, _) => ("选一个评审门：G1 到 G5", "choose a gate, G1 to G5"),
            About::Nowhere(_, Target::Task, _) => {
                ("改成现有任务，或去掉这个引用", "name a task that exists, or take the reference out")
            }
            About::Nowhere(_, Target::Row, _) => {
                ("改成现有的台账行，或删除此条", "name a row that exists, or delete this record")
            }
            About::Circle(..) => ("去掉其中一环", "take one of these links out"),
            About::Fact(_, "on") => {
                ("补上完成日期：status=done on=今天", "give the day: status=done on=today")
            }
            About::Fact(..) => ("补上原因：why=…", "give the reason: why=…"),
            About::Below(_) => (
                "先完成或豁免下级任务，或重新打开此任务",
                "settle what lies below first, or open this task again",
            ),
            About::Before(_) => {
                ("先了结前置任务，或去掉前置关系", "settle what comes before, or take the link out")
            }
            About::StartAfterDue { .. } => ("改开始或截止日期", "change one of the two days"),
            About::NoTitle => ("写一个标题，或删除此任务", "give it a title, or delete it"),
            About::LooksLike(_) => {
                ("核对两条记录，删去多余的一条", "compare the two records and delete the one too many")
            }
            About::SharedId(_) => ("把其中一条删去重建", "delete one of the two and make it anew"),
            About::Overtaken(..) => (
                "对照差异后确认：wubu guide review 文件 --confirm，或在条文页按 y",
                "compare and confirm it: wubu guide review FILE --confirm, or y on the clause page",
            ),
            About::Nowhere(_, Target::Clause, _) => (
                "写成“标准编号-年份/条号”，例如 GB/T 23031.1-2022/5.2",
                "write number-year/clause, as in GB/T 23031.1-2022/5.2",
            ),
            About::Rank(_) => ("移动一次即可得到新的顺序", "move it once, and it gets a new one"),
            About::Dispute(..) => {
                ("在争议视图中裁定，或直接改写该字段", "decide among the disputes, or set the field")
            }
            About::Paper(wrong) => return wrong.next(lang).to_owned(),
            About::Measured(wrong) => return wrong.next(lang).to_owned(),
            About::Reading(wrong) => return wrong.next(lang).to_owned(),
            About::Cell(_, wrong) => return show(&wrong.next(lang)).into_owned(),
            About::Missing(spot) | About::Rule { spot, is_empty: true, .. } => {
                let column = spot.column(lang);
                return match lang {
                    Lang::Zh => show(&format!("填写“{column}”")).into_owned(),
                    Lang::En => show(&format!("fill in “{column}”")).into_owned(),
                };
            }
            About::KeyTwice(..) => (
                "改其中一行的编号，或删去多余的一行",
                "give one of the rows another key, or delete the one too many",
            ),
            About::NoRow(_, Points::Tasks, _) => {
                ("改成现有任务的编号，或清空", "name a task that exists, or empty it")
            }
            About::NoRow(..) => ("补上那一行，或改成现有编号", "add that row, or name one that exists"),
            About::NoColumn(_) => ("补建此列，或清空这一格", "add the column, or empty the cell"),
            About::Rule { spot, is_empty: false, .. } => {
                let column = spot.column(lang);
                return match lang {
                    Lang::Zh => show(&format!("核对“{column}”及相关各格")).into_owned(),
                    Lang::En => show(&format!("look at “{column}” and the cells beside it")).into_owned(),
                };
            }
        };
        if lang == Lang::Zh { zh.into() } else { en.into() }
    }
}

fn nowhere(label: &str, target: Target, key: &str, lang: Lang) -> String {
    let (zh, en) = match target {
        Target::Element => ("要素", "element"),
        Target::Task => ("任务", "task"),
        Target::Register => ("台账", "register"),
        Target::Gate => ("评审门", "gate"),
        Target::Clause => ("条文", "clause"),
        Target::Row => ("台账行", "register row"),
    };
    match (key.is_empty(), lang) {
        (true, Lang::Zh) => format!("缺少{label}"),
        (true, Lang::En) => format!("no {label} is given"),
        (false, Lang::Zh) => format!("{label}：没有{zh} {key}"),
        (false, Lang::En) => format!("{label}: there is no {en} {key}"),
    }
}

fn no_row(spot: &Spot, points: &Points, key: &str, lang: Lang) -> String {
    let place = spot.say(lang);
    match (points, lang) {
        (Points::Tasks, Lang::Zh) => format!("{place}：没有任务 {key}"),
        (Points::Tasks, Lang::En) => format!("{place}: there is no task {key}"),
        (Points::Register(register), lang) => {
            let register = guide().register(register).map_or(register.as_str(), |r| r.title.say(lang));
            match lang {
                Lang::Zh => format!("{place}：{register}中没有 {key}"),
                Lang::En => format!("{place}: {key} is not in the {}", lower_first(register)),
            }
        }
    }
}

/// Within an English sentence; what begins with two capitals (KPI) stays.
fn lower_first(title: &str) -> String {
    let mut chars = title.chars();
    match (chars.next(), chars.clone().next()) {
        (Some(first), second) if second.is_none_or(char::is_lowercase) => {
            first.to_lowercase().chain(chars).collect()
        }
        _ => title.to_owned(),
    }
}
