//! Data readiness as scripts see it.

use super::super::Here;
use super::super::out::Out;
use super::super::trouble::Trouble;
use crate::guide::{Dimension, Importance, Lawrence, SourceKind};
use crate::readiness::{DataGap, GateReport, Site, Source, blockers, level_rule, raise};
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize)]
struct Summary<'a> {
    index: Option<f64>,
    coverage: Option<f64>,
    sources: Vec<SourceRow<'a>>,
    blockers: Vec<BlockerRow<'a>>,
    gate: Option<GateRow<'a>>,
}

#[derive(Serialize)]
struct SourceRow<'a> {
    id: &'a str,
    name: &'a str,
    kind: Option<&'a str>,
    importance: Option<&'a str>,
    in_scope: bool,
    /// What is not measured is null.
    dimensions: BTreeMap<Place, Option<Reading>>,
    score: Option<f64>,
    coverage: Option<f64>,
    #[serde(rename = "final")]
    last: Option<u8>,
    /// That of Lawrence.
    band: Option<&'a str>,
    faults: Vec<String>,
}

/// D10 comes behind D9.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Place(Dimension);

impl Serialize for Place {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.key())
    }
}

#[derive(Serialize)]
struct Reading {
    value: f64,
    level: u8,
    rule: String,
}

#[derive(Serialize)]
struct BlockerRow<'a> {
    /// `readiness/r…/D4`: where it is put right.
    at: String,
    source: &'a str,
    name: &'a str,
    dimension: &'a str,
    level: Option<u8>,
    needs: u8,
    value: Option<f64>,
    rule: String,
    raise: String,
    tasks: &'a [String],
}

#[derive(Serialize)]
struct GateRow<'a> {
    key: &'a str,
    verdict: &'a str,
    missing: Vec<&'a str>,
}

pub fn print(site: &Site, gate: Option<&GateReport>, here: &Here, out: &mut Out) -> Result<(), Trouble> {
    let blockers = blockers(site);
    out.json(&Summary {
        index: site.index.map(hundredths),
        coverage: site.coverage.map(hundredths),
        sources: site.sources.iter().map(|source| row(site, source, here)).collect(),
        blockers: blockers.iter().map(|gap| blocker(site, gap, here)).collect(),
        gate: gate.map(|report| GateRow {
            key: &report.gate.key,
            verdict: report.verdict.key(),
            missing: report.missing().map(|judged| judged.criterion.key.as_str()).collect(),
        }),
    })
}

fn row<'a>(site: &Site, source: &'a Source, here: &Here) -> SourceRow<'a> {
    let reading = |dimension| {
        let reading = source.reading(dimension).map(|reading| Reading {
            value: reading.value,
            level: reading.level,
            rule: level_rule(&site.model, dimension, reading.level, here.lang),
        });
        (Place(dimension), reading)
    };
    SourceRow {
        id: key(source),
        name: &source.name,
        kind: source.kind.map(SourceKind::key),
        importance: source.importance.map(Importance::key),
        in_scope: source.in_scope,
        dimensions: Dimension::ALL.into_iter().map(reading).collect(),
        score: source.standing.score.map(hundredths),
        coverage: source.standing.coverage.map(hundredths),
        last: source.standing.last,
        band: source.standing.lawrence.map(Lawrence::key),
        faults: source.faults.iter().map(|fault| fault.say(here.lang)).collect(),
    }
}

fn blocker<'a>(site: &Site, gap: &DataGap<'a>, here: &Here) -> BlockerRow<'a> {
    let DataGap { source, dimension, .. } = *gap;
    BlockerRow {
        at: format!("readiness/{}/{}", source.id, dimension.key()),
        source: key(source),
        name: &source.name,
        dimension: dimension.key(),
        level: gap.level,
        needs: gap.needs,
        value: source.reading(dimension).map(|reading| reading.value),
        rule: level_rule(&site.model, dimension, gap.needs, here.lang),
        raise: raise(&site.model, source, dimension, here.lang),
        tasks: source.tasks(dimension),
    }
}

/// The key that people gave it, else the id of its row.
fn key<'a>(source: &'a Source) -> &'a str {
    if source.key.is_empty() { source.id.as_str() } else { &source.key }
}

/// Scores compare unrounded; here they are shown.
fn hundredths(number: f64) -> f64 {
    (number * 100.0).round() / 100.0
}
