//! What people write down of a source because no file tells it, and a number of the model that they set otherwise.

use super::{ReadinessPane, open, say};
use crate::guide::{Dimension, FigureKey, guide};
use crate::readiness::{Model, SettingKey};
use crate::text::{Bilingual, Lang, Phrase};
use crate::tui::action::Action;
use crate::tui::dialog::{Dialog, Form, Purpose};
use crate::tui::pane::Context;
use crate::workspace::{Choice, Field, Id, Kind, RecordKind, Value};
use std::sync::LazyLock;

/// The rungs of D1, as the guide calls them.
static RUNGS: LazyLock<Vec<Choice>> = LazyLock::new(|| {
    let levels = &guide().readiness().dimension(Dimension::D1).levels;
    let keys = ["0", "1", "2", "3", "4"];
    keys.into_iter().zip(levels).map(|(key, level)| choice(key, &level.says)).collect()
});

fn choice(key: &'static str, says: &'static Bilingual) -> Choice {
    Choice::new(key, &says.zh, &says.en)
}

const YES_NO: &[Choice] = &[Choice::new("yes", "是", "yes"), Choice::new("no", "否", "no")];
const PLAIN: Phrase = Phrase::new("", "");

const fn field(name: &'static str, kind: Kind, zh: &'static str, en: &'static str) -> Field {
    Field { name, kind, label: Phrase::new(zh, en) }
}

/// What is written by hand of each dimension, by the names of figures and answers.
pub static FIELDS: LazyLock<Vec<(Dimension, Field)>> = LazyLock::new(|| {
    use Dimension as D;
    vec![
        (D::D1, field("D1", Kind::Choice(&RUNGS), "D1 接入阶梯", "D1 rung of access")),
        (D::D1, field("D1.online", Kind::Text, "D1 七天在线率", "D1 online rate, 7 days")),
        (D::D2, field("D2.checked", Kind::Number(PLAIN), "D2 现场核对点数", "D2 tags checked on site")),
        (D::D4, field("D4.in_time", Kind::Text, "D4 按时录入占比", "D4 share entered in time")),
        (D::D4, field("D4.explained", Kind::Choice(YES_NO), "D4 时间回退已说明", "D4 steps back explained")),
        (D::D7, field("D7.codes", Kind::Text, "D7 编码在主数据中占比", "D7 codes in master data")),
        (D::D7, field("D7.clock", Kind::Text, "D7 时钟在限内占比", "D7 clocks within the limit")),
        (D::D7, field("D7.equal", Kind::Text, "D7 两系统相等占比", "D7 equal in two systems")),
        (D::D8, field("D8.history", Kind::Text, "D8 历史时长/所需", "D8 history / need")),
        (D::D8, field("D8.states", Kind::Text, "D8 已见工况/所需", "D8 states seen / need")),
        (D::D9, field("D9", Kind::Text, "D9 合格点数/核对点数", "D9 good / checked tags")),
        (
            D::D9,
            field("D9.calibration", Kind::Choice(YES_NO), "D9 仪表在检定有效期", "D9 instruments calibrated"),
        ),
        (D::D10, field("D10.owner", Kind::Choice(YES_NO), "D10 责任人已定", "D10 owner named")),
        (D::D10, field("D10.level", Kind::Choice(YES_NO), "D10 已分级", "D10 level graded")),
        (D::D10, field("D10.consent", Kind::Choice(YES_NO), "D10 读取许可已签", "D10 read consent signed")),
        (
            D::D10,
            field("D10.zone_ok", Kind::Choice(YES_NO), "D10 路径在安全区", "D10 path in an approved zone"),
        ),
    ]
});

const ON: Field = field("on", Kind::Day, "日期", "day");
const BY: Field = field("by", Kind::Person, "测量人", "measured by");
const EVIDENCE: Field = field("evidence", Kind::Text, "证据说明", "evidence");
const NOTE: Field = field("note", Kind::Prose, "备注", "note");

impl ReadinessPane {
    /// Of the dimension under the cursor, or of all that take it.
    pub(super) fn by_hand(&self, context: &Context) -> Vec<Action> {
        let lang = context.lang;
        let Some(line) = self.line() else {
            let none = Phrase::new("先选一个数据源", "choose a source first");
            return vec![say(none, lang)];
        };
        let here = self.column.dimension();
        let own: Vec<Field> = FIELDS
            .iter()
            .filter(|(of, _)| here.is_none_or(|here| here == *of))
            .map(|(_, field)| *field)
            .collect();
        if own.is_empty() {
            let text = Phrase::new(
                "这个维度由文件测得：p 测导出，P 测点表",
                "this dimension is measured from files: p an export, P a tag list",
            );
            return vec![say(text, lang)];
        }
        let first = own[0].name;
        let fields = own.into_iter().chain([EVIDENCE, ON, BY, NOTE]).map(|field| (field, Value::Unset));
        let fields: Vec<(Field, Value)> = fields.collect();
        let title = match lang {
            Lang::Zh => format!("人工填写 · {}", line.name),
            Lang::En => format!("By hand · {}", line.name),
        };
        let today = context.today.to_string();
        let purpose = Purpose::Measurement(line.id.clone());
        let form = Form::of_fields(title, purpose, &fields, (lang, &today, context.me));
        let mut form = form.offer("on", &today).offer("by", context.me).focused(first);
        let share = Phrase::new("如 0.95、95% 或 19/20", "as 0.95, 95% or 19/20").say(lang);
        for (field, _) in fields.iter().filter(|(field, _)| is_figure(field.name) && field.kind == Kind::Text)
        {
            form = form.instead(field.name, share);
        }
        vec![open(Dialog::Form(form))]
    }
}

/// The form of a number of the model: what it is here, and why.
pub fn number_form(key: SettingKey, context: &Context) -> Dialog {
    let lang = context.lang;
    let id = Id::new(&key.id()).expect("keys of the model are sound");
    let held = context.workspace.settings.get(id.as_str());
    let now = Model::of(context.workspace).number(key);
    let fields = [
        (field("value", Kind::Number(PLAIN), "取值", "value"), Value::text(now.to_string())),
        (
            field("reason", Kind::Text, "理由", "reason"),
            held.map_or(Value::Unset, |held| Value::text(held.reason.as_str())),
        ),
    ];
    let proposed = key.proposed().unwrap_or_default();
    let title = match lang {
        Lang::Zh => format!("{} · 建议值 {proposed}", key.say(lang)),
        Lang::En => format!("{} · proposed: {proposed}", key.say(lang)),
    };
    let today = context.today.to_string();
    let form = Form::of_fields(title, Purpose::Number(key), &fields, (lang, &today, context.me));
    let back = Phrase::new("空着即恢复建议值", "empty: as proposed").say(lang);
    Dialog::Form(form.instead("value", back))
}

/// The record of a measurement: its day, who, the file, the note. Figures are measured, not typed over.
pub fn measurement_form(id: &Id, context: &Context) -> Dialog {
    let lang = context.lang;
    let source = context.workspace.measurements.get(id.as_str());
    let source = source.and_then(|held| context.workspace.rows.get(held.source.as_str()));
    let name = source.map_or(String::new(), crate::readiness::row_title);
    let title = format!("{} · {name}", RecordKind::Measurement.label().say(lang));
    let today = context.today.to_string();
    let of = (RecordKind::Measurement, id);
    let fields = ["on", "by", "file", "note"];
    Dialog::Form(Form::paper(title, of, &fields, context.workspace, (lang, &today, context.me)))
}

/// How the fields of the form of a measurement are read: figures and answers as they are typed, the rest by its kind.
pub fn is_figure(name: &str) -> bool {
    FIELDS.iter().any(|(_, field)| field.name == name) || FigureKey::from_name(name).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::guide::AnswerKey;
    use crate::readiness::is_by_hand;

    #[test]
    fn every_field_is_a_figure_or_an_answer_of_its_dimension_that_people_may_write() {
        for (dimension, field) in FIELDS.iter() {
            let answer = AnswerKey::from_name(field.name);
            let figure = FigureKey::from_name(field.name);
            assert!(figure.is_none_or(is_by_hand), "{}", field.name);
            let of = answer.map_or_else(|| figure.and_then(FigureKey::dimension), AnswerKey::dimension);
            assert_eq!(of, Some(*dimension), "{}", field.name);
            assert!(field.label.say(Lang::Zh).starts_with(dimension.key()));
        }
        assert_eq!(RUNGS.len(), 5);
    }
}
