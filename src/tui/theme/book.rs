//! The themes that there are: those that are part of the program, and the files in `themes/` beside the config. A file
//! of the same name goes before one of ours.

use super::Theme;
use super::look::{NO_COLOUR, Patch};
use crate::store::config::{Wrong, own_themes, parse, settings, themes_folder};
use crate::store::{Folders, Mistake};
use crate::text::Phrase;

/// The name in the config, what it is called, and the file.
const BUILT_IN: [(&str, Phrase, &str); 5] = [
    (
        "default",
        Phrase::new("跟随终端的 16 色", "the 16 colours of the terminal"),
        include_str!("../../../data/themes/default.ron"),
    ),
    ("light", Phrase::new("浅底", "for a light ground"), include_str!("../../../data/themes/light.ron")),
    ("dark", Phrase::new("深底", "for a dark ground"), include_str!("../../../data/themes/dark.ron")),
    (
        "high-contrast",
        Phrase::new("高对比，不用颜色", "high contrast, no colours"),
        include_str!("../../../data/themes/high-contrast.ron"),
    ),
    (
        "colour-blind",
        Phrase::new("色弱可辨：蓝与橙", "colour-blind safe: blue and orange"),
        include_str!("../../../data/themes/colour-blind.ron"),
    ),
];

/// A theme that can be chosen, or what is wrong with its file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    pub name: String,
    /// None for a file of the user's.
    pub label: Option<Phrase>,
    pub theme: Result<Theme, Mistake>,
}

/// All, ours first.
pub fn choices(folders: &Folders) -> Vec<Choice> {
    let own = own_themes(folders);
    let built_in = BUILT_IN.iter().filter(|(name, ..)| !own.iter().any(|own| own == name));
    let built_in = built_in.map(|(name, label, text)| Choice {
        name: (*name).to_owned(),
        label: Some(*label),
        theme: Ok(built_in_theme(text)),
    });
    let own = own.iter().filter_map(|name| {
        let theme = own_theme(folders, name)?;
        Some(Choice { name: name.clone(), label: None, theme })
    });
    built_in.chain(own).collect()
}

/// The theme of a name; none where there is none of it.
pub fn find(folders: &Folders, name: &str) -> Option<Result<Theme, Mistake>> {
    own_theme(folders, name).or_else(|| {
        let (_, _, text) = BUILT_IN.iter().find(|(own, ..)| *own == name)?;
        Some(Ok(built_in_theme(text)))
    })
}

fn built_in_theme(text: &str) -> Theme {
    let patch: Patch = parse(text).expect("a test reads every theme that is part of the program");
    Theme::colours().patched(&patch)
}

fn own_theme(folders: &Folders, name: &str) -> Option<Result<Theme, Mistake>> {
    // A name is the name of a file, and no way to others.
    if name.is_empty() || name.contains(['/', '\\', ':']) || name.starts_with('.') {
        return None;
    }
    let path = themes_folder(folders)?.join(format!("{name}.ron"));
    match settings::<Patch>(&path) {
        Ok(None) => None,
        Ok(Some((_, own))) => Some(Ok(Theme::colours().patched(&own))),
        Err(mistake) => Some(Err(about_colour(mistake))),
    }
}

/// The reader of RON knows no colours: it only passes on what we said.
fn about_colour(mistake: Mistake) -> Mistake {
    match mistake.what.passed_on().and_then(|text| text.strip_prefix(NO_COLOUR)) {
        Some(found) => Mistake { what: Wrong::Colour(found.to_owned()), ..mistake },
        None => mistake,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Lang;
    use crate::tui::theme::{ROLES, Role};
    use ratatui::style::{Color, Modifier};
    use std::fs;
    use std::path::PathBuf;

    fn place() -> (tempfile::TempDir, Folders, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let folders = Folders::below(folder.path());
        let themes = themes_folder(&folders).unwrap();
        fs::create_dir_all(&themes).unwrap();
        (folder, folders, themes)
    }

    #[test]
    fn the_default_names_every_role_and_is_the_default() {
        let patch: Patch = parse(BUILT_IN[0].2).unwrap();
        assert_eq!(patch.roles.len(), ROLES);
        assert_eq!(BUILT_IN.map(|(name, ..)| name), crate::store::config::THEMES);
        assert_eq!(built_in_theme(BUILT_IN[0].2), Theme::colours());
    }

    #[test]
    fn a_theme_of_ones_own_changes_only_what_it_names() {
        let (_kept, folders, themes) = place();
        fs::write(
            themes.join("夜班.ron"),
            "(\n    roles: {\n        Bad: (fg: \"#ff8800\", bold: false),\n    },\n)",
        )
        .unwrap();
        let theme = find(&folders, "夜班").unwrap().unwrap();
        let bad = theme.style(Role::Bad);
        assert_eq!((bad.fg, bad.add_modifier), (Some(Color::Rgb(255, 136, 0)), Modifier::empty()));
        assert_eq!(theme.style(Role::Good), Theme::colours().style(Role::Good));
        assert_eq!(theme.without_colour().style(Role::Bad).fg, None);
        let names: Vec<String> = choices(&folders).into_iter().map(|choice| choice.name).collect();
        assert_eq!(names, ["default", "light", "dark", "high-contrast", "colour-blind", "夜班"]);
    }

    #[test]
    fn mistakes_in_a_theme_are_told_with_their_lines() {
        let (_kept, folders, themes) = place();
        for (text, line, said) in [
            ("(roles: {\n    Good: (fg: \"grün\"),\n})", 2, "grün is no colour; one is red, 137 or #3070a0"),
            ("(roles: {\n\n    Gut: (),\n})", 3, "Gut is not one of Plain, "),
            ("(roles: {\n    Good: (font: \"x\"),\n})", 2, "there is no field font; expected one of fg, "),
        ] {
            fs::write(themes.join("x.ron"), text).unwrap();
            let mistake = find(&folders, "x").unwrap().unwrap_err();
            assert_eq!(mistake.line, Some(line), "{text}");
            assert!(mistake.what.say(Lang::En).starts_with(said), "{}", mistake.what.say(Lang::En));
        }
        assert!(find(&folders, "../x").is_none() && find(&folders, "none").is_none());
    }

    /// sRGB of the 256 colours, from the cube and the greys; the sixteen below are the terminal's own.
    fn rgb(colour: Color) -> Option<[f64; 3]> {
        let Color::Indexed(n @ 16..) = colour else { return None };
        let level = |n: u8| if n == 0 { 0.0 } else { f64::from(55 + 40 * u32::from(n)) };
        Some(if n >= 232 {
            [f64::from(8 + 10 * u32::from(n - 232)); 3]
        } else {
            let n = n - 16;
            [level(n / 36), level(n / 6 % 6), level(n % 6)]
        })
    }

    fn linear(rgb: [f64; 3]) -> [f64; 3] {
        rgb.map(|c| {
            let c = c / 255.0;
            if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        })
    }

    /// WCAG 2.1, 1.4.3.
    fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
        let light = |rgb| {
            let [r, g, b] = linear(rgb);
            0.2126 * r + 0.7152 * g + 0.0722 * b
        };
        let (a, b) = (light(one), light(other));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    fn colours_of(name: &str) -> Vec<(Role, [f64; 3])> {
        let (_, _, text) = BUILT_IN.iter().find(|(own, ..)| *own == name).unwrap();
        let patch: Patch = parse(text).unwrap();
        let theme = built_in_theme(text);
        patch.roles.keys().filter_map(|role| Some((*role, rgb(theme.style(*role).fg?)?))).collect()
    }

    #[test]
    fn colours_stand_out_from_the_ground_they_are_made_for() {
        let (white, black, grey) = ([255.0; 3], [0.0; 3], [40.0; 3]);
        for (name, grounds, least) in [
            ("light", vec![white], 4.5),
            ("dark", vec![black, grey], 4.5),
            ("colour-blind", vec![white, black], 3.0),
        ] {
            let colours = colours_of(name);
            assert!(colours.len() >= 5, "{name}");
            for (role, rgb) in colours {
                for ground in &grounds {
                    let found = contrast(rgb, *ground);
                    assert!(found >= least, "{name}: {role:?} on {ground:?}: {found:.1}");
                }
            }
        }
        assert_eq!(colours_of("high-contrast"), []);
    }

    /// What those see who lack the red or the green cones (Machado, Oliveira, Fernandes 2009, severity 1).
    const RED_BLIND: [[f64; 3]; 3] = [
        [0.152_286, 1.052_583, -0.204_868],
        [0.114_503, 0.786_281, 0.099_216],
        [-0.003_882, -0.048_116, 1.051_998],
    ];
    const GREEN_BLIND: [[f64; 3]; 3] = [
        [0.367_322, 0.860_646, -0.227_968],
        [0.280_085, 0.672_501, 0.047_413],
        [-0.011_820, 0.042_940, 0.968_881],
    ];

    #[test]
    fn good_bad_and_warnings_are_told_apart_without_red_or_green() {
        let colours = colours_of("colour-blind");
        let of = |role: Role| colours.iter().find(|(own, _)| *own == role).unwrap().1;
        let far = |one: Role, other: Role, matrix: &[[f64; 3]; 3]| {
            let seen = |role| {
                let rgb = linear(of(role));
                matrix.map(|row| {
                    (row[0] * rgb[0] + row[1] * rgb[1] + row[2] * rgb[2]).clamp(0.0, 1.0).powf(1.0 / 2.2)
                })
            };
            let (a, b) = (seen(one), seen(other));
            (0..3).map(|i| (a[i] - b[i]).powi(2)).sum::<f64>().sqrt()
        };
        for matrix in [&RED_BLIND, &GREEN_BLIND] {
            assert!(far(Role::Good, Role::Bad, matrix) > 0.5, "{}", far(Role::Good, Role::Bad, matrix));
            assert!(far(Role::Good, Role::Warn, matrix) > 0.5, "{}", far(Role::Good, Role::Warn, matrix));
        }
    }
}
