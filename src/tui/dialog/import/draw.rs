//! How the preview of an import looks: how the table is read, what it would do in numbers, the headers, the lines, and
//! the whole of what stands under the cursor.

use super::{ImportDialog, State, one_line};
use crate::guide::guide;
use crate::sheet::Loaded;
use crate::store::{ImportSource, Preview};
use crate::table::{Counts, Fate, Line, To};
use crate::text::{Lang, clip, pad, show, width, wrap};
use crate::tui::theme::Role;
use crate::tui::widget::canvas::{Canvas, below, cells, right_of};
use crate::tui::widget::touch::{Part, Touch};
use crate::workspace::Value;
use ratatui::layout::Rect;

/// Where the parts are, inside the frame.
pub struct Places {
    frame: Rect,
    inside: Rect,
    heads_title: Rect,
    pub heads: Rect,
    lines_title: Rect,
    pub lines: Rect,
    detail: Rect,
}

/// Rows at the top: how it is read, and the numbers.
const TOP: u16 = 3;
/// Rows at the bottom for what is under the cursor.
const DETAIL: u16 = 3;
/// From this width on, headers and lines stand side by side.
const WIDE: u16 = 110;

impl Places {
    pub fn of(screen: Rect) -> Places {
        // The last row is the footer's.
        let frame = Rect { height: screen.height.saturating_sub(u16::from(screen.height > 4)), ..screen };
        let inside = if frame.width < 4 || frame.height < 3 {
            frame
        } else {
            Rect { x: frame.x + 2, y: frame.y + 1, width: frame.width - 4, height: frame.height - 2 }
        };
        let detail = if inside.height >= 14 { DETAIL } else { 0 };
        let top = TOP.min(inside.height);
        let body = Rect { y: inside.y + top, height: (inside.height - top).saturating_sub(detail), ..inside };
        let list = |area: Rect| Rect {
            y: area.y + 1.min(area.height),
            height: area.height.saturating_sub(1),
            ..area
        };
        let (left, right) = if inside.width >= WIDE {
            let half = body.width / 2;
            (Rect { width: half.saturating_sub(1), ..body }, right_of(body, half + 1))
        } else {
            let upper = body.height * 3 / 5;
            (Rect { height: upper, ..body }, Rect { y: body.y + upper, height: body.height - upper, ..body })
        };
        Places {
            frame,
            inside,
            heads_title: below(left, 0),
            heads: list(left),
            lines_title: below(right, 0),
            lines: list(right),
            detail: Rect { y: body.y + body.height, height: detail, ..inside },
        }
    }
}

impl ImportDialog {
    pub fn draw(&self, canvas: &mut Canvas, lang: Lang) {
        let places = Places::of(canvas.area());
        canvas.frame(places.frame, &self.title(lang));
        let Some(preview) = self.preview() else {
            return self.draw_state(canvas, below(places.inside, 0), lang);
        };
        canvas.line(below(places.inside, 0), Role::Faint, &how(preview, lang));
        if self.state == State::Ready {
            draw_counts(canvas, below(places.inside, 1), preview, lang);
        } else {
            self.draw_state(canvas, below(places.inside, 1), lang);
        }
        self.draw_heads(canvas, &places, preview, lang);
        self.draw_lines(canvas, &places, preview, lang);
        let about =
            if self.on_lines { self.about_line(preview, lang) } else { self.about_head(preview, lang) };
        if places.detail.height > 0 {
            canvas.rule(below(places.detail, 0), Role::Faint, "─");
            let lines = wrap(&about, usize::from(places.detail.width).max(2));
            for (row, text) in lines.iter().take(usize::from(DETAIL) - 1).enumerate() {
                canvas.line(below(places.detail, cells(row) + 1), Role::Plain, text);
            }
        }
    }

    fn title(&self, lang: Lang) -> String {
        let title = guide().register(self.wish.register).map_or("", |register| register.title.say(lang));
        match (&self.wish.source, lang) {
            (ImportSource::File(path), _) => {
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                format!("{title} ← {name}")
            }
            (ImportSource::Pasted(_), Lang::Zh) => format!("{title} ← 粘贴"),
            (ImportSource::Pasted(_), Lang::En) => format!("{title} ← paste"),
        }
    }

    fn draw_state(&self, canvas: &mut Canvas, place: Rect, lang: Lang) {
        match (&self.state, lang) {
            (State::Reading(percent), Lang::Zh) => {
                canvas.line(place, Role::Doing, &format!("读取中…… {percent}%   Esc 中止"));
            }
            (State::Reading(percent), Lang::En) => {
                canvas.line(place, Role::Doing, &format!("reading … {percent}%   Esc stops it"));
            }
            (State::Failed { what, next }, _) => {
                let all = Rect { height: canvas.area().bottom().saturating_sub(place.y + 2), ..place };
                let text = format!("✗ {what}\n→ {next}");
                let lines = text.split('\n').flat_map(|line| wrap(line, usize::from(place.width).max(2)));
                for (row, line) in lines.enumerate() {
                    canvas.line(below(all, cells(row)), Role::Bad, &line);
                }
            }
            (State::Ready, _) => {}
        }
    }

    fn draw_heads(&self, canvas: &mut Canvas, places: &Places, preview: &Preview, lang: Lang) {
        let heads = &preview.mapping.heads;
        let used = heads.iter().filter(|head| matches!(head.to, To::Column { .. } | To::Parts(_))).count();
        let title = match lang {
            Lang::Zh => format!("列的对应 {used}/{}", heads.len()),
            Lang::En => format!("Columns {used}/{}", heads.len()),
        };
        draw_title(canvas, places.heads_title, &title, !self.on_lines);
        let area = places.heads;
        let wide = usize::from(area.width);
        let name_cells = heads.iter().map(|head| width(&show(&head_name(&head.name, preview, lang)))).max();
        let name_cells = name_cells.unwrap_or(0).clamp(4, (wide / 4).max(4));
        let meaning_cells = (0..heads.len()).map(|at| width(&meaning(preview, at, lang))).max().unwrap_or(0);
        let meaning_cells = cells(meaning_cells.min(wide / 2));
        canvas.scrolls(area, Part::List);
        let mut list = self.heads;
        list.keep_in_view(heads.len(), usize::from(area.height));
        for (row, at) in list.window(heads.len(), usize::from(area.height)).enumerate() {
            let Some(head) = heads.get(at) else { continue };
            let place = below(area, cells(row));
            canvas.touch(place, Touch::line(Part::List, at));
            let (role, sign) = match &head.to {
                To::Column { .. } | To::Parts(_) => (Role::Good, "✓"),
                To::Unknown => (Role::Warn, "?"),
                To::Taken(_) | To::LineNumber | To::Left => (Role::Faint, "–"),
            };
            let is_here = at == list.at;
            canvas.line(place, Role::Accent, if is_here { "▌" } else { " " });
            canvas.line(right_of(place, 1), role, sign);
            let name = pad(&clip(&show(&head_name(&head.name, preview, lang)), name_cells), name_cells);
            let mut used = 3 + canvas.line(right_of(place, 3), Role::Plain, &name) + 1;
            let meaning_cells = meaning_cells.min(right_of(place, used).width);
            let meaning = meaning(preview, at, lang);
            let meaning_place = Rect { width: meaning_cells, ..right_of(place, used) };
            let role = if sign == "✓" { Role::Plain } else { role };
            canvas.line(meaning_place, role, &meaning);
            used += meaning_cells + 1;
            let sample = preview.samples.get(at).map_or("", String::as_str);
            canvas.line(right_of(place, used), Role::Faint, sample);
            if is_here && !self.on_lines {
                canvas.tint(place, Role::Cursor);
            }
        }
    }

    fn draw_lines(&self, canvas: &mut Canvas, places: &Places, preview: &Preview, lang: Lang) {
        let title = match lang {
            Lang::Zh => format!("要看的行 {}", preview.order.len()),
            Lang::En => format!("Lines to look at {}", preview.order.len()),
        };
        draw_title(canvas, places.lines_title, &title, self.on_lines);
        let area = places.lines;
        if preview.order.is_empty() {
            let none = match (&preview.plan, lang) {
                (Some(_), Lang::Zh) => "没有一行会改变台账",
                (Some(_), Lang::En) => "no line changes the register",
                (None, Lang::Zh) => "先指定哪一列是编号：各行按它对应",
                (None, Lang::En) => "first say which column is the key: rows are told apart by it",
            };
            canvas.line(right_of(below(area, 0), 1), Role::Faint, none);
        }
        canvas.scrolls(area, Part::Other);
        let mut list = self.lines;
        list.keep_in_view(preview.order.len(), usize::from(area.height));
        for (row, at) in list.window(preview.order.len(), usize::from(area.height)).enumerate() {
            let Some(line) = self.line_at(at) else { continue };
            let place = below(area, cells(row));
            canvas.touch(place, Touch::line(Part::Other, at));
            let (role, sign) = sign(line);
            let is_here = at == list.at;
            canvas.line(place, Role::Accent, if is_here { "▌" } else { " " });
            canvas.line(right_of(place, 1), role, sign);
            let text = format!("{} {}", number(line, lang), line_text(preview, line, lang));
            canvas.line(right_of(place, 3), if role == Role::Bad { Role::Bad } else { Role::Plain }, &text);
            if is_here && self.on_lines {
                canvas.tint(place, Role::Cursor);
            }
        }
    }

    fn about_head(&self, preview: &Preview, lang: Lang) -> String {
        let Some(head) = preview.mapping.heads.get(self.heads.at) else { return String::new() };
        let name = head_name(&head.name, preview, lang);
        let sample = preview.samples.get(self.heads.at).map_or("", String::as_str);
        let meaning = meaning(preview, self.heads.at, lang);
        let unit = head.unit.as_ref().map_or(String::new(), |unit| format!(" [{unit}]"));
        format!("{name}{unit} {meaning}{}{sample}", if sample.is_empty() { "" } else { "  ·  " })
    }

    fn about_line(&self, preview: &Preview, lang: Lang) -> String {
        let Some(line) = self.line_at(self.lines.at) else { return String::new() };
        let reasons = match &line.fate {
            Fate::Refused(reasons) => reasons.as_slice(),
            _ => line.notes.as_slice(),
        };
        let next = reasons.first().map_or(String::new(), |reason| format!(" → {}", reason.next(lang)));
        format!("{} {}{next}", number(line, lang), line_text(preview, line, lang))
    }
}

fn draw_title(canvas: &mut Canvas, place: Rect, title: &str, is_here: bool) {
    let role = if is_here { Role::Accent } else { Role::Heading };
    let used = canvas.line(place, role, title);
    canvas.rule(right_of(place, used + 1), Role::Faint, "─");
}

/// `GB18030 · 分隔符 ; · 表头在第 3 行 · 沿用上次的对应`
fn how(preview: &Preview, lang: Lang) -> String {
    let zh = lang == Lang::Zh;
    let mut parts: Vec<String> = vec![];
    match (&*preview.loaded, &preview.wish.source) {
        (Loaded::Sheet(sheet), _) => {
            let at = sheet.sheets.iter().position(|info| info.name == sheet.name).map_or(0, |at| at + 1);
            let of = sheet.sheets.len();
            parts.push(if zh {
                format!("工作表 {}（{at}/{of}）", sheet.name)
            } else {
                format!("sheet {} ({at}/{of})", sheet.name)
            });
            if !sheet.hidden_columns.is_empty() {
                let (count, is_read) = (sheet.hidden_columns.len(), preview.wish.choice.sheet.hidden_columns);
                parts.push(match (is_read, zh) {
                    (true, true) => format!("含隐藏列 {count}"),
                    (true, false) => format!("with {count} hidden columns"),
                    (false, true) => format!("隐藏列 {count} 未读"),
                    (false, false) => format!("{count} hidden columns not read"),
                });
            }
            if sheet.merged > 0 {
                let is_filled = preview.wish.choice.sheet.fill_merged;
                parts.push(match (is_filled, zh) {
                    (true, true) => format!("合并区 {} 已向下填", sheet.merged),
                    (true, false) => format!("{} merged ranges filled down", sheet.merged),
                    (false, true) => format!("合并区 {}", sheet.merged),
                    (false, false) => format!("{} merged ranges", sheet.merged),
                });
            }
            if !sheet.notes.is_empty() {
                let count = sheet.notes.len();
                parts.push(if zh {
                    format!("公式错误等 {count} 格，请核对")
                } else {
                    format!("{count} cells to look at (errors, no value)")
                });
            }
        }
        (Loaded::Text(_, dialect), ImportSource::File(_)) => {
            let sign = match dialect.delimiter {
                b'\t' if zh => "制表符".to_owned(),
                b'\t' => "tab".to_owned(),
                sign => char::from(sign).to_string(),
            };
            parts.push(dialect.encoding.name().to_owned());
            parts.push(if zh { format!("分隔符 {sign}") } else { format!("divided by {sign}") });
        }
        (Loaded::Text(table, _), ImportSource::Pasted(_)) => {
            let (rows, columns) = (table.len(), table.width());
            parts.push(if zh {
                format!("{rows} 行 {columns} 列")
            } else {
                format!("{rows} × {columns} cells")
            });
        }
    }
    parts.push(match (&preview.layout, zh) {
        (Some(layout), true) => format!("表头在第 {} 行", layout.row),
        (Some(layout), false) => format!("headers in line {}", layout.row),
        (None, true) => "没有表头：从光标处向右、向下".to_owned(),
        (None, false) => "no headers: right and down from the cursor".to_owned(),
    });
    if preview.remembered {
        parts.push(if zh { "沿用记住的对应" } else { "mapping as remembered" }.to_owned());
    }
    if preview.wish.clears {
        parts.push(if zh { "空格清空原值" } else { "empty cells clear" }.to_owned());
    }
    parts.join(" · ")
}

fn draw_counts(canvas: &mut Canvas, place: Rect, preview: &Preview, lang: Lang) {
    let Some(plan) = &preview.plan else {
        let key = preview.columns.iter().find(|column| column.is_key);
        let label = key.map_or("", |column| column.label.say(lang));
        let text = match lang {
            Lang::Zh => format!("✗ 没有一列对应“{label}”：把光标移到那一列，按 e 指定"),
            Lang::En => {
                format!("✗ no column means “{label}”: put the cursor on the one that does, and press e")
            }
        };
        canvas.line(place, Role::Bad, &text);
        return;
    };
    let Counts { new, changed, unchanged, refused } = plan.counts();
    let noted = plan.lines.iter().filter(|line| !line.notes.is_empty()).count();
    let zh = lang == Lang::Zh;
    let words = [
        (Role::Good, if zh { "+ 新增" } else { "+ new" }, new),
        (Role::Doing, if zh { "~ 更新" } else { "~ changed" }, changed),
        (Role::Faint, if zh { "= 未变" } else { "= as before" }, unchanged),
        (Role::Bad, if zh { "✗ 不导入" } else { "✗ refused" }, refused),
        (Role::Warn, if zh { "! 待改" } else { "! to be mended" }, noted),
    ];
    let mut used = 0;
    for (role, word, count) in words {
        if count == 0 && matches!(role, Role::Warn) {
            continue;
        }
        let role = if count == 0 { Role::Faint } else { role };
        used += canvas.line(right_of(place, used), role, &format!("{word} {count}")) + 3;
    }
}

fn head_name(name: &str, preview: &Preview, lang: Lang) -> String {
    match (&preview.layout, lang) {
        (Some(_), _) => one_line(name),
        (None, Lang::Zh) => format!("第 {name} 列"),
        (None, Lang::En) => format!("column {name}"),
    }
}

fn label<'a>(preview: &'a Preview, key: &'a str, lang: Lang) -> &'a str {
    preview.columns.iter().find(|column| column.key == key).map_or(key, |column| column.label.say(lang))
}

/// What a header means, in a few words.
fn meaning(preview: &Preview, at: usize, lang: Lang) -> String {
    let zh = lang == Lang::Zh;
    let comma = if zh { "、" } else { ", " };
    let Some(head) = preview.mapping.heads.get(at) else { return String::new() };
    match &head.to {
        To::Column { key, is_by_hand, .. } => {
            let also = preview.mapping.fallbacks.iter().filter(|(_, source)| *source == at);
            let also: Vec<&str> = also.flat_map(|(key, _)| [comma, label(preview, key, lang)]).collect();
            let also = also.concat();
            let is_key = preview.columns.iter().any(|column| column.is_key && column.key == *key);
            let mark = match (is_key, is_by_hand, zh) {
                (true, _, true) => "（编号）",
                (true, _, false) => " (key)",
                (false, true, true) => "（指定）",
                (false, true, false) => " (by hand)",
                (false, false, _) => "",
            };
            format!("→ {}{also}{mark}", label(preview, key, lang))
        }
        To::Parts(parts) => {
            let labels: Vec<&str> = parts.into.iter().map(|key| label(preview, key, lang)).collect();
            format!("→ {}", labels.join(comma))
        }
        To::Taken(key) if zh => format!("不导入：已有{}", label(preview, key, lang)),
        To::Taken(key) => format!("not used: {} is there", label(preview, key, lang)),
        To::LineNumber => if zh { "不导入：序号" } else { "not used: line numbers" }.to_owned(),
        To::Left => if zh { "不导入" } else { "not used" }.to_owned(),
        To::Unknown => if zh { "不导入：没有对应的列" } else { "not used: no such column" }.to_owned(),
    }
}

fn number(line: &Line, lang: Lang) -> String {
    let text = match lang {
        Lang::Zh => format!("第 {} 行 {}", line.number, line.key),
        Lang::En => format!("line {} {}", line.number, line.key),
    };
    text.trim_end().to_owned()
}

fn sign(line: &Line) -> (Role, &'static str) {
    match &line.fate {
        Fate::Refused(_) => (Role::Bad, "✗"),
        _ if !line.notes.is_empty() => (Role::Warn, "!"),
        Fate::Changed { .. } => (Role::Doing, "~"),
        Fate::New { .. } => (Role::Good, "+"),
        Fate::Unchanged(_) => (Role::Faint, "="),
    }
}

/// A value whose text stood in a cell with others.
fn value_text(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Lines(lines) => lines.join(" "),
        Value::Set(items) => items.iter().map(String::as_str).collect::<Vec<_>>().join(", "),
        _ => String::new(),
    }
}

/// What becomes of a line: its reasons, its changes, or what it holds.
fn line_text(preview: &Preview, line: &Line, lang: Lang) -> String {
    let semicolon = if lang == Lang::Zh { "；" } else { "; " };
    let row = preview.loaded.table().row(line.at);
    let said = |column: &str| {
        let at = preview.mapping.head_of(column)?;
        Some(one_line(row?.get(at).trim()))
    };
    let reasons = match &line.fate {
        Fate::Refused(reasons) => reasons,
        _ => &line.notes,
    };
    if !reasons.is_empty() {
        return reasons.iter().map(|reason| reason.say(lang)).collect::<Vec<_>>().join(semicolon);
    }
    match &line.fate {
        Fate::Changed { cells, .. } => {
            let change = |cell: &crate::table::Changed| {
                let empty = if lang == Lang::Zh { "（空）" } else { "(empty)" };
                let filled = |text: String| if text.trim().is_empty() { empty.to_owned() } else { text };
                let was = filled(one_line(&cell.was));
                let now = filled(said(&cell.to.column).unwrap_or_else(|| value_text(&cell.to.now)));
                format!("{}{}{was} → {now}", label(preview, &cell.to.column, lang), lang.colon())
            };
            cells.iter().map(change).collect::<Vec<_>>().join(semicolon)
        }
        Fate::New { cells, .. } => {
            let texts = cells.iter().filter_map(|cell| said(&cell.column));
            texts.filter(|text| *text != line.key).collect::<Vec<_>>().join("  ")
        }
        _ => String::new(),
    }
}
