//! Table files beside the workspace: a register that goes out, and the lines of a table that did not come in.

use super::{SaveError, Seen, replace};
use crate::guide::guide;
use crate::sheet::{Layout, Loaded, Sheet, Unwritable, write_csv, write_xlsx};
use crate::table::{Plan, export, rejected};
use crate::text::{Lang, Phrase, show};
use crate::workspace::Workspace;
use std::fs;
use std::path::{Path, PathBuf};
use thiserror::Error;

/// Which kind of table a file is to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableKind {
    Csv,
    Xlsx,
}

impl TableKind {
    /// By the end of its name.
    pub fn of(path: &Path) -> Option<TableKind> {
        match path.extension()?.to_string_lossy().to_lowercase().as_str() {
            "csv" => Some(TableKind::Csv),
            "xlsx" => Some(TableKind::Xlsx),
            _ => None,
        }
    }

    pub const fn extension(self) -> &'static str {
        match self {
            TableKind::Csv => "csv",
            TableKind::Xlsx => "xlsx",
        }
    }

    fn bytes(self, sheet: Sheet) -> Result<Vec<u8>, NotWritten> {
        Ok(match self {
            TableKind::Csv => write_csv(&sheet),
            TableKind::Xlsx => write_xlsx(&[sheet])?,
        })
    }
}

/// Why a table was not written.
#[derive(Debug, Error)]
pub enum NotWritten {
    #[error("{0} exists")]
    There(PathBuf),
    #[error("{0}")]
    Unfit(#[from] Unwritable),
    #[error("{0}")]
    Save(#[from] SaveError),
}

impl NotWritten {
    pub fn say(&self, lang: Lang) -> String {
        match self {
            NotWritten::There(path) => {
                let path = show(&path.to_string_lossy()).into_owned();
                if lang == Lang::Zh { format!("{path} 已存在") } else { format!("{path} exists") }
            }
            NotWritten::Unfit(why) => why.say(lang),
            NotWritten::Save(why) => why.say(lang),
        }
    }

    pub fn next(&self, lang: Lang) -> &'static str {
        const OTHER: Phrase =
            Phrase::new("没有动它；换一个文件名", "it was not touched; choose another name");
        match self {
            NotWritten::There(_) => OTHER.say(lang),
            NotWritten::Unfit(why) => why.next(lang),
            NotWritten::Save(why) => why.next(lang),
        }
    }
}

/// A table as a file; one that is there is replaced only where that was asked for.
///
/// # Errors
/// A file in the way, a table that does not fit into its kind, a disk that takes no more.
pub fn write_table(sheet: Sheet, to: &Path, kind: TableKind, replaces: bool) -> Result<(), NotWritten> {
    let is_there = to.symlink_metadata().is_ok();
    if is_there && !replaces {
        return Err(NotWritten::There(to.to_path_buf()));
    }
    let bytes = kind.bytes(sheet)?;
    replace(to, &bytes, if is_there { Seen::Anything } else { Seen::Nothing })?;
    Ok(())
}

/// A register as a table file; how many rows went out.
///
/// # Errors
/// As [`write_table`].
pub fn export_table(
    workspace: &Workspace,
    register: &'static str,
    to: &Path,
    lang: Lang,
    replaces: bool,
) -> Result<usize, NotWritten> {
    let Some(register) = guide().register(register) else { return Ok(0) };
    let sheet = export(workspace, register, lang);
    let count = sheet.rows.len();
    write_table(sheet, to, TableKind::of(to).unwrap_or(TableKind::Csv), replaces)?;
    Ok(count)
}

/// The refused lines of an import in a new file beside the table, of its kind.
///
/// # Errors
/// As [`write_table`].
pub fn keep_refused(
    plan: &Plan,
    loaded: &Loaded,
    layout: &Layout,
    from: &Path,
    lang: Lang,
) -> Result<PathBuf, NotWritten> {
    let sheet = rejected(plan, loaded.table(), layout, lang);
    let kind = match loaded {
        Loaded::Text(..) => TableKind::Csv,
        Loaded::Sheet(_) => TableKind::Xlsx,
    };
    keep_sheet(sheet, kind, from)
}

/// Refused lines in a new file beside the one that they came from.
pub(super) fn keep_sheet(sheet: Sheet, kind: TableKind, from: &Path) -> Result<PathBuf, NotWritten> {
    let (bytes, extension) = (kind.bytes(sheet)?, kind.extension());
    let stem = from.file_stem().unwrap_or_default().to_string_lossy();
    // A mended file of refused lines gives one of the same name, not a longer one each time.
    let stem = stem.split(".rejected").next().unwrap_or_default();
    let name = |nth: usize| match nth {
        1 => format!("{stem}.rejected.{extension}"),
        nth => format!("{stem}.rejected-{nth}.{extension}"),
    };
    // The same lines refused once more lie there already.
    let mut nth = 1;
    loop {
        let path = from.with_file_name(name(nth));
        if path.symlink_metadata().is_err() {
            replace(&path, &bytes, Seen::Nothing)?;
            return Ok(path);
        }
        if fs::read(&path).is_ok_and(|there| there == bytes) {
            return Ok(path);
        }
        nth += 1;
    }
}
