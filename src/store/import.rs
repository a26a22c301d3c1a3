//! An import as a job for whoever may wait: reads the table, finds out what its headers mean and what each line would
//! do, and gives all that back to be looked at. Nothing is changed by it; the plan becomes an edit when somebody says so.

use super::tables::keep_sheet;
use super::{Folders, NotWritten, TableKind, keep_refused, recall_mapping, remember_mapping};
use crate::guide::{Register, guide};
use crate::sheet::{
    Choice, Dialect, Encoding, HEAD_ROWS, Layout, Loaded, NoTable, Row, SheetError, Trouble, pasted,
    read_watched,
};
use crate::table::{
    BadChoice, Block, Choices, Fate, Incoming, Mapping, Options, Plan, To, find_layout, fingerprint, is_head,
    meant, plan_block, rejected_block,
};
use crate::text::{Bilingual, Lang, Phrase};
use crate::workspace::{Id, TableColumn, Workspace, columns};
use std::path::PathBuf;
use std::sync::Arc;
use thiserror::Error;

/// What is to come in, and how it is to be understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportWish {
    pub register: &'static str,
    pub source: ImportSource,
    pub choice: Choice,
    /// The number of the row that is the head; else it is found.
    pub head: Option<u64>,
    /// What was said of headers; of a block without a head, of its columns by their number from 1.
    pub said: Choices,
    /// What was remembered of this layout is left aside.
    pub forgets: bool,
    pub clears: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImportSource {
    File(PathBuf),
    Pasted(Arc<Pasted>),
}

/// A block from the clipboard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pasted {
    pub text: String,
    /// The rows from the cursor down, and the columns from the cursor rightwards, as they are seen.
    pub onto: Vec<Id>,
    pub columns: Vec<String>,
    /// Whether its first line is a head; found out where nobody says.
    pub has_head: Option<bool>,
    /// Beside this file, the workspace, the lines are kept that stay outside.
    pub beside: PathBuf,
}

impl ImportWish {
    pub fn new(register: &'static Register, source: ImportSource) -> ImportWish {
        let said = Choices::new();
        let register = register.key.as_str();
        ImportWish {
            register,
            source,
            choice: Choice::default(),
            head: None,
            said,
            forgets: false,
            clears: false,
        }
    }

    /// The bytes are the same, and are read in the same way.
    fn reads_like(&self, other: &ImportWish) -> bool {
        self.choice == other.choice
            && match (&self.source, &other.source) {
                (ImportSource::File(one), ImportSource::File(two)) => one == two,
                (ImportSource::Pasted(one), ImportSource::Pasted(two)) => one.text == two.text,
                _ => false,
            }
    }
}

/// A column as it can be chosen for a header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnName {
    pub key: String,
    pub label: Bilingual,
    pub is_key: bool,
}

/// What an import would do.
#[derive(Debug)]
pub struct Preview {
    pub wish: ImportWish,
    pub register: &'static Register,
    pub loaded: Arc<Loaded>,
    /// None for a block, which has no head.
    pub layout: Option<Layout>,
    pub mapping: Mapping,
    /// The choices in force, remembered ones among them.
    pub choices: Choices,
    pub remembered: bool,
    pub columns: Vec<ColumnName>,
    /// What stands below each header in the first lines.
    pub samples: Vec<String>,
    /// None where no header fills the key column, so that no line can be told from another.
    pub plan: Option<Plan>,
    /// The lines of the plan, those first that a person should see.
    pub order: Vec<usize>,
    /// Rows that could be the head, by number.
    pub heads: Vec<u64>,
    /// Of the workspace, when the plan was made.
    pub revision: u64,
}

#[derive(Debug, Error)]
pub enum NoImport {
    #[error("{0}")]
    Sheet(#[from] SheetError),
    #[error("{0}")]
    Pasted(NoTable),
    #[error("nothing but blanks")]
    Blank,
    #[error("{0}")]
    Choice(#[from] BadChoice),
    #[error("no register {0}")]
    NoRegister(String),
    #[error("stopped")]
    Stopped,
}

impl NoImport {
    /// The encoding is to be named by somebody; what it may be.
    pub fn asks_encoding(&self) -> Option<Encoding> {
        match self {
            NoImport::Sheet(SheetError { why: Trouble::NoTable(NoTable::Encoding { guess }), .. }) => {
                Some(*guess)
            }
            NoImport::Sheet(SheetError {
                why: Trouble::NoTable(NoTable::NotInEncoding { encoding, .. }),
                ..
            }) => Some(*encoding),
            _ => None,
        }
    }

    pub fn say(&self, lang: Lang) -> String {
        const BLANK: Phrase = Phrase::new("表中没有内容", "there is nothing in the table");
        const STOPPED: Phrase = Phrase::new("已中止", "stopped");
        match self {
            NoImport::Sheet(why) => why.say(lang),
            NoImport::Pasted(why) => why.say(lang),
            NoImport::Choice(why) => why.say(lang),
            NoImport::Blank => BLANK.say(lang).into(),
            NoImport::NoRegister(key) if lang == Lang::Zh => format!("没有台账 {key}"),
            NoImport::NoRegister(key) => format!("there is no register {key}"),
            NoImport::Stopped => STOPPED.say(lang).into(),
        }
    }

    pub fn next(&self, lang: Lang) -> &'static str {
        const OTHER: Phrase = Phrase::new("换一个表格或工作表", "choose another table or sheet");
        const ENCODING: Phrase = Phrase::new("选一种编码", "choose an encoding");
        match self {
            _ if self.asks_encoding().is_some() => ENCODING.say(lang),
            NoImport::Sheet(why) => why.next(lang),
            NoImport::Pasted(why) => why.next(lang),
            NoImport::Blank | NoImport::Choice(_) | NoImport::NoRegister(_) | NoImport::Stopped => {
                OTHER.say(lang)
            }
        }
    }
}

/// An import that is to be looked at.
#[derive(Debug)]
pub struct ImportJob {
    pub wish: ImportWish,
    pub workspace: Arc<Workspace>,
    pub revision: u64,
    pub folders: Folders,
    /// What was looked at last: its table need not be read again.
    pub before: Option<Arc<Preview>>,
}

/// Rows among which the head is looked for, blank ones counted.
const FIRST: usize = 200;
/// Lines of which a sample is shown.
const SAMPLES: usize = 3;

impl ImportJob {
    /// `watch` is told how far it is, in percent, and says whether to go on.
    ///
    /// # Errors
    /// Why there is nothing to look at.
    pub fn run(self, watch: &mut dyn FnMut(u8) -> bool) -> Result<Preview, NoImport> {
        let key = self.wish.register;
        let register = guide().register(key).ok_or_else(|| NoImport::NoRegister(key.to_owned()))?;
        let before = self.before.as_ref().filter(|before| before.wish.reads_like(&self.wish));
        let loaded = match before {
            Some(before) => Arc::clone(&before.loaded),
            None => Arc::new(load(&self.wish, watch)?),
        };
        if !watch(READ) {
            return Err(NoImport::Stopped);
        }
        let columns = columns(&self.workspace, key);
        let rows: Vec<Row> = loaded.table().rows().take(FIRST).collect();
        let first = rows.iter().find(|row| !row.is_blank()).ok_or(NoImport::Blank)?;
        let layout = match &self.wish.source {
            ImportSource::Pasted(block) if !block.has_head.unwrap_or(is_head(*first, register, &columns)) => {
                None
            }
            ImportSource::Pasted(_) => Layout::at(&rows, first.number()),
            ImportSource::File(_) => {
                let told = self.wish.head.and_then(|number| Layout::at(&rows, number));
                // Where nothing looks like a head, the first row is taken for one: its columns are named by hand.
                told.or_else(|| find_layout(&rows, register, &columns))
                    .or_else(|| Layout::at(&rows, first.number()))
            }
        };
        let heads = rows.iter().filter(|row| !row.is_blank()).take(HEAD_ROWS).map(Row::number).collect();
        let understood = self.understand(register, &columns, layout.as_ref(), loaded.table().width())?;
        let plan = self.plan(register, &loaded, layout.as_ref(), &understood.mapping);
        let samples = samples(&loaded, layout.as_ref(), understood.mapping.heads.len());
        let name = |column: &TableColumn| ColumnName {
            key: column.key().to_owned(),
            label: Bilingual { zh: column.label(Lang::Zh).to_owned(), en: column.label(Lang::En).to_owned() },
            is_key: column.key() == register.key_column,
        };
        Ok(Preview {
            register,
            columns: columns.iter().map(name).collect(),
            order: plan.as_ref().map(order).unwrap_or_default(),
            remembered: understood.remembered,
            mapping: understood.mapping,
            choices: understood.choices,
            wish: self.wish,
            revision: self.revision,
            loaded,
            layout,
            samples,
            plan,
            heads,
        })
    }

    fn understand(
        &self,
        register: &'static Register,
        columns: &[TableColumn],
        layout: Option<&Layout>,
        width: usize,
    ) -> Result<Understood, NoImport> {
        let said = &self.wish.said;
        let Some(layout) = layout else {
            let ImportSource::Pasted(block) = &self.wish.source else { return Err(NoImport::Blank) };
            let key = |at: usize| match said.get(&(at + 1).to_string()) {
                Some(key) => Some(key.as_str()).filter(|key| !key.is_empty()),
                // A column that was chosen by hand for another one is not filled twice.
                None => block
                    .columns
                    .get(at)
                    .map(String::as_str)
                    .filter(|key| !said.values().any(|said| said == key)),
            };
            let keys: Vec<Option<&str>> = (0..width).map(key).collect();
            let mapping = Mapping::of_columns(&keys);
            return Ok(Understood { mapping, choices: said.clone(), remembered: false });
        };
        let recalled = match (&self.wish.source, self.wish.forgets) {
            (_, true) => Choices::new(),
            (_, false) => recall_mapping(&self.folders, fingerprint(&register.key, layout)),
        };
        let remembered = !recalled.is_empty();
        let choices = meant(recalled, said, layout, register, columns);
        let mapping = Mapping::of(layout, register, columns, &choices)?;
        Ok(Understood { mapping, choices, remembered })
    }

    fn plan(
        &self,
        register: &'static Register,
        loaded: &Loaded,
        layout: Option<&Layout>,
        mapping: &Mapping,
    ) -> Option<Plan> {
        let random = &mut fastrand::Rng::new();
        let (table, clears) = (loaded.table(), self.wish.clears);
        match (layout, &self.wish.source) {
            (Some(layout), source) => {
                let is_text = matches!((source, loaded), (ImportSource::File(_), Loaded::Text(..)));
                let incoming = Incoming { table, layout, mapping, options: Options { clears, is_text } };
                mapping
                    .fills(&register.key_column)
                    .then(|| Plan::of(&self.workspace, register, incoming, random))
            }
            (None, ImportSource::Pasted(block)) => {
                let block = Block { table, mapping, onto: &block.onto, clears };
                Some(plan_block(&self.workspace, register, block, random))
            }
            (None, ImportSource::File(_)) => None,
        }
    }
}

/// What the headers mean.
struct Understood {
    mapping: Mapping,
    choices: Choices,
    remembered: bool,
}

/// What follows an import that was made: what was said of the headers is remembered, and the lines that stayed outside
/// are written beside the file, or beside the workspace where they were pasted.
///
/// # Errors
/// Why those lines could not be written.
pub fn finish_import(
    folders: &Folders,
    preview: &Preview,
    lang: Lang,
) -> Result<Option<PathBuf>, NotWritten> {
    if let Some(layout) = &preview.layout
        && (!preview.wish.said.is_empty() || preview.wish.forgets)
    {
        remember_mapping(folders, fingerprint(&preview.register.key, layout), &preview.choices);
    }
    let Some(plan) = preview.plan.as_ref().filter(|plan| plan.counts().refused > 0) else { return Ok(None) };
    let from = match &preview.wish.source {
        ImportSource::File(from) => from.clone(),
        ImportSource::Pasted(block) => block.beside.with_file_name(PASTED.say(lang)),
    };
    let kept = if let Some(layout) = &preview.layout {
        keep_refused(plan, &preview.loaded, layout, &from, lang)
    } else {
        let sheet = rejected_block(plan, preview.loaded.table(), preview.titles(lang), lang);
        keep_sheet(sheet, TableKind::Csv, &from)
    };
    kept.map(Some)
}

/// What a block from the clipboard would be called as a file.
const PASTED: Phrase = Phrase::new("粘贴", "pasted");

impl Preview {
    /// What the columns of a block without a head go into; the number of one that goes nowhere.
    fn titles(&self, lang: Lang) -> Vec<String> {
        let title = |to: &To| match to {
            To::Column { key, .. } => self.columns.iter().find(|column| column.key == *key),
            _ => None,
        };
        let heads = self.mapping.heads.iter();
        heads
            .map(|head| title(&head.to).map_or(head.name.as_str(), |c| c.label.say(lang)).to_owned())
            .collect()
    }
}

/// The share of the reading in the whole of the work, in percent.
const READ: u8 = 60;

fn load(wish: &ImportWish, watch: &mut dyn FnMut(u8) -> bool) -> Result<Loaded, NoImport> {
    match &wish.source {
        ImportSource::Pasted(block) => {
            let table = pasted(&block.text).map_err(NoImport::Pasted)?;
            Ok(Loaded::Text(table, Dialect { encoding: Encoding::UTF_8, delimiter: b'\t' }))
        }
        ImportSource::File(path) => {
            let (mut last, mut is_stopped) = (0, false);
            let read = read_watched(path, &wish.choice, &mut |read, size| {
                let share =
                    u8::try_from((read * u64::from(READ)).checked_div(size).unwrap_or(0)).unwrap_or(READ);
                if share > last {
                    last = share;
                    is_stopped |= !watch(share);
                }
                !is_stopped
            });
            if is_stopped { Err(NoImport::Stopped) } else { Ok(read?) }
        }
    }
}

/// Refused lines, then those with something to note, then changes, then new ones; the others need no look.
fn order(plan: &Plan) -> Vec<usize> {
    let rank = |at: &usize| match plan.lines.get(*at).map(|line| (&line.fate, line.notes.is_empty())) {
        Some((Fate::Refused(_), _)) => 0,
        Some((Fate::Unchanged(_), _)) | None => 4,
        Some((_, false)) => 1,
        Some((Fate::Changed { .. }, _)) => 2,
        Some((Fate::New { .. }, _)) => 3,
    };
    let mut order: Vec<usize> = (0..plan.lines.len()).filter(|at| rank(at) < 4).collect();
    order.sort_by_key(rank);
    order
}

/// The first distinct texts of each column.
fn samples(loaded: &Loaded, layout: Option<&Layout>, width: usize) -> Vec<String> {
    use crate::sheet::RowKind as K;
    let is_data = |row: &Row| {
        layout.is_none_or(|layout| matches!(layout.kind(*row), K::Data | K::Short(_) | K::Long(_)))
    };
    let lines: Vec<Row> = loaded.table().rows().filter(is_data).take(FIRST).collect();
    let sample = |at: usize| {
        let mut found: Vec<String> = vec![];
        for row in &lines {
            let text: String = row.get(at).trim().chars().take(40).collect();
            let text = text.replace('\n', " ");
            if !text.is_empty() && !found.contains(&text) {
                found.push(text);
            }
            if found.len() == SAMPLES {
                break;
            }
        }
        found.join(" · ")
    };
    (0..width).map(sample).collect()
}
