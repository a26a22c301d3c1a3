//! A criterion read closely: what was found, each thing that is missing with the way there, answer, evidence and
//! waiver; or a review with its conditions.

use super::{GatePane, places};
use crate::guide::Asks;
use crate::readiness::{Gap, Judged, Place, Stands, WaiverIs};
use crate::text::Lang;
use crate::tui::action::Action;
use crate::tui::pane::Context;
use crate::tui::theme::Role;
use crate::tui::widget::reader::Item;
use crate::workspace::{Criterion, Evidence, Kind, Record, Review, Value};

/// Missing things that are named one by one.
const NAMED: usize = 40;

/// `实测 · 停机记录 · 2026-11-02 · 李工`.
pub(super) fn evidence_text(evidence: &Evidence, lang: Lang) -> String {
    let proof = shown(evidence, "proof", lang);
    let texts = [
        proof.as_str(),
        evidence.what.as_str(),
        evidence.file.as_str(),
        evidence.about.as_str(),
        evidence.by.as_str(),
    ];
    texts.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// A field as it is read.
pub(super) fn shown(record: &dyn Record, name: &str, lang: Lang) -> String {
    let at = record.fields().iter().position(|field| field.name == name);
    at.map_or(String::new(), |at| record.fields()[at].kind.show(&record.get(at), lang))
}

/// The look of how a criterion stands; a waiver that has run out is amber.
pub(super) fn role(judged: &Judged) -> Role {
    let has_run_out = judged.waiver.as_ref().is_some_and(|waiver| waiver.is == WaiverIs::Past);
    match judged.stands {
        Stands::Met => Role::Good,
        Stands::NotApplicable => Role::Faint,
        _ if judged.is_waived() => Role::Faint,
        _ if has_run_out => Role::Warn,
        Stands::Failed => Role::Bad,
        Stands::Pending | Stands::Unknown => Role::Plain,
    }
}

/// The sign beside it: what is waived has that of waived tasks.
pub(super) fn sign(judged: &Judged) -> &'static str {
    let has_run_out = judged.waiver.as_ref().is_some_and(|waiver| waiver.is == WaiverIs::Past);
    let is_met = matches!(judged.stands, Stands::Met | Stands::NotApplicable);
    match (judged.is_waived(), has_run_out && !is_met) {
        (true, _) => "–",
        (false, true) => "!",
        (false, false) => judged.stands.sign(),
    }
}

/// What is missing, with its place unless that is the criterion itself.
pub(super) fn gap_text(gap: &Gap, context: &Context) -> String {
    match gap.place {
        Place::Criterion(..) => gap.what(context.lang),
        _ => gap.say(context.workspace, context.lang),
    }
}

impl GatePane {
    pub(super) fn detail_items(&self, context: &Context) -> Vec<Item> {
        if let Some(judged) = self.judged(context) {
            return self.criterion_items(judged, context);
        }
        match self.review(context) {
            Some((_, review)) => self.review_items(review, context),
            None => vec![Item::Text(Role::Plain, self.gate.question.say(context.lang).into())],
        }
    }

    fn criterion_items(&self, judged: &Judged, context: &Context) -> Vec<Item> {
        let lang = context.lang;
        let said = |zh: &str, en: &str| if lang == Lang::Zh { zh.to_owned() } else { en.to_owned() };
        let mut items = vec![Item::Title(judged.criterion.says.say(lang).into())];
        let stands = format!("{} {}", judged.stands.sign(), judged.stands.label().say(lang));
        items.push(Item::Field(said("状态", "state"), role(judged), stands));
        let found = judged.found.say(lang);
        if !found.is_empty() {
            items.push(Item::Field(said("现值", "found"), Role::Plain, found));
        }
        if let Some(waiver) = &judged.waiver {
            let role = match waiver.is {
                WaiverIs::Valid => Role::Faint,
                _ => Role::Warn,
            };
            items.push(Item::Field(said("豁免", "waiver"), role, waiver.say(lang)));
            if !waiver.meanwhile.is_empty() {
                items.push(Item::Field(said("补偿措施", "meanwhile"), Role::Plain, waiver.meanwhile.clone()));
            }
        }
        if let Asks::ByHand { evidence } = &judged.criterion.asks {
            items.push(Item::Field(said("要的证据", "evidence"), Role::Label, evidence.say(lang).into()));
            self.answer_items(judged, context, &mut items);
        }
        if !judged.criterion.waivable {
            items.push(Item::Text(Role::Faint, said("此项不可豁免", "takes no waiver")));
        }
        if judged.missing.is_empty() {
            return items;
        }
        let heading = match lang {
            Lang::Zh => format!("缺 {} 处", judged.missing.len()),
            Lang::En => format!("{} missing", judged.missing.len()),
        };
        items.extend([Item::Gap, Item::Heading(heading)]);
        for gap in judged.missing.iter().take(NAMED) {
            let text = format!("{} →", gap_text(gap, context));
            match places::lead_to(&gap.place, context).into_iter().next() {
                Some(action) => items.push(Item::Link(action, Role::Plain, text)),
                None => items.push(Item::Text(Role::Plain, gap_text(gap, context))),
            }
        }
        let rest = judged.missing.len().saturating_sub(NAMED);
        if rest > 0 {
            items.push(Item::Text(
                Role::Faint,
                match lang {
                    Lang::Zh => format!("另有 {rest} 处"),
                    Lang::En => format!("and {rest} more"),
                },
            ));
        }
        items
    }

    /// What people answered, with its evidence.
    fn answer_items(&self, judged: &Judged, context: &Context, items: &mut Vec<Item>) {
        let lang = context.lang;
        let id = self.record(judged);
        let Some(held) = context.workspace.criteria.get(id.as_str()) else { return };
        for name in ["answer", "note", "on", "by"] {
            let text = shown(held, name, lang);
            let label = Criterion::FIELDS.iter().find(|field| field.name == name).map(|field| field.label);
            if let (false, Some(label)) = (text.is_empty(), label) {
                items.push(Item::Field(label.say(lang).into(), Role::Plain, text));
            }
        }
        for key in held.evidence.iter() {
            let label = if lang == Lang::Zh { "证据" } else { "linked" };
            let evidence = context.workspace.evidence.get(key).zip(crate::workspace::Id::new(key));
            if let Some((evidence, id)) = evidence {
                let text = format!("{} →", evidence_text(evidence, lang));
                items.push(Item::FieldLink(label.into(), Action::EditEvidence(id), Role::Plain, text));
            } else {
                let gone = if lang == Lang::Zh { "没有这条证据" } else { "no such evidence" };
                items.push(Item::Field(label.into(), Role::Bad, format!("{key} {gone}")));
            }
        }
    }

    fn review_items(&self, review: &Review, context: &Context) -> Vec<Item> {
        let lang = context.lang;
        let title = crate::readiness::review_name(review, lang);
        let mut items = vec![Item::Title(title)];
        for (at, field) in Review::FIELDS.iter().enumerate() {
            let value = review.get(at);
            if value.is_unset() || matches!(field.kind, Kind::Ref(_) | Kind::Prose) {
                continue;
            }
            items.push(Item::Field(field.label.say(lang).into(), Role::Plain, field.kind.show(&value, lang)));
        }
        let conditions: Vec<&String> =
            review.conditions.lines().iter().filter(|line| !line.is_empty()).collect();
        if !conditions.is_empty() {
            let heading = match lang {
                Lang::Zh => format!("附带条件 {} 项", conditions.len()),
                Lang::En => format!("Conditions {}", conditions.len()),
            };
            items.extend([Item::Gap, Item::Heading(heading)]);
            items.extend(conditions.into_iter().map(|line| Item::Text(Role::Plain, format!("· {line}"))));
        }
        // People may judge otherwise than the criteria; they should see that they did.
        if let Some(report) = self.report(context).filter(|r| r.on_review().key() != review.verdict.as_str())
        {
            let now = report.on_review().label(self.gate, lang);
            items.extend([
                Item::Gap,
                Item::Text(
                    Role::Warn,
                    match lang {
                        Lang::Zh => format!("按评审项，今天的结论为：{now}"),
                        Lang::En => format!("by its criteria the verdict today: {now}"),
                    },
                ),
            ]);
        }
        items
    }
}

/// The verdict of people, in words.
pub(super) fn verdict_of(review: &Review, lang: Lang) -> String {
    shown(review, "verdict", lang)
}

/// How many lines of conditions a review has.
pub(super) fn conditions(review: &Review) -> usize {
    let at = Review::FIELDS.iter().position(|field| field.name == "conditions").unwrap_or(0);
    match review.get(at) {
        Value::Lines(lines) => lines.iter().filter(|line| !line.trim().is_empty()).count(),
        _ => 0,
    }
}
