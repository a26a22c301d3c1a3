//! Sharing a workspace through a real git: looking into the history, committing, syncing, setting up, and what
//! git then shows.

#![cfg(unix)]
#![allow(dead_code, reason = "each test file uses its part of the support")]
#![allow(clippy::unwrap_used, reason = "the helpers of a test may fail it")]

#[path = "support/place.rs"]
mod place;
#[path = "support/repo.rs"]
mod repo;

use repo::{BASE, Driver, PLANT, Repo, WUBU, fork, plant};
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use wubu::store::git::{GitError, Pulled, WorkTree, at_revision, commits_of, each_version, versions};
use wubu::store::git::{is_shared_without_driver, rehearse, set_up};
use wubu::store::{Apart, Chronicle, Folders, Session, conclude, read, visit};
use wubu::text::{Lang, Phrase};
use wubu::workspace::{At, Id, RecordKind, Value};

#[test]
fn versions_are_found_in_subfolders_worktrees_and_submodules_under_any_name() {
    const NAMES: [&str; 5] =
        ["厂 1.wubu.ron", "it's \"x\".wubu.ron", "[a]*?.wubu.ron", "-x.wubu.ron", "a\nb\t:(top).wubu.ron"];
    let repo = Repo::new();
    let sub = repo.folder.join("东区/-s [1]");
    fs::create_dir_all(&sub).unwrap();
    let write_all =
        |folder: &Path, text: &str| NAMES.iter().for_each(|name| fs::write(folder.join(name), text).unwrap());
    let side = |folder: &Path, text: &str| {
        write_all(folder, text);
        repo.git_in(folder, &["add", "-A"]);
        repo.git_in(folder, &["commit", "--quiet", "-m", text]);
    };
    side(&sub, "base");
    repo.git(&["checkout", "--quiet", "-b", "side"]);
    side(&sub, "theirs");
    repo.git(&["checkout", "--quiet", "main"]);
    side(&sub, "ours");
    assert!(!repo.try_git(&["merge", "side"]).status.success());
    let check = |folder: &Path| {
        for name in NAMES {
            let file = folder.join(name);
            let found = versions(&file).unwrap().unwrap();
            let sides = [found.base, found.ours, found.theirs]
                .map(|side| side.map(|b| String::from_utf8(b).unwrap()));
            assert_eq!(sides, ["base", "ours", "theirs"].map(|side| Some(side.to_owned())), "{name}");
            assert_eq!(at_revision("side", &file).unwrap().unwrap(), b"theirs");
            assert_eq!(commits_of(&file, 9).unwrap().len(), 2);
        }
        assert_eq!(versions(&folder.join("none.wubu.ron")).unwrap(), None);
    };
    check(&sub);
    // Told to be elsewhere, as a hook is.
    let tree = WorkTree::of(&sub).unwrap();
    assert_eq!(tree.root(), repo.folder);
    assert_eq!(tree.unmerged().unwrap().len(), NAMES.len());
    tree.add(&sub.join(NAMES[4])).unwrap();
    assert_eq!(tree.unmerged().unwrap().len(), NAMES.len() - 1);
    repo.git(&["merge", "--abort"]);
    // A linked worktree.
    repo.git(&["worktree", "add", "--quiet", "-b", "visit", "../visit"]);
    let visit = repo.folder.join("../visit/东区/-s [1]");
    assert!(!repo.try_git_in(&visit, &["merge", "side"]).status.success());
    check(&visit);
    assert_eq!(WorkTree::of(&visit).unwrap().operation().unwrap(), Some(wubu::store::git::Operation::Merge));
    // A submodule.
    let outer = repo.folder.join("../outer");
    fs::create_dir(&outer).unwrap();
    repo.git_in(&outer, &["init", "--quiet"]);
    repo.git_in(&outer, &["submodule", "--quiet", "add", repo.folder.to_str().unwrap(), "inner"]);
    let inner = outer.join("inner/东区/-s [1]");
    assert!(!repo.try_git_in(&inner, &["merge", "origin/side"]).status.success());
    let found = versions(&inner.join(NAMES[0])).unwrap().unwrap();
    assert_eq!(found.theirs.unwrap(), b"theirs");
    // Through a link from elsewhere.
    let link = repo.folder.join("../link.wubu.ron");
    std::os::unix::fs::symlink(sub.join(NAMES[0]), &link).unwrap();
    assert_eq!(at_revision("side", &link).unwrap().unwrap(), b"theirs");
}

#[test]
fn the_history_of_a_file_is_walked_through_renames_until_somebody_says_stop() {
    let repo = Repo::new();
    assert!(matches!(at_revision("HEAD", &repo.path()), Err(GitError::NoRevision(_))));
    assert!(commits_of(&repo.path(), 9).unwrap().is_empty());
    let old = repo.folder.join("old name.wubu.ron");
    fs::write(&old, plant(BASE)).unwrap();
    repo.git(&["add", "-A"]);
    repo.git(&["commit", "--quiet", "-m", "one"]);
    repo.git(&["mv", "old name.wubu.ron", PLANT]);
    repo.git(&["commit", "--quiet", "-m", "moved \"it\""]);
    repo.commit(&[("4a.1", "owner", "甲")], "三");
    let commits = commits_of(&repo.path(), 9).unwrap();
    let subjects: Vec<&str> = commits.iter().map(|commit| commit.subject.as_str()).collect();
    assert_eq!(subjects, ["三", "moved \"it\"", "one"]);
    assert!(commits.iter().all(|commit| commit.author == "李工" && commit.when.as_second() > 1_600_000_000));
    assert_eq!(commits_of(&repo.path(), 2).unwrap().len(), 2);
    let mut seen = vec![];
    each_version(&repo.path(), &commits, |commit, bytes| {
        let owner =
            read(bytes.unwrap()).unwrap().workspace.tasks.get("4a.1").unwrap().owner.as_str().to_owned();
        seen.push((commit.subject.clone(), owner));
        if seen.len() == 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })
    .unwrap();
    assert_eq!(seen.iter().map(|(_, owner)| owner.as_str()).collect::<Vec<_>>(), ["甲", ""]);
    // Revisions that are none, and files that were not there.
    for odd in ["", "-x", "--all", "nonsense", "HEAD~99", "a b", "HEAD:x", "\u{1b}"] {
        let error = at_revision(odd, &repo.path()).unwrap_err();
        assert!(matches!(error, GitError::NoRevision(_)), "{odd:?}: {error:?}");
    }
    assert_eq!(at_revision("HEAD", &old).unwrap(), None);
    let outside = tempfile::tempdir().unwrap();
    assert!(matches!(at_revision("HEAD", &outside.path().join("x")), Err(GitError::NoWorkTree(_))));
    assert!(matches!(WorkTree::of(outside.path()), Err(GitError::NoWorkTree(_))));
    repo.git_in(outside.path(), &["init", "--quiet", "--bare"]);
    assert!(matches!(WorkTree::of(outside.path()), Err(GitError::Bare(_))));
}

#[test]
fn a_commit_takes_the_workspace_and_its_evidence_and_nothing_else() {
    let repo = Repo::new();
    repo.set_driver(Driver::Present);
    repo.commit(BASE, "base");
    fs::write(repo.folder.join("staged"), "s").unwrap();
    repo.git(&["add", "staged"]);
    fs::write(repo.folder.join("loose"), "l").unwrap();
    fs::create_dir(repo.folder.join("证据")).unwrap();
    for file in ["证据/a b.pdf", "证据/[b]*.pdf", "ignored.pdf"] {
        fs::write(repo.folder.join(file), "x").unwrap();
    }
    fs::write(repo.place.path("../secret"), "x").unwrap();
    fs::write(repo.folder.join(".git/info/exclude"), "ignored.pdf\n").unwrap();
    let evidence = |id: &str, file: &str| {
        format!(
            "        \"{id}\": (\n            task: \"4a.1\",\n            file: \"{file}\",\n        ),\n"
        )
    };
    let all: String = [
        ("e1", "证据/a b.pdf"),
        ("e2", "../secret"),
        ("e3", "/etc/passwd"),
        ("e4", "ignored.pdf"),
        ("e5", "证据/[b]*.pdf"),
    ]
    .iter()
    .map(|(id, file)| evidence(id, file))
    .collect();
    let text = plant(&[BASE, &[("4a.1", "owner", "甲"), ("4a.1", "status", "done")]].concat());
    let text = text.replace("\n)\n", &format!("\n    evidence: {{\n{all}    }},\n)\n"));
    fs::write(repo.path(), &text).unwrap();
    let (code, out, err) = repo.wubu(&["git", "commit", PLANT]);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    assert!(
        out.starts_with("✓ 已提交 ") && out.contains("（3 个文件）：4a：完成 1 项任务，新增 5 条证据"),
        "{out}"
    );
    let mut files: Vec<String> = repo
        .git(&["show", "--name-only", "-z", "--format="])
        .split('\0')
        .filter(|f| !f.is_empty())
        .map(str::to_owned)
        .collect();
    files.sort();
    assert_eq!(files, [PLANT, "证据/[b]*.pdf", "证据/a b.pdf"]);
    assert_eq!(repo.status(), "A  staged\n?? loose\n");
    let tree = WorkTree::of(&repo.path()).unwrap();
    assert!(tree.is_clean(&[repo.path()]).unwrap() && tree.head_has(&repo.path(), text.as_bytes()).unwrap());
    assert!(!tree.is_clean(&[repo.folder.join("loose")]).unwrap());
    let (code, out, _) = repo.wubu(&["git", "commit", PLANT]);
    assert_eq!((code, out.as_str()), (0, "没有要提交的改动\n"));
    // A message may look like anything.
    for odd in ["# 走访", "-m", "--amend", "a\n\n# b\n\n"] {
        repo.put(&[("4a.2", "owner", &odd.len().to_string())]);
        let (code, _, err) = repo.wubu(&["git", "commit", PLANT, "-m", odd]);
        assert_eq!((code, err.as_str()), (0, ""), "{odd}");
        assert_eq!(repo.git(&["log", "-1", "--format=%B"]).trim(), odd.trim());
    }
    // Somebody whom git does not know.
    let config = "[user]\n\tuseConfigOnly = true\n";
    fs::write(repo.place.home().join(".gitconfig"), config).unwrap();
    repo.put(BASE);
    let (code, _, err) = repo.wubu(&["git", "commit", PLANT, "--lang", "en"]);
    assert_eq!(code, 3);
    assert!(
        err.contains("does not know who you are") && err.contains("git config --global user.name"),
        "{err}"
    );
    assert!(!err.contains("Please tell me who you are"), "once is enough: {err}");
    assert_eq!(repo.status(), format!(" M {PLANT}\nA  staged\n?? loose\n"));
}

#[test]
fn a_commit_that_a_hook_refuses_leaves_the_index_as_it_was() {
    use std::os::unix::fs::PermissionsExt;
    let repo = Repo::new();
    fs::write(repo.folder.join("staged"), "s").unwrap();
    repo.git(&["add", "staged"]);
    repo.put(BASE);
    let hook = repo.folder.join(".git/hooks/pre-commit");
    fs::create_dir_all(hook.parent().unwrap()).unwrap();
    fs::write(&hook, "#!/bin/sh\nprintf 'not \\033[31mtoday\\n'\nexit 1\n").unwrap();
    fs::set_permissions(&hook, fs::Permissions::from_mode(0o755)).unwrap();
    let (code, out, err) = repo.wubu(&["git", "commit", PLANT]);
    assert_eq!(code, 3);
    let all = format!("{out}{err}");
    assert!(all.contains("not ^[[31mtoday") && !all.contains('\u{1b}'), "{all}");
    assert_eq!(repo.status(), format!("A  staged\n?? {PLANT}\n"));
}

/// Two clones of one remote.
fn two_clones() -> (Repo, [PathBuf; 2]) {
    let repo = Repo::new();
    let clones = ["a", "b"].map(|name| repo.folder.join(name));
    repo.git(&["init", "--quiet", "--bare", "remote.git"]);
    for clone in &clones {
        repo.try_git(&["clone", "--quiet", "remote.git", clone.to_str().unwrap()]);
    }
    (repo, clones)
}

#[test]
fn two_people_sync_settle_what_they_dispute_and_sync_again() {
    for is_set_up in [true, false] {
        let (repo, [a, b]) = two_clones();
        fs::write(a.join(PLANT), plant(BASE)).unwrap();
        let sync = |clone: &Path| repo.wubu_in(clone, &["git", "sync", PLANT]);
        let (code, out, err) = sync(&a);
        assert_eq!((code, err.as_str()), (0, ""), "{out}");
        assert!(out.contains("新建工作区，3 项任务") && out.ends_with("✓ 已同步\n"), "{out}");
        repo.git_in(&b, &["pull", "--quiet"]);
        if is_set_up {
            for clone in [&a, &b] {
                let (code, out, err) = repo.wubu_in(clone, &["git", "setup"]);
                assert_eq!((code, err.as_str()), (0, ""), "{out}");
            }
            repo.git_in(&a, &["add", ".gitattributes"]);
            repo.git_in(&a, &["commit", "--quiet", "-m", "attributes"]);
            assert_eq!(sync(&a).0, 0);
            fs::remove_file(b.join(".gitattributes")).unwrap();
            repo.git_in(&b, &["pull", "--quiet"]);
        }
        // Different fields in neighbouring lines.
        fs::write(a.join(PLANT), plant(&[BASE, &[("4a.1", "owner", "甲")]].concat())).unwrap();
        fs::write(b.join(PLANT), plant(&[BASE, &[("4a.1", "priority", "high")]].concat())).unwrap();
        assert_eq!(sync(&a).0, 0);
        let (code, out, err) = sync(&b);
        assert_eq!((code, err.as_str()), (0, ""), "{is_set_up}: {out}");
        assert_eq!(out.contains("已按记录合并"), !is_set_up, "{out}");
        assert_eq!(sync(&a).0, 0);
        let both = plant(&[BASE, &[("4a.1", "owner", "甲"), ("4a.1", "priority", "high")]].concat());
        for clone in [&a, &b] {
            assert_eq!(fs::read_to_string(clone.join(PLANT)).unwrap(), both);
        }
        // The same field.
        for (clone, name) in [(&a, "丙"), (&b, "戊")] {
            repo.wubu_in(clone, &["task", PLANT, "set", "4a.3", &format!("owner={name}")]);
        }
        assert_eq!(sync(&a).0, 0);
        for _ in 0..2 {
            let (code, out, err) = sync(&b);
            assert_eq!((code, err.as_str()), (1, ""), "{is_set_up}: {out}");
            assert!(
                out.contains("1 处争议待裁定，尚未推送") && out.contains("wubu git sync plant.wubu.ron"),
                "{out}"
            );
        }
        repo.wubu_in(&b, &["task", PLANT, "set", "4a.3", "owner=戊"]);
        let (code, out, err) = sync(&b);
        assert_eq!((code, err.as_str()), (0, ""), "{is_set_up}: {out}");
        assert!(out.contains("合并："), "{out}");
        assert_eq!(sync(&a).0, 0);
        assert_eq!(fs::read(a.join(PLANT)).unwrap(), fs::read(b.join(PLANT)).unwrap());
        assert!(fs::read_to_string(a.join(PLANT)).unwrap().contains("戊"));
    }
}

#[test]
fn a_sync_with_rebase_goes_on_after_every_stop() {
    let (repo, [a, b]) = two_clones();
    fs::write(a.join(PLANT), plant(BASE)).unwrap();
    assert_eq!(repo.wubu_in(&a, &["git", "sync", PLANT]).0, 0);
    repo.git_in(&b, &["pull", "--quiet"]);
    repo.git_in(&b, &["config", "pull.rebase", "true"]);
    fs::write(a.join(PLANT), plant(&[BASE, &[("4a.1", "owner", "甲")]].concat())).unwrap();
    assert_eq!(repo.wubu_in(&a, &["git", "sync", PLANT]).0, 0);
    for changes in [&[("4a.2", "owner", "乙")][..], &[("4a.2", "owner", "乙"), ("4a.1", "priority", "high")]]
    {
        fs::write(b.join(PLANT), plant(&[BASE, changes].concat())).unwrap();
        assert_eq!(repo.wubu_in(&b, &["git", "commit", PLANT]).0, 0);
    }
    let (code, out, err) = repo.wubu_in(&b, &["git", "sync", PLANT]);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    let all = plant(
        &[BASE, &[("4a.1", "owner", "甲"), ("4a.2", "owner", "乙"), ("4a.1", "priority", "high")]].concat(),
    );
    assert_eq!(fs::read_to_string(b.join(PLANT)).unwrap(), all);
    assert_eq!(repo.git_in(&b, &["rev-list", "--merges", "--count", "HEAD"]).trim(), "0");
}

#[test]
fn a_message_of_one_s_own_ends_a_merge_that_waited() {
    let (repo, [a, b]) = two_clones();
    fs::write(a.join(PLANT), plant(BASE)).unwrap();
    let sync = |clone: &Path, more: &[&str]| repo.wubu_in(clone, &[&["git", "sync", PLANT], more].concat());
    assert_eq!(sync(&a, &[]).0, 0);
    repo.git_in(&b, &["pull", "--quiet"]);
    for (clone, name) in [(&a, "丙"), (&b, "戊")] {
        repo.wubu_in(clone, &["task", PLANT, "set", "4a.3", &format!("owner={name}")]);
    }
    assert_eq!(sync(&a, &[]).0, 0);
    assert_eq!(sync(&b, &["-m", "乙车间"]).0, 1);
    repo.wubu_in(&b, &["task", PLANT, "set", "4a.3", "owner=戊"]);
    let (code, out, err) = sync(&b, &["-m", "定下负责人"]);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    assert_eq!(repo.git_in(&b, &["log", "-2", "--first-parent", "--format=%s"]), "定下负责人\n乙车间\n");
}

#[test]
fn where_no_branch_is_checked_out_commits_are_not_left_behind_unsaid() {
    let repo = Repo::new();
    repo.commit(BASE, "base");
    repo.git(&["checkout", "--quiet", "--detach"]);
    repo.put(&[]);
    let (code, out, err) = repo.wubu(&["git", "commit", PLANT]);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    assert!(out.contains("! 当前没有检出任何分支") && out.contains("git switch -c 分支名"), "{out}");
    let (_, out, _) = repo.wubu(&["git", "status", "--lang", "en"]);
    assert!(out.contains("! no branch is checked out") && out.contains("git switch -c NAME"), "{out}");
    assert!(!out.contains("branch -"), "{out}");
    repo.git(&["switch", "--quiet", "main"]);
    assert!(!repo.wubu(&["git", "commit", PLANT]).1.contains("分支名"));
}

#[test]
fn what_waits_to_be_ended_is_said_with_the_way_to_end_it() {
    let repo = Repo::new();
    repo.set_driver(Driver::Present);
    fork(&repo, "4a.1", "4a.1");
    assert!(!repo.try_git(&["rebase", "side"]).status.success());
    let (code, out, _) = repo.wubu(&["git", "status"]);
    assert_eq!(code, 1);
    assert!(out.contains("变基（rebase）途中\n  → 裁定争议后用 wubu git sync 文件 完成它"), "{out}");
    let (code, _, err) = repo.wubu(&["git", "commit", PLANT, "--lang", "en"]);
    assert_eq!(code, 3);
    assert!(err.contains("wubu git sync FILE") && err.contains("git rebase --abort"), "{err}");
}

#[test]
fn a_merge_is_not_committed_with_what_is_no_part_of_it() {
    let repo = Repo::new();
    repo.set_driver(Driver::Present);
    fork(&repo, "4a.1", "4a.1");
    repo.git(&["checkout", "--quiet", "side"]);
    fs::write(repo.folder.join("their notes"), "x").unwrap();
    repo.git(&["add", "-A"]);
    repo.git(&["commit", "--quiet", "-m", "notes"]);
    repo.git(&["checkout", "--quiet", "main"]);
    assert!(!repo.try_git(&["merge", "side"]).status.success());
    fs::write(repo.folder.join("mine"), "x").unwrap();
    repo.git(&["add", "mine"]);
    let (code, _, err) = repo.wubu(&["git", "commit", PLANT, "--lang", "en"]);
    assert!(code == 3 && err.contains("staged: mine") && err.contains("git restore --staged"), "{err}");
    repo.git(&["restore", "--staged", "mine"]);
    let (code, out, err) = repo.wubu(&["git", "commit", PLANT, "--lang", "en"]);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    assert_eq!(repo.git(&["rev-list", "--parents", "-1", "HEAD"]).split_whitespace().count(), 3);
    assert_eq!(repo.status(), "?? mine\n");
}

#[test]
fn what_stands_in_the_way_of_a_sync_is_said_with_the_next_step() {
    let said = |repo: &Repo, folder: &Path| {
        let (code, _, err) = repo.wubu_in(folder, &["git", "sync", PLANT, "--lang", "en"]);
        assert_eq!(code, 3, "{err}");
        err
    };
    let repo = Repo::new();
    repo.put(BASE);
    let err = said(&repo, &repo.folder);
    assert!(err.contains("has no remote") && err.contains("git remote add origin"), "{err}");
    repo.git(&["init", "--quiet", "--bare", "../remote.git"]);
    repo.git(&["remote", "add", "origin", "../remote.git"]);
    let err = said(&repo, &repo.folder);
    assert!(err.contains("git push --set-upstream origin main"), "{err}");
    repo.git(&["push", "--quiet", "--set-upstream", "origin", "main"]);
    repo.git(&["checkout", "--quiet", "--detach"]);
    assert!(said(&repo, &repo.folder).contains("git switch main"));
    repo.git(&["checkout", "--quiet", "main"]);
    repo.git(&["remote", "set-url", "origin", "http://127.0.0.1:9/x.git"]);
    let err = said(&repo, &repo.folder);
    assert!(err.contains("cannot be reached") && err.contains("safe here"), "{err}");
    repo.git(&["remote", "set-url", "origin", "../gone.git"]);
    assert!(said(&repo, &repo.folder).contains("git pull failed"));
}

#[test]
fn a_push_that_comes_too_late_is_rejected_and_a_pull_that_hangs_can_be_ended() {
    let (repo, [a, b]) = two_clones();
    fs::write(a.join(PLANT), plant(BASE)).unwrap();
    assert_eq!(repo.wubu_in(&a, &["git", "sync", PLANT]).0, 0);
    repo.git_in(&b, &["pull", "--quiet"]);
    for (clone, who) in [(&a, "甲"), (&b, "乙")] {
        fs::write(clone.join(PLANT), plant(&[("4a.1", "owner", who)])).unwrap();
        assert_eq!(repo.wubu_in(clone, &["git", "commit", PLANT]).0, 0);
    }
    let [tree_a, tree_b] = [&a, &b].map(|clone| WorkTree::of(clone).unwrap());
    let mut heard = String::new();
    let mut hear = |line: &str| heard += line;
    assert_eq!(tree_a.upstream().unwrap().as_deref(), Some("origin/main"));
    tree_a.push(None, &mut hear).unwrap();
    assert!(matches!(tree_b.push(None, &mut hear), Err(GitError::Rejected { .. })));
    assert!(heard.contains("rejected"));
    assert_eq!(tree_b.branch().unwrap().as_deref(), Some("main"));
    // A remote that never answers.
    repo.git_in(&b, &["config", "core.sshCommand", "sleep 60; true"]);
    repo.git_in(&b, &["remote", "set-url", "origin", "ssh://nowhere/x"]);
    let (cancel, since) = (AtomicBool::new(false), Instant::now());
    std::thread::scope(|scope| {
        scope.spawn(|| {
            std::thread::sleep(Duration::from_millis(300));
            cancel.store(true, Ordering::Relaxed);
        });
        let ended = tree_b.pull(Some(&cancel), &mut |_| {});
        assert!(matches!(ended, Err(GitError::Cancelled)), "{ended:?}");
    });
    assert!(since.elapsed() < Duration::from_secs(5));
    assert!(!b.join(".git/index.lock").exists());
    repo.git_in(&b, &["remote", "set-url", "origin", repo.folder.join("remote.git").to_str().unwrap()]);
    let pulled = tree_b.pull(Some(&AtomicBool::new(false)), &mut |_| {}).unwrap();
    assert_eq!(pulled, Pulled::Unmerged(vec![PLANT.into()]));
}

#[test]
fn setting_up_is_proved_told_and_undone_by_nobody() {
    let repo = Repo::new();
    repo.place.plant();
    let path = repo.path();
    assert!(!is_shared_without_driver(&path), "nobody else sees it");
    repo.git(&["add", PLANT]);
    assert!(is_shared_without_driver(&path));
    let (code, out, _) = repo.wubu(&["git", "status"]);
    assert_eq!(code, 1);
    assert_eq!(out.matches('✗').count(), 3, "{out}");
    fs::write(repo.folder.join(".gitattributes"), "*.png binary\n*.wubu.ron merge=wubu\n").unwrap();
    repo.git(&["config", "merge.wubu.driver", "wubu merge-driver %O %A %B"]);
    repo.git(&["config", "merge.wubu.recursive", "binary"]);
    assert!(!is_shared_without_driver(&path));
    let (code, out, _) = repo.wubu(&["git", "status", PLANT, "--lang", "en"]);
    assert_eq!(code, 1);
    assert!(
        out.contains("is wubu merge-driver %O %A %B, which is not")
            && out.contains("merge.wubu.recursive = binary"),
        "{out}"
    );
    let (code, out, err) = repo.wubu(&["git", "setup"]);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    assert!(out.contains("✓ 已演练") && out.contains("git add .gitattributes"), "{out}");
    let attributes = fs::read_to_string(repo.folder.join(".gitattributes")).unwrap();
    assert_eq!(attributes, "*.png binary\n*.wubu.ron text eol=lf merge=wubu diff=wubu\n");
    let driver = repo.git(&["config", "merge.wubu.driver"]);
    assert_eq!(driver.trim_end(), Driver::Present.line().unwrap(), "wubu is not on PATH here");
    assert!(!repo.try_git(&["config", "merge.wubu.recursive"]).status.success());
    // Once more changes nothing.
    let config = fs::read(repo.folder.join(".git/config")).unwrap();
    let (code, out, _) = repo.wubu(&["git", "setup", PLANT]);
    assert!(code == 0 && !out.contains("git add .gitattributes"), "{out}");
    assert_eq!(fs::read(repo.folder.join(".git/config")).unwrap(), config);
    let status = repo.place.json(&["git", "status", PLANT, "--json"]);
    assert_eq!((&status["merge_driver"], &status["is_set_up"]), (&"set".into(), &true.into()));
    // A driver that is there and does not do its work is found out by the rehearsal.
    for (name, value) in
        [("merge.wubu.driver", Driver::Exits2.line().unwrap()), ("diff.wubu.textconv", "cat".into())]
    {
        let before = repo.git(&["config", name]);
        repo.git(&["config", name, &value]);
        assert!(rehearse(&repo.folder).unwrap().is_some(), "{name}");
        repo.git(&["config", name, before.trim_end()]);
    }
    assert_eq!(rehearse(&repo.folder).unwrap(), None);
    // A program whose path is hard on a shell.
    let odd = repo.place.home().join("it's 50% \"五步\"");
    fs::create_dir(&odd).unwrap();
    std::os::unix::fs::symlink(WUBU, odd.join("wubu")).unwrap();
    set_up(&repo.folder, &odd.join("wubu")).unwrap();
    assert_eq!(rehearse(&repo.folder).unwrap(), None);
    // On PATH it is called by its name.
    let path = format!("{}:{}", odd.display(), std::env::var("PATH").unwrap());
    let mut wubu = repo.place.command();
    let output = repo.isolate(wubu.env("PATH", path).args(["git", "setup"])).output().unwrap();
    assert!(output.status.success());
    assert!(repo.git(&["config", "merge.wubu.driver"]).starts_with("wubu merge-driver %O"));
    fs::remove_file(odd.join("wubu")).unwrap();
    let (code, out, _) = repo.wubu(&["git", "status"]);
    assert!(code == 1 && out.contains("找不到程序 wubu"), "{out}");
}

#[test]
fn git_shows_what_changed_by_record_and_field_and_nothing_that_a_terminal_obeys() {
    let repo = Repo::new();
    assert_eq!(repo.wubu(&["git", "setup"]).0, 0);
    repo.commit(&[("4a.1", "note", "一\n二")], "base");
    repo.put(&[("4a.1", "note", "一\n三"), ("4a.1", "owner", "李\u{1b}[31m")]);
    let text = fs::read_to_string(repo.path()).unwrap().replace("李[31m", "李\\u{1b}[31m");
    fs::write(repo.path(), text).unwrap();
    let shown = repo.git(&["diff"]);
    for line in ["-tasks/4a.1/note: 二", "+tasks/4a.1/note: 三", "+tasks/4a.1/owner: 李^[[31m"] {
        assert!(shown.lines().any(|shown| shown == line), "{line}: {shown}");
    }
    fs::write(repo.path(), "junk \u{1b}[31m\n<<<<<<< x\n").unwrap();
    let shown = repo.git(&["diff"]);
    assert!(
        shown.contains("+junk ^[[31m") && shown.contains("+<<<<<<< x") && !shown.contains('\u{1b}'),
        "{shown}"
    );
}

#[test]
fn a_hook_s_own_repository_does_not_shine_in() {
    let (repo, other) = (Repo::new(), Repo::new());
    repo.commit(BASE, "base");
    other.commit(BASE, "other");
    other.commit(&[("4a.1", "owner", "甲")], "other");
    repo.put(&[("4a.1", "owner", "乙")]);
    let mut wubu = repo.place.command();
    repo.isolate(wubu.args(["git", "commit", PLANT]))
        .env("GIT_DIR", other.folder.join(".git"))
        .env("GIT_INDEX_FILE", other.folder.join(".git/index"));
    assert!(wubu.output().unwrap().status.success());
    assert_eq!(repo.git(&["rev-list", "--count", "HEAD"]).trim(), "2");
    assert_eq!(other.status(), "");
}

/// Set by hand, without its guard: git takes the 127 of a missing program for a conflict and leaves our side.
#[test]
fn a_missing_driver_without_guard_loses_nothing_either() {
    let repo = Repo::new();
    repo.set_driver(Driver::Unset);
    repo.git(&["config", "merge.wubu.driver", "no-such-wubu merge-driver %O %A %B"]);
    fork(&repo, "4a.1", "4a.2");
    assert!(!repo.try_git(&["merge", "side"]).status.success());
    let disk = fs::read(repo.path()).unwrap();
    assert_eq!(disk, at_revision("main", &repo.path()).unwrap().unwrap());
    let joined = conclude(&repo.path(), Some(&disk)).unwrap().unwrap();
    assert_eq!(joined.workspace.tasks.get("4a.2").unwrap().owner.as_str(), "乙");
    let (code, out, err) = repo.wubu(&["git", "commit", PLANT]);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    assert_eq!(
        (repo.owner("4a.1"), repo.owner("4a.2"), repo.status()),
        ("甲".into(), "乙".into(), String::new())
    );
}

#[test]
fn two_sides_that_stay_apart_are_told() {
    let repo = Repo::new();
    repo.commit(BASE, "base");
    repo.git(&["checkout", "--quiet", "-b", "side"]);
    fs::write(repo.path(), "one").unwrap();
    repo.git(&["commit", "--quiet", "-am", "side"]);
    repo.git(&["checkout", "--quiet", "main"]);
    fs::write(repo.path(), "two").unwrap();
    repo.git(&["commit", "--quiet", "-am", "main"]);
    assert!(!repo.try_git(&["merge", "side"]).status.success());
    let disk = fs::read(repo.path()).unwrap();
    assert!(matches!(conclude(&repo.path(), Some(&disk)), Err(Apart::Neither { .. })));
    let (code, _, err) = repo.wubu(&["git", "sync", PLANT]);
    assert!(code == 3 && err.contains("双方的文件都无法读取"), "{err}");
    assert_eq!(fs::read(repo.path()).unwrap(), disk);
}

#[test]
fn without_git_or_a_repository_that_is_said_and_all_else_works() {
    let repo = Repo::new();
    let mut wubu = repo.place.command();
    let output = wubu.env("PATH", repo.place.home()).args(["git", "status"]).output().unwrap();
    assert_eq!(output.status.code(), Some(3));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.starts_with("wubu: 没有找到 git\n  → 安装 git"), "{said}");
    let mut wubu = repo.place.command();
    assert!(wubu.env("PATH", repo.place.home()).args(["new", PLANT]).status().unwrap().success());
    // A repository of somebody else is no missing one: git's own words tell.
    fs::remove_dir_all(repo.folder.join(".git")).unwrap();
    fs::write(repo.folder.join(".git"), "gitdir: nowhere\n").unwrap();
    let (code, _, said) = repo.wubu(&["git", "status"]);
    assert!(
        code == 3 && said.contains("git rev-parse 没有成功\n  fatal: ") && said.contains("nowhere"),
        "{said}"
    );
    fs::remove_file(repo.folder.join(".git")).unwrap();
    let (code, _, said) = repo.wubu(&["git", "sync", PLANT]);
    assert!(code == 3 && said.contains("不在 git 仓库里"), "{said}");
}

#[test]
fn the_history_of_a_record_says_who_set_what_and_who_said_what_in_a_dispute() {
    let (repo, [a, b]) = two_clones();
    let name = |clone: &Path, name: &str| repo.git_in(clone, &["config", "user.name", name]);
    name(&a, "周岚");
    name(&b, "何成");
    fs::write(a.join(PLANT), plant(&[])).unwrap();
    let sync = |clone: &Path| repo.wubu_in(clone, &["git", "sync", PLANT]);
    assert_eq!(sync(&a).0, 0);
    repo.git_in(&b, &["pull", "--quiet"]);
    for clone in [&a, &b] {
        assert_eq!(repo.wubu_in(clone, &["git", "setup"]).0, 0);
    }
    fs::write(a.join(PLANT), plant(&[("4a.1", "owner", "甲"), ("4a.2", "due", "2026-12-01")])).unwrap();
    assert_eq!(sync(&a).0, 0);
    fs::write(b.join(PLANT), plant(&[("4a.1", "owner", "乙")])).unwrap();
    fs::remove_file(b.join(".gitattributes")).unwrap();
    repo.git_in(&b, &["config", "core.attributesFile", "/dev/null"]);
    fs::write(b.join(".git/info/attributes"), "*.wubu.ron merge=wubu\n").unwrap();
    let (code, out, _) = sync(&b);
    assert_eq!(code, 1, "{out}");
    // In the middle of the merge both sides are told.
    let chronicle = Chronicle::read(&b.join(PLANT)).unwrap();
    let [one, two] = ["4a.1", "4a.2"].map(|id| Id::new(id).unwrap());
    let who = |name: &str| {
        let found = chronicle.who(RecordKind::Task, &one, "tasks/4a.1/owner", &Value::text(name));
        found.map(|(author, _)| author.to_owned())
    };
    assert_eq!((who("甲").as_deref(), who("乙").as_deref(), who("丙")), (Some("周岚"), Some("何成"), None));
    let entries = chronicle.of(RecordKind::Task, &two);
    assert_eq!(entries.iter().map(|entry| entry.author.as_str()).collect::<Vec<_>>(), ["周岚", "周岚"]);
    assert!(entries.iter().all(|entry| !entry.say(Lang::En).is_empty()), "{entries:?}");
    assert!(entries[0].say(Lang::Zh).contains("截止") && entries[0].say(Lang::Zh).contains("2026-12-01"));
    assert!(entries[0].say(Lang::En).contains("2026-12-01") && !entries[0].say(Lang::En).contains("截止"));
    // Beside its record, a change is told on one line.
    assert_eq!([Lang::Zh, Lang::En].map(|lang| entries[1].say(lang)), ["新增", "added"]);
    let note = "note=一\n二\n三\n四\n五";
    assert_eq!(repo.wubu_in(&a, &["task", PLANT, "set", "4a.2", note, "owner=丁"]).0, 0);
    assert_eq!(repo.wubu_in(&a, &["git", "commit", PLANT]).0, 0);
    let chronicle = Chronicle::read(&a.join(PLANT)).unwrap();
    let told = chronicle.of(RecordKind::Task, &two)[0].say(Lang::Zh);
    assert_eq!(told, "负责人：（空） → 丁；备注：＋5 行 + 一 + 二 + 三 ……");
    assert!(Chronicle::read(&repo.place.home()).is_err(), "no repository, no history");
}

#[test]
fn a_file_that_git_left_with_markers_is_opened_merged() {
    let repo = Repo::new();
    repo.commit(&[], "base");
    repo.git(&["switch", "--quiet", "-c", "theirs"]);
    repo.commit(&[("4a.1", "owner", "乙"), ("4a.1", "due", "2026-12-01")], "theirs");
    repo.git(&["switch", "--quiet", "main"]);
    repo.commit(&[("4a.1", "owner", "甲")], "ours");
    assert!(!repo.try_git(&["merge", "--quiet", "theirs"]).status.success());
    assert!(fs::read_to_string(repo.path()).unwrap().contains("<<<<<<<"));
    let mut session = Session::open(&repo.path()).unwrap();
    assert_eq!(session.concluded().map(|concluded| concluded.disputes), Some(1));
    assert!(!session.is_saved(), "nothing is written before it is looked at");
    assert_eq!(session.workspace().tasks.get("4a.1").unwrap().due.as_str(), "2026-12-01");
    session.save().unwrap();
    assert_eq!(repo.held(), *session.workspace());
    // Again it is an ordinary file, though git still calls it unmerged.
    assert!(Session::open(&repo.path()).unwrap().concluded().is_none());
}

#[test]
fn a_conflict_that_comes_while_the_file_is_open_is_saved_only_once_it_is_written() {
    let repo = Repo::new();
    repo.commit(&[], "base");
    repo.git(&["switch", "--quiet", "-c", "theirs"]);
    repo.commit(&[("4a.1", "owner", "乙"), ("4a.1", "due", "2026-12-01")], "theirs");
    repo.git(&["switch", "--quiet", "main"]);
    repo.commit(&[("4a.1", "owner", "甲")], "ours");
    let mut session = Session::open(&repo.path()).unwrap();
    assert!(!repo.try_git(&["merge", "--quiet", "theirs"]).status.success());
    let look = session.watch(None).run();
    session.take_in(look);
    assert_eq!(session.workspace().tasks.get("4a.1").unwrap().due.as_str(), "2026-12-01");
    assert!(!session.is_saved() && session.save_job().is_some(), "the disk has markers");
    session.save().unwrap();
    assert_eq!(repo.held(), *session.workspace());
}

/// A save that git's checkout overwrote in the same moment: what git wrote was made out of the save before.
#[test]
fn a_pull_that_was_faster_than_our_save_disputes_nothing_of_ours() {
    let repo = Repo::new();
    repo.commit(&[], "base");
    let mut session = Session::open(&repo.path()).unwrap();
    let own = |session: &mut Session, owner: &str| {
        let at = At::task(session.workspace().tasks.key("4a.1").unwrap(), "owner");
        let edit = session.workspace().set(at, Value::text(owner)).unwrap();
        session.apply(Phrase::new("改", "change"), edit).unwrap();
        session.save().unwrap();
    };
    own(&mut session, "甲");
    repo.git(&["commit", "--quiet", "-am", "ours"]);
    own(&mut session, "乙");
    repo.put(&[("4a.1", "owner", "甲"), ("4a.2", "owner", "丙")]);
    let look = session.watch(None).run();
    session.take_in(look);
    assert_eq!(session.workspace().disputes.len(), 0);
    session.save().unwrap();
    assert_eq!((repo.owner("4a.1").as_str(), repo.owner("4a.2").as_str()), ("乙", "丙"));
    // Where it went back to what was committed, somebody has to say what becomes of the rest.
    repo.git(&["commit", "--quiet", "-am", "both"]);
    own(&mut session, "丁");
    own(&mut session, "戊");
    repo.git(&["checkout", "--quiet", "--", PLANT]);
    let look = session.watch(None).run();
    session.take_in(look);
    assert!(session.is_behind() && session.workspace().disputes.is_empty());
    session.let_go(Phrase::new("放弃", "let go")).unwrap();
    assert_eq!(repo.held(), *session.workspace());
}

#[test]
fn a_visit_remembers_the_commit_of_the_one_before() {
    let repo = Repo::new();
    let folders = Folders::below(&repo.place.home());
    assert_eq!(visit(&folders, &repo.path()), None);
    repo.commit(&[], "one");
    assert_eq!(visit(&folders, &repo.path()), None);
    let first = repo.git(&["rev-parse", "HEAD"]).trim().to_owned();
    repo.commit(&[("4a.1", "owner", "甲")], "two");
    assert_eq!(visit(&folders, &repo.path()), Some(first));
    assert_ne!(visit(&folders, &repo.path()), visit(&Folders::default(), &repo.path()));
}
