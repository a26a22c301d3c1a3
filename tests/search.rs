//! How good the ranking is: a table of queries, each with the hit that must come first. The rules behind it are
//! tested beside the code; here stands what people type.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on ends")]

use jiff::civil::date;
use std::fmt::Write as _;
use wubu::guide::owned::Library;
use wubu::search::{Entry, Found, Index, Kind, Query, entries};
use wubu::store::read;
use wubu::text::Lang;

const DEMO: &str = include_str!("../data/demo.wubu.ron");

fn index(lang: Lang) -> Index {
    Index::new(entries(&read(DEMO.as_bytes()).unwrap().workspace, &Library::default(), lang))
}

fn query(typed: &str) -> Query {
    Query::new(typed, date(2026, 11, 20))
}

fn name(index: &Index, at: usize) -> String {
    index.entry(at).map_or(String::new(), |entry| format!("{:?}/{}", entry.kind, entry.id))
}

fn first(index: &Index, typed: &str) -> String {
    let found = index.find(&query(typed));
    let hit = found.groups.first().and_then(|group| group.hits.first());
    hit.map_or("-".into(), |hit| name(index, hit.at))
}

#[test]
fn what_people_type_finds_what_they_mean_first() {
    let table = include_str!("search/queries.txt");
    let indexes = [Lang::Zh, Lang::En].map(index);
    let (mut wrong, mut count) = (String::new(), 0);
    for row in table.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()) {
        let parts: Vec<&str> = row.split(" | ").collect();
        let [lang, typed, wanted] = parts.as_slice() else { panic!("three columns: {row}") };
        let index = &indexes[usize::from(*lang == "en")];
        let found = first(index, typed);
        count += 1;
        if found != *wanted {
            let at = |found: &Found| {
                let hits = found.groups.iter().flat_map(|group| &group.hits).collect::<Vec<_>>();
                hits.iter().position(|hit| name(index, hit.at) == *wanted)
            };
            let title = |name: &str| {
                let named = (0..index.len()).filter_map(|at| index.entry(at));
                named.filter(|e| format!("{:?}/{}", e.kind, e.id) == name).map(|e| e.title.clone()).next()
            };
            let _ = writeln!(
                wrong,
                "{typed}: {found} ({:?}), and {wanted} at {:?}",
                title(&found),
                at(&index.find(&query(typed)))
            );
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
    assert!(count >= 60, "{count} queries");
}

#[test]
fn a_search_within_the_one_before_finds_the_same() {
    let index = index(Lang::Zh);
    for typed in ["sjzb", "数据准备", "t:网关试", "点表 核对", "owner:zl 数据", "zongtigh"] {
        let mut before: Option<(Query, Found)> = None;
        for (end, c) in typed.char_indices() {
            let now = query(typed.get(..end + c.len_utf8()).unwrap());
            let afresh = index.find(&now);
            if let Some((_, found)) = before.filter(|(was, _)| now.narrows(was)) {
                assert_eq!(index.find_within(&now, &found), afresh, "{typed} up to {end}");
            }
            before = Some((now, afresh));
        }
    }
}

#[test]
fn every_hit_shows_where_it_was_found() {
    let index = index(Lang::Zh);
    for typed in ["sjzb", "数据", "点表核对", "planning", "网关", "周五 8"] {
        let query = query(typed);
        for hit in index.find(&query).groups.iter().flat_map(|group| &group.hits) {
            let entry = index.entry(hit.at).unwrap();
            let places = index.places(&query, hit.at);
            assert!(places.iter().all(|at| *at < entry.title.chars().count()), "{typed}: {entry:?}");
            let is_named = |text: &str| text.to_lowercase().starts_with(typed);
            let is_shown = !places.is_empty() || index.excerpt(&query, hit.at).is_some();
            assert!(is_shown || is_named(&entry.id) || is_named(&entry.key), "{typed}: {entry:?}");
        }
    }
}

#[test]
fn nothing_typed_finds_nothing_and_a_filter_alone_lists() {
    let index = index(Lang::Zh);
    assert_eq!(index.find(&query("  ")), Found::default());
    let late = index.find(&query("due:late"));
    assert!(late.groups.iter().all(|group| [Kind::Task, Kind::Row].contains(&group.kind)), "{late:?}");
    assert!(!late.groups.is_empty());
    let blocked = index.find(&query("t: status:blocked owner:何成"));
    let tasks: Vec<&Entry> =
        blocked.groups.iter().flat_map(|g| &g.hits).filter_map(|hit| index.entry(hit.at)).collect();
    assert!(!tasks.is_empty() && tasks.iter().all(|e| e.owner == "何成" && e.status == "blocked"));
}
