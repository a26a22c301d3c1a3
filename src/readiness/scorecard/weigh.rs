//! One option on the scales: its scores as given and as they count, its total, what caps it and what puts it out.

use super::is_weighed;
use crate::guide::{self, Alternative, Band, Cap, CapLimit, Criterion, Knockout, Method, Out, Trigger};
use crate::workspace::{Decision, cell};
use std::cmp::Reverse;
use std::fmt;

/// An option with all that follows from its scores.
#[derive(Debug, Clone)]
pub struct Weighed {
    pub key: String,
    /// None for an option that the users added.
    pub guide: Option<&'static Alternative>,
    /// One for each criterion, in the order of the guide.
    pub scores: Vec<Scored>,
    /// Σ weight × score / highest score as the scores were given, when none is missing.
    pub raw: Option<Total>,
    /// The same with all caps.
    pub total: Option<Total>,
    pub caps: Vec<&'static Cap>,
    /// Knock-outs whose condition is true of it.
    pub fired: Vec<&'static Knockout>,
    /// Those of them that put it out.
    pub out: Vec<&'static Knockout>,
    pub band: Option<&'static Band>,
    /// From 1; equal totals share a rank. None while a score is missing, and for those that are out.
    pub rank: Option<usize>,
    /// Every score of it is needed.
    pub is_asked: bool,
    /// It counts where scores are counted, not summed up.
    pub counts: bool,
    pub is_chosen: bool,
}

#[derive(Debug, Clone)]
pub struct Scored {
    pub criterion: &'static Criterion,
    /// A whole number on the scale; anything else is no score.
    pub given: Option<u8>,
    /// With the caps on scores.
    pub counted: Option<u8>,
}

/// A sum of weight × score over the highest score: 0 to 100, compared exactly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Total {
    points: i64,
    /// The highest score of the scale: the same within a decision.
    of: i64,
}

impl Total {
    pub(super) fn minus(self, other: Total) -> Total {
        Total { points: self.points - other.points, of: self.of }
    }

    pub(super) fn is_below(self, limit: i64) -> bool {
        self.points < limit * self.of
    }

    /// In tenths, rounded.
    pub fn tenths(self) -> i64 {
        (self.points * 20 + self.of).div_euclid(2 * self.of)
    }
}

/// One decimal.
impl fmt::Display for Total {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let tenths = self.tenths();
        let sign = if tenths < 0 { "-" } else { "" };
        write!(f, "{sign}{}.{}", tenths.abs() / 10, tenths.abs() % 10)
    }
}

impl Weighed {
    /// Every score is given.
    pub fn is_scored(&self) -> bool {
        self.scores.iter().all(|scored| scored.given.is_some())
    }

    fn has_scores(&self) -> bool {
        self.scores.iter().any(|scored| scored.given.is_some())
    }
}

/// All options, weighed and not yet ranked.
pub(super) fn options(decision: &'static guide::Decision, filled: &Decision) -> Vec<Weighed> {
    let known = decision.options.iter().map(|option| (option.key.as_str(), Some(option)));
    let own = filled.options.iter().filter(|(key, _)| decision.option(key).is_none());
    let own = own.filter(|(_, name)| decision.own_options && !name.is_empty());
    let own = own.map(|(key, _)| (key, None));
    let mut options: Vec<Weighed> =
        known.chain(own).map(|(key, guide)| option(decision, filled, key, guide)).collect();
    asked(decision, &mut options);
    options
}

fn option(
    decision: &'static guide::Decision,
    filled: &Decision,
    key: &str,
    guide: Option<&'static Alternative>,
) -> Weighed {
    let given = |criterion: &Criterion| {
        let score = filled.scores.get(&format!("{key}/{}", criterion.key))?;
        let score: u8 = score.as_str().trim().parse().ok()?;
        (decision.scale.min..=decision.scale.max).contains(&score).then_some(score)
    };
    let given: Vec<Option<u8>> = decision.criteria.iter().map(given).collect();
    weighed(decision, filled, (key, guide), &given)
}

/// The option as it would stand with these scores.
pub(super) fn weighed(
    decision: &'static guide::Decision,
    filled: &Decision,
    (key, guide): (&str, Option<&'static Alternative>),
    given: &[Option<u8>],
) -> Weighed {
    let pairs = decision.criteria.iter().zip(given);
    let mut scores: Vec<Scored> =
        pairs.map(|(criterion, given)| Scored { criterion, given: *given, counted: *given }).collect();
    let is_true = |when: &Trigger, scores: &[Scored]| match when {
        Trigger::AnyScoreAtMost(limits) => scores.iter().any(|scored| {
            let limit = limits.iter().find(|(key, _)| *key == scored.criterion.key);
            limit.zip(scored.counted).is_some_and(|((_, limit), score)| score <= *limit)
        }),
        Trigger::AnyScoreIs(score) => scores.iter().any(|scored| scored.counted == Some(*score)),
        Trigger::ScoreBelow(key, limit) => scores
            .iter()
            .any(|scored| scored.criterion.key == *key && scored.counted.is_some_and(|score| score < *limit)),
        Trigger::Fields(all) => all.iter().all(|field| {
            let holds = fact(decision, filled, Some(key), &field.field);
            holds.is_some_and(|holds| field.is.contains(&holds))
        }),
    };
    let fired: Vec<&'static Knockout> =
        decision.knockouts.iter().filter(|knockout| is_true(&knockout.when, &scores)).collect();
    let puts_out = |knockout: &&&'static Knockout| match &knockout.then {
        Out::ExcludesIt => true,
        Out::Excludes(keys) => keys.iter().any(|out| out == key),
        Out::Blocks(_) => false,
    };
    let out: Vec<&'static Knockout> = fired.iter().filter(puts_out).copied().collect();
    let raw = sum(decision, &scores, |scored| scored.given);
    let mut caps = vec![];
    for cap in &decision.caps {
        let CapLimit::Scores(limits) = &cap.limit else { continue };
        if !is_true(&cap.when, &scores) {
            continue;
        }
        for scored in &mut scores {
            let limit = limits.iter().find(|(key, _)| *key == scored.criterion.key);
            if let Some((_, limit)) = limit
                && scored.counted.is_some_and(|score| score > *limit)
            {
                scored.counted = Some(*limit);
                if !caps.iter().any(|known: &&Cap| known.key == cap.key) {
                    caps.push(cap);
                }
            }
        }
    }
    let mut total = sum(decision, &scores, |scored| scored.counted);
    for cap in &decision.caps {
        if let (CapLimit::Total(limit), Some(sum)) = (&cap.limit, &mut total)
            && is_true(&cap.when, &scores)
        {
            let limit = i64::from(*limit) * sum.of;
            if sum.points > limit {
                sum.points = limit;
                caps.push(cap);
            }
        }
    }
    let band = |total: Total| decision.bands.iter().find(|band| !total.is_below(i64::from(band.from)));
    Weighed {
        key: key.to_owned(),
        guide,
        raw,
        band: total.and_then(band),
        total,
        scores,
        caps,
        fired,
        out,
        rank: None,
        is_asked: false,
        counts: false,
        is_chosen: filled.choice.contains(key),
    }
}

fn sum(
    decision: &guide::Decision,
    scores: &[Scored],
    score: impl Fn(&Scored) -> Option<u8>,
) -> Option<Total> {
    let parts =
        scores.iter().map(|scored| Some(i64::from(scored.criterion.weight) * i64::from(score(scored)?)));
    let points = parts.sum::<Option<i64>>()?;
    is_weighed(decision).then(|| Total { points, of: i64::from(decision.scale.max).max(1) })
}

/// A fact as a word that conditions know: the key of a choice, `yes` or `no`. Asked once, or for an option.
pub(super) fn fact(
    decision: &guide::Decision,
    filled: &Decision,
    option: Option<&str>,
    key: &str,
) -> Option<String> {
    let field = decision.fields.iter().find(|field| field.key == key)?;
    let at = if field.per_option { format!("{}/{key}", option?) } else { key.to_owned() };
    let cell = cell::parse(&field.kind, filled.facts.get(&at)?.as_str()).ok()?;
    (!cell.is_empty()).then(|| cell.text())
}

/// Which options need all their scores, and which of them are counted where the worst line decides.
fn asked(decision: &guide::Decision, options: &mut [Weighed]) {
    let any_scored = options.iter().any(Weighed::has_scores);
    let any_chosen = options.iter().any(|option| option.is_chosen);
    for option in options {
        let is_hidden = option.guide.is_some_and(|guide| guide.hidden);
        let is_asked = match decision.method {
            Method::WorstLine if any_chosen => option.is_chosen,
            Method::WorstLine => option.has_scores() || !any_scored,
            Method::WeightedSum if decision.min_scored.is_some() || is_hidden => option.has_scores(),
            Method::WeightedSum => true,
        };
        option.counts = is_asked;
        option.is_asked = is_asked && option.out.is_empty();
    }
}

pub(super) fn rank(options: &mut [Weighed]) {
    let mut totals: Vec<Total> =
        options.iter().filter(|option| option.out.is_empty()).filter_map(|option| option.total).collect();
    totals.sort_by_key(|total| Reverse(*total));
    for option in options.iter_mut().filter(|option| option.out.is_empty()) {
        let place = |total: Total| totals.iter().position(|other| *other == total);
        option.rank = option.total.and_then(place).map(|before| before + 1);
    }
}
