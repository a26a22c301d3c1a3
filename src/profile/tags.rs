//! The tags of a long export, each measured by itself as long as they are not too many.

use super::clock::{Clock, Ends};
use super::distinct::{Distinct, MOST_KEYS};
use super::figures::Count;
use super::habit::Habit;
use super::hash;
use super::part::{enter, tell};
use super::plan::{Guess, Long, MOST_TAGS, Plan};
use super::rule::Rule;
use super::runs::Open;
use super::series::{Nulls, Series, Taken};
use super::texts::ByHash;
use super::worst::{Fault, Wrongs};

/// One tag.
#[derive(Debug, Clone)]
pub(super) struct Tag {
    pub name: String,
    /// The hash of the name.
    key: u64,
    pub rows: u64,
    pub series: Series,
    pub clock: Clock,
    rule: Rule,
    /// Its stamps, unless they are counted with those of all tags.
    stamps: Distinct,
    /// In the block at hand.
    last: Option<i64>,
    ends: TagEnds,
}

impl Tag {
    fn new(name: &[u8], key: u64, plan: &Plan) -> Tag {
        Tag {
            name: String::from_utf8_lossy(name).into_owned(),
            key,
            rows: 0,
            series: Series::new(plan),
            clock: Clock::new(plan.steps),
            rule: plan.rules.get(&key).cloned().unwrap_or_else(Rule::none),
            stamps: Distinct::of_one_tag(),
            last: None,
            ends: TagEnds::default(),
        }
    }
}

/// The open ends of a tag in one block.
pub(super) type TagEnds = (Option<(Ends, Wrongs)>, Open);

#[derive(Debug, Clone)]
pub(super) struct Tags {
    /// Those that are measured one by one, in no order.
    pub each: Vec<Tag>,
    /// Where each stands, by the hash of its name; how they follow each other.
    places: ByHash<usize>,
    habit: Habit,
    /// All of them, those that are not measured one by one too.
    pub all: Distinct,
    /// Stamps of tags, as far as those are not measured one by one, or all of them together are too many to keep.
    records: Distinct,
    /// Tags whose hash is no smaller are not measured one by one.
    limit: u64,
    /// Where their values are checked and then forgotten.
    others: Box<Series>,
}

/// What is gathered beside the tags.
pub(super) struct Beside<'a> {
    pub nulls: &'a mut Nulls,
    pub wrongs: &'a mut Wrongs,
}

impl Tags {
    pub fn new(plan: &Plan) -> Tags {
        Tags {
            each: vec![],
            places: ByHash::default(),
            habit: Habit::default(),
            all: Distinct::new(MOST_KEYS),
            records: Distinct::new(MOST_KEYS),
            limit: u64::MAX,
            others: Box::new(Series::of_any_rule(plan)),
        }
    }

    /// One value of one tag.
    pub fn take(
        &mut self,
        plan: &Plan,
        long: Long,
        name: &[u8],
        value: &[u8],
        stamp: Option<i64>,
        beside: Beside,
    ) -> Taken {
        let Beside { nulls, wrongs } = beside;
        let guess = plan.heads.get(long.value).map_or(Guess::Open, |head| head.guess);
        let Some(tag) = self.place(plan, name).and_then(|at| self.each.get_mut(at)) else {
            let key = hash(name);
            if let Some(stamp) = stamp {
                self.records.add(record(key, stamp));
            }
            let none = Rule::none();
            let rule = plan.rules.get(&key).unwrap_or(&none);
            let taken = self.others.take(value, guess, rule, None, &mut Open::Nothing, nulls);
            tell_of(taken, long, wrongs);
            return taken;
        };
        tag.rows += 1;
        let (ends, open) = &mut tag.ends;
        let taken = tag.series.take(value, guess, &tag.rule, stamp, open, nulls);
        tell_of(taken, long, wrongs);
        if let Some(stamp) = stamp {
            if self.records.is_estimated() {
                self.records.add(record(tag.key, stamp));
            } else {
                tag.stamps.add(stamp.cast_unsigned());
            }
            tag.clock.stamp(stamp);
            if let Some(last) = tag.last.replace(stamp) {
                tell(tag.clock.step(last, stamp), wrongs);
            }
            enter(ends, stamp, wrongs);
        }
        taken
    }

    /// Where a tag stands, which may be new; none if it is not measured by itself.
    fn place(&mut self, plan: &Plan, name: &[u8]) -> Option<usize> {
        if let Some(at) = self.habit.guess(name) {
            return Some(at);
        }
        let key = hash(name);
        self.all.add(key);
        if key >= self.limit {
            return None;
        }
        if let Some(at) = self.places.get(&key) {
            self.habit.follow(*at);
            return Some(*at);
        }
        self.places.insert(key, self.habit.learn(name));
        self.each.push(Tag::new(name, key, plan));
        self.keep_some();
        self.places.get(&key).copied()
    }

    /// Of too many tags, those whose hashes are the smallest: the same ones whatever thread met them first, because a
    /// tag that goes can never come back.
    fn keep_some(&mut self) {
        if self.each.len() <= MOST_TAGS {
            return;
        }
        self.each.sort_unstable_by_key(|tag| tag.key);
        for mut tag in self.each.split_off(MOST_TAGS) {
            self.limit = self.limit.min(tag.key);
            tag.stamps.drain(|stamp| self.records.add(record(tag.key, stamp.cast_signed())));
        }
        (self.places, self.habit) = (ByHash::default(), Habit::default());
        for (at, tag) in self.each.iter().enumerate() {
            self.places.insert(tag.key, at);
            self.habit.learn(tag.name.as_bytes());
        }
    }

    /// The open ends of the block, by tag; bounds what is kept.
    pub fn end_block(&mut self) -> ByHash<TagEnds> {
        self.others.numbers.settle(0);
        self.bound();
        let ends = |tag: &mut Tag| {
            tag.last = None;
            (tag.key, std::mem::take(&mut tag.ends))
        };
        self.each.iter_mut().map(ends).filter(|(_, ends)| *ends != TagEnds::default()).collect()
    }

    /// Counts stamps of all tags together where they are too many to keep.
    fn bound(&mut self) {
        let kept = self.each.iter().map(|tag| tag.stamps.kept()).sum::<usize>();
        let most = self.records.most();
        if kept > most && self.counted().value > most as u64 {
            self.pool();
        }
    }

    fn counted(&mut self) -> Count {
        let records = self.records.count();
        let each = self.each.iter_mut().map(|tag| tag.stamps.count().value).sum::<u64>();
        Count { value: records.value + each, ..records }
    }

    fn pool(&mut self) {
        for tag in &mut self.each {
            tag.stamps.drain(|stamp| self.records.add(record(tag.key, stamp.cast_signed())));
        }
    }

    /// Different stamps of all tags.
    pub fn records(&mut self) -> Count {
        let counted = self.counted();
        if counted.error == 0.0 && counted.value <= self.records.most() as u64 {
            return counted;
        }
        self.pool();
        self.records.count()
    }

    pub fn merge(&mut self, other: Tags) {
        for tag in other.each {
            if let Some(mine) = self.places.get(&tag.key).and_then(|at| self.each.get_mut(*at)) {
                mine.rows += tag.rows;
                mine.series.merge(tag.series);
                mine.clock.merge(tag.clock);
                mine.stamps.merge(tag.stamps);
            } else {
                self.places.insert(tag.key, self.habit.learn(tag.name.as_bytes()));
                self.each.push(tag);
            }
        }
        self.limit = self.limit.min(other.limit);
        self.keep_some();
        self.all.merge(other.all);
        self.records.merge(other.records);
        self.bound();
    }

    /// In an order that hangs on their names alone.
    pub fn in_order(&self) -> impl Iterator<Item = &Tag> {
        let mut all: Vec<&Tag> = self.each.iter().collect();
        all.sort_unstable_by_key(|tag| tag.key);
        all.into_iter()
    }

    /// The tag whose name has a hash.
    pub fn named(&mut self, key: u64) -> Option<&mut Tag> {
        self.each.get_mut(*self.places.get(&key)?)
    }
}

/// The hash of a tag's name and a stamp.
fn record(key: u64, stamp: i64) -> u64 {
    let mut both = [0; 16];
    let bytes = key.to_le_bytes().into_iter().chain(stamp.to_le_bytes());
    both.iter_mut().zip(bytes).for_each(|(to, from)| *to = from);
    hash(&both)
}

/// What is wrong with the value of a tag.
fn tell_of(taken: Taken, long: Long, wrongs: &mut Wrongs) {
    match taken {
        Taken::Fine => {}
        Taken::Wrong(fault) => wrongs.add(fault, Some(long.value)),
        Taken::Blank | Taken::Null => wrongs.add(Fault::Empty, Some(long.value)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::Options;
    use crate::profile::cell::NULL_WORDS;
    use proptest::prelude::*;

    fn plan() -> Plan {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("long.csv");
        std::fs::write(&path, "tag,time,value\nT1,2026-01-01 00:00:00,1\nT2,2026-01-01 00:00:01,2\n")
            .expect("a file");
        Plan::of_text(&path, &Options::default()).expect("an export")
    }

    /// A block for each fifth of the values.
    fn gather(plan: &Plan, values: &[(u8, i64)], most: usize) -> Tags {
        let mut tags = Tags { records: Distinct::new(most), ..Tags::new(plan) };
        let (mut nulls, mut wrongs) = ([0; NULL_WORDS], Wrongs::default());
        for block in values.chunks(values.len() / 5 + 1) {
            for (tag, stamp) in block {
                let beside = Beside { nulls: &mut nulls, wrongs: &mut wrongs };
                tags.take(plan, plan.long.expect("it is long"), &[*tag], b"1", Some(*stamp), beside);
            }
            let _ = tags.end_block();
        }
        tags
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

        #[test]
        fn records_are_counted_by_tag_as_if_together(
            values in prop::collection::vec((b'a'..b'e', 0..40_i64), 1..120),
            cut in any::<prop::sample::Index>(),
            most in 1..120_usize,
        ) {
            let plan = plan();
            let mut together = Distinct::new(most);
            for (tag, stamp) in &values {
                together.add(record(hash(&[*tag]), *stamp));
            }
            let (one, other) = values.split_at(cut.index(values.len()));
            let mut parted = gather(&plan, one, most);
            parted.merge(gather(&plan, other, most));
            prop_assert_eq!(parted.records(), together.count());
            prop_assert_eq!(gather(&plan, &values, most).records(), together.count());
        }
    }
}
