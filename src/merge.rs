//! Two changes of one workspace become one. What cannot become one is kept as a dispute, with every candidate,
//! until somebody decides. Pure and total: no disk, no clock, no guide; swapping the sides gives the same.
//! Every record kind goes through the same few lines, led by the declarations of its fields: `rule.rs` says
//! what becomes of two values, `unit.rs` what becomes of a deletion. RELIABILITY.md 2.7 has the laws, and
//! `tests/merge.rs` proves them.

mod diff;
mod entries;
mod late;
mod prose;
mod record;
mod rule;
mod unit;

pub use diff::{Change, FieldChange, Turn, What, diff, edit_between};
pub use late::{gather, late};
pub use prose::both;

use crate::workspace::{At, Dispute, Id, Record, RecordKind, Records, Subject, Workspace, key_of};
use entries::{ByField, Entries, PROJECT, Version, is_about_something, is_within, merge_loose};
use record::{Combined, combine};
use rule::mark;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::iter::Peekable;
use unit::{Deletion, Node};

/// One workspace out of two.
#[derive(Debug)]
pub struct Merged {
    pub workspace: Workspace,
    /// The keys of the disputes that this merge made: neither side had them so.
    pub disputes: Vec<String>,
    /// Places in a manual order that both sides changed; the one further down holds. Nothing else is decided
    /// without asking.
    pub reordered: Vec<At>,
}

/// Three-way: `base` is what both sides began with; None where there is no such thing, as for a file that both
/// added.
pub fn merge(base: Option<&Workspace>, ours: &Workspace, theirs: &Workspace) -> Merged {
    let [ours, theirs] = [ours, theirs].map(Side::of);
    let base = base.map(Side::of);
    let mut merging = Merging::begin(base.as_ref(), &ours, &theirs);
    merging.project();
    for kind in RecordKind::ALL {
        merging.collection(*kind);
    }
    merging.deletions();
    merging.loose();
    merging.finish()
}

/// Folds ids that stood twice in the file into one record each: two additions, merged over nothing.
pub fn fold_twice(workspace: &mut Workspace) {
    let mut twice = vec![];
    for kind in RecordKind::ALL {
        let found = workspace.records_mut(*kind).map(Records::take_twice).unwrap_or_default();
        twice.extend(found.into_iter().map(|(id, record)| ((*kind, id), record)));
    }
    let mut folded: BTreeMap<(RecordKind, Id), Combined> = BTreeMap::new();
    let side = Side::of(workspace);
    for ((kind, id), other) in twice {
        let disputes = side.entries.fields(kind, id.as_str());
        let other = Version { record: &*other, disputes };
        let before = folded.remove(&(kind, id.clone()));
        let combined = match &before {
            Some(Combined { record, disputes, .. }) => {
                let disputes: ByField =
                    disputes.iter().map(|(field, dispute)| (field.as_str(), dispute)).collect();
                combine(None, &Version { record: &**record, disputes: Some(&disputes) }, &other)
            }
            None => match side.version(kind, id.as_str()) {
                Some(first) => combine(None, &first, &other),
                None => continue,
            },
        };
        folded.insert((kind, id), combined);
    }
    for ((kind, id), Combined { record, disputes, .. }) in folded {
        let record_key = key_of(kind, &id);
        let about_a_field =
            |key: &str| key.strip_prefix(&record_key).is_some_and(|rest| rest.starts_with('/'));
        workspace.disputes.retain(|key, _| !about_a_field(key));
        workspace
            .disputes
            .extend(disputes.into_iter().map(|(field, dispute)| (format!("{record_key}/{field}"), dispute)));
        workspace.put_record(kind, &id, &*record);
    }
}

/// All records of a kind, in the order of their ids.
type Walk<'a> = Peekable<Box<dyn Iterator<Item = (&'a Id, &'a dyn Record)> + 'a>>;

/// One of the three versions, with its disputes at hand.
struct Side<'a> {
    workspace: &'a Workspace,
    entries: Entries<'a>,
}

impl<'a> Side<'a> {
    fn of(workspace: &'a Workspace) -> Side<'a> {
        Side { workspace, entries: Entries::of(workspace) }
    }

    fn version(&self, kind: RecordKind, id: &str) -> Option<Version<'_>> {
        self.workspace.record(kind, id).map(|record| self.seen(kind, id, record))
    }

    fn seen<'s>(&'s self, kind: RecordKind, id: &str, record: &'s dyn Record) -> Version<'s> {
        Version { record, disputes: self.entries.fields(kind, id) }
    }

    fn all(&self, kind: RecordKind) -> Option<Walk<'a>> {
        self.workspace.records(kind).map(|records| records.all().peekable())
    }
}

/// The merge on its way. The result begins as a copy of our side.
struct Merging<'a> {
    base: Option<&'a Side<'a>>,
    ours: &'a Side<'a>,
    theirs: &'a Side<'a>,
    workspace: Workspace,
    disputes: BTreeMap<String, Dispute>,
    reordered: Vec<At>,
    /// What each side has added or changed: ours, then theirs.
    touched: [Vec<Node<'a>>; 2],
    /// What each side has still and the other has deleted.
    gone: [HashSet<Node<'a>>; 2],
}

impl<'a> Merging<'a> {
    fn begin(base: Option<&'a Side<'a>>, ours: &'a Side<'a>, theirs: &'a Side<'a>) -> Merging<'a> {
        let mut workspace = ours.workspace.clone();
        workspace.disputes.clear();
        workspace.format = ours.workspace.format.max(theirs.workspace.format);
        let (touched, gone) = ([vec![], vec![]], [HashSet::new(), HashSet::new()]);
        Merging { base, ours, theirs, workspace, disputes: BTreeMap::new(), reordered: vec![], touched, gone }
    }

    fn project(&mut self) {
        let of = |side: &'a Side| side.version(RecordKind::Project, PROJECT);
        if let (Some(l), Some(r)) = (of(self.ours), of(self.theirs)) {
            self.pair(RecordKind::Project, &At::project("").id, self.base.and_then(of), [l, r]);
        }
    }

    /// Walks through the three versions side by side: they are sorted by id.
    fn collection(&mut self, kind: RecordKind) {
        let sides = [self.base, Some(self.ours), Some(self.theirs)];
        let mut all = sides.map(|side| side.and_then(|side| side.all(kind)));
        loop {
            let heads = all.iter_mut().filter_map(|all| all.as_mut()?.peek().map(|(id, _)| *id));
            let Some(id) = heads.min() else { return };
            let mut n = 0;
            let versions = all.each_mut().map(|all| {
                n += 1;
                let (_, record) = all.as_mut()?.next_if(|(head, _)| *head == id)?;
                Some(sides[n - 1]?.seen(kind, id.as_str(), record))
            });
            self.record(kind, id, versions);
        }
    }

    fn record(&mut self, kind: RecordKind, id: &'a Id, [b, l, r]: [Option<Version<'a>>; 3]) {
        let node = (kind, id.as_str());
        for (n, side, version) in [(0, self.ours, &l), (1, self.theirs, &r)] {
            if version.as_ref().is_some_and(|version| self.is_touched(node, b.as_ref(), version, side)) {
                self.touched[n].push(node);
            }
        }
        match (b, l, r) {
            (b, Some(l), Some(r)) => self.pair(kind, id, b, [l, r]),
            (None, Some(l), None) => {
                self.flag(kind, id, self.ours.entries.record(kind, id.as_str()).cloned());
                self.dispute(kind, id, l.disputes);
            }
            (None, None, Some(r)) => self.adopt(self.theirs, kind, id, r),
            (Some(_), Some(_), None) => drop(self.gone[0].insert(node)),
            (Some(_), None, Some(_)) => drop(self.gone[1].insert(node)),
            (_, None, None) => {}
        }
    }

    /// Worked on since the base: its fields are not the same, or somebody decided that it stays. That it was
    /// kept once as a part of a unit is no work on it.
    fn is_touched(&self, (kind, id): Node, base: Option<&Version>, now: &Version, side: &Side) -> bool {
        let was = self.base.and_then(|base| base.entries.record(kind, id));
        let is = side.entries.record(kind, id);
        let is_decided = was.is_some_and(|was| is.is_none_or(|is| !is_within(was, is)));
        is_decided || base.is_none_or(|base| !base.is_same(now))
    }

    /// A record that both sides have.
    fn pair(&mut self, kind: RecordKind, id: &Id, b: Option<Version>, [l, r]: [Version; 2]) {
        let sides = [self.base, Some(self.ours), Some(self.theirs)];
        let [flag_b, flag_l, flag_r] = sides.map(|side| side?.entries.record(kind, id.as_str()));
        self.flag(kind, id, merge_loose(flag_b, flag_l, flag_r));
        let is_base = |version: &Version| b.as_ref().is_some_and(|b| b.is_same(version));
        if l.is_same(&r) || is_base(&r) {
            // The result began as ours.
            self.dispute(kind, id, l.disputes);
        } else if is_base(&l) {
            self.put(kind, id, r);
        } else {
            let Combined { record, disputes, reordered } = combine(b.as_ref(), &l, &r);
            self.reordered.extend(reordered.into_iter().map(|field| At::new(kind, id, field)));
            let disputes: ByField =
                disputes.iter().map(|(field, dispute)| (field.as_str(), dispute)).collect();
            self.put(kind, id, Version { record: &*record, disputes: Some(&disputes) });
        }
    }

    /// A record of one side, with all that is disputed about it there.
    fn adopt(&mut self, side: &Side, kind: RecordKind, id: &Id, version: Version) {
        self.flag(kind, id, side.entries.record(kind, id.as_str()).cloned());
        self.put(kind, id, version);
    }

    fn put(&mut self, kind: RecordKind, id: &Id, version: Version) {
        self.workspace.put_record(kind, id, version.record);
        self.dispute(kind, id, version.disputes);
    }

    fn dispute(&mut self, kind: RecordKind, id: &Id, disputes: Option<&ByField>) {
        for (field, dispute) in disputes.into_iter().flatten() {
            self.disputes.insert(At::new(kind, id, field).to_string(), (*dispute).clone());
        }
    }

    fn flag(&mut self, kind: RecordKind, id: &Id, flag: Option<Dispute>) {
        self.disputes.extend(flag.map(|flag| (key_of(kind, id), flag)));
    }

    fn deletions(&mut self) {
        let [of_theirs, of_ours] = std::mem::take(&mut self.gone);
        let [ours_touched, theirs_touched] = std::mem::take(&mut self.touched);
        let (ours, theirs) = (self.ours, self.theirs);
        let merged = &self.workspace;
        let ours_kept = Deletion {
            deleter: theirs.workspace,
            keeper: ours.workspace,
            gone: &of_theirs,
            touched: &ours_touched,
            merged,
        }
        .kept();
        let theirs_kept = Deletion {
            deleter: ours.workspace,
            keeper: theirs.workspace,
            gone: &of_ours,
            touched: &theirs_touched,
            merged,
        }
        .kept();
        for (kind, id) in of_theirs.difference(&ours_kept) {
            self.workspace.remove_record(*kind, id);
        }
        for (keeper, kept) in [(ours, ours_kept), (theirs, theirs_kept)] {
            for (kind, id) in kept {
                self.keep(keeper, kind, id);
            }
        }
    }

    /// A record that one side deleted stays as the other has it, and people decide.
    fn keep(&mut self, keeper: &Side, kind: RecordKind, id: &str) {
        let Some(base) = self.base else { return };
        let (Some(was), Some(now)) = (base.workspace.record(kind, id), keeper.version(kind, id)) else {
            return;
        };
        let Some(id) = Id::new(id) else { return };
        let mut text = String::new();
        was.print(&mut text, 0);
        let flag = base.entries.record(kind, id.as_str());
        let marks: Vec<&str> = flag.into_iter().flat_map(|flag| &flag.at).map(String::as_str).collect();
        text += &marks.join("\n");
        self.adopt(keeper, kind, &id, now);
        self.disputes.entry(key_of(kind, &id)).or_default().at.insert(mark(&text));
    }

    /// Disputes about what is not there.
    fn loose(&mut self) {
        let sides = [self.base, Some(self.ours), Some(self.theirs)];
        let keys = sides.iter().flatten().flat_map(|side| side.entries.loose().keys());
        for key in keys.collect::<BTreeSet<_>>() {
            let [b, l, r] = sides.map(|side| side?.entries.loose().get(key).copied());
            let subject = Subject::from_key(key);
            if !subject.is_some_and(|subject| is_about_something(&self.workspace, &subject)) {
                self.disputes.extend(merge_loose(b, l, r).map(|dispute| ((*key).to_owned(), dispute)));
            }
        }
    }

    fn finish(mut self) -> Merged {
        self.workspace.disputes = self.disputes;
        let open = self.workspace.open_disputes().map(|(key, dispute)| (key.to_owned(), dispute.clone()));
        self.workspace.disputes = open.collect();
        let sides = [self.ours, self.theirs].map(|side| &side.workspace.disputes);
        let new = self.workspace.disputes.iter();
        let new = new.filter(|(key, dispute)| sides.iter().all(|side| side.get(*key) != Some(dispute)));
        let disputes = new.map(|(key, _)| key.clone()).collect();
        Merged { disputes, reordered: self.reordered, workspace: self.workspace }
    }
}
