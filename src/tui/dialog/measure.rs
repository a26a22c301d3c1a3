//! A file that is measured for a source: how far it is, then what was found and what it would change, and the key that
//! keeps it. The worker measures anew when something is said of the file.

mod found;

use super::import::{Shared, encodings};
use super::{Ask, Dialog, Flow, Menu, MenuItem, Then};
use crate::profile::{FileKind, Found, MeasuredFile, NoProfile, Options, Progress, whole_percent};
use crate::sheet::Encoding;
use crate::text::{Lang, Phrase, show};
use crate::tui::action::{Action, Mood, Notice};
use crate::tui::command::Command;
use crate::tui::theme::Role;
use crate::tui::widget::canvas::{Canvas, below};
use crate::tui::widget::chart::meter;
use crate::tui::widget::input::Input;
use crate::tui::widget::reader::{Item, Reader};
use crate::workspace::Id;
pub use found::items;
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
            Command::KeepMeasured if matches!(self.state, State::Failed { .. }) => say(Phrase::new(
                "没有测成，没有可记入的结果：按 Esc 返回",
                "it could not be measured, so there is nothing to keep: Esc goes back",
            )),
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

    pub fn scroll(&mut self, by: isize, height: usize) {
        self.reader.scroll(by, height);
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
