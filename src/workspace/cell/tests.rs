use super::*;
use crate::guide::{Points, TimeUnit, Unit, guide};
use crate::text::Bilingual;
use proptest::prelude::*;

const NUMBER: ColumnKind = ColumnKind::Number { unit: None, min: None, max: None };

fn with_unit(zh: &str, en: &str, aliases: &[&str]) -> ColumnKind {
    let label = Bilingual { zh: zh.into(), en: en.into() };
    let aliases = aliases.iter().map(|alias| (*alias).to_owned()).collect();
    ColumnKind::Number { unit: Some(Unit { label, aliases }), min: Some(0), max: None }
}

fn of(register: &str, column: &str) -> &'static ColumnKind {
    &guide().register(register).unwrap().column(column).unwrap().kind
}

/// What a text is read as, in its canonical form; what is wrong with it, in Chinese.
fn read(kind: &ColumnKind, text: &str) -> String {
    match parse(kind, text) {
        Ok(cell) => cell.text(),
        Err(wrong) => wrong.say(Lang::Zh),
    }
}

#[test]
fn numbers_take_the_unit_of_their_column_and_no_other() {
    let money = with_unit("元", "CNY", &["RMB", "¥"]);
    for (kind, text, wanted) in [
        (&NUMBER, "１，２００．５", "1200.5"),
        (&NUMBER, "abc", "“abc”不是数字"),
        (&NUMBER, "12 kPa", "单位“kPa”与本列不符"),
        (&NUMBER, "1,5", "“1,5”不是数字"),
        (&NUMBER, "123456789012345678901", "“123456789012345678901”位数过多"),
        (&money, "120 元", "120"),
        (&money, "￥1,200.00", "1200"),
        (&money, "120rmb", "120"),
        (&money, "12.5万元", "单位“万元”与本列不符"),
        (&money, "-1", "“-1”超出范围"),
        (of("network", "latency"), "20ms", "20"),
        (of("network", "latency"), "20 毫秒", "20"),
        (of("network", "latency"), "2 s", "单位“s”与本列不符"),
        (of("network", "loss"), "0.1 ％", "0.1"),
        (of("network", "loss"), "0.1", "0.1"),
        (of("network", "loss"), "101%", "“101%”超出范围"),
        (of("network", "vlan"), "4094", "4094"),
        (of("network", "vlan"), "4095", "“4095”超出范围"),
        (of("network", "vlan"), "20.0", "20"),
        (of("network", "vlan"), "20.5", "“20.5”不是整数"),
        (of("network", "vlan"), "99999999999999999999", "“99999999999999999999”位数过多"),
        (of("network", "vlan"), "二十", "“二十”不是整数"),
    ] {
        assert_eq!(read(kind, text), wanted, "{text}");
    }
}

#[test]
fn days_begin_with_a_year_or_are_refused() {
    for (text, wanted) in [
        ("2026-03-01", "2026-03-01"),
        ("2026/3/1", "2026-03-01"),
        ("2026年3月1日", "2026-03-01"),
        ("2026 年 3 月 1 日", "2026-03-01"),
        ("2026.3.1", "2026-03-01"),
        ("２０２６－０３－０１", "2026-03-01"),
        ("20260301", "2026-03-01"),
        ("2026/3/1 0:00", "2026-03-01"),
        ("2026-03-01T08:30:00", "2026-03-01"),
        ("01/02/03", "“01/02/03”分不清年、月、日"),
        ("3/1/2026", "“3/1/2026”分不清年、月、日"),
        ("2026-02-30", "“2026-02-30”这一天不存在"),
        ("20261301", "“20261301”这一天不存在"),
        ("3月1日", "“3月1日”不是日期"),
        ("明天", "“明天”不是日期"),
        ("2026-03-01 25:00", "“2026-03-01 25:00”不是日期"),
        ("46082", "“46082”不是日期"),
    ] {
        assert_eq!(read(&ColumnKind::Date, text), wanted, "{text}");
    }
}

#[test]
fn ranges_are_two_days_or_a_whole_period() {
    for (text, wanted) in [
        ("2026-03-01~2026-03-31", "2026-03-01~2026-03-31"),
        ("2026.3.1-2026.3.31", "2026-03-01~2026-03-31"),
        ("2026-03-01-2026-03-31", "2026-03-01~2026-03-31"),
        ("2026-03-01/2026-03-31", "2026-03-01~2026-03-31"),
        ("2026/3/1 — 2026/3/31", "2026-03-01~2026-03-31"),
        ("2026-03-01 to 2026-03-31", "2026-03-01~2026-03-31"),
        ("2026年3月1日至3月31日", "2026-03-01~2026-03-31"),
        ("2026年3月1日～15日", "2026-03-01~2026-03-15"),
        ("2026年1月至6月", "2026-01-01~2026-06-30"),
        ("2026-03-01~03-31", "2026-03-01~2026-03-31"),
        ("2026-02", "2026-02-01~2026-02-28"),
        ("2026年2月", "2026-02-01~2026-02-28"),
        ("2025", "2025-01-01~2025-12-31"),
        ("2025年", "2025-01-01~2025-12-31"),
        ("2025-2026", "2025-01-01~2026-12-31"),
        ("2026Q1", "2026-01-01~2026-03-31"),
        ("2025年第四季度", "2025-10-01~2025-12-31"),
        ("2026年上半年", "2026-01-01~2026-06-30"),
        ("2026-03-01", "2026-03-01~2026-03-01"),
        ("2026-03-31~2026-03-01", "止日期 2026-03-01 早于起日期 2026-03-31"),
        ("2026-13", "“2026-13”不是起止日期"),
        ("202603", "“202603”不是起止日期"),
        ("每周日 8–12 点", "“每周日 8–12 点”不是起止日期"),
    ] {
        assert_eq!(read(&ColumnKind::DateRange, text), wanted, "{text}");
    }
}

#[test]
fn durations_keep_their_unit() {
    let kind = ColumnKind::Duration(TimeUnit::Millisecond);
    for (text, wanted) in [
        ("1000", "1000 ms"),
        ("500ms", "500 ms"),
        ("10 秒", "10 s"),
        ("1.5 小时", "1.5 h"),
        ("30D", "30 d"),
        ("3个月", "3 mon"),
        ("1 年", "1 a"),
        ("-1 s", "“-1 s”不是时长"),
        ("5 M", "“5 M”不是时长"),
        ("很快", "“很快”不是时长"),
    ] {
        assert_eq!(read(&kind, text), wanted, "{text}");
    }
    let Ok(Cell::Duration(minutes)) = parse(&kind, "90 min") else { panic!() };
    assert_eq!(minutes.milliseconds(), Some(Decimal::from(5_400_000)));
}

#[test]
fn yes_and_no_are_words_and_signs() {
    for text in ["是", "有", "√", "Y", "ｙｅｓ", "1", "合格"] {
        assert_eq!(parse(&ColumnKind::YesNo, text), Ok(Cell::YesNo(true)), "{text}");
    }
    for text in ["否", "无", "×", "N", "0", "不合格"] {
        assert_eq!(parse(&ColumnKind::YesNo, text), Ok(Cell::YesNo(false)), "{text}");
    }
    // A box that is ticked, or a line that is crossed out?
    assert_eq!(parse(&ColumnKind::YesNo, "x"), Err(Wrong::NotYesNo("x".into())));
    assert_eq!(parse(&ColumnKind::YesNo, " \u{3000}"), Ok(Cell::Empty));
}

#[test]
fn addresses_and_networks() {
    for (text, wanted) in [
        ("10.1.3.7", "10.1.3.7"),
        ("１０。１。３。７", "10.1.3.7"),
        ("10.1.300.7", "“10.1.300.7”不是 IPv4 地址"),
        ("10.1.3.7:502", "“10.1.3.7:502”不是 IPv4 地址"),
        ("010.1.3.7", "“010.1.3.7”不是 IPv4 地址"),
    ] {
        assert_eq!(read(&ColumnKind::Ipv4, text), wanted, "{text}");
    }
    for (text, wanted) in [
        ("10.1.3.0/24", "10.1.3.0/24"),
        ("10.1.3.0 / 255.255.255.0", "10.1.3.0/24"),
        ("0.0.0.0/0", "0.0.0.0/0"),
        ("10.1.3.7/32", "10.1.3.7/32"),
        ("10.1.3.7/24", "“10.1.3.7/24”是网段内的地址，不是网段"),
        ("10.1.3.0/33", "“10.1.3.0/33”不是网段"),
        ("10.1.3.0/255.0.255.0", "“10.1.3.0/255.0.255.0”不是网段"),
        ("10.1.3.0", "“10.1.3.0”不是网段"),
    ] {
        assert_eq!(read(&ColumnKind::Cidr, text), wanted, "{text}");
    }
    let net = Cidr::around(Ipv4Addr::new(10, 1, 3, 7), 24).unwrap();
    assert!(net.contains(Ipv4Addr::new(10, 1, 3, 255)) && !net.contains(Ipv4Addr::new(10, 1, 4, 0)));
}

#[test]
fn choices_sets_and_references_are_read_and_shown() {
    let protocol = of("equipment", "protocol");
    assert_eq!(parse(protocol, "西门子s7"), Ok(Cell::Choice("s7".into())));
    assert_eq!(parse(protocol, "自定义串口"), Ok(Cell::Other("自定义串口".into())));
    let criticality = of("equipment", "criticality");
    assert_eq!(read(criticality, "特级"), "没有“特级”这个选项");
    assert_eq!(parse(criticality, "关键").unwrap().show(criticality, Lang::En), "A critical");

    let modes = of("needs", "modes");
    let both = parse(modes, "服务化延伸、数字化管理").unwrap();
    assert_eq!(both.text(), "digital_management, service_extension");
    assert_eq!(both.show(modes, Lang::Zh), "数字化管理、服务化延伸");
    assert_eq!(both.value(), Value::set(["digital_management", "service_extension"]));
    assert_eq!(read(modes, "数字化管理，平台化设计"), "没有“平台化设计”这个选项");

    let needs = ColumnKind::Refs(Points::Register("needs".into()));
    assert_eq!(read(&needs, "N-2; N-1、N-2"), "N-1, N-2");
    assert_eq!(parse(&ColumnKind::Text, "一\n二"), Err(Wrong::OneLine));
    assert_eq!(parse(&ColumnKind::Prose, "一\n二\n"), Ok(Cell::Prose(vec!["一".into(), "二".into()])));
    assert_eq!(Cell::YesNo(false).show(&ColumnKind::YesNo, Lang::Zh), "否");
}

#[test]
fn every_wrong_speaks_both_languages() {
    let kinds = guide().registers().iter().flat_map(|r| &r.columns).map(|column| &column.kind);
    let mut kinds_of_wrong = BTreeSet::new();
    for kind in kinds.chain([&NUMBER]) {
        for text in ["?!", "a\nb", "999999", "12 kPa", "-1", "1e30", "01/02/03", "2026-02-30", "10.1.3.7/24"]
        {
            let Err(wrong) = parse(kind, text) else { continue };
            kinds_of_wrong.insert(wrong.to_string().split(':').next().unwrap_or_default().to_owned());
            let [zh, en] = [Lang::Zh, Lang::En].map(|lang| [wrong.say(lang), wrong.next(lang)]);
            for (zh, en) in zh.iter().zip(&en) {
                assert!(!zh.is_empty() && !en.is_empty() && zh != en, "{kind:?} {text}: {zh} {en}");
            }
        }
    }
    assert!(kinds_of_wrong.len() >= 13, "{kinds_of_wrong:?}");
}

/// Texts of the sort that stands in cells, most of them wrong for most kinds.
fn typed_text() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "是",
        "√",
        "no",
        "2026-03-01",
        "2026年3月",
        "2026/3/1~2026/3/9",
        "10.1.3.7",
        "10.1.3.0/24",
        "500 ms",
        "3 个月",
        "98.5%",
        "A",
        "Modbus TCP",
        "数字化管理",
        "N-1",
        "、",
        ",",
        "\n",
        " ",
        "￥12",
        "1,200.5",
    ]);
    let part = prop_oneof![3 => word.prop_map(str::to_owned), 1 => "[0-9.,~/年月日-]{1,6}", 1 => "\\PC{1,3}"];
    prop::collection::vec(part, 0..4).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_canonical_text_of_a_cell_is_that_cell(text in typed_text()) {
        let kinds = guide().registers().iter().flat_map(|r| &r.columns).map(|column| &column.kind);
        for kind in kinds {
            let Ok(cell) = parse(kind, &text) else { continue };
            prop_assert_eq!(parse(kind, &cell.text()), Ok(cell.clone()), "{:?} {:?}", kind, cell.text());
            prop_assert_eq!(cell.value().is_unset(), cell.is_empty());
        }
    }

    #[test]
    fn any_range_and_any_network_is_read_again(from in 0i32..40_000, days in 0i32..4_000, address: u32, prefix in 0u8..33) {
        let day = |n: i32| jiff::civil::date(1990, 1, 1).checked_add(jiff::Span::new().days(n)).unwrap();
        let range = DateRange::new(day(from), day(from + days)).unwrap();
        prop_assert_eq!(parse(&ColumnKind::DateRange, &range.to_string()), Ok(Cell::DateRange(range)));
        let network = Cidr::around(address.into(), prefix).unwrap();
        prop_assert_eq!(parse(&ColumnKind::Cidr, &network.to_string()), Ok(Cell::Cidr(network)));
    }
}
