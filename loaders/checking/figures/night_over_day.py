"""Noise louder at night than by day."""

from collections.abc import Iterator

from loaders.checking.day_figures import at_figure, plain
from loaders.checking.staged import Staged
from loaders.model.finding import Finding


def check(staged: Staged) -> Iterator[Finding]:
    """Night levels above day levels of the same place and period: the columns may be swapped."""
    figures = staged.figures
    days = {
        f.key._replace(statistic=""): {f.start: f}
        for f in figures
        if f.key.statistic == "day" and f.total is not None
    }
    nights = [f for f in figures if f.key.statistic == "night" and f.total is not None]
    for night in nights:
        day = days.get(night.key._replace(statistic=""), {}).get(night.start)
        if day and night.total is not None and day.total is not None and night.total > day.total:
            yield at_figure(
                "night-over-day", night, plain(night.total),
                place=night.place, day=plain(day.total),
            )  # fmt: skip
