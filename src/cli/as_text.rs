//! How a file of text is to be read: the options `--encoding` and `--delimiter`, of all commands that have them.

use super::trouble::Trouble;
use super::{Here, text};
use crate::sheet::{Encoding, TextChoice, is_delimiter};
use crate::text::{Lang, Phrase};
use clap::ArgMatches;

pub fn of(matches: &ArgMatches, here: &Here) -> Result<TextChoice, Trouble> {
    let encoding = text(matches, "encoding").map(|name| {
        Encoding::named(name).ok_or_else(|| {
            const NEXT: Phrase = Phrase::new(
                "可用 utf-8、gb18030、utf-16le、big5、shift_jis、windows-1252 等",
                "try utf-8, gb18030, utf-16le, big5, shift_jis or windows-1252",
            );
            let say = match here.lang {
                Lang::Zh => format!("没有编码 {name}"),
                Lang::En => format!("there is no encoding {name}"),
            };
            Trouble::usage(say, here.say(NEXT))
        })
    });
    let delimiter = text(matches, "delimiter").map(|sign| {
        let byte = match sign.as_bytes() {
            [one] => Some(*one),
            _ if matches!(sign, "tab" | "\\t") => Some(b'\t'),
            _ => None,
        };
        byte.filter(|byte| is_delimiter(*byte)).ok_or_else(|| {
            const NEXT: Phrase =
                Phrase::new("写一个符号，如 , ; | 或 tab", "give one sign, as in , ; | or the word tab");
            let say = match here.lang {
                Lang::Zh => format!("{sign} 不能作分隔符"),
                Lang::En => format!("{sign} cannot divide cells"),
            };
            Trouble::usage(say, here.say(NEXT))
        })
    });
    Ok(TextChoice { encoding: encoding.transpose()?, delimiter: delimiter.transpose()? })
}
