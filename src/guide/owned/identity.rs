//! Which standard a text is: number, year, part and title, from the cover, the running headers, the foreword's own
//! sentence about it, and the title above clause 1.

use super::line::Line;
use super::mark::{self, Standard};
use super::page::Place;
use super::refused::{Asked, NoStandard};
use crate::guide::guide;
use std::collections::BTreeMap;

/// The part of the series that the guide restates, and the year that it restates.
const RESTATED: (&str, &str) = ("GB/T 23031.1", "2022");
/// What `--part` is a part of where the text does not say.
const SERIES: &str = "GB/T 23031";

#[derive(Debug, Default)]
pub struct Identity {
    /// With the part where there is one.
    pub number: String,
    pub edition: String,
    pub title: String,
    pub part_title: String,
    pub is_edition_assumed: bool,
}

/// The number that the text gives itself, before it is known which lines are what.
pub fn own_number(lines: &[Line], asked: &Asked) -> Option<Standard> {
    let said = said(lines);
    let printed = printed(lines, said.as_ref().map(|said| said.number.as_str()));
    let part = asked
        .part
        .or_else(|| said.as_ref().and_then(|said| said.part))
        .or_else(|| part_of(lines).map(|p| p.0));
    let mut own = match (printed, said) {
        (Some(printed), _) => printed,
        (None, Some(said)) => Standard { number: said.number, year: None },
        (None, None) => Standard { number: asked.part.map(|_| SERIES.to_owned())?, year: None },
    };
    if let Some(part) = part.filter(|_| !own.number.contains('.')) {
        own.number = format!("{}.{part}", own.number);
    }
    Some(own)
}

/// All of it; `places` tell the cover and the title lines from the text.
pub fn identity(
    lines: &[Line],
    places: &[Place],
    own: Option<Standard>,
    asked: &Asked,
) -> Result<Identity, NoStandard> {
    let own = own.ok_or(NoStandard::NoNumber)?;
    let printed_part: Option<u32> = own.number.rsplit_once('.').and_then(|(_, part)| part.parse().ok());
    if let (Some(asked), Some(found)) = (asked.part, printed_part)
        && asked != found
    {
        return Err(NoStandard::OtherPart { asked, found: own.number });
    }
    if let (Some(asked), Some(found)) = (&asked.edition, &own.year)
        && asked != found
    {
        return Err(NoStandard::OtherEdition {
            asked: asked.clone(),
            found: format!("{}-{found}", own.number),
        });
    }
    let stated = asked.edition.clone().or(own.year);
    let is_edition_assumed = stated.is_none();
    let edition = stated.or_else(|| known_edition(&own.number));
    let edition = edition.ok_or_else(|| NoStandard::NoEdition { number: own.number.clone() })?;
    let (title, part_title) = titles(lines, places, printed_part);
    Ok(Identity { number: own.number, edition, title, part_title, is_edition_assumed })
}

fn known_edition(number: &str) -> Option<String> {
    if number == RESTATED.0 {
        return Some(RESTATED.1.to_owned());
    }
    let known = guide().standards().iter().filter_map(|standard| standard.number.rsplit_once('-'));
    known.filter(|(known, _)| *known == number).map(|(_, year)| year.to_owned()).next_back()
}

struct Said {
    number: String,
    title: String,
    part: Option<u32>,
}

/// `本文件是 GB/T 23031《…》的第 1 部分`, wherever its lines are broken.
fn said(lines: &[Line]) -> Option<Said> {
    let all: String = lines.iter().map(|line| line.plain.as_str()).collect();
    ["本文件是", "本文件为", "本部分是", "本部分为"].iter().find_map(|opening| {
        let (_, behind) = all.split_once(opening)?;
        let behind: String = behind.chars().take(160).collect();
        let (head, rest) = behind.split_once('《')?;
        let (standard, left) =
            mark::standard(&head.replace(' ', "")).map(|(s, left)| (s, left.to_owned()))?;
        let (title, rest) = rest.split_once('》')?;
        let rest = rest.replace(' ', "");
        let part = rest
            .trim_start_matches('的')
            .strip_prefix('第')
            .and_then(|rest| rest.split_once("部分").and_then(|(part, _)| part.parse().ok()));
        left.is_empty().then(|| Said { number: standard.number, title: title.trim().to_owned(), part })
    })
}

/// A dated number on a line of its own: on the cover, or again and again as a running header.
fn printed(lines: &[Line], said: Option<&str>) -> Option<Standard> {
    let mut counts: BTreeMap<(String, String), usize> = BTreeMap::new();
    let mut first = None;
    for (i, line) in lines.iter().enumerate() {
        let Some((standard, rest)) = mark::standard(&line.tight) else { continue };
        let (Some(year), true) = (standard.year.clone(), rest.is_empty()) else { continue };
        let fits = said
            .is_none_or(|said| standard.number == said || standard.number.starts_with(&format!("{said}.")));
        if !fits {
            continue;
        }
        // The first lines of the text are its cover.
        if first.is_none() && i < 16 {
            first = Some(standard.clone());
        }
        *counts.entry((standard.number, year)).or_default() += 1;
    }
    let often =
        counts.into_iter().max_by_key(|(_, count)| *count).filter(|(_, count)| *count > 1 || said.is_some());
    first.or_else(|| often.map(|((number, year), _)| Standard { number, year: Some(year) }))
}

/// `第1部分:总则` on a line of its own.
fn part_of(lines: &[Line]) -> Option<(u32, String)> {
    lines.iter().find_map(|line| part_line(line))
}

fn part_line(line: &Line) -> Option<(u32, String)> {
    let (part, title) = line.plain.strip_prefix('第')?.split_once("部分")?;
    let title = title.trim().strip_prefix(':')?.trim();
    let is_line = !line.is_closed() && !title.is_empty() && title.chars().count() <= 30;
    Some((part.trim().parse().ok()?, title.to_owned())).filter(|_| is_line)
}

/// Title and part title: of the lines above clause 1, else of the cover, else of the foreword.
fn titles(lines: &[Line], places: &[Place], part: Option<u32>) -> (String, String) {
    let of = |place: Place| lines.iter().zip(places).filter(move |(_, p)| **p == place).map(|(line, _)| line);
    let above: Vec<&Line> = of(Place::Title).collect();
    let cover: Vec<&Line> = of(Place::Cover).filter(|line| is_cover_title(line)).collect();
    let title_in = |lines: &[&Line]| {
        let title: Vec<&str> = lines
            .iter()
            .take_while(|line| part_line(line).is_none())
            .map(|line| line.plain.as_str())
            .collect();
        title.join(" ")
    };
    let part_in = |lines: &[&Line]| lines.iter().find_map(|line| part_line(line)).map(|(_, title)| title);
    let said = said(lines).map(|said| said.title).filter(|title| !title.is_empty());
    let first = |above: String, cover: String| if above.is_empty() { cover } else { above };
    let title = said.unwrap_or_else(|| first(title_in(&above), title_in(&cover)));
    let part_title = part_in(&above).or_else(|| part_in(&cover)).filter(|_| part.is_some());
    (title, part_title.unwrap_or_default())
}

/// Neither numbers nor dates nor the names of authorities.
fn is_cover_title(line: &Line) -> bool {
    let words = ["中华人民共和国", "发布", "实施", "ICS", "CCS", "管理委员会", "总局", "代替", "国家标准"];
    line.tight.chars().any(crate::text::is_han)
        && !words.iter().any(|word| line.tight.contains(word))
        && mark::standard(&line.tight).is_none()
}
