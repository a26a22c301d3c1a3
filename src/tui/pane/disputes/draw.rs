//! How the inbox looks. It only reads.

use super::detail::{Line as DetailLine, Part};
use super::list::Line;
use super::{DisputesPane, HEAD};
use crate::text::{Lang, clip, width, wrap};
use crate::tui::pane::Context;
use crate::tui::theme::Role;
use crate::tui::widget::canvas::{Canvas, below, cells, right_of};
use crate::tui::widget::touch::{self, Touch};
use ratatui::layout::Rect;

/// Cells of a field's label in the list at most.
const LABEL: usize = 16;

impl DisputesPane {
    pub(super) fn draw_columns(&self, canvas: &mut Canvas, body: Rect, context: &Context) {
        if self.entries.is_empty() {
            self.draw_empty(canvas, body, context.lang);
            return;
        }
        if body.height > HEAD {
            self.draw_head(canvas, below(body, 0), context.lang);
        }
        let columns = self.columns(body);
        if let (Some(list), Some(_)) = (columns.list, columns.detail) {
            canvas.touch(Rect { x: list.right(), width: 2, ..list }, Touch::Divider(touch::Part::List));
        }
        if let Some(area) = columns.list {
            self.draw_list(canvas, area);
        }
        if let Some(area) = columns.detail {
            self.draw_detail(canvas, area);
        }
    }

    fn draw_head(&self, canvas: &mut Canvas, area: Rect, lang: Lang) {
        let (at, all) = (self.at + 1, self.entries.len());
        let (title, how) = match lang {
            Lang::Zh => (format!(" 争议 {at}/{all}"), "双方都改过的地方，双方的写法都在；裁定后可以撤销"),
            Lang::En => (
                format!(" Disputes {at}/{all}"),
                "changed by both sides, and both are kept; what you settle can be undone",
            ),
        };
        let used = canvas.line(area, Role::Heading, &title);
        let rest = right_of(area, used + 2);
        if width(how) < usize::from(rest.width) {
            canvas.line(rest, Role::Faint, how);
        }
    }

    fn draw_empty(&self, canvas: &mut Canvas, body: Rect, lang: Lang) {
        let (title, text) = match (self.has_worked, lang) {
            (true, Lang::Zh) => ("✓ 争议都裁定完了", "按 u 可以撤销刚才的裁定，Esc 回总览。"),
            (true, Lang::En) => {
                ("✓ All disputes are settled", "u undoes the last step, Esc goes to the overview.")
            }
            (false, Lang::Zh) => (
                "✓ 没有争议",
                "两个人把同一处改成不同的内容时，双方的写法都会留在文件里，并列在这里，由人裁定。",
            ),
            (false, Lang::En) => (
                "✓ No disputes",
                "Where two people set the same field to different things, both are kept in the file and listed here, for people to decide.",
            ),
        };
        let top = body.height / 4;
        canvas.line(right_of(below(body, top), 2), Role::Good, title);
        let wide = usize::from(body.width.saturating_sub(4)).min(64);
        for (n, line) in wrap(text, wide).iter().enumerate() {
            canvas.line(right_of(below(body, (top + 1).saturating_add(cells(n))), 2), Role::Plain, line);
        }
    }

    fn draw_list(&self, canvas: &mut Canvas, area: Rect) {
        let height = usize::from(area.height);
        canvas.scrolls(area, touch::Part::List);
        for (row, line) in self.lines.iter().skip(self.top).take(height).enumerate() {
            let place = below(area, cells(row));
            match line {
                Line::Heading(text) => {
                    let used = canvas.line(right_of(place, 1), Role::Label, text);
                    canvas.rule(right_of(place, used + 2), Role::Faint, "─");
                }
                Line::Entry(n) => self.draw_entry(canvas, place, *n, row == 0),
            }
        }
        if self.top + height < self.lines.len() && area.height > 0 {
            canvas.line_right(below(area, area.height - 1), Role::Faint, "↓");
        }
    }

    fn draw_entry(&self, canvas: &mut Canvas, place: Rect, n: usize, is_on_top: bool) {
        let entry = &self.entries[n];
        canvas.touch(place, Touch::line(touch::Part::List, n));
        let label = clip(&entry.label, LABEL);
        let inside = Rect { width: place.width.saturating_sub(1), ..place };
        let rest = canvas.line_right(inside, Role::Accent, &label);
        let rest = Rect { width: rest.width.saturating_sub(1), ..rest };
        let used = 1 + canvas.line(right_of(rest, 1), Role::Bad, "≠");
        // The title stands once, and again where a window begins.
        if entry.is_first || is_on_top {
            canvas.line(right_of(rest, used + 1), Role::Plain, &entry.title);
        }
        if n == self.at {
            canvas.line(place, Role::Accent, "▌");
            canvas.tint(place, if self.is_choosing { Role::Rest } else { Role::Cursor });
        }
    }

    fn draw_detail(&self, canvas: &mut Canvas, area: Rect) {
        let height = usize::from(area.height);
        canvas.scrolls(area, touch::Part::Detail);
        for (row, line) in self.detail.lines.iter().skip(self.scroll).take(height).enumerate() {
            self.draw_line(canvas, below(area, cells(row)), line);
        }
        if self.scroll + height < self.detail.lines.len() && area.height > 0 {
            canvas.line_right(below(area, area.height - 1), Role::Faint, "↓");
        }
    }

    fn draw_line(&self, canvas: &mut Canvas, place: Rect, line: &DetailLine) {
        for Part { x, wide, row, choice, is_head } in &line.parts {
            let place = right_of(place, *x);
            let place = Rect { width: place.width.min(*wide), ..place };
            if let Some(choice) = choice {
                canvas.touch(place, Touch::line(touch::Part::Detail, *choice));
            }
            let is_here = choice.is_some() && *choice == Some(self.choice) && self.is_choosing;
            canvas.pieces(right_of(place, 1), row.iter().map(|(role, text)| (*role, text.as_str())));
            if is_here {
                canvas.line(place, Role::Accent, "▌");
                if *is_head {
                    canvas.tint(place, Role::Cursor);
                }
            }
        }
    }
}
