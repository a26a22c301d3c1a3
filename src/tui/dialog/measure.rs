//! A file that is measured for a source: how far it is, then what was found and what it would change, and the key that
//! keeps it. The worker measures anew when something is said of the file.

use super::import::{Shared, encodings};
use super::{Ask, Dialog, Flow, Menu, MenuItem, Then};
use crate::profile::{FileKind, Found, MeasuredFile, NoProfile, Options, Progress, whole_percent};
use crate::readiness::Source;
use crate::sheet::Encoding;
use crate::text::{Lang, Phrase, pad, pad_left, show, width};
use crate::tui::action::{Action, Mood, Notice};
use crate::tui::command::Command;
use crate::tui::theme::Role;
use crate::tui::widget::canvas::{Canvas, below};
use crate::tui::widget::chart::meter;
use crate::tui::widget::input::Input;
use crate::tui::widget::reader::{Item, Reader};
use crate::workspace::Id;
use ratatui::layout::Rect;
use std::path::PathBuf;
use std::sync::Arc;

#[derive(Debug, Clone, PartialEq)]
pub struct MeasureDialog {
    pub path: PathBuf,
    pub kind: FileKind,
    pub source: Id,
    /// What somebody said of the file.
    pub options: Options,
    /// Of the measuring that is under way; what belongs to another one comes too late.
    pub ticket: u64,
    pub progress: Shared<Progress>,
    /// What the source is called.
    name: String,
    state: State,
    items: Vec<Item>,
    reader: Reader,
    /// The width that the reader was laid for.
    wide: u16,
    lang: Lang,
}

#[derive(Debug, Clone, PartialEq)]
enum State {
    /// Bytes of how many.
    Reading(u64, u64),
    Ready(Shared<MeasuredFile>),
    Failed {
        what: String,
        next: String,
    },
}

/// What somebody says of a file that is measured.
#[derive(Debug, Clone, PartialEq)]
pub enum SaidOfFile {
    Encoding(Encoding),
    /// The name of the column of time.
    Time(String),
    /// As typed; nothing: as it is found.
    Period(String),
}

impl MeasureDialog {
    pub fn new(path: PathBuf, kind: FileKind, (source, name): (Id, String), lang: Lang) -> MeasureDialog {
        MeasureDialog {
            path,
            kind,
            source,
            options: Options::default(),
            ticket: 0,
            progress: Shared(Arc::new(Progress::new())),
            name,
            state: State::Reading(0, 0),
            items: vec![],
            reader: Reader::default(),
            wide: 0,
            lang,
        }
    }

    /// A new measuring begins; by what it can be stopped.
    pub fn begin(&mut self, ticket: u64) -> Progress {
        self.ticket = ticket;
        self.progress = Shared(Arc::new(Progress::new()));
        self.state = State::Reading(0, 0);
        Progress::clone(&self.progress)
    }

    pub fn reach(&mut self, done: u64, total: u64) {
        if matches!(self.state, State::Reading(..)) {
            self.state = State::Reading(done, total);
        }
    }

    pub fn ready(&self) -> Option<&Arc<MeasuredFile>> {
        match &self.state {
            State::Ready(file) => Some(&file.0),
            _ => None,
        }
    }

    /// It was measured: what is to be asked at once.
    pub fn hear(&mut self, measured: Result<MeasuredFile, NoProfile>, items: Vec<Item>) -> Option<Dialog> {
        match measured {
            Ok(file) => {
                self.state = State::Ready(Shared(Arc::new(file)));
                self.items = items;
                self.reader = Reader::default();
                self.wide = 0;
                None
            }
            Err(why) => {
                self.state = State::Failed { what: why.say(self.lang), next: why.next(self.lang) };
                why.encoding_guess().map(|guess| self.encodings(guess))
            }
        }
    }

    pub fn run(&mut self, command: Command, screen: Rect) -> Flow {
        let lang = self.lang;
        let inside = inside(screen);
        self.lay(inside.width);
        if let Some(step) = command.step() {
            self.reader.step(step, usize::from(inside.height));
            return Flow::Stay;
        }
        let say = |text: Phrase| {
            Flow::Keep(vec![Action::Say(Notice { mood: Mood::Plain, text: text.say(lang).into() })])
        };
        match command {
            Command::Cancel => Flow::Keep(vec![Action::StopMeasuring]),
            Command::KeepMeasured if self.ready().is_some() => Flow::Keep(vec![Action::KeepMeasured]),
            Command::KeepMeasured => say(Phrase::new("还没有测完", "it is not measured yet")),
            Command::PickEncoding => ask(self.encodings(self.options.encoding.unwrap_or(Encoding::GB18030))),
            Command::TypePeriod if self.kind == FileKind::Export => {
                let (title, hint) = match lang {
                    Lang::Zh => ("应有的周期", "如 500ms、1s、5min、1h；留空则由文件找出"),
                    Lang::En => ("The period", "as in 500ms, 1s, 5min or 1h; empty: as the file has it"),
                };
                let input = Input::line("");
                ask(Dialog::Ask(Ask { title: title.into(), hint: hint.into(), input, then: Then::Period }))
            }
            Command::PickTime if self.kind == FileKind::Export => match self.heads() {
                Some(heads) => {
                    let items = heads.iter().map(|head| {
                        let said = SaidOfFile::Time(head.clone());
                        MenuItem::keyed("", head.as_str(), Action::MeasureAs(said))
                    });
                    let title = if lang == Lang::Zh {
                        "哪一列是时间？"
                    } else {
                        "Which column holds the time?"
                    };
                    ask(Dialog::Menu(Menu::narrowing(title, items.collect())))
                }
                None => say(Phrase::new("还没有读出列名", "the columns are not read yet")),
            },
            Command::PickTime | Command::TypePeriod => {
                say(Phrase::new("点表没有时间", "a tag list has no time"))
            }
            _ => Flow::Stay,
        }
    }

    fn heads(&self) -> Option<Vec<String>> {
        match &self.ready()?.found {
            Found::Export(profile) => Some(profile.heads.clone()),
            Found::Tags(_) => None,
        }
    }

    fn encodings(&self, likely: Encoding) -> Dialog {
        encodings(likely, self.lang, |encoding| Action::MeasureAs(SaidOfFile::Encoding(encoding)))
    }

    fn lay(&mut self, wide: u16) {
        if self.wide != wide {
            self.reader.lay(self.items.clone(), usize::from(wide));
            self.wide = wide;
        }
    }

    pub fn draw(&self, canvas: &mut Canvas, lang: Lang) {
        let name = self.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let title = format!("{} ← {}", self.name, show(&name));
        let frame = frame(canvas.area());
        let inside = canvas.frame(frame, &title);
        match &self.state {
            State::Reading(done, total) => {
                let share = if *total > 0 { as_share(*done, *total) } else { 0.0 };
                let text = match lang {
                    Lang::Zh => "测量中…… Esc 中止",
                    Lang::En => "measuring … Esc stops it",
                };
                canvas.line(below(inside, 0), Role::Doing, text);
                let wide = usize::from(inside.width.min(50)).saturating_sub(8).max(1);
                let bar = format!("{} {}", meter(share, wide), whole_percent(share));
                canvas.line(below(inside, 1), Role::Doing, &bar);
            }
            State::Failed { what, next } => {
                let text = format!("✗ {what}\n→ {next}");
                let lines = text
                    .split('\n')
                    .flat_map(|line| crate::text::wrap(line, usize::from(inside.width).max(2)));
                for (row, line) in lines.enumerate() {
                    let role = if row == 0 { Role::Bad } else { Role::Plain };
                    canvas.line(below(inside, u16::try_from(row).unwrap_or(u16::MAX)), role, &line);
                }
            }
            State::Ready(_) if self.wide == inside.width => self.reader.draw(canvas, inside, false),
            State::Ready(_) => {
                let mut reader = Reader::default();
                reader.lay(self.items.clone(), usize::from(inside.width));
                reader.draw(canvas, inside, false);
            }
        }
    }
}

fn ask(dialog: Dialog) -> Flow {
    Flow::Keep(vec![Action::Ask(Box::new(dialog))])
}

fn frame(screen: Rect) -> Rect {
    // The last row is the footer's.
    Rect { height: screen.height.saturating_sub(u16::from(screen.height > 4)), ..screen }
}

fn inside(screen: Rect) -> Rect {
    let frame = frame(screen);
    if frame.width < 4 || frame.height < 3 {
        return frame;
    }
    Rect { x: frame.x + 2, y: frame.y + 1, width: frame.width - 4, height: frame.height - 2 }
}

#[expect(clippy::cast_precision_loss, reason = "for a bar")]
fn as_share(done: u64, total: u64) -> f64 {
    (done as f64 / total as f64).clamp(0.0, 1.0)
}

/// What was found, and what it would change of the source.
pub fn items(file: &MeasuredFile, source: &Source, model: &crate::readiness::Model, lang: Lang) -> Vec<Item> {
    let zh = lang == Lang::Zh;
    let said = |zh_text: &str, en: &str| if zh { zh_text.to_owned() } else { en.to_owned() };
    let mut items = vec![];
    match &file.found {
        Found::Export(profile) => {
            items.push(Item::Title(profile.head(lang)));
            let sentences = profile.time.iter().flat_map(|time| time.sentences(lang));
            items.extend(sentences.map(|sentence| Item::Text(Role::Plain, sentence)));
        }
        Found::Tags(list) => {
            let (n, row) = (list.tags, list.header_row);
            items.push(Item::Title(if zh {
                format!("{n} 个点 · 表头第 {row} 行")
            } else {
                format!("{n} tags · head in row {row}")
            }));
        }
    }
    items.extend(
        file.remarks().iter().map(|remark| Item::Text(Role::Warn, format!("! {}", remark.say(lang)))),
    );
    items.extend([Item::Gap, Item::Heading(said("各维度：此次测得，原来", "Dimensions: now, and before"))]);
    let measured = file.dimensions(model, source.kind);
    let labels = measured.keys().map(|dimension| width(dimension.model().label.say(lang))).max().unwrap_or(0);
    for (dimension, found) in &measured {
        let before = source.level(*dimension);
        let change = match before {
            None => said("原未测", "was not measured"),
            Some(level) if level < found.level => format!("▲ {} {level}", said("原", "was")),
            Some(level) if level > found.level => format!("▼ {} {level}", said("原", "was")),
            Some(_) => said("不变", "as before"),
        };
        let role = match found.level {
            0 | 1 => Role::Bad,
            2 => Role::Warn,
            _ => Role::Good,
        };
        let level = if zh { format!("{} 级", found.level) } else { format!("level {}", found.level) };
        let value = pad_left(&whole_percent(found.value), 8);
        let label = pad(dimension.model().label.say(lang), labels);
        items.push(Item::Text(
            role,
            format!("{} {label} {value}  {level}  {change}", pad(dimension.key(), 3)),
        ));
        let shown = |key: &crate::guide::FigureKey| {
            *dimension != crate::guide::Dimension::D2 || *key == crate::guide::FigureKey::D2Tags
        };
        let factors: Vec<String> = found
            .factors
            .iter()
            .filter(|(key, _)| shown(key))
            .map(|(key, value)| {
                let is_share = key.kind() == crate::guide::FigureKind::Share;
                let value = if is_share { whole_percent(*value) } else { crate::profile::short(*value) };
                format!("{} {value}", key.label().say(lang))
            })
            .collect();
        if !factors.is_empty() {
            let factors = factors.join(if zh { "，" } else { ", " });
            items.push(Item::Text(Role::Faint, format!("    {factors}")));
        }
        let caps = found.caps.iter().map(|cap| Item::Text(Role::Warn, format!("    ! {}", cap.say(lang))));
        items.extend(caps);
    }
    if measured.is_empty() {
        let none = said("这份文件测不出任何维度", "the file tells no dimension");
        items.push(Item::Text(Role::Warn, none));
    }
    if let Some(reconciled) = &file.reconciled {
        let mut sentences = reconciled.sentences(lang).into_iter();
        items.extend([Item::Gap, Item::Heading(sentences.next().unwrap_or_default())]);
        items.extend(sentences.map(|sentence| Item::Text(Role::Plain, sentence)));
    }
    match &file.found {
        Found::Export(profile) => {
            items.extend([Item::Gap, Item::Heading(said("各列", "Columns"))]);
            let names = profile.columns.iter().map(|column| width(&column.name)).max().unwrap_or(0).min(24);
            items.extend(profile.columns.iter().map(|column| {
                let name = pad(&crate::text::clip(&column.name, names), names);
                let figures = column.figures.as_ref().map_or(String::new(), |figures| {
                    let span = [figures.min, figures.median, figures.max].map(crate::profile::short);
                    span.join(" / ")
                });
                let wrong = column.misfits + column.outside.unwrap_or(0) + column.unlisted.unwrap_or(0);
                let wrong = if wrong > 0 { format!("  ! {wrong}") } else { String::new() };
                let role = if wrong.is_empty() { Role::Plain } else { Role::Warn };
                let fill = pad_left(&whole_percent(column.fill()), 8);
                Item::Text(
                    role,
                    format!("{name}  {}  {fill}  {figures}{wrong}", pad(column.kind.label().say(lang), 7)),
                )
            }));
        }
        Found::Tags(list) => {
            items.extend([Item::Gap, Item::Heading(said("八项元数据", "Eight columns of metadata"))]);
            let model = &crate::guide::guide().readiness().metadata;
            let labels = model.iter().map(|column| width(column.label.say(lang))).max().unwrap_or(0);
            for ((column, known), fill) in list.metadata.iter().zip(model).zip(list.fill()) {
                let label = pad(known.label.say(lang), labels);
                items.push(match column.filled {
                    Some(_) => {
                        Item::Text(Role::Plain, format!("{label} {}", pad_left(&whole_percent(fill), 8)))
                    }
                    None => Item::Text(Role::Bad, format!("{label}  {}", said("缺列", "absent"))),
                });
            }
            for (what, twice) in [
                (said("重复标识", "duplicate ids"), &list.duplicate_ids),
                (said("重复地址", "duplicate addresses"), &list.duplicate_addresses),
            ] {
                if !twice.is_empty() {
                    items.push(Item::Text(Role::Warn, format!("{what} {}", twice.len())));
                }
            }
        }
    }
    items
}
