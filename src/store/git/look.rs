//! Looking: the versions of a file in the index and in the history. Nothing is changed, and paths go through
//! as they are, whatever is in them.

use super::commit::literal;
use super::drivers::is_guarded;
use super::run::{ask, git, run};
use super::{GitError, Spot, WorkTree, os};
use crate::store::read::LARGEST;
use jiff::Timestamp;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::Stdio;

/// The three sides of a file with conflicts, as the index keeps them. One that is absent did not have the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Versions {
    pub base: Option<Vec<u8>>,
    pub ours: Option<Vec<u8>>,
    pub theirs: Option<Vec<u8>>,
}

/// A commit that changed a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commit {
    pub id: String,
    pub author: String,
    pub when: Timestamp,
    pub subject: String,
    /// What the file held since; none when the commit deleted it.
    blob: Option<String>,
    /// What it held before; none when it was not there.
    before: Option<String>,
    /// It joins others, and has no one version before it.
    is_merge: bool,
}

/// The three sides of a file, while git holds it to be unmerged; None when it does not.
pub fn versions(file: &Path) -> Result<Option<Versions>, GitError> {
    let spot = Spot::of(file)?;
    let mut list = spot.git();
    list.args(["ls-files", "-u", "-z", "--"]).arg(spot.literal());
    let said = ask(list)?;
    let mut versions = Versions::default();
    let mut is_unmerged = false;
    for entry in said.parts() {
        let Some((blob, stage)) = stage_of(entry) else { continue };
        is_unmerged = true;
        let side = match stage {
            b'1' => &mut versions.base,
            b'2' => &mut versions.ours,
            _ => &mut versions.theirs,
        };
        let mut show = spot.git();
        show.args(["cat-file", "blob", blob]);
        *side = Some(ask(show)?.out);
    }
    Ok(is_unmerged.then_some(versions))
}

/// Whether git's own merging left our side in a file as it was, so that theirs is nowhere but in the index: what
/// becomes of a driver that is missing and was set without its guard. Where git (before 2.33) does not remember
/// what it left, a driver without that guard is reason enough.
pub(in crate::store) fn left_ours(file: &Path) -> Result<bool, GitError> {
    let spot = Spot::of(file)?;
    let object = |rev: &str| {
        let mut find = spot.git();
        find.args(["rev-parse", "--verify", "--quiet"]).arg(spot.at(rev));
        Ok::<_, GitError>(run(find, None)?.line())
    };
    if let Some(left) = object("AUTO_MERGE")? {
        return Ok(object(":2")? == Some(left));
    }
    let mut get = spot.git();
    get.args(["config", "--get", "merge.wubu.driver"]);
    Ok(run(get, None)?.line().is_some_and(|driver| !is_guarded(&driver)))
}

/// `100644 <blob> 2\tname`.
fn stage_of(entry: &[u8]) -> Option<(&str, u8)> {
    let facts = std::str::from_utf8(entry.split(|byte| *byte == b'\t').next()?).ok()?;
    let mut facts = facts.split(' ').skip(1);
    let (blob, stage) = (facts.next()?, facts.next()?);
    Some((blob, *stage.as_bytes().first()?))
}

/// What the file held in a revision; None when it was not there.
pub fn at_revision(rev: &str, file: &Path) -> Result<Option<Vec<u8>>, GitError> {
    let spot = Spot::of(file)?;
    // No name of a revision begins so, and every option does.
    let is_option = rev.starts_with('-');
    let mut verify = spot.git();
    verify.args(["rev-parse", "--verify", "--quiet"]).arg(format!("{rev}^{{commit}}"));
    let commit = if is_option { None } else { run(verify, None)?.line() };
    let Some(commit) = commit else {
        WorkTree::of(file)?;
        return Err(GitError::NoRevision(rev.to_owned()));
    };
    let mut find = spot.git();
    find.args(["rev-parse", "--verify", "--quiet"]).arg(spot.at(&commit));
    let Some(blob) = run(find, None)?.line() else { return Ok(None) };
    let mut show = spot.git();
    show.args(["cat-file", "blob", &blob]);
    ask(show).map(|said| Some(said.out))
}

/// The commits that changed a file, newest first, also under the names that it had before.
pub fn commits_of(file: &Path, limit: usize) -> Result<Vec<Commit>, GitError> {
    commits_from(file, limit, &["HEAD"])
}

/// As `commits_of`; while git waits in the middle of a merge, the other side's commits as well.
pub fn commits_of_both_sides(file: &Path, limit: usize) -> Result<Vec<Commit>, GitError> {
    commits_from(file, limit, &["HEAD", "MERGE_HEAD", "CHERRY_PICK_HEAD", "REBASE_HEAD"])
}

fn commits_from(file: &Path, limit: usize, heads: &[&str]) -> Result<Vec<Commit>, GitError> {
    let spot = Spot::of(file)?;
    let mut found = vec![];
    for head in heads {
        let mut verify = spot.git();
        verify.args(["rev-parse", "--verify", "--quiet", head]);
        found.extend(run(verify, None)?.line());
    }
    if found.is_empty() {
        // Either there is no repository, or nothing was committed yet.
        return WorkTree::of(file).map(|_| vec![]);
    }
    let mut log = spot.git();
    log.args(["--no-pager", "log", "--date-order", "-z", "--follow", "--raw", "--no-abbrev", "-c"])
        .args(["--no-color", "--no-show-signature", "--encoding=UTF-8"])
        .args(["--format=%x01%H%x00%an%x00%at%x00%s", "-n"])
        .arg(limit.to_string())
        .args(found)
        .arg("--")
        .arg(spot.literal());
    Ok(commits(&ask(log)?.out))
}

/// `\x01id NUL author NUL seconds NUL subject NUL`, then `:100644 100644 old new M NUL path NUL`, of a merge
/// `::` with one more of each.
fn commits(out: &[u8]) -> Vec<Commit> {
    let mut parts = out.split(|byte| *byte == 0).map(String::from_utf8_lossy);
    let mut commits: Vec<Commit> = vec![];
    while let Some(part) = parts.next() {
        if let Some(id) = part.strip_prefix('\u{1}').filter(|id| is_hash(id)) {
            let mut next = || parts.next().unwrap_or_default().into_owned();
            let (author, when, subject) = (next(), next(), next());
            let when = when.parse().ok().and_then(|seconds| Timestamp::from_second(seconds).ok());
            let when = when.unwrap_or(Timestamp::UNIX_EPOCH);
            let (id, blob, before) = (id.to_owned(), None, None);
            commits.push(Commit { id, author, when, subject, blob, before, is_merge: false });
        } else if let Some(raw) = Some(part.trim_start_matches('\n')).filter(|raw| raw.starts_with(':'))
            && let Some(commit) = commits.last_mut()
        {
            commit.blob = blob_of(raw, Side::New);
            commit.before = blob_of(raw, Side::Old);
            commit.is_merge = raw.starts_with("::");
        }
    }
    commits
}

#[derive(Clone, Copy, PartialEq)]
enum Side {
    /// The first parent.
    Old,
    New,
}

fn blob_of(raw: &str, side: Side) -> Option<String> {
    let facts = raw.trim_start_matches(':');
    let parents = raw.len() - facts.len();
    // Parents and result have a mode each, then a blob each.
    let at = if side == Side::New { 2 * parents + 1 } else { parents + 1 };
    let blob = facts.split(' ').nth(at).filter(|_| parents > 0)?;
    (is_hash(blob) && blob.bytes().any(|byte| byte != b'0')).then(|| blob.to_owned())
}

fn is_hash(text: &str) -> bool {
    text.len() >= 40 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Hands what the file held since each commit to `look`, in their order, until it says stop. One process for
/// all of them; None for a commit that deleted the file, or a version beyond what is read.
pub fn each_version(
    file: &Path,
    commits: &[Commit],
    mut look: impl FnMut(&Commit, Option<&[u8]>) -> ControlFlow<()>,
) -> Result<(), GitError> {
    walk(file, commits, |commit, fetch| Ok(look(commit, fetch(commit.blob.as_ref())?.as_deref())))
}

/// Hands what the file held before and since each commit to `look`, as `each_version` does. Merges are left out.
pub fn each_step(
    file: &Path,
    commits: &[Commit],
    mut look: impl FnMut(&Commit, Option<&[u8]>, Option<&[u8]>) -> ControlFlow<()>,
) -> Result<(), GitError> {
    walk(file, commits, |commit, fetch| {
        if commit.is_merge {
            return Ok(ControlFlow::Continue(()));
        }
        let (before, after) = (fetch(commit.before.as_ref())?, fetch(commit.blob.as_ref())?);
        Ok(look(commit, before.as_deref(), after.as_deref()))
    })
}

type Fetch<'f> = dyn FnMut(Option<&String>) -> io::Result<Option<Vec<u8>>> + 'f;

fn walk(
    file: &Path,
    commits: &[Commit],
    mut look: impl FnMut(&Commit, &mut Fetch) -> io::Result<ControlFlow<()>>,
) -> Result<(), GitError> {
    let spot = Spot::of(file)?;
    let mut batch = spot.git();
    batch.args(["cat-file", "--batch"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = batch.spawn().map_err(GitError::Start)?;
    let (Some(mut ask), Some(answer)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(GitError::Start(io::ErrorKind::BrokenPipe.into()));
    };
    let mut answer = BufReader::new(answer);
    let mut fetch = |blob: Option<&String>| -> io::Result<Option<Vec<u8>>> {
        let Some(blob) = blob else { return Ok(None) };
        writeln!(ask, "{blob}")?;
        ask.flush()?;
        let mut bytes = vec![];
        Ok(next_blob(&mut answer, &mut bytes)?.then_some(bytes))
    };
    let mut walked = Ok(());
    for commit in commits {
        match look(commit, &mut fetch) {
            Ok(ControlFlow::Continue(())) => {}
            Ok(ControlFlow::Break(())) => break,
            Err(error) => {
                walked = Err(error);
                break;
            }
        }
    }
    drop(ask);
    let _ = child.kill();
    let _ = child.wait();
    walked.map_err(|error| GitError::failed("git cat-file", &error.to_string()))
}

/// `<blob> blob 123\n`, the bytes, a line break. False when there is no such blob or it is too large.
fn next_blob(answer: &mut impl BufRead, bytes: &mut Vec<u8>) -> io::Result<bool> {
    let mut head = String::new();
    answer.read_line(&mut head)?;
    let Some(len) = head.trim_end().rsplit(' ').next().and_then(|len| len.parse::<u64>().ok()) else {
        return Ok(false);
    };
    bytes.clear();
    if len > LARGEST {
        io::copy(&mut answer.take(len + 1), &mut io::sink())?;
        return Ok(false);
    }
    answer.take(len + 1).read_to_end(bytes)?;
    Ok(bytes.pop() == Some(b'\n'))
}

impl WorkTree {
    /// Whether none of these files differs from what is committed.
    pub fn is_clean(&self, files: &[PathBuf]) -> Result<bool, GitError> {
        Ok(self.changed(files)?.is_empty())
    }

    /// Those of the files that are not as committed, or not known to git and not ignored by it.
    pub fn changed(&self, files: &[PathBuf]) -> Result<Vec<PathBuf>, GitError> {
        let mut changed = vec![];
        // In parts: a command line has its limits.
        for files in files.chunks(200) {
            let named = files.iter().map(|file| self.named(file)).collect::<Result<Vec<_>, _>>()?;
            let mut status = git(&self.root);
            status.args([
                "--no-optional-locks",
                "status",
                "--porcelain=v1",
                "-z",
                "--untracked-files=all",
                "--",
            ]);
            status.args(named.iter().map(|name| literal(name)));
            let said = ask(status)?;
            let found: Vec<&[u8]> = changed_paths(&said.out).collect();
            let differs = |name: &std::ffi::OsString| found.iter().any(|path| os(path) == *name);
            changed
                .extend(files.iter().zip(&named).filter(|(_, name)| differs(name)).map(|(f, _)| f.clone()));
        }
        Ok(changed)
    }

    /// Whether the last commit holds the file with these bytes, whatever ends its lines have.
    pub fn head_has(&self, file: &Path, bytes: &[u8]) -> Result<bool, GitError> {
        let unix = |bytes: &[u8]| bytes.iter().copied().filter(|byte| *byte != b'\r').collect::<Vec<_>>();
        match at_revision("HEAD", file) {
            Ok(held) => Ok(held.is_some_and(|held| held == bytes || unix(&held) == unix(bytes))),
            Err(GitError::NoRevision(_)) => Ok(false),
            Err(error) => Err(error),
        }
    }
}

/// The paths of `status -z`: `XY path`, and of a rename or copy the old path behind it.
fn changed_paths(out: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut parts = out.split(|byte| *byte == 0);
    std::iter::from_fn(move || {
        let part = parts.next().filter(|part| part.len() > 3)?;
        let (state, path) = part.split_at(3);
        if state.iter().any(|sign| matches!(sign, b'R' | b'C')) {
            parts.next();
        }
        Some(path)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: &str = "1111111111111111111111111111111111111111";
    const TWO: &str = "2222222222222222222222222222222222222222";
    const NONE: &str = "0000000000000000000000000000000000000000";

    #[test]
    fn a_log_is_read_with_merges_renames_and_deletions() {
        let log = format!(
            "\u{1}{ONE}\0李工\01795370982\0merge\0\0::100644 100644 100644 {TWO} {TWO} {ONE} MM\0厂\nx\0\
             \u{1}{TWO}\0b\01795370000\0\0\n:100644 000000 {ONE} {NONE} D\0厂\0\
             \u{1}{TWO}\0b\0never\0re: x\0\n:100644 100644 {ONE} {TWO} R100\0old\0new\0"
        );
        let commits = commits(log.as_bytes());
        let seen: Vec<(&str, Option<&str>)> =
            commits.iter().map(|c| (c.subject.as_str(), c.blob.as_deref())).collect();
        assert_eq!(seen, [("merge", Some(ONE)), ("", None), ("re: x", Some(TWO))]);
        assert_eq!((commits[0].author.as_str(), commits[0].when.as_second()), ("李工", 1_795_370_982));
        assert_eq!(commits[2].when, Timestamp::UNIX_EPOCH);
    }

    #[test]
    fn nothing_that_git_might_print_makes_the_reading_fail() {
        for odd in ["", "\0", "\u{1}", ":", "::", ": : :", "\u{1}\0\0\0", "\n:100644", "\0\0\0\0\0"] {
            let _ = commits(odd.as_bytes());
            let _ = changed_paths(odd.as_bytes()).count();
            let _ = stage_of(odd.as_bytes());
        }
    }

    #[test]
    fn the_entries_of_the_index_and_of_a_status_are_read() {
        let entry = format!("100644 {ONE} 3\t厂\t\n.wubu.ron");
        assert_eq!(stage_of(entry.as_bytes()), Some((ONE, b'3')));
        let status = b" M a\0R  new\0old\0?? b c\0UU d\0";
        let paths: Vec<&[u8]> = changed_paths(status).collect();
        assert_eq!(paths, [&b"a"[..], b"new", b"b c", b"d"]);
    }

    #[test]
    fn a_batch_answers_with_bytes_or_that_there_are_none() {
        let mut answer = io::Cursor::new(b"x blob 3\na\nb\ny missing\nz blob 0\n\n".to_vec());
        let mut bytes = vec![];
        assert!(next_blob(&mut answer, &mut bytes).unwrap() && bytes == b"a\nb");
        assert!(!next_blob(&mut answer, &mut bytes).unwrap());
        assert!(next_blob(&mut answer, &mut bytes).unwrap() && bytes.is_empty());
    }
}
