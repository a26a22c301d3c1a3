//! How names of columns are compared.

use crate::text::{half_width, is_hidden};
use unicode_normalization::UnicodeNormalization;
/// A text in the form by which headers and aliases are compared: NFKC (full width to half width, `℃` to `°C`), lower
/// case, and without blanks, line breaks, controls and the signs `_ - * : ：`.
pub fn normal(text: &str) -> String {
    text.nfkc()
        .map(half_width)
        .filter(|c| !c.is_whitespace() && !is_hidden(*c) && !"_-*:：".contains(*c))
        .flat_map(char::to_lowercase)
        .collect()
}
