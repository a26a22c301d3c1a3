//! Measures a file: the first rows make the plan, then threads take block after block.

use super::batch::{Batch, Cells, Fit};
use super::blocks::{Block, Blocks, Hashed};
use super::joint::Joint;
use super::part::Part;
use super::plan::Plan;
use super::progress::Progress;
use super::split::Split;
use super::threads;
use super::trouble::{NoProfile, Trouble};
use super::{FileMark, Options, Profile, Remark};
use crate::sheet::{Choice, Foreign, Limits, Loaded, NoTable, SheetChoice, TextChoice, Trouble as OfSheet};
use std::fs::{self, File};
use std::io::Read;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

/// Measures an export.
///
/// # Errors
/// The path, and why it is no table, what has to be named first, or that it was cancelled.
pub fn measure(path: &Path, options: &Options, progress: &Progress) -> Result<Profile, NoProfile> {
    match Plan::of_text(path, options) {
        Ok(plan) => of_text(path, &plan, options, progress),
        Err(NoProfile {
            why: Trouble::Sheet(OfSheet::NoTable(NoTable::Foreign(Foreign::Workbook))), ..
        }) => of_book(path, options, progress),
        Err(error) => Err(error),
    }
}

fn of_text(path: &Path, plan: &Plan, options: &Options, progress: &Progress) -> Result<Profile, NoProfile> {
    let fail = |why: Trouble| NoProfile { path: path.to_path_buf(), why };
    let io = |error: std::io::Error| fail(Trouble::Sheet(error.into()));
    let file = File::open(path).map_err(io)?;
    progress.begin(file.metadata().map_err(io)?.len());
    let (from, told) = Hashed::new(file, progress.clone());
    let gathered = gather(from, plan, options, progress).map_err(fail)?;
    let told = told.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let mark = FileMark { name: name(path), size: told.bytes, hash: told.mark() };
    Profile::of(mark, plan, gathered, options, progress).map_err(fail)
}

/// What was gathered of all rows.
pub(super) struct Gathered {
    pub part: Part,
    pub remarks: Vec<Remark>,
    /// Of a text.
    pub encoding: Option<String>,
    pub sheet: Option<String>,
}

fn gather<R: Read + Send>(
    from: Hashed<R>,
    plan: &Plan,
    options: &Options,
    progress: &Progress,
) -> Result<Gathered, Trouble> {
    let delimiter = plan.dialect.map_or(b',', |dialect| dialect.delimiter);
    let blocks = Blocks::new(from, options.encoding, delimiter, plan.heads.len()).of_size(options.block);
    let (blocks, joint) = (Mutex::new(blocks), Mutex::new(Joint::new(plan)));
    let work = || -> Result<Part, Trouble> {
        let (mut part, mut bytes) = (Part::new(plan), vec![]);
        loop {
            if progress.is_cancelled() {
                return Err(Trouble::Cancelled);
            }
            let next = blocks.lock().unwrap_or_else(PoisonError::into_inner).next(bytes)?;
            let Some(block) = next else { return Ok(part) };
            measure_block(&block, plan, delimiter, &mut part)?;
            let order = part.end_block();
            joint.lock().unwrap_or_else(PoisonError::into_inner).take(plan, block.at, order);
            bytes = block.bytes;
        }
    };
    let mut all: Option<Part> = None;
    for part in threads::all(work) {
        let part = part?;
        match &mut all {
            None => all = Some(part),
            Some(all) => all.merge(part),
        }
    }
    let mut part = all.unwrap_or_else(|| Part::new(plan));
    joint.into_inner().unwrap_or_else(PoisonError::into_inner).close(plan, &mut part);
    let blocks = blocks.into_inner().unwrap_or_else(PoisonError::into_inner);
    let encoding = Some(blocks.encoding().name().to_owned());
    Ok(Gathered { part, remarks: blocks.remarks, encoding, sheet: None })
}

fn measure_block(block: &Block, plan: &Plan, delimiter: u8, part: &mut Part) -> Result<(), Trouble> {
    let is_text = encoding_rs::Encoding::utf8_valid_up_to(&block.bytes) == block.bytes.len();
    let limits = Limits::STREAM;
    let mut split = Split::new(&block.bytes, block.line, delimiter, block.quotes);
    let mut batch = Batch::new(&block.bytes, plan.heads.len());
    let mut before = 0;
    while let Some(row) = split.next() {
        if split.len() > limits.columns {
            return Err(Trouble::Sheet(NoTable::Columns { row, most: limits.columns }.into()));
        }
        let is_long = split.at() - before > limits.field;
        if is_long && (0..split.len()).any(|at| split.get(at).len() > limits.field) {
            return Err(Trouble::Sheet(NoTable::LongField { line: row, most: limits.field }.into()));
        }
        before = split.at();
        if !is_text && (0..split.len()).any(|at| std::str::from_utf8(split.get(at)).is_err()) {
            part.garbled.see(row);
        }
        if part.is_data(plan, row, &split) {
            batch.push(row, &split, plan.fit(&split));
            if batch.is_full() {
                part.take(plan, &batch);
                batch.clear();
            }
        }
    }
    part.take(plan, &batch);
    Ok(())
}

/// A workbook is read as a whole, within the limits of the sheet floor.
fn of_book(path: &Path, options: &Options, progress: &Progress) -> Result<Profile, NoProfile> {
    let fail = |why: Trouble| NoProfile { path: path.to_path_buf(), why };
    let choice = Choice {
        text: TextChoice::default(),
        sheet: SheetChoice { sheet: options.sheet.clone(), ..SheetChoice::default() },
    };
    let loaded = crate::sheet::read(path, &choice)?;
    let bytes = fs::read(path).map_err(|error| fail(Trouble::Sheet(error.into())))?;
    progress.begin(bytes.len() as u64);
    let table = loaded.table();
    let plan = Plan::of(path, table, None, options)?;
    let (mut part, mut joint) = (Part::new(&plan), Joint::new(&plan));
    let mut batch = Batch::new(&[], plan.heads.len());
    for (at, row) in table.rows().enumerate() {
        if part.is_data(&plan, row.number(), &row) {
            // Stored cells end where the last filled one is: not ragged, only short.
            let fit = if plan.fit(&row) == Fit::Long { Fit::Long } else { Fit::Whole };
            batch.push(row.number(), &row, fit);
            if batch.is_full() {
                part.take(&plan, &batch);
                batch.clear();
            }
        }
        if at % 4096 == 4095 && progress.is_cancelled() {
            return Err(fail(Trouble::Cancelled));
        }
    }
    part.take(&plan, &batch);
    let order = part.end_block();
    joint.take(&plan, 0, order);
    joint.close(&plan, &mut part);
    progress.reached(bytes.len() as u64);
    let mark = FileMark {
        name: name(path),
        size: bytes.len() as u64,
        hash: format!("{:016x}", xxhash_rust::xxh3::xxh3_64(&bytes)),
    };
    let sheet = if let Loaded::Sheet(sheet) = &loaded { Some(sheet.name.clone()) } else { None };
    let gathered = Gathered { part, remarks: vec![], encoding: None, sheet };
    Profile::of(mark, &plan, gathered, options, progress).map_err(fail)
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
