//! The five stages of the standard as the process that they are, with how far each is and its gate.

use crate::guide::guide;
use crate::readiness::{Counts, Verdict, early};
use crate::text::{Lang, Phrase, width};
use crate::tui::action::{Action, Page, View};
use crate::tui::app::App;
use crate::tui::command::Command;
use crate::tui::keymap::{Key, keymap};
use crate::tui::pane::verdict_role;
use crate::tui::theme::Role;
use crate::tui::widget::canvas::{Canvas, right_of};
use crate::tui::widget::touch::Touch;
use crossterm::event::KeyCode;
use ratatui::layout::Rect;

/// Short names of the stages, for narrow screens.
const SHORT: [Phrase; 5] = [
    Phrase::new("规划", "Plan"),
    Phrase::new("设计", "Design"),
    Phrase::new("准备", "Prepare"),
    Phrase::new("实施", "Implement"),
    Phrase::new("应用", "Apply"),
];

const STAGES: [Command; 5] =
    [Command::Stage1, Command::Stage2, Command::Stage3, Command::Stage4, Command::Stage5];

/// The five stages as the process that they are.
pub fn draw_bar(app: &App, canvas: &mut Canvas, area: Rect) {
    let Some(context) = app.context() else { return };
    let lang = app.lang;
    let here = match app.page {
        Page::Stage(n, _) => Some(n),
        _ => None,
    };
    // Where digits are candidates or scores, they are no stages.
    let stage_key = Key::plain(KeyCode::Char('1'));
    let layers = app.pane().map_or(&[][..], |pane| pane.layers());
    let is_numbered = keymap().command(layers, stage_key) == Some(Command::Stage1);
    // The widest form that fits: full names, arrows and gates, full names, short names, and those close together.
    let forms = [("──▶", true), ("▶", true), ("", true), ("──▶", false), ("▶", false), ("", false)];
    let forms = forms.into_iter().flat_map(|(arrow, is_full)| {
        // A full name says more than the sign of a gate.
        [true, false].map(|has_gates| Form { arrow, is_full, has_gates, is_tight: false })
    });
    let tightest = Form { arrow: "", is_full: false, has_gates: false, is_tight: true };
    let mut forms = forms.chain([tightest]);
    let gate = |n: usize, has_gates: bool| {
        let stage = &guide().stages()[n];
        let report = context.gates.iter().find(|report| report.gate.key == stage.gate);
        let decided = report.filter(|report| has_gates && report.verdict != Verdict::Open);
        decided.map_or((Role::Plain, String::new()), |report| {
            (verdict_role(report.verdict), format!(" {}{}", stage.gate, report.verdict.sign()))
        })
    };
    let is_early =
        |n: usize| early(context.gates, context.workspace, context.progress, &guide().stages()[n]).is_some();
    let piece = |n: usize, is_full: bool| {
        let counts = context.progress.stage(&guide().stages()[n].key);
        let name = if is_full { guide().stages()[n].title.say(lang) } else { SHORT[n].say(lang) };
        let name = if is_numbered { format!("{} {name}", n + 1) } else { name.to_owned() };
        (name, counts)
    };
    let overview = match (lang, is_numbered) {
        (Lang::Zh, true) => "0 总览",
        (Lang::En, true) => "0 Overview",
        (Lang::Zh, false) => "总览",
        (Lang::En, false) => "Overview",
    };
    let total = |form: &Form| {
        let Form { arrow, is_full, has_gates, is_tight } = *form;
        // Close together only the stage that is seen has a mark behind it, too.
        let marks = |n: usize| if is_tight && here != Some(n) { 1 } else { 2 };
        let stages: usize = (0..5)
            .map(|n| (piece(n, is_full), marks(n)))
            .map(|((name, counts), marks)| width(&name) + 1 + width(&sign(counts, is_tight).1) + marks)
            .sum();
        let extra: usize =
            (0..5).map(|n| width(&gate(n, has_gates).1) + if has_gates && is_early(n) { 2 } else { 0 }).sum();
        stages + extra + 4 * width(arrow) + if is_tight { 2 } else { 3 } + width(overview)
    };
    let fits = forms.find(|form| total(form) <= usize::from(area.width));
    let Form { arrow, is_full, has_gates, is_tight } = fits.unwrap_or(tightest);
    let mut used = 0;
    for (n, stage) in STAGES.into_iter().enumerate() {
        let begin = used;
        let (name, counts) = piece(n, is_full);
        let (role, sign) = sign(counts, is_tight);
        let is_here = here == Some(n);
        let (left, right) = match is_here {
            true => ("▌", "▐"),
            false if is_tight => (" ", ""),
            false => (" ", " "),
        };
        used += canvas.line(right_of(area, used), Role::Accent, left);
        used += canvas.line(right_of(area, used), if is_here { Role::Accent } else { Role::Plain }, &name);
        used += canvas.line(right_of(area, used), role, &format!(" {sign}"));
        let (role, sign) = gate(n, has_gates);
        let of_gate = right_of(area, used);
        let gated = canvas.line(of_gate, role, &sign);
        used += gated;
        if has_gates && is_early(n) {
            used += canvas.line(right_of(area, used), Role::Warn, " !");
        }
        used += canvas.line(right_of(area, used), Role::Accent, right);
        let place = right_of(area, begin);
        let place = Rect { width: (used - begin).min(place.width), ..place };
        canvas.touch(place, Touch::does(Action::Run(stage)));
        let to_gate = Touch::does(Action::Go(Page::Stage(n, View::Gate)));
        canvas.touch(Rect { width: gated.min(of_gate.width), ..of_gate }, to_gate);
        if n < 4 {
            used += canvas.line(right_of(area, used), Role::Faint, arrow);
        }
    }
    let rest = right_of(area, used + u16::from(!is_tight));
    if usize::from(rest.width) > width(overview) {
        let role = if app.page == Page::Overview { Role::Accent } else { Role::Plain };
        let place = Rect { width: rest.width - 1, ..rest };
        let left = canvas.line_right(place, role, overview);
        canvas.touch(right_of(place, left.width), Touch::does(Action::Run(Command::Overview)));
    }
}

/// How the stages stand beside each other.
#[derive(Debug, Clone, Copy)]
struct Form {
    arrow: &'static str,
    is_full: bool,
    has_gates: bool,
    is_tight: bool,
}

/// How far a stage is: done, under way with its share, not begun.
fn sign(counts: Counts, is_tight: bool) -> (Role, String) {
    match (counts.percent(), counts.doing + counts.blocked) {
        (100, _) => (Role::Good, "✓".into()),
        (0, 0) => (Role::Faint, "·".into()),
        (percent, _) if is_tight => (Role::Doing, format!("{percent}%")),
        (percent, _) => (Role::Doing, format!("▸ {percent}%")),
    }
}
