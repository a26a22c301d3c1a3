//! The subcommands: one file each, with its arguments, its help and what it does. Here the arguments are read,
//! the language is chosen, the clock is read, and what came of it becomes an exit code.
//! No subcommand needs a terminal; what belongs on the screen is handed back to `main` as [`Next::Screen`].

mod as_text;
mod check;
mod completions;
mod config;
mod decide;
mod demo;
mod diff;
mod doctor;
mod evidence;
mod export;
mod fmt;
mod gate;
mod git;
mod guide;
mod help;
mod import;
mod indicator;
mod man;
mod merge;
mod merge_driver;
mod new;
mod out;
mod pack;
mod plain;
mod plan;
mod profile;
mod readiness;
mod register;
mod row;
mod status;
mod step;
mod task;
mod textconv;
mod trouble;
mod unpack;
mod usage;

use crate::store::{Config, Folders, Mistake, Wish, remembered_lang};
use crate::text::{Lang, Phrase, show};
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use jiff::civil::Date;
use out::Out;
use std::ffi::OsString;
use std::io::IsTerminal;
use std::path::PathBuf;
use std::process::ExitCode;
use trouble::Trouble;

/// What is left to do when the arguments have been dealt with.
#[derive(Debug, PartialEq)]
pub enum Next {
    Done(ExitCode),
    /// The screen; stdin and stdout are a terminal that understands it.
    Screen {
        file: Option<PathBuf>,
        wish: Wish,
        lang: Lang,
        /// By `--lang`.
        is_lang_asked: bool,
    },
}

const READ_ONLY: &str = "read-only";
const PLAIN: &str = "plain";

/// How a command ended: the exit code. Of several files the worst counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Exit {
    Fine = 0,
    /// Findings or disputes; files that are not canonical.
    Findings = 1,
    Usage = 2,
    /// Something could not be read or written.
    Disk = 3,
    /// To git: give up and keep everything as it is. Whatever lies between 1 and 128 it takes for "the file
    /// holds the conflicts", and forgets the other side.
    Abort = 129,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit as u8)
    }
}

/// What every subcommand knows about where and when it runs.
struct Here {
    lang: Lang,
    /// By `--lang`.
    is_lang_asked: bool,
    today: Date,
    folders: Folders,
    config: Config,
    /// In the config.
    mistakes: Vec<Mistake>,
}

impl Here {
    const fn say(&self, phrase: Phrase) -> &'static str {
        phrase.say(self.lang)
    }
}

/// What a subcommand leaves behind when all went well.
enum Went {
    Out(Exit),
    Screen(Option<PathBuf>),
}

/// `args` begin with the name of the program.
pub fn run(args: &[OsString]) -> Next {
    let folders = Folders::of_this_machine();
    let (config, mistakes) = Config::read(&folders);
    let asked = asked_language(args);
    let chosen = || remembered_lang(&folders);
    let lang = asked.or(config.lang).or_else(chosen).unwrap_or_else(language_of_machine);
    // What is about the settings says it itself; the screen does so where it can be seen.
    let is_about_settings = first_word(args).is_some_and(|word| word == config::NAME || word == doctor::NAME);
    if !is_about_settings {
        for mistake in &mistakes {
            out::complain(&mistake.say(lang), mistake.next(lang));
        }
    }
    let here = Here {
        lang,
        is_lang_asked: asked.is_some(),
        today: jiff::Zoned::now().date(),
        folders,
        config,
        mistakes,
    };
    let root = command(lang, true);
    // Without a file to open, the parser can tell a slip from a file name and suggest what was meant.
    let parser = command(lang, first_word(args).is_none_or(looks_like_a_file));
    let matches = match parser.try_get_matches_from(args) {
        Ok(matches) => matches,
        Err(error) => {
            return Next::Done(as_git_takes_it(args, usage::answer(&root, &error, args, lang)).into());
        }
    };
    let mut out = Out::new();
    let went = dispatch(&root, &matches, &here, &mut out).and_then(|went| {
        out.finish()?;
        Ok(went)
    });
    match went {
        Ok(Went::Out(exit)) => Next::Done(as_git_takes_it(args, exit).into()),
        Ok(Went::Screen(file)) => {
            let is_lang_asked = asked.is_some();
            Next::Screen { file, wish: wish(&matches), lang, is_lang_asked }
        }
        Err(trouble) => Next::Done(as_git_takes_it(args, trouble.answer(lang)).into()),
    }
}

/// What calls a merge knows merged, merged with disputes, and give up.
fn as_git_takes_it(args: &[OsString], exit: Exit) -> Exit {
    let merges = first_word(args).is_some_and(|word| word == merge_driver::NAME || word == merge::NAME);
    if merges && exit > Exit::Findings { Exit::Abort } else { exit }
}

/// The first word that is neither an option nor its value: a command, or a file for the screen.
fn first_word(args: &[OsString]) -> Option<&OsString> {
    let mut args = args.iter().skip(1);
    while let Some(arg) = args.next() {
        match arg.to_str() {
            Some("--lang") => drop(args.next()),
            Some(option) if option.starts_with('-') && option != "-" => {}
            _ => return Some(arg),
        }
    }
    None
}

/// `wubu staus` is a slip, `wubu staus.wubu.ron` is a file.
fn looks_like_a_file(word: &OsString) -> bool {
    let named = word.to_str().is_none_or(|word| word.contains(['.', '/', '\\']));
    named || std::path::Path::new(word).exists()
}

/// What `--lang` says anywhere among the arguments: it decides the help's language too.
fn asked_language(args: &[OsString]) -> Option<Lang> {
    let words = args.iter().map(|arg| arg.to_str().unwrap_or_default());
    let mut words = words.take_while(|word| *word != "--");
    let mut found = None;
    while let Some(word) = words.next() {
        let code = if word == "--lang" { words.next() } else { word.strip_prefix("--lang=") };
        found = code.and_then(Lang::from_code).or(found);
    }
    found
}

fn language_of_machine() -> Lang {
    Lang::from_locale(locale("LC_MESSAGES").as_deref())
}

/// As systems look it up: for all, for this matter, for what else.
fn locale(matter: &str) -> Option<String> {
    let value = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    ["LC_ALL", matter, "LANG"].into_iter().find_map(value)
}

fn command(lang: Lang, opens_a_file: bool) -> Command {
    const ABOUT: Phrase = Phrase::new(
        "五步：按 GB/T 23031.1 推进工业互联网平台应用实施的终端工作台",
        "Wubu: a terminal workbench for leading an industrial internet platform by GB/T 23031.1",
    );
    let mut root = help::localised(Command::new("wubu"), lang)
        .about(ABOUT.say(lang))
        .version(env!("CARGO_PKG_VERSION"))
        .override_usage(Phrase::new("wubu [文件]\n       wubu 命令 …", "wubu [FILE]\n       wubu COMMAND …").say(lang))
        .after_help(
            Phrase::new(
                "wubu demo\n    看示例工厂\nwubu new plant.wubu.ron --name 轴承一厂\n    新建工作区，含全部任务模板\nwubu plant.wubu.ron\n    打开工作区",
                "wubu demo\n    look at the demo plant\nwubu new plant.wubu.ron --name \"Bearing plant\"\n    make a workspace with all task templates\nwubu plant.wubu.ron\n    open it",
            )
            .say(lang),
        )
        .arg(
            Arg::new("version")
                .long("version")
                .short('V')
                .action(ArgAction::Version)
                .help(Phrase::new("显示版本", "show the version").say(lang)),
        )
        .arg(
            Arg::new(READ_ONLY).long(READ_ONLY).action(ArgAction::SetTrue).help(
                Phrase::new("只看不改：以只读方式打开", "only look: open the workspace read-only").say(lang),
            ),
        )
        .arg(
            Arg::new(PLAIN).long(PLAIN).action(ArgAction::SetTrue).help(
                Phrase::new(
                    "逐行问答：不画界面，供读屏软件和简单终端使用",
                    "questions line by line instead of the screen: for screen readers and bare terminals",
                )
                .say(lang),
            ),
        )
        .subcommands([
            demo::command(lang),
            new::command(lang),
            status::command(lang),
            check::command(lang),
            fmt::command(lang),
            task::command(lang),
            row::command(lang),
            import::command(lang),
            export::command(lang),
            decide::command(lang),
            gate::command(lang),
            readiness::command(lang),
            profile::command(lang),
            evidence::command(lang),
            indicator::command(lang),
            plan::command(lang),
        ])
        .subcommands([
            guide::command(lang),
            diff::command(lang),
            merge::command(lang),
            git::command(lang),
            merge_driver::command(lang),
            textconv::command(lang),
            pack::command(lang),
            unpack::command(lang),
            config::command(lang),
            doctor::command(lang),
            completions::command(lang),
            man::command(lang),
            help::command(lang),
        ]);
    if opens_a_file {
        const FILE: Phrase = Phrase::new(
            "要打开的工作区；不写则进入起始页",
            "the workspace to open; without it, the start page",
        );
        root = root
            .args_conflicts_with_subcommands(true)
            .arg(file_arg(lang).required(false).help(FILE.say(lang)));
    }
    root
}

/// The workspace that a command is about.
fn file_arg(lang: Lang) -> Arg {
    Arg::new("file")
        .value_name(Phrase::new("文件", "FILE").say(lang))
        .value_parser(value_parser!(PathBuf))
        .required(true)
        .help(Phrase::new("工作区文件（*.wubu.ron）", "the workspace file (*.wubu.ron)").say(lang))
}

fn files_arg(lang: Lang) -> Arg {
    file_arg(lang).num_args(1..)
}

fn file(matches: &ArgMatches) -> PathBuf {
    matches.get_one::<PathBuf>("file").cloned().unwrap_or_default()
}

fn files(matches: &ArgMatches) -> Vec<PathBuf> {
    matches.get_many::<PathBuf>("file").unwrap_or_default().cloned().collect()
}

fn json_arg(lang: Lang) -> Arg {
    Arg::new("json")
        .long("json")
        .action(ArgAction::SetTrue)
        .help(Phrase::new("输出 JSON，供脚本使用", "print JSON, for scripts").say(lang))
}

/// A value that every caller declares as text.
fn text<'a>(matches: &'a ArgMatches, name: &str) -> Option<&'a str> {
    matches.get_one::<String>(name).map(String::as_str)
}

fn texts<'a>(matches: &'a ArgMatches, name: &str) -> Vec<&'a str> {
    matches.get_many::<String>(name).unwrap_or_default().map(String::as_str).collect()
}

fn dispatch(root: &Command, matches: &ArgMatches, here: &Here, out: &mut Out) -> Result<Went, Trouble> {
    let exit = match matches.subcommand() {
        None => {
            let asked = matches.try_get_one::<PathBuf>("file").ok().flatten();
            if !matches.get_flag(PLAIN) {
                needs_a_terminal(here)?;
                return Ok(Went::Screen(asked.cloned()));
            }
            let Some(path) = asked else { return Err(no_file(here)) };
            plain::run(path, wish(matches), here, out)
        }
        Some(("demo", demo)) if matches.get_flag(PLAIN) => {
            plain::run(&demo::file(demo, here)?, wish(matches), here, out)
        }
        Some(("demo", matches)) => {
            needs_a_terminal(here)?;
            return Ok(Went::Screen(Some(demo::file(matches, here)?)));
        }
        Some(("new", matches)) => new::run(matches, here, out),
        Some(("status", matches)) => status::run(matches, here, out),
        Some(("check", matches)) => check::run(matches, here, out),
        Some(("fmt", matches)) => fmt::run(matches, here, out),
        Some(("task", matches)) => task::run(matches, here, out),
        Some(("row", matches)) => row::run(matches, here, out),
        Some(("import", matches)) => import::run(matches, here, out),
        Some(("export", matches)) => export::run(matches, here, out),
        Some(("decide", matches)) => decide::run(matches, here, out),
        Some(("evidence", matches)) => evidence::run(matches, here, out),
        Some(("gate", matches)) => gate::run(matches, here, out),
        Some(("readiness", matches)) => readiness::run(matches, here, out),
        Some(("profile", matches)) => profile::run(matches, here, out),
        Some(("indicator", matches)) => indicator::run(matches, here, out),
        Some(("plan", matches)) => plan::run(matches, here, out),
        Some(("guide", matches)) => guide::run(matches, here, out),
        Some(("diff", matches)) => diff::run(matches, here, out),
        Some((merge::NAME, matches)) => merge::run(matches, here, out),
        Some(("pack", matches)) => pack::run(matches, here, out),
        Some(("unpack", matches)) => unpack::run(matches, here, out),
        Some(("git", matches)) => git::run(matches, here, out),
        Some((merge_driver::NAME, matches)) => Ok(merge_driver::run(matches, here)),
        Some((config::NAME, matches)) => config::run(matches, here, out),
        Some((doctor::NAME, matches)) => doctor::run(matches, here, out),
        Some(("completions", matches)) => completions::run(root, matches, out),
        Some(("man", _)) => man::run(root, here, out),
        Some(("textconv", matches)) => textconv::run(matches, here, out),
        Some((_, matches)) => help::run(root, matches, here, out),
    };
    exit.map(Went::Out)
}

fn wish(matches: &ArgMatches) -> Wish {
    if matches.get_flag(READ_ONLY) { Wish::Look } else { Wish::Edit }
}

fn no_file(here: &Here) -> Trouble {
    Trouble::usage(
        here.say(Phrase::new("--plain 要写出工作区文件", "--plain needs a workspace file")),
        here.say(Phrase::new(
            "wubu --plain 文件；没有就先 wubu new 文件",
            "wubu --plain FILE; without one, wubu new FILE first",
        )),
    )
}

/// The screen writes escapes: never into a pipe, nor to a terminal that says it understands none.
fn needs_a_terminal(here: &Here) -> Result<(), Trouble> {
    const NO_TERMINAL: Phrase = Phrase::new(
        "界面需要终端：标准输入和输出不能是管道或文件",
        "the screen needs a terminal, not a pipe or a file",
    );
    const DUMB: Phrase = Phrase::new(
        "界面需要终端，而 TERM=dumb 不支持",
        "the screen needs a terminal, and TERM=dumb is none",
    );
    const PLAIN: Phrase = Phrase::new(
        "逐行问答用 wubu --plain 文件；在脚本里用 wubu status、wubu task 等命令，见 wubu help",
        "line by line: wubu --plain FILE; in scripts use wubu status, wubu task and so on, see wubu help",
    );
    let wrong = if std::env::var_os("TERM").is_some_and(|term| term == "dumb") {
        DUMB
    } else if std::io::stdin().is_terminal() && std::io::stdout().is_terminal() {
        return Ok(());
    } else {
        NO_TERMINAL
    };
    Err(Trouble::usage(here.say(wrong), here.say(PLAIN)))
}

/// A path as it may be printed.
fn shown(path: &std::path::Path) -> String {
    show(&path.display().to_string()).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn args(words: &[&str]) -> Vec<OsString> {
        std::iter::once("wubu").chain(words.iter().copied()).map(OsString::from).collect()
    }

    #[test]
    fn the_declared_arguments_are_sound_in_both_languages() {
        for lang in [Lang::Zh, Lang::En] {
            command(lang, true).debug_assert();
            command(lang, false).debug_assert();
        }
    }

    #[test]
    fn the_language_is_asked_for_before_or_after_the_command() {
        for (words, asked) in [
            (&["--lang", "en", "status", "x"][..], Some(Lang::En)),
            (&["status", "x", "--lang=zh"], Some(Lang::Zh)),
            (&["status", "x", "--lang", "fr"], None),
            (&["status", "--", "--lang", "en"], None),
            (&[], None),
        ] {
            assert_eq!(asked_language(&args(words)), asked, "{words:?}");
        }
    }

    #[test]
    fn a_slip_is_no_file() {
        let word = |words: &[&str]| first_word(&args(words)).cloned();
        assert_eq!(word(&["--lang", "en", "staus", "x"]), Some("staus".into()));
        assert_eq!(word(&["--help"]), None);
        assert!(!looks_like_a_file(&"staus".into()));
        assert!(looks_like_a_file(&"厂.wubu.ron".into()) && looks_like_a_file(&"./staus".into()));
        assert!(looks_like_a_file(&"src".into()), "it exists");
    }
}
