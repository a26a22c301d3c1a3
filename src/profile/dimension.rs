//! From figures to dimensions: D3 to D7 of an export, D2 and D6 of a tag list, as far as a file tells them. What it
//! does not tell stays unmeasured. Levels and rules are the guide's.

use super::Profile;
use super::column::Kind;
use super::share;
use crate::guide::{Bound, CapWhen, Dimension, FigureKey, SourceKind, TOP_LEVEL, guide};
use crate::readiness::Model;
use crate::text::{Bilingual, Lang};
use std::collections::BTreeMap;

/// Figures by their names.
pub type FigureMap = BTreeMap<FigureKey, f64>;

/// A dimension that was measured.
#[derive(Debug, Clone, PartialEq)]
pub struct Measured {
    pub value: f64,
    /// What it is made of.
    pub factors: Vec<(FigureKey, f64)>,
    pub level: u8,
    /// The level without the caps.
    pub uncapped: u8,
    /// Why the level is no higher than it is.
    pub caps: Vec<&'static Bilingual>,
}

impl Measured {
    /// The formula, what the level says, and what caps it.
    pub fn rule(&self, dimension: Dimension, lang: Lang) -> String {
        let model = dimension.model();
        let says = model.levels.get(usize::from(self.level)).map_or("", |level| level.says.say(lang));
        let (colon, semicolon) = if lang == Lang::Zh { ("：", "；") } else { (": ", "; ") };
        let caps = self.caps.iter().map(|cap| format!("{semicolon}{}", cap.say(lang)));
        format!(
            "{}{semicolon}L{}{colon}{says}{}",
            model.formula.say(lang),
            self.level,
            caps.collect::<String>()
        )
    }
}

/// The dimensions whose value is among the figures, with the model's numbers for a kind of source; without a kind,
/// as for equipment.
pub fn dimensions(
    figures: &FigureMap,
    model: &Model,
    kind: Option<SourceKind>,
) -> BTreeMap<Dimension, Measured> {
    let measured = Dimension::ALL.into_iter().filter_map(|dimension| {
        let key = FigureKey::of(dimension)?;
        let value = *figures.get(&key)?;
        let of_it =
            |(factor, _): &(&FigureKey, &f64)| factor.dimension() == Some(dimension) && **factor != key;
        let factors = figures.iter().filter(of_it).map(|(factor, value)| (*factor, *value)).collect();
        let uncapped = level(model, dimension, value);
        let caps = caps(figures, dimension, kind);
        let level = caps.iter().map(|(level, _)| *level).min().unwrap_or(TOP_LEVEL).min(uncapped);
        let caps = caps.into_iter().filter(|(cap, _)| *cap < uncapped).map(|(_, says)| says).collect();
        Some((dimension, Measured { value, factors, level, uncapped, caps }))
    });
    measured.collect()
}

fn level(model: &Model, dimension: Dimension, value: f64) -> u8 {
    let reaches = |level: &u8| match model.bound(dimension, *level) {
        Bound::Nothing | Bound::There => true,
        Bound::Share(share) => value >= share,
        Bound::Rung | Bound::Count(_) => false,
    };
    (0..=TOP_LEVEL).rev().find(reaches).unwrap_or(0)
}

fn caps(
    figures: &FigureMap,
    dimension: Dimension,
    kind: Option<SourceKind>,
) -> Vec<(u8, &'static Bilingual)> {
    let figure = |key: FigureKey| figures.get(&key).copied();
    let is_true = |when: CapWhen| match when {
        CapWhen::ClockBack => figure(FigureKey::TimeBackSteps).is_some_and(|steps| steps > 0.0),
        CapWhen::GapOver(periods) => figure(FigureKey::TimeLongestGap)
            .zip(figure(FigureKey::TimeNominal))
            .is_some_and(|(gap, nominal)| gap > f64::from(periods) * nominal),
        CapWhen::FewerChecked(tags) => {
            figure(FigureKey::D2Checked).is_none_or(|checked| checked < f64::from(tags))
        }
        // Known to people only.
        CapWhen::NoCalibration | CapWhen::OnlineBelow(_) => false,
    };
    let is_meant = |kinds: &[SourceKind]| kinds.is_empty() || kind.is_none_or(|kind| kinds.contains(&kind));
    let caps = dimension.model().caps.iter().filter(|cap| is_meant(&cap.kinds) && is_true(cap.when));
    caps.map(|cap| (cap.level, &cap.says)).collect()
}

/// Whether a unit is one of the vocabulary of the tag register.
pub fn is_in_vocabulary(unit: &str) -> bool {
    let column = guide().register("tags").and_then(|tags| tags.column("unit"));
    column.is_some_and(|column| column.kind.choice(unit).is_some())
}

/// The figures of an export.
#[expect(clippy::cast_precision_loss, reason = "counts below 2^53")]
pub(super) fn figures_of(profile: &Profile) -> FigureMap {
    let mut figures = FigureMap::new();
    figures.insert(FigureKey::Rows, profile.rows as f64);
    if profile.rows == 0 {
        return figures;
    }
    let fill = share(profile.filled, profile.cells);
    figures.insert(FigureKey::D3Fill, fill);
    let mut complete = fill;
    if let Some(time) = &profile.time {
        for (key, value) in [
            (FigureKey::TimeNominal, time.nominal_s),
            (FigureKey::TimeExpected, time.expected.map(|n| n as f64)),
            (FigureKey::TimeDistinct, Some(time.distinct.value as f64)),
            (FigureKey::TimeCoverage, time.coverage),
            (FigureKey::TimeStepShare, time.step_share),
            (FigureKey::TimeLongestGap, time.longest_gap_s),
            (FigureKey::TimeBackSteps, Some(time.back_steps as f64)),
            (FigureKey::TimeDuplicates, Some(time.duplicates as f64)),
        ] {
            figures.extend(value.map(|value| (key, value)));
        }
        if let Some(coverage) = time.coverage {
            figures.insert(FigureKey::D3Records, coverage.min(1.0));
            complete *= coverage.min(1.0);
        }
        if let Some(steps) = time.step_share {
            figures.insert(FigureKey::D4, steps);
            figures.insert(FigureKey::D4Steps, steps);
        }
        figures.insert(FigureKey::D6Keys, time.stamped as f64);
        figures.insert(FigureKey::D6Duplicates, time.duplicates as f64);
        figures.insert(FigureKey::D6, 1.0 - share(time.duplicates, time.stamped));
    }
    // Without a period nobody knows how many records there ought to be: half of D3 is not D3.
    if figures.contains_key(&FigureKey::D3Records) {
        figures.insert(FigureKey::D3, complete);
    }
    validity(profile, &mut figures);
    let units: Vec<&str> = profile.columns.iter().filter_map(|column| column.unit.as_deref()).collect();
    if !units.is_empty() {
        let known = units.iter().filter(|unit| is_in_vocabulary(unit)).count();
        let share = share(known as u64, units.len() as u64);
        figures.insert(FigureKey::D7Units, share);
        figures.insert(FigureKey::D7, share);
    }
    figures
}

/// D5 and the checks that could be made: types always, the others where the register or the file knows of them.
fn validity(profile: &Profile, figures: &mut FigureMap) {
    if profile.checked == 0 {
        return;
    }
    let pass = 1.0 - share(profile.failed, profile.checked);
    figures.insert(FigureKey::D5Pass, pass);
    let is_data = |column: &&super::Column| column.kind != Kind::Empty;
    let columns = || profile.columns.iter().filter(is_data);
    let filled = |of: &dyn Fn(&super::Column) -> Option<u64>| {
        let (mut wrong, mut all) = (0, 0);
        for column in columns() {
            if let Some(n) = of(column) {
                (wrong, all) = (wrong + n, all + column.filled);
            }
        }
        (all > 0).then(|| 1.0 - share(wrong, all))
    };
    let passing = [
        (FigureKey::D5Type, filled(&|column| Some(column.misfits))),
        (FigureKey::D5Range, filled(&|column| column.outside)),
        (FigureKey::D5List, filled(&|column| column.unlisted)),
        (
            FigureKey::D5Quality,
            (profile.judged > 0).then(|| 1.0 - share(profile.bad_quality, profile.judged)),
        ),
    ];
    figures.extend(passing.into_iter().filter_map(|(key, value)| Some((key, value?))));
    let is_given = columns().any(|column| column.stuck.is_some_and(|stuck| stuck.is_given));
    let stuck = if is_given {
        let records = columns().filter_map(|column| column.stuck.filter(|stuck| stuck.is_given));
        let stuck = share(records.map(|stuck| stuck.records).sum(), profile.checked);
        figures.insert(FigureKey::D5Stuck, stuck);
        stuck
    } else {
        0.0
    };
    figures.insert(FigureKey::D5, (pass - stuck).max(0.0));
}
