//! The file: canonical RON in and out, a save that is old or new and never half, the folders of this machine,
//! git, and `Session`, the one road that screen and command line share.

mod bookmarks;
mod branch;
mod chronicle;
pub mod config;
mod demo;
mod disk;
mod draft;
mod folders;
pub mod git;
mod holder;
mod import;
mod lineage;
mod linked;
mod listing;
mod locate;
mod mappings;
mod me;
mod measuring;
pub mod pack;
mod photos;
mod place;
mod profiles;
mod read;
mod recent;
mod recovery;
mod save;
mod searches;
mod session;
pub mod shelf;
mod sides;
mod tables;
mod unreadable;
mod visit;
mod write;

pub use bookmarks::{bookmarks, keep_bookmarks};
pub use branch::{HeadStamp, branch_of, head_stamp};
pub use chronicle::{Chronicle, Entry};
pub use config::{AmbiguousWidth, Borders, Config, Mistake};
pub use demo::{DEMO_DAY, demo, demo_file, demo_files, make_demo};
pub use disk::{Disk, Handle, Local};
pub use draft::{Draft, DraftOf};
pub use folders::Folders;
pub use holder::Holder;
pub use import::{ColumnName, ImportJob, ImportSource, ImportWish, NoImport, Pasted, Preview, finish_import};
pub use linked::{
    Astray, Cancel, Examination, Examined, FileState, Files, Found, Linking, NotLinked, NotShown, complete,
    launch, showable, take_in,
};
pub use listing::{FolderEntry, Names, folder_names};
pub use mappings::{recall_mapping, remember_mapping};
pub use me::{
    git_user, is_first_run, remember_lang, remember_me, remember_theme, remember_welcome, remembered_lang,
    remembered_me, remembered_theme,
};
pub use measuring::{MeasureJob, RecallJob};
pub use photos::{Photo, is_image, photos};
pub use place::{OpenError, Opened, Stamp, WhyNot, folder_of, open_bytes};
pub use profiles::{recall_profile, remember_profile};
pub use read::{Loaded, read};
pub use recent::{recent, remember};
pub use recovery::Recovery;
use save::create;
pub use save::io_text;
pub use save::{How, SaveError, Saved, Seen, keep_beside, replace};
pub use searches::{NamedSearch, keep_searches, named_searches};
pub use session::{
    Access, Arrival, Concluded, Denied, Incoming, KeepJob, Look, Outside, Recovered, SaveJob, Session, Watch,
    Wish, Written,
};
pub use sides::{Apart, Beside, Joined, Whose, conclude, join};
pub use tables::{NotWritten, TableKind, export_table, keep_refused, write_table};
pub use unreadable::{Unreadable, Why};
pub use visit::visit;
pub use write::write;
