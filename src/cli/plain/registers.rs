//! Registers: rows one after the other, and their cells by number.

use super::desk::Desk;
use super::prompt::End;
use crate::guide::{Register, guide};
use crate::readiness::row_name;
use crate::table::{CellWrite, Content, add_row};
use crate::text::{Lang, Phrase};
use crate::workspace::{Id, columns, rows};

pub fn all(desk: &mut Desk) -> Result<(), End> {
    loop {
        let lang = desk.lang();
        let registers = guide().registers();
        let options: Vec<String> = registers
            .iter()
            .map(|register| {
                let count = rows(desk.workspace(), &register.key).len();
                match lang {
                    Lang::Zh => format!("{}，{count} 行", register.title.say(lang)),
                    Lang::En => format!("{}, rows: {count}", register.title.say(lang)),
                }
            })
            .collect();
        let title = Phrase::new("台账", "Registers").say(lang);
        let Some(chosen) = desk.prompt.choose(title, &options)? else { return Ok(()) };
        of(desk, &registers[chosen])?;
    }
}

fn of(desk: &mut Desk, register: &'static Register) -> Result<(), End> {
    loop {
        desk.look()?;
        let lang = desk.lang();
        let ids: Vec<Id> =
            rows(desk.workspace(), &register.key).iter().map(|(id, _)| (*id).clone()).collect();
        let mut options: Vec<String> =
            rows(desk.workspace(), &register.key).iter().map(|(_, row)| row_name(row)).collect();
        options.push(Phrase::new("新增一行", "add a row").say(lang).to_owned());
        let Some(chosen) = desk.prompt.choose(register.title.say(lang), &options)? else { return Ok(()) };
        match ids.get(chosen) {
            Some(id) => row(desk, id)?,
            None => add(desk, register)?,
        }
    }
}

fn add(desk: &mut Desk, register: &'static Register) -> Result<(), End> {
    let lang = desk.lang();
    let key = register.column(&register.key_column).map_or("", |column| column.label.say(lang));
    let Some(typed) = desk.prompt.line(key)? else { return Ok(()) };
    let mut random = desk.random.clone();
    let added = add_row(desk.workspace(), register, &typed, None, &mut random);
    desk.random = random;
    let (id, edit) = match added {
        Ok((id, edit)) => (Some(id), Ok(edit)),
        Err(refusal) => (None, Err(refusal)),
    };
    desk.change(Phrase::new("新增台账行", "Added a row"), edit)?;
    id.map_or(Ok(()), |id| row(desk, &id))
}

/// The cells of a row, until one goes back.
pub fn row(desk: &mut Desk, id: &Id) -> Result<(), End> {
    loop {
        let lang = desk.lang();
        let workspace = desk.snapshot();
        let Some(row) = workspace.rows.get(id.as_str()) else { return Ok(()) };
        let Some(register) = guide().register(row.register.as_str()) else {
            return desk.say(Phrase::new("这个台账不在本指南中", "this register is not in the guide"));
        };
        let columns = columns(&workspace, &register.key);
        let columns: Vec<_> = columns.iter().filter(|column| column.applies(row)).collect();
        let options: Vec<String> = columns
            .iter()
            .map(|column| {
                let shown = match row.cell(column.key(), column.kind()) {
                    _ if !row.is_filled(column.key()) => Phrase::new("空", "empty").say(lang).to_owned(),
                    Ok(cell) => cell.show(column.kind(), lang),
                    Err(_) => row.typed(column.key()).into_owned(),
                };
                format!("{}{}{shown}", column.label(lang), lang.colon())
            })
            .collect();
        let Some(chosen) = desk.prompt.choose(&row_name(row), &options)? else { return Ok(()) };
        let column = columns[chosen];
        let choices = column.kind().choices();
        let typed = if choices.is_empty() {
            let clear = Phrase::new("，输入 - 清空", ", - clears").say(lang);
            desk.prompt.line(&format!("{}{clear}", column.label(lang)))?
        } else {
            let options: Vec<String> =
                choices.iter().map(|choice| choice.label.say(lang).to_owned()).collect();
            desk.prompt.choose(column.label(lang), &options)?.map(|n| choices[n].key.clone())
        };
        let Some(typed) = typed else { continue };
        let write = CellWrite {
            register: &register.key,
            ids: vec![id.clone()],
            column: column.key().to_owned(),
            content: Content::Typed(if typed == "-" { String::new() } else { typed }),
        };
        let edit = write.edit(&workspace, desk.today()).map(|written| written.edit);
        desk.change(Phrase::new("修改台账行", "Changed a row"), edit)?;
    }
}
