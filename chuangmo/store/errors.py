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
    """

    def __init__(self, line: int, reason: str) -> None:
        self.line = line
        super().__init__(f"journal.jsonl 第 {line} 行：{reason}。请用最近一次备份恢复日志。")


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
    """Another change came between preview and confirmation; nothing was written.

    Attributes:
        diff: the comparison with the values as they are now.
    """

    def __init__(self, diff: Diff, by: str = "", at: str = "") -> None:
        self.diff = diff
        who = f"{by} 已于 {at} 提交了改动" if by else "数据在预览之后有了改动"
        super().__init__(
            f"{who}，本次未导入。现在比较：新增 {diff.added}、改变 {diff.changed}、"
            f"不变 {diff.unchanged}。请核对差异后再确认。"
        )
