//! `wubu man`: a manual page out of the declared commands, in the language of the call. The page is written here and
//! not by a generator, whose headings would be English.

use super::out::Out;
use super::trouble::Trouble;
use super::{Exit, Here, help};
use crate::text::{Lang, Phrase};
use clap::{Arg, Command};
use std::fmt::Write;

pub fn command(lang: Lang) -> Command {
    const ABOUT: Phrase =
        Phrase::new("输出手册页（roff），给 man 用", "print the manual page (roff), for man");
    const USAGE: Phrase = Phrase::new("wubu man", "wubu man");
    const EXAMPLES: Phrase = Phrase::new(
        "wubu man | man -l -\nwubu man > ~/.local/share/man/man1/wubu.1",
        "wubu man | man -l -\nwubu man > ~/.local/share/man/man1/wubu.1",
    );
    help::subcommand("man", lang, ABOUT, USAGE, EXAMPLES)
}

pub fn run(root: &Command, here: &Here, out: &mut Out) -> Result<Exit, Trouble> {
    out.script(page(root, here.lang).as_bytes())?;
    Ok(Exit::Fine)
}

fn page(root: &Command, lang: Lang) -> String {
    const NAME: Phrase = Phrase::new("名称", "NAME");
    const SYNOPSIS: Phrase = Phrase::new("用法", "SYNOPSIS");
    const OPTIONS: Phrase = Phrase::new("选项", "OPTIONS");
    const COMMANDS: Phrase = Phrase::new("命令", "COMMANDS");
    const EXAMPLES: Phrase = Phrase::new("示例", "EXAMPLES");
    const EXIT: Phrase = Phrase::new("退出码", "EXIT STATUS");
    const CODES: Phrase = Phrase::new(
        "0 正常；1 有发现、争议或待办；2 用法不对；3 读不出或写不下。",
        "0 fine; 1 findings, disputes or something to do; 2 usage; 3 unreadable or unwritable.",
    );
    const FILES: Phrase = Phrase::new("文件", "FILES");
    const WHERE: Phrase = Phrase::new(
        "*.wubu.ron 是工作区。设置文件的位置见 wubu config path，外观文件在它旁边的 themes/ 里。",
        "*.wubu.ron is a workspace. wubu config path names the settings file; themes lie beside it in themes/.",
    );
    let mut page = format!(".TH WUBU 1 \"\" \"wubu {}\"\n", env!("CARGO_PKG_VERSION"));
    // Chinese has no blanks that could be stretched.
    page.push_str(".ad l\n.nh\n");
    section(&mut page, NAME.say(lang));
    line(&mut page, &format!("wubu - {}", about(root)));
    section(&mut page, SYNOPSIS.say(lang));
    usage(&mut page, root);
    section(&mut page, OPTIONS.say(lang));
    arguments(&mut page, root);
    section(&mut page, COMMANDS.say(lang));
    commands(&mut page, root, "wubu");
    section(&mut page, EXAMPLES.say(lang));
    examples(&mut page, root);
    section(&mut page, EXIT.say(lang));
    line(&mut page, CODES.say(lang));
    section(&mut page, FILES.say(lang));
    line(&mut page, WHERE.say(lang));
    page
}

/// Each with those below it; what only git calls is left out, as in the help.
fn commands(page: &mut String, command: &Command, above: &str) {
    for sub in command.get_subcommands().filter(|sub| !sub.is_hide_set()) {
        let name = format!("{above} {}", sub.get_name());
        let _ = writeln!(page, ".SS \"{}\"", escaped(&name));
        line(page, &about(sub));
        usage(page, sub);
        arguments(page, sub);
        commands(page, sub, &name);
    }
}

fn section(page: &mut String, title: &str) {
    let _ = writeln!(page, ".SH \"{}\"", escaped(title));
}

fn usage(page: &mut String, command: &Command) {
    let lines: Vec<String> = help::usage(command).lines().map(|line| line.trim().to_owned()).collect();
    verbatim(page, &lines.join("\n"));
}

fn examples(page: &mut String, command: &Command) {
    verbatim(page, &command.get_after_help().map(ToString::to_string).unwrap_or_default());
}

/// Lines as they stand.
fn verbatim(page: &mut String, text: &str) {
    page.push_str(".PP\n.nf\n");
    text.lines().for_each(|text| line(page, text.trim_end()));
    page.push_str(".fi\n");
}

fn arguments(page: &mut String, command: &Command) {
    for arg in command.get_arguments().filter(|arg| !arg.is_hide_set()) {
        let _ = writeln!(page, ".TP\n\\fB{}\\fR", escaped(help::name_of(arg).trim()));
        line(page, &arg_help(arg));
    }
}

fn arg_help(arg: &Arg) -> String {
    arg.get_help().map(ToString::to_string).unwrap_or_default()
}

fn about(command: &Command) -> String {
    command.get_about().map(ToString::to_string).unwrap_or_default()
}

/// A dot or a quote at its start would be a request.
fn line(page: &mut String, text: &str) {
    let text = escaped(text);
    let guard = if text.starts_with(['.', '\'']) { "\\&" } else { "" };
    let _ = writeln!(page, "{guard}{text}");
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\e").replace('-', "\\-").replace('"', "\\(dq")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_of_text_is_taken_for_a_request() {
        let mut page = String::new();
        line(&mut page, ".wubu \\n 'a' --lang");
        line(&mut page, "'x");
        assert_eq!(page, "\\&.wubu \\en 'a' \\-\\-lang\n\\&'x\n");
    }
}
