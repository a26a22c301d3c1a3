//! The first run: the language, the demo plant or a workspace of one's own, the tour; what is remembered of it, and
//! that nobody is asked twice. On a system with terminals also the whole way from an empty home to a saved file.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on ends")]

mod support;

use std::fs;
use support::{DEMO, Desk};
use wubu::store::{Folders, is_first_run, remembered_lang};
use wubu::text::Lang;
use wubu::tui::{FirstRun, Layer, Page, View};

fn first(lang: Lang) -> Desk {
    let desk = Desk::first(lang, (80, 24), FirstRun::Yes);
    assert!(is_first_run(&folders(&desk)));
    desk
}

fn folders(desk: &Desk) -> Folders {
    Folders::below(desk.folder.path())
}

#[test]
fn a_path_without_a_file_says_how_one_is_made_here() {
    let mut desk = Desk::new(Lang::Zh, (80, 24));
    desk.press("o Enter");
    assert!(desk.notice().contains("先写出路径"), "{}", desk.notice());
    desk.press("type:nix.wubu.ron Enter");
    assert!(desk.notice().contains("按 a 新建"), "{}", desk.notice());
}

#[test]
fn a_step_without_a_name_for_the_file_says_so() {
    let mut desk = Desk::new(Lang::Zh, (80, 24));
    desk.press("a Enter Enter Enter Enter Ctrl-U Enter");
    assert!(desk.shows("还没有写文件名"), "{:#?}", desk.lines());
}

#[test]
fn the_language_is_chosen_with_one_key_and_remembered() {
    let mut desk = first(Lang::Zh);
    assert!(desk.shows("1  中文") && desk.shows("2  English"), "{:#?}", desk.lines());
    desk.press("2");
    assert_eq!((desk.app.lang, remembered_lang(&folders(&desk))), (Lang::En, Some(Lang::En)));
    assert!(desk.shows("Look at the demo plant"), "{:#?}", desk.lines());
    // Back to the language, and the other one.
    desk.press("Esc 1");
    assert_eq!((desk.app.lang, remembered_lang(&folders(&desk))), (Lang::Zh, Some(Lang::Zh)));
    // Later the key for it is remembered too.
    desk.press("Esc Esc");
    assert_eq!(desk.app.layers()[0], Layer::Start);
    desk.press("F2");
    assert_eq!(remembered_lang(&folders(&desk)), Some(Lang::En));
}

#[test]
fn who_leaves_comes_to_the_start_page_and_is_not_asked_again() {
    let mut desk = first(Lang::Zh);
    desk.press("Esc");
    assert!(desk.app.layers()[0] == Layer::Start && desk.shows("新建工作区"));
    assert!(!is_first_run(&folders(&desk)));
    let mut known = Desk::first(Lang::En, (80, 24), FirstRun::InKnownLanguage);
    assert!(known.shows("Look at the demo plant"), "{:#?}", known.lines());
    known.press("Ctrl-C");
    assert_eq!(known.app.layers()[0], Layer::Start);
}

#[test]
fn the_demo_plant_opens_with_the_tour_which_can_be_left_and_taken_again() {
    let mut desk = first(Lang::Zh);
    desk.press("1 1");
    assert_eq!(desk.text(), DEMO);
    assert!(!is_first_run(&folders(&desk)));
    assert_eq!((desk.app.layers()[0], desk.app.page), (Layer::Tour, Page::Stage(0, View::Tasks)));
    assert!(desk.shows("导览 1/3"), "{:#?}", desk.lines());
    desk.press("Enter Space");
    assert!(desk.shows("导览 3/3") && desk.app.page == Page::Overview, "{:#?}", desk.lines());
    desk.press("Left Left Left");
    assert!(desk.shows("导览 1/3") && desk.app.page == Page::Stage(0, View::Tasks));
    // A key of the page below reaches nothing.
    desk.press("x q");
    assert!(desk.text() == DEMO && !desk.has_left);
    desk.press("Esc");
    assert_eq!(desk.app.layers()[0], Layer::Tasks);
    desk.press("T Enter Enter Enter");
    assert_eq!(desk.app.page, Page::Overview);
    assert_ne!(desk.app.layers()[0], Layer::Tour);
    // Another file of this machine is opened without it.
    desk.press("F10 Home Enter");
    assert_ne!(desk.app.layers()[0], Layer::Tour);
}

#[test]
fn a_workspace_of_ones_own_is_made_with_what_was_said() {
    let mut desk = first(Lang::Zh);
    let path = desk.path().display().to_string();
    desk.press("1 2 type:轴承一厂 Enter 2 type:二厂：磨削车间 Enter Space 3 Enter Ctrl-U").paste(&path);
    desk.press("Enter");
    for said in ["轴承一厂", "服务商", "二厂：磨削车间", "数字化管理、网络化协同"] {
        assert!(desk.shows(said), "{said}: {:#?}", desk.lines());
    }
    assert!(!desk.path().exists(), "nothing is made before the last word");
    desk.press("Enter");
    let project = &desk.workspace().project;
    assert_eq!(
        [project.name.as_str(), project.role.as_str(), project.site.as_str()],
        ["轴承一厂", "provider", "二厂：磨削车间"]
    );
    let modes = desk.workspace().decisions.get("modes").unwrap();
    assert!(modes.choice.iter().eq(["digital_management", "networked_collaboration"]), "{modes:?}");
    assert!(modes.on.is_empty(), "candidates are no decision yet");
    assert_eq!((desk.workspace().tasks.len(), desk.file()), (65, desk.text()));
    assert_eq!(desk.app.layers()[0], Layer::Tour);
    assert!(wubu::check::findings(desk.workspace()).is_empty());
}

#[test]
fn the_path_is_completed_from_what_is_there() {
    let mut desk = first(Lang::Zh);
    fs::create_dir(desk.folder.path().join("项目库")).unwrap();
    fs::write(desk.folder.path().join("已有.wubu.ron"), "").unwrap();
    fs::write(desk.folder.path().join("别的.txt"), "").unwrap();
    let folder = format!("{}/", desk.folder.path().display());
    desk.press("1 2 Enter Enter Enter Enter Ctrl-U").paste(&folder);
    assert!(
        desk.shows("项目库") && desk.shows("已有.wubu.ron") && !desk.shows("别的.txt"),
        "{:#?}",
        desk.lines()
    );
    desk.press("type:项 Tab type:新 Enter");
    assert!(desk.shows("就这样建立"), "{:#?}", desk.lines());
    desk.press("Enter");
    assert!(desk.folder.path().join("项目库/新.wubu.ron").exists(), "{:#?}", desk.lines());
}

#[test]
fn without_a_workspace_the_tour_stays_on_the_start_page() {
    let mut desk = Desk::new(Lang::En, (80, 24));
    desk.press("T Enter Enter");
    assert!(desk.shows("Tour 3/3") && desk.app.page == Page::Start, "{:#?}", desk.lines());
    desk.press("Enter");
    assert_eq!(desk.app.layers()[0], Layer::Start);
}
