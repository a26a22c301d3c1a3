//! Tables in and out (RELIABILITY.md 5, 46–74). A case is a folder of `tests/sheet`, named after the number there: an
//! `input` file, or the XML parts of a workbook, and `expected.txt`, made with `WUBU_BLESS=1 cargo test --test sheet`
//! and then read by a person. What is huge or made to do harm is made here.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on ends")]

#[path = "support/workbook.rs"]
mod workbook;

use proptest::prelude::*;
use std::fmt::Write as _;
use std::fs;
use std::io::{Cursor, Read};
use std::path::Path;
use workbook::{sheet, workbook, zipped};
use wubu::sheet::*;
use wubu::text::Lang;

#[test]
fn each_file_is_read_or_refused_as_its_case_says() {
    let folder = tempfile::tempdir().unwrap();
    let mut cases: Vec<_> = fs::read_dir("tests/sheet").unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.sort();
    assert!(cases.len() >= 60);
    let mut wrong = vec![];
    for case in cases {
        let found = told(&case, folder.path());
        let expected = case.join("expected.txt");
        if std::env::var_os("WUBU_BLESS").is_some() {
            fs::write(expected, found).unwrap();
        } else if fs::read_to_string(expected).unwrap() != found {
            wrong.push(format!("{}\n{found}", case.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What comes out of a case, in lines.
fn told(case: &Path, folder: &Path) -> String {
    let mut files: Vec<_> = fs::read_dir(case).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| !file.ends_with("expected.txt"));
    files.sort();
    let input = files.iter().find(|file| file.file_stem().unwrap() == "input").cloned();
    let input = input.unwrap_or_else(|| {
        let parts: Vec<(String, Vec<u8>)> = files
            .iter()
            .map(|file| (file.file_name().unwrap().to_str().unwrap().to_owned(), fs::read(file).unwrap()))
            .collect();
        let parts: Vec<(&str, &[u8])> =
            parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
        let path = folder.join("input.xlsx");
        fs::write(&path, workbook(&parts)).unwrap();
        path
    });
    let mut out = String::new();
    let mut choices = vec![("", Choice::default())];
    if input.starts_with(folder) {
        let sheet = SheetChoice { hidden_columns: true, fill_merged: true, sheet: None };
        choices
            .push(("with hidden columns, merged cells filled down\n", Choice { sheet, ..Choice::default() }));
    }
    let mut before = String::new();
    for (title, choice) in choices {
        let found = match read(&input, &choice) {
            Err(error) => refused(&error),
            Ok(loaded) => shown(&loaded),
        };
        if found != before {
            write!(out, "{title}{found}").unwrap();
        }
        before = found;
    }
    out
}

fn refused(error: &SheetError) -> String {
    let [zh, en] = [Lang::Zh, Lang::En].map(|lang| (error.why.say(lang), error.why.next(lang)));
    assert!(zh.0 != en.0 && zh.1 != en.1);
    format!("{}\n{}\n{}\n{}\n", zh.0, zh.1, en.0, en.1)
}

fn shown(loaded: &Loaded) -> String {
    let mut out = String::new();
    match loaded {
        Loaded::Text(_, dialect) => {
            let delimiter = char::from(dialect.delimiter);
            writeln!(out, "{}, {delimiter:?}", dialect.encoding.name()).unwrap();
        }
        Loaded::Sheet(sheet) => {
            writeln!(out, "sheet {:?} of {:?}", sheet.name, sheet.sheets).unwrap();
            writeln!(
                out,
                "columns {:?}, hidden {:?}, merged {}",
                sheet.columns, sheet.hidden_columns, sheet.merged
            )
            .unwrap();
            for note in &sheet.notes {
                let place = format!("{}{}", column_letters(note.column.into()), note.row);
                writeln!(out, "note {place} {:?}", note.what).unwrap();
            }
        }
    }
    let rows: Vec<Row> = loaded.table().rows().collect();
    let layout = Layout::find(&rows, |_| 0);
    match &layout {
        None => out.push_str("no head\n"),
        Some(layout) => {
            for header in &layout.headers {
                let unit = header.unit.as_deref().map_or(String::new(), |unit| format!(" in {unit}"));
                writeln!(out, "head {:?} as {:?}{unit}", header.name, header.normal).unwrap();
            }
        }
    }
    for row in rows {
        let kind = layout.as_ref().map_or(RowKind::Data, |layout| layout.kind(row));
        let cells: Vec<String> = row.cells().map(|cell| format!("{cell:?}")).collect();
        writeln!(out, "{} {kind:?}: {}", row.number(), cells.join(", ")).unwrap();
    }
    out
}

/// Only names of encodings, files and formats may be English in a Chinese sentence.
#[test]
fn no_english_is_left_in_a_chinese_refusal() {
    for case in fs::read_dir("tests/sheet").unwrap().map(|entry| entry.unwrap().path()) {
        let said = fs::read_to_string(case.join("expected.txt")).unwrap();
        let zh: String = said.lines().take(2).collect();
        if said.lines().count() == 4 && !said.starts_with("sheet") {
            for word in [" the ", " it ", " is ", "there", "more than"] {
                assert!(!zh.contains(word), "{said}");
            }
            assert!(!said.contains(|c: char| c.is_control() && c != '\n'), "{said:?}");
        }
    }
}

fn text(bytes: &[u8]) -> Result<Vec<Vec<String>>, Trouble> {
    read_text(bytes, TextChoice::default(), Limits::TEXT).map(|(table, _)| table.to_vecs())
}

fn xlsx(bytes: &[u8]) -> Result<SheetTable, NoTable> {
    recognise(bytes)?;
    Book::open(bytes)?.read(&SheetChoice::default(), Limits::XLSX)
}

/// Bytes that are made as they are read: no file of that size has to exist.
struct Endless {
    begin: Cursor<Vec<u8>>,
    again: Vec<u8>,
    at: usize,
    left: u64,
}

fn endless(begin: &str, again: &str, bytes: u64) -> Endless {
    Endless { begin: Cursor::new(begin.into()), again: again.into(), at: 0, left: bytes }
}

impl Read for Endless {
    fn read(&mut self, to: &mut [u8]) -> std::io::Result<usize> {
        let begun = self.begin.read(to)?;
        if begun > 0 {
            return Ok(begun);
        }
        let n = to.len().min(usize::try_from(self.left).unwrap());
        for byte in &mut to[..n] {
            *byte = self.again[self.at];
            self.at = (self.at + 1) % self.again.len();
        }
        self.left -= n as u64;
        Ok(n)
    }
}

#[test]
fn an_open_quote_is_refused_after_one_mebibyte() {
    let mut endless = endless("a,b\n1,\"", "x,y\n", 1 << 40);
    let refused = read_text(&mut endless, TextChoice::default(), Limits::TEXT).unwrap_err();
    assert!(matches!(refused, Trouble::NoTable(NoTable::LongField { line: 2, .. })), "{refused}");
    assert!((1 << 40) - endless.left < 4 << 20, "no more was read than needed");
}

#[test]
fn fifty_million_commas_are_refused_at_once() {
    let mut endless = endless("a,b\n", ",", 1 << 40);
    let refused = read_text(&mut endless, TextChoice::default(), Limits::TEXT).unwrap_err();
    assert!(matches!(refused, Trouble::NoTable(NoTable::Columns { row: 2, most: 512 })), "{refused}");
    assert!((1 << 40) - endless.left < 4 << 20);
}

#[test]
fn ten_million_rows_are_refused_on_import_and_streamed_otherwise() {
    let rows = |rows: u64| endless("时间,值\n", "2026-11-20,1\n", rows * 13);
    let refused = read_text(rows(10_000_000), TextChoice::default(), Limits::TEXT).unwrap_err();
    assert!(matches!(refused, Trouble::NoTable(NoTable::Rows(200_000))), "{refused}");
    let mut records = Records::new(rows(1_000_000), TextChoice::default(), Limits::STREAM).unwrap();
    let mut last = 0;
    while let Some(row) = records.next().unwrap() {
        last = row.number();
    }
    assert_eq!(last, 1_000_001);
}

#[test]
fn what_the_caller_names_is_taken() {
    let choice = TextChoice { encoding: Encoding::named("latin1"), delimiter: Some(b':') };
    let (table, dialect) = read_text(&b"a:b\n\xfc,:1\n"[..], choice, Limits::TEXT).unwrap();
    assert_eq!(table.to_vecs(), [["a", "b"], ["ü,", "1"]]);
    assert_eq!((dialect.encoding.name(), dialect.delimiter), ("windows-1252", b':'));
    assert_eq!(Encoding::named("GBK"), Some(Encoding::GB18030));
    assert_eq!(Encoding::named("nonsense"), None);
    let choice = TextChoice { encoding: Some(Encoding::GB18030), delimiter: None };
    let refused = read_text(&b"a,b\n\xff\xff,1\n"[..], choice, Limits::TEXT).unwrap_err();
    assert!(matches!(refused, Trouble::NoTable(NoTable::NotInEncoding { line: 2, .. })), "{refused}");
}

#[test]
fn an_encoding_is_told_where_it_begins_to_matter() {
    let mut bytes = b"time,value,note\n".to_vec();
    (0..20_000).for_each(|n| bytes.extend(format!("2026-11-20,{n},ok\n").bytes()));
    for (encoding, note) in [("GB18030", &b"\xcd\xa3\xbb\xfa"[..]), ("UTF-8", "停机".as_bytes())] {
        let mut bytes = bytes.clone();
        bytes.extend(b"2026-11-20,0,");
        bytes.extend(note);
        let (table, dialect) = read_text(&bytes[..], TextChoice::default(), Limits::TEXT).unwrap();
        assert_eq!(dialect.encoding.name(), encoding);
        assert_eq!(table.row(20_001).unwrap().get(2), "停机");
    }
}

#[test]
fn a_workbook_is_no_stream() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("export.csv");
    fs::write(&path, write_xlsx(&[Sheet::default()]).unwrap()).unwrap();
    let open = || stream(&path, TextChoice::default(), Limits::STREAM).map(|_| ());
    assert!(matches!(open().unwrap_err().why, Trouble::NoTable(NoTable::Foreign(Foreign::Workbook))));
    fs::write(&path, "\u{feff}时间;值\r\n1;2").unwrap();
    let mut records = stream(&path, TextChoice::default(), Limits::STREAM).unwrap();
    assert_eq!(records.next().unwrap().unwrap().get(0), "时间");
    assert_eq!(records.dialect().delimiter, b';');
    assert_eq!(records.next().unwrap().unwrap().number(), 2);
    assert!(records.next().unwrap().is_none());
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_refused_without_waiting() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    for path in [folder.path(), &pipe, Path::new("/dev/zero"), &folder.path().join("gone")] {
        let error = read(path, &Choice::default()).unwrap_err();
        assert!(matches!(error.why, Trouble::Io(_)));
        assert_ne!(error.say(Lang::Zh), error.say(Lang::En));
        assert!(stream(path, TextChoice::default(), Limits::STREAM).is_err());
    }
    let huge = folder.path().join("huge.csv");
    fs::write(&huge, "a,b\n".repeat(20_000)).unwrap();
    fs::OpenOptions::new().write(true).open(&huge).unwrap().set_len(2 << 30).unwrap();
    let error = read(&huge, &Choice::default()).unwrap_err();
    assert!(error.say(Lang::Zh).contains("2048 MiB"), "{}", error.say(Lang::Zh));
}

fn cells(n: usize, cell: &str) -> Vec<u8> {
    sheet(&format!("<row r=\"1\">{}</row>", cell.repeat(n))).into_bytes()
}

#[test]
fn workbooks_that_were_made_to_do_harm_are_refused() {
    let one = sheet("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>");
    let deep = "<a>".repeat(200_000);
    let long = format!("<sst><si><t>{}</t></si></sst>", "x".repeat(2 << 20));
    let shared = sheet("<row><c t=\"s\"><v>0</v></c></row>");
    let huge = vec![b' '; 65 << 20];
    let many: Vec<(String, &[u8])> = (0..2_001).map(|n| (format!("junk{n}"), &b"x"[..])).collect();
    let mut many: Vec<(&str, &[u8])> = many.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
    many.push(("sheet1.xml", one.as_bytes()));
    let halves: Vec<(&str, &[u8])> = vec![
        ("sheet1.xml", one.as_bytes()),
        ("a", &huge[..60 << 20]),
        ("b", &huge[..60 << 20]),
        ("c", &huge[..60 << 20]),
    ];
    let strings = format!("<sst>{}</sst>", "<si/>".repeat(2_000_001));
    let wide_text = format!("<sst><si><t>{}</t></si></sst>", "x".repeat(1 << 20));
    let rows: String = (0..100).map(|_| "<row><c t=\"s\"><v>0</v></c></row>").collect();
    let refused = |parts: &[(&str, &[u8])]| xlsx(&workbook(parts)).unwrap_err();
    for (what, refusal) in [
        ("entries", refused(&many)),
        ("one part", refused(&[("sheet1.xml", &huge)])),
        ("all parts", refused(&halves)),
        ("deep", refused(&[("sheet1.xml", deep.as_bytes())])),
        (
            "long string",
            refused(&[("sheet1.xml", shared.as_bytes()), ("sharedStrings.xml", long.as_bytes())]),
        ),
        ("cells", refused(&[("sheet1.xml", &cells(2_000_001, "<c r=\"A1\"><v>1</v></c>"))])),
        ("strings", refused(&[("sheet1.xml", one.as_bytes()), ("sharedStrings.xml", strings.as_bytes())])),
        (
            "text",
            refused(&[("sheet1.xml", sheet(&rows).as_bytes()), ("sharedStrings.xml", wide_text.as_bytes())]),
        ),
    ] {
        let fits = match what {
            "entries" => matches!(refusal, NoTable::Entries(2_000)),
            "one part" | "all parts" => matches!(refusal, NoTable::Inflated { .. }),
            "deep" => matches!(refusal, NoTable::Deep(_)),
            "long string" => matches!(refusal, NoTable::LongField { .. }),
            "cells" => matches!(refusal, NoTable::Cells(2_000_000)),
            "strings" => matches!(refusal, NoTable::Items { .. }),
            _ => matches!(refusal, NoTable::Text(_)),
        };
        assert!(fits, "{what}: {refusal:?}");
        assert_ne!(refusal.say(Lang::Zh), refusal.say(Lang::En));
    }
}

/// Changes what the zip says about the size of an entry, in both places.
fn with_size(mut bytes: Vec<u8>, name: &str, size: u32) -> Vec<u8> {
    for (sign, size_at, name_at) in [(b"PK\x03\x04", 22, 30), (b"PK\x01\x02", 24, 46)] {
        let starts: Vec<usize> = (0..bytes.len() - 4).filter(|at| bytes[*at..].starts_with(sign)).collect();
        for start in starts {
            if bytes[start + name_at..].starts_with(name.as_bytes()) {
                bytes[start + size_at..start + size_at + 4].copy_from_slice(&size.to_le_bytes());
            }
        }
    }
    bytes
}

#[test]
fn a_zip_that_lies_is_refused() {
    let one = sheet("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>");
    let good = workbook(&[("sheet1.xml", one.as_bytes())]);
    assert_eq!(xlsx(&good).unwrap().table.to_vecs(), [["1"]]);
    for size in [0, 5, 1_000_000] {
        let lie = xlsx(&with_size(good.clone(), "xl/worksheets/sheet1.xml", size)).unwrap_err();
        assert!(matches!(lie, NoTable::SizeLies(_) | NoTable::Damaged(_)), "{size}: {lie:?}");
    }
    let lie = xlsx(&with_size(good.clone(), "xl/worksheets/sheet1.xml", u32::MAX - 1)).unwrap_err();
    assert!(matches!(lie, NoTable::Inflated { .. }), "{lie:?}");
    // Two names for one entry: its second header points at the first.
    let mut overlapping = zipped(&[("xl/workbook.xml", b"<workbook/>"), ("xl/workbook.xmk", b"<workbook/>")]);
    let last =
        (0..overlapping.len() - 4).rev().find(|at| overlapping[*at..].starts_with(b"PK\x01\x02")).unwrap();
    overlapping[last + 42..last + 46].copy_from_slice(&0_u32.to_le_bytes());
    let refused = xlsx(&overlapping).unwrap_err();
    assert!(matches!(refused, NoTable::Overlap | NoTable::Damaged(_)), "{refused:?}");
    for cut in [good.len() / 4, good.len() / 2, good.len() - 1] {
        assert!(xlsx(&good[..cut]).is_err());
    }
}

#[test]
fn what_is_beside_the_cells_is_mentioned() {
    let one = sheet("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>");
    let bytes = workbook(&[
        ("sheet1.xml", one.as_bytes()),
        ("vbaProject.bin", b"x"),
        ("externalLinks/externalLink1.xml", b"<x/>"),
        ("embeddings/oleObject1.bin", b"x"),
    ]);
    let found = xlsx(&bytes).unwrap().asides;
    assert_eq!(found, [Aside::Macros, Aside::LinkedBooks, Aside::Embedded]);
}

#[test]
fn a_sheet_is_chosen_by_its_name() {
    let sheets = ["一", "二"].map(|text| sheet(&format!("<row><c t=\"str\"><v>{text}</v></c></row>")));
    let bytes = workbook(&[("sheet1.xml", sheets[0].as_bytes()), ("sheet2.xml", sheets[1].as_bytes())]);
    let mut book = Book::open(&bytes).unwrap();
    for (name, text) in [("sheet2", "二"), ("Sheet1", "一")] {
        let choice = SheetChoice { sheet: Some(name.into()), ..SheetChoice::default() };
        assert_eq!(book.read(&choice, Limits::XLSX).unwrap().table.to_vecs(), [[text]]);
    }
    let choice = SheetChoice { sheet: Some("三".into()), ..SheetChoice::default() };
    let refused = book.read(&choice, Limits::XLSX).unwrap_err();
    assert!(refused.say(Lang::Zh).contains("Sheet1、Sheet2"), "{}", refused.say(Lang::Zh));
}

fn choices(n: usize) -> Vec<String> {
    (0..n).map(|n| format!("选项{n}")).collect()
}

#[test]
fn a_workbook_of_ours_has_head_widths_lists_and_types() {
    let column = |title: &str, kind, choices| Column { title: title.into(), kind, choices, width: None };
    let register = Sheet {
        name: "点表/一".into(),
        columns: vec![
            column("编号", CellKind::Text, vec![]),
            column("功率", CellKind::Number, vec![]),
            column("投用", CellKind::Day, vec![]),
            column("状态", CellKind::Text, choices(3)),
            column("位置", CellKind::Text, choices(200)),
        ],
        rows: vec![
            vec!["=1+1".into(), "7.5".into(), "2026-11-20".into(), "选项1".into(), "热处理车间东侧".into()],
            vec!["007".into(), "7.50".into(), "2026-02-30".into()],
        ],
    };
    let bytes = write_xlsx(std::slice::from_ref(&register)).unwrap();
    assert_eq!(bytes, write_xlsx(std::slice::from_ref(&register)).unwrap(), "the same bytes each time");
    let part = |name: &str| {
        let mut zip = zip::ZipArchive::new(Cursor::new(&bytes)).unwrap();
        let mut text = String::new();
        zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    };
    let tab = part("xl/worksheets/sheet1.xml");
    for piece in [
        "state=\"frozen\"",
        "<col min=\"5\" max=\"5\" width=\"16\"",
        "<c r=\"A2\" s=\"2\" t=\"s\">",
        "<c r=\"B2\" s=\"4\"><v>7.5</v>",
        "<c r=\"C2\" s=\"3\"><v>46346</v>",
        "<c r=\"B3\" s=\"2\" t=\"s\">",
        "<c r=\"C3\" s=\"2\" t=\"s\">",
        "sqref=\"D2:D1048576\"><formula1>&quot;选项0,选项1,选项2&quot;</formula1>",
        "<formula1>'choices'!$A$1:$A$200</formula1>",
    ] {
        assert!(tab.contains(piece), "{piece} in {tab}");
    }
    assert!(!tab.contains("<f>"));
    assert!(part("xl/workbook.xml").contains("name=\"choices\" sheetId=\"2\" state=\"hidden\""));
    let read = xlsx(&bytes).unwrap();
    assert_eq!(read.name, "点表 一");
    assert_eq!(read.table.to_vecs()[1..], register.rows);
}

#[test]
fn what_excel_cannot_hold_is_refused() {
    let of = |rows: Vec<Vec<String>>| Sheet { name: "表".into(), rows, ..Sheet::default() };
    for sheet in [
        of(vec![vec!["长".repeat(32_768)]]),
        of(vec![vec![String::new(); 16_385]]),
        of(vec![vec![]; 1_048_576]),
    ] {
        let refused = write_xlsx(&[sheet]).unwrap_err();
        assert_ne!(refused.say(Lang::Zh), refused.say(Lang::En));
        assert_ne!(refused.next(Lang::Zh), refused.next(Lang::En));
    }
    assert!(write_xlsx(&[of(vec![vec!["长".repeat(32_767)]])]).is_ok());
}

fn any_cell() -> impl Strategy<Value = String> {
    let signs: Vec<char> =
        "=+-@＝＋－＠'\",;|\t\r\n\0\u{7}_x0007 <>&\u{feff}\u{fffe}\u{ffff}\u{202e}五步℃.1eE%"
            .chars()
            .collect();
    prop_oneof![
        6 => prop::collection::vec(prop::sample::select(signs), 0..8).prop_map(String::from_iter),
        1 => "[-+]?[0-9]{1,6}(\\.[0-9]{1,4})?",
        1 => "20[0-9]{2}-[01][0-9]-[0-3][0-9]",
        1 => any::<String>(),
    ]
}

fn any_sheet() -> impl Strategy<Value = Sheet> {
    let kind = prop::sample::select(vec![CellKind::Text, CellKind::Number, CellKind::Day]);
    (1_usize..5).prop_flat_map(move |width| {
        let column = (any_cell(), kind.clone(), prop::collection::vec(any_cell(), 0..3));
        let columns = prop::collection::vec(column, width);
        let rows = prop::collection::vec(prop::collection::vec(any_cell(), width), 0..6);
        (columns, rows, any::<String>()).prop_map(|(columns, rows, name)| {
            let column = |(title, kind, choices)| Column { title, kind, choices, width: None };
            Sheet { name, columns: columns.into_iter().map(column).collect(), rows }
        })
    })
}

/// All cells of a table, its head first.
fn all(sheet: &Sheet) -> Vec<Vec<String>> {
    let titles = sheet.columns.iter().map(|column| column.title.clone()).collect();
    std::iter::once(titles).chain(sheet.rows.iter().cloned()).collect()
}

/// A workbook stores no empty cells: rows by their number, up to their last filled cell.
fn without_blanks(rows: &[Vec<String>]) -> Vec<(u64, Vec<String>)> {
    let trimmed = |row: &Vec<String>| {
        let last = row.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1);
        row[..last].to_vec()
    };
    (1..).zip(rows.iter().map(trimmed)).filter(|(_, row)| !row.is_empty()).collect()
}

/// A reader that gives as many bytes at a time as it is told, again and again.
struct InPieces<'a> {
    bytes: &'a [u8],
    sizes: std::iter::Cycle<std::vec::IntoIter<usize>>,
}

impl Read for InPieces<'_> {
    fn read(&mut self, to: &mut [u8]) -> std::io::Result<usize> {
        let n = self.sizes.next().unwrap().min(to.len()).min(self.bytes.len());
        to[..n].copy_from_slice(&self.bytes[..n]);
        self.bytes = &self.bytes[n..];
        Ok(n)
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn what_is_written_as_csv_is_read_back(sheet in any_sheet()) {
        let bytes = write_csv(&sheet);
        prop_assert_eq!(recognise(&bytes), Ok(Format::Text));
        prop_assert_eq!(text(&bytes).unwrap(), all(&sheet));
    }

    #[test]
    fn what_is_written_as_xlsx_is_read_back(sheet in any_sheet()) {
        let bytes = write_xlsx(std::slice::from_ref(&sheet)).unwrap();
        let wanted = without_blanks(&all(&sheet));
        let read = xlsx(&bytes).unwrap();
        let found: Vec<(u64, Vec<String>)> =
            read.table.rows().map(|row| (row.number(), row.cells().map(str::to_owned).collect())).collect();
        prop_assert_eq!(found, wanted);
    }

    /// A witness of its own: others read what we write.
    #[test]
    fn calamine_reads_the_same_text(sheet in any_sheet()) {
        use calamine::{Data, Reader, Xlsx};
        // It leaves _x…_ and line ends as they are stored in places, and cannot have a name of controls.
        let mut sheet = sheet;
        let plain = |cell: &mut String| cell.retain(|c| !c.is_control() && c != '_' && !"\u{fffe}\u{ffff}".contains(c));
        sheet.rows.iter_mut().flatten().for_each(plain);
        sheet.columns.iter_mut().for_each(|column| plain(&mut column.title));
        sheet.columns.iter_mut().for_each(|column| column.kind = CellKind::Text);
        let bytes = write_xlsx(std::slice::from_ref(&sheet)).unwrap();
        let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(&bytes)).unwrap();
        let range = book.worksheet_range_at(0).unwrap().unwrap();
        for (at, row) in all(&sheet).iter().enumerate() {
            for (column, cell) in row.iter().enumerate() {
                let found = range.get_value((u32::try_from(at).unwrap(), u32::try_from(column).unwrap()));
                let text = match found {
                    None | Some(Data::Empty) => String::new(),
                    Some(Data::String(text)) => text.clone(),
                    Some(other) => format!("{other:?}"),
                };
                prop_assert_eq!(&text, cell);
            }
        }
    }

    #[test]
    fn rows_do_not_hang_on_where_a_read_ends(
        table in any_sheet(),
        encoding in 0..5,
        sizes in prop::collection::vec(1_usize..9, 1..4),
        filler in 0_usize..3,
    ) {
        let csv = String::from_utf8(write_csv(&table)).unwrap();
        let csv = csv.trim_start_matches('\u{feff}').to_owned() + &"中,文\r\n".repeat(filler * 8_000);
        let bytes: Vec<u8> = match encoding {
            0 => csv.bytes().collect(),
            1 => format!("\u{feff}{csv}").into_bytes(),
            2 => [0xff, 0xfe].into_iter().chain(csv.encode_utf16().flat_map(u16::to_le_bytes)).collect(),
            3 => encoding_rs::GB18030.encode(&csv).0.into_owned(),
            _ => [0xfe, 0xff].into_iter().chain(csv.encode_utf16().flat_map(u16::to_be_bytes)).collect(),
        };
        let whole = read_text(&bytes[..], TextChoice::default(), Limits::TEXT);
        let pieces = InPieces { bytes: &bytes, sizes: sizes.into_iter().cycle() };
        let split = read_text(pieces, TextChoice::default(), Limits::TEXT);
        prop_assert_eq!(format!("{whole:?}"), format!("{split:?}"));
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400), begin in 0_usize..6) {
        let begins: [&[u8]; 6] = [b"", b"PK\x03\x04", b"\xff\xfe", b"\xef\xbb\xbf", b"sep=", b"a,b\n"];
        let bytes = [begins[begin], &bytes].concat();
        let _ = recognise(&bytes);
        if let Err(Trouble::NoTable(why)) = text(&bytes) {
            prop_assert_ne!(why.say(Lang::Zh), why.say(Lang::En));
        }
        let _ = xlsx(&bytes);
    }

    #[test]
    fn a_workbook_with_bytes_changed_is_read_or_refused(
        sheet in any_sheet(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let mut bytes = write_xlsx(&[sheet]).unwrap();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Err(why) = xlsx(&bytes) {
            prop_assert_ne!(why.say(Lang::Zh), why.say(Lang::En));
        }
    }

    #[test]
    fn any_xml_in_a_sheet_is_read_or_refused(pieces in prop::collection::vec(prop::sample::select(vec![
        "<row>", "</row>", "<c>", "</c>", "<v>", "</v>", "1", "<c t=\"s\"><v>0</v></c>", "<c r=\"ZZ9\" s=\"1\"/>",
        "<is><t>", "</t></is>", "<f>", "</f>", "&lt;", "&#9;", "&#xFFFFFFFF;", "<mergeCell ref=\"A1:C9\"/>",
        "<col min=\"1\" max=\"65535\" hidden=\"1\"/>", "<row r=\"4294967295\"/>", "<row r=\"0\"><c r=\"A1\"><v>1</v></c></row>",
        "<c r=\"IV1\"><v>1e308</v></c>", "<c t=\"d\"><v>2</v></c>", "<c><v>NaN</v></c>", "<!--", "-->", "<![CDATA[", "]]>",
    ]), 0..20)) {
        let bytes = workbook(&[("sheet1.xml", sheet(&pieces.concat()).as_bytes())]);
        let mut book = Book::open(&bytes).unwrap();
        for sheet in [false, true] {
            let choice = SheetChoice { hidden_columns: sheet, fill_merged: sheet, sheet: None };
            let _ = book.read(&choice, Limits::XLSX);
        }
    }
}
