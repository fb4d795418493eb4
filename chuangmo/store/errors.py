"""What the store says when it cannot or will not do something; every message is Chinese."""

from chuangmo.store.rows import Diff


class StoreFault(Exception):
    """The store cannot do its work: damaged files, a full disk, a broken journal."""


class StoreHeld(StoreFault):
    """Another process holds the home.

    Attributes:
        pid: the process that holds it; 0 where it is not known.
    """

    def __init__(self, pid: int) -> None:
        self.pid = pid
        who = f"进程 {pid}" if pid else "进程号不明"
        super().__init__(
            f"数据目录：正被其他程序占用（{who}）。请等它结束，或通过正在运行的看板操作。"
        )


class JournalBroken(StoreFault):
    """The chain of the journal does not hold.

    Attributes:
        line: number of the first line that is wrong, from 1.
        said: which line and what is wrong with it, without what to do.
    """

    def __init__(self, line: int, reason: str) -> None:
        self.line = line
        self.said = f"journal.jsonl 第 {line} 行：{reason}"
        super().__init__(f"{self.said}。请用最近一次备份恢复日志。")


class ArchiveDamaged(StoreFault):
    """An archived file is missing or is no longer what its fingerprint says.

    Attributes:
        path: the file, relative to the home.
    """

    def __init__(self, path: str, reason: str) -> None:
        self.path = path
        super().__init__(f"{path}：{reason}。请从备份取回这个文件。")


class StoreRefusal(ValueError):
    """What was asked makes no sense in the present state; nothing was written."""


class WritingClosed(StoreRefusal):
    """The store is open for reading only; nothing was written.

    Its text is the one sentence of ``Store.writing_closed``: why, and what to do.
    """


class BaseMoved(Exception):
    """What a confirmation would change is no longer what was shown; nothing was written.

    Attributes:
        diff: the comparison with the values as they are now.
    """

    def __init__(self, diff: Diff, told: str = "") -> None:
        self.diff = diff
        what = told or "数据或读法（更正、表样、目录）有了改动"
        now = (
            f"现在是：新增 {diff.added}、替换 {diff.changed}、不变 {diff.unchanged}、"
            f"删除 {diff.removed}。请再核对一遍差异，无误再确认。"
        )
        if diff.nothing:
            now = "现有数据已与本文件相同，不必再导入。"
        super().__init__(f"没有导入：核对之后，{what}，差异与先前看到的不同了。{now}")
