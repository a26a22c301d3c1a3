//! Measuring in the screen: the file that is asked for, the worker that measures it, the step that keeps its figures,
//! what people write down by hand, the details of exports that were measured before, and tasks out of gaps.

use super::App;
use crate::guide::Dimension;
use crate::profile::{FileKind, FileMark, MeasuredFile, NoProfile, Profile, WorstRow, period_of};
use crate::readiness::{Model, SettingKey, Site, Source, by_hand, gap_tasks, gaps, hand_measurement};
use crate::store::{Access, Denied, MeasureJob, RecallJob, Session};
use crate::text::{Lang, Phrase};
use crate::tui::action::{Action, Effect, Mood, Page};
use crate::tui::dialog::{Dialog, MeasureDialog, PathThen, SaidOfFile, measure_items};
use crate::tui::pane::readiness::{GapScope, Known, is_figure, measurement_form, number_form, worst_text};
use crate::workspace::{self, Assign, Edit, Id, Kind, RecordKind, Value};
use std::path::PathBuf;
use std::sync::Arc;

/// The task whose work measuring is: evidence that is written down with a measurement is filed there.
const TASK: &str = "4c.12";

impl App {
    pub(super) fn act_on_readiness(&mut self, action: Action) -> (Vec<Action>, Vec<Effect>) {
        let done = || (vec![], vec![]);
        match action {
            Action::GoToSource(id, dimension) => {
                self.page = Page::Readiness;
                self.panes.readiness.go_to(&id, dimension);
                done()
            }
            Action::FilterSources(filter) => {
                self.panes.readiness.set_filter(filter);
                done()
            }
            Action::MeasureFile(kind, source) => (vec![], self.ask_measure(kind, source)),
            Action::Measure(kind, source, path) => (vec![], self.open_measure(kind, source, path)),
            Action::MeasureAs(said) => (vec![], self.measure_as(said)),
            Action::StopMeasuring => {
                self.stop_measuring();
                done()
            }
            Action::KeepMeasured => {
                self.keep_measured();
                done()
            }
            Action::WriteMeasurement(source, assigns) => (self.write_measurement(&source, &assigns), vec![]),
            Action::MakeGapTasks(scope) => {
                self.make_gap_tasks(&scope);
                done()
            }
            Action::AskNumber(key) => {
                let form = self.context().map(|context| number_form(key, &context));
                self.dialogs.extend(form);
                done()
            }
            Action::SetNumber(key, assigns) => {
                self.set_number(key, &assigns);
                done()
            }
            Action::OpenProfile(id) => {
                self.open_profile(&id);
                done()
            }
            _ => done(),
        }
    }

    /// Of a measurement that no file here can be told to be of there is only its record.
    fn open_profile(&mut self, id: &Id) {
        let measurement = self.workspace().and_then(|workspace| workspace.measurements.get(id.as_str()));
        match measurement.map(|measurement| measurement.hash.as_str().is_empty()) {
            Some(false) => self.panes.readiness.open_profile(id),
            Some(true) => {
                let form = self.context().map(|context| measurement_form(id, &context));
                self.dialogs.extend(form);
            }
            None => {}
        }
    }

    fn ask_measure(&mut self, kind: FileKind, source: Id) -> Vec<Effect> {
        let name = self.source_name(&source);
        let (title, hint) = match (kind, self.lang) {
            (FileKind::Export, Lang::Zh) => {
                (format!("{name}：测量一份导出"), "CSV 或 XLSX；只记数字，数据不进工作区；Tab 补全，↑↓ 选")
            }
            (FileKind::Export, Lang::En) => (
                format!("{name}: measure an export"),
                "CSV or XLSX; figures are kept, data never; Tab completes",
            ),
            (FileKind::Tags, Lang::Zh) => {
                (format!("{name}：测量一份点表"), "CSV 或 XLSX；看八项元数据和重复；Tab 补全，↑↓ 选")
            }
            (FileKind::Tags, Lang::En) => {
                (format!("{name}: measure a tag list"), "CSV or XLSX; metadata and duplicates; Tab completes")
            }
        };
        self.ask_path(title, hint, "", PathThen::Measure(kind, source))
    }

    fn source_name(&self, id: &Id) -> String {
        let row = self.workspace().and_then(|workspace| workspace.rows.get(id.as_str()));
        row.map_or(String::new(), crate::readiness::row_title)
    }

    fn open_measure(&mut self, kind: FileKind, source: Id, path: PathBuf) -> Vec<Effect> {
        self.notice = None;
        let name = self.source_name(&source);
        let dialog = MeasureDialog::new(path, kind, (source, name), self.lang);
        self.dialogs.push(Dialog::Measure(Box::new(dialog)));
        self.measure_again()
    }

    /// The open measuring, whatever lies on top of it.
    fn measuring(&mut self) -> Option<&mut MeasureDialog> {
        self.dialogs.iter_mut().rev().find_map(|dialog| match dialog {
            Dialog::Measure(measure) => Some(&mut **measure),
            _ => None,
        })
    }

    fn measure_again(&mut self) -> Vec<Effect> {
        let Some(session) = &self.session else { return vec![] };
        let (workspace, folders) = (session.snapshot(), self.folders.clone());
        self.tickets += 1;
        let ticket = self.tickets;
        let Some(dialog) = self.measuring() else { return vec![] };
        // What is under way is of no use any more.
        dialog.progress.cancel();
        let progress = dialog.begin(ticket);
        let job = MeasureJob {
            path: dialog.path.clone(),
            kind: dialog.kind,
            options: dialog.options.clone(),
            source: dialog.source.clone(),
            workspace,
            folders,
        };
        vec![Effect::Measure { ticket, job: Box::new(job), progress }]
    }

    fn measure_as(&mut self, said: SaidOfFile) -> Vec<Effect> {
        let lang = self.lang;
        let Some(dialog) = self.measuring() else { return vec![] };
        match said {
            SaidOfFile::Encoding(encoding) => dialog.options.encoding = Some(encoding),
            SaidOfFile::Time(column) => dialog.options.time = Some(column),
            SaidOfFile::Period(typed) if typed.is_empty() => dialog.options.period = None,
            SaidOfFile::Period(typed) => {
                let Some(period) = period_of(&typed) else {
                    let text = match lang {
                        Lang::Zh => format!("“{typed}”不是周期 → 写成 500ms、1s、5min 或 1h"),
                        Lang::En => format!("“{typed}” is no period → write 500ms, 1s, 5min or 1h"),
                    };
                    self.say(Mood::Bad, text);
                    return vec![];
                };
                dialog.options.period = Some(period);
            }
        }
        self.measure_again()
    }

    pub(super) fn hear_measuring(&mut self, ticket: u64, done: u64, total: u64) {
        if let Some(dialog) = self.measuring().filter(|dialog| dialog.ticket == ticket) {
            dialog.reach(done, total);
        }
    }

    pub(super) fn hear_measured(&mut self, ticket: u64, measured: Result<MeasuredFile, NoProfile>) {
        let lang = self.lang;
        let source =
            self.measuring().filter(|dialog| dialog.ticket == ticket).map(|dialog| dialog.source.clone());
        let Some(source) = source else { return };
        // Its details are on this machine from now on.
        if let Ok(file) = &measured
            && let crate::profile::Found::Export(profile) = &file.found
        {
            self.derived.recall(&profile.file.hash, Known::Here(Arc::new((**profile).clone())));
        }
        let items = match (&measured, self.workspace()) {
            (Ok(file), Some(workspace)) => {
                let site = Site::of(workspace);
                let source = site.sources.iter().find(|held| *held.id == source);
                source.map(|source| measure_items(file, source, &site.model, lang)).unwrap_or_default()
            }
            _ => vec![],
        };
        let asks = self.measuring().and_then(|dialog| dialog.hear(measured, items));
        self.dialogs.extend(asks);
    }

    pub(super) fn stop_measuring(&mut self) {
        if let Some(dialog) = self.measuring() {
            dialog.progress.cancel();
        }
        if matches!(self.dialogs.last(), Some(Dialog::Measure(_))) {
            self.dialogs.pop();
        }
    }

    /// What was found becomes a measurement of today: one step.
    fn keep_measured(&mut self) {
        const WHAT: Phrase = Phrase::new("记入测量结果", "keep a measurement");
        let Some(dialog) = self.measuring() else { return };
        let Some(file) = dialog.ready().cloned() else { return };
        let source = dialog.source.clone();
        let (today, me) = (self.today.to_string(), self.me.clone());
        let Some(session) = &mut self.session else { return };
        let before = standing(session, &source);
        let id = session.workspace().fresh_id(RecordKind::Measurement, &mut self.random);
        let fields = file.fields(&source, &today, &me);
        let edit = Edit::Add { kind: RecordKind::Measurement, id, fields };
        if let Err(denied) = session.apply(WHAT, edit) {
            self.deny(&denied);
            return;
        }
        let after = standing(session, &source);
        let lacking = lacking(session, &source, self.lang);
        self.dialogs.retain(|dialog| !matches!(dialog, Dialog::Measure(_)));
        let name = self.source_name(&source);
        let last = |level: Option<u8>| level.map_or("?".to_owned(), |level| level.to_string());
        let text = match (self.lang, lacking.is_empty()) {
            (Lang::Zh, true) => {
                format!("已记入 {name}：最终 {} → {} 级", last(before), last(after))
            }
            (Lang::En, true) => {
                format!("kept for {name}: final level {} → {}", last(before), last(after))
            }
            (Lang::Zh, false) => {
                format!("已记入 {name}，还不计分：{} → 按 r 到数据源台账补填", lacking.join("、"))
            }
            (Lang::En, false) => {
                let lacking = lacking.join(", ");
                format!("kept for {name}, which does not count yet: {lacking} → r leads to its row")
            }
        };
        if lacking.is_empty() {
            self.say_done(&text);
        } else {
            self.say(Mood::Plain, text);
        }
    }

    /// What people wrote down of a source; the form stays open until it fits.
    fn write_measurement(&mut self, source: &Id, assigns: &[Assign]) -> Vec<Action> {
        let lang = self.lang;
        let mut typed = vec![];
        for assign in
            assigns.iter().filter(|assign| is_figure(&assign.field) && !assign.text.trim().is_empty())
        {
            match by_hand(&assign.field, &assign.text) {
                Ok(fields) => typed.extend(fields),
                Err(why) => {
                    let (what, next) = (why.say(lang), why.next(lang));
                    if let Some(Dialog::Form(form)) = self.dialogs.last_mut() {
                        form.complain_at(&assign.field, what, next);
                    }
                    return vec![];
                }
            }
        }
        if typed.is_empty() {
            let none = Phrase::new("还没有填任何一项", "nothing is written down yet");
            if let Some(Dialog::Form(form)) = self.dialogs.last_mut() {
                let next = Phrase::new("先填一项再确定", "fill one in first");
                form.complain_at_start(none.say(lang).into(), next.say(lang).into());
            }
            return vec![];
        }
        let text = |name: &str| {
            assigns.iter().find(|assign| assign.field == name).map_or("", |assign| assign.text.trim())
        };
        let parse = |kind: Kind, name: &str, otherwise: &str| {
            let typed = Some(text(name)).filter(|text| !text.is_empty()).unwrap_or(otherwise);
            kind.parse(typed, self.today)
                .map_err(|misfit| workspace::Refusal::Misfit { field: name.to_owned(), misfit })
        };
        let today = self.today.to_string();
        let read = parse(Kind::Day, "on", &today)
            .and_then(|on| Ok((on, parse(Kind::Person, "by", &self.me)?, parse(Kind::Prose, "note", "")?)));
        let (on, by, note) = match read {
            Ok(read) => read,
            Err(refusal) => return self.refuse(refusal),
        };
        let evidence = text("evidence").to_owned();
        let Some(session) = &self.session else { return vec![] };
        let held = session.workspace();
        let mut fields = hand_measurement(source, on, by, typed);
        if !note.is_unset() {
            fields.push(("note".to_owned(), note));
        }
        let mut edits = vec![];
        if !evidence.is_empty() {
            let id = held.fresh_id(RecordKind::Evidence, &mut self.random);
            let task = Id::new(TASK).expect("the guide has the task");
            let about = [
                Assign::new("what", &evidence),
                Assign::new("filed", &today),
                Assign::new("about", &today),
                Assign::new("by", &self.me),
            ];
            match workspace::evidence(held, &id, &task, &about, self.today) {
                Ok(add) => edits.push(add),
                Err(refusal) => return self.refuse(refusal),
            }
            fields.push(("evidence".to_owned(), Value::set([id.as_str()])));
        }
        let id = held.fresh_id(RecordKind::Measurement, &mut self.random);
        match workspace::fill(held, RecordKind::Measurement, &id, fields) {
            Ok(edit) => {
                edits.push(edit);
                self.edit(Phrase::new("已记入人工测量", "wrote down a measurement"), Edit::All(edits));
                vec![]
            }
            Err(refusal) => self.refuse(refusal),
        }
    }

    /// A number of the model as it is here; the proposed one, or nothing, takes the setting back.
    fn set_number(&mut self, key: SettingKey, assigns: &[Assign]) {
        const WHAT: Phrase = Phrase::new("设定阈值或权重", "set a threshold or weight");
        const BACK: Phrase = Phrase::new("恢复建议值", "go back to the proposed number");
        let lang = self.lang;
        let id = Id::new(&key.id()).expect("keys of the model are sound");
        let Some(workspace) = self.workspace() else { return };
        let now = Model::of(workspace).number(key).to_string();
        let typed = assigns
            .iter()
            .find(|assign| assign.field == "value")
            .map_or(now, |assign| assign.text.trim().to_owned());
        let number = typed.parse::<f64>().ok();
        let is_held = workspace.settings.contains(id.as_str());
        if typed.is_empty() || number == key.proposed() {
            if is_held {
                self.edit(BACK, Edit::Remove { kind: RecordKind::Setting, id });
            } else {
                self.dialogs.pop();
            }
            return;
        }
        let Some(number) = number.filter(|number| key.takes(*number)) else {
            let most = key.most();
            let (what, next) = match lang {
                Lang::Zh => (format!("“{typed}”不可用"), format!("写 0 到 {most} 的数")),
                Lang::En => {
                    (format!("“{typed}” is no such number"), format!("write a number from 0 to {most}"))
                }
            };
            if let Some(Dialog::Form(form)) = self.dialogs.last_mut() {
                form.complain_at("value", what, next);
            }
            return;
        };
        let mut fields = vec![
            ("value".to_owned(), Value::text(number.to_string())),
            ("by".to_owned(), Value::text(&self.me)),
            ("on".to_owned(), Value::text(self.today.to_string())),
        ];
        let reason = assigns.iter().find(|assign| assign.field == "reason");
        fields.extend(reason.map(|reason| ("reason".to_owned(), Value::text(reason.text.trim()))));
        match workspace::fill(workspace, RecordKind::Setting, &id, fields) {
            Ok(edit) => self.edit(WHAT, edit),
            Err(refusal) => {
                self.refuse(refusal);
            }
        }
    }

    /// One step; each task carries its reason, and the first offending rows where the export is at hand.
    fn make_gap_tasks(&mut self, scope: &GapScope) {
        const WHAT: Phrase = Phrase::new("由缺口生成任务", "make tasks out of gaps");
        let lang = self.lang;
        let Some(session) = &self.session else { return };
        let access = session.access();
        if access != Access::Full {
            self.deny(&Denied::ReadOnly(access));
            return;
        }
        let held = session.workspace();
        let site = Site::of(held);
        let mut chosen = gaps(&site);
        chosen.retain(|gap| scope.takes(gap) && !held.tasks.contains(gap.task_id().as_str()));
        let profiles = self.derived.profiles();
        let rows = |source: &Source, dimension: Dimension| {
            let from = source.reading(dimension).and_then(|reading| reading.from);
            let profile = from.and_then(|(_, measurement)| profiles.here(measurement.hash.as_str()));
            let is_of_it =
                |row: &&WorstRow| row.faults.iter().any(|(fault, _)| fault.dimension() == dimension);
            let worst = profile.iter().flat_map(|profile| &profile.worst).filter(is_of_it);
            worst.map(|row| worst_text(row, lang)).collect()
        };
        let count = chosen.len();
        match gap_tasks(held, &site, &chosen, &rows, lang) {
            Ok(edit) => {
                let text = match (count, lang) {
                    (n, Lang::Zh) => format!("已在阶段 3 数据准备下生成 {n} 项任务 · c 去看"),
                    (1, Lang::En) => "made 1 task in stage 3, data preparation · c shows it".to_owned(),
                    (n, Lang::En) => {
                        format!("made {n} tasks in stage 3, data preparation · c shows one")
                    }
                };
                self.edit_and_say(WHAT, edit, &text);
            }
            Err(refusal) => {
                self.refuse(refusal);
            }
        }
    }

    /// Details of the export behind what is looked at, unless they are known or on their way.
    pub(super) fn ask_profile(&mut self) -> Option<Effect> {
        if self.page != Page::Readiness {
            return None;
        }
        let session = self.session.as_ref()?;
        let (source, mark) = self.panes.readiness.wants()?.clone();
        if self.derived.profiles().of(&mark.hash).is_some() {
            return None;
        }
        let job = RecallJob {
            file: session.path().to_path_buf(),
            mark: FileMark::clone(&mark),
            source,
            workspace: session.snapshot(),
            folders: self.folders.clone(),
        };
        self.derived.recall(&mark.hash, Known::Coming(0, 0));
        Some(Effect::Recall(Box::new(job)))
    }

    pub(super) fn hear_recalled(&mut self, hash: &str, profile: Option<Profile>) {
        let known = profile.map_or(Known::Absent, |profile| Known::Here(Arc::new(profile)));
        self.derived.recall(hash, known);
    }
}

/// The final level of a source.
fn standing(session: &Session, source: &Id) -> Option<u8> {
    let site = Site::of(session.workspace());
    site.sources.iter().find(|held| held.id == source)?.standing.last
}

/// What a source lacks to count at all.
fn lacking(session: &Session, source: &Id, lang: Lang) -> Vec<String> {
    let site = Site::of(session.workspace());
    let source = site.sources.iter().find(|held| held.id == source);
    source.map_or(vec![], |source| source.faults.iter().map(|fault| fault.say(lang)).collect())
}
