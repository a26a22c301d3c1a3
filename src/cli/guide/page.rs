//! The pages of `wubu guide`: contents, hits of a search, and one page for each kind of subject. What the standard
//! says and what is ours are told apart on every one.

use super::super::out::{self, Line, Out, Paint, widest};
use super::super::trouble::Trouble;
use super::subject::Subject;
use crate::guide::owned::Library;
use crate::guide::{Clause, Decision, Element, Gate, Register, Stage, Template, guide};
use crate::text::{Lang, Phrase, clip, pad, width, wrap};

/// Writes in one language to the width at hand.
pub struct Page<'a> {
    pub lang: Lang,
    pub out: &'a mut Out,
    pub library: &'a Library,
}

impl Page<'_> {
    pub fn contents(&mut self) -> Result<(), Trouble> {
        const CLAUSES: Phrase = Phrase::new("条文", "Clauses");
        const REGISTERS: Phrase = Phrase::new("台账", "Registers");
        const DECISIONS: Phrase = Phrase::new("决策", "Decisions");
        const GATES: Phrase = Phrase::new("评审门", "Gates");
        const MORE: Phrase = Phrase::new(
            "wubu guide 编号 阅读一项；wubu guide search 文字 查找",
            "wubu guide ID reads one of them; wubu guide search TEXT looks for words",
        );
        let lang = self.lang;
        let upper = guide().clauses().iter().filter(|clause| clause.parent.is_none());
        self.out.line(Line::new().painted(Paint::Strong, CLAUSES.say(lang)))?;
        self.rows(upper.map(|clause| (clause.id.as_str(), clause.title.say(lang))))?;
        for stage in guide().stages() {
            self.out.line("")?;
            self.out.line(
                Line::new().painted(Paint::Strong, format!("{} {}", stage.key, stage.title.say(lang))),
            )?;
            self.rows(stage.elements.iter().map(|element| (element.key.as_str(), element.title.say(lang))))?;
        }
        self.list(GATES, guide().gates().iter().map(|g| (g.key.as_str(), g.title.say(lang))))?;
        self.list(DECISIONS, guide().decisions().iter().map(|d| (d.key.as_str(), d.title.say(lang))))?;
        self.list(REGISTERS, guide().registers().iter().map(|r| (r.key.as_str(), r.title.say(lang))))?;
        self.out.line("")?;
        self.text(MORE.say(lang), 0)
    }

    pub fn hits(&mut self, sought: &str) -> Result<(), Trouble> {
        const NONE: Phrase = Phrase::new("没有找到", "nothing found");
        let hits = guide().find(sought, self.lang);
        let owned = self.library.find(sought);
        if hits.is_empty() && owned.is_empty() {
            out::tell(NONE.say(self.lang));
        }
        for hit in hits {
            let line = Line::new().painted(Paint::Faint, format!("{} ", hit.kind.label().say(self.lang)));
            self.out.line(line.painted(Paint::Strong, hit.id).add(format!("  {}", hit.title)))?;
            self.text(hit.excerpt, 4)?;
        }
        for hit in owned {
            const OWNED: Phrase = Phrase::new("原文", "Owned");
            let line = Line::new().painted(Paint::Faint, format!("{} ", OWNED.say(self.lang)));
            self.out.line(
                line.painted(Paint::Strong, hit.clause.to_string()).add(format!("  {}", hit.heading)),
            )?;
            self.text(&hit.excerpt, 4)?;
        }
        Ok(())
    }

    pub fn entry(&mut self, subject: &Subject) -> Result<(), Trouble> {
        match subject {
            Subject::Clause(clause) => self.clause(clause),
            Subject::Element(element) => self.element(element),
            Subject::Template(template) => self.template(template),
            Subject::Register(register) => self.register(register),
            Subject::Decision(decision) => self.decision(decision),
            Subject::Gate(gate) => self.gate(gate),
            Subject::Term(term) => {
                const TERM: Phrase = Phrase::new("术语", "Term");
                self.title(TERM, &term.key, term.title.say(self.lang))?;
                let other = term.title.say(self.lang.other());
                self.text(other, 0)?;
                self.paragraph(term.definition.say(self.lang))
            }
        }
    }

    fn clause(&mut self, clause: &Clause) -> Result<(), Trouble> {
        const CLAUSE: Phrase = Phrase::new("GB/T 23031.1—2022 条文", "GB/T 23031.1-2022 clause");
        const RESTATED: Phrase =
            Phrase::new("条文（转述，非原文）", "The clause (restated, not its wording)");
        const OURS: Phrase =
            Phrase::new("实践说明（我们加的，不是标准内容）", "Practice note (ours, not of the standard)");
        const BELOW: Phrase = Phrase::new("下级条文", "Clauses below");
        const STANDARDS: Phrase = Phrase::new("相关标准", "Neighbouring standards");
        let lang = self.lang;
        self.title(CLAUSE, &clause.number, clause.title.say(lang))?;
        self.heading(RESTATED)?;
        for paragraph in &clause.text {
            self.marked(paragraph.element.as_deref(), paragraph.say(lang))?;
        }
        self.beside(&clause.id)?;
        self.heading(OURS)?;
        for paragraph in &clause.note {
            self.marked(paragraph.element.as_deref(), paragraph.say(lang))?;
        }
        let below = guide().clauses().iter().filter(|c| c.parent.as_deref() == Some(clause.id.as_str()));
        self.list(BELOW, below.map(|c| (c.id.as_str(), c.title.say(lang))))?;
        if let Some(stage) = guide().stages().iter().find(|stage| stage.clause == clause.id) {
            self.stage(stage)?;
        }
        self.elements(&clause.elements)?;
        self.registers(&clause.registers)?;
        self.decisions(&clause.decisions)?;
        self.gates(&clause.gates)?;
        let standards = clause.standards.iter().filter_map(|number| guide().standard(number));
        self.list(STANDARDS, standards.map(|s| (s.number.as_str(), s.title.say(lang))))
    }

    /// What a stage adds to its clause.
    fn stage(&mut self, stage: &Stage) -> Result<(), Trouble> {
        const PURPOSE: Phrase = Phrase::new("这一阶段要做到", "What this stage is for");
        const TASKS: Phrase = Phrase::new("任务模板（我们的建议）", "Task templates (our proposal)");
        let lang = self.lang;
        self.heading(PURPOSE)?;
        self.text(stage.purpose.say(lang), 2)?;
        let templates = stage.elements.iter().flat_map(|element| guide().templates_of(&element.key));
        let mut templates: Vec<&Template> = templates.collect();
        // In the usual order of work, not by element.
        templates.sort_by_key(|t| guide().templates().iter().position(|other| other.id == t.id));
        self.list(TASKS, templates.iter().map(|t| (t.id.as_str(), t.title.say(lang))))
    }

    fn element(&mut self, element: &Element) -> Result<(), Trouble> {
        const ELEMENT: Phrase = Phrase::new("要素", "Element");
        const STAGE: Phrase = Phrase::new("所属阶段", "Stage");
        const PHRASE: Phrase = Phrase::new("条文（转述，非原文）", "The clause (restated, not its wording)");
        const OURS: Phrase =
            Phrase::new("实践说明（我们加的，不是标准内容）", "Practice note (ours, not of the standard)");
        const TASKS: Phrase = Phrase::new("任务模板（我们的建议）", "Task templates (our proposal)");
        let lang = self.lang;
        self.title(ELEMENT, &element.key, element.title.say(lang))?;
        self.paragraph(element.purpose.say(lang))?;
        if let Some(phrase) = guide().phrase_of(&element.key) {
            self.heading(PHRASE)?;
            self.text(phrase.say(lang), 2)?;
        }
        let stage = guide().stage_of(&element.key);
        let notes =
            stage.and_then(|stage| guide().clause(&stage.clause)).map_or(&[][..], |clause| &clause.note);
        let mut own =
            notes.iter().filter(|note| note.element.as_deref() == Some(element.key.as_str())).peekable();
        if own.peek().is_some() {
            self.heading(OURS)?;
            own.try_for_each(|note| self.text(note.say(lang), 2))?;
        }
        self.list(TASKS, guide().templates_of(&element.key).map(|t| (t.id.as_str(), t.title.say(lang))))?;
        self.registers(&element.registers)?;
        self.decisions(&element.decisions)?;
        self.list(STAGE, stage.into_iter().map(|stage| (stage.key.as_str(), stage.title.say(lang))))
    }

    fn template(&mut self, template: &Template) -> Result<(), Trouble> {
        const TASK: Phrase = Phrase::new("任务模板（我们的建议）", "Task template (our proposal)");
        const LEAD: Phrase = Phrase::new("主责", "Lead");
        const INPUTS: Phrase = Phrase::new("输入", "Inputs");
        const DELIVERABLE: Phrase = Phrase::new("交付物", "Deliverable");
        const DONE: Phrase = Phrase::new("完成标准", "Done when");
        const EVIDENCE: Phrase = Phrase::new("证据", "Evidence");
        const OPTIONAL: Phrase = Phrase::new("可选任务", "optional");
        let lang = self.lang;
        self.title(TASK, &template.id, template.title.say(lang))?;
        if template.optional {
            self.text(OPTIONAL.say(lang), 0)?;
        }
        self.out.line("")?;
        for (label, value) in [
            (LEAD, template.lead.label().say(lang)),
            (INPUTS, template.inputs.say(lang)),
            (DELIVERABLE, template.deliverable.say(lang)),
            (DONE, template.done.say(lang)),
            (EVIDENCE, template.evidence.say(lang)),
        ] {
            self.fact(label, value)?;
        }
        self.elements(std::slice::from_ref(&template.element))?;
        self.registers(&template.registers)?;
        self.decisions(template.decision.as_slice())?;
        self.gates(template.gate.as_slice())
    }

    fn register(&mut self, register: &Register) -> Result<(), Trouble> {
        const REGISTER: Phrase = Phrase::new("台账", "Register");
        const TASKS: Phrase = Phrase::new("用到它的任务", "Tasks that work with it");
        let lang = self.lang;
        self.title(REGISTER, &register.key, register.title.say(lang))?;
        self.paragraph(register.purpose.say(lang))?;
        let elements = guide().elements().filter(|e| e.registers.contains(&register.key));
        self.elements(&elements.map(|e| e.key.clone()).collect::<Vec<_>>())?;
        let templates = guide().templates().iter().filter(|t| t.registers.contains(&register.key));
        self.list(TASKS, templates.map(|t| (t.id.as_str(), t.title.say(lang))))
    }

    fn decision(&mut self, decision: &Decision) -> Result<(), Trouble> {
        const DECISION: Phrase = Phrase::new("决策", "Decision");
        self.title(DECISION, &decision.key, decision.title.say(self.lang))?;
        self.paragraph(decision.question.say(self.lang))?;
        self.elements(std::slice::from_ref(&decision.element))
    }

    fn gate(&mut self, gate: &Gate) -> Result<(), Trouble> {
        const GATE: Phrase = Phrase::new("评审门（只建议，不锁定）", "Gate (it advises, it locks nothing)");
        const REVIEW: Phrase = Phrase::new("评审任务", "The review");
        const STAGE: Phrase = Phrase::new("所属阶段", "Stage");
        let lang = self.lang;
        self.title(GATE, &gate.key, gate.title.say(lang))?;
        self.paragraph(gate.question.say(lang))?;
        let review = guide().template(&gate.task);
        self.list(REVIEW, review.into_iter().map(|t| (t.id.as_str(), t.title.say(lang))))?;
        let stage = guide().stage(&gate.stage);
        self.list(STAGE, stage.into_iter().map(|s| (s.key.as_str(), s.title.say(lang))))
    }

    fn elements(&mut self, keys: &[String]) -> Result<(), Trouble> {
        const ELEMENTS: Phrase = Phrase::new("要素", "Elements");
        let lang = self.lang;
        let found = keys.iter().filter_map(|key| guide().element(key));
        self.list(ELEMENTS, found.map(|e| (e.key.as_str(), e.title.say(lang))))
    }

    fn registers(&mut self, keys: &[String]) -> Result<(), Trouble> {
        const REGISTERS: Phrase = Phrase::new("台账", "Registers");
        let lang = self.lang;
        let found = keys.iter().filter_map(|key| guide().register(key));
        self.list(REGISTERS, found.map(|r| (r.key.as_str(), r.title.say(lang))))
    }

    fn decisions(&mut self, keys: &[String]) -> Result<(), Trouble> {
        const DECISIONS: Phrase = Phrase::new("决策", "Decisions");
        let lang = self.lang;
        let found = keys.iter().filter_map(|key| guide().decision(key));
        self.list(DECISIONS, found.map(|d| (d.key.as_str(), d.title.say(lang))))
    }

    fn gates(&mut self, keys: &[String]) -> Result<(), Trouble> {
        const GATES: Phrase = Phrase::new("评审门", "Gates");
        let lang = self.lang;
        let found = keys.iter().filter_map(|key| guide().gate(key));
        self.list(GATES, found.map(|g| (g.key.as_str(), g.title.say(lang))))
    }

    pub(super) fn title(&mut self, kind: Phrase, key: &str, title: &str) -> Result<(), Trouble> {
        let kind = Line::new().painted(Paint::Faint, format!("{} ", kind.say(self.lang)));
        let key = if key.is_empty() { String::new() } else { format!("{key}  ") };
        self.out.line(kind.painted(Paint::Strong, format!("{key}{title}")))
    }

    pub(super) fn heading(&mut self, heading: Phrase) -> Result<(), Trouble> {
        self.out.line("")?;
        self.out.line(Line::new().painted(Paint::Strong, heading.say(self.lang)))
    }

    fn paragraph(&mut self, text: &str) -> Result<(), Trouble> {
        self.out.line("")?;
        self.text(text, 0)
    }

    pub(super) fn text(&mut self, text: &str, indent: usize) -> Result<(), Trouble> {
        let room = self.out.width().saturating_sub(indent).max(10);
        wrap(text, room).iter().try_for_each(|line| self.out.line(format!("{}{line}", " ".repeat(indent))))
    }

    /// A paragraph that may speak of one element.
    fn marked(&mut self, element: Option<&str>, text: &str) -> Result<(), Trouble> {
        let mark = element.map(|element| format!("[{element}] ")).unwrap_or_default();
        self.text(&format!("{mark}{text}"), 2)
    }

    fn fact(&mut self, label: Phrase, value: &str) -> Result<(), Trouble> {
        const LABEL: usize = 13;
        let room = self.out.width().saturating_sub(LABEL).max(10);
        for (i, line) in wrap(value, room).iter().enumerate() {
            let label = if i == 0 { label.say(self.lang) } else { "" };
            self.out.line(Line::new().painted(Paint::Faint, pad(label, LABEL)).add(line))?;
        }
        Ok(())
    }

    /// Nothing at all where the list is empty.
    fn list<'s>(
        &mut self,
        title: Phrase,
        rows: impl Iterator<Item = (&'s str, &'s str)>,
    ) -> Result<(), Trouble> {
        let rows: Vec<_> = rows.collect();
        if rows.is_empty() {
            return Ok(());
        }
        self.heading(title)?;
        self.rows(rows.into_iter())
    }

    fn rows<'s>(&mut self, rows: impl Iterator<Item = (&'s str, &'s str)>) -> Result<(), Trouble> {
        let rows: Vec<_> = rows.collect();
        let keys = widest(rows.iter().map(|(key, _)| *key));
        for (key, title) in rows {
            let room = self.out.width().saturating_sub(keys + 4).max(10);
            let title = if width(title) > room { clip(title, room) } else { title.into() };
            self.out.line(format!("  {}  {title}", pad(key, keys)))?;
        }
        Ok(())
    }
}
