//! The guide's schemas are whole: every name in them names something, and nothing means two things.

#[path = "schemas/decisions.rs"]
mod decisions;
#[path = "schemas/gates.rs"]
mod gates;
#[path = "schemas/registers.rs"]
mod registers;

use wubu::guide::{ColumnKind, Condition, Is, Register};

/// A condition names a column of the register and choices of it.
fn assert_sound(register: &Register, condition: &Condition) {
    let kind = &register.column(&condition.column).unwrap_or_else(|| panic!("{condition:?}")).kind;
    let (Is::In(keys) | Is::Not(keys)) = &condition.is else { return };
    for key in keys {
        assert!(is_choice(kind, key), "{}: {key} of {}", register.key, condition.column);
    }
}

fn is_choice(kind: &ColumnKind, key: &str) -> bool {
    match kind {
        ColumnKind::YesNo => key == "yes" || key == "no",
        kind => kind.choices().iter().any(|choice| choice.key == key),
    }
}
