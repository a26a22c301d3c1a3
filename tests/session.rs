//! One open file: edits are saved, what others write is taken in, and no version is ever lost.

#[path = "support/random.rs"]
mod random;

use proptest::prelude::*;
use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use wubu::store::{
    Access, Denied, Folders, Outside, Session, Unreadable, Written, read, recent, remember, write,
};
use wubu::text::{Lang, Phrase};
use wubu::workspace::{At, Edit, Value, Workspace};

const STEP: Phrase = Phrase::new("改动", "change");

/// A file in a folder of its own; the name of its project says which version it is.
fn plant(name: &str) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("plant.wubu.ron");
    fs::write(&path, version(name)).expect("it can be written");
    (folder, path)
}

fn version(name: &str) -> String {
    write(&read(format!("(format: 1, project: (name: {name:?}))").as_bytes()).expect("sound").workspace)
}

fn rename(session: &mut Session, name: &str) {
    let edit = session.workspace().set(At::project("name"), Value::text(name)).expect("a field");
    assert!(session.apply(STEP, edit).expect("it fits"));
}

fn name(session: &Session) -> &str {
    session.workspace().project.name.as_str()
}

fn is_merged(outside: &Outside) -> bool {
    matches!(outside, Outside::Merged(_))
}

/// Another window on the same file, which shares what is known of its versions.
fn window(path: &Path) -> Session {
    let folders = Folders::below(path.parent().expect("it lies in a folder"));
    Session::open(path).expect("it opens").with_lineage(&folders)
}

fn look(session: &mut Session) -> Outside {
    let look = session.watch(None).run();
    session.take_in(look)
}

/// What is still so at a second look.
fn look_twice(session: &mut Session) -> Outside {
    assert_eq!(look(session), Outside::Same, "it may be over in a moment");
    look(session)
}

fn files(folder: &Path) -> Vec<String> {
    let names = fs::read_dir(folder).expect("a folder").map(|e| e.expect("an entry").file_name());
    let mut names: Vec<String> = names.map(|name| name.to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn edits_are_saved_undone_and_redone() {
    let (folder, path) = plant("甲");
    let mut session = Session::open(&path).unwrap();
    assert!(
        session.is_saved()
            && session.save_job().is_none()
            && session.undo().is_none()
            && session.redo().is_none()
    );
    assert_eq!(session.access(), Access::Full);
    rename(&mut session, "乙");
    assert!(!session.is_saved());
    assert_eq!(session.save().unwrap(), None);
    assert!(session.is_saved());
    assert_eq!(fs::read_to_string(&path).unwrap(), version("乙"));
    assert_eq!(session.undo(), Some(Ok(STEP)));
    assert_eq!((name(&session), session.is_saved()), ("甲", false));
    session.save().unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), version("甲"));
    assert_eq!(session.redo(), Some(Ok(STEP)));
    session.save().unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), version("乙"));
    assert_eq!(files(folder.path()), ["plant.wubu.ron"]);
}

#[test]
fn an_edit_that_changes_nothing_is_no_step_and_no_save() {
    let (_folder, path) = plant("甲");
    let mut session = Session::open(&path).unwrap();
    let same = session.workspace().set(At::project("name"), Value::text("甲")).unwrap();
    assert_eq!(session.apply(STEP, Edit::All(vec![same, Edit::All(vec![])])), Ok(false));
    assert!(session.is_saved() && !session.history().can_undo());
    let stale = Edit::Set { at: At::project("name"), was: Value::text("丙"), now: Value::text("丁") };
    let denied = session.apply(STEP, stale).unwrap_err();
    assert!(matches!(denied, Denied::Refused(_)) && session.is_saved());
    assert_ne!(denied.say(Lang::Zh), denied.say(Lang::En));
}

#[test]
fn what_could_not_be_opened_again_is_refused_as_an_edit() {
    let (_folder, path) = plant("甲");
    let mut session = Session::open(&path).unwrap();
    for name in ["甲".repeat((1 << 20) / 3 + 1), "a".repeat(1 << 20)] {
        let edit = session.workspace().set(At::project("name"), Value::text(&name)).unwrap();
        if name.len() > 1 << 20 {
            let denied = session.apply(STEP, edit).unwrap_err();
            assert!(denied.say(Lang::Zh).contains("1 MiB") && denied.next(Lang::En).contains("evidence"));
        } else {
            session.apply(STEP, edit).unwrap();
            session.save().unwrap();
            assert!(Session::open(&path).is_ok());
        }
    }
}

#[test]
fn an_edit_made_while_a_save_runs_stays_unsaved() {
    let (_folder, path) = plant("甲");
    let mut session = Session::open(&path).unwrap();
    rename(&mut session, "乙");
    let job = session.save_job().unwrap();
    let revision = job.revision;
    rename(&mut session, "丙");
    let Written::Saved(saved) = job.run().unwrap() else { panic!("nobody else wrote") };
    session.note_saved(revision, &saved);
    assert!(!session.is_saved());
    assert_eq!(fs::read_to_string(&path).unwrap(), version("乙"));
    session.save().unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), version("丙"));
}

#[test]
fn what_others_wrote_is_taken_over_when_nothing_waits() {
    let (folder, path) = plant("甲");
    let mut session = Session::open(&path).unwrap();
    assert_eq!(look(&mut session), Outside::Same);
    let before = session.revision();
    fs::write(&path, version("他人")).unwrap();
    assert!(is_merged(&look(&mut session)));
    assert_eq!(name(&session), "他人");
    assert!(session.is_saved() && session.revision() > before);
    assert_eq!(look(&mut session), Outside::Same);
    rename(&mut session, "乙");
    assert_eq!(session.save().unwrap(), None, "it had been seen: nothing to keep beside");
    assert_eq!(files(folder.path()), ["plant.wubu.ron"]);
}

fn site(session: &mut Session, site: &str) {
    let edit = session.workspace().set(At::project("site"), Value::text(site)).expect("a field");
    assert!(session.apply(STEP, edit).expect("it fits"));
}

/// The candidates of the one dispute about the project's name.
fn disputed(session: &Session) -> Vec<String> {
    let dispute = session.workspace().disputes.get("project/name");
    dispute.into_iter().flat_map(|dispute| &dispute.of).map(|name| name.as_text().to_owned()).collect()
}

#[test]
fn what_others_wrote_while_changes_wait_is_merged() {
    let (folder, path) = plant("甲");
    let mut session = Session::open(&path).unwrap();
    site(&mut session, "东区");
    fs::write(&path, version("他人")).unwrap();
    let Outside::Merged(incoming) = look(&mut session) else { panic!("it can be merged") };
    assert_eq!((incoming.changes.len(), incoming.disputes), (1, 0));
    assert_eq!((name(&session), session.workspace().project.site.as_str()), ("他人", "东区"));
    assert!(!session.is_saved(), "both are still to be written");
    session.save().unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), write(session.workspace()));
    assert_eq!(session.undo(), Some(Ok(STEP)));
    assert_eq!((name(&session), session.workspace().project.site.as_str()), ("他人", ""));
    assert_eq!(files(folder.path()), ["plant.wubu.ron"]);
}

#[test]
fn what_others_wrote_unseen_is_merged_by_the_save() {
    let (folder, path) = plant("甲");
    let mut session = Session::open(&path).unwrap();
    rename(&mut session, "乙");
    fs::write(&path, version("他人")).unwrap();
    assert_eq!(session.save().unwrap(), None, "nothing is put aside: both are candidates");
    assert_eq!((name(&session), disputed(&session)), ("甲", vec!["乙".into(), "他人".into()]));
    assert_eq!(fs::read_to_string(&path).unwrap(), write(session.workspace()));
    assert_eq!(look(&mut session), Outside::Same);
    assert_eq!(files(folder.path()), ["plant.wubu.ron"]);
}

#[test]
fn an_undo_of_what_others_changed_meanwhile_is_refused() {
    let (_folder, path) = plant("甲");
    let mut session = Session::open(&path).unwrap();
    rename(&mut session, "乙");
    session.save().unwrap();
    fs::write(&path, version("他人")).unwrap();
    let Outside::Merged(incoming) = look(&mut session) else { panic!("it can be merged") };
    assert_eq!(incoming.disputes, 1, "nothing says that they had seen ours");
    assert!(matches!(session.undo(), Some(Err(Denied::Refused(_)))));
    assert_eq!((name(&session), disputed(&session)), ("甲", vec!["乙".into(), "他人".into()]));
}

#[test]
fn two_windows_follow_each_other() {
    let (_folder, path) = plant("甲");
    let [mut one, mut two] = [window(&path), window(&path)];
    // The same field in turns, also back and forth: each has seen the other's change.
    for (n, new) in ["一", "二", "甲", "一", "甲"].into_iter().enumerate() {
        let (writer, reader) = if n % 2 == 0 { (&mut one, &mut two) } else { (&mut two, &mut one) };
        rename(writer, new);
        writer.save().unwrap();
        assert!(is_merged(&look(reader)), "{new}");
        assert_eq!((name(reader), reader.is_saved(), disputed(reader)), (new, true, vec![]));
    }
    // At the same time, different fields: both land. The same field: a real dispute.
    rename(&mut one, "一");
    site(&mut two, "东区");
    one.save().unwrap();
    two.save().unwrap();
    assert!(is_merged(&look(&mut one)));
    assert_eq!(write(one.workspace()), write(two.workspace()));
    assert_eq!((name(&two), two.workspace().project.site.as_str()), ("一", "东区"));
    rename(&mut one, "甲甲");
    rename(&mut two, "乙乙");
    two.save().unwrap();
    one.save().unwrap();
    assert!(is_merged(&look(&mut two)));
    assert_eq!((name(&two), disputed(&two)), ("一", vec!["乙乙".into(), "甲甲".into()]));
    assert_eq!(write(one.workspace()), write(two.workspace()));
}

#[test]
fn a_file_that_went_back_waits_until_somebody_says_so() {
    let (_folder, path) = plant("甲");
    let mut session = Session::open(&path).unwrap();
    rename(&mut session, "乙");
    session.save().unwrap();
    fs::write(&path, version("甲")).unwrap();
    assert_eq!(look(&mut session), Outside::Behind);
    assert_eq!((name(&session), session.is_behind(), session.is_saved()), ("乙", true, false));
    assert!(session.save_job().is_none(), "nothing is put back unasked");
    assert_eq!(look(&mut session), Outside::Same, "once is enough");
    // Let go, and taken up again: an undo like any other.
    assert_eq!(session.let_go(STEP), Ok(true));
    assert_eq!((name(&session), session.is_behind(), session.is_saved()), ("甲", false, true));
    session.undo().unwrap().unwrap();
    session.save().unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), version("乙"));
    // Back once more: the next edit puts everything there again.
    fs::write(&path, version("甲")).unwrap();
    assert_eq!(look(&mut session), Outside::Behind);
    site(&mut session, "东区");
    assert!(session.save_job().is_some());
    session.save().unwrap();
    assert!(fs::read_to_string(&path).unwrap().contains("乙"));
}

#[test]
fn a_version_that_was_undone_and_made_again_leads_nowhere_by_that() {
    let (_folder, path) = plant("甲");
    let mut session = window(&path);
    rename(&mut session, "乙");
    session.save().unwrap();
    session.undo().unwrap().unwrap();
    session.save().unwrap();
    session.redo().unwrap().unwrap();
    session.save().unwrap();
    // Somebody checks the old version out: not our undo of some time ago.
    fs::write(&path, version("甲")).unwrap();
    assert_eq!(look(&mut session), Outside::Behind);
    assert_eq!(name(&session), "乙");
}

/// What a piece of work comes to, if it comes to an end at all.
#[cfg(unix)]
fn in_time<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    let (tell, told) = std::sync::mpsc::channel();
    std::thread::spawn(move || tell.send(work()));
    told.recv_timeout(std::time::Duration::from_secs(10)).expect("it waits for nothing")
}

#[cfg(unix)]
#[test]
fn a_pipe_in_the_place_of_the_file_holds_up_no_save() {
    let (_folder, path) = plant("甲");
    let mut session = window(&path);
    fs::remove_file(&path).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
    rename(&mut session, "乙");
    let job = session.save_job().unwrap();
    let refused = in_time(move || job.run()).unwrap_err();
    assert!(
        !refused.is_busy() && refused.say(Lang::Zh).contains("不是普通文件"),
        "{}",
        refused.say(Lang::Zh)
    );
    fs::remove_file(&path).unwrap();
    session.save().unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), version("乙"));
}

#[test]
fn a_newer_format_that_comes_while_changes_wait_is_kept_beside_them() {
    let (_folder, path) = plant("甲");
    let newer = "(format: 7, project: (name: \"新\", mood: \"x\"))";
    let mut session = Session::open(&path).unwrap();
    rename(&mut session, "乙");
    fs::write(&path, newer).unwrap();
    assert_eq!(look(&mut session), Outside::Waiting);
    let Ok(Written::Saved(saved)) = session.save_job().unwrap().run() else {
        panic!("nothing more is to come")
    };
    assert_eq!(fs::read_to_string(saved.aside.unwrap()).unwrap(), newer);
    assert_eq!(fs::read_to_string(&path).unwrap(), version("乙"));
}

#[test]
fn damaged_bytes_are_spoken_of_once_and_never_overwritten_without_a_copy() {
    for damaged in ["", "(format: 1, tasks: {", "<<<<<<< HEAD\n", "\0\0\0"] {
        let (_folder, path) = plant("甲");
        let mut session = Session::open(&path).unwrap();
        fs::write(&path, damaged).unwrap();
        assert!(matches!(look_twice(&mut session), Outside::Damaged(_)), "{damaged:?}");
        assert_eq!(look(&mut session), Outside::Same, "once is enough");
        assert_eq!(name(&session), "甲");
        rename(&mut session, "乙");
        let aside = session.save().unwrap().expect("a copy of the damaged bytes");
        assert_eq!(fs::read_to_string(aside).unwrap(), damaged);
        assert_eq!(fs::read_to_string(&path).unwrap(), version("乙"));
        assert_eq!(look(&mut session), Outside::Same);
    }
}

#[test]
fn a_file_that_was_half_written_is_taken_over_once_it_is_whole() {
    let (_folder, path) = plant("甲");
    let mut session = Session::open(&path).unwrap();
    let whole = version("他人");
    fs::write(&path, &whole.as_bytes()[..whole.len() / 2]).unwrap();
    let half = session.watch(None).run();
    assert_eq!(half.stamp, None, "without a stamp it is read again");
    assert_eq!(session.take_in(half), Outside::Same);
    // Nor does a save that comes by chance take it for what it is not.
    site(&mut session, "东区");
    let refused = session.save_job_now().run().unwrap_err();
    assert!(refused.is_busy() && !refused.next(Lang::Zh).is_empty());
    fs::write(&path, &whole).unwrap();
    assert!(is_merged(&look(&mut session)));
    assert_eq!(name(&session), "他人");
}

#[test]
fn a_file_that_is_gone_stays_in_memory_and_comes_back_with_a_save() {
    let (folder, path) = plant("甲");
    let mut session = Session::open(&path).unwrap();
    fs::remove_file(&path).unwrap();
    assert_eq!(look_twice(&mut session), Outside::Gone);
    assert_eq!((name(&session), session.is_adrift()), ("甲", true));
    assert_eq!(look(&mut session), Outside::Same, "once is enough");
    session.rewrite().unwrap();
    assert!(!session.is_adrift());
    assert_eq!(fs::read_to_string(&path).unwrap(), version("甲"));
    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    assert_eq!(look_twice(&mut session), Outside::Barred(ErrorKind::IsADirectory));
    rename(&mut session, "乙");
    let refused = session.save().unwrap_err();
    assert_ne!(refused.say(Lang::Zh), refused.say(Lang::En));
    assert!(!session.is_saved());
    fs::remove_dir(&path).unwrap();
    session.save().unwrap();
    assert_eq!(files(folder.path()), ["plant.wubu.ron"]);
}

#[test]
fn a_look_that_began_before_our_save_says_nothing() {
    let (_folder, path) = plant("甲");
    let mut session = Session::open(&path).unwrap();
    fs::write(&path, version("他人")).unwrap();
    let early = session.watch(None).run();
    rename(&mut session, "乙");
    session.save().unwrap();
    let merged = write(session.workspace());
    assert_eq!(session.take_in(early), Outside::Same);
    assert_eq!(write(session.workspace()), merged);
}

#[test]
fn the_same_bytes_written_again_are_nothing() {
    let (_folder, path) = plant("甲");
    let mut session = Session::open(&path).unwrap();
    let first = session.watch(None).run();
    let stamp = first.stamp;
    assert_eq!(session.take_in(first), Outside::Same);
    let unchanged = session.watch(stamp).run();
    assert_eq!((unchanged.stamp, session.take_in(unchanged)), (stamp, Outside::Same));
    fs::write(&path, version("甲")).unwrap();
    let revision = session.revision();
    let again = session.watch(stamp).run();
    assert_eq!(session.take_in(again), Outside::Same);
    assert_eq!(session.revision(), revision);
}

#[test]
fn a_clock_that_was_set_back_hides_no_change() {
    let (_folder, path) = plant("甲");
    let mut session = Session::open(&path).unwrap();
    let first = session.watch(None).run();
    let stamp = first.stamp;
    session.take_in(first);
    let time = || fs::metadata(&path).unwrap().modified().unwrap();
    let set = |time| fs::File::options().write(true).open(&path).unwrap().set_modified(time).unwrap();
    let a_year_ago = time() - std::time::Duration::from_secs(365 * 86_400);
    fs::write(&path, version("乙")).unwrap();
    set(a_year_ago);
    let later = session.watch(stamp).run();
    assert!(is_merged(&session.take_in(later)));
    // Same length, same time: where the system tells no more of a file no look can tell, but no save overwrites
    // it unseen.
    let now = session.watch(None).run().stamp;
    let before = time();
    fs::write(&path, version("丙")).unwrap();
    set(before);
    let blind = session.watch(now).run();
    assert_eq!(is_merged(&session.take_in(blind)), cfg!(unix));
    rename(&mut session, "丁");
    session.save().unwrap();
    assert!(cfg!(unix) || disputed(&session) == ["丁", "丙"]);
}

#[cfg(unix)]
#[test]
fn a_symlink_stays_one_and_the_mode_is_kept() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
    let (folder, path) = plant("甲");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    let [link, chain] = ["link.wubu.ron", "chain.wubu.ron"].map(|n| folder.path().join(n));
    symlink("plant.wubu.ron", &link).unwrap();
    symlink("link.wubu.ron", &chain).unwrap();
    let mut session = Session::open(&chain).unwrap();
    rename(&mut session, "乙");
    session.save().unwrap();
    assert!(link.is_symlink() && chain.is_symlink());
    assert_eq!(fs::read_to_string(&path).unwrap(), version("乙"));
    assert_eq!(fs::metadata(&path).unwrap().mode() & 0o777, 0o640);

    // The target goes away: the link is not replaced by a file.
    fs::remove_file(&path).unwrap();
    assert_eq!(look_twice(&mut session), Outside::Gone);
    rename(&mut session, "丙");
    assert!(session.save().is_err() && chain.is_symlink());
    for odd in ["gone", "circle"] {
        let odd = folder.path().join(odd);
        symlink(if odd.ends_with("gone") { "nowhere" } else { "circle" }, &odd).unwrap();
        assert!(Session::open(&odd).is_err());
        assert!(Session::create(&odd, Workspace::default()).is_err() && odd.is_symlink());
    }
}

#[cfg(unix)]
#[test]
fn a_read_only_file_opens_and_takes_no_edit() {
    use std::os::unix::fs::PermissionsExt;
    let (_folder, path) = plant("甲");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).unwrap();
    let mut session = Session::open(&path).unwrap();
    assert_eq!(session.access(), Access::ReadOnlyFile);
    let edit = session.workspace().set(At::project("name"), Value::text("乙")).unwrap();
    let denied = session.apply(STEP, edit).unwrap_err();
    assert_eq!(denied, Denied::ReadOnly(Access::ReadOnlyFile));
    assert!(denied.say(Lang::Zh).contains("只读") && denied.say(Lang::En).contains("read-only"));
    assert_eq!((name(&session), session.save_job().is_none()), ("甲", true));
}

#[test]
fn a_newer_format_opens_read_only_and_says_both_numbers() {
    let (_folder, path) = plant("甲");
    let newer = "(format: 7, project: (name: \"新\", mood: \"x\"))";
    fs::write(&path, newer).unwrap();
    let mut session = Session::open(&path).unwrap();
    assert_eq!((session.access(), name(&session)), (Access::NewerFormat(7), "新"));
    let edit = session.workspace().set(At::project("name"), Value::text("乙")).unwrap();
    let denied = session.apply(STEP, edit).unwrap_err();
    for lang in [Lang::Zh, Lang::En] {
        let said = denied.say(lang);
        assert!(said.contains('7') && said.contains('1'), "{said}");
        assert!(!denied.next(lang).is_empty());
    }
    // Not even where a save is asked for in any case.
    let refused = session.save_job_now().run().unwrap_err();
    assert!(
        refused.say(Lang::Zh) != refused.say(Lang::En) && refused.next(Lang::Zh) != refused.next(Lang::En)
    );
    assert_eq!(fs::read_to_string(&path).unwrap(), newer);
    // Where not even that can be read, both numbers as well.
    fs::write(&path, "(format: 7, project: [])").unwrap();
    let refused = Session::open(&path).unwrap_err();
    for lang in [Lang::Zh, Lang::En] {
        assert!(refused.say(lang).contains('7') && refused.say(lang).contains('1'));
    }
}

#[test]
fn a_file_that_comes_back_to_our_format_takes_edits_again() {
    let (_folder, path) = plant("甲");
    let mut session = Session::open(&path).unwrap();
    fs::write(&path, "(format: 2, project: (name: \"新\"))").unwrap();
    assert!(is_merged(&look(&mut session)));
    assert_eq!(session.access(), Access::NewerFormat(2));
    fs::write(&path, version("旧")).unwrap();
    assert!(is_merged(&look(&mut session)));
    assert_eq!(session.access(), Access::Full);
    rename(&mut session, "乙");
    session.save().unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), version("乙"));
}

#[test]
fn a_new_file_never_replaces_one_and_what_is_refused_writes_nothing() {
    let (folder, path) = plant("甲");
    let refused = Session::create(&path, Workspace::default()).unwrap_err();
    assert_ne!(refused.next(Lang::Zh), refused.next(Lang::En));
    assert_eq!(fs::read_to_string(&path).unwrap(), version("甲"));
    let fresh = Session::create(&folder.path().join("new.wubu.ron"), Workspace::default()).unwrap();
    assert!(fresh.is_saved());
    assert!(Session::create(&folder.path().join("no folder/new.wubu.ron"), Workspace::default()).is_err());
    fs::write(&path, "(").unwrap();
    assert!(matches!(
        Session::open(&path).unwrap_err().why,
        wubu::store::WhyNot::Unreadable(Unreadable::Malformed { .. })
    ));
    assert_eq!(fs::read_to_string(&path).unwrap(), "(");
    assert_eq!(files(folder.path()), ["new.wubu.ron", "plant.wubu.ron"]);
}

#[test]
fn without_a_home_or_a_state_folder_nothing_is_remembered_and_nothing_fails() {
    let (folder, path) = plant("甲");
    let nowhere = Folders::default();
    remember(&nowhere, &path);
    assert!(recent(&nowhere).is_empty());
    let below_a_file = Folders::below(&path);
    remember(&below_a_file, &path);
    assert!(recent(&below_a_file).is_empty());
    let sound = Folders::below(folder.path());
    remember(&sound, &path);
    remember(&sound, &folder.path().join("gone.wubu.ron"));
    assert_eq!(recent(&sound), [path]);
}

/// What may happen to an open file, in any order.
#[derive(Debug, Clone)]
enum Event {
    Rename(u8),
    Undo,
    Redo,
    Save,
    /// Somebody writes a version, or bytes that are none.
    Others(u8, bool),
    Remove,
    Look,
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        3 => (0u8..6).prop_map(Event::Rename),
        1 => Just(Event::Undo),
        1 => Just(Event::Redo),
        3 => Just(Event::Save),
        2 => (10u8..16, any::<bool>()).prop_map(|(n, sound)| Event::Others(n, sound)),
        1 => Just(Event::Remove),
        3 => Just(Event::Look),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_happens_no_version_is_lost(events in prop::collection::vec(event(), 1..25)) {
        let (folder, path) = plant("0");
        let mut session = Session::open(&path).unwrap();
        // What others wrote and we have not looked at: a name, or bytes that are no version.
        let mut theirs: Option<Result<String, String>> = None;
        // What came in before: who writes it again takes our later change back, and adds nothing that could be lost.
        let mut known = BTreeSet::new();
        for event in events {
            let names = |session: &Session| [disputed(session), vec![name(session).to_owned()]].concat();
            let before = names(&session);
            match event {
                Event::Rename(n) => {
                    let edit = session.workspace().set(At::project("name"), Value::text(n.to_string())).unwrap();
                    session.apply(STEP, edit).unwrap();
                }
                Event::Undo => { let _ = session.undo(); }
                Event::Redo => { let _ = session.redo(); }
                Event::Save => {
                    let is_due = !session.is_saved();
                    let aside = session.save().unwrap();
                    prop_assert!(session.is_saved());
                    if is_due {
                        prop_assert_eq!(fs::read_to_string(&path).unwrap(), write(session.workspace()));
                        match theirs.take() {
                            None => {}
                            Some(Ok(theirs)) => {
                                let is_kept = names(&session).contains(&theirs) || before.contains(&theirs);
                                prop_assert!(is_kept || known.contains(&theirs), "{} {:?}", theirs, names(&session));
                                known.insert(theirs);
                            }
                            Some(Err(bytes)) => {
                                prop_assert_eq!(fs::read_to_string(aside.expect("kept beside")).unwrap(), bytes);
                            }
                        }
                    }
                }
                Event::Others(n, sound) => {
                    let text = if sound { version(&n.to_string()) } else { format!("(damaged {n}") };
                    fs::write(&path, &text).unwrap();
                    theirs = Some(if sound { Ok(n.to_string()) } else { Err(text) });
                }
                Event::Remove => {
                    let _ = fs::remove_file(&path);
                    theirs = None;
                }
                Event::Look => {
                    let was = write(session.workspace());
                    match look(&mut session) {
                        Outside::Merged(_) => {
                            let theirs = theirs.take().and_then(Result::ok).expect("a version");
                            prop_assert!(names(&session).contains(&theirs), "{:?}", names(&session));
                            known.insert(theirs);
                            // What was here and in nobody's file is still here.
                            let lost = before.iter().find(|name| name.len() == 1 && *name != "0" && !names(&session).contains(name));
                            prop_assert!(lost.is_none() || session.is_saved(), "{:?} {:?}", before, names(&session));
                        }
                        Outside::Behind => {
                            theirs = None;
                            prop_assert_eq!(write(session.workspace()), was);
                        }
                        _ => prop_assert_eq!(write(session.workspace()), was),
                    }
                }
            }
        }
        let kept: BTreeSet<String> = files(folder.path()).into_iter().collect();
        prop_assert!(kept.iter().all(|name| !name.contains(".tmp")), "{:?}", kept);
    }
}
