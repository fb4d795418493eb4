"""A home begins anew: its data move into a home of their own beside it, a prepared one comes in.

Accounts, audit and the settings of the server stay. First the new journal and overlay are made
ready in ``HOME/renewing.home``; then a mark is written, the commit point. Cut short before it, the
home is as it was; after it, the next opening goes on where it ended.
"""

import json
import os
import secrets
import shutil
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from chuangmo.identity import FILE as IDENTITY
from chuangmo.identity import name_alone, name_anew
from chuangmo.operating_system import sync_folder
from chuangmo.store.crash_points import (
    RENEWAL_AWAY,
    RENEWAL_MARKED,
    RENEWAL_MOVED,
    RENEWAL_NAMED,
    RENEWAL_PLACED,
    RENEWAL_READY,
    arrow,
)
from chuangmo.store.durable import write_durably
from chuangmo.store.errors import StoreFault, StoreRefusal
from chuangmo.store.home.paths import DRAFTS, Home
from chuangmo.store.journal import last_line

#: Everything in a home that belongs to its journal. The rest (accounts, audit, settings of the
#: server, quarantine, files of others) belongs to the place.
PARTS = (
    "journal.jsonl", "journal-tail", "witness", "archive", "staged", "attached", "catalog",
    "board.duckdb", "board.duckdb.wal", "rebuilt.duckdb", "replaced.duckdb", DRAFTS,
)  # fmt: skip


@dataclass(frozen=True)
class Renewal:
    """What the mark says.

    Attributes:
        aside: name of the folder beside the home that the data go to.
        city: that the home is set up for from now on.
        home: the new name of the home in ``home.json``; the data keep the old one.
        away: whether everything has gone; then the prepared parts come in.
    """

    aside: str
    city: str
    home: str
    away: bool = False


def free_beside(home: Home) -> Path:
    """The first free name beside the home: ``HOME-demo``, ``HOME-demo2`` and so on."""
    number, root = 1, home.root
    while _is_taken(place := root.with_name(f"{root.name}-demo{number if number > 1 else ''}")):
        number += 1
    return place


def place_beside(home: Home) -> Path:
    """A folder beside the home for its data, made and named as a home: ``HOME-demo`` or numbered.

    Raises:
        StoreRefusal: nothing can be made there, or it lies on another disk; nothing was changed.
    """
    place, root = free_beside(home), home.root
    try:
        place.mkdir(exist_ok=True)
        last = last_line(home.journal)
        name_alone(root, place, last[0] if last else 0)
        sync_folder(root.parent)
    except OSError as error:
        drop_place(place)
        raise StoreRefusal(
            f"演示数据要原样移到 {place}，那里放不下（{error.strerror}）。请把 {root.parent} "
            "的写权限给运行看板的用户，或另指一个空的数据目录（--home 或 CHUANGMO_HOME）从头开始。"
        ) from error
    return place


def drop_place(place: Path) -> None:
    """Remove a folder that nothing was moved to."""
    if not _is_taken(place):
        shutil.rmtree(place, ignore_errors=True)


def _is_taken(place: Path) -> bool:
    """Whether something of somebody lies there; a place made by a renewal cut short is free."""
    if not place.is_dir():
        return place.exists() or place.is_symlink()
    return any(one.name != IDENTITY for one in place.iterdir())


def clear_fresh(home: Home) -> None:
    """Remove what was made ready and not used."""
    if not home.renewing.exists():
        shutil.rmtree(home.fresh, ignore_errors=True)


def commit_renewal(home: Home, aside: Path, city: str) -> None:
    """From here on the home begins anew, whatever happens; ``OSError`` where it cannot be written.

    The parts are moved by :func:`finish_renewal`, which the next opening calls.
    """
    for name in set(os.listdir(home.fresh)) - set(PARTS):
        path = home.fresh / name
        path.unlink() if path.is_file() else shutil.rmtree(path)
    arrow(RENEWAL_READY)
    _mark(home, Renewal(aside.name, city, secrets.token_hex(16)))
    arrow(RENEWAL_MARKED)


def finish_renewal(home: Home) -> list[str]:
    """Move what a renewal still has to move; a sentence where there was one, else nothing.

    Called with the lock of the home held, before anything of it is read.

    Raises:
        StoreFault: the mark cannot be read, or a part cannot be moved; the next opening goes on.
    """
    if not home.renewing.exists():
        clear_fresh(home)
        return []
    try:
        renewal = Renewal(**json.loads(home.renewing.read_bytes()))
        aside = home.root.with_name(renewal.aside)
        if not renewal.away:
            _move(home.root, aside, RENEWAL_MOVED)
            renewal = replace(renewal, away=True)
            _mark(home, renewal)
            arrow(RENEWAL_AWAY)
        _move(home.fresh, home.root, RENEWAL_PLACED)
        name_anew(home.root, renewal.home)
        arrow(RENEWAL_NAMED)
        shutil.rmtree(home.fresh, ignore_errors=True)
        home.renewing.unlink()
        sync_folder(home.root)
    except (ValueError, TypeError) as error:
        raise StoreFault(
            f"{home.renewing}：读不出来（{error}）。请从备份恢复，或把演示数据目录里的各项移回。"
        ) from error
    except OSError as error:
        raise StoreFault(
            f"{home.root}：设置城市没有做完（{error.strerror}），原来的数据一样没有少。"
            "请检查权限和磁盘空间，再启动看板，会接着做完。"
        ) from error
    return [f"原来的演示数据在 {aside}，要看时用 CHUANGMO_HOME={aside} ./run 启动。"]


def _move(source: Path, target: Path, point: str) -> None:
    """Move the parts that are still in ``source``."""
    target.mkdir(exist_ok=True)
    for name in PARTS:
        if (source / name).exists():
            os.rename(source / name, target / name)
            arrow(point)
    if source.is_dir():
        sync_folder(source)
    sync_folder(target)


def _mark(home: Home, renewal: Renewal) -> None:
    text = json.dumps(asdict(renewal), ensure_ascii=False).encode()
    write_durably(home.renewing, text, home.root / "renewing.new")
