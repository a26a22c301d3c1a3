//! Plain search in the guide, for `wubu guide search`: a substring in either language, whatever the case and the
//! width of the letters. The fuzzy search of the screen is another one.

use super::{Clause, Element, Guide, Template, Term};
use crate::text::{Bilingual, Lang, Phrase};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HitKind {
    Clause,
    Element,
    Task,
    Term,
}

impl HitKind {
    pub const fn label(self) -> Phrase {
        match self {
            HitKind::Clause => Phrase::new("条文", "Clause"),
            HitKind::Element => Phrase::new("要素", "Element"),
            HitKind::Task => Phrase::new("任务", "Task"),
            HitKind::Term => Phrase::new("术语", "Term"),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit<'a> {
    pub kind: HitKind,
    pub id: &'a str,
    pub title: &'a str,
    /// The sentence that matches; of a hit in the title alone, how the text begins.
    pub excerpt: &'a str,
}

impl Guide {
    /// Hits by id or whole title come first, then those in a title, then those in a text; clauses before
    /// elements, tasks and terms. Titles are in `lang`, and so are excerpts if that language matches.
    pub fn find(&self, text: &str, lang: Lang) -> Vec<Hit<'_>> {
        let sought = fold(text.trim());
        if sought.is_empty() {
            return vec![];
        }
        let clauses = self.clauses().iter().map(|clause| self.of_clause(clause));
        let elements = self.elements().map(of_element);
        let tasks = self.templates().iter().map(of_template);
        let terms = self.glossary().iter().map(of_term);
        let all = clauses.chain(elements).chain(tasks).chain(terms);
        let mut hits: Vec<_> = all.filter_map(|entry| entry.hit(&sought, lang)).collect();
        hits.sort_by_key(|(rank, _)| *rank);
        hits.into_iter().map(|(_, hit)| hit).collect()
    }

    fn of_clause<'a>(&'a self, clause: &'a Clause) -> Entry<'a> {
        let mut texts: Vec<_> = clause.text.iter().chain(&clause.note).map(|p| [&*p.zh, &*p.en]).collect();
        for standard in clause.standards.iter().filter_map(|number| self.standard(number)) {
            texts.extend([[&*standard.number; 2], both(&standard.title)]);
        }
        Entry {
            kind: HitKind::Clause,
            id: &clause.id,
            number: &clause.number,
            title: both(&clause.title),
            texts,
        }
    }
}

fn of_element(element: &Element) -> Entry<'_> {
    Entry {
        kind: HitKind::Element,
        id: &element.key,
        number: "",
        title: both(&element.title),
        texts: vec![both(&element.purpose)],
    }
}

fn of_template(template: &Template) -> Entry<'_> {
    let Template { inputs, deliverable, done, evidence, .. } = template;
    Entry {
        kind: HitKind::Task,
        id: &template.id,
        number: "",
        title: both(&template.title),
        texts: [deliverable, inputs, done, evidence].map(both).into(),
    }
}

fn of_term(term: &Term) -> Entry<'_> {
    Entry {
        kind: HitKind::Term,
        id: &term.key,
        number: "",
        title: both(&term.title),
        texts: vec![both(&term.definition)],
    }
}

/// Chinese and English.
type Both<'a> = [&'a str; 2];

fn both(text: &Bilingual) -> Both<'_> {
    [&text.zh, &text.en]
}

/// What can be found, reduced to what search looks at.
struct Entry<'a> {
    kind: HitKind,
    id: &'a str,
    number: &'a str,
    title: Both<'a>,
    texts: Vec<Both<'a>>,
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Clone, Copy)]
enum Rank {
    Exact,
    Title,
    Text,
}

impl<'a> Entry<'a> {
    fn hit(&self, sought: &str, lang: Lang) -> Option<(Rank, Hit<'a>)> {
        let own = match lang {
            Lang::Zh => 0,
            Lang::En => 1,
        };
        let titles = self.title.map(fold);
        let exact = |text: &str| fold(text) == sought;
        let rank = if exact(self.id) || exact(self.number) || titles.iter().any(|title| title == sought) {
            Some(Rank::Exact)
        } else if titles.iter().any(|title| title.contains(sought)) {
            Some(Rank::Title)
        } else {
            None
        };
        let found = [own, 1 - own]
            .into_iter()
            .find_map(|side| self.texts.iter().find_map(|text| matching_sentence(text[side], sought)));
        let begins = || self.texts.first().and_then(|text| sentences(text[own]).next());
        let excerpt = match rank {
            Some(_) => found.or_else(begins).unwrap_or_default(),
            None => found?,
        };
        let hit = Hit { kind: self.kind, id: self.id, title: self.title[own], excerpt };
        Some((rank.unwrap_or(Rank::Text), hit))
    }
}

/// The whole text, if what is sought runs over the end of a sentence.
fn matching_sentence<'a>(text: &'a str, sought: &str) -> Option<&'a str> {
    if !fold(text).contains(sought) {
        return None;
    }
    Some(sentences(text).find(|sentence| fold(sentence).contains(sought)).unwrap_or(text))
}

/// Cut behind 。；！？ and behind a stop that a new English sentence follows.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let ends = rest.char_indices().find_map(|(at, c)| {
            let behind = at + c.len_utf8();
            let next = rest.get(behind..).unwrap_or_default();
            let stops = match c {
                '。' | '；' | '！' | '？' => true,
                '.' | ';' | '!' | '?' => {
                    next.strip_prefix(' ').is_some_and(|n| c == ';' || n.starts_with(char::is_uppercase))
                }
                _ => false,
            };
            stops.then_some(behind)
        });
        let (sentence, next) = rest.split_at(ends.unwrap_or(rest.len()));
        rest = next.trim_start();
        Some(sentence)
    })
}

/// Full-width forms count as half-width ones, capitals as small letters, every dash as a hyphen; a space beside
/// a digit counts for nothing, since `GB/T 23000—2017` and `4 a)` are typed in many ways.
fn fold(text: &str) -> String {
    let plain: Vec<char> = text
        .chars()
        .flat_map(|c| {
            match c {
                '\u{3000}' => ' ',
                '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
                '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
                c => c,
            }
            .to_lowercase()
        })
        .collect();
    let digit_at = |i: usize| plain.get(i).is_some_and(char::is_ascii_digit);
    let idle = |i: usize| digit_at(i + 1) || i.checked_sub(1).is_some_and(digit_at);
    let kept = plain.iter().enumerate().filter(|(i, c)| **c != ' ' || !idle(*i));
    kept.map(|(_, c)| c).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_compared_whatever_their_width_case_and_dash() {
        assert_eq!(fold("ＧＢ／Ｔ　２３０００－２０１７"), "gb/t23000-2017");
        assert_eq!(fold("GB/T 23000—2017"), "gb/t23000-2017");
        assert_eq!(fold("4 a)"), "4a)");
        assert_eq!(fold("Data  Readiness"), "data  readiness");
    }

    #[test]
    fn a_text_falls_into_its_sentences() {
        let cut = |text| sentences(text).collect::<Vec<_>>();
        assert_eq!(cut("先量；再排。"), ["先量；", "再排。"]);
        assert_eq!(cut("By announcement No. 13. Then go."), ["By announcement No. 13.", "Then go."]);
        assert_eq!(cut("no stop"), ["no stop"]);
        assert_eq!(cut(""), [""; 0]);
    }
}
