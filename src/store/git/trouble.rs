//! Why git did not do what was wanted, said in plain words; git's own words follow where they help.

use super::super::save::io_text;
use super::Operation;
use crate::text::{Lang, Phrase, clip, show};
use std::io;
use std::path::PathBuf;
use thiserror::Error;

#[derive(Debug, Error)]
pub enum GitError {
    #[error("git is not installed")]
    NotInstalled,
    /// The process could not be started or spoken to.
    #[error("{0}")]
    Start(io::Error),
    #[error("{0}: {1}")]
    Io(PathBuf, io::Error),
    #[error("{0} lies in no work tree")]
    NoWorkTree(PathBuf),
    #[error("{0} is a bare repository")]
    Bare(PathBuf),
    #[error("no revision {0}")]
    NoRevision(String),
    /// Something that was begun must be ended first.
    #[error("in the middle of {0:?}")]
    Busy(Operation),
    /// Files other than ours still have conflicts.
    #[error("unmerged: {0:?}")]
    Unmerged(Vec<String>),
    /// Staged beside a merge, and no part of it: a merge can only be committed with all that is staged.
    #[error("staged: {0:?}")]
    Staged(Vec<String>),
    #[error("nobody to commit as")]
    NoIdentity,
    #[error("no branch is checked out")]
    NoBranch,
    #[error("no remote")]
    NoRemote,
    #[error("{branch} has no upstream")]
    NoUpstream { branch: String, remote: String },
    #[error("offline: {words}")]
    Offline { words: String },
    #[error("not let in: {words}")]
    NotLetIn { words: String },
    /// The other side has commits that we do not have.
    #[error("rejected: {words}")]
    Rejected { words: String },
    #[error("{command}: {words}")]
    Failed { command: String, words: String },
    #[error("cancelled")]
    Cancelled,
}

/// What ssh and curl say when there is no way through; both speak English only.
const NO_WAY: [&str; 9] = [
    "Could not resolve host",
    "Temporary failure in name resolution",
    "Connection timed out",
    "Connection refused",
    "Connection reset",
    "Network is unreachable",
    "No route to host",
    "Failed to connect",
    "Couldn't connect",
];

const NO_KEY: [&str; 6] = [
    "Permission denied (",
    "Host key verification failed",
    "Authentication failed",
    "could not read Username",
    "could not read Password",
    "terminal prompts disabled",
];

impl GitError {
    pub(super) fn failed(command: &str, words: &str) -> GitError {
        GitError::Failed { command: command.to_owned(), words: tail(words) }
    }

    /// Why a pull or push failed, as far as its words tell.
    pub(super) fn on_the_way(command: &str, words: &str) -> GitError {
        let says = |signs: &[&str]| signs.iter().any(|sign| words.contains(sign));
        if says(&NO_WAY) {
            GitError::Offline { words: tail(words) }
        } else if says(&NO_KEY) {
            GitError::NotLetIn { words: tail(words) }
        } else if command == "git push" && says(&["[rejected]"]) {
            GitError::Rejected { words: tail(words) }
        } else {
            GitError::failed(command, words)
        }
    }

    pub fn say(&self, lang: Lang) -> String {
        let zh = lang == Lang::Zh;
        let text = match self {
            GitError::NotInstalled => Phrase::new("没有找到 git", "git was not found").say(lang).to_owned(),
            GitError::Start(error) if zh => format!("无法启动 git：{}", io_text(error, lang)),
            GitError::Start(error) => format!("git cannot be started: {}", io_text(error, lang)),
            GitError::Io(path, error) if zh => format!("{}：{}", path.display(), io_text(error, lang)),
            GitError::Io(path, error) => format!("{}: {}", path.display(), io_text(error, lang)),
            GitError::NoWorkTree(path) if zh => format!("{} 不在 git 仓库里", path.display()),
            GitError::NoWorkTree(path) => format!("{} lies in no git repository", path.display()),
            GitError::Bare(path) if zh => format!("{} 是裸仓库，没有工作目录", path.display()),
            GitError::Bare(path) => format!("{} is a bare repository, without work tree", path.display()),
            GitError::NoRevision(rev) if zh => format!("git 里没有版本“{}”", clip(&show(rev), 60)),
            GitError::NoRevision(rev) => format!("git knows no revision “{}”", clip(&show(rev), 60)),
            GitError::Busy(operation) if zh => format!("仓库正处于{}途中", operation.say(lang)),
            GitError::Busy(operation) => {
                format!("the repository is in the middle of a {}", operation.say(lang))
            }
            GitError::Unmerged(files) if zh => format!("其他文件还有合并冲突：{}", listed(files, lang)),
            GitError::Unmerged(files) => format!("other files still have conflicts: {}", listed(files, lang)),
            GitError::Staged(files) if zh => {
                format!("合并尚未结束，暂存区里又有与合并无关的改动：{}", listed(files, lang))
            }
            GitError::Staged(files) => {
                format!("a merge is under way, and changes beside it are staged: {}", listed(files, lang))
            }
            GitError::NoIdentity => Phrase::new(
                "git 还不知道你是谁，无法提交",
                "git does not know who you are, and cannot commit",
            )
            .say(lang)
            .to_owned(),
            GitError::NoBranch => {
                Phrase::new("当前没有检出任何分支", "no branch is checked out").say(lang).to_owned()
            }
            GitError::NoRemote => {
                Phrase::new("仓库没有配置远程地址", "the repository has no remote").say(lang).to_owned()
            }
            GitError::NoUpstream { branch, .. } if zh => format!("分支 {branch} 没有对应的远程分支"),
            GitError::NoUpstream { branch, .. } => format!("branch {branch} has no branch on a remote"),
            GitError::Offline { .. } => {
                Phrase::new("连不上远程仓库", "the remote cannot be reached").say(lang).to_owned()
            }
            GitError::NotLetIn { .. } => {
                Phrase::new("远程仓库拒绝登录", "the remote did not let us in").say(lang).to_owned()
            }
            GitError::Rejected { .. } => Phrase::new(
                "推送被拒绝：远程已有新的提交",
                "the push was rejected: the remote has new commits",
            )
            .say(lang)
            .to_owned(),
            GitError::Failed { command, .. } if zh => format!("{command} 没有成功"),
            GitError::Failed { command, .. } => format!("{command} failed"),
            GitError::Cancelled => Phrase::new("已中止", "stopped").say(lang).to_owned(),
        };
        show(&text).into_owned()
    }

    /// What git itself said about it, a few lines; they are not made safe to show.
    pub fn words(&self) -> &str {
        match self {
            GitError::Offline { words }
            | GitError::NotLetIn { words }
            | GitError::Rejected { words }
            | GitError::Failed { words, .. } => words,
            _ => "",
        }
    }

    pub fn next(&self, lang: Lang) -> String {
        let phrase = match self {
            GitError::NotInstalled => Phrase::new(
                "安装 git（git-scm.com）后再试；其余功能不需要它",
                "install git (git-scm.com) and try again; all else works without it",
            ),
            GitError::Start(_) | GitError::Io(..) => {
                Phrase::new("检查路径和权限", "check the path and its permissions")
            }
            GitError::NoWorkTree(_) => Phrase::new(
                "先用 git clone 取得仓库，或在文件夹里运行 git init",
                "git clone a repository first, or run git init in the folder",
            ),
            GitError::Bare(_) => {
                Phrase::new("git clone 出一份工作目录，在那里操作", "git clone it, and work in the clone")
            }
            GitError::NoRevision(_) => Phrase::new(
                "写提交号、分支或标签，如 HEAD~1、main；见 git log --oneline",
                "give a commit, branch or tag such as HEAD~1 or main; see git log --oneline",
            ),
            GitError::Busy(operation) => return operation.next(lang),
            GitError::Unmerged(_) => Phrase::new(
                "先解决这些文件的冲突并 git add，再重新运行",
                "settle those files and git add them, then run this again",
            ),
            GitError::Staged(_) => Phrase::new(
                "用 git restore --staged 文件 把它们移出暂存区，再重新运行",
                "take them out with git restore --staged FILE, then run this again",
            ),
            GitError::NoIdentity => Phrase::new(
                "git config --global user.name \"你的姓名\"\ngit config --global user.email \"你的邮箱\"",
                "git config --global user.name \"Your Name\"\ngit config --global user.email \"you@example.com\"",
            ),
            GitError::NoBranch => Phrase::new(
                "先给这里的提交起个分支名，免得切走后找不到：git switch -c 分支名；再回到常用分支：git switch main",
                "give what is committed here a branch first, or it is left behind: git switch -c NAME; then \
                     go back to yours: git switch main",
            ),
            GitError::NoRemote => {
                Phrase::new("添加远程地址：git remote add origin 地址", "add one: git remote add origin URL")
            }
            GitError::NoUpstream { branch, remote } => {
                let line = format!("git push --set-upstream {remote} {branch}");
                return match lang {
                    Lang::Zh => format!("只需做一次：{}", show(&line)),
                    Lang::En => format!("once only: {}", show(&line)),
                };
            }
            GitError::Offline { .. } => Phrase::new(
                "提交已在本机，不会丢；联网后再同步",
                "what is committed is safe here; try again when the network is back",
            ),
            GitError::NotLetIn { .. } => Phrase::new(
                "在终端里运行一次 git fetch，按提示登录或确认主机；ssh 密钥先用 ssh-add 载入",
                "run git fetch once in a terminal and answer what it asks; load an ssh key with ssh-add first",
            ),
            GitError::Rejected { .. } => {
                Phrase::new("先拉取再推送：重新运行 wubu git sync", "pull first: run wubu git sync again")
            }
            GitError::Failed { .. } => {
                Phrase::new("按 git 的提示处理后再试", "do what git says, then try again")
            }
            GitError::Cancelled => Phrase::new("可以随时重新运行", "run it again at any time"),
        };
        phrase.say(lang).to_owned()
    }
}

/// The last lines: git says what matters at the end, and hints may be long.
fn tail(words: &str) -> String {
    const LINES: usize = 12;
    let lines: Vec<&str> = words.lines().map(str::trim_end).filter(|line| !line.is_empty()).collect();
    lines[lines.len().saturating_sub(LINES)..].join("\n")
}

fn listed(files: &[String], lang: Lang) -> String {
    const MOST: usize = 5;
    let comma = if lang == Lang::Zh { "、" } else { ", " };
    let mut text = files.iter().take(MOST).map(|file| show(file)).collect::<Vec<_>>().join(comma);
    if files.len() > MOST {
        text.push_str(if lang == Lang::Zh { " 等" } else { ", …" });
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_on_the_way_is_known_by_its_words() {
        let kind = |command: &str, words: &str| match GitError::on_the_way(command, words) {
            GitError::Offline { .. } => "offline",
            GitError::NotLetIn { .. } => "login",
            GitError::Rejected { .. } => "rejected",
            _ => "failed",
        };
        for (command, words, want) in [
            ("git pull", "ssh: Could not resolve hostname git.example: Name or service not known", "offline"),
            ("git push", "fatal: unable to access 'https://x/': Failed to connect to x port 443", "offline"),
            ("git pull", "git@x: Permission denied (publickey).\nfatal: Could not read", "login"),
            (
                "git pull",
                "致命错误：could not read Username for 'https://x': terminal prompts disabled",
                "login",
            ),
            ("git push", " ! [rejected]        main -> main (fetch first)\n提示：更新被拒绝", "rejected"),
            ("git push", " ! [remote rejected] main -> main (pre-receive hook declined)", "failed"),
            ("git pull", " ! [rejected]        v1 -> v1  (would clobber existing tag)", "failed"),
        ] {
            assert_eq!(kind(command, words), want, "{words}");
        }
    }

    #[test]
    fn every_error_says_itself_on_one_safe_line_and_what_to_do() {
        let nasty = "x\u{1b}[31m\u{202e}".to_owned();
        let errors = [
            GitError::NotInstalled,
            GitError::Start(io::Error::other("x")),
            GitError::NoWorkTree(nasty.clone().into()),
            GitError::Bare(nasty.clone().into()),
            GitError::NoRevision(nasty.clone()),
            GitError::Busy(Operation::Rebase),
            GitError::Unmerged(vec![nasty.clone(); 9]),
            GitError::Staged(vec![nasty.clone()]),
            GitError::NoIdentity,
            GitError::NoBranch,
            GitError::NoRemote,
            GitError::NoUpstream { branch: nasty.clone(), remote: nasty.clone() },
            GitError::Offline { words: nasty.clone() },
            GitError::NotLetIn { words: nasty.clone() },
            GitError::Rejected { words: nasty.clone() },
            GitError::failed("git x", &nasty),
            GitError::Cancelled,
        ];
        for error in errors {
            for lang in [Lang::Zh, Lang::En] {
                let said = error.say(lang);
                assert!(!said.is_empty() && !said.chars().any(crate::text::is_hidden), "{said:?}");
                assert!(!error.next(lang).is_empty());
                assert!(!error.next(lang).chars().any(|c| c != '\n' && crate::text::is_hidden(c)));
            }
        }
    }
}
