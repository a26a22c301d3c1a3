//! Tables in and out: 10,000 tags beside the plain crates on the same bytes. What ours does more: encodings, line
//! numbers, limits; in XLSX, number formats and hidden columns. `stream_*` reads 20 MB row by row.
//!
//! `cargo bench --bench sheet`

use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use fastrand::Rng;
use std::fmt::Write;
use std::io::Cursor;
use wubu::sheet::{
    Book, CellKind, Column, Encoding, Limits, Records, Sheet, SheetChoice, TextChoice, read_text, write_csv,
    write_xlsx,
};

const TAGS: usize = 10_000;

fn main() {
    divan::main();
}

/// A tag list as a plant has it: ten columns, Chinese and ASCII.
fn tags() -> Sheet {
    const HEADS: [&str; 10] =
        ["位号", "描述", "设备", "车间", "单位", "下限", "上限", "地址", "类型", "采集周期(ms)"];
    let column = |(at, title): (usize, &&str)| Column {
        title: (*title).to_owned(),
        kind: if matches!(at, 5 | 6 | 9) { CellKind::Number } else { CellKind::Text },
        ..Column::default()
    };
    let mut random = Rng::with_seed(5);
    let rows = (0..TAGS).map(|n| {
        vec![
            format!("TI-{n:05}"),
            format!("磨床 {} 号主轴轴承温度", random.u8(1..40)),
            format!("M-{}", random.u16(..500)),
            ["热处理车间", "磨削车间", "装配车间"][random.usize(..3)].to_owned(),
            "℃".to_owned(),
            "0".to_owned(),
            random.u8(60..200).to_string(),
            format!("40{:04}", random.u16(..9999)),
            "float32".to_owned(),
            "1000".to_owned(),
        ]
    });
    Sheet {
        name: "点表".into(),
        columns: HEADS.iter().enumerate().map(column).collect(),
        rows: rows.collect(),
    }
}

/// An export of a historian: 20 numbers a row, 20 MB.
fn export() -> Vec<u8> {
    let mut random = Rng::with_seed(6);
    let mut text = String::from("时间");
    (1..=20).for_each(|n| write!(text, ",测点{n}(℃)").expect("a String takes all"));
    while text.len() < 20 << 20 {
        text.push_str("\n2026-11-20 08:00:00");
        (0..20).for_each(|_| write!(text, ",{:.3}", random.f64() * 100.0).expect("a String takes all"));
    }
    text.into_bytes()
}

fn csv_rows(bytes: &[u8]) -> usize {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
    let mut record = csv::StringRecord::new();
    let mut cells = 0;
    while reader.read_record(&mut record).expect("UTF-8") {
        cells += record.len();
    }
    cells
}

fn our_rows(bytes: &[u8]) -> usize {
    let mut records = Records::new(bytes, TextChoice::default(), Limits::STREAM).expect("text");
    let mut cells = 0;
    while let Some(row) = records.next().expect("text") {
        cells += row.len();
    }
    cells
}

#[divan::bench]
fn csv_import_ours(bencher: Bencher) {
    let bytes = write_csv(&tags());
    bencher.counter(BytesCount::new(bytes.len())).bench_local(|| {
        read_text(black_box(&bytes[..]), TextChoice::default(), Limits::TEXT).expect("a table")
    });
}

/// All rows kept, as an import keeps them.
#[divan::bench]
fn csv_import_plain_csv(bencher: Bencher) {
    let bytes = write_csv(&tags());
    bencher.counter(BytesCount::new(bytes.len())).bench_local(|| {
        let mut reader =
            csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(black_box(&bytes[..]));
        reader.records().collect::<Result<Vec<_>, _>>().expect("UTF-8")
    });
}

#[divan::bench]
fn csv_import_ours_gb18030(bencher: Bencher) {
    let text = String::from_utf8(write_csv(&tags())).expect("UTF-8");
    let (bytes, ..) = encoding_rs::GB18030.encode(text.trim_start_matches('\u{feff}'));
    bencher.counter(BytesCount::new(bytes.len())).bench_local(|| {
        let (table, dialect) =
            read_text(black_box(&bytes[..]), TextChoice::default(), Limits::TEXT).expect("a table");
        assert_eq!(dialect.encoding, Encoding::GB18030);
        table
    });
}

#[divan::bench(sample_count = 20)]
fn stream_ours(bencher: Bencher) {
    let bytes = export();
    bencher.counter(BytesCount::new(bytes.len())).bench_local(|| our_rows(black_box(&bytes)));
}

#[divan::bench(sample_count = 20)]
fn stream_plain_csv(bencher: Bencher) {
    let bytes = export();
    bencher.counter(BytesCount::new(bytes.len())).bench_local(|| csv_rows(black_box(&bytes)));
}

#[divan::bench(sample_count = 20)]
fn xlsx_ours(bencher: Bencher) {
    let bytes = write_xlsx(&[tags()]).expect("it fits");
    bencher.bench_local(|| {
        let mut book = Book::open(black_box(&bytes)).expect("a workbook");
        book.read(&SheetChoice::default(), Limits::XLSX).expect("a sheet")
    });
}

#[divan::bench(sample_count = 20)]
fn xlsx_plain_calamine(bencher: Bencher) {
    use calamine::{Reader, Xlsx};
    let bytes = write_xlsx(&[tags()]).expect("it fits");
    bencher.bench_local(|| {
        let mut book: Xlsx<_> =
            calamine::open_workbook_from_rs(Cursor::new(black_box(&bytes[..]))).expect("a workbook");
        book.worksheet_range_at(0).expect("a sheet").expect("cells")
    });
}

#[divan::bench]
fn csv_export(bencher: Bencher) {
    let sheet = tags();
    bencher.bench_local(|| write_csv(black_box(&sheet)));
}

#[divan::bench(sample_count = 20)]
fn xlsx_export(bencher: Bencher) {
    let sheets = [tags()];
    bencher.bench_local(|| write_xlsx(black_box(&sheets)).expect("it fits"));
}
