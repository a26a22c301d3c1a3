//! What the page of readiness asks for before it does something: which gaps become tasks, which number is changed,
//! which sources are shown, which source a file is of.

use super::board::SourceFilter;
use super::{ReadinessPane, open, say};
use crate::guide::{Dimension, Importance, SourceKind};
use crate::profile::FileKind;
use crate::readiness::{Model, SettingKey, Site, gaps, number};
use crate::text::{Lang, Phrase};
use crate::tui::action::Action;
use crate::tui::dialog::{Ask, Dialog, Menu, MenuItem, Then};
use crate::tui::pane::Context;
use crate::tui::widget::input::Input;
use crate::workspace::Id;

/// Which gaps become tasks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GapScope {
    One(Id, Dimension),
    Source(Id),
    /// Those that block, or that a gate asks about.
    Gates,
    All,
}

impl GapScope {
    pub fn takes(&self, gap: &crate::readiness::DataGap) -> bool {
        match self {
            GapScope::One(id, dimension) => gap.source.id == id && gap.dimension == *dimension,
            GapScope::Source(id) => gap.source.id == id,
            GapScope::Gates => gap.blocks || gap.asked.is_some(),
            GapScope::All => true,
        }
    }
}

const NO_SOURCES: Phrase =
    Phrase::new("先登记数据源：按 r 去数据资源目录", "enter a source first: r leads to the catalogue");

impl ReadinessPane {
    /// Of the source under the cursor, else of one that is chosen.
    pub(super) fn measure(&self, kind: FileKind, context: &Context) -> Vec<Action> {
        let lang = context.lang;
        let source = self.opened_source(context).or_else(|| self.line().map(|line| line.id.clone()));
        if let Some(id) = source {
            return vec![Action::MeasureFile(kind, id)];
        }
        if self.board.sources.is_empty() {
            return vec![say(NO_SOURCES, lang)];
        }
        let items = self.board.sources.iter().map(|line| {
            MenuItem::keyed(line.key.as_str(), line.name.as_str(), Action::MeasureFile(kind, line.id.clone()))
        });
        let title = match (kind, lang) {
            (FileKind::Export, Lang::Zh) => "这份导出属于哪个数据源？",
            (FileKind::Export, Lang::En) => "Which source is the export of?",
            (FileKind::Tags, Lang::Zh) => "这份点表属于哪个数据源？",
            (FileKind::Tags, Lang::En) => "Which source is the tag list of?",
        };
        vec![open(Dialog::Menu(Menu::narrowing(title, items.collect())))]
    }

    fn opened_source(&self, context: &Context) -> Option<Id> {
        if self.focus != super::Focus::Profile {
            return None;
        }
        Id::new(context.workspace.measurements.get(self.opened.as_ref()?.as_str())?.source.as_str())
    }

    pub(super) fn gap_tasks(&self, context: &Context) -> Vec<Action> {
        let lang = context.lang;
        let zh = lang == Lang::Zh;
        let site = Site::of(context.workspace);
        let all = gaps(&site);
        let count = |scope: &GapScope| {
            let is_new = |gap: &&crate::readiness::DataGap| {
                scope.takes(gap) && !context.workspace.tasks.contains(gap.task_id().as_str())
            };
            all.iter().filter(is_new).count()
        };
        let mut items = vec![];
        let mut offer = |hot: char, label: String, scope: GapScope| {
            let n = count(&scope);
            if n > 0 {
                let count = match (n, zh) {
                    (n, true) => format!("  {n} 项"),
                    (1, false) => "  1 task".to_owned(),
                    (n, false) => format!("  {n} tasks"),
                };
                items.push(MenuItem::new(hot, format!("{label}{count}"), Action::MakeGapTasks(scope)));
            }
        };
        if let Some(cell) = self.cell() {
            let line = self.line().map_or("", |line| line.name.as_str());
            let label =
                format!("{line} · {} {}", cell.dimension.key(), cell.dimension.model().label.say(lang));
            offer('t', label, GapScope::One(cell.source, cell.dimension));
        }
        if let Some(line) = self.line() {
            let label = if zh {
                format!("{} 的全部缺口", line.name)
            } else {
                format!("all gaps of {}", line.name)
            };
            offer('s', label, GapScope::Source(line.id.clone()));
        }
        let gates =
            if zh { "阻断项和评审门要求的缺口" } else { "what blocks, and what gates ask about" };
        offer('g', gates.to_owned(), GapScope::Gates);
        offer('a', if zh { "全厂全部缺口" } else { "all gaps of the site" }.to_owned(), GapScope::All);
        if items.is_empty() {
            let none = Phrase::new("缺口都已有任务，或没有缺口", "every gap has its task, or there is none");
            return vec![say(none, lang)];
        }
        let title = if zh { "由哪些缺口生成任务？" } else { "Tasks out of which gaps?" };
        vec![open(Dialog::Menu(Menu::hot(title, items)))]
    }

    /// Thresholds and weights: those of the dimension under the cursor first.
    pub(super) fn numbers(&self, context: &Context) -> Vec<Action> {
        let lang = context.lang;
        let model = Model::of(context.workspace);
        let (here, kind) = (self.column.dimension(), self.line().and_then(|line| line.kind));
        let is_near = |key: &SettingKey| match key {
            SettingKey::Level(dimension, _) => here == Some(*dimension),
            SettingKey::Weight(of, dimension) => {
                here == Some(*dimension) && kind.is_none_or(|kind| kind == *of)
            }
            SettingKey::Importance(_) | SettingKey::Band(_) => here.is_none(),
        };
        let mut keys: Vec<SettingKey> = SettingKey::all().collect();
        keys.sort_by_key(|key| !is_near(key));
        let items = keys.into_iter().map(|key| {
            let now = number(model.number(key));
            let proposed = key.proposed().filter(|_| model.is_changed(key)).map(number);
            let mark = match (proposed, lang) {
                (Some(was), Lang::Zh) => format!("  ! 建议值 {was}"),
                (Some(was), Lang::En) => format!("  ! proposed: {was}"),
                (None, _) => String::new(),
            };
            let action = Action::AskNumber(key);
            MenuItem::keyed(key.id(), format!("{} = {now}{mark}", key.say(lang)), action)
                .on(model.is_changed(key))
        });
        let title = match lang {
            Lang::Zh => "阈值与权重：都是建议值，本工作区可改",
            Lang::En => "Thresholds and weights: proposals, set otherwise for this workspace",
        };
        vec![open(Dialog::Menu(Menu::narrowing(title, items.collect())))]
    }

    pub(super) fn filter_menu(&self, lang: Lang) -> Dialog {
        let said = |zh: &'static str, en: &'static str| Phrase::new(zh, en).say(lang);
        let now = &self.filter;
        let of = Action::FilterSources;
        let mut items = vec![
            MenuItem::new('a', said("全部", "all"), of(SourceFilter::default()))
                .on(*now == SourceFilter::default()),
            MenuItem::new(
                'b',
                said("有阻断的", "those that something blocks"),
                of(SourceFilter { blocked: !now.blocked, ..now.clone() }),
            )
            .on(now.blocked),
        ];
        for (hot, importance) in ['1', '2', '3'].into_iter().zip(Importance::ALL) {
            let label = match lang {
                Lang::Zh => format!("{} 类", importance.key()),
                Lang::En => format!("class {}", importance.key()),
            };
            let is_on = now.importance == Some(importance);
            let importance = (!is_on).then_some(importance);
            items.push(MenuItem::new(hot, label, of(SourceFilter { importance, ..now.clone() })).on(is_on));
        }
        for (hot, kind) in ['e', 'c', 'u', 'm'].into_iter().zip(SourceKind::ALL) {
            let is_on = now.kind == Some(kind);
            let other = (!is_on).then_some(kind);
            let action = of(SourceFilter { kind: other, ..now.clone() });
            items.push(MenuItem::new(hot, kind.label().say(lang), action).on(is_on));
        }
        if !self.board.areas.is_empty() {
            let areas = self.board.areas.iter().map(|area| {
                let is_on = now.area.as_ref() == Some(area);
                let other = (!is_on).then(|| area.clone());
                MenuItem::keyed("", area.as_str(), of(SourceFilter { area: other, ..now.clone() })).on(is_on)
            });
            let menu = Menu::narrowing(said("哪个车间？", "Which workshop?"), areas.collect());
            let ask = Action::Ask(Box::new(Dialog::Menu(menu)));
            items.push(MenuItem::new('w', said("按车间……", "by workshop …"), ask).on(now.area.is_some()));
        }
        Dialog::Menu(Menu::hot(said("筛选数据源", "Filter the sources"), items))
    }

    pub(super) fn find(&self, lang: Lang) -> Dialog {
        let (title, hint) = match lang {
            Lang::Zh => ("查找数据源", "编号或名称中的字；留空显示全部"),
            Lang::En => ("Find a source", "letters of its key or name; empty shows all"),
        };
        let input = Input::line(&self.filter.text);
        Dialog::Ask(Ask {
            title: title.into(),
            hint: hint.into(),
            input,
            then: Then::Sources(self.filter.clone()),
        })
    }
}
