"""Kills, full disks, calls that fail, few descriptors: what is in the middle when they strike."""

import errno
import os
import resource
from collections import Counter
from pathlib import Path

from chuangmo.service.imports import importing
from chuangmo.store.copies.verify import verify
from chuangmo.store.crash_points import ARROWS, FIRST_IN
from loaders.model.staged import Hints
from proofs.faults.shim import failing
from proofs.faults.site import (
    APRIL,
    WHO,
    Site,
    apart,
    has_struck,
    import_april,
    judged,
    look,
    opened,
    settings_of,
    words_of,
)

#: Ten sizes at which a disk is full, in bytes.
SIZES = (0, 1, 16, 64, 128, 256, 512, 1_024, 2_048, 4_096)
_PLACES = {"归档": "home/archive/", "登记簿": "home/journal.jsonl", "数据库": "board.duckdb.wal"}
_OTHERS = {"审计": "audit.sqlite", "副本": "witness/journal.jsonl"}


def killed_at_each_step(site: Site) -> str:
    """F1: at every arrow of an import the process is killed."""
    wrong = Counter[bool]()
    arrows = list(ARROWS) if not site.quick else [FIRST_IN - 1, FIRST_IN]
    for number in arrows:
        with site.home() as home:
            answer = import_april(home, {"FAULT_AT": str(number)})
            came = judged(site, home, {"fault": "进程被杀"}, f"第 {number} 步")
            site.need(words_of(answer) == "进程死了", f"第 {number} 步没有被杀：{answer}")
            site.need(came == (number >= FIRST_IN), f"第 {number} 步：在不在不对")
            wrong[came] += 1
    return f"{len(arrows)} 步各杀一次：全在 {wrong[True]}，全不在 {wrong[False]}"


def full_while_archiving(site: Site) -> str:
    """F3."""
    return _full(site, "归档")


def full_at_the_journal(site: Site) -> str:
    """F3, the commit point."""
    return _full(site, "登记簿")


def full_at_the_log(site: Site) -> str:
    """F4."""
    return _full(site, "数据库")


def _full(site: Site, place: str) -> str:
    came, struck, said = 0, 0, Counter[str]()
    sizes = SIZES[:: site.times(10, 1)]
    for size in sizes:
        with site.home() as home:
            answer = import_april(home, failing(_PLACES[place], "write", errno.ENOSPC, size))
            struck += has_struck(home)
            came += judged(site, home, answer, f"{place}写到 {size} 字节满")
            said[_told(answer)] += 1
            _once_more(site, home, f"{place}腾出空间以后")
    site.need(struck > 0, f"{place}：没有一次写满")
    told = f"{len(sizes)} 种大小，写满 {struck} 次：{_counted(said)}"
    return f"{told}；腾出空间后都在或导入得进去，此前已在的 {came} 次"


def full_at_the_checkpoint(site: Site) -> str:
    """F5: the database file itself cannot grow when the log is folded into it."""

    def work() -> object:
        with opened(site.folder / "home") as board:
            done = importing.import_file(board, WHO, APRIL, "4月.csv", Hints(), reason="核对过")
            soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
            resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
            board.close()  # folds the log into the file: not possible now
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
            return {"status": done.status}

    with site.home() as home:
        answer = apart(work)
        came = judged(site, home, answer, "收日志时满")
        site.need(came, f"收日志时满：答复过的不在了（{answer}）")
    return "答复过的在，打开即可用"


def calls_that_fail(site: Site) -> str:
    """Input and output errors, one kind of call and one place at a time."""
    places = {**_PLACES, **_OTHERS}
    cases = [(place, op) for place in places for op in ("write", "sync")][:: site.times(6, 1)]
    said, came = Counter[str](), 0
    for place, op in cases:
        with site.home() as home:
            answer = import_april(home, failing(places[place], op, errno.EIO))
            site.need(has_struck(home), f"{place} {op}：没有打中")
            came += judged(site, home, answer, f"{place} {op} 出错")
            said[_told(answer)] += 1
            _once_more(site, home, f"{place} {op} 出错以后")
    return f"{len(cases)} 处写入、落盘报 EIO：{_counted(said)}；之后各项核对通过，都能再导入"


def reads_that_fail(site: Site) -> str:
    """Input errors while the archive is read: told, nothing changed."""

    def work() -> object:
        os.environ.update(failing("home/staged/", "read", errno.EIO))
        checks = verify(settings_of(site.folder / "home"))
        return {"status": "；".join(one.detail for one in checks if not one.ok)}

    with site.home() as home:
        answer = apart(work)
        site.need(bool(words_of(answer)), "读不出归档，verify 却说好")
        judged(site, home, {"fault": "没有导入"}, "读出错以后")
    return "verify 指出读不出的文件，数照旧"


def audit_cannot_be_written(site: Site) -> str:
    """F26: no audit, no act."""
    with site.home() as home:
        answer = import_april(home, failing("audit.sqlite", "write", errno.ENOSPC))
        came = judged(site, home, answer, "审计写不进去")
        site.need(has_struck(home) and not came, "审计写不进去，却导入了")
    return f"不导入：{words_of(answer)[:60]}"


def few_descriptors(site: Site) -> str:
    """F28: the process may open no more files."""

    def work() -> object:
        with opened(site.folder / "home") as board:
            soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
            resource.setrlimit(resource.RLIMIT_NOFILE, (3, hard))
            try:
                done = importing.import_file(board, WHO, APRIL, "4月.csv", Hints(), reason="核对过")
                return {"status": done.status}
            finally:
                resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))

    with site.home() as home:
        answer = apart(work)
        judged(site, home, _as_pages_tell(answer), "打不开更多文件")
        _once_more(site, home, "有了描述符以后")
    return f"不导入：{words_of(answer)[:50]}；之后照常"


def _as_pages_tell(answer: object) -> object:
    """An error of the system as pages and commands tell it: a number, nothing in English."""
    words = words_of(answer)
    return {"fault": "程序内部出错，未写入"} if words.startswith("OSError") else answer


def _once_more(site: Site, home: Path, what: str) -> None:
    """After the fault is over the same file goes in, or is known to be in."""
    status = words_of(import_april(home))
    site.need(status in ("committed", "unchanged"), f"{what}导入不了：{status}")


def _told(answer: object) -> str:
    words = words_of(answer)
    known = {"committed": "已入库", "pending": "已登记、稍后入库"}
    return known.get(words, "说明没有导入")


def _counted(said: Counter[str]) -> str:
    return "、".join(f"{words} {number}" for words, number in said.items())


def parser_dies(site: Site) -> str:
    """F2: files on which parsers abort or never end."""
    header = bytes.fromhex("d0cf11e0a1b11ae1") + b"\x00" * 16 + b"\xff" * 588
    books = {"旧版文件头": ("坏.xls", header), "不是表": ("坏.xlsx", b"PK\x03\x04" + b"\x00" * 600)}

    def work() -> object:
        with opened(site.folder / "home") as board:
            found = {}
            for name, (file, data) in books.items():
                staged = importing.preview(board, WHO, data, file, Hints())
                found[name] = staged.rejected is not None
            return found

    with site.home() as home:
        found = apart(work)
        site.need(found == dict.fromkeys(books, True), f"没有拒绝：{found}")
        site.need("fault" not in look(home), "之后打不开")
    return f"{len(books)} 种都拒绝，看板照常"
