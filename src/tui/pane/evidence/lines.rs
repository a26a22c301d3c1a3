//! The lines of the page: elements, tasks, evidence, as far as the filter lets them through.

use super::filter::{EvidenceFilter, Want};
use crate::guide::guide;
use crate::readiness::{Entry, Hole, Proof, Proofs, Rung, shown_title};
use crate::store::FileState;
use crate::tui::pane::Context;
use crate::workspace::{Evidence, Id, Task};

#[derive(Debug, Clone)]
pub enum Line {
    Element(&'static str),
    /// And how deep it lies.
    Task(Id, usize),
    /// The task, and the piece of evidence.
    Evidence(Id, Id),
    /// The heading of evidence whose task does not exist.
    Lost,
}

/// The depth of a task is how it looks, not what it is.
impl PartialEq for Line {
    fn eq(&self, other: &Line) -> bool {
        match (self, other) {
            (Line::Element(a), Line::Element(b)) => a == b,
            (Line::Task(a, _), Line::Task(b, _)) | (Line::Evidence(_, a), Line::Evidence(_, b)) => a == b,
            (Line::Lost, Line::Lost) => true,
            _ => false,
        }
    }
}

impl Eq for Line {}

impl Line {
    pub fn task(&self) -> Option<&Id> {
        match self {
            Line::Task(task, _) | Line::Evidence(task, _) => Some(task),
            Line::Element(_) | Line::Lost => None,
        }
    }

    pub fn evidence(&self) -> Option<&Id> {
        if let Line::Evidence(_, id) = self { Some(id) } else { None }
    }
}

/// What the page says at its top, and beside each element.
#[derive(Debug, Default)]
pub struct Sums {
    pub evidence: usize,
    pub bare: usize,
    pub hearsay: usize,
    pub files: usize,
    pub changed: usize,
    /// Missing, outside, not to be read.
    pub lost: usize,
    /// By element: its evidence taken together, and its holes.
    elements: std::collections::HashMap<&'static str, (Proof, usize)>,
}

impl Sums {
    pub fn of(context: &Context, proofs: &Proofs) -> Sums {
        let mut sums = Sums { evidence: context.workspace.evidence.len(), ..Sums::default() };
        for (_, evidence) in context.workspace.evidence.iter() {
            match FileState::of(evidence, context.files) {
                None | Some(FileState::Web) => {}
                Some(state) => {
                    sums.files += 1;
                    sums.changed += usize::from(state == FileState::Changed);
                    sums.lost += usize::from(state.is_bad() && state != FileState::Changed);
                }
            }
        }
        for (element, entry, task) in tasks(context) {
            let hole = proofs.hole(entry.id.as_str(), task);
            sums.bare += usize::from(hole == Some(Hole::Bare));
            sums.hearsay += usize::from(hole == Some(Hole::Hearsay));
            let (sum, holes) = sums.elements.entry(element).or_default();
            *holes += usize::from(hole.is_some());
            if let Some(proof) = proofs.task(entry.id.as_str()) {
                sum.add(proof);
            }
        }
        sums
    }

    pub fn element(&self, key: &str) -> Option<&(Proof, usize)> {
        self.elements.get(key)
    }
}

/// All tasks with the element of the topmost one above them, element by element.
fn tasks<'a>(context: &Context<'a>) -> Vec<(&'static str, &'a Entry, &'a Task)> {
    let mut all = vec![];
    for stage in guide().stages() {
        let mut of_stage = vec![];
        let mut element = "";
        for entry in context.outline.stage(&stage.key) {
            let Some(task) = context.workspace.tasks.get(entry.id.as_str()) else { continue };
            if entry.depth == 0 {
                element = guide().element(task.element.as_str()).map_or("", |known| known.key.as_str());
            }
            of_stage.push((element, entry, task));
        }
        // Those of one element stand together, in their order.
        let place = |key: &str| stage.elements.iter().position(|element| element.key == key);
        of_stage.sort_by_key(|(element, ..)| place(element));
        all.extend(of_stage);
    }
    all
}

pub fn build(
    context: &Context,
    proofs: &Proofs,
    filter: &EvidenceFilter,
    shows_evidence: impl Fn(&Id) -> bool,
) -> Vec<Line> {
    let mut lines = vec![];
    let mut heading = None;
    for (element, entry, task) in tasks(context) {
        if filter.element.is_some_and(|wanted| wanted != element)
            || filter.stage.is_some_and(|n| !guide().stages()[n].elements.iter().any(|e| e.key == element))
        {
            continue;
        }
        let hole = proofs.hole(entry.id.as_str(), task);
        let evidence = proofs.task(entry.id.as_str()).map_or(&[][..], |proof| &proof.evidence);
        let is_whole = filter.want.is_hole(hole);
        let passing = passing(context, filter, is_whole, evidence);
        let is_wanted = match (filter.want, filter.rung) {
            (Want::All, None) => true,
            (_, None) => is_whole || !passing.is_empty(),
            (_, Some(_)) => !passing.is_empty(),
        };
        if !is_wanted {
            continue;
        }
        if heading != Some(element) {
            heading = Some(element);
            lines.push(Line::Element(element));
        }
        lines.push(Line::Task(entry.id.clone(), entry.depth));
        // What was looked for is seen.
        if shows_evidence(&entry.id) || filter.want != Want::All || filter.rung.is_some() {
            lines.extend(passing.into_iter().map(|id| Line::Evidence(entry.id.clone(), id.clone())));
        }
    }
    if filter.element.is_none() && filter.stage.is_none() {
        let astray = context.outline.lost().iter().filter_map(|entry| proofs.task(entry.id.as_str()));
        let astray: Vec<Id> =
            astray.flat_map(|proof| proof.evidence.clone()).chain(proofs.lost().to_vec()).collect();
        let lost = passing(context, filter, filter.want == Want::Holes, &astray);
        if !lost.is_empty() {
            lines.push(Line::Lost);
            lines.extend(lost.into_iter().filter_map(|id| {
                let task = Id::new(context.workspace.evidence.get(id.as_str())?.task.as_str());
                Some(Line::Evidence(task.unwrap_or_else(|| id.clone()), id.clone()))
            }));
        }
    }
    lines
}

/// The evidence of a task that is shown; all of it where the task itself is what is looked for.
fn passing<'a>(
    context: &Context,
    filter: &EvidenceFilter,
    is_whole: bool,
    evidence: &'a [Id],
) -> Vec<&'a Id> {
    let passes = |evidence: &Evidence| {
        let is_wanted = filter.want == Want::All
            || is_whole
            || filter.want.is_file(FileState::of(evidence, context.files).as_ref());
        is_wanted && filter.rung.is_none_or(|rung| Rung::of(evidence) == Some(rung))
    };
    let known = |id: &&Id| context.workspace.evidence.get(id.as_str()).is_some_and(passes);
    evidence.iter().filter(known).collect()
}

/// What a line is found by, and what is copied of it.
pub fn text(line: &Line, context: &Context) -> String {
    match line {
        Line::Element(key) => {
            let title = guide().element(key).map_or("", |element| element.title.say(context.lang));
            format!("{key} {title}")
        }
        Line::Task(id, _) => {
            let task = context.workspace.tasks.get(id.as_str());
            format!("{id} {}", task.map_or("", |task| shown_title(id.as_str(), task, context.lang)))
        }
        Line::Evidence(_, id) => {
            let Some(evidence) = context.workspace.evidence.get(id.as_str()) else { return String::new() };
            let parts = [evidence.what.as_str(), evidence.file.as_str(), evidence.by.as_str()];
            let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            parts.join(" · ")
        }
        Line::Lost => String::new(),
    }
}
