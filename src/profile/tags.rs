//! The tags of a long export, each measured by itself as long as they are not too many.

use super::clock::{Clock, Ends};
use super::distinct::{Distinct, MOST_KEYS};
use super::part::{enter, tell};
use super::plan::{Guess, Long, MOST_TAGS, Plan};
use super::rule::Rule;
use super::runs::Open;
use super::series::{Nulls, Series, Taken};
use super::texts::ByHash;
use super::worst::{Fault, Wrongs};

/// One tag.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Tag {
    pub name: String,
    pub rows: u64,
    pub series: Series,
    pub clock: Clock,
    last: Option<i64>,
}

impl Tag {
    fn new(name: &[u8], plan: &Plan) -> Tag {
        let name = String::from_utf8_lossy(name).into_owned();
        Tag { name, rows: 0, series: Series::new(plan), clock: Clock::new(plan.steps), last: None }
    }
}

/// The open ends of a tag in one block.
pub(super) type TagEnds = (Option<(Ends, Wrongs)>, Open);

/// One value of one tag.
pub(super) struct Record<'a> {
    /// The hash of the name.
    pub key: u64,
    pub name: &'a [u8],
    pub value: &'a [u8],
    pub stamp: Option<i64>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Tags {
    pub each: ByHash<Tag>,
    /// All of them, those that are not measured one by one too.
    pub all: Distinct,
    /// Tags whose hash is no smaller are not measured one by one.
    limit: u64,
    /// Where their values are checked and then forgotten.
    others: Box<Series>,
}

impl Tags {
    pub fn new(plan: &Plan) -> Tags {
        Tags {
            each: ByHash::default(),
            all: Distinct::new(MOST_KEYS),
            limit: u64::MAX,
            others: Box::new(Series::new(plan)),
        }
    }

    pub fn take(
        &mut self,
        plan: &Plan,
        long: Long,
        record: &Record,
        ends: &mut ByHash<TagEnds>,
        nulls: &mut Nulls,
        wrongs: &mut Wrongs,
    ) -> Taken {
        let Record { key, value, stamp, .. } = *record;
        self.all.add(key);
        let none = Rule::none();
        let rule = plan.rules.get(&key).unwrap_or(&none);
        let guess = plan.heads.get(long.value).map_or(Guess::Open, |head| head.guess);
        if key >= self.limit {
            let taken = self.others.take(value, guess, rule, None, &mut Open::Nothing, nulls);
            name(taken, long, wrongs);
            return taken;
        }
        let held = self.each.entry(key).or_insert_with(|| Tag::new(record.name, plan));
        let (ends, open) = ends.entry(key).or_default();
        held.rows += 1;
        let taken = held.series.take(value, guess, rule, stamp, open, nulls);
        name(taken, long, wrongs);
        if let Some(stamp) = stamp {
            held.clock.stamp(stamp);
            if let Some(last) = held.last.replace(stamp) {
                tell(held.clock.step(last, stamp), wrongs);
            }
            enter(ends, stamp, wrongs);
        }
        if let Some(limit) = keep_some(&mut self.each) {
            self.limit = limit;
        }
        taken
    }

    pub fn end_block(&mut self) {
        self.each.values_mut().for_each(|tag| tag.last = None);
        self.others.numbers.settle(0);
    }

    pub fn merge(&mut self, other: Tags) {
        for (key, tag) in other.each {
            if let Some(mine) = self.each.get_mut(&key) {
                mine.rows += tag.rows;
                mine.series.merge(tag.series);
                mine.clock.merge(tag.clock);
            } else {
                self.each.insert(key, tag);
            }
        }
        let _ = keep_some(&mut self.each);
        self.all.merge(other.all);
    }
}

/// What is wrong with the value of a tag.
fn name(taken: Taken, long: Long, wrongs: &mut Wrongs) {
    match taken {
        Taken::Fine => {}
        Taken::Wrong(fault) => wrongs.add(fault, Some(long.value)),
        Taken::Blank | Taken::Null => wrongs.add(Fault::Empty, Some(long.value)),
    }
}

/// Of too many tags, those whose hashes are the smallest: the same ones whatever thread met them first, because a tag
/// that goes can never come back.
pub(super) fn keep_some<T>(tags: &mut ByHash<T>) -> Option<u64> {
    let mut gone = None;
    while tags.len() > MOST_TAGS {
        let Some(greatest) = tags.keys().max().copied() else { break };
        tags.remove(&greatest);
        gone = Some(greatest);
    }
    gone
}
