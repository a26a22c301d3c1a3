//! A tag list, and what a file and the tag register do not agree on, for people.

use super::print::{NAMED, percent};
use crate::cli::out::{Line, Out, Paint, widest};
use crate::cli::trouble::Trouble;
use crate::guide::guide;
use crate::profile::{Differs, Reconciled, TagList};
use crate::text::{Lang, Phrase, clip, pad, pad_left};

pub fn print(list: &TagList, lang: Lang, out: &mut Out) -> Result<(), Trouble> {
    let zh = lang == Lang::Zh;
    let (n, row) = (list.tags, list.header_row);
    let size = if zh {
        format!("{n} 个点 · 表头第 {row} 行")
    } else {
        format!("{n} tags · head in row {row}")
    };
    out.line(Line::new().painted(Paint::Strong, &list.file.name).add(format!("  {size}")))?;
    let model = &guide().readiness().metadata;
    let labels: Vec<&str> = model.iter().map(|column| column.label.say(lang)).collect();
    let width = widest(labels.iter().copied());
    for ((column, label), fill) in list.metadata.iter().zip(labels).zip(list.fill()) {
        let line = Line::new().add(format!("  {}  ", pad(label, width)));
        out.line(match column.filled {
            Some(_) => line.add(pad_left(&percent(fill), 8)),
            None => line.painted(Paint::Bad, if zh { "    缺列" } else { "  absent" }),
        })?;
    }
    for (what, twice) in [
        (Phrase::new("重复标识", "duplicate ids"), &list.duplicate_ids),
        (Phrase::new("重复地址", "duplicate addresses"), &list.duplicate_addresses),
    ] {
        if !twice.is_empty() {
            let named = twice.iter().take(NAMED).map(|(row, text)| format!("{row} {}", clip(text, 24)));
            let named: Vec<String> = named.collect();
            out.line(format!(
                "  {} {}  {}",
                what.say(lang),
                twice.len(),
                named.join(if zh { "，" } else { ", " })
            ))?;
        }
    }
    Ok(())
}

pub fn print_reconciled(found: &Reconciled, lang: Lang, out: &mut Out) -> Result<(), Trouble> {
    let zh = lang == Lang::Zh;
    let names = |all: &[String]| {
        let named: Vec<String> = all.iter().take(NAMED).map(|name| clip(name, 24).into_owned()).collect();
        let more = if all.len() > NAMED { " …" } else { "" };
        format!("{}{more}", named.join(if zh { "、" } else { ", " }))
    };
    let (tags, registered) = (found.tags, found.registered);
    out.line(if zh {
        format!("  与点表核对：文件 {tags} 个点，点表 {registered} 个")
    } else {
        format!("  against the tag register: {tags} tags here, {registered} there")
    })?;
    for (what, tags) in [
        (Phrase::new("点表中没有", "in no register"), &found.unknown),
        (Phrase::new("文件中没有", "absent here"), &found.absent),
    ] {
        if !tags.is_empty() {
            out.line(format!("    {} {}  {}", what.say(lang), tags.len(), names(tags)))?;
        }
    }
    for difference in found.differs.iter().take(NAMED) {
        let what = match difference.what {
            Differs::Unit => Phrase::new("单位不同", "unit differs"),
            Differs::Range => Phrase::new("量程不同", "range differs"),
        };
        let (here, there) = (&difference.in_file, &difference.in_register);
        out.line(format!("    {} {}  {here} ≠ {there}", clip(&difference.tag, 24), what.say(lang)))?;
    }
    Ok(())
}
