//! `wubu guide import|list|remove|review`: the owned copies of standards on this machine, and what leans on them.

pub mod import;
pub mod list;
pub mod reading;
pub mod remove;
pub mod review;

use super::super::out::Out;
use super::super::trouble::Trouble;
use crate::guide::owned::{Change, marked};
use crate::text::{Phrase, half_width, wrap};

const fn key(change: Change) -> &'static str {
    match change {
        Change::Added => "added",
        Change::Removed => "removed",
        Change::Changed => "changed",
    }
}

const fn word(change: Change) -> Phrase {
    match change {
        Change::Added => Phrase::new("新增", "added"),
        Change::Removed => Phrase::new("取消", "removed"),
        Change::Changed => Phrase::new("修改", "changed"),
    }
}

fn differing(was: &str, now: &str, out: &mut Out) -> Result<(), Trouble> {
    let room = out.width().saturating_sub(6).max(10);
    let shown = marked(was, now);
    shown.lines().flat_map(|line| wrap(line, room)).try_for_each(|line| out.line(format!("      {line}")))
}

/// Whatever the width, the spaces and the dash.
fn plain(key: &str) -> String {
    let chars = key.chars().map(half_width).filter(|c| !c.is_whitespace());
    chars
        .map(|c| if matches!(c, '—' | '–' | '－' | '─') { '-' } else { c })
        .collect::<String>()
        .to_lowercase()
}
