//! `Command`: everything a user can do with a key, with its name in both languages. The key table binds
//! commands to keys; dispatch, footer and help all read the two.

use super::widget::list::Step;
use crate::text::Phrase;
use serde::Deserialize;

macro_rules! commands { ($($name:ident $short_zh:literal $zh:literal, $short_en:literal $en:literal;)*) => {
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
    pub enum Command { $($name),* }

    impl Command {
        pub const ALL: &'static [Command] = &[$(Command::$name),*];

        /// One or two words for the footer.
        pub const fn short(self) -> Phrase {
            match self { $(Command::$name => Phrase::new($short_zh, $short_en)),* }
        }

        /// The sentence in the help.
        pub const fn label(self) -> Phrase {
            match self { $(Command::$name => Phrase::new($zh, $en)),* }
        }
    }
} }

commands! {
    Quit "退出" "退出程序（自动保存）", "quit" "Quit (everything is saved)";
    Help "帮助" "帮助：本页所有键与命令，可查找、可执行", "help" "Help: all keys and commands here; search it, run from it";
    Save "保存" "立即保存（平时自动保存）", "save" "Save now (it also saves by itself)";
    LetGo "放弃改动" "文件被退回旧版本时：放弃此处的改动（可撤销）", "let go" "When the file went back: let go of the changes here (undo brings them back)";
    Git "git" "git：同步、提交，看改动，配置合并驱动", "git" "git: sync, commit, what changed, set up the driver";
    Repaint "重绘" "重绘屏幕", "repaint" "Repaint the screen";
    Suspend "挂起" "挂起到后台，回到 shell（fg 返回）", "suspend" "Suspend to the shell (fg comes back)";
    Undo "撤销" "撤销上一步", "undo" "Undo the last step";
    Redo "重做" "重做撤销的一步", "redo" "Redo what was undone";
    Language "English" "切换界面语言（中文 / English）", "中文" "Switch the language (中文 / English)";
    Copy "复制" "复制当前行到剪贴板", "copy" "Copy the line to the clipboard";
    Goto "去往" "去往：阶段、总览、条文、开始页……", "go to" "Go to: stages, overview, clauses, start page …";
    Overview "总览" "总览：五阶段进度，逾期、临期、受阻、我的", "overview" "Overview: progress, late, due, blocked, mine";
    Stage1 "总体规划" "阶段 1 总体规划", "planning" "Stage 1, overall planning";
    Stage2 "整体设计" "阶段 2 整体设计", "design" "Stage 2, overall design";
    Stage3 "实施准备" "阶段 3 实施准备", "preparation" "Stage 3, implementation preparation";
    Stage4 "平台实施" "阶段 4 平台实施", "implementation" "Stage 4, platform implementation";
    Stage5 "平台应用" "阶段 5 平台应用", "application" "Stage 5, platform application";
    NextView "视图" "下一个视图（任务 / 条文）", "view" "Next view (tasks / clause)";
    PreviousView "上一视图" "上一个视图", "view back" "Previous view";
    StartPage "开始页" "开始页：最近、新建、示例", "start" "Start page: recent, new, demo";
    ProjectForm "项目" "修改项目信息", "project" "Edit the project";
    SetMe "我是谁" "设置我的名字", "who I am" "Say who I am";

    Up "上" "上移光标", "up" "Cursor up";
    Down "下" "下移光标", "down" "Cursor down";
    Left "左" "到左边一栏", "left" "Column to the left";
    Right "右" "到右边一栏", "right" "Column to the right";
    PageUp "上页" "上翻一页", "page up" "Page up";
    PageDown "下页" "下翻一页", "page down" "Page down";
    First "首行" "到第一行", "first" "First line";
    Last "末行" "到最后一行", "last" "Last line";
    NextColumn "换栏" "下一栏", "column" "Next column";
    PreviousColumn "回栏" "上一栏", "column back" "Previous column";
    Open "打开" "打开 / 进入", "open" "Open";
    Back "返回" "返回", "back" "Back";

    Add "新增" "在光标后新增任务", "add" "Add a task behind the cursor";
    AddBelow "子任务" "新增子任务", "subtask" "Add a subtask";
    Edit "编辑" "在表单中编辑（有标记时批量修改）", "edit" "Edit in a form (several at once when marked)";
    Rename "改名" "就地修改标题", "rename" "Change the title in place";
    Done "完成" "标为完成，再按取消", "done" "Mark as done, or not";
    SetStatus "状态" "设置状态：进行中、受阻、豁免……", "status" "Set the status: doing, blocked, waived …";
    Delete "删除" "删除任务及其子任务", "delete" "Delete with what lies below";
    Mark "标记" "标记 / 取消标记", "mark" "Mark or unmark";
    MarkRange "连选" "连选：从这里标到光标", "range" "Mark a range";
    MarkAll "全选" "标记全部 / 全部取消", "mark all" "Mark all or none";
    Find "查找" "在本页查找", "find" "Find in this pane";
    FindNext "下一个" "下一个匹配", "next" "Next match";
    FindPrevious "上一个" "上一个匹配", "previous" "Previous match";
    Filter "筛选" "筛选任务", "filter" "Filter the tasks";
    Sort "排序" "按任意字段排序", "sort" "Sort by any field";
    HideDone "隐藏完成" "隐藏 / 显示已了结的任务", "hide done" "Hide or show settled tasks";
    MoveUp "上移" "任务上移", "move up" "Move the task up";
    MoveDown "下移" "任务下移", "move down" "Move the task down";
    Indent "缩进" "缩进为上一任务的子任务", "indent" "Make it a subtask of the one above";
    Outdent "提升" "提升一级", "outdent" "Raise it one level";
    MoveTo "移到要素" "移到另一个要素", "move to" "Move to another element";
    Depends "前置" "选择前置任务", "depends" "Choose what it comes after";
    Note "备注" "写备注", "note" "Write the note";
    NoteOutside "外部编辑" "用 $EDITOR 写备注", "editor" "Write the note in $EDITOR";
    AddEvidence "证据" "新增证据", "evidence" "Add evidence";
    Adopt "采用模板" "补回未采用的任务模板", "adopt" "Adopt task templates that are missing";
    ToClause "看条文" "看该任务对应的条文", "clause" "See the clause of the task";

    Disputes "争议" "争议：双方都改过、等人裁定的地方", "disputes" "Disputes: what both sides changed, to be decided";
    Choose "选定" "看候选；再按选定光标处的一项", "choose" "See the candidates; again to choose the one at the cursor";
    Take "取候选" "取这个编号的候选", "take" "Take the candidate of this number";
    KeepBefore "改动前" "保持改动前的值；保留被删除的记录", "before" "Keep it as it was before; keep a deleted record";
    TakeBoth "都要" "两者都要（长文字、多值字段）", "both" "Take both (notes and sets)";
    EditDisputed "改写" "以光标处的候选为底改写后裁定", "edit" "Edit the candidate at the cursor, which settles it";
    FollowDeletion "删除" "按删除办：删除有争议的记录", "delete" "Delete the disputed record, as one side did";
    SettleRecord "整条" "一次裁定这条记录的各处争议", "all of it" "Settle all disputes of the record at once";
    NextDispute "下一条" "下一条争议", "next" "Next dispute";
    PreviousDispute "上一条" "上一条争议", "previous" "Previous dispute";
    ToRecord "看记录" "去往这条记录", "record" "Go to the record";

    Evidence "证据" "证据：各要素、各任务由什么证明，缺口在哪里", "evidence" "Evidence: what proves each element and task, and the holes";
    EditEvidence "编辑" "修改证据", "edit" "Edit the evidence";
    DeleteEvidence "删除" "删除证据记录（文件不动）", "delete" "Delete the record of evidence (its file stays)";
    RelinkFile "关联" "重新关联文件", "relink" "Link another file";
    AcceptFile "接受" "接受文件现在的内容，记下校验值", "accept" "Accept the file as it is now, and note its hash";
    CheckFiles "核对" "重新核对所有关联的文件", "check" "Read all linked files anew";
    HolesOnly "缺口" "只看缺口：已完成无证据、仅口头、文件变动或找不到", "holes" "Holes only: done without proof, hearsay, files changed or missing";
    FilterEvidence "筛选" "按缺口、证明力、阶段、要素筛选", "filter" "Filter by hole, proof, stage, element";
    FoldEvidence "收拢" "收拢或展开各任务的证据", "fold" "Fold or unfold the evidence of all tasks";
    ToTask "看任务" "去往这个任务", "task" "Go to the task";

    NewWorkspace "新建" "新建工作区", "new" "New workspace";
    OpenPath "打开路径" "输入路径打开工作区", "open path" "Open a workspace by its path";
    Demo "示例" "打开示例工厂", "demo" "Open the demo plant";

    Accept "确定" "确定", "accept" "Accept";
    Cancel "取消" "取消", "cancel" "Cancel";
    NextField "下一项" "下一项", "next field" "Next field";
    PreviousField "上一项" "上一项", "previous field" "Previous field";
    CaretLeft "左移" "光标左移；选项换上一个", "left" "Caret left; previous choice";
    CaretRight "右移" "光标右移；选项换下一个", "right" "Caret right; next choice";
    CaretUp "上移" "光标上移", "up" "Caret up";
    CaretDown "下移" "光标下移", "down" "Caret down";
    CaretHome "行首" "到行首", "home" "Start of line";
    CaretEnd "行尾" "到行尾", "end" "End of line";
    Backspace "退格" "删除前一字", "backspace" "Delete the character before";
    DeleteForward "删后" "删除后一字", "delete" "Delete the character behind";
    DeleteWord "删词" "删除前一词", "delete word" "Delete the word before";
    ClearLine "清空" "清空本行", "clear" "Clear the line";
    UndoTyping "撤销输入" "撤销输入", "undo typing" "Undo typing";
    NewLine "换行" "换行", "new line" "New line";
}

impl Command {
    /// Whether it begins a change of the workspace: said no to at once where that may only be looked at.
    pub fn changes(self) -> bool {
        use Command as C;
        let of_tasks = matches!(
            self,
            C::Add
                | C::AddBelow
                | C::Edit
                | C::Rename
                | C::Done
                | C::SetStatus
                | C::Delete
                | C::Note
                | C::NoteOutside
                | C::MoveUp
                | C::MoveDown
                | C::Indent
                | C::Outdent
                | C::MoveTo
                | C::Depends
                | C::AddEvidence
                | C::Adopt
        );
        let of_disputes = matches!(
            self,
            C::Take | C::KeepBefore | C::TakeBoth | C::EditDisputed | C::FollowDeletion | C::SettleRecord
        );
        let of_evidence = matches!(self, C::EditEvidence | C::DeleteEvidence | C::RelinkFile | C::AcceptFile);
        of_tasks
            || of_disputes
            || of_evidence
            || matches!(self, C::ProjectForm | C::Undo | C::Redo | C::LetGo)
    }

    /// The step of a cursor that the command is.
    pub fn step(self) -> Option<Step> {
        Some(match self {
            Command::Up => Step::Up,
            Command::Down => Step::Down,
            Command::PageUp => Step::PageUp,
            Command::PageDown => Step::PageDown,
            Command::First => Step::First,
            Command::Last => Step::Last,
            _ => return None,
        })
    }
}
