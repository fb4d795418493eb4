"""Values of days that are still to come."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from chuangmo.period import today
from loaders.checking.staged import Staged
from loaders.model.finding import Finding, Reading, at_reading


def check(staged: Staged) -> Iterator[Finding]:
    """Periods that have not begun by tomorrow, left out; a period still running is no fault."""
    limit = today() + timedelta(days=1)
    cut = datetime(limit.year, limit.month, limit.day)
    late: dict[int, list[int]] = {}  # chunks of one table share their periods
    for chunk in staged.chunks:
        if id(chunk.periods) not in late:
            late[id(chunk.periods)] = chunk.periods.positions(lambda one: one.start >= cut)
        for i in late[id(chunk.periods)]:
            reading = Reading(chunk, i)
            yield at_reading("future-date", reading, chunk.periods[i].text, left_out=[reading])
