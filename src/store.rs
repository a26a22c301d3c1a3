//! The file: canonical RON in and out, a save that is old or new and never half, the folders of this machine,
//! git, and `Session`, the one road that screen and command line share.

mod branch;
mod chronicle;
mod demo;
mod folders;
pub mod git;
mod lineage;
mod locate;
mod me;
pub mod pack;
mod place;
mod read;
mod recent;
mod save;
mod session;
mod sides;
mod unreadable;
mod visit;
mod write;

pub use branch::{HeadStamp, branch_of, head_stamp};
pub use chronicle::{Chronicle, Entry};
pub use demo::{DEMO_DAY, demo, demo_file, make_demo};
pub use folders::Folders;
pub use me::{Config, git_user, remember_me, remembered_me};
pub use place::{OpenError, Opened, WhyNot, open_bytes};
pub use read::{Loaded, read};
pub use recent::{recent, remember};
use save::create;
pub use save::{SaveError, Saved, Seen, keep_beside, replace};
pub use session::{
    Access, Concluded, Denied, Incoming, Look, Outside, SaveJob, Session, Stamp, Watch, Written,
};
pub use sides::{Apart, Beside, Joined, Whose, conclude, join};
pub use unreadable::{Unreadable, Why};
pub use visit::visit;
pub use write::write;
