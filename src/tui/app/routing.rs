//! Where a command and what is typed go: the dialog on top, else the pane; what means the same on every page is done
//! here.

use super::App;
use crate::store::{Access, Denied, Session};
use crate::text::{Lang, Phrase};
use crate::tui::action::{Action, Effect, Mood, Page, View};
use crate::tui::command::Command;
use crate::tui::dialog::{Flow, PathThen, Scope};
use crate::tui::pane::start::StartPane;
use crate::tui::view::Areas;
use crate::workspace::{At, History, RecordKind};

impl App {
    /// A command goes to the dialog on top, else to the pane, else it is for the whole workbench.
    pub(super) fn run(&mut self, command: Command) -> (Vec<Action>, Vec<Effect>) {
        // A file that is read for a form is waited for, or given up.
        if self.files.is_linking() && command != Command::Repaint {
            if matches!(command, Command::Cancel | Command::Back) {
                self.stop_linking();
            }
            return (vec![], vec![]);
        }
        if let Some(dialog) = self.dialogs.last_mut() {
            match command {
                Command::Repaint => return (vec![], vec![Effect::Repaint]),
                Command::Help => {
                    let layer = dialog.layer();
                    self.dialogs.push(self.help(&[layer]));
                    return (vec![], vec![]);
                }
                _ => {}
            }
            let flow = dialog.run(command, self.screen);
            return (self.flow(flow), vec![]);
        }
        let access = self.session.as_ref().map_or(Access::Full, Session::access);
        if command.changes() && access != Access::Full {
            self.deny(&Denied::ReadOnly(access));
            return (vec![], vec![]);
        }
        if command == Command::Find {
            self.finder.stop_walking();
        }
        if let Some(answer) = self.run_everywhere(command) {
            return answer;
        }
        let actions = self.run_in_pane(command);
        if actions.is_empty() && command == Command::Copy {
            self.say_phrase(
                Mood::Plain,
                Phrase::new("这一行没有可复制的内容", "there is nothing to copy on this line"),
            );
        }
        (actions, vec![])
    }

    pub(super) fn flow(&mut self, flow: Flow) -> Vec<Action> {
        match flow {
            Flow::Stay => vec![],
            Flow::Close => {
                self.dialogs.pop();
                vec![]
            }
            Flow::Do(actions) => {
                self.dialogs.pop();
                actions
            }
            Flow::Keep(actions) => actions,
        }
    }

    pub(super) fn run_in_pane(&mut self, command: Command) -> Vec<Action> {
        // An action before this one may have changed what the pane lists.
        if self.session.as_ref().is_some_and(|session| self.derived.is_behind(session)) {
            self.settle();
        }
        let body = Areas::of(self.screen, self.page).body;
        let Some(session) = &self.session else { return self.start.run(command) };
        let context = self.derived.context(session, self.today, &self.me, self.lang);
        match self.panes.at_mut(self.page) {
            Some(pane) => pane.run(command, &context, body, &mut self.random),
            None => self.start.run(command),
        }
    }

    /// Back, but not out of the page.
    pub(super) fn step_out(&mut self) -> Vec<Action> {
        let mut actions = self.run_in_pane(Command::Back);
        actions.retain(|action| !matches!(action, Action::Go(Page::Overview)));
        actions
    }

    /// A digit inside a scorecard.
    pub(super) fn score(&mut self, score: u8) -> Vec<Action> {
        let access = self.session.as_ref().map_or(Access::Full, Session::access);
        if access != Access::Full {
            self.deny(&Denied::ReadOnly(access));
            return vec![];
        }
        let Some(session) = &self.session else { return vec![] };
        let context = self.derived.context(session, self.today, &self.me, self.lang);
        match self.page {
            Page::Stage(n, View::Decisions) => self.panes.decisions[n].score(score, &context),
            _ => vec![],
        }
    }

    pub(super) fn type_text(&mut self, text: &str) -> Vec<Action> {
        if self.files.is_linking() {
            return vec![];
        }
        if let Some(dialog) = self.dialogs.last_mut() {
            let flow = dialog.type_text(text, self.screen);
            return self.flow(flow);
        }
        let Some(session) = &self.session else { return vec![Action::Search(text.to_owned())] };
        let context = self.derived.context(session, self.today, &self.me, self.lang);
        match self.panes.at_mut(self.page) {
            Some(pane) => {
                self.finder.stop_walking();
                pane.type_text(text, &context)
            }
            None => vec![Action::Search(text.to_owned())],
        }
    }

    pub(super) fn paste_in_pane(&mut self, text: &str) -> Vec<Action> {
        let line = text.lines().next().unwrap_or_default().trim();
        let Some(session) = &self.session else { return vec![Action::Search(line.to_owned())] };
        let context = self.derived.context(session, self.today, &self.me, self.lang);
        match self.panes.at_mut(self.page) {
            Some(pane) => pane.paste(text, &context),
            None => vec![Action::Search(line.to_owned())],
        }
    }

    /// Commands that mean the same on every page.
    fn run_everywhere(&mut self, command: Command) -> Option<(Vec<Action>, Vec<Effect>)> {
        let stage = |n| Page::Stage(n, View::Tasks);
        let has_file = self.session.is_some();
        let go = match command {
            Command::Stage1 => stage(0),
            Command::Stage2 => stage(1),
            Command::Stage3 => stage(2),
            Command::Stage4 => stage(3),
            Command::Stage5 => stage(4),
            Command::Overview => Page::Overview,
            Command::Disputes => Page::Disputes,
            Command::Evidence => Page::Evidence,
            Command::Readiness => Page::Readiness,
            Command::Indicators => Page::Indicators,
            Command::Plan => Page::Plan,
            Command::Visit => {
                self.begin_visit();
                if self.me.is_empty() && self.page != Page::Visit {
                    // What is seen has a witness.
                    self.dialogs.push(self.ask_me(None));
                }
                Page::Visit
            }
            Command::StartPage => Page::Start,
            Command::NextView | Command::PreviousView => match self.page {
                Page::Stage(n, view) => Page::Stage(n, view.beside(n, command == Command::NextView)),
                page => {
                    if has_file {
                        let why = Phrase::new(
                            "视图在阶段页中：先按 1–5",
                            "views are on the page of a stage: 1 to 5 first",
                        );
                        self.say_phrase(Mood::Plain, why);
                    }
                    page
                }
            },
            Command::Back if self.page == Page::Evidence && self.stop_checking() => {
                return Some((vec![], vec![]));
            }
            // Back never quits. A stage lets go of all else first, and then goes to the overview.
            Command::Back if self.page == Page::Start && has_file => Page::Overview,
            Command::Back if matches!(self.page, Page::Start | Page::Overview) => {
                self.say_phrase(Mood::Plain, Phrase::new("按 q 退出", "q quits"));
                return Some((vec![], vec![]));
            }
            _ => return self.run_outside_pages(command),
        };
        let is_view = matches!(command, Command::NextView | Command::PreviousView);
        if has_file || (go == Page::Start && !is_view) {
            if go == Page::Start {
                self.start = StartPane::of(&self.folders);
            }
            self.page = match (go, self.page) {
                // The view stays when the stage is changed.
                (Page::Stage(n, View::Tasks), Page::Stage(now, view)) if n != now && view.is_in(n) => {
                    Page::Stage(n, view)
                }
                (go, _) => go,
            };
        } else {
            self.say_phrase(
                Mood::Plain,
                Phrase::new("先打开或新建一个工作区", "open or make a workspace first"),
            );
        }
        Some((vec![], vec![]))
    }

    fn run_outside_pages(&mut self, command: Command) -> Option<(Vec<Action>, Vec<Effect>)> {
        let mut effects = vec![];
        match command {
            Command::Quit => effects = self.quit(),
            Command::Help => {
                let help = self.help(self.layers());
                self.dialogs.push(help);
            }
            Command::Search => self.search(Scope::Everything, ""),
            // A page without a search of its own looks through everything.
            Command::Find if !self.page_binds(command) => self.search(Scope::Everything, ""),
            Command::Palette => self.search(Scope::Commands, ""),
            Command::Bookmarks if self.session.is_some() => self.open_bookmarks(),
            Command::Learn => self.start_learning(),
            Command::Tour => self.start_tour(),
            Command::GoBack | Command::GoForward => {
                return Some((self.step_along(command == Command::GoBack), vec![]));
            }
            Command::FindNext | Command::FindPrevious => {
                let walked = self.walk_on(command == Command::FindNext);
                return match walked {
                    None if !self.page_binds(command) => {
                        self.say_phrase(
                            Mood::Plain,
                            Phrase::new("先用 Ctrl-P 查找", "find something with Ctrl-P first"),
                        );
                        Some((vec![], vec![]))
                    }
                    walked => walked.map(|actions| (actions, vec![])),
                };
            }
            Command::Save if self.session.is_some() => effects = self.save_now(),
            Command::Git if self.session.is_some() => {
                let menu = self.git_menu();
                self.dialogs.push(menu);
            }
            Command::LetGo => self.let_go(),
            Command::Mouse => effects = self.switch_mouse(),
            Command::Repaint => effects.push(Effect::Repaint),
            Command::Suspend => effects.push(Effect::Suspend),
            Command::Undo => self.step_back_in_view(
                Session::undo,
                Phrase::new("已撤销", "undone"),
                Phrase::new("没有可撤销的操作", "nothing to undo"),
                History::makes_again,
            ),
            Command::Redo => self.step_back_in_view(
                Session::redo,
                Phrase::new("已重做", "redone"),
                Phrase::new("没有可重做的操作", "nothing to redo"),
                History::takes_back,
            ),
            Command::Language => {
                effects = self.speak(self.lang.other());
            }
            Command::Goto => {
                let menu = self.goto_menu();
                self.dialogs.push(menu);
            }
            Command::ProjectForm | Command::Save | Command::Git | Command::Bookmarks
                if self.session.is_none() =>
            {
                self.say_phrase(
                    Mood::Plain,
                    Phrase::new("先打开或新建一个工作区", "open or make a workspace first"),
                );
            }
            Command::ProjectForm => self.open_record_form(RecordKind::Project, At::project("name").id),
            Command::Looks => return Some((vec![], vec![Effect::AskThemes])),
            Command::SetMe => {
                let ask = self.ask_me(None);
                self.dialogs.push(ask);
            }
            Command::NewWorkspace => {
                let wizard = self.ask_for_new();
                self.dialogs.push(wizard);
            }
            Command::OpenPath => {
                let (title, hint) = match self.lang {
                    Lang::Zh => ("打开工作区", "*.wubu.ron 文件的路径；Tab 补全，↑↓ 选"),
                    Lang::En => {
                        ("Open a workspace", "the path of a *.wubu.ron file; Tab completes, ↑↓ choose")
                    }
                };
                let effects = self.ask_path(title.into(), hint, "", PathThen::Open);
                return Some((vec![], effects));
            }
            Command::Demo => return Some((vec![Action::OpenDemo], vec![])),
            Command::Import | Command::Export => return Some((self.table_command(command), vec![])),
            _ => return None,
        }
        Some((vec![], effects))
    }
}
