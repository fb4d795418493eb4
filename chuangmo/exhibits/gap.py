"""The parts of a gap to a line: by month and by district, each adding up to it."""

from collections.abc import Sequence
from fractions import Fraction

import pandas as pd

from chuangmo.assess.lines import LimitLine
from chuangmo.assess.rounding import publish_difference
from chuangmo.assess.verdict_types import NO_TARGET
from chuangmo.charts.gapbars import gap_figure
from chuangmo.exhibit import Cell, ColumnHead, Exhibit, Foot, Table
from chuangmo.exhibits.outlook import OutlookView
from chuangmo.service.figures.attributing import Attribution
from chuangmo.status import LINE_WORD
from chuangmo.wording import difference_words, figure, unit_after, value_name

Part = tuple[str, Fraction, Fraction]  # name, its part of the gap, its own mean
BY_MONTH, BY_DISTRICT = "月份", "区县"
#: What the mean of a part is: a district's is that of its sites on the city's valid days.
_MEANS = {BY_MONTH: "均值", BY_DISTRICT: "计入全市的均值"}


def has_parts(found: Attribution) -> bool:
    """Whether there is a gap of a mean to take apart; percentiles do not add up."""
    known = found.gap is not None and found.line is not None and bool(found.months)
    return known and found.line is not None and found.line.percent is None


def gap_words(view: OutlookView, found: Attribution) -> tuple[str, str]:
    """The gap as a finding, and how its parts are worked out."""
    assert found.gap is not None and found.line is not None
    line = _line_words(view, found.line)
    name = value_name(view.indicator)
    side = f"比{line}{'高' if found.gap > 0 else '低'}" if found.gap else f"与{line}持平"
    total = _amount(view, found.gap) if found.gap else ""
    return (
        f"{view.month.span}累计{name}{side}{total}",
        f"各部分等于（该部分的均值−{line}）×有效日占比，{view.answer.unit}；各部分之和等于差距",
    )


def _line_words(view: OutlookView, line: LimitLine) -> str:
    """``年度目标0.128 mg/m³``."""
    text = figure(line.text_in(view.answer.unit), view.answer.unit)
    return f"{LINE_WORD[line.line]}{text}{unit_after(view.answer.unit)}"


def month_parts(found: Attribution) -> list[Part]:
    """The months' parts, in order."""
    return [(f"{int(part.name[-2:])}月", part.gap, part.mean) for part in found.months]


def district_parts(found: Attribution) -> list[Part]:
    """The districts' parts; fewer than two say nothing."""
    return [(part.name, part.gap, part.mean) for part in found.districts]


def signed(view: OutlookView, value: Fraction) -> str:
    """A difference in the page's unit with its sign; nothing before zero.

    It has as many decimals as it takes: what differs is never shown as 0.0000.
    """
    text = publish_difference(view.number(value), view.digits + 1)
    if not Fraction(text):
        return figure(text.lstrip("-"))
    return figure(text) if text.startswith("-") else f"+{figure(text)}"


def _amount(view: OutlookView, value: Fraction) -> str:
    """``0.0012 mg/m³``: how large a difference is, with its unit."""
    return difference_words(signed(view, value).lstrip("+−"), view.answer.unit)


def _finding(view: OutlookView, what: str, worst: Part) -> str:
    """Which part raises the figure most; where none does, which comes closest to the line."""
    known = view.answer.line
    line = _line_words(view, known) if known is not None else "这条线"
    name, gap, mean = worst
    if gap > 0:
        return f"{name}抬升最多，为{_amount(view, gap)}"
    means = f"各{what}{_MEANS[what]}"
    if not gap or known is None:
        return f"{means}都不高于{line}，{name}与其持平"
    below = _amount(view, known.value_in(view.indicator.unit) - mean)
    return f"{means}都低于{line}，{name}最接近，低{below}"


def gap_exhibit(
    view: OutlookView,
    what: str,
    parts: Sequence[Part],
    gap: Fraction,
    foot: Foot,
    theme: str = "light",
) -> Exhibit:
    """One chart of parts that add up to the gap, ``what`` being 月份 or 区县."""
    worst = max(parts, key=lambda part: (max(part[1], Fraction(0)), part[2]))
    frame = pd.DataFrame(
        [(n, float(view.number(g)), signed(view, g), False) for n, g, _ in parts]
        + [("合计", float(view.number(gap)), signed(view, gap), True)],
        columns=["name", "gap", "shown", "total"],
    )
    adverse = worst[1] > 0
    status = view.row.status if view.row else NO_TARGET
    rows = [(Cell(n), Cell(view.text(mean)), Cell(signed(view, part))) for n, part, mean in parts]
    total = (Cell("合计"), Cell(view.text(view.answer.so_far.value)), Cell(signed(view, gap)))
    heads = (ColumnHead(what), ColumnHead(_MEANS[what], "", True), ColumnHead("占差距", "", True))
    by = "months" if what == BY_MONTH else "districts"
    return Exhibit(
        key=f"gap-{by}-{view.indicator.id}-{view.month.period.text}",
        verdict=_finding(view, what, worst),
        subtitle=f"按{what}自上而下累加到差距，{view.answer.unit}；向右抬升，向左压低",
        figure=gap_figure(frame, worst[0] if adverse else "", status, theme),
        frame=frame,
        foot=foot,
        notes=(gap_words_note(what),),
        demo=any(row.demo for row in view.place.rows),
        extra={"unit": view.answer.unit, "place": view.indicator.label},
        kind="gap",
        table=Table(heads, (*rows, total)),
    )


def gap_words_note(what: str) -> str:
    """How the parts add up."""
    said = f"各{what}的部分按有效日占比折算，相加等于差距。"
    if what == BY_DISTRICT:
        said += "区县计入全市的均值是其点位在全市有效日的均值，与区县自己的均值可以略有不同。"
    return said
