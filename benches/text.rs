//! Target T5: wrapping Chinese beside ratatui's `Paragraph`, a long text scrolled through the cache beside
//! `Paragraph::scroll`, and the price of making text safe. Ratios within one run are what counts.

use divan::{Bencher, black_box};
use ratatui::{
    buffer::{Buffer, Cell},
    layout::Rect,
    style::Style,
    text::Text,
    widgets::{Paragraph, Widget, Wrap},
};
use wubu::text::{Mask, Needle, Wrapped, graphemes, mask, show, width, wrap};

const CELLS: u16 = 62;
const ROWS: u16 = 56;

fn main() {
    divan::main();
}

/// About `chars` characters of one paragraph, with a few Latin words.
fn paragraph(chars: usize) -> String {
    let sentence = "企业应建立、实施并保持能源管理体系（EnMS），对主要用能设备进行在线监测；\
        依据《工业互联网平台 应用实施指南》确定“两化融合”目标——提质、降本、增效，\
        并通过 MES 与 ERP 的数据贯通，形成持续改进的闭环。";
    sentence.chars().cycle().take(chars).collect()
}

/// 340 kB in paragraphs of 400 characters: some 3,600 lines of 62 cells.
fn long_text() -> String {
    let mut text = String::new();
    while text.len() < 340_000 {
        text.push_str(&paragraph(400));
        text.push('\n');
    }
    text
}

/// As the screen draws lines that were wrapped: every grapheme is known to fit, so no line is measured again.
fn draw(lines: &[String], buffer: &mut Buffer) {
    for (line, row) in lines.iter().zip(buffer.content.chunks_mut(usize::from(CELLS))) {
        let mut cells = row.iter_mut();
        for grapheme in graphemes(line) {
            let wide = width(grapheme);
            if let Some(cell) = cells.next().filter(|_| wide > 0) {
                cell.set_symbol(grapheme);
                cells.by_ref().take(wide - 1).for_each(Cell::reset);
            }
        }
    }
}

fn draw_by_set_stringn(lines: &[String], buffer: &mut Buffer) {
    for (y, line) in (0..).zip(lines) {
        buffer.set_stringn(0, y, line, usize::from(CELLS), Style::new());
    }
}

#[divan::bench(sample_count = 300)]
fn t5_paragraph_2000_wrap_only(bencher: Bencher) {
    let text = paragraph(2000);
    bencher.bench_local(|| wrap(black_box(&text), usize::from(CELLS)));
}

#[divan::bench(sample_count = 300)]
fn t5_paragraph_2000_wrap_then_draw(bencher: Bencher) {
    let text = paragraph(2000);
    let mut buffer = Buffer::empty(Rect::new(0, 0, CELLS, 80));
    bencher.bench_local(|| draw(&wrap(black_box(&text), usize::from(CELLS)), &mut buffer));
}

#[divan::bench(sample_count = 300)]
fn t5_paragraph_2000_ratatui(bencher: Bencher) {
    let text = paragraph(2000);
    let area = Rect::new(0, 0, CELLS, 80);
    let mut buffer = Buffer::empty(area);
    bencher.bench_local(|| {
        let paragraph = Paragraph::new(black_box(text.as_str())).wrap(Wrap { trim: false });
        paragraph.render(area, &mut buffer);
    });
}

#[divan::bench(sample_count = 300)]
fn t5_scrolled_340k_cached(bencher: Bencher) {
    let wrapped = Wrapped::new(&long_text(), usize::from(CELLS));
    let mut buffer = Buffer::empty(Rect::new(0, 0, CELLS, ROWS));
    bencher.bench_local(|| draw(black_box(&wrapped).window(3000, usize::from(ROWS)), &mut buffer));
}

#[divan::bench(sample_count = 300)]
fn t5_scrolled_340k_cached_set_stringn(bencher: Bencher) {
    let wrapped = Wrapped::new(&long_text(), usize::from(CELLS));
    let mut buffer = Buffer::empty(Rect::new(0, 0, CELLS, ROWS));
    bencher.bench_local(|| {
        draw_by_set_stringn(black_box(&wrapped).window(3000, usize::from(ROWS)), &mut buffer);
    });
}

#[divan::bench(sample_count = 100)]
fn t5_scrolled_340k_ratatui(bencher: Bencher) {
    let text = long_text();
    let area = Rect::new(0, 0, CELLS, ROWS);
    let mut buffer = Buffer::empty(area);
    let paragraph = Paragraph::new(Text::raw(text.as_str())).wrap(Wrap { trim: false }).scroll((3000, 0));
    bencher.bench_local(|| black_box(&paragraph).render(area, &mut buffer));
}

#[divan::bench(sample_count = 100)]
fn t5_340k_wrapped_once(bencher: Bencher) {
    let text = long_text();
    bencher.bench_local(|| Wrapped::new(black_box(&text), usize::from(CELLS)));
}

#[divan::bench(sample_count = 300)]
fn show_2000_plain(bencher: Bencher) {
    let text = paragraph(2000);
    bencher.bench_local(|| show(black_box(&text)).len());
}

#[divan::bench(sample_count = 300)]
fn width_2000_plain(bencher: Bencher) {
    let text = paragraph(2000);
    bencher.bench_local(|| width(black_box(&text)));
}

fn titles() -> Vec<String> {
    (0..10_000).map(|n| paragraph(21 + n % 97).chars().skip(n % 97).collect()).collect()
}

#[divan::bench(sample_count = 50)]
fn find_in_10k_titles(bencher: Bencher) {
    let titles = titles();
    bencher.bench_local(|| {
        let needle = Needle::new(black_box("能源"));
        titles.iter().filter(|title| needle.score(title).is_some()).count()
    });
}

#[divan::bench(sample_count = 50)]
fn find_in_10k_titles_by_mask(bencher: Bencher) {
    let titles: Vec<(Mask, String)> = titles().into_iter().map(|title| (mask(&title), title)).collect();
    bencher.bench_local(|| {
        let needle = Needle::new(black_box("能源"));
        titles.iter().filter(|(mask, title)| needle.may_be_in(*mask) && needle.score(title).is_some()).count()
    });
}
