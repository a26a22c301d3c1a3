//! Tables into registers and out again: what each header means, what becomes of each line, and that an export that is
//! imported changes nothing, whatever stands in the cells.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on ends")]

#[path = "support/random.rs"]
mod random;

use proptest::prelude::*;
use random::text;
use std::collections::BTreeSet;
use wubu::guide::{ColumnKind, Register, guide};
use wubu::sheet::*;
use wubu::table::*;
use wubu::text::Lang;
use wubu::workspace::cell::{Cell, map_of, parse};
use wubu::workspace::{Edit, Id, RecordKind, Value, Workspace, columns, rows};

fn register(key: &str) -> &'static Register {
    guide().register(key).unwrap()
}

/// What a text table would do; panics where it has no head.
fn plan(workspace: &Workspace, key: &str, csv: &str, choices: &Choices, clears: bool) -> (Plan, Mapping) {
    let (table, _) = read_text(csv.as_bytes(), TextChoice::default(), Limits::TEXT).unwrap();
    plan_of(workspace, register(key), &table, choices, Options { clears, is_text: true })
}

fn plan_of(
    workspace: &Workspace,
    register: &'static Register,
    table: &Table,
    choices: &Choices,
    options: Options,
) -> (Plan, Mapping) {
    let columns = columns(workspace, &register.key);
    let rows: Vec<Row> = table.rows().collect();
    let layout = find_layout(&rows, register, &columns).unwrap();
    let mapping = Mapping::of(&layout, register, &columns, choices).unwrap();
    let incoming = Incoming { table, layout: &layout, mapping: &mapping, options };
    (Plan::of(workspace, register, incoming, &mut fastrand::Rng::with_seed(1)), mapping)
}

fn import(workspace: &mut Workspace, key: &str, csv: &str) -> Counts {
    let (plan, _) = plan(workspace, key, csv, &Choices::new(), false);
    let edit = plan.edit(workspace).unwrap();
    workspace.apply(edit).unwrap();
    plan.counts()
}

fn counts(new: usize, changed: usize, unchanged: usize, refused: usize) -> Counts {
    Counts { new, changed, unchanged, refused }
}

fn typed(workspace: &Workspace, register: &str, key: &str, column: &str) -> String {
    let key_column = &guide().register(register).unwrap().key_column;
    let rows = rows(workspace, register);
    let row = rows.iter().find(|(_, row)| row.typed(key_column) == key);
    row.map(|(_, row)| row.typed(column).into_owned()).unwrap_or_default()
}

fn reasons(plan: &Plan) -> Vec<(u64, String)> {
    let say = |all: &[Reason]| all.iter().map(|reason| reason.say(Lang::Zh)).collect::<Vec<_>>().join("；");
    plan.refused().map(|(line, all)| (line.number, say(all))).collect()
}

#[test]
fn lines_find_their_rows_by_key_and_an_empty_cell_erases_nothing() {
    let mut plant = Workspace::default();
    let first = "设备台账,,\n\n序号,设备编号*,设备名称,IP 地址\n1,EQ-01,磨床,10.1.3.7\n2,EQ-02,炉,\n,,,\n序号,设备编号*,设备名称,IP 地址\n3,EQ-03,泵,10.1.3.9\n";
    assert_eq!(import(&mut plant, "equipment", first), counts(3, 0, 0, 0));
    assert_eq!(import(&mut plant, "equipment", first), counts(0, 0, 3, 0));
    let before = plant.clone();
    let second = "设备编号,IP地址,设备名称\nＥＱ－01,,外圆磨床\nEQ-02,10.1.3.8,炉\nEQ-03,,\n";
    assert_eq!(import(&mut plant, "equipment", second), counts(0, 2, 1, 0));
    assert_eq!(typed(&plant, "equipment", "EQ-01", "name"), "外圆磨床");
    assert_eq!(typed(&plant, "equipment", "EQ-01", "ip"), "10.1.3.7");
    assert_eq!(typed(&plant, "equipment", "EQ-02", "ip"), "10.1.3.8");

    let (cleared, _) =
        plan(&before, "equipment", "设备编号,设备名称,IP地址\nEQ-01,磨床,\n", &Choices::new(), true);
    let Fate::Changed { cells, .. } = &cleared.lines[0].fate else { panic!() };
    assert_eq!(
        (cells[0].to.column.as_str(), &cells[0].to.now, cells[0].was.as_str()),
        ("ip", &Value::Unset, "10.1.3.7")
    );
    let order: Vec<String> =
        rows(&plant, "equipment").iter().map(|(_, row)| row.typed("equip_id").into_owned()).collect();
    assert_eq!(order, ["EQ-01", "EQ-02", "EQ-03"]);
}

#[test]
fn a_key_with_a_control_that_nobody_can_type_finds_its_row() {
    let register = register("issues");
    let workspace = filled(register, &[vec![Put::Text("\u{1b}[2J".into())]], false);
    for is_book in [false, true] {
        let table = read_back(&export(&workspace, register, Lang::Zh), is_book);
        let options = Options { clears: false, is_text: !is_book };
        let (plan, _) = plan_of(&workspace, register, &table, &Choices::new(), options);
        assert_eq!(plan.counts(), counts(0, 0, 1, 0), "{:?}", plan.lines);
    }
}

#[test]
fn an_import_is_one_step_that_can_be_undone() {
    let mut plant = Workspace::default();
    import(&mut plant, "equipment", "设备编号,设备名称\nEQ-01,磨床\n");
    let before = plant.clone();
    let (plan, _) =
        plan(&plant, "equipment", "设备编号,设备名称\nEQ-01,车床\nEQ-02,炉\n", &Choices::new(), false);
    let back = plant.apply(plan.edit(&plant).unwrap()).unwrap();
    assert_ne!(plant, before);
    plant.apply(back).unwrap();
    assert_eq!(plant, before);
}

#[test]
fn bad_lines_stay_outside_with_their_reasons() {
    let mut plant = Workspace::default();
    import(&mut plant, "equipment", "设备编号,设备名称\nEQ-01,磨床\n");
    let csv = "设备编号,设备名称,IP地址,重要度\nEQ-01,磨床,10.1.300.7,\n,炉,,\nEQ-02,炉,,特级\nEQ-03,泵,,\nEQ-03,泵,,\nEQ-04,泵\nEQ-05,泵,,,x\nEQ-06,,,A\n";
    let (plan, _) = plan(&plant, "equipment", csv, &Choices::new(), false);
    assert_eq!(plan.counts(), counts(2, 0, 0, 6));
    let said = reasons(&plan);
    let wanted = [
        (2, "“10.1.300.7”不是 IPv4 地址"),
        (3, "设备编号为空"),
        (4, "没有“特级”这个选项"),
        (6, "EQ-03 与第 5 行重复"),
        (7, "有 2 格，表头有 4 列"),
        (8, "有 5 格，表头有 4 列"),
    ];
    for ((line, said), (number, part)) in said.iter().zip(wanted) {
        assert!(*line == number && said.contains(part), "{line} {said}");
    }
    assert!(
        plan.refused()
            .flat_map(|(_, all)| all)
            .all(|r| !r.next(Lang::Zh).is_empty() && r.next(Lang::En).is_ascii())
    );
}

#[test]
fn wide_modbus_tags_without_word_order_are_refused_and_never_guessed() {
    let mut plant = Workspace::default();
    let machines = "设备编号,设备名称,通信协议\nPLC-1,灌装线,Modbus TCP\nPLC-2,磨床,西门子S7\n";
    assert_eq!(import(&mut plant, "equipment", machines).new, 2);
    let tags = "位号,名称,描述,设备,地址,数据类型,字节序\nT1,a,a,PLC-1,40001,FLOAT,\nT2,b,b,PLC-1,40003,FLOAT,CDAB\nT3,c,c,PLC-2,DB1.DBD4,FLOAT,\nT4,d,d,PLC-1,40005,INT,\nT5,e,e,PLC-9,40007,FLOAT,XY\n";
    let (plan, _) = plan(&plant, "tags", tags, &Choices::new(), false);
    let refused: Vec<&str> = plan.refused().map(|(line, _)| line.key.as_str()).collect();
    assert_eq!(refused, ["T1", "T5"]);
    plant.apply(plan.edit(&plant).unwrap()).unwrap();
    assert_eq!(typed(&plant, "tags", "T2", "byte_order"), "big");
    assert_eq!(typed(&plant, "tags", "T2", "word_order"), "low_first");
    assert_eq!(typed(&plant, "tags", "T2", "dtype"), "Float32");
}

#[test]
fn headers_are_found_by_alias_with_their_units_and_the_most_certain_wins() {
    let plant = Workspace::default();
    let csv = "Name,Type,Data Type,Address,采集周期(s),奇怪的列\nA,Input,Bool,I0.0,10,x\n";
    let (tags, mapping) = plan(&plant, "tags", csv, &Choices::new(), false);
    let meant = |mapping: &Mapping, key: &str| mapping.head_of(key).map(|at| mapping.heads[at].name.clone());
    assert_eq!(meant(&mapping, "dtype").as_deref(), Some("Data Type"));
    assert_eq!(mapping.heads[1].to, To::Taken("dtype".into()));
    assert_eq!(mapping.heads[5].to, To::Unknown);
    assert_eq!(mapping.fallbacks, [("tag_id".to_owned(), 0)]);
    let Fate::New { cells, .. } = &tags.lines[0].fate else { panic!("{:?}", tags.lines) };
    let period = cells.iter().find(|cell| cell.column == "period").unwrap();
    assert_eq!(period.now, Value::text("10 s"));

    let by_hand = Choices::from([("奇怪的列".into(), "desc".into()), ("Address".into(), String::new())]);
    let (_, mapping) = plan(&plant, "tags", csv, &by_hand, false);
    assert_eq!(meant(&mapping, "desc").as_deref(), Some("奇怪的列"));
    assert_eq!(mapping.heads[3].to, To::Left);

    let (parted, _) =
        plan(&plant, "equipment", "设备编号,车间/产线,序号\nE1,热处理/1线,1\n", &Choices::new(), false);
    let Fate::New { cells, .. } = &parted.lines[0].fate else { panic!() };
    let cells: Vec<_> = cells.iter().map(|cell| (cell.column.as_str(), cell.now.clone())).collect();
    assert_eq!(
        cells,
        [("area", Value::text("热处理")), ("equip_id", Value::text("E1")), ("line", Value::text("1线"))]
    );
}

#[test]
fn choices_that_fit_nothing_are_told() {
    let (table, _) = read_text("Name,x\na,b\n".as_bytes(), TextChoice::default(), Limits::TEXT).unwrap();
    let (tags, workspace) = (register("tags"), Workspace::default());
    let columns = columns(&workspace, "tags");
    let rows: Vec<Row> = table.rows().collect();
    let layout = find_layout(&rows, tags, &columns).unwrap();
    for (header, wanted, bad) in
        [("y", "desc", BadChoice::NoHeader("y".into())), ("x", "dsec", BadChoice::NoColumn("dsec".into()))]
    {
        let choices = Choices::from([(header.to_owned(), wanted.to_owned())]);
        assert_eq!(Mapping::of(&layout, tags, &columns, &choices), Err(bad));
    }
    let twice = Choices::from([("x".into(), "desc".into()), ("Name".into(), "描述".into())]);
    assert_eq!(Mapping::of(&layout, tags, &columns, &twice), Err(BadChoice::Twice("desc".into())));
    assert_ne!(fingerprint("tags", &layout), fingerprint("kpi", &layout));
}

#[test]
fn mended_lines_come_in_by_the_same_layout() {
    let mut plant = Workspace::default();
    let csv = "设备编号,设备名称,IP地址\nEQ-01,\"=磨床\",10.1.300.7\nEQ-02,炉,10.1.3.8\n";
    let (table, _) = read_text(csv.as_bytes(), TextChoice::default(), Limits::TEXT).unwrap();
    let equipment = register("equipment");
    let empty = Workspace::default();
    let known = columns(&empty, "equipment");
    let lines: Vec<Row> = table.rows().collect();
    let layout = find_layout(&lines, equipment, &known).unwrap();
    let (plan, _) = plan(&plant, "equipment", csv, &Choices::new(), false);
    let kept = write_csv(&rejected(&plan, &table, &layout, Lang::Zh));
    let text = String::from_utf8(kept).unwrap();
    assert_eq!(
        text,
        "\u{feff}\"设备编号\",\"设备名称\",\"IP地址\",\"未导入原因\"\r\n\"EQ-01\",\"'=磨床\",\"10.1.300.7\",\"IP地址：“10.1.300.7”不是 IPv4 地址\"\r\n"
    );
    assert_eq!(
        import(&mut plant, "equipment", &text.replace("10.1.300.7\",", "10.1.3.7\",")),
        counts(1, 0, 0, 0)
    );
    assert_eq!(typed(&plant, "equipment", "EQ-01", "name"), "=磨床");
    let (again, _) = read_text(text.as_bytes(), TextChoice::default(), Limits::TEXT).unwrap();
    let lines: Vec<Row> = again.rows().collect();
    let layout_again = find_layout(&lines, equipment, &known).unwrap();
    assert_eq!(fingerprint("equipment", &layout), fingerprint("equipment", &layout_again));
}

#[test]
fn every_title_and_every_choice_comes_back_in_both_languages() {
    let plant = Workspace::default();
    for register in guide().registers() {
        for lang in [Lang::Zh, Lang::En] {
            let sheet = export(&plant, register, lang);
            let columns = columns(&plant, &register.key);
            let (table, _) = read_text(&write_csv(&sheet)[..], TextChoice::default(), Limits::TEXT).unwrap();
            let rows: Vec<Row> = table.rows().collect();
            let layout = find_layout(&rows, register, &columns).unwrap();
            let mapping = Mapping::of(&layout, register, &columns, &Choices::new()).unwrap();
            for (at, column) in columns.iter().enumerate() {
                assert_eq!(
                    mapping.head_of(column.key()),
                    Some(at),
                    "{} {}",
                    register.key,
                    sheet.columns[at].title
                );
                for choice in column.kind().choices() {
                    let label = choice.label.say(lang);
                    let wanted = match column.kind() {
                        ColumnKind::Set { .. } => Cell::Set(BTreeSet::from([choice.key.clone()])),
                        _ => Cell::Choice(choice.key.clone()),
                    };
                    assert_eq!(parse(column.kind(), label), Ok(wanted), "{} {}", register.key, column.key());
                }
            }
        }
    }
}

/// A value that fits a kind, one of few.
fn fitting(kind: &ColumnKind, n: usize) -> String {
    let of = |texts: &[&str]| texts[n % texts.len()].to_owned();
    match kind {
        ColumnKind::Text => of(&["轴温", "=1+1", "'x", "-", "007", "a,b;\"c\""]),
        ColumnKind::Prose => of(&["一\n\n二", "- 换型慢\n+ 停机", "x"]),
        ColumnKind::Whole { .. } => of(&["1", "3", "5"]),
        ColumnKind::Number { .. } | ColumnKind::Percent { .. } => of(&["1", "2.5", "98.50"]),
        ColumnKind::Duration(_) => of(&["1000", "10 s", "3 个月"]),
        ColumnKind::Date => of(&["2026-03-01", "2026年3月5日"]),
        ColumnKind::DateRange => of(&["2026-03-01~2026-03-31", "2026Q1"]),
        ColumnKind::Choice { choices, .. } => choices[n % choices.len()].key.clone(),
        ColumnKind::YesNo => of(&["是", "no"]),
        ColumnKind::Ipv4 => of(&["10.1.3.7", "10.1.3.8"]),
        ColumnKind::Cidr => of(&["10.1.3.0/24"]),
        ColumnKind::Ref(_) => of(&["EQ-01", "＝EQ", "4a.1"]),
        ColumnKind::Refs(_) => of(&["N-1, N-2", "N-3"]),
        ColumnKind::Set { choices } => format!("{}、{}", choices[0].key, choices[n % choices.len()].key),
    }
}

/// What stands in a cell: nothing, something that fits, or any text, in the map of its kind or in another one.
#[derive(Debug, Clone)]
enum Put {
    Nothing,
    Fits(usize),
    Text(String),
    Item(String),
}

fn put() -> impl Strategy<Value = Put> {
    prop_oneof![
        2 => Just(Put::Nothing),
        4 => (0usize..12).prop_map(Put::Fits),
        2 => text().prop_map(Put::Text),
        1 => text().prop_map(Put::Item),
    ]
}

/// A register with these rows; rows beyond the first few have a key of their own in any case.
fn filled(register: &'static Register, rows: &[Vec<Put>], keyed: bool) -> Workspace {
    let mut workspace = Workspace::default();
    for (id, label, kind) in [("c1", "厂区", "text"), ("c2", register.columns[0].label.zh.as_str(), "prose")]
    {
        let fields = [("register", register.key.as_str()), ("label", label), ("kind", kind)];
        let fields = fields.iter().map(|(name, text)| ((*name).to_owned(), Value::text(*text))).collect();
        workspace.apply(Edit::Add { kind: RecordKind::Column, id: Id::new(id).unwrap(), fields }).unwrap();
    }
    for (n, puts) in rows.iter().enumerate() {
        let columns = columns(&workspace, &register.key);
        let mut maps: [(&str, Vec<(String, Value)>); 3] =
            [("cells", vec![]), ("prose", vec![]), ("sets", vec![])];
        for (column, put) in columns.iter().zip(puts) {
            let kind = column.kind();
            let (map, value) = match put {
                _ if keyed && column.key() == register.key_column => ("cells", Value::text(format!("K-{n}"))),
                Put::Nothing => continue,
                Put::Fits(n) => match parse(kind, &fitting(kind, *n)) {
                    Ok(cell) => (map_of(kind), cell.value()),
                    Err(_) => continue,
                },
                Put::Text(text) => ("cells", Value::text(text)),
                Put::Item(text) => ("sets", Value::set([text.as_str(), "x,y"])),
            };
            maps.iter_mut().find(|(name, _)| *name == map).unwrap().1.push((column.key().to_owned(), value));
        }
        let heads = [
            ("register".to_owned(), Value::text(&register.key)),
            ("rank".to_owned(), Value::text(format!("{n:03}"))),
        ];
        let maps =
            maps.into_iter().map(|(map, cells)| (map.to_owned(), Value::Map(cells.into_iter().collect())));
        let id = Id::new(&format!("r{n}")).unwrap();
        workspace
            .apply(Edit::Add { kind: RecordKind::Row, id, fields: heads.into_iter().chain(maps).collect() })
            .unwrap();
    }
    workspace
}

fn read_back(sheet: &Sheet, is_book: bool) -> Table {
    if is_book {
        let bytes = write_xlsx(std::slice::from_ref(sheet)).unwrap();
        Book::open(&bytes).unwrap().read(&SheetChoice::default(), Limits::XLSX).unwrap().table
    } else {
        read_text(&write_csv(sheet)[..], TextChoice::default(), Limits::TEXT).unwrap().0
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(160))]

    #[test]
    fn an_export_that_is_imported_changes_nothing(
        which in 0usize..12,
        rows in prop::collection::vec(prop::collection::vec(put(), 40), 1..6),
        (is_book, en, keyed) in any::<(bool, bool, bool)>(),
    ) {
        let register = &guide().registers()[which % guide().registers().len()];
        let workspace = filled(register, &rows, keyed);
        let sheet = export(&workspace, register, if en { Lang::En } else { Lang::Zh });
        let table = read_back(&sheet, is_book);
        let options = Options { clears: false, is_text: !is_book };
        let (plan, _) = plan_of(&workspace, register, &table, &Choices::new(), options);
        let counts = plan.counts();
        prop_assert_eq!((counts.new, counts.changed), (0, 0), "{:?}", plan.lines);
        prop_assert_eq!(plan.edit(&workspace).unwrap(), Edit::All(vec![]));
        if keyed {
            prop_assert_eq!(counts.refused, 0, "{:?}", plan.lines);
        }
    }

    #[test]
    fn what_fits_comes_into_an_empty_register_as_it_was(
        which in 0usize..12,
        rows in prop::collection::vec(prop::collection::vec((0usize..12).prop_map(Put::Fits), 40), 1..6),
        (is_book, en) in any::<(bool, bool)>(),
    ) {
        let register = &guide().registers()[which % guide().registers().len()];
        let lang = if en { Lang::En } else { Lang::Zh };
        let sheet = export(&filled(register, &rows, true), register, lang);
        let mut empty = filled(register, &[], true);
        let table = read_back(&sheet, is_book);
        let options = Options { clears: false, is_text: !is_book };
        let (plan, _) = plan_of(&empty, register, &table, &Choices::new(), options);
        let only_rules = |all: &[Reason]| all.iter().all(|reason| matches!(reason, Reason::Rule(_)));
        prop_assert!(plan.refused().all(|(_, all)| only_rules(all)), "{:?}", plan.lines);
        prop_assume!(plan.counts().refused == 0);
        let edit = plan.edit(&empty).unwrap();
        empty.apply(edit).unwrap();
        prop_assert_eq!(export(&empty, register, lang), sheet);
        let (again, _) = plan_of(&empty, register, &table, &Choices::new(), options);
        prop_assert_eq!(again.counts().unchanged, rows.len());
    }
}
