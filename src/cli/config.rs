//! `wubu config init|path|show`: the settings of this machine. The file is written once, when somebody asks for it,
//! and never again.

use super::out::{Line, Out, Paint};
use super::trouble::Trouble;
use super::{Exit, Here, help, json_arg, shown};
use crate::store::config::sample;
use crate::store::{
    AmbiguousWidth, Borders, Config, Mistake, git_user, io_text, remembered_lang, remembered_me,
    remembered_theme,
};
use crate::text::{Lang, Phrase, pad};
use clap::{ArgMatches, Command};
use serde_json::{Value, json};
use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

pub const NAME: &str = "config";

pub fn command(lang: Lang) -> Command {
    const ABOUT: Phrase = Phrase::new(
        "本机的设置：我的名字、语言、外观、线条",
        "the settings of this machine: my name, language, looks, lines",
    );
    const USAGE: Phrase = Phrase::new("wubu config init|path|show …", "wubu config init|path|show …");
    const EXAMPLES: Phrase = Phrase::new(
        "wubu config init\n    写一份带说明的设置文件，再用编辑器改\nwubu config show\n    现在用的设置，各从哪里来；写错的报行号",
        "wubu config init\n    write a settings file with its comments, to be edited by hand\nwubu config show\n    what is in force and where it comes from; mistakes with their lines",
    );
    help::subcommand(NAME, lang, ABOUT, USAGE, EXAMPLES)
        .subcommand_required(true)
        .subcommand(part("init", lang, INIT, "wubu config init"))
        .subcommand(part("path", lang, PATH, "wubu config path"))
        .subcommand(part("show", lang, SHOW, "wubu config show [--json]").arg(json_arg(lang)))
}

const INIT: Phrase = Phrase::new(
    "写一份带说明的设置文件；已有的不动",
    "write a settings file with its comments; one that exists is left alone",
);
const PATH: Phrase = Phrase::new("设置文件在哪里", "where the settings file is");
const SHOW: Phrase = Phrase::new(
    "现在用的设置，各从哪里来；写错的报行号，并以 1 退出",
    "what is in force and where it comes from; mistakes with their lines, then exit code 1",
);

fn part(name: &'static str, lang: Lang, about: Phrase, usage: &'static str) -> Command {
    help::subcommand(name, lang, about, Phrase::new(usage, usage), Phrase::new(usage, usage))
}

pub fn run(matches: &ArgMatches, here: &Here, out: &mut Out) -> Result<Exit, Trouble> {
    match matches.subcommand() {
        Some(("init", _)) => init(here, out),
        Some(("path", _)) => {
            out.line(shown(&path(here)?))?;
            Ok(Exit::Fine)
        }
        Some((_, matches)) => show(matches, here, out),
        None => Ok(Exit::Usage),
    }
}

fn path(here: &Here) -> Result<PathBuf, Trouble> {
    const NONE: Phrase = Phrase::new("找不到本机的设置目录", "this machine has no config folder for us");
    const HOME: Phrase =
        Phrase::new("设置 HOME（Linux、macOS）后再试", "set HOME (on Linux and macOS) and try again");
    let none = || Trouble::Unfit { say: here.say(NONE).into(), next: here.say(HOME).into() };
    Config::path(&here.folders).ok_or_else(none)
}

fn init(here: &Here, out: &mut Out) -> Result<Exit, Trouble> {
    let path = path(here)?;
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(|error| no(folder, &error, here))?;
    // It is people's own from then on: what is there is never touched.
    let made = fs::OpenOptions::new().write(true).create_new(true).open(&path);
    let mut file = match made {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            let path = shown(&path);
            let say = match here.lang {
                Lang::Zh => format!("{path} 已经存在，没有改动"),
                Lang::En => format!("{path} exists; it was left alone"),
            };
            let next =
                Phrase::new("用编辑器改它；要重来就先移走", "edit it; to begin anew, move it away first");
            return Err(Trouble::usage(say, here.say(next)));
        }
        Err(error) => return Err(no(&path, &error, here)),
    };
    let written = file.write_all(sample(here.lang).as_bytes()).and_then(|()| file.sync_all());
    written.map_err(|error| no(&path, &error, here))?;
    out.line(match here.lang {
        Lang::Zh => format!("已写好 {}", shown(&path)),
        Lang::En => format!("wrote {}", shown(&path)),
    })?;
    out.line(
        Phrase::new(
            "  → 用编辑器打开，去掉要用的行首的 //",
            "  → open it in an editor and take the // off the lines you want",
        )
        .say(here.lang),
    )?;
    Ok(Exit::Fine)
}

fn no(path: &Path, error: &std::io::Error, here: &Here) -> Trouble {
    let colon = here.lang.colon();
    let say = format!("{}{colon}{}", shown(path), io_text(error, here.lang));
    let next = Phrase::new(
        "检查这个目录的权限和剩余空间",
        "see to the permissions of that folder and to free space",
    );
    Trouble::Unfit { say, next: here.say(next).into() }
}

/// A setting in force: its name, what it is, and where it comes from.
struct Setting {
    name: &'static str,
    label: Phrase,
    value: String,
    from: From,
}

#[derive(Clone, Copy)]
enum From {
    Config,
    Flag,
    Git,
    Asked,
    Screen,
    Locale,
    Default,
}

impl From {
    const fn word(self) -> &'static str {
        match self {
            From::Config => "config",
            From::Flag => "flag",
            From::Git => "git",
            From::Asked => "asked",
            From::Screen => "screen",
            From::Locale => "locale",
            From::Default => "default",
        }
    }

    const fn label(self) -> Phrase {
        match self {
            From::Config => Phrase::new("设置文件", "the config"),
            From::Flag => Phrase::new("--lang 参数", "the option --lang"),
            From::Git => Phrase::new("git 的 user.name", "git's user.name"),
            From::Asked => Phrase::new("问过一次，记在本机", "asked for once on this machine"),
            From::Screen => Phrase::new("在界面里选的", "chosen on the screen"),
            From::Locale => Phrase::new("系统区域", "the locale"),
            From::Default => Phrase::new("默认", "the default"),
        }
    }
}

fn in_force(here: &Here) -> Vec<Setting> {
    let config = &here.config;
    let me = config.me.clone().map(|me| (me, From::Config));
    let me = me.or_else(|| Some((git_user(Path::new("."))?, From::Git)));
    let me = me.or_else(|| Some((remembered_me(&here.folders)?, From::Asked)));
    let (me, me_from) = me.unwrap_or((String::new(), From::Default));
    let lang_from = if here.is_lang_asked {
        From::Flag
    } else if config.lang.is_some() {
        From::Config
    } else if remembered_lang(&here.folders).is_some() {
        From::Screen
    } else {
        From::Locale
    };
    let lang = here.lang.code();
    let theme = config.theme.clone().map(|theme| (theme, From::Config));
    let theme = theme.or_else(|| Some((remembered_theme(&here.folders)?, From::Screen)));
    let (theme, theme_from) = theme.unwrap_or(("default".to_owned(), From::Default));
    let borders_from = if config.borders == Borders::default() { From::Default } else { From::Config };
    let is_usual = config.ambiguous == AmbiguousWidth::default();
    let ambiguous_from = if is_usual { From::Default } else { From::Config };
    let mouse_from = if config.mouse { From::Default } else { From::Config };
    let mouse = if config.mouse { "true" } else { "false" };
    let setting = |name, label, value: &str, from| Setting { name, label, value: value.to_owned(), from };
    vec![
        setting("me", Phrase::new("我", "me"), &me, me_from),
        setting("lang", Phrase::new("语言", "language"), lang, lang_from),
        setting("theme", Phrase::new("外观", "looks"), &theme, theme_from),
        setting("borders", Phrase::new("线条", "lines"), config.borders.name(), borders_from),
        setting("ambiguous", Phrase::new("不定宽", "ambiguous"), config.ambiguous.name(), ambiguous_from),
        setting("mouse", Phrase::new("鼠标", "mouse"), mouse, mouse_from),
    ]
}

fn show(matches: &ArgMatches, here: &Here, out: &mut Out) -> Result<Exit, Trouble> {
    let path = path(here)?;
    let settings = in_force(here);
    let exit = if here.mistakes.is_empty() { Exit::Fine } else { Exit::Findings };
    if matches.get_flag("json") {
        let values: serde_json::Map<String, Value> = settings
            .iter()
            .map(|s| (s.name.to_owned(), json!({ "value": s.value, "from": s.from.word() })))
            .collect();
        out.json(&json!({
            "path": path.display().to_string(),
            "exists": path.exists(),
            "settings": values,
            "mistakes": here.mistakes.iter().map(|m| mistake(m, here.lang)).collect::<Vec<_>>(),
        }))?;
        return Ok(exit);
    }
    let file = shown(&path);
    let missing = Phrase::new("（没有；wubu config init 新建）", " (not there; wubu config init makes it)");
    let missing = if path.exists() { "" } else { here.say(missing) };
    let label = Phrase::new("文件", "file");
    let wide = 10;
    out.line(Line::new().painted(Paint::Faint, pad(here.say(label), wide)).add(format!("{file}{missing}")))?;
    for setting in &settings {
        let value = if setting.value.is_empty() { "—" } else { &setting.value };
        let line = Line::new().painted(Paint::Faint, pad(here.say(setting.label), wide)).add(pad(value, 16));
        out.line(line.painted(Paint::Faint, format!("  {}", here.say(setting.from.label()))))?;
    }
    for mistake in &here.mistakes {
        out.line(Line::new().painted(Paint::Bad, "! ").add(mistake.say(here.lang)))?;
        out.line(format!("  → {}", mistake.next(here.lang)))?;
    }
    Ok(exit)
}

fn mistake(mistake: &Mistake, lang: Lang) -> Value {
    json!({ "path": mistake.path.display().to_string(), "line": mistake.line, "say": mistake.what.say(lang) })
}
