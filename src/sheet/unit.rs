//! Units as they stand in table heads of industrial exports: enough to tell a unit from a word, not to convert.

use super::normal::normal;

/// Lower case, half width. SI and the units accepted beside it (GB/T 3100-1993, GB/T 3102), and what is written on site.
const UNITS: &str = "°c degc c k °f % %rh ppm ppb pa kpa mpa hpa bar mbar psi kgf/cm2 mmh2o mmhg \
    a ma ka v mv kv w kw mw va kva mva var kvar mvar ω ohm kω mω hz khz mhz wh kwh mwh j kj mj gj \
    m mm cm km um μm nm m2 m3 nm3 mm2 cm2 l ml t kg g mg s ms us μs min h d \
    m/s mm/s m/s2 g/cm3 kg/m3 kg/h t/h t/d m3/h m3/min m3/s nm3/h nm3/min l/h l/min l/s ml/min kg/s \
    rpm r/min rad/s rad ° deg n kn nm n·m knm kn·m db db(a) lux lx cd ph μs/cm us/cm ms/cm ntu mg/l mg/m3 g/l \
    kwh/t kgce tce kgce/t 件 个 台 次 只 吨 米 秒 分 分钟 小时 天 元 万元 度 ℃";

/// Whether a cell names a unit, by itself or in brackets.
pub fn is_unit(cell: &str) -> bool {
    let cell = cell.trim().trim_matches(['(', ')', '（', '）', '[', ']', '【', '】']);
    let cell = normal(cell).replace('⋅', "·").replace('^', "");
    !cell.is_empty() && UNITS.split_whitespace().any(|unit| unit == cell)
}

/// Whether a row below the head names the units of the columns: all filled cells are units or dashes, and at least
/// two of them (or the only one) are units; the first may say `单位`.
pub(super) fn is_units_row<'a>(cells: impl Iterator<Item = &'a str>) -> bool {
    let (mut units, mut others) = (0, 0);
    for (column, cell) in cells.enumerate() {
        let cell = cell.trim();
        let is_label = column == 0 && matches!(normal(cell).as_str(), "单位" | "unit" | "units");
        match cell {
            "" | "-" | "/" | "—" | "--" | "无" => {}
            _ if is_label => {}
            cell if is_unit(cell) => units += 1,
            _ => others += 1,
        }
    }
    others == 0 && units > 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_known_in_the_spellings_of_the_field() {
        for unit in [
            "℃", "°C", "kPa", "MPA", "m³/h", "Nm3/h", "m/s²", "r/min", "（A）", "[V]", "%", "µs", "N·m", "件",
        ] {
            assert!(is_unit(unit), "{unit}");
        }
        for word in ["", "温度", "类型", "O", "IP", "12", "1号"] {
            assert!(!is_unit(word), "{word}");
        }
    }

    #[test]
    fn a_row_of_units_holds_nothing_else() {
        for (row, is) in [
            (vec!["", "℃", "kPa"], true),
            (vec!["单位", "℃", "-"], true),
            (vec!["℃"], true),
            (vec!["2026-11-20", "℃"], false),
            (vec!["P-101", "A", "V"], false),
            (vec!["", "-"], false),
            (vec![""], false),
        ] {
            assert_eq!(is_units_row(row.iter().copied()), is, "{row:?}");
        }
    }
}
