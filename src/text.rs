//! Text as people see it: two languages, display width, clipping and wrapping with Chinese line-break
//! rules, and the one door through which text of unknown origin becomes safe to show.
//! Pure; it knows neither terminal nor workspace. Every other floor calls it.

mod find;
mod shown;
mod typed;
mod width;
mod wrap;

use serde::Deserialize;

pub use find::{Mask, Needle, folded, fuzzy, fuzzy_at, mask, substring_at};
pub use shown::{has_hidden, is_hidden, show};
pub use typed::{half_width, is_han, key_form, typed};
pub use width::{clip, graphemes, is_ambiguous, pad, pad_left, tail, width};
pub use wrap::{Wrapped, wrap};

/// The language of the screen, of messages and of help. Chinese is the first one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Lang {
    #[default]
    Zh,
    En,
}

impl Lang {
    pub const ALL: [Lang; 2] = [Lang::Zh, Lang::En];

    /// `zh` or `en`, as on the command line and in the config.
    pub fn from_code(code: &str) -> Option<Lang> {
        match code {
            "zh" => Some(Lang::Zh),
            "en" => Some(Lang::En),
            _ => None,
        }
    }

    /// What a POSIX locale asks for: Chinese for `zh…`, `C`, `POSIX` and none, English for the rest.
    pub fn from_locale(locale: Option<&str>) -> Lang {
        let locale = locale.unwrap_or_default();
        let name = locale.split(['.', '@']).next().unwrap_or_default();
        let chinese =
            name.is_empty() || name == "C" || name == "POSIX" || name.to_lowercase().starts_with("zh");
        if chinese { Lang::Zh } else { Lang::En }
    }

    pub const fn code(self) -> &'static str {
        match self {
            Lang::Zh => "zh",
            Lang::En => "en",
        }
    }

    /// Between a label and what it labels.
    pub const fn colon(self) -> &'static str {
        match self {
            Lang::Zh => "：",
            Lang::En => ": ",
        }
    }

    #[must_use]
    pub fn other(self) -> Lang {
        match self {
            Lang::Zh => Lang::En,
            Lang::En => Lang::Zh,
        }
    }
}

/// A sentence of ours, in both languages or it does not compile.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Phrase {
    pub zh: &'static str,
    pub en: &'static str,
}

impl Phrase {
    pub const fn new(zh: &'static str, en: &'static str) -> Phrase {
        Phrase { zh, en }
    }

    pub const fn say(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::Zh => self.zh,
            Lang::En => self.en,
        }
    }
}

/// A sentence of the guide's data, in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
pub struct Bilingual {
    pub zh: String,
    pub en: String,
}

impl Bilingual {
    pub fn say(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locale_chooses_the_language() {
        for zh in
            [None, Some(""), Some("C"), Some("POSIX"), Some("C.UTF-8"), Some("zh_CN.UTF-8"), Some("zh_TW")]
        {
            assert_eq!(Lang::from_locale(zh), Lang::Zh, "{zh:?}");
        }
        for en in ["en_US.UTF-8", "de_DE", "fr"] {
            assert_eq!(Lang::from_locale(Some(en)), Lang::En, "{en}");
        }
    }
}
