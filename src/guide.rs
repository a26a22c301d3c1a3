//! What the standard and practice say: stages, elements, clauses, task templates, registers, decisions, gates,
//! readiness model, glossary. Read-only, embedded from `data/guide` and parsed once; whatever a user writes lives in the
//! workspace, and a user's own copy of the standard is read by `owned`. Every floor above asks here by key, and every
//! answer borrows from the one static guide.

mod clause;
mod decision;
mod gate;
pub mod owned;
mod readiness;
mod register;
mod search;
mod shelf;
mod stage;
mod template;

use std::{collections::HashMap, sync::LazyLock};

use serde::Deserialize;

use crate::text::Bilingual;
use shelf::{Keyed, Shelf};

pub use clause::{Clause, Paragraph, Standard};
pub use decision::{
    Alternative, Band, Cap, CapLimit, Choose, Chosen, Criterion, Decision, DecisionField, DecisionVerdict,
    FieldIs, Knockout, Margin, Method, Need, Out, Scale, ScoreNeeds, Trigger, VerdictWhen,
};
pub use gate::{Asks, Ended, Figure, FigureAsks, FigureLimit, Gate, GateCriterion, SourceAsks, VerdictNames};
pub use readiness::{
    AnswerKey, AnswerKind, Bound, CapWhen, Counted, DataLevel, Dimension, DimensionModel, FigureKey,
    FigureKind, Importance, Indicator, Lawrence, LawrenceBand, LawrenceWhen, LevelCap, MeasuredBy,
    MetadataColumn, Readiness, ScoreBand, SourceKind, TOP_LEVEL,
};
pub use register::{
    Choice, Column, ColumnKind, Combined, Condition, Is, LINE_NUMBERS, Limits, OnSpot, Parting, Points,
    Register, Rule, RuleKind, TimeUnit, Unit, header_form, word_form,
};
pub use search::{Hit, HitKind};
pub use stage::{Element, Stage};
pub use template::{Lead, Template};

pub fn guide() -> &'static Guide {
    static GUIDE: LazyLock<Guide> = LazyLock::new(Guide::embedded);
    &GUIDE
}

/// Everything in the order of its file; every lookup by key is one step.
#[derive(Debug)]
pub struct Guide {
    stages: Shelf<Stage>,
    clauses: Shelf<Clause>,
    templates: Shelf<Template>,
    // Read when first asked for: more text than all the rest, and the first frame shows none of it.
    registers: LazyLock<Shelf<Register>>,
    decisions: LazyLock<Shelf<Decision>>,
    gates: LazyLock<Shelf<Gate>>,
    readiness: LazyLock<Readiness>,
    glossary: Shelf<Term>,
    standards: Shelf<Standard>,
    places: HashMap<String, Place>,
}

/// Where an element and what belongs to it lie on the shelves.
#[derive(Debug, Default)]
struct Place {
    stage: usize,
    element: usize,
    /// Clause and paragraph.
    phrase: Option<(usize, usize)>,
    templates: Vec<usize>,
}

impl Guide {
    pub fn stages(&self) -> &[Stage] {
        self.stages.all()
    }

    /// By `4a` to `4e`.
    pub fn stage(&self, key: &str) -> Option<&Stage> {
        self.stages.get(key)
    }

    /// The stage that an element (`a1` to `e4`) belongs to.
    pub fn stage_of(&self, element: &str) -> Option<&Stage> {
        self.stages.all().get(self.places.get(element)?.stage)
    }

    pub fn elements(&self) -> impl Iterator<Item = &Element> {
        self.stages().iter().flat_map(|stage| &stage.elements)
    }

    /// By `a1` to `e4`.
    pub fn element(&self, key: &str) -> Option<&Element> {
        self.stage_of(key)?.elements.get(self.places.get(key)?.element)
    }

    pub fn templates(&self) -> &[Template] {
        self.templates.all()
    }

    /// By `4a.1` to `4e.12`.
    pub fn template(&self, id: &str) -> Option<&Template> {
        self.templates.get(id)
    }

    /// The templates that serve an element, in order.
    pub fn templates_of(&self, element: &str) -> impl Iterator<Item = &Template> {
        let templates = self.places.get(element).map_or(&[][..], |place| &place.templates);
        templates.iter().filter_map(|i| self.templates().get(*i))
    }

    pub fn clauses(&self) -> &[Clause] {
        self.clauses.all()
    }

    /// By `foreword`, `introduction`, `1` to `4`, `4a` to `4e`.
    pub fn clause(&self, id: &str) -> Option<&Clause> {
        self.clauses.get(id)
    }

    /// The clause that recommends what a stage (`4a` to `4e`) does.
    pub fn clause_of_stage(&self, stage: &str) -> Option<&Clause> {
        self.clause(&self.stage(stage)?.clause)
    }

    /// The phrase of 4 a) to 4 e) that an element stands for.
    pub fn phrase_of(&self, element: &str) -> Option<&Paragraph> {
        let (clause, paragraph) = self.places.get(element)?.phrase?;
        self.clauses().get(clause)?.text.get(paragraph)
    }

    pub fn registers(&self) -> &[Register] {
        self.registers.all()
    }

    pub fn register(&self, key: &str) -> Option<&Register> {
        self.registers.get(key)
    }

    /// The registers that a stage works with: those of its elements and tasks, and those of every stage.
    pub fn registers_of_stage<'a>(&'a self, stage: &'a Stage) -> impl Iterator<Item = &'a Register> {
        let used = move |register: &Register| {
            stage.elements.iter().any(|element| {
                element.registers.contains(&register.key)
                    || self.templates_of(&element.key).any(|t| t.registers.contains(&register.key))
            })
        };
        self.registers().iter().filter(move |register| register.everywhere || used(register))
    }

    pub fn decisions(&self) -> &[Decision] {
        self.decisions.all()
    }

    pub fn decision(&self, key: &str) -> Option<&Decision> {
        self.decisions.get(key)
    }

    pub fn gates(&self) -> &[Gate] {
        self.gates.all()
    }

    /// By `G1` to `G5`.
    pub fn gate(&self, key: &str) -> Option<&Gate> {
        self.gates.get(key)
    }

    pub fn readiness(&self) -> &Readiness {
        &self.readiness
    }

    pub fn glossary(&self) -> &[Term] {
        self.glossary.all()
    }

    pub fn term(&self, key: &str) -> Option<&Term> {
        self.glossary.get(key)
    }

    pub fn standards(&self) -> &[Standard] {
        self.standards.all()
    }

    /// By its number, as in `GB/T 20269-2006`.
    pub fn standard(&self, number: &str) -> Option<&Standard> {
        self.standards.get(number)
    }

    fn embedded() -> Guide {
        let stages: Shelf<Stage> = Shelf::read(include_str!("../data/guide/stages.ron"));
        let clauses: Shelf<Clause> = Shelf::read(include_str!("../data/guide/clauses.ron"));
        let templates: Shelf<Template> = Shelf::read(include_str!("../data/guide/tasks.ron"));
        Guide {
            places: places(stages.all(), clauses.all(), templates.all()),
            stages,
            clauses,
            templates,
            registers: LazyLock::new(|| Shelf::read(include_str!("../data/guide/registers.ron"))),
            decisions: LazyLock::new(|| Shelf::read(include_str!("../data/guide/decisions.ron"))),
            gates: LazyLock::new(|| Shelf::read(include_str!("../data/guide/gates.ron"))),
            readiness: LazyLock::new(|| {
                let embedded = include_str!("../data/guide/readiness.ron");
                ron::from_str(embedded).expect("the guide's data is checked by tests/guide.rs")
            }),
            glossary: Shelf::read(include_str!("../data/guide/glossary.ron")),
            standards: Shelf::read(include_str!("../data/guide/standards.ron")),
        }
    }
}

fn places(stages: &[Stage], clauses: &[Clause], templates: &[Template]) -> HashMap<String, Place> {
    let mut places = HashMap::new();
    for (s, stage) in stages.iter().enumerate() {
        for (e, element) in stage.elements.iter().enumerate() {
            places.insert(element.key.clone(), Place { stage: s, element: e, ..Place::default() });
        }
    }
    for (t, template) in templates.iter().enumerate() {
        if let Some(place) = places.get_mut(&template.element) {
            place.templates.push(t);
        }
    }
    for (c, clause) in clauses.iter().enumerate() {
        for (p, paragraph) in clause.text.iter().enumerate() {
            if let Some(place) = paragraph.element.as_ref().and_then(|element| places.get_mut(element)) {
                place.phrase = Some((c, p));
            }
        }
    }
    places
}

/// A word of the trade or of this program.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    pub key: String,
    pub title: Bilingual,
    pub definition: Bilingual,
}

impl Keyed for Term {
    fn key(&self) -> &str {
        &self.key
    }
}
