//! The search of the clause page: all that the guide and the owned copies say, as a menu of hits.

use crate::guide::guide;
use crate::guide::owned::{Block, ClauseRef};
use crate::text::Lang;
use crate::tui::action::Action;
use crate::tui::dialog::{Dialog, Menu, MenuItem};
use crate::tui::pane::Context;

pub fn search(context: &Context) -> Dialog {
    let lang = context.lang;
    let mut items = vec![];
    for clause in guide().clauses() {
        let text: Vec<&str> = clause.text.iter().chain(&clause.note).map(|p| p.say(lang)).collect();
        let label = format!("{}  {}", clause.title.say(lang), text.concat());
        items.push(MenuItem::keyed(&clause.number, label, Action::GoToClause(clause.id.clone())));
    }
    for copy in context.library.newest_of_all() {
        for clause in copy.clauses.iter().filter(|clause| clause.id != "cover") {
            let name = ClauseRef::new(&copy.number, &copy.edition, &clause.id).to_string();
            let text: Vec<String> = clause.blocks.iter().map(Block::shown).collect();
            let label = format!("{}  {}", clause.heading(), text.concat());
            items.push(MenuItem::keyed(&copy.number, label, Action::GoToClause(name)));
        }
    }
    for element in guide().elements() {
        let label = format!("{}  {}", element.title.say(lang), element.purpose.say(lang));
        items.push(MenuItem::keyed(&element.key, label, Action::GoToElement(element.key.clone())));
    }
    for term in guide().glossary() {
        let label = format!("{}  {}", term.title.say(lang), term.definition.say(lang));
        let key = if lang == Lang::Zh { "术语" } else { "term" };
        items.push(MenuItem::keyed(key, label.clone(), Action::Tell(label)));
    }
    let title =
        if lang == Lang::Zh { "查找条文、要素、术语" } else { "Find clauses, elements, terms" };
    Dialog::Menu(Menu::narrowing(title, items))
}
