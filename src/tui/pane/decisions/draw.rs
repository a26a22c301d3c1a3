//! Where list, scorecard and detail are, and how they are drawn.

use super::card::{self, Grid, TITLE, name_lines};
use super::{DecisionsPane, Focus};
use crate::readiness::{Scorecard, Weighed};
use crate::text::{Lang, clip, pad_left, width, wrap};
use crate::tui::pane::{Context, missing_text};
use crate::tui::theme::Role;
use crate::tui::widget::canvas::{Canvas, below, cells, right_of};
use crate::tui::widget::touch::{Part, Touch};
use ratatui::layout::Rect;

/// Where the parts are; None for one that is not seen.
pub(super) struct Places {
    pub list: Option<Rect>,
    pub card: Option<Rect>,
    pub detail: Option<Rect>,
}

/// Lines that the detail keeps below a scorecard.
const DETAIL: u16 = 6;
/// Cells of the detail beside it.
const NARROWEST: u16 = 48;

impl DecisionsPane {
    pub(super) fn places(&self, body: Rect, context: &Context) -> Places {
        if body.width < 100 {
            if self.focus == Focus::List {
                return Places { list: Some(body), card: None, detail: None };
            }
            let (card, detail) = self.stacked(body, context);
            return Places { list: None, card: Some(card), detail };
        }
        let [list, detail] = self.splits;
        let wide = list.width(if body.width < 150 { 28 } else { 34 }, body.width / 2);
        let list = Rect { width: wide, ..body };
        let rest = right_of(body, wide + 1);
        if body.width < 150 {
            let (card, detail) = self.stacked(Rect { width: rest.width.saturating_sub(1), ..rest }, context);
            return Places { list: Some(list), card: Some(card), detail };
        }
        // The names of the options are read whole before the detail has its two fifths.
        let usual = rest.width - rest.width * 3 / 5 - 3;
        let usual = usual.min(rest.width.saturating_sub(self.wanted(context) + 3)).max(usual.min(NARROWEST));
        let wide = detail.width(usual, rest.width * 3 / 5);
        let card = Rect { width: rest.width.saturating_sub(wide + 3), ..rest };
        let detail = right_of(rest, card.width + 2);
        let detail = Rect { width: detail.width.saturating_sub(1), ..detail };
        Places { list: Some(list), card: Some(card), detail: Some(detail) }
    }

    /// The scorecard above its detail, as far as both have room.
    fn stacked(&self, area: Rect, context: &Context) -> (Rect, Option<Rect>) {
        if area.height < 14 {
            // One of the two: the one that has the keys.
            return if self.focus == Focus::Detail {
                (Rect { height: 0, ..area }, Some(area))
            } else {
                (area, None)
            };
        }
        // Names over many lines take of the detail, not of the scores.
        let long = self.grid(area, context).map_or(0, |grid| grid.head.saturating_sub(2));
        let least = DETAIL.saturating_sub(long);
        let card = self.height(area, context).min(area.height.saturating_sub(least + 1));
        let rest = area.height - card - 1;
        let detail = Rect { y: area.y + card + 1, height: rest, ..area };
        (Rect { height: card, ..area }, Some(detail))
    }

    pub(super) fn draw_parts(&self, canvas: &mut Canvas, body: Rect, context: &Context) {
        let places = self.places(body, context);
        if let (Some(list), Some(card)) = (places.list, places.card) {
            let border = Rect { x: list.right(), width: card.x.saturating_sub(list.right()), ..body };
            canvas.touch(border, Touch::Divider(Part::Side));
        }
        if let (Some(card), Some(detail)) = (places.card, places.detail)
            && detail.x >= card.right()
        {
            let border = Rect { x: card.right(), width: detail.x - card.right(), ..body };
            canvas.touch(border, Touch::Divider(Part::Detail));
        }
        if let Some(area) = places.list {
            self.draw_list(canvas, area, context, places.card.is_none());
        }
        if let (Some(area), Some(card)) = (places.card, self.card()) {
            self.draw_card(canvas, area, card, context);
        }
        if let Some(area) = places.detail {
            let is_below = places.card.is_some_and(|card| card.bottom() < area.y);
            if is_below {
                canvas.rule(Rect { y: area.y - 1, height: 1, ..area }, Role::Faint, "─");
            }
            self.detail.draw(canvas, area, self.focus == Focus::Detail);
        }
    }

    /// The decisions with their state; where the list is alone, with the question as well.
    fn draw_list(&self, canvas: &mut Canvas, area: Rect, context: &Context, is_alone: bool) {
        let lang = context.lang;
        let head = if lang == Lang::Zh { " 决策" } else { " Decisions" };
        canvas.line(below(area, 0), Role::Label, head);
        let rest = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
        let each: u16 = if is_alone && rest.height >= 15 { 4 } else { 2 };
        for (n, card) in self.cards.iter().enumerate() {
            let top = below(rest, cells(n) * each);
            if top.height == 0 {
                break;
            }
            let whole = Rect { height: each.min(rest.bottom() - top.y), ..top };
            canvas.touch(whole, Touch::line(Part::Side, n));
            let (role, sign) = card::sign(card);
            let is_here = n == self.list.at;
            canvas.line(top, Role::Accent, if is_here { "▌" } else { " " });
            canvas.line(right_of(top, 1), role, sign);
            let missing = missing_text(card.missing.len(), lang);
            let title = card.decision.title.say(lang);
            let second = below(rest, cells(n) * each + 1);
            let but_last = |place: Rect| Rect { width: place.width.saturating_sub(1), ..place };
            // Beside the title where both have room, else below it.
            let has_room = width(title) + width(&missing) + 5 <= usize::from(top.width);
            let beside = |place: Rect, canvas: &mut Canvas| {
                let rest = canvas.line_right(but_last(place), Role::Faint, &missing);
                if missing.is_empty() { rest } else { but_last(rest) }
            };
            let first = if has_room { beside(top, canvas) } else { but_last(top) };
            canvas.line(right_of(first, 3), Role::Plain, title);
            let second = if has_room { second } else { beside(second, canvas) };
            canvas.line(right_of(second, 3), Role::Faint, &card.making_text(context.workspace, lang));
            if each > 2 {
                let third = below(rest, cells(n) * each + 2);
                canvas.line(right_of(third, 3), Role::Label, card.decision.question.say(lang));
            }
            if is_here {
                let role = if self.focus == Focus::List { Role::Cursor } else { Role::Rest };
                canvas.tint(top, role);
            }
        }
    }

    fn draw_card(&self, canvas: &mut Canvas, area: Rect, card: &Scorecard, context: &Context) {
        let lang = context.lang;
        let role = if card.verdict.negative { Role::Bad } else { Role::Label };
        let title = format!("{} · ", card.decision.title.say(lang));
        canvas
            .pieces(below(area, 0), [(Role::Heading, title.as_str()), (role, card.verdict.label.say(lang))]);
        let (role, _) = card::sign(card);
        canvas.line(below(area, 1), role, &card.making_text(context.workspace, lang));
        let options = self.options();
        if options.is_empty() {
            let text = match lang {
                Lang::Zh => "还没有候选：按 a 增加第一个，再逐项打分。",
                Lang::En => "No candidates yet: a adds the first one, then score it line by line.",
            };
            for (n, line) in wrap(text, usize::from(area.width).max(2)).iter().enumerate() {
                canvas.line(below(area, TITLE + 1 + cells(n)), Role::Faint, line);
            }
            return;
        }
        let Some(grid) = self.grid(area, context) else { return };
        let spot = self.spot();
        let window = spot.option.window(options.len(), grid.columns);
        for (n, option) in options.get(window.clone()).unwrap_or_default().iter().enumerate() {
            let at = window.start + n;
            let place = column(area, &grid, n);
            draw_head(canvas, place, &grid, (card, option, at == spot.option.at), context);
            draw_foot(canvas, place, &grid, (card, option), lang);
        }
        let more = (window.start > 0, window.end < options.len());
        let sign = match more {
            (true, true) => "◂ ▸",
            (true, false) => "◂",
            (false, true) => "▸",
            (false, false) => "",
        };
        canvas.line(below(area, TITLE), Role::Faint, sign);
        self.draw_lines(canvas, area, &grid, card, context);
        if grid.foot > 0 {
            let labels = if lang == Lang::Zh { ["合计", "名次"] } else { ["total", "rank"] };
            for (n, label) in labels.into_iter().enumerate() {
                let place = below(area, area.height.saturating_sub(grid.foot) + cells(n));
                canvas.line(place, Role::Label, label);
            }
        }
    }

    fn draw_lines(&self, canvas: &mut Canvas, area: Rect, grid: &Grid, card: &Scorecard, context: &Context) {
        let (lang, spot, options) = (context.lang, self.spot(), self.options());
        let lines = card::lines(card.decision);
        let window = spot.option.window(options.len(), grid.columns);
        let rows = spot.line.window(lines.len(), grid.rows);
        let is_focused = self.focus == Focus::Card;
        let top = TITLE + grid.head;
        let all = Rect { y: area.y + top.min(area.height), height: cells(grid.rows), ..area };
        canvas.scrolls(all.intersection(area), Part::List);
        for (row, at) in rows.clone().enumerate() {
            let y = TITLE + grid.head + cells(row);
            let (place, line) = (below(area, y), lines[at]);
            let is_here = at == spot.line.at;
            canvas.touch(place, Touch::line(Part::List, at));
            let label = Rect { width: grid.label.saturating_sub(1).min(place.width), ..place };
            let role = if is_here { Role::Heading } else { Role::Label };
            let mut name = canvas.line_right(label, Role::Faint, &card::weight(card.decision, line));
            name.width = name.width.saturating_sub(u16::from(name.width < label.width));
            canvas.line(name, role, &card::label(card.decision, line, lang));
            let once = matches!(line, card::Line::Fact(at) if !card.decision.fields[at].per_option);
            if once {
                let card::Line::Fact(fact) = line else { continue };
                let (role, text) = card::fact(card, None, fact, context.workspace, lang);
                let value = right_of(place, grid.label);
                canvas.line(value, role, &format!(" {text}"));
                if is_here {
                    canvas.tint(value, if is_focused { Role::Cursor } else { Role::Rest });
                }
                continue;
            }
            for (n, option) in options.get(window.clone()).unwrap_or_default().iter().enumerate() {
                let place = Rect { y: place.y, height: place.height, ..column(area, grid, n) };
                canvas.touch(place, Touch::cell(Part::List, at, window.start + n + 1));
                let (role, text) = card::cell(card, option, line, context.workspace, lang);
                let text = clip(&text, usize::from(grid.column.saturating_sub(1))).into_owned();
                let text = pad_left(&text, usize::from(grid.column.saturating_sub(1)));
                canvas.line(place, role, &text);
                if is_here && window.start + n == spot.option.at {
                    canvas.tint(place, if is_focused { Role::Cursor } else { Role::Rest });
                    if is_focused {
                        canvas.line(Rect { width: place.width.min(1), ..place }, Role::Accent, "▌");
                    }
                }
            }
        }
        if rows.end < lines.len() && grid.rows > 0 {
            let place = below(area, TITLE + grid.head + cells(grid.rows) - 1);
            let place = Rect { width: grid.label.min(place.width), ..place };
            canvas.line_right(place, Role::Faint, "↓");
        }
    }
}

/// The column of an option; its first line is that of the head.
fn column(area: Rect, grid: &Grid, n: usize) -> Rect {
    let x = grid.label + grid.column * cells(n);
    let place = right_of(area, x);
    let place = Rect { width: grid.column.min(place.width), ..place };
    Rect { y: place.y + TITLE.min(place.height), height: place.height.saturating_sub(TITLE), ..place }
}

/// The name of an option, over as many lines as the head has, at the right like the numbers below it.
fn draw_head(
    canvas: &mut Canvas,
    place: Rect,
    grid: &Grid,
    (card, option, is_here): (&Scorecard, &Weighed, bool),
    context: &Context,
) {
    let room = usize::from(grid.column.saturating_sub(1)).max(2);
    let name = card.name(&option.key, context.workspace, context.lang);
    let head = usize::from(grid.head);
    let mut lines = name_lines(&name, room);
    if lines.len() > head {
        let rest = lines.split_off(head.saturating_sub(1)).concat();
        lines.push(clip(&rest, room).into_owned());
    }
    let role = match (is_here, option.out.is_empty()) {
        (true, _) => Role::Accent,
        (false, true) => Role::Heading,
        (false, false) => Role::Faint,
    };
    let top = head - lines.len().min(head);
    for (n, line) in lines.iter().enumerate() {
        let line = if width(line) < room { pad_left(line, room) } else { line.clone() };
        canvas.line(below(place, cells(top + n)), role, &line);
    }
}

/// Total and rank with its band; a total that a cap holds down has a sign.
fn draw_foot(
    canvas: &mut Canvas,
    place: Rect,
    grid: &Grid,
    (card, option): (&Scorecard, &Weighed),
    lang: Lang,
) {
    if grid.foot == 0 || place.height < grid.foot {
        return;
    }
    let room = usize::from(grid.column.saturating_sub(1));
    let is_best = option.rank == Some(1) && card.options.len() > 1;
    let total = match option.total {
        Some(total) if option.caps.is_empty() => total.to_string(),
        Some(total) => format!("▾{total}"),
        None => "·".into(),
    };
    let role = match (option.total, option.out.is_empty()) {
        (None, _) => Role::Faint,
        (_, false) => Role::Bad,
        _ if !option.caps.is_empty() => Role::Warn,
        _ if is_best => Role::Good,
        _ => Role::Heading,
    };
    let top = place.height - grid.foot;
    canvas.line(below(place, top), role, &pad_left(&total, room));
    let band = option.band.map_or("", |band| band.label.say(lang));
    let rank = match (option.rank, option.out.is_empty()) {
        // The band is read whole or not at all; the detail says it as well.
        (Some(rank), _) if rank.to_string().len() + 1 + width(band) > room => rank.to_string(),
        (Some(rank), _) => format!("{rank} {band}"),
        (None, false) => "✗".into(),
        (None, true) => String::new(),
    };
    let role = if is_best { Role::Good } else { Role::Faint };
    canvas.line(below(place, top + 1), role, &pad_left(&clip(&rank, room), room));
}
