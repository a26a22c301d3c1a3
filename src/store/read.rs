//! Bytes → workspace, or a refusal that says where and what was expected. Nothing is guessed and nothing is
//! dropped: what we would not write back, we do not open for writing.

use super::locate::{Spot, Step, extension, locate};
use super::unreadable::{Unreadable, Why, why};
use super::write;
use crate::merge::fold_twice;
use crate::text::Lang;
use crate::workspace::{Caps, CapsGuard, FORMAT, RecordKind, Status, Workspace};
use serde_path_to_error::{Path, Segment};

/// Bytes of the largest file that is read.
pub const LARGEST: u64 = 128 << 20;

#[derive(Debug)]
pub struct Loaded {
    pub workspace: Workspace,
    /// The format of a newer program: the workspace may be looked at, but saving would drop what we do not know.
    pub newer: Option<u32>,
}

pub fn read(bytes: &[u8]) -> Result<Loaded, Unreadable> {
    let text = text_of(bytes)?;
    // Line ends of any system; inside strings they are escapes, so nothing of the data changes.
    let unix;
    let text = if text.contains('\r') {
        unix = text.replace("\r\n", "\n").replace('\r', "\n");
        &unix
    } else {
        text
    };
    if let Some(markers) = merge_markers(text) {
        return Err(markers);
    }
    if let Some(at) = extension(text) {
        return Err(Unreadable::Extension { line: line_of(text, at) });
    }
    let _caps = CapsGuard::start(Caps::FILE);
    // Nearly every file is canonical: then a plain reading that writes the same bytes has lost nothing.
    if let Ok(workspace) = ron::from_str::<Workspace>(text)
        && workspace.format == FORMAT
        && write(&workspace) == text
    {
        return Ok(Loaded { workspace, newer: None });
    }
    read_slowly(text)
}

/// Names the place of every fault and every field that we do not know.
fn read_slowly(text: &str) -> Result<Loaded, Unreadable> {
    let _caps = CapsGuard::start(Caps::FILE);
    let format = declared_format(text);
    let malformed = |error: ron::error::SpannedError, place: String| {
        let at = error.span.start;
        Unreadable::Malformed { line: at.line, column: at.col, place, why: Box::new(why(error.code)) }
    };
    let mut unknown: Option<Vec<Step>> = None;
    let mut track = serde_path_to_error::Track::new();
    let mut reader = ron::Deserializer::from_str(text).map_err(|e| malformed(e, String::new()))?;
    let read: Result<Workspace, ron::Error> = {
        let tracked = serde_path_to_error::Deserializer::new(&mut reader, &mut track);
        serde_ignored::deserialize(tracked, |path| {
            unknown.get_or_insert_with(|| steps_of(&path));
        })
    };
    let place = place_of(&track.path());
    let read = match read {
        Err(error) => Err(malformed(reader.span_error(error), place)),
        Ok(workspace) => reader.end().map(|()| workspace).map_err(|error| {
            let at = reader.span_error(error).span.start;
            Unreadable::Malformed {
                line: at.line,
                column: at.col,
                place: String::new(),
                why: Box::new(Why::Trailing),
            }
        }),
    };
    if let Some(found) = format.filter(|found| *found > FORMAT) {
        return match read {
            Ok(mut workspace) => {
                fold_twice(&mut workspace);
                Ok(Loaded { workspace, newer: Some(found) })
            }
            Err(error) => Err(Unreadable::NewerFormat { found, why: error.say(Lang::En) }),
        };
    }
    let mut workspace = read?;
    if format.is_none() || workspace.format != FORMAT {
        let found = if format.is_none() { String::new() } else { workspace.format.to_string() };
        return Err(Unreadable::NoFormat { found });
    }
    if let Some(path) = unknown {
        return Err(unknown_field(text, &path));
    }
    fold_twice(&mut workspace);
    Ok(Loaded { workspace, newer: None })
}

fn text_of(bytes: &[u8]) -> Result<&str, Unreadable> {
    if bytes.len() as u64 > LARGEST {
        return Err(Unreadable::TooLarge(bytes.len() as u64));
    }
    match bytes {
        [0xff, 0xfe, ..] => return Err(Unreadable::Encoding("UTF-16 LE")),
        [0xfe, 0xff, ..] => return Err(Unreadable::Encoding("UTF-16 BE")),
        _ => {}
    }
    if !bytes.is_empty() && bytes.iter().all(|b| *b == 0) {
        return Err(Unreadable::Zeros(bytes.len()));
    }
    // Without a mark: every other byte of its ASCII is zero.
    match bytes {
        [1..=255, 0, 1..=255, 0, ..] => return Err(Unreadable::Encoding("UTF-16 LE")),
        [0, 1..=255, 0, 1..=255, ..] => return Err(Unreadable::Encoding("UTF-16 BE")),
        _ => {}
    }
    let whole = bytes.len();
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mark = whole - bytes.len();
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let offset = error.valid_up_to();
        Unreadable::NotUtf8 {
            offset: offset + mark,
            line: bytes.iter().take(offset).filter(|b| **b == b'\n').count() + 1,
        }
    })?;
    if text.trim().is_empty() { Err(Unreadable::Empty) } else { Ok(text) }
}

/// The markers that a failed line merge left at the beginning of a line. In a canonical file every line of
/// data is indented, so text that looks like one is never taken for one.
fn merge_markers(text: &str) -> Option<Unreadable> {
    let side = |mark: &str| {
        let is_mark = |line: &&str| {
            line.strip_prefix(mark).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
        };
        text.lines().enumerate().find(|(_, line)| is_mark(line))
    };
    // Most files hold neither: look before counting lines.
    if !text.contains("<<<<<<<") && !text.contains(">>>>>>>") {
        return None;
    }
    let (ours, theirs) = (side("<<<<<<<"), side(">>>>>>>"));
    let line = ours.iter().chain(&theirs).map(|(line, _)| line + 1).min()?;
    let name = |side: Option<(usize, &str)>| {
        side.and_then(|(_, line)| line.split_once(' '))
            .map_or(String::new(), |(_, name)| name.trim().to_owned())
    };
    Some(Unreadable::Markers { line, ours: name(ours), theirs: name(theirs) })
}

/// The number behind `format:`, if there is one: it decides how strict we are.
fn declared_format(text: &str) -> Option<u32> {
    let spot = locate(text, &[Step::Key("format".into())])?;
    let digits: String = spot.rest.trim_start().chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

fn line_of(text: &str, offset: usize) -> usize {
    text.get(..offset).map_or(1, |before| before.matches('\n').count() + 1)
}

/// `tasks/4a.2/status`, as in the keys of disputes.
fn place_of(path: &Path) -> String {
    let parts = path.iter().filter_map(|segment| match segment {
        Segment::Map { key } => Some(key.clone()),
        Segment::Seq { index } => Some((index + 1).to_string()),
        Segment::Enum { .. } | Segment::Unknown => None,
    });
    parts.collect::<Vec<_>>().join("/")
}

fn steps_of(path: &serde_ignored::Path) -> Vec<Step> {
    use serde_ignored::Path as P;
    let (parent, step) = match path {
        P::Root => return vec![],
        P::Seq { parent, index } => (parent, Some(Step::Item(*index))),
        P::Map { parent, key } => (parent, Some(Step::Key(key.clone()))),
        P::Some { parent } | P::NewtypeStruct { parent } | P::NewtypeVariant { parent } => (parent, None),
    };
    let mut steps = steps_of(parent);
    steps.extend(step);
    steps
}

/// `serde_ignored` gives a path and no position: the field is looked up in the text.
fn unknown_field(text: &str, path: &[Step]) -> Unreadable {
    let spot = locate(text, path).unwrap_or(Spot { offset: 0, inside: "", rest: "" });
    let names: Vec<String> = path
        .iter()
        .map(|step| match step {
            Step::Key(key) => key.clone(),
            Step::Item(index) => (index + 1).to_string(),
        })
        .collect();
    let line_start = text.get(..spot.offset).and_then(|t| t.rfind('\n')).map_or(0, |at| at + 1);
    let column = text.get(line_start..spot.offset).map_or(1, |t| t.chars().count() + 1);
    let found = names.last().cloned().unwrap_or_default();
    let why = Box::new(Why::UnknownField { found, expected: expected_fields(path, spot.inside) });
    Unreadable::Malformed { line: line_of(text, spot.offset), column, place: names.join("/"), why }
}

/// The fields that there are beside an unknown one.
fn expected_fields(path: &[Step], inside: &str) -> Vec<String> {
    let facts = Status::from_key(&inside.to_lowercase());
    let names: Vec<&str> = match path {
        [_] => {
            let collections = RecordKind::ALL.iter().map(|kind| kind.collection());
            std::iter::once("format").chain(collections).chain(["disputes"]).collect()
        }
        [_, .., _] if facts.is_some() => facts.iter().flat_map(Status::facts).map(|(name, _)| name).collect(),
        [Step::Key(collection), ..] if collection == "disputes" => vec!["of", "was", "at"],
        [Step::Key(collection), ..] => {
            let kind = RecordKind::ALL.iter().find(|kind| kind.collection() == collection);
            kind.map_or(vec![], |kind| kind.fields().iter().map(|field| field.name).collect())
        }
        _ => vec![],
    };
    names.into_iter().map(str::to_owned).collect()
}
