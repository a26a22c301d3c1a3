//! How the page looks. It only reads.

use super::grid::Grid;
use super::layout::Areas;
use super::pointing::NO_COLUMN;
use super::typing::Typing;
use super::window::{Is, Line, Place, Shown};
use super::{RegistersPane, Side, detail};
use crate::text::{Lang, Phrase, clip, pad_left, show, width, wrap};
use crate::tui::action::{RowFilter, RowSort};
use crate::tui::pane::Context;
use crate::tui::pane::cell::{CellEdit, Reading};
use crate::tui::theme::Role;
use crate::tui::widget::canvas::{Canvas, below, cells, right_of};
use crate::tui::widget::input::Input;
use crate::tui::widget::touch::{Part, Touch};
use ratatui::layout::Rect;

pub(super) const NO_ROWS: Phrase = Phrase::new("这里还没有行", "there are no rows yet");
pub(super) const NONE_PASSES: Phrase =
    Phrase::new("没有符合筛选的行；Esc 取消筛选", "no row passes the filter; Esc lifts it");
pub(super) const FIRST_ROW: Phrase =
    Phrase::new("还没有行：a 新增第一行", "no rows yet: a adds the first one");

impl RegistersPane {
    pub(super) fn draw_parts(&self, canvas: &mut Canvas, body: Rect, context: &Context) {
        let areas = self.areas(body);
        if let Some(list) = areas.list {
            self.draw_list(canvas, list, context);
        }
        if let (Some(list), Some(grid)) = (areas.list, areas.grid) {
            let border = Rect { x: list.right(), width: grid.x.saturating_sub(list.right()), ..list };
            canvas.touch(border, Touch::Divider(Part::Side));
        }
        if let Some(strip) = areas.strip {
            self.draw_strip(canvas, strip, context);
        }
        if let (Some(grid), Some(_)) = (self.grid(), areas.grid) {
            self.draw_grid(canvas, &areas, grid, context.lang);
            if let Some(foot) = areas.foot {
                self.draw_foot(canvas, foot, grid, context);
            }
        }
        if let Some(detail) = areas.detail {
            self.detail.draw(canvas, detail, self.side == Side::Detail);
            if detail.x > body.x + 1 {
                canvas.touch(Rect { x: detail.x - 2, width: 2, ..body }, Touch::Divider(Part::Detail));
                for y in 0..body.height {
                    let line = below(Rect { x: detail.x - 2, width: 1, ..body }, y);
                    canvas.line(line, Role::Faint, "│");
                }
            }
        }
    }

    /// What stands beside the view's name: marks, filter, order, rows.
    pub(super) fn sum_up(&self, context: &Context) -> String {
        let lang = context.lang;
        let Some(grid) = self.grid() else { return String::new() };
        let said = |zh: &'static str, en: &'static str| Phrase::new(zh, en).say(lang);
        let label = |key: &str| {
            let column = grid.columns.iter().find(|column| column.key == key);
            column.map_or(key.to_owned(), |column| column.label.clone())
        };
        let mut parts = vec![];
        if !grid.marked.is_empty() {
            parts.push(match lang {
                Lang::Zh => format!("已标记 {}", grid.marked.len()),
                Lang::En => format!("{} marked", grid.marked.len()),
            });
        }
        let filter = match &grid.filter {
            RowFilter::All => None,
            RowFilter::Found => Some(said("有问题", "findings").to_owned()),
            RowFilter::Marked => Some(said("已标记", "marked").to_owned()),
            RowFilter::Empty(key) => Some(format!("{} {}", label(key), said("为空", "empty"))),
            RowFilter::Holds(Some(key), text) => Some(format!("{}~{text}", label(key))),
            RowFilter::Holds(None, text) => Some(text.clone()),
            RowFilter::Reads(key, text) => Some(format!("{}={text}", label(key))),
        };
        parts.extend(filter.map(|filter| format!("{} {filter}", said("筛选", "filter"))));
        match &grid.sort {
            RowSort::Manual => {}
            RowSort::Column(key) => parts.push(format!("{} {}↑", said("排序", "sorted by"), label(key))),
            RowSort::ColumnDown(key) => parts.push(format!("{} {}↓", said("排序", "sorted by"), label(key))),
        }
        if !grid.hidden.is_empty() {
            parts.push(match lang {
                Lang::Zh => format!("隐藏 {} 列", grid.hidden.len()),
                Lang::En if grid.hidden.len() == 1 => "1 column hidden".to_owned(),
                Lang::En => format!("{} columns hidden", grid.hidden.len()),
            });
        }
        let (shown, total) = (grid.rows.len(), grid.total);
        parts.push(match lang {
            Lang::Zh if shown == total => format!("{total} 行"),
            Lang::Zh => format!("{shown}/{total} 行"),
            Lang::En if total == 1 && shown == 1 => "1 row".to_owned(),
            Lang::En if shown == total => format!("{total} rows"),
            Lang::En => format!("{shown} of {total} rows"),
        });
        parts.join(" · ")
    }

    /// Name, rows and findings of each register.
    fn draw_list(&self, canvas: &mut Canvas, area: Rect, context: &Context) {
        canvas.scrolls(area, Part::Side);
        for (row, at) in self.list.window(self.grids.len(), usize::from(area.height)).enumerate() {
            let Some(grid) = self.grids.get(at) else { continue };
            let place = below(area, cells(row));
            canvas.touch(place, Touch::line(Part::Side, at));
            let (size, flaws) = counts(grid, context);
            let mut rest = canvas.line_right(place, Role::Faint, &format!(" {size} "));
            if flaws > 0 {
                rest = canvas.line_right(rest, Role::Bad, &format!(" ✗{flaws} "));
            }
            canvas.line(right_of(rest, 1), Role::Plain, grid.register.title.say(context.lang));
            if at == self.list.at {
                canvas.line(place, Role::Accent, "▌");
                canvas.tint(place, if self.side == Side::Registers { Role::Cursor } else { Role::Rest });
            }
        }
    }

    /// The registers beside each other, the chosen one always in sight.
    fn draw_strip(&self, canvas: &mut Canvas, area: Rect, context: &Context) {
        let lang = context.lang;
        let words = |at: usize| {
            let grid = self.grids.get(at)?;
            let (size, flaws) = counts(grid, context);
            let flaws = if flaws > 0 { format!(" ✗{flaws}") } else { String::new() };
            Some((format!("{} {size}", grid.register.title.say(lang)), flaws))
        };
        let wide = |at: usize| words(at).map_or(0, |(name, flaws)| width(&name) + width(&flaws) + 3);
        // As many before the chosen one as leave room for it.
        let mut from = self.list.at;
        let mut used = wide(from) + 2;
        while from > 0 && used + wide(from - 1) <= usize::from(area.width) {
            from -= 1;
            used += wide(from);
        }
        let mut x = canvas.line(area, Role::Faint, if from > 0 { "‹" } else { " " });
        for at in from..self.grids.len() {
            let Some((name, flaws)) = words(at) else { break };
            let rest = right_of(area, x);
            let is_here = at == self.list.at;
            if !is_here && usize::from(rest.width) < wide(at) + 1 {
                canvas.line(rest, Role::Faint, "›");
                canvas.touch(rest, Touch::cell(Part::Side, at, NO_COLUMN));
                break;
            }
            let (left, right) = if is_here { ("[", "]") } else { (" ", " ") };
            let role = if is_here { Role::Accent } else { Role::Faint };
            let role_of_flaws = if flaws.is_empty() { role } else { Role::Bad };
            let pieces =
                [(role, left), (role, name.as_str()), (role_of_flaws, flaws.as_str()), (role, right)];
            let used = canvas.pieces(rest, pieces);
            canvas
                .touch(Rect { width: used.min(rest.width), ..rest }, Touch::cell(Part::Side, at, NO_COLUMN));
            x += used + 1;
        }
    }

    fn draw_grid(&self, canvas: &mut Canvas, areas: &Areas, grid: &Grid, lang: Lang) {
        let Some(rows) = areas.rows() else { return };
        if let Some(head) = areas.head() {
            draw_head(canvas, head, grid, self.side == Side::Grid);
        }
        let finding = if let Some(Typing::Find(input, _)) = &self.typing {
            let line = below(rows, rows.height.saturating_sub(1));
            let used = canvas.line(line, Role::Key, "/ ");
            canvas.field(right_of(line, used), input);
            1
        } else {
            0
        };
        let rows = Rect { height: rows.height.saturating_sub(finding), ..rows };
        canvas.scrolls(rows, Part::List);
        if grid.rows.is_empty() {
            match &self.typing {
                Some(Typing::Add(input)) => draw_new(canvas, below(rows, 0), grid, input),
                _ => draw_empty(canvas, rows, grid, lang),
            }
            return;
        }
        let mut y = 0;
        for (n, line) in grid.window.lines.iter().enumerate() {
            let at = grid.list.top + n;
            let place = below(rows, y);
            if place.height == 0 {
                break;
            }
            self.draw_row(canvas, place, grid, (at, line));
            y += 1;
            if at == grid.list.at
                && let Some(Typing::Add(input)) = &self.typing
            {
                draw_new(canvas, below(rows, y), grid, input);
                y += 1;
            }
        }
    }

    fn draw_row(&self, canvas: &mut Canvas, place: Rect, grid: &Grid, (at, line): (usize, &Line)) {
        let is_here = at == grid.list.at;
        let is_marked = grid.marked.contains(&line.id)
            || grid
                .anchor
                .is_some_and(|anchor| (anchor.min(grid.list.at)..=anchor.max(grid.list.at)).contains(&at));
        let sign = if is_here {
            "▌"
        } else if is_marked {
            "●"
        } else {
            " "
        };
        let role = if is_marked { Role::Marked } else { Role::Accent };
        canvas.line(Rect { width: 1.min(place.width), ..place }, role, sign);
        canvas.touch(place, Touch::cell(Part::List, at, NO_COLUMN));
        if grid.window.places.first().is_some_and(|key| key.x > 1) {
            let number = pad_left(&(at + 1).to_string(), grid.window.numbers);
            let role = if line.is_flawed { Role::Warn } else { Role::Faint };
            canvas.line(Rect { width: cells(grid.window.numbers), ..right_of(place, 1) }, role, &number);
        }
        for (column, cell) in grid.window.places.iter().zip(&line.cells) {
            let is_number = grid.columns.get(column.column).is_some_and(super::grid::Shown::is_number);
            let area = cell_area(place, *column);
            draw_cell(canvas, area, cell, is_number, is_marked);
            canvas.touch(area, Touch::cell(Part::List, at, column.column));
        }
        if !is_here {
            return;
        }
        canvas.tint(place, Role::Rest);
        let Some(column) = grid.window.places.iter().find(|place| place.column == grid.column) else {
            return;
        };
        let area = cell_area(place, *column);
        match &self.typing {
            Some(Typing::Cell(edit)) => draw_edit(canvas, area, place, edit),
            _ if self.side == Side::Grid => canvas.tint(area, Role::Cursor),
            _ => {}
        }
    }

    /// What the column comes to, what it is, and what is wrong with the cell.
    fn draw_foot(&self, canvas: &mut Canvas, area: Rect, grid: &Grid, context: &Context) {
        let lang = context.lang;
        let Some(column) = grid.shown() else { return };
        let mut rest = area;
        if area.height > 1 {
            if let Some((_, totals)) = &grid.totals {
                let said = detail::said(totals, lang);
                let mut x = canvas.line(right_of(below(area, 0), 1), Role::Label, &column.label) + 3;
                for (role, text) in said {
                    x += canvas.line(right_of(below(area, 0), x), role, &text) + 3;
                }
            }
            draw_about(canvas, right_of(below(area, 1), 1), column, lang);
            rest = below(area, 2);
        }
        let rest = right_of(rest, 1);
        if let Some(Typing::Cell(edit)) = &self.typing {
            match &edit.reading {
                Some(Reading::Wrong(what, next)) => {
                    canvas.line(rest, Role::Bad, &format!("✗ {what} → {next}"));
                }
                Some(Reading::Fine(text)) => {
                    canvas.line(rest, Role::Good, &format!("✓ {text}"));
                }
                None => {
                    canvas.line(rest, Role::Faint, how_to_type(edit, lang));
                }
            }
            return;
        }
        let flaws = grid.id().map_or(&[][..], |id| context.flaws.of_row(id));
        let here = flaws.iter().find(|(key, _)| *key == column.key);
        match (here, flaws.first()) {
            (Some((_, flaw)), _) => {
                let text = format!("✗ {} → {}", flaw.say_here(lang), flaw.next(lang));
                canvas.line(rest, Role::Bad, &text);
            }
            (None, Some(_)) => {
                let more = match lang {
                    Lang::Zh => format!("本行有 {} 处问题 · 按 . 逐处查看", flaws.len()),
                    Lang::En => format!("findings in this row: {} · . goes to the next one", flaws.len()),
                };
                canvas.line(rest, Role::Warn, &more);
            }
            (None, None) if area.height == 1 => draw_about(canvas, rest, column, lang),
            (None, None) => {}
        }
    }
}

/// Name, kind, whether it has to be filled, and how.
fn draw_about(canvas: &mut Canvas, area: Rect, column: &super::grid::Shown, lang: Lang) {
    let mut parts = vec![column.kind.label().say(lang).to_owned()];
    if let crate::guide::ColumnKind::Number { unit: Some(unit), .. } = column.kind {
        parts.push(unit.label.say(lang).to_owned());
    }
    if column.is_required {
        parts.push(if lang == Lang::Zh { "必填" } else { "required" }.to_owned());
    }
    if !column.help.is_empty() {
        parts.push(column.help.clone());
    }
    canvas.line(area, Role::Faint, &parts.join(" · "));
}

fn cell_area(row: Rect, place: Place) -> Rect {
    let area = right_of(row, cells(place.x));
    Rect { width: cells(place.wide).saturating_add(1).min(area.width), ..area }
}

fn draw_head(canvas: &mut Canvas, area: Rect, grid: &Grid, is_focused: bool) {
    for place in &grid.window.places {
        let Some(column) = grid.columns.get(place.column) else { continue };
        let arrow = match &grid.sort {
            RowSort::Column(key) if *key == column.key => "↑",
            RowSort::ColumnDown(key) if *key == column.key => "↓",
            _ => "",
        };
        let is_here = is_focused && place.column == grid.column;
        let role = if is_here { Role::Accent } else { Role::Label };
        let inside = right_of(cell_area(area, *place), 1);
        canvas.touch(cell_area(area, *place), Touch::cell(Part::Head, 0, place.column));
        let label = clip(&column.label, usize::from(inside.width).saturating_sub(width(arrow))).into_owned();
        let text = format!("{label}{arrow}");
        if column.is_number() {
            canvas.line(inside, role, &pad_left(&text, usize::from(inside.width)));
        } else {
            canvas.line(inside, role, &text);
        }
    }
    let last = grid.window.places.last().map_or(0, |place| place.column);
    if last + 1 < grid.columns.len() {
        let left = canvas.line_right(area, Role::Faint, "›");
        canvas.touch(right_of(area, left.width), Touch::cell(Part::List, grid.list.at, last + 1));
    }
    if grid.left > 1
        && let Some(second) = grid.window.places.get(1)
    {
        let before = right_of(area, cells(second.x.saturating_sub(1)));
        let before = Rect { width: 1.min(before.width), ..before };
        canvas.line(before, Role::Faint, "‹");
        canvas.touch(before, Touch::cell(Part::List, grid.list.at, second.column.saturating_sub(1)));
    }
}

/// The first cell of a place is for the sign.
fn draw_cell(canvas: &mut Canvas, area: Rect, cell: &Shown, is_number: bool, is_marked: bool) {
    let (sign, role) = match cell.is {
        Is::Flawed => ("✗", Role::Bad),
        Is::Disputed => ("≠", Role::Bad),
        Is::Idle => (" ", Role::Faint),
        Is::Sound => (" ", if is_marked { Role::Marked } else { Role::Plain }),
    };
    canvas.line(Rect { width: 1.min(area.width), ..area }, role, sign);
    let inside = right_of(area, 1);
    let text = if cell.is == Is::Idle && cell.text.is_empty() { "–" } else { &cell.text };
    if is_number {
        let text = clip(&show(text), usize::from(inside.width)).into_owned();
        canvas.line(inside, role, &pad_left(&text, usize::from(inside.width)));
    } else {
        canvas.line(inside, role, text);
    }
}

/// A cell that is typed gets room, over its neighbours if need be.
fn draw_edit(canvas: &mut Canvas, area: Rect, row: Rect, edit: &CellEdit) {
    let wanted = width(&edit.editor.text()) + 2;
    let wide = wanted.clamp(usize::from(area.width).max(12), 48);
    let wide = cells(wide).min(row.width);
    // At the right edge it begins further left.
    let x = area.x.min(row.right().saturating_sub(wide));
    let place = Rect { x, width: wide, ..row };
    canvas.clear(place);
    let sign = match &edit.reading {
        Some(Reading::Wrong(..)) => (Role::Bad, "✗"),
        Some(Reading::Fine(_)) => (Role::Good, "✓"),
        None => (Role::Accent, "›"),
    };
    canvas.line(Rect { width: 1.min(place.width), ..place }, sign.0, sign.1);
    edit.editor.draw(canvas, right_of(place, 1), "", true, Lang::Zh);
}

fn draw_new(canvas: &mut Canvas, place: Rect, grid: &Grid, input: &Input) {
    canvas.clear(place);
    let key = grid.window.places.first().copied().unwrap_or(Place { column: 0, x: 1, wide: 16 });
    canvas.line(place, Role::Accent, "+");
    let area = right_of(place, cells(key.x) + 1);
    canvas.field(Rect { width: cells(key.wide.max(16)).min(area.width), ..area }, input);
}

fn draw_empty(canvas: &mut Canvas, area: Rect, grid: &Grid, lang: Lang) {
    let place = |n| right_of(below(area, n), 1);
    if grid.total > 0 {
        canvas.line(place(0), Role::Faint, NONE_PASSES.say(lang));
        return;
    }
    let purpose = wrap(grid.register.purpose.say(lang), usize::from(area.width.saturating_sub(2)).max(2));
    for (n, line) in purpose.iter().enumerate() {
        canvas.line(place(cells(n)), Role::Plain, line);
    }
    canvas.line(place(cells(purpose.len())), Role::Faint, FIRST_ROW.say(lang));
}

/// What helps while nothing is wrong.
fn how_to_type(edit: &CellEdit, lang: Lang) -> &'static str {
    use crate::guide::ColumnKind as K;
    const DAY: Phrase = Phrase::new(
        "Enter 写入并下移 · Tab 右移 · 2026-11-20、今天、+3、周五；写全后 + - 增减一天",
        "Enter keeps it and goes down · Tab right · 2026-11-20, today, +3, fri; then + - step a day",
    );
    const RANGE: Phrase = Phrase::new(
        "Enter 写入并下移 · Tab 右移 · 2026-03-01~2026-03-31、2026年3月、今天~+5",
        "Enter keeps it and goes down · Tab right · 2026-03-01~2026-03-31, 2026-03, today~+5",
    );
    const TEXT: Phrase = Phrase::new(
        "Enter 写入并下移 · Tab 写入并右移 · Esc 放弃",
        "Enter keeps it and goes down · Tab goes right · Esc lets go",
    );
    match edit.kind {
        K::Date => DAY.say(lang),
        K::DateRange => RANGE.say(lang),
        _ => TEXT.say(lang),
    }
}

/// Rows of a register, and findings in them.
fn counts(grid: &Grid, context: &Context) -> (usize, usize) {
    (context.flaws.size(&grid.register.key), context.flaws.count(&grid.register.key))
}
