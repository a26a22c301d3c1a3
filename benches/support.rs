//! A generated plant: as many tasks as asked for, with Chinese titles of 8 to 25 characters, owners, days,
//! tags and notes. The same for every run.

use wubu::guide::guide;
use wubu::workspace::{Edit, Id, Rank, RecordKind, Status, Value, Workspace};

const WORDS: [&str; 24] = [
    "热处理",
    "磨削线",
    "装配",
    "采集网关",
    "点表",
    "现场核对",
    "网络",
    "改造",
    "时钟",
    "同步",
    "数据",
    "画像",
    "接口",
    "授权",
    "停机窗口",
    "振动",
    "温度",
    "能耗",
    "看板",
    "试运行",
    "培训",
    "备份",
    "演练",
    "验收",
];
const PEOPLE: [&str; 6] = ["周岚", "何成", "林溪", "陈工", "吴敏", "刘洋"];

pub fn plant(tasks: usize) -> Workspace {
    let mut random = fastrand::Rng::with_seed(31);
    let mut workspace = Workspace::default();
    let elements: Vec<&str> = guide().elements().map(|element| element.key.as_str()).collect();
    let ranks = Rank::evenly(tasks);
    for rank in ranks {
        let id = workspace.fresh_id(RecordKind::Task, &mut random);
        workspace.apply(task(id, rank, &elements, &mut random)).expect("a fresh id and known fields");
    }
    workspace
}

fn task(id: Id, rank: String, elements: &[&str], random: &mut fastrand::Rng) -> Edit {
    let words = |n: usize, random: &mut fastrand::Rng| -> String {
        (0..n).map(|_| WORDS[random.usize(..WORDS.len())]).collect()
    };
    let day = |random: &mut fastrand::Rng| format!("2026-{:02}-{:02}", random.u8(1..=12), random.u8(1..=28));
    let person = |random: &mut fastrand::Rng| PEOPLE[random.usize(..PEOPLE.len())];
    let title = words(random.usize(3..9), random);
    let mut fields = vec![
        ("element", Value::text(elements[random.usize(..elements.len())])),
        ("rank", Value::text(rank)),
        ("title", Value::text(title)),
        ("owner", Value::text(person(random))),
        ("due", Value::text(day(random))),
    ];
    let status = match random.u8(..10) {
        0..4 => None,
        4..6 => Some(Status::Doing),
        6 => Some(Status::Blocked { why: words(3, random) }),
        7 => Some(Status::Waived { why: words(2, random), until: day(random) }),
        _ => Some(Status::Done { on: day(random), by: person(random).to_owned() }),
    };
    fields.extend(status.map(|status| ("status", Value::Status(status))));
    if random.bool() {
        fields.push(("tags", Value::set([words(1, random), words(1, random)])));
        let lines: Vec<String> =
            (0..random.usize(1..4)).map(|_| words(random.usize(4..12), random)).collect();
        fields.push(("note", Value::prose(&lines.join("\n"))));
    }
    let fields = fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    Edit::Add { kind: RecordKind::Task, id, fields }
}

/// A tag list: as many rows of the `tags` register as asked for, half of their columns filled.
#[allow(dead_code, reason = "not every bench has tables")]
pub fn tags(count: usize) -> Workspace {
    let mut random = fastrand::Rng::with_seed(37);
    let mut workspace = Workspace::default();
    for (n, rank) in Rank::evenly(count).into_iter().enumerate() {
        let id = workspace.fresh_id(RecordKind::Row, &mut random);
        let number = |random: &mut fastrand::Rng| random.u32(0..900).to_string();
        let cells = [
            ("tag_id", format!("MX{:02}.TT{n:06}", n % 40)),
            ("name", WORDS[random.usize(..WORDS.len())].repeat(2)),
            ("equip_id", format!("EQ-{:03}", n % 200)),
            ("dtype", "float32".to_owned()),
            ("unit", "℃".to_owned()),
            ("range_low", "0".to_owned()),
            ("range_high", number(&mut random)),
            ("address", format!("4{n:05}")),
            ("word_order", "big".to_owned()),
        ];
        let cells = cells.into_iter().map(|(key, text)| (key.to_owned(), Value::text(text))).collect();
        let fields =
            [("register", Value::text("tags")), ("rank", Value::text(rank)), ("cells", Value::Map(cells))];
        let fields = fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        workspace
            .apply(Edit::Add { kind: RecordKind::Row, id, fields })
            .expect("a fresh id and known fields");
    }
    workspace
}

/// The same with evidence for its tasks, four in five with a file.
#[allow(dead_code, reason = "each bench uses its part")]
pub fn with_evidence(mut workspace: Workspace, count: usize) -> Workspace {
    let mut random = fastrand::Rng::with_seed(37);
    let tasks: Vec<Id> = workspace.tasks.iter().map(|(id, _)| id.clone()).collect();
    for n in 0..count {
        let id = workspace.fresh_id(RecordKind::Evidence, &mut random);
        let proof = ["said", "seen", "document", "measured"][random.usize(..4)];
        let mut fields = vec![
            ("task", Value::text(tasks[random.usize(..tasks.len())].as_str())),
            ("proof", Value::text(proof)),
            ("what", Value::text(format!("{}记录 {n}", WORDS[random.usize(..WORDS.len())]))),
            ("about", Value::text(format!("2026-{:02}-{:02}", random.u8(1..=12), random.u8(1..=28)))),
        ];
        if n % 5 > 0 {
            fields.push(("file", Value::text(format!("证据/{n}.pdf"))));
        }
        let fields = fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        let add = Edit::Add { kind: RecordKind::Evidence, id, fields };
        workspace.apply(add).expect("a fresh id and known fields");
    }
    workspace
}
