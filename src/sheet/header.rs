//! What stands at the head of a column, made ready to be matched with known names.

use super::normal::normal;
use super::unit::is_unit;

/// The head of one column.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Header {
    /// As it stands in the file, blanks around it left out.
    pub text: String,
    /// The form to match by, see [`normal()`]; without the unit.
    pub normal: String,
    /// What stands in brackets, after a slash or in the row of units: `℃`, and for `编号（必填）` also `必填`.
    pub unit: Option<String>,
    /// Unlike that of any other column: the text, or `#3` for an empty head in the third column, or `温度#2` for
    /// the second column that is called so (RELIABILITY 55).
    pub name: String,
}

/// The heads of a row, each by its own name.
pub fn headers<'a>(cells: impl Iterator<Item = &'a str>) -> Vec<Header> {
    let mut headers: Vec<Header> = cells.map(header).collect();
    let mut taken = std::collections::HashSet::new();
    for (column, header) in headers.iter_mut().enumerate() {
        let base = header.text.clone();
        let mut nth = if base.is_empty() { column + 1 } else { 1 };
        loop {
            let name = if nth == 1 && !base.is_empty() { base.clone() } else { format!("{base}#{nth}") };
            nth += 1;
            if taken.insert(name.clone()) {
                header.name = name;
                break;
            }
        }
    }
    headers
}

fn header(cell: &str) -> Header {
    let text = cell.trim();
    let (name, unit) = split(text);
    let normal_name = normal(&name);
    if normal_name.is_empty() {
        return Header { text: text.to_owned(), normal: normal(text), ..Header::default() };
    }
    Header { text: text.to_owned(), normal: normal_name, unit, name: String::new() }
}

/// Name and unit: what is in the last brackets, or after the last `/` or comma if it is a unit (GB/T 3101: `温度/℃`).
fn split(text: &str) -> (String, Option<String>) {
    const PAIRS: [(char, char); 6] =
        [('(', ')'), ('（', '）'), ('[', ']'), ('【', '】'), ('〔', '〕'), ('［', '］')];
    let (mut name, mut unit, mut inside) = (String::new(), None, None);
    for c in text.chars() {
        match &mut inside {
            None if PAIRS.iter().any(|(open, _)| *open == c) => inside = Some(String::new()),
            None => name.push(c),
            // One kind may be closed by another: （℃)
            Some(content) if PAIRS.iter().any(|(_, close)| *close == c) => {
                unit = Some(content.trim().to_owned());
                inside = None;
            }
            Some(content) => content.push(c),
        }
    }
    if let Some(open) = inside {
        // Never closed: then it belongs to the name.
        name.push_str(&open);
    }
    if unit.is_none()
        && let Some((before, after)) = name.rsplit_once(['/', '／', ',', '，'])
        && is_unit(after)
    {
        return (before.to_owned(), Some(after.trim().to_owned()));
    }
    (name, unit.filter(|unit| !unit.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_is_matched_by_its_name_and_gives_its_unit() {
        for (cell, normal, unit) in [
            ("温度(℃)", "温度", Some("℃")),
            ("温度（°C）", "温度", Some("°C")),
            ("温度/℃", "温度", Some("℃")),
            ("压力, kPa", "压力", Some("kPa")),
            ("轴承\r\n温度 [degC]", "轴承温度", Some("degC")),
            ("Ｔａｇ　Ｎａｍｅ", "tagname", None),
            ("tag_name *", "tagname", None),
            ("I/O 类型", "i/o类型", None),
            ("编号（必填）：", "编号", Some("必填")),
            ("(备注)", "(备注)", None),
            ("值（", "值", None),
            ("面积㎡", "面积m2", None),
            ("空()", "空", None),
            ("", "", None),
        ] {
            let found = header(cell);
            assert_eq!((found.normal.as_str(), found.unit.as_deref()), (normal, unit), "{cell:?}");
        }
    }

    #[test]
    fn empty_and_repeated_heads_are_numbered_and_no_two_are_alike() {
        let names = |cells: &[&str]| -> Vec<String> {
            headers(cells.iter().copied()).into_iter().map(|header| header.name).collect()
        };
        assert_eq!(names(&["温度", "", "温度", " ", "温度 "]), ["温度", "#2", "温度#2", "#4", "温度#3"]);
        assert_eq!(names(&["a#2", "a", "a"]), ["a#2", "a", "a#3"]);
        assert_eq!(names(&["#2", ""]), ["#2", "#3"]);
    }
}
