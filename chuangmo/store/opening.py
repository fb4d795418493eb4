"""What is done to a home before its store is open."""

import logging

from chuangmo.store.database import Resources
from chuangmo.store.durable import set_aside
from chuangmo.store.held import held_of
from chuangmo.store.home import Home
from chuangmo.store.journal import Journal, SealedJournal
from chuangmo.store.standing import Standing, look

LOG = logging.getLogger(__name__)


def standing_of(home: Home, resources: Resources | None = None) -> Standing:
    """How the journal of a home that is not open stands.

    Raises:
        JournalBroken: as ``look``. StoreHeld, StoreFault: as ``held_of``.
    """
    return look(home, held_of(home, resources or Resources()))


def open_journal(home: Home, standing: Standing, notices: list[str]) -> Journal:
    """The journal open for appending, or sealed where lines are missing.

    Args:
        standing: of this home. A torn last line is kept in quarantine.
        notices: Chinese sentences about what had to be done; appended to.
    """
    if standing.lost:
        return SealedJournal(standing.entries, standing.lost)
    if standing.torn:
        LOG.warning("torn last line of the journal cut off: %d bytes", len(standing.torn))
        notices.append("上次导入未完成：日志末行不完整，已截去，该次导入不算数。")
        place = home.root / "journal-tail"
        place.write_bytes(standing.torn)
        set_aside(place, home.quarantine)
    return Journal(home.journal, home.witness, standing.entries, standing.witnessed)
