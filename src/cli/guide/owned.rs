//! `wubu guide import|list|remove|review`: the owned copies of standards on this machine, and what leans on them.

use super::super::out::{self, Line, Out, Paint};
use super::super::step::Step;
use super::super::trouble::Trouble;
use super::super::{Exit, Here, file, file_arg, files, files_arg, help, json_arg, text, texts};
use crate::guide::owned::{Asked, Block, BlockKind, Change, ClauseRef, Library, Owned, changes, marked};
use crate::readiness::{Stale, confirm, stale};
use crate::store::Session;
use crate::store::shelf::{Kept, Shelf, ShelfError, remove};
use crate::text::{Lang, Phrase, half_width, pad, wrap};
use clap::{Arg, ArgAction, ArgMatches, Command};
use serde_json::json;

pub fn import_command(lang: Lang) -> Command {
    const ABOUT: Phrase = Phrase::new(
        "导入自有的标准文本（纯文本，UTF-8 或 GB18030），只存在本机",
        "import your own copy of a standard (plain text, UTF-8 or GB18030); it stays on this machine",
    );
    const USAGE: Phrase = Phrase::new("wubu guide import [选项] 文件…", "wubu guide import [OPTIONS] FILE…");
    const EXAMPLES: Phrase = Phrase::new(
        "wubu guide import 总则.txt\nwubu guide import 数字化管理.txt --part 2 --edition 2023",
        "wubu guide import part1.txt\nwubu guide import part2.txt --part 2 --edition 2023",
    );
    let option = help::option(lang);
    help::subcommand("import", lang, ABOUT, USAGE, EXAMPLES)
        .arg(files_arg(lang))
        .arg(
            option(
                "part",
                Phrase::new("N", "N"),
                Phrase::new(
                    "文本没有写明时：GB/T 23031 的第几部分",
                    "the part of GB/T 23031, where the text does not say",
                ),
            )
            .value_parser(clap::value_parser!(u32).range(1..100)),
        )
        .arg(option(
            "edition",
            Phrase::new("年份", "YEAR"),
            Phrase::new("文本没有写明时：发布年份", "the year, where the text does not say"),
        ))
        .arg(
            Arg::new("replace").long("replace").action(ArgAction::SetTrue).help(
                Phrase::new("换掉同一部分同一版", "replace the same part in the same edition").say(lang),
            ),
        )
        .arg(json_arg(lang))
}

pub fn list_command(lang: Lang) -> Command {
    const ABOUT: Phrase =
        Phrase::new("列出本机自有的标准文本", "list the copies of standards on this machine");
    const USAGE: Phrase = Phrase::new("wubu guide list [--json]", "wubu guide list [--json]");
    const EXAMPLES: Phrase = Phrase::new("wubu guide list", "wubu guide list");
    help::subcommand("list", lang, ABOUT, USAGE, EXAMPLES).arg(json_arg(lang))
}

pub fn remove_command(lang: Lang) -> Command {
    const ABOUT: Phrase =
        Phrase::new("从本机删去一份自有的标准文本", "remove a copy of a standard from this machine");
    const USAGE: Phrase = Phrase::new("wubu guide remove 编号", "wubu guide remove NUMBER");
    const EXAMPLES: Phrase =
        Phrase::new("wubu guide remove GB/T 23031.1-2022", "wubu guide remove GB/T 23031.1-2022");
    const NUMBER: Phrase =
        Phrase::new("标准编号和年份，见 wubu guide list", "number and year, as in wubu guide list");
    help::subcommand("remove", lang, ABOUT, USAGE, EXAMPLES).arg(
        Arg::new("number")
            .value_name(Phrase::new("编号", "NUMBER").say(lang))
            .num_args(1..)
            .required(true)
            .help(NUMBER.say(lang)),
    )
}

pub fn review_command(lang: Lang) -> Command {
    const ABOUT: Phrase = Phrase::new(
        "列出因标准换版而待复核的要素和任务；有待复核时退出码为 1",
        "list elements and tasks to be reviewed since a newer edition; exit code 1 if any",
    );
    const USAGE: Phrase = Phrase::new(
        "wubu guide review 文件 [--confirm [条文…]] [--json]",
        "wubu guide review FILE [--confirm [CLAUSE…]] [--json]",
    );
    const EXAMPLES: Phrase = Phrase::new(
        "wubu guide review plant.wubu.ron\nwubu guide review plant.wubu.ron --confirm 5.2",
        "wubu guide review plant.wubu.ron\nwubu guide review plant.wubu.ron --confirm 5.2",
    );
    const CONFIRM: Phrase = Phrase::new(
        "看过差异，确认这些条文；不写条号则全部",
        "the changes were looked at: confirm these clauses; without any, all",
    );
    help::subcommand("review", lang, ABOUT, USAGE, EXAMPLES)
        .arg(file_arg(lang))
        .arg(
            Arg::new("confirm")
                .long("confirm")
                .num_args(0..)
                .value_name(Phrase::new("条文", "CLAUSE").say(lang))
                .help(CONFIRM.say(lang)),
        )
        .arg(json_arg(lang))
}

pub fn import(matches: &ArgMatches, here: &Here, out: &mut Out) -> Result<Exit, Trouble> {
    let asked = Asked {
        part: matches.get_one::<u32>("part").copied(),
        edition: text(matches, "edition").map(str::to_owned),
    };
    if asked.edition.as_ref().is_some_and(|year| year.len() != 4 || !year.chars().all(|c| c.is_ascii_digit()))
    {
        const YEAR: Phrase = Phrase::new("--edition 要四位年份", "--edition takes a year of four digits");
        const AS: Phrase = Phrase::new("例如 --edition 2023", "as in --edition 2023");
        return Err(Trouble::usage(here.say(YEAR), here.say(AS)));
    }
    let (mut exit, mut rows) = (Exit::Fine, vec![]);
    for path in files(matches) {
        let done = Kept::of_file(&path, &asked, here.today)
            .and_then(|kept| kept.keep(&here.folders, matches.get_flag("replace")).map(|_| kept));
        match done {
            // The other files are still worth reading.
            Err(error) => {
                out::complain(&error.say(here.lang), &error.next(here.lang));
                let is_asked = matches!(error, ShelfError::There { .. });
                exit = exit.max(if is_asked { Exit::Usage } else { Exit::Disk });
            }
            Ok(kept) if matches.get_flag("json") => {
                rows.push(row(&kept, &Shelf::read(&here.folders).library()));
            }
            Ok(kept) => tell(&kept.text, &Shelf::read(&here.folders).library(), here.lang, out)?,
        }
    }
    if matches.get_flag("json") {
        out.json(&rows)?;
    }
    Ok(exit)
}

fn row(kept: &Kept, library: &Library) -> serde_json::Value {
    let owned = &kept.text;
    let differs: Vec<serde_json::Value> = library.before(owned).map_or(vec![], |before| {
        let changes = changes(before, owned).into_iter();
        changes.map(|c| json!({ "id": c.id, "heading": c.heading, "change": key(c.change) })).collect()
    });
    let remarks: Vec<serde_json::Value> = owned
        .remarks
        .iter()
        .map(|r| json!({ "line": r.line, "to": r.to, "text": r.text, "trouble": format!("{:?}", r.trouble).to_lowercase() }))
        .collect();
    json!({
        "key": owned.key(),
        "title": owned.full_title(),
        "is_edition_assumed": owned.is_edition_assumed,
        "source": kept.source,
        "hash": kept.hash,
        "imported": kept.imported,
        "clauses": owned.clauses.len(),
        "remarks": remarks,
        "before": library.before(owned).map(Owned::key),
        "changes": differs,
    })
}

const fn key(change: Change) -> &'static str {
    match change {
        Change::Added => "added",
        Change::Removed => "removed",
        Change::Changed => "changed",
    }
}

const fn word(change: Change) -> Phrase {
    match change {
        Change::Added => Phrase::new("新增", "added"),
        Change::Removed => Phrase::new("取消", "removed"),
        Change::Changed => Phrase::new("修改", "changed"),
    }
}

fn tell(owned: &Owned, library: &Library, lang: Lang, out: &mut Out) -> Result<(), Trouble> {
    out.line(Line::new().painted(Paint::Strong, owned.key()).add(format!("  {}", owned.full_title())))?;
    let (clauses, blocks) =
        (owned.clauses.len(), owned.clauses.iter().map(|clause| clause.blocks.len()).sum::<usize>());
    let pages = owned.asides.len();
    out.line(match lang {
        Lang::Zh => format!("  {clauses} 条，{blocks} 段；页眉、页码和目录 {pages} 行不算正文"),
        Lang::En => format!(
            "  {clauses} clauses, {blocks} paragraphs; {pages} lines of headers, page numbers and contents"
        ),
    })?;
    if owned.is_edition_assumed {
        let year = &owned.edition;
        out.line(match lang {
            Lang::Zh => format!("  文本没有写年份，按 {year} 年版存放；不对就先 remove，再加 --edition 导入"),
            Lang::En => format!(
                "  the text gives no year: kept as {year}; if that is wrong, remove it and use --edition"
            ),
        })?;
    }
    for remark in &owned.remarks {
        out.line(Line::new().painted(Paint::Note, "  ! ").add(remark.say(lang)))?;
    }
    let Some(before) = library.before(owned) else { return Ok(()) };
    let changes = changes(before, owned);
    out.line("")?;
    out.line(match lang {
        Lang::Zh => format!("与 {} 相比，{} 处不同", before.key(), changes.len()),
        Lang::En => format!("against {}: {} differ", before.key(), changes.len()),
    })?;
    for change in &changes {
        out.line(
            Line::new()
                .painted(Paint::Note, format!("  {} ", word(change.change).say(lang)))
                .painted(Paint::Strong, change.heading.clone()),
        )?;
        if change.change == Change::Changed {
            differing(&change.was, &change.now, out)?;
        }
    }
    Ok(())
}

fn differing(was: &str, now: &str, out: &mut Out) -> Result<(), Trouble> {
    let room = out.width().saturating_sub(6).max(10);
    let shown = marked(was, now);
    shown.lines().flat_map(|line| wrap(line, room)).try_for_each(|line| out.line(format!("      {line}")))
}

pub fn list(matches: &ArgMatches, here: &Here, out: &mut Out) -> Result<Exit, Trouble> {
    const NONE: Phrase = Phrase::new(
        "本机没有自有的标准文本；用 wubu guide import 文件 导入",
        "there is no copy of a standard on this machine; wubu guide import FILE brings one in",
    );
    let shelf = Shelf::read(&here.folders);
    if matches.get_flag("json") {
        let library = shelf.clone().library();
        out.json(&shelf.kept.iter().map(|kept| row(kept, &library)).collect::<Vec<_>>())?;
    } else if shelf.kept.is_empty() && shelf.unreadable.is_empty() {
        out::tell(here.say(NONE));
    }
    let wide = out::widest(
        shelf.kept.iter().map(|kept| kept.text.key()).collect::<Vec<_>>().iter().map(String::as_str),
    );
    for kept in shelf.kept.iter().filter(|_| !matches.get_flag("json")) {
        let line = Line::new().painted(Paint::Strong, pad(&kept.text.key(), wide));
        out.line(line.add(format!("  {}", kept.text.full_title())))?;
        let clauses = kept.text.clauses.len();
        let (day, source, hash) = (&kept.imported, &kept.source, &kept.hash);
        out.line(Line::new().painted(
            Paint::Faint,
            match here.lang {
                Lang::Zh => format!("  {clauses} 条 · {day} 由 {source} 导入 · {hash}"),
                Lang::En => format!("  {clauses} clauses · from {source} on {day} · {hash}"),
            },
        ))?;
    }
    for (path, why) in &shelf.unreadable {
        let what = match here.lang {
            Lang::Zh => format!("{}：读不出来：{why}", path.display()),
            Lang::En => format!("{}: cannot be read: {why}", path.display()),
        };
        let next = Phrase::new("删去这个文件，再导入一次", "delete that file and import the text again");
        out::complain(&what, here.say(next));
    }
    Ok(if shelf.unreadable.is_empty() { Exit::Fine } else { Exit::Disk })
}

pub fn take_off(matches: &ArgMatches, here: &Here, out: &mut Out) -> Result<Exit, Trouble> {
    let sought = texts(matches, "number").join(" ");
    let shelf = Shelf::read(&here.folders);
    let fits = |kept: &&Kept| {
        plain(&kept.text.key()) == plain(&sought) || plain(&kept.text.number) == plain(&sought)
    };
    let found: Vec<&Kept> = shelf.kept.iter().filter(fits).collect();
    let [kept] = found.as_slice() else {
        let say = match (found.is_empty(), here.lang) {
            (true, Lang::Zh) => format!("本机没有 {sought}"),
            (true, Lang::En) => format!("there is no {sought} on this machine"),
            (false, Lang::Zh) => format!("{sought} 有几版，请写明年份"),
            (false, Lang::En) => format!("there are several editions of {sought}: name the year"),
        };
        return Err(Trouble::usage(say, here.say(Phrase::new("见 wubu guide list", "see wubu guide list"))));
    };
    let key = kept.text.key();
    remove(&here.folders, &key)
        .map_err(|error| Trouble::Unfit { say: error.say(here.lang), next: error.next(here.lang) })?;
    out.line(match here.lang {
        Lang::Zh => format!("已删去 {key}；工作区里的链接还在，只剩条号"),
        Lang::En => format!("removed {key}; links in workspaces stay, as ids alone"),
    })?;
    Ok(Exit::Fine)
}

/// Whatever the width, the spaces and the dash.
pub fn plain(key: &str) -> String {
    let chars = key.chars().map(half_width).filter(|c| !c.is_whitespace());
    chars
        .map(|c| if matches!(c, '—' | '–' | '－' | '─') { '-' } else { c })
        .collect::<String>()
        .to_lowercase()
}

pub fn review(matches: &ArgMatches, here: &Here, out: &mut Out) -> Result<Exit, Trouble> {
    let path = file(matches);
    let library = Shelf::read(&here.folders).library();
    let found = stale(Session::open(&path)?.workspace(), &library);
    if matches.contains_id("confirm") {
        let wanted: Vec<String> = texts(matches, "confirm").into_iter().map(plain).collect();
        let is_wanted = |one: &Stale| {
            wanted.is_empty()
                || [one.was.clause.clone(), one.was.to_string(), one.now.to_string()]
                    .iter()
                    .any(|n| wanted.contains(&plain(n)))
        };
        let chosen: Vec<Stale> = found.into_iter().filter(is_wanted).collect();
        if chosen.is_empty() {
            let say = here.say(Phrase::new("没有要确认的条文", "there is nothing to confirm"));
            return Err(Trouble::usage(
                say,
                here.say(Phrase::new("见 wubu guide review 文件", "see wubu guide review FILE")),
            ));
        }
        let mut step = Step::open(&path, here)?;
        step.make(|workspace, _| confirm(workspace, &chosen))?;
        step.save(Phrase::new("复核条文", "review clauses"), here.lang)?;
        out.line(match here.lang {
            Lang::Zh => format!("已确认 {} 处", chosen.len()),
            Lang::En => format!("confirmed: {}", chosen.len()),
        })?;
        return Ok(Exit::Fine);
    }
    if matches.get_flag("json") {
        let row = |one: &Stale| json!({ "kind": one.kind.collection(), "id": one.id.as_str(), "was": one.was.to_string(), "now": one.now.to_string(), "change": key(one.change) });
        out.json(&found.iter().map(row).collect::<Vec<_>>())?;
    } else if found.is_empty() {
        out.line(here.say(Phrase::new("没有待复核的条文", "nothing is to be reviewed")))?;
    } else {
        print(&found, &library, here, out)?;
    }
    Ok(if found.is_empty() { Exit::Fine } else { Exit::Findings })
}

/// By clause: its text diff, and who leans on it.
fn print(found: &[Stale], library: &Library, here: &Here, out: &mut Out) -> Result<(), Trouble> {
    let mut clauses: Vec<&ClauseRef> = vec![];
    for one in found {
        if !clauses.contains(&&one.was) {
            clauses.push(&one.was);
        }
    }
    for clause in clauses {
        let of: Vec<&Stale> = found.iter().filter(|one| one.was == *clause).collect();
        let Some(first) = of.first() else { continue };
        let title = library.title(clause, here.lang).unwrap_or_default();
        let line = Line::new()
            .painted(Paint::Strong, clause.to_string())
            .add(format!(" → {}  {title}  ", first.now.edition));
        out.line(line.painted(Paint::Note, word(first.change).say(here.lang)))?;
        let ids: Vec<&str> = of.iter().map(|one| one.id.as_str()).collect();
        out.line(match here.lang {
            Lang::Zh => format!("  待复核：{}", ids.join("、")),
            Lang::En => format!("  to be reviewed: {}", ids.join(", ")),
        })?;
        if let (Some(was), Some(now)) = (library.passage(&first.was), library.passage(&first.now)) {
            differing(&was.text(), &now.text(), out)?;
        }
    }
    Ok(())
}

/// What a page about an owned text shows.
pub enum Shown<'a> {
    Copy(&'a Owned),
    Clause(&'a Owned, String),
}

/// A copy by its number, or one of its clauses by its name; a clause number alone is sought where the guide has
/// nothing under it. None leaves it to the guide.
pub fn find<'a>(library: &'a Library, sought: &str) -> Option<Shown<'a>> {
    let wanted = plain(sought);
    let copy = |key: &str| {
        let fits = |copy: &&Owned| plain(&copy.key()) == key || plain(&copy.number) == key;
        library.all().iter().rfind(fits)
    };
    if let Some(copy) = copy(&wanted) {
        return Some(Shown::Copy(copy));
    }
    if let Some((key, clause)) = wanted.rsplit_once('/')
        && let Some(copy) = copy(key)
    {
        let ids = copy.clauses.iter().map(|clause| clause.id.clone()).chain([clause.to_owned()]);
        let id = ids.into_iter().find(|id| plain(id) == clause && copy.passage(id).is_some())?;
        return Some(Shown::Clause(copy, id));
    }
    let is_guides = crate::guide::guide().clause(&wanted).is_some() || wanted.len() > 12;
    let copy = library.beside_the_guide().filter(|_| !is_guides)?;
    let clause =
        copy.clauses.iter().find(|clause| plain(&clause.id) == wanted && !clause.number.is_empty())?;
    Some(Shown::Clause(copy, clause.id.clone()))
}

impl super::Page<'_> {
    pub(super) fn owned(&mut self, shown: &Shown) -> Result<(), Trouble> {
        const OWN: Phrase = Phrase::new("自有文本（原文）", "Your own copy (its wording)");
        let (copy, id) = match shown {
            Shown::Copy(copy) => {
                self.title(OWN, &copy.key(), &copy.full_title())?;
                self.out.line("")?;
                for clause in copy.clauses.iter().filter(|clause| clause.id != "cover") {
                    let indent = "  ".repeat(clause.depth + 1);
                    self.out.line(format!("{indent}{}", clause.heading()))?;
                }
                return Ok(());
            }
            Shown::Clause(copy, id) => (copy, id),
        };
        let Some(passage) = copy.passage(id) else { return Ok(()) };
        self.title(OWN, &copy.key(), &passage.heading)?;
        self.out.line("")?;
        self.blocks(copy, id)
    }

    /// The owned text of a clause that the guide restates.
    pub(super) fn beside(&mut self, id: &str) -> Result<(), Trouble> {
        const OWN: Phrase = Phrase::new("原文（自有文本）", "Its wording (your own copy)");
        let library = self.library;
        let Some(copy) = library.beside_the_guide().filter(|copy| copy.passage(id).is_some()) else {
            return Ok(());
        };
        self.heading(OWN)?;
        self.text(&copy.key(), 2)?;
        self.blocks(copy, id)
    }

    fn blocks(&mut self, copy: &Owned, id: &str) -> Result<(), Trouble> {
        let Some(at) = copy.clauses.iter().position(|clause| clause.id == id) else {
            let passage = copy.passage(id);
            let blocks = passage.iter().flat_map(|passage| &passage.blocks);
            return blocks.into_iter().try_for_each(|block| self.block(block));
        };
        let depth = copy.clauses[at].depth;
        copy.clauses[at].blocks.iter().try_for_each(|block| self.block(block))?;
        for clause in copy.clauses.iter().skip(at + 1).take_while(|clause| clause.depth > depth) {
            self.out.line("")?;
            self.out.line(Line::new().painted(Paint::Strong, format!("  {}", clause.heading())))?;
            clause.blocks.iter().try_for_each(|block| self.block(block))?;
        }
        Ok(())
    }

    fn block(&mut self, block: &Block) -> Result<(), Trouble> {
        let indent = if let BlockKind::Item(depth) = block.kind { 4 + 2 * depth } else { 2 };
        self.text(&block.shown(), indent)
    }
}
