"""Putting back journal lines that only the witness or the database still has, and saying so."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from chuangmo.settings import Settings
from chuangmo.store.crash_points import RECOVERY_ASIDE, RECOVERY_JOURNAL, RECOVERY_WITNESS, arrow
from chuangmo.store.database import Resources, close_quietly, connect
from chuangmo.store.durable import ensure_folder, set_aside, write_durably
from chuangmo.store.errors import StoreRefusal
from chuangmo.store.home.held import UNKNOWN, refilled
from chuangmo.store.home.lock import HomeLock
from chuangmo.store.home.opening import standing_of
from chuangmo.store.home.paths import Home, wal_of
from chuangmo.store.home.standing import Standing
from chuangmo.store.journal import BATCH_LINES, JournalEntry, next_line, now_text, written
from chuangmo.store.rebuild import RebuildResult, made_anew

#: Type of the line that says what was put back, from where, by whom and why.
RECOVERED: Final = "recovered"
JOURNAL, WITNESS, DATABASE = "journal", "witness", "database"
_SAID = "（登记簿缺行，由数据库补回）"


@dataclass(frozen=True)
class Recovered(RebuildResult):
    """A journal made whole as far as its witnesses go, and the database of it.

    Attributes:
        source: ``witness`` (the very lines), ``database`` (lines made anew from its rows), or
            ``journal`` where only the witness was wrong.
        lines: how many were put back.
        recovered: the imports among them: batch, file, by, at.
        unknown: how many decisions that are no imports could not be put back, for only their
            place was known; the overlay as it was lies in ``quarantine/``.
        notices: Chinese sentences: what was replaced, and what still has to be done by hand.
    """

    source: str
    lines: int
    recovered: list[dict[str, Any]]
    notices: list[str]
    unknown: int


def recover(settings: Settings, actor: str, reason: str) -> Recovered:
    """Make the journal of a home whole again from its witness or its database.

    The replaced journal is kept in ``quarantine/``; a line of its own says who did it and why.
    Lines made anew from the database keep actor, time and words, and carry ``recovered``.

    Raises:
        StoreRefusal: nothing is missing, nothing is left to recover from, or no reason is given.
        StoreHeld: a board has the home open.
        ArchiveDamaged: staged rows are missing; the journal is whole, the database is not made.
    """
    if not reason.strip():
        raise StoreRefusal("理由：没有填写。请用 --reason 说明登记簿是怎么缺的。")
    home, resources = Home.of(settings), Resources()
    require_home(settings)
    if home.place is not None:
        raise StoreRefusal(
            "登记簿在 PostgreSQL，本机的只是副本：请把数据目录里的 journal.jsonl、witness、"
            "board.duckdb 移开后重新启动看板，会由 PostgreSQL 取回。"
        )
    lock = HomeLock(home.root)
    try:
        standing = standing_of(home, resources)
        _require_recoverable(home, standing)
        lines, unknown = _made_whole(home, standing, resources)
        found = _told(standing, unknown)
        payload = {"reason": reason.strip(), "from": found["source"], "lines": found["lines"]}
        payload |= {"batches": [one["batch"] for one in found["recovered"]], "unknown": unknown}
        lines.append(next_line(lines, RECOVERED, now_text(), actor, {"payload": payload}))
        _put_in_place(home, standing, lines, unknown)
        return Recovered(**vars(made_anew(home, lines, resources)), **found)
    finally:
        lock.release()


def require_home(settings: Settings) -> None:
    """Go on only where a home is.

    Raises:
        StoreRefusal: nobody ever opened one there.
    """
    if not Home.of(settings).lock.exists():
        raise StoreRefusal(f"{settings.home}：这里没有数据目录。请核对目录。")


def _require_recoverable(home: Home, standing: Standing) -> None:
    if not standing.lost:
        raise StoreRefusal("登记簿：是完整的，没有要补回的。")
    if home.restoring.exists() or not standing.entries:
        raise StoreRefusal(standing.lost)


def _made_whole(
    home: Home, standing: Standing, resources: Resources
) -> tuple[list[JournalEntry], int]:
    """All lines in one chain, and how many could not be made anew."""
    lines, rest = standing.entries[: standing.known], standing.entries[standing.known :]
    if not rest:
        return list(lines), 0
    lines, archive = list(lines), home.archive
    connection = connect(home.database, home.root, resources, read_only=True)
    try:
        for entry in rest:
            if entry.type == UNKNOWN:
                continue
            body = entry.body
            if entry.type in BATCH_LINES:
                body = refilled(connection, entry, archive)
            body = body | {"reason": body["reason"] + _SAID}
            fields = body | {RECOVERED: {"at": now_text(), "seq": entry.seq, "from": DATABASE}}
            lines.append(next_line(lines, entry.type, entry.at, entry.actor, fields))
    finally:
        close_quietly(connection)
    return lines, sum(entry.type == UNKNOWN for entry in rest)


def _told(standing: Standing, unknown: int) -> dict[str, Any]:
    anew = standing.known < len(standing.entries)
    batches = [
        {"batch": e.body["batch"], "file": e.body["file"], "by": e.actor, "at": e.at}
        for e in standing.missing
        if e.type in BATCH_LINES
    ]
    notices = ["换下的登记簿在 quarantine/，谁补回、为什么，登记在末行。"]
    if unknown:
        notices.append(
            f"有 {unknown} 项登记（目标、更正、版式、督办、快照一类）内容已无从知道，没有补回；"
            "目录增补 catalog/ 的原样也在 quarantine/，请对照后重新登记。"
        )
    return {
        "source": DATABASE if anew else WITNESS if standing.missing else JOURNAL,
        "lines": len(standing.missing) - unknown,
        "recovered": batches,
        "unknown": unknown,
        "notices": notices,
    }


def _put_in_place(home: Home, standing: Standing, lines: list[JournalEntry], unknown: int) -> None:
    """First the witness with the lines as they were, then the journal.

    A kill on the way leaves the home closed as before, or whole without the last line.
    """
    anew = standing.known < len(standing.entries)
    if anew or standing.witnessed < standing.known:
        _replace(home, home.witness, standing.entries[: standing.known])
    arrow(RECOVERY_WITNESS)
    if unknown:
        set_aside(home.root / "catalog", home.quarantine)
    _replace(home, home.journal, lines)
    arrow(RECOVERY_JOURNAL)
    _write(home.witness, lines)
    if anew:
        set_aside(wal_of(home.database), home.quarantine)
        set_aside(home.database, home.quarantine)


def _replace(home: Home, path: Path, lines: list[JournalEntry]) -> None:
    set_aside(path, home.quarantine)
    arrow(RECOVERY_ASIDE)
    _write(path, lines)


def _write(path: Path, lines: list[JournalEntry]) -> None:
    ensure_folder(path.parent)
    write_durably(path, b"".join(map(written, lines)), path.with_name(path.name + ".new"))
