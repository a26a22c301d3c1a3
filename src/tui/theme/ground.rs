//! What the terminal is painted on, as it tells when it is asked (xterm's OSC 11).

/// A theme is made for one of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ground {
    Light,
    Dark,
}

impl Ground {
    /// The answer without what stands around it: `11;rgb:ffff/ffff/ffff`, with one to four digits for each
    /// colour, maybe with a fourth for how much shines through.
    pub fn of_answer(body: &str) -> Option<Ground> {
        let colour = body.strip_prefix("11;")?;
        let parts = colour.strip_prefix("rgb:").or_else(|| colour.strip_prefix("rgba:"))?;
        let mut parts = parts.split('/').map(|part| {
            let most = 16_u32.checked_pow(u32::try_from(part.len()).ok()?)?.checked_sub(1)?;
            let is_number = (1..=4).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_hexdigit());
            let value = u32::from_str_radix(part, 16).ok().filter(|_| is_number)?;
            Some(f64::from(value) / f64::from(most))
        });
        let [red, green, blue] = [parts.next()??, parts.next()??, parts.next()??];
        // Luma of ITU-R BT.709.
        let luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
        Some(if luma > 0.5 { Ground::Light } else { Ground::Dark })
    }

    /// The name of the theme that is made for it.
    pub const fn theme(self) -> &'static str {
        match self {
            Ground::Light => "light",
            Ground::Dark => "dark",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ground_is_read_off_the_answer_of_the_terminal() {
        for (body, ground) in [
            ("11;rgb:ffff/ffff/ffff", Some(Ground::Light)),
            ("11;rgb:fdfd/f6f6/e3e3", Some(Ground::Light)),
            ("11;rgb:0000/2b2b/3636", Some(Ground::Dark)),
            ("11;rgb:00/00/00", Some(Ground::Dark)),
            ("11;rgb:f/f/f", Some(Ground::Light)),
            ("11;rgba:ffff/ffff/ffff/8080", Some(Ground::Light)),
            ("11;rgb:0/0/ffff", Some(Ground::Dark)),
            ("10;rgb:ffff/ffff/ffff", None),
            ("11;rgb:ffff/ffff", None),
            ("11;rgb:fffff/0/0", None),
            ("11;rgb:+ff/0/0", None),
            ("11;rgb:/0/0", None),
            ("11;#ffffff", None),
            ("52;c;cm0gLXJm", None),
            ("", None),
        ] {
            assert_eq!(Ground::of_answer(body), ground, "{body}");
        }
    }
}
