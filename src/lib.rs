//! Wubu (五步): a terminal workbench for leading the implementation of an industrial internet platform
//! by GB/T 23031.1. The library knows everything; `main` only hands it the arguments.
//!
//! **The floors.** Each module uses only those above it in this list (`tests/floors.rs` keeps it so).
//!
//! | floor | what it is |
//! |---|---|
//! | [`text`] | two languages; display width, clipping and Chinese line breaks; made safe to show |
//! | [`guide`] | what the standard and practice say: read-only, embedded from `data/guide` |
//! | [`workspace`] | what users write: records declared field by field, and `Edit`, the only way to change them |
//! | [`merge`] | what changed between two workspaces; two changes of one become one, or a dispute that keeps both |
//! | [`readiness`] | pure numbers out of guide and workspace: the task outline, progress, late and due; changes in words |
//! | [`search`] | finds anything by its words, its id, or how it sounds in pinyin; ranked and grouped |
//! | [`check`] | findings in a workspace: dangling references, impossible days, statuses without their facts |
//! | [`sheet`] | bytes of a table file to rows of text cells and back: encodings, CSV, heads of columns, XLSX |
//! | [`profile`] | measures exports and tag lists: figures of columns, time, and the dimensions that a file tells |
//! | [`table`] | registers to and from tables: which header means which column, what an import would do, exports |
//! | [`store`] | the file: canonical RON, safe save, recent files, git, and the `Session` that both tops share |
//! | [`cli`] | the subcommands |
//! | [`tui`] | the screen |
//!
//! **How an action travels.** A key becomes a `Command` by the one key table (`data/keys.ron`), the focused
//! layer turns it into an [`workspace::Edit`] or a change of its own state, the `Session` applies the edit and
//! remembers its inverse, and the worker writes the file. A subcommand takes the same road without the screen.

pub mod check;
pub mod cli;
pub mod guide;
pub mod merge;
pub mod profile;
pub mod readiness;
pub mod search;
pub mod sheet;
pub mod store;
pub mod table;
pub mod text;
pub mod tui;
pub mod workspace;
