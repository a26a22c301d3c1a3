//! A scorecard as a table: its lines, what a cell says, how wide its columns are.

use super::DecisionsPane;
use crate::guide::{Decision, Method};
use crate::readiness::{Making, Missing, Scorecard, Weighed};
use crate::text::{Lang, width, wrap};
use crate::tui::pane::Context;
use crate::tui::theme::Role;
use crate::workspace::{Workspace, cell};
use ratatui::layout::Rect;

/// What a line of the table asks. The numbers count the criteria and facts of the guide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    Criterion(usize),
    Fact(usize),
    /// Which option people chose.
    Choice,
}

pub fn lines(decision: &Decision) -> Vec<Line> {
    let criteria = (0..decision.criteria.len()).map(Line::Criterion);
    let facts = (0..decision.fields.len()).map(Line::Fact);
    criteria.chain(facts).chain([Line::Choice]).collect()
}

/// The key of the criterion or fact of a line.
pub fn key(decision: &Decision, line: Line) -> Option<&str> {
    match line {
        Line::Criterion(at) => decision.criteria.get(at).map(|criterion| criterion.key.as_str()),
        Line::Fact(at) => decision.fields.get(at).map(|field| field.key.as_str()),
        Line::Choice => None,
    }
}

/// What stands at the left of a line.
pub fn label(decision: &Decision, line: Line, lang: Lang) -> String {
    match line {
        Line::Criterion(at) => decision.criteria[at].label.say(lang).to_owned(),
        Line::Fact(at) => decision.fields[at].label.say(lang).to_owned(),
        Line::Choice => if lang == Lang::Zh { "选定" } else { "chosen" }.to_owned(),
    }
}

/// The weight of a criterion; empty where nothing is weighed.
pub fn weight(decision: &Decision, line: Line) -> String {
    match line {
        Line::Criterion(at) if decision.criteria[at].weight > 0 => {
            format!("{}%", decision.criteria[at].weight)
        }
        _ => String::new(),
    }
}

/// Decided, or nothing to decide.
pub fn is_settled(card: &Scorecard) -> bool {
    matches!(card.making, Making::Made | Making::Skipped(_))
}

/// The sign of a decision in the list.
pub fn sign(card: &Scorecard) -> (Role, &'static str) {
    let has_scores = card.options.iter().any(|o| o.scores.iter().any(|scored| scored.given.is_some()));
    match card.making {
        Making::Made if card.verdict.negative => (Role::Bad, "✗"),
        Making::Made => (Role::Good, "✓"),
        Making::Skipped(_) => (Role::Faint, "–"),
        Making::Open(_) if has_scores => (Role::Doing, "▸"),
        Making::Open(_) => (Role::Plain, "·"),
    }
}

/// What a cell says, with the sign of what it lacks.
pub fn cell(
    card: &Scorecard,
    option: &Weighed,
    line: Line,
    workspace: &Workspace,
    lang: Lang,
) -> (Role, String) {
    let lacks = |at: &str| {
        card.missing.iter().any(|missing| missing.place() == (Some(option.key.as_str()), Some(at)))
    };
    match line {
        Line::Criterion(at) => {
            let scored = &option.scores[at];
            let (Some(given), key) = (scored.given, scored.criterion.key.as_str()) else {
                return (Role::Faint, "·".into());
            };
            let name = given.checked_sub(card.decision.scale.min).and_then(|n| {
                card.decision.scale.labels.get(usize::from(n)).map(|label| format!(" {}", label.say(lang)))
            });
            let capped = scored.counted.filter(|counted| *counted != given);
            let text = match capped {
                Some(counted) => format!("{given}→{counted}"),
                None => format!("{given}{}", name.unwrap_or_default()),
            };
            match (lacks(key), capped) {
                (true, _) => (Role::Warn, format!("{text} !")),
                (false, Some(_)) => (Role::Warn, text),
                (false, None) => (Role::Plain, text),
            }
        }
        Line::Fact(at) => {
            let field = &card.decision.fields[at];
            if !field.only_for.is_empty() && !field.only_for.contains(&option.key) {
                return (Role::Faint, "–".into());
            }
            fact(card, field.per_option.then_some(option.key.as_str()), at, workspace, lang)
        }
        Line::Choice if option.is_chosen && !option.out.is_empty() => (Role::Bad, "✓ ✗".into()),
        Line::Choice if option.is_chosen => (Role::Good, "✓".into()),
        Line::Choice if !option.out.is_empty() => {
            (Role::Bad, if lang == Lang::Zh { "✗ 排除" } else { "✗ out" }.into())
        }
        Line::Choice => (Role::Faint, "·".into()),
    }
}

/// A fact as it is read, asked once or for an option.
pub fn fact(
    card: &Scorecard,
    option: Option<&str>,
    at: usize,
    workspace: &Workspace,
    lang: Lang,
) -> (Role, String) {
    let field = &card.decision.fields[at];
    let place = option.map_or(field.key.clone(), |option| format!("{option}/{}", field.key));
    let held = workspace.decisions.get(&card.decision.key).and_then(|held| held.facts.get(&place));
    let typed = held.map_or("", |typed| typed.as_str());
    let is_missing = card.missing.contains(&Missing::Fact(option.map(str::to_owned), field.key.clone()));
    match cell::parse(&field.kind, typed) {
        Ok(cell) if !cell.is_empty() => (Role::Plain, cell.show(&field.kind, lang)),
        Ok(_) if is_missing => (Role::Warn, "?".into()),
        Ok(_) => (Role::Faint, "·".into()),
        // What does not fit is shown as it was typed.
        Err(_) => (Role::Warn, format!("{typed} !")),
    }
}

/// How the table lies in its room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grid {
    pub label: u16,
    pub column: u16,
    pub columns: usize,
    /// Lines of the head with the names of the options.
    pub head: u16,
    /// Lines that scroll.
    pub rows: usize,
    /// Lines of totals below them.
    pub foot: u16,
}

impl DecisionsPane {
    /// How many lines and options the window of the scorecard shows.
    pub(super) fn window(&self, area: Option<Rect>, context: &Context) -> (usize, usize) {
        let grid = area.and_then(|area| self.grid(area, context));
        grid.map_or((1, 1), |grid| (grid.rows.max(1), grid.columns.max(1)))
    }

    pub(super) fn grid(&self, area: Rect, context: &Context) -> Option<Grid> {
        let lang = context.lang;
        let card = self.card()?;
        let options = u16::try_from(self.options().len()).unwrap_or(u16::MAX).max(1);
        let label = u16::try_from(DecisionsPane::label_cells(card, lang)).unwrap_or(u16::MAX);
        let label = label.min(area.width * 2 / 5);
        let room = area.width.saturating_sub(label + 1);
        let (least, most) = match (card.decision.method, lang) {
            (Method::WorstLine, _) => (16, 24),
            (Method::WeightedSum, Lang::Zh) => (8, 14),
            (Method::WeightedSum, Lang::En) => (9, 22),
        };
        let column = (room / options).clamp(least, most);
        let weighs = card.decision.method == Method::WeightedSum;
        let room_of_name = usize::from(column.saturating_sub(1)).max(2);
        let names = self.options().into_iter().map(|option| card.name(&option.key, context.workspace, lang));
        let lines = names.map(|name| name_lines(&name, room_of_name).len()).max().unwrap_or(1);
        let head = u16::try_from(lines).unwrap_or(HEAD).clamp(1, HEAD);
        let foot = if weighs { 2 } else { 0 };
        Some(Grid {
            label,
            column,
            columns: usize::from(room / column),
            head,
            rows: usize::from(area.height.saturating_sub(TITLE + head + foot)),
            foot,
        })
    }

    /// Cells in which every name is read without breaking a word, and what stands before them.
    pub(super) fn wanted(&self, context: &Context) -> u16 {
        let lang = context.lang;
        let Some(card) = self.card() else { return 0 };
        let options = self.options();
        let names = options.iter().map(|option| card.name(&option.key, context.workspace, lang));
        let word = names.filter_map(|name| name.split_whitespace().map(width).max()).max().unwrap_or(0);
        let cells = DecisionsPane::label_cells(card, lang) + (word + 1).min(MOST_OF_NAME) * options.len() + 1;
        u16::try_from(cells).unwrap_or(u16::MAX)
    }

    /// Labels with their weights: a blank before the weight and two behind it.
    fn label_cells(card: &Scorecard, lang: Lang) -> usize {
        let cells = |line| width(&label(card.decision, line, lang)) + 1 + width(&weight(card.decision, line));
        lines(card.decision).into_iter().map(cells).max().unwrap_or(0) + 2
    }

    /// Lines that the whole scorecard takes.
    pub(super) fn height(&self, area: Rect, context: &Context) -> u16 {
        let lines = self.card().map_or(0, |card| lines(card.decision).len());
        let beside = self.grid(area, context).map_or(0, |grid| grid.head + grid.foot);
        TITLE + beside + u16::try_from(lines).unwrap_or(u16::MAX)
    }
}

/// Lines above the table.
pub const TITLE: u16 = 2;

/// Cells of a name that the scorecard asks for at most.
const MOST_OF_NAME: usize = 16;

/// Lines that the names of the options have at most.
const HEAD: u16 = 4;

/// The name of an option in a column of this many cells. A word that is too long for it is broken in equal parts, with
/// a hyphen where it has letters.
pub fn name_lines(name: &str, room: usize) -> Vec<String> {
    let words: Vec<&str> = name.split_whitespace().collect();
    let is_broken =
        |word: &&str| word.chars().all(|c| c.is_ascii_alphabetic()) && width(word) > room && room > 2;
    if !words.iter().any(is_broken) {
        return wrap(name, room);
    }
    let mut lines: Vec<String> = vec![];
    for word in words {
        if is_broken(&word) {
            let letters: Vec<char> = word.chars().collect();
            let parts = letters.len().div_ceil(room - 1);
            let pieces: Vec<&[char]> = letters.chunks(letters.len().div_ceil(parts)).collect();
            for (n, piece) in pieces.iter().enumerate() {
                let hyphen = if n + 1 < pieces.len() { "-" } else { "" };
                lines.push(piece.iter().collect::<String>() + hyphen);
            }
            continue;
        }
        match lines.last_mut() {
            Some(line) if width(line) + 1 + width(word) <= room => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.extend(wrap(word, room)),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_read_whole_in_a_narrow_column() {
        let of = |name, room| name_lines(name, room);
        assert_eq!(of("digital management", 10), ["digital", "management"]);
        assert_eq!(of("networked collaboration", 10), ["networked", "collabo-", "ration"]);
        assert_eq!(of("intelligent manufacturing", 10), ["intell-", "igent", "manufac-", "turing"]);
        assert_eq!(of("网络化协同", 6), ["网络化", "协同"]);
        assert_eq!(of("service", 10), ["service"]);
        for room in 1..30 {
            for name in ["personalised customisation", "网络化 collaboration", ""] {
                assert!(of(name, room).iter().all(|line| width(line) <= room.max(2)), "{name} in {room}");
            }
        }
    }
}
