//! What `row`, `import` and `export` share: the register and the columns that somebody names, and what to say when
//! there is none of that name.

use super::trouble::Trouble;
use super::{Here, text};
use crate::guide::{Register, guide};
use crate::text::{Lang, Phrase};
use crate::workspace::TableColumn;
use clap::{Arg, ArgMatches};

pub fn register_arg(lang: Lang) -> Arg {
    const ABOUT: Phrase = Phrase::new(
        "台账：equipment、network、tags、sources、interfaces、issues、trial、kpi、needs、resources、gathering、partners，或中文名",
        "the register: equipment, network, tags, sources, interfaces, issues, trial, kpi, needs, resources, gathering or partners",
    );
    Arg::new("register")
        .value_name(Phrase::new("台账", "REGISTER").say(lang))
        .required(true)
        .help(ABOUT.say(lang))
}

/// The register of that argument, by its key or its title in either language.
pub fn register(matches: &ArgMatches, here: &Here) -> Result<&'static Register, Trouble> {
    let name = text(matches, "register").unwrap_or_default().trim();
    let is_it = |register: &&Register| {
        [&register.key, &register.title.zh, &register.title.en]
            .iter()
            .any(|own| own.eq_ignore_ascii_case(name))
    };
    if let Some(found) = guide().registers().iter().find(is_it) {
        return Ok(found);
    }
    let keys: Vec<&str> = guide().registers().iter().map(|register| register.key.as_str()).collect();
    let say = match here.lang {
        Lang::Zh => format!("没有台账 {name}"),
        Lang::En => format!("there is no register {name}"),
    };
    Err(Trouble::usage(say, suggestion(name, &keys, here.lang)))
}

/// A column by its key, or its label in either language.
pub fn column<'a, 'c>(
    name: &str,
    columns: &'c [TableColumn<'a>],
    here: &Here,
) -> Result<&'c TableColumn<'a>, Trouble> {
    let name = name.trim();
    let by_key = columns.iter().find(|column| column.key() == name);
    let is_it = |column: &&TableColumn| {
        [column.key(), column.label(Lang::Zh), column.label(Lang::En)]
            .iter()
            .any(|own| own.eq_ignore_ascii_case(name))
    };
    by_key.or_else(|| columns.iter().find(is_it)).ok_or_else(|| {
        let say = match here.lang {
            Lang::Zh => format!("没有列 {name}"),
            Lang::En => format!("there is no column {name}"),
        };
        Trouble::usage(say, column_keys(name, columns, here.lang))
    })
}

/// The column that was perhaps meant, and all there are.
pub fn column_keys(name: &str, columns: &[TableColumn], lang: Lang) -> String {
    let keys: Vec<&str> = columns.iter().map(TableColumn::key).collect();
    suggestion(name, &keys, lang)
}

pub fn suggestion(name: &str, keys: &[&str], lang: Lang) -> String {
    let nearest = keys.iter().map(|key| (distance(name, key), key)).min();
    let meant =
        nearest.filter(|(distance, key)| *distance <= key.chars().count() / 3 + 1).map(|(_, key)| key);
    let all = keys.join(if lang == Lang::Zh { "、" } else { ", " });
    let (meant, all) = match lang {
        Lang::Zh => (meant.map(|meant| format!("是不是 {meant}？\n")), format!("可选：{all}")),
        Lang::En => (meant.map(|meant| format!("did you mean {meant}?\n")), format!("one of: {all}")),
    };
    meant.unwrap_or_default() + &all
}

/// How many letters have to be typed, left out or changed to make one word of the other (Levenshtein).
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.chars().enumerate() {
        let mut above_left = std::mem::replace(&mut row[0], i + 1);
        for (j, b) in other.iter().enumerate() {
            let above = row[j + 1];
            let changed = above_left + usize::from(!a.eq_ignore_ascii_case(b));
            row[j + 1] = changed.min(above + 1).min(row[j] + 1);
            above_left = above;
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_told_from_another_word() {
        for (one, other, wanted) in
            [("tag", "tags", 1), ("Equip", "equip_id", 3), ("", "ip", 2), ("ip", "ip", 0)]
        {
            assert_eq!(distance(one, other), wanted, "{one} {other}");
        }
        assert_eq!(suggestion("tgas", &["tags", "kpi"], Lang::En), "did you mean tags?\none of: tags, kpi");
        assert_eq!(suggestion("设备", &["tags", "kpi"], Lang::Zh), "可选：tags、kpi");
    }
}
