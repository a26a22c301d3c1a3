//! What one thread gathered of the blocks that it took, row by row. Parts merge in any order; what hangs on the order
//! of rows is handed over block by block as [`Order`] and put together by [`Joint`](super::joint::Joint).

use super::batch::{Batch, Cells, Fit};
use super::cell::{NULL_WORDS, null_word, trimmed};
use super::clock::{Clock, Ends, Step};
use super::distinct::{Distinct, MOST_KEYS};
use super::hash;
use super::plan::{Guess, Long, MOST_IN_COLUMN, MOST_VALUES, Plan, Role};
use super::runs::Open;
use super::series::{Cut, InRows, Nulls, Series, Taken};
use super::stamp::Stamps;
use super::strip::Strip;
use super::tags::{Beside, TagEnds, Tags};
use super::texts::ByHash;
use super::threads;
use super::worst::{Fault, Worst, Wrongs};

/// Rows that are not as the head says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Odd {
    pub rows: u64,
    /// The first of them.
    pub first: u64,
}

impl Odd {
    pub fn see(&mut self, row: u64) {
        self.merge(Odd { rows: 1, first: row });
    }

    fn merge(&mut self, other: Odd) {
        self.first = match (self.rows, other.rows) {
            (0, _) => other.first,
            (_, 0) => self.first,
            _ => self.first.min(other.first),
        };
        self.rows += other.rows;
    }
}

#[derive(Debug, Clone)]
pub(super) struct Part {
    pub rows: u64,
    pub repeated: u64,
    pub short: Odd,
    pub long: Odd,
    /// Rows whose time cannot be read.
    pub untimed: Odd,
    /// Rows with bytes that are no text.
    pub garbled: Odd,
    pub bad_quality: u64,
    pub judged_quality: u64,
    pub nulls: Nulls,
    /// Cells that were checked and those that failed, time and quality with the values.
    pub checked: u64,
    pub failed: u64,
    pub columns: Vec<Series>,
    pub clock: Clock,
    /// Of a wide export; those of a long one are counted by tag.
    pub keys: Distinct,
    pub strip: Strip,
    pub worst: Worst,
    pub tags: Tags,
    order: Order,
    stamps: Stamps,
    /// The stamp met last in this block.
    last: Option<i64>,
    /// Of the rows at hand.
    lines: Vec<Line>,
    /// Their stamps, as far as a value can be said to last from one to the next.
    shown: Vec<Option<i64>>,
    /// The numbers of the column at hand.
    numbers: Box<InRows>,
}

/// A row at hand.
#[derive(Debug, Clone, PartialEq, Default)]
struct Line {
    stamp: Option<i64>,
    is_good: Option<bool>,
    checked: u64,
    failed: u64,
    wrongs: Wrongs,
}

impl Line {
    /// So many cells of data are checked, unless they turn out to be blank.
    fn begin(&mut self, row: u64, cells: u64) {
        (self.stamp, self.is_good, self.checked, self.failed) = (None, None, cells, 0);
        self.wrongs.begin(row);
    }

    fn judge(&mut self, is_good: Option<bool>) {
        self.is_good = is_good;
        if is_good == Some(false) {
            self.wrongs.add(Fault::BadQuality, None);
        }
    }
}

/// The open ends of one block.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Order {
    pub clock: Option<(Ends, Wrongs)>,
    pub runs: Vec<Open>,
    pub tags: ByHash<TagEnds>,
}

impl Part {
    pub fn new(plan: &Plan) -> Part {
        Part {
            rows: 0,
            repeated: 0,
            short: Odd::default(),
            long: Odd::default(),
            untimed: Odd::default(),
            garbled: Odd::default(),
            bad_quality: 0,
            judged_quality: 0,
            nulls: [0; NULL_WORDS],
            checked: 0,
            failed: 0,
            columns: plan.heads.iter().map(|_| Series::new(plan)).collect(),
            clock: Clock::new(plan.steps),
            keys: Distinct::new(MOST_KEYS),
            strip: Strip::default(),
            worst: Worst::default(),
            tags: Tags::new(plan),
            order: Order { runs: vec![Open::Nothing; plan.heads.len()], ..Order::default() },
            stamps: Stamps::default(),
            last: None,
            lines: vec![],
            shown: vec![],
            numbers: Box::new(InRows::new()),
        }
    }

    /// Whether a row is one of data, and not above it, the head once more, or blank.
    pub fn is_data(&mut self, plan: &Plan, row: u64, cells: &impl Cells) -> bool {
        if row <= plan.skip {
            return false;
        }
        if plan.is_head_again(cells) {
            self.repeated += 1;
            return false;
        }
        let is_blank = |at: usize| trimmed(cells.get(at)).is_empty();
        !is_blank(plan.time.unwrap_or(0)) || !(0..plan.heads.len()).all(is_blank)
    }

    /// Rows of data.
    pub fn take(&mut self, plan: &Plan, batch: &Batch) {
        let mut lines = std::mem::take(&mut self.lines);
        lines.resize_with(batch.rows().len(), Line::default);
        let cells = plan.heads.iter().filter(|head| head.role == Role::Data).count() as u64;
        for (line, (row, _)) in lines.iter_mut().zip(batch.rows()) {
            line.begin(*row, cells);
        }
        if let Some(at) = plan.time {
            for (line, span) in lines.iter_mut().zip(batch.column(at)) {
                line.stamp = self.stamps.read(trimmed(batch.cell(span)));
            }
        }
        if let Some((at, codes)) = plan.quality {
            for (line, span) in lines.iter_mut().zip(batch.column(at)) {
                line.judge(codes.is_good(trimmed(batch.cell(span))));
            }
        }
        self.columns(plan, batch, &mut lines);
        for (at, line) in lines.iter_mut().enumerate() {
            self.line(plan, batch, at, line);
        }
        self.lines = lines;
    }

    fn columns(&mut self, plan: &Plan, batch: &Batch, lines: &mut [Line]) {
        // Where there are stamps, what has none cannot be said to last.
        let shown = |stamp: Option<i64>| if plan.time.is_some() { stamp } else { Some(0) };
        self.shown.clear();
        self.shown.extend(lines.iter().map(|line| shown(line.stamp)));
        let columns = plan.heads.iter().zip(&mut self.columns).zip(&mut self.order.runs);
        for (at, ((head, series), open)) in columns.enumerate() {
            let guess = match head.role {
                Role::Time | Role::Value => continue,
                Role::Quality => Guess::Words,
                Role::Data => head.guess,
            };
            let column = Cut { batch, at, guess, rule: &head.rule, stamps: &self.shown };
            let is_data = head.role == Role::Data;
            series.column(&column, open, &mut self.nulls, &mut self.numbers, |row, taken| {
                let Some(line) = lines.get_mut(row) else { return };
                match taken {
                    Taken::Fine => {}
                    Taken::Wrong(fault) => {
                        line.checked += u64::from(!is_data);
                        line.failed += 1;
                        line.wrongs.add(fault, Some(at));
                    }
                    Taken::Blank | Taken::Null => {
                        line.checked -= u64::from(is_data);
                        if head.guess != Guess::Open {
                            line.wrongs.add(Fault::Empty, Some(at));
                        }
                    }
                }
            });
        }
    }

    /// What is told of a row as a whole.
    fn line(&mut self, plan: &Plan, batch: &Batch, at: usize, line: &mut Line) {
        let Some((row, fit)) = batch.rows().get(at).copied() else { return };
        let wrongs = &mut line.wrongs;
        self.rows += 1;
        match fit {
            Fit::Whole => {}
            Fit::Short => self.short.see(row),
            Fit::Long => self.long.see(row),
        }
        if fit != Fit::Whole {
            wrongs.add(Fault::Ragged, None);
        }
        if let Some(time) = plan.time {
            let cell = trimmed(batch.get(at, time));
            self.time(plan, row, cell, line.stamp, wrongs);
            line.checked += u64::from(!cell.is_empty());
            line.failed += u64::from(!cell.is_empty() && line.stamp.is_none());
        }
        if let Some(long) = plan.long {
            let (tag, value) = (trimmed(batch.get(at, long.tag)), trimmed(batch.get(at, long.value)));
            let taken = self.tag(plan, long, tag, value, line.stamp, wrongs);
            line.checked += u64::from(matches!(taken, Taken::Fine | Taken::Wrong(_)));
            line.failed += u64::from(matches!(taken, Taken::Wrong(_)));
        } else if let Some(stamp) = line.stamp {
            self.step(stamp, wrongs);
        }
        if let Some(is_good) = line.is_good {
            self.judged_quality += 1;
            if !is_good {
                self.bad_quality += 1;
                // All that the row holds is in doubt.
                line.failed = line.checked;
            }
        }
        self.checked += line.checked;
        self.failed += line.failed;
        self.worst.enter(wrongs);
    }

    fn time(&mut self, plan: &Plan, row: u64, cell: &[u8], stamp: Option<i64>, wrongs: &mut Wrongs) {
        let Some(series) = plan.time.and_then(|at| self.columns.get_mut(at)) else { return };
        if let Some(stamp) = stamp {
            series.filled += 1;
            self.strip.add(stamp, 1);
            if plan.long.is_none() {
                self.keys.add(stamp.cast_unsigned() ^ 1 << 63);
            }
            return;
        }
        self.untimed.see(row);
        wrongs.add(Fault::NoTime, plan.time);
        if let Some(null) = null_word(cell, false) {
            if let Some(count) = self.nulls.get_mut(null) {
                *count += 1;
            }
        } else if !cell.is_empty() {
            series.filled += 1;
            series.misfits += 1;
            series.failed += 1;
            series.texts.add(hash(cell), cell);
        }
    }

    /// The step from the row before, if that is in this block.
    fn step(&mut self, stamp: i64, wrongs: &mut Wrongs) {
        self.clock.stamp(stamp);
        if let Some(last) = self.last.replace(stamp) {
            tell(self.clock.step(last, stamp), wrongs);
        }
        enter(&mut self.order.clock, stamp, wrongs);
    }

    fn tag(
        &mut self,
        plan: &Plan,
        long: Long,
        tag: &[u8],
        value: &[u8],
        stamp: Option<i64>,
        wrongs: &mut Wrongs,
    ) -> Taken {
        if let Some(stamp) = stamp {
            self.clock.stamp(stamp);
        }
        let beside = Beside { nulls: &mut self.nulls, wrongs };
        let taken = self.tags.take(plan, long, tag, value, stamp, beside);
        if let Some(column) = self.columns.get_mut(long.value) {
            column.filled += u64::from(matches!(taken, Taken::Fine | Taken::Wrong(_)));
        }
        taken
    }

    /// Hands over what hangs on the order of the rows of a block that is done, and bounds what is kept.
    pub fn end_block(&mut self) -> Order {
        self.last = None;
        self.order.tags = self.tags.end_block();
        self.settle();
        let runs = vec![Open::Nothing; self.order.runs.len()];
        std::mem::replace(&mut self.order, Order { runs, ..Order::default() })
    }

    pub fn settle(&mut self) {
        let tags = self.tags.each.iter_mut().map(|tag| &mut tag.series);
        let mut all: Vec<&mut Series> = self.columns.iter_mut().chain(tags).collect();
        let wide = all.iter().filter(|series| series.numbers.is_wide()).count().max(1);
        let most = (MOST_VALUES / wide).min(MOST_IN_COLUMN);
        for series in &mut all {
            series.numbers.settle(most);
        }
    }

    pub fn merge(&mut self, other: Part) {
        self.rows += other.rows;
        self.repeated += other.repeated;
        self.short.merge(other.short);
        self.long.merge(other.long);
        self.untimed.merge(other.untimed);
        self.garbled.merge(other.garbled);
        self.bad_quality += other.bad_quality;
        self.judged_quality += other.judged_quality;
        self.nulls.iter_mut().zip(other.nulls).for_each(|(mine, theirs)| *mine += theirs);
        self.checked += other.checked;
        self.failed += other.failed;
        let columns = std::mem::take(&mut self.columns).into_iter().zip(other.columns);
        self.columns = threads::each(
            columns.collect(),
            |(mine, _)| mine.numbers.weight(),
            |(mut mine, theirs)| {
                mine.merge(theirs);
                mine
            },
        );
        self.clock.merge(other.clock);
        self.keys.merge(other.keys);
        self.strip.merge(&other.strip);
        self.worst.merge(&other.worst);
        self.tags.merge(other.tags);
        self.settle();
    }
}

pub(super) fn tell(step: Step, wrongs: &mut Wrongs) {
    match step {
        Step::Forward => {}
        Step::Same => wrongs.add(Fault::Again, None),
        Step::Back => wrongs.add(Fault::Back, None),
    }
}

/// The first stamp of a block with what is wrong in its row so far; its step is known only when blocks are joined.
pub(super) fn enter(ends: &mut Option<(Ends, Wrongs)>, stamp: i64, wrongs: &Wrongs) {
    match ends {
        Some((ends, _)) => ends.last = stamp,
        None => *ends = Some((Ends { first: stamp, last: stamp }, wrongs.clone())),
    }
}
