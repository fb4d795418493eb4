"""Sheets that the same file always had and now lacks, and indicators that it always brought."""

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from chuangmo.period import DAY, HOUR, MONTH, Period, month_period
from chuangmo.store.rows import Selection
from loaders.checking.past_months import month_before
from loaders.checking.staged import Staged
from loaders.model.finding import Finding
from loaders.words.normalise import label
from loaders.words.periods import periods_in

_MONTHS_BACK = 3
_DIGITS = re.compile(r"\d+")


def check(staged: Staged) -> Iterator[Finding]:
    """Missing sheets by name; other indicators that came with most of the file's each month."""
    names, brought = _missing_sheets(staged)
    if names:
        yield Finding("sheets-missing", None, None, "、".join(f"“{name}”" for name in names))
    yield from _missing_indicators(staged, brought)


def _missing_sheets(staged: Staged) -> tuple[list[str], set[str]]:
    """Names of the sheets that every earlier batch of this file had, and what they brought.

    An earlier batch is of this file where it has more than half of its sheets, each with a table
    of the same form.
    """
    mine = {(_faceless(chunk.sheet.name), chunk.form) for chunk in staged.chunks}
    here = {_faceless(sheet.name) for sheet in staged.sheets}
    if not mine or any(sheet.is_text for sheet in staged.sheets):
        return [], set()
    batches: dict[int, list[dict[str, str]]] = defaultdict(list)
    for row in staged.store.sheets(sorted({form for _, form in mine})).to_pylist():
        batches[row["batch"]].append(row)
    alike = [rows for rows in batches.values() if _is_alike(rows, mine)]
    if not alike:
        return [], set()
    always = set.intersection(*({_faceless(row["sheet"]) for row in rows} for rows in alike))
    gone = [row for row in alike[0] if _faceless(row["sheet"]) in always - here]
    return list(dict.fromkeys(row["sheet"] for row in gone)), {row["name"] for row in gone}


def _is_alike(rows: list[dict[str, str]], mine: set[tuple[str, str]]) -> bool:
    theirs = {(_faceless(row["sheet"]), row["form"]) for row in rows}
    return 2 * len(theirs & mine) > len(mine)


def _faceless(name: str) -> str:
    """The name of a sheet without the numbers of its period (10月空气: #月空气)."""
    return _DIGITS.sub("#", label(name)) if periods_in(name) else label(name)


def _missing_indicators(staged: Staged, besides: set[str]) -> Iterator[Finding]:
    """What came in one batch with most of the file's indicators in each of the months before."""
    mine = [f for f in staged.figures if f.key.kind in (HOUR, DAY, MONTH)]
    if not mine:
        return
    starts = {(f.start.year, f.start.month) for f in mine}
    if len(starts) != 1:
        return
    month, here = month_period(*starts.pop()), {f.indicator for f in staged.figures}
    always: set[str] | None = None
    for brought in _companions(staged, month, here, tuple({f.area for f in mine})):
        always = brought if always is None else always & brought
    gone = sorted((always or set()) - here - besides)
    if gone:
        names = "、".join(staged.catalog.indicator(name).label for name in gone)
        yield Finding("indicators-missing", None, None, names, {"month": month.text})


def _companions(
    staged: Staged, month: Period, here: set[str], areas: tuple[str, ...]
) -> Iterator[set[str]]:
    """For each earlier month what one batch brought together with most of ``here``."""
    first = month
    for _ in range(_MONTHS_BACK):
        first = month_before(first)
    window = Selection(areas=areas, start=first.start, end=month.start)
    batches: dict[tuple[date, int], set[str]] = defaultdict(set)
    for row in staged.store.arrivals(window).to_pylist():
        if row["name"] in staged.catalog.indicators:
            batches[row["month"], row["batch"]].add(row["name"])
    for names in batches.values():
        if len(names & here) * 2 > len(here):
            yield names
