//! Which numbers of the readiness model a workspace may set otherwise, by the ids of its `settings`.

use crate::guide::{Bound, Dimension, Importance, SourceKind, TOP_LEVEL, guide};
use crate::text::Lang;

/// What a setting is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SettingKey {
    /// `weight.control.D3`
    Weight(SourceKind, Dimension),
    /// `level.D4.3`: the share from which the level begins.
    Level(Dimension, u8),
    /// `importance.A`: what a source counts for in the index of the site.
    Importance(Importance),
    /// `band.3`: the score from which on it is worth this level.
    Band(u8),
}

impl SettingKey {
    pub fn parse(id: &str) -> Option<SettingKey> {
        let parts: Vec<&str> = id.split('.').collect();
        let key = match parts.as_slice() {
            ["weight", kind, dimension] => {
                SettingKey::Weight(SourceKind::from_key(kind)?, Dimension::from_key(dimension)?)
            }
            ["level", dimension, level] => {
                SettingKey::Level(Dimension::from_key(dimension)?, level.parse().ok()?)
            }
            ["importance", key] => SettingKey::Importance(Importance::from_key(key)?),
            ["band", level] => SettingKey::Band(level.parse().ok()?),
            _ => return None,
        };
        // Only what the model has as a number, and only in the one way of writing it.
        (key.proposed().is_some() && key.id() == id).then_some(key)
    }

    /// Every key there is.
    pub fn all() -> impl Iterator<Item = SettingKey> {
        let weights = SourceKind::ALL
            .into_iter()
            .flat_map(|kind| Dimension::ALL.map(|dimension| SettingKey::Weight(kind, dimension)));
        let levels = Dimension::ALL
            .into_iter()
            .flat_map(|dimension| (0..=TOP_LEVEL).map(move |level| SettingKey::Level(dimension, level)));
        let importance = Importance::ALL.into_iter().map(SettingKey::Importance);
        let bands = (0..=TOP_LEVEL).map(SettingKey::Band);
        weights.chain(levels).chain(importance).chain(bands).filter(|key| key.proposed().is_some())
    }

    pub fn id(self) -> String {
        match self {
            SettingKey::Weight(kind, dimension) => format!("weight.{}.{}", kind.key(), dimension.key()),
            SettingKey::Level(dimension, level) => format!("level.{}.{level}", dimension.key()),
            SettingKey::Importance(importance) => format!("importance.{}", importance.key()),
            SettingKey::Band(level) => format!("band.{level}"),
        }
    }

    /// The number of the guide; None where the model has no such number.
    pub fn proposed(self) -> Option<f64> {
        let model = guide().readiness();
        match self {
            SettingKey::Weight(kind, dimension) => {
                let weights = model.weights.iter().find(|weights| weights.kind == kind)?;
                Some(f64::from(weights.of[dimension.index()]))
            }
            SettingKey::Level(dimension, level) => {
                match model.dimension(dimension).levels.get(usize::from(level))?.from {
                    Bound::Share(share) => Some(share),
                    Bound::Nothing | Bound::There | Bound::Rung | Bound::Count(_) => None,
                }
            }
            SettingKey::Importance(importance) => {
                model.importance.iter().find(|of| of.key == importance).map(|of| f64::from(of.weight))
            }
            // From 0 on it is worth level 0, whatever one sets.
            SettingKey::Band(0) => None,
            SettingKey::Band(level) => {
                model.bands.iter().find(|band| band.level == level).map(|band| f64::from(band.from))
            }
        }
    }

    /// The largest number that makes sense; the smallest is 0.
    pub const fn most(self) -> f64 {
        match self {
            SettingKey::Level(Dimension::D8, _) => 10.0,
            SettingKey::Level(..) => 1.0,
            SettingKey::Weight(..) | SettingKey::Importance(_) | SettingKey::Band(_) => 100.0,
        }
    }

    pub fn takes(self, number: f64) -> bool {
        (0.0..=self.most()).contains(&number)
    }

    pub fn say(self, lang: Lang) -> String {
        let zh = lang == Lang::Zh;
        match self {
            SettingKey::Weight(kind, dimension) => {
                let (kind, label) = (kind.label().say(lang), dimension.model().label.say(lang));
                let key = dimension.key();
                if zh {
                    format!("{kind}的 {key} {label}权重")
                } else {
                    format!("{kind}, weight of {key} {label}")
                }
            }
            SettingKey::Level(dimension, level) => {
                let (key, label) = (dimension.key(), dimension.model().label.say(lang));
                if zh {
                    format!("{key} {label} {level} 级的下限")
                } else {
                    format!("{key} {label}, level {level} from")
                }
            }
            SettingKey::Importance(importance) => {
                let key = importance.key();
                if zh {
                    format!("{key} 类数据源的权重")
                } else {
                    format!("weight of class-{key} sources")
                }
            }
            SettingKey::Band(level) if zh => format!("得分折算 {level} 级的下限"),
            SettingKey::Band(level) => format!("score worth level {level} from"),
        }
    }
}

/// What the record of an id sets; empty for an unknown one.
pub fn setting_name(id: &str, lang: Lang) -> String {
    SettingKey::parse(id).map_or(String::new(), |key| key.say(lang))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_of_the_model_can_be_named_and_nothing_else() {
        let all: Vec<SettingKey> = SettingKey::all().collect();
        // 40 weights; 3 levels of D2 and D4, 4 of D3 and D5 to D9; 3 classes; 4 bands.
        assert_eq!(all.len(), 40 + 2 * 3 + 6 * 4 + 3 + 4);
        for key in all {
            assert_eq!(SettingKey::parse(&key.id()), Some(key));
            assert!(key.takes(key.proposed().unwrap()), "{key:?}");
            assert!(!key.say(Lang::Zh).is_empty() && !key.say(Lang::En).is_empty());
        }
        for id in [
            "",
            "level.D1.2",
            "level.D4.1",
            "level.D3.5",
            "level.d3.2",
            "level.D3.02",
            "weight.plc.D3",
            "band.0",
        ] {
            assert_eq!(SettingKey::parse(id), None, "{id}");
        }
    }
}
