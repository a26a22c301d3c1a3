//! The history of every record, read off the commits of its file: who changed what, and when.

use super::git::{self, GitError};
use super::read::read;
use crate::merge::{What, diff};
use crate::readiness::changes;
use crate::text::{Lang, Phrase};
use crate::workspace::{Id, RecordKind, Value, Workspace};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::Path;

const ADDED: Phrase = Phrase::new("新增", "added");
const REMOVED: Phrase = Phrase::new("删除", "removed");

/// Lines of a note that are told of one commit.
const LINES: usize = 3;

/// Commits that are looked through, from the newest back.
const COMMITS: usize = 200;

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Chronicle {
    /// Newest first.
    records: BTreeMap<(RecordKind, Id), Vec<Entry>>,
}

/// What one commit did to one record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// In the time zone of this machine.
    pub day: Date,
    pub author: String,
    /// In Chinese, in English.
    text: [String; 2],
    /// What fields were set to, by the key under which they would be disputed.
    values: Vec<(String, Value)>,
}

impl Entry {
    pub fn say(&self, lang: Lang) -> &str {
        let [zh, en] = &self.text;
        if lang == Lang::Zh { zh } else { en }
    }
}

/// A field on one line: its own, and the first of those that changed in a note.
fn in_short(lines: &[changes::Line]) -> String {
    let mut text: Vec<String> = lines.iter().map(|line| line.text().trim().to_owned()).collect();
    if text.len() > LINES + 1 {
        text.truncate(LINES + 1);
        text.push("……".into());
    }
    text.join(" ")
}

impl Chronicle {
    /// Reads every version. Merges are passed over: what they bring together is told by the commits that they
    /// join.
    pub fn read(file: &Path) -> Result<Chronicle, GitError> {
        let mut chronicle = Chronicle::default();
        let commits = git::commits_of_both_sides(file, COMMITS)?;
        git::each_step(file, &commits, |commit, before, after| {
            let workspace = |bytes: Option<&[u8]>| match bytes {
                None => Some(Workspace::default()),
                Some(bytes) => read(bytes).ok().map(|loaded| loaded.workspace),
            };
            if let (Some(before), Some(after)) = (workspace(before), workspace(after)) {
                let day = commit.when.to_zoned(TimeZone::system()).date();
                chronicle.add(day, &commit.author, &before, &after);
            }
            ControlFlow::Continue(())
        })?;
        Ok(chronicle)
    }

    fn add(&mut self, day: Date, author: &str, before: &Workspace, after: &Workspace) {
        let found = diff(before, after);
        let [zh, en] = [Lang::Zh, Lang::En].map(|lang| {
            let groups = changes::told(before, after, &found, lang).into_iter();
            let records = groups.flat_map(|group| group.records);
            let text = |record: changes::Told| {
                let of_fields = record.fields.iter().map(|field| in_short(&field.lines));
                let lines = record.lines.iter().map(changes::Line::text).chain(of_fields);
                let lines: Vec<String> = lines.filter(|line| !line.is_empty()).collect();
                let all = match record.what {
                    What::Changed if !lines.is_empty() => {
                        lines.join(if lang == Lang::Zh { "；" } else { "; " })
                    }
                    What::Changed => record.heading.text(),
                    // It stands beside its record, which says the rest.
                    What::Added => ADDED.say(lang).to_owned(),
                    What::Removed => REMOVED.say(lang).to_owned(),
                };
                ((record.kind, record.id), all)
            };
            records.map(text).collect::<BTreeMap<_, _>>()
        });
        for change in found {
            let key = (change.kind, change.id);
            let text = [&zh, &en].map(|texts| texts.get(&key).cloned().unwrap_or_default());
            let values = change.fields.into_iter().map(|field| (field.at.to_string(), field.now)).collect();
            let entry = Entry { day, author: author.to_owned(), text, values };
            self.records.entry(key).or_default().push(entry);
        }
    }

    /// What happened to a record, newest first.
    pub fn of(&self, kind: RecordKind, id: &Id) -> &[Entry] {
        self.records.get(&(kind, id.clone())).map_or(&[], Vec::as_slice)
    }

    /// Who last set a field to this value, and when. `key` as in a dispute.
    pub fn who(&self, kind: RecordKind, id: &Id, key: &str, value: &Value) -> Option<(&str, Date)> {
        let sets = |entry: &&Entry| entry.values.iter().any(|(at, now)| at == key && now == value);
        self.of(kind, id).iter().find(sets).map(|entry| (entry.author.as_str(), entry.day))
    }
}
