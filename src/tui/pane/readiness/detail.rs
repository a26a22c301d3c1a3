//! Every number explained: of a cell the rule, the value with its factors, weight, evidence and what would raise it,
//! its history and the profile behind it; of a source what its final level comes from; of the site its index.

use super::board::Cell;
use super::draw::{level_role, level_sign, step_text};
use super::profile::{fewer, worst_text};
use super::recalled::Known;
use super::{Column, ReadinessPane, mark_of};
use crate::guide::{Dimension, FigureKey, Importance, TOP_LEVEL, guide};
use crate::profile::{Profile, STRIP, strip_bars};
use crate::readiness::{SettingKey, Share, Site, Source, explain, gap_task_id, number, percent, shown_value};
use crate::text::{Lang, Phrase, pad, width};
use crate::tui::action::Action;
use crate::tui::pane::Context;
use crate::tui::theme::Role;
use crate::tui::widget::chart::{meter, spark_between};
use crate::tui::widget::reader::Item;
use crate::workspace::{Id, Measurement};

impl ReadinessPane {
    pub(super) fn detail_items(&self, context: &Context, wide: usize) -> Vec<Item> {
        if self.board.sources.is_empty() {
            return vec![];
        }
        let site = Site::of(context.workspace);
        let source = self.line().and_then(|line| site.sources.iter().find(|source| *source.id == line.id));
        match (source, self.column) {
            (None, Column::Of(dimension)) => self.site_dimension(dimension, context.lang),
            (None, _) => self.site_items(&site, context),
            (Some(source), Column::Of(dimension)) => {
                ReadinessPane::cell_items(&site, source, dimension, (context, wide))
            }
            (Some(source), Column::Whole) => source_items(&site, source, context),
            (Some(source), Column::Last) => last_items(&site, source, context.lang),
        }
    }

    fn cell_items(
        site: &Site,
        source: &Source,
        dimension: Dimension,
        (context, wide): (&Context, usize),
    ) -> Vec<Item> {
        let lang = context.lang;
        let model = dimension.model();
        let level = source.level(dimension);
        let mut items =
            vec![Item::Title(format!("{} · {} {}", source.name, dimension.key(), model.label.say(lang)))];
        items.push(Item::Text(level_role(level), level_bar(level, lang)));
        items.push(Item::Text(Role::Faint, model.meaning.say(lang).to_owned()));
        items.push(Item::Gap);
        for (label, text) in explain(site, source, dimension, lang) {
            items.push(Item::Field(label.say(lang).to_owned(), Role::Plain, text));
        }
        let task = gap_task_id(source.id, dimension);
        if context.workspace.tasks.contains(task.as_str()) {
            let label = Phrase::new("已有任务", "its task").say(lang).to_owned();
            items.push(Item::FieldLink(
                label,
                Action::GoToTask(task.clone()),
                Role::Plain,
                format!("{task} →"),
            ));
        }
        items.extend(levels(site, dimension, level, lang));
        items.extend(history(source, Some(dimension), context));
        if let Some((id, measurement)) = source.reading(dimension).and_then(|reading| reading.from)
            && let Some(mark) = mark_of(measurement)
        {
            items.extend([Item::Gap, Item::Heading(Phrase::new("画像", "Profile").say(lang).to_owned())]);
            match context.profiles.of(&mark.hash) {
                Some(Known::Here(profile)) => items.extend(profile_items(id, profile, wide, lang)),
                Some(Known::Absent) => {
                    let text = Phrase::new(
                        "细节不在这台电脑上，原文件也不在工作区文件夹：按 p 选它重算 →",
                        "details are not on this machine, nor is the file in the folder: p measures it anew →",
                    );
                    items.push(Item::Link(
                        Action::OpenProfile(id.clone()),
                        Role::Warn,
                        text.say(lang).to_owned(),
                    ));
                }
                _ => {
                    let text = Phrase::new("正在取画像……", "fetching the profile …");
                    items.push(Item::Text(Role::Doing, text.say(lang).to_owned()));
                }
            }
        }
        items
    }

    /// How the sources in scope stand in one dimension.
    fn site_dimension(&self, dimension: Dimension, lang: Lang) -> Vec<Item> {
        let model = dimension.model();
        let (mean, unmeasured) = self.board.means[dimension.index()];
        let mut items = vec![Item::Title(format!("{} {}", dimension.key(), model.label.say(lang)))];
        items.push(Item::Text(Role::Faint, model.meaning.say(lang).to_owned()));
        let text = mean
            .map_or("?".to_owned(), |mean| format!("{} {mean:.1}", meter(mean / f64::from(TOP_LEVEL), 20)));
        let label = Phrase::new("平均", "mean").say(lang).to_owned();
        items.push(Item::Field(label, Role::Plain, text));
        let label = Phrase::new("未测", "unmeasured").say(lang).to_owned();
        items.push(Item::Field(label, Role::Plain, unmeasured.to_string()));
        let label = Phrase::new("测法", "measured by").say(lang).to_owned();
        items.push(Item::Field(label, Role::Plain, model.how.say(lang).to_owned()));
        let indicators: Vec<&str> = model.indicators.iter().map(|of| of.indicator.say(lang)).collect();
        let comma = if lang == Lang::Zh { "、" } else { ", " };
        items.push(Item::Field("GB/T 36344".to_owned(), Role::Plain, indicators.join(comma)));
        items.extend([Item::Gap, Item::Heading(Phrase::new("各数据源", "Sources").say(lang).to_owned())]);
        let mut lines: Vec<_> = self.board.sources.iter().filter(|line| line.in_scope).collect();
        lines.sort_by_key(|line| (line.levels[dimension.index()], line.importance));
        for line in lines {
            let level = line.levels[dimension.index()];
            let class = line.importance.map_or("?", |importance| importance.key());
            let found = super::draw::found(line, dimension, lang);
            let text = format!("{} {class} {}  {found} →", level_sign(level), line.name);
            let action = Action::GoToSource(line.id.clone(), Some(dimension));
            items.push(Item::Link(action, level_role(level), text));
        }
        items
    }

    fn site_items(&self, site: &Site, context: &Context) -> Vec<Item> {
        let lang = context.lang;
        let zh = lang == Lang::Zh;
        let board = &self.board;
        let said = |zh_text: &str, en: &str| if zh { zh_text.to_owned() } else { en.to_owned() };
        let mut items = vec![Item::Title(said("全厂数据就绪度", "Data readiness of the site"))];
        let index = board.index.map_or("?".to_owned(), |index| format!("{index:.2} / {TOP_LEVEL}"));
        items.push(Item::Field(said("指数", "index"), Role::Plain, index));
        let weights = Importance::ALL.map(|class| {
            format!("{}={}", class.key(), number(site.model.number(SettingKey::Importance(class))))
        });
        let rule = if zh {
            format!("纳入本期的各数据源最终级的加权平均（{}）；不达标的 A 类源另列", weights.join("，"))
        } else {
            format!(
                "mean of the final levels in scope, weighted {}; class-A sources that fail stand apart",
                weights.join(", ")
            )
        };
        items.push(Item::Field(said("规则", "rule"), Role::Plain, rule));
        let coverage = board.coverage.map_or("?".to_owned(), |coverage| format!("{coverage:.0}%"));
        items.push(Item::Field(said("已测", "measured"), Role::Plain, coverage));
        let values: Vec<f64> = board.history.iter().filter_map(|(_, index)| *index).collect();
        if values.len() > 1 {
            let days = board.history.first().zip(board.history.last());
            let days = days.map_or(String::new(), |((first, _), (last, _))| format!("{first} – {last}"));
            let ends =
                values.first().zip(values.last()).map_or(String::new(), |(a, b)| format!("{a:.1} → {b:.1}"));
            items.push(Item::Field(
                said("走势", "trend"),
                Role::Doing,
                format!("{}  {ends}  {days}", spark_between(&values, 0.0, f64::from(TOP_LEVEL))),
            ));
        }
        let failing: Vec<_> = board.sources.iter().filter(|line| line.fails).collect();
        if !failing.is_empty() {
            items.extend([Item::Gap, Item::Heading(said("不达标的 A 类源", "Class-A sources that fail"))]);
            for line in failing {
                let text = if zh {
                    format!("✗ {}  最终 {} 级 →", line.name, level_sign(line.last))
                } else {
                    format!("✗ {}  final level {} →", line.name, level_sign(line.last))
                };
                items.push(Item::Link(Action::GoToSource(line.id.clone(), None), Role::Bad, text));
            }
        }
        items.extend(self.blocker_items(lang));
        if !board.steps.is_empty() {
            items.extend([Item::Gap, Item::Heading(said("最省力的下一步", "The cheapest next steps"))]);
            for step in &board.steps {
                let action = Action::GoToSource(step.at.source.clone(), Some(step.at.dimension));
                items.push(Item::Link(action, Role::Plain, format!("{} →", step_text(board, step, lang))));
            }
        }
        items.extend([Item::Gap, Item::Heading(said("联网、改造与点表", "Networking, retrofit, tag list"))]);
        for (label, share, register) in [
            (said("设备联网率", "connected"), board.networking, "equipment"),
            (said("网络改造", "retrofit"), board.retrofit, "network"),
            (said("点表元数据", "metadata"), board.metadata, "tags"),
        ] {
            let action = Action::GoToRegister(register.to_owned());
            items.push(Item::FieldLink(label, action, Role::Plain, share_text(share)));
        }
        let changed = site.model.changed();
        if !changed.is_empty() {
            items.extend([Item::Gap, Item::Heading(said("本工作区改过的数", "Numbers set otherwise here"))]);
            for of in changed {
                let (now, proposed) = (number(of.now), number(of.proposed));
                let text = if zh {
                    format!("! {}：{now}（建议值 {proposed}）", of.key.say(lang))
                } else {
                    format!("! {}: {now} (proposed: {proposed})", of.key.say(lang))
                };
                items.push(Item::Text(Role::Warn, text));
            }
        }
        items
    }

    fn blocker_items(&self, lang: Lang) -> Vec<Item> {
        if self.board.blockers.is_empty() {
            return vec![];
        }
        let heading = match lang {
            Lang::Zh => format!("阻断 {} 处", self.board.blockers.len()),
            Lang::En => format!("Blockers: {}", self.board.blockers.len()),
        };
        let mut items = vec![Item::Gap, Item::Heading(heading)];
        for Cell { source, dimension } in &self.board.blockers {
            let Some(line) = self.board.source(source) else { continue };
            let level = line.levels[dimension.index()];
            let sign = if level.is_some() { "✗" } else { "?" };
            let role = if level.is_some() { Role::Bad } else { Role::Warn };
            let found = super::draw::found(line, *dimension, lang);
            let label = dimension.model().label.say(lang);
            let text = format!("{sign} {} {} {label}  {found} →", line.name, dimension.key());
            items.push(Item::Link(Action::GoToSource(source.clone(), Some(*dimension)), role, text));
        }
        items
    }
}

/// `██████░░░░░░  2 级`.
fn level_bar(level: Option<u8>, lang: Lang) -> String {
    match (level, lang) {
        (None, _) => format!("{}  {}", "·".repeat(12), guide().readiness().unmeasured.say(lang)),
        (Some(level), Lang::Zh) => {
            format!("{}  {level} 级", meter(f64::from(level) / f64::from(TOP_LEVEL), 12))
        }
        (Some(level), Lang::En) => {
            format!("{}  level {level}", meter(f64::from(level) / f64::from(TOP_LEVEL), 12))
        }
    }
}

/// The ladder of a dimension, with the rung where the source stands.
fn levels(site: &Site, dimension: Dimension, level: Option<u8>, lang: Lang) -> Vec<Item> {
    let heading = Phrase::new("各级要求", "What each level asks for").say(lang);
    let mut items = vec![Item::Gap, Item::Heading(heading.to_owned())];
    for n in (0..=TOP_LEVEL).rev() {
        let rule = crate::readiness::level_rule(&site.model, dimension, n, lang);
        let (mark, look) = if level == Some(n) { ("▸", level_role(level)) } else { (" ", Role::Faint) };
        items.push(Item::Text(look, format!("{mark} {n}  {rule}")));
    }
    items
}

fn source_items(site: &Site, source: &Source, context: &Context) -> Vec<Item> {
    let lang = context.lang;
    let zh = lang == Lang::Zh;
    let said = |zh_text: &str, en: &str| if zh { zh_text.to_owned() } else { en.to_owned() };
    let mut items = vec![Item::Title([source.key.as_str(), source.name.as_str()].join(" "))];
    for column in ["system", "area", "owner", "method", "cycle"] {
        let Some(column) = guide().register("sources").and_then(|register| register.column(column)) else {
            continue;
        };
        let typed = source.row.cell(&column.key, &column.kind);
        let text = match typed {
            Ok(crate::workspace::cell::Cell::Choice(key)) => column
                .kind
                .choices()
                .iter()
                .find(|choice| choice.key == key)
                .map_or(key, |choice| choice.label.say(lang).to_owned()),
            Ok(cell) => cell.text(),
            Err(_) => source.row.typed(&column.key).into_owned(),
        };
        if !text.is_empty() {
            items.push(Item::Field(column.label.say(lang).to_owned(), Role::Plain, text));
        }
    }
    items.extend(source.faults.iter().map(|fault| Item::Text(Role::Warn, format!("! {}", fault.say(lang)))));
    items.extend(last_items(site, source, lang).into_iter().skip(1));
    items.push(Item::Gap);
    items.push(Item::Heading(said("十个维度", "Ten dimensions")));
    let labels =
        Dimension::ALL.iter().map(|dimension| width(dimension.model().label.say(lang))).max().unwrap_or(0);
    for dimension in Dimension::ALL {
        let level = source.level(dimension);
        let bar =
            level.map_or_else(|| "·".repeat(8), |level| meter(f64::from(level) / f64::from(TOP_LEVEL), 8));
        let value = source.reading(dimension).filter(|_| dimension != Dimension::D1);
        let value = value.map_or(String::new(), |reading| shown_value(reading, dimension));
        let label = pad(dimension.model().label.say(lang), labels);
        let text = format!("{} {label}  {bar} {}  {value}", pad(dimension.key(), 3), level_sign(level));
        let action = Action::GoToSource(source.id.clone(), Some(dimension));
        items.push(Item::Link(action, level_role(level), text));
    }
    items.extend(history(source, None, context));
    items
}

/// From the score over the band and the weakest link to the final level.
fn last_items(site: &Site, source: &Source, lang: Lang) -> Vec<Item> {
    let zh = lang == Lang::Zh;
    let said = |zh_text: &str, en: &str| if zh { zh_text.to_owned() } else { en.to_owned() };
    let standing = &source.standing;
    let mut items = vec![Item::Title(format!("{} · {}", source.name, said("最终级", "final level")))];
    items.push(Item::Text(level_role(standing.last), level_bar(standing.last, lang)));
    let kind = source.kind.map_or("?", |kind| kind.label().say(lang));
    let class = source.importance.map_or("?", |importance| importance.key());
    let text = if zh { format!("{kind} · {class} 类") } else { format!("{kind}, class {class}") };
    items.push(Item::Field(said("类别", "kind"), Role::Plain, text));
    let (Some(score), Some(coverage), Some(band)) = (standing.score, standing.coverage, standing.band) else {
        let none = said(
            "还没有任何维度被测量：p 测一份导出，e 人工填写",
            "nothing is measured: p measures an export, e writes by hand",
        );
        items.push(Item::Text(Role::Faint, none));
        return items;
    };
    let rule = if zh {
        format!("{score:.1}（已测维度按权重的平均，满分 100）→ 折算 {band} 级")
    } else {
        format!("{score:.1} of 100 (measured dimensions by weight) → worth level {band}")
    };
    items.push(Item::Field(said("得分", "score"), Role::Plain, rule));
    items.push(Item::Field(said("已测", "measured"), Role::Plain, format!("{}%", number(coverage.floor()))));
    if let Some(weakest) = standing.weakest() {
        let level = source.level(weakest);
        let bound = 1 + level.unwrap_or(0);
        let label = weakest.model().label.say(lang);
        let text = match (zh, level) {
            (true, Some(level)) => format!("{} {label} {level} 级：最终级不超过 {bound}", weakest.key()),
            (true, None) => format!("{} {label}未测：按 0 计，最终级不超过 {bound}", weakest.key()),
            (false, Some(level)) => {
                format!("{} {label}, level {level}: the final one is {bound} at most", weakest.key())
            }
            (false, None) => {
                format!("{} {label} is not measured and counts as 0: {bound} at most", weakest.key())
            }
        };
        let action = Action::GoToSource(source.id.clone(), Some(weakest));
        items.push(Item::FieldLink(said("最弱一环", "weakest link"), action, Role::Plain, text));
    }
    if let Some(band) = standing.lawrence {
        let known = guide().readiness().lawrence.iter().find(|known| known.band == band);
        let says = known.map_or("", |known| known.says.say(lang));
        items.push(Item::Field("Lawrence".to_owned(), Role::Plain, format!("{} {says}", band.key())));
    }
    let bounds = (1..=TOP_LEVEL)
        .rev()
        .map(|level| format!("≥{} → {level}", number(site.model.number(SettingKey::Band(level)))));
    let comma = if zh { "，" } else { ", " };
    items.push(Item::Field(said("折算", "bands"), Role::Faint, bounds.collect::<Vec<_>>().join(comma)));
    items
}

/// The measurements of a source, newest first; of one dimension, those that say something about it.
fn history(source: &Source, dimension: Option<Dimension>, context: &Context) -> Vec<Item> {
    let lang = context.lang;
    let says_of = |measurement: &Measurement, dimension: Dimension| {
        let key = dimension.key();
        let is_it =
            |name: &str| name.strip_prefix(key).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
        measurement.values.iter().any(|(name, _)| is_it(name))
            || measurement.answers.iter().any(|(name, _)| is_it(name))
    };
    let all = source.measurements().iter().rev();
    let all =
        all.filter(|(_, measurement)| dimension.is_none_or(|dimension| says_of(measurement, dimension)));
    let lines: Vec<Item> = all
        .map(|(id, measurement)| {
            let figure = dimension
                .and_then(FigureKey::of)
                .and_then(|key| measurement.values.iter().find(|(name, _)| *name == key.name()));
            let figure = figure.and_then(|(_, value)| value.number()).map(percent);
            let named = |dimension: &Dimension| says_of(measurement, *dimension).then(|| dimension.key());
            let covers: Vec<&str> = Dimension::ALL.iter().filter_map(named).collect();
            let says =
                figure.unwrap_or_else(|| if dimension.is_some() { String::new() } else { covers.join(" ") });
            let parts =
                [measurement.on.as_str(), says.as_str(), measurement.file.as_str(), measurement.by.as_str()];
            let text = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("  ");
            Item::Link(Action::OpenProfile((*id).clone()), Role::Plain, format!("{text} →"))
        })
        .collect();
    if lines.is_empty() {
        return vec![];
    }
    let heading = Phrase::new("历次测量（d 删除）", "Measurements (d deletes one)").say(lang).to_owned();
    let mut items = vec![Item::Gap, Item::Heading(heading)];
    let points = source.history(context.workspace, &Site::of(context.workspace).model);
    let values: Vec<f64> = match dimension {
        Some(dimension) => points
            .iter()
            .filter_map(|point| point.standing.levels[dimension.index()])
            .map(f64::from)
            .collect(),
        None => points.iter().filter_map(|point| point.standing.score).collect(),
    };
    if let (Some(first), Some(last)) = (values.first(), values.last())
        && values.len() > 1
    {
        let (first, last) = (number(first.floor()), number(last.floor()));
        let (best, text) = match (dimension.is_some(), lang) {
            (true, Lang::Zh) => (f64::from(TOP_LEVEL), format!("{first} 级 → {last} 级")),
            (true, Lang::En) => (f64::from(TOP_LEVEL), format!("level {first} → {last}")),
            (false, Lang::Zh) => (100.0, format!("得分 {first} → {last}")),
            (false, Lang::En) => (100.0, format!("score {first} → {last}")),
        };
        let text = format!("{}  {text}", spark_between(&values, 0.0, best));
        items.push(Item::Text(Role::Doing, text));
    }
    items.extend(lines);
    items
}

/// How the file was read, the gap strip, and the rows with most wrong in them: any of it leads to the profile.
fn profile_items(id: &Id, profile: &Profile, wide: usize, lang: Lang) -> Vec<Item> {
    let mut items = vec![];
    let mut add = |role, text: String| items.push(Item::Link(Action::OpenProfile(id.clone()), role, text));
    add(Role::Plain, format!("{}  {} →", profile.file.name, profile.head(lang)));
    if let Some(time) = &profile.time {
        time.sentences(lang).into_iter().take(3).for_each(|sentence| add(Role::Plain, sentence));
        if !time.strip.is_empty() {
            let parts = wide.saturating_sub(1).clamp(1, STRIP);
            add(Role::Good, strip_bars(&fewer(&time.strip, parts)));
        }
    }
    if !profile.worst.is_empty() {
        add(Role::Label, Phrase::new("问题最多的行", "worst rows").say(lang).to_owned());
        profile.worst.iter().for_each(|row| add(Role::Plain, worst_text(row, lang)));
    }
    items
}

fn share_text(share: Share) -> String {
    let percent = share.percent().map_or("—".to_owned(), |percent| format!("{percent}%"));
    let of = share
        .percent()
        .map_or(0.0, |percent| f64::from(u8::try_from(percent.min(100)).unwrap_or(100)) / 100.0);
    format!("{} {percent} ({}/{}) →", meter(of, 10), share.good, share.of)
}
