"""Means of fewer valid days than the standard in force asks for."""

from collections.abc import Iterator

from chuangmo.assess.validity import required_days
from chuangmo.catalog.models import ValidityRule
from chuangmo.period import MONTH, YEAR, Period, today
from loaders.checking.parts.part_cells import column_of, shown
from loaders.checking.staged import Staged
from loaders.model.finding import Finding, Reading, at_reading


def check(staged: Staged) -> Iterator[Finding]:
    """Closed months and years; one warning a column, told at the first count that falls short."""
    for chunk in staged.chunks:
        short = []
        for i, count in enumerate(chunk.parts.get("n_valid", [])):
            if count is None or chunk.indicator.count_unit != "day":
                continue
            needed = _needed(staged, chunk.indicator.id, chunk.periods[i])
            if count < needed:
                short.append((i, count, needed))
        if short:
            i, count, needed = short[0]
            yield at_reading(
                "valid-days-few", Reading(chunk, i), shown(count),
                column=column_of(Reading(chunk, i), count), count=len(short),
                indicator=chunk.indicator.label, period=chunk.periods[i].text, days=str(needed),
            )  # fmt: skip


def _needed(staged: Staged, indicator: str, period: Period) -> int:
    if period.kind not in (MONTH, YEAR) or period.last_day >= today():
        return 0
    return required_days(_rule(staged, indicator, period), period)


def _rule(staged: Staged, indicator: str, period: Period) -> ValidityRule | None:
    standard = staged.catalog.standard_for(indicator, period.last_day)
    rules = standard.validity if standard else ()
    return next((rule for rule in rules if indicator in rule.indicators), None)
