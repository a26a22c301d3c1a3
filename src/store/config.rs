//! The settings of this machine: `config.ron` in the config folder, which people write and the program only reads.
//! What is wrong in it is told with its line; that setting stays as by default, and nobody is kept from the data.

mod mistake;

use super::Folders;
use crate::text::Lang;
pub use mistake::{Mistake, Wrong};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// My name as it stands in owner fields.
    pub me: Option<String>,
    pub lang: Option<Lang>,
    /// The name of a theme that there is.
    pub theme: Option<String>,
    pub borders: Borders,
    pub ambiguous: AmbiguousWidth,
    /// Whether clicks, drags and the wheel are ours, and not the terminal's.
    pub mouse: bool,
}

impl Default for Config {
    fn default() -> Config {
        Config {
            me: None,
            lang: None,
            theme: None,
            borders: Borders::default(),
            ambiguous: AmbiguousWidth::default(),
            mouse: true,
        }
    }
}

/// The themes that are part of the program.
pub const THEMES: [&str; 5] = ["default", "light", "dark", "high-contrast", "colour-blind"];

/// Where people keep their own.
pub fn themes_folder(folders: &Folders) -> Option<PathBuf> {
    Some(folders.config.as_ref()?.join("themes"))
}

/// The names of people's own.
pub fn own_themes(folders: &Folders) -> Vec<String> {
    let entries = themes_folder(folders).and_then(|folder| fs::read_dir(folder).ok());
    let paths = entries.into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path()));
    let themes = paths.filter(|path| path.extension().is_some_and(|extension| extension == "ron"));
    let mut names: Vec<String> =
        themes.filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned())).collect();
    names.sort();
    names
}

/// What lines are drawn with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Borders {
    #[default]
    Unicode,
    Ascii,
}

impl Borders {
    const ALL: [Borders; 2] = [Borders::Unicode, Borders::Ascii];

    pub const fn name(self) -> &'static str {
        match self {
            Borders::Unicode => "unicode",
            Borders::Ascii => "ascii",
        }
    }
}

/// How many cells the terminal gives to signs whose width Unicode leaves open: one, or two.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum AmbiguousWidth {
    #[default]
    Narrow,
    Wide,
}

impl AmbiguousWidth {
    const ALL: [AmbiguousWidth; 2] = [AmbiguousWidth::Narrow, AmbiguousWidth::Wide];

    pub const fn name(self) -> &'static str {
        match self {
            AmbiguousWidth::Narrow => "narrow",
            AmbiguousWidth::Wide => "wide",
        }
    }
}

/// As it is written.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Spelled {
    me: Option<String>,
    lang: Option<String>,
    theme: Option<String>,
    borders: Option<String>,
    ambiguous: Option<String>,
    mouse: Option<bool>,
}

impl Config {
    pub fn path(folders: &Folders) -> Option<PathBuf> {
        Some(folders.config.as_ref()?.join("config.ron"))
    }

    /// The defaults where there is no config.
    pub fn read(folders: &Folders) -> (Config, Vec<Mistake>) {
        let Some(path) = Config::path(folders) else { return Default::default() };
        let (text, spelled) = match settings::<Spelled>(&path) {
            Ok(None) => return Default::default(),
            Ok(Some(read)) => read,
            Err(mistake) => return (Config::default(), vec![mistake]),
        };
        Config::of(spelled, &text, &path, &|| own_themes(folders))
    }

    fn of(
        spelled: Spelled,
        text: &str,
        path: &Path,
        own_themes: &dyn Fn() -> Vec<String>,
    ) -> (Config, Vec<Mistake>) {
        let mut mistakes = vec![];
        let mut wrong = |name: &'static str, found: &str, expected: &[&str]| {
            let found = found.to_owned();
            let expected = expected.iter().map(|word| (*word).to_owned()).collect();
            let line = line_of(text, name);
            mistakes.push(Mistake {
                path: path.to_path_buf(),
                line,
                what: Wrong::Choice { name, found, expected },
            });
        };
        let me = spelled.me.map(|me| me.trim().to_owned()).filter(|me| !me.is_empty());
        let lang = spelled.lang.and_then(|code| {
            Lang::from_code(&code).or_else(|| {
                wrong("lang", &code, &["zh", "en"]);
                None
            })
        });
        let borders = spelled.borders.and_then(|name| {
            Borders::ALL.into_iter().find(|borders| borders.name() == name).or_else(|| {
                wrong("borders", &name, &Borders::ALL.map(Borders::name));
                None
            })
        });
        let ambiguous = spelled.ambiguous.and_then(|name| {
            AmbiguousWidth::ALL.into_iter().find(|width| width.name() == name).or_else(|| {
                wrong("ambiguous", &name, &AmbiguousWidth::ALL.map(AmbiguousWidth::name));
                None
            })
        });
        let theme = spelled.theme.filter(|name| {
            let own = if THEMES.contains(&name.as_str()) { vec![] } else { own_themes() };
            let is_there = THEMES.contains(&name.as_str()) || own.contains(name);
            if !is_there {
                let all: Vec<&str> = THEMES.into_iter().chain(own.iter().map(String::as_str)).collect();
                wrong("theme", name, &all);
            }
            is_there
        });
        let (borders, ambiguous) = (borders.unwrap_or_default(), ambiguous.unwrap_or_default());
        let mouse = spelled.mouse.unwrap_or(true);
        (Config { me, lang, theme, borders, ambiguous, mouse }, mistakes)
    }
}

/// A file that people write, with its text; None where there is none.
///
/// # Errors
/// What is wrong with it, and in which line.
pub fn settings<T: DeserializeOwned>(path: &Path) -> Result<Option<(String, T)>, Mistake> {
    let mistake = |line, what| Mistake { path: path.to_path_buf(), line, what };
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(mistake(None, Wrong::Io(error.kind()))),
    };
    let read = parse(&text).map_err(|(line, what)| mistake(Some(line), what))?;
    Ok(Some((text, read)))
}

/// # Errors
/// The line, and what is wrong there.
pub fn parse<T: DeserializeOwned>(text: &str) -> Result<T, (usize, Wrong)> {
    let options = ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME);
    options.from_str(text).map_err(|error| {
        let why = super::unreadable::why(error.code);
        // What is too much begins where the rest ended.
        let place = if why == super::Why::Trailing { error.span.end } else { error.span.start };
        (place.line, Wrong::Ron(why))
    })
}

/// The line in which a setting stands, from 1.
pub fn line_of(text: &str, name: &str) -> Option<usize> {
    let names = |line: &str| {
        let code = line.split("//").next().unwrap_or_default();
        code.split(['(', ',', '{']).any(|part| {
            part.trim_start().strip_prefix(name).is_some_and(|rest| rest.trim_start().starts_with(':'))
        })
    };
    text.lines().position(names).map(|at| at + 1)
}

/// What `wubu config init` writes.
pub const fn sample(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => include_str!("../../data/config.zh.ron"),
        Lang::En => include_str!("../../data/config.en.ron"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Config, Vec<String>) {
        let folder = tempfile::tempdir().unwrap();
        let folders = Folders::below(folder.path());
        fs::create_dir_all(folders.config.as_ref().unwrap()).unwrap();
        fs::write(Config::path(&folders).unwrap(), text).unwrap();
        let (config, mistakes) = Config::read(&folders);
        let prefix = format!("{}", folders.config.unwrap().display());
        (config, mistakes.iter().map(|m| m.say(Lang::En).replace(&prefix, "")).collect())
    }

    #[test]
    fn the_sample_is_the_defaults_and_names_every_setting() {
        for lang in [Lang::Zh, Lang::En] {
            assert_eq!(read(sample(lang)), Default::default());
            let is_setting = |line: &&str| line.contains(": \"") || line.ends_with(": true,");
            let bare: String = sample(lang)
                .lines()
                .filter(is_setting)
                .map(|line| line.replacen("// ", "", 1) + "\n")
                .collect();
            let (config, mistakes) = read(&format!("({bare})"));
            assert_eq!(mistakes, [""; 0]);
            assert!(config.me.is_some());
            assert_eq!(config.lang, Some(lang));
            let rest = (config.theme.as_deref(), config.borders, config.mouse);
            assert_eq!(rest, (Some("default"), Borders::default(), true));
            assert_eq!(config.ambiguous, AmbiguousWidth::default());
        }
    }

    #[test]
    fn the_mouse_can_be_left_to_the_terminal() {
        assert!(Config::default().mouse && read("()").0.mouse);
        let (config, said) = read("(mouse: false)");
        assert_eq!((config.mouse, said), (false, vec![]));
    }

    #[test]
    fn a_mistake_is_told_with_its_line_and_costs_no_other_setting() {
        let (config, said) =
            read("(\n    me: \"李工\", // lang: \"en\"\n    lang: \"fr\",\n    borders: \"ascii\",\n)");
        assert_eq!(said, ["/config.ron, line 3: lang: fr is not one of zh, en"]);
        assert_eq!((config.me.as_deref(), config.lang, config.borders), (Some("李工"), None, Borders::Ascii));
        let (config, said) = read("(borders: \"round\", lang: \"zh\")");
        assert_eq!(said, ["/config.ron, line 1: borders: round is not one of unicode, ascii"]);
        assert_eq!(config.lang, Some(Lang::Zh));
        let (config, said) = read("(\n    theme: \"nacht\",\n)");
        let all = "default, light, dark, high-contrast, colour-blind";
        assert_eq!(said, [format!("/config.ron, line 2: theme: nacht is not one of {all}")]);
        assert_eq!(config, Config::default());
        for (text, told) in [
            ("(\n    lang: \"zh\"\n    me: \"x\",\n)", "/config.ron, line 3: expected “,”"),
            (
                "(\n\n    colour: \"red\",\n)",
                "/config.ron, line 3: there is no field colour; expected one of me, lang, theme, borders, ambiguous, mouse",
            ),
            ("(\n\n\n    mouse: \"off\",\n)", "/config.ron, line 4: expected true or false"),
            ("(\n    me: 7,\n)", "/config.ron, line 2: expected text in quotes"),
            ("(\n    me: \"x\",", "/config.ron, line 2: the file breaks off here"),
            ("x(\n    me: \"李工\",\n)", "/config.ron, line 1: expected “(”, found “x”"),
            ("()\n()", "/config.ron, line 2: there is something after the end"),
        ] {
            assert_eq!(read(text), (Config::default(), vec![told.to_owned()]), "{text}");
        }
    }
}
