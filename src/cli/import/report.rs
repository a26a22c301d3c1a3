//! What an import did, or would do: the meaning of each header, the numbers, the first problems, and what next.

use super::super::out::{self, Line, Out, Paint, widest};
use super::super::{shown, trouble::Trouble};
use crate::sheet::{Layout, Loaded};
use crate::table::{Counts, Fate, Mapping, Plan, To};
use crate::text::{Lang, Phrase, pad, show};
use crate::workspace::TableColumn;
use serde::Serialize;
use std::path::Path;

/// Lines with problems that are told one by one; the file of refused lines has them all.
const MOST: usize = 10;

pub struct Report<'a> {
    pub path: &'a Path,
    pub from: &'a Path,
    pub loaded: &'a Loaded,
    pub plan: &'a Plan,
    pub layout: &'a Layout,
    pub mapping: &'a Mapping,
    pub columns: &'a [TableColumn<'a>],
    pub is_dry: bool,
    /// Where the refused lines are.
    pub rejected: Option<&'a Path>,
    pub lang: Lang,
}

#[derive(Serialize)]
struct Told<'a> {
    register: &'a str,
    dry_run: bool,
    /// The line or row of the head.
    head: u64,
    mapping: Vec<Meaning<'a>>,
    new: usize,
    changed: usize,
    unchanged: usize,
    refused: usize,
    changes: Vec<Change<'a>>,
    problems: Vec<Problem<'a>>,
    rejected: Option<String>,
}

/// `how` is `name`, `hand`, `parts`, `taken`, `number`, `left` or `unknown`; `fallback` for a column that is filled from
/// a header of another one.
#[derive(Serialize)]
struct Meaning<'a> {
    header: &'a str,
    columns: Vec<&'a str>,
    how: &'static str,
}

#[derive(Serialize)]
struct Change<'a> {
    row: u64,
    key: &'a str,
    columns: Vec<&'a str>,
}

#[derive(Serialize)]
struct Problem<'a> {
    row: u64,
    key: &'a str,
    reasons: Vec<String>,
}

impl Report<'_> {
    pub fn json(&self, out: &mut Out) -> Result<(), Trouble> {
        let Counts { new, changed, unchanged, refused } = self.plan.counts();
        let changes = self.plan.lines.iter().filter_map(|line| match &line.fate {
            Fate::Changed { cells, .. } => {
                let columns = cells.iter().map(|cell| cell.to.column.as_str()).collect();
                Some(Change { row: line.number, key: &line.key, columns })
            }
            _ => None,
        });
        let problems = self.plan.refused().map(|(line, reasons)| Problem {
            row: line.number,
            key: &line.key,
            reasons: reasons.iter().map(|reason| reason.say(self.lang)).collect(),
        });
        let heads = self.mapping.heads.iter().map(|head| {
            let (columns, how) = match &head.to {
                To::Column { key, is_by_hand: true, .. } => (vec![key.as_str()], "hand"),
                To::Column { key, .. } => (vec![key.as_str()], "name"),
                To::Parts(parts) => (parts.into.iter().map(String::as_str).collect(), "parts"),
                To::Taken(key) => (vec![key.as_str()], "taken"),
                To::LineNumber => (vec![], "number"),
                To::Left => (vec![], "left"),
                To::Unknown => (vec![], "unknown"),
            };
            Meaning { header: &head.name, columns, how }
        });
        let fallbacks = self.mapping.fallbacks.iter().filter_map(|(key, at)| {
            let header = &self.mapping.heads.get(*at)?.name;
            Some(Meaning { header, columns: vec![key], how: "fallback" })
        });
        out.json(&Told {
            register: &self.plan.register.key,
            dry_run: self.is_dry,
            head: self.layout.row,
            mapping: heads.chain(fallbacks).collect(),
            new,
            changed,
            unchanged,
            refused,
            changes: changes.collect(),
            problems: problems.collect(),
            rejected: self.rejected.map(|path| path.to_string_lossy().into_owned()),
        })
    }

    pub fn print(&self, out: &mut Out) -> Result<(), Trouble> {
        out.line(Line::new().painted(Paint::Strong, self.title()))?;
        self.asides();
        let names = widest(self.mapping.heads.iter().map(|head| head.name.as_str()));
        for (at, head) in self.mapping.heads.iter().enumerate() {
            let name = pad(&show(&head.name.replace('\n', " ")), names);
            let paint =
                if matches!(head.to, To::Unknown | To::Taken(_)) { Paint::Faint } else { Paint::Plain };
            out.line(Line::new().add(format!("  {name}  ")).painted(paint, self.meaning(at, &head.to)))?;
        }
        out.line(self.counts())?;
        for (line, reasons) in self.plan.refused().take(MOST) {
            let row = match self.lang {
                Lang::Zh => format!("  第 {} 行 {}", line.number, line.key),
                Lang::En => format!("  line {} {}", line.number, line.key),
            };
            out.line(Line::new().painted(Paint::Bad, row.trim_end()))?;
            for reason in reasons {
                out.line(format!("    {}", reason.say(self.lang)))?;
                out.line(Line::new().painted(Paint::Faint, format!("      → {}", reason.next(self.lang))))?;
            }
        }
        let more = self.plan.counts().refused.saturating_sub(MOST);
        if more > 0 {
            out.line(match self.lang {
                Lang::Zh => format!("  还有 {more} 行"),
                Lang::En => format!("  and {more} more"),
            })?;
        }
        self.next(out)
    }

    /// `点表 ← points.csv（GB18030，分隔符 ,，表头在第 1 行）`
    fn title(&self) -> String {
        let (register, from, head) =
            (self.plan.register.title.say(self.lang), shown(self.from), self.layout.row);
        let how = match (self.loaded, self.lang) {
            (Loaded::Text(_, dialect), lang) => {
                let sign = match dialect.delimiter {
                    b'\t' => Phrase::new("制表符", "tab").say(lang).to_owned(),
                    sign => char::from(sign).to_string(),
                };
                let name = dialect.encoding.name();
                if lang == Lang::Zh {
                    format!("{name}，分隔符 {sign} ")
                } else {
                    format!("{name}, divided by {sign} ")
                }
            }
            (Loaded::Sheet(sheet), Lang::Zh) => format!("工作表 {}", sheet.name),
            (Loaded::Sheet(sheet), Lang::En) => format!("sheet {}", sheet.name),
        };
        match self.lang {
            Lang::Zh => format!("{register} ← {from}（{}，表头在第 {head} 行）", how.trim_end()),
            Lang::En => format!("{register} ← {from} ({}, headers in line {head})", how.trim_end()),
        }
    }

    /// What of a workbook was not taken for what it seems.
    fn asides(&self) {
        let Loaded::Sheet(sheet) = self.loaded else { return };
        let (hidden, notes) = (sheet.hidden_columns.len(), sheet.notes.len());
        let is_read = |at: &u16| sheet.columns.contains(at);
        if hidden > 0 && !sheet.hidden_columns.iter().any(is_read) {
            out::tell(&match self.lang {
                Lang::Zh => format!("{hidden} 个隐藏列没有读；要读加 --hidden-columns"),
                Lang::En => {
                    format!("hidden columns that were not read: {hidden}; --hidden-columns reads them")
                }
            });
        }
        if notes > 0 {
            out::tell(&match self.lang {
                Lang::Zh => format!("{notes} 格是公式错误、没有保存值的公式或超出范围的日期，请核对"),
                Lang::En => {
                    format!("cells to look at (errors, formulas without a value, days out of range): {notes}")
                }
            });
        }
    }

    fn label(&self, key: &str) -> String {
        let column = self.columns.iter().find(|column| column.key() == key);
        let label = column.map_or("", |column| column.label(self.lang));
        match self.lang {
            _ if label == key => key.to_owned(),
            Lang::Zh => format!("{label}（{key}）"),
            Lang::En => format!("{label} ({key})"),
        }
    }

    fn meaning(&self, at: usize, to: &To) -> String {
        let zh = self.lang == Lang::Zh;
        let comma = if zh { "、" } else { ", " };
        let also = self.mapping.fallbacks.iter().filter(|(_, source)| *source == at);
        let also: Vec<String> = also.map(|(key, _)| comma.to_owned() + &self.label(key)).collect();
        let also = also.concat();
        match to {
            To::Column { key, is_by_hand, .. } => {
                let by_hand = match (is_by_hand, zh) {
                    (true, true) => "（指定）",
                    (true, false) => " (by hand)",
                    (false, _) => "",
                };
                format!("→ {}{also}{by_hand}", self.label(key))
            }
            To::Parts(parts) => {
                let labels: Vec<String> = parts.into.iter().map(|key| self.label(key)).collect();
                format!("→ {}", labels.join(comma))
            }
            To::Taken(key) => {
                let source = self.mapping.head_of(key).and_then(|at| self.mapping.heads.get(at));
                let source = source.map_or("", |head| head.name.as_str());
                match self.lang {
                    Lang::Zh => format!("不导入：{}取自 {source}", self.label(key)),
                    Lang::En => format!("not used: {} comes from {source}", self.label(key)),
                }
            }
            To::LineNumber => Phrase::new("不导入：序号", "not used: line numbers").say(self.lang).into(),
            To::Left => Phrase::new("不导入", "not used").say(self.lang).into(),
            To::Unknown => {
                Phrase::new("不导入：没有对应的列", "not used: no such column").say(self.lang).into()
            }
        }
    }

    fn counts(&self) -> Line {
        let Counts { new, changed, unchanged, refused } = self.plan.counts();
        let (head, paint) = (if self.is_dry { DRY.say(self.lang) } else { "" }, Paint::Strong);
        let text = match self.lang {
            Lang::Zh => format!("{head}新增 {new} 行，更新 {changed}，未变 {unchanged}，未导入 {refused}"),
            Lang::En => {
                format!("{head}{new} new, {changed} changed, {unchanged} as before, {refused} refused")
            }
        };
        Line::new().painted(paint, text)
    }

    fn next(&self, out: &mut Out) -> Result<(), Trouble> {
        let Counts { new, changed, .. } = self.plan.counts();
        if let Some(rejected) = self.rejected {
            let rejected = shown(rejected);
            out.line(match self.lang {
                Lang::Zh => format!("  → 未导入的行在 {rejected}，改好后导入它"),
                Lang::En => {
                    format!("  → the refused lines are in {rejected}: mend them and import that file")
                }
            })?;
        }
        if self.is_dry {
            out.line(match self.lang {
                Lang::Zh => "  → 去掉 --dry-run 就导入；列的对应用 --map '列名=列' 改",
                Lang::En => {
                    "  → without --dry-run it comes in; --map 'HEADER=COLUMN' changes what a header means"
                }
            })?;
        } else if new + changed > 0 {
            let path = shown(self.path);
            out.line(format!("  → wubu check {path}"))?;
        }
        Ok(())
    }
}

const DRY: Phrase = Phrase::new("试导入，什么都没有写：", "only looked, nothing was written: ");
