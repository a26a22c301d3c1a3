//! Hand-over without a server: two laptops exchange packs, and nobody's work is lost; what others packed is
//! taken in only when it is sound.

#![expect(clippy::unwrap_used, reason = "the helpers of a test may fail it")]

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use wubu::store::pack::{Filed, LeftOut, PackError, Packed, Unpacked, pack, unpack};
use wubu::store::{Folders, Session, read};
use wubu::text::Lang;
use wubu::workspace::{At, Edit, Id, RecordKind, Value, Workspace};
use zip::write::SimpleFileOptions;

/// A machine with a home of its own and one workspace.
struct Laptop {
    folder: tempfile::TempDir,
}

impl Laptop {
    fn new() -> Laptop {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("work")).unwrap();
        Laptop { folder }
    }

    fn folders(&self) -> Folders {
        Folders::below(&self.folder.path().join("home"))
    }

    fn loses_its_state(&self) {
        let _ = fs::remove_dir_all(self.folder.path().join("home"));
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join("work").join(name)
    }

    fn file(&self) -> PathBuf {
        self.path("plant.wubu.ron")
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    fn begins(&self) {
        let mut workspace = Workspace::default();
        workspace.apply(add("t1", &[("element", "a1"), ("title", "一")])).unwrap();
        workspace.apply(add("t2", &[("element", "a1"), ("title", "二")])).unwrap();
        Session::create(&self.file(), workspace).unwrap();
    }

    fn edits(&self, edit: impl FnOnce(&Workspace) -> Edit) {
        let mut session = Session::open(&self.file()).unwrap();
        let edit = edit(session.workspace());
        session.apply(wubu::text::Phrase::new("改", "edit"), edit).unwrap();
        session.save().unwrap();
    }

    fn sets(&self, id: &str, field: &str, value: &str) {
        let at = At::task(&Id::new(id).unwrap(), field);
        self.edits(|workspace| workspace.set(at, Value::text(value)).unwrap());
    }

    fn deletes(&self, id: &str) {
        self.edits(|_| Edit::Remove { kind: RecordKind::Task, id: Id::new(id).unwrap() });
    }

    fn packs(&self) -> PathBuf {
        let to = self.path("out.wubu.zip");
        assert!(!self.packed(&to).is_forgotten);
        to
    }

    fn packed(&self, to: &Path) -> Packed {
        pack(&self.file(), to, &self.folders(), &mut |_, _| {}).unwrap()
    }

    fn tries(&self, from: &Path) -> Result<Unpacked, PackError> {
        unpack(from, Some(&self.file()), &self.path(""), &self.folders(), &mut |_, _| {})
    }

    /// The number of new disputes, and whether there was a base.
    fn unpacks(&self, from: &Path) -> (usize, bool) {
        let merged = self.tries(from).unwrap().merged.unwrap();
        (merged.merged.disputes.len(), merged.has_base)
    }

    fn workspace(&self) -> Workspace {
        read(&fs::read(self.file()).unwrap()).unwrap().workspace
    }

    fn title(&self, id: &str) -> Option<String> {
        Some(self.workspace().tasks.get(id)?.title.as_str().to_owned())
    }

    fn owner(&self, id: &str) -> Option<String> {
        Some(self.workspace().tasks.get(id)?.owner.as_str().to_owned())
    }
}

fn add(id: &str, fields: &[(&str, &str)]) -> Edit {
    let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), Value::text(*value))).collect();
    Edit::Add { kind: RecordKind::Task, id: Id::new(id).unwrap(), fields }
}

fn evidence(id: &str, file: &str) -> Edit {
    let fields = vec![("task".to_owned(), Value::text("t1")), ("file".to_owned(), Value::text(file))];
    Edit::Add { kind: RecordKind::Evidence, id: Id::new(id).unwrap(), fields }
}

/// A packs, and B, who has nothing yet, unpacks.
fn two_that_share() -> (Laptop, Laptop) {
    let (a, b) = (Laptop::new(), Laptop::new());
    a.begins();
    assert!(b.tries(&a.packs()).unwrap().merged.is_none());
    assert_eq!(a.workspace(), b.workspace());
    (a, b)
}

#[test]
fn two_laptops_exchange_packs_and_both_keep_all_work() {
    let (a, b) = two_that_share();
    a.sets("t1", "owner", "甲");
    a.edits(|_| add("tA", &[("element", "b1"), ("title", "甲的")]));
    b.sets("t1", "title", "壹");
    b.edits(|_| add("tB", &[("element", "b1"), ("title", "乙的")]));
    b.deletes("t2");
    // B to A: base is what B began with.
    assert_eq!(a.unpacks(&b.packs()), (0, true));
    assert_eq!((a.owner("t1").unwrap(), a.title("t1").unwrap()), ("甲".into(), "壹".into()));
    assert!(a.title("t2").is_none() && a.title("tA").is_some() && a.title("tB").is_some());
    // A to B, who went on working: base is what B packed.
    b.sets("tB", "owner", "乙");
    a.deletes("tA");
    a.sets("tB", "title", "乙的，改");
    assert_eq!(b.unpacks(&a.packs()), (0, true));
    assert_eq!((b.owner("tB").unwrap(), b.title("tB").unwrap()), ("乙".into(), "乙的，改".into()));
    assert!(b.title("tA").is_none() && b.title("t2").is_none());
    // And once more, both ways, with a real dispute.
    a.sets("t1", "owner", "甲二");
    b.sets("t1", "owner", "乙二");
    assert_eq!(a.unpacks(&b.packs()), (1, true));
    assert_eq!(b.unpacks(&a.packs()), (0, true), "the dispute comes along, it is no new one");
    assert_eq!(a.workspace(), b.workspace());
    assert_eq!(a.workspace().open_disputes().count(), 1);
}

#[test]
fn a_pack_that_never_arrived_undoes_nothing() {
    let (a, b) = two_that_share();
    a.sets("t1", "owner", "甲");
    a.edits(|_| add("tA", &[("element", "b1"), ("title", "甲的")]));
    a.packs(); // lost in the mail
    a.sets("t2", "owner", "甲");
    b.sets("t2", "title", "贰");
    b.packs(); // lost as well
    b.sets("t1", "title", "壹");
    assert_eq!(b.unpacks(&a.packs()), (0, true));
    assert_eq!((b.owner("t1").unwrap(), b.owner("t2").unwrap()), ("甲".into(), "甲".into()));
    assert!(b.title("tA").is_some());
    assert_eq!((b.title("t1").unwrap(), b.title("t2").unwrap()), ("壹".into(), "贰".into()));
    assert_eq!(a.unpacks(&b.packs()), (0, true));
    assert_eq!(a.workspace(), b.workspace());
}

#[test]
fn the_same_pack_twice_and_an_old_one_change_nothing() {
    let (a, b) = two_that_share();
    b.sets("t1", "owner", "乙");
    let old = b.packs();
    let kept = a.path("old.wubu.zip");
    fs::copy(&old, &kept).unwrap();
    assert_eq!(a.unpacks(&kept), (0, true));
    a.sets("t1", "owner", "甲");
    let before = a.workspace();
    assert_eq!(a.unpacks(&kept), (0, true));
    assert_eq!(a.workspace(), before);
}

#[test]
fn without_the_state_folder_everything_that_differs_is_kept() {
    for lost in [[true, false], [false, true], [true, true]] {
        let (a, b) = two_that_share();
        a.sets("t1", "owner", "甲");
        b.sets("t1", "owner", "乙");
        b.sets("t1", "title", "壹");
        a.deletes("t2");
        b.edits(|_| add("tB", &[("element", "b1")]));
        for (laptop, is_lost) in [&a, &b].into_iter().zip(lost) {
            if is_lost {
                laptop.loses_its_state();
            }
        }
        let (disputes, has_base) = a.unpacks(&b.packs());
        assert_eq!((disputes, has_base), (2, false), "owner and title of t1");
        assert!(a.title("t2").is_some(), "what one side deleted is back");
        assert!(a.title("tB").is_some());
        let candidates: Vec<Value> = a.workspace().disputes["tasks/t1/owner"].of.iter().cloned().collect();
        assert_eq!(candidates.len(), 2);
        // From here on they share again.
        b.sets("tB", "owner", "乙");
        a.sets("t2", "owner", "甲");
        assert_eq!(b.unpacks(&a.packs()), (0, true));
        assert_eq!((b.owner("tB").unwrap(), b.owner("t2").unwrap()), ("乙".into(), "甲".into()));
    }
}

#[test]
fn a_file_that_was_moved_but_not_changed_is_one_of_the_versions() {
    let (a, b) = two_that_share();
    b.loses_its_state();
    a.sets("t1", "owner", "甲");
    a.deletes("t2");
    assert_eq!(b.unpacks(&a.packs()), (0, true));
    assert_eq!(a.workspace(), b.workspace());
}

#[test]
fn two_that_never_shared_lose_nothing() {
    let (a, b) = (Laptop::new(), Laptop::new());
    a.begins();
    a.packs();
    a.edits(|_| add("tA", &[("element", "b1")]));
    b.begins();
    b.deletes("t2");
    b.sets("t1", "owner", "乙");
    assert!(!b.unpacks(&a.packs()).1);
    assert!(b.title("tA").is_some() && b.title("t2").is_some());
    assert_eq!(b.workspace().disputes.len() + usize::from(b.owner("t1").unwrap() == "乙"), 1);
}

#[test]
fn evidence_goes_along_and_replaces_nothing() {
    let (a, b) = (Laptop::new(), Laptop::new());
    a.begins();
    a.write("照片/东区 1.jpg", b"\xff\xd8 one");
    a.write("报告.pdf", b"report");
    let names = [
        "照片/东区 1.jpg",
        "报告.pdf",
        "没有.jpg",
        "../外.txt",
        "C:/x",
        "https://example.org/x",
        "pack.ron",
        "照片",
    ];
    for (n, name) in names.iter().enumerate() {
        a.edits(|_| evidence(&format!("e{n}"), name));
    }
    let packed = a.packed(&a.path("out.wubu.zip"));
    assert_eq!(packed.files, 2);
    let why: Vec<(&str, LeftOut)> = packed.left_out.iter().map(|(name, why)| (name.as_str(), *why)).collect();
    assert_eq!(
        why,
        [
            ("../外.txt", LeftOut::NotBeneath),
            ("C:/x", LeftOut::NotBeneath),
            ("pack.ron", LeftOut::Reserved),
            ("没有.jpg", LeftOut::Missing),
            ("照片", LeftOut::NoFile),
        ]
    );
    let out = a.path("out.wubu.zip");
    let first = b.tries(&out).unwrap();
    assert_eq!(first.evidence, [("报告.pdf".into(), Filed::New), ("照片/东区 1.jpg".into(), Filed::New)]);
    assert_eq!(fs::read(b.path("照片/东区 1.jpg")).unwrap(), b"\xff\xd8 one");
    b.write("报告.pdf", b"mine");
    for _ in 0..2 {
        let again = b.tries(&out).unwrap();
        let beside = Filed::Beside("报告 (2).pdf".into());
        assert_eq!(again.evidence, [("报告.pdf".into(), beside), ("照片/东区 1.jpg".into(), Filed::Same)]);
    }
    assert_eq!(fs::read(b.path("报告.pdf")).unwrap(), b"mine");
    assert_eq!(fs::read(b.path("报告 (2).pdf")).unwrap(), b"report");
    assert!(!b.path("报告 (3).pdf").exists());
    // The same content is the same pack.
    let bytes = fs::read(&out).unwrap();
    a.packs();
    assert_eq!(fs::read(&out).unwrap(), bytes);
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_out_is_followed_in_neither_direction() {
    use std::os::unix::fs::symlink;
    let (a, b) = (Laptop::new(), Laptop::new());
    a.begins();
    fs::write(a.folder.path().join("secret"), "secret").unwrap();
    symlink("../secret", a.path("link.txt")).unwrap();
    a.write("sub/a.txt", b"a");
    for (id, name) in [("e1", "link.txt"), ("e2", "sub/a.txt")] {
        a.edits(|_| evidence(id, name));
    }
    let packed = a.packed(&a.path("out.wubu.zip"));
    assert_eq!(packed.left_out, [("link.txt".to_owned(), LeftOut::NotBeneath)]);
    fs::create_dir(b.folder.path().join("outside")).unwrap();
    symlink("../outside", b.path("sub")).unwrap();
    assert!(matches!(b.tries(&a.path("out.wubu.zip")), Err(PackError::BadName(_))));
    assert!(!b.folder.path().join("outside/a.txt").exists() && !b.file().exists());
}

/// A zip by other hands.
fn by_hand(laptop: &Laptop, entries: &[(&str, &[u8])]) -> PathBuf {
    let path = laptop.path("hand.wubu.zip");
    let mut zip = zip::ZipWriter::new(fs::File::create(&path).unwrap());
    for (name, bytes) in entries {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap();
    path
}

const PLAIN: &[u8] =
    b"(format: 1, project: (), evidence: {\"e1\": (file: \"a.txt\"), \"e2\": (file: \"../x\")})";

#[test]
fn a_pack_that_is_not_sound_is_refused_and_nothing_is_written() {
    let b = Laptop::new();
    let refused = |path: &Path, is: fn(&PackError) -> bool| {
        let error = b.tries(path).unwrap_err();
        assert!(is(&error), "{error}");
        for lang in [Lang::Zh, Lang::En] {
            assert!(!error.say(lang).is_empty() && !error.next(lang).is_empty());
        }
        let names: Vec<_> = fs::read_dir(b.path("")).unwrap().map(|e| e.unwrap().file_name()).collect();
        assert!(names.iter().all(|name| name.to_string_lossy().ends_with(".zip")), "{names:?}");
        assert!(!b.folder.path().join("x").exists());
    };
    for name in [
        "../x",
        "/x",
        "a/../../x",
        "C:/x",
        "a\\x",
        "CON",
        ".git/hooks/post-merge",
        "a\u{1b}x",
        "BASE.wubu.ron",
    ] {
        let path = by_hand(&b, &[("workspace.wubu.ron", PLAIN), (name, b"bad")]);
        refused(&path, |error| matches!(error, PackError::BadName(_)));
    }
    refused(&by_hand(&b, &[("a.txt", b"a")]), |error| matches!(error, PackError::NoWorkspace));
    let newer = by_hand(&b, &[("workspace.wubu.ron", b"(format: 9, project: ())")]);
    refused(&newer, |error| matches!(error, PackError::Newer { format: 9, .. }));
    let newer = by_hand(&b, &[("workspace.wubu.ron", PLAIN), ("pack.ron", b"(format: 2, known: [])")]);
    refused(&newer, |error| matches!(error, PackError::Newer { format: 2, .. }));
    let broken = by_hand(&b, &[("workspace.wubu.ron", b"<<<<<<< a\n>>>>>>> b\n")]);
    refused(&broken, |error| matches!(error, PackError::Unreadable { .. }));
    fs::write(b.path("text.zip"), "no zip").unwrap();
    refused(&b.path("text.zip"), |error| matches!(error, PackError::NoPack));
    refused(&b.path("missing.zip"), |error| matches!(error, PackError::Io(..)));
    refused(&b.path(""), |error| matches!(error, PackError::NoPack));
    // Cut off, or with a byte turned over.
    let whole = fs::read(by_hand(&b, &[("workspace.wubu.ron", PLAIN), ("a.txt", &vec![7; 50_000])])).unwrap();
    for cut in [4, 60, whole.len() / 2, whole.len() - 1] {
        fs::write(b.path("cut.zip"), &whole[..cut]).unwrap();
        refused(&b.path("cut.zip"), |error| matches!(error, PackError::Damaged(_)));
    }
    let mut turned = whole;
    turned[60] ^= 0x10;
    fs::write(b.path("cut.zip"), &turned).unwrap();
    refused(&b.path("cut.zip"), |error| {
        matches!(error, PackError::Damaged(_) | PackError::Unreadable { .. })
    });
}

#[test]
fn an_encrypted_pack_and_one_with_links_are_refused() {
    let b = Laptop::new();
    let plain = fs::read(by_hand(&b, &[("workspace.wubu.ron", PLAIN), ("a.txt", b"abc")])).unwrap();
    // The flag in both headers of the first entry says that it is encrypted.
    let mut locked = plain.clone();
    let central = plain.windows(4).position(|bytes| bytes == b"PK\x01\x02").unwrap();
    locked[6] |= 1;
    locked[central + 8] |= 1;
    fs::write(b.path("hand.wubu.zip"), &locked).unwrap();
    assert!(matches!(b.tries(&b.path("hand.wubu.zip")), Err(PackError::Encrypted(_))));
    let path = b.path("hand.wubu.zip");
    let mut zip = zip::ZipWriter::new(fs::File::create(&path).unwrap());
    zip.start_file("workspace.wubu.ron", SimpleFileOptions::default()).unwrap();
    zip.write_all(PLAIN).unwrap();
    zip.add_symlink("a.txt", "/etc/passwd", SimpleFileOptions::default()).unwrap();
    zip.finish().unwrap();
    assert!(matches!(b.tries(&path), Err(PackError::BadName(_))));
    assert!(!b.file().exists() && !b.path("a.txt").exists());
}

#[test]
fn a_bomb_is_refused_while_it_inflates() {
    let b = Laptop::new();
    // A workspace of more than 128 MiB, in some hundred kilobytes.
    let path = by_hand(&b, &[("workspace.wubu.ron", &vec![b' '; (128 << 20) + 1])]);
    assert!(fs::metadata(&path).unwrap().len() < 1 << 20);
    assert!(matches!(b.tries(&path), Err(PackError::TooLarge)));
    let many: Vec<String> = (0..20_001).map(|n| format!("f{n}")).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|name| (name.as_str(), &b""[..])).collect();
    assert!(matches!(b.tries(&by_hand(&b, &many)), Err(PackError::TooMany)));
}

#[test]
fn only_what_evidence_names_comes_out() {
    let b = Laptop::new();
    let path = by_hand(&b, &[("workspace.wubu.ron", PLAIN), ("a.txt", b"a"), ("b.sh", b"b")]);
    let unpacked = b.tries(&path).unwrap();
    assert_eq!(unpacked.ignored, ["b.sh"]);
    assert!(b.path("a.txt").exists() && !b.path("b.sh").exists());
}

#[test]
fn a_pack_replaces_only_a_pack() {
    let a = Laptop::new();
    a.begins();
    let file = a.file();
    let before = fs::read(&file).unwrap();
    assert!(matches!(pack(&file, &file, &a.folders(), &mut |_, _| {}), Err(PackError::Save(_))));
    assert_eq!(fs::read(&file).unwrap(), before);
    let nowhere = a.path("none/out.wubu.zip");
    assert!(matches!(pack(&file, &nowhere, &a.folders(), &mut |_, _| {}), Err(PackError::Save(_))));
    let without_home = pack(&file, &a.path("out.wubu.zip"), &Folders::default(), &mut |_, _| {}).unwrap();
    assert!(without_home.is_forgotten);
}
