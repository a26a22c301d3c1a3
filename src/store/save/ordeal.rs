//! Every fault at every step of a save, power cuts that keep any part of what was not synced, and somebody else
//! who writes at any moment: the file is old or new, never else, and nobody's version is lost.

use super::{How, Met, Replaced, Replacement, SaveError, Saved, Seen};
use crate::store::disk::simulated::{Fault, Plan, Simulated, Way};
use crate::store::recovery::Recovery;
use crate::store::{Disk, read, write};
use crate::workspace::Workspace;
use fastrand::Rng;
use std::path::{Path, PathBuf};
use std::sync::Arc;

const FILE: &str = "/厂/plant.wubu.ron";
const LINK: &str = "/厂/link.wubu.ron";
const TWIN: &str = "/别处/twin.wubu.ron";
const STATE: &str = "/state";

fn version(name: &str) -> Vec<u8> {
    let mut workspace = Workspace::default();
    workspace.project.name = name.into();
    write(&workspace).into_bytes()
}

fn name_of(bytes: &[u8]) -> Option<String> {
    read(bytes).ok().map(|loaded| loaded.workspace.project.name.as_str().to_owned())
}

/// A file, and what is peculiar about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scene {
    New,
    Plain,
    Linked,
    /// It has another name: written in place.
    Twin,
    /// Its folder takes no new file: written in place.
    ClosedFolder,
    /// The drive cannot exchange two files.
    NoExchange,
    /// Somebody else's version lies there, to be merged first.
    Theirs,
    /// Somebody else's bytes lie there, which are no workspace.
    Damaged,
}

const SCENES: [Scene; 8] = [
    Scene::New,
    Scene::Plain,
    Scene::Linked,
    Scene::Twin,
    Scene::ClosedFolder,
    Scene::NoExchange,
    Scene::Theirs,
    Scene::Damaged,
];

impl Scene {
    fn disk(self) -> Simulated {
        let disk = Simulated::default();
        match self {
            Scene::New => {}
            Scene::Theirs => disk.put(Path::new(FILE), &version("theirs")),
            Scene::Damaged => disk.put(Path::new(FILE), b"(half"),
            _ => disk.put(Path::new(FILE), &version("old")),
        }
        match self {
            Scene::Linked => disk.link(Path::new(LINK), Path::new(FILE)),
            Scene::Twin => disk.name_twice(Path::new(FILE), Path::new(TWIN)),
            _ => {}
        }
        disk
    }

    fn plan(self) -> Plan {
        Plan {
            lacks_exchange: self == Scene::NoExchange,
            closed_folder: (self == Scene::ClosedFolder).then(|| PathBuf::from("/厂")),
            ..Plan::default()
        }
    }

    fn before(self) -> Option<Vec<u8>> {
        self.disk().content(Path::new(FILE))
    }

    fn is_in_place(self) -> bool {
        matches!(self, Scene::Twin | Scene::ClosedFolder)
    }
}

fn recovery(disk: &Simulated) -> Recovery {
    Recovery::in_folder(Arc::new(disk.clone()), PathBuf::from(STATE))
}

/// Saves `new` over what was last seen as `seen`; another version yields, other bytes go aside.
fn save(scene: Scene, disk: &Simulated, seen: Seen, new: &[u8]) -> Result<Replaced<String>, SaveError> {
    let recovery = recovery(disk);
    let path = Path::new(if scene == Scene::Linked { LINK } else { FILE });
    let meets = |bytes: &[u8]| name_of(bytes).map_or(Met::Aside, Met::Theirs);
    Replacement { disk, path, bytes: new, seen, meets: &meets, recovery: Some(&recovery), lock: None }.run()
}

fn first(scene: Scene, disk: &Simulated) -> Result<Replaced<String>, SaveError> {
    let seen = if scene == Scene::New { Seen::Nothing } else { Seen::of(&version("old")) };
    save(scene, disk, seen, &version("new"))
}

fn temporaries(disk: &Simulated) -> Vec<PathBuf> {
    disk.paths().into_iter().filter(|path| path.extension().is_some_and(|end| end == "tmp")).collect()
}

/// The old bytes, ours, or, where it is written in place, anything as long as the copy for recovery is sound.
fn assert_old_or_new(scene: Scene, disk: &Simulated, context: &dyn std::fmt::Debug) {
    let there = disk.content(Path::new(FILE));
    let is_sound = there == scene.before() || there.as_deref() == Some(&version("new"));
    let left = recovery(disk).left();
    let is_recovered = left.iter().any(|copy| copy.workspace.project.name.as_str() == "new");
    assert!(is_sound || scene.is_in_place() && is_recovered, "{scene:?} {context:?}: {there:?} {left:?}");
    if scene == Scene::Damaged && there != scene.before() {
        let kept = disk.paths().iter().any(|path| disk.content(path).as_deref() == Some(b"(half"));
        assert!(kept, "{context:?}: their bytes are gone");
    }
}

#[test]
fn every_fault_at_every_step_leaves_the_file_old_or_new() {
    let mut rounds = 0;
    for scene in SCENES {
        let disk = scene.disk();
        disk.plan(scene.plan());
        match first(scene, &disk) {
            Ok(Replaced::Done(saved)) => {
                assert_eq!(saved.how == How::InPlace, scene.is_in_place(), "{scene:?}");
                assert_eq!(disk.content(Path::new(FILE)), Some(version("new")));
            }
            Ok(Replaced::Yielded(theirs)) => assert_eq!((scene, theirs.as_str()), (Scene::Theirs, "theirs")),
            Err(error) => panic!("{scene:?}: {error}"),
        }
        assert!(temporaries(&disk).is_empty() && recovery(&disk).left().is_empty());
        for at in 0..disk.calls() {
            for fault in Fault::ALL {
                for for_ever in [false, true] {
                    rounds += 1;
                    let disk = scene.disk();
                    disk.plan(Plan { at: Some(at), fault: Some(fault), for_ever, ..scene.plan() });
                    let saved = first(scene, &disk);
                    let context = (at, fault, for_ever, &saved);
                    let is_acknowledged = matches!(saved, Ok(Replaced::Done(_)));
                    let is_alive = !disk.is_dead();
                    disk.restart();
                    assert_old_or_new(scene, &disk, &context);
                    let there = disk.content(Path::new(FILE));
                    if is_acknowledged {
                        assert_eq!(there, Some(version("new")), "{scene:?} {context:?}");
                    }
                    if let (true, Err(error)) = (is_alive, &saved) {
                        // What lies there is known, so that the next save does not take it for somebody else's.
                        let is_new = there.as_deref() == Some(&version("new"));
                        assert!(
                            !is_new || error.lies == Some(Seen::of(&version("new"))),
                            "{scene:?} {context:?}"
                        );
                    }
                    if is_alive && !for_ever {
                        assert_eq!(temporaries(&disk), Vec::<PathBuf>::new(), "{scene:?} {context:?}");
                    }
                    // The next save, with nothing in its way, comes through.
                    let seen = there.as_deref().map_or(Seen::Nothing, Seen::of);
                    disk.plan(scene.plan());
                    let again = save(scene, &disk, seen, &version("later"));
                    assert!(matches!(again, Ok(Replaced::Done(_))), "{scene:?} {context:?} {again:?}");
                    assert_eq!(disk.content(Path::new(FILE)), Some(version("later")));
                }
            }
        }
    }
    assert!(rounds >= 1_500, "{rounds}");
}

/// How many seeds: `WUBU_SEEDS=2000000` for the long run.
fn seeds() -> u64 {
    std::env::var("WUBU_SEEDS").ok().and_then(|n| n.parse().ok()).unwrap_or(20_000)
}

#[test]
fn a_power_cut_at_any_moment_keeps_what_was_acknowledged() {
    for seed in 0..seeds() {
        let mut random = Rng::with_seed(seed);
        let scene = SCENES[random.usize(0..6)];
        let disk = scene.disk();
        let (mut acknowledged, mut tried) = (scene.before(), scene.before());
        let mut seen = acknowledged.as_deref().map_or(Seen::Nothing, Seen::of);
        let cut = random.usize(0..80);
        let fault = *random.choice(&Fault::ALL).expect("there are some");
        let lacks = random.u8(0..8) == 0;
        disk.plan(Plan {
            at: Some(cut),
            fault: Some(fault),
            for_ever: fault.is_crash() || random.bool(),
            lacks_folder_sync: lacks.then(|| PathBuf::from("/厂")),
            ..scene.plan()
        });
        for n in 0..4 {
            let new = version(&format!("{n}"));
            tried = Some(new.clone());
            match save(scene, &disk, seen, &new) {
                Ok(Replaced::Done(Saved { seen: now, how, .. })) => {
                    seen = now;
                    if how != How::Unsynced {
                        acknowledged = Some(new);
                        tried = None;
                    }
                }
                Ok(Replaced::Yielded(theirs)) => panic!("{seed}: nobody else writes, but {theirs}"),
                Err(error) => {
                    seen = error.lies.unwrap_or(seen);
                    break;
                }
            }
        }
        disk.cut_power(&mut random);
        let there = disk.content(Path::new(FILE));
        let is_one = |bytes: &Option<Vec<u8>>| *bytes == there;
        let is_any_attempt = lacks && there.as_deref().is_none_or(|there| name_of(there).is_some());
        let left = recovery(&disk).left();
        let is_recovered = scene.is_in_place() && !left.is_empty();
        assert!(
            is_one(&acknowledged) || tried.is_some() && is_one(&tried) || is_any_attempt || is_recovered,
            "{seed} {scene:?} {fault:?} at {cut}: {there:?}"
        );
    }
}

#[test]
fn what_the_drive_does_not_give_back_replaces_nothing() {
    for scene in [Scene::New, Scene::Plain, Scene::Linked, Scene::NoExchange] {
        let disk = scene.disk();
        disk.plan(Plan { corrupts: true, ..scene.plan() });
        let refused = first(scene, &disk).unwrap_err();
        assert!(refused.lies.is_none() && !refused.is_busy(), "{scene:?} {refused:?}");
        assert_eq!(disk.content(Path::new(FILE)), scene.before(), "{scene:?}");
        assert_eq!(temporaries(&disk), Vec::<PathBuf>::new(), "{scene:?}");
    }
}

#[test]
fn without_an_exchange_the_file_is_looked_at_right_before_it_is_replaced() {
    let scene = Scene::NoExchange;
    let disk = scene.disk();
    disk.plan(scene.plan());
    first(scene, &disk).unwrap();
    // The last two calls but the sync of the folder are the look and the rename: nothing else is left open.
    let calls = disk.calls() - 2;
    for at in 0..calls {
        let disk = scene.disk();
        let theirs = (at, PathBuf::from(FILE), version("theirs"), Way::Anew);
        disk.plan(Plan { others: vec![theirs], ..scene.plan() });
        let saved = first(scene, &disk);
        assert!(is_safe(&disk, &saved, "theirs"), "{at} of {calls}: {saved:?}");
    }
}

/// All places in which a version may be after a save: the file, beside it, or in our hands.
fn is_safe(disk: &Simulated, saved: &Result<Replaced<String>, SaveError>, name: &str) -> bool {
    let in_hand = matches!(saved, Ok(Replaced::Yielded(theirs)) if theirs == name);
    in_hand
        || disk.paths().iter().any(|path| {
            let is_ours = path.starts_with("/厂") && path.extension().is_some_and(|end| end == "ron");
            is_ours && disk.content(path).and_then(|bytes| name_of(&bytes)).as_deref() == Some(name)
        })
}

#[test]
fn whoever_writes_at_any_moment_of_a_save_loses_nothing() {
    for scene in [Scene::Plain, Scene::Linked, Scene::New] {
        let disk = scene.disk();
        first(scene, &disk).unwrap();
        let calls = disk.calls();
        for at in 0..calls {
            let disk = scene.disk();
            let theirs = (at, PathBuf::from(FILE), version("theirs"), Way::Anew);
            disk.plan(Plan { others: vec![theirs], ..scene.plan() });
            let saved = first(scene, &disk);
            assert!(is_safe(&disk, &saved, "theirs"), "{scene:?} {at} {saved:?}");
            let is_ours_there = disk.content(Path::new(FILE)) == Some(version("new"));
            assert!(!matches!(saved, Ok(Replaced::Yielded(_))) || !is_ours_there);
            assert_eq!(temporaries(&disk), Vec::<PathBuf>::new(), "{scene:?} {at}");
            for on in at + 1..calls + 3 {
                let disk = scene.disk();
                let begun = (at, PathBuf::from(FILE), b"(for".to_vec(), Way::Anew);
                let done = (on, PathBuf::from(FILE), version("theirs"), Way::On);
                disk.plan(Plan { others: vec![begun, done], ..scene.plan() });
                // What cannot be read may be half written: it is waited for.
                let meets = |bytes: &[u8]| name_of(bytes).map_or(Met::Wait, Met::Theirs);
                let seen = if scene == Scene::New { Seen::Nothing } else { Seen::of(&version("old")) };
                let (path, bytes) = (Path::new(FILE), version("new"));
                let saved = Replacement {
                    disk: &disk,
                    path,
                    bytes: &bytes,
                    seen,
                    meets: &meets,
                    recovery: None,
                    lock: None,
                }
                .run();
                // Whoever is not done goes on writing.
                while disk.calls() <= on {
                    let _ = disk.read(path);
                }
                assert!(is_safe(&disk, &saved, "theirs"), "{scene:?} {at} {on} {saved:?}");
            }
        }
    }
}
