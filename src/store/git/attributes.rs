//! Our line in `.gitattributes`, which tells git how workspace files are merged and compared. It is committed
//! with them; the other half, the drivers, every clone sets for itself.

/// Whatever else a file says, this is the line of ours.
pub(super) const LINE: &str = "*.wubu.ron text eol=lf merge=wubu diff=wubu";

/// The text with our line in it and every other line as it was; None when nothing is to be changed. An older
/// line of ours is replaced where it stands.
pub(super) fn with_our_line(text: &[u8]) -> Option<Vec<u8>> {
    let end: &[u8] = if text.windows(2).any(|two| two == b"\r\n") { b"\r\n" } else { b"\n" };
    let mut out = Vec::with_capacity(text.len() + LINE.len() + 2);
    let mut is_there = false;
    for whole in text.split_inclusive(|byte| *byte == b'\n') {
        if !is_ours(whole) {
            out.extend_from_slice(whole);
        } else if !std::mem::replace(&mut is_there, true) {
            out.extend_from_slice(LINE.as_bytes());
            out.extend_from_slice(if whole.ends_with(b"\r\n") { b"\r\n" } else { end });
        }
    }
    if !is_there {
        if !matches!(out.last(), None | Some(b'\n')) {
            out.extend_from_slice(end);
        }
        out.extend_from_slice(LINE.as_bytes());
        out.extend_from_slice(end);
    }
    (out != text).then_some(out)
}

fn is_ours(line: &[u8]) -> bool {
    let line = String::from_utf8_lossy(line);
    let mut words = line.split_ascii_whitespace();
    words.next() == Some("*.wubu.ron") && words.any(|word| matches!(word, "merge=wubu" | "diff=wubu"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Option<String> {
        with_our_line(text.as_bytes()).map(|out| String::from_utf8(out).unwrap())
    }

    #[test]
    fn our_line_comes_in_once_and_others_stay_as_they_are() {
        let ours = format!("{LINE}\n");
        assert_eq!(lines("").unwrap(), ours);
        assert_eq!(lines(&ours), None);
        assert_eq!(lines("*.png binary").unwrap(), format!("*.png binary\n{ours}"));
        let user = "# 图片\n*.png  binary\n\n*.wubu.ron -crlf\n";
        assert_eq!(lines(user).unwrap(), format!("{user}{ours}"));
        assert_eq!(lines(&format!("{user}{ours}")), None);
        assert_eq!(lines("a b\n*.wubu.ron\tmerge=wubu\nc d\n").unwrap(), format!("a b\n{ours}c d\n"));
        assert_eq!(lines(&format!("*.wubu.ron diff=wubu\n{ours}x y")).unwrap(), format!("{ours}x y"));
        assert_eq!(lines("a b\r\n").unwrap(), format!("a b\r\n{LINE}\r\n"));
        assert_eq!(lines(&format!("a b\r\n{LINE}\r\n")), None);
    }

    #[test]
    fn bytes_that_are_no_text_stay() {
        assert_eq!(with_our_line(b"caf\xe9 x\n").unwrap(), [b"caf\xe9 x\n", LINE.as_bytes(), b"\n"].concat());
    }
}
