//! `wubu readiness FILE show SOURCE [D4]`: where the levels of a source come from, and what would raise them.

use super::super::out::{Line, Out, Paint, widest};
use super::super::trouble::Trouble;
use super::super::{Here, help, text};
use super::{dimension, source, source_arg};
use crate::guide::{Dimension, guide};
use crate::readiness::{Site, Source, explain, number};
use crate::text::{Lang, Phrase, pad};
use clap::{Arg, ArgMatches, Command};

pub fn command(lang: Lang) -> Command {
    const ABOUT: Phrase = Phrase::new(
        "一个数据源的各维度：规则、数值和因子、权重、证据、怎样提高，以及历次测量",
        "a source by dimension: rule, value and factors, weight, evidence, what would raise it, and its history",
    );
    const USAGE: Phrase =
        Phrase::new("wubu readiness 文件 show 数据源 [D1–D10]", "wubu readiness FILE show SOURCE [D1-D10]");
    const EXAMPLES: Phrase = Phrase::new(
        "wubu readiness plant.wubu.ron show S01\nwubu readiness plant.wubu.ron show 磨削线PLC D4",
        "wubu readiness plant.wubu.ron show S01\nwubu readiness plant.wubu.ron show S01 D4",
    );
    help::subcommand("show", lang, ABOUT, USAGE, EXAMPLES).args([
        source_arg(lang).required(true),
        Arg::new("dimension")
            .value_name(Phrase::new("维度", "DIMENSION").say(lang))
            .help(Phrase::new("只看一个维度", "only one dimension").say(lang)),
    ])
}

pub fn run(site: &Site, matches: &ArgMatches, here: &Here, out: &mut Out) -> Result<(), Trouble> {
    let source = source(site, text(matches, "source").unwrap_or_default(), here)?;
    let only = text(matches, "dimension").map(|word| dimension(word, here)).transpose()?;
    head(source, here, out)?;
    for one in Dimension::ALL.into_iter().filter(|one| only.is_none_or(|only| only == *one)) {
        out.line("")?;
        of_dimension(site, source, one, here, out)?;
    }
    if only.is_none() {
        history(site, source, here, out)?;
    }
    Ok(())
}

fn head(source: &Source, here: &Here, out: &mut Out) -> Result<(), Trouble> {
    let (lang, standing) = (here.lang, &source.standing);
    let unmeasured = guide().readiness().unmeasured.say(lang);
    let last = standing.last.map_or(unmeasured.to_owned(), |last| last.to_string());
    let mut parts = vec![format!("{} {}", source.key, source.name).trim().to_owned()];
    parts.extend(source.kind.map(|kind| kind.label().say(lang).to_owned()));
    parts.extend(source.importance.map(|importance| match lang {
        Lang::Zh => format!("{} 类", importance.key()),
        Lang::En => format!("class {}", importance.key()),
    }));
    parts.push(match lang {
        Lang::Zh => format!("最终 {last} 级"),
        Lang::En => format!("final level {last}"),
    });
    if let (Some(score), Some(coverage)) = (standing.score, standing.coverage) {
        let (score, coverage) = (format!("{score:.1}"), number(coverage));
        parts.push(match lang {
            Lang::Zh => format!("得分 {score}，测量覆盖 {coverage}%"),
            Lang::En => format!("score {score}, measured {coverage}%"),
        });
    }
    let band = standing.lawrence.map(|band| (band, guide().readiness()));
    let band = band.and_then(|(band, model)| model.lawrence.iter().find(|known| known.band == band));
    out.line(Line::new().painted(Paint::Strong, parts.join(" · ")))?;
    if let Some(band) = band {
        out.line(format!("Lawrence {}  {}", band.band.key(), band.says.say(lang)))?;
    }
    source
        .faults
        .iter()
        .try_for_each(|fault| out.line(Line::new().painted(Paint::Note, format!("! {}", fault.say(lang)))))
}

fn of_dimension(
    site: &Site,
    source: &Source,
    dimension: Dimension,
    here: &Here,
    out: &mut Out,
) -> Result<(), Trouble> {
    let lang = here.lang;
    let model = dimension.model();
    let level = match (source.level(dimension), lang) {
        (None, _) => guide().readiness().unmeasured.say(lang).to_owned(),
        (Some(level), Lang::Zh) => format!("{level} 级"),
        (Some(level), Lang::En) => format!("level {level}"),
    };
    out.line(
        Line::new()
            .painted(Paint::Strong, format!("{} {}  {level}", dimension.key(), model.label.say(lang)))
            .painted(Paint::Faint, format!("  {}", model.meaning.say(lang))),
    )?;
    let lines = explain(site, source, dimension, lang);
    let labels = widest(lines.iter().map(|(label, _)| label.say(lang)));
    for (label, text) in &lines {
        out.line(
            Line::new()
                .painted(Paint::Faint, format!("  {}  ", pad(label.say(lang), labels)))
                .add(text.as_str()),
        )?;
    }
    Ok(())
}

fn history(site: &Site, source: &Source, here: &Here, out: &mut Out) -> Result<(), Trouble> {
    const TITLE: Phrase = Phrase::new("历次测量", "History");
    let points = source.history(site.workspace, &site.model);
    if points.is_empty() {
        return Ok(());
    }
    out.line("")?;
    out.line(Line::new().painted(Paint::Strong, here.say(TITLE)))?;
    for point in points {
        let score = point.standing.score.map_or("?".to_owned(), |score| format!("{score:.1}"));
        let last = point.standing.last.map_or("?".to_owned(), |last| last.to_string());
        out.line(match here.lang {
            Lang::Zh => format!("  {}  得分 {score}  最终 {last} 级", point.on),
            Lang::En => format!("  {}  score {score}  final level {last}", point.on),
        })?;
    }
    Ok(())
}
