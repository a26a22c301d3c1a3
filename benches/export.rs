//! Generated exports of a historian: 22 columns with Chinese heads, a row a second, one cell in a hundred empty. The
//! same bytes for every run, and made once: the file stays in the target folder.

use fastrand::Rng;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// How an export is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A row a second.
    Wide,
    /// The same with every cell in quotes.
    Quoted,
    Gb18030,
    /// A row a value: tag, time, value, quality.
    Long,
}

/// Rows of the export of 200 MB.
pub const ROWS: u64 = 1_267_000;

const HEADS: [&str; 22] = [
    "时间",
    "主轴转速(r/min)",
    "主轴电流(A)",
    "进给速度(mm/min)",
    "磨削液温度(℃)",
    "磨削液压力(MPa)",
    "前轴承温度(℃)",
    "后轴承温度(℃)",
    "环境温度(℃)",
    "电机功率(kW)",
    "砂轮直径(mm)",
    "尾座压力(MPa)",
    "气源压力(MPa)",
    "加工件数",
    "报警代码",
    "累计电量(kWh)",
    "磨削流量(L/h)",
    "振动速度(mm/s)",
    "X轴位置(mm)",
    "Z轴位置(mm)",
    "设备状态",
    "班次",
];

/// The path of an export of so many rows in a folder, which is made if it is not there.
pub fn export(folder: &Path, form: Form, rows: u64) -> PathBuf {
    let name = format!("export-{form:?}-{rows}.csv").to_lowercase();
    let path = folder.join(name);
    if !path.exists() {
        let fresh = path.with_extension("part");
        write(&fresh, form, rows).expect("the folder takes a file");
        fs::rename(&fresh, &path).expect("in one folder");
    }
    path
}

fn write(path: &Path, form: Form, rows: u64) -> io::Result<()> {
    let mut out = BufWriter::with_capacity(1 << 20, File::create(path)?);
    let mut plant = Plant::new();
    let encoded = |text: &str| match form {
        Form::Gb18030 => encoding_rs::GB18030.encode(text).0.into_owned(),
        _ => text.as_bytes().to_vec(),
    };
    let quoted = |cell: &str| if form == Form::Quoted { format!("\"{cell}\"") } else { cell.to_owned() };
    if form == Form::Long {
        out.write_all("点位,时间,值,质量\n".as_bytes())?;
    } else {
        let heads: Vec<String> = HEADS.iter().map(|head| quoted(head)).collect();
        out.write_all(&encoded(&(heads.join(",") + "\n")))?;
    }
    for row in 0..rows {
        let cells = plant.row(row);
        if form == Form::Long {
            let (time, values) = cells.split_first().expect("a time");
            for (tag, value) in HEADS.iter().skip(1).zip(values) {
                writeln!(out, "{tag},{time},{value},192")?;
            }
        } else {
            let cells: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
            out.write_all(&encoded(&(cells.join(",") + "\n")))?;
        }
    }
    out.flush()
}

/// The machine that is recorded.
struct Plant {
    random: Rng,
    heat: [f64; 4],
    energy: f64,
    pieces: u32,
}

impl Plant {
    fn new() -> Plant {
        Plant { random: Rng::with_seed(4), heat: [24.0, 46.0, 51.0, 22.0], energy: 10_523.0, pieces: 0 }
    }

    fn row(&mut self, row: u64) -> Vec<String> {
        let random = &mut self.random;
        let (day, second) = (row / 86_400, row % 86_400);
        let mut near = |middle: f64, spread: f64| middle + (random.f64() + random.f64() - 1.0) * spread;
        for heat in &mut self.heat {
            *heat = near(*heat, 0.05).clamp(15.0, 90.0);
        }
        self.energy += near(0.004, 0.003);
        self.pieces += u32::from(row.is_multiple_of(41));
        let [coolant, front, back, room] = self.heat;
        let mut cells = vec![
            String::new(),
            format!("{:.0}", near(2950.0, 60.0)),
            format!("{:.2}", near(18.5, 6.0)),
            format!("{:.1}", near(320.0, 90.0)),
            format!("{coolant:.1}"),
            format!("{:.3}", near(0.42, 0.05)),
            format!("{front:.2}"),
            format!("{back:.2}"),
            format!("{room:.1}"),
            format!("{:.2}", near(7.2, 2.5)),
            format!("{:.3}", 399.0 - f64::from(self.pieces % 2000) * 0.004),
            format!("{:.3}", near(1.6, 0.1)),
            format!("{:.3}", near(0.61, 0.03)),
            format!("{}", self.pieces),
            format!("{}", if row % 977 < 30 { 1017 } else { 0 }),
            format!("{:.3}", self.energy),
            format!("{:.4}", near(5200.0, 900.0)),
            format!("{:.6}", near(2.4, 1.2)),
            format!("{:.4}", near(310.0, 300.0)),
            format!("{:.5}", near(95.0, 94.0)),
        ];
        cells.push((if row % 977 < 30 { "停机" } else { "运行" }).to_owned());
        cells.push(
            ["早班", "中班", "晚班"]
                .get(usize::try_from(second / 28_800).unwrap_or(0))
                .map_or("", |w| w)
                .to_owned(),
        );
        for cell in cells.iter_mut().skip(1) {
            if self.random.u8(..100) == 0 {
                cell.clear();
            }
        }
        let (month, day) = (day / 28 + 1, day % 28 + 1);
        cells[0] = format!(
            "2026-{month:02}-{day:02} {:02}:{:02}:{:02}",
            second / 3600,
            second / 60 % 60,
            second % 60
        );
        cells
    }
}
