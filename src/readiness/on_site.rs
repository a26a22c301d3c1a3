//! A visit as the file keeps it: evidence that somebody saw these lines on this day, at this place. One record for
//! each day, person and place takes in all that was seen there; pictures are evidence of their own.

use super::row_name;
use crate::guide::guide;
use crate::text::Lang;
use crate::workspace::{self, Assign, Edit, Evidence, How, Id, RecordKind, Refusal, Row, Workspace};
use jiff::civil::{DateTime, Time};

/// Who is where, and when.
#[derive(Debug, Clone, Copy)]
pub struct OnSite<'a> {
    /// What people call the place; may be empty.
    pub place: &'a str,
    /// Local time, as the clock of the machine has it.
    pub now: DateTime,
    /// Empty where nobody knows.
    pub me: &'a str,
    pub lang: Lang,
}

impl OnSite<'_> {
    /// `现场走查：磨削车间 / 磨削1线`, before the time at which the visit began.
    fn statement(&self, lang: Lang) -> String {
        let (visit, colon) = match lang {
            Lang::Zh => ("现场走查", "："),
            Lang::En => ("Site visit", ": "),
        };
        if self.place.is_empty() { visit.to_owned() } else { format!("{visit}{colon}{}", self.place) }
    }

    fn is_of(&self, evidence: &Evidence, task: &Id) -> bool {
        let what = without_time(evidence.what.as_str());
        evidence.task.as_str() == task.as_str()
            && evidence.proof.as_str() == "seen"
            && evidence.about.date() == Some(self.now.date())
            && evidence.by.as_str() == self.me
            && [Lang::Zh, Lang::En].into_iter().any(|lang| what == self.statement(lang))
    }

    /// Takes a line into the record of this visit, which begins with the first one. An empty `All` where the line is in
    /// it, or where no task is there that it could belong to.
    ///
    /// # Errors
    /// The line is not there.
    pub fn note(&self, workspace: &Workspace, row: &Id, random: &mut fastrand::Rng) -> Result<Edit, Refusal> {
        let Some(task) = visit_task(workspace, row) else { return Ok(Edit::All(vec![])) };
        let known = workspace.evidence.iter().find(|(_, evidence)| self.is_of(evidence, &task));
        let seen = |how| Assign { field: "rows".into(), how, text: row.as_str().to_owned() };
        match known {
            Some((_, evidence)) if evidence.rows.iter().any(|seen| seen == row.as_str()) => {
                Ok(Edit::All(vec![]))
            }
            Some((id, _)) => {
                workspace::assign(workspace, RecordKind::Evidence, id, &[seen(How::Plus)], self.now.date())
            }
            None => {
                let id = workspace.fresh_id(RecordKind::Evidence, random);
                let begun = self.now.strftime("%H:%M");
                let mut assigns =
                    self.assigns("seen", &format!("{}{BETWEEN}{begun}", self.statement(self.lang)));
                assigns.push(seen(How::Replace));
                workspace::evidence(workspace, &id, &task, &assigns, self.now.date())
            }
        }
    }

    /// The fields of a picture of a line: what it shows, where it was taken, and when as far as its file tells.
    pub fn picture(&self, row: &Row, id: &Id, file: &str, taken: Option<&str>) -> Vec<Assign> {
        let shot = taken.map(|taken| match self.lang {
            Lang::Zh => format!("拍摄 {taken}"),
            Lang::En => format!("taken {taken}"),
        });
        let called = match self.lang {
            Lang::Zh => format!("现场照片：{}", row_name(row)),
            Lang::En => format!("Site photo: {}", row_name(row)),
        };
        let parts = [Some(called), Some(self.place.to_owned()), shot].into_iter().flatten();
        let what = parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(BETWEEN);
        let mut assigns = self.assigns("document", &what);
        assigns.push(Assign::new("file", file));
        assigns.push(Assign::new("rows", id.as_str()));
        assigns
    }

    fn assigns(&self, proof: &str, what: &str) -> Vec<Assign> {
        let today = self.now.date().to_string();
        [("proof", proof), ("what", what), ("about", &today), ("filed", &today), ("by", self.me)]
            .into_iter()
            .map(|(field, text)| Assign::new(field, text))
            .collect()
    }
}

const BETWEEN: &str = " · ";

/// A statement as it was before its time was added.
fn without_time(statement: &str) -> &str {
    match statement.rsplit_once(BETWEEN) {
        Some((before, time)) if time.parse::<Time>().is_ok() => before,
        _ => statement,
    }
}

/// The task that a visit to a line is work of: the one that the guide names for its register, else the first one of
/// the same element. None where the workspace has neither.
pub fn visit_task(workspace: &Workspace, row: &Id) -> Option<Id> {
    let register = guide().register(workspace.rows.get(row.as_str())?.register.as_str())?;
    let template = guide().template(register.visit_task.as_deref()?)?;
    if workspace.tasks.contains(&template.id) {
        return Id::new(&template.id);
    }
    let mut of_element: Vec<_> =
        workspace.tasks.iter().filter(|(_, task)| task.element.as_str() == template.element).collect();
    of_element.sort_by_key(|(id, task)| (task.rank.as_str(), *id));
    of_element.first().map(|(id, _)| (*id).clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workspace::{Value, adopt};
    use jiff::civil::date;

    fn plant() -> Workspace {
        let mut workspace = Workspace::default();
        let machine = [("equip_id", "M-1"), ("name", "磨床")];
        for (id, register, cells) in
            [("r1", "equipment", &machine[..]), ("r2", "equipment", &[]), ("r3", "issues", &[])]
        {
            let cells = cells.iter().map(|(key, text)| ((*key).to_owned(), Value::text(*text)));
            let fields = vec![
                ("register".to_owned(), Value::text(register)),
                ("cells".to_owned(), Value::Map(cells.collect())),
            ];
            workspace.apply(Edit::Add { kind: RecordKind::Row, id: Id::new(id).unwrap(), fields }).unwrap();
        }
        let edit = adopt(&workspace, &["4c.2"]).unwrap();
        workspace.apply(edit).unwrap();
        workspace
    }

    fn here(place: &str, lang: Lang) -> OnSite<'_> {
        OnSite { place, now: date(2026, 11, 20).at(9, 42, 0, 0), me: "周岚", lang }
    }

    #[test]
    fn a_visit_is_one_record_for_the_day_the_person_and_the_place() {
        let mut workspace = plant();
        let mut random = fastrand::Rng::with_seed(7);
        let mut note = |on_site: OnSite, row: &str| {
            let edit = on_site.note(&workspace, &Id::new(row).unwrap(), &mut random).unwrap();
            workspace.apply(edit).unwrap();
            workspace
                .evidence
                .iter()
                .map(|(_, e)| (e.what.as_str().to_owned(), e.rows.iter().collect::<Vec<_>>().join(",")))
                .collect::<std::collections::BTreeMap<_, _>>()
        };
        let one = |rows: &str| [("现场走查：磨削车间 · 09:42".to_owned(), rows.to_owned())].into();
        assert_eq!(note(here("磨削车间", Lang::Zh), "r1"), one("r1"));
        assert_eq!(note(here("磨削车间", Lang::Zh), "r1"), one("r1"));
        // Another language is no other visit, nor is a later hour; a register that nobody walks to leaves nothing.
        let later = date(2026, 11, 20).at(15, 5, 0, 0);
        assert_eq!(note(OnSite { now: later, ..here("磨削车间", Lang::En) }, "r2"), one("r1,r2"));
        assert_eq!(note(here("磨削车间", Lang::Zh), "r3"), one("r1,r2"));
        assert_eq!(note(here("热处理", Lang::En), "r2").len(), 2);
        // The same words of somebody else are another record.
        assert_eq!(note(OnSite { me: "林溪", ..here("热处理", Lang::En) }, "r2").len(), 2);
        assert_eq!(workspace.evidence.len(), 3);
        let evidence = workspace.evidence.iter().next().unwrap().1;
        assert_eq!((evidence.task.as_str(), evidence.proof.as_str()), ("4c.2", "seen"));
        assert_eq!(evidence.about.date(), Some(date(2026, 11, 20)));
    }

    #[test]
    fn a_picture_says_what_where_and_when() {
        let workspace = plant();
        let id = Id::new("r1").unwrap();
        let row = workspace.rows.get("r1").unwrap();
        let told = |lang, place, taken| {
            let assigns = here(place, lang).picture(row, &id, "照片/a.jpg", taken);
            assigns.into_iter().find(|assign| assign.field == "what").unwrap().text
        };
        assert_eq!(
            told(Lang::Zh, "磨削车间 / 1线", Some("11-20 09:42")),
            "现场照片：M-1 磨床 · 磨削车间 / 1线 · 拍摄 11-20 09:42"
        );
        assert_eq!(told(Lang::En, "", None), "Site photo: M-1 磨床");
    }

    #[test]
    fn without_the_task_of_the_guide_another_one_of_its_element_is_taken() {
        let mut workspace = plant();
        let row = Id::new("r1").unwrap();
        let task = |workspace: &Workspace| visit_task(workspace, &row).map(|id| id.to_string());
        assert_eq!(task(&workspace).as_deref(), Some("4c.2"));
        let edit = adopt(&workspace, &["4c.3", "4c.1"]).unwrap();
        workspace.apply(edit).unwrap();
        workspace.apply(Edit::Remove { kind: RecordKind::Task, id: Id::new("4c.2").unwrap() }).unwrap();
        assert_eq!(task(&workspace).as_deref(), Some("4c.3"));
        workspace.apply(Edit::Remove { kind: RecordKind::Task, id: Id::new("4c.3").unwrap() }).unwrap();
        assert_eq!(task(&workspace), None);
        assert_eq!(
            here("", Lang::Zh).note(&workspace, &row, &mut fastrand::Rng::with_seed(1)),
            Ok(Edit::All(vec![]))
        );
    }
}
