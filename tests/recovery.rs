//! What could not be saved, and what was being typed when the program went: both come back at the next start.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on ends")]

mod support;

use std::fs;
use std::path::PathBuf;
use support::{DEMO, Desk};
use wubu::store::{Draft, Folders, Recovery, Session, Wish, read};
use wubu::text::Lang;
use wubu::tui::Action;
use wubu::workspace::{Id, Status};

fn kept(desk: &Desk) -> Vec<String> {
    let recovery = desk.folder.path().join("state/recovery");
    let folders = fs::read_dir(recovery).into_iter().flatten().map(|entry| entry.unwrap().path());
    let files = folders.flat_map(|folder| fs::read_dir(folder).unwrap());
    let mut names: Vec<String> =
        files.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

fn is_done(desk: &Desk) -> bool {
    matches!(desk.workspace().tasks.get("4c.1").unwrap().status, Status::Done { .. })
}

/// The demo with task 4c.1 done, in a folder that has been taken away: only the copy has it.
fn unsaved() -> (Desk, PathBuf) {
    let mut desk = Desk::opened_in_subfolder();
    let (folder, away) = (desk.folder.path().join("plant"), desk.folder.path().join("away"));
    fs::rename(&folder, &away).unwrap();
    desk.press("3 x");
    desk.tick();
    assert!(desk.shows("未保存") && is_done(&desk), "{:?}", desk.lines());
    assert_eq!(kept(&desk).len(), 2, "{:?}", kept(&desk));
    (desk, folder)
}

fn bring_back(desk: &Desk) {
    fs::rename(desk.folder.path().join("away"), desk.folder.path().join("plant")).unwrap();
}

#[test]
fn what_could_not_be_saved_comes_back_as_one_step_that_can_be_undone() {
    let (desk, folder) = unsaved();
    bring_back(&desk);
    let file = folder.join("plant.wubu.ron");
    assert_eq!(fs::read_to_string(&file).unwrap(), DEMO);
    let mut desk = desk.crash();
    assert!(desk.shows("找回了上次没有存进文件的改动") && desk.shows("4c.1"), "{:?}", desk.lines());
    assert!(is_done(&desk));
    assert_eq!(fs::read_to_string(&file).unwrap(), desk.text());
    assert_eq!(kept(&desk), [""; 0], "it is in the file now");
    desk.press("Enter u");
    assert_eq!(desk.text(), DEMO);
}

#[test]
fn what_came_back_is_merged_with_what_others_wrote_meanwhile() {
    let (desk, folder) = unsaved();
    bring_back(&desk);
    let file = folder.join("plant.wubu.ron");
    let theirs = DEMO.replacen("name: \"华岭", "name: \"别处", 1);
    fs::write(&file, &theirs).unwrap();
    let desk = desk.crash();
    assert!(is_done(&desk) && desk.workspace().project.name.as_str().starts_with("别处"));
    assert_eq!(
        desk.workspace().open_disputes().count(),
        read(DEMO.as_bytes()).unwrap().workspace.disputes.len()
    );
    assert_eq!(fs::read_to_string(&file).unwrap(), desk.text());
}

#[test]
fn a_copy_that_says_nothing_new_is_dropped_quietly() {
    let (desk, folder) = unsaved();
    bring_back(&desk);
    let file = folder.join("plant.wubu.ron");
    fs::write(&file, desk.text()).unwrap();
    let desk = desk.crash();
    assert!(!desk.shows("找回"), "{:?}", desk.lines());
    assert_eq!(kept(&desk), [""; 0]);
    assert_eq!(fs::read_to_string(&file).unwrap(), desk.text());
}

#[test]
fn a_file_that_is_gone_or_broken_opens_from_the_copy_and_its_bytes_are_kept() {
    for bytes in [None, Some("\0\0\0\0")] {
        let (desk, folder) = unsaved();
        fs::create_dir(&folder).unwrap();
        if let Some(bytes) = bytes {
            fs::write(folder.join("plant.wubu.ron"), bytes).unwrap();
        }
        let desk = desk.crash();
        assert!(is_done(&desk) && desk.shows("从恢复副本打开"), "{:?}", desk.lines());
        assert_eq!(fs::read_to_string(folder.join("plant.wubu.ron")).unwrap(), desk.text());
        let beside = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
        let kept_bytes = beside.into_iter().any(|path| fs::read(path).unwrap() == b"\0\0\0\0");
        assert_eq!(kept_bytes, bytes.is_some());
        assert_eq!(kept(&desk), [""; 0]);
    }
}

#[test]
fn nobody_takes_the_copy_of_a_program_that_still_runs() {
    let (desk, folder) = unsaved();
    bring_back(&desk);
    let file = folder.join("plant.wubu.ron");
    let folders = Folders::below(desk.folder.path());
    let mut second = Session::arrive(&file, &folders, Wish::Edit).unwrap();
    assert_eq!(second.workspace(), &read(DEMO.as_bytes()).unwrap().workspace);
    assert!(second.arrival().recovered.is_none());
    drop(desk.app);
    assert!(!second.ask_for_hold(&folders), "nobody was told of a second window of our own");
}

#[test]
fn read_only_takes_no_edit_and_leaves_every_copy_where_it_is() {
    let (desk, folder) = unsaved();
    bring_back(&desk);
    let before = kept(&desk);
    let folders = Folders::below(desk.folder.path());
    let file = folder.join("plant.wubu.ron");
    let mut session = Session::arrive(&file, &folders, Wish::Look).unwrap();
    let edit = session
        .workspace()
        .set(wubu::workspace::At::project("name"), wubu::workspace::Value::text("x"))
        .unwrap();
    let denied = session.apply(wubu::text::Phrase::new("改", "change"), edit).unwrap_err();
    assert!(denied.say(Lang::Zh).contains("只读") && denied.next(Lang::En).contains("--read-only"));
    assert_eq!(kept(&desk), before);
    assert_eq!(fs::read_to_string(&file).unwrap(), DEMO);
}

#[test]
fn read_only_makes_nothing_out_of_copies() {
    let (desk, folder) = unsaved();
    bring_back(&desk);
    let file = folder.join("plant.wubu.ron");
    fs::write(&file, "(").unwrap();
    let opened = Session::arrive(&file, &Folders::below(desk.folder.path()), Wish::Look);
    assert!(opened.is_err(), "what the file says cannot be looked at");
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 1, "nothing is put beside it");
}

#[test]
fn where_it_may_only_be_looked_at_no_change_is_even_begun() {
    let mut desk = Desk::new(Lang::Zh, (80, 24));
    fs::write(desk.path(), DEMO.replacen("format: 1,", "format: 9,", 1)).unwrap();
    desk.update(Action::OpenFile(desk.path()));
    for key in ["3 x", "e", "o", "a", "d", "r", "i", "F3", "u", "s"] {
        desk.press(key);
        let no = desk.notice().contains("只能查看") && desk.notice().contains('→');
        assert!(no && !desk.shows("──┐"), "{key}: {:?}", desk.lines());
    }
}

fn drafts(desk: &Desk) -> Vec<Draft> {
    let path = desk.app.path().unwrap();
    let recovery = Recovery::of(&Folders::below(desk.folder.path()), &path).unwrap();
    recovery.drafts_left().into_iter().map(|(_, draft)| draft).collect()
}

#[test]
fn what_was_being_typed_is_in_its_form_again() {
    // How it begins, what it is, and the key that keeps it.
    let ways = [
        ("3 o", "备注", "Esc"),
        ("3 e Ctrl-U", "表单", "Enter"),
        ("3 r Ctrl-U", "改名", "Enter"),
        ("3 a", "新增", "Enter"),
        ("3 i Tab", "证据", "Enter"),
    ];
    for (keys, what, done) in ways {
        let mut desk = Desk::demo();
        desk.press(keys);
        desk.type_text("磨床主轴温度还没有接入");
        let screen = desk.lines();
        desk.tick();
        assert_eq!(drafts(&desk).len(), 1, "{what}: {screen:?}");
        let mut desk = desk.crash();
        assert!(desk.shows("上次有没写完的文字"), "{what}: {:?}", desk.lines());
        assert_eq!(desk.text(), DEMO, "{what}: nothing is changed before it is said");
        desk.press("1");
        assert!(desk.shows("磨床主轴温度还没有接入"), "{what}: {:?}", desk.lines());
        assert_eq!(drafts(&desk).len(), 1, "{what}: it is a draft again");
        // Once more, and this time it is kept.
        let mut desk = desk.crash();
        desk.press("1");
        desk.press(done);
        assert!(desk.text().contains("磨床主轴温度还没有接入"), "{what}: {:?}", desk.lines());
        desk.tick();
        assert_eq!(drafts(&desk), [], "{what}");
    }
}

#[test]
fn what_others_wrote_between_the_crash_and_the_resumption_is_not_overwritten() {
    for (keys, field, done) in
        [("3 o", "note", "Esc"), ("3 r Ctrl-U", "title", "Enter"), ("3 e Ctrl-U", "title", "Enter")]
    {
        let mut desk = Desk::demo();
        desk.update(Action::GoToTask(Id::new("4c.1").unwrap()));
        desk.press(keys.strip_prefix("3 ").unwrap());
        desk.type_text("我写的");
        desk.tick();
        let mut theirs = read(DEMO.as_bytes()).unwrap().workspace;
        let at = wubu::workspace::At::task(&Id::new("4c.1").unwrap(), field);
        let value = match field {
            "note" => wubu::workspace::Value::prose("他们写的"),
            _ => wubu::workspace::Value::text("他们写的"),
        };
        let edit = theirs.set(at.clone(), value).unwrap();
        theirs.apply(edit).unwrap();
        fs::write(desk.path(), wubu::store::write(&theirs)).unwrap();
        let mut desk = desk.crash();
        desk.press("1");
        desk.press(done);
        let text = desk.text();
        assert!(text.contains("我写的") && text.contains("他们写的"), "{keys}: {:?}", desk.lines());
        assert!(desk.workspace().disputes.contains_key(&at.to_string()), "{keys}: {:?}", desk.lines());
    }
}

#[test]
fn a_draft_waits_until_somebody_says_what_becomes_of_it() {
    let mut desk = Desk::demo();
    desk.press("3 o");
    desk.type_text("半句话");
    desk.tick();
    let mut desk = desk.crash();
    desk.press("Esc");
    assert!(!desk.shows("上次有没写完的文字"));
    let mut desk = desk.crash();
    assert!(desk.shows("上次有没写完的文字"), "asked again: {:?}", desk.lines());
    desk.press("d");
    let desk = desk.crash();
    assert!(!desk.shows("上次有没写完的文字"));
    assert_eq!((drafts(&desk), desk.text().as_str()), (vec![], DEMO));
}

#[test]
fn the_words_of_a_draft_outlive_its_record() {
    let mut desk = Desk::demo();
    desk.update(Action::GoToTask(Id::new("4c.1").unwrap()));
    desk.press("o");
    desk.type_text("半句话");
    desk.tick();
    let mut without = read(DEMO.as_bytes()).unwrap().workspace;
    let remove = wubu::workspace::Edit::Remove {
        kind: wubu::workspace::RecordKind::Task,
        id: Id::new("4c.1").unwrap(),
    };
    without.apply(remove).unwrap();
    fs::write(desk.path(), wubu::store::write(&without)).unwrap();
    let mut desk = desk.crash();
    desk.press("1");
    assert!(desk.shows("要改的记录已不在") && desk.shows("半句话"), "{:?}", desk.lines());
    desk.press("y");
    assert_eq!(desk.copied, ["半句话"]);
}

#[test]
fn a_form_that_was_only_opened_leaves_no_draft() {
    let mut desk = Desk::demo();
    desk.press("3 e");
    desk.tick();
    assert_eq!(drafts(&desk), []);
    desk.type_text("字");
    desk.tick();
    assert_eq!(drafts(&desk).len(), 1);
    desk.press("Backspace");
    desk.tick();
    assert_eq!(drafts(&desk), [], "taken back is as if it had not been typed");
}

#[test]
fn leaving_asks_when_the_file_is_gone() {
    let mut desk = Desk::demo();
    fs::remove_file(desk.path()).unwrap();
    desk.tick();
    desk.tick();
    desk.press("q");
    assert!(!desk.has_left && desk.shows("文件已不在，仍要退出吗"), "{:?}", desk.lines());
    desk.press("Esc Ctrl-S");
    assert_eq!(desk.file(), DEMO);
    desk.press("q");
    assert!(desk.has_left);
}

#[test]
fn a_slow_drive_is_said_and_the_screen_goes_on() {
    let mut desk = Desk::demo();
    desk.is_slow = true;
    desk.press("3 x");
    desk.tick();
    desk.tick();
    assert!(desk.notice().contains("磁盘响应很慢"), "{}", desk.notice());
    desk.press("j");
    desk.is_slow = false;
    desk.let_go();
    assert!(desk.shows("已保存"), "{:?}", desk.lines());
}

#[test]
fn leaving_asks_before_it_puts_back_what_the_file_went_back_from() {
    for (answer, left) in [("y", true), ("n", false)] {
        let mut desk = Desk::demo();
        desk.press("3 x");
        let done = desk.text();
        desk.write_outside(DEMO);
        desk.press("q");
        assert!(!desk.has_left && desk.shows("文件已退回旧版本，写回"), "{:?}", desk.lines());
        assert_eq!(desk.file(), DEMO);
        desk.press(answer);
        assert_eq!((desk.has_left, desk.file() == done), (left, left));
    }
    let mut desk = Desk::demo();
    desk.press("3 x");
    desk.write_outside(DEMO);
    assert!(!desk.app.save_on_the_spot() && desk.file() == DEMO, "an errand would work on what nobody chose");
    assert!(desk.app.last_words(false) && desk.file() == DEMO);
    assert_eq!(kept(&desk).len(), 2, "{:?}", kept(&desk));
    let done = desk.text();
    let desk = desk.crash();
    assert!(desk.shows("找回了上次没有存进文件的改动") && desk.text() == done, "{:?}", desk.lines());
}

#[test]
fn leaving_takes_back_the_draft_of_what_is_in_the_file() {
    let mut desk = Desk::demo();
    desk.press("3 a type:字");
    desk.tick();
    assert_eq!(drafts(&desk).len(), 1);
    desk.press("Enter q");
    assert!(desk.has_left);
    assert_eq!(drafts(&desk), [], "it is no question for the next start");
}

#[test]
fn what_is_typed_while_the_last_save_runs_is_a_draft() {
    let mut desk = Desk::demo();
    desk.is_slow = true;
    desk.press("3 x q o type:字");
    desk.let_go();
    assert!(desk.has_left);
    assert_eq!(drafts(&desk).len(), 1);
}

#[test]
fn who_goes_back_from_leaving_stays() {
    let mut desk = Desk::demo();
    desk.press("3 x");
    desk.is_slow = true;
    desk.press("j x q");
    fs::write(desk.path(), DEMO).unwrap();
    desk.let_go();
    assert!(!desk.has_left && desk.shows("文件已退回旧版本，写回"), "{:?}", desk.lines());
    desk.press("Esc j x");
    assert!(!desk.has_left && desk.file() == desk.text());
}

#[test]
fn who_opens_another_file_is_told_that_this_one_went_back() {
    let mut desk = Desk::demo();
    let (here, other) = (desk.path(), desk.folder.path().join("other.wubu.ron"));
    fs::write(&other, DEMO).unwrap();
    desk.press("3 x");
    desk.write_outside(DEMO);
    desk.update(Action::OpenFile(other.clone()));
    assert_eq!(desk.app.path(), Some(here.clone()));
    assert!(desk.notice().contains("Ctrl-R"), "{}", desk.notice());
    desk.press("Ctrl-S");
    assert_eq!(desk.app.path(), Some(here), "nobody waits for the other file any more");
    desk.update(Action::OpenFile(other.clone()));
    assert_eq!(desk.app.path(), Some(other));
}

#[test]
fn before_the_terminal_is_lent_what_cannot_be_saved_is_kept() {
    let mut desk = Desk::opened_in_subfolder();
    let (folder, away) = (desk.folder.path().join("plant"), desk.folder.path().join("away"));
    desk.is_slow = true;
    desk.press("3 x");
    fs::rename(&folder, &away).unwrap();
    assert!(!desk.app.save_on_the_spot());
    assert_eq!(kept(&desk).len(), 2, "{:?}", kept(&desk));
}
