//! Arguments → run → exit code. Everything else is in the library.

use std::process::ExitCode;
use wubu::{cli, tui};

fn main() -> ExitCode {
    let args: Vec<_> = std::env::args_os().collect();
    match cli::run(&args) {
        cli::Next::Done(code) => code,
        cli::Next::Screen { file, wish, lang, is_lang_asked } => {
            tui::run(tui::Options { file, wish, lang, is_lang_asked })
        }
    }
}
