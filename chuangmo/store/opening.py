"""What is done to a home before its store is open."""

import logging

from chuangmo.identity import Identity, ensure_identity, hold, read_identity
from chuangmo.store.archive import Archive
from chuangmo.store.durable import set_aside
from chuangmo.store.home import Home
from chuangmo.store.journal import Journal
from chuangmo.store.lock import HomeLock

LOG = logging.getLogger(__name__)


def opened_home(
    home: Home, archive: Archive, lock: HomeLock, notices: list[str]
) -> Identity | None:
    """Who the home is, written down where it was not yet; what a killed import left is removed.

    Args:
        lock: of the home; one for reading: nothing is touched, an older home has no identity.
        notices: as for :func:`open_journal`.

    Raises:
        UnfitHome: ``home.json`` cannot be read. OSError: it cannot be written.
    """
    if not lock.reading:
        identity: Identity | None = ensure_identity(home.root)
        archive.sweep()
    else:
        identity = read_identity(home.root)
        if not lock.held:
            notices.append(
                "数据目录只读且没有能用的锁文件：若别的程序正在改它，这里看到的可能不是最新。"
            )
    hold(home.root, identity)
    return identity


def open_journal(home: Home, notices: list[str], writable: bool = True) -> Journal:
    """The journal open for appending; a torn last line is kept in quarantine.

    Args:
        writable: ``False``: it is only read, and stays as it is.
        notices: Chinese sentences about what had to be done; appended to.

    Raises:
        JournalBroken: the chain does not hold.
    """
    journal = Journal(home.journal, writable)
    if not writable:
        return journal
    if journal.torn:
        LOG.warning("torn last line of the journal cut off: %d bytes", len(journal.torn))
        notices.append("上次导入未完成：日志末行不完整，已截去，该次导入不算数。")
        place = home.root / "journal-tail"
        place.write_bytes(journal.torn)
        set_aside(place, home.quarantine)
    return journal
