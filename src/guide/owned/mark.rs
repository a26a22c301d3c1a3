//! What a line begins with: a clause number, an item, a note, an example, a caption, the number of a standard. Every
//! question is put to the plain form of a line (half-width, single spaces); an answer says how many characters
//! of the line the mark takes.

/// A clause number and what follows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Numbered<'a> {
    /// Of an annex's clauses.
    pub annex: Option<char>,
    pub path: Vec<u32>,
    /// Characters other than white space of the number.
    pub len: usize,
    pub rest: &'a str,
}

/// `5.2 title`, `5.2title`, `5.2`, `A.1 title`.
pub fn numbered(plain: &str) -> Option<Numbered<'_>> {
    let mut chars = plain.chars().peekable();
    let (mut annex, mut len) = (None, 0);
    if let Some(letter) = chars.peek().copied().filter(char::is_ascii_uppercase) {
        chars.next();
        if chars.next() != Some('.') {
            return None;
        }
        (annex, len) = (Some(letter), 2);
    }
    let mut path = vec![];
    let mut digits = String::new();
    while let Some(c) = chars.peek().copied() {
        match c {
            '0'..='9' if digits.len() < 3 => digits.push(c),
            // A stop that no digit follows ends the number: `4.` of some texts.
            '.' if !digits.is_empty() => path.push(take(&mut digits)?),
            _ => break,
        }
        chars.next();
        len += 1;
    }
    if !digits.is_empty() {
        path.push(take(&mut digits)?);
    }
    let behind: String = chars.clone().collect();
    let rest = plain.get(plain.len() - behind.len()..)?;
    let fits = match rest.chars().next() {
        None | Some(' ') => true,
        Some(c) => crate::text::is_han(c) || matches!(c, '《' | '“'),
    };
    let is_number = !path.is_empty() && path.len() <= 6 && path.iter().all(|n| *n > 0);
    (is_number && fits).then(|| Numbered { annex, path, len, rest: rest.trim_start() })
}

/// No clause has a number with a leading zero.
fn take(digits: &mut String) -> Option<u32> {
    let digits = std::mem::take(digits);
    if digits.starts_with('0') { None } else { digits.parse().ok() }
}

/// What stands behind a number that only counts or measures.
pub fn counts(rest: &str) -> bool {
    const UNITS: [&str; 44] = [
        "个", "台", "年", "月", "日", "种", "类", "项", "次", "条", "级", "套", "名", "家", "米", "秒", "分",
        "小时", "天", "周", "倍", "至", "和", "或", "以", "、", "~", "%", "℃", "mm", "cm", "km", "kW", "kV",
        "ms", "m ", "MB", "GB", "V ", "A ", "点", "位", "人", "章",
    ];
    UNITS.iter().any(|unit| rest.starts_with(unit))
        // 个性化, 分析, 类别, 人员, 条件, 项目, 次序, 位置, 点表 and their like do begin titles.
        && !["个性", "月度", "月底", "月末", "月初", "月报", "年底", "年初", "次日", "分析", "分类", "分级", "类别", "人员", "人机", "条件", "项目", "级别", "位置", "点表", "点位", "日常", "日志", "年度", "周期", "以太", "和谐"]
            .iter()
            .any(|word| rest.starts_with(word))
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    Letter(char),
    Number(u32),
    Dash,
}

/// `a)`, `1)`, `———`: the kind and how many characters other than white space it takes.
pub fn item(plain: &str) -> Option<(Item, usize)> {
    let mut chars = plain.chars().filter(|c| *c != ' ');
    let first = chars.next()?;
    if is_dash(first) {
        let more = chars.take_while(|c| is_dash(*c)).count();
        // A minus sign and a date are none.
        let is_long = matches!(first, '—' | '─' | '―' | '━') || more > 0;
        return is_long.then_some((Item::Dash, more + 1));
    }
    if first.is_ascii_lowercase() {
        return (chars.next() == Some(')')).then_some((Item::Letter(first), 2));
    }
    let mut digits: String = first.is_ascii_digit().then(|| first.to_string())?;
    for c in chars {
        match c {
            '0'..='9' if digits.len() < 2 => digits.push(c),
            ')' => return Some((Item::Number(digits.parse().ok()?), digits.len() + 1)),
            _ => return None,
        }
    }
    None
}

pub fn is_dash(c: char) -> bool {
    matches!(c, '—' | '─' | '―' | '–' | '━' | '-')
}

/// `注:`, `注1:`, `示例:`, `示例2:`; true for an example.
pub fn note(tight: &str) -> Option<(bool, usize)> {
    let (is_example, rest, word) = match (tight.strip_prefix('注'), tight.strip_prefix("示例")) {
        (Some(rest), _) => (false, rest, 1),
        (_, Some(rest)) => (true, rest, 2),
        _ => return None,
    };
    let digits = rest.chars().take_while(char::is_ascii_digit).count();
    let behind = rest.chars().nth(digits);
    (digits <= 2 && behind == Some(':')).then_some((is_example, word + digits + 1))
}

/// `图1 …`, `表 A.2 …`: how long the mark is, and whether it is a table's.
pub fn caption(tight: &str) -> Option<(bool, usize)> {
    let is_table = tight.starts_with('表');
    let rest = tight.strip_prefix(['图', '表'])?;
    let chars: Vec<char> = rest.chars().collect();
    let annex = match chars.as_slice() {
        [letter, '.', ..] if letter.is_ascii_uppercase() => 2,
        _ => 0,
    };
    let digits = chars.iter().skip(annex).take_while(|c| c.is_ascii_digit()).count();
    let title: String = chars.iter().skip(annex + digits).collect();
    let speaks = [
        "所示", "给出", "规定", "列出", "中", "为", "是", "的", "和", "与", "、", ",", "说明", "描述",
        "展示", "表示",
    ];
    let is_caption = (1..=2).contains(&digits)
        && title.chars().count() <= 40
        && !title.ends_with(['。', ',', ';', ':', '、'])
        && !title.contains('。')
        && !speaks.iter().any(|word| title.starts_with(word));
    is_caption.then_some((is_table, 1 + annex + digits))
}

/// `附录A`, with what stands behind the letter.
pub fn annex(tight: &str) -> Option<(char, &str)> {
    let rest = tight.strip_prefix("附录")?;
    let letter = rest.chars().next().filter(char::is_ascii_uppercase)?;
    let rest = rest.strip_prefix(letter)?;
    let is_heading =
        rest.chars().count() <= 40 && !rest.contains(['。', ',', ';']) && !rest.ends_with([':', '、']);
    let speaks = ["给出", "中", "规定", "的", "和", "与", "所", "提供", "列出", ".", "为", "是"];
    (is_heading && !speaks.iter().any(|word| rest.starts_with(word))).then_some((letter, rest))
}

/// `(规范性)`, `(资料性附录)`.
pub fn annex_kind(tight: &str) -> bool {
    let inner = tight.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    inner.is_some_and(|inner| {
        ["规范性", "资料性"].iter().any(|kind| inner.starts_with(kind)) && inner.chars().count() <= 6
    })
}

/// The number of a standard, and its year where it is dated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standard {
    /// `GB/T 23031.1`, in the usual spacing.
    pub number: String,
    pub year: Option<String>,
}

/// The number at the start of a tight text, and what is left behind it.
pub fn standard(tight: &str) -> Option<(Standard, &str)> {
    let letters: String = tight.chars().take_while(char::is_ascii_uppercase).collect();
    let mut rest = tight.strip_prefix(letters.as_str())?;
    let mut prefix = letters;
    if !(2..=4).contains(&prefix.len()) {
        return None;
    }
    if let Some(kind) = ["/T", "/Z", "/XM"].iter().find(|kind| rest.starts_with(**kind)) {
        prefix.push_str(kind);
        rest = rest.strip_prefix(kind)?;
    }
    // Many trades number their standards; but a word in capitals before digits is not one.
    let is_known = prefix.starts_with("GB") || prefix.contains('/') || prefix == "ISO" || prefix == "IEC";
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    rest = rest.strip_prefix(digits.as_str())?;
    let mut number = format!("{prefix} {digits}");
    if let Some(behind) = rest.strip_prefix('.') {
        let part: String = behind.chars().take_while(char::is_ascii_digit).collect();
        if !part.is_empty() {
            number = format!("{number}.{part}");
            rest = behind.strip_prefix(part.as_str())?;
        }
    }
    let after_dash = rest.trim_start_matches(is_dash);
    let year: String = after_dash.chars().take_while(char::is_ascii_digit).collect();
    let year = (after_dash.len() < rest.len() && year.len() == 4).then_some(year);
    if let Some(year) = &year {
        rest = after_dash.strip_prefix(year.as_str())?;
    }
    (is_known && !digits.is_empty()).then_some((Standard { number, year }, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clause_number_is_followed_by_words_or_nothing() {
        let path = |text| numbered(text).map(|n| (n.annex, n.path, n.rest.to_owned()));
        assert_eq!(path("5.2 设备"), Some((None, vec![5, 2], "设备".into())));
        assert_eq!(path("4概述"), Some((None, vec![4], "概述".into())));
        assert_eq!(path("A.1.2 表"), Some((Some('A'), vec![1, 2], "表".into())));
        assert_eq!(path("5.2.1"), Some((None, vec![5, 2, 1], String::new())));
        for none in ["5.2mm", "2022-10-12", "0.5 级", "5%", "A 类", "1)", "05 章", "GB/T 1", ""] {
            assert_eq!(path(none), None, "{none}");
        }
        assert!(counts("个部分") && counts("年以来") && !counts("范围") && !counts("分析方法"));
    }

    #[test]
    fn items_have_letters_numbers_or_dashes() {
        assert_eq!(item("a) 甲"), Some((Item::Letter('a'), 2)));
        assert_eq!(item("12 ) 乙"), Some((Item::Number(12), 3)));
        assert_eq!(item("———丙"), Some((Item::Dash, 3)));
        assert_eq!(item("--丙"), Some((Item::Dash, 2)));
        for none in ["-5 度", "ab)", "(a)", "2006—", "x"] {
            assert_eq!(item(none), None, "{none}");
        }
    }

    #[test]
    fn notes_examples_and_captions_are_told_from_sentences_about_them() {
        assert_eq!(note("注:甲"), Some((false, 2)));
        assert_eq!(note("注2:甲"), Some((false, 3)));
        assert_eq!(note("示例1:乙"), Some((true, 4)));
        assert_eq!(note("注日期的引用文件"), None);
        assert_eq!(caption("图1流程"), Some((false, 2)));
        assert_eq!(caption("表A.2打分表(续)"), Some((true, 4)));
        assert_eq!(caption("图1所示。"), None);
        assert_eq!(caption("表2给出了各项的"), None);
        assert_eq!(annex("附录A(资料性)样表"), Some(('A', "(资料性)样表")));
        assert_eq!(annex("附录A给出了样表"), None);
        assert!(annex_kind("(资料性)") && annex_kind("(规范性附录)") && !annex_kind("(甲)"));
    }

    #[test]
    fn a_standard_is_known_however_it_is_spaced() {
        let of = |text| standard(text).map(|(s, rest)| (s.number, s.year, rest.to_owned()));
        let dated = |number: &str, year: &str, rest: &str| {
            Some((number.to_owned(), Some(year.to_owned()), rest.to_owned()))
        };
        assert_eq!(of("GB/T20269—2006信息"), dated("GB/T 20269", "2006", "信息"));
        assert_eq!(of("GB/T23031.1-2022"), dated("GB/T 23031.1", "2022", ""));
        assert_eq!(of("GB17859———1999"), dated("GB 17859", "1999", ""));
        assert_eq!(of("GB/T23031《平台》"), Some(("GB/T 23031".into(), None, "《平台》".into())));
        assert_eq!(of("OPC10"), None);
        assert_eq!(of("标准"), None);
    }
}
