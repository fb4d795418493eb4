"""The audit beside the journal: each knows how the other ended, so that neither goes unnoticed.

A journal line carries number and fingerprint of the newest audit line (``journal.AUDIT``); after an
act that was journalled, the audit says how the journal ended (``audit.JOURNAL``).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from chuangmo.access import audit
from chuangmo.access.actor import ADMIN, Actor
from chuangmo.access.audit import AuditLine
from chuangmo.identity import Identity, read_identity
from chuangmo.service.auditing import allow, audited, witness_journal
from chuangmo.service.board import Board
from chuangmo.settings import Settings
from chuangmo.store.copies.verify import Check, standing_lines
from chuangmo.store.durable import set_aside
from chuangmo.store.errors import JournalBroken, StoreRefusal
from chuangmo.store.home.paths import Home
from chuangmo.store.home.place import IN_HOME
from chuangmo.store.journal import AUDIT_BEGUN, SERVER, JournalEntry, audit_known
from chuangmo.store.postgres.journal import MOVED
from chuangmo.store.store import Store

_SUBJECT = "审计另起"
_AUDIT_TODO = (
    f"请从最近的备份把 {audit.FILE} 和 {audit.HEAD} 一起拷回（备份以后的补不回）；仍不符、"
    "或没有备份的，查清怎么缺的，由管理员运行 audit restart --reason 理由，登记后接着记。"
)
_JOURNAL_TODO = (
    "请对照最近的备份查清（verify 备份目录），需要时用 restore-backup 恢复；"
    "确认现在的登记簿就是要用的，由管理员运行 audit restart --reason 理由。"
)


@dataclass(frozen=True)
class Restarted:
    """How a trail goes on.

    Attributes:
        lines: of the trail so far that are kept; 0 where it begins anew.
        aside: whether what was left of it lies in ``quarantine/``.
        fault: what was wrong, in Chinese.
    """

    lines: int
    aside: bool
    fault: str


def check_audit(settings: Settings, store: Store | None = None) -> Check:
    """Whether the audit trail is whole, and as the journal knew it; changes nothing.

    Args:
        store: the home's open store, where this process has it.
    """
    return _looked_at(settings, store)[0]


def restart_audit(board: Board, actor: Actor, reason: str) -> Restarted:
    """Go on with a trail that lost lines: what is still whole is kept, else it begins anew.

    That it was so, and why, stands in the journal and in the trail.

    Raises:
        Forbidden: the person is no administrator.
        StoreRefusal: nothing is missing, or no reason is given.
        WritingClosed, StoreFault: as for every change.
    """
    settings, why = board.settings, reason.strip()
    allow(settings, actor, "operate", _SUBJECT, ADMIN)
    if not why:
        raise StoreRefusal("理由：没有填写。请用 --reason 说明审计是怎么缺的。")
    with board.store.undisturbed():
        check, kept = _looked_at(settings, board.store)
        if check.ok:
            raise StoreRefusal("审计：是完整的，不用另起。")
        aside = kept is None
        if aside:
            home = Home.of(settings)
            audit.set_trail_aside(home.root, lambda path: set_aside(path, home.quarantine))
        found = Restarted(len(kept or ()), aside, check.detail)
        with audited(settings, actor, "operate", _SUBJECT, ADMIN) as outcome:
            left = "残件在 quarantine/" if aside else f"接着原有的 {found.lines} 条"
            outcome.detail = f"{why}；{left}"
            witness_journal(settings, actor, 0)
            board.store.record(AUDIT_BEGUN, {"reason": why, **vars(found)}, actor.name)
    return found


def _looked_at(
    settings: Settings, store: Store | None
) -> tuple[Check, tuple[AuditLine, ...] | None]:
    """The verdict, and the lines of the trail; ``None`` if it is not even whole in itself."""
    before = _journal(settings, store)
    found = audit.verify_audit(settings.home)
    if not found.ok:
        return Check("audit", False, found.detail), None
    identity = read_identity(settings.home)
    words = _lost_audit(before or [], found.lines, identity)
    if not words and before is not None:
        said = _said_of_journal(identity, found.lines)
        written_since = bool(said) and said[-1][1] > len(before)
        entries = _journal(settings, store) if written_since else before
        words = _lost_journal(entries or [], said)
    return Check("audit", not words, words or found.detail), found.lines


def _journal(settings: Settings, store: Store | None) -> list[JournalEntry] | None:
    """The lines that hold; ``None`` where none can be read: the check of the journal says why."""
    try:
        return standing_lines(settings, store)
    except JournalBroken:
        return None


def _of_another(entries: Sequence[JournalEntry], identity: Identity | None) -> int:
    """So many lines of the journal, from the first on, know of another audit than this home's.

    They were written before the data were moved away from it, before it was restarted, or by the
    home from which the journal went to PostgreSQL.
    """
    found = identity.apart if identity else 0
    own = identity.home if identity else ""
    for entry in entries:
        payload = entry.body.get("payload", {})
        elsewhere = entry.type == MOVED and payload["to"] != IN_HOME and payload["home"] != own
        if elsewhere or (entry.type == AUDIT_BEGUN and entry.body.get(SERVER, own) == own):
            found = max(found, entry.seq)
    return found


def _lost_audit(
    entries: Sequence[JournalEntry], lines: Sequence[AuditLine], identity: Identity | None
) -> str:
    """What the journal knows of the trail and the trail does not, in Chinese; else empty."""
    own = identity.home if identity else ""
    for entry in entries[_of_another(entries, identity) :]:
        number, sha256 = audit_known(entry, own)
        if number > len(lines):
            return (
                f"审计缺少记录：登记簿第 {entry.seq} 行写下时审计已有 {number} 条，"
                f"现在只有 {len(lines)} 条。{_AUDIT_TODO}"
            )
        if number and lines[number - 1].sha256 != sha256:
            return (
                f"审计被换过：登记簿第 {entry.seq} 行写下时的审计第 {number} 条，"
                f"与现在的第 {number} 条不是同一条。{_AUDIT_TODO}"
            )
    return ""


def _said_of_journal(
    identity: Identity | None, lines: Sequence[AuditLine]
) -> list[tuple[AuditLine, int, str]]:
    """What the trail says of the journal of this home: audit line, seq and fingerprint there."""
    found: list[tuple[AuditLine, int, str]] = []
    for line in lines:
        home, _, sha256 = line.act.detail.partition(" ")
        if line.act.action != audit.JOURNAL or identity is None or home != identity.home:
            continue
        if not sha256:
            found.clear()
        elif line.act.object.isdigit():
            found.append((line, int(line.act.object), sha256))
    return found


def _lost_journal(
    entries: Sequence[JournalEntry], said: Sequence[tuple[AuditLine, int, str]]
) -> str:
    """What the trail knows of the journal and the journal does not, in Chinese; else empty."""
    for line, seq, sha256 in said:
        if seq > len(entries):
            return (
                f"登记簿缺少记录：审计第 {line.seq} 条写下时登记簿已有 {seq} 行，"
                f"现在只有 {len(entries)} 行。{_JOURNAL_TODO}"
            )
        if entries[seq - 1].sha256 != sha256:
            return (
                f"登记簿被换过：审计第 {line.seq} 条写下时的登记簿第 {seq} 行，"
                f"与现在的第 {seq} 行不是同一行。{_JOURNAL_TODO}"
            )
    return ""
