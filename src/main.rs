//! Arguments → run → exit code. Everything else is in the library.

use std::process::ExitCode;
use wubu::cli::{self, Next};

fn main() -> ExitCode {
    match cli::run(&std::env::args_os().collect::<Vec<_>>()) {
        Next::Done(code) => code,
        Next::Screen { .. } => {
            eprintln!("wubu: 此版本还没有界面 (the screen is not in this build)");
            eprintln!("  → wubu help");
            ExitCode::from(2)
        }
    }
}
