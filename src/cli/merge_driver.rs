//! `wubu merge-driver`: what git calls to merge two versions of a workspace file (`wubu git setup` tells it to).
//! 0 is merged, 1 is merged with disputes in it, 129 is nothing done: then git gives up and keeps everything.

use super::out;
use super::{Exit, Here, help};
use crate::store::git::Versions;
use crate::store::{Apart, Beside, Joined, OpenError, SaveError, Seen, join, keep_beside, open_bytes};
use crate::store::{replace, write};
use crate::text::{Lang, Phrase, show};
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use std::ffi::{OsStr, OsString};
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

pub const NAME: &str = "merge-driver";

pub fn command(lang: Lang) -> Command {
    const ABOUT: Phrase = Phrase::new(
        "由 git 调用：逐条记录合并工作区文件，结果写入第二个文件",
        "called by git: merges a workspace file record by record, into the second file",
    );
    const CALL: &str = "wubu merge-driver [--record] %O %A %B [%L %P %S %X %Y]";
    const USAGE: Phrase = Phrase::new(CALL, CALL);
    const EXAMPLES: Phrase = Phrase::new(
        "wubu git setup\n    让本仓库的 git 使用它\nwubu merge-driver base.ron ours.ron theirs.ron\n    退出码：0 已合并；1 已合并，有争议待裁定；129 未合并，文件未动",
        "wubu git setup\n    have the git of this clone use it\nwubu merge-driver base.ron ours.ron theirs.ron\n    exit code: 0 merged, 1 merged with disputes in it, 129 nothing was done",
    );
    const RECORD: Phrase = Phrase::new(
        "有争议时也以 0 退出：先提交，以后再裁定",
        "exit with 0 also when there are disputes: commit now, decide later",
    );
    const SIDES: Phrase = Phrase::new(
        "基线、我方、对方的文件；其后是标记长度、路径和三方的名称",
        "the files of the base, our side and theirs; then marker length, path and the names of the three",
    );
    help::subcommand(NAME, lang, ABOUT, USAGE, EXAMPLES)
        .hide(true)
        .arg(Arg::new("record").long("record").action(ArgAction::SetTrue).help(RECORD.say(lang)))
        .arg(
            Arg::new("sides")
                .value_name("%O %A %B …")
                .value_parser(value_parser!(OsString))
                // Too few are an answer of ours: the parser's would not be one that git understands.
                .num_args(0..)
                // Behind the first one, whatever they look like: a path or a branch may begin with a dash.
                .trailing_var_arg(true)
                .allow_hyphen_values(true)
                .help(SIDES.say(lang)),
        )
}

/// What git hands over.
struct Call {
    base: PathBuf,
    ours: PathBuf,
    theirs: PathBuf,
    /// The file as it is called in the work tree; the current folder is its root.
    path: Option<PathBuf>,
    labels: [Option<String>; 2],
}

impl Call {
    fn of(matches: &ArgMatches) -> Option<Call> {
        let mut sides = matches.get_many::<OsString>("sides")?;
        let mut file = || sides.next().map(PathBuf::from);
        let (base, ours, theirs) = (file()?, file()?, file()?);
        // A misspelt option: taken for the base, it would move every side by one.
        if base.as_os_str().as_encoded_bytes().starts_with(b"-") {
            return None;
        }
        // An older git leaves what it does not know as it stands: `%S`.
        let mut rest = sides.map(|word| Some(word).filter(|word| !is_unexpanded(word)));
        let _marker_length = rest.next();
        let path = rest.next().flatten().map(PathBuf::from);
        let _of_base = rest.next();
        let mut label = || rest.next().flatten().map(|word| word.to_string_lossy().into_owned());
        let labels = [label(), label()];
        Some(Call { base, ours, theirs, path, labels })
    }

    fn shown(&self) -> String {
        show(&self.path.as_deref().unwrap_or(&self.ours).display().to_string()).into_owned()
    }
}

fn is_unexpanded(word: &OsStr) -> bool {
    word.to_str().is_some_and(|word| word.is_empty() || word.len() == 2 && word.starts_with('%'))
}

pub fn run(matches: &ArgMatches, here: &Here) -> Exit {
    let Some(call) = Call::of(matches) else {
        const ODD: Phrase = Phrase::new(
            "merge-driver 的参数不对，没有合并；请重新运行 wubu git setup",
            "merge-driver was called wrongly, and nothing was merged; run wubu git setup again",
        );
        out::tell(here.say(ODD));
        return Exit::Abort;
    };
    let merged = guarded(|| merge(&call, here.lang)).unwrap_or_else(|| {
        const BROKEN: Phrase = Phrase::new(
            "程序内部出错，没有合并，文件未动；请报告此问题",
            "the program failed inside; nothing was merged and no file was touched; please report it",
        );
        Err(here.say(BROKEN).into())
    });
    let colon = here.lang.colon();
    match merged {
        Ok(Outcome { disputes: 0, beside: None }) => Exit::Fine,
        Ok(outcome) => {
            out::tell(&format!("{}{colon}{}", call.shown(), outcome.say(&call, here.lang)));
            let is_recorded = matches.get_flag("record") && outcome.beside.is_none();
            if is_recorded { Exit::Fine } else { Exit::Findings }
        }
        Err(why) => {
            out::tell(&format!("{}{colon}{why}", call.shown()));
            Exit::Abort
        }
    }
}

/// None when it panicked; what a panic prints would not be one line.
fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let done = catch_unwind(AssertUnwindSafe(work)).ok();
    std::panic::set_hook(before);
    done
}

struct Outcome {
    disputes: usize,
    beside: Option<(Beside, PathBuf)>,
}

impl Outcome {
    fn say(&self, call: &Call, lang: Lang) -> String {
        let zh = lang == Lang::Zh;
        let Some((beside, kept)) = &self.beside else {
            let n = self.disputes;
            return if zh {
                format!("已合并，{n} 处争议待裁定；用 wubu 打开文件处理")
            } else {
                format!("merged, disputes to decide: {n}; open the file with wubu")
            };
        };
        let label = &call.labels[usize::from(beside.whose == crate::store::Whose::Theirs)];
        let whose = match label {
            Some(label) if zh => format!("{}（{label}）", beside.whose.say(lang)),
            Some(label) => format!("{} ({label})", beside.whose.say(lang)),
            None => beside.whose.say(lang).to_owned(),
        };
        let (why, kept) = (beside.why.say(lang), kept.display());
        if zh {
            format!("{whose}的文件无法读取（{why}），已采用另一方，读不了的一份存为 {kept}")
        } else {
            format!("{whose} cannot be read ({why}); the other one was taken, and this one is kept as {kept}")
        }
    }
}

/// The error is a sentence, and nothing was touched.
fn merge(call: &Call, lang: Lang) -> Result<Outcome, String> {
    let both = |say: String, next: &str| match lang {
        Lang::Zh => format!("{say}；{next}"),
        Lang::En => format!("{say}; {next}"),
    };
    let read = |path: &Path| open_bytes(path).map(|opened| opened.bytes);
    let unread = |error: OpenError| error.say(lang);
    let unwritten = |error: SaveError| error.say(lang);
    let ours = read(&call.ours).map_err(unread)?;
    let theirs = read(&call.theirs).map_err(unread)?;
    // Where there is no base, git hands over an empty file, or none.
    let base = read(&call.base).ok().filter(|bytes| !bytes.is_empty());
    let versions = Versions { base, ours: Some(ours.clone()), theirs: Some(theirs) };
    let apart = |apart: Apart| both(apart.say(lang), &apart.next(lang));
    let Joined { workspace, disputes, beside } = join(versions).map_err(apart)?;
    let text = write(&workspace);
    let beside = beside.map(|beside| {
        let kept = keep(call, &beside.bytes).map_err(unwritten)?;
        Ok::<_, String>((beside, kept))
    });
    let beside = beside.transpose()?;
    if let Err(error) = replace(&call.ours, text.as_bytes(), Seen::of(&ours)) {
        // Nothing was done, and nothing shall lie about.
        if let Some((_, kept)) = &beside {
            let _ = fs::remove_file(kept);
        }
        return Err(unwritten(error));
    }
    Ok(Outcome { disputes: disputes.len(), beside })
}

/// Beside the file of the work tree, or at its root when the folder is not there (yet).
fn keep(call: &Call, bytes: &[u8]) -> Result<PathBuf, SaveError> {
    let path = call.path.as_deref().unwrap_or(Path::new("workspace.wubu.ron"));
    let folder = path.parent().unwrap_or(Path::new(""));
    let is_there = folder.as_os_str().is_empty() || folder.is_dir();
    let target = if is_there { path } else { Path::new(path.file_name().unwrap_or_default()) };
    keep_beside(target, bytes).map_err(|error| SaveError::new(target, error))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call(words: &[&str]) -> Option<Call> {
        let matches = command(Lang::En).try_get_matches_from([&[NAME], words].concat()).ok()?;
        Call::of(&matches)
    }

    #[test]
    fn a_panic_is_no_conflict() {
        assert_eq!(guarded(|| -> u8 { panic!("x") }), None);
        assert_eq!(guarded(|| 1), Some(1));
    }

    #[test]
    fn what_git_did_not_fill_in_is_absent() {
        let full = call(&["o", "a", "b", "7", "东区/厂 1.wubu.ron", "base", "HEAD", "feature"]).unwrap();
        assert_eq!(full.path.unwrap(), Path::new("东区/厂 1.wubu.ron"));
        assert_eq!(full.labels, [Some("HEAD".into()), Some("feature".into())]);
        let old = call(&["o", "a", "b", "7", "x.wubu.ron", "%S", "%X", "%Y"]).unwrap();
        assert_eq!(old.labels, [None, None]);
        let bare = call(&["o", "a", "b"]).unwrap();
        assert_eq!((bare.path, bare.labels), (None, [None, None]));
    }

    #[test]
    fn a_path_that_looks_like_an_option_is_a_path() {
        for odd in ["--help", "-x.wubu.ron", "--record", "--lang=fr", "--"] {
            let call = call(&["o", "a", "b", "7", odd, odd, "-1", "--help"]).unwrap();
            assert_eq!(call.path.unwrap(), Path::new(odd));
        }
        assert!(call(&["o", "a"]).is_none() && call(&["--recrod", "o", "a", "b"]).is_none());
    }
}
