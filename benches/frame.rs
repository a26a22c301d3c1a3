//! Frames: T3 of the speed targets. A frame of the tasks page must not depend on how many tasks there are
//! (100,000 against 1,000: at most 1.1), cost little over the page with nothing in it (at most 1.2 times)
//! and beat a `List` built of all tasks (6 times at 10,000). The same holds of a table of tags against a `Table`
//! of all rows. Screen 200×60.
//!
//! `cargo bench --bench frame`

mod support;

use divan::{Bencher, black_box};
use jiff::civil::date;
use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Rect};
use ratatui::text::Line;
use ratatui::widgets::{List, ListState, Row, StatefulWidget, Table, TableState};
use wubu::check::in_rows;
use wubu::readiness::GateReport;
use wubu::store::{Folders, Session};
use wubu::text::{Lang, Phrase};
use wubu::tui::{Action, App, Key, News, Page, Setup, Theme, ThemeBy, View, paint};
use wubu::workspace::{At, RecordKind, Value, Workspace};

const SCREEN: Rect = Rect { x: 0, y: 0, width: 200, height: 60 };

fn main() {
    divan::main();
}

/// The third stage of a plant, with the cursor on its first task.
fn app(workspace: Workspace) -> App {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let session = Session::create(&folder.path().join("plant.wubu.ron"), workspace).expect("a new file");
    let mut app = App::new(Setup {
        lang: Lang::Zh,
        now: date(2026, 11, 20).at(9, 42, 0, 0),
        me: Some("周岚".into()),
        folders: Folders::below(folder.path()),
        theme: Theme::colours(),
        theme_by: ThemeBy::Ground,
        mistakes: vec![],
        screen: SCREEN,
        mouse: true,
        wish: wubu::store::Wish::Edit,
        seed: 1,
        first_run: wubu::tui::FirstRun::No,
    });
    app.hear(News::Opened(Ok(Box::new(session))));
    app.update(Action::Go(Page::Stage(2, View::Tasks)));
    app
}

#[divan::bench]
fn frame_empty(bencher: Bencher) {
    let app = app(Workspace::default());
    let mut buffer = Buffer::empty(SCREEN);
    bencher.bench_local(|| {
        buffer.reset();
        paint(black_box(&app), &mut buffer)
    });
}

#[divan::bench(args = [1_000, 10_000, 100_000])]
fn frame(bencher: Bencher, tasks: usize) {
    let app = app(support::plant(tasks));
    let mut buffer = Buffer::empty(SCREEN);
    bencher.bench_local(|| {
        buffer.reset();
        paint(black_box(&app), &mut buffer)
    });
}

/// A key and its frame: the cursor goes down one task, and the page is drawn anew.
#[divan::bench(args = [1_000, 10_000, 100_000])]
fn key_and_frame(bencher: Bencher, tasks: usize) {
    let mut app = app(support::plant(tasks));
    let mut buffer = Buffer::empty(SCREEN);
    let keys = [Key::named("j").expect("a key"), Key::named("k").expect("a key")];
    let mut n = 0;
    bencher.bench_local(|| {
        n += 1;
        app.key(keys[n % 2]);
        buffer.reset();
        paint(black_box(&app), &mut buffer)
    });
}

/// The third stage with its tag list in view, the cursor on its first row.
fn table(workspace: Workspace) -> App {
    let mut app = app(workspace);
    app.update(Action::GoToRegister("tags".into()));
    app
}

#[divan::bench]
fn table_empty(bencher: Bencher) {
    let app = table(Workspace::default());
    let mut buffer = Buffer::empty(SCREEN);
    bencher.bench_local(|| {
        buffer.reset();
        paint(black_box(&app), &mut buffer)
    });
}

#[divan::bench(args = [1_000, 10_000, 100_000])]
fn table_frame(bencher: Bencher, rows: usize) {
    let app = table(support::tags(rows));
    let mut buffer = Buffer::empty(SCREEN);
    bencher.bench_local(|| {
        buffer.reset();
        paint(black_box(&app), &mut buffer)
    });
}

/// A page down or up, and its frame: every cell in the window is another one.
#[divan::bench(args = [1_000, 10_000, 100_000])]
fn table_page_and_frame(bencher: Bencher, rows: usize) {
    let mut app = table(support::tags(rows));
    let mut buffer = Buffer::empty(SCREEN);
    let keys = [Key::named("PageDown").expect("a key"), Key::named("PageUp").expect("a key")];
    let mut n = 0;
    bencher.bench_local(|| {
        n += 1;
        app.key(keys[n % 2]);
        buffer.reset();
        paint(black_box(&app), &mut buffer)
    });
}

/// The table sorted by the column under the cursor, up, down and back.
#[divan::bench(args = [1_000, 10_000], sample_count = 20)]
fn table_sort(bencher: Bencher, rows: usize) {
    let mut app = table(support::tags(rows));
    let key = Key::named(",").expect("a key");
    bencher.bench_local(|| app.key(key));
}

/// A cell is changed: all that follows from the workspace and is seen is brought up to date, before the frame.
#[divan::bench(args = [1_000, 10_000], sample_count = 40)]
fn table_edit(bencher: Bencher, rows: usize) {
    let mut app = table(support::tags(rows));
    let id = support::tags(rows).rows.iter().next().expect("a row").0.clone();
    let mut n = 0;
    bencher.bench_local(|| {
        n += 1;
        let workspace = app.workspace().expect("it is open");
        let at = At::new(RecordKind::Row, &id, "cells/desc");
        let edit = workspace.set(at, Value::text(format!("第 {n} 次"))).expect("the row is there");
        app.update(Action::Edit(Phrase::new("改", "changed"), edit));
    });
}

/// What an edit of a large table leaves to another thread: the gates, and what is wrong in the rows.
#[divan::bench(args = [1_000, 10_000], sample_count = 40)]
fn gates_and_findings(bencher: Bencher, rows: usize) {
    let workspace = support::tags(rows);
    bencher.bench_local(|| (GateReport::all(&workspace, date(2026, 11, 20)), in_rows(&workspace)));
}

/// The plan by elements, and a key and its frame.
#[divan::bench(args = [1_000, 10_000, 100_000])]
fn frame_of_the_plan(bencher: Bencher, tasks: usize) {
    let mut app = app(support::plant(tasks));
    app.key(Key::named("8").expect("a key"));
    let mut buffer = Buffer::empty(SCREEN);
    let keys = [Key::named("j").expect("a key"), Key::named("k").expect("a key")];
    let mut n = 0;
    bencher.bench_local(|| {
        n += 1;
        app.key(keys[n % 2]);
        buffer.reset();
        paint(black_box(&app), &mut buffer)
    });
}

/// The peer: a `Table` of all rows and columns, as most programs do it.
#[divan::bench(args = [1_000, 10_000], sample_count = 20)]
fn naive_table(bencher: Bencher, rows: usize) {
    let workspace = support::tags(rows);
    let mut buffer = Buffer::empty(SCREEN);
    let mut state = TableState::default();
    state.select(Some(1));
    let columns = ["tag_id", "name", "equip_id", "dtype", "unit", "range_low", "range_high", "address"];
    bencher.bench_local(|| {
        buffer.reset();
        let lines =
            workspace.rows.iter().map(|(_, row)| Row::new(columns.map(|key| row.typed(key).into_owned())));
        let widths = columns.map(|_| Constraint::Length(18));
        StatefulWidget::render(Table::new(lines, widths), SCREEN, &mut buffer, &mut state);
    });
}

/// The page of evidence, with as many pieces as there are tasks.
#[divan::bench(args = [1_000, 10_000, 100_000])]
fn frame_of_evidence(bencher: Bencher, count: usize) {
    let mut app = app(support::with_evidence(support::plant(count), count));
    app.key(Key::named("9").expect("a key"));
    let mut buffer = Buffer::empty(SCREEN);
    bencher.bench_local(|| {
        buffer.reset();
        paint(black_box(&app), &mut buffer)
    });
}

/// What an edit costs there: the page is built anew.
#[divan::bench(args = [1_000, 10_000], sample_count = 20)]
fn evidence_built_anew(bencher: Bencher, count: usize) {
    let mut app = app(support::with_evidence(support::plant(count), count));
    app.key(Key::named("9").expect("a key"));
    let fold = Key::named("z").expect("a key");
    bencher.bench_local(|| black_box(app.key(fold)));
}

/// The peer: a `List` of all tasks of the stage, as most programs do it.
#[divan::bench(args = [1_000, 10_000], sample_count = 20)]
fn naive_list(bencher: Bencher, tasks: usize) {
    let workspace = support::plant(tasks);
    let mut buffer = Buffer::empty(SCREEN);
    let mut state = ListState::default();
    state.select(Some(1));
    bencher.bench_local(|| {
        buffer.reset();
        let lines = workspace.tasks.iter().map(|(id, task)| {
            Line::from(format!(
                "{} {id} {} {} {}",
                task.status.sign(),
                task.title.as_str(),
                task.owner.as_str(),
                task.due.as_str()
            ))
        });
        StatefulWidget::render(List::new(lines), SCREEN, &mut buffer, &mut state);
    });
}
