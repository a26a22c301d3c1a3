//! The mouse: a press, a drag or the wheel means what was noted for its cell while the last frame was drawn. It asks
//! for the same actions as keys; only what is dragged is known here.

use super::App;
use crate::store::{Access, Denied, Session};
use crate::text::{Lang, Phrase};
use crate::tui::action::{Action, Effect, Mood, Page, View};
use crate::tui::command::Command;
use crate::tui::dialog::Dialog;
use crate::tui::keymap::{Key, Layer, keymap};
use crate::tui::pointer::{Carried, Gesture, Hand, NOTCH, Pointer};
use crate::tui::view::Areas;
use crate::tui::widget::touch::{Hit, Part, Regions, Touch};
use crossterm::event::KeyCode;
use ratatui::layout::Position;

#[derive(Debug, Default)]
pub(super) struct Pointing {
    is_on: bool,
    /// Of the frame that is on the screen.
    regions: Regions,
    /// Where the button went down last.
    pressed: Option<Touch>,
    drag: Option<Drag>,
}

/// What the held button moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Drag {
    Divider(Part),
    /// The task that was pressed, over the last place that was asked about.
    Task(Option<Hit>),
}

impl Pointing {
    pub fn new(is_on: bool) -> Pointing {
        Pointing { is_on, ..Pointing::default() }
    }
}

impl App {
    /// What can be touched on the frame that was just drawn.
    pub fn shows(&mut self, regions: Regions) {
        self.pointing.regions = regions;
    }

    pub fn has_mouse(&self) -> bool {
        self.pointing.is_on
    }

    /// The border that is being dragged.
    pub(in crate::tui) fn held_divider(&self) -> Option<Part> {
        match self.pointing.drag {
            Some(Drag::Divider(part)) => Some(part),
            _ => None,
        }
    }

    pub fn point(&mut self, pointer: Pointer) -> Vec<Effect> {
        if !self.pointing.is_on {
            return vec![];
        }
        match pointer.gesture {
            Gesture::Press => self.press(pointer.cell, false),
            Gesture::Double => self.press(pointer.cell, true),
            Gesture::Drag => self.drag(pointer.cell),
            Gesture::Release => self.release(pointer.cell),
            Gesture::Wheel(notches) => {
                let Some((part, height)) = self.pointing.regions.turned_at(pointer.cell) else {
                    return vec![];
                };
                self.update(Action::Hand(Hand::Scroll { part, by: notches * NOTCH, height }))
            }
            Gesture::Across(notches) if self.dialogs.is_empty() && !self.is_line_open() => {
                self.update(Action::Run(if notches < 0 { Command::Left } else { Command::Right }))
            }
            Gesture::Across(_) => vec![],
            Gesture::Menu => self.ask_what(pointer.cell),
        }
    }

    fn press(&mut self, cell: Position, is_double: bool) -> Vec<Effect> {
        self.put_back();
        let touch = self.pointing.regions.at(cell).map(|region| region.touch.clone());
        // The first press may have put something else there, at which nobody has aimed.
        let is_stray = is_double && touch != self.pointing.pressed;
        self.pointing.pressed = if is_stray { None } else { touch.clone() };
        if is_stray {
            return vec![];
        }
        // What was said is not to hide the keys that are aimed at next.
        if self.notice.as_ref().is_some_and(|notice| notice.mood != Mood::Bad) {
            self.notice = None;
        }
        match touch {
            Some(Touch::Key(command)) => self.update(Action::Run(command)),
            Some(Touch::Do(_)) if self.is_line_open() => self.ask_to_finish(),
            Some(Touch::Do(action)) => self.update(*action),
            Some(Touch::At(hit)) if hit.part != Part::Text && self.is_line_open() => self.ask_to_finish(),
            Some(Touch::At(hit)) => self.update(Action::Hand(Hand::Point { hit, is_double })),
            Some(Touch::Divider(part)) => {
                self.pointing.drag = Some(Drag::Divider(part));
                vec![]
            }
            Some(Touch::Outside) if self.dialogs.last().is_some_and(Dialog::closes_lightly) => {
                self.update(Action::Run(Command::Cancel))
            }
            Some(Touch::Outside | Touch::Nothing | Touch::Scroll(_)) | None => vec![],
        }
    }

    /// What can be done with the line under the pointer: the list of the page's keys, in which each can be clicked.
    fn ask_what(&mut self, cell: Position) -> Vec<Effect> {
        self.put_back();
        if !self.dialogs.is_empty() || self.is_line_open() {
            return vec![];
        }
        let mut effects = vec![];
        if let Some(Touch::At(hit)) = self.pointing.regions.at(cell).map(|region| region.touch.clone()) {
            effects = self.update(Action::Hand(Hand::Point { hit, is_double: false }));
        }
        effects.extend(self.update(Action::Run(Command::Help)));
        effects
    }

    /// A line is typed in the page itself: what is in it is not thrown away by a click.
    fn is_line_open(&self) -> bool {
        self.dialogs.is_empty() && self.layers().first() == Some(&Layer::Field)
    }

    fn ask_to_finish(&mut self) -> Vec<Effect> {
        let text = Phrase::new(
            "还在输入：Enter 确定、Esc 取消之后再点",
            "a line is being typed: Enter or Esc first, then click",
        );
        self.say_phrase(Mood::Plain, text);
        vec![]
    }

    fn drag(&mut self, cell: Position) -> Vec<Effect> {
        if self.pointing.drag.is_none() {
            self.lift();
        }
        match self.pointing.drag {
            Some(Drag::Divider(part)) => self.update(Action::Hand(Hand::Divide { part, x: cell.x })),
            Some(Drag::Task(before)) => {
                let over = match self.pointing.regions.at(cell).map(|region| &region.touch) {
                    Some(Touch::At(hit)) => Some(*hit),
                    _ => None,
                };
                if over == before {
                    return vec![];
                }
                self.pointing.drag = Some(Drag::Task(over));
                self.update(Action::Hand(Hand::Carry(over)))
            }
            None => vec![],
        }
    }

    /// A task of a list can be taken elsewhere, where the file may be changed.
    fn lift(&mut self) {
        let Some(Touch::At(hit)) = self.pointing.pressed else { return };
        let Page::Stage(stage, View::Tasks) = self.page else { return };
        if !self.dialogs.is_empty() || self.files.is_linking() || !self.panes.tasks[stage].lift(hit) {
            return;
        }
        let access = self.session.as_ref().map_or(Access::Full, Session::access);
        if access == Access::Full {
            self.pointing.drag = Some(Drag::Task(Some(hit)));
        } else {
            self.put_back();
            self.pointing.pressed = None;
            self.deny(&Denied::ReadOnly(access));
        }
    }

    fn release(&mut self, cell: Position) -> Vec<Effect> {
        let Some(Drag::Task(_)) = self.pointing.drag else {
            self.pointing.drag = None;
            return vec![];
        };
        // The last report of the way may have been of another cell.
        let mut effects = self.drag(cell);
        self.pointing.drag = None;
        effects.extend(self.update(Action::Hand(Hand::Drop)));
        self.put_back();
        effects
    }

    /// Lets go of what is dragged, as if it had not been; true when something was.
    pub(super) fn put_back(&mut self) -> bool {
        for pane in &mut self.panes.tasks {
            pane.put_back();
        }
        self.pointing.drag.take().is_some()
    }

    /// A key while something is dragged ends that; true when the key has done its work with it.
    pub(super) fn ends_drag(&mut self, is_escape: bool) -> bool {
        let was_dragged = self.put_back();
        if was_dragged {
            // The button is still held: what it passes over now is nothing to it.
            self.pointing.pressed = None;
            self.notice = None;
        }
        was_dragged && is_escape
    }

    /// On or off, from now on.
    pub(super) fn switch_mouse(&mut self) -> Vec<Effect> {
        self.put_back();
        self.pointing.is_on = !self.pointing.is_on;
        let key = keymap().key_of(Layer::App, Command::Mouse);
        let text = match (self.pointing.is_on, self.lang) {
            (true, Lang::Zh) => "鼠标已开：点击、滚轮、拖动可用".to_owned(),
            (true, Lang::En) => "the mouse is on: click, wheel, drag".to_owned(),
            (false, Lang::Zh) => format!("鼠标已关，现在可以用它选取文字；{key} 打开"),
            (false, Lang::En) => format!("the mouse is off and selects text now; {key} switches it on"),
        };
        self.say(Mood::Plain, text);
        vec![Effect::Mouse(self.pointing.is_on)]
    }

    pub(super) fn hand(&mut self, hand: Hand) -> Vec<Action> {
        if self.files.is_linking() {
            return vec![];
        }
        if let Some(dialog) = self.dialogs.last_mut() {
            let flow = match hand {
                Hand::Point { hit, is_double } => dialog.point(hit, is_double, self.screen),
                Hand::Scroll { part, by, height } => {
                    dialog.scroll(part, by, height);
                    return vec![];
                }
                Hand::Divide { .. } | Hand::Carry(_) | Hand::Drop => return vec![],
            };
            return self.flow(flow);
        }
        let body = Areas::of(self.screen, self.page).body;
        let Some(session) = &self.session else {
            return match hand {
                Hand::Point { hit, is_double } => self.start.point(hit, is_double),
                _ => vec![],
            };
        };
        let context = self.derived.context(session, self.today, &self.me, self.lang);
        if let (Page::Stage(stage, View::Tasks), Hand::Carry(_) | Hand::Drop) = (self.page, &hand) {
            let tasks = &mut self.panes.tasks[stage];
            return match hand {
                Hand::Carry(over) => {
                    let carried = tasks.carry(over, &context, &mut self.random);
                    self.say_carried(carried);
                    vec![]
                }
                _ => tasks.drop_here(&context, &mut self.random),
            };
        }
        let Some(pane) = self.panes.at_mut(self.page) else {
            return match hand {
                Hand::Point { hit, is_double } => self.start.point(hit, is_double),
                _ => vec![],
            };
        };
        match hand {
            Hand::Point { hit, is_double } => {
                let mut actions = pane.point(hit, &context, body);
                if is_double && !matches!(hit.part, Part::Text | Part::Head) {
                    let enter = keymap().command(pane.layers(), Key::plain(KeyCode::Enter));
                    actions.extend(enter.map(Action::Run));
                }
                actions
            }
            Hand::Scroll { part, by, height } => {
                pane.scroll(part, by, height);
                vec![]
            }
            Hand::Divide { part, x } => {
                pane.divide(part, x, body);
                vec![]
            }
            Hand::Carry(_) | Hand::Drop => vec![],
        }
    }

    fn say_carried(&mut self, carried: Option<Carried>) {
        let cancel = Phrase::new("松开放下 · Esc 取消", "let go to drop it · Esc cancels").say(self.lang);
        match carried {
            Some(Carried::Fits(what)) => self.say(Mood::Plain, format!("{what} · {cancel}")),
            Some(Carried::Refused(why)) => self.say(Mood::Bad, why),
            None => {
                let where_to = Phrase::new(
                    "放到任务之间，或左侧的要素上",
                    "between tasks, or onto an element at the left",
                );
                self.say(Mood::Plain, format!("{} · {cancel}", where_to.say(self.lang)));
            }
        }
    }
}
