//! What leans on which clause, and what a newer edition of an owned standard has put in question. Derived, never
//! stored: a link names the edition that somebody looked at last, and confirming it names the newer one.

use crate::guide::guide;
use crate::guide::owned::{Change, ClauseRef, Library};
use crate::workspace::{Edit, Id, RecordKind, Refusal, Set, Value, Workspace, fill};
use std::collections::{BTreeMap, BTreeSet};

/// A link whose clause is another one in a newer edition: 待复核.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stale {
    /// Of a task, or the basis of an element.
    pub kind: RecordKind,
    pub id: Id,
    pub was: ClauseRef,
    pub now: ClauseRef,
    pub change: Change,
}

/// The clauses that a task or an element names; an element leans on its item of clause 4 as well, in the edition
/// that the guide restates, until it names another edition of it.
pub fn linked(workspace: &Workspace, kind: RecordKind, id: &str) -> Vec<ClauseRef> {
    let mut linked: Vec<ClauseRef> =
        named(workspace, kind, id).into_iter().flat_map(Set::iter).filter_map(ClauseRef::parse).collect();
    if kind == RecordKind::Basis
        && let Some(stage) = guide().stage_of(id)
    {
        let own = ClauseRef::restated(&stage.clause);
        if !linked.iter().any(|clause| clause.is_same_clause(&own)) {
            linked.insert(0, own);
        }
    }
    linked
}

/// All clauses that a workspace names, those that the guide links left aside.
pub fn all_linked(workspace: &Workspace) -> BTreeSet<ClauseRef> {
    let tasks = workspace.tasks.iter().map(|(_, task)| &task.clauses);
    let bases = workspace.bases.iter().map(|(_, basis)| &basis.clauses);
    tasks.chain(bases).flat_map(Set::iter).filter_map(ClauseRef::parse).collect()
}

/// Whether a task leans on a clause that is to be reviewed, by itself or through its element.
pub fn is_in_question(stale: &[Stale], id: &str, element: &str) -> bool {
    stale.iter().any(|one| match one.kind {
        RecordKind::Basis => one.id.as_str() == element,
        _ => one.id.as_str() == id,
    })
}

fn named<'a>(workspace: &'a Workspace, kind: RecordKind, id: &str) -> Option<&'a Set> {
    match kind {
        RecordKind::Task => workspace.tasks.get(id).map(|task| &task.clauses),
        RecordKind::Basis => workspace.bases.get(id).map(|basis| &basis.clauses),
        _ => None,
    }
}

/// Elements first, then tasks. Tasks lean on the clauses of their element through it, and are not listed for that.
pub fn stale(workspace: &Workspace, library: &Library) -> Vec<Stale> {
    if !library.all().iter().any(|copy| library.before(copy).is_some()) {
        return vec![];
    }
    let elements =
        guide().elements().filter_map(|element| Id::new(&element.key)).map(|id| (RecordKind::Basis, id));
    let tasks = workspace.tasks.iter().filter(|(_, task)| !task.clauses.is_empty());
    let tasks = tasks.map(|(id, _)| (RecordKind::Task, id.clone()));
    let mut found = vec![];
    for (kind, id) in elements.chain(tasks) {
        for was in linked(workspace, kind, id.as_str()) {
            if let Some((now, change)) = library.overtaken(&was) {
                found.push(Stale { kind, id: id.clone(), was, now, change });
            }
        }
    }
    found
}

/// The elements and tasks that name a clause, whatever the edition.
pub fn leaning_on(workspace: &Workspace, clause: &ClauseRef) -> Vec<(RecordKind, Id)> {
    let elements =
        guide().elements().filter_map(|element| Id::new(&element.key)).map(|id| (RecordKind::Basis, id));
    let tasks = workspace.tasks.iter().filter(|(_, task)| !task.clauses.is_empty());
    let all = elements.chain(tasks.map(|(id, _)| (RecordKind::Task, id.clone())));
    all.filter(|(kind, id)| linked(workspace, *kind, id.as_str()).iter().any(|c| c.is_same_clause(clause)))
        .collect()
}

/// Somebody has looked at the newer text: the links name the newer edition from now on. A link to a clause that is
/// gone goes with it.
pub fn confirm(workspace: &Workspace, stale: &[Stale]) -> Result<Edit, Refusal> {
    let mut links: BTreeMap<(RecordKind, &Id), Vec<&Stale>> = BTreeMap::new();
    for one in stale {
        links.entry((one.kind, &one.id)).or_default().push(one);
    }
    let mut edits = vec![];
    for ((kind, id), stale) in links {
        let mut names: Vec<String> =
            named(workspace, kind, id.as_str()).into_iter().flat_map(Set::iter).map(str::to_owned).collect();
        for one in stale {
            let is_named = names.iter().any(|name| ClauseRef::parse(name).as_ref() == Some(&one.was));
            names.retain(|name| ClauseRef::parse(name).as_ref() != Some(&one.was));
            // What the guide links cannot be taken away; that it was looked at is kept.
            if one.change != Change::Removed || !is_named {
                names.push(one.now.to_string());
            }
        }
        edits.push(fill(workspace, kind, id, vec![("clauses".to_owned(), Value::set(names).canonical())])?);
    }
    Ok(Edit::All(edits))
}

/// Links a task or an element to a clause, or takes the link away where there is one.
pub fn link(workspace: &Workspace, kind: RecordKind, id: &Id, clause: &ClauseRef) -> Result<Edit, Refusal> {
    let had: Vec<&str> = named(workspace, kind, id.as_str()).into_iter().flat_map(Set::iter).collect();
    let is_it = |name: &&str| ClauseRef::parse(name).is_some_and(|other| other.is_same_clause(clause));
    let mut names: Vec<String> =
        had.iter().filter(|name| !is_it(name)).map(|name| (*name).to_owned()).collect();
    if names.len() == had.len() {
        names.push(clause.to_string());
    }
    fill(workspace, kind, id, vec![("clauses".to_owned(), Value::set(names).canonical())])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::guide::owned::{Asked, Owned};

    fn edition(year: &str, route: &str, night: &str) -> Owned {
        let text = format!(
            "GB/T 23031.1—{year}\n台架\n1 范围\n用于台架。\n4 安排\n分两步。\na) 先看油;\nb) 再看水。\n5 巡检\n5.1 路线\n{route}\n{night}"
        );
        Owned::read(&text, &Asked::default()).unwrap()
    }

    fn two() -> Library {
        let old = edition("2022", "先左后右。", "5.2 夜班\n夜里少走。\n");
        let new = edition("2031", "先右后左。", "");
        Library::new(vec![new, old])
    }

    fn with(kind: RecordKind, id: &str, clauses: &[&str]) -> Workspace {
        let mut workspace = Workspace::default();
        let fields = vec![("clauses".to_owned(), Value::set(clauses.iter().copied()))];
        workspace.apply(Edit::Add { kind, id: Id::new(id).unwrap(), fields }).unwrap();
        workspace
    }

    fn shown(stale: &[Stale]) -> Vec<(String, String, Change)> {
        stale.iter().map(|one| (one.id.to_string(), one.was.to_string(), one.change)).collect()
    }

    #[test]
    fn a_link_is_in_question_when_its_clause_changed_and_until_somebody_confirms_it() {
        let clauses = ["GB/T 23031.1-2022/5.1", "GB/T 23031.1-2022/4b", "GB/T 23031.1-2022/5.2"];
        let mut workspace = with(RecordKind::Task, "t1", &clauses);
        let found = stale(&workspace, &two());
        let name = |n: usize| clauses[n].to_owned();
        let want = [("t1".to_owned(), name(0), Change::Changed), ("t1".into(), name(2), Change::Removed)];
        assert_eq!(shown(&found), want);
        let before = workspace.clone();
        let edit = confirm(&workspace, &found).unwrap();
        let inverse = workspace.apply(edit).unwrap();
        assert_eq!(stale(&workspace, &two()), []);
        let now: Vec<&str> = workspace.tasks.get("t1").unwrap().clauses.iter().collect();
        assert_eq!(now, ["GB/T 23031.1-2022/4b", "GB/T 23031.1-2031/5.1"]);
        workspace.apply(inverse).unwrap();
        assert_eq!(workspace, before);
    }

    #[test]
    fn an_element_leans_on_its_own_item_without_a_word_in_the_workspace() {
        let mut library = two();
        assert_eq!(stale(&Workspace::default(), &library), [], "4 a) says the same in both");
        let changed = "先看油".to_owned();
        let mut newer = edition("2036", "先右后左。", "");
        for block in newer.clauses.iter_mut().flat_map(|clause| &mut clause.blocks) {
            block.text = block.text.replace(&changed, "先听泵");
        }
        library = Library::new(library.all().iter().cloned().chain([newer]).collect());
        let mut workspace = Workspace::default();
        let found = stale(&workspace, &library);
        let ids: Vec<&str> = found.iter().map(|one| one.id.as_str()).collect();
        assert_eq!(ids, ["a1", "a2", "a3", "a4", "a5"]);
        let edit = confirm(&workspace, &found[..1]).unwrap();
        workspace.apply(edit).unwrap();
        assert_eq!(stale(&workspace, &library).len(), 4);
        assert_eq!(
            linked(&workspace, RecordKind::Basis, "a1"),
            [ClauseRef::new("GB/T 23031.1", "2036", "4a")]
        );
    }

    #[test]
    fn one_edition_alone_puts_nothing_in_question() {
        let library = Library::new(vec![edition("2031", "先右后左。", "")]);
        let workspace = with(RecordKind::Task, "t1", &["GB/T 23031.1-2022/5.1"]);
        assert_eq!(stale(&workspace, &library), []);
        let leaning = leaning_on(&workspace, &ClauseRef::new("GB/T 23031.1", "2031", "5.1"));
        assert_eq!(leaning, [(RecordKind::Task, Id::new("t1").unwrap())]);
    }
}
