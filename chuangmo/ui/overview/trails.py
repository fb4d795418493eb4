"""The third line of a cell of the matrix: the months of the year as a line, and 同比 as an arrow.

The line is a shape, cut out of a filled box: no picture is fetched, and its colour follows the
theme. A gap stays a gap; heights run from the lowest month of the cell to the highest.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from chuangmo.assess.compare import betterment
from chuangmo.assess.verdict_types import Statistic, Verdict
from chuangmo.catalog.models import Indicator
from chuangmo.exhibits.overview import Overview
from chuangmo.ui.parts.html import Safe, text
from chuangmo.ui.parts.matrix import Beside
from chuangmo.wording import change_words, counted_value

_FEWEST = 3  # months: of fewer there is no line
_MONTHS = 12
_HALF = 7.0  # half the thickness of the line, in per cent of its height
_WIDE = 1.5  # half the width of a month that stands alone, in per cent of the width
BETTER, WORSE, LEVEL = "好转", "变差", "持平"
_ARROW = {True: "↑", False: "↓"}
_CSS = {BETTER: "better", WORSE: "worse", LEVEL: "level"}
#: What the line under the matrix says of arrows and lines.
READING = (
    "第三行细线为本年逐月数值（各格自成比例），箭头为比上年同期的升降，"
    "好转、变差按指标的优劣方向说；两期口径不同、一期没有公布的不画箭头。"
)


@dataclass(frozen=True)
class Turn:
    """A change against the same time last year: which way the number went, and whether for good."""

    arrow: str
    word: str
    words: str


def turn_of(indicator: Indicator, cell: Verdict) -> Turn | None:
    """How the cell turned; ``None`` where nothing may be said (no alike figure, no direction)."""
    change = cell.year_on_year
    if change is None or change.get("note") or indicator.direction == "none":
        return None
    words = change_words(change, cell.unit)
    good = betterment(change, indicator.direction)
    if good == 0:
        return Turn("→", LEVEL, words)
    rises = (good > 0) == (indicator.direction == "higher")
    return Turn(_ARROW[rises], BETTER if good > 0 else WORSE, words)


def beside(view: Overview, indicator: Indicator, cell: Verdict) -> Beside:
    """The third line of a cell and what it says in words."""
    alone: Sequence[Statistic] = ()
    if not indicator.is_task and cell.value is not None:
        asked = (indicator.id, cell.area, view.month.year, view.month.as_of, view.dust)
        alone = view.reader.months_alone(*asked)
    line = line_of([_value(one, cell) for one in alone])
    turn = turn_of(indicator, cell)
    said = f"比上年同期{turn.words}" if turn else ""
    arrow = (
        f'<span class="a {_CSS[turn.word]}">{turn.arrow}{text(turn.word)}</span>' if turn else ""
    )
    return Beside(Safe(f'<span class="y">{line}{arrow}</span>') if line or arrow else Safe(), said)


def _value(found: Statistic, cell: Verdict) -> float | None:
    value = counted_value(found, cell.statistic)
    return None if value is None else float(value)


def line_of(values: Sequence[float | None]) -> Safe:
    """Up to twelve months as one shape; nothing for fewer than three."""
    known = [value for value in values if value is not None]
    if len(known) < _FEWEST:
        return Safe()
    low, high = min(known), max(known)
    span = high - low
    runs: list[list[tuple[float, float]]] = []
    before = None
    for n, value in enumerate(values[:_MONTHS]):
        if value is None:
            continue
        height = 50.0 if not span else 90 - 80 * (value - low) / span
        point = ((n + 0.5) / _MONTHS * 100, height)
        if before == n - 1:
            runs[-1].append(point)
        else:
            runs.append([point])
        before = n
    return Safe(f'<i class="l" style="clip-path:polygon({",".join(_outline(runs))})"></i>')


def _outline(runs: Sequence[Sequence[tuple[float, float]]]) -> list[str]:
    """The bands of all runs as one outline: from each start round and back, then to the next."""
    points: list[tuple[float, float]] = []
    for run in runs:
        band = (
            run
            if len(run) > 1
            else [(run[0][0] - _WIDE, run[0][1]), (run[0][0] + _WIDE, run[0][1])]
        )
        upper = [(x, y - _HALF) for x, y in band]
        lower = [(x, y + _HALF) for x, y in reversed(band)]
        points += [*upper, *lower, upper[0]]
    points += [
        (run[0][0] - (_WIDE if len(run) == 1 else 0), run[0][1] - _HALF) for run in reversed(runs)
    ]
    return [f"{x:.0f}% {y:.0f}%" for x, y in points]
