"""What is done to a home before its store is open."""

import logging

from chuangmo.store.durable import set_aside
from chuangmo.store.home import Home
from chuangmo.store.journal import Journal

LOG = logging.getLogger(__name__)


def open_journal(home: Home, notices: list[str]) -> Journal:
    """The journal open for appending; a torn last line is kept in quarantine.

    Args:
        notices: Chinese sentences about what had to be done; appended to.

    Raises:
        JournalBroken: the chain does not hold.
    """
    journal = Journal(home.journal)
    if journal.torn:
        LOG.warning("torn last line of the journal cut off: %d bytes", len(journal.torn))
        notices.append("上次导入未完成：日志末行不完整，已截去，该次导入不算数。")
        place = home.root / "journal-tail"
        place.write_bytes(journal.torn)
        set_aside(place, home.quarantine)
    return journal
