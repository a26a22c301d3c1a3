//! The readiness model as a workspace has it: the numbers of the guide, and those that the workspace sets otherwise.
//! A setting that is no sound number changes nothing; `check` speaks about it.

use super::setting::SettingKey;
use crate::guide::{Bound, Dimension, Importance, SourceKind, TOP_LEVEL};
use crate::workspace::Workspace;
use std::collections::BTreeMap;

#[derive(Debug, Clone, PartialEq, Default)]
pub struct Model {
    set: BTreeMap<SettingKey, f64>,
}

/// A number of the model that is not the proposed one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Changed {
    pub key: SettingKey,
    pub proposed: f64,
    pub now: f64,
}

impl Model {
    pub fn of(workspace: &Workspace) -> Model {
        let sound = workspace.settings.iter().filter_map(|(id, setting)| {
            let key = SettingKey::parse(id.as_str())?;
            Some((key, setting.value.number().filter(|number| key.takes(*number))?))
        });
        Model { set: sound.collect() }
    }

    pub fn number(&self, key: SettingKey) -> f64 {
        self.set.get(&key).copied().or_else(|| key.proposed()).unwrap_or_default()
    }

    pub fn weight(&self, kind: SourceKind, dimension: Dimension) -> f64 {
        self.number(SettingKey::Weight(kind, dimension))
    }

    pub fn importance(&self, importance: Importance) -> f64 {
        self.number(SettingKey::Importance(importance))
    }

    /// From where a level of a dimension begins.
    pub fn bound(&self, dimension: Dimension, level: u8) -> Bound {
        let level_of = |level: u8| dimension.model().levels.get(usize::from(level));
        match level_of(level).map_or(Bound::Nothing, |level| level.from) {
            Bound::Share(_) => Bound::Share(self.number(SettingKey::Level(dimension, level))),
            bound => bound,
        }
    }

    /// The level that a score is worth.
    pub fn band(&self, score: f64) -> u8 {
        // Weights may have decimals: a sum that ought to be 75 is not to fail by its last bit.
        let reaches = |level: &u8| score + 1e-9 >= self.number(SettingKey::Band(*level));
        (1..=TOP_LEVEL).rev().find(reaches).unwrap_or(0)
    }

    /// What differs from the guide, in the order of the keys.
    pub fn changed(&self) -> Vec<Changed> {
        let all = self.set.iter().filter_map(|(key, now)| {
            let proposed = key.proposed()?;
            (proposed.total_cmp(now).is_ne()).then_some(Changed { key: *key, proposed, now: *now })
        });
        all.collect()
    }

    pub fn is_changed(&self, key: SettingKey) -> bool {
        self.changed().iter().any(|changed| changed.key == key)
    }

    /// Dimensions whose levels do not begin one above the other any more.
    pub fn out_of_order(&self) -> Vec<Dimension> {
        let shares = |dimension: Dimension| {
            (0..=TOP_LEVEL).filter_map(move |level| match self.bound(dimension, level) {
                Bound::Share(share) => Some(share),
                _ => None,
            })
        };
        let is_out = |dimension: &Dimension| {
            let shares: Vec<f64> = shares(*dimension).collect();
            shares.windows(2).any(|pair| pair[0] >= pair[1])
        };
        Dimension::ALL.into_iter().filter(is_out).collect()
    }
}

#[cfg(test)]
impl Model {
    /// With other weights of one kind of source.
    pub fn weighing(kind: SourceKind, weight: impl Fn(f64) -> f64) -> Model {
        let keys = Dimension::ALL.map(|dimension| SettingKey::Weight(kind, dimension));
        let set = keys.into_iter().map(|key| (key, weight(key.proposed().unwrap_or_default())));
        Model { set: set.collect() }
    }
}
