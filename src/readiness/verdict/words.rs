//! What is missing at a gate, as a sentence in both languages.

use super::{Found, Gap, Lacks, Place, Stands, Waiver, WaiverIs};
use crate::guide::{FigureLimit, guide};
use crate::readiness::{answer_name, row_key, row_title, shown_title};
use crate::text::{Lang, Phrase};
use crate::workspace::Workspace;

impl Stands {
    pub const fn key(self) -> &'static str {
        match self {
            Stands::Met => "met",
            Stands::Pending => "pending",
            Stands::Failed => "failed",
            Stands::NotApplicable => "not_applicable",
            Stands::Unknown => "unknown",
        }
    }

    pub const fn label(self) -> Phrase {
        match self {
            Stands::Met => Phrase::new("符合", "met"),
            Stands::Pending => Phrase::new("待落实", "pending"),
            Stands::Failed => Phrase::new("不符合", "failed"),
            Stands::NotApplicable => Phrase::new("不适用", "not applicable"),
            Stands::Unknown => Phrase::new("未测", "not measured"),
        }
    }

    /// The sign beside every colour.
    pub const fn sign(self) -> &'static str {
        match self {
            Stands::Met => "✓",
            Stands::Pending => "·",
            Stands::Failed => "✗",
            Stands::NotApplicable => "–",
            Stands::Unknown => "?",
        }
    }
}

impl Found {
    /// The value, with its limit; empty for nothing.
    pub fn say(&self, lang: Lang) -> String {
        let zh = lang == Lang::Zh;
        match self {
            Found::Share { good, of } => format!("{good}/{of}"),
            Found::Figure { value, limit } => {
                let none = if zh { "无数据" } else { "no data" };
                let value = value.as_deref().unwrap_or(none);
                match limit {
                    FigureLimit::AtLeast(limit) => format!("{value} / ≥{limit}"),
                    FigureLimit::AtMost(limit) => format!("{value} / ≤{limit}"),
                }
            }
            Found::Decision(verdict) => verdict.say(lang).to_owned(),
            Found::Rows(rows) if zh => format!("{rows} 条"),
            Found::Rows(rows) => rows.to_string(),
            Found::Answer(answer) => answer_name(answer, lang),
            Found::Nothing => String::new(),
        }
    }
}

impl Place {
    /// What leads there in a script: `tasks/4a.1`, `elements/a1`, `rows/r…`.
    pub fn key(&self) -> String {
        match self {
            Place::Task(id) => format!("tasks/{id}"),
            Place::Element(key) => format!("elements/{key}"),
            Place::Register(key) => format!("registers/{key}"),
            Place::Row(_, id, _) => format!("rows/{id}"),
            Place::Decision(key) => format!("decisions/{key}"),
            Place::Criterion(gate, criterion) => format!("criteria/{gate}.{criterion}"),
            Place::Source(id, None) => format!("readiness/{id}"),
            Place::Source(id, Some(dimension)) => format!("readiness/{id}/{}", dimension.key()),
            Place::Readiness => "readiness".into(),
        }
    }

    /// What people call it.
    pub fn say(&self, workspace: &Workspace, lang: Lang) -> String {
        match self {
            Place::Task(id) => {
                let own = workspace.tasks.get(id).map(|task| shown_title(id, task, lang));
                let title = own.or_else(|| guide().template(id).map(|template| template.title.say(lang)));
                format!("{id} {}", title.unwrap_or_default()).trim_end().to_owned()
            }
            Place::Element(key) => {
                let title = guide().element(key).map_or("", |element| element.title.say(lang));
                format!("{key} {title}").trim_end().to_owned()
            }
            Place::Register(key) => register(key, lang),
            Place::Row(key, id, column) => {
                let row = workspace.rows.get(id.as_str()).map(row_key).filter(|key| !key.is_empty());
                let row = row.unwrap_or_else(|| id.to_string());
                let column = column.as_deref().map(|column| column_name(key, column, lang));
                let row = format!("{} {row}", register(key, lang));
                column.map_or(row.clone(), |column| format!("{row} · {column}"))
            }
            Place::Decision(key) => {
                guide().decision(key).map_or(key.as_str(), |d| d.title.say(lang)).to_owned()
            }
            Place::Criterion(gate, criterion) => format!("{gate}.{criterion}"),
            Place::Source(id, dimension) => {
                let name = workspace.rows.get(id.as_str()).map(row_title).unwrap_or_default();
                let name = if name.is_empty() { id.to_string() } else { name };
                match dimension {
                    None => name,
                    Some(key) => format!("{name} {} {}", key.key(), key.model().label.say(lang)),
                }
            }
            Place::Readiness => Phrase::new("数据就绪度", "data readiness").say(lang).to_owned(),
        }
    }
}

impl Gap {
    /// What is missing, without the place.
    pub fn what(&self, lang: Lang) -> String {
        self.lacks.say(&self.place, lang)
    }

    /// `4a.2 摸清痛点：未完成`.
    pub fn say(&self, workspace: &Workspace, lang: Lang) -> String {
        let place = self.place.say(workspace, lang);
        let lacks = self.lacks.say(&self.place, lang);
        if lang == Lang::Zh { format!("{place}：{lacks}") } else { format!("{place}: {lacks}") }
    }
}

impl Lacks {
    fn say(&self, place: &Place, lang: Lang) -> String {
        let zh = lang == Lang::Zh;
        let phrase = match self {
            Lacks::Done => Phrase::new("未完成", "not done"),
            Lacks::Adopted => Phrase::new("任务模板未采用", "the template is not adopted"),
            Lacks::WaiverPast => Phrase::new("豁免已到期", "its waiver has run out"),
            Lacks::Anything => Phrase::new("还没有内容", "there is nothing yet"),
            Lacks::Lines { has, needs } if zh => return format!("有 {has} 行，至少要 {needs} 行"),
            Lacks::Lines { has, needs } => return format!("{has} of at least {needs} lines"),
            Lacks::Filled => Phrase::new("未填或填写有误", "empty, or not what the column holds"),
            Lacks::Fulfilled => Phrase::new("未达到要求", "not as it has to be"),
            Lacks::Kind { column, words } => return kind(place, column, words, lang),
            Lacks::Rule(says) | Lacks::Against(says) => return says.say(lang).to_owned(),
            Lacks::Figure => Phrase::new("未达到限值或无数据", "out of its limit, or no data"),
            Lacks::Decided => Phrase::new("尚未决定", "not decided yet"),
            Lacks::Closed => Phrase::new("未关闭", "not closed"),
            Lacks::Answered => Phrase::new("尚未答复", "not answered yet"),
            Lacks::Evidenced => Phrase::new("已答“是”，缺证据", "answered yes, without evidence"),
            Lacks::Explained => Phrase::new("已答“不适用”，缺理由", "said not to apply, without a reason"),
            Lacks::Yes => Phrase::new("答复不是“是”", "not answered with yes"),
            Lacks::Level { has: None, .. } | Lacks::Final { has: None, .. } => {
                Phrase::new("未测", "not measured")
            }
            Lacks::Level { has: Some(has), needs } if zh => return format!("{has} 级，要求 {needs} 级"),
            Lacks::Level { has: Some(has), needs } => return format!("level {has}, asked for {needs}"),
            Lacks::Final { has: Some(has), needs } if zh => return format!("最终 {has} 级，要求 {needs} 级"),
            Lacks::Final { has: Some(has), needs } => return format!("final level {has}, asked for {needs}"),
            Lacks::Coverage { has, needs } if zh => return format!("测量覆盖度 {has}，要求 {needs}"),
            Lacks::Coverage { has, needs } => return format!("coverage {has}, asked for {needs}"),
            Lacks::Measured => Phrase::new("尚未测算", "not measured yet"),
        };
        phrase.say(lang).to_owned()
    }
}

/// No line of a kind: with the words of the column's choices.
fn kind(place: &Place, column: &str, words: &[String], lang: Lang) -> String {
    let Place::Register(key) = place else { return String::new() };
    let known = guide().register(key).and_then(|register| register.column(column));
    let word = |word: &String| {
        let choice = known.and_then(|column| column.kind.choice(word));
        choice.map_or(word.clone(), |choice| choice.label.say(lang).to_owned())
    };
    let words: Vec<String> = words.iter().map(word).collect();
    let name = column_name(key, column, lang);
    match lang {
        Lang::Zh => format!("缺少{name}为“{}”的行", words.join("”或“")),
        Lang::En => format!("no line whose {name} is {}", words.join(" or ")),
    }
}

fn register(key: &str, lang: Lang) -> String {
    guide().register(key).map_or(key, |register| register.title.say(lang)).to_owned()
}

fn column_name<'a>(register: &str, column: &'a str, lang: Lang) -> &'a str {
    let known = guide().register(register).and_then(|register| register.column(column));
    known.map_or(column, |column| column.label.say(lang))
}

impl Waiver {
    /// `王工负责，至 2026-12-31：预算待批`, and that it holds no longer.
    pub fn say(&self, lang: Lang) -> String {
        let Waiver { owner, reason, until, .. } = self;
        let is = match self.is {
            WaiverIs::Valid => Phrase::new("豁免", "waived"),
            WaiverIs::Past => Phrase::new("豁免已到期", "waiver has run out"),
            WaiverIs::Incomplete => Phrase::new("豁免不完整", "incomplete waiver"),
            WaiverIs::Refused => Phrase::new("此项不可豁免", "takes no waiver"),
        };
        match lang {
            Lang::Zh => format!("{}：{owner}负责，至 {until}，{reason}", is.zh),
            Lang::En => format!("{}: {owner}, until {until}, {reason}", is.en),
        }
    }
}
