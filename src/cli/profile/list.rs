//! A tag list, for people.

use crate::cli::out::{Line, Out, Paint, widest};
use crate::cli::trouble::Trouble;
use crate::guide::guide;
use crate::profile::{TagList, whole_percent};
use crate::text::{Lang, Phrase, clip, pad, pad_left};

/// Rows, tags and words that are named of a kind.
pub(super) const NAMED: usize = 5;

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
            Some(_) => line.add(pad_left(&whole_percent(fill), 8)),
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
