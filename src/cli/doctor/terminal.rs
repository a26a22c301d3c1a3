//! The terminal, its size and colours, the locale and the language.

use super::super::{Here, locale};
use super::Check;
use crate::text::{Lang, Phrase, show};
use std::io::IsTerminal;

pub fn checks(here: &Here) -> Vec<Check> {
    let mut checks = vec![terminal(here)];
    checks.extend(size(here));
    checks.push(colours(here));
    checks.push(encoding(here));
    checks.push(language(here));
    checks
}

fn variable(name: &str) -> String {
    show(&std::env::var(name).unwrap_or_default()).into_owned()
}

fn terminal(here: &Here) -> Check {
    const LABEL: Phrase = Phrase::new("终端", "terminal");
    let term = variable("TERM");
    let program = variable("TERM_PROGRAM");
    let mut names: Vec<String> = vec![];
    names.extend((!term.is_empty()).then(|| format!("TERM={term}")));
    names.extend((!program.is_empty()).then_some(program));
    names.extend((!variable("TMUX").is_empty()).then(|| "tmux".to_owned()));
    names.extend((!variable("SSH_CONNECTION").is_empty()).then(|| "SSH".to_owned()));
    names.extend((!variable("WT_SESSION").is_empty()).then(|| "Windows Terminal".to_owned()));
    let found = names.join(" · ");
    if !std::io::stdin().is_terminal() || !std::io::stdout().is_terminal() {
        const PIPE: Phrase = Phrase::new(
            "这里是管道或文件，没有看终端",
            "this is a pipe or a file: the terminal was not looked at",
        );
        const RUN: Phrase =
            Phrase::new("在终端里直接运行 wubu doctor", "run wubu doctor in the terminal itself");
        return Check::note("terminal", LABEL, here.say(PIPE), here.say(RUN));
    }
    if term == "dumb" || (cfg!(unix) && term.is_empty()) {
        const DUMB: Phrase = Phrase::new("不支持全屏界面", "no screen can be drawn in it");
        const OTHER: Phrase = Phrase::new(
            "换一个终端，或设 TERM=xterm-256color；脚本里用子命令",
            "use another terminal, or set TERM=xterm-256color; in scripts use the subcommands",
        );
        let found = format!("{found} {}", here.say(DUMB));
        return Check::bad("terminal", LABEL, found.trim(), here.say(OTHER));
    }
    Check::well("terminal", LABEL, found)
}

/// None where there is no terminal.
fn size(here: &Here) -> Option<Check> {
    const LABEL: Phrase = Phrase::new("大小", "size");
    const SMALL: Phrase = Phrase::new(
        "能用，但 80 × 24 以上才不用常换栏",
        "it works; from 80 × 24 on less switching between columns is needed",
    );
    if !std::io::stdout().is_terminal() {
        return None;
    }
    let (wide, high) = crossterm::terminal::size().ok()?;
    let found = match here.lang {
        Lang::Zh => format!("{wide} 列 × {high} 行"),
        Lang::En => format!("{wide} columns × {high} rows"),
    };
    Some(if wide < 80 || high < 24 {
        Check::note("size", LABEL, found, here.say(SMALL))
    } else {
        Check::well("size", LABEL, found)
    })
}

fn colours(here: &Here) -> Check {
    const LABEL: Phrase = Phrase::new("颜色", "colours");
    if !variable("NO_COLOR").is_empty() {
        const NONE: Phrase =
            Phrase::new("NO_COLOR 已设：不用颜色，靠符号和粗细", "NO_COLOR is set: signs and weight instead");
        return Check::well("colours", LABEL, here.say(NONE));
    }
    let (term, depth) = (variable("TERM"), variable("COLORTERM"));
    let depth = if depth == "truecolor" || depth == "24bit" {
        Phrase::new("真彩色", "true colour")
    } else if term.contains("256color") {
        Phrase::new("256 色", "256 colours")
    } else {
        Phrase::new("16 色", "16 colours")
    };
    let theme = here.config.theme.as_deref().unwrap_or("default");
    let label = here.say(Phrase::new("外观", "theme"));
    Check::well("colours", LABEL, format!("{} · {label} {}", here.say(depth), show(theme)))
}

fn encoding(here: &Here) -> Check {
    const LABEL: Phrase = Phrase::new("区域", "locale");
    const OTHER: Phrase = Phrase::new(
        "不是 UTF-8：界面会乱；export LANG=zh_CN.UTF-8，终端也设为 UTF-8",
        "is not UTF-8 and garbles the screen: export LANG=C.UTF-8 and set the terminal to UTF-8",
    );
    let Some(value) = locale("LC_CTYPE") else {
        const NONE: Phrase = Phrase::new("没有设置 LANG", "LANG is not set");
        const SET: Phrase = Phrase::new(
            "中文显示成乱码时：export LANG=zh_CN.UTF-8",
            "where Chinese shows as gibberish: export LANG=C.UTF-8",
        );
        // Windows needs none.
        return if cfg!(windows) {
            Check::well("locale", LABEL, "Windows")
        } else {
            Check::note("locale", LABEL, here.say(NONE), here.say(SET))
        };
    };
    let is_utf8 = value.to_lowercase().replace('-', "").contains("utf8");
    let shown = show(&value).into_owned();
    if is_utf8 {
        return Check::well("locale", LABEL, shown);
    }
    // In plain C the terminal mostly is UTF-8 all the same.
    if matches!(value.as_str(), "C" | "POSIX") {
        Check::note("locale", LABEL, shown, here.say(OTHER))
    } else {
        Check::bad("locale", LABEL, shown, here.say(OTHER))
    }
}

fn language(here: &Here) -> Check {
    const LABEL: Phrase = Phrase::new("语言", "language");
    const NAME: Phrase = Phrase::new(
        "中文（界面里按 F2 切换，会记住；设置里的 lang 优先）",
        "English (F2 on the screen switches and is remembered; lang in the config comes first)",
    );
    Check::well("language", LABEL, here.say(NAME))
}
