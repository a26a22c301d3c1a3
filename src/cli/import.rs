//! `wubu import FILE REGISTER TABLE`: the lines of a CSV or XLSX into a register, as one step. What each header means
//! is shown; lines that cannot come in are written beside the table with their reasons.

mod report;

use super::as_text;
use super::fmt::kept_aside;
use super::out::{self, Out};
use super::register::{column_keys, register, register_arg};
use super::trouble::Trouble;
use super::{Exit, Here, file, file_arg, help, json_arg, shown, text, texts};
use crate::guide::Register;
use crate::sheet::{Choice, Layout, Loaded, SheetChoice};
use crate::store::{Access, Denied, NotWritten, Session, keep_refused, recall_mapping, remember_mapping};
use crate::table::{BadChoice, Choices, Incoming, Mapping, Options, Plan, find_layout, fingerprint, meant};
use crate::text::{Lang, Phrase};
use crate::workspace::{Edit, TableColumn, columns};
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use report::Report;
use std::path::{Path, PathBuf};

pub fn command(lang: Lang) -> Command {
    const ABOUT: Phrase = Phrase::new(
        "把 CSV 或 XLSX 表格导入台账：按关键列新增或更新，有问题的行另存并写明原因",
        "take a CSV or XLSX table into a register: new rows and changes by key; lines that cannot come in are kept apart with their reasons",
    );
    const USAGE: Phrase =
        Phrase::new("wubu import [选项] 文件 台账 表格", "wubu import [OPTIONS] FILE REGISTER TABLE");
    const EXAMPLES: Phrase = Phrase::new(
        "wubu import plant.wubu.ron tags 点表.xlsx --dry-run\n    只看会怎样：列的对应、新增和更新的行数、问题\nwubu import plant.wubu.ron tags points.csv --map '测点=tag_id' --map '备用='\n    指定列的对应；同样表头的表格下次自动沿用",
        "wubu import plant.wubu.ron tags points.xlsx --dry-run\n    only look: what each header means, what is new or changed, what is wrong\nwubu import plant.wubu.ron tags points.csv --map 'Point=tag_id' --map 'Spare='\n    say what headers mean; remembered for tables with the same head",
    );
    const TABLE: Phrase = Phrase::new("CSV 或 XLSX 文件", "a CSV or XLSX file");
    let option = help::option(lang);
    let flag = |name: &'static str, about: Phrase| {
        Arg::new(name).long(name).action(ArgAction::SetTrue).help(about.say(lang))
    };
    help::subcommand("import", lang, ABOUT, USAGE, EXAMPLES).args([
        file_arg(lang),
        register_arg(lang),
        Arg::new("table")
            .value_name(Phrase::new("表格", "TABLE").say(lang))
            .value_parser(value_parser!(PathBuf))
            .required(true)
            .help(TABLE.say(lang)),
        flag("dry-run", Phrase::new("只看会怎样，什么都不写", "only look; nothing is written")),
        option(
            "sheet",
            Phrase::new("名称", "NAME"),
            Phrase::new(
                "XLSX 的工作表；不写则取第一个有内容的",
                "the sheet of an XLSX; else the first that is not empty",
            ),
        ),
        option(
            "encoding",
            Phrase::new("编码", "NAME"),
            Phrase::new(
                "CSV 的编码，如 utf-8、gb18030；不写则自动识别",
                "of a CSV, as in utf-8 or gb18030; else found out",
            ),
        ),
        option(
            "delimiter",
            Phrase::new("符号", "SIGN"),
            Phrase::new(
                "CSV 的分隔符，制表符写 tab；不写则自动识别",
                "of a CSV, or the word tab; else found out",
            ),
        ),
        option(
            "map",
            Phrase::new("列名=列", "HEADER=COLUMN"),
            Phrase::new(
                "表中列名对应台账的哪一列；等号后留空则不导入；可写多次",
                "which column a header means; nothing behind the sign leaves it out; may be repeated",
            ),
        )
        .action(ArgAction::Append),
        flag(
            "forget-mapping",
            Phrase::new(
                "不用以前记住的对应，按列名重新识别",
                "leave aside what was remembered of these headers, and forget it",
            ),
        ),
        option(
            "head",
            Phrase::new("行号", "LINE"),
            Phrase::new("表头在第几行；不写则自动找", "the line of the headers; else it is found"),
        )
        .value_parser(value_parser!(u64)),
        flag(
            "fill-merged",
            Phrase::new(
                "XLSX 纵向合并的单元格，每行都按合并的值读",
                "the value of a cell that is merged over several rows of an XLSX counts in each",
            ),
        ),
        flag(
            "hidden-columns",
            Phrase::new("XLSX 的隐藏列也读", "read the hidden columns of an XLSX as well"),
        ),
        flag(
            "clear",
            Phrase::new(
                "表中的空格也清空台账中已有的内容",
                "empty cells of the table empty those of the register",
            ),
        ),
        json_arg(lang),
    ])
}

pub fn run(matches: &ArgMatches, here: &Here, out: &mut Out) -> Result<Exit, Trouble> {
    let path = file(matches);
    let register = register(matches, here)?;
    let from = matches.get_one::<PathBuf>("table").cloned().unwrap_or_default();
    let is_dry = matches.get_flag("dry-run");
    let mut session = Session::open(&path)?.with_lineage(&here.folders);
    if session.access() != Access::Full && !is_dry {
        return Err(Trouble::denied(&path, Denied::ReadOnly(session.access())));
    }
    let loaded = crate::sheet::read(&from, &choice(matches, here)?)
        .map_err(|error| Trouble::Unfit { say: error.say(here.lang), next: error.next(here.lang).into() })?;
    let workspace = session.workspace().clone();
    let columns = columns(&workspace, &register.key);
    let layout = layout(matches, &loaded, &from, register, &columns, here)?;
    let mark = fingerprint(&register.key, &layout);
    let (mapping, choices) = mapping(matches, &layout, mark, register, &columns, here)?;
    if !mapping.fills(&register.key_column) {
        return Err(no_key(&layout, register, here));
    }
    let options = Options { clears: matches.get_flag("clear"), is_text: matches!(loaded, Loaded::Text(..)) };
    let incoming = Incoming { table: loaded.table(), layout: &layout, mapping: &mapping, options };
    let plan = Plan::of(&workspace, register, incoming, &mut fastrand::Rng::new());
    let is_refused = plan.counts().refused > 0;
    let kept = if is_refused && !is_dry { Some(keep(&plan, &loaded, &layout, &from, here)?) } else { None };
    if !is_dry {
        let edit = plan.edit(&workspace).map_err(|refusal| Trouble::denied(&path, refusal))?;
        let took = take_in(&mut session, edit, &path, here);
        if took.is_err() {
            // Nothing came in, so that these lines are no others than the rest.
            let _ = kept.as_ref().map(std::fs::remove_file);
        }
        took?;
        if !texts(matches, "map").is_empty() || matches.get_flag("forget-mapping") {
            remember_mapping(&here.folders, mark, &choices);
        }
    }
    let report = Report {
        path: &path,
        from: &from,
        loaded: &loaded,
        plan: &plan,
        layout: &layout,
        mapping: &mapping,
        columns: &columns,
        is_dry,
        rejected: kept.as_deref(),
        lang: here.lang,
    };
    let told = if matches.get_flag("json") { report.json(out) } else { report.print(out) };
    told?;
    Ok(if is_refused { Exit::Findings } else { Exit::Fine })
}

fn take_in(session: &mut Session, edit: Edit, path: &Path, here: &Here) -> Result<(), Trouble> {
    const WHAT: Phrase = Phrase::new("导入表格", "import a table");
    session.apply(WHAT, edit).map_err(|denied| Trouble::denied(path, denied))?;
    if let Some(aside) = session.save()? {
        out::tell(&kept_aside(&aside, here.lang));
    }
    Ok(())
}

fn choice(matches: &ArgMatches, here: &Here) -> Result<Choice, Trouble> {
    let sheet = SheetChoice {
        sheet: text(matches, "sheet").map(str::to_owned),
        hidden_columns: matches.get_flag("hidden-columns"),
        fill_merged: matches.get_flag("fill-merged"),
    };
    Ok(Choice { text: as_text::of(matches, here)?, sheet })
}

fn layout(
    matches: &ArgMatches,
    loaded: &Loaded,
    from: &Path,
    register: &'static Register,
    columns: &[TableColumn],
    here: &Here,
) -> Result<Layout, Trouble> {
    // The head is looked for in the first rows; what is further down need not be gathered.
    let rows: Vec<_> = loaded.table().rows().take(HEAD).collect();
    if let Some(head) = matches.get_one::<u64>("head") {
        return Layout::at(&rows, *head).ok_or_else(|| {
            const NEXT: Phrase =
                Phrase::new("写出列名所在的行号", "give the number of the line with the headers");
            let say = match here.lang {
                Lang::Zh => format!("第 {head} 行没有内容"),
                Lang::En => format!("there is nothing in line {head}"),
            };
            Trouble::usage(say, here.say(NEXT))
        });
    }
    find_layout(&rows, register, columns).ok_or_else(|| {
        const NEXT: Phrase = Phrase::new(
            "前 20 行中要有一行列名；列名可参照 wubu export 导出的表",
            "one of the first 20 rows has to name the columns; wubu export shows what they may be called",
        );
        let name = shown(from);
        let say = match here.lang {
            Lang::Zh => format!("{name}：找不到表头"),
            Lang::En => format!("{name}: no row of headers was found"),
        };
        Trouble::Unfit { say, next: here.say(NEXT).into() }
    })
}

/// Rows among which the head is, blank ones counted.
const HEAD: usize = 200;

/// What was remembered of this layout, and over it what was said now.
fn mapping(
    matches: &ArgMatches,
    layout: &Layout,
    mark: u64,
    register: &'static Register,
    columns: &[TableColumn],
    here: &Here,
) -> Result<(Mapping, Choices), Trouble> {
    let mut said = Choices::new();
    for word in texts(matches, "map") {
        let Some((header, wanted)) = word.rsplit_once('=') else {
            const NEXT: Phrase = Phrase::new("写成 --map '列名=列'", "write --map 'HEADER=COLUMN'");
            let say = match here.lang {
                Lang::Zh => format!("{word} 不是 列名=列"),
                Lang::En => format!("{word} is no HEADER=COLUMN"),
            };
            return Err(Trouble::usage(say, here.say(NEXT)));
        };
        said.insert(header.to_owned(), wanted.trim().to_owned());
    }
    let forgets = matches.get_flag("forget-mapping");
    let recalled = if forgets { Choices::new() } else { recall_mapping(&here.folders, mark) };
    let choices = meant(recalled, &said, layout, register, columns);
    let mapping = Mapping::of(layout, register, columns, &choices).map_err(|bad| {
        let next = match &bad {
            BadChoice::NoColumn(key) => column_keys(key, columns, here.lang),
            BadChoice::NoHeader(_) => headers(layout, here.lang),
            BadChoice::Twice(_) => here.say(Phrase::new("只留一个", "keep one of them")).to_owned(),
        };
        Trouble::usage(bad.say(here.lang), next)
    })?;
    Ok((mapping, choices))
}

fn headers(layout: &Layout, lang: Lang) -> String {
    let names: Vec<&str> = layout.headers.iter().map(|header| header.name.as_str()).collect();
    match lang {
        Lang::Zh => format!("表中的列名：{}", names.join("、")),
        Lang::En => format!("the headers: {}", names.join(", ")),
    }
}

/// Without the key no line can be told from another.
fn no_key(layout: &Layout, register: &Register, here: &Here) -> Trouble {
    let key = &register.key_column;
    let label = register.column(key).map_or(key.as_str(), |column| column.label.say(here.lang));
    let (say, next) = match here.lang {
        Lang::Zh => (
            format!("表中没有一列对应“{label}”（{key}），无法按它新增或更新"),
            format!("用 --map '列名={key}' 指定"),
        ),
        Lang::En => (
            format!("no header means “{label}” ({key}), by which rows are told apart"),
            format!("name it with --map 'HEADER={key}'"),
        ),
    };
    Trouble::usage(say, format!("{next}\n{}", headers(layout, here.lang)))
}

fn keep(plan: &Plan, loaded: &Loaded, layout: &Layout, from: &Path, here: &Here) -> Result<PathBuf, Trouble> {
    keep_refused(plan, loaded, layout, from, here.lang).map_err(|why| match why {
        NotWritten::Save(error) => error.into(),
        why => Trouble::Unfit { say: why.say(here.lang), next: why.next(here.lang).into() },
    })
}
