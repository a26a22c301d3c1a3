//! What a page of `wubu guide` can be about, found by key, number or title.

use crate::guide::{Clause, Decision, Element, Gate, Hit, Register, Template, Term, guide};
use crate::text::{Bilingual, Lang};

/// What one page can be about.
pub enum Subject {
    Clause(&'static Clause),
    Element(&'static Element),
    Template(&'static Template),
    Register(&'static Register),
    Decision(&'static Decision),
    Gate(&'static Gate),
    Term(&'static Term),
}

impl Subject {
    /// By key, whatever the case; else by its number or title in either language.
    pub fn of(sought: &str, lang: Lang) -> Option<Subject> {
        let sought = sought.trim();
        let lower = sought.to_lowercase();
        let by_key = [sought, &lower, &sought.to_uppercase()].into_iter().find_map(Subject::by_key);
        by_key.or_else(|| Subject::titled(&lower)).or_else(|| {
            // The search knows `4 c)` and full-width forms; only a hit that is the whole of it counts.
            let plain = |text: &str| text.replace([' ', '(', ')', '（', '）'], "").to_lowercase();
            let is_it = |hit: &Hit| [hit.id, hit.title].map(plain).contains(&plain(sought));
            let hits = [lang, lang.other()].into_iter().flat_map(|lang| guide().find(sought, lang));
            let hit = hits.into_iter().find(is_it).and_then(|hit| Subject::by_key(hit.id));
            hit.or_else(|| Subject::by_key(&plain(sought)))
        })
    }

    /// What the search leaves out.
    fn titled(sought: &str) -> Option<Subject> {
        let is_it =
            |title: &Bilingual| [&title.zh, &title.en].into_iter().any(|t| t.to_lowercase() == sought);
        let guide = guide();
        None.or_else(|| guide.registers().iter().find(|r| is_it(&r.title)).map(Subject::Register))
            .or_else(|| guide.decisions().iter().find(|d| is_it(&d.title)).map(Subject::Decision))
            .or_else(|| guide.gates().iter().find(|g| is_it(&g.title)).map(Subject::Gate))
    }

    fn by_key(key: &str) -> Option<Subject> {
        let guide = guide();
        None.or_else(|| guide.clause(key).map(Subject::Clause))
            .or_else(|| guide.element(key).map(Subject::Element))
            .or_else(|| guide.template(key).map(Subject::Template))
            .or_else(|| guide.register(key).map(Subject::Register))
            .or_else(|| guide.gate(key).map(Subject::Gate))
            .or_else(|| guide.decision(key).map(Subject::Decision))
            .or_else(|| guide.term(key).map(Subject::Term))
    }
}
