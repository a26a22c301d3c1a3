//! Data readiness for people: the index with its coverage, what blocks, each source, and the cheapest next step.

use super::super::Here;
use super::super::out::{Line, Out, Paint, widest};
use super::super::trouble::Trouble;
use crate::guide::{Dimension, Importance, guide};
use crate::readiness::{
    DataGap, GateReport, Share, Site, Source, Verdict, blockers, gaps, number, raise, shown_value,
};
use crate::text::{Lang, Phrase, pad, pad_left, show};

/// Blockers and next steps that are named one by one.
const NAMED: usize = 10;
const STEPS: usize = 3;

pub fn print(site: &Site, gate: Option<&GateReport>, here: &Here, out: &mut Out) -> Result<(), Trouble> {
    const NONE: Phrase = Phrase::new(
        "数据资源目录里还没有数据源。登记：wubu row 文件 sources add src_id=… name=…",
        "The source catalogue is empty. Enter one: wubu row FILE sources add src_id=… name=…",
    );
    head(site, gate, here, out)?;
    if site.sources.is_empty() {
        return out.line(here.say(NONE));
    }
    let blockers = blockers(site);
    out.line("")?;
    let paint = if blockers.is_empty() { Paint::Good } else { Paint::Bad };
    let title = match (blockers.len(), here.lang) {
        (0, Lang::Zh) => "没有阻断项".to_owned(),
        (0, Lang::En) => "Nothing blocks".to_owned(),
        (n, Lang::Zh) => format!("阻断 {n} 处"),
        (n, Lang::En) => format!("Blockers: {n}"),
    };
    out.line(Line::new().painted(paint, title))?;
    let names = widest(blockers.iter().take(NAMED).map(|gap| gap.source.name.as_str()));
    for gap in blockers.iter().take(NAMED) {
        blocker(site, gap, names, here, out)?;
    }
    if blockers.len() > NAMED {
        out.line(match here.lang {
            Lang::Zh => format!("  另有 {} 处", blockers.len() - NAMED),
            Lang::En => format!("  and {} more", blockers.len() - NAMED),
        })?;
    }
    out.line("")?;
    table(site, here, out)?;
    faults(site, here, out)?;
    shares(site, here, out)?;
    steps(site, here, out)?;
    changed(site, here, out)
}

/// `数据就绪度 2.1 / 4 · 测量覆盖 71% · A 类 4 个，2 个达标 · G3 ✗ 不通过`
pub fn head(site: &Site, gate: Option<&GateReport>, here: &Here, out: &mut Out) -> Result<(), Trouble> {
    let lang = here.lang;
    let zh = lang == Lang::Zh;
    let unmeasured = guide().readiness().unmeasured.say(lang);
    let index = site.index.map_or(unmeasured.to_owned(), |index| format!("{index:.1} / 4"));
    let mut line =
        Line::new().add(if zh { "数据就绪度 " } else { "Data readiness " }).painted(Paint::Strong, index);
    if let Some(coverage) = site.coverage {
        let coverage = number(coverage.floor());
        line = line.add(if zh {
            format!(" · 测量覆盖 {coverage}%")
        } else {
            format!(" · measured {coverage}%")
        });
    }
    let class_a = site.in_scope().filter(|source| source.importance == Some(Importance::A)).count();
    if class_a > 0 {
        let good = class_a - site.failing().count();
        line = line.add(if zh {
            format!(" · A 类 {class_a} 个，{good} 个达标")
        } else {
            format!(" · class A: {good} of {class_a} usable")
        });
    }
    if let Some(report) = gate {
        let paint = match report.verdict {
            Verdict::Pass => Paint::Good,
            Verdict::NoGo => Paint::Bad,
            Verdict::Conditional | Verdict::Open => Paint::Note,
        };
        let verdict = format!("{} {}", report.verdict.sign(), report.verdict.label(report.gate, lang));
        line = line.add(format!(" · {} ", report.gate.key)).painted(paint, verdict);
    }
    out.line(line)
}

/// What is wrong, then what would mend it and where.
fn blocker(site: &Site, gap: &DataGap, names: usize, here: &Here, out: &mut Out) -> Result<(), Trouble> {
    let lang = here.lang;
    let (source, dimension) = (gap.source, gap.dimension);
    let label = format!("{} {}", dimension.key(), dimension.model().label.say(lang));
    let (sign, paint, found) = match source.reading(dimension) {
        None => ("?", Paint::Note, guide().readiness().unmeasured.say(lang).to_owned()),
        Some(reading) => {
            // The value of a ladder is its level.
            let value = Some(shown_value(reading, dimension)).filter(|_| dimension != Dimension::D1);
            let value = value.map_or(String::new(), |value| match lang {
                Lang::Zh => format!("（{value}）"),
                Lang::En => format!(" ({value})"),
            });
            let found = match lang {
                Lang::Zh => format!("{} 级{value}，需 {} 级", reading.level, gap.needs),
                Lang::En => format!("level {}{value}, needs {}", reading.level, gap.needs),
            };
            ("✗", Paint::Bad, found)
        }
    };
    let class = source.importance.map_or("·", |importance| importance.key());
    let name = pad(&show(&source.name), names);
    out.line(
        Line::new()
            .painted(paint, format!("  {sign} "))
            .add(format!("{class} {name}  "))
            .painted(Paint::Strong, format!("{label}  "))
            .add(found),
    )?;
    let tasks = source.tasks(dimension).first().map_or(String::new(), |id| {
        let title = guide().template(id).map_or("", |template| template.title.say(lang));
        format!(" → {id} {title}")
    });
    let raise = raise(&site.model, source, dimension, lang);
    out.line(Line::new().painted(Paint::Faint, format!("      {raise}{tasks}")))
}

fn table(site: &Site, here: &Here, out: &mut Out) -> Result<(), Trouble> {
    const HEADS: [Phrase; 6] = [
        Phrase::new("数据源", "Source"),
        Phrase::new("类别", "Kind"),
        Phrase::new("重要", "Class"),
        Phrase::new("终级", "Final"),
        Phrase::new("得分", "Score"),
        Phrase::new("覆盖", "Known"),
    ];
    let lang = here.lang;
    let [head_name, head_kind, head_class, head_last, head_score, head_known] =
        HEADS.map(|head| head.say(lang));
    let kind = |source: &Source| source.kind.map_or("?", |kind| kind.label().say(lang));
    let names = widest(site.sources.iter().map(|source| source.name.as_str()).chain([head_name]));
    let kinds = widest(site.sources.iter().map(kind).chain([head_kind]));
    let classes = widest([head_class]);
    let cells: Vec<String> = Dimension::ALL.iter().map(|dimension| pad_left(dimension.key(), 4)).collect();
    out.line(Line::new().painted(
        Paint::Faint,
        format!(
            "{}  {}  {head_class} {}  {head_last}  {head_score}  {head_known}",
            pad(head_name, names),
            pad(head_kind, kinds),
            cells.concat()
        ),
    ))?;
    for source in &site.sources {
        let standing = &source.standing;
        let level = |dimension| source.level(dimension).map_or("?".to_owned(), |level| level.to_string());
        let cells: Vec<String> = Dimension::ALL.iter().map(|d| pad_left(&level(*d), 4)).collect();
        let usable = guide().readiness().usable;
        let (paint, sign) = match standing.last {
            _ if !source.in_scope => (Paint::Faint, "–"),
            Some(last) if last >= usable => (Paint::Good, "✓"),
            Some(_) => (Paint::Bad, "✗"),
            None => (Paint::Note, "?"),
        };
        let last = standing.last.map_or(String::new(), |last| last.to_string());
        let whole =
            |number: Option<f64>| number.map_or("?".to_owned(), |number| format!("{:.0}", number.floor()));
        let class = source.importance.map_or("?", |importance| importance.key());
        out.line(
            Line::new()
                .add(format!("{}  {}  ", pad(&show(&source.name), names), pad(kind(source), kinds)))
                .add(format!("{} {}  ", pad(class, classes), cells.concat()))
                .painted(paint, pad(&format!("{last} {sign}"), widest([head_last])))
                .add(format!("  {}", pad_left(&whole(standing.score), widest([head_score]))))
                .add(format!("  {}", pad_left(&whole(standing.coverage), widest([head_known])))),
        )?;
    }
    Ok(())
}

fn faults(site: &Site, here: &Here, out: &mut Out) -> Result<(), Trouble> {
    for source in &site.sources {
        for fault in &source.faults {
            let name = if source.name.is_empty() { source.id.as_str() } else { &source.name };
            let colon = here.lang.colon();
            out.line(Line::new().painted(Paint::Note, format!("! {name}{colon}{}", fault.say(here.lang))))?;
        }
    }
    Ok(())
}

/// Networking, retrofit, metadata of the tag list.
fn shares(site: &Site, here: &Here, out: &mut Out) -> Result<(), Trouble> {
    let said = |label: Phrase, share: Share| {
        share
            .percent()
            .map(|percent| format!("{} {percent}% ({}/{})", label.say(here.lang), share.good, share.of))
    };
    let all: Vec<String> = [
        said(Phrase::new("设备联网率", "machines connected"), site.networking()),
        said(Phrase::new("网络改造", "network retrofit"), site.retrofit()),
        said(Phrase::new("点表元数据", "metadata of tags"), site.metadata()),
    ]
    .into_iter()
    .flatten()
    .collect();
    if all.is_empty() {
        return Ok(());
    }
    out.line("")?;
    out.line(all.join(" · "))
}

/// The gaps that free the gate or raise the index most.
fn steps(site: &Site, here: &Here, out: &mut Out) -> Result<(), Trouble> {
    const TITLE: Phrase = Phrase::new("最省力的下一步", "The cheapest next step");
    let gaps = gaps(site);
    let steps: Vec<&DataGap> =
        gaps.iter().filter(|gap| gap.frees > 0 || gap.gains > 0.0).take(STEPS).collect();
    if steps.is_empty() {
        return Ok(());
    }
    out.line("")?;
    out.line(Line::new().painted(Paint::Strong, here.say(TITLE)))?;
    for gap in steps {
        let label = gap.dimension.model().label.say(here.lang);
        let gains = number(gap.gains);
        let gate = (gap.frees > 0).then(|| match here.lang {
            Lang::Zh => format!("满足评审门 {} 项", gap.frees),
            Lang::En => format!("criteria of the gate: {}", gap.frees),
        });
        let index = (gap.gains > 0.0 && gains != "0").then(|| match here.lang {
            Lang::Zh => format!("指数 +{gains}"),
            Lang::En => format!("index +{gains}"),
        });
        let effect: Vec<String> = gate.into_iter().chain(index).collect();
        let effect = effect.join(here.say(Phrase::new("，", ", ")));
        let to = match here.lang {
            Lang::Zh => format!("到 {} 级", gap.needs),
            Lang::En => format!("to level {}", gap.needs),
        };
        let (name, key) = (&gap.source.name, gap.dimension.key());
        out.line(format!("  {name} {key} {label} {to} · {effect}"))?;
    }
    Ok(())
}

fn changed(site: &Site, here: &Here, out: &mut Out) -> Result<(), Trouble> {
    let changed = site.model.changed();
    if changed.is_empty() {
        return Ok(());
    }
    out.line("")?;
    for one in changed {
        let (says, now, proposed) = (one.key.say(here.lang), one.now, one.proposed);
        out.line(Line::new().painted(
            Paint::Note,
            match here.lang {
                Lang::Zh => format!("! 本工作区设定：{says} {now}（建议值 {proposed}）"),
                Lang::En => format!("! set by this workspace: {says} {now} (proposed: {proposed})"),
            },
        ))?;
    }
    Ok(())
}
