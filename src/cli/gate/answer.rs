//! `wubu gate FILE G1 answer CRITERION yes`: what no computation knows, with its evidence.

use super::super::step::Step;
use super::super::{Here, help, text, texts};
use super::{Trouble, criterion, criterion_arg};
use crate::guide::{Asks, Gate};
use crate::readiness::criterion_id;
use crate::text::{Lang, Phrase};
use crate::workspace::{Assign, At, Criterion, Id, Kind, RecordKind, Value, evidence, fill};
use clap::{Arg, ArgMatches, Command};

pub fn command(lang: Lang) -> Command {
    const ABOUT: Phrase = Phrase::new(
        "答复一个评审项。答“是”要有证据，答“不适用”要有说明，否则按待落实计。",
        "answer a criterion. Yes needs evidence and na needs a note, or it counts as pending.",
    );
    const USAGE: Phrase = Phrase::new(
        "wubu gate 文件 G1–G5 answer 评审项 yes|partly|no|na [选项]",
        "wubu gate FILE G1-G5 answer CRITERION yes|partly|no|na [OPTIONS]",
    );
    const EXAMPLES: Phrase = Phrase::new(
        "wubu gate plant.wubu.ron G1 answer budget yes --evidence 预算批复2026-08\nwubu gate plant.wubu.ron G1 answer budget no --note 未列入年度预算",
        "wubu gate plant.wubu.ron G1 answer budget yes --evidence \"Approval 2026-08\"\nwubu gate plant.wubu.ron G1 answer budget no --note \"no funds\"",
    );
    let option = help::option(lang);
    help::subcommand("answer", lang, ABOUT, USAGE, EXAMPLES).args([
        criterion_arg(lang),
        Arg::new("answer").value_name("yes|partly|no|na").required(true).help(
            Phrase::new("是、部分、否、不适用；空则清除", "the answer; empty text clears it").say(lang),
        ),
        option("note", Phrase::new("说明", "NOTE"), Phrase::new("说明或理由", "a note, or the reason")),
        option(
            "evidence",
            Phrase::new("证据", "EVIDENCE"),
            Phrase::new(
                "已有证据的编号；其他文字记为评审任务的一条新证据；可多次",
                "the id of evidence; other text becomes new evidence of the review's task; may be repeated",
            ),
        )
        .action(clap::ArgAction::Append),
        option(
            "by",
            Phrase::new("答复人", "PERSON"),
            Phrase::new("答复人；不写则为我", "who answers; else me"),
        ),
        option(
            "on",
            Phrase::new("日期", "DAY"),
            Phrase::new("答复日期；不写则为今天", "the day; else today"),
        ),
    ])
}

pub fn run(step: &mut Step, gate: &'static Gate, matches: &ArgMatches, here: &Here) -> Result<(), Trouble> {
    let key = text(matches, "criterion").unwrap_or_default();
    let by_hand = |c: &crate::guide::GateCriterion| matches!(c.asks, Asks::ByHand { .. });
    let criterion = criterion(gate, key, by_hand, here)?;
    let id = Id::new(&criterion_id(&gate.key, &criterion.key)).expect("keys of the guide are sound");
    let kind = |name: &str| {
        Criterion::FIELDS.iter().find(|field| field.name == name).map_or(Kind::Text, |field| field.kind)
    };
    let answer = step.typed(matches, "answer", kind("answer"), here)?.unwrap_or(Value::Unset);
    let on = step.typed(matches, "on", Kind::Day, here)?;
    let by = step.typed(matches, "by", Kind::Person, here)?;
    let note = step.typed(matches, "note", Kind::Text, here)?;
    let is_cleared = answer.is_unset();
    let mut fields = vec![("answer".to_owned(), answer)];
    if is_cleared {
        fields.extend(["on", "by"].map(|name| (name.to_owned(), Value::Unset)));
    } else {
        fields.push(("on".into(), on.unwrap_or_else(|| Value::text(here.today.to_string()))));
        fields.push(("by".into(), by.unwrap_or_else(|| Value::text(step.me(here)))));
    }
    fields.extend(note.map(|note| ("note".to_owned(), note)));
    let linked = linked(step, gate, &id, matches, here)?;
    fields.extend(linked.map(|linked| ("evidence".to_owned(), linked)));
    step.make(|workspace, _| fill(workspace, RecordKind::Criterion, &id, fields))?;
    step.save(Phrase::new("答复评审项", "answer a criterion"), here.lang)
}

/// The evidence of the criterion with what is named now; None where nothing is.
fn linked(
    step: &mut Step,
    gate: &Gate,
    id: &Id,
    matches: &ArgMatches,
    here: &Here,
) -> Result<Option<Value>, Trouble> {
    let named = texts(matches, "evidence");
    if named.is_empty() {
        return Ok(None);
    }
    let had = step.draft.get(&At::new(RecordKind::Criterion, id, "evidence"));
    let mut ids = match had {
        Some(Value::Set(ids)) => ids,
        _ => std::collections::BTreeSet::new(),
    };
    for named in named {
        if step.draft.evidence.contains(named) {
            ids.insert(named.to_owned());
            continue;
        }
        let task = step.task(&gate.task)?;
        let me = step.me(here);
        let assigns = [
            Assign::new("what", named),
            Assign::new("filed", &here.today.to_string()),
            Assign::new("by", &me),
        ];
        let mut new = None;
        step.make(|workspace, random| {
            let id = workspace.fresh_id(RecordKind::Evidence, random);
            new = Some(id.to_string());
            evidence(workspace, &id, &task, &assigns, here.today)
        })?;
        ids.extend(new);
    }
    Ok(Some(Value::set(ids)))
}
