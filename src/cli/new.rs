//! `wubu new FILE`: a workspace with all task templates.

use super::out::{Line, Out};
use super::trouble::{Trouble, refused};
use super::{Exit, Here, file, file_arg, help, shown, text};
use crate::guide::guide;
use crate::store::Session;
use crate::store::pack::forget;
use crate::text::{Lang, Phrase};
use crate::workspace::{Assign, At, RecordKind, Workspace, adopt, assign};
use clap::{ArgMatches, Command};

pub fn command(lang: Lang) -> Command {
    const ABOUT: Phrase = Phrase::new(
        "新建工作区，含全部任务模板；已有的文件不会被覆盖",
        "make a workspace with all task templates; an existing file is never replaced",
    );
    const USAGE: Phrase = Phrase::new("wubu new [选项] 文件", "wubu new [OPTIONS] FILE");
    const EXAMPLES: Phrase = Phrase::new(
        "wubu new plant.wubu.ron\nwubu new plant.wubu.ron --name 轴承一厂 --role provider --site 热处理车间",
        "wubu new plant.wubu.ron\nwubu new plant.wubu.ron --name \"Bearing plant\" --role provider --site East",
    );
    let option = help::option(lang);
    help::subcommand("new", lang, ABOUT, USAGE, EXAMPLES).args([
        file_arg(lang),
        option("name", Phrase::new("名称", "NAME"), Phrase::new("项目名称", "what the project is called")),
        option(
            "role",
            Phrase::new("角色", "ROLE"),
            Phrase::new("我方角色：enterprise 企业，provider 服务商", "our role: enterprise or provider"),
        ),
        option("site", Phrase::new("工厂", "SITE"), Phrase::new("工厂或车间", "the plant or workshop")),
    ])
}

pub fn run(matches: &ArgMatches, here: &Here, out: &mut Out) -> Result<Exit, Trouble> {
    let path = file(matches);
    let refused = refused(&path);
    let mut workspace = Workspace::default();
    let fields = ["name", "role", "site"].into_iter();
    let assigns: Vec<Assign> =
        fields.filter_map(|name| Some(Assign::new(name, text(matches, name)?))).collect();
    let project = At::project("name").id;
    let filled = assign(&workspace, RecordKind::Project, &project, &assigns, here.today).map_err(&refused)?;
    let templates: Vec<&str> = guide().templates().iter().map(|template| template.id.as_str()).collect();
    let adopted = adopt(&workspace, &templates).map_err(&refused)?;
    for edit in [filled, adopted] {
        workspace.apply(edit).map_err(&refused)?;
    }
    let count = workspace.tasks.len();
    Session::create(&path, workspace)?;
    forget(&here.folders, &path);
    let path = shown(&path);
    out.line(match here.lang {
        Lang::Zh => format!("已新建 {path}：五个阶段，{count} 项任务"),
        Lang::En => format!("made {path}: five stages, {count} tasks"),
    })?;
    out.line(Line::new().add(format!("  → wubu {path}")))?;
    Ok(Exit::Fine)
}
