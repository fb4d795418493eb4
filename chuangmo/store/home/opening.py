"""What is done to a home before its store is open."""

import logging

from chuangmo.identity import Identity, ensure_identity, hold, read_identity
from chuangmo.store.archive import Archive
from chuangmo.store.database import Resources
from chuangmo.store.durable import set_aside
from chuangmo.store.home.held import held_of
from chuangmo.store.home.lock import HomeLock
from chuangmo.store.home.paths import Home
from chuangmo.store.home.renewal import finish_renewal
from chuangmo.store.home.standing import Standing, look
from chuangmo.store.journal import Journal, SealedJournal
from chuangmo.store.postgres.journal import PostgresJournal
from chuangmo.store.postgres.table import JournalTable

LOG = logging.getLogger(__name__)


def opened_home(
    home: Home, archive: Archive, lock: HomeLock, notices: list[str]
) -> Identity | None:
    """Who the home is, written down where it was not yet; what a killed import left is removed.

    A renewal that was cut short is finished before anything of the home is read.

    Args:
        lock: of the home; one for reading: nothing is touched, an older home has no identity.
        notices: as for :func:`open_journal`.

    Raises:
        UnfitHome: ``home.json`` cannot be read. OSError: it cannot be written.
        StoreFault: as ``finish_renewal``.
    """
    if not lock.reading:
        notices += finish_renewal(home)
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


def standing_of(home: Home, resources: Resources | None = None) -> Standing:
    """How the journal of a home that is not open stands.

    Raises:
        JournalBroken: as ``look``. StoreHeld, StoreFault: as ``held_of``.
    """
    return look(home, held_of(home, resources or Resources()))


def open_journal(
    home: Home, standing: Standing, notices: list[str], reading: bool = False
) -> Journal:
    """The journal open for appending, or sealed where lines are missing or nothing can be written.

    Args:
        standing: of this home. A torn last line is kept in quarantine.
        reading: the home can only be read; its journal stays as it is.
        notices: Chinese sentences about what had to be done; appended to.

    Raises:
        StoreFault: the journal is in PostgreSQL and its client is not installed.
    """
    if standing.lost or reading:
        return SealedJournal(standing.entries, standing.lost)
    if standing.torn:
        LOG.warning("torn last line of the journal cut off: %d bytes", len(standing.torn))
        notices.append("上次导入未完成：日志末行不完整，已截去，该次导入不算数。")
        place = home.root / "journal-tail"
        place.write_bytes(standing.torn)
        set_aside(place, home.quarantine)
    if home.place is not None:
        table = JournalTable(home.place.service, home.place.city)
        return PostgresJournal(home, standing, table)
    return Journal(home.journal, home.witness, standing.entries, standing.witnessed)
