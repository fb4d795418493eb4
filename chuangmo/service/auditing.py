"""Authorisation and audit: rights are checked and the act recorded before anything is changed."""

import csv
import io
import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from chuangmo.access import audit
from chuangmo.access.accounts.accounts import belonging
from chuangmo.access.accounts.database import DatabaseFault
from chuangmo.access.actor import AUDITOR, SYSTEM, Actor, Forbidden
from chuangmo.access.audit import Act, ActOutcome, AuditLine
from chuangmo.identity import only_readable, read_identity
from chuangmo.service.board import require, require_area
from chuangmo.settings import Settings
from chuangmo.store.copies.verify import Check
from chuangmo.store.errors import StoreFault, WritingClosed
from chuangmo.store.home.paths import Home
from chuangmo.store.home.presence import why_closed
from chuangmo.store.journal import last_line

_log = logging.getLogger(__name__)

_RESULTS = {audit.YES: "成功", audit.NO: "失败", audit.BEGUN: "未完成"}
_ORIGINS = {"page": "页面", "cli": "命令行", "server": "命令行", "data": "数据地址"}
_HEAD = ("序号", "时间（UTC）", "用户", "地址", "途径", "动作", "对象", "结果", "说明", "指纹")
#: Begins the object of a line about a backup that was looked at.
_CHECKED = "核对备份 "
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@contextmanager
def audited(
    settings: Settings,
    actor: Actor,
    action: str,
    subject: str,
    role: str,
    areas: Iterable[str | None] = (),
) -> Iterator[ActOutcome]:
    """Check role and areas, record that the act begins, do it, record how it ended.

    Args:
        action: a key of ``chuangmo.access.audit.ACTIONS``.
        subject: what it is done to: a file, a batch, an entry, an account.
        role: the least role that may do it. areas: whose values it touches.

    Yields:
        The outcome; its ``detail`` may be filled in.

    Raises:
        Forbidden: role or districts do not reach; the refusal is recorded.
        WritingClosed: the home cannot be written; nothing was done.
        StoreFault: the audit cannot be written; nothing was done.
    """
    allow(settings, actor, action, subject, role, areas)
    journal = Home.of(settings).journal
    before = last_line(journal)
    with (
        _as_store_fault(settings),
        audit.acting(settings.home, _act(actor, action, subject)) as outcome,
    ):
        yield outcome
    if (after := last_line(journal)) and after != before:
        witness_journal(settings, actor, *after)


def witness_journal(settings: Settings, actor: Actor, seq: int, sha256: str = "") -> None:
    """Write into the audit how the journal ends; what was done is done, whether or not this is.

    Args:
        seq: of the last line; 0: what the audit said of the journal before holds no longer, for
            its lines were made anew.
        sha256: fingerprint of the last line.
    """
    if (identity := read_identity(settings.home)) is None:
        return
    act = replace(_act(actor, audit.JOURNAL, str(seq)), detail=f"{identity.home} {sha256}".strip())
    try:
        audit.record(settings.home, act)
    except DatabaseFault:
        _log.exception("the journal's line %d is not witnessed in the audit", seq)


def allow(
    settings: Settings,
    actor: Actor,
    action: str,
    subject: str,
    role: str,
    areas: Iterable[str | None] = (),
) -> None:
    """Let only those through who may; a refusal is recorded.

    Raises:
        Forbidden: role or districts do not reach.
    """
    try:
        require(actor, role)
        require_area(actor, areas)
    except Forbidden as refusal:
        _note_refusal(settings, actor, action, subject, refusal)
        raise


def note(settings: Settings, actor: Actor, action: str, subject: str, detail: str = "") -> None:
    """Record something that changes nothing: a file received, a file given out.

    Where the home can only be read, the operator's own acts are told to the log alone.

    Raises:
        WritingClosed: the home cannot be written, and somebody with an account asks.
        StoreFault: the audit cannot be written.
    """
    act = _act(actor, action, subject, detail)
    if is_only_read(settings, actor):
        _log.warning("not in the audit, the home can only be read: %s", act)
        return
    with _as_store_fault(settings):
        audit.record(settings.home, act)


def is_only_read(settings: Settings, actor: Actor) -> bool:
    """Whether the home cannot be written and the person needs no account to read all of it.

    That is the operator at the command line, and whoever sits at the computer in 单机模式.
    """
    if not only_readable(settings.home):
        return False
    identity = read_identity(settings.home)
    return actor.origin == "cli" or bool(identity and identity.accounts == "")


@contextmanager
def _as_store_fault(settings: Settings) -> Iterator[None]:
    """What the audit cannot write, as the store says it: closed, where the home is to blame."""
    try:
        yield
    except DatabaseFault as fault:
        if why := why_closed(settings.home):
            raise WritingClosed(why) from fault
        raise StoreFault(str(fault)) from fault


def _note_refusal(
    settings: Settings, actor: Actor, action: str, subject: str, refusal: Forbidden
) -> None:
    """Record that a person was refused; the refusal stands even if this cannot be written."""
    words = f"{audit.ACTIONS[action]}：{subject}"
    act = Act(actor.name, actor.address, actor.origin, "refusal", words, audit.NO, str(refusal))
    try:
        audit.record(settings.home, act)
    except DatabaseFault:
        _log.exception("a refusal cannot be written to the audit")


def note_export(settings: Settings, actor: Actor, name: str, sha256: str, detail: str = "") -> None:
    """Record a file that leaves the board, with its fingerprint, before it is handed over.

    Raises:
        StoreFault: the audit cannot be written; the file must not be handed over.
    """
    note(settings, actor, "export", f"{name} SHA-256 {sha256}", detail)


@dataclass(frozen=True)
class BackupChecks:
    """What the audit knows of backups that were checked.

    Attributes:
        good: the newest one in which nothing was wrong; newest: the newest of all.
    """

    good: AuditLine | None
    newest: AuditLine | None


def note_backup_checked(
    settings: Settings, actor: Actor, folder: Path, faults: Sequence[str], deep: bool
) -> None:
    """Record in the home what a look at a backup of it found; other homes' are none of its own.

    Raises:
        StoreFault: the audit cannot be written.
    """
    mine, its = read_identity(settings.home), read_identity(folder)
    if mine is None or its is None or mine.home != its.home or only_readable(settings.home):
        return
    detail = faults[0] if faults else ("逐个文件、逐行" if deep else "登记簿、档案、数字")
    act = replace(
        _act(actor, "operate", f"{_CHECKED}{folder}", detail),
        success=audit.NO if faults else audit.YES,
    )
    with _as_store_fault(settings):
        audit.record(settings.home, act)


def backup_checks(lines: Sequence[AuditLine]) -> BackupChecks:
    """The newest checked backups among lines of the audit, newest first."""
    found = [one for one in lines if one.act.object.startswith(_CHECKED)]
    good = [one for one in found if one.act.success == audit.YES]
    return BackupChecks(next(iter(good), None), next(iter(found), None))


def checked_backups(settings: Settings, actor: Actor) -> BackupChecks:
    """What the audit knows of checked backups, for whoever makes them.

    Raises:
        Forbidden: the person makes no backups.
        StoreFault: the audit cannot be read.
    """
    require(actor, SYSTEM)
    return backup_checks(_acts(settings))


def audit_lines(settings: Settings, actor: Actor) -> list[AuditLine]:
    """One line an act, newest first.

    Raises:
        Forbidden: the person is no administrator.
        StoreFault: the audit cannot be read.
    """
    require(actor, AUDITOR)
    return _acts(settings)


def _acts(settings: Settings) -> list[AuditLine]:
    try:
        return audit.acts(settings.home)
    except DatabaseFault as fault:
        raise StoreFault(str(fault)) from fault


def audit_csv(settings: Settings, actor: Actor, chosen: Sequence[AuditLine]) -> bytes:
    """The lines as CSV for Excel (UTF-8 with BOM); no cell is taken for a formula there.

    Raises:
        Forbidden: the person is no administrator.
    """
    require(actor, AUDITOR)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(_HEAD)
    for line in chosen:
        writer.writerow([_cell(text) for text in line_words(line)])
    return out.getvalue().encode("utf-8-sig")


def line_words(line: AuditLine) -> list[str]:
    """A line in words, in the order of the CSV's head."""
    act = line.act
    return [
        str(line.seq), line.at, act.who, act.address, _ORIGINS.get(act.origin, act.origin),
        audit.ACTIONS.get(act.action, act.action), act.object, _RESULTS[act.success], act.detail,
        line.sha256,
    ]  # fmt: skip


def check_accounts(settings: Settings) -> Check:
    """Whether the accounts of the home are there, if it ever had any; changes nothing."""
    try:
        _, found = belonging(settings.home).look()
    except DatabaseFault as fault:
        return Check("accounts", False, str(fault))
    return Check(
        "accounts", True, "没有账号。" if found is None else "账号库在，属于这个数据目录。"
    )


def _act(actor: Actor, action: str, subject: str, detail: str = "") -> Act:
    return Act(actor.name, actor.address, actor.origin, action, subject, detail=detail)


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
