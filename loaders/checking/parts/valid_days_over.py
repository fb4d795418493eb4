"""More valid days than the period has days."""

from collections.abc import Iterator

from loaders.checking.parts.part_cells import column_of, shown
from loaders.checking.staged import Staged
from loaders.model.finding import Finding, Reading, at_reading


def check(staged: Staged) -> Iterator[Finding]:
    """Of indicators whose valid values are counted by days; told at the count's own cell."""
    for chunk in staged.chunks:
        if chunk.indicator.count_unit != "day":
            continue
        for i, count in enumerate(chunk.parts.get("n_valid", [])):
            days = chunk.periods[i].days
            if count is not None and count > days:
                reading = Reading(chunk, i)
                yield at_reading(
                    "valid-days-over", reading, shown(count), column=column_of(reading, count),
                    left_out=[reading], indicator=chunk.indicator.label, days=str(days),
                )  # fmt: skip
