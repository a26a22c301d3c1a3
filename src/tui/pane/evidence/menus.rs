//! The menu of the filter, and those that it leads to.

use super::filter::{EvidenceFilter, Want};
use crate::guide::guide;
use crate::readiness::Rung;
use crate::text::{Lang, Phrase};
use crate::tui::action::Action;
use crate::tui::dialog::{Dialog, Menu, MenuItem};

pub fn filter(now: &EvidenceFilter, lang: Lang) -> Dialog {
    let said = |zh: &'static str, en: &'static str| Phrase::new(zh, en).say(lang);
    let of = |filter: EvidenceFilter| Action::FilterEvidence(filter);
    let mut items: Vec<MenuItem> = Want::ALL
        .into_iter()
        .map(|(hot, want)| {
            // All means all: nothing else is left in force.
            let filter = if want == Want::All {
                EvidenceFilter::default()
            } else {
                EvidenceFilter { want, ..now.clone() }
            };
            MenuItem::new(hot, want.label().say(lang), of(filter)).on(now.want == want)
        })
        .collect();
    let rungs = Rung::ALL.into_iter().zip(['1', '2', '3', '4']).map(|(rung, hot)| {
        let label = format!("{} {}", rung.sign(), rung.label().say(lang));
        let is_on = now.rung == Some(rung);
        let rung = if is_on { None } else { Some(rung) };
        MenuItem::new(hot, label, of(EvidenceFilter { rung, ..now.clone() })).on(is_on)
    });
    items.extend(rungs);
    let stages = guide().stages().iter().enumerate().map(|(n, stage)| {
        let filter = EvidenceFilter { stage: Some(n), element: None, ..now.clone() };
        MenuItem::keyed((n + 1).to_string(), stage.title.say(lang), of(filter)).on(now.stage == Some(n))
    });
    let stages = Menu::narrowing(said("哪个阶段？", "Which stage?"), stages.collect());
    let ask = |menu: Menu| Action::Ask(Box::new(Dialog::Menu(menu)));
    items.push(MenuItem::new('g', said("按阶段……", "by stage …"), ask(stages)).on(now.stage.is_some()));
    let elements = guide().stages().iter().flat_map(|stage| &stage.elements).map(|element| {
        let filter = EvidenceFilter { stage: None, element: Some(element.key.as_str()), ..now.clone() };
        let is_on = now.element == Some(element.key.as_str());
        MenuItem::keyed(&element.key, element.title.say(lang), of(filter)).on(is_on)
    });
    let elements = Menu::narrowing(said("哪个要素？", "Which element?"), elements.collect());
    items.push(MenuItem::new('e', said("按要素……", "by element …"), ask(elements)).on(now.element.is_some()));
    Dialog::Menu(Menu::hot(said("筛选证据", "Filter the evidence"), items))
}
