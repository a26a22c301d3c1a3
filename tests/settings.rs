//! The settings of a machine in the real binary: `config`, `doctor`, `completions`, `man`.

#![expect(clippy::unwrap_used, reason = "the helpers of a test may fail it")]

#[path = "support/place.rs"]
#[allow(dead_code, reason = "each test file uses its part")]
mod place;

mod support;

use jiff::civil::date;
use place::Place;
use ratatui::layout::Rect;
use std::fs;
use std::process::{Command, Stdio};
use support::Desk;
use wubu::store::config::{THEMES, sample};
use wubu::store::{Config, Folders, Wish, remembered_theme};
use wubu::text::Lang;
use wubu::tui::{Action, App, Effect, FirstRun, Role, Setup, Theme, ThemeBy, theme_choices};

fn path(place: &Place) -> std::path::PathBuf {
    place.ok(&["config", "path"]).trim_end().into()
}

#[test]
fn the_file_is_written_once_and_never_again() {
    for (code, lang) in [("zh", Lang::Zh), ("en", Lang::En)] {
        let place = Place::new();
        place.ok(&["--lang", code, "config", "init"]);
        let path = path(&place);
        assert_eq!(fs::read_to_string(&path).unwrap(), sample(lang));
        let show = place.json(&["--lang", code, "config", "show", "--json"]);
        assert_eq!(show["mistakes"], serde_json::json!([]));
        assert_eq!(show["settings"]["theme"], serde_json::json!({ "value": "default", "from": "default" }));
        fs::write(&path, "(me: \"李工\")").unwrap();
        let again = place.run(&["--lang", code, "config", "init"]);
        assert_eq!(again.status.code(), Some(2));
        assert_eq!(fs::read_to_string(&path).unwrap(), "(me: \"李工\")");
        let show = place.json(&["--lang", code, "config", "show", "--json"]);
        assert_eq!(show["settings"]["me"], serde_json::json!({ "value": "李工", "from": "config" }));
    }
}

#[test]
fn a_mistake_is_told_with_its_line_wherever_the_config_is_read_and_stops_nothing() {
    let place = Place::new();
    let path = path(&place);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, "(\n    me: \"李工\",\n    borders: \"round\",\n)\n").unwrap();
    let show = place.run(&["--lang", "en", "config", "show", "--json"]);
    assert_eq!(show.status.code(), Some(1));
    let show: serde_json::Value = serde_json::from_slice(&show.stdout).unwrap();
    assert_eq!(show["mistakes"][0]["line"], 3);
    assert_eq!(show["settings"]["me"]["value"], "李工");
    let new = place.run(&["--lang", "en", "new", "plant.wubu.ron"]);
    assert!(new.status.success());
    assert!(
        String::from_utf8(new.stderr)
            .unwrap()
            .contains("line 3: borders: round is not one of unicode, ascii")
    );
}

#[test]
fn the_doctor_tells_each_thing_with_what_to_do_and_leaves_nothing_behind() {
    let place = Place::new();
    fs::create_dir_all(place.home().join(".state/wubu")).unwrap();
    let output = place
        .command()
        .args(["doctor", "--json", "--lang", "en"])
        .env("LANG", "en_US.UTF-8")
        .output()
        .unwrap();
    let checks: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let checks = checks.as_array().unwrap();
    let of = |key: &str| checks.iter().find(|check| check["check"] == key).unwrap_or_else(|| panic!("{key}"));
    for check in checks {
        let needs_a_step = check["stands"] != "well";
        assert_eq!(needs_a_step, check["next"] != "", "{check}");
        assert_ne!(check["found"], "", "{check}");
    }
    assert_eq!(of("locale")["stands"], "well");
    // A test has no terminal.
    assert_eq!(of("terminal")["stands"], "note");
    assert_eq!(output.status.code(), Some(0), "{checks:?}");
    assert_eq!(fs::read_dir(place.home().join(".state/wubu")).unwrap().count(), 0);
    let bad = place.command().args(["doctor", "--lang", "zh"]).env("LANG", "zh_CN.GBK").output().unwrap();
    assert_eq!(bad.status.code(), Some(1));
    let said = String::from_utf8(bad.stdout).unwrap();
    assert!(said.contains("✗ 区域") && said.contains("→ 不是 UTF-8"), "{said}");
    assert!(said.contains("字宽：") && said.contains("工业互联网平台"), "{said}");
    assert!(said.lines().all(|line| wubu::text::width(line) <= 80), "{said}");
}

#[test]
#[cfg(unix)]
fn a_folder_that_takes_nothing_is_told() {
    let place = Place::new();
    // Whoever is root may write everywhere: a file in its place stops everybody.
    fs::write(place.home().join(".state"), "no folder").unwrap();
    let output = place.run(&["doctor", "--json"]);
    assert_eq!(output.status.code(), Some(1));
    let checks: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let state = checks.as_array().unwrap().iter().find(|check| check["check"] == "state-folder").unwrap();
    assert_eq!(state["stands"], "bad");
}

#[test]
fn completions_know_every_command_and_speak_the_language_of_the_call() {
    let place = Place::new();
    for shell in ["bash", "zsh", "fish", "powershell"] {
        for lang in ["zh", "en"] {
            let script = place.ok(&["--lang", lang, "completions", shell]);
            for word in ["readiness", "guide", "read-only", "lang"] {
                assert!(script.contains(word), "{shell} lacks {word}");
            }
            assert!(!script.contains("merge-driver"), "{shell} offers what only git calls");
            // bash shows no descriptions.
            let is_chinese = script.chars().any(wubu::text::is_han);
            assert_eq!(is_chinese, lang == "zh" && shell != "bash", "{shell} {lang}");
        }
    }
    let script = place.ok(&["completions", "bash"]);
    let Ok(mut bash) = Command::new("bash").arg("-n").stdin(Stdio::piped()).spawn() else { return };
    std::io::Write::write_all(&mut bash.stdin.take().unwrap(), script.as_bytes()).unwrap();
    assert!(bash.wait().unwrap().success());
}

#[test]
fn the_manual_page_has_every_command_in_the_language_of_the_call() {
    let place = Place::new();
    for (lang, heading) in [("zh", ".SH \"命令\""), ("en", ".SH \"COMMANDS\"")] {
        let page = place.ok(&["--lang", lang, "man"]);
        assert!(page.starts_with(".TH WUBU 1 ") && page.contains(heading), "{page}");
        for command in ["wubu readiness measure", "wubu guide import", "wubu doctor"] {
            assert!(page.contains(&format!(".SS \"{command}\"")), "{command}");
        }
        assert!(!page.contains("merge\\-driver"));
        assert_eq!(page.chars().any(wubu::text::is_han), lang == "zh");
        let asks = |line: &str| {
            line.starts_with('.')
                && ![".TH", ".SH", ".SS", ".TP", ".PP", ".nf", ".fi", ".ad", ".nh"]
                    .iter()
                    .any(|r| line.starts_with(r))
        };
        assert!(!page.lines().any(asks));
    }
}

#[test]
fn a_theme_is_chosen_on_the_screen_worn_at_once_and_remembered() {
    let mut desk = Desk::demo();
    desk.app.theme = Theme::colours();
    let folders = Folders::below(desk.folder.path());
    let chosen = theme_choices(&folders).into_iter().map(|choice| (choice.name, choice.theme.unwrap()));
    for (name, theme) in chosen.filter(|(name, _)| name != "default") {
        desk.press("F11").type_text(&name).press("Enter");
        assert_eq!(desk.app.theme, theme);
        assert_eq!(remembered_theme(&folders).as_deref(), Some(name.as_str()));
        assert!(desk.notice().contains(&name), "{}", desk.notice());
    }
    // What asked for no colours goes without them whatever is chosen.
    desk.app.theme = Theme::plain();
    desk.press("F11").type_text("light").press("Enter");
    assert_eq!(desk.app.theme.style(Role::Bad).fg, None);
}

#[test]
fn what_the_config_names_holds_and_what_is_wrong_in_it_is_said_on_the_screen() {
    let folder = tempfile::tempdir().unwrap();
    let folders = Folders::below(folder.path());
    fs::create_dir_all(folders.config.as_ref().unwrap()).unwrap();
    fs::write(Config::path(&folders).unwrap(), "(\n    theme: \"dark\",\n    lang: \"fr\",\n)").unwrap();
    let (config, mistakes) = Config::read(&folders);
    let setup = Setup {
        lang: Lang::En,
        now: date(2026, 11, 20).at(9, 42, 0, 0),
        me: None,
        folders: folders.clone(),
        theme: Theme::colours(),
        theme_by: if config.theme.is_some() { ThemeBy::Config } else { ThemeBy::Screen },
        mistakes,
        screen: Rect::new(0, 0, 80, 24),
        mouse: config.mouse,
        seed: 7,
        wish: Wish::Edit,
        first_run: FirstRun::No,
    };
    let mut app = App::new(setup);
    let said = app.notice.as_ref().map(|notice| notice.text.clone()).unwrap_or_default();
    assert!(said.ends_with("line 3: lang: fr is not one of zh, en"), "{said}");
    let effects = app.update(Action::Wear("light".into(), Box::new(Theme::plain())));
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::RememberTheme(_))), "{effects:?}");
    assert_eq!(app.theme, Theme::plain());
}

#[test]
fn every_theme_that_can_be_named_can_be_worn() {
    let folder = tempfile::tempdir().unwrap();
    let names: Vec<String> =
        theme_choices(&Folders::below(folder.path())).into_iter().map(|choice| choice.name).collect();
    assert_eq!(names, THEMES);
}

#[test]
fn the_ground_of_the_terminal_decides_where_nobody_has_chosen() {
    let light = theme_choices(&Folders::below(tempfile::tempdir().unwrap().path()));
    let light = light.into_iter().find(|choice| choice.name == "light").unwrap().theme.unwrap();
    let mut desk = Desk::demo();
    desk.app.theme = Theme::colours();
    desk.app.stand_on(&light);
    assert_eq!(desk.app.theme, light);
    // What is chosen on the screen stays, whatever the terminal tells later.
    desk.update(Action::Wear("default".into(), Box::new(Theme::colours())));
    desk.app.stand_on(&light);
    assert_eq!(desk.app.theme, Theme::colours());
    // Without colours there is nothing to follow.
    let mut desk = Desk::demo();
    desk.app.theme = Theme::plain();
    desk.app.stand_on(&light);
    assert_eq!(desk.app.theme, Theme::plain());
}
