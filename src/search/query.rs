//! What was typed into the search box: words, and filters before a colon (`t:` `owner:` `due:`). Words must all be
//! found; filters of the same kind widen, those of different kinds narrow.

use super::letters::Letters;
use super::pinyin::sounds;
use super::{Entry, Kind};
use crate::text::{Needle, Phrase, folded};
use jiff::civil::Date;
use jiff::{Span, ToSpan};

/// The names of a filter, the first in English and the second in Chinese, and what the help says about it.
pub struct FilterHelp {
    pub names: [&'static str; 2],
    pub example: Phrase,
    pub label: Phrase,
}

macro_rules! help { ($($en:literal $zh:literal, $ex_zh:literal $ex_en:literal, $says_zh:literal $says_en:literal;)*) => {
    /// All filters, in the order in which they are explained.
    pub const FILTERS: &[FilterHelp] = &[$(FilterHelp {
        names: [$en, $zh],
        example: Phrase::new($ex_zh, $ex_en),
        label: Phrase::new($says_zh, $says_en),
    }),*];
} }

help! {
    "t" "任务", "t:网关" "t:gateway", "只找任务" "tasks only";
    "c" "条文", "c:数据" "c:data", "只找条文和实施注" "clauses and practice notes only";
    "r" "台账", "r:磨床" "r:mill", "只找台账行" "rows of registers only";
    "d" "决策", "d:模式" "d:mode", "只找决策和评审项" "decisions and gate criteria only";
    "e" "证据", "e:点表" "e:tag" , "只找证据" "evidence only";
    "g" "术语", "g:点表" "g:tag", "只找术语" "glossary only";
    "owner" "负责人", "owner:周岚" "owner:zhou", "负责人或提供人，可用拼音" "owner or provider, by pinyin as well";
    "status" "状态", "status:受阻" "status:blocked", "未开始、进行中、受阻、完成、豁免" "open, doing, blocked, done, waived";
    "due" "截止", "due:week" "due:week", "late 逾期，today 今天，week 七天内，none 未定，2026-11" "late, today, week, none, or a month: 2026-11";
}

/// How a task stands, as `status:` asks for it.
const STATUSES: [(&str, [&str; 2]); 5] = [
    ("open", ["open", "未开始"]),
    ("doing", ["doing", "进行中"]),
    ("blocked", ["blocked", "受阻"]),
    ("done", ["done", "完成"]),
    ("waived", ["waived", "豁免"]),
];

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Term {
    pub folded: String,
    pub needle: Needle,
    pub letters: Option<Letters>,
}

impl Term {
    pub fn new(word: &str) -> Term {
        let folded = folded(word);
        Term { needle: Needle::new(word), letters: Letters::new(&folded), folded }
    }

    /// Whether a short text holds the word, as written or by its sound.
    pub fn is_in(&self, text: &str) -> bool {
        let sounds = || sounds(text).collect::<Vec<_>>();
        let is_heard = |letters: &Letters| letters.fit(&sounds()).is_some();
        folded(text).contains(&self.folded) || self.letters.as_ref().is_some_and(is_heard)
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Filter {
    Kinds(&'static [Kind]),
    Owner(Term),
    Status(&'static str),
    Due(Due),
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Due {
    Late,
    /// From today up to this day.
    Until(Date),
    None,
    /// Begins like this: a year, a month, a day.
    Begins(String),
}

/// A search, made ready.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    pub(super) terms: Vec<Term>,
    filters: Vec<Filter>,
    today: Date,
}

impl Query {
    /// A filter that is not known, or has no such value, is a word like any other.
    pub fn new(typed: &str, today: Date) -> Query {
        let mut query = Query { today, ..Query::default() };
        for word in typed.split_whitespace() {
            let plain = folded(word);
            let (name, value) = plain.split_once(':').unwrap_or_default();
            let known = FILTERS.iter().find(|filter| filter.names.contains(&name) && !name.is_empty());
            let filter = known.and_then(|filter| query.filter(filter.names[0], value));
            match (filter, known) {
                (Some(filter @ Filter::Kinds(_)), _) => {
                    query.filters.push(filter);
                    if !value.is_empty() {
                        query.terms.push(Term::new(value));
                    }
                }
                (Some(filter), _) => query.filters.push(filter),
                // Its value is still to come.
                (None, Some(_)) if value.is_empty() => {}
                (None, _) => query.terms.push(Term::new(word)),
            }
        }
        query
    }

    fn filter(&self, name: &str, value: &str) -> Option<Filter> {
        Some(match name {
            "t" => Filter::Kinds(&[Kind::Task]),
            "c" => Filter::Kinds(&[Kind::Clause, Kind::Note]),
            "r" => Filter::Kinds(&[Kind::Row]),
            "d" => Filter::Kinds(&[Kind::Decision, Kind::Gate]),
            "e" => Filter::Kinds(&[Kind::Evidence]),
            "g" => Filter::Kinds(&[Kind::Term]),
            _ if value.is_empty() => return None,
            "owner" => Filter::Owner(Term::new(value)),
            "status" => {
                let is_meant = |(_, names): &&(&str, [&str; 2])| names.iter().any(|n| n.starts_with(value));
                Filter::Status(STATUSES.iter().find(is_meant)?.0)
            }
            "due" => Filter::Due(self.due(value)?),
            _ => return None,
        })
    }

    fn due(&self, value: &str) -> Option<Due> {
        let until = |span: Span| self.today.checked_add(span).ok().map(Due::Until);
        match value {
            "late" | "逾期" => Some(Due::Late),
            "today" | "今天" => until(0.days()),
            "week" | "七天内" | "一周内" => until(7.days()),
            "month" | "一月内" => until(31.days()),
            "none" | "未定" => Some(Due::None),
            _ if value.starts_with(|c: char| c.is_ascii_digit()) => Some(Due::Begins(value.to_owned())),
            _ => None,
        }
    }

    /// Nothing is looked for.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty() && self.filters.is_empty()
    }

    /// Whether all that this finds was found by `other` as well: a letter more was typed.
    pub fn narrows(&self, other: &Query) -> bool {
        !other.terms.is_empty()
            && self.filters == other.filters
            && self.today == other.today
            && self.terms.len() >= other.terms.len()
            && other.terms.iter().zip(&self.terms).all(|(was, now)| {
                // One character alone is not looked for in texts.
                let is_long = was.folded.chars().nth(1).is_some();
                was.folded == now.folded || is_long && now.folded.starts_with(&was.folded)
            })
    }

    pub(super) fn has_filters(&self) -> bool {
        !self.filters.is_empty()
    }

    /// Whether the filters let an entry through.
    pub(super) fn lets_through(&self, entry: &Entry) -> bool {
        // Of the same kind one is enough.
        let groups: [fn(&Filter) -> bool; 4] = [
            |f| matches!(f, Filter::Kinds(_)),
            |f| matches!(f, Filter::Owner(_)),
            |f| matches!(f, Filter::Status(_)),
            |f| matches!(f, Filter::Due(_)),
        ];
        groups.iter().all(|is_of_group| {
            let mut of_group = self.filters.iter().filter(|filter| is_of_group(filter)).peekable();
            of_group.peek().is_none() || of_group.any(|filter| self.passes(filter, entry))
        })
    }

    fn passes(&self, filter: &Filter, entry: &Entry) -> bool {
        match filter {
            Filter::Kinds(kinds) => kinds.contains(&entry.kind),
            Filter::Owner(name) => !entry.owner.is_empty() && name.is_in(&entry.owner),
            Filter::Status(key) => entry.status == *key,
            Filter::Due(due) => {
                let day = entry.due.parse::<Date>().ok();
                let is_settled = matches!(entry.status, "done" | "waived");
                match due {
                    Due::Begins(start) => !entry.due.is_empty() && entry.due.starts_with(start.as_str()),
                    Due::None => entry.kind == Kind::Task && entry.due.is_empty() && !is_settled,
                    Due::Late => !is_settled && day.is_some_and(|day| day < self.today),
                    Due::Until(end) => !is_settled && day.is_some_and(|day| self.today <= day && day <= *end),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const TODAY: Date = date(2026, 11, 20);

    fn query(typed: &str) -> Query {
        Query::new(typed, TODAY)
    }

    fn words(typed: &str) -> Vec<String> {
        query(typed).terms.into_iter().map(|term| term.folded).collect()
    }

    #[test]
    fn filters_are_told_from_words() {
        assert_eq!(words("t:网关 安装"), ["网关", "安装"]);
        assert_eq!(words("任务：网关"), ["网关"]);
        assert_eq!(words("ｏｗｎｅｒ：周岚 status:blocked due:week"), [""; 0]);
        // No filter of ours, or no value that it knows.
        assert_eq!(words("http://x"), ["http://x"]);
        assert_eq!(words("status:奇怪 :x"), ["status:奇怪", ":x"]);
        assert!(query("  ").is_empty() && query("owner:").is_empty());
        assert!(!query("t:").is_empty());
    }

    fn entry(owner: &str, status: &'static str, due: &str) -> Entry {
        Entry { kind: Kind::Task, owner: owner.into(), status, due: due.into(), ..Entry::default() }
    }

    #[test]
    fn filters_look_at_owner_status_and_due_day() {
        let late = entry("周岚", "doing", "2026-11-18");
        for (typed, wanted) in [
            ("owner:周", true),
            ("owner:zl", true),
            ("owner:zhoulan", true),
            ("owner:何成", false),
            ("owner:何成 owner:周岚", true),
            ("status:进行", true),
            ("status:doing", true),
            ("状态：受阻", false),
            ("due:late", true),
            ("截止：逾期", true),
            ("due:week", false),
            ("due:2026-11", true),
            ("due:none", false),
            ("owner:周岚 status:done", false),
            ("t:", true),
            ("r:", false),
            ("r: t:", true),
        ] {
            assert_eq!(query(typed).lets_through(&late), wanted, "{typed}");
        }
        assert!(query("due:week").lets_through(&entry("", "open", "2026-11-27")));
        assert!(!query("due:week").lets_through(&entry("", "open", "2026-11-28")));
        assert!(!query("due:late").lets_through(&entry("", "done", "2026-11-18")));
        assert!(query("due:none").lets_through(&entry("", "open", "")));
    }

    #[test]
    fn only_a_longer_word_narrows() {
        let narrows = |now: &str, was: &str| query(now).narrows(&query(was));
        assert!(narrows("数据准", "数据") && narrows("数据 就", "数据") && narrows("t:数据准", "t:数据"));
        assert!(narrows("数 就", "数") && !narrows("数据", "数"));
        assert!(!narrows("数", "数据") && !narrows("t:数据", "数据") && !narrows("数", ""));
        assert!(!narrows("就 数据", "数据"));
    }
}
