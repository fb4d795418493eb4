"""When a report of the demonstration came: it is loaded years after its months, in one minute."""

from collections.abc import Sequence
from datetime import date, timedelta
from zlib import crc32

from chuangmo.period import Period

#: One report in so many comes late.
_LATE_ONE_IN = 16
_EARLIEST, _LATEST = 6, 4  # days before and after the due day


def received(indicators: Sequence[str], area: str, month: Period, due: date) -> date:
    """An invented day of receipt near the due one, the same whenever it is asked for.

    Only for batches of the demonstration; what a district sends together comes on one day, most
    of it in time and never before its month is over.

    Args:
        indicators: what one duty asks for. month: in which its report closes. due: its last day.
    """
    drawn = crc32(f"{month.text} {area} {' '.join(indicators)}".encode())
    late, drawn = drawn % _LATE_ONE_IN == 0, drawn // _LATE_ONE_IN
    if late:
        return due + timedelta(days=1 + drawn % _LATEST)
    return max(due - timedelta(days=drawn % _EARLIEST), month.last_day + timedelta(days=1))
