//! The workspace that is worked on: what others wrote comes in before each list, every change goes to the file at
//! once, and what could not be saved is tried again.

use super::super::step::me_of;
use super::super::trouble::Trouble;
use super::prompt::{End, Prompt};
use crate::store::{Denied, Outside, Session, Wish};
use crate::text::{Lang, Phrase};
use crate::workspace::{Edit, Refusal, Workspace};
use jiff::civil::Date;
use std::path::Path;
use std::sync::Arc;

pub struct Desk<'a> {
    pub prompt: Prompt<'a>,
    pub random: fastrand::Rng,
    session: Session,
    me: String,
}

impl<'a> Desk<'a> {
    pub fn open(path: &Path, wish: Wish, mut prompt: Prompt<'a>) -> Result<Desk<'a>, Trouble> {
        let here = prompt.here();
        let session = Session::arrive(path, &here.folders, wish)?;
        let me = me_of(path, here);
        let lang = here.lang;
        let access = session.access().say(lang);
        let (_, out) = prompt.parts();
        out.line(
            Phrase::new(
                "五步，逐行方式：输入编号后回车，q 随时退出",
                "Wubu, line by line: type a number and Enter, q leaves",
            )
            .say(lang),
        )?;
        if !access.is_empty() {
            out.line(access)?;
        }
        if session.arrival().holder.is_some() {
            out.line(
                Phrase::new(
                    "另有窗口打开着这个文件，两边的改动会合并",
                    "another window has this file open; both sides are merged",
                )
                .say(lang),
            )?;
        }
        Ok(Desk { prompt, random: fastrand::Rng::new(), session, me })
    }

    pub fn lang(&self) -> Lang {
        self.prompt.here().lang
    }

    pub fn today(&self) -> Date {
        self.prompt.here().today
    }

    pub fn me(&self) -> &str {
        &self.me
    }

    pub fn workspace(&self) -> &Workspace {
        self.session.workspace()
    }

    pub fn snapshot(&self) -> Arc<Workspace> {
        self.session.snapshot()
    }

    pub fn path(&self) -> String {
        super::super::shown(self.session.path())
    }

    /// The plant, else the file.
    pub fn title(&self) -> String {
        let name = self.workspace().project.name.as_str();
        if name.is_empty() { self.path() } else { name.to_owned() }
    }

    pub fn say(&mut self, phrase: Phrase) -> Result<(), End> {
        let lang = self.lang();
        self.prompt.say(phrase.say(lang))
    }

    /// Takes in what others wrote meanwhile, and says what.
    pub fn look(&mut self) -> Result<(), End> {
        let look = self.session.watch(None).run();
        let lang = self.lang();
        match self.session.take_in(look) {
            Outside::Merged(incoming) => {
                let said = match (incoming.changes.len(), incoming.disputes, lang) {
                    (n, 0, Lang::Zh) => format!("别人的改动已并入：{n} 处"),
                    (n, 0, Lang::En) => format!("others' changes came in: {n}"),
                    (n, d, Lang::Zh) => format!("别人的改动已并入：{n} 处，其中争议 {d} 处，在界面里裁决"),
                    (n, d, Lang::En) => format!("others' changes came in: {n}; disputes: {d}, to be settled on the screen"),
                };
                self.prompt.say(&said)?;
                self.save()
            }
            Outside::Gone => self.say(Phrase::new("文件不在了，下次改动会重新写出", "the file is gone; the next change writes it again")),
            Outside::Behind => self.say(Phrase::new("文件被退回到旧版本，这里的改动仍保留，下次改动会再写出", "the file went back to an older version; the changes here stay, and the next one writes them again")),
            Outside::Same | Outside::Barred(_) | Outside::Waiting | Outside::Damaged(_) => Ok(()),
        }
    }

    /// One step, saved at once; what was refused is said with the way out.
    pub fn change(&mut self, what: Phrase, edit: Result<Edit, Refusal>) -> Result<(), End> {
        let lang = self.lang();
        let applied = edit.map_err(Denied::Refused).and_then(|edit| self.session.apply(what, edit));
        match applied {
            Ok(true) => self.save(),
            Ok(false) => self.say(Phrase::new("没有变化", "nothing changed")),
            Err(denied) => {
                self.prompt.say(&denied.say(lang))?;
                self.prompt.say(&format!("→ {}", denied.next(lang)))
            }
        }
    }

    pub fn undo(&mut self) -> Result<(), End> {
        let lang = self.lang();
        match self.session.undo() {
            None => self.say(Phrase::new("没有可撤销的操作", "nothing to undo")),
            Some(Err(denied)) => self.prompt.say(&denied.say(lang)),
            Some(Ok(what)) => {
                let said = Phrase::new("已撤销", "undone").say(lang);
                self.prompt.say(&format!("{said}{}{}", lang.colon(), what.say(lang)))?;
                self.save()
            }
        }
    }

    fn save(&mut self) -> Result<(), End> {
        let lang = self.lang();
        match self.session.save() {
            Ok(None) => self.say(Phrase::new("已保存", "saved")),
            Ok(Some(aside)) => self.prompt.say(&super::super::fmt::kept_aside(&aside, lang)),
            Err(error) => {
                self.prompt.say(&error.say(lang))?;
                self.say(Phrase::new(
                    "改动先留在这里，下次改动时再存",
                    "the change stays here and is saved with the next one",
                ))
            }
        }
    }

    /// What is not in the file goes there at last, or to the state folder.
    pub fn leave(mut self) -> Result<(), Trouble> {
        self.session.save_at_last()?;
        Ok(())
    }
}
