//! What people do to records, as edits: fill in fields as typed, add, close, move, indent, adopt, remove.
//! Both tops of the house use these, so that screen and command line refuse the same things.

use super::day::day;
use super::{At, Edit, Id, Keys, Kind, Misfit, Rank, RecordKind, Refusal, Status, Target, Value, Workspace};
use crate::guide::owned::ClauseRef;
use crate::guide::{Template, guide};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// One `field=value` as typed; for sets, `+=` and `-=` as well.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assign {
    pub field: String,
    pub how: How,
    pub text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    Replace,
    Plus,
    Minus,
}

impl Assign {
    pub fn new(field: &str, text: &str) -> Assign {
        Assign { field: field.into(), how: How::Replace, text: text.into() }
    }

    /// `owner=王工`, `tags+=a`, `tags-=a`; None without an equals sign.
    pub fn parse(typed: &str) -> Option<Assign> {
        let (name, text) = typed.split_once('=')?;
        let (field, how) = match name.strip_suffix('+') {
            Some(field) => (field, How::Plus),
            None => match name.strip_suffix('-') {
                Some(field) => (field, How::Minus),
                None => (name, How::Replace),
            },
        };
        Some(Assign { field: field.trim().into(), how, text: text.into() })
    }
}

/// Fills in fields of one record as typed. A status takes its facts beside it: `status=blocked why=…`,
/// `status=done on=… by=…`. References must exist and make no circle. Nothing changes: an empty `All`.
pub fn assign(
    workspace: &Workspace,
    kind: RecordKind,
    id: &Id,
    assigns: &[Assign],
    today: Date,
) -> Result<Edit, Refusal> {
    let record = workspace.record(kind, id.as_str()).ok_or_else(|| Refusal::NoRecord(id.to_string()))?;
    let fields = kind.fields();
    let mut now: BTreeMap<usize, Value> = BTreeMap::new();
    // A fact belongs to the status that is typed beside it, in whatever order.
    let (own, facts): (Vec<&Assign>, Vec<&Assign>) =
        assigns.iter().partition(|assign| fields.iter().any(|f| f.name == assign.field));
    for Assign { field: name, how, text } in own.into_iter().chain(facts) {
        let position = fields.iter().position(|f| f.name == name);
        if let Some(i) = position {
            let field = &fields[i];
            let before = now.get(&i).cloned().unwrap_or_else(|| record.get(i));
            let misfit = |misfit| Refusal::Misfit { field: field.name.into(), misfit };
            let mut value = field.kind.parse(text, today).map_err(misfit)?;
            if let (Kind::Set(Some(Target::Row)), Value::Set(items)) = (&field.kind, &value) {
                value = by_id(workspace, items);
            }
            if *how != How::Replace {
                let Kind::Set(_) = field.kind else { return Err(Refusal::Shape(name.clone())) };
                value = with(&before, &value, *how);
            }
            if let (Value::Status(new), Value::Status(old)) = (&mut value, &before)
                && new.key() == old.key()
            {
                *new = old.clone(); // the facts stay until they are typed anew
            }
            now.insert(i, value);
        } else if let Some(i) = fields.iter().position(|f| f.kind == Kind::Status) {
            let before = now.get(&i).cloned().unwrap_or_else(|| record.get(i));
            now.insert(i, with_fact(before, name, text, today)?);
        } else {
            return Err(Refusal::NoField(name.clone()));
        }
    }
    let mut edits = vec![];
    for (i, value) in now {
        let (field, was) = (&fields[i], record.get(i));
        if value == was {
            continue;
        }
        sound_references(workspace, kind, id, &field.kind, field.name, &was, &value)?;
        edits.push(Edit::Set { at: At::new(kind, id, field.name), was, now: value });
    }
    Ok(Edit::All(edits))
}

/// One field as typed.
pub fn set_typed(workspace: &Workspace, at: &At, text: &str, today: Date) -> Result<Edit, Refusal> {
    assign(workspace, at.kind, &at.id, &[Assign::new(&at.field, text)], today)
}

/// Rows are typed by their keys too; what names none stays as it is, to be refused.
fn by_id(workspace: &Workspace, items: &BTreeSet<String>) -> Value {
    let keys = Keys::of(workspace);
    Value::set(items.iter().map(|item| keys.named(item).map_or(item.as_str(), Id::as_str)))
}

pub(super) fn with(before: &Value, typed: &Value, how: How) -> Value {
    let set = |v: &Value| match v {
        Value::Set(items) => items.clone(),
        _ => BTreeSet::new(),
    };
    let (mut items, typed) = (set(before), set(typed));
    match how {
        How::Minus => items.retain(|item| !typed.contains(item)),
        How::Plus | How::Replace => items.extend(typed),
    }
    Value::set(items)
}

fn with_fact(status: Value, fact: &str, text: &str, today: Date) -> Result<Value, Refusal> {
    let Value::Status(mut status) = status else { return Err(Refusal::NoField(fact.into())) };
    let text = crate::text::typed(text).trim().to_owned();
    let text = match fact {
        "on" | "until" if !text.is_empty() => day(&text, today)
            .map(|d| d.to_string())
            .ok_or_else(|| Refusal::Misfit { field: fact.into(), misfit: Misfit::Day(text.clone()) })?,
        _ if text.contains('\n') => {
            return Err(Refusal::Misfit { field: fact.into(), misfit: Misfit::OneLine });
        }
        _ => text,
    };
    let slot = status.facts_mut().into_iter().find(|(name, _)| *name == fact).map(|(_, slot)| slot);
    *slot.ok_or_else(|| Refusal::NoField(fact.into()))? = text;
    Ok(Value::Status(status))
}

/// What is newly referred to must exist, and nothing may come to wait for itself.
fn sound_references(
    workspace: &Workspace,
    kind: RecordKind,
    id: &Id,
    field: &Kind,
    name: &str,
    was: &Value,
    now: &Value,
) -> Result<(), Refusal> {
    let keys = |value: &Value| match value {
        Value::Text(key) => BTreeSet::from([key.clone()]),
        Value::Set(items) => items.clone(),
        _ => BTreeSet::new(),
    };
    let target = match field {
        Kind::Ref(target) | Kind::Parent(target) | Kind::Set(Some(target)) => *target,
        _ => return Ok(()),
    };
    let old = keys(was);
    for key in keys(now).difference(&old) {
        let there = match target {
            Target::Element => guide().element(key).is_some(),
            Target::Register => guide().register(key).is_some(),
            Target::Gate => guide().gate(key).is_some(),
            Target::Clause => ClauseRef::parse(key).is_some(),
            Target::Task => workspace.tasks.contains(key),
            Target::Row => workspace.rows.contains(key),
        };
        if !there {
            return Err(Refusal::Unknown(key.clone()));
        }
        if kind == RecordKind::Task && target == Target::Task {
            let next = |at: &str| -> Vec<&str> {
                let task = workspace.tasks.get(at);
                match name {
                    "parent" => {
                        task.map(|t| t.parent.as_str()).filter(|p| !p.is_empty()).into_iter().collect()
                    }
                    _ => task.map(|t| t.after.iter().collect()).unwrap_or_default(),
                }
            };
            if let Some(path) = path_to(key, id.as_str(), next) {
                let circle = std::iter::once(id.as_str()).chain(path).map(str::to_owned).collect();
                return Err(Refusal::Circle(circle));
            }
        }
    }
    Ok(())
}

/// The way from one id to another along `next`, both ends included.
fn path_to<'a>(from: &'a str, to: &str, next: impl Fn(&str) -> Vec<&'a str>) -> Option<Vec<&'a str>> {
    let mut came_from: HashMap<&str, Option<&'a str>> = HashMap::from([(from, None)]);
    let mut open = vec![from];
    while let Some(at) = open.pop() {
        if at == to {
            let mut path = vec![at];
            while let Some(Some(before)) = came_from.get(path[path.len() - 1]) {
                path.push(before);
            }
            path.reverse();
            return Some(path);
        }
        for step in next(at) {
            if !came_from.contains_key(step) {
                came_from.insert(step, Some(at));
                open.push(step);
            }
        }
    }
    None
}

/// Where a task lies: under an element, perhaps under another task, and where among its siblings.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Place {
    pub element: String,
    pub parent: String,
    pub spot: Spot,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Spot {
    First,
    Before(Id),
    Behind(Id),
    #[default]
    Last,
}

/// The tasks beside which a task at this place stands, in order. Those without a parent share the order of
/// their whole stage, because the work of the elements interleaves.
fn siblings(workspace: &Workspace, element: &str, parent: &str) -> Vec<Id> {
    let stage = guide().stage_of(element).map(|s| s.key.as_str());
    let beside = |task: &super::Task| {
        if task.parent.as_str() != parent {
            return false;
        }
        !parent.is_empty() || guide().stage_of(task.element.as_str()).map(|s| s.key.as_str()) == stage
    };
    let mut found: Vec<(&str, &Id)> =
        workspace.tasks.iter().filter(|(_, t)| beside(t)).map(|(id, t)| (t.rank.as_str(), id)).collect();
    found.sort_unstable();
    found.into_iter().map(|(_, id)| id.clone()).collect()
}

/// A rank for a place, and the edits that make room where there is none.
fn make_room(
    workspace: &Workspace,
    place: &Place,
    moving: Option<&Id>,
    random: &mut fastrand::Rng,
) -> (String, Vec<Edit>) {
    let mut beside = siblings(workspace, &place.element, &place.parent);
    let find = |sibling: &Id| beside.iter().position(|id| id == sibling);
    let at = match &place.spot {
        Spot::First => 0,
        Spot::Before(sibling) => find(sibling).unwrap_or(0),
        // Behind itself is where it is.
        Spot::Behind(sibling) if Some(sibling) == moving => find(sibling).unwrap_or(beside.len()),
        Spot::Behind(sibling) => find(sibling).map_or(beside.len(), |i| i + 1),
        Spot::Last => beside.len(),
    };
    // Without the task that moves, what follows it comes one nearer.
    let at = at - beside.iter().take(at).filter(|id| Some(*id) == moving).count();
    beside.retain(|id| Some(id) != moving);
    let rank = |id: &Id| workspace.tasks.get(id.as_str()).map_or("", |t| t.rank.as_str());
    let low = at.checked_sub(1).map(|i| rank(&beside[i]));
    let high = beside.get(at).map(rank);
    if let Some(key) = Rank::between(low, high, random) {
        return (key, vec![]);
    }
    // Equal or crowded neighbours: the fewest that follow get new keys, the new one goes first among them.
    let mut run = 1;
    let keys = loop {
        let end = (at + run).min(beside.len());
        if let Some(keys) = Rank::spread(end - at + 1, low, beside.get(end).map(rank)) {
            break keys;
        }
        if end == beside.len() {
            // Not even an open end helps: all siblings anew.
            let keys = Rank::evenly(beside.len() + 1);
            let (mut own, mut others) = (String::new(), vec![]);
            for (i, key) in keys.into_iter().enumerate() {
                match i.cmp(&at) {
                    std::cmp::Ordering::Equal => own = key,
                    std::cmp::Ordering::Less => others.push((i, key)),
                    std::cmp::Ordering::Greater => others.push((i - 1, key)),
                }
            }
            return (own, others.into_iter().map(|(i, key)| rerank(workspace, &beside[i], key)).collect());
        }
        run *= 2;
    };
    let mut keys = keys.into_iter();
    let own = keys.next().expect("one key more than neighbours");
    (own, keys.zip(&beside[at..]).map(|(key, id)| rerank(workspace, id, key)).collect())
}

fn rerank(workspace: &Workspace, id: &Id, key: String) -> Edit {
    let at = At::task(id, "rank");
    let was = workspace.get(&at).unwrap_or(Value::Unset);
    Edit::Set { at, was, now: Value::text(key) }
}

/// A task of one's own.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NewTask {
    pub place: Place,
    pub title: String,
}

/// Adds a task; its id comes back beside the edit.
pub fn add(workspace: &Workspace, new: &NewTask, random: &mut fastrand::Rng) -> (Id, Edit) {
    let id = workspace.fresh_id(RecordKind::Task, random);
    let (rank, mut edits) = make_room(workspace, &new.place, None, random);
    let mut fields = vec![
        ("element".to_owned(), Value::text(&new.place.element)),
        ("rank".to_owned(), Value::text(rank)),
        ("parent".to_owned(), Value::text(&new.place.parent)),
        ("title".to_owned(), Value::text(crate::text::typed(&new.title).trim())),
    ];
    fields.retain(|(_, value)| !value.is_unset());
    edits.push(Edit::Add { kind: RecordKind::Task, id: id.clone(), fields });
    (id, Edit::All(edits))
}

/// Puts a task somewhere else, with everything below it. A task is never put below itself.
pub fn place(
    workspace: &Workspace,
    id: &Id,
    to: &Place,
    random: &mut fastrand::Rng,
) -> Result<Edit, Refusal> {
    if workspace.tasks.get(id.as_str()).is_none() {
        return Err(Refusal::NoRecord(id.to_string()));
    }
    if !to.parent.is_empty() && !workspace.tasks.contains(&to.parent) {
        return Err(Refusal::Unknown(to.parent.clone()));
    }
    let below = family(workspace, id);
    if to.parent == id.as_str() {
        return Err(Refusal::Circle(vec![id.to_string(), id.to_string()]));
    }
    if below.iter().any(|b| b.as_str() == to.parent) {
        return Err(Refusal::Circle(vec![id.to_string(), to.parent.clone(), id.to_string()]));
    }
    let (rank, mut edits) = make_room(workspace, to, Some(id), random);
    edits.push(rerank(workspace, id, rank));
    edits.push(workspace.set(At::task(id, "parent"), Value::text(&to.parent))?);
    for moved in std::iter::once(id).chain(&below) {
        edits.push(workspace.set(At::task(moved, "element"), Value::text(&to.element))?);
    }
    edits.retain(|edit| !matches!(edit, Edit::Set { was, now, .. } if was == now));
    Ok(Edit::All(edits))
}

/// Moves a task to the end of another element, out from under its parent.
pub fn reclassify(
    workspace: &Workspace,
    id: &Id,
    element: &str,
    random: &mut fastrand::Rng,
) -> Result<Edit, Refusal> {
    if guide().element(element).is_none() {
        return Err(Refusal::Unknown(element.into()));
    }
    place(workspace, id, &Place { element: element.into(), ..Place::default() }, random)
}

/// Moves tasks to the end of another element as one step. What lies below another one of them goes along with it.
pub fn reclassify_all(
    workspace: &Workspace,
    ids: &[Id],
    element: &str,
    random: &mut fastrand::Rng,
) -> Result<Edit, Refusal> {
    let chosen: BTreeSet<&str> = ids.iter().map(Id::as_str).collect();
    let parent = |id: &str| workspace.tasks.get(id).map(|task| task.parent.as_str());
    let goes_along = |id: &&Id| {
        let mut seen = BTreeSet::new();
        let mut at = id.as_str();
        while let Some(above) = parent(at).filter(|above| !above.is_empty() && seen.insert(*above)) {
            if chosen.contains(above) {
                return true;
            }
            at = above;
        }
        false
    };
    let on_top = ids.iter().filter(|id| !goes_along(id));
    let edits: Result<Vec<Edit>, Refusal> =
        on_top.map(|id| reclassify(workspace, id, element, random)).collect();
    edits.map(Edit::All)
}

/// Marks a task as done.
pub fn close(workspace: &Workspace, id: &Id, on: Date, by: &str) -> Result<Edit, Refusal> {
    let done = Status::Done { on: on.to_string(), by: by.to_owned() };
    workspace.set(At::task(id, "status"), Value::Status(done))
}

/// Everything below a task.
pub fn family(workspace: &Workspace, id: &Id) -> Vec<Id> {
    families(workspace, std::slice::from_ref(id))
}

fn families(workspace: &Workspace, ids: &[Id]) -> Vec<Id> {
    let mut children: HashMap<&str, Vec<&Id>> = HashMap::new();
    for (child, task) in workspace.tasks.iter().filter(|(_, t)| !t.parent.is_empty()) {
        children.entry(task.parent.as_str()).or_default().push(child);
    }
    let (mut found, mut open): (Vec<Id>, Vec<&str>) = (vec![], ids.iter().map(Id::as_str).collect());
    let mut seen: BTreeSet<&str> = open.iter().copied().collect();
    while let Some(at) = open.pop() {
        for child in children.get(at).into_iter().flatten().filter(|child| seen.insert(child.as_str())) {
            found.push((*child).clone());
            open.push(child.as_str());
        }
    }
    found
}

/// Removes tasks with everything below them, their evidence, and what waited for them.
pub fn remove(workspace: &Workspace, ids: &[Id]) -> Result<Edit, Refusal> {
    let mut gone: BTreeSet<Id> = BTreeSet::new();
    for id in ids {
        if !workspace.tasks.contains(id.as_str()) {
            return Err(Refusal::NoRecord(id.to_string()));
        }
        gone.insert(id.clone());
    }
    gone.extend(families(workspace, ids));
    let mut edits = vec![];
    for (id, task) in workspace.tasks.iter().filter(|(id, _)| !gone.contains(*id)) {
        if task.after.iter().any(|after| gone.contains(after)) {
            let left = Value::set(task.after.iter().filter(|after| !gone.contains(*after)));
            edits.push(workspace.set(At::task(id, "after"), left)?);
        }
    }
    for (id, _) in workspace.evidence.iter().filter(|(_, e)| gone.contains(e.task.as_str())) {
        edits.push(Edit::Remove { kind: RecordKind::Evidence, id: id.clone() });
    }
    edits.extend(gone.into_iter().map(|id| Edit::Remove { kind: RecordKind::Task, id }));
    Ok(Edit::All(edits))
}

/// The templates that the workspace does not have.
pub fn adoptable(workspace: &Workspace) -> impl Iterator<Item = &'static Template> {
    guide().templates().iter().filter(|t| !workspace.tasks.contains(&t.id))
}

/// Takes over templates: only id, element and rank, the same on every laptop. Those already there stay.
pub fn adopt(workspace: &Workspace, ids: &[&str]) -> Result<Edit, Refusal> {
    if let Some(unknown) = ids.iter().find(|id| guide().template(id).is_none()) {
        return Err(Refusal::NoRecord((*unknown).to_owned()));
    }
    let mut edits = vec![];
    for stage in guide().stages() {
        let in_stage = |t: &&Template| guide().stage_of(&t.element).is_some_and(|s| s.key == stage.key);
        let templates: Vec<&Template> = guide().templates().iter().filter(in_stage).collect();
        for (template, rank) in templates.iter().zip(Rank::evenly(templates.len())) {
            if ids.contains(&template.id.as_str()) && !workspace.tasks.contains(&template.id) {
                let id = Id::new(&template.id).ok_or_else(|| Refusal::NoRecord(template.id.clone()))?;
                let fields = vec![
                    ("element".to_owned(), Value::text(&template.element)),
                    ("rank".to_owned(), Value::text(rank)),
                ];
                edits.push(Edit::Add { kind: RecordKind::Task, id, fields });
            }
        }
    }
    Ok(Edit::All(edits))
}

/// New evidence for a task, its fields as typed.
pub fn evidence(
    workspace: &Workspace,
    id: &Id,
    task: &Id,
    assigns: &[Assign],
    today: Date,
) -> Result<Edit, Refusal> {
    // Filled in on a copy that holds nothing else: the fields are judged by the same rules as later changes.
    let mut alone = Workspace::default();
    alone.apply(Edit::Add { kind: RecordKind::Evidence, id: id.clone(), fields: vec![] })?;
    // What it may refer to has to be there.
    if assigns.iter().any(|assign| assign.field == "rows") {
        alone.rows = workspace.rows.clone();
    }
    if !workspace.tasks.contains(task.as_str()) {
        return Err(Refusal::NoRecord(task.to_string()));
    }
    let filled = assign(&alone, RecordKind::Evidence, id, assigns, today)?;
    alone.apply(filled)?;
    let task = alone.set(At::new(RecordKind::Evidence, id, "task"), Value::text(task.as_str()))?;
    alone.apply(task)?;
    // What takes the record away again is, undone, what adds it as it stands.
    let removed = alone.apply(Edit::Remove { kind: RecordKind::Evidence, id: id.clone() })?;
    Ok(removed)
}
