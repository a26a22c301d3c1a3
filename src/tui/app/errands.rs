//! What git is asked to do for the file: commit, sync, show what changed. The program runs itself for it, so
//! that the words on the screen are git's own and the command line's; the workbench steps aside meanwhile.

use super::App;
use crate::text::Lang;
use crate::tui::action::{Action, Effect, Errand, Mood};
use crate::tui::dialog::{Ask, Dialog, Menu, MenuItem, Then};
use crate::tui::widget::input::Input;

impl App {
    /// The menu of git, behind its key.
    pub(super) fn git_menu(&self) -> Dialog {
        let said = |zh: &'static str, en: &'static str| if self.lang == Lang::Zh { zh } else { en };
        let item = |hot: char, label: &str, errand: Errand| MenuItem::new(hot, label, Action::Errand(errand));
        let mut items = vec![
            item('s', said("同步：提交、拉取、合并、推送", "sync: commit, pull, merge, push"), Errand::Sync),
            item('c', said("提交工作区和证据", "commit the workspace and its evidence"), Errand::Commit),
        ];
        if let Some(last) = &self.last_visit {
            let label = said("改动：自上次打开以来", "what changed since the last visit");
            items.push(item('w', label, Errand::Since(last.clone())));
        }
        let ask = Ask {
            title: said("自哪个版本以来的改动？", "Changes since which version?").into(),
            hint: said("提交号、标签（如 G2）或 HEAD~3", "a commit, a tag such as G2, or HEAD~3").into(),
            input: Input::line("HEAD"),
            then: Then::Since,
        };
        let since = Action::Ask(Box::new(Dialog::Ask(ask)));
        let label = said("改动：自某个版本或评审门标签……", "what changed since a version or a gate's tag …");
        items.push(MenuItem::new('v', label, since));
        items.push(item('i', said("配置合并驱动", "set up the merge driver"), Errand::SetUp));
        Dialog::Menu(Menu::hot("git", items))
    }

    /// A message is proposed first, where one is needed.
    pub(super) fn errand(&mut self, errand: Errand) -> Vec<Effect> {
        let Some(path) = self.path() else { return vec![] };
        match errand {
            Errand::Commit | Errand::Sync => vec![Effect::Propose(path, errand, self.lang)],
            Errand::Since(_) | Errand::SetUp => self.go_on_errand(&errand, None),
        }
    }

    pub(super) fn hear_proposal(&mut self, errand: Errand, line: Option<String>) -> Vec<Effect> {
        match (line, &errand) {
            (Some(line), _) => {
                let (title, hint) = match self.lang {
                    Lang::Zh => ("提交说明", "由改动写成，可以改写；Enter 开始"),
                    Lang::En => ("Commit message", "written from the changes; change it, Enter begins"),
                };
                let input = Input::line(&line);
                let then = Then::Message(errand, line);
                self.dialogs.push(Dialog::Ask(Ask { title: title.into(), hint: hint.into(), input, then }));
                vec![]
            }
            (None, Errand::Sync) => self.go_on_errand(&errand, None),
            (None, _) => {
                let text = match self.lang {
                    Lang::Zh => "没有要提交的改动",
                    Lang::En => "there is nothing to commit",
                };
                self.say(Mood::Plain, text.into());
                vec![]
            }
        }
    }

    /// `message` where it is another than the proposed one.
    pub(super) fn go_on_errand(&mut self, errand: &Errand, message: Option<&str>) -> Vec<Effect> {
        let Some(path) = self.path() else { return vec![] };
        let path = path.to_string_lossy().into_owned();
        let mut args: Vec<String> = match errand {
            Errand::Commit => vec!["git".into(), "commit".into()],
            Errand::Sync => vec!["git".into(), "sync".into()],
            Errand::SetUp => vec!["git".into(), "setup".into()],
            Errand::Since(revision) => vec!["diff".into(), format!("--since={revision}")],
        };
        args.extend(message.map(|message| format!("--message={message}")));
        let lang = if self.lang == Lang::Zh { "zh" } else { "en" };
        args.extend([format!("--lang={lang}"), "--".into(), path]);
        vec![Effect::Outside(args)]
    }
}
