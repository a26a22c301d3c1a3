//! Arguments → run → exit code. Everything else is in the library.

fn main() -> std::process::ExitCode {
    let file = std::env::args_os().nth(1).map(std::path::PathBuf::from);
    wubu::tui::run(wubu::tui::Options { file, lang: wubu::text::Lang::Zh })
}
