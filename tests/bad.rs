//! Files that are refused (RELIABILITY.md section 5): each says where, what was expected and what to do, in both
//! languages, and nothing is written. A case is a folder of `tests/bad`: `input.wubu.ron` and `says.txt`, made
//! with `WUBU_BLESS=1 cargo test --test bad` and then read by a person. What is huge is made here.

use std::fmt::Write;
use std::fs;
use std::path::Path;
use wubu::store::{OpenError, Session, Unreadable, Why, WhyNot, open_bytes, read, write};
use wubu::text::Lang;

fn refusal(path: &Path) -> OpenError {
    Session::open(path).map(|_| ()).expect_err(&format!("{} was opened", path.display()))
}

/// What is said about a file, without its path.
fn says(error: &OpenError) -> String {
    let mut said = String::new();
    for lang in [Lang::Zh, Lang::En] {
        let sentence = error.say(lang);
        let colon = if lang == Lang::Zh { '：' } else { ':' };
        let (path, why) = sentence.split_once(colon).expect("path first");
        assert!(path.ends_with("input.wubu.ron"), "{path}");
        writeln!(said, "{}\n{}", why.trim(), error.next(lang)).expect("a String takes all");
    }
    said
}

#[test]
fn each_bad_file_is_refused_as_its_case_says() {
    let mut cases: Vec<_> = fs::read_dir("tests/bad").unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.sort();
    assert!(cases.len() >= 50);
    let mut wrong = vec![];
    for case in cases {
        let input = case.join("input.wubu.ron");
        let bytes = fs::read(&input).unwrap();
        let said = says(&refusal(&input));
        assert_eq!(fs::read(&input).unwrap(), bytes, "nothing is written");
        assert_eq!(fs::read_dir(&case).unwrap().count(), 2, "{}", case.display());
        if std::env::var_os("WUBU_BLESS").is_some() {
            fs::write(case.join("says.txt"), said).unwrap();
        } else if fs::read_to_string(case.join("says.txt")).unwrap() != said {
            wrong.push(format!("{}\n{said}", case.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Only a RON word of the file or of RON itself may be English in a Chinese sentence.
#[test]
fn no_english_is_left_in_a_chinese_sentence() {
    for case in fs::read_dir("tests/bad").unwrap().map(|entry| entry.unwrap().path()) {
        let said = fs::read_to_string(case.join("says.txt")).unwrap();
        let [zh, zh_next, en, en_next] = said.lines().collect::<Vec<_>>().try_into().unwrap();
        assert!(zh != en && zh_next != en_next, "{said}");
        let lower = |text: &str| text.to_lowercase();
        for word in
            ["expected", "found", "there is", "line ", "struct", "unexpected", "string", "integer", " the "]
        {
            let detail = zh.contains("不是 RON 写法");
            assert!(detail || !lower(zh).contains(word), "{said}");
            assert!(!lower(zh_next).contains(word), "{said}");
        }
        assert!(!said.contains(|c: char| c.is_control() && c != '\n'), "{said:?}");
    }
}

fn why(text: &str) -> Why {
    match read(text.as_bytes()).map(|_| ()) {
        Err(Unreadable::Malformed { line, column, why, .. }) => {
            assert!(line >= 1 && column >= 1);
            *why
        }
        other => panic!("{other:?}"),
    }
}

fn task(field: &str) -> String {
    format!("(format: 1, tasks: {{\"t1\": ({field})}})")
}

#[test]
fn a_million_open_brackets_are_refused() {
    for bracket in ["[", "(", "{", "Some(", "/*", "\"", "r#", "{\"a\":", "(a:", "Map({\"a\":"] {
        let deep = bracket.repeat(1_000_000);
        for text in [
            deep.clone(),
            format!("// 五步\n{deep}"),
            format!("(format: 1, {deep}"),
            format!("(format: 1, odd: {deep}"),
            format!("(format: 1, tasks: {deep}"),
            format!("(format: 1, disputes: {{\"a\": (of: [{deep}"),
            format!("(format: 2, odd: {deep}"),
        ] {
            assert!(read(text.as_bytes()).is_err(), "{bracket}");
        }
    }
}

#[test]
fn what_is_too_much_is_refused_by_count_while_reading() {
    let phrase = |why: Why| match why {
        Why::Fault(phrase) => phrase.en,
        other => panic!("{other:?}"),
    };
    let items = format!("[{}]", "\"\",".repeat(2_000_001));
    let candidates = format!("(format: 1, disputes: {{\"a\": (of: [Lines({items})])}})");
    for text in [task(&format!("note: {items}")), candidates] {
        assert!(phrase(why(&text)).contains("2,000,000"));
    }
    let mut unset = format!("(format: 1, disputes: {{\"a\": (of: [{}", "Unset,".repeat(2_000_001));
    unset.push_str("])})");
    assert!(phrase(why(&unset)).contains("2,000,000"));
    let mut records = String::from("(format: 1, tasks: {");
    for n in 0..=200_000 {
        write!(records, "\"t{n}\":(),").expect("a String takes all");
    }
    records.push_str("})");
    assert!(phrase(why(&records)).contains("200,000"));
    // One less of each is read, and the count starts anew with each file.
    let fits = format!("note: [{}]", "\"\",".repeat(1_000_001));
    for _ in 0..2 {
        assert!(read(task(&fits).as_bytes()).is_ok());
    }
}

#[test]
fn a_string_of_more_than_a_mebibyte_is_refused_wherever_it_stands() {
    let long = "甲".repeat((1 << 20) / 3 + 1);
    for text in [
        task(&format!("title: \"{long}\"")),
        task(&format!("tags: [\"{long}\"]")),
        task(&format!("note: [\"{long}\"]")),
        task(&format!("status: Done(by: \"{long}\")")),
        format!("(format: 1, tasks: {{\"{long}\": ()}})"),
        format!("(format: 1, rows: {{\"r1\": (cells: {{\"{long}\": \"\"}})}})"),
        format!("(format: 1, disputes: {{\"{long}\": ()}})"),
        format!("(format: 1, disputes: {{\"a\": (of: [Text(\"{long}\")])}})"),
        format!("(format: 1, disputes: {{\"a\": (of: [Status(Blocked(why: \"{long}\"))])}})"),
        format!("(format: 1, disputes: {{\"a\": (at: [\"{long}\"])}})"),
    ] {
        let refused = read(text.as_bytes()).map(|_| ()).unwrap_err();
        assert!(refused.say(Lang::Zh).contains("1 MiB"), "{}", refused.say(Lang::Zh));
        assert!(refused.say(Lang::En).len() < 1000);
    }
    assert!(read(task(&format!("title: \"{}\"", "a".repeat(1 << 20))).as_bytes()).is_ok());
}

#[test]
fn a_file_cut_off_at_any_byte_is_refused() {
    for entry in fs::read_dir("tests/formats/1").unwrap() {
        let whole = fs::read(entry.unwrap().path()).unwrap();
        for end in 0..whole.len() {
            let cut = read(&whole[..end]);
            // Without its last line break, nothing is missing.
            assert_eq!(cut.is_ok(), end == whole.len() - 1, "cut at byte {end}");
            if let Err(refused) = cut {
                assert!(!refused.say(Lang::Zh).is_empty() && !refused.say(Lang::En).is_empty());
            }
        }
    }
}

#[test]
fn a_byte_changed_anywhere_never_panics() {
    let whole = fs::read("tests/formats/1/example.wubu.ron").unwrap();
    for at in 0..whole.len() {
        for byte in [0, b'"', b'(', b')', b'/', b'#', b':', 0xff] {
            let mut bytes = whole.clone();
            bytes[at] = byte;
            if let Ok(loaded) = read(&bytes) {
                assert!(read(write(&loaded.workspace).as_bytes()).is_ok());
            }
        }
    }
}

#[cfg(unix)]
#[test]
fn a_file_beyond_the_limit_is_refused_before_it_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("huge.wubu.ron");
    fs::File::create(&path).unwrap().set_len(2 << 30).unwrap();
    assert!(
        matches!(open_bytes(&path).unwrap_err().why, WhyNot::Unreadable(Unreadable::TooLarge(n)) if n == 2 << 30)
    );
    assert!(refusal(&path).say(Lang::Zh).contains("2048 MiB"));
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_refused_without_waiting() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().unwrap();
    let [pipe, link, dangling, circle] =
        ["pipe", "link", "dangling", "circle"].map(|n| folder.path().join(n));
    let made = std::process::Command::new("mkfifo").arg(&pipe).status().unwrap();
    assert!(made.success());
    symlink("pipe", &link).unwrap();
    symlink("gone", &dangling).unwrap();
    symlink("circle", &circle).unwrap();
    let mut odd = vec![
        folder.path().to_path_buf(),
        pipe,
        link,
        dangling,
        circle,
        "/dev/null".into(),
        "/dev/zero".into(),
    ];
    if cfg!(target_os = "linux") {
        odd.extend([
            "/proc/self/mem".into(),
            "/proc/self/maps".into(),
            "/proc/kmsg".into(),
            "/sys/kernel/notes".into(),
        ]);
    }
    for path in odd {
        let refused = refusal(&path);
        let [zh, en] = [Lang::Zh, Lang::En].map(|lang| (refused.say(lang), refused.next(lang)));
        assert!(zh.0 != en.0 && zh.1 != en.1, "{zh:?}");
    }
}

#[test]
fn an_odd_name_is_shown_inert() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["a\nb", "\u{1b}]0;x\u{7}", "\u{202e}nor", "-rf"] {
        let path = folder.path().join(name);
        if fs::write(&path, b"(").is_err() {
            continue; // not every system takes such names
        }
        for lang in [Lang::Zh, Lang::En] {
            let said = refusal(&path).say(lang);
            assert!(!said.contains(|c: char| c.is_control() || c == '\u{202e}'), "{said:?}");
        }
    }
}
