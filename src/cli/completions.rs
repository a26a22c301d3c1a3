//! `wubu completions SHELL`: a script that lets the shell complete commands, options and files, with their
//! descriptions in the language of the call.

use super::out::Out;
use super::trouble::Trouble;
use super::{Exit, help, text};
use crate::text::{Lang, Phrase};
use clap::{Arg, ArgMatches, Command};
use clap_complete::{Shell, generate};

const SHELLS: [(&str, Shell); 4] =
    [("bash", Shell::Bash), ("zsh", Shell::Zsh), ("fish", Shell::Fish), ("powershell", Shell::PowerShell)];

pub fn command(lang: Lang) -> Command {
    const ABOUT: Phrase = Phrase::new(
        "输出命令行补全脚本（bash、zsh、fish、powershell）",
        "print a completion script for bash, zsh, fish or powershell",
    );
    const USAGE: Phrase = Phrase::new("wubu completions SHELL", "wubu completions SHELL");
    const EXAMPLES: Phrase = Phrase::new(
        "wubu completions bash > ~/.local/share/bash-completion/completions/wubu\nwubu completions zsh > ~/.zfunc/_wubu\n    .zshrc 里 fpath 要有 ~/.zfunc\nwubu completions fish > ~/.config/fish/completions/wubu.fish\nwubu completions powershell >> $PROFILE",
        "wubu completions bash > ~/.local/share/bash-completion/completions/wubu\nwubu completions zsh > ~/.zfunc/_wubu\n    with ~/.zfunc in fpath, set in .zshrc\nwubu completions fish > ~/.config/fish/completions/wubu.fish\nwubu completions powershell >> $PROFILE",
    );
    const WHICH: Phrase = Phrase::new("哪一种 shell", "which shell");
    help::subcommand("completions", lang, ABOUT, USAGE, EXAMPLES).arg(
        Arg::new("shell")
            .value_name("SHELL")
            .required(true)
            .value_parser(SHELLS.map(|(name, _)| name))
            .help(WHICH.say(lang)),
    )
}

pub fn run(root: &Command, matches: &ArgMatches, out: &mut Out) -> Result<Exit, Trouble> {
    let asked = text(matches, "shell");
    let Some((_, shell)) = SHELLS.iter().find(|(name, _)| Some(*name) == asked) else {
        return Ok(Exit::Usage);
    };
    let mut script = vec![];
    generate(*shell, &mut without_hidden(root), "wubu", &mut script);
    out.script(&script)?;
    Ok(Exit::Fine)
}

/// What only git calls is not offered; the generators would.
fn without_hidden(root: &Command) -> Command {
    let mut bare =
        Command::new("wubu").version(env!("CARGO_PKG_VERSION")).args(root.get_arguments().cloned());
    bare = bare.disable_help_flag(true).disable_version_flag(true).disable_help_subcommand(true);
    bare.subcommands(root.get_subcommands().filter(|command| !command.is_hide_set()).cloned())
}
