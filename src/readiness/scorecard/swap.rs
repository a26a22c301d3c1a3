//! What would change the winner: the smallest change of one score.

use super::weigh::{Weighed, weighed};
use crate::guide;
use crate::workspace::Decision;

/// Of the ranked options, only so many of the best are tried against the winner.
const RIVALS: usize = 8;

/// One score that, changed by the fewest points, takes the first rank from the winner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Swap {
    /// The option that would win.
    pub winner: String,
    /// Whose score changes.
    pub option: String,
    pub criterion: String,
    pub from: u8,
    pub to: u8,
}

/// None while fewer than two options have a rank, and where no single score is enough.
pub(super) fn swap(
    decision: &'static guide::Decision,
    filled: &Decision,
    options: &[Weighed],
) -> Option<Swap> {
    let mut ranked: Vec<&Weighed> = options.iter().filter(|option| option.rank.is_some()).collect();
    ranked.sort_by_key(|option| option.rank);
    let (winner, rivals) = ranked.split_first()?;
    let mut best: Option<(u8, Swap)> = None;
    for rival in rivals.iter().take(RIVALS) {
        // The rival gains, or the winner loses.
        for changed in [*rival, *winner] {
            for (at, scored) in changed.scores.iter().enumerate() {
                let Some(from) = scored.given else { continue };
                for to in decision.scale.min..=decision.scale.max {
                    let by = from.abs_diff(to);
                    if by == 0 || best.as_ref().is_some_and(|(least, _)| *least <= by) {
                        continue;
                    }
                    let mut given: Vec<Option<u8>> = changed.scores.iter().map(|s| s.given).collect();
                    if let Some(score) = given.get_mut(at) {
                        *score = Some(to);
                    }
                    let then = weighed(decision, filled, (&changed.key, changed.guide), &given);
                    let (first, second) =
                        if changed.key == rival.key { (&then, *winner) } else { (*rival, &then) };
                    if wins(first, second) {
                        let swap = Swap {
                            winner: rival.key.clone(),
                            option: changed.key.clone(),
                            criterion: scored.criterion.key.clone(),
                            from,
                            to,
                        };
                        best = Some((by, swap));
                    }
                }
            }
        }
    }
    best.map(|(_, swap)| swap)
}

fn wins(first: &Weighed, second: &Weighed) -> bool {
    first.out.is_empty() && (!second.out.is_empty() || first.total > second.total)
}
