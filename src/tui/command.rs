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
    Search "查全部" "查找全部内容：任务、条文、台账、决策、证据、术语、命令", "search" "Find anything: tasks, clauses, rows, decisions, evidence, terms, commands";
    Palette "命令" "命令：所有命令和按键，按名称查找并执行", "commands" "Commands: all of them with their keys; find by name and run";
    Learn "学按键" "学按键：按什么键，就说它在这里做什么", "learn" "Learn the keys: each one says what it does here";
    Tour "导览" "导览：三步认识五步，随时可以结束", "tour" "Tour: three steps around the workbench, left at any moment";
    GoBack "后退" "回到之前的位置", "back" "Back to where you were before";
    GoForward "前进" "前进到退回之前的位置", "forward" "Forward again";
    Bookmarks "书签" "书签：加上、去掉，去往标过的位置", "bookmarks" "Bookmarks: mark this place, go to marked ones";
    OnlyGroup "只看一组" "只看下一组结果，再按看全部", "one group" "One group of hits alone, then the next, then all";
    NameSearch "存查找" "把输入的查找存下来，起个名字", "save search" "Save what is typed as a search with a name";
    ForgetSearch "删查找" "删除光标处存下的查找", "delete search" "Delete the saved search under the cursor";
    Save "保存" "立即保存（平时自动保存）", "save" "Save now (it also saves by itself)";
    LetGo "放弃改动" "文件被退回旧版本时：放弃此处的改动（可撤销）", "let go" "When the file went back: let go of the changes here (undo brings them back)";
    Git "git" "git：同步、提交，看改动，配置合并驱动", "git" "git: sync, commit, what changed, set up the driver";
    Mouse "鼠标" "鼠标：关 / 开（关掉后可以用鼠标选取文字）", "mouse" "The mouse off or on (off, text can be selected with it)";
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
    NextView "视图" "下一个视图（任务、条文、台账）", "view" "Next view (tasks, clause, registers)";
    PreviousView "上一视图" "上一个视图", "view back" "Previous view";
    StartPage "开始页" "开始页：最近、新建、示例", "start" "Start page: recent, new, demo";
    Indicators "绩效" "绩效：指标、读数与走势", "KPIs" "Indicators: targets, readings and trends";
    Readiness "就绪度" "数据就绪度：指数、阻断项、数据源 × 维度", "readiness" "Data readiness: index, blockers, sources × dimensions";
    Plan "计划" "计划：时间轴与人日负荷", "plan" "Plan: timeline and load in person-days";
    ProjectForm "项目" "修改项目信息", "project" "Edit the project";
    Looks "外观" "外观：选择主题配色（自己的写在设置旁的 themes/ 里）", "looks" "Looks: choose a theme (your own lie in themes/ beside the config)";
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
    NextLayer "切换" "条文：转述、原文、我方注，切换只看一种", "layer" "Clause: restated, its wording, our note; one at a time";
    LinkClause "关联" "把条文关联到要素或任务（再选一次取消）", "link" "Link the clause to an element or task (again unlinks)";
    ConfirmClause "复核" "条文换版：看过差异，确认", "confirm" "New edition: the changes were looked at, confirm";
    ToClause "看条文" "看该任务对应的条文", "clause" "See the clause of the task";

    EditCell "编辑" "就地编辑这一格（有标记时改所有标记行）", "edit" "Edit the cell (of all marked rows when marked)";
    ClearCell "清空格" "清空这一格（有标记时清空所有标记行）", "clear cell" "Empty the cell (of all marked rows when marked)";
    AddRow "新增" "在光标后新增一行，先写编号", "add" "Add a row behind the cursor; its key comes first";
    DuplicateRow "复制行" "复制这一行，编号递增", "duplicate" "Duplicate the row with the next free key";
    DeleteRow "删除" "删除这一行（有标记时删除所有标记行）", "delete" "Delete the row (all marked rows when marked)";
    FillDown "向下填充" "向下填充：标记行取首行的值；无标记时取上一行的值", "fill down" "Fill down: marked rows take the first one's value, else the row takes that above";
    RowUp "上移" "行上移", "move up" "Move the row up";
    RowDown "下移" "行下移", "move down" "Move the row down";
    FilterRows "筛选" "筛选行：有问题的、本列的值、文字……", "filter" "Filter the rows: findings, values of the column, text …";
    SortRows "排序" "按光标所在列排序，再按反向，再按恢复", "sort" "Sort by the column; again turns it round, then back";
    Columns "列" "列：显示与隐藏，新增、改名、删除自定义列", "columns" "Columns: show, hide; add, rename, delete own ones";
    Totals "合计" "合计：计数、填充率、求和、各选项占比", "totals" "Totals: counts, filled share, sums, share by choice";
    LinkRow "关联" "把这一行关联到任务或证据", "link" "Link the row to tasks or evidence";
    NextFinding "下一问题" "到下一处有问题的格", "next finding" "To the next cell with a finding";
    NextRegister "下一台账" "本阶段的下一个台账", "register" "The next register of the stage";
    PreviousRegister "上一台账" "本阶段的上一个台账", "register back" "The register before";

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

    AddReading "读数" "给光标处的指标新增读数", "reading" "Add a reading to the indicator";
    AddIndicator "新指标" "新增指标", "indicator" "Add an indicator";
    EditFigure "编辑" "编辑光标处的指标或读数", "edit" "Edit the indicator or reading";
    DeleteFigure "删除" "删除光标处的指标（连同读数）或读数", "delete" "Delete the reading, or the indicator with its readings";
    TakeOver "采用" "把读数采用为指标表的实际值和测算期", "take over" "Take the reading over as the actual value of the KPI table";

    MeasureExport "画像" "给光标处的数据源测量一份导出（CSV、XLSX）", "measure" "Measure an export for the source (CSV, XLSX)";
    MeasureTags "测点表" "给光标处的数据源测量一份点表或字段清单", "tag list" "Measure a tag list for the source";
    MeasureByHand "填写" "人工填写：接入阶梯、核对、历史与工况、权属与安全", "by hand" "Write down what no file tells: access, checks, history, ownership";
    GapTasks "生成任务" "由缺口生成阶段 3 的任务（一步，可撤销）", "tasks" "Make tasks of stage 3 out of gaps (one step, undo takes it back)";
    ModelNumbers "阈值" "查看、修改本工作区的阈值与权重", "thresholds" "See and change the thresholds and weights of this workspace";
    FilterSources "筛选" "按车间、类别、重要度筛选数据源", "filter" "Filter the sources by area, kind, importance";
    NextBlocker "下一阻断" "到下一个阻断项", "next blocker" "To the next thing that blocks";
    DeleteMeasurement "删除测量" "删除光标处的这次测量", "delete" "Delete the measurement under the cursor";
    ToSource "看台账" "去往数据资源目录中的这一行", "catalogue" "Go to the row of the source catalogue";
    KeepMeasured "记入" "把测得的数字记为该数据源的一次测量（一步，可撤销）", "keep" "Keep the figures as a measurement of the source (one step, undo takes it back)";
    PickTime "时间列" "指定时间列", "time column" "Say which column holds the time";
    TypePeriod "周期" "指定应有的周期", "period" "Say which period records ought to have";

    DayEarlier "早一天" "任务整体提前一天", "day earlier" "Move the task a day earlier";
    DayLater "晚一天" "任务整体推后一天", "day later" "Move the task a day later";
    WeekEarlier "早一周" "任务整体提前一周", "week earlier" "Move the task a week earlier";
    WeekLater "晚一周" "任务整体推后一周", "week later" "Move the task a week later";
    StartEarlier "早开始" "开始提前一天", "start earlier" "Start a day earlier";
    StartLater "晚开始" "开始推后一天", "start later" "Start a day later";
    DueEarlier "早截止" "截止提前一天", "due earlier" "Due a day earlier";
    DueLater "晚截止" "截止推后一天", "due later" "Due a day later";
    TypeDates "日期" "填写开始和截止日期", "dates" "Type start and due";
    ZoomIn "放大" "时间轴放大（周 / 月 / 季）", "zoom in" "Zoom in (week, month, quarter)";
    ZoomOut "缩小" "时间轴缩小", "zoom out" "Zoom out";
    GroupBy "分组" "按要素 / 按负责人分组", "group" "Group by element or by owner";
    ShowLoad "负荷" "时间轴 / 人日负荷", "load" "Timeline or load in person-days";
    ToToday "今天" "回到今天", "today" "Back to today";
    ToBar "到任务" "时间轴移到光标处任务的开始", "to the bar" "Scroll to the bar of the task";

    Score "打分" "给光标处打分：直接按分值数字，Enter 看各分含义", "score" "Score the cell: the digit itself, Enter shows what each score means";
    ScoreUp "加分" "分数加一", "up" "One point more";
    ScoreDown "减分" "分数减一", "down" "One point less";
    ScoreClear "清除" "清除光标处的分数或事实", "clear" "Clear the score or fact at the cursor";
    Ground "依据" "写这一分的依据", "ground" "Write the ground of the score";
    GroundOutside "外部编辑" "用 $EDITOR 写依据", "editor" "Write the ground in $EDITOR";
    ScoreForm "责任与条件" "填写依据、负责人、条件和期限", "details" "Ground, owner, condition and due day in a form";
    ChooseOption "选定" "选定 / 取消选定光标所在的方案", "choose" "Choose the option under the cursor, or not";
    Decide "定案" "定案：选定的方案、理由、日期、决定人", "decide" "Decide: the choice, its reason, day and who";
    AddOption "新增方案" "新增方案（或显示备选的第六类）", "add" "Add an option (or show the sixth mode)";
    RenameOption "改名" "修改自有方案的名称", "rename" "Rename an option of one's own";
    RemoveOption "删除方案" "删除自有方案及其评分", "remove" "Remove an option of one's own with its scores";
    NextMissing "下一缺项" "到下一处缺项", "next gap" "To the next thing that is missing";

    Answer "答复" "答复光标处的评审项；在评审记录上则修改", "answer" "Answer the criterion; on a review, edit it";
    GateEvidence "证据" "关联证据到评审项，或新增证据", "evidence" "Link evidence to the criterion, or add some";
    Waive "豁免" "豁免评审项：责任人、理由、期限、补偿措施", "waive" "Waive it: owner, reason, until when, what meanwhile";
    TakeBack "撤回" "撤回豁免、答复，或删除评审记录", "take back" "Take back a waiver or an answer, or delete a review";
    RecordReview "记录评审" "记录一次评审：日期、结论、评审人、条件", "review" "Record a review: day, verdict, people, conditions";

    Import "导入" "把 CSV 或 XLSX 表格导入台账，先看再导入", "import" "Import a CSV or XLSX table into a register, seen before it is done";
    Export "导出" "把台账导出成 Excel 或 CSV", "export" "Export a register for Excel or as CSV";
    TakeIn "导入" "按预览导入：一步，可撤销", "import" "Import it as shown: one step, undo takes it back";
    MapColumn "改对应" "选择光标处的列对应台账的哪一列", "column" "Choose which column the one at the cursor means";
    HeadUp "表头上移" "以上一行为表头（粘贴的块：首行是否表头）", "head up" "The row above is the head (a pasted block: whether its first line is)";
    HeadDown "表头下移" "以下一行为表头（粘贴的块：首行是否表头）", "head down" "The row below is the head (a pasted block: whether its first line is)";
    PickSheet "工作表" "换一个工作表", "sheet" "Choose another sheet";
    PickEncoding "编码" "指定文本表格的编码", "encoding" "Say which encoding a table of text is in";
    ClearEmpty "空格清空" "表中的空格清空 / 不动台账中的内容", "clear" "Empty cells of the table empty those of the register, or not";
    FillMerged "合并格" "纵向合并的单元格每行都按合并的值读 / 只读首行", "merged" "A cell merged over several rows counts in each, or in the first";
    HiddenColumns "隐藏列" "读 / 不读隐藏列", "hidden" "Read hidden columns, or not";
    ForgetMapping "重新识别" "放弃指定和记住的对应，按列名重新识别", "afresh" "Leave aside what was said and remembered: go by the headers";
    CompletePath "补全" "补全路径", "complete" "Complete the path";

    Visit "走查" "现场走查：按车间和产线，一处一处补齐台账、拍照", "site visit" "Site visit: by area and line, one thing after the other, with photos";
    NextStop "下一处" "到下一处", "next" "To the next thing";
    PreviousStop "上一处" "到上一处", "previous" "To the thing before";
    AnswerField "作答" "按编号作答；0 看其余选项；数字直接开始填写", "answer" "Answer by its number; 0 shows more choices; a digit begins a number";
    TypeAnswer "填写" "填写：文字、数字，或从列表中选", "write" "Write the answer, or choose it from a list";
    SkipField "跳过" "这一项稍后再说，问下一项", "skip" "Put this question off and ask the next";
    VisitLater "稍后" "这一处稍后再来，到下一处（再按取消）", "later" "Come back to this one later (again takes it back)";
    TakePhoto "照片" "选一张照片，作为这一处的证据", "photo" "Choose a photo as evidence of this thing";
    PhotoFolder "照片夹" "换一个照片文件夹", "photo folder" "Choose another folder of photos";
    VisitNote "备注" "写一句走查备注", "note" "Write a line about the visit";
    VisitPlace "位置" "说明现在的位置，记在走查和照片上", "place" "Say where you are; it is noted with visits and photos";
    AddStop "新增" "在这里新增一台（一条），先写编号", "add" "Add one here; its key comes first";
    FilterVisit "范围" "走查范围：车间，设备、数据源或点位，未填完", "range" "What to visit: area, kind, open only";

    NewWorkspace "新建" "新建工作区", "new" "New workspace";
    OpenPath "打开路径" "输入路径打开工作区", "open path" "Open a workspace by its path";
    Demo "示例" "打开示例工厂", "demo" "Open the demo plant";

    Accept "确定" "确定", "accept" "Accept";
    Toggle "勾选" "勾选 / 取消（可多选时）", "tick" "Tick or untick, where several can be picked";
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
                | C::LinkClause
                | C::ConfirmClause
        );
        let of_disputes = matches!(
            self,
            C::Take | C::KeepBefore | C::TakeBoth | C::EditDisputed | C::FollowDeletion | C::SettleRecord
        );
        let of_evidence = matches!(self, C::EditEvidence | C::DeleteEvidence | C::RelinkFile | C::AcceptFile);
        let of_figures =
            matches!(self, C::AddReading | C::AddIndicator | C::EditFigure | C::DeleteFigure | C::TakeOver);
        let of_readiness = matches!(
            self,
            C::MeasureByHand | C::GapTasks | C::DeleteMeasurement | C::MeasureExport | C::MeasureTags
        );
        let of_visits = matches!(
            self,
            C::AnswerField | C::TypeAnswer | C::TakePhoto | C::PhotoFolder | C::VisitNote | C::AddStop
        );
        let of_plan = matches!(
            self,
            C::DayEarlier
                | C::DayLater
                | C::WeekEarlier
                | C::WeekLater
                | C::StartEarlier
                | C::StartLater
                | C::DueEarlier
                | C::DueLater
                | C::TypeDates
        );
        let of_rows = matches!(
            self,
            C::EditCell
                | C::ClearCell
                | C::AddRow
                | C::DuplicateRow
                | C::DeleteRow
                | C::FillDown
                | C::RowUp
                | C::RowDown
                | C::LinkRow
        );
        let of_papers = matches!(
            self,
            C::Score
                | C::ScoreUp
                | C::ScoreDown
                | C::ScoreClear
                | C::Ground
                | C::GroundOutside
                | C::ScoreForm
                | C::ChooseOption
                | C::Decide
                | C::AddOption
                | C::RenameOption
                | C::RemoveOption
                | C::Answer
                | C::GateEvidence
                | C::Waive
                | C::TakeBack
                | C::RecordReview
        );
        let of_all = matches!(self, C::ProjectForm | C::Undo | C::Redo | C::LetGo | C::Import);
        of_tasks
            || of_disputes
            || of_evidence
            || of_figures
            || of_readiness
            || of_visits
            || of_plan
            || of_rows
            || of_papers
            || of_all
    }

    /// Whether it can be done where no workspace is open.
    pub fn needs_no_file(self) -> bool {
        matches!(
            self,
            Command::Quit
                | Command::Help
                | Command::Search
                | Command::Palette
                | Command::Learn
                | Command::Tour
                | Command::Language
                | Command::Goto
                | Command::SetMe
                | Command::StartPage
                | Command::Repaint
                | Command::Mouse
                | Command::Suspend
        ) || self.step().is_some()
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
