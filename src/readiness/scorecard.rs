//! Decisions weighed: totals, caps and knock-outs by name, ranks, the margin, what would change the winner, what is
//! missing, and the verdict. Pure; people choose, and may choose otherwise with a reason. The rules are those of
//! `data/guide/decisions.ron`: knock-outs first, then caps on scores, the total, caps on the total, band and rank.

mod swap;
mod weigh;
mod words;

use crate::guide::{self, Chosen, Knockout, Method, Need, Out, Standard, VerdictWhen, guide};
use crate::workspace::{Decision, Text, Workspace};
pub use swap::Swap;
pub use weigh::{Scored, Total, Weighed};

/// One decision as it stands.
#[derive(Debug, Clone)]
pub struct Scorecard {
    pub decision: &'static guide::Decision,
    /// Those of the guide in its order, then those that the users added.
    pub options: Vec<Weighed>,
    pub missing: Vec<Missing>,
    /// The last chosen before the best that is not chosen; while nothing is chosen, the first before the second.
    /// Negative where a better one was passed over. In points of [`Total`].
    pub margin: Option<Total>,
    pub swap: Option<Swap>,
    pub verdict: &'static guide::DecisionVerdict,
    pub making: Making,
}

/// What a scorecard lacks before there is a verdict. Keys of option and criterion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Missing {
    /// Nobody has named an option yet.
    Options,
    Score(String, String),
    Needed(Need, String, String),
    /// Without an option where it is asked once. It keeps no verdict waiting, but a knock-out or cap that nobody
    /// has looked at.
    Fact(Option<String>, String),
}

/// Whether people have decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Making {
    /// There is nothing to decide: another decision chose one of these.
    Skipped(&'static Chosen),
    Open(Vec<Lack>),
    Made,
}

/// What a decision lacks before it is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lack {
    /// The scorecard is incomplete.
    Verdict,
    Choice,
    Reason,
    Day,
    Who,
}

impl Scorecard {
    /// None for a key that the guide does not know.
    pub fn of(workspace: &Workspace, key: &str) -> Option<Scorecard> {
        let decision = guide().decision(key)?;
        let empty = Decision::default();
        let filled = workspace.decisions.get(key).unwrap_or(&empty);
        let mut options = weigh::options(decision, filled);
        weigh::rank(&mut options);
        let missing = missing(decision, filled, &options);
        let margin = margin(&options);
        let mut card = Scorecard {
            swap: swap::swap(decision, filled, &options),
            verdict: decision.verdicts.last().expect("every decision of the guide has a verdict"),
            making: Making::Made,
            decision,
            options,
            missing,
            margin,
        };
        if let Some(first) = decision.verdicts.iter().find(|verdict| card.holds(&verdict.when)) {
            card.verdict = first;
        }
        card.making = making(workspace, filled, &card);
        Some(card)
    }

    pub fn option(&self, key: &str) -> Option<&Weighed> {
        self.options.iter().find(|option| option.key == key)
    }

    pub fn chosen(&self) -> impl Iterator<Item = &Weighed> {
        self.options.iter().filter(|option| option.is_chosen)
    }

    /// The best first.
    pub fn ranking(&self) -> Vec<&Weighed> {
        let mut ranked: Vec<&Weighed> = self.options.iter().filter(|option| option.rank.is_some()).collect();
        ranked.sort_by_key(|option| option.rank);
        ranked
    }

    /// Whether the chosen lie too close to the others to be chosen without a talk.
    pub fn is_close(&self) -> bool {
        let below = self.decision.margin.as_ref().map(|margin| i64::from(margin.below));
        self.margin.zip(below).is_some_and(|(margin, below)| margin.is_below(below))
    }

    /// The part of GB/T 23031 that each chosen option has to itself.
    pub fn parts(&self) -> Vec<(&Weighed, &'static Standard)> {
        let part = |option: &Weighed| guide().standard(option.guide?.part.as_deref()?);
        self.chosen().filter_map(|option| Some((option, part(option)?))).collect()
    }

    /// The knock-out that keeps a gate from being passed.
    pub fn blocks(&self, gate: &str) -> Option<&'static Knockout> {
        let blocks = |knockout: &Knockout| matches!(&knockout.then, Out::Blocks(blocked) if blocked == gate);
        let mut fired = self.options.iter().filter(|option| option.counts).flat_map(|option| &option.fired);
        fired.find(|knockout| blocks(knockout)).copied()
    }

    fn is_incomplete(&self) -> bool {
        self.missing.iter().any(|missing| !matches!(missing, Missing::Fact(..)))
    }

    fn holds(&self, when: &VerdictWhen) -> bool {
        match when {
            VerdictWhen::ScoreMissing => self.is_incomplete(),
            VerdictWhen::TooFewScored => {
                let scored = self.options.iter().filter(|option| option.is_scored()).count();
                self.decision.min_scored.is_some_and(|min| scored < min)
            }
            VerdictWhen::NoOptionInBand(bands) => !self.options.iter().any(|option| {
                option.rank.is_some() && option.band.is_some_and(|band| bands.contains(&band.key))
            }),
            VerdictWhen::TooClose => self.is_close(),
            VerdictWhen::AtLeast { count, score } => {
                let scores = |option: &Weighed| {
                    option.scores.iter().filter(|scored| scored.counted == Some(*score)).count()
                };
                self.options.iter().any(|option| option.counts && scores(option) >= *count)
            }
            VerdictWhen::AnyOf(all) => all.iter().any(|when| self.holds(when)),
            VerdictWhen::Otherwise => true,
        }
    }

    /// Of the two verdicts that say "not yet", this one waits for scores; the others are for people to judge.
    fn waits(&self) -> bool {
        fn is_about_scores(when: &VerdictWhen) -> bool {
            match when {
                VerdictWhen::ScoreMissing | VerdictWhen::TooFewScored => true,
                VerdictWhen::AnyOf(all) => all.iter().any(is_about_scores),
                _ => false,
            }
        }
        is_about_scores(&self.verdict.when)
    }
}

fn margin(options: &[Weighed]) -> Option<Total> {
    let ranked = || options.iter().filter(|option| option.rank.is_some());
    let best = |chosen: bool| ranked().filter(|o| o.is_chosen == chosen).filter_map(|o| o.total).max();
    if !options.iter().any(|option| option.is_chosen) {
        let mut totals: Vec<Total> = ranked().filter_map(|option| option.total).collect();
        totals.sort_unstable();
        return match totals.as_slice() {
            [.., second, first] => Some(first.minus(*second)),
            _ => None,
        };
    }
    // A choice without a rank lies neither before nor behind.
    if options.iter().any(|option| option.is_chosen && option.rank.is_none()) {
        return None;
    }
    let last = ranked().filter(|option| option.is_chosen).filter_map(|option| option.total).min()?;
    Some(last.minus(best(false)?))
}

fn missing(decision: &guide::Decision, filled: &Decision, options: &[Weighed]) -> Vec<Missing> {
    let mut missing = vec![];
    if options.is_empty() {
        missing.push(Missing::Options);
    }
    for option in options.iter().filter(|option| option.is_asked) {
        for scored in &option.scores {
            let (key, criterion) = (option.key.clone(), scored.criterion.key.clone());
            let Some(score) = scored.given else {
                missing.push(Missing::Score(key, criterion));
                continue;
            };
            let at = format!("{key}/{criterion}");
            let needs = decision.needs.iter().filter(|needs| needs.score.is_none_or(|of| of == score));
            let lacks = needs.flat_map(|needs| &needs.needs).filter(|need| !has(filled, **need, &at));
            missing.extend(lacks.map(|need| Missing::Needed(*need, key.clone(), criterion.clone())));
        }
    }
    for field in &decision.fields {
        let asked = options.iter().filter(|option| option.is_asked || option.is_chosen);
        let asked = asked.filter(|o| field.only_for.is_empty() || field.only_for.contains(&o.key));
        if !field.per_option {
            let is_known = weigh::fact(decision, filled, None, &field.key).is_some();
            missing.extend((!is_known).then(|| Missing::Fact(None, field.key.clone())));
            continue;
        }
        let unknown = asked.filter(|o| weigh::fact(decision, filled, Some(&o.key), &field.key).is_none());
        missing.extend(unknown.map(|option| Missing::Fact(Some(option.key.clone()), field.key.clone())));
    }
    missing
}

fn has(filled: &Decision, need: Need, at: &str) -> bool {
    let text = |text: Option<&str>| text.is_some_and(|text| !text.trim().is_empty());
    match need {
        Need::Ground => filled.grounds.get(at).is_some_and(|ground| !ground.text().trim().is_empty()),
        Need::Owner => text(filled.owners.get(at).map(Text::as_str)),
        Need::Condition => text(filled.conditions.get(at).map(Text::as_str)),
        Need::Due => filled.due.get(at).is_some_and(|day| day.date().is_some()),
    }
}

fn making(workspace: &Workspace, filled: &Decision, card: &Scorecard) -> Making {
    if let Some(skip) = card.decision.skip_when.as_ref().filter(|skip| is_chosen(workspace, skip)) {
        return Making::Skipped(skip);
    }
    let chosen = card.chosen().count();
    let is_known = filled.choice.iter().all(|key| card.option(key).is_some());
    let fits = (card.decision.choose.min..=card.decision.choose.max).contains(&chosen) && is_known;
    let lacks = [
        (Lack::Verdict, card.waits()),
        (Lack::Choice, !fits),
        (Lack::Reason, filled.reason.text().trim().is_empty()),
        (Lack::Day, filled.on.date().is_none()),
        (Lack::Who, filled.by.as_str().trim().is_empty()),
    ];
    let lacks: Vec<Lack> = lacks.into_iter().filter(|(_, lacks)| *lacks).map(|(lack, _)| lack).collect();
    if lacks.is_empty() { Making::Made } else { Making::Open(lacks) }
}

/// Whether another decision chose one of the options that make a question idle.
pub(super) fn is_chosen(workspace: &Workspace, chosen: &Chosen) -> bool {
    let decision = workspace.decisions.get(&chosen.decision);
    decision.is_some_and(|decision| chosen.options.iter().any(|option| decision.choice.contains(option)))
}

/// Whether totals are weighed at all.
fn is_weighed(decision: &guide::Decision) -> bool {
    decision.method == Method::WeightedSum
}
