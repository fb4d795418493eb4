"""Damaged, lost and exchanged files; a home in use; wrong clocks and zones."""

import os
import random
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from threading import Barrier, Thread

import duckdb

from chuangmo.access.accounts.accounts import FILE as ACCOUNTS
from chuangmo.access.accounts.accounts import Accounts
from chuangmo.access.accounts.database import DatabaseFault
from chuangmo.access.entrance import Entrance
from chuangmo.access.policy import Policy
from chuangmo.service.board import Board
from chuangmo.service.decisions.recovering import rebuild_database
from chuangmo.service.imports import importing
from chuangmo.store.copies.backup import backup
from chuangmo.store.copies.restoring import restore_backup
from chuangmo.store.copies.verify import verify
from chuangmo.store.database import Resources
from chuangmo.store.errors import StoreHeld
from chuangmo.store.home.paths import wal_of
from chuangmo.store.rows import Selection
from chuangmo.store.store import Store
from loaders.model.staged import Hints
from proofs.faults.shim import clock_off
from proofs.faults.site import (
    APRIL,
    WHO,
    Site,
    apart,
    import_april,
    judged,
    look,
    opened,
    settings_of,
    shown_then,
    words_of,
)
from proofs.homes.figures import figures

_YEAR = 365 * 86400
_DATABASE = "board.duckdb"


def _same(site: Site, home: Path, what: str) -> None:
    """Nothing was imported and every figure is as it was."""
    judged(site, home, {"fault": "没有导入"}, what)


def held_by_another(site: Site) -> str:
    """F7: a second board, and another program that has the database open."""

    def second() -> object:
        try:
            with opened(site.folder / "home"):
                return {"fault": "开了第二个"}
        except StoreHeld as held:
            return {"fault": str(held), "held": True}

    with site.home() as home:
        with opened(home):
            answer = apart(second)
        site.need("held" in answer, f"第二个看板：{answer}")
        _same(site, home, "第二个看板")
    return words_of(answer)[:60]


def _meet(board: Board, gate: Barrier, said: list[str]) -> None:
    gate.wait()
    done = importing.import_file(board, WHO, APRIL, "4月.csv", Hints(), reason="核对过")
    said.append(done.status)


def two_at_once(site: Site) -> str:
    """F8: two people import the same new month at the same moment."""
    for number in range(site.times(1, 4)):
        with site.home() as home:
            said = list[str]()
            with opened(home) as board:
                gate = Barrier(2)
                threads = [Thread(target=_meet, args=(board, gate, said)) for _ in range(2)]
                for one in threads:
                    one.start()
                for one in threads:
                    one.join()
            site.need(sorted(said) == ["committed", "unchanged"], f"第 {number} 次：{said}")
            judged(site, home, {"status": "committed"}, "同时导入")
    return "一个入库，另一个说明没有变化；数只有一份"


def twice(site: Site) -> str:
    """F9."""
    with site.home() as home:
        first, second = words_of(import_april(home)), words_of(import_april(home))
        site.need((first, second) == ("committed", "unchanged"), f"{first}，{second}")
        judged(site, home, {"status": first}, "同一份两次")
    return "第二次说明没有变化，一个批次"


def _of_january(rows: list[list[str]]) -> list[str]:
    return [row[5][:3] for row in rows if row[3][:7] == "2008-01" and row[1] == "城关区"]


def withdrawn_and_back(site: Site) -> str:
    """F10, F11: a correction withdrawn gives the former value, restored the correct one."""

    def work() -> object:
        with opened(site.folder / "home") as board:
            rows = [figures(board)["current"]]
            importing.withdraw(board, WHO, 3, "试")
            rows.append(figures(board)["current"])
            importing.restore(board, WHO, 3, "试")
            rows.append(figures(board)["current"])
            return {"values": [_of_january(one) for one in rows]}

    with site.home() as home:
        found = apart(work).get("values")
        site.need(found == [["120"], ["118"], ["120"]], f"更正、撤回、恢复：{found}")
        _same(site, home, "撤回又恢复")
    return "更正 120，撤回是原来的 118，恢复是 120；各版都在"


def wrong_clock(site: Site) -> str:
    """F12: a year back, a year ahead, and right again."""
    for days in (-365, 365)[: site.times(1, 2)]:
        with site.home() as home:
            answer = import_april(home, clock_off(days * 86400))
            came = judged(site, home, answer, f"时钟差 {days} 天")
            site.need(came, f"时钟差 {days} 天：{words_of(answer)}")

            def later(home: Path = home) -> object:
                with opened(home) as board:
                    seqs = [one.seq for one in board.store.entries()]
                    return {"ordered": seqs == sorted(seqs)}

            site.need(apart(later).get("ordered") is True, "次序乱了")

    def session() -> object:
        door = Entrance(site.folder / "home", "0.0.0.0", Policy())
        os.environ.update(clock_off(_YEAR))
        token = door.sessions.begin("boss", "")
        del os.environ["CHUANGMO_FAULT_CLOCK"]
        return {"alive": door.sessions.of_token(token) is not None}

    with site.home():
        site.need(apart(session).get("alive") is False, "拨快一年时的登录，拨回后还有效")
    return "拨慢、拨快一年导入的次序照登记簿；拨快时的登录拨回后失效"


def wrong_zone(site: Site) -> str:
    """F13."""
    for zone in ("UTC", "America/New_York", "Pacific/Kiritimati"):

        def work(zone: str = zone) -> object:
            os.environ["TZ"] = zone
            time.tzset()
            with opened(site.folder / "home") as board:
                return {"same": figures(board)["current"] == shown_then()["current"]}

        with site.home():
            site.need(apart(work).get("same") is True, f"{zone}：数不同")
    return "三个时区的数、月份相同"


def _opened_after(
    site: Site, what: str, times: int, harm: Callable[[Path, random.Random], None]
) -> str:
    dice, found = random.Random(7), 0
    for number in range(times):
        with site.home() as home:
            harm(home / _DATABASE, dice)
            seen = look(home)
            site.need(seen.get("figures") == shown_then(), f"{what} {number}：{seen}")
            told = seen.get("checks", [])
            site.need(all(one.startswith("database") for one in told), f"{what} {number}：{told}")
            if told:
                found += 1
                apart(partial(_rebuilt, home))
                _same(site, home, f"{what} {number}，重建以后")
    return f"{times} 次打开后数都不变；{found} 次由 verify 指出，重建后全好"


def _rebuilt(home: Path) -> object:
    return vars(rebuild_database(settings_of(home), WHO))


def flipped(site: Site) -> str:
    """F14: single bits of the database."""

    def harm(path: Path, dice: random.Random) -> None:
        data = bytearray(path.read_bytes())
        data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
        path.write_bytes(data)

    return _opened_after(site, "数据库翻一位", site.times(3, 30), harm)


def spoiled(site: Site) -> str:
    """F14: cut, emptied, filled with zeros, exchanged."""

    def ways(data: bytes) -> list[bytes]:
        return [data[: len(data) // 2], b"", b"\0" * 8192, b"SQLite format 3\0" * 99, data[4096:]]

    for number in range(site.times(2, 5)):
        with site.home() as home:
            path = home / _DATABASE
            path.write_bytes(ways(path.read_bytes())[number])
            _same(site, home, f"数据库换坏 {number}")
    return "截断、清空、全零、换成别的文件，打开后数都不变"


def _with_log(home: Path) -> bytes:
    """Import April and die, so that its rows are in the log alone; the log."""

    def work() -> None:
        board = Store.open(settings_of(home))
        board.close()
        with opened(home) as again:
            importing.import_file(again, WHO, APRIL, "4月.csv", Hints(), reason="核对过")
            os._exit(0)

    apart(work)
    log = wal_of(home / _DATABASE)
    return log.read_bytes() if log.exists() else b""


def torn_log(site: Site) -> str:
    """F15, F16, F17: the log cut anywhere, flipped, gone."""
    dice = random.Random(9)
    lengths = site.times(1, 10)
    with site.home() as home:
        whole = _with_log(home)
        site.need(len(whole) > 100, "没有日志可试")
    for number in range(2 * lengths + 1):
        with site.home() as home:
            data = bytearray(_with_log(home))
            if number < lengths:
                data = data[: dice.randrange(1, len(data))]
            elif number < 2 * lengths:
                data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)
            log = wal_of(home / _DATABASE)
            log.write_bytes(data) if number < 2 * lengths else log.unlink()
            came = judged(site, home, {"status": "committed"}, f"日志 {number}")
            site.need(came, f"日志 {number}：入库的不在了")
    return f"截断 {lengths} 处、翻一位 {lengths} 处、整个不见：入库的都在"


def wrong_counts(site: Site) -> str:
    """F18: rows of the database changed behind the board's back."""
    with site.home() as home:
        link = duckdb.connect(str(home / _DATABASE))
        link.execute("update observations set value = value + 1 where batch = 2")
        link.close()
        checks = apart(lambda: [c.detail for c in verify(settings_of(home), deep=True) if not c.ok])
        site.need(bool(checks) and "fault" not in checks, "改了数据库里的数，verify 没有发现")
        apart(partial(_rebuilt, home))
        _same(site, home, "重建以后")
    return f"verify 发现：{str(checks[0])[:60]}；rebuild 后数复原"


def little_memory(site: Site) -> str:
    """F19."""

    def work() -> object:
        store = Store.open(settings_of(site.folder / "home"), Resources("50MB", 1))
        try:
            return {"rows": store.current(Selection()).num_rows}
        finally:
            store.close()

    with site.home() as home:
        answer = apart(work)
        rows = len(shown_then()["current"])
        site.need(answer.get("rows") == rows, f"50 MB：{answer}")
        _same(site, home, "50 MB 以后")
    return "50 MB 内存照常查询"


def archive_changed(site: Site) -> str:
    """F23: an original lost, one changed."""
    said = []
    for lose in (True, False):
        with site.home() as home:
            path = next(sorted_files(home / "archive"))
            path.unlink() if lose else path.write_bytes(b"other")
            seen = look(home)
            site.need(seen.get("figures") == shown_then(), "丢了原件，数变了")
            site.need(bool(seen.get("checks")), "丢了或换了原件，verify 说好")
            said += seen.get("checks", [])[:1]
    return f"数照旧；verify 说：{'；'.join(one[:40] for one in said)}"


def sorted_files(folder: Path) -> Iterator[Path]:
    """Files below a folder, in order."""
    return iter(sorted(path for path in folder.rglob("*") if path.is_file()))


def backed_up(site: Site) -> str:
    """F24, F25: restored on an empty machine, within seconds."""
    with site.home() as home:
        copy, back = site.folder / "copy", site.folder / "back"
        begun = time.monotonic()
        apart(lambda: vars(backup(settings_of(home), copy)))
        apart(lambda: vars(restore_backup(settings_of(back), copy)))
        took = time.monotonic() - begun
        _same(site, back, "恢复的")
    return f"备份、恢复共 {took:.1f} 秒，数相同"


def accounts_spoiled(site: Site) -> str:
    """The accounts file overwritten while the board runs, and laid back."""
    with site.home() as home:
        door = Entrance(home, "0.0.0.0", Policy())
        site.need(door.accounts.any(), "没有账号")
        path = home / ACCOUNTS
        whole = path.read_bytes()
        for harm in (b"", b"\0" * len(whole), whole[: len(whole) // 2], None):
            path.unlink() if harm is None else path.write_bytes(harm)
            try:
                let_in = door.standalone() or bool(Accounts(home).all())
            except DatabaseFault:
                let_in = False
            site.need(not let_in, "账号库坏了，门还开着")
        path.write_bytes(whole)
        site.need(not door.standalone() and len(Accounts(home).all()) == 2, "拷回后不认账号")
    return "清空、全零、截断、删除：谁也不放行；拷回即恢复，不必重启"
