//! 10,000 tags into a register: the plain parse of the same CSV beside reading, mapping and planning them, applying the
//! plan, importing the same table once more, and the way out.
//!
//! `cargo bench --bench table`

use divan::{Bencher, black_box};
use fastrand::Rng;
use std::fmt::Write;
use wubu::guide::{Register, guide};
use wubu::sheet::{Limits, Row, TextChoice, read_text, write_csv, write_xlsx};
use wubu::table::{Choices, Incoming, Mapping, Options, Plan, export, find_layout};
use wubu::text::Lang;
use wubu::workspace::{Workspace, columns};

const TAGS: usize = 10_000;

fn main() {
    divan::main();
}

fn tags() -> &'static Register {
    guide().register("tags").expect("the guide has a tag list")
}

fn csv() -> String {
    let mut text = String::from("位号,描述,所属设备,地址,数据类型,下限,上限,工程单位,采集周期(ms),读写\n");
    let mut random = Rng::with_seed(5);
    for n in 0..TAGS {
        let (machine, address) = (random.u16(..500), random.u16(..9999));
        writeln!(
            text,
            "TI-{n:05},磨床{machine}号主轴轴承温度,M-{machine},DB1.DBD{address},REAL,0,120,℃,1000,只读"
        )
        .expect("a String takes all");
    }
    text
}

fn planned(workspace: &Workspace, text: &str) -> Plan {
    let (table, _) = read_text(text.as_bytes(), TextChoice::default(), Limits::TEXT).expect("a table");
    let columns = columns(workspace, "tags");
    let rows: Vec<Row> = table.rows().take(200).collect();
    let layout = find_layout(&rows, tags(), &columns).expect("a head");
    let mapping = Mapping::of(&layout, tags(), &columns, &Choices::new()).expect("no choices");
    let options = Options { clears: false, is_text: true };
    let incoming = Incoming { table: &table, layout: &layout, mapping: &mapping, options };
    Plan::of(workspace, tags(), incoming, &mut Rng::with_seed(1))
}

fn full() -> Workspace {
    let mut workspace = Workspace::default();
    let plan = planned(&workspace, &csv());
    assert_eq!(plan.counts().new, TAGS);
    let edit = plan.edit(&workspace).expect("the same workspace");
    workspace.apply(edit).expect("new rows");
    workspace
}

#[divan::bench]
fn plain_parse(bencher: Bencher) {
    let text = csv();
    bencher.bench(|| {
        let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
        reader.records().map(|record| record.expect("UTF-8").len()).sum::<usize>()
    });
}

#[divan::bench]
fn plan_into_an_empty_register(bencher: Bencher) {
    let (text, workspace) = (csv(), Workspace::default());
    bencher.bench(|| black_box(planned(&workspace, &text)));
}

#[divan::bench]
fn plan_what_is_there_already(bencher: Bencher) {
    let (text, workspace) = (csv(), full());
    bencher.bench(|| {
        let plan = planned(&workspace, &text);
        assert_eq!(plan.counts().unchanged, TAGS);
    });
}

#[divan::bench]
fn apply_the_plan(bencher: Bencher) {
    let empty = Workspace::default();
    let plan = planned(&empty, &csv());
    bencher.with_inputs(Workspace::default).bench_values(|mut workspace| {
        let edit = plan.edit(&workspace).expect("the same workspace");
        workspace.apply(edit).expect("new rows");
        workspace
    });
}

#[divan::bench]
fn export_csv(bencher: Bencher) {
    let workspace = full();
    bencher.bench(|| write_csv(&export(&workspace, tags(), Lang::Zh)));
}

#[divan::bench]
fn export_xlsx(bencher: Bencher) {
    let workspace = full();
    bencher.bench(|| write_xlsx(&[export(&workspace, tags(), Lang::Zh)]).expect("it fits"));
}
