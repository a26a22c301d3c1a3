//! What people write at a gate: answers with their evidence, waivers, and the record of a review.

use super::{GatePane, open, say};
use crate::guide::Asks;
use crate::readiness::Verdict;
use crate::text::{Lang, Phrase};
use crate::tui::action::Action;
use crate::tui::dialog::{Dialog, Form, Menu, MenuItem, Need, Purpose, REVIEW};
use crate::tui::pane::Context;
use crate::workspace::{Assign, Edit, How, Id, RecordKind, Value, fill};

const NO_CRITERION: Phrase = Phrase::new("光标不在评审项上", "the cursor is not on a criterion");

const COMPUTED: Phrase =
    Phrase::new("这一项由系统判定：Enter 去往缺项", "this one is computed: Enter leads to what is missing");

/// A note alone is something, too: then nobody has answered.
const ANSWER: Need = Need {
    any: &["answer", "note"],
    lack: Phrase::new("答复还空着", "there is no answer yet"),
    next: Phrase::new("先选答复（← →）", "choose the answer with ← →"),
};

impl GatePane {
    /// The answer to a criterion; of a review its own form.
    pub(super) fn answer(&self, context: &Context) -> Vec<Action> {
        let lang = context.lang;
        if let Some((id, _)) = self.review(context) {
            return vec![self.review_form(context, id)];
        }
        let Some(judged) = self.judged(context) else { return vec![say(NO_CRITERION, lang)] };
        if !matches!(judged.criterion.asks, Asks::ByHand { .. }) {
            return vec![say(COMPUTED, lang)];
        }
        let today = context.today.to_string();
        let title = judged.criterion.says.say(lang).to_owned();
        let of = (RecordKind::Criterion, &self.record(judged));
        let fields = ["answer", "note", "on", "by"];
        let form = Form::paper(title, of, &fields, context.workspace, (lang, &today, context.me));
        let form = form.offer_with("answer", "on", &today).offer_with("answer", "by", context.me);
        vec![open(Dialog::Form(form.needing(ANSWER)))]
    }

    /// Evidence to link or to let go of, those in force first; the first entry makes some.
    pub(super) fn evidence(&self, context: &Context) -> Vec<Action> {
        let lang = context.lang;
        let Some(judged) = self.judged(context) else { return vec![say(NO_CRITERION, lang)] };
        if !matches!(judged.criterion.asks, Asks::ByHand { .. }) {
            return vec![say(COMPUTED, lang)];
        }
        let id = self.record(judged);
        let held = context.workspace.criteria.get(id.as_str());
        let mut items: Vec<MenuItem> = context
            .workspace
            .evidence
            .iter()
            .map(|(key, evidence)| {
                let is_on = held.is_some_and(|held| held.evidence.contains(key.as_str()));
                let how = if is_on { How::Minus } else { How::Plus };
                let assigns = vec![Assign { field: "evidence".into(), how, text: key.to_string() }];
                let ids = vec![id.clone()];
                let action = Action::Assign { kind: RecordKind::Criterion, ids, assigns };
                MenuItem::keyed(evidence.task.as_str(), super::detail::evidence_text(evidence, lang), action)
                    .on(is_on)
            })
            .collect();
        items.sort_by_key(|item| !item.is_on);
        if let Some(task) =
            Id::new(&self.gate.task).filter(|id| context.workspace.tasks.contains(id.as_str()))
        {
            let today = context.today.to_string();
            let title = if lang == Lang::Zh { "新增证据" } else { "New evidence" };
            let title = format!("{title} · {}", judged.criterion.says.say(lang));
            let purpose = Purpose::Proof(task, id);
            let basis = (lang, today.as_str(), context.me);
            let form = Form::of(title, purpose, RecordKind::Evidence, None, basis);
            let label = if lang == Lang::Zh { "新增一条证据……" } else { "new evidence …" };
            items.insert(0, MenuItem::keyed("+", label, open(Dialog::Form(form))));
        }
        let title = if lang == Lang::Zh { "证据（再选取消）" } else { "Evidence (again lets it go)" };
        vec![open(Dialog::Menu(Menu::narrowing(title, items)))]
    }

    pub(super) fn waive(&self, context: &Context) -> Vec<Action> {
        let lang = context.lang;
        let Some(judged) = self.judged(context) else { return vec![say(NO_CRITERION, lang)] };
        if !judged.criterion.waivable {
            let text = Phrase::new("此项不可豁免", "this criterion takes no waiver");
            return vec![say(text, lang)];
        }
        let today = context.today.to_string();
        let head = if lang == Lang::Zh { "豁免" } else { "Waive" };
        let title = format!("{head} · {}", judged.criterion.says.say(lang));
        let of = (RecordKind::Criterion, &self.record(judged));
        let fields = ["owner", "reason", "until", "meanwhile"];
        let form = Form::paper(title, of, &fields, context.workspace, (lang, &today, context.me));
        vec![open(Dialog::Form(form))]
    }

    /// The waiver first, then the answer; a review goes as a whole.
    pub(super) fn take_back(&self, context: &Context) -> Vec<Action> {
        let lang = context.lang;
        if let Some((id, _)) = self.review(context) {
            let edit = Edit::Remove { kind: RecordKind::Review, id: id.clone() };
            return vec![Action::Edit(Phrase::new("删除评审记录", "Deleted the review"), edit)];
        }
        let Some(judged) = self.judged(context) else { return vec![say(NO_CRITERION, lang)] };
        let id = self.record(judged);
        let is_answered =
            context.workspace.criteria.get(id.as_str()).is_some_and(|held| !held.answer.as_str().is_empty());
        let (what, fields): (Phrase, &[&str]) = match (&judged.waiver, is_answered) {
            (Some(_), _) => {
                (Phrase::new("撤回豁免", "Took the waiver back"), &["owner", "reason", "until", "meanwhile"])
            }
            (None, true) => (Phrase::new("撤回答复", "Took the answer back"), &["answer", "on", "by"]),
            (None, false) => {
                let text = Phrase::new("没有可撤回的豁免或答复", "there is no waiver or answer here");
                return vec![say(text, lang)];
            }
        };
        let fields = fields.iter().map(|field| ((*field).to_owned(), Value::Unset)).collect();
        match fill(context.workspace, RecordKind::Criterion, &id, fields) {
            Ok(edit) => vec![Action::Edit(what, edit)],
            Err(refusal) => vec![Action::Refused(refusal)],
        }
    }

    /// A new review, with the verdict that the criteria give today.
    pub(super) fn record_review(&self, context: &Context, random: &mut fastrand::Rng) -> Vec<Action> {
        let id = context.workspace.fresh_id(RecordKind::Review, random);
        vec![self.review_form(context, &id)]
    }

    fn review_form(&self, context: &Context, id: &Id) -> Action {
        let lang = context.lang;
        let today = context.today.to_string();
        let is_new = !context.workspace.reviews.contains(id.as_str());
        let title = self.gate.title.say(lang);
        let title = match (is_new, self.report(context), lang) {
            (true, Some(report), Lang::Zh) => {
                let proposed = report.on_review().label(self.gate, lang);
                format!("{} {title} · 记录评审（按评审项：{proposed}）", self.gate.key)
            }
            (true, Some(report), Lang::En) => {
                let proposed = report.on_review().label(self.gate, lang);
                format!("{} {title} · record (by its criteria: {proposed})", self.gate.key)
            }
            (_, _, Lang::Zh) => format!("{} {title} · 评审记录", self.gate.key),
            (_, _, Lang::En) => format!("{} {title} · review", self.gate.key),
        };
        let basis = (lang, today.as_str(), context.me);
        let mut form = Form::paper(title, (RecordKind::Review, id), &REVIEW, context.workspace, basis);
        if is_new {
            let proposed = self.report(context).map_or(Verdict::NoGo, super::GateReport::on_review);
            form = form
                .also("gate", &self.gate.key)
                .offer("on", &today)
                .offer("verdict", proposed.key())
                .offer("people", context.me);
        }
        open(Dialog::Form(form))
    }
}
