//! The model of data readiness: ten dimensions with their levels, rules, weights and bands, and the tasks that close
//! a gap. Data only, and a proposal of ours; a workspace changes its numbers, levels are computed in `readiness`.

mod figure;

use serde::Deserialize;

use crate::text::{Bilingual, Phrase};

pub use figure::{AnswerKey, AnswerKind, FigureKey, FigureKind};

/// The highest level of a dimension.
pub const TOP_LEVEL: u8 = 4;

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Readiness {
    /// Written into each measurement, so that a later model knows by which rules it was made.
    pub version: String,
    /// A state of its own: no level, no share in the mean.
    pub unmeasured: Bilingual,
    /// In the order of [`Dimension::ALL`].
    pub dimensions: Vec<DimensionModel>,
    pub weights: Vec<KindWeights>,
    /// From the best.
    pub bands: Vec<ScoreBand>,
    pub importance: Vec<ImportanceWeight>,
    /// The level below which there is a gap, even where no gate asks for more.
    pub usable: u8,
    /// The first that is true.
    pub lawrence: Vec<LawrenceBand>,
    /// The columns whose fill makes D2.
    pub metadata: Vec<MetadataColumn>,
    /// Indicators of GB/T 36344 that no dimension reaches.
    pub not_measured: Vec<NotMeasured>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
pub enum Dimension {
    D1,
    D2,
    D3,
    D4,
    D5,
    D6,
    D7,
    D8,
    D9,
    D10,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DimensionModel {
    pub key: Dimension,
    pub label: Bilingual,
    pub meaning: Bilingual,
    pub formula: Bilingual,
    /// How it is measured.
    pub how: Bilingual,
    pub measured_by: Vec<MeasuredBy>,
    /// It bounds the final level of a source: the weakest link.
    #[serde(default)]
    pub blocking: bool,
    /// Levels 0 to 4.
    pub levels: Vec<DataLevel>,
    #[serde(default)]
    pub caps: Vec<LevelCap>,
    /// Fewer checked are no measurement.
    #[serde(default)]
    pub min_checked: Option<u16>,
    /// Questions whose yes is counted, with the column of the source that answers it as well.
    #[serde(default)]
    pub counts: Vec<Counted>,
    /// Templates that close a gap, the first choice first.
    pub tasks: Vec<String>,
    #[serde(default)]
    pub tasks_of_kind: Vec<KindTasks>,
    /// Indicators of GB/T 36344-2018 that it reaches.
    pub indicators: Vec<Indicator>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum MeasuredBy {
    ByHand,
    File,
    TagList,
    TagsRegister,
    SourcesRegister,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DataLevel {
    pub says: Bilingual,
    pub from: Bound,
    /// What proves it.
    #[serde(default)]
    pub evidence: Option<Bilingual>,
}

/// From where a level begins.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
pub enum Bound {
    Nothing,
    /// A list, or a usable column of time, exists.
    There,
    /// A rung of a ladder, chosen by people.
    Rung,
    Share(f64),
    /// So many yes.
    Count(u8),
}

/// An upper limit of the level, shown beside the level without it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LevelCap {
    pub key: String,
    pub says: Bilingual,
    pub when: CapWhen,
    pub level: u8,
    /// All kinds of source where none is named.
    #[serde(default)]
    pub kinds: Vec<SourceKind>,
}

#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
pub enum CapWhen {
    /// The clock stepped backwards, and nobody has explained it.
    ClockBack,
    /// The longest gap is longer than so many nominal periods.
    GapOver(u16),
    /// Fewer tags were checked on site.
    FewerChecked(u16),
    /// The instruments are not shown to be in calibration.
    NoCalibration,
    /// An online rate was measured, and is lower.
    OnlineBelow(f64),
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counted {
    pub answer: AnswerKey,
    pub column: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KindTasks {
    pub kind: SourceKind,
    pub tasks: Vec<String>,
}

/// An indicator of GB/T 36344-2018.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Indicator {
    pub group: Bilingual,
    pub indicator: Bilingual,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NotMeasured {
    pub indicator: Indicator,
    pub says: Bilingual,
}

/// A choice of the column `kind` of the register of sources.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
pub enum SourceKind {
    Equipment,
    Control,
    Business,
    Manual,
}

/// The weights of D1 to D10 for one kind of source.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KindWeights {
    pub kind: SourceKind,
    pub of: [u8; 10],
}

/// A score from here on is worth this level.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScoreBand {
    pub from: u8,
    pub level: u8,
}

/// A choice of the column `importance` of the register of sources.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
pub enum Importance {
    A,
    B,
    C,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ImportanceWeight {
    pub key: Importance,
    pub weight: u8,
}

/// The bands of data readiness by Lawrence (2017): C within reach, B faithful, A fit for the question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
pub enum Lawrence {
    C,
    B,
    A,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LawrenceBand {
    pub band: Lawrence,
    pub says: Bilingual,
    pub when: LawrenceWhen,
}

/// A dimension that is not measured is at no level.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub enum LawrenceWhen {
    AtMost(Dimension, u8),
    AtLeast(Vec<Dimension>, u8),
    Otherwise,
}

/// One of the columns of metadata, and the cells of the tag register that fill it: all of one of the lists.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MetadataColumn {
    pub key: String,
    pub label: Bilingual,
    /// Its fill share in a measurement.
    pub figure: FigureKey,
    pub cells: Vec<Vec<String>>,
}

impl Readiness {
    pub fn dimension(&self, dimension: Dimension) -> &DimensionModel {
        &self.dimensions[dimension.index()]
    }
}

impl DimensionModel {
    /// The templates that close a gap in a source of this kind.
    pub fn tasks_for(&self, kind: Option<SourceKind>) -> &[String] {
        let own = self.tasks_of_kind.iter().find(|of| Some(of.kind) == kind);
        own.map_or(&self.tasks, |of| &of.tasks)
    }
}

impl Dimension {
    pub const ALL: [Dimension; 10] = [
        Dimension::D1,
        Dimension::D2,
        Dimension::D3,
        Dimension::D4,
        Dimension::D5,
        Dimension::D6,
        Dimension::D7,
        Dimension::D8,
        Dimension::D9,
        Dimension::D10,
    ];

    const KEYS: [&str; 10] = ["D1", "D2", "D3", "D4", "D5", "D6", "D7", "D8", "D9", "D10"];

    pub const fn index(self) -> usize {
        self as usize
    }

    pub const fn key(self) -> &'static str {
        Dimension::KEYS[self.index()]
    }

    /// Capital or small letter.
    pub fn from_key(key: &str) -> Option<Dimension> {
        Dimension::ALL.into_iter().find(|dimension| dimension.key().eq_ignore_ascii_case(key))
    }

    pub fn model(self) -> &'static DimensionModel {
        super::guide().readiness().dimension(self)
    }
}

impl SourceKind {
    pub const ALL: [SourceKind; 4] =
        [SourceKind::Equipment, SourceKind::Control, SourceKind::Business, SourceKind::Manual];

    /// The choice of the register.
    pub const fn key(self) -> &'static str {
        match self {
            SourceKind::Equipment => "equipment",
            SourceKind::Control => "control",
            SourceKind::Business => "business",
            SourceKind::Manual => "manual",
        }
    }

    pub fn from_key(key: &str) -> Option<SourceKind> {
        SourceKind::ALL.into_iter().find(|kind| kind.key() == key)
    }

    pub const fn label(self) -> Phrase {
        match self {
            SourceKind::Equipment => Phrase::new("设备", "equipment"),
            SourceKind::Control => Phrase::new("控制系统", "control system"),
            SourceKind::Business => Phrase::new("业务系统", "business system"),
            SourceKind::Manual => Phrase::new("人工记录", "manual record"),
        }
    }
}

impl Importance {
    pub const ALL: [Importance; 3] = [Importance::A, Importance::B, Importance::C];

    /// The choice of the register.
    pub const fn key(self) -> &'static str {
        match self {
            Importance::A => "A",
            Importance::B => "B",
            Importance::C => "C",
        }
    }

    pub fn from_key(key: &str) -> Option<Importance> {
        Importance::ALL.into_iter().find(|importance| importance.key() == key)
    }
}

impl Lawrence {
    pub const fn key(self) -> &'static str {
        match self {
            Lawrence::A => "A",
            Lawrence::B => "B",
            Lawrence::C => "C",
        }
    }
}
