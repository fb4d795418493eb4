"""Counts of valid days or points that are none: fractions, more days than the period has."""

from collections.abc import Iterator

from loaders.checking.parts.part_cells import column_of, shown
from loaders.checking.staged import Staged
from loaders.model.finding import Finding, Reading, at_reading


def check(staged: Staged) -> Iterator[Finding]:
    """Told at the count's own cell; days only of indicators whose valid values are days."""
    for chunk in staged.chunks:
        counted = chunk.indicator.count_unit == "day"
        for i, count in enumerate(chunk.parts.get("n_valid", [])):
            days = chunk.periods[i].days
            if count is None or (count % 1 == 0 and not (counted and count > days)):
                continue
            reading = Reading(chunk, i)
            yield at_reading(
                "valid-days-over" if count % 1 == 0 else "count-not-whole", reading, shown(count),
                column=column_of(reading, count), left_out=[reading],
                indicator=chunk.indicator.label, days=str(days),
            )  # fmt: skip
