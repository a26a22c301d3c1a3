//! **The names of what a measurement holds**, all in one place: `profile` and people write them, `readiness` reads
//! them, `check` knows no others. A figure is a number; an answer is a word.
//! A dimension's own value has its key (`D3`), its factors stand behind a dot (`D3.fill`).

use serde::Deserialize;

use super::Dimension;
use crate::text::Phrase;

/// Which numbers a figure takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FigureKind {
    /// 0 to 1.
    Share,
    /// What there is against what is needed: 0 or more.
    Ratio,
    /// A whole number.
    Count,
    /// 0 or more.
    Seconds,
}

impl FigureKind {
    pub fn takes(self, number: f64) -> bool {
        match self {
            FigureKind::Share => (0.0..=1.0).contains(&number),
            FigureKind::Ratio | FigureKind::Seconds => number.is_finite() && number >= 0.0,
            FigureKind::Count => number.is_finite() && number >= 0.0 && number.fract() == 0.0,
        }
    }

    pub const fn label(self) -> Phrase {
        match self {
            FigureKind::Share => Phrase::new("占比（0 到 1）", "a share from 0 to 1"),
            FigureKind::Ratio => Phrase::new("比值（不小于 0）", "a ratio of 0 or more"),
            FigureKind::Count => Phrase::new("整数（不小于 0）", "a whole number of 0 or more"),
            FigureKind::Seconds => Phrase::new("秒数（不小于 0）", "seconds, 0 or more"),
        }
    }
}

/// Which words an answer takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnswerKind {
    /// A rung of the ladder of D1: `0` to `4`.
    Rung,
    /// `yes` or `no`.
    YesNo,
    Text,
}

impl AnswerKind {
    pub fn takes(self, word: &str) -> bool {
        match self {
            AnswerKind::Rung => matches!(word, "0" | "1" | "2" | "3" | "4"),
            AnswerKind::YesNo => matches!(word, "yes" | "no"),
            AnswerKind::Text => true,
        }
    }

    pub const fn label(self) -> Phrase {
        match self {
            AnswerKind::Rung => Phrase::new("阶梯等级（0 到 4）", "a rung from 0 to 4"),
            AnswerKind::YesNo => Phrase::new("是否（yes 或 no）", "yes or no"),
            AnswerKind::Text => Phrase::new("文字", "text"),
        }
    }
}

macro_rules! names {
    ($key:ident, $kind:ident; $( $name:ident $text:literal $is:ident $($dimension:ident)? : $zh:literal, $en:literal; )*) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
        pub enum $key { $( $name ),* }

        impl $key {
            pub const ALL: &'static [$key] = &[$( $key::$name ),*];

            /// As it stands in the file.
            pub const fn name(self) -> &'static str {
                match self { $( $key::$name => $text ),* }
            }

            pub fn from_name(name: &str) -> Option<$key> {
                match name { $( $text => Some($key::$name), )* _ => None }
            }

            pub const fn kind(self) -> $kind {
                match self { $( $key::$name => $kind::$is ),* }
            }

            /// The dimension that it is a value or a factor of.
            pub const fn dimension(self) -> Option<Dimension> {
                match self { $( $key::$name => names!(@of $($dimension)?) ),* }
            }

            pub const fn label(self) -> Phrase {
                match self { $( $key::$name => Phrase::new($zh, $en) ),* }
            }
        }
    };
    (@of) => { None };
    (@of $dimension:ident) => { Some(Dimension::$dimension) };
}

names! { FigureKey, FigureKind;
    // The online rate of the last seven days: intervals with a record against those expected.
    D1Online "D1.online" Share D1: "在线率", "online rate";
    D2 "D2" Share D2: "元数据平均填充率", "mean fill of metadata";
    D2Name "D2.name" Share D2: "名称填充率", "fill of names";
    D2Description "D2.description" Share D2: "描述填充率", "fill of descriptions";
    D2Address "D2.address" Share D2: "地址填充率", "fill of addresses";
    D2Type "D2.type" Share D2: "类型填充率", "fill of types";
    D2Unit "D2.unit" Share D2: "单位填充率", "fill of units";
    D2Range "D2.range" Share D2: "量程或枚举填充率", "fill of ranges or enums";
    D2Period "D2.period" Share D2: "周期填充率", "fill of periods";
    D2Owner "D2.owner" Share D2: "责任人填充率", "fill of owners";
    D2Tags "D2.tags" Count D2: "点数", "tags";
    D2Checked "D2.checked" Count D2: "现场核对点数", "tags checked on site";
    D3 "D3" Share D3: "完整性", "completeness";
    D3Fill "D3.fill" Share D3: "单元格填充率", "cell fill";
    // min(1, distinct records / expected records).
    D3Records "D3.records" Share D3: "记录到齐率", "record coverage";
    D4 "D4" Share D4: "时效与连续性", "timeliness";
    D4Steps "D4.steps" Share D4: "步长合格占比", "share of steps in time";
    // Business and manual data: entered within the agreed delay.
    D4InTime "D4.in_time" Share D4: "按时录入占比", "share entered in time";
    D5 "D5" Share D5: "有效性", "validity";
    D5Pass "D5.pass" Share D5: "通过检查占比", "share passing the checks";
    // The checks that could be made, each with its own share.
    D5Type "D5.type" Share D5: "类型相符占比", "share of the right type";
    D5Range "D5.range" Share D5: "量程内占比", "share in range";
    D5List "D5.list" Share D5: "枚举内占比", "share in the list";
    D5Quality "D5.quality" Share D5: "质量码良好占比", "share of good quality";
    D5Stuck "D5.stuck" Share D5: "死值占比", "stuck share";
    D6 "D6" Share D6: "唯一性", "uniqueness";
    D6Keys "D6.keys" Count D6: "键数", "keys";
    D6Duplicates "D6.duplicates" Count D6: "重复键数", "duplicate keys";
    D6Ids "D6.duplicate_ids" Count D6: "重复标识数", "duplicate ids";
    D6Addresses "D6.duplicate_addresses" Count D6: "重复地址数", "duplicate addresses";
    D7 "D7" Share D7: "一致性", "consistency";
    D7Units "D7.units" Share D7: "单位在词表内占比", "units in the vocabulary";
    D7Codes "D7.codes" Share D7: "编码在主数据中占比", "codes in the master data";
    D7Clock "D7.clock" Share D7: "时钟偏差在限内占比", "clocks within the limit";
    D7Equal "D7.equal" Share D7: "两个系统的同一量相等占比", "equal in two systems";
    D7Unknown "D7.unknown_tags" Count D7: "台账中没有的点数", "tags that no register knows";
    D7Absent "D7.absent_tags" Count D7: "导出中没有的点数", "tags absent from the export";
    D7Differs "D7.differs" Count D7: "单位或量程不同的点数", "tags whose unit or range differs";
    D8 "D8" Ratio D8: "历史与工况覆盖", "history and coverage";
    D8History "D8.history" Ratio D8: "历史时长满足比", "history against need";
    D8States "D8.states" Ratio D8: "工况覆盖比", "states against need";
    D9 "D9" Share D9: "允差内占比", "share within tolerance";
    D9Within "D9.within" Count D9: "允差内点数", "tags within tolerance";
    D9Checked "D9.checked" Count D9: "核对点数", "tags checked";
    Rows "rows" Count: "行数", "rows";
    TimeNominal "time.nominal_s" Seconds: "标称周期（秒）", "nominal period in s";
    TimeExpected "time.expected" Count: "应有记录数", "expected records";
    TimeDistinct "time.distinct" Count: "不同记录数", "distinct records";
    TimeCoverage "time.coverage" Ratio: "记录到齐比", "record coverage";
    TimeStepShare "time.step_share" Share: "步长合格占比", "share of steps in time";
    TimeLongestGap "time.longest_gap_s" Seconds D4: "最长断点（秒）", "longest gap in s";
    TimeBackSteps "time.back_steps" Count D4: "时间回退次数", "steps backwards";
    TimeDuplicates "time.duplicates" Count: "重复时刻数", "duplicate stamps";
}

names! { AnswerKey, AnswerKind;
    D1 "D1" Rung D1: "接入阶梯", "rung of access";
    // Without a list D2 is 0; without usable time D4 is.
    D2List "D2.list" YesNo D2: "有点表或字段清单", "there is a tag or field list";
    D4Time "D4.time" YesNo D4: "有可用时间", "there is usable time";
    D4Explained "D4.explained" YesNo D4: "时间回退已说明", "steps backwards are explained";
    D9Calibration "D9.calibration" YesNo D9: "仪表在检定有效期", "instruments in calibration";
    D10Owner "D10.owner" YesNo D10: "责任人已定", "owner named";
    D10Level "D10.level" YesNo D10: "已分级", "level graded";
    D10Consent "D10.consent" YesNo D10: "读取许可已签", "read consent signed";
    D10Zone "D10.zone_ok" YesNo D10: "路径在经批准的安全区", "path in an approved zone";
    TimeColumn "time.column" Text: "时间列", "column of time";
    TimeFirst "time.first" Text: "最早时刻", "first stamp";
    TimeLast "time.last" Text: "最晚时刻", "last stamp";
    TimeGapAt "time.longest_gap_at" Text: "最长断点起点", "where the longest gap begins";
    Encoding "encoding" Text: "编码", "encoding";
    Layout "layout" Text: "版式", "layout";
    // A file cut off, ragged rows, figures that are estimates: said as the profile said it.
    Partial "partial" Text: "测量限制", "limits of the measurement";
}

impl FigureKey {
    /// The value of a dimension as a whole; none for the ladders D1 and D10.
    pub const fn of(dimension: Dimension) -> Option<FigureKey> {
        match dimension {
            Dimension::D1 | Dimension::D10 => None,
            Dimension::D2 => Some(FigureKey::D2),
            Dimension::D3 => Some(FigureKey::D3),
            Dimension::D4 => Some(FigureKey::D4),
            Dimension::D5 => Some(FigureKey::D5),
            Dimension::D6 => Some(FigureKey::D6),
            Dimension::D7 => Some(FigureKey::D7),
            Dimension::D8 => Some(FigureKey::D8),
            Dimension::D9 => Some(FigureKey::D9),
        }
    }
}
