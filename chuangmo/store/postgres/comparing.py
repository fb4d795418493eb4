"""Whether the journal in PostgreSQL is line for line the copy that a server has."""

from collections.abc import Sequence

from chuangmo.store.errors import StoreFault
from chuangmo.store.home.place import SharedPlace
from chuangmo.store.journal import JournalEntry, written
from chuangmo.store.postgres.table import Away, JournalTable


def compared(place: SharedPlace, entries: Sequence[JournalEntry]) -> tuple[bool, str]:
    """Whether they agree, and a sentence that says it; a copy may be behind."""
    try:
        table = JournalTable(place.service, place.city)
    except StoreFault as error:
        return False, str(error)
    try:
        lines = [line for _, line in table.lines(1)]
    except Away as error:
        return False, f"{error}，没有核对。"
    finally:
        table.close()
    for entry, line in zip(entries, lines, strict=False):
        if written(entry)[:-1] != line:
            words = f"PostgreSQL 里登记簿的第 {entry.seq} 行与本机的副本不同，登记被改过"
            return False, f"{words}，或不是同一本。请数据库管理员核对。"
    if len(lines) < len(entries):
        gone = len(entries) - len(lines)
        return False, f"PostgreSQL 里的登记簿比本机的副本少 {gone} 行。请数据库管理员恢复。"
    behind = len(lines) - len(entries)
    more = f"本机的副本落后 {behind} 行，看板运行时自动补上" if behind else "与本机的副本逐行相同"
    return True, f"PostgreSQL 里登记簿 {len(lines)} 行，{more}。"
