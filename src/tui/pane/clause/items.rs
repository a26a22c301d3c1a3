//! What stands in the columns of the clause page: restated text, the owned copy, our note, what a newer edition changed,
//! and the links both ways.

use super::Layers;
use super::entries::{Entry, title_of_part};
use crate::guide::owned::{Block, BlockKind, Change, ClauseRef, marked};
use crate::guide::{Clause, guide};
use crate::readiness::{leaning_on, shown_title};
use crate::text::Lang;
use crate::tui::action::Action;
use crate::tui::pane::{Context, status_role};
use crate::tui::theme::Role;
use crate::tui::widget::reader::Item;
use crate::workspace::RecordKind;

/// The text column. The owned copy is in it unless it has a column of its own.
pub fn items(entry: &Entry, layers: Layers, is_beside: bool, context: &Context) -> Vec<Item> {
    let lang = context.lang;
    let said = |zh: &str, en: &str| if lang == Lang::Zh { zh.to_owned() } else { en.to_owned() };
    match entry {
        Entry::Guide(at) => {
            let Some(clause) = guide().clauses().get(*at) else { return vec![] };
            let number =
                if clause.number.is_empty() { String::new() } else { format!("{}  ", clause.number) };
            let mut items = vec![Item::Title(format!("{number}{}", clause.title.say(lang)))];
            overtaken(entry, context, &mut items);
            if layers.shows(Layers::Restated) {
                restated(clause, lang, &mut items);
            }
            if layers.shows(Layers::Owned) && !is_beside {
                let own = wording(entry, context);
                if own.is_empty() && layers == Layers::Owned {
                    items.push(Item::Text(
                        Role::Faint,
                        said(
                            "本机没有这一条的原文：wubu guide import 文件",
                            "this machine has no wording of it: wubu guide import FILE",
                        ),
                    ));
                }
                items.extend(own);
            }
            if layers.shows(Layers::Note) {
                note(clause, lang, &mut items);
            }
            links(clause, context, &mut items);
            items
        }
        Entry::Part { key, chosen } => {
            let unknown = || said("标题未知", "title not known");
            let title = title_of_part(key, context).unwrap_or_else(unknown);
            let mut items = vec![Item::Title(format!("{key}  {title}"))];
            if *chosen {
                items.push(Item::Text(
                    Role::Ours,
                    said("已选发展模式对应的部分", "the part about a development mode that has been chosen"),
                ));
            }
            let Some(copy) = context.library.get(key) else {
                items.push(Item::Text(
                    Role::Faint,
                    said(
                        "本机没有这一部分的文本：wubu guide import 文件",
                        "this machine has no text of it: wubu guide import FILE",
                    ),
                ));
                return items;
            };
            items.push(Item::Text(
                Role::Faint,
                said(
                    "自有文本，只在本机 · Enter 看条文",
                    "your own copy, on this machine only · Enter reads a clause",
                ),
            ));
            items.push(Item::Gap);
            for clause in copy.clauses.iter().filter(|clause| clause.id != "cover") {
                let name = ClauseRef::new(&copy.number, &copy.edition, &clause.id);
                let text = format!("{}{}", "  ".repeat(clause.depth), clause.heading());
                items.push(Item::Link(Action::GoToClause(name.to_string()), Role::Plain, text));
            }
            items
        }
        Entry::Owned { name, heading, .. } => {
            let mut items = vec![Item::Title(heading.clone())];
            overtaken(entry, context, &mut items);
            items.extend(wording(entry, context));
            if context.library.get(&name.key()).is_none() {
                let of = title_of_part(&name.key(), context).unwrap_or_default();
                items.push(Item::Text(Role::Plain, format!("{}  {of}", name.key()).trim().to_owned()));
                items.push(Item::Text(
                    Role::Faint,
                    said(
                        "本机没有这一版的文本，只有条号：wubu guide import 文件",
                        "this machine has no text of that edition, only the number: wubu guide import FILE",
                    ),
                ));
                items.push(Item::Gap);
            }
            leaning(entry, context, &mut items);
            items
        }
    }
}

fn restated(clause: &Clause, lang: Lang, items: &mut Vec<Item>) {
    let origin = if lang == Lang::Zh {
        "GB/T 23031.1—2022 内容，我方转述"
    } else {
        "GB/T 23031.1—2022, restated in our words"
    };
    items.extend([Item::Text(Role::Faint, origin.to_owned()), Item::Gap]);
    for paragraph in &clause.text {
        if let Some(element) = paragraph.element.as_deref().and_then(|key| guide().element(key)) {
            items.push(Item::Heading(format!("{} {}", element.key, element.title.say(lang))));
        }
        items.extend([Item::Text(Role::Plain, paragraph.say(lang).to_owned()), Item::Gap]);
    }
}

fn note(clause: &Clause, lang: Lang, items: &mut Vec<Item>) {
    if clause.note.is_empty() {
        return;
    }
    let ours = if lang == Lang::Zh {
        "我方注：实践提示，不是标准内容"
    } else {
        "Our practice note, not the standard's text"
    };
    items.push(Item::Heading(ours.to_owned()));
    for paragraph in &clause.note {
        items.push(Item::Text(Role::Ours, paragraph.say(lang).to_owned()));
    }
    items.push(Item::Gap);
}

/// The owned copy's own words; nothing where it has none of this clause.
pub fn wording(entry: &Entry, context: &Context) -> Vec<Item> {
    let Some(name) = entry.name(context.library) else { return vec![] };
    let Some(copy) = context.library.get(&name.key()) else { return vec![] };
    let blocks: Vec<&Block> = match (entry, copy.clause(&name.clause)) {
        // What lies below has its own place in the list.
        (Entry::Owned { .. }, Some(clause)) => clause.blocks.iter().collect(),
        _ => copy.passage(&name.clause).map_or(vec![], |passage| passage.blocks),
    };
    if blocks.is_empty() && !matches!(entry, Entry::Owned { .. }) {
        return vec![];
    }
    let origin = match context.lang {
        Lang::Zh => format!("{} 原文，自有文本，只在本机", name.key()),
        Lang::En => format!("{}, its wording: your own copy, on this machine only", name.key()),
    };
    let mut items = vec![Item::Text(Role::Faint, origin), Item::Gap];
    for block in blocks {
        let (role, indent) = match block.kind {
            BlockKind::Item(depth) => (Role::Plain, depth * 2),
            BlockKind::Note | BlockKind::Example | BlockKind::Loose => (Role::Faint, 0),
            BlockKind::Text | BlockKind::Caption => (Role::Plain, 0),
        };
        items.extend([Item::Text(role, format!("{}{}", " ".repeat(indent), block.shown())), Item::Gap]);
    }
    items
}

/// What a newer edition did to the clause, while somebody leans on the older one.
fn overtaken(entry: &Entry, context: &Context, items: &mut Vec<Item>) {
    let lang = context.lang;
    let said = |zh: &str, en: &str| if lang == Lang::Zh { zh.to_owned() } else { en.to_owned() };
    let stale: Vec<_> = context.stale.iter().filter(|one| entry.is_about(&one.was)).collect();
    let Some(first) = stale.first() else { return };
    items.push(Item::Heading(said("待复核 · y 确认", "To be reviewed · y confirms")));
    let what = match (first.change, lang) {
        (Change::Removed, Lang::Zh) => format!("{} 年版里没有这一条了", first.now.edition),
        (Change::Removed, Lang::En) => {
            format!("the edition of {} does not have it any more", first.now.edition)
        }
        (_, Lang::Zh) => format!("{} 年版改了：[-旧-] {{+新+}}", first.now.edition),
        (_, Lang::En) => format!("changed in {}: [-was-] {{+now+}}", first.now.edition),
    };
    items.push(Item::Text(Role::Bad, what));
    if let (Some(was), Some(now)) = (context.library.passage(&first.was), context.library.passage(&first.now))
    {
        for line in marked(&was.text(), &now.text()).lines() {
            items.push(Item::Text(Role::Plain, line.to_owned()));
        }
    }
    let ids: Vec<&str> = stale.iter().map(|one| one.id.as_str()).collect();
    let who = said("涉及", "About");
    items.extend([Item::Field(who, Role::Plain, ids.join(said("、", ", ").as_str())), Item::Gap]);
}

/// The elements and tasks that were linked to the clause.
fn leaning(entry: &Entry, context: &Context, items: &mut Vec<Item>) {
    let lang = context.lang;
    let Some(name) = entry.name(context.library) else { return };
    let head = if lang == Lang::Zh {
        "以此为据 · a 关联 · Enter 前往"
    } else {
        "Lean on it · a links · Enter goes there"
    };
    items.push(Item::Heading(head.to_owned()));
    for (kind, id) in leaning_on(context.workspace, &name) {
        items.push(if kind == RecordKind::Basis {
            let title = guide().element(id.as_str()).map_or("", |element| element.title.say(lang));
            Item::Link(Action::GoToElement(id.to_string()), Role::Accent, format!("{id} {title}"))
        } else {
            let task = context.workspace.tasks.get(id.as_str());
            let role = task.map_or(Role::Plain, |task| status_role(&task.status));
            let text = task.map_or(String::new(), |task| {
                format!("{} {id} {}", task.status.sign(), shown_title(id.as_str(), task, lang))
            });
            Item::Link(Action::GoToTask(id.clone()), role, text)
        });
    }
}

/// A clause by its title where that is known, else by its name and the title of its standard.
pub fn clause_text(name: &ClauseRef, context: &Context) -> String {
    match (context.library.title(name, context.lang), title_of_part(&name.key(), context)) {
        (Some(title), _) => format!("{title} · {}", name.key()),
        (None, Some(of)) => format!("{name} · {of}"),
        (None, None) => name.to_string(),
    }
}

fn links(clause: &Clause, context: &Context, items: &mut Vec<Item>) {
    let lang = context.lang;
    let said = |zh: &str, en: &str| if lang == Lang::Zh { zh.to_owned() } else { en.to_owned() };
    if !clause.elements.is_empty() {
        items.push(Item::Heading(said("要素与任务 · Enter 前往", "Elements and tasks · Enter goes there")));
    }
    for element in clause.elements.iter().filter_map(|key| guide().element(key)) {
        let counts = context.progress.element(&element.key);
        let text =
            format!("{} {}  {}/{}", element.key, element.title.say(lang), counts.finished(), counts.due());
        items.push(Item::Link(Action::GoToElement(element.key.clone()), Role::Accent, text));
        for entry in context.outline.all() {
            let Some(task) = context.workspace.tasks.get(entry.id.as_str()) else { continue };
            if task.element.as_str() == element.key && entry.depth == 0 {
                let title = crate::readiness::shown_title(entry.id.as_str(), task, lang);
                let text = format!("   {} {} {title}", task.status.sign(), entry.id);
                items.push(Item::Link(Action::GoToTask(entry.id.clone()), status_role(&task.status), text));
            }
        }
    }
    let mut named: Vec<(String, Vec<String>)> = vec![];
    let title = |t: &crate::text::Bilingual| t.say(lang).to_owned();
    named.push((
        said("台账", "Registers"),
        clause.registers.iter().filter_map(|k| guide().register(k)).map(|r| title(&r.title)).collect(),
    ));
    named.push((
        said("决策", "Decisions"),
        clause.decisions.iter().filter_map(|k| guide().decision(k)).map(|d| title(&d.title)).collect(),
    ));
    named.push((
        said("评审门", "Gate"),
        clause
            .gates
            .iter()
            .filter_map(|k| guide().gate(k))
            .map(|g| format!("{} {}", g.key, title(&g.title)))
            .collect(),
    ));
    named.push((
        said("相关标准", "Standards"),
        clause
            .standards
            .iter()
            .filter_map(|k| guide().standard(k))
            .map(|s| format!("{} {}", s.number, title(&s.title)))
            .collect(),
    ));
    named.retain(|(_, list)| !list.is_empty());
    if !named.is_empty() {
        items.extend([Item::Gap, Item::Heading(said("相关", "Related"))]);
    }
    for (label, list) in named {
        for (i, text) in list.into_iter().enumerate() {
            items.push(Item::Field(if i == 0 { label.clone() } else { " ".into() }, Role::Plain, text));
        }
    }
}
