//! The width ruler: signs whose width terminals and fonts disagree about, before a bar. Only eyes can tell
//! whether the bars stand below each other; what we count with is in `text::width`.

use super::super::out::{Line, Out, Paint};
use super::super::trouble::Trouble;
use crate::text::{Lang, Phrase, pad, wrap};

/// Where the bars stand.
const BAR: usize = 28;

/// What is shown, and what is amiss when its bar does not stand in line.
const ROWS: [(Phrase, &str, Phrase); 6] = [
    (
        Phrase::new("拉丁字母", "Latin"),
        "abcdefgh 01234567",
        Phrase::new("字体不等宽：换等宽字体", "the font is not monospaced: choose one that is"),
    ),
    (
        Phrase::new("汉字", "Chinese"),
        "工业互联网平台",
        Phrase::new(
            "汉字不是两格：换含中文的等宽字体，如更纱黑体、思源等宽、Noto Sans Mono CJK SC",
            "Chinese does not take two cells: choose a monospaced font with Chinese, as Sarasa Mono SC or Noto Sans Mono CJK SC",
        ),
    ),
    (Phrase::new("全角标点", "full-width marks"), "，。；：《》（）", Phrase::new("同上", "as above")),
    (
        Phrase::new("宽窄不定的", "ambiguous"),
        "· – — … “ ” ‘ ’ × ● → ▲ ▼",
        Phrase::new(
            "终端把它们当两格：在终端设置里把“宽度不明确的字符”改为窄（1 格），改不了就在设置里写 ambiguous: \"wide\"",
            "the terminal gives them two cells: set ambiguous-width characters to narrow there, or write ambiguous: \"wide\" in the config",
        ),
    ),
    (
        Phrase::new("线条和色块", "lines and blocks"),
        "─│┌┐└┘├┤ ▌▐█░▒▓ ▁▃▅▇ ▶▸",
        Phrase::new(
            "同上；线条断开或缺字就在设置里写 borders: \"ascii\"",
            "as above; where lines break or are missing, write borders: \"ascii\" in the config",
        ),
    ),
    (
        Phrase::new("表情", "emoji"),
        "😀 👍 🇨🇳 ✓ ✗",
        Phrase::new(
            "只影响标题里写了表情的地方；换 Windows Terminal、WezTerm、kitty 等较新的终端",
            "only where somebody wrote emoji in a title; a newer terminal such as Windows Terminal, WezTerm or kitty does it",
        ),
    ),
];

pub fn print(lang: Lang, out: &mut Out) -> Result<(), Trouble> {
    const HEAD: Phrase = Phrase::new(
        "字宽：下面的竖线应当上下对齐；没对齐的那一行，看它下面的箭头",
        "widths: the bars below should stand in one line; where one does not, read behind the arrow below it",
    );
    const NAME: usize = 18;
    out.line("")?;
    out.line(Line::new().painted(Paint::Strong, HEAD.say(lang)))?;
    for (name, signs, next) in ROWS {
        let line = Line::new().painted(Paint::Faint, format!("  {}", pad(name.say(lang), NAME)));
        out.line(line.add(format!("{}|", pad(signs, BAR))))?;
        let room = out.width().saturating_sub(NAME + 4).max(20);
        for (i, text) in wrap(next.say(lang), room).iter().enumerate() {
            let arrow = if i == 0 { "→" } else { " " };
            let line = Line::new().add(" ".repeat(NAME + 2));
            out.line(line.painted(Paint::Faint, format!("{arrow} {text}")))?;
        }
    }
    Ok(())
}
