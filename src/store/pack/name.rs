//! Names of files in a pack: relative paths that mean the same on every system, and nothing else anywhere.

use crate::text::is_hidden;

/// Devices of Windows, with any ending.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];

/// A relative path of ordinary names, divided by `/`. Hidden ones are left where they are: `.git`, say.
pub fn is_plain(name: &str) -> bool {
    name.len() <= 1024 && !name.is_empty() && name.split('/').all(is_plain_part)
}

fn is_plain_part(part: &str) -> bool {
    let is_foreign = |c: char| matches!(c, '\\' | ':' | '<' | '>' | '"' | '|' | '?' | '*') || is_hidden(c);
    let stem = part.split('.').next().unwrap_or_default().trim_end().to_lowercase();
    let is_port = |stem: &str| {
        let number = stem.strip_prefix("com").or_else(|| stem.strip_prefix("lpt"));
        number.is_some_and(|n| {
            matches!(n, "¹" | "²" | "³") || (n.len() == 1 && n != "0" && n.parse::<u8>().is_ok())
        })
    };
    !part.is_empty()
        && part.len() <= 255
        && !part.starts_with('.')
        && !part.ends_with(['.', ' '])
        && !part.chars().any(is_foreign)
        && !DEVICES.contains(&stem.as_str())
        && !is_port(&stem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_relative_paths_are_names() {
        for good in ["a.jpg", "照片/东区 1 号.jpg", "a/b/c", "console.log", "com.txt", "com10.txt", "a..b"]
        {
            assert!(is_plain(good), "{good}");
        }
        for bad in [
            "",
            "/etc/passwd",
            "../a",
            "a/../b",
            "a/..",
            "./a",
            ".",
            "a//b",
            "a/",
            "C:/a",
            "C:a",
            "\\\\host\\a",
            "a\\b",
            "a:stream",
            "CON",
            "nul.txt",
            "Aux .txt",
            "COM1",
            "lpt9.log",
            "com¹",
            "a.",
            "a ",
            "a/b. ",
            ".git/hooks/x",
            "a\u{1b}b",
            "a\nb",
            "a\u{202e}b",
            "a\0b",
            "what?",
            "~/../x",
            "%2e%2e/../a",
        ] {
            assert!(!is_plain(bad), "{bad:?}");
        }
        assert!(!is_plain(&"长".repeat(100)), "no system takes 300 bytes");
    }
}
