//! What the parser has to say, in our words: help and version that were asked for, and what is wrong with
//! the arguments, with the next step.

use super::out::{self, Out};
use super::{Exit, help};
use crate::text::{Lang, Phrase};
use clap::Command;
use clap::builder::PossibleValue;
use clap::error::{ContextKind, ContextValue, Error, ErrorKind};
use std::ffi::OsString;

/// Answers what the parser stopped at.
pub fn answer(root: &Command, error: &Error, args: &[OsString], lang: Lang) -> Exit {
    let command = meant(root, args);
    let mut out = Out::new();
    let printed = match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            help::print(command, lang, &mut out)
        }
        ErrorKind::DisplayVersion => out.line(format!("wubu {}", env!("CARGO_PKG_VERSION"))),
        _ => {
            out::complain(&say(error, lang), &next(error, command, lang));
            return Exit::Usage;
        }
    };
    match printed.and_then(|()| out.finish()) {
        Ok(()) => Exit::Fine,
        Err(trouble) => trouble.answer(lang),
    }
}

/// The command that the words name, as deep as they go: in `task FILE add --help` the file is passed over.
fn meant<'a>(root: &'a Command, args: &[OsString]) -> &'a Command {
    let words = args.iter().skip(1).map(|arg| arg.to_str().unwrap_or_default());
    words
        .take_while(|word| *word != "--")
        .fold(root, |command, word| command.find_subcommand(word).unwrap_or(command))
}

fn say(error: &Error, lang: Lang) -> String {
    let zh = lang == Lang::Zh;
    let of = |kind| context(error, kind);
    let arg = of(ContextKind::InvalidArg);
    match error.kind() {
        ErrorKind::UnknownArgument if zh => format!("不认识的参数 {arg}"),
        ErrorKind::UnknownArgument => format!("unknown argument {arg}"),
        ErrorKind::InvalidSubcommand if zh => format!("没有命令 {}", of(ContextKind::InvalidSubcommand)),
        ErrorKind::InvalidSubcommand => format!("there is no command {}", of(ContextKind::InvalidSubcommand)),
        ErrorKind::MissingSubcommand if zh => "还缺一个命令".into(),
        ErrorKind::MissingSubcommand => "a command is missing".into(),
        ErrorKind::MissingRequiredArgument if zh => format!("缺少参数：{arg}"),
        ErrorKind::MissingRequiredArgument => format!("missing: {arg}"),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => match (of(ContextKind::InvalidValue), zh) {
            (value, true) if value.is_empty() => format!("{arg} 后面缺少值"),
            (value, false) if value.is_empty() => format!("a value is missing behind {arg}"),
            (value, true) => format!("{arg} 不能是 {value}"),
            (value, false) => format!("{arg} cannot be {value}"),
        },
        // A command or a second file behind the file for the screen.
        ErrorKind::ArgumentConflict if arg.is_empty() && zh => "参数太多".into(),
        ErrorKind::ArgumentConflict if arg.is_empty() => "there are too many arguments".into(),
        ErrorKind::ArgumentConflict => match (of(ContextKind::PriorArg), zh) {
            (other, true) if other.is_empty() || other == arg => format!("{arg} 只能写一次"),
            (other, false) if other.is_empty() || other == arg => format!("{arg} can be given once only"),
            (other, true) => format!("{arg} 不能和 {other} 一起用"),
            (other, false) => format!("{arg} does not go together with {other}"),
        },
        ErrorKind::TooManyValues
        | ErrorKind::TooFewValues
        | ErrorKind::WrongNumberOfValues
        | ErrorKind::NoEquals => {
            if zh {
                format!("{arg} 的值个数不对")
            } else {
                format!("{arg} takes another number of values")
            }
        }
        ErrorKind::InvalidUtf8 if zh => "参数不是 UTF-8 文本".into(),
        ErrorKind::InvalidUtf8 => "an argument is not UTF-8 text".into(),
        _ if zh => "参数无法理解".into(),
        _ => "the arguments cannot be understood".into(),
    }
}

fn next(error: &Error, command: &Command, lang: Lang) -> String {
    let zh = lang == Lang::Zh;
    let meant = [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue]
        .into_iter()
        .map(|kind| context(error, kind))
        .find(|suggestion| !suggestion.is_empty());
    let valid = context(error, ContextKind::ValidValue);
    let mut lines = vec![];
    match meant {
        Some(meant) if zh => lines.push(format!("是不是 {meant}？")),
        Some(meant) => lines.push(format!("did you mean {meant}?")),
        None => {}
    }
    if !valid.is_empty() {
        lines.push(if zh { format!("可选：{valid}") } else { format!("one of: {valid}") });
    }
    if error.kind() == ErrorKind::MissingRequiredArgument {
        lines.extend(choices(&context(error, ContextKind::InvalidArg), command, lang));
    }
    if error.kind() == ErrorKind::InvalidSubcommand && command.get_name() == "wubu" {
        const FILE: Phrase =
            Phrase::new("要打开文件，请写出路径，如 ./文件", "to open a file, write its path, as in ./FILE");
        lines.push(FILE.say(lang).into());
    }
    let head = if zh { "用法：" } else { "usage: " };
    let usage = help::usage(command);
    lines.push(format!(
        "{head}{}",
        usage.lines().map(str::trim).collect::<Vec<_>>().join(if zh { " 或 " } else { " or " })
    ));
    lines.join("\n")
}

/// What can stand for the arguments that are missing, where they are chosen from a few; the parser tells it only of
/// those that are wrong.
fn choices(missing: &str, command: &Command, lang: Lang) -> Vec<String> {
    let chosen = command.get_arguments().filter_map(|arg| {
        let name = arg.get_value_names()?.first()?;
        let values = arg.get_possible_values();
        let values: Vec<&str> =
            values.iter().filter(|value| !value.is_hide_set()).map(PossibleValue::get_name).collect();
        let is_missing = missing.split(' ').any(|one| one == plain(name));
        (is_missing && !values.is_empty()).then(|| match lang {
            Lang::Zh => format!("{name} 可选：{}", values.join(" / ")),
            Lang::En => format!("{name} is one of: {}", values.join(" / ")),
        })
    });
    chosen.collect()
}

/// `<文件>...` is 文件….
fn plain(text: &str) -> String {
    text.replace("...", "…").replace(['<', '>', '[', ']'], "")
}

/// What the parser knows about the error, in plain words.
fn context(error: &Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::String(text)) if kind == ContextKind::InvalidArg => plain(text),
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) if kind == ContextKind::InvalidArg => plain(&texts.join(" ")),
        Some(ContextValue::Strings(texts)) => texts.join(" / "),
        Some(ContextValue::Number(number)) => number.to_string(),
        _ => String::new(),
    }
}
