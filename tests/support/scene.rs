//! The scenes of the screen tests: desks with something opened and some keys pressed.

use super::{
    DEMO, Desk, bare, camera, disputed, figures, furnace, hostile, linked, papers, plant,
    plant_with_evidence, walk,
};
use std::fs;
use wubu::store::Borders;
use wubu::text::Lang;
use wubu::tui::{Action, FirstRun, Theme};

pub const SIZES: [(u16, u16); 2] = [(80, 24), (120, 40)];

/// A line of `tests/screen/cases.txt`: what is opened, and what is pressed then.
pub struct Case {
    pub name: String,
    pub open: String,
    pub keys: String,
}

impl Case {
    pub fn desk(&self, lang: Lang, size: (u16, u16)) -> Desk {
        let mut desk = opened(&self.open, lang, size);
        desk.press(&self.keys);
        desk
    }
}

pub fn cases() -> Vec<Case> {
    let table = fs::read_to_string("tests/screen/cases.txt").unwrap();
    let rows = table.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    rows.map(|row| {
        let parts: Vec<&str> = row.split('|').map(str::trim).collect();
        let [name, open, keys] = parts.as_slice() else { panic!("three columns: {row}") };
        Case { name: (*name).into(), open: (*open).into(), keys: (*keys).into() }
    })
    .collect()
}

fn opened(open: &str, lang: Lang, size: (u16, u16)) -> Desk {
    let mut desk = Desk::new(lang, size);
    match open {
        "nothing" => {}
        // Nobody has worked here before.
        "first" => return Desk::first(lang, size, FirstRun::Yes),
        "demo" => desk.open(DEMO),
        "disputed" => desk.open(&disputed()),
        "figures" => desk.open(&figures()),
        "chain" => desk.open(include_str!("../plan/chain.txt")),
        "bare" => desk.open(&bare()),
        "papers" => desk.open(&papers()),
        "plant" => desk.open(&plant()),
        "walk" => desk.open(&walk()),
        "photos" => {
            desk.open(&walk());
            camera(desk.folder.path());
        }
        "hostile" => desk.open(&hostile()),
        "evidence" => return plant_with_evidence(lang, size),
        "newer" => desk.open(&DEMO.replacen("format: 1", "format: 7", 1)),
        "tables" => {
            desk.open(DEMO);
            for (name, text) in [
                ("points.csv", include_str!("../imports/points.csv")),
                ("machines.csv", include_str!("../imports/machines.csv")),
            ] {
                fs::write(desk.folder.path().join(name), text).unwrap();
            }
            desk.press("I type:equipment Enter type:machines.csv Enter Enter");
            desk.tick();
        }
        // The demo with an export of its furnace beside it.
        "export" => {
            desk.open(DEMO);
            fs::write(desk.folder.path().join("HT-03.csv"), furnace()).unwrap();
        }
        "owned" => {
            desk.own(&["bench-first", "bench-mode"]);
            desk.open(&linked());
        }
        "overtaken" => {
            desk.own(&["bench-first", "bench-second", "bench-mode"]);
            desk.open(&linked());
        }
        "linked" => desk.open(&linked()),
        "ascii" => {
            desk.app.theme = Theme::plain().with_borders(Borders::Ascii);
            desk.open(DEMO);
        }
        "missing" => desk.update(Action::OpenFile("没有/plant.wubu.ron".into())),
        // Any file of the project that is no workspace.
        "broken" => desk.update(Action::OpenFile("tests/screen/cases.txt".into())),
        "loading" => {
            desk.is_slow = true;
            desk.update(Action::OpenFile("plant.wubu.ron".into()));
        }
        other => panic!("nothing is called {other}"),
    }
    desk
}
