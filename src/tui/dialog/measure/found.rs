//! What measuring found, to be read before it is kept: the file, its dimensions beside those of before, the tag
//! register, the columns.

use crate::guide::{Dimension, FigureKey, FigureKind, guide};
use crate::profile::{Column, Found, Measured, MeasuredFile, TagList, short, whole_percent};
use crate::readiness::{Model, Source};
use crate::text::{Lang, clip, pad, pad_left, width};
use crate::tui::theme::Role;
use crate::tui::widget::reader::Item;

/// What was found, and what it would change of the source.
pub fn items(file: &MeasuredFile, source: &Source, model: &Model, lang: Lang) -> Vec<Item> {
    let mut items = head(file, lang);
    items.extend(dimensions(file, source, model, lang));
    if let Some(reconciled) = &file.reconciled {
        let mut sentences = reconciled.sentences(lang).into_iter();
        items.extend([Item::Gap, Item::Heading(sentences.next().unwrap_or_default())]);
        items.extend(sentences.map(|sentence| Item::Text(Role::Plain, sentence)));
    }
    match &file.found {
        Found::Export(profile) => items.extend(columns(&profile.columns, lang)),
        Found::Tags(list) => items.extend(metadata(list, lang)),
    }
    items
}

fn said(zh: &str, en: &str, lang: Lang) -> String {
    if lang == Lang::Zh { zh.to_owned() } else { en.to_owned() }
}

/// How it was read, its time, and what a reader should know of it.
fn head(file: &MeasuredFile, lang: Lang) -> Vec<Item> {
    let mut items = vec![];
    match &file.found {
        Found::Export(profile) => {
            items.push(Item::Title(profile.head(lang)));
            let sentences = profile.time.iter().flat_map(|time| time.sentences(lang));
            items.extend(sentences.map(|sentence| Item::Text(Role::Plain, sentence)));
        }
        Found::Tags(list) => {
            let (n, row) = (list.tags, list.header_row);
            items.push(Item::Title(match lang {
                Lang::Zh => format!("{n} 个点 · 表头第 {row} 行"),
                Lang::En => format!("{n} tags · head in row {row}"),
            }));
        }
    }
    let remarks = file.remarks().iter();
    items.extend(remarks.map(|remark| Item::Text(Role::Warn, format!("! {}", remark.say(lang)))));
    items
}

fn dimensions(file: &MeasuredFile, source: &Source, model: &Model, lang: Lang) -> Vec<Item> {
    let heading = said("各维度：此次测得，原来", "Dimensions: now, and before", lang);
    let mut items = vec![Item::Gap, Item::Heading(heading)];
    let measured = file.dimensions(model, source.kind);
    let labels = measured.keys().map(|dimension| width(dimension.model().label.say(lang))).max().unwrap_or(0);
    for (dimension, found) in &measured {
        let change = match source.level(*dimension) {
            None => said("原未测", "was not measured", lang),
            Some(level) if level < found.level => format!("▲ {} {level}", said("原", "was", lang)),
            Some(level) if level > found.level => format!("▼ {} {level}", said("原", "was", lang)),
            Some(_) => said("不变", "as before", lang),
        };
        let role = match found.level {
            0 | 1 => Role::Bad,
            2 => Role::Warn,
            _ => Role::Good,
        };
        let level = match lang {
            Lang::Zh => format!("{} 级", found.level),
            Lang::En => format!("level {}", found.level),
        };
        let value = pad_left(&whole_percent(found.value), 8);
        let label = pad(dimension.model().label.say(lang), labels);
        let key = pad(dimension.key(), 3);
        items.push(Item::Text(role, format!("{key} {label} {value}  {level}  {change}")));
        items.extend(behind(*dimension, found, lang));
    }
    if measured.is_empty() {
        let none = said("这份文件测不出任何维度", "the file tells no dimension", lang);
        items.push(Item::Text(Role::Warn, none));
    }
    items
}

/// The factors of a dimension, and what caps it.
fn behind(dimension: Dimension, found: &Measured, lang: Lang) -> Vec<Item> {
    // Of a tag list each metadata column has its own line below.
    let is_shown = |key: &FigureKey| dimension != Dimension::D2 || *key == FigureKey::D2Tags;
    let factors = found.factors.iter().filter(|(key, _)| is_shown(key)).map(|(key, value)| {
        let is_share = key.kind() == FigureKind::Share;
        let value = if is_share { whole_percent(*value) } else { short(*value) };
        format!("{} {value}", key.label().say(lang))
    });
    let factors = factors.collect::<Vec<_>>().join(if lang == Lang::Zh { "，" } else { ", " });
    let factors = (!factors.is_empty()).then(|| Item::Text(Role::Faint, format!("    {factors}")));
    let caps = found.caps.iter().map(|cap| Item::Text(Role::Warn, format!("    ! {}", cap.say(lang))));
    factors.into_iter().chain(caps).collect()
}

fn columns(columns: &[Column], lang: Lang) -> Vec<Item> {
    let mut items = vec![Item::Gap, Item::Heading(said("各列", "Columns", lang))];
    let names = columns.iter().map(|column| width(&column.name)).max().unwrap_or(0).min(24);
    items.extend(columns.iter().map(|column| {
        let name = pad(&clip(&column.name, names), names);
        let kind = pad(column.kind.label().say(lang), 7);
        let filled = pad_left(&whole_percent(column.fill()), 8);
        let figures = column.figures.as_ref().map_or(String::new(), |figures| {
            [figures.min, figures.median, figures.max].map(short).join(" / ")
        });
        let wrong = column.misfits + column.outside.unwrap_or(0) + column.unlisted.unwrap_or(0);
        let (role, wrong) =
            if wrong > 0 { (Role::Warn, format!("  ! {wrong}")) } else { (Role::Plain, String::new()) };
        Item::Text(role, format!("{name}  {kind}  {filled}  {figures}{wrong}"))
    }));
    items
}

fn metadata(list: &TagList, lang: Lang) -> Vec<Item> {
    let heading = said("八项元数据", "Eight columns of metadata", lang);
    let mut items = vec![Item::Gap, Item::Heading(heading)];
    let model = &guide().readiness().metadata;
    let labels = model.iter().map(|column| width(column.label.say(lang))).max().unwrap_or(0);
    for ((column, known), share) in list.metadata.iter().zip(model).zip(list.fill()) {
        let label = pad(known.label.say(lang), labels);
        items.push(match column.filled {
            Some(_) => Item::Text(Role::Plain, format!("{label} {}", pad_left(&whole_percent(share), 8))),
            None => Item::Text(Role::Bad, format!("{label}  {}", said("缺列", "absent", lang))),
        });
    }
    for (what, twice) in [
        (said("重复标识", "duplicate ids", lang), &list.duplicate_ids),
        (said("重复地址", "duplicate addresses", lang), &list.duplicate_addresses),
    ] {
        if !twice.is_empty() {
            items.push(Item::Text(Role::Warn, format!("{what} {}", twice.len())));
        }
    }
    items
}
