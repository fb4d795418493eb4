"""Days or months that a file leaves out between its first and its last."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from chuangmo.period import DAY, HOUR, MONTH
from loaders.checking.day_figures import DayFigure
from loaders.checking.staged import Staged
from loaders.model.finding import Finding

_FEWEST = {DAY: 10, HOUR: 10, MONTH: 4}
_DENSE = 0.8  # share of the span that stands in the file: less is sampling, not a gap
_NAMED = 5


def check(staged: Staged) -> Iterator[Finding]:
    """One warning for all columns of a sheet that leave the same days or months out.

    A value marked as missing is no gap. Of several places one that has fewer days than the others
    is told by its name.
    """
    told: dict[tuple[str | None, str, tuple[datetime, ...]], list[DayFigure]] = defaultdict(list)
    for key, line in staged.lines.items():
        if key.kind in _FEWEST and (gone := _missing(key.kind, line)):
            told[line[0].sheet, key.kind, gone].append(line[0])
    for (sheet, kind, gone), firsts in told.items():
        names = dict.fromkeys(staged.catalog.indicator(f.indicator).label for f in firsts)
        places = dict.fromkeys(f.place for f in firsts)
        shown = "、".join(
            f"{day:%Y-%m}" if kind == MONTH else f"{day:%Y-%m-%d}" for day in gone[:_NAMED]
        )
        more = f" 等 {len(gone)} {'个月' if kind == MONTH else '天'}" if len(gone) > _NAMED else ""
        words = {"indicator": _short(list(names)), "place": _short(list(places))}
        yield Finding("span-gap", sheet, None, shown + more, words)


def _short(names: Sequence[str]) -> str:
    return "、".join(names[:_NAMED]) + (" 等" if len(names) > _NAMED else "")


def _missing(kind: str, line: Sequence[DayFigure]) -> tuple[datetime, ...]:
    """What is left out between the first and the last; nothing where most of it is."""
    there = {_start(kind, figure.start) for figure in line}
    span = list(_between(kind, min(there), max(there)))
    gone = tuple(day for day in span if day not in there)
    dense = len(there) >= _FEWEST[kind] and len(there) >= _DENSE * len(span)
    return gone if dense else ()


def _start(kind: str, moment: datetime) -> datetime:
    return datetime(moment.year, moment.month, 1 if kind == MONTH else moment.day)


def _between(kind: str, first: datetime, last: datetime) -> Iterator[datetime]:
    while first <= last:
        yield first
        later = first + timedelta(days=32 if kind == MONTH else 1)
        first = later.replace(day=1) if kind == MONTH else later
