//! A few lines on what is under the cursor of the map, where its detail has no place of its own.

use super::ReadinessPane;
use super::board::SourceLine;
use super::draw::{found, level_sign, step_text};
use crate::guide::{Dimension, TOP_LEVEL};
use crate::readiness::{EVIDENCE, FACTORS, Site, Source, explain, level_rule, number, raise};
use crate::text::{Lang, Phrase};
use crate::tui::pane::Context;

impl ReadinessPane {
    pub(super) fn hint_lines(&self, context: &Context) -> Vec<String> {
        let lang = context.lang;
        let site = Site::of(context.workspace);
        let here = self.line().and_then(|line| {
            site.sources.iter().find(|source| *source.id == line.id).map(|source| (line, source))
        });
        match (here, self.column.dimension()) {
            (None, _) => self.of_site(lang),
            (Some((line, source)), Some(dimension)) => of_cell(&site, line, source, dimension, lang),
            (Some((line, source)), None) => of_source(line, source, lang),
        }
    }

    fn of_site(&self, lang: Lang) -> Vec<String> {
        const SITE: Phrase = Phrase::new(
            "全厂：各维度的平均级，最终为按重要度加权的指数",
            "the site: mean levels, and the index weighted by importance",
        );
        let next = self.board.steps.first().map(|step| step_text(&self.board, step, lang));
        let next = next.map(|step| match lang {
            Lang::Zh => format!("最省力的下一步：{step}"),
            Lang::En => format!("cheapest next step: {step}"),
        });
        std::iter::once(SITE.say(lang).to_owned()).chain(next).collect()
    }
}

/// Where it stands, what would raise it, factors and evidence.
fn of_cell(site: &Site, line: &SourceLine, source: &Source, dimension: Dimension, lang: Lang) -> Vec<String> {
    let label = dimension.model().label.say(lang);
    let head = format!("{} · {} {label}  {}", line.name, dimension.key(), found(line, dimension, lang));
    let next = match (source.level(dimension) == Some(TOP_LEVEL), lang) {
        (true, _) => level_rule(&site.model, dimension, TOP_LEVEL, lang),
        (false, Lang::Zh) => format!("要提高：{}", raise(&site.model, source, dimension, lang)),
        (false, Lang::En) => format!("to raise it: {}", raise(&site.model, source, dimension, lang)),
    };
    let explained = explain(site, source, dimension, lang).into_iter();
    let more = explained.filter(|(label, _)| [FACTORS, EVIDENCE].contains(label));
    let more = more.map(|(label, text)| format!("{}{}{text}", label.say(lang), lang.colon()));
    [head, next].into_iter().chain(more).collect()
}

/// Its final level, and the weakest link.
fn of_source(line: &SourceLine, source: &Source, lang: Lang) -> Vec<String> {
    let score = line.score.map_or("?".to_owned(), |score| number(score.floor()));
    let coverage = line.coverage.map_or("?".to_owned(), |coverage| number(coverage.floor()));
    let (name, last) = (&line.name, level_sign(line.last));
    let head = match lang {
        Lang::Zh => format!("{name} · 最终 {last} 级 · 得分 {score} · 已测 {coverage}%"),
        Lang::En => format!("{name} · final level {last} · score {score} · measured {coverage}%"),
    };
    let weakest = source.standing.weakest().filter(|_| line.last.is_some_and(|last| last < TOP_LEVEL));
    let weakest = weakest.map(|dimension| {
        let (key, label) = (dimension.key(), dimension.model().label.say(lang));
        let level = level_sign(source.level(dimension));
        match lang {
            Lang::Zh => format!("最弱一环：{key} {label}（{level} 级）"),
            Lang::En => format!("weakest link: {key} {label} (level {level})"),
        }
    });
    std::iter::once(head).chain(weakest).collect()
}
