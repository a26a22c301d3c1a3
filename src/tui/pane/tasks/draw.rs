//! How the tasks pane looks. It only reads.

use super::drag::Mark;
use super::{Column, TasksPane, Typing};
use crate::readiness::{Concern, Entry, is_in_question, shown_title};
use crate::text::{Lang, pad};
use crate::tui::action::{Filter, Sort};
use crate::tui::pane::{Context, short_day, status_role};
use crate::tui::theme::Role;
use crate::tui::widget::canvas::{Canvas, below, cells, right_of};
use crate::tui::widget::touch::{Part, Touch};
use crate::workspace::{Id, Task};
use ratatui::layout::Rect;

/// Where the columns are; None for those that are not seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Columns {
    pub elements: Option<Rect>,
    pub list: Option<Rect>,
    pub detail: Option<Rect>,
}

/// Between two columns.
pub(super) const GAP: u16 = 2;
/// What the list keeps, however wide the others are dragged.
const LIST: u16 = 24;
/// Cells of a due day with its mark, of an owner, of a template's id.
const DUE: u16 = 6;
const OWNER: u16 = 7;
const ID: u16 = 6;

impl TasksPane {
    /// Three columns, or only the one that has the keys.
    pub(super) fn columns(&self, body: Rect) -> Columns {
        if body.width < 100 {
            let only = |column| (self.column == column).then_some(body);
            return Columns {
                elements: only(Column::Elements),
                list: only(Column::List),
                detail: only(Column::Detail)
                    .map(|area| Rect { width: area.width.saturating_sub(2), ..right_of(area, 1) }),
            };
        }
        let [elements, detail] = self.splits;
        let elements = elements.width((body.width / 5).clamp(22, 30), body.width / 3);
        let most = body.width - elements - 2 * GAP - LIST;
        let detail = detail.width((body.width / 3).clamp(38, 72), most);
        let list = body.width - elements - detail - 2 * GAP;
        Columns {
            elements: Some(Rect { width: elements, ..body }),
            list: Some(Rect { x: body.x + elements + GAP, width: list, ..body }),
            detail: Some(Rect { x: body.x + elements + list + 2 * GAP, width: detail, ..body }),
        }
    }

    /// What stands beside the view's name: element, filter, order, marks.
    pub(super) fn sum_up(&self, context: &Context) -> String {
        let lang = context.lang;
        let said = |zh: &str, en: &str| if lang == Lang::Zh { zh.to_owned() } else { en.to_owned() };
        let mut parts = vec![];
        if let Some(element) = self.element() {
            parts.push(format!("{} {}", element.key, element.title.say(lang)));
        }
        if !self.marked.is_empty() {
            parts.push(match lang {
                Lang::Zh => format!("已标记 {}", self.marked.len()),
                Lang::En => format!("{} marked", self.marked.len()),
            });
        }
        let review = self.in_question;
        if review > 0 {
            parts.push(match lang {
                Lang::Zh => format!("! 待复核 {review}"),
                Lang::En => format!("! {review} to review"),
            });
        }
        let filter = match &self.filter {
            Filter::All => String::new(),
            Filter::Unsettled => said("未了结", "not settled"),
            Filter::Mine => said("我负责的", "mine"),
            Filter::Late => said("逾期", "late"),
            Filter::Due => said("一周内", "due within a week"),
            Filter::Blocked => said("受阻", "blocked"),
            Filter::Field(field, text) => {
                let label = Task::FIELDS.get(*field).map_or("", |f| f.label.say(lang));
                format!("{label}={text}")
            }
        };
        if !filter.is_empty() {
            parts.push(format!("{} {filter}", said("筛选", "filter")));
        }
        if self.hides_settled {
            parts.push(said("隐藏完成", "settled hidden"));
        }
        if let Sort::Field(field) | Sort::FieldDown(field) = self.sort {
            let label = Task::FIELDS.get(field).map_or("", |f| f.label.say(lang));
            let arrow = if matches!(self.sort, Sort::Field(_)) { "↑" } else { "↓" };
            parts.push(format!("{} {label}{arrow}", said("排序", "sorted by")));
        }
        parts.push(match lang {
            Lang::Zh => format!("{} 项", self.rows.len()),
            Lang::En if self.rows.len() == 1 => "1 task".to_owned(),
            Lang::En => format!("{} tasks", self.rows.len()),
        });
        parts.join(" · ")
    }

    pub(super) fn draw_columns(&self, canvas: &mut Canvas, body: Rect, context: &Context) {
        let columns = self.columns(body);
        if let Some(area) = columns.elements {
            self.draw_elements(canvas, area, context);
        }
        if let Some(area) = columns.list {
            self.draw_list(canvas, area, context);
        }
        if let Some(area) = columns.detail {
            self.detail.draw(canvas, area, self.column == Column::Detail);
        }
        if let (Some(elements), Some(list)) = (columns.elements, columns.list) {
            canvas.touch(Rect { x: elements.right(), width: GAP, ..body }, Touch::Divider(Part::Side));
            let border = Rect { x: list.right(), width: GAP, ..body };
            for y in 0..body.height {
                canvas.line(below(Rect { width: 1, ..border }, y), Role::Faint, "│");
            }
            canvas.touch(border, Touch::Divider(Part::Detail));
        }
    }

    fn draw_elements(&self, canvas: &mut Canvas, area: Rect, context: &Context) {
        let len = self.stage.elements.len() + 1;
        canvas.scrolls(area, Part::Side);
        for (row, at) in self.elements.window(len, usize::from(area.height)).enumerate() {
            let place = below(area, cells(row));
            let (name, counts) = match at.checked_sub(1).and_then(|at| self.stage.elements.get(at)) {
                None => {
                    let all = if context.lang == Lang::Zh { "全部" } else { "All" };
                    (all.to_owned(), context.progress.stage(&self.stage.key))
                }
                Some(e) => {
                    (format!("{} {}", e.key, e.title.say(context.lang)), context.progress.element(&e.key))
                }
            };
            let count = format!("{}/{}", counts.finished(), counts.due());
            let is_done = counts.due() > 0 && counts.finished() == counts.due();
            let role = if is_done { Role::Good } else { Role::Faint };
            let rest = canvas.line_right(place, role, &count);
            let name_place = Rect { width: rest.width.saturating_sub(1), ..rest };
            canvas.line(right_of(name_place, 1), Role::Plain, &name);
            if at == self.elements.at {
                canvas.line(place, Role::Accent, "▌");
                canvas.tint(place, if self.column == Column::Elements { Role::Cursor } else { Role::Rest });
            }
            canvas.touch(place, Touch::line(Part::Side, at));
            self.draw_mark(canvas, place, Part::Side, at);
        }
    }

    fn draw_list(&self, canvas: &mut Canvas, area: Rect, context: &Context) {
        let finding = matches!(self.typing, Some(Typing::Find(..)));
        let area = if let Some(Typing::Find(input, _)) = &self.typing {
            let line = below(area, area.height.saturating_sub(1));
            let used = canvas.line(line, Role::Key, "/ ");
            canvas.field(right_of(line, used), input);
            Rect { height: area.height.saturating_sub(1), ..area }
        } else {
            area
        };
        if self.rows.is_empty() && self.typing.is_none() {
            self.draw_empty(canvas, area, context.lang);
        }
        canvas.scrolls(area, Part::List);
        let mut row = 0;
        for at in self.list.window(self.rows.len(), usize::from(area.height)) {
            let place = below(area, row);
            canvas.touch(place, Touch::line(Part::List, at));
            self.draw_row(canvas, place, context, at);
            if at == self.list.at && !finding {
                canvas.tint(place, if self.column == Column::List { Role::Cursor } else { Role::Rest });
                if let Some(Typing::Rename(_, input)) = &self.typing {
                    let title =
                        Self::title_place(place, self.rows[at].depth, is_adopted(self.rows[at].id.as_str()));
                    canvas.clear(title);
                    canvas.field(title, input);
                }
            } else if at == self.list.at {
                canvas.tint(place, Role::Cursor);
            }
            self.draw_mark(canvas, place, Part::List, at);
            row += 1;
            if let Some(Typing::Add(_, depth, input)) = &self.typing
                && at == self.list.at
            {
                Self::draw_new(canvas, below(area, row), *depth, input);
                row += 1;
            }
        }
        if let Some(Typing::Add(_, depth, input)) = &self.typing
            && self.rows.is_empty()
        {
            Self::draw_new(canvas, below(area, 0), *depth, input);
        }
    }

    /// Where a task that is dragged would go.
    fn draw_mark(&self, canvas: &mut Canvas, place: Rect, part: Part, row: usize) {
        let Some(mark) = self.mark_of(part, row) else { return };
        let role = if mark == Mark::Refused { Role::Bad } else { Role::Drop };
        canvas.tint(place, role);
        canvas.line(Rect { width: 1.min(place.width), ..place }, role, mark.sign());
    }

    fn draw_new(canvas: &mut Canvas, place: Rect, depth: usize, input: &crate::tui::widget::input::Input) {
        canvas.clear(place);
        canvas.line(right_of(place, 1), Role::Accent, "+");
        canvas.field(Self::title_place(place, depth, false), input);
    }

    fn draw_empty(&self, canvas: &mut Canvas, area: Rect, lang: Lang) {
        let is_filtered = self.filter != Filter::All || self.hides_settled;
        let text = match (is_filtered, lang) {
            (true, Lang::Zh) => "没有符合筛选的任务；Esc 取消筛选，H 显示已了结",
            (true, Lang::En) => "no task passes the filter; Esc lifts it, H shows settled ones",
            (false, Lang::Zh) => "这里还没有任务：a 新增，t 采用模板",
            (false, Lang::En) => "no tasks yet: a adds one, t adopts templates",
        };
        canvas.line(right_of(below(area, 0), 1), Role::Faint, text);
    }

    /// Where the title of a row stands: behind sign and id (own tasks show none), before owner and due.
    fn title_place(place: Rect, depth: usize, has_id: bool) -> Rect {
        let indent = cells(depth * 2).min(place.width / 4);
        let start = right_of(place, 3 + indent + if has_id { ID } else { 0 });
        Rect { width: start.width.saturating_sub(tail_cells(place.width)), ..start }
    }

    fn draw_row(&self, canvas: &mut Canvas, place: Rect, context: &Context, at: usize) {
        let entry: &Entry = &self.rows[at];
        let id: &Id = &entry.id;
        let Some(task) = context.workspace.tasks.get(id.as_str()) else { return };
        let is_marked = self.marked.contains(id) || self.is_in_range(at);
        let left = if at == self.list.at {
            "▌"
        } else if is_marked {
            "●"
        } else {
            " "
        };
        let left_role = if is_marked { Role::Marked } else { Role::Accent };
        canvas.line(Rect { width: 1.min(place.width), ..place }, left_role, left);
        let role = if is_marked { Role::Marked } else { status_role(&task.status) };
        canvas.line(right_of(place, 1), role, task.status.sign());
        // What the sign means stands beside the name of the view, and in the detail.
        if is_in_question(context.stale, id.as_str(), task.element.as_str()) {
            canvas.line(right_of(place, 2), Role::Bad, "!");
        }
        // The id of an own task is a random word: it says nothing here, and the detail shows it.
        let has_id = is_adopted(id.as_str());
        let title_place = Self::title_place(place, entry.depth, has_id);
        if has_id {
            let id_place = right_of(place, title_place.x.saturating_sub(place.x + ID));
            canvas.line(Rect { width: ID.min(id_place.width), ..id_place }, Role::Faint, id.as_str());
        }
        let title = shown_title(id.as_str(), task, context.lang);
        let title_role = if is_marked {
            Role::Marked
        } else if task.status.is_settled() {
            Role::Faint
        } else {
            Role::Plain
        };
        if entry.depth > 0 {
            let back = if has_id { ID + 2 } else { 2 };
            let branch = Rect { x: title_place.x.saturating_sub(back), width: 2, ..title_place };
            canvas.line(branch, Role::Faint, "└ ");
        }
        let used = canvas.line(title_place, title_role, if title.is_empty() { "—" } else { title });
        if let Some(why) = reason(task) {
            canvas.line(right_of(title_place, used + 2), Role::Bad, why);
        }
        draw_tail(canvas, place, context, task);
    }

    fn is_in_range(&self, at: usize) -> bool {
        self.anchor.is_some_and(|anchor| (anchor.min(self.list.at)..=anchor.max(self.list.at)).contains(&at))
    }

    /// Every field of the declaration could be a row; these are what a lead reads first, then the clause.
    pub(super) fn detail_items(&self, context: &Context) -> Vec<crate::tui::widget::reader::Item> {
        match self.task(context) {
            Some((id, task)) => super::detail::items(id, task, context),
            None => vec![],
        }
    }
}

/// Owner and due day, at the right edge.
fn draw_tail(canvas: &mut Canvas, place: Rect, context: &Context, task: &Task) {
    let tail = tail_cells(place.width);
    if tail == 0 || place.height == 0 {
        return;
    }
    let tail_place = right_of(place, place.width - tail);
    let concern = Concern::of(task, context.today);
    let (role, mark) = match concern {
        Some(Concern::Late(_)) => (Role::Bad, "!"),
        Some(Concern::Due(_)) => (Role::Warn, " "),
        _ => (Role::Faint, " "),
    };
    if tail > DUE + 1 {
        let owner = Rect { width: OWNER, ..right_of(tail_place, 1) };
        canvas.line(owner, Role::Plain, task.owner.as_str());
    }
    let due = right_of(tail_place, tail - DUE);
    let day = if task.due.is_empty() { String::new() } else { short_day(task.due.as_str(), context.today) };
    let text = format!("{}{mark}", pad(&day, usize::from(DUE) - 1));
    canvas.line(due, role, &text);
}

/// Owner and due where there is room for them, only due where there is less, nothing on a tiny screen.
fn tail_cells(place: u16) -> u16 {
    match place {
        0..30 => 0,
        30..50 => DUE + 1,
        _ => OWNER + DUE + 2,
    }
}

fn is_adopted(id: &str) -> bool {
    crate::guide::guide().template(id).is_some()
}

/// Why a task does not go on, beside its title.
fn reason(task: &Task) -> Option<&str> {
    match &task.status {
        crate::workspace::Status::Blocked { why } if !why.is_empty() => Some(why),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::width;
    use crate::workspace::Record;

    #[test]
    fn every_declared_field_has_a_label_that_fits_the_detail() {
        for field in Task::FIELDS {
            assert!(width(field.label.zh) <= 12 && width(field.label.en) <= 12, "{}", field.name);
        }
        assert_eq!(Task::default().fields().len(), Task::FIELDS.len());
    }
}
