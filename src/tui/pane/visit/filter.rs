//! Which things one walks to.

use crate::readiness::{WalkList, WalkStop, walked};
use crate::text::{Lang, Phrase};
use crate::tui::action::{Action, OnSite};
use crate::tui::dialog::{Dialog, Menu, MenuItem};

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct VisitFilter {
    /// Lines of this register only, by its key.
    pub register: Option<&'static str>,
    pub area: Option<String>,
    /// What is done with is passed over.
    pub is_open_only: bool,
}

impl VisitFilter {
    pub fn passes(&self, stop: &WalkStop) -> bool {
        self.is_of_kind(stop)
            && self.area.as_ref().is_none_or(|area| *area == stop.area)
            && !(self.is_open_only && stop.is_done())
    }

    /// Whether it counts for the progress of the walk: what is done does.
    pub fn is_of_kind(&self, stop: &WalkStop) -> bool {
        self.register.is_none_or(|register| register == stop.register.key)
    }

    /// `磨削车间 · 只看设备 · 未填完`; nothing where all is seen.
    pub fn say(&self, lang: Lang) -> String {
        let register = self.register.and_then(|key| walked().find(|register| register.key == key));
        let register = register.map(|register| only(&register.key, lang));
        let open = self.is_open_only.then(|| OPEN.say(lang).to_owned());
        let area = self.area.as_ref().map(|area| area_name(area, lang).to_owned());
        [area, register, open].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }
}

const OPEN: Phrase = Phrase::new("未填完", "open only");

/// One word for a line of a register.
pub fn kind_name(register: &str) -> Phrase {
    match register {
        "equipment" => Phrase::new("设备", "equipment"),
        "sources" => Phrase::new("数据源", "source"),
        "tags" => Phrase::new("点位", "tag"),
        _ => Phrase::new("条目", "line"),
    }
}

fn only(register: &str, lang: Lang) -> String {
    match lang {
        Lang::Zh => format!("只看{}", kind_name(register).zh),
        Lang::En if register == "equipment" => "equipment only".to_owned(),
        Lang::En => format!("{}s only", kind_name(register).en),
    }
}

pub fn area_name(area: &str, lang: Lang) -> &str {
    match (area, lang) {
        ("", Lang::Zh) => "未分车间",
        ("", Lang::En) => "no area",
        (area, _) => area,
    }
}

/// Areas that have a digit of their own; the others are found with `/`.
const AREAS: usize = 9;

pub fn menu(filter: &VisitFilter, walk: &WalkList, lang: Lang) -> Dialog {
    let set = |filter: VisitFilter| Action::OnSite(OnSite::Filter(filter));
    let mut items = vec![];
    let open = VisitFilter { is_open_only: !filter.is_open_only, ..filter.clone() };
    items.push(MenuItem::new('o', OPEN.say(lang), set(open)).on(filter.is_open_only));
    let all = Phrase::new("设备、数据源、点位都看", "all kinds");
    let kinds = VisitFilter { register: None, ..filter.clone() };
    items.push(MenuItem::new('a', all.say(lang), set(kinds)).on(filter.register.is_none()));
    for register in walked() {
        let is_on = filter.register == Some(register.key.as_str());
        let alone = VisitFilter { register: Some(&register.key), ..filter.clone() };
        let hot = register.key.chars().next().unwrap_or('?');
        items.push(MenuItem::new(hot, only(&register.key, lang), set(alone)).on(is_on));
    }
    let everywhere = Phrase::new("所有车间", "all areas");
    let areas = VisitFilter { area: None, ..filter.clone() };
    items.push(MenuItem::new('0', everywhere.say(lang), set(areas)).on(filter.area.is_none()));
    let mut seen: Vec<&str> = vec![];
    for stop in &walk.stops {
        if !seen.contains(&stop.area.as_str()) {
            seen.push(&stop.area);
        }
    }
    for (area, hot) in seen.into_iter().take(AREAS).zip('1'..='9') {
        let only = VisitFilter { area: Some(area.to_owned()), ..filter.clone() };
        let is_on = filter.area.as_deref() == Some(area);
        items.push(MenuItem::new(hot, area_name(area, lang), set(only)).on(is_on));
    }
    let title = if lang == Lang::Zh { "走查范围" } else { "What to visit" };
    Dialog::Menu(Menu::hot(title, items))
}
