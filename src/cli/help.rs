//! Help in our own words and in both languages: `wubu help`, `wubu help task add`, `wubu task --help`.
//! The declared arguments are read here and laid out by cells, which the parser's own help cannot do.

use super::out::{Line, Out, Paint};
use super::trouble::Trouble;
use super::{Exit, Here, texts};
use crate::text::{Lang, Phrase, pad, width, wrap};
use clap::{Arg, ArgAction, ArgMatches, Command};

/// A command whose help flag and help are ours.
pub fn localised(command: Command, lang: Lang) -> Command {
    const HELP: Phrase = Phrase::new("显示帮助", "show this help");
    const LANG: Phrase = Phrase::new(
        "界面、提示和帮助的语言：zh 中文，en 英文",
        "language of screen, messages and help: zh or en",
    );
    command
        .disable_help_flag(true)
        .disable_version_flag(true)
        .disable_help_subcommand(true)
        .arg(Arg::new("help").long("help").short('h').action(ArgAction::Help).help(HELP.say(lang)))
        .arg(
            Arg::new("lang")
                .long("lang")
                .global(true)
                .value_name("zh|en")
                .value_parser(["zh", "en"])
                .help(LANG.say(lang)),
        )
}

/// A subcommand: its `usage` goes behind the names of the commands above it, and its examples below all else.
pub fn subcommand(name: &'static str, lang: Lang, about: Phrase, usage: Phrase, examples: Phrase) -> Command {
    let help = Phrase::new("显示帮助", "show this help");
    Command::new(name)
        .about(about.say(lang))
        .override_usage(usage.say(lang))
        .after_help(examples.say(lang))
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .arg(Arg::new("help").long("help").short('h').action(ArgAction::Help).help(help.say(lang)))
}

pub fn command(lang: Lang) -> Command {
    const ABOUT: Phrase = Phrase::new("显示某个命令的帮助", "show the help of a command");
    const USAGE: Phrase = Phrase::new("wubu help [命令…]", "wubu help [COMMAND…]");
    const EXAMPLES: Phrase = Phrase::new(
        "wubu help task set\n    可填写的字段和写法",
        "wubu help task set\n    the fields and how they are written",
    );
    const NAME: Phrase = Phrase::new("命令", "COMMAND");
    const WHICH: Phrase =
        Phrase::new("命令的名称，如 status 或 task add", "the name of a command, as in status or task add");
    subcommand("help", lang, ABOUT, USAGE, EXAMPLES)
        .arg(Arg::new("name").value_name(NAME.say(lang)).num_args(0..).help(WHICH.say(lang)))
}

pub fn run(root: &Command, matches: &ArgMatches, here: &Here, out: &mut Out) -> Result<Exit, Trouble> {
    let mut command = root;
    for name in texts(matches, "name") {
        command = command.find_subcommand(name).ok_or_else(|| {
            let say = match here.lang {
                Lang::Zh => format!("没有命令 {name}"),
                Lang::En => format!("there is no command {name}"),
            };
            Trouble::usage(say, here.say(Phrase::new("命令列表见 wubu help", "wubu help lists the commands")))
        })?;
    }
    print(command, here.lang, out)?;
    Ok(Exit::Fine)
}

/// Usage, what it does, its parts, examples.
pub fn print(command: &Command, lang: Lang, out: &mut Out) -> Result<(), Trouble> {
    const USAGE: Phrase = Phrase::new("用法：", "Usage: ");
    const COMMANDS: Phrase = Phrase::new("命令", "Commands");
    const ARGUMENTS: Phrase = Phrase::new("参数", "Arguments");
    const OPTIONS: Phrase = Phrase::new("选项", "Options");
    const EXAMPLES: Phrase = Phrase::new("示例", "Examples");
    let about = command.get_about().map(ToString::to_string).unwrap_or_default();
    out.lines(&wrap(&about, out.width()).join("\n"))?;
    out.line("")?;
    for (i, line) in usage(command).lines().enumerate() {
        let head = if i == 0 { USAGE.say(lang).into() } else { " ".repeat(width(USAGE.say(lang))) };
        out.line(Line::new().painted(Paint::Strong, head).add(line.trim()))?;
    }
    // Those that only git calls have help of their own, and no place in the list.
    let commands = command
        .get_subcommands()
        .filter(|sub| !sub.is_hide_set())
        .map(|sub| (sub.get_name().to_owned(), sub.get_about().map(ToString::to_string).unwrap_or_default()));
    section(COMMANDS.say(lang), &commands.collect::<Vec<_>>(), out)?;
    let arguments = command.get_positionals().map(|arg| (name_of(arg), help_of(arg)));
    section(ARGUMENTS.say(lang), &arguments.collect::<Vec<_>>(), out)?;
    let options = command.get_arguments().filter(|arg| !arg.is_positional());
    let mut options: Vec<_> = options.map(|arg| (name_of(arg), help_of(arg))).collect();
    if command.get_name() != "wubu" {
        const LANG: Phrase = Phrase::new("语言：zh 中文，en 英文", "language: zh or en");
        options.push(("    --lang zh|en".into(), LANG.say(lang).into()));
    }
    section(OPTIONS.say(lang), &options, out)?;
    if let Some(more) = command.get_before_help() {
        out.line("")?;
        out.lines(&more.to_string())?;
    }
    if let Some(examples) = command.get_after_help() {
        out.line("")?;
        out.line(Line::new().painted(Paint::Strong, EXAMPLES.say(lang)))?;
        for line in examples.to_string().lines() {
            out.line(format!("  {line}"))?;
        }
    }
    Ok(())
}

pub fn usage(command: &Command) -> String {
    // The parser gives back the usage that was declared, behind a heading of its own.
    let text = command.clone().render_usage().to_string();
    text.trim_start_matches("Usage:").trim().to_owned()
}

fn help_of(arg: &Arg) -> String {
    arg.get_help().map(ToString::to_string).unwrap_or_default()
}

pub fn name_of(arg: &Arg) -> String {
    let value = arg.get_value_names().and_then(|names| names.first()).map(ToString::to_string);
    if arg.is_positional() {
        return value.unwrap_or_default();
    }
    let short = arg.get_short().map_or("    ".into(), |c| format!("-{c}, "));
    let value =
        value.filter(|_| arg.get_action().takes_values()).map(|v| format!(" {v}")).unwrap_or_default();
    format!("{short}--{}{value}", arg.get_long().unwrap_or_default())
}

/// Two columns; what does not fit goes on below its own column.
fn section(title: &str, rows: &[(String, String)], out: &mut Out) -> Result<(), Trouble> {
    if rows.is_empty() {
        return Ok(());
    }
    let names = rows.iter().map(|(name, _)| width(name)).max().unwrap_or(0);
    out.line("")?;
    out.line(Line::new().painted(Paint::Strong, title))?;
    for (name, help) in rows {
        let room = out.width().saturating_sub(names + 4).max(20);
        for (i, line) in wrap(help, room).iter().enumerate() {
            out.line(format!("  {}  {line}", pad(if i == 0 { name } else { "" }, names)))?;
        }
    }
    Ok(())
}

/// How a command in this language declares an option that takes a value: its name, the value's, what it is for.
pub fn option(lang: Lang) -> impl Fn(&'static str, Phrase, Phrase) -> Arg {
    move |name, value, about| Arg::new(name).long(name).value_name(value.say(lang)).help(about.say(lang))
}
