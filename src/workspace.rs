//! What the users write: the records of a plant's project, and the only way to change them.
//! Every record kind is declared once, field by field, in `records.rs`; the struct, the reader, the canonical
//! printer, forms, filters, `set`, [`Edit`], checks and merge all read that declaration.
//! Pure data: no disk, no clock, no terminal. The guide is asked for its structure, never for its prose.

pub mod cell;
mod change;
mod day;
mod dispute;
mod edit;
mod field;
mod history;
mod id;
mod keys;
mod kind;
mod paper;
mod print;
mod rank;
mod read;
mod reading;
mod record;
mod records;
mod register;
mod value;

pub use change::{
    Assign, How, NewTask, Place, Spot, add, adopt, adoptable, assign, close, evidence, family, place,
};
pub use change::{reclassify, reclassify_all, remove, set_typed};
pub use day::day;
pub use dispute::{Dispute, Subject, key_of};
pub use edit::{At, Edit, Refusal};
pub use field::{ByKey, Day, FieldType, Number, Prose, Ref, Set, Shape, Text};
pub use history::{History, Step};
pub use id::Id;
pub use keys::{Keys, Reference, dangling, key_form, references, rekey};
pub use kind::{Choice, Field, Kind, Misfit, Target};
pub use paper::{add_option, drop_option, fill, fill_typed, fresh_option, proof};
pub use print::{print_text, print_value};
pub use rank::Rank;
pub use read::{Caps, CapsGuard, FAULTS};
pub use reading::{fill_indicator, new_indicator, reading, remove_row, take_over};
pub use record::{Collection, Record, Records};
pub use records::{
    Column, Criterion, Decision, Evidence, FORMAT, Measurement, Project, Reading, RecordKind, Review, Row,
    Setting, Task, Workspace,
};
pub use register::{TableColumn, columns, rows};
pub use value::{Status, Value};
