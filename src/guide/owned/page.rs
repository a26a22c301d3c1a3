//! Which lines are the text of a standard, and which belong to the page or stand around it: the cover, the table of
//! contents, running headers, page numbers, the title above clause 1.

use super::line::Line;
use super::mark::{self, is_dash};
use std::collections::{HashMap, HashSet};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    Cover,
    Contents,
    /// A running header, a page number.
    Page,
    /// Digits alone: a page number, or a clause number above its title.
    Digits,
    /// The title of the standard where the text begins again.
    Title,
    Body,
}

/// `own` is the number of the standard, where it is known.
pub fn places(lines: &[Line], own: Option<&str>, page: Option<usize>) -> Vec<Place> {
    let mut places = vec![Place::Body; lines.len()];
    let start = start(lines);
    let contents = contents(lines);
    for (i, line) in lines.iter().enumerate() {
        places[i] = if i < start {
            Place::Cover
        } else if contents.contains(&i) {
            Place::Contents
        } else if is_own_number(line, own) || is_page_number(&line.tight) {
            Place::Page
        } else if line.tight.len() <= 3 && line.tight.chars().all(|c| c.is_ascii_digit()) {
            Place::Digits
        } else {
            Place::Body
        };
    }
    running(lines, &mut places);
    titles(lines, page, &mut places);
    places
}

/// The number of lines of the cover.
fn start(lines: &[Line]) -> usize {
    let begins = |line: &Line| {
        matches!(line.tight.as_str(), "前言" | "引言" | "目次" | "目录" | "1范围")
            || mark::numbered(&line.plain)
                .is_some_and(|n| n.annex.is_none() && n.path == [1] && n.rest == "范围")
    };
    let first_clause = |line: &Line| {
        mark::numbered(&line.plain).is_some_and(|n| {
            n.path.len() == 1
                && n.annex.is_none()
                && !n.rest.is_empty()
                && !mark::counts(n.rest)
                && is_title(n.rest)
        })
    };
    let split = |pair: &[Line]| pair.iter().map(|line| line.tight.as_str()).eq(["1", "范围"]);
    let known = [lines.iter().position(begins), lines.windows(2).position(split)].into_iter().flatten().min();
    known.or_else(|| lines.iter().position(first_clause)).unwrap_or(0)
}

/// Reads like the title of a clause.
pub fn is_title(text: &str) -> bool {
    let len = text.chars().filter(|c| *c != ' ').count();
    (1..=40).contains(&len)
        && !text.contains(['。', ',', ';', '!', '?'])
        && !text.ends_with([':', '.', '”', '、'])
        && text.chars().any(char::is_alphabetic)
}

/// Entries end in the number of their page; one that is too long for its line ends on the next.
fn contents(lines: &[Line]) -> HashSet<usize> {
    let mut found = HashSet::new();
    let Some(head) = lines.iter().position(|line| matches!(line.tight.as_str(), "目次" | "目录")) else {
        return found;
    };
    found.insert(head);
    let mut at = head + 1;
    if let Some(body) = body_behind_bare_contents(lines, at) {
        found.extend(at..body);
        return found;
    }
    while let Some(line) = lines.get(at) {
        let ends_soon = lines.get(at + 1).is_some_and(|next| is_entry(next) && has_leader(&next.tight));
        if is_entry(line) || is_page_number(&line.tight) || (ends_soon && !is_heading_word(line)) {
            found.insert(at);
            at += 1;
        } else {
            break;
        }
    }
    found
}

/// Contents that lost their page numbers end where their first entry comes again.
fn body_behind_bare_contents(lines: &[Line], first: usize) -> Option<usize> {
    let entry = lines.get(first).filter(|line| !is_entry(line))?;
    let behind = lines.iter().skip(first + 1).take_while(|line| !line.is_closed());
    let again = behind.zip(first + 1..).find(|(line, _)| line.tight == entry.tight);
    again.map(|(_, at)| at)
}

fn is_heading_word(line: &Line) -> bool {
    matches!(line.tight.as_str(), "前言" | "引言")
}

/// Dots that lead to the number of a page.
fn has_leader(tight: &str) -> bool {
    ["……", "....", "····", "．．", "‥‥", "…."].iter().any(|leader| tight.contains(leader))
}

fn is_entry(line: &Line) -> bool {
    let tight = line.tight.trim_end_matches([')', '）']);
    let name = tight.trim_end_matches(|c: char| c.is_ascii_digit());
    let has_digits = name.len() < tight.len();
    let roman = tight.trim_end_matches(is_roman);
    let name = if has_digits { name } else { roman };
    name.len() < tight.len()
        && !name.is_empty()
        && (has_leader(tight) || line.plain.contains(' ') || !has_digits)
}

fn is_roman(c: char) -> bool {
    matches!(c, 'I' | 'V' | 'X' | 'Ⅰ'..='Ⅻ')
}

/// `Ⅲ`, `— 3 —`, `第 3 页 共 20 页`; digits alone are another question.
fn is_page_number(tight: &str) -> bool {
    let inner = tight.trim_matches(|c| is_dash(c) || c == '·');
    let digits = |text: &str| !text.is_empty() && text.len() <= 3 && text.chars().all(|c| c.is_ascii_digit());
    let of_pages =
        inner.strip_prefix('第').and_then(|rest| rest.split_once('页')).is_some_and(|(page, rest)| {
            let rest = rest.trim_start_matches([',', '/']);
            digits(page)
                && (rest.is_empty()
                    || rest.strip_prefix('共').and_then(|r| r.strip_suffix('页')).is_some_and(digits))
        });
    let is_framed = inner.len() < tight.len() && digits(inner);
    (!tight.is_empty() && tight.chars().count() <= 5 && tight.chars().all(is_roman)) || of_pages || is_framed
}

/// `GB/T 23031.1—2022` on a line of its own.
fn is_own_number(line: &Line, own: Option<&str>) -> bool {
    let Some((standard, rest)) = mark::standard(&line.tight) else { return false };
    rest.is_empty()
        && standard.year.is_some()
        && own.is_some_and(|own| own == standard.number || own.starts_with(&format!("{}.", standard.number)))
}

/// What stands on several pages beside their numbers is a running header or footer.
fn running(lines: &[Line], places: &mut [Place]) {
    let mut times: HashMap<&str, usize> = HashMap::new();
    for (i, line) in lines.iter().enumerate() {
        let beside = |at: Option<usize>| {
            at.and_then(|at| places.get(at)).is_some_and(|p| matches!(p, Place::Page | Place::Digits))
        };
        let is_web = line.tight.contains("www.") || line.tight.contains("://");
        if places[i] == Place::Body && (beside(i.checked_sub(1)) || beside(Some(i + 1)) || is_web) {
            *times.entry(&line.tight).or_default() += 1;
        }
    }
    for (i, line) in lines.iter().enumerate() {
        let is_mark = mark::item(&line.plain).is_some() || mark::numbered(&line.plain).is_some();
        let is_short = line.tight.chars().count() <= 40 && !line.is_closed();
        if places[i] == Place::Body
            && is_short
            && !is_mark
            && times.get(line.tight.as_str()).is_some_and(|n| *n >= 3)
        {
            places[i] = Place::Page;
        }
    }
}

/// The title is printed once more above clause 1.
fn titles(lines: &[Line], page: Option<usize>, places: &mut [Place]) {
    let is_scope = |i: usize| {
        let tight = lines.get(i).map_or("", |line| line.tight.as_str());
        tight == "1范围" || (tight == "1" && lines.get(i + 1).is_some_and(|next| next.tight == "范围"))
    };
    let Some(scope) =
        (0..lines.len()).find(|i| matches!(places[*i], Place::Body | Place::Digits) && is_scope(*i))
    else {
        return;
    };
    for i in (0..scope).rev().take(6) {
        let line = &lines[i];
        let is_narrow = page.is_none_or(|page| line.cells * 10 < page * 8);
        match places[i] {
            Place::Page | Place::Digits => {}
            Place::Body
                if is_narrow
                    && !line.is_closed()
                    && !is_heading_word(line)
                    && mark::item(&line.plain).is_none() =>
            {
                places[i] = Place::Title;
            }
            _ => break,
        }
    }
}
