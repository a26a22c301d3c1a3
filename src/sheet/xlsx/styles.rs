//! Number formats: what a person sees of a number that is stored (ECMA-376-1, 18.8.30 and 18.8.31).

use super::package::Package;
use super::workbook::Workbook;
use super::xml::{Node, Xml, attribute};
use crate::sheet::NoTable;
use std::collections::HashMap;

/// Excel's own limit.
const MOST_FORMATS: usize = 65_490;

/// How a number is shown, as far as it changes what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Shown {
    #[default]
    Plain,
    Percent,
    /// Leading zeros up to so many digits: `00000` for codes.
    Digits(usize),
    /// A point in time.
    Moment(Moment),
    /// A duration in hours, which may pass 24: `[h]:mm:ss`.
    Elapsed,
}

/// Which parts of a point in time are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    Year,
    Month,
    Day,
    Time,
    DayAndTime,
}

#[derive(Default)]
pub struct Styles {
    shown: Vec<Shown>,
}

impl Styles {
    pub fn shown(&self, style: usize) -> Shown {
        self.shown.get(style).copied().unwrap_or_default()
    }

    pub fn read(package: &mut Package, workbook: &Workbook) -> Result<Styles, NoTable> {
        let path = workbook.styles.as_deref().unwrap_or("xl/styles.xml");
        let Some(text) = package.part(path)? else { return Ok(Styles::default()) };
        let (mut codes, mut styles) = (HashMap::new(), Styles::default());
        let mut in_cells = false;
        let mut xml = Xml::new(&text, path);
        loop {
            match xml.next()? {
                Node::End => return Ok(styles),
                Node::Open(element) => match element.local_name().as_ref() {
                    "numFmt" => {
                        let id = attribute(&element, "numFmtId").and_then(|id| id.parse::<u32>().ok());
                        let code = attribute(&element, "formatCode").unwrap_or_default();
                        codes.extend(id.map(|id| (id, shown_by(&code))));
                    }
                    "cellXfs" => in_cells = true,
                    "xf" if in_cells => {
                        let id = attribute(&element, "numFmtId").and_then(|id| id.parse().ok()).unwrap_or(0);
                        styles.shown.push(codes.get(&id).copied().unwrap_or_else(|| built_in(id)));
                    }
                    _ => {}
                },
                Node::Close(element) if element.local_name().as_ref() == "cellXfs" => in_cells = false,
                Node::Close(_) | Node::Text(_) => {}
            }
            if codes.len().max(styles.shown.len()) > MOST_FORMATS {
                return Err(NoTable::Items { name: path.to_owned(), most: MOST_FORMATS });
            }
        }
    }
}

/// Formats that a file does not spell out; 27–36 and 50–58 are those of Chinese, Japanese and Korean Excel.
fn built_in(id: u32) -> Shown {
    match id {
        9 | 10 => Shown::Percent,
        14..=16 | 28..=31 | 36 | 50..=51 | 53..=54 | 57..=58 => Shown::Moment(Moment::Day),
        17 | 27 | 52 => Shown::Moment(Moment::Month),
        18..=21 | 32..=35 | 45 | 47 | 55..=56 => Shown::Moment(Moment::Time),
        22 => Shown::Moment(Moment::DayAndTime),
        46 => Shown::Elapsed,
        _ => Shown::Plain,
    }
}

/// What a format code shows. Only its first section counts, the one for positive numbers.
fn shown_by(code: &str) -> Shown {
    let (signs, elapsed) = signs(code);
    let has = |wanted: char| signs.contains(wanted);
    let hours = has('h') || has('s');
    if elapsed {
        return Shown::Elapsed;
    }
    // An m beside hours or seconds is a minute.
    let months = has('m') && (has('y') || has('d') || !hours);
    let is_moment = has('y') || has('d') || hours || (has('m') && !has('0') && !has('#'));
    if is_moment {
        return Shown::Moment(match (has('d'), has('y'), months, hours) {
            (_, true, _, true) | (true, _, _, true) => Moment::DayAndTime,
            (_, _, _, true) => Moment::Time,
            (false, true, true, _) => Moment::Month,
            (false, true, false, _) => Moment::Year,
            _ => Moment::Day,
        });
    }
    if has('%') {
        return Shown::Percent;
    }
    let is_code = signs.len() > 1 && signs.chars().all(|c| c == '0');
    if is_code { Shown::Digits(signs.len()) } else { Shown::Plain }
}

/// The signs of a code's first section in lower case, without literals, colours and conditions; and whether a
/// bracket holds hours, minutes or seconds that run on.
fn signs(code: &str) -> (String, bool) {
    let (mut signs, mut elapsed) = (String::new(), false);
    let code = code.to_lowercase().replace("general", "");
    let mut chars = code.chars();
    while let Some(c) = chars.next() {
        match c {
            ';' => break,
            '"' => drop(chars.by_ref().find(|c| *c == '"')),
            // The next character is shown, left blank or repeated.
            '\\' | '_' | '*' => drop(chars.next()),
            '[' => {
                let inside: String = chars.by_ref().take_while(|c| *c != ']').collect();
                elapsed |= !inside.is_empty() && inside.chars().all(|c| "hms".contains(c));
            }
            // Era years of Japanese and Thai formats are years; E in 0.0E+0 is not.
            'e' if !signs.contains(['0', '#', '?']) => signs.push('y'),
            'b' => signs.push('y'),
            // 上午/下午, AM/PM, A/P
            'a' => {
                let rest = chars.as_str();
                let skipped = if rest.starts_with("m/pm") {
                    4
                } else if rest.starts_with("/p") {
                    2
                } else {
                    0
                };
                chars = chars.as_str().get(skipped..).unwrap_or_default().chars();
            }
            c if c.is_whitespace() => {}
            c => signs.push(c),
        }
    }
    (signs, elapsed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_code_tells_what_a_number_is() {
        use Moment::{Day, DayAndTime, Month, Time, Year};
        for (code, shown) in [
            ("General", Shown::Plain),
            ("0.00", Shown::Plain),
            ("#,##0.00_);[Red](#,##0.00)", Shown::Plain),
            ("0.00E+00", Shown::Plain),
            ("0\"d\"", Shown::Plain),
            ("\"日期\"0", Shown::Plain),
            ("@", Shown::Plain),
            ("0%", Shown::Percent),
            ("0.0%;-0.0%", Shown::Percent),
            ("00000", Shown::Digits(5)),
            ("0", Shown::Plain),
            ("yyyy-mm-dd", Shown::Moment(Day)),
            ("yyyy\\-mm\\-dd", Shown::Moment(Day)),
            ("yyyy/m/d;@", Shown::Moment(Day)),
            ("yyyy\"年\"m\"月\"d\"日\"", Shown::Moment(Day)),
            ("[$-804]yyyy\"年\"m\"月\"", Shown::Moment(Month)),
            ("m/d", Shown::Moment(Day)),
            ("d-mmm", Shown::Moment(Day)),
            ("yyyy", Shown::Moment(Year)),
            ("yyyy-mm-dd hh:mm:ss", Shown::Moment(DayAndTime)),
            ("m/d/yy h:mm", Shown::Moment(DayAndTime)),
            ("h:mm AM/PM", Shown::Moment(Time)),
            ("上午/下午h\"时\"mm\"分\"", Shown::Moment(Time)),
            ("mm:ss.0", Shown::Moment(Time)),
            ("[h]:mm:ss", Shown::Elapsed),
            ("[mm]:ss", Shown::Elapsed),
            ("[Red]0.0", Shown::Plain),
        ] {
            assert_eq!(shown_by(code), shown, "{code}");
        }
    }
}
