//! The real binary, as scripts and people call it. Most of it are the cases of `tests/cli/`: text files with
//! commands and what they print. A new case is a new file; `WUBU_BLESS=1 cargo test --test cli` writes what
//! the program prints into them, to be read before it is committed.

#![expect(clippy::unwrap_used, reason = "the helpers of a test may fail it")]

#[path = "support/case.rs"]
mod case;
#[path = "support/place.rs"]
mod place;

use case::Case;
use jiff::civil::Date;
use place::Place;
use std::fs;
use std::process::{Command, Stdio};

fn today() -> Date {
    jiff::Zoned::now().date()
}

#[test]
fn cases_print_what_they_say() {
    let mut wrong = vec![];
    let mut seen = 0;
    for entry in fs::read_dir("tests/cli").unwrap() {
        let path = entry.unwrap().path();
        // Elsewhere the folders of a program cannot be moved by the environment.
        if cfg!(not(unix)) && path.to_string_lossy().ends_with(".unix.txt") {
            continue;
        }
        seen += 1;
        if let Err(difference) = Case::new(today()).run(&path) {
            wrong.push(format!("{}:\n{difference}", path.display()));
        }
    }
    assert!(seen > 5, "the cases were not found");
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

const COMMANDS: [&[&str]; 68] = [
    &[],
    &["demo"],
    &["new"],
    &["status"],
    &["check"],
    &["fmt"],
    &["task"],
    &["task", "list"],
    &["task", "add"],
    &["task", "set"],
    &["task", "done"],
    &["task", "delete"],
    &["task", "adopt"],
    &["row"],
    &["row", "list"],
    &["row", "add"],
    &["row", "set"],
    &["row", "delete"],
    &["import"],
    &["export"],
    &["decide"],
    &["decide", "score"],
    &["decide", "add"],
    &["decide", "choose"],
    &["gate"],
    &["gate", "answer"],
    &["gate", "waive"],
    &["gate", "review"],
    &["readiness"],
    &["readiness", "show"],
    &["readiness", "measure"],
    &["readiness", "forget"],
    &["readiness", "tasks"],
    &["readiness", "rule"],
    &["evidence"],
    &["evidence", "list"],
    &["evidence", "add"],
    &["evidence", "verify"],
    &["evidence", "rehash"],
    &["evidence", "delete"],
    &["indicator"],
    &["indicator", "record"],
    &["indicator", "delete"],
    &["plan"],
    &["guide"],
    &["guide", "search"],
    &["guide", "import"],
    &["guide", "list"],
    &["guide", "remove"],
    &["guide", "review"],
    &["diff"],
    &["merge"],
    &["git"],
    &["git", "setup"],
    &["git", "status"],
    &["git", "commit"],
    &["git", "sync"],
    &["merge-driver"],
    &["textconv"],
    &["pack"],
    &["unpack"],
    &["config"],
    &["config", "init"],
    &["config", "path"],
    &["config", "show"],
    &["doctor"],
    &["completions"],
    &["man"],
];

#[test]
fn help_is_whole_in_both_languages_and_fits_eighty_cells() {
    let place = Place::new();
    for command in COMMANDS {
        let help = |lang: &str| place.ok(&[&["--lang", lang, "help"], command].concat());
        let (zh, en) = (help("zh"), help("en"));
        for heading in ["用法：", "选项", "示例"] {
            assert!(zh.contains(heading), "{command:?} lacks {heading}");
        }
        for heading in ["Usage: ", "Options", "Examples"] {
            assert!(en.contains(heading), "{command:?} lacks {heading}");
            assert!(!zh.contains(heading), "{command:?}: {heading} in Chinese help");
        }
        assert!(!en.chars().any(wubu::text::is_han), "{command:?}: Chinese in English help");
        for line in [&zh, &en].into_iter().flat_map(|help| help.lines()) {
            assert!(wubu::text::width(line) <= 80, "{command:?}: {line}");
        }
        // The flag says the same, before and after the language.
        assert_eq!(place.ok(&[command, &["--help", "--lang", "en"]].concat()), en);
        assert_eq!(place.ok(&[&["--lang=zh"], command, &["-h"]].concat()), zh);
    }
}

#[test]
fn ticking_a_task_changes_at_most_three_lines() {
    let place = Place::new();
    let path = place.plant();
    let before = fs::read_to_string(&path).unwrap();
    place.ok(&["task", "plant.wubu.ron", "done", "4a.2", "--by", "李工"]);
    let after = fs::read_to_string(&path).unwrap();
    let old: Vec<&str> = before.lines().collect();
    let new: Vec<&str> = after.lines().filter(|line| !old.contains(line)).collect();
    assert_eq!(new, [format!("            status: Done(on: \"{}\", by: \"李工\"),", today())]);
    assert_eq!(after.lines().count(), old.len() + 1);
}

#[test]
fn status_as_json_has_the_shape_that_scripts_rely_on() {
    let place = Place::new();
    place.ok(&["new", "plant.wubu.ron", "--name", "厂", "--role", "provider", "--site", "东区"]);
    place.ok(&["task", "plant.wubu.ron", "done", "4a.1"]);
    place.ok(&["task", "plant.wubu.ron", "set", "4a.2", "status=waived", "why=x"]);
    let status = place.json(&["status", "plant.wubu.ron", "--json"]);
    let project = serde_json::json!({ "name": "厂", "role": "provider", "site": "东区", "start": null });
    assert_eq!(status["project"], project);
    assert_eq!(status["disputes"], 0);
    let gates = status["gates"].as_array().unwrap();
    let keys: Vec<&str> = gates.iter().map(|gate| gate["key"].as_str().unwrap()).collect();
    assert_eq!(keys, ["G1", "G2", "G3", "G4", "G5"]);
    assert_eq!(gates[0]["verdict"], "open");
    assert_eq!(gates[0]["missing"][0], "tasks_a1");
    let stages = status["stages"].as_array().unwrap();
    let keys: Vec<&str> = stages.iter().map(|stage| stage["key"].as_str().unwrap()).collect();
    assert_eq!(keys, ["4a", "4b", "4c", "4d", "4e"]);
    let tasks = serde_json::json!({ "open": 11, "doing": 0, "blocked": 0, "done": 1, "waived": 1 });
    assert_eq!(stages[0]["tasks"], tasks);
    assert_eq!(stages[0]["title"], "总体规划");
    assert!((stages[0]["progress"].as_f64().unwrap() - 1.0 / 12.0).abs() < 1e-9);
}

#[test]
fn the_list_as_json_has_every_key_and_null_for_what_is_absent() {
    const KEYS: [&str; 21] = [
        "id", "element", "stage", "title", "status", "on", "by", "why", "until", "owner", "due", "parent",
        "after", "tags", "rows", "clauses", "note", "lead", "priority", "start", "effort",
    ];
    let place = Place::new();
    place.plant();
    let file = "plant.wubu.ron";
    place.ok(&[
        "task",
        file,
        "set",
        "4a.2",
        "status=done",
        "on=2026-01-05",
        "by=李",
        "tags=b,a",
        "after=4a.1",
    ]);
    place.ok(&[
        "task",
        file,
        "set",
        "4a.2",
        "note=一\n二",
        "owner=王",
        "due=2026-02-01",
        "effort=2.5",
        "priority=高",
    ]);
    let text = place.ok(&["task", file, "list", "--json", "--lang", "en"]);
    let tasks: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
    assert_eq!(tasks.len(), 65);
    for task in &tasks {
        assert_eq!(task.as_object().unwrap().len(), KEYS.len());
        assert!(KEYS.iter().all(|key| task.get(key).is_some()), "{task}");
    }
    let at = KEYS.map(|key| text.find(&format!("\"{key}\":")).unwrap());
    assert!(at.is_sorted(), "the keys are in the given order");
    let expected = serde_json::json!({
        "id": "4a.2", "element": "a1", "stage": "4a", "title": "Survey pain points and needs", "status": "done",
        "on": "2026-01-05", "by": "李", "why": null, "until": null, "owner": "王", "due": "2026-02-01",
        "parent": null, "after": ["4a.1"], "tags": ["a", "b"], "rows": null, "clauses": null, "note": "一\n二", "lead": "enterprise",
        "priority": "high", "start": null, "effort": "2.5",
    });
    assert_eq!(tasks[1], expected);
    assert_eq!(tasks[0]["after"], serde_json::Value::Null);
}

#[test]
fn hostile_names_and_titles_are_never_printed_raw() {
    const NASTY: &str = "x\u{1b}]52;c;eA==\u{7}\u{9b}31m\u{202e}y";
    let place = Place::new();
    let plant = place.plant();
    let file = "plant.wubu.ron";
    // Typed text loses its controls; a file written by others keeps them, escaped.
    let text = fs::read_to_string(&plant).unwrap();
    let escaped =
        r#"title: "x\u{1b}]52;c;eA==\u{7}\u{9b}31m\u{202e}y", owner: "\u{1b}[31m", due: "\u{1b}[2J","#;
    let text = text.replace(
        "            element: \"a1\",\n            rank: \"8\",",
        &format!("            element: \"a1\",\n            rank: \"8\",\n            {escaped}"),
    );
    fs::write(&plant, text.replace("    project: (\n", "    project: (\n        name: \"\\u{1b}[31m厂\",\n"))
        .unwrap();
    place.ok(&["new", "plain.wubu.ron"]);
    place.ok(&["pack", file, "hostile.wubu.zip"]);
    let listed = place.json(&["task", file, "list", "--json"]);
    assert_eq!(listed[1]["title"], NASTY, "the data keeps its bytes");
    let name = if cfg!(windows) { "no\u{202e}such.ron" } else { "no\u{1b}[31m\u{202e}such\n.ron" };
    if cfg!(unix) {
        fs::copy(&plant, place.path(name)).unwrap();
    }
    let calls: [&[&str]; 17] = [
        &["status", file],
        &["status", file, "--json"],
        &["task", file, "list"],
        &["task", file, "list", "--json"],
        &["task", file, "set", NASTY, "owner=x"],
        &["task", file, "set", "4a.1", &format!("{NASTY}=x")],
        &["task", file, "set", "4a.1", &format!("due={NASTY}")],
        &["check", name, file, "--json"],
        &["check", name],
        &["fmt", "--check", name],
        &["guide", NASTY],
        &[&format!("--{NASTY}")],
        &["diff", "plain.wubu.ron", file],
        &["diff", file, "plain.wubu.ron", "--json"],
        &["merge", "plain.wubu.ron", file, "plain.wubu.ron"],
        &["unpack", "hostile.wubu.zip", "plain.wubu.ron"],
        &["unpack", name],
    ];
    for words in calls {
        for lang in ["zh", "en"] {
            let output = place.run(&[words, &["--lang", lang]].concat());
            for text in [output.stdout, output.stderr] {
                let text = String::from_utf8(text).unwrap();
                let raw = text.chars().find(|c| *c != '\n' && wubu::text::is_hidden(*c));
                assert_eq!(raw, None, "{words:?} {lang}: {text:?}");
            }
        }
    }
}

#[cfg(unix)]
#[test]
fn a_reader_that_goes_away_is_no_error() {
    let place = Place::new();
    place.plant();
    for words in [&["task", "plant.wubu.ron", "list", "--json"][..], &["guide", "4"], &["help"]] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let mut wubu = place.command();
        let output = wubu.args(words).stdout(writer).stderr(Stdio::piped()).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{words:?}");
        assert!(output.stderr.is_empty(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_is_an_error() {
    let place = Place::new();
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = place.command().arg("guide").stdout(full).stderr(Stdio::piped()).output().unwrap();
    assert_eq!(output.status.code(), Some(3));
    assert!(String::from_utf8(output.stderr).unwrap().contains("无法写到标准输出"));
}

#[test]
fn a_pipe_gets_no_colour_and_the_screen_writes_no_escape_into_one() {
    let place = Place::new();
    place.plant();
    place.ok(&["new", "other.wubu.ron", "--name", "二"]);
    for words in [
        &["status", "plant.wubu.ron"][..],
        &["diff", "plant.wubu.ron", "other.wubu.ron"],
        &["help"],
        &["guide", "4c"],
        &[],
        &["plant.wubu.ron"],
        &["demo", "d.wubu.ron"],
    ] {
        let output = place.run(words);
        assert!(![output.stdout, output.stderr].concat().contains(&0x1b), "{words:?}");
    }
    assert!(!place.path("d.wubu.ron").exists(), "without a terminal there is no demo");
}

/// What a terminal of some size is shown.
fn on_a_terminal(place: &Place, words: &[&str], columns: u16, env: &[(&str, &str)]) -> String {
    use portable_pty::{CommandBuilder, PtySize, native_pty_system};
    let size = PtySize { rows: 50, cols: columns, pixel_width: 0, pixel_height: 0 };
    let pair = native_pty_system().openpty(size).unwrap();
    let mut wubu = CommandBuilder::new(env!("CARGO_BIN_EXE_wubu"));
    wubu.args(words);
    wubu.cwd(place.path(""));
    wubu.env("HOME", place.home());
    for name in ["COLUMNS", "NO_COLOR", "LANG", "LC_ALL", "LC_MESSAGES"] {
        wubu.env_remove(name);
    }
    wubu.env("TERM", "xterm-256color");
    for (name, value) in env {
        wubu.env(name, value);
    }
    let mut child = pair.slave.spawn_command(wubu).unwrap();
    drop(pair.slave);
    let mut reader = pair.master.try_clone_reader().unwrap();
    let mut shown = vec![];
    // A terminal whose program has gone may answer with an error; what came before counts.
    let _ = std::io::Read::read_to_end(&mut reader, &mut shown);
    child.wait().unwrap();
    String::from_utf8(shown).unwrap()
}

#[test]
fn since_a_version_of_git_everything_is_told() {
    let place = Place::new();
    let git = |words: &[&str]| {
        let mut git = Command::new("git");
        git.args(["-c", "user.name=a", "-c", "user.email=a@b.c"]).args(words).current_dir(place.path(""));
        assert!(git.env("HOME", place.home()).output().unwrap().status.success(), "git {words:?}");
    };
    git(&["init", "-q"]);
    git(&["commit", "-q", "--allow-empty", "-m", "nothing"]);
    place.plant();
    git(&["add", "."]);
    git(&["commit", "-q", "-m", "plant"]);
    place.ok(&["task", "plant.wubu.ron", "done", "4a.2", "--by", "李工"]);
    let since = |rev: &str| place.json(&["diff", "--since", rev, "plant.wubu.ron", "--json"]);
    assert_eq!(since("HEAD").as_array().unwrap().len(), 1);
    assert_eq!(since("HEAD~1").as_array().unwrap().len(), 65, "the file was not there");
    let output = place.run(&["diff", "--since", "HEAD~9", "plant.wubu.ron", "--lang", "en"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("HEAD~9"));
}

#[test]
fn what_is_merged_to_standard_output_is_what_is_merged_to_a_file() {
    let place = Place::new();
    place.plant();
    for (name, field) in [("a.wubu.ron", "owner=\u{1b}甲"), ("b.wubu.ron", "owner=乙")] {
        fs::copy(place.path("plant.wubu.ron"), place.path(name)).unwrap();
        place.ok(&["task", name, "set", "4a.2", field, "note=一\n\n  二 "]);
    }
    let sides = ["merge", "plant.wubu.ron", "a.wubu.ron", "b.wubu.ron"];
    let shown = place.run(&sides);
    let to_file = place.run(&[&sides[..], &["-o", "m.wubu.ron"]].concat());
    assert_eq!((shown.status.code(), to_file.status.code()), (Some(1), Some(1)));
    assert_eq!(shown.stdout, fs::read(place.path("m.wubu.ron")).unwrap());
    assert!(to_file.stdout.is_empty());
}

#[cfg(unix)]
#[test]
fn a_merge_that_nobody_received_is_none() {
    let place = Place::new();
    place.plant();
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let mut wubu = place.command();
    wubu.args(["merge", "-", "plant.wubu.ron", "plant.wubu.ron"]).stdout(writer);
    assert_eq!(wubu.output().unwrap().status.code(), Some(129));
}

#[cfg(unix)]
#[test]
fn a_terminal_gets_colour_and_its_own_width() {
    let place = Place::new();
    place.plant();
    let status = ["status", "plant.wubu.ron"];
    assert!(on_a_terminal(&place, &status, 80, &[]).contains("\u{1b}["));
    assert!(!on_a_terminal(&place, &status, 80, &[("NO_COLOR", "1")]).contains('\u{1b}'));
    assert!(!on_a_terminal(&place, &status, 80, &[("TERM", "dumb")]).contains('\u{1b}'));
    let widest = |columns, env: &[(&str, &str)]| {
        let env = [&[("NO_COLOR", "1")], env].concat();
        on_a_terminal(&place, &["guide", "4c"], columns, &env).lines().map(wubu::text::width).max().unwrap()
    };
    assert!((30..=40).contains(&widest(40, &[])));
    assert!((100..=120).contains(&widest(120, &[])));
    assert!(widest(120, &[("COLUMNS", "50")]) <= 50);
}

#[cfg(unix)]
#[test]
fn a_dumb_terminal_gets_no_screen() {
    let place = Place::new();
    let shown = on_a_terminal(&place, &["demo", "d.wubu.ron"], 80, &[("TERM", "dumb")]);
    assert!(shown.contains("TERM=dumb") && !shown.contains('\u{1b}'), "{shown}");
    assert!(!place.path("d.wubu.ron").exists());
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_refused_and_never_waited_for() {
    let place = Place::new();
    place.plant();
    assert!(Command::new("mkfifo").arg(place.path("pipe")).status().unwrap().success());
    for odd in ["pipe", "/dev/zero", "."] {
        for words in [&["status", odd][..], &["fmt", odd], &["task", odd, "done", "4a.1"]] {
            assert_eq!(place.run(words).status.code(), Some(3), "{words:?}");
        }
        let note = format!("note=@{odd}");
        assert_eq!(place.run(&["task", "plant.wubu.ron", "set", "4a.1", &note]).status.code(), Some(3));
    }
}

#[test]
fn a_note_that_could_not_be_read_back_is_refused() {
    let place = Place::new();
    let path = place.plant();
    let before = fs::read(&path).unwrap();
    for (name, bytes) in [("long", vec![b'a'; (1 << 20) + 1]), ("latin", b"caf\xe9".to_vec())] {
        fs::write(place.path(name), bytes).unwrap();
        let note = format!("note=@{name}");
        assert_eq!(
            place.run(&["task", "plant.wubu.ron", "set", "4a.1", &note]).status.code(),
            Some(3),
            "{name}"
        );
    }
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn without_a_home_everything_but_its_folders_is_there() {
    let place = Place::new();
    let mut wubu = place.command();
    for name in ["HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"] {
        wubu.env_remove(name);
    }
    let output = wubu.args(["new", "plant.wubu.ron", "--lang", "en"]).output().unwrap();
    assert!(output.status.success());
    assert!(String::from_utf8(output.stdout).unwrap().contains("65 tasks"));
}

#[cfg(unix)]
#[test]
fn who_did_it_comes_from_the_config_then_from_git() {
    let place = Place::new();
    place.plant();
    let by = |id: &str| {
        place.ok(&["task", "plant.wubu.ron", "done", id]);
        let tasks = place.json(&["task", "plant.wubu.ron", "list", "--json"]);
        tasks.as_array().unwrap().iter().find(|task| task["id"] == id).unwrap()["by"].clone()
    };
    assert_eq!(by("4a.1"), serde_json::Value::Null);
    fs::write(place.home().join(".gitconfig"), "[user]\n\tname = 王工\n").unwrap();
    if Command::new("git").arg("--version").output().is_ok() {
        assert_eq!(by("4a.2"), "王工");
    }
    write_config(&place, "(me: \"李工\")");
    assert_eq!(by("4a.3"), "李工");
}

#[cfg(unix)]
#[test]
fn a_broken_config_keeps_nobody_from_the_data() {
    let place = Place::new();
    write_config(&place, "(colour: 1)");
    let output = place.run(&["new", "plant.wubu.ron"]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success());
    assert!(
        said.starts_with("wubu: ")
            && said.contains("config.ron 第 1 行：没有名为 colour 的字段，此处可用：me, "),
        "{said}"
    );
    assert!(said.contains("\n  → 改好这一行即可；在那以前照默认\n"), "{said}");
}

/// Where Linux and macOS look for it.
#[cfg(unix)]
fn write_config(place: &Place, text: &str) {
    for folder in [".config/wubu", "Library/Application Support/wubu"] {
        let folder = place.home().join(folder);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("config.ron"), text).unwrap();
    }
}

#[cfg(unix)]
#[test]
fn a_path_that_is_not_utf8_is_a_path() {
    use std::os::unix::ffi::OsStrExt;
    let place = Place::new();
    let name = std::ffi::OsStr::from_bytes(b"pl\xffnt.wubu.ron");
    // Some file systems take UTF-8 only.
    if fs::write(place.path("").join(name), "").is_ok() {
        fs::remove_file(place.path("").join(name)).unwrap();
        assert!(place.command().arg("new").arg(name).output().unwrap().status.success());
        assert!(place.command().arg("status").arg(name).output().unwrap().status.success());
    }
}
