//! The gaps in data readiness: what is below the level that it needs, which of them hold up a gate, which one is the
//! cheapest next step, and the tasks that people make of them.

use super::explain::{level_rule, shown_value};
use super::verdict::misses;
use super::{Site, Source};
use crate::guide::{Asks, Dimension, GateCriterion, SourceAsks, guide};
use crate::text::Lang;
use crate::workspace::{Edit, Id, RecordKind, Refusal, Value, Workspace};
use std::cmp::Ordering;

/// A dimension of a source in scope that is not measured, or below the level that it needs.
#[derive(Debug, Clone)]
pub struct DataGap<'s> {
    pub source: &'s Source<'s>,
    pub dimension: Dimension,
    /// None: not measured.
    pub level: Option<u8>,
    /// What a gate asks of it, or what is usable.
    pub needs: u8,
    /// The criterion of a gate that it keeps from being met and that takes no waiver, else one that does.
    pub asked: Option<&'static GateCriterion>,
    /// It holds up a gate where nobody can waive it, or keeps its source at the lowest levels.
    pub blocks: bool,
    /// Criteria of gates that would be met if it were closed.
    pub frees: usize,
    /// What the index of the site would gain.
    pub gains: f64,
}

/// Every gap, the one with most effect first: those that free criteria of a gate, then those that raise the index.
pub fn gaps<'s>(site: &'s Site<'s>) -> Vec<DataGap<'s>> {
    let asked = Asked::of(site);
    let mut gaps = vec![];
    for (at, source) in site.sources.iter().enumerate().filter(|(_, source)| source.in_scope) {
        for dimension in Dimension::ALL {
            gaps.extend(gap(site, &asked, (at, source), dimension));
        }
    }
    gaps.sort_by(|one: &DataGap, other: &DataGap| {
        (other.frees.cmp(&one.frees))
            .then(other.gains.total_cmp(&one.gains))
            .then(other.blocks.cmp(&one.blocks))
            .then(one.by_weight(other))
    });
    gaps
}

/// The gaps that block, those of the weightiest sources first, and what was measured before what was not.
pub fn blockers<'s>(site: &'s Site<'s>) -> Vec<DataGap<'s>> {
    let mut blockers = gaps(site);
    blockers.retain(|gap| gap.blocks);
    blockers.sort_by(|one, other| {
        (one.source.importance.is_none(), one.source.importance)
            .cmp(&(other.source.importance.is_none(), other.source.importance))
            .then(one.level.is_none().cmp(&other.level.is_none()))
            .then(one.level.cmp(&other.level))
    });
    blockers
}

impl DataGap<'_> {
    fn by_weight(&self, other: &DataGap) -> Ordering {
        let key = |gap: &DataGap| (gap.source.importance.is_none(), gap.source.importance, gap.dimension);
        key(self).cmp(&key(other))
    }

    /// The task that two laptops make alike.
    pub fn task_id(&self) -> Id {
        gap_task_id(self.source.id, self.dimension)
    }
}

/// `gap.<row of the source>.<dimension>`.
pub fn gap_task_id(source: &Id, dimension: Dimension) -> Id {
    Id::new(&format!("gap.{source}.{}", dimension.key())).expect("both parts are sound")
}

/// What gates ask of sources, and who fails it now.
struct Asked {
    criteria: Vec<AskedOf>,
}

struct AskedOf {
    criterion: &'static GateCriterion,
    asks: &'static SourceAsks,
    /// By the place of the source.
    is_asked: Vec<bool>,
    failing: Vec<usize>,
}

impl Asked {
    fn of(site: &Site) -> Asked {
        let mut criteria = vec![];
        for criterion in guide().gates().iter().flat_map(|gate| &gate.criteria) {
            let Asks::Readiness { of, asks } = &criterion.asks else { continue };
            let is_asked = |source: &Source| of.iter().all(|condition| source.row.fulfils(condition));
            let is_asked: Vec<bool> = site.sources.iter().map(is_asked).collect();
            let failing = (0..site.sources.len())
                .filter(|at| is_asked[*at] && !misses(&site.sources[*at].standing, asks).is_empty());
            criteria.push(AskedOf { criterion, asks, failing: failing.collect(), is_asked });
        }
        Asked { criteria }
    }
}

fn gap<'s>(
    site: &'s Site<'s>,
    asked: &Asked,
    (at, source): (usize, &'s Source<'s>),
    dimension: Dimension,
) -> Option<DataGap<'s>> {
    let mut needs = guide().readiness().usable;
    let level = source.level(dimension);
    let mut asking: Option<&'static GateCriterion> = None;
    for AskedOf { criterion, asks, is_asked, .. } in &asked.criteria {
        if let SourceAsks::Level { dimensions, at_least } = asks
            && is_asked[at]
            && dimensions.iter().any(|key| key == dimension.key())
        {
            needs = needs.max(*at_least);
            let is_missed = level.is_none_or(|level| level < *at_least);
            if is_missed && asking.is_none_or(|known| known.waivable) {
                asking = Some(criterion);
            }
        }
    }
    if level.is_some_and(|level| level >= needs) {
        return None;
    }
    let closed = source.supposing(dimension, needs, &site.model);
    let is_freed = |of: &&AskedOf| of.failing.as_slice() == [at] && misses(&closed, of.asks).is_empty();
    let frees = asked.criteria.iter().filter(is_freed).count();
    let then = site.mean(|other, source| {
        let standing = if other == at { &closed } else { &source.standing };
        standing.last.map(f64::from)
    });
    let holds_down = dimension.model().blocking && level.unwrap_or(0) == 0;
    Some(DataGap {
        source,
        dimension,
        level,
        needs,
        asked: asking,
        blocks: holds_down || asking.is_some_and(|criterion| !criterion.waivable),
        frees,
        gains: then.unwrap_or(0.0) - site.index.unwrap_or(0.0),
    })
}

/// Makes a task of each gap that has none yet, as one step: the same on every laptop, so that two who do it make one.
/// `rows` are the first offending rows of a source, where somebody has them at hand.
pub fn gap_tasks(
    workspace: &Workspace,
    site: &Site,
    gaps: &[DataGap],
    rows: &dyn Fn(&Source, Dimension) -> Vec<String>,
    lang: Lang,
) -> Result<Edit, Refusal> {
    let mut edits = vec![];
    for gap in gaps.iter().filter(|gap| !workspace.tasks.contains(gap.task_id().as_str())) {
        let (source, dimension) = (gap.source, gap.dimension);
        // Behind what people plan in the stage, the weightiest sources first; it asks no neighbour.
        let class = source.importance.map_or("D", |importance| importance.key());
        let place = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "A"][dimension.index()];
        let mut note = note(site, gap, lang);
        note.extend(first_rows(&rows(source, dimension), lang));
        let fields = vec![
            ("element".to_owned(), Value::text("c4")),
            ("rank".to_owned(), Value::text(format!("zz{class}{place}"))),
            ("title".to_owned(), Value::text(title(gap, lang))),
            ("priority".to_owned(), if gap.blocks { Value::text("high") } else { Value::Unset }),
            ("note".to_owned(), Value::prose(&note.join("\n"))),
        ];
        let fields = fields.into_iter().filter(|(_, value)| !value.is_unset()).collect();
        edits.push(Edit::Add { kind: RecordKind::Task, id: gap.task_id(), fields });
    }
    Ok(Edit::All(edits))
}

/// `热处理炉 PLC：时效与连续性由 1 级提到 2 级`.
fn title(gap: &DataGap, lang: Lang) -> String {
    let (name, label, needs) = (one_line(&gap.source.name), gap.dimension.model().label.say(lang), gap.needs);
    match (gap.level, lang) {
        (Some(level), Lang::Zh) => format!("{name}：{label}由 {level} 级提到 {needs} 级"),
        (None, Lang::Zh) => format!("{name}：测量{label}，达到 {needs} 级"),
        (Some(level), Lang::En) => format!("{name}: raise {label} from level {level} to {needs}"),
        (None, Lang::En) => format!("{name}: measure {label}, level {needs} or above"),
    }
}

fn note(site: &Site, gap: &DataGap, lang: Lang) -> Vec<String> {
    let (source, dimension) = (gap.source, gap.dimension);
    let zh = lang == Lang::Zh;
    let line = |label: (&str, &str), text: String| {
        if zh { format!("{}：{text}", label.0) } else { format!("{}: {text}", label.1) }
    };
    let model = dimension.model();
    let of = [source.key.as_str(), source.name.as_str()].map(one_line).join(" ").trim().to_owned();
    let mut lines = vec![
        line(("数据源", "Source"), of),
        line(("维度", "Dimension"), format!("{} {}", dimension.key(), model.label.say(lang))),
    ];
    let found = match source.reading(dimension) {
        None => guide().readiness().unmeasured.say(lang).to_owned(),
        Some(reading) => {
            let value = shown_value(reading, dimension);
            let level =
                if zh { format!("{} 级", reading.level) } else { format!("level {}", reading.level) };
            let from = reading.from.map(|(_, m)| [m.on.as_str(), m.file.as_str()].map(one_line));
            let parts = [value, level].into_iter().chain(from.into_iter().flatten());
            let parts: Vec<String> = parts.filter(|part| !part.is_empty()).collect();
            parts.join(if zh { "，" } else { ", " })
        }
    };
    lines.push(line(("现状", "Found"), found));
    let rule = level_rule(&site.model, dimension, gap.needs, lang);
    let needs =
        if zh { format!("{} 级，{rule}", gap.needs) } else { format!("level {}, {rule}", gap.needs) };
    lines.push(line(("要求", "Needed"), needs));
    for cap in source.reading(dimension).into_iter().flat_map(|reading| &reading.caps) {
        lines.push(line(("封顶", "Capped"), cap.says.say(lang).to_owned()));
    }
    for id in source.tasks(dimension) {
        let title = guide().template(id).map_or("", |template| template.title.say(lang));
        lines.push(line(("参照任务", "See task"), format!("{id} {title}")));
    }
    lines
}

fn first_rows(rows: &[String], lang: Lang) -> Vec<String> {
    const MOST: usize = 10;
    if rows.is_empty() {
        return vec![];
    }
    let head = if lang == Lang::Zh { "首批问题行：" } else { "First offending rows:" };
    std::iter::once(head.to_owned()).chain(rows.iter().take(MOST).map(|row| one_line(row))).collect()
}

fn one_line(text: &str) -> String {
    text.lines().collect::<Vec<_>>().join(" ").trim().to_owned()
}

#[cfg(test)]
mod tests;
