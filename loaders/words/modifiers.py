"""Words that move a value: last year's, cumulative, sand-dust taken out, gas state, audited or not.

实况 is two things: data as they come in, before anybody has audited them, and the state of the air
that concentrations are given in (实况浓度 beside 标况). A text that does not tell leaves it open.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from chuangmo.period import MONTH, Period
from chuangmo.store.rows import AUDITED, UNAUDITED
from loaders.model.table import NOTHING, Column, TimeParts
from loaders.words import lists
from loaders.words.normalise import label
from loaders.words.periods import bare_year, to_period

DUSTY = ("pm10", "pm25", "tsp")
LAST_YEAR = "last_year"
_TIME = (LAST_YEAR, "last_month", "cumulative")
#: What is said by a 实况 that may be a gas state.
OPEN = "open"
_AS_IT_IS = "实况"
_LATER, _BEFORE, _AFTER, _GAS = (
    re.compile("|".join(lists.AUDIT[name])) for name in ("later", UNAUDITED, AUDITED, "gas")
)


def is_beside(column: Column) -> bool:
    """Whether a value column holds figures of the same period last year (上年同期).

    They stand beside the figures of this year for comparison and are no observations of their own.
    """
    return column.role == "value" and LAST_YEAR in column.modifiers


def time_words(modifiers: Iterable[str]) -> tuple[str, ...]:
    """Those of the modifiers that move the period, in a fixed order."""
    here = set(modifiers)
    return tuple(word for word in _TIME if word in here)


def moved(parts: TimeParts, words: tuple[str, ...], *, own_year: bool = False) -> TimeParts | None:
    """The parts moved as the words say; ``None`` where that makes no period.

    Args:
        parts: the period of the row and its surroundings.
        words: from ``time_words``.
        own_year: the header itself names the year, so that 上年同期 only explains it.
    """
    if "cumulative" in words:
        last = parts.last_month or parts.month or (parts.quarter and 3 * parts.quarter)
        if parts.day is not None or parts.hour is not None:
            return None
        if last:
            parts = TimeParts(year=parts.year, first_month=1, last_month=last)
    if "last_month" in words:
        if parts.month is None or parts.day is not None or parts.year is None:
            return None
        before = parts.year * 12 + parts.month - 2
        parts = TimeParts(year=before // 12, month=before % 12 + 1)
    if LAST_YEAR in words and not own_year:
        if parts.year is None:
            return None
        parts = parts._replace(year=parts.year - 1)
    return parts


def moved_period(period: Period, words: tuple[str, ...]) -> Period | None:
    """A period that an answer gives, moved as the words say; ``None`` where that makes none."""
    if not words:
        return period
    if words == (LAST_YEAR,):
        return period.shifted_years(-1)
    if period.kind != MONTH:
        return None
    return to_period(moved(TimeParts(period.start.year, period.start.month), words) or NOTHING)


def dust_state(words: Iterable[str]) -> str | None:
    """``removed`` or "" as the words say, ``None`` where they say nothing or both."""
    here = set(words)
    removed, kept = "dust_removed" in here, "dust_kept" in here
    return None if removed == kept else ("removed" if removed else "")


def own_period(column: "Column", columns: Sequence["Column"], titled: TimeParts) -> TimeParts:
    """The period of a header; years that head columns under ``2023年1-10月`` are its months.

    Only where the title's own year stands among them: it cannot mean a whole year then.
    """
    years = {c.period.year for c in columns if c.role == "value" and bare_year(c.period)}
    whole = any(word in text for text in column.header for word in ("全年", "年均", "年平均"))
    if whole and bare_year(column.period):
        return column.period._replace(first_month=1, last_month=12)
    if not bare_year(column.period) or titled.year not in years or len(years) < 2:
        return column.period
    return titled._replace(year=column.period.year)


@lru_cache(maxsize=20_000)
def audit_said(text: str) -> frozenset[str]:
    """What a text says: ``unaudited``, ``audited``, ``open`` for a 实况 that may be a gas state."""
    body = _LATER.sub(" ", label(text))
    found = {UNAUDITED} if _BEFORE.search(body) else set()
    rest = _BEFORE.sub(" ", body)
    found |= {AUDITED} if _AFTER.search(rest) else set()
    if not found and _AS_IT_IS in rest and not _GAS.search(rest):
        found.add(OPEN)
    return frozenset(found)
