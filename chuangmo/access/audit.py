"""The audit trail in HOME/audit.sqlite: who did what, when, from where; chained, never deleted."""

import hashlib
import json
import logging
import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from chuangmo.access.accounts.database import DatabaseFault, SqliteDatabase
from chuangmo.identity import is_another
from chuangmo.operating_system import open_file

_log = logging.getLogger(__name__)

_recording = threading.Lock()
FILE, HEAD = "audit.sqlite", "audit.head"
FIRST_PREV = "0" * 64
#: What is recorded, and its name on the page.
ACTIONS = {
    "login": "登录",
    "logout": "退出",
    "refusal": "拒绝",
    "upload": "上传",
    "commit": "导入",
    "submit": "提交审核",
    "review": "审核",
    "publish": "发布",
    "withdraw": "撤回",
    "restore": "恢复",
    "export": "导出",
    "catalog": "目录改动",
    "correction": "更正",
    "supervision": "督办",
    "note": "说明",
    "mark": "大事记",
    "snapshot": "会议快照",
    "account": "账号改动",
    "operate": "运维操作",
    "journal": "登记簿见证",
}
#: Action of the lines that say how the journal ended after an act: no act themselves.
JOURNAL = "journal"
_SCHEMA = """
create table if not exists audit(
    seq integer primary key, at text not null, who text not null, address text not null,
    origin text not null, action text not null, object text not null, success text not null,
    detail text not null, answers integer not null, prev text not null,
    sha256 text not null) strict;
create trigger if not exists audit_stays before update on audit
    begin select raise(abort, 'audit lines are never changed'); end;
create trigger if not exists audit_kept before delete on audit
    begin select raise(abort, 'audit lines are never deleted'); end;
"""
BEGUN, YES, NO = "begun", "yes", "no"
_LONGEST = 500


@dataclass(frozen=True)
class Act:
    """What is to be recorded.

    Attributes:
        action: a key of ``ACTIONS``. object: what it was done to (batch, file, account).
        success: ``begun`` before a change, ``yes`` or ``no`` after it.
        answers: seq of the ``begun`` line whose outcome this is; 0 for none.
    """

    who: str
    address: str
    origin: str
    action: str
    object: str
    success: str = YES
    detail: str = ""
    answers: int = 0


@dataclass(frozen=True)
class AuditLine:
    """A recorded line; ``at`` is UTC, ISO, with ``Z``; ``sha256`` covers all before it."""

    seq: int
    at: str
    act: Act
    prev: str
    sha256: str


@dataclass(frozen=True)
class Verified:
    """What a look at the whole chain found.

    Attributes:
        lines: all of them, where nothing is wrong.
    """

    ok: bool
    detail: str
    lines: tuple[AuditLine, ...] = ()


@lru_cache(maxsize=16)
def audit_database(home: Path) -> SqliteDatabase:
    """The audit database of a home."""
    return SqliteDatabase(home / FILE, _SCHEMA)


def record(home: Path, act: Act) -> int:
    """Add one line and make it durable; its seq.

    Raises:
        DatabaseFault: it cannot be written; whatever was to be done must not be done.
    """
    if is_another(home):
        raise DatabaseFault(f"{FILE}：数据目录不见了，或换成了另一个，没有任何改动。")
    fields = {key: _cut(value) for key, value in asdict(act).items()}
    with _recording:  # so that the head is never older than a line written before it
        return _recorded(home, fields)


def _recorded(home: Path, fields: dict[str, object]) -> int:
    with audit_database(home).writing(begin=True) as db:
        last = db.execute("select seq, sha256 from audit order by seq desc limit 1").fetchone()
        seq, prev = (last["seq"] + 1, last["sha256"]) if last else (1, FIRST_PREV)
        _follows_head(home, seq - 1)
        at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        sha256 = _chained(seq, at, fields, prev)
        db.execute(
            "insert into audit values(:seq,:at,:who,:address,:origin,:action,:object,:success,"
            ":detail,:answers,:prev,:sha256)",
            fields | {"seq": seq, "at": at, "prev": prev, "sha256": sha256},
        )
    _keep_head(home, seq, sha256)
    return seq


def _follows_head(home: Path, last: int) -> None:
    """No line is added to a trail that lost its end, or that is gone: that would hide the loss.

    The head is written after its line, so that it is never ahead of a whole trail.
    """
    path = home / HEAD
    said = path.read_text(encoding="ascii", errors="replace").split() if path.exists() else ["0"]
    if said and said[0].isdigit() and int(said[0]) > last:
        raise DatabaseFault(
            f"{FILE}：末尾缺少记录（应有 {said[0]} 条，现有 {last} 条），不能接着记，没有任何改动。"
            f"请从最近的备份把 {FILE} 和 {HEAD} 一起拷回；没有备份的，"
            "由管理员运行 audit restart --reason 理由，审计另起并登记。"
        )


def _cut(value: object) -> object:
    """Text without characters that cannot be stored, and not without end."""
    if not isinstance(value, str):
        return value
    return value.encode("utf-8", "replace").decode()[:_LONGEST]


def _chained(seq: int, at: str, fields: dict[str, object], prev: str) -> str:
    content = json.dumps([seq, at, fields, prev], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()


def _keep_head(home: Path, seq: int, sha256: str) -> None:
    """The last line's number and fingerprint beside the database: shows a cut tail."""
    path = home / HEAD
    waiting = path.with_name(f"{HEAD}.{os.getpid()}.writing")
    with _as_fault(path):
        descriptor = open_file(waiting, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        with os.fdopen(descriptor, "w", encoding="ascii") as out:
            out.write(f"{seq} {sha256}\n")
            out.flush()
            os.fsync(out.fileno())
        os.replace(waiting, path)


@contextmanager
def _as_fault(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise DatabaseFault(f"{path.name}：写不进去（{error.strerror}）。请检查磁盘。") from error


class ActOutcome:
    """What an act came to; ``detail`` is filled in while it is done."""

    detail = ""


@contextmanager
def acting(home: Path, act: Act) -> Iterator[ActOutcome]:
    """Record that an act begins, do it, record how it ended.

    Raises:
        DatabaseFault: the beginning cannot be written; the act is not done. An end that cannot
            be written is told to the log only: what was done is done.
    """
    begun = record(home, replace(act, success=BEGUN))
    outcome = ActOutcome()
    try:
        yield outcome
    except BaseException as error:
        _end(home, replace(act, success=NO, detail=str(error), answers=begun))
        raise
    _end(home, replace(act, success=YES, detail=outcome.detail or act.detail, answers=begun))


def _end(home: Path, act: Act) -> None:
    try:
        record(home, act)
    except DatabaseFault:
        _log.exception("the end of audit line %d cannot be written", act.answers)


def lines(home: Path) -> list[AuditLine]:
    """Every line, oldest first; empty where nothing was recorded yet.

    Raises:
        DatabaseFault: the file cannot be read.
    """
    database = audit_database(home)
    if not database.exists():
        return []
    with database.reading() as db:
        return [_line(row) for row in db.execute("select * from audit order by seq")]


def tells_of_accounts(home: Path) -> bool:
    """Whether anybody ever logged in or changed an account.

    Raises:
        DatabaseFault: the file cannot be read.
    """
    database = audit_database(home)
    if not database.exists():
        return False
    with database.reading() as db:
        found = db.execute(
            "select 1 from audit where action='login' or "
            "(action='account' and success='yes') limit 1"
        )
        return found.fetchone() is not None


def _line(row: sqlite3.Row) -> AuditLine:
    act = Act(
        row["who"], row["address"], row["origin"], row["action"], row["object"], row["success"],
        row["detail"], row["answers"],
    )  # fmt: skip
    return AuditLine(row["seq"], row["at"], act, row["prev"], row["sha256"])


def acts(home: Path) -> list[AuditLine]:
    """One line an act, newest first: where the outcome is known, it stands for the beginning."""
    found = lines(home)
    answered = {line.act.answers for line in found if line.act.answers}
    return [
        line for line in reversed(found) if line.seq not in answered and line.act.action != JOURNAL
    ]


def set_trail_aside(home: Path, put: Callable[[Path], object]) -> None:
    """Let ``put`` move the trail and its head away, while nobody records anything.

    Raises:
        DatabaseFault: they cannot be moved.
    """
    with _recording, _as_fault(home / FILE):
        audit_database(home).close()
        for name in (HEAD, f"{FILE}-wal", f"{FILE}-shm", f"{FILE}-journal", FILE):
            put(home / name)


def verify_audit(home: Path) -> Verified:
    """Whether every line is what it was and none is missing; changes nothing."""
    try:
        found, sound = lines(home), _integrity(home)
    except DatabaseFault as fault:
        return Verified(False, str(fault))
    if sound != "ok":
        return Verified(False, f"{FILE}：文件损坏（{sound}）。请用最近一次备份恢复。")
    prev, number = FIRST_PREV, 0
    for number, line in enumerate(found, start=1):
        if wrong := _wrong(line, number, prev):
            return Verified(False, f"{FILE} 第 {number} 条：{wrong}。")
        prev = line.sha256
    if cut := _cut_tail(home, found):
        return Verified(False, cut)
    detail = f"审计 {number} 条，指纹链完整，末条指纹 {prev[:16]}。"
    return Verified(True, detail, tuple(found))


def _integrity(home: Path) -> str:
    database = audit_database(home)
    if not database.exists():
        return "ok"
    with database.reading() as db:
        return str(db.execute("pragma integrity_check").fetchone()[0])


def _wrong(line: AuditLine, number: int, prev: str) -> str:
    if line.seq != number:
        return f"序号是 {line.seq}，有记录被删去"
    if line.prev != prev:
        return "记下的前一条指纹不符，前面有记录被换过"
    if _chained(line.seq, line.at, asdict(line.act), line.prev) != line.sha256:
        return "内容与指纹不符，这一条被改动过"
    return ""


def _cut_tail(home: Path, found: list[AuditLine]) -> str:
    path = home / HEAD
    if not path.exists():
        return f"{HEAD}：文件不见了，无法证明末尾没有缺少记录。" if found else ""
    number, _, sha256 = path.read_text(encoding="ascii", errors="replace").strip().partition(" ")
    if not number.isdigit() or not int(number) >= 1:
        return f"{HEAD}：内容读不懂，可能被改动过。"
    if int(number) > len(found):
        return f"{FILE} 第 {len(found) + 1} 条：末尾缺少记录（共应有 {number} 条）。"
    if found[int(number) - 1].sha256 != sha256:
        return f"{FILE} 第 {number} 条：与 {HEAD} 记下的指纹不符，记录被整体换过。"
    return ""
