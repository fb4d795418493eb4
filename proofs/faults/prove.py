"""``./run prove faults``: every fault of the failure model, expected and seen."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from proofs.faults import damage, disk
from proofs.faults.shim import is_there
from proofs.faults.site import Site, apart, warm_up
from proofs.named_tests import missing
from proofs.report import Proof

_PROMISE = "二十八种故障：答复过的不丢，数不变，坏了能恢复，说得清楚"


@dataclass(frozen=True)
class Row:
    """A fault.

    Attributes:
        number: of the failure model. fault: what is wrong. due: what is promised.
        tries: what brings it about and says what was seen; none: the tests do.
        tests: what attempts it where it needs a server or a browser.
        shim: whether it needs calls that fail.
    """

    number: str
    fault: str
    due: str
    tries: Callable[[Site], str] | None = None
    tests: tuple[str, ...] = ()
    shim: bool = False


ROWS = (
    Row("F1", "导入的每一步上被杀", "全在或全不在；答复过的在", disk.killed_at_each_step),
    Row("F2", "读表的子进程死掉", "说文件损坏，别人不受影响", disk.parser_dies),
    Row("F3", "归档时磁盘满", "不导入，没有半个文件", disk.full_while_archiving, shim=True),
    Row("F3", "写登记簿时磁盘满", "不导入", disk.full_at_the_journal, shim=True),
    Row("F4", "写数据库日志时磁盘满", "读照常，腾出空间后接上", disk.full_at_the_log, shim=True),
    Row("F5", "收日志时磁盘满", "答复过的在，打开即可用", disk.full_at_the_checkpoint),
    Row("F6", "空间不足", "不收改动，页面写明", tests=("pages/test_closed_to_writing.py",)),
    Row("F7", "数据目录被别的程序占着", "说明哪个进程，不开第二个", damage.held_by_another),
    Row("F8", "两人同时导入同一个新月份", "一个入库，数只有一份", damage.two_at_once),
    Row("F9", "同一份导入两次", "说明没有变化", damage.twice),
    Row("F10、F11", "更正、撤回、恢复", "旧版都在，撤回即复原", damage.withdrawn_and_back),
    Row("F12", "时钟拨慢、拨快一年", "次序照登记簿，登录不会长生", damage.wrong_clock, shim=True),
    Row("F13", "时区不对", "数和月份相同", damage.wrong_zone),
    Row("F14", "数据库翻一位", "打开后数不变", damage.flipped),
    Row("F14", "数据库截断、清空、换掉", "移开，重建，数不变", damage.spoiled),
    Row("F15–F17", "数据库日志截断、翻位、不见", "入库的都在", damage.torn_log),
    Row("F18", "数据库里的数被改", "verify 发现，rebuild 复原", damage.wrong_counts),
    Row("F19", "内存很少", "照常", damage.little_memory),
    Row(
        "F20", "上传到一半浏览器不见", "什么都没有留下",
        tests=("access/test_attacks_load.py::test_t9_ten_uploads_cut_in_the_middle_leave_nothing",),
    ),
    Row(
        "F21", "导入时浏览器不见", "做完或没做，回来看得到",
        tests=("browser/test_work_in_hand.py", "service/test_drafts_killed.py"),
    ),
    Row(
        "F22", "导入时服务器停下", "同 F1；命令说得出做了没有",
        tests=("service/test_handed_over.py::test_a_real_board_killed_in_an_import",),
    ),
    Row("F23", "原件丢失、被换", "数照旧，verify 指出", damage.archive_changed),
    Row("F24", "换一台空机器恢复", "十分钟内，数相同", damage.backed_up),
    Row("F25", "版本变化", "见 `./run prove upgrade`", tests=("proofs/test_upgrade.py",)),
    Row("F26", "审计写不进去", "什么都不做", disk.audit_cannot_be_written, shim=True),
    Row(
        "F27", "导出的程序挂起、缺少", "限时停掉，不留进程",
        tests=(
            "exports/test_chromium.py::test_a_chromium_that_hangs_is_killed_with_its_children",
            "exports/test_chromium.py::test_without_chromium_the_sentence_says_what_to_do",
        ),
    ),
    Row("F28", "打不开更多文件", "说明，之后照常", disk.few_descriptors),
    Row("读写", "写入、落盘报 EIO", "不导入或已入库，从不半截", disk.calls_that_fail, shim=True),
    Row("读写", "归档读不出来", "verify 指出，数照旧", disk.reads_that_fail, shim=True),
    Row("账号", "账号库坏了，看板开着", "谁也不放行，拷回即恢复", damage.accounts_spoiled),
)  # fmt: skip
#: What the short form tries; tests of the store and of the door try much of the rest.
_SHORT = (
    disk.killed_at_each_step, disk.full_at_the_log, disk.audit_cannot_be_written,
    disk.calls_that_fail, damage.wrong_clock, damage.torn_log, damage.accounts_spoiled,
)  # fmt: skip


def prove(count: int, seed: int, quick: bool) -> Proof:
    """Bring about every fault; ``quick`` the short form; the other arguments say nothing."""
    faults, cells, tried = list[str](), list[str](), 0
    with tempfile.TemporaryDirectory() as folder:
        warm_up(Path(folder))
    for row in ROWS:
        if row.tries is None:
            gone = missing(row.tests)
            faults += [f"{row.number}：没有测试 {one}" for one in gone]
            seen = "由测试：" + "、".join(f"`{Path(one).name}`" for one in row.tests)
        elif row.shim and not is_there():
            seen = "这里没有试：没有 C 编译器，或不是 Linux"
        elif quick and row.tries not in _SHORT:
            seen = "短的形式不试"
        else:
            found = _tried(row.tries, quick)
            faults += [f"{row.number} {row.fault}：{one}" for one in found["faults"]]
            seen, tried = found["seen"], tried + 1
        cells.append(f"| {row.number} | {row.fault} | {row.due} | {seen.replace('|', '／')} |")
    table = ["| 编号 | 故障 | 应当 | 看到 |", "|---|---|---|---|", *cells]
    by_test = sum(row.tries is None for row in ROWS)
    what = f"{len(ROWS)} 行：当场试 {tried}，由测试 {by_test}" + ("（短的形式）" if quick else "")
    result = f"不符 {len(faults)} 处"
    return Proof("faults", _PROMISE, what, result, tuple(faults), "\n".join(table))


def _tried(tries: Callable[[Site], str], quick: bool) -> dict[str, Any]:
    """One fault in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:

        def work() -> dict[str, Any]:
            site = Site(Path(folder), quick)
            return {"seen": tries(site), "faults": site.faults}

        found: dict[str, Any] = apart(work)
    if "fault" in found:
        return {"seen": "没有试完", "faults": [found["fault"]]}
    return found
