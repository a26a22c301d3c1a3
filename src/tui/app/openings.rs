//! The menus and forms that the whole workbench opens: places to go, a new workspace, a record, my name.

use super::App;
use crate::guide::guide;
use crate::readiness::next_gate;
use crate::text::Lang;
use crate::tui::action::{Action, Page, View};
use crate::tui::command::Command;
use crate::tui::dialog::{Ask, Dialog, Form, Menu, MenuItem, Purpose, Question, Then};
use crate::tui::keymap::Mistake;
use crate::tui::widget::input::Input;
use crate::workspace::{Id, RecordKind};

/// Mistakes that are listed; who mends them sees the next ones.
const MISTAKES: usize = 8;

impl App {
    /// The menu of places, behind `g`.
    pub(super) fn goto_menu(&self) -> Dialog {
        let run = |hot: char, command: Command| {
            MenuItem::new(hot, command.label().say(self.lang), Action::Run(command))
        };
        let mut items = vec![run('0', Command::Overview)];
        for (n, stage) in guide().stages().iter().enumerate() {
            let hot = char::from_digit(u32::try_from(n + 1).unwrap_or(0), 10).unwrap_or('?');
            let label = stage.title.say(self.lang);
            let page = Page::Stage(n, View::Tasks);
            items.push(
                MenuItem::new(hot, label, Action::Go(page))
                    .on(matches!(self.page, Page::Stage(at, _) if at == n)),
            );
        }
        let clauses = if self.lang == Lang::Zh {
            "条文：前言、范围、概述……"
        } else {
            "clauses: foreword, scope, overview …"
        };
        // The papers of the stage that is open, or those of the gate that is next.
        if let Some(context) = self.context() {
            let here = match self.page {
                Page::Stage(n, _) => Some(n),
                _ => next_gate(context.gates, context.workspace)
                    .and_then(|next| guide().stages().iter().position(|s| s.key == next.gate.stage)),
            };
            for (hot, view) in [('k', View::Decisions), ('e', View::Gate)] {
                let Some(n) = here.filter(|n| view.is_in(*n)) else { continue };
                let stage = &guide().stages()[n];
                let gate = if view == View::Gate { format!(" {}", stage.gate) } else { String::new() };
                let label = format!("{}{gate} · {}", view.label().say(self.lang), stage.title.say(self.lang));
                let page = Page::Stage(n, view);
                items.push(MenuItem::new(hot, label, Action::Go(page)).on(self.page == page));
            }
        }
        items.push(run('d', Command::Disputes).on(self.page == Page::Disputes));
        items.push(run('9', Command::Evidence).on(self.page == Page::Evidence));
        items.push(run('6', Command::Readiness).on(self.page == Page::Readiness));
        items.push(run('7', Command::Indicators).on(self.page == Page::Indicators));
        items.push(run('8', Command::Plan).on(self.page == Page::Plan));
        items.push(run('v', Command::Visit).on(self.page == Page::Visit));
        items.push(MenuItem::new('c', clauses, Action::GoToClause("4".into())));
        items.push(MenuItem::new(
            't',
            if self.lang == Lang::Zh { "台账……" } else { "registers …" },
            Action::Ask(Box::new(self.registers_menu())),
        ));
        items.push(run('p', Command::ProjectForm));
        items.push(run('w', Command::SetMe));
        items.push(run('s', Command::StartPage));
        if self.session.is_some() {
            items.push(MenuItem::new(
                'g',
                Command::First.label().say(self.lang),
                Action::Run(Command::First),
            ));
        }
        let title = if self.lang == Lang::Zh { "去往" } else { "Go to" };
        let needs_file = |item: &MenuItem| !matches!(item.hot, Some('s' | 'w'));
        if self.session.is_none() {
            items.retain(|item| !needs_file(item));
        }
        Dialog::Menu(Menu::hot(title, items))
    }

    pub(super) fn open_record_form(&mut self, kind: RecordKind, id: Id) {
        let Some(workspace) = self.workspace() else { return };
        let today = self.today.to_string();
        let label = kind.label().say(self.lang);
        let title = match kind {
            RecordKind::Project => label.to_owned(),
            _ => format!("{label} {id}"),
        };
        let record = workspace.record(kind, id.as_str());
        let basis = (self.lang, today.as_str(), self.me.as_str());
        let form = Form::of(title, Purpose::Edit(kind, vec![id]), kind, record, basis).disputed(workspace);
        self.dialogs.push(Dialog::Form(form));
    }

    /// What is wrong with the user's own keys, to be read once the first page is there.
    pub fn tell_of_keys(&mut self, mistakes: &[Mistake], opens_file: bool) {
        if mistakes.is_empty() {
            return;
        }
        let title = if self.lang == Lang::Zh { "自定义按键有误" } else { "Mistakes in your own keys" };
        let end = match self.lang {
            Lang::Zh => "这些地方保持默认按键，其余已采用。",
            Lang::En => "There the default keys stay; all else is taken.",
        };
        let lines: Vec<String> =
            mistakes.iter().take(MISTAKES).map(|mistake| mistake.say(self.lang)).collect();
        let more = if mistakes.len() > MISTAKES { "\n…" } else { "" };
        let text = format!("{}{more}\n{end}", lines.join("\n"));
        self.keys_remark = Some(Dialog::Question(Question { title: title.into(), text, yes: None }));
        if !opens_file {
            self.settle();
        }
    }

    pub(super) fn ask_me(&self, waiting: Option<Box<Action>>) -> Dialog {
        let (title, hint) = match self.lang {
            Lang::Zh => ("你的名字", "用作完成人、证据提供人和“我负责的”，记在本机"),
            Lang::En => ("Your name", "used as done by, evidence by and “mine”; kept on this machine"),
        };
        let input = Input::line(&self.me);
        Dialog::Ask(Ask { title: title.into(), hint: hint.into(), input, then: Then::Me(waiting) })
    }
}
