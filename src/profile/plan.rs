//! What the first rows of an export tell: its head, what each column holds, where the time is, and whether each row is
//! one moment of many tags (wide) or one value of one tag (long). All later rows are measured by it, so that it does
//! not matter by which thread.

use super::batch::{Cells, Fit};
use super::cell::{null_word, trimmed};
use super::number::Number;
use super::numbers::Room;
use super::quality::Codes;
use super::rule::Rule;
use super::stamp;
use super::texts::ByHash;
use super::trouble::{NoProfile, Trouble};
use super::{Expect, Options, hash};
use crate::sheet::{Dialect, Header, Layout, Limits, Row, RowKind, SheetError, Table, TextChoice, normal};
use std::path::Path;

/// Rows that are looked at.
const HEAD: usize = 400;

/// Different values in all number columns that are counted one by one: 256 MiB in each thread.
pub const MOST_VALUES: usize = 1 << 24;

/// In one column.
pub const MOST_IN_COLUMN: usize = 1 << 21;

/// Tags of a long export that are measured one by one.
pub const MOST_TAGS: usize = 4096;

#[derive(Debug)]
pub(super) struct Plan {
    pub dialect: Option<Dialect>,
    pub header_row: Option<u64>,
    /// Rows up to this one are above the data.
    pub skip: u64,
    pub heads: Vec<Head>,
    /// The column by which the head is most easily told from a row of data.
    telling: Option<usize>,
    pub time: Option<usize>,
    pub quality: Option<(usize, Codes)>,
    pub long: Option<Long>,
    /// By the hash of a tag's name; for the long layout.
    pub rules: ByHash<Rule>,
    /// For the numbers of a column.
    pub room: Room,
    /// Different words counted in one column.
    pub words: usize,
    /// Different steps counted in one clock.
    pub steps: usize,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Long {
    pub tag: usize,
    pub value: usize,
}

#[derive(Debug, Clone)]
pub(super) struct Head {
    pub name: String,
    pub unit: Option<String>,
    pub role: Role,
    pub guess: Guess,
    pub rule: Rule,
    /// Its form in the head, to know the head when it comes again.
    form: String,
}

/// What a column is there for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Time,
    Quality,
    /// Of a long export: the values of all tags.
    Value,
    Data,
}

/// What the first rows hold in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Guess {
    Numbers,
    Stamps,
    Words,
    /// Nothing: both are taken as they come.
    Open,
}

impl Plan {
    /// From the first rows of a text table, which are read here and once more when it is measured.
    pub fn of_text(path: &Path, options: &Options) -> Result<Plan, NoProfile> {
        let choice = TextChoice { encoding: options.encoding, delimiter: options.delimiter };
        let mut records = crate::sheet::stream(path, choice, Limits::STREAM)?;
        let mut rows = Table::default();
        while rows.len() < HEAD {
            match records.next() {
                Ok(Some(row)) => {
                    // As wide as what is streamed afterwards, but no more of it than an import holds.
                    let limits = Limits { columns: Limits::STREAM.columns, ..Limits::TEXT };
                    if rows.push_row(row, &limits).is_err() {
                        break;
                    }
                }
                Err(why) if rows.is_empty() => {
                    return Err(SheetError { path: path.to_path_buf(), why }.into());
                }
                // What is wrong further down is met again, and measured up to there.
                Ok(None) | Err(_) => break,
            }
        }
        let dialect = records.dialect();
        Plan::of(path, &rows, Some(dialect), options)
    }

    pub fn of(
        path: &Path,
        rows: &Table,
        dialect: Option<Dialect>,
        options: &Options,
    ) -> Result<Plan, NoProfile> {
        let fail = |why| NoProfile { path: path.to_path_buf(), why };
        let rows: Vec<Row> = rows.rows().take(HEAD).collect();
        let known = |headers: &[Header]| headers.iter().filter(|header| is_known(header, options)).count();
        let layout = Layout::find(&rows, known);
        let is_data = |row: &&Row| match &layout {
            Some(layout) => !matches!(
                layout.kind(**row),
                RowKind::Above | RowKind::Units | RowKind::Ghost | RowKind::Repeated
            ),
            None => !row.is_blank(),
        };
        let data: Vec<Row> = rows.iter().filter(is_data).copied().collect();
        let first = data.first().map_or(0, |row| row.number().saturating_sub(1));
        let (headers, header_row, skip) = if let Some(layout) = layout {
            let row = layout.row;
            (layout.headers, Some(row), layout.units.unwrap_or(row).max(row))
        } else {
            let width = data.iter().map(Row::len).max().unwrap_or(0);
            (crate::sheet::headers((0..width).map(|_| "")), None, first)
        };
        if headers.is_empty() {
            return Err(fail(Trouble::NoRows));
        }
        let column = |at: usize| data.iter().map(move |row| trimmed(row.get(at).as_bytes()));
        let time = time_column(&headers, options, column).map_err(fail)?;
        let find = |aliases: &[&str], not: &[Option<usize>]| {
            let mut found = (0..headers.len()).filter(|at| !not.contains(&Some(*at)));
            let mut is = |at: &usize| headers.get(*at).is_some_and(|header| is_alias(header, aliases));
            found.find(&mut is)
        };
        let quality = find(&QUALITY, &[time])
            .filter(|_| headers.iter().filter(|header| is_alias(header, &QUALITY)).count() == 1);
        let value = find(&VALUE, &[time, quality]);
        let tag = find(&TAG, &[time, quality, value]);
        let is_words = |at: usize| guess(column(at)) == Guess::Words;
        let long = match (time, tag, value) {
            (Some(_), Some(tag), Some(value)) if is_words(tag) => Some(Long { tag, value }),
            _ => None,
        };
        let role_of = |at: usize| match at {
            at if Some(at) == time => Role::Time,
            at if Some(at) == quality => Role::Quality,
            at if long.is_some_and(|long: Long| long.value == at) => Role::Value,
            _ => Role::Data,
        };
        let has_time = time.is_some();
        let rule = |expect: &Expect| Rule::of(expect, has_time, options.period);
        let heads: Vec<Head> = headers
            .iter()
            .enumerate()
            .map(|(at, header)| Head {
                name: header.name.clone(),
                unit: header.unit.clone(),
                role: role_of(at),
                guess: if Some(at) == time { Guess::Stamps } else { guess(column(at)) },
                rule: options.expect_of(header).map_or_else(Rule::none, rule),
                form: normal(&header.text),
            })
            .collect();
        let rules = options.expects.iter().flat_map(|expect| {
            expect.names.iter().map(move |name| (hash(name.trim().as_bytes()), rule(expect)))
        });
        let rules = if long.is_some() { rules.collect() } else { ByHash::default() };
        let columns = if long.is_some() { MOST_TAGS } else { heads.len() };
        Ok(Plan {
            telling: telling(&heads),
            dialect,
            header_row,
            skip,
            time,
            quality: quality.map(|at| (at, Codes::of(column(at)))),
            long,
            rules,
            // Of all columns together 128 MiB each, in each thread, unless there are more than 4,096 of them.
            room: Room {
                cells: ((1 << 25) / columns).clamp(1 << 12, 1 << 20),
                waiting: ((1 << 24) / columns).clamp(1 << 12, 1 << 20),
            },
            words: ((1 << 20) / columns).clamp(1 << 8, 1 << 16),
            steps: if long.is_some() { 1 << 10 } else { 1 << 16 },
            heads,
        })
    }

    /// How a row compares with the head.
    pub fn fit(&self, cells: &impl Cells) -> Fit {
        let (len, width) = (cells.len(), self.heads.len());
        if len < width {
            Fit::Short
        } else if (width..len).any(|at| !trimmed(cells.get(at)).is_empty()) {
            Fit::Long
        } else {
            Fit::Whole
        }
    }

    /// Whether a row is the head once more, as page breaks and appended exports leave it.
    pub fn is_head_again(&self, cells: &impl Cells) -> bool {
        if self.header_row.is_none() {
            return false;
        }
        let Some(telling) = self.telling else { return false };
        // Cheap for nearly every row: a number or a stamp is no head.
        let cell = cells.get(telling);
        if cell.len() > 400 || cell.first().is_none_or(u8::is_ascii_digit) {
            return false;
        }
        let is = |at: usize| {
            let text = std::str::from_utf8(cells.get(at)).unwrap_or_default();
            self.heads.get(at).is_some_and(|head| head.form == normal(text))
        };
        is(telling) && (0..self.heads.len()).all(is)
    }
}

const TIME: [&str; 26] = [
    "时间",
    "日期",
    "日期时间",
    "时间戳",
    "采集时间",
    "采样时间",
    "记录时间",
    "数据时间",
    "发生时间",
    "测量时间",
    "timestamp",
    "time",
    "datetime",
    "date",
    "ts",
    "dt",
    "timestr",
    "eventtime",
    "recordtime",
    "sampletime",
    "collecttime",
    "createtime",
    "updatetime",
    "datetimestamp",
    "time(utc)",
    "localtime",
];
const TAG: [&str; 21] = [
    "tag",
    "tagname",
    "tagid",
    "点位",
    "点位名称",
    "点位编码",
    "测点",
    "测点名称",
    "测点编码",
    "位号",
    "变量",
    "变量名",
    "变量名称",
    "标签",
    "标签名",
    "point",
    "pointname",
    "pointid",
    "数据标识",
    "指标",
    "itemid",
];
const VALUE: [&str; 12] =
    ["value", "val", "值", "数值", "测量值", "采集值", "实时值", "点值", "数据值", "变量值", "读数", "pv"];
const QUALITY: [&str; 11] = [
    "quality",
    "质量",
    "质量码",
    "质量戳",
    "品质",
    "数据质量",
    "质量标志",
    "qualitycode",
    "q",
    "opcquality",
    "statuscode",
];

/// Best one of stamps or numbers, which begin with digits, as their head does not; none where there is no head.
fn telling(heads: &[Head]) -> Option<usize> {
    let begins = |head: &Head, is: fn(&u8) -> bool| head.form.as_bytes().first().is_some_and(is);
    let of_digits = |head: &&Head| matches!(head.guess, Guess::Stamps | Guess::Numbers);
    let by_digits =
        heads.iter().position(|head| of_digits(&head) && begins(head, |byte| !byte.is_ascii_digit()));
    by_digits.or_else(|| heads.iter().position(|head| !head.form.is_empty()))
}

fn is_alias(header: &Header, aliases: &[&str]) -> bool {
    aliases.contains(&header.normal.as_str())
}

fn is_known(header: &Header, options: &Options) -> bool {
    [&TIME[..], &TAG, &VALUE, &QUALITY].into_iter().any(|aliases| is_alias(header, aliases))
        || options.expect_of(header).is_some()
}

/// The column that was named; else one that is called so and holds stamps; else the first that holds stamps which
/// could be nothing else.
fn time_column<'a, C: Iterator<Item = &'a [u8]>>(
    headers: &[Header],
    options: &Options,
    column: impl Fn(usize) -> C,
) -> Result<Option<usize>, Trouble> {
    if let Some(name) = &options.time {
        let wanted = normal(name);
        let is = |header: &Header| {
            header.name == *name || header.normal == wanted || normal(&header.text) == wanted
        };
        let found = headers.iter().position(is);
        return found.map(Some).ok_or_else(|| Trouble::NoColumn {
            name: name.clone(),
            there: headers.iter().map(|header| header.name.clone()).collect(),
        });
    }
    let holds_stamps = |at: usize, bare: bool| {
        let (mut stamps, mut all) = (0, 0);
        for cell in column(at).filter(|cell| !cell.is_empty()) {
            all += 1;
            stamps += usize::from(stamp::read(cell).is_some() && (bare || !stamp::is_bare(cell)));
        }
        all > 0 && stamps * 10 >= all * 8
    };
    let called = headers.iter().enumerate().filter(|(_, header)| is_alias(header, &TIME)).map(|(at, _)| at);
    let mut called = called.filter(|at| holds_stamps(*at, true));
    Ok(called.next().or_else(|| (0..headers.len()).find(|at| holds_stamps(*at, false))))
}

fn guess<'a>(cells: impl Iterator<Item = &'a [u8]>) -> Guess {
    let (mut numbers, mut stamps, mut all) = (0, 0, 0);
    let filled = cells.filter(|cell| !cell.is_empty() && null_word(cell, false).is_none());
    for cell in filled {
        all += 1;
        numbers += usize::from(Number::read(cell).is_some());
        stamps += usize::from(!stamp::is_bare(cell) && stamp::read(cell).is_some());
    }
    match all {
        0 => Guess::Open,
        _ if numbers * 10 >= all * 9 => Guess::Numbers,
        _ if stamps * 10 >= all * 9 => Guess::Stamps,
        _ => Guess::Words,
    }
}
