//! What was measured, for scripts. The names of the keys are a promise.

use crate::cli::out::Out;
use crate::cli::trouble::Trouble;
use crate::guide::{Dimension, SourceKind};
use crate::profile::{
    Column, Differs, Found, Measured, MeasuredFile, Profile, Reconciled, TagList, Time, dimensions,
};
use crate::readiness::Model;
use crate::text::Lang;
use crate::workspace::Id;
use serde_json::{Map, Value, json};

pub fn print(
    done: &[MeasuredFile],
    model: &Model,
    kind: Option<SourceKind>,
    ids: &[Id],
    lang: Lang,
    out: &mut Out,
) -> Result<(), Trouble> {
    let all: Vec<Value> = done
        .iter()
        .enumerate()
        .map(|(at, done)| {
            let mut value = match &done.found {
                Found::Export(profile) => export(profile, lang),
                Found::Tags(list) => tags(list),
            };
            let measured = dimensions(&done.figures, model, kind);
            let by_key = Dimension::ALL
                .iter()
                .map(|key| (key.key().to_owned(), dimension(*key, measured.get(key), lang)));
            if let Value::Object(fields) = &mut value {
                fields.insert("dimensions".into(), Value::Object(by_key.collect()));
                fields.insert(
                    "reconciliation".into(),
                    done.reconciled.as_ref().map_or(Value::Null, reconciled),
                );
                if let Some(id) = ids.get(at) {
                    fields.insert("measurement".into(), json!(id.as_str()));
                }
            }
            value
        })
        .collect();
    match all.as_slice() {
        [one] => out.json(one),
        several => out.json(&several),
    }
}

fn file(mark: &crate::profile::FileMark) -> Value {
    json!({ "name": mark.name, "size": mark.size, "hash": mark.hash })
}

fn export(profile: &Profile, lang: Lang) -> Value {
    let worst: Vec<Value> = profile
        .worst
        .iter()
        .map(|row| {
            let faults = row
                .faults
                .iter()
                .map(|(fault, column)| json!({ "fault": fault.label().say(lang), "column": column }));
            json!({ "row": row.row, "count": row.count, "faults": faults.collect::<Vec<_>>() })
        })
        .collect();
    let nulls: Map<String, Value> = profile.nulls.iter().map(|(word, n)| (word.clone(), json!(n))).collect();
    json!({
        "file": file(&profile.file),
        "rows": profile.rows,
        "encoding": profile.encoding,
        "delimiter": profile.delimiter,
        "sheet": profile.sheet,
        "header_row": profile.header_row,
        "layout": profile.shape,
        "time": profile.time.as_ref().map(time),
        "columns": profile.columns.iter().map(column).collect::<Vec<_>>(),
        "nulls": nulls,
        "worst": worst,
        "remarks": profile.remarks.iter().map(|remark| remark.say(lang)).collect::<Vec<_>>(),
    })
}

fn time(time: &Time) -> Value {
    json!({
        "column": time.column,
        "first": time.first,
        "last": time.last,
        "nominal_s": time.nominal_s,
        "nominal_given": time.is_given,
        "expected": time.expected,
        "distinct": time.distinct.value,
        "coverage": time.coverage,
        "step_share": time.step_share,
        "steps": time.steps,
        "longest_gap_s": time.longest_gap_s,
        "longest_gap_from": time.longest_gap_from,
        "back_steps": time.back_steps,
        "furthest_back_s": time.furthest_back_s,
        "duplicates": time.duplicates,
        "strip": time.strip,
    })
}

fn column(column: &Column) -> Value {
    let figures = column.figures.as_ref();
    let number = |value: Option<f64>| value.map_or(Value::Null, |value| json!(value));
    let top: Vec<Value> = if column.top.is_empty() {
        let top = figures.map(|figures| {
            figures.top.iter().map(|(value, n)| json!({ "value": value, "count": n })).collect()
        });
        top.unwrap_or_default()
    } else {
        column.top.iter().map(|(value, n)| json!({ "value": value, "count": n })).collect()
    };
    json!({
        "name": column.name,
        "unit": column.unit,
        "kind": column.kind,
        "filled": column.filled,
        "fill": column.fill(),
        "distinct": column.distinct.value,
        "distinct_error": column.distinct.error,
        "min": number(figures.map(|figures| figures.min)),
        "max": number(figures.map(|figures| figures.max)),
        "mean": number(figures.map(|figures| figures.mean)),
        "sd": number(figures.and_then(|figures| figures.sd)),
        "q1": number(figures.map(|figures| figures.q1)),
        "median": number(figures.map(|figures| figures.median)),
        "q3": number(figures.map(|figures| figures.q3)),
        "quantile_error": number(figures.map(|figures| figures.error)),
        "histogram": figures.map(|figures| &figures.histogram),
        "top": top,
        "misfits": column.misfits,
        "outside": column.outside,
        "unlisted": column.unlisted,
        "stuck_share": number(column.stuck.map(|stuck| stuck.share)),
        "stuck_limit_given": column.stuck.map(|stuck| stuck.is_given),
        "longest_unchanged": column.stuck.map(|stuck| stuck.longest),
    })
}

fn dimension(dimension: Dimension, measured: Option<&Measured>, lang: Lang) -> Value {
    measured.map_or(Value::Null, |measured| {
        let factors: Map<String, Value> =
            measured.factors.iter().map(|(key, value)| (key.name().to_owned(), json!(value))).collect();
        json!({
            "value": measured.value,
            "factors": factors,
            "level": measured.level,
            "rule": measured.rule(dimension, lang),
        })
    })
}

fn tags(list: &TagList) -> Value {
    let fill: Map<String, Value> = list
        .metadata
        .iter()
        .zip(list.fill())
        .map(|(column, fill)| (column.key.clone(), json!(fill)))
        .collect();
    let absent: Vec<&str> = list
        .metadata
        .iter()
        .filter(|column| column.filled.is_none())
        .map(|column| column.key.as_str())
        .collect();
    let twice = |all: &[(u64, String)]| -> Vec<Value> {
        all.iter().take(100).map(|(row, text)| json!({ "row": row, "text": text })).collect()
    };
    json!({
        "file": file(&list.file),
        "rows": list.tags,
        "encoding": list.encoding,
        "delimiter": list.delimiter,
        "sheet": list.sheet,
        "header_row": list.header_row,
        "time": null,
        "columns": [],
        "tag_list": {
            "tags": list.tags,
            "fill_by_column": fill,
            "absent_columns": absent,
            "duplicate_ids": list.duplicate_ids.len(),
            "duplicate_addresses": list.duplicate_addresses.len(),
            "repeated_ids": twice(&list.duplicate_ids),
            "repeated_addresses": twice(&list.duplicate_addresses),
            "units": list.units.0,
            "units_in_vocabulary": list.units.1,
        },
    })
}

fn reconciled(found: &Reconciled) -> Value {
    let differs = found.differs.iter().map(|difference| {
        let what = match difference.what {
            Differs::Unit => "unit",
            Differs::Range => "range",
        };
        json!({ "tag": difference.tag, "what": what, "in_file": difference.in_file, "in_register": difference.in_register })
    });
    json!({
        "tags": found.tags,
        "registered": found.registered,
        "unknown_tags": found.unknown,
        "absent_tags": found.absent,
        "unit_or_range_differs": differs.collect::<Vec<_>>(),
    })
}
