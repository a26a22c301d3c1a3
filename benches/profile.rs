//! Measuring an export of 200 MB, beside the `csv` crate only parsing the same file in one thread; and the same data in
//! quotes, in GB18030, laid out long, and a twentieth of it. Files are made at the first run, in the target folder.
//!
//! `cargo bench --bench profile`
//!
//! Beside other programs, by hand (both take all processors; ours is a release build):
//!
//! ```text
//! pip install duckdb polars
//! cargo bench --bench profile -- --list             # makes the files
//! /usr/bin/time -v wubu profile target/tmp/export-wide-1267000.csv --json > ours.json
//! /usr/bin/time -v python3 benches/peers.py duckdb target/tmp/export-wide-1267000.csv ours.json
//! /usr/bin/time -v python3 benches/peers.py polars target/tmp/export-wide-1267000.csv ours.json
//! ```
//!
//! `peers.py` has them tell what we tell (count, nulls, distinct, least, greatest, mean, deviation, quartiles), and
//! compares every figure of every column with ours.

#[path = "export.rs"]
mod export;

use divan::Bencher;
use divan::counter::BytesCount;
use export::{Form, ROWS, export};
use std::fs;
use std::path::{Path, PathBuf};
use wubu::profile::{Options, Profile, Progress, measure};

fn main() {
    file(Form::Wide, ROWS);
    divan::main();
}

fn file(form: Form, rows: u64) -> PathBuf {
    export(Path::new(env!("CARGO_TARGET_TMPDIR")), form, rows)
}

fn profile(path: &Path) -> Profile {
    measure(path, &Options::default(), &Progress::new()).expect("an export")
}

fn ours(bencher: Bencher, form: Form, rows: u64) {
    let path = file(form, rows);
    let size = fs::metadata(&path).expect("it was made").len();
    bencher.counter(BytesCount::new(size)).bench_local(|| profile(&path));
}

/// Cells of all rows, as bytes.
fn csv_cells(bencher: Bencher, form: Form, rows: u64) {
    let path = file(form, rows);
    let size = fs::metadata(&path).expect("it was made").len();
    bencher.counter(BytesCount::new(size)).bench_local(|| {
        let reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_path(&path);
        let (mut reader, mut record, mut cells) = (reader.expect("a file"), csv::ByteRecord::new(), 0);
        while reader.read_byte_record(&mut record).expect("rows") {
            cells += record.len();
        }
        cells
    });
}

#[divan::bench(sample_count = 9, sample_size = 1)]
fn wide_200_mb_ours(bencher: Bencher) {
    ours(bencher, Form::Wide, ROWS);
}

#[divan::bench(sample_count = 9, sample_size = 1)]
fn wide_200_mb_csv_crate_parses(bencher: Bencher) {
    csv_cells(bencher, Form::Wide, ROWS);
}

#[divan::bench(sample_count = 9, sample_size = 1)]
fn quoted_ours(bencher: Bencher) {
    ours(bencher, Form::Quoted, ROWS);
}

#[divan::bench(sample_count = 9, sample_size = 1)]
fn quoted_csv_crate_parses(bencher: Bencher) {
    csv_cells(bencher, Form::Quoted, ROWS);
}

#[divan::bench(sample_count = 9, sample_size = 1)]
fn gb18030_ours(bencher: Bencher) {
    ours(bencher, Form::Gb18030, ROWS);
}

/// 21 tags: a row a value.
#[divan::bench(sample_count = 9, sample_size = 1)]
fn long_200_mb_ours(bencher: Bencher) {
    ours(bencher, Form::Long, ROWS / 8);
}

#[divan::bench(sample_count = 9, sample_size = 1)]
fn long_200_mb_csv_crate_parses(bencher: Bencher) {
    csv_cells(bencher, Form::Long, ROWS / 8);
}

#[divan::bench(sample_count = 20, sample_size = 1)]
fn wide_10_mb_ours(bencher: Bencher) {
    ours(bencher, Form::Wide, ROWS / 20);
}

#[divan::bench(sample_count = 20, sample_size = 1)]
fn wide_10_mb_csv_crate_parses(bencher: Bencher) {
    csv_cells(bencher, Form::Wide, ROWS / 20);
}
