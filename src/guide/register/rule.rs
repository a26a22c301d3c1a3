//! What the cells of one line, or of all lines, ask of each other. A finding, never a refusal, except where a
//! rule says so: then a table's line is not taken in.

use serde::Deserialize;

use crate::text::Bilingual;

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// The name of the finding.
    pub key: String,
    pub says: Bilingual,
    #[serde(rename = "rule")]
    pub kind: RuleKind,
    /// A line that breaks it is not imported.
    #[serde(default)]
    pub refuses: bool,
}

/// Names are keys of columns.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub enum RuleKind {
    /// All are filled.
    RequiredIf {
        columns: Vec<String>,
        when: Condition,
    },
    /// Not all of these at once.
    Forbidden(Vec<Condition>),
    /// No two lines have the same in all of these. A line in which all are empty, or one of them that is
    /// required, has no say.
    Unique(Vec<String>),
    /// The first is less than the second.
    Less(String, String),
    /// The first day is not after the second.
    NotAfter(String, String),
    /// The first number is at most the second.
    AtMost(String, String),
    /// At least one is filled.
    OneOf {
        columns: Vec<String>,
        #[serde(default)]
        when: Option<Condition>,
    },
    /// All are filled or none.
    Together(Vec<String>),
    Differ(String, String),
    /// The line that a reference names fulfils a condition.
    RefWhere {
        column: String,
        is: Condition,
    },
    /// The day is not after the start of the task.
    BeforeTask {
        column: String,
        task: String,
    },
    /// Today and the lead time do not reach past the day.
    LeadTime {
        by: String,
        lead: String,
        when: Condition,
    },
    /// The target lies on the better side of the baseline.
    Direction {
        base: String,
        target: String,
        direction: String,
        up: String,
        down: String,
    },
    /// A value of two or four Modbus registers tells which word comes first. It is Modbus by the protocol of
    /// the machine; where none is named, by having a function code.
    WordOrder {
        word_order: String,
        dtype: String,
        /// The data types of 32 and 64 bits.
        wide: Vec<String>,
        function: String,
        equipment: String,
        protocol: String,
        modbus: Vec<String>,
    },
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    pub column: String,
    pub is: Is,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub enum Is {
    Filled,
    /// Keys of choices; `yes` and `no`.
    In(Vec<String>),
    /// None of these; nothing at all is none of them.
    Not(Vec<String>),
}

impl RuleKind {
    /// Every column of the register that it names.
    pub fn columns(&self) -> Vec<&str> {
        let names: Vec<&String> = match self {
            RuleKind::RequiredIf { columns, when } => columns.iter().chain([&when.column]).collect(),
            RuleKind::Forbidden(conditions) => conditions.iter().map(|condition| &condition.column).collect(),
            RuleKind::OneOf { columns, when } => {
                columns.iter().chain(when.iter().map(|when| &when.column)).collect()
            }
            RuleKind::Unique(columns) | RuleKind::Together(columns) => columns.iter().collect(),
            RuleKind::Less(a, b)
            | RuleKind::NotAfter(a, b)
            | RuleKind::AtMost(a, b)
            | RuleKind::Differ(a, b) => vec![a, b],
            RuleKind::RefWhere { column, .. } => vec![column],
            RuleKind::BeforeTask { column, task } => vec![column, task],
            RuleKind::LeadTime { by, lead, when } => vec![by, lead, &when.column],
            RuleKind::Direction { base, target, direction, .. } => vec![base, target, direction],
            RuleKind::WordOrder { word_order, dtype, function, equipment, .. } => {
                vec![word_order, dtype, function, equipment]
            }
        };
        names.into_iter().map(String::as_str).collect()
    }
}
