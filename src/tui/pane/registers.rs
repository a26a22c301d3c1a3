//! The registers of a stage: one table for all of them.
//!
//! ```text
//!  设备联网台账 34 ✗2 ›  网络改造台账 12   问题台账 3        EQ-01 磨床 ─────────
//!     设备编号   设备名称        通信协议    ✗ IP地址        设备编号   EQ-01
//!   1 EQ-01      磨床            西门子S7      10.1.3.7      设备名称   磨床
//!   2 EQ-02      热处理炉        Modbus TCP  ✗ 10.1.300.7    …
//!  IP地址  34 行 · 已填 31（91%） · 有误 1
//!  ✗ “10.1.300.7”不是 IPv4 地址 → 写成 10.1.3.7
//! ```
//!
//! The register chosen on the left or above, its rows with the key column frozen, the row in full beside it. Narrow
//! screens show one of the three, with the same keys.

mod choosing;
mod commands;
mod detail;
mod draw;
mod grid;
mod layout;
mod menus;
mod pointing;
mod typing;
mod window;

use super::{Context, Pane};
use crate::guide::{Register, Stage, guide};
use crate::search::Kind;
use crate::search::Seeker;
use crate::store::Draft;
use crate::text::{Lang, Phrase};
use crate::tui::action::{Action, After, Mood, Notice, Page, RowFilter, RowSort};
use crate::tui::app::Spot;
use crate::tui::command::Command;
use crate::tui::dialog::Dialog;
use crate::tui::keymap::Layer;
use crate::tui::widget::canvas::Canvas;
use crate::tui::widget::input::Input;
use crate::tui::widget::list::{List, Step};
use crate::tui::widget::reader::Reader;
use crate::tui::widget::split::Split;
use crate::workspace::Id;
use grid::Grid;
use ratatui::layout::Rect;
use std::collections::BTreeSet;
use typing::Typing;

pub use menus::{all_registers, kinds};

const TABLE_FIRST: Phrase = Phrase::new("台账已打开：再按一次才执行", "here is the register: press it again");

#[derive(Debug)]
pub struct RegistersPane {
    stage: &'static Stage,
    /// Which part has the keys.
    side: Side,
    /// One for each register of the stage, its own first; read from the guide when the page is first seen.
    grids: Vec<Grid>,
    list: List,
    typing: Option<Typing>,
    /// Cells are filled one after the other: the next one is edited when this one is done.
    is_row_filled: bool,
    needle: Seeker,
    detail: Reader,
    detail_of: Option<detail::Of>,
    shows_totals: bool,
    /// Of the registers, and of the detail.
    splits: [Split; 2],
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Registers,
    Grid,
    Detail,
}

impl RegistersPane {
    pub fn of(stage: &'static Stage) -> RegistersPane {
        RegistersPane {
            stage,
            side: Side::Grid,
            grids: vec![],
            list: List::default(),
            typing: None,
            is_row_filled: false,
            needle: Seeker::default(),
            detail: Reader::default(),
            detail_of: None,
            shows_totals: false,
            splits: [Split::default(); 2],
        }
    }

    fn unfold(&mut self) {
        if self.grids.is_empty() {
            let mut registers: Vec<&'static Register> = guide().registers_of_stage(self.stage).collect();
            registers.sort_by_key(|register| register.everywhere);
            self.grids = registers.into_iter().map(Grid::of).collect();
        }
    }

    /// Shows a register, and a row of it whatever is filtered.
    pub fn go_to(&mut self, register: &str, row: Option<&Id>) {
        self.unfold();
        self.typing = None;
        self.side = Side::Grid;
        if let Some(at) = self.grids.iter().position(|grid| grid.register.key == register) {
            self.list.at = at;
            if let (Some(row), Some(grid)) = (row, self.grids.get_mut(at)) {
                grid.go_to(row);
            }
        }
    }

    pub fn set_filter(&mut self, filter: RowFilter) {
        if let Some(grid) = self.grid_mut() {
            grid.filter = filter;
        }
    }

    pub fn set_sort(&mut self, sort: RowSort) {
        if let Some(grid) = self.grid_mut() {
            grid.sort = sort;
        }
    }

    pub fn hide_columns(&mut self, keys: BTreeSet<String>) {
        if let Some(grid) = self.grid_mut() {
            grid.hidden = keys;
        }
    }

    pub fn go_to_column(&mut self, key: &str) {
        if let Some(grid) = self.grid_mut() {
            grid.go_to_column(key);
        }
    }

    /// Where the cursor goes when a cell was written.
    pub fn advance(&mut self, after: After) {
        if let Some(grid) = self.grid_mut() {
            grid.advance(after);
        }
    }

    /// What is being typed into a cell.
    pub fn draft(&self) -> Option<Draft> {
        self.typing.as_ref()?.draft()
    }

    fn grid(&self) -> Option<&Grid> {
        self.grids.get(self.list.at)
    }

    fn grid_mut(&mut self) -> Option<&mut Grid> {
        self.grids.get_mut(self.list.at)
    }
}

impl Pane for RegistersPane {
    fn layers(&self) -> &'static [Layer] {
        if self.typing.is_some() {
            return &[Layer::Field];
        }
        &[Layer::Table, Layer::Move, Layer::App]
    }

    fn settle(&mut self, context: &Context, body: Rect) {
        self.unfold();
        let areas = self.areas(body);
        let rows = usize::from(areas.rows().map_or(1, |area| area.height));
        let wide = usize::from(areas.rows().map_or(0, |area| area.width));
        self.list.keep_in_view(self.grids.len(), usize::from(areas.list.map_or(1, |area| area.height)));
        let typing_row = usize::from(matches!(self.typing, Some(Typing::Add(..))));
        let at = self.list.at;
        if let Some(grid) = self.grids.get_mut(at) {
            grid.build(context);
            grid.keep_in_view(rows.saturating_sub(typing_row), wide);
            grid.look(context, rows);
            if areas.foot.is_some_and(|foot| foot.height > 1) {
                grid.sum_up(context);
            }
        }
        self.settle_detail(context, areas.detail);
        if let Some(Typing::Cell(edit)) = &mut self.typing {
            edit.read(context);
        }
    }

    fn run(
        &mut self,
        command: Command,
        context: &Context,
        body: Rect,
        random: &mut fastrand::Rng,
    ) -> Vec<Action> {
        if self.typing.is_some() {
            return self.run_typing(command, context, random);
        }
        if let Some(step) = command.step() {
            self.walk(step, body);
            return vec![];
        }
        if self.is_out_of_sight(command, body) {
            self.side = Side::Grid;
            let has_rows = self.grid().is_some_and(|grid| !grid.rows.is_empty());
            let why = if has_rows { TABLE_FIRST } else { draw::NO_ROWS };
            return vec![say(why, context.lang)];
        }
        match command {
            Command::Left | Command::Right if self.side == Side::Grid => {
                self.step_aside(command == Command::Right);
            }
            Command::Left if self.side == Side::Detail => self.side = Side::Grid,
            Command::Right | Command::Open if self.side == Side::Registers => self.side = Side::Grid,
            Command::NextColumn => self.change_side(1),
            Command::PreviousColumn => self.change_side(-1),
            Command::NextRegister => self.step_register(1),
            Command::PreviousRegister => self.step_register(-1),
            Command::Open if self.side == Side::Detail => {
                return self.detail.link().cloned().into_iter().collect();
            }
            // A line of the row is a cell, too.
            Command::EditCell if self.side == Side::Detail => {
                return match self.detail.link() {
                    Some(edit @ Action::EditColumn(_)) => vec![edit.clone()],
                    _ => self.edit_cell(context),
                };
            }
            Command::Open if self.is_empty() => {
                let has_some = self.grid().is_some_and(|grid| grid.total > 0);
                let why = if has_some { draw::NONE_PASSES } else { draw::FIRST_ROW };
                return vec![say(why, context.lang)];
            }
            Command::Open => self.side = Side::Detail,
            Command::Back => return self.back(),
            Command::Find => self.start_finding(),
            Command::FindNext | Command::FindPrevious => {
                if self.side == Side::Registers {
                    self.side = Side::Grid;
                }
                return self.find_again(context, if command == Command::FindNext { 1 } else { -1 });
            }
            Command::Totals => {
                self.shows_totals = !self.shows_totals;
                self.side = if self.shows_totals { Side::Detail } else { Side::Grid };
            }
            command => return self.do_in_grid(command, context, random),
        }
        vec![]
    }

    /// Typed or pasted text. In the table itself it starts a search: that is what Han text there means.
    fn type_text(&mut self, text: &str, context: &Context) -> Vec<Action> {
        if self.typing.is_none() {
            self.start_finding();
        }
        self.type_on(text, context);
        vec![]
    }

    /// Several cells are laid on the table from the cursor on; one is looked for.
    fn paste(&mut self, text: &str, context: &Context) -> Vec<Action> {
        let is_block = text.trim_end_matches(['\r', '\n']).contains(['\t', '\n']);
        let Some(grid) = self.grid().filter(|_| is_block) else {
            return self.type_text(text.trim(), context);
        };
        vec![Action::PasteRows {
            register: grid.register.key.clone(),
            at: grid.id().cloned(),
            column: grid.shown().map(|column| column.key.clone()),
            text: text.to_owned(),
        }]
    }

    fn register(&self) -> Option<&str> {
        self.grid().map(|grid| grid.register.key.as_str())
    }

    fn shown_rows(&self) -> Option<Vec<Id>> {
        self.grid().map(|grid| grid.rows.clone())
    }

    fn shown_columns(&self) -> Option<Vec<String>> {
        self.grid().map(|grid| grid.columns.iter().map(|column| column.key.clone()).collect())
    }

    fn here(&self) -> Option<Spot> {
        self.grid().and_then(Grid::id).map(|id| (Kind::Row, id.to_string()))
    }

    fn offers(&self, command: Command, body: Rect) -> bool {
        !self.is_out_of_sight(command, body)
    }

    fn return_to(&mut self, records: &BTreeSet<Id>) {
        if let Some(grid) = self.grid_mut()
            && let Some(at) = grid.rows.iter().position(|id| records.contains(id))
        {
            grid.put(at);
        }
    }

    fn draw(&self, canvas: &mut Canvas, body: Rect, context: &Context) {
        self.draw_parts(canvas, body, context);
    }

    fn summary(&self, context: &Context) -> String {
        self.sum_up(context)
    }
}

impl RegistersPane {
    fn is_empty(&self) -> bool {
        self.grid().is_none_or(|grid| grid.rows.is_empty())
    }

    /// What works on a row or a column of a table that is not on the screen.
    fn is_out_of_sight(&self, command: Command, body: Rect) -> bool {
        let works_on_rows = matches!(
            command,
            Command::EditCell
                | Command::ClearCell
                | Command::DuplicateRow
                | Command::DeleteRow
                | Command::FillDown
                | Command::RowUp
                | Command::RowDown
                | Command::LinkRow
                | Command::SortRows
                | Command::Mark
                | Command::MarkRange
                | Command::MarkAll
                | Command::Copy
        );
        works_on_rows && self.side == Side::Registers && self.areas(body).grid.is_none()
    }

    fn walk(&mut self, step: Step, body: Rect) {
        let areas = self.areas(body);
        match self.side {
            Side::Registers => {
                let height = usize::from(areas.list.map_or(1, |area| area.height));
                self.list.step(step, self.grids.len(), height);
            }
            Side::Grid => {
                let height = usize::from(areas.rows().map_or(1, |area| area.height));
                if let Some(grid) = self.grid_mut() {
                    grid.walk(step, height);
                }
            }
            Side::Detail => {
                self.detail.step(step, usize::from(areas.detail.map_or(1, |area| area.height)));
            }
        }
    }

    /// To the column beside; from the first one to the registers.
    fn step_aside(&mut self, is_right: bool) {
        let Some(grid) = self.grid_mut() else { return };
        if !grid.step_aside(is_right) && !is_right {
            self.side = Side::Registers;
        }
    }

    fn step_register(&mut self, by: isize) {
        let len = self.grids.len().max(1).cast_signed();
        self.list.at = (self.list.at.cast_signed() + by).rem_euclid(len).unsigned_abs();
    }

    fn change_side(&mut self, by: isize) {
        // Of nothing there is no detail.
        let all: &[Side] = if self.is_empty() && !self.shows_totals {
            &[Side::Registers, Side::Grid]
        } else {
            &[Side::Registers, Side::Grid, Side::Detail]
        };
        let here = all.iter().position(|side| *side == self.side).unwrap_or(1);
        self.side = all[(here.cast_signed() + by).rem_euclid(all.len().cast_signed()).unsigned_abs()];
    }

    /// Lets go of one thing at a time: the range, the marks, the totals, the row, the filter, the table.
    fn back(&mut self) -> Vec<Action> {
        if self.grid_mut().is_some_and(Grid::let_go_of_marks) {
        } else if self.shows_totals {
            self.shows_totals = false;
            self.side = Side::Grid;
        } else if self.side == Side::Detail {
            self.side = Side::Grid;
        } else if self.grid_mut().is_some_and(Grid::let_go_of_filter) {
        } else if self.side == Side::Grid {
            self.side = Side::Registers;
        } else {
            return vec![Action::Go(Page::Overview)];
        }
        vec![]
    }

    fn start_finding(&mut self) {
        let before = self.grid().map_or(0, Grid::at);
        self.side = Side::Grid;
        self.typing = Some(Typing::Find(Input::line(""), before));
    }
}

fn say(phrase: Phrase, lang: Lang) -> Action {
    Action::Say(Notice { mood: Mood::Plain, text: phrase.say(lang).into() })
}

fn open(dialog: Dialog) -> Action {
    Action::Ask(Box::new(dialog))
}
