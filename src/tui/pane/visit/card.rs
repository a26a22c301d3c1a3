//! The thing that one stands before: what it is and where, the question that is asked now with its answers, the other
//! questions, and what is known already.

use super::answer::Typing;
use super::{VisitPane, filter::area_name};
use crate::guide::{ColumnKind, guide};
use crate::readiness::{AREA, LINE, WalkStop, open_columns, row_key, row_title};
use crate::text::{Lang, Phrase, wrap};
use crate::tui::action::{Action, OnSite};
use crate::tui::command::Command;
use crate::tui::pane::cell::Reading;
use crate::tui::pane::{Context, short_day};
use crate::tui::theme::Role;
use crate::tui::widget::canvas::{Canvas, below, cells, right_of};
use crate::tui::widget::list::List;
use crate::tui::widget::touch::{Part, Touch};
use crate::workspace::{Id, Row, columns};
use ratatui::layout::Rect;

/// A column that holds no answer yet.
#[derive(Debug, Clone)]
pub(super) struct Question {
    /// Of the column.
    pub key: String,
    pub label: String,
    pub kind: &'static ColumnKind,
    pub is_required: bool,
    pub help: String,
    /// What stands there and cannot be.
    pub wrong: String,
    /// What a digit answers: what is written, and how it reads.
    pub choices: Vec<(String, String)>,
}

/// The narrowest place of a machine.
const STATION: &str = "station";

/// Choices that digits can answer at once.
pub(super) const DIGITS: usize = 9;

impl Question {
    /// Its answer is typed in words or numbers, in its place.
    pub fn is_typed(&self) -> bool {
        !matches!(
            self.kind,
            ColumnKind::YesNo
                | ColumnKind::Prose
                | ColumnKind::Choice { .. }
                | ColumnKind::Set { .. }
                | ColumnKind::Ref(_)
                | ColumnKind::Refs(_)
        )
    }
}

pub(super) fn questions(id: &Id, context: &Context) -> Vec<Question> {
    let lang = context.lang;
    let Some(row) = context.workspace.rows.get(id.as_str()) else { return vec![] };
    let Some(register) = guide().register(row.register.as_str()) else { return vec![] };
    let all = columns(context.workspace, &register.key);
    let question = |(column, is_required): (crate::workspace::TableColumn, bool)| Question {
        key: column.key().to_owned(),
        label: column.label(lang).to_owned(),
        kind: column.kind(),
        is_required,
        help: column
            .guide()
            .and_then(|column| column.help.as_ref())
            .map_or("", |help| help.say(lang))
            .to_owned(),
        wrong: row.typed(column.key()).trim().to_owned(),
        choices: choices(column.kind(), lang),
    };
    open_columns(&all, register, row).into_iter().map(question).collect()
}

fn choices(kind: &ColumnKind, lang: Lang) -> Vec<(String, String)> {
    let written = |(key, label): (&str, &str)| (key.to_owned(), label.to_owned());
    match kind {
        ColumnKind::YesNo => {
            let words = [("yes", Phrase::new("是", "yes")), ("no", Phrase::new("否", "no"))];
            words.map(|(key, word)| written((key, word.say(lang)))).into()
        }
        ColumnKind::Choice { choices, .. } => {
            choices.iter().map(|choice| written((&choice.key, choice.label.say(lang)))).collect()
        }
        _ => vec![],
    }
}

impl VisitPane {
    pub(super) fn draw_card(&self, canvas: &mut Canvas, area: Rect, context: &Context) {
        let lang = context.lang;
        if let Some(Typing::Add(input)) = &self.typing {
            let label = self.key_label(lang);
            canvas.line(below(area, 0), Role::Heading, &label);
            canvas.field(below(area, u16::from(area.height > 1)), input);
            let how = Phrase::new("Enter 新增 · Esc 放弃", "Enter adds it · Esc lets go").say(lang);
            canvas.line(below(area, 2), Role::Faint, how);
            return;
        }
        let Some((stop, row)) =
            self.stop().and_then(|stop| Some((stop, context.workspace.rows.get(stop.id.as_str())?)))
        else {
            let none =
                Phrase::new("这个范围里都填完了：f 换范围", "all is filled in here: f widens the range");
            canvas.line(below(area, 0), Role::Good, none.say(lang));
            return;
        };
        let rest = self.draw_name(canvas, area, (stop, row), context);
        let rest = match self.question() {
            Some(question) => self.draw_questions(canvas, rest, (question, stop), context),
            None => draw_done(canvas, rest, lang),
        };
        let lines = known(stop, row, context).into_iter();
        let lines = lines.flat_map(|text| wrap(&text, usize::from(rest.width).max(2)));
        for (n, line) in lines.enumerate() {
            canvas.line(below(rest, cells(n)), Role::Faint, &line);
        }
    }

    /// The one that is asked, then all of them; what is left below.
    fn draw_questions(
        &self,
        canvas: &mut Canvas,
        area: Rect,
        (question, stop): (&Question, &WalkStop),
        context: &Context,
    ) -> Rect {
        let mut rest = area;
        let height = self.question_height(question);
        self.draw_question(canvas, part(&mut rest, height), question, context);
        if area.height > height + 5 {
            part(&mut rest, 1);
        }
        self.draw_count(canvas, part(&mut rest, 1), stop, context.lang);
        // What is known has a line at least, where there is a little room.
        let count = cells(self.questions.len());
        let foot = u16::from(rest.height <= count && rest.height > 6);
        let height = count.min(rest.height - foot);
        let list = part(&mut rest, height);
        self.draw_others(canvas, list, context.lang);
        if rest.height > 4 {
            part(&mut rest, 1);
        }
        rest
    }

    /// What it is and where it stands; what is left below.
    fn draw_name(
        &self,
        canvas: &mut Canvas,
        area: Rect,
        (stop, row): (&WalkStop, &Row),
        context: &Context,
    ) -> Rect {
        let lang = context.lang;
        let rest = canvas.line_right(below(area, 0), Role::Faint, &self.position(stop, lang));
        let (key, title) = (row_key(row), row_title(row));
        let title = if title == key { String::new() } else { format!("  {title}") };
        let room = Rect { width: rest.width.saturating_sub(1), ..rest };
        canvas.pieces(room, [(Role::Key, key.as_str()), (Role::Heading, title.as_str())]);
        if area.height < 8 {
            return Rect { y: area.y + 1.min(area.height), height: area.height.saturating_sub(1), ..area };
        }
        let station = row.typed(STATION).trim().to_owned();
        let parts = [area_name(&stop.area, lang), &stop.line, &station].into_iter();
        let stands = parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" › ");
        let used = canvas.line(below(area, 1), Role::Label, &stands);
        let place = self.place();
        if self.place.is_some() && !place.is_empty() {
            let said = match lang {
                Lang::Zh => format!("记为：{place}"),
                Lang::En => format!("noted as: {place}"),
            };
            canvas.line_right(right_of(below(area, 1), used + 2), Role::Warn, &said);
        }
        canvas.rule(below(area, 2), Role::Faint, "─");
        Rect { y: area.y + 3, height: area.height - 3, ..area }
    }

    /// Lines of a question with its answers, or with the line that is typed in.
    fn question_height(&self, question: &Question) -> u16 {
        match &self.typing {
            Some(_) => 3,
            None if question.choices.is_empty() => 2,
            None => {
                let shown = question.choices.len().min(DIGITS);
                cells(shown + 1 + usize::from(question.choices.len() > DIGITS))
            }
        }
    }

    fn draw_question(&self, canvas: &mut Canvas, area: Rect, question: &Question, context: &Context) {
        let lang = context.lang;
        let mut used = canvas.line(below(area, 0), Role::Accent, &question.label);
        if question.is_required {
            let required = Phrase::new("  必填", "  required").say(lang);
            used += canvas.line(right_of(below(area, 0), used), Role::Warn, required);
        }
        let rest = right_of(below(area, 0), used + 2);
        if question.wrong.is_empty() {
            canvas.line(rest, Role::Faint, &question.help);
        } else {
            canvas.line(rest, Role::Bad, &format!("✗ {}", question.wrong));
        }
        if let Some(Typing::Answer(edit)) = &self.typing {
            edit.editor.draw(canvas, below(area, 1), "", true, lang);
            let (role, text) = match &edit.reading {
                Some(Reading::Wrong(what, next)) => (Role::Bad, format!("✗ {what} → {next}")),
                Some(Reading::Fine(text)) => (Role::Good, format!("✓ {text}")),
                None => {
                    let how = Phrase::new("Enter 记下 · Esc 放弃", "Enter keeps it · Esc lets go");
                    (Role::Faint, how.say(lang).to_owned())
                }
            };
            canvas.line(below(area, 2), role, &text);
            return;
        }
        if question.choices.is_empty() {
            let how = if question.is_typed() {
                Phrase::new("  t 填写；数字和汉字可以直接打", "  t to write; a number can just be typed")
            } else {
                Phrase::new("  t 打开列表选择", "  t opens what can be chosen")
            };
            canvas.line(below(area, 1), Role::Faint, how.say(lang));
            canvas.touch(below(area, 1), Touch::does(Action::Run(Command::TypeAnswer)));
            return;
        }
        let from = self.choice.min(question.choices.len().saturating_sub(1));
        let shown = question.choices.iter().skip(from).take(DIGITS);
        for (n, (_, label)) in shown.enumerate() {
            let place = below(area, cells(n) + 1);
            let used = canvas.line(place, Role::Key, &format!("  {}  ", n + 1));
            canvas.line(right_of(place, used), Role::Plain, label);
            canvas.touch(place, answers(n + 1));
        }
        if question.choices.len() > DIGITS {
            let place = below(area, cells(DIGITS) + 1);
            let used = canvas.line(place, Role::Key, "  0  ");
            let left = question.choices.len() - (from + DIGITS).min(question.choices.len());
            let more = match (lang, left) {
                (Lang::Zh, 0) => "回到前面的选项".to_owned(),
                (Lang::En, 0) => "the first ones again".to_owned(),
                (Lang::Zh, n) => format!("其余 {n} 项"),
                (Lang::En, n) => format!("{n} more"),
            };
            canvas.line(right_of(place, used), Role::Faint, &more);
            canvas.touch(place, answers(0));
        }
    }

    fn draw_count(&self, canvas: &mut Canvas, area: Rect, stop: &WalkStop, lang: Lang) {
        let text = match (lang, stop.required) {
            (Lang::Zh, 0) => format!("待填 {}", stop.open()),
            (Lang::En, 0) => format!("open {}", stop.open()),
            (Lang::Zh, n) => format!("待填 {} · 必填 {n}", stop.open()),
            (Lang::En, n) => format!("open {} · required {n}", stop.open()),
        };
        canvas.line(area, Role::Label, &text);
        if self.later.contains(&stop.id) {
            let later = Phrase::new("» 稍后再来", "» to come back to").say(lang);
            canvas.line_right(area, Role::Warn, later);
        }
    }

    fn draw_others(&self, canvas: &mut Canvas, area: Rect, lang: Lang) {
        let height = usize::from(area.height);
        canvas.scrolls(area, Part::Detail);
        let mut list = List { at: self.at, top: 0 };
        list.keep_in_view(self.questions.len(), height);
        for (row, at) in list.window(self.questions.len(), height).enumerate() {
            let (place, question) = (below(area, cells(row)), &self.questions[at]);
            let star = if question.is_required { " *" } else { "" };
            let used = canvas.line(right_of(place, 1), Role::Plain, &question.label) + 1;
            let used = used + canvas.line(right_of(place, used), Role::Warn, star);
            if self.is_skipped(question) {
                let later = Phrase::new("稍后", "later").say(lang);
                canvas.line_right(right_of(place, used), Role::Faint, later);
            }
            canvas.touch(place, Touch::line(Part::Detail, at));
            if at == self.at {
                canvas.line(place, Role::Accent, "▌");
            }
        }
    }
}

/// What the key of this digit does.
fn answers(digit: usize) -> Touch {
    Touch::does(Action::OnSite(OnSite::Answer(u8::try_from(digit).unwrap_or(0))))
}

/// The first lines of what is left.
fn part(rest: &mut Rect, lines: u16) -> Rect {
    let lines = lines.min(rest.height);
    let part = Rect { height: lines, ..*rest };
    *rest = Rect { y: rest.y + lines, height: rest.height - lines, ..*rest };
    part
}

/// Nothing is to be asked any more; what is left below.
fn draw_done(canvas: &mut Canvas, area: Rect, lang: Lang) -> Rect {
    let mut rest = area;
    let done = Phrase::new("✓ 这一处没有待填的了", "✓ nothing is open here");
    canvas.line(part(&mut rest, 1), Role::Good, done.say(lang));
    let next = Phrase::new("Enter 下一处 · p 照片 · e 备注", "Enter next one · p photo · e note");
    canvas.line(part(&mut rest, 1), Role::Faint, next.say(lang));
    part(&mut rest, 1);
    rest
}

/// What is known of it: pictures and visits, and what is filled in.
fn known(stop: &WalkStop, row: &Row, context: &Context) -> Vec<String> {
    let lang = context.lang;
    let of_row = context
        .workspace
        .evidence
        .iter()
        .filter(|(_, evidence)| evidence.rows.iter().any(|seen| seen == stop.id.as_str()));
    let (mut pictures, mut seen) = (0, String::new());
    for (_, evidence) in of_row {
        pictures += usize::from(!evidence.file.is_empty());
        if evidence.proof.as_str() == "seen" && evidence.about.as_str() > seen.as_str() {
            evidence.about.as_str().clone_into(&mut seen);
        }
    }
    let seen = short_day(&seen, context.today);
    let proofs = match lang {
        Lang::Zh => {
            [(pictures > 0, format!("照片与文件 {pictures}")), (!seen.is_empty(), format!("走查 {seen}"))]
        }
        Lang::En => [
            (pictures > 0, format!("photos and files {pictures}")),
            (!seen.is_empty(), format!("visited {seen}")),
        ],
    };
    let proofs: Vec<String> = proofs.into_iter().filter(|(is, _)| *is).map(|(_, text)| text).collect();
    let all = columns(context.workspace, &stop.register.key);
    // What it is called and where it stands is said above.
    let is_above =
        |key: &str| key == stop.register.key_column || ["name", AREA, LINE, STATION].contains(&key);
    let told = all.iter().filter(|column| row.is_filled(column.key()) && !is_above(column.key()));
    let filled = told.filter_map(|column| {
        let cell = row.cell(column.key(), column.kind()).ok()?;
        Some(format!("{} {}", column.label(lang), cell.show(column.kind(), lang).replace('\n', " ⏎ ")))
    });
    let filled: Vec<String> = filled.collect();
    let known = match lang {
        _ if filled.is_empty() => String::new(),
        Lang::Zh => format!("已填 {}{}{}", filled.len(), lang.colon(), filled.join(" · ")),
        Lang::En => format!("known {}{}{}", filled.len(), lang.colon(), filled.join(" · ")),
    };
    [proofs.join(" · "), known].into_iter().filter(|text| !text.is_empty()).collect()
}
