//! The preview of an import, of a file or of a pasted block: what each header means, what each line would do, what
//! stays outside and why. It changes nothing; the worker reads the table anew when something is said of it.

mod draw;

use super::Flow;
use crate::sheet::{Encoding, Loaded};
use crate::store::{ImportSource, ImportWish, NoImport, Pasted, Preview};
use crate::table::{Line, To};
use crate::text::{Lang, Phrase};
use crate::tui::action::{Action, Mood, Notice};
use crate::tui::command::Command;
use crate::tui::dialog::{Dialog, Menu, MenuItem};
use crate::tui::widget::list::List;
use crate::tui::widget::touch::{Hit, Part};
use draw::Places;
use ratatui::layout::Rect;
use std::fmt;
use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// Something large or shared that is equal only to itself: dialogs are compared for each frame.
pub struct Shared<T>(pub Arc<T>);

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Shared<T> {
        Shared(Arc::clone(&self.0))
    }
}

impl<T> PartialEq for Shared<T> {
    fn eq(&self, other: &Shared<T>) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl<T> Deref for Shared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> fmt::Debug for Shared<T> {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("Shared")
    }
}

#[derive(Debug, Clone, PartialEq)]
pub struct ImportDialog {
    pub wish: ImportWish,
    /// Of the reading that is under way; what belongs to another one comes too late.
    pub ticket: u64,
    pub stop: Shared<AtomicBool>,
    state: State,
    preview: Option<Shared<Preview>>,
    /// The lines have the keys, not the headers.
    on_lines: bool,
    heads: List,
    lines: List,
    has_asked: bool,
    lang: Lang,
}

#[derive(Debug, Clone, PartialEq)]
enum State {
    /// In percent.
    Reading(u8),
    Ready,
    Failed {
        what: String,
        next: String,
    },
}

/// What somebody says of a table.
#[derive(Debug, Clone, PartialEq)]
pub enum Understand {
    /// Of a header: the key of its column, nothing where it is left out; None takes back what was said.
    Column(String, Option<String>),
    Sheet(String),
    Encoding(Encoding),
}

impl ImportDialog {
    /// The language stays as long as it is open.
    pub fn new(wish: ImportWish, lang: Lang) -> ImportDialog {
        ImportDialog {
            wish,
            ticket: 0,
            stop: Shared(Arc::new(AtomicBool::new(false))),
            state: State::Reading(0),
            preview: None,
            on_lines: false,
            heads: List::default(),
            lines: List::default(),
            has_asked: false,
            lang,
        }
    }

    /// A new reading begins; what it is known by.
    pub fn begin(&mut self, ticket: u64) -> Arc<AtomicBool> {
        self.ticket = ticket;
        self.stop = Shared(Arc::new(AtomicBool::new(false)));
        self.state = State::Reading(0);
        Arc::clone(&self.stop.0)
    }

    /// What was looked at last.
    pub fn preview(&self) -> Option<&Arc<Preview>> {
        self.preview.as_ref().map(|preview| &preview.0)
    }

    /// What was looked at, if it is what is wished for now.
    pub fn ready(&self) -> Option<&Arc<Preview>> {
        self.preview().filter(|_| self.state == State::Ready)
    }

    pub fn is_reading(&self) -> bool {
        matches!(self.state, State::Reading(_))
    }

    pub fn progress(&mut self, percent: u8) {
        if let State::Reading(_) = self.state {
            self.state = State::Reading(percent);
        }
    }

    /// The table was looked at: what is to be asked about it at once.
    pub fn hear(&mut self, looked: Result<Preview, NoImport>, lang: Lang) -> Option<Dialog> {
        match looked {
            Ok(preview) => {
                self.state = State::Ready;
                self.preview = Some(Shared(Arc::new(preview)));
                let is_first = !std::mem::replace(&mut self.has_asked, true);
                self.sheets(lang).filter(|_| is_first)
            }
            Err(why) => {
                // Which file it is says the title.
                let what = match &why {
                    NoImport::Sheet(error) => error.why.say(lang),
                    why => why.say(lang),
                };
                self.state = State::Failed { what, next: why.next(lang).to_owned() };
                why.asks_encoding().map(|guess| encodings(guess, lang, understood))
            }
        }
    }

    pub fn change(&mut self, change: Understand) {
        match change {
            Understand::Column(header, None) => {
                self.wish.said.remove(&header);
            }
            Understand::Column(header, Some(key)) => {
                if !key.is_empty() {
                    self.wish.said.retain(|_, said| *said != key);
                }
                self.wish.said.insert(header, key);
            }
            Understand::Sheet(name) => {
                self.wish.choice.sheet.sheet = Some(name);
                self.start_over();
            }
            Understand::Encoding(encoding) => {
                self.wish.choice.text.encoding = Some(encoding);
                self.start_over();
            }
        }
    }

    /// Another table: what was said of the one before means nothing here.
    fn start_over(&mut self) {
        self.wish.said.clear();
        self.wish.head = None;
        self.heads = List::default();
        self.lines = List::default();
    }

    pub fn run(&mut self, command: Command, screen: Rect) -> Flow {
        let lang = self.lang;
        if let Some(step) = command.step() {
            let places = Places::of(screen);
            let Some(preview) = self.preview.clone() else { return Flow::Stay };
            let (list, count, area) = if self.on_lines {
                (&mut self.lines, preview.order.len(), places.lines)
            } else {
                (&mut self.heads, preview.mapping.heads.len(), places.heads)
            };
            list.step(step, count, usize::from(area.height));
            return Flow::Stay;
        }
        match command {
            Command::Cancel => return Flow::Keep(vec![Action::StopImport]),
            Command::TakeIn => return Flow::Keep(vec![Action::TakeIn]),
            Command::NextColumn | Command::PreviousColumn => {
                self.on_lines = !self.on_lines;
                return Flow::Stay;
            }
            _ => {}
        }
        if self.ready().is_none() && command != Command::PickEncoding {
            return Flow::Stay;
        }
        let open = |dialog: Option<Dialog>, otherwise: Phrase| {
            let none = || Action::Say(Notice { mood: Mood::Plain, text: otherwise.say(lang).into() });
            Flow::Keep(vec![dialog.map_or_else(none, |dialog| Action::Ask(Box::new(dialog)))])
        };
        match command {
            Command::MapColumn => {
                self.on_lines = false;
                open(self.columns(lang), Phrase::new("表中没有列", "the table has no columns"))
            }
            Command::PickSheet => {
                open(self.sheets(lang), Phrase::new("只有一个工作表", "there is one sheet only"))
            }
            Command::PickEncoding => open(
                self.encoding(lang),
                Phrase::new("只有文本表格才有编码", "only a table of text has an encoding"),
            ),
            Command::HeadUp | Command::HeadDown => self.move_head(command == Command::HeadDown, lang),
            Command::ClearEmpty => {
                self.wish.clears = !self.wish.clears;
                again()
            }
            Command::FillMerged => {
                self.wish.choice.sheet.fill_merged = !self.wish.choice.sheet.fill_merged;
                again()
            }
            Command::HiddenColumns => {
                self.wish.choice.sheet.hidden_columns = !self.wish.choice.sheet.hidden_columns;
                again()
            }
            Command::ForgetMapping => {
                self.wish.said.clear();
                self.wish.forgets = true;
                again()
            }
            _ => Flow::Stay,
        }
    }

    /// The headers are the list, the lines the other one. A double click on a header says what it means.
    pub fn point(&mut self, hit: Hit, is_double: bool, screen: Rect) -> Flow {
        let Some(preview) = self.preview.clone() else { return Flow::Stay };
        match hit.part {
            Part::List if self.heads.point(hit.row, preview.mapping.heads.len()) => self.on_lines = false,
            Part::Other if self.lines.point(hit.row, preview.order.len()) => self.on_lines = true,
            _ => return Flow::Stay,
        }
        if is_double && hit.part == Part::List { self.run(Command::MapColumn, screen) } else { Flow::Stay }
    }

    pub fn scroll(&mut self, part: Part, by: isize, height: usize) {
        let Some(preview) = self.preview.clone() else { return };
        match part {
            Part::List => self.heads.scroll(by, preview.mapping.heads.len(), height),
            Part::Other => self.lines.scroll(by, preview.order.len(), height),
            _ => {}
        }
    }

    /// The head of a file is the row above or below; of a block, whether its first line is one.
    fn move_head(&mut self, is_down: bool, lang: Lang) -> Flow {
        let Some(preview) = self.preview.clone() else { return Flow::Stay };
        let head = preview.layout.as_ref().map(|layout| layout.row);
        if let ImportSource::Pasted(block) = &mut self.wish.source {
            let has_head = Some(head.is_none());
            *block = Arc::new(Pasted { has_head, ..(**block).clone() });
            self.wish.said.clear();
            return again();
        }
        let at = preview.heads.iter().position(|row| Some(*row) == head);
        let to = match (at, is_down) {
            (None, _) => preview.heads.first(),
            (Some(at), true) => preview.heads.get(at + 1),
            (Some(at), false) => at.checked_sub(1).and_then(|at| preview.heads.get(at)),
        };
        let Some(to) = to else {
            const EDGE: Phrase =
                Phrase::new("表头只在前 20 行中找", "the headers are looked for in the first 20 rows");
            return Flow::Keep(vec![Action::Say(Notice { mood: Mood::Plain, text: EDGE.say(lang).into() })]);
        };
        self.wish.head = Some(*to);
        self.wish.said.clear();
        again()
    }

    /// The columns that the header under the cursor may mean.
    fn columns(&self, lang: Lang) -> Option<Dialog> {
        let preview = self.preview()?;
        let head = preview.mapping.heads.get(self.heads.at)?;
        let said = |key: Option<String>| Action::Understand(Understand::Column(head.name.clone(), key));
        let here = match &head.to {
            To::Column { key, .. } => Some(key.as_str()),
            _ => None,
        };
        let (left, found) = match lang {
            Lang::Zh => ("不导入这一列", "按列名识别"),
            Lang::En => ("leave this column out", "as its header says"),
        };
        let mut items = vec![MenuItem::keyed("–", left, said(Some(String::new()))).on(here.is_none())];
        if self.wish.said.contains_key(&head.name) {
            items.push(MenuItem::keyed("↺", found, said(None)));
        }
        for column in &preview.columns {
            let source = preview.mapping.head_of(&column.key).and_then(|at| preview.mapping.heads.get(at));
            let source = source.filter(|other| other.name != head.name);
            let taken = match (source, lang) {
                (Some(other), Lang::Zh) => format!("（现取自 {}）", one_line(&other.name)),
                (Some(other), Lang::En) => format!(" (now from {})", one_line(&other.name)),
                (None, _) => String::new(),
            };
            let label = format!("{}{taken}", column.label.say(lang));
            let item = MenuItem::keyed(column.key.as_str(), label, said(Some(column.key.clone())));
            items.push(item.on(here == Some(&column.key)));
        }
        let title = match lang {
            Lang::Zh => format!("“{}”对应台账的哪一列？", one_line(&head.name)),
            Lang::En => format!("Which column is “{}”?", one_line(&head.name)),
        };
        Some(Dialog::Menu(Menu::narrowing(title, items)))
    }

    /// The visible sheets of a workbook, where there are several.
    fn sheets(&self, lang: Lang) -> Option<Dialog> {
        let Loaded::Sheet(sheet) = &*self.preview()?.loaded else { return None };
        if sheet.sheets.len() < 2 {
            return None;
        }
        let size = |size: Option<(u32, u32)>| match (size, lang) {
            (Some((rows, columns)), Lang::Zh) => format!("  {rows} 行 {columns} 列"),
            (Some((rows, columns)), Lang::En) => format!("  {rows} rows, {columns} columns"),
            (None, _) => String::new(),
        };
        let hidden = |is_hidden: bool| match (is_hidden, lang) {
            (true, Lang::Zh) => "（隐藏）",
            (true, Lang::En) => " (hidden)",
            (false, _) => "",
        };
        let items = sheet.sheets.iter().enumerate().map(|(at, info)| {
            let label = format!("{}{}{}", info.name, hidden(info.hidden), size(info.size));
            let action = Action::Understand(Understand::Sheet(info.name.clone()));
            MenuItem::keyed((at + 1).to_string(), label, action).on(info.name == sheet.name)
        });
        let title = if lang == Lang::Zh { "导入哪个工作表？" } else { "Which sheet?" };
        Some(Dialog::Menu(Menu::narrowing(title, items.collect())))
    }

    fn encoding(&self, lang: Lang) -> Option<Dialog> {
        let ImportSource::File(_) = &self.wish.source else { return None };
        match self.preview().map(|preview| &*preview.loaded) {
            Some(Loaded::Sheet(_)) => None,
            Some(Loaded::Text(_, dialect)) => Some(encodings(dialect.encoding, lang, understood)),
            None => Some(encodings(Encoding::GB18030, lang, understood)),
        }
    }

    fn line_at(&self, at: usize) -> Option<&Line> {
        let preview = self.preview()?;
        preview.plan.as_ref()?.lines.get(*preview.order.get(at)?)
    }
}

fn understood(encoding: Encoding) -> Action {
    Action::Understand(Understand::Encoding(encoding))
}

/// The table is to be looked at once more.
fn again() -> Flow {
    Flow::Keep(vec![Action::LookAgain])
}

fn one_line(text: &str) -> String {
    text.replace('\n', " ")
}

/// The encodings that tables are found in; the one that is likely is marked.
pub fn encodings(likely: Encoding, lang: Lang, chosen: impl Fn(Encoding) -> Action) -> Dialog {
    const KNOWN: [(Encoding, Phrase); 7] = [
        (Encoding::UTF_8, Phrase::new("国际通用", "everywhere")),
        (
            Encoding::GB18030,
            Phrase::new("简体中文，含 GBK、GB2312", "simplified Chinese, with GBK and GB2312"),
        ),
        (Encoding::UTF_16LE, Phrase::new("Excel 的“Unicode 文本”", "“Unicode text” of Excel")),
        (Encoding::UTF_16BE, Phrase::new("少见", "rare")),
        (Encoding::BIG5, Phrase::new("繁体中文", "traditional Chinese")),
        (Encoding::SHIFT_JIS, Phrase::new("日文", "Japanese")),
        (Encoding::WINDOWS_1252, Phrase::new("西欧", "Western Europe")),
    ];
    let item = |(encoding, what): &(Encoding, Phrase)| {
        MenuItem::keyed(encoding.name(), what.say(lang), chosen(*encoding)).on(*encoding == likely)
    };
    let title =
        if lang == Lang::Zh { "表格用的是哪种编码？" } else { "Which encoding is the table in?" };
    Dialog::Menu(Menu::narrowing(title, KNOWN.iter().map(item).collect()))
}
