//! Measuring exports and tag lists: known answers, the obvious way beside ours, and files as plants write them.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::float_cmp,
    clippy::format_collect,
    clippy::manual_div_ceil,
    clippy::needless_for_each,
    clippy::unwrap_used,
    reason = "slow and obvious on purpose"
)]

use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::PathBuf;
use tempfile::TempDir;
use wubu::guide::Dimension;
use wubu::profile::{
    Expect, Fault, Kind, NoProfile, Options, Profile, Progress, Remark, Shape, measure, tag_list,
};
use wubu::readiness::Model;
use wubu::sheet::Encoding;
use wubu::text::Lang;

fn file(bytes: &[u8]) -> (TempDir, PathBuf) {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("导出.csv");
    fs::write(&path, bytes).unwrap();
    (home, path)
}

fn try_profile(bytes: &[u8], options: &Options) -> Result<Profile, NoProfile> {
    let (_home, path) = file(bytes);
    measure(&path, options, &Progress::new())
}

fn profile(text: &str) -> Profile {
    try_profile(text.as_bytes(), &Options::default()).unwrap()
}

fn level(profile: &Profile, dimension: Dimension) -> Option<u8> {
    profile.dimensions(&Model::default(), None).get(&dimension).map(|measured| measured.level)
}

/// Seconds of one day.
fn stamp(second: u32) -> String {
    format!("2026-11-20 {:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60)
}

#[test]
fn full_cells_do_not_hide_missing_records() {
    let mut text = String::from("时间;温度(℃);压力/kPa\n");
    for second in (0..1000).filter(|second| second % 20 != 7) {
        writeln!(text, "{};{}.5;101.{}", stamp(second), second % 50, second % 10).unwrap();
    }
    let found = profile(&text);
    let time = found.time.as_ref().unwrap();
    assert_eq!((found.delimiter, found.header_row, found.rows), (Some(';'), Some(1), 950));
    assert_eq!((time.nominal_s, time.expected, time.distinct.value), (Some(1.0), Some(1000), 950));
    // 50 of the 949 steps take two seconds.
    assert!((time.step_share.unwrap() - 899.0 / 949.0).abs() < 1e-12);
    assert_eq!(
        (time.longest_gap_s, time.longest_gap_from.as_deref()),
        (Some(2.0), Some("2026-11-20 00:00:06"))
    );
    assert_eq!((time.back_steps, time.duplicates), (0, 0));
    let measured = found.dimensions(&Model::default(), None);
    let complete = &measured[&Dimension::D3];
    assert!((complete.value - 0.95).abs() < 1e-12);
    let factors: BTreeMap<&str, f64> =
        complete.factors.iter().map(|(key, value)| (key.name(), *value)).collect();
    assert_eq!(factors, BTreeMap::from([("D3.fill", 1.0), ("D3.records", 0.95)]));
    let levels = [Dimension::D3, Dimension::D4, Dimension::D5, Dimension::D6, Dimension::D7];
    assert_eq!(
        levels.map(|dimension| level(&found, dimension)),
        [Some(3), Some(2), Some(4), Some(4), Some(4)]
    );
    assert_eq!(level(&found, Dimension::D8), None);
    let units: Vec<Option<&str>> = found.columns.iter().map(|column| column.unit.as_deref()).collect();
    assert_eq!(units, [None, Some("℃"), Some("kPa")]);
}

#[test]
fn a_clock_that_steps_back_caps_timeliness() {
    let mut text = String::from("timestamp,value\n");
    let stamps = (0..2000).chain(1990..4000).map(|second| second * 5);
    stamps.for_each(|second| writeln!(text, "{},{}", stamp(second), second % 7).unwrap());
    let found = profile(&text);
    let time = found.time.as_ref().unwrap();
    assert_eq!((time.back_steps, time.furthest_back_s, time.duplicates), (1, Some(45.0), 10));
    let measured = found.dimensions(&Model::default(), None);
    assert_eq!((measured[&Dimension::D4].uncapped, measured[&Dimension::D4].level), (4, 2));
    assert_eq!(measured[&Dimension::D4].caps.len(), 1);
    assert!(found.worst.iter().any(|row| row.row == 2002 && row.faults.contains(&(Fault::Back, None))));
    assert_eq!(level(&found, Dimension::D6), Some(3));
}

#[test]
fn values_are_held_against_what_is_expected() {
    let mut text = String::from("时间,温度,状态,质量\n");
    for second in 0..100 {
        let (value, state) = (if second < 40 { 20 } else { second }, if second == 50 { "3" } else { "1" });
        let value = if second == 60 { "坏了".to_owned() } else { value.to_string() };
        let quality = if second == 70 { "Bad" } else { "Good" };
        writeln!(text, "{},{value},{state},{quality}", stamp(second)).unwrap();
    }
    let expect = |name: &str| Expect { names: vec![name.into()], ..Expect::default() };
    let options = Options {
        expects: vec![
            Expect { low: Some(0.0), high: Some(90.0), stuck_limit: Some(30.0), ..expect("温度") },
            Expect { allowed: vec!["0".into(), "1".into()], ..expect("状态") },
        ],
        ..Options::default()
    };
    let found = try_profile(text.as_bytes(), &options).unwrap();
    let column = |name: &str| found.columns.iter().find(|column| column.name == name).unwrap();
    let (heat, state) = (column("温度"), column("状态"));
    assert_eq!((heat.misfits, heat.outside, heat.unlisted), (1, Some(9), None));
    assert_eq!((heat.stuck.unwrap().records, heat.stuck.unwrap().is_given), (40, true));
    assert_eq!((state.unlisted, state.outside), (Some(1), None));
    assert_eq!((found.judged, found.bad_quality), (100, 1));
    // Time, temperature and state of 100 rows: one word, nine out of range, one state; and all three of the bad row.
    assert_eq!((found.checked, found.failed), (300, 14));
    let valid = found.dimensions(&Model::default(), None)[&Dimension::D5].value;
    assert!((valid - (1.0 - 14.0 / 300.0 - 40.0 / 300.0)).abs() < 1e-9, "{valid}");
}

#[test]
fn a_long_export_is_measured_tag_by_tag() {
    let mut text = String::from("点位,时间,值,质量\n");
    for second in 0..120 {
        writeln!(text, "TI-1,{},{},192", stamp(second), second % 9).unwrap();
        if second % 10 == 0 {
            writeln!(text, "TI-2,{},{}.5,{}", stamp(second), second, if second == 50 { 0 } else { 192 })
                .unwrap();
        }
    }
    writeln!(text, "TI-2,{},1,192", stamp(110)).unwrap();
    let found = profile(&text);
    assert_eq!((found.shape, found.rows), (Shape::Long, 133));
    let time = found.time.as_ref().unwrap();
    assert_eq!((time.expected, time.distinct.value, time.duplicates), (Some(132), 132, 1));
    assert_eq!(time.nominal_s, Some(1.0));
    let tags: Vec<(&str, u64, Kind)> = found
        .columns
        .iter()
        .filter(|column| column.name.starts_with("TI"))
        .map(|column| (column.name.as_str(), column.filled, column.kind))
        .collect();
    assert_eq!(tags, [("TI-1", 120, Kind::Whole), ("TI-2", 13, Kind::Number)]);
    assert_eq!((found.judged, found.bad_quality), (133, 1));
}

#[test]
fn words_for_nothing_count_as_empty_and_are_listed() {
    let found =
        profile("时间,a,b\n2026-01-01,1,NaN\n2026-01-02,NULL,无\n2026-01-03,Bad,--\n2026-01-04,2,x\n");
    assert_eq!(found.columns.iter().map(|column| column.filled).collect::<Vec<_>>(), [4, 2, 1]);
    let nulls: Vec<&str> = found.nulls.iter().map(|(word, _)| word.as_str()).collect();
    assert_eq!(nulls, ["null", "nan", "--", "无", "bad"]);
}

#[test]
fn what_breaks_off_is_measured_as_far_as_it_goes() {
    let rows = "时间,a,b\n2026-01-01,1,2\n2026-01-02,3,4\n";
    for (tail, remark, wanted) in [
        ("2026-01-03,5", Remark::CutOff { line: 4 }, 2),
        ("2026-01-03,\"5\n2026-01-04,6,7\n", Remark::OpenQuote { line: 4 }, 2),
        ("2026-01-03,5\n2026-01-04,6,7", Remark::Short { rows: 1, first: 4 }, 4),
        ("2026-01-03,5,6,7\n2026-01-04,6,7,\n", Remark::Long { rows: 1, first: 4 }, 4),
        ("时间,a,b\n2026-01-03,5,6\n", Remark::Repeated { rows: 1 }, 3),
    ] {
        let found = profile(&format!("{rows}{tail}"));
        assert!(found.remarks.contains(&remark), "{tail:?}: {:?}", found.remarks);
        assert_eq!(found.rows, wanted, "{tail:?}");
    }
    // Among many that have a time, one that has none.
    let days: String = (1..=20).map(|day| format!("2026-01-{day:02},1,2\n")).collect();
    let found = profile(&format!("时间,a,b\n{days}unklar,5,6\n"));
    let untimed = Remark::Untimed { rows: 1, first: 22 };
    assert!(found.remarks.contains(&untimed) && found.rows == 21, "{:?}", found.remarks);
}

#[test]
fn any_way_of_writing_a_table_is_one_table() {
    let plain = "时间,温度(℃),状态\n2026-01-01 00:00:00,1.5,运行\n2026-01-01 00:00:01,2.5,停\n2026-01-01 00:00:02,,运行\n";
    let wanted = profile(plain);
    let gb18030 = encoding_rs::GB18030.encode(plain).0.into_owned();
    let utf_16: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(plain.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    for (how, bytes, encoding) in [
        ("mark", [b"\xef\xbb\xbf", plain.as_bytes()].concat(), "UTF-8"),
        ("gb18030", gb18030, "GB18030"),
        ("utf-16", utf_16, "UTF-16LE"),
        ("crlf", plain.replace('\n', "\r\n").into_bytes(), "UTF-8"),
        ("cr", plain.replace('\n', "\r").into_bytes(), "UTF-8"),
        ("tab", plain.replace(',', "\t").into_bytes(), "UTF-8"),
        ("pipe", plain.replace(',', "|").into_bytes(), "UTF-8"),
        ("sep", format!("sep=;\n{}", plain.replace(',', ";")).into_bytes(), "UTF-8"),
        ("title", format!("设备报表,,\n\n{plain}").into_bytes(), "UTF-8"),
    ] {
        let found = try_profile(&bytes, &Options::default()).unwrap();
        assert_eq!(found.encoding.as_deref(), Some(encoding), "{how}");
        assert_eq!((&found.columns, &found.time, found.rows), (&wanted.columns, &wanted.time, 3), "{how}");
    }
}

#[test]
fn an_unclear_encoding_is_asked_for() {
    let (bytes, ..) = encoding_rs::WINDOWS_1252.encode("Zeit,Wärme,Öl\n2026-01-01,1,2\n");
    let error = try_profile(&bytes, &Options::default()).unwrap_err();
    assert!(error.is_question());
    assert!(error.say(Lang::En).contains("windows-1252") && error.next(Lang::En).contains("--encoding"));
    let options = Options { encoding: Some(Encoding::WINDOWS_1252), ..Options::default() };
    assert_eq!(try_profile(&bytes, &options).unwrap().columns[1].name, "Wärme");
}

#[test]
fn what_is_no_export_is_refused() {
    let long = format!("a,b\n1,\"{}", "x".repeat(3 << 20));
    let wide = format!("a,b\n1,2\n{}\n", ",".repeat(50_000));
    for bytes in [&b""[..], b"%PDF-1.7 ...", long.as_bytes(), wide.as_bytes()] {
        assert!(try_profile(bytes, &Options::default()).is_err());
    }
    let options = Options { time: Some("没有".into()), ..Options::default() };
    assert!(try_profile(b"a,b\n1,2\n", &options).unwrap_err().is_question());
}

#[test]
fn as_many_columns_as_are_taken_are_measured_like_a_few() {
    let wide = |columns: usize| {
        let mut text = String::from("时间");
        (1..columns).for_each(|at| write!(text, ",点{at}(℃)").unwrap());
        for second in 0..20 {
            write!(text, "\n{}", stamp(second)).unwrap();
            (1..columns).for_each(|at| write!(text, ",{}.5", at % 90).unwrap());
        }
        try_profile(text.as_bytes(), &Options::default())
    };
    let found = wide(4096).unwrap();
    assert_eq!((found.columns.len(), found.rows), (4096, 20));
    assert_eq!(found.time.as_ref().unwrap().nominal_s, Some(1.0));
    assert!(found.columns.iter().skip(1).all(|column| column.kind == Kind::Number && column.filled == 20));
    assert!(wide(4097).is_err());
}

#[test]
fn a_file_that_breaks_off_within_a_character_is_measured_up_to_there() {
    let text = format!("时间,状态\n{}", "2026-01-01,运行\n".repeat(9));
    let mut bytes = encoding_rs::GB18030.encode(&text).0.into_owned();
    bytes.truncate(bytes.len() - 2);
    let found = try_profile(&bytes, &Options::default()).unwrap();
    assert_eq!(found.rows, 8);
    let wanted = Remark::NotInEncoding { line: 10, encoding: "GB18030".into() };
    assert!(found.remarks.contains(&wanted), "{:?}", found.remarks);
}

#[test]
fn measuring_can_be_stopped() {
    let (_home, path) = file(b"a,b\n1,2\n");
    let progress = Progress::new();
    progress.cancel();
    assert!(measure(&path, &Options::default(), &progress).is_err());
}

#[test]
fn a_tag_list_tells_its_metadata() {
    let text =
        "Name,Type,Data Type,Address\nA,Input,Bool,I0\nB,Input,Bool,I1\nB,Output,,I1\nD,Output,Bool,\n";
    let (_home, path) = file(text.as_bytes());
    let list = tag_list(&path, &Options::default()).unwrap();
    let absent: Vec<&str> = list
        .metadata
        .iter()
        .filter(|column| column.filled.is_none())
        .map(|column| column.key.as_str())
        .collect();
    assert_eq!(absent, ["description", "unit", "range_or_enum", "period", "owner"]);
    let figures = list.figures();
    let value = figures[&wubu::guide::FigureKey::D2];
    // Names all, types and addresses three of four; of the two type columns the one that is called so counts.
    assert!((value - (1.0 + 0.75 + 0.75) / 8.0).abs() < 1e-12, "{value}");
    assert_eq!((list.duplicate_ids.len(), list.duplicate_addresses.len(), list.duplicates), (1, 1, 1));
}

/// Rows of an export with all that may be wrong in it.
fn rows() -> impl Strategy<Value = Vec<(u32, String, String)>> {
    let number = prop_oneof![
        5 => r"-?[0-9]{1,2}\.[0-9]{1,2}",
        2 => "[0-9]{1,3}",
        1 => Just(String::new()),
        1 => Just("NaN".to_owned()),
        1 => Just("坏".to_owned()),
    ];
    let word = prop_oneof![4 => "[a-c温压]{1,3}", 1 => "[ab,\"\n]{1,4}", 1 => Just(String::new())];
    prop::collection::vec((0..90_u32, number, word), 12..60)
}

fn written(rows: &[(u32, String, String)]) -> String {
    let mut text = String::from("时间,数,词\n");
    for (second, number, word) in rows {
        writeln!(text, "{},{number},\"{}\"", stamp(*second), word.replace('"', "\"\"")).unwrap();
    }
    text
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn any_cut_into_blocks_gives_one_profile(rows in rows(), block in 1..400_usize) {
        let text = written(&rows);
        let wanted = profile(&text);
        let options = Options { block: Some(block), ..Options::default() };
        prop_assert_eq!(try_profile(text.as_bytes(), &options).unwrap(), wanted);
    }

    #[test]
    fn figures_are_those_of_the_obvious_way(rows in rows()) {
        let found = profile(&written(&rows));
        prop_assert_eq!(found.rows, rows.len() as u64);
        let time = found.time.as_ref().unwrap();
        let steps: Vec<i64> = rows.windows(2).map(|pair| i64::from(pair[1].0) - i64::from(pair[0].0)).collect();
        prop_assert_eq!(time.back_steps, steps.iter().filter(|step| **step < 0).count() as u64);
        let stamps: BTreeSet<u32> = rows.iter().map(|row| row.0).collect();
        prop_assert_eq!(time.distinct.value, stamps.len() as u64);
        prop_assert_eq!(time.duplicates, (rows.len() - stamps.len()) as u64);
        if let (Some(nominal), Some(share)) = (time.nominal_s, time.step_share) {
            let within = steps.iter().filter(|step| (0.5 * nominal..=1.5 * nominal).contains(&(**step as f64))).count();
            prop_assert!((share - within as f64 / steps.len() as f64).abs() < 1e-12);
        }
        if let Some(column) = found.columns.iter().find(|column| column.name == "数") {
            let numbers: Vec<f64> = rows.iter().filter(|row| row.1 != "NaN").filter_map(|row| row.1.parse().ok()).collect();
            let words = rows.iter().filter(|row| row.1 == "坏").count();
            prop_assert_eq!(column.filled, (numbers.len() + words) as u64);
            if let Some(figures) = &column.figures {
                prop_assert_eq!(figures.min, numbers.iter().copied().fold(f64::INFINITY, f64::min));
                prop_assert_eq!(figures.max, numbers.iter().copied().fold(f64::NEG_INFINITY, f64::max));
                let mean = numbers.iter().sum::<f64>() / numbers.len() as f64;
                prop_assert!((figures.mean - mean).abs() < 1e-9);
            }
        }
        if let Some(column) = found.columns.iter().find(|column| column.name == "词") {
            let words: Vec<&str> = rows.iter().map(|row| row.2.trim()).filter(|word| !word.is_empty()).collect();
            prop_assert_eq!(column.filled, words.len() as u64);
            prop_assert_eq!(column.distinct.value, words.iter().collect::<BTreeSet<_>>().len() as u64);
        }
    }
}
