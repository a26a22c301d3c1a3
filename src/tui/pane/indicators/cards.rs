//! What is filled in about an indicator, and what its chart is drawn from.

use crate::guide::guide;
use crate::readiness::Indicator;
use crate::text::{Lang, Phrase};
use crate::tui::dialog::{Dialog, Form, Need, Purpose};
use crate::tui::pane::Context;
use crate::tui::theme::Role;
use crate::tui::widget::chart::{Chart, Series};
use crate::workspace::cell::map_of;
use crate::workspace::{Choice, Field, Kind, RecordKind, Row, Value};
use jiff::civil::Date;

const PLAIN: Phrase = Phrase::new("", "");

const GROUPS: &[Choice] = &[
    Choice::new("coverage", "覆盖", "coverage"),
    Choice::new("use", "使用", "use"),
    Choice::new("operation", "运营", "operation"),
    Choice::new("resource", "资源", "resource"),
    Choice::new("finance", "财务", "finance"),
    Choice::new("growth", "增长", "growth"),
];

const DIRECTIONS: &[Choice] =
    &[Choice::new("up", "越大越好", "higher is better"), Choice::new("down", "越小越好", "lower is better")];

const fn field(name: &'static str, kind: Kind, zh: &'static str, en: &'static str) -> Field {
    Field { name, kind, label: Phrase::new(zh, en) }
}

/// The columns of `kpi` that a lead fills in here; the register has the rest.
const FIELDS: [Field; 12] = [
    field("kpi_id", Kind::Text, "指标编号", "KPI id"),
    field("name", Kind::Text, "指标名称", "name"),
    field("group", Kind::Choice(GROUPS), "指标类别", "group"),
    field("unit", Kind::Text, "单位", "unit"),
    field("direction", Kind::Choice(DIRECTIONS), "方向", "direction"),
    field("base", Kind::Number(PLAIN), "基线值", "baseline"),
    field("base_period", Kind::Text, "基线期", "baseline of"),
    field("target", Kind::Number(PLAIN), "目标值", "target"),
    field("target_due", Kind::Day, "目标期限", "target due"),
    field("source", Kind::Text, "数据来源", "source"),
    field("formula", Kind::Prose, "计算公式", "formula"),
    field("owner", Kind::Person, "责任人", "owner"),
];

/// How a column is filled in.
pub fn kind_of(column: &str) -> Kind {
    FIELDS.iter().find(|field| field.name == column).map_or(Kind::Text, |field| field.kind)
}

/// The form of an indicator; None for a new one, which gets the next number.
pub fn indicator(known: Option<&Indicator>, context: &Context) -> Dialog {
    let lang = context.lang;
    let row = known.and_then(|known| context.workspace.rows.get(known.id.as_str()));
    // The key is what references hold: it is changed in the register.
    let fields = FIELDS.iter().filter(|field| known.is_none() || field.name != "kpi_id");
    let fields: Vec<(Field, Value)> =
        fields.map(|field| (*field, row.map_or(Value::Unset, |row| held(row, field)))).collect();
    let title = match (known, lang) {
        (Some(known), Lang::Zh) => format!("指标 {}", known.key),
        (Some(known), Lang::En) => format!("Indicator {}", known.key),
        (None, Lang::Zh) => "新增指标".to_owned(),
        (None, Lang::En) => "New indicator".to_owned(),
    };
    let today = context.today.to_string();
    let purpose = Purpose::Indicator(known.map(|known| known.id.clone()));
    let form = Form::of_fields(title, purpose, &fields, (lang, &today, context.me));
    let form = if known.is_some() {
        form
    } else {
        form.offer("kpi_id", &next_key(context)).focused("name").needing(NAME)
    };
    Dialog::Form(form)
}

/// What a row holds, as its form takes it: a choice by its key.
fn held(row: &Row, field: &Field) -> Value {
    let typed = row.typed(field.name);
    match field.kind {
        Kind::Prose => Value::prose(&typed),
        Kind::Choice(_) | Kind::Day | Kind::Number(_) => {
            let column = guide().register("kpi").and_then(|kpi| kpi.column(field.name));
            let cell = column.and_then(|column| {
                debug_assert_eq!(map_of(&column.kind), "cells");
                row.cell(&column.key, &column.kind).ok()
            });
            Value::text(cell.map_or(typed.into_owned(), |cell| cell.text()))
        }
        _ => Value::text(typed.into_owned()),
    }
}

/// `KPI-01`, or the next number behind the largest.
fn next_key(context: &Context) -> String {
    let rows = context.workspace.rows.iter().filter(|(_, row)| row.register.as_str() == "kpi");
    let number = |row: &Row| row.typed("kpi_id").trim().strip_prefix("KPI-")?.parse::<u32>().ok();
    let largest = rows.filter_map(|(_, row)| number(row)).max().unwrap_or(0);
    format!("KPI-{:02}", largest.saturating_add(1))
}

const VALUE: Need = Need {
    any: &["value"],
    lack: Phrase::new("还没有读数", "there is no value yet"),
    next: Phrase::new("先填数值", "type the value first"),
};

const NAME: Need = Need {
    any: &["name"],
    lack: Phrase::new("指标还没有名称", "the indicator has no name yet"),
    next: Phrase::new("先填名称", "type its name first"),
};

/// A new reading: today, by me, from where the last came.
pub fn reading(indicator: &Indicator, context: &Context) -> Dialog {
    let lang = context.lang;
    let title = match lang {
        Lang::Zh => format!("新增读数 · {}", indicator.title()),
        Lang::En => format!("New reading · {}", indicator.title()),
    };
    let today = context.today.to_string();
    let basis = (lang, today.as_str(), context.me);
    let purpose = Purpose::Reading(indicator.id.clone());
    let last = indicator.points.iter().rev().find_map(|point| point.id.as_ref());
    let source = last.and_then(|id| context.workspace.readings.get(id.as_str())).map(|last| &last.source);
    let form = Form::of(title, purpose, RecordKind::Reading, None, basis)
        .offer("on", &today)
        .offer("by", context.me)
        .offer("source", source.map_or("", |source| source.as_str()))
        .focused("value")
        .needing(VALUE);
    Dialog::Form(form)
}

pub fn chart(indicator: &Indicator, room: (u16, u16), context: &Context) -> Chart {
    let zh = context.lang == Lang::Zh;
    let (Some(first), Some(newest)) = (indicator.points.first(), indicator.newest()) else {
        return Chart::default();
    };
    let day = |date: Date| (date - first.on).get_days();
    let mut levels = vec![];
    if let Some(target) = indicator.target {
        let label = format!("{} {}", if zh { "目标" } else { "target" }, indicator.target_text);
        levels.push((target, label, Role::Good, '┄'));
    }
    if let Some(base) = indicator.base {
        let label = format!("{} {}", if zh { "基线" } else { "base" }, indicator.base_text);
        levels.push((base, label, Role::Faint, '·'));
    }
    let by_value = |one: &&crate::readiness::TrendPoint, other: &&crate::readiness::TrendPoint| {
        one.value.total_cmp(&other.value)
    };
    let end = |point: Option<&crate::readiness::TrendPoint>| {
        point.map_or(String::new(), |point| point.text.clone())
    };
    let series = Series {
        points: indicator.points.iter().map(|point| (day(point.on), point.value)).collect(),
        breaks: indicator
            .points
            .iter()
            .enumerate()
            .filter(|(_, it)| it.is_redefined)
            .map(|(n, _)| n)
            .collect(),
        levels,
        ends: [end(indicator.points.iter().min_by(by_value)), end(indicator.points.iter().max_by(by_value))],
        days: [first.on.to_string(), newest.on.to_string()],
    };
    Chart::of(&series, room)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fields_are_columns_of_the_register_with_its_choices() {
        let kpi = guide().register("kpi").unwrap();
        for field in FIELDS {
            let column = kpi.column(field.name).unwrap_or_else(|| panic!("no column {}", field.name));
            assert_eq!(column.label.zh, field.label.zh);
            if let Kind::Choice(choices) = field.kind {
                let keys: Vec<&str> =
                    column.kind.choices().iter().map(|choice| choice.key.as_str()).collect();
                assert_eq!(keys, choices.iter().map(|choice| choice.key).collect::<Vec<_>>());
            }
        }
    }
}
