//! Registers to and from tables. On the way in: which column of a register each header means ([`Mapping`]), and what
//! each line would do to the workspace ([`Plan`]), as plain data that is shown first and then becomes one edit. On the
//! way out: a register as a [`Sheet`](crate::sheet::Sheet) that comes back in without changing anything.
//!
//! **What keeps a line out:** no key; a key that another line of the table, or several rows of the register, have; a
//! new or changed cell that is wrong for its column; a line of a text table with too few or too many cells; and the
//! rules of the guide that say so (a 32 or 64 bit Modbus tag without its word order). All else that may be wrong,
//! such as an empty required cell or a reference to nothing, comes in and is a finding of `check`: tables come in any order.

mod block;
mod change;
mod export;
mod mapping;
mod plan;
mod reading;
mod reason;
mod rejected;
mod totals;

pub use block::{Block, plan_block};
pub use change::{
    CellWrite, Content, Written, add_column, add_row, copy_cell, duplicate_row, move_row, next_key,
    remove_column,
};
pub use export::export;
pub use mapping::{BadChoice, Choices, Head, Mapping, To, find_layout, fingerprint, is_head, meant};
pub use plan::{Changed, Counts, Fate, Filled, Incoming, Line, Options, Plan};
pub(crate) use plan::{put, ranks};
pub use reason::Reason;
pub use rejected::{rejected, rejected_block};
pub use totals::{Numbers, Totals};
