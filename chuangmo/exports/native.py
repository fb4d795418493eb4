"""A chart as values: what an exhibit's figure draws, ready for the charts of an office file.

What survives an export is a named trace: series are read from the traces of the Plotly figure
that carry a role, published texts and statuses from the exhibit's own frame.
"""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from chuangmo.charts.breaks import BREAK
from chuangmo.charts.marks import MARK
from chuangmo.charts.rows import records
from chuangmo.exhibit import Exhibit
from chuangmo.status import LINE_WORD

OWN, BEFORE, CUMULATIVE, PLAN, AHEAD = "own", "before", "cumulative", "plan", "ahead"
START = "start"  # where each bar of a waterfall begins
STANDARD, SCHEME, TARGET, NEEDED = "standard", "scheme", "target", "needed"
#: Kinds whose bars grow from zero to both sides, with their signs.
SIGNED = ("gap", "improvement")
#: Roles that are lines to keep to, not data; never drawn in the colour of a status.
LIMITS = (STANDARD, SCHEME, TARGET, PLAN, NEEDED)
COLUMN, LINE = "column", "line"


@dataclass(frozen=True)
class ChartSeries:
    """One series over all categories.

    Attributes:
        shape: ``column`` or ``line``.
        values: in the chart's unit, ``None`` where there is none.
        texts: the published text of each value; empty where none is shown.
        statuses: of each value's verdict; empty where it is not judged.
    """

    name: str
    role: str
    shape: str
    values: tuple[float | None, ...]
    texts: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()

    @property
    def known(self) -> list[int]:
        """The places that have a value."""
        return [n for n, value in enumerate(self.values) if value is not None]


@dataclass(frozen=True)
class Chart:
    """One chart.

    Attributes:
        kind: of the exhibit, as the readers below list them.
        groups: what several categories stand under (the year of a month); empty without groups.
        bands: (first, last) category of each 采暖期, both inclusive.
        breaks: (how many categories lie before it, its words) of each break mark.
        marks: (how many categories lie before its first day, before its last, its words) of each
            event.
        remarks: a few words on each category (``升1位``); empty where there are none.
    """

    kind: str
    categories: tuple[str, ...]
    series: tuple[ChartSeries, ...]
    unit: str
    digits: int
    groups: tuple[str, ...] = ()
    bands: tuple[tuple[int, int], ...] = ()
    breaks: tuple[tuple[float, str], ...] = ()
    marks: tuple[tuple[float, float, str], ...] = ()
    remarks: tuple[str, ...] = ()

    def role(self, *roles: str) -> list[ChartSeries]:
        """The series of the given roles, in drawing order."""
        return [series for series in self.series if series.role in roles]


def chart_of(exhibit: Exhibit) -> Chart | None:
    """The chart an exhibit draws; ``None`` for tables and maps."""
    reader = _READERS.get(exhibit.kind)
    if reader is None or exhibit.figure is None:
        return None
    return reader(exhibit, exhibit.figure)


def role_of(trace: Any) -> str:
    """The role a trace carries; empty for decoration."""
    meta = trace.meta if isinstance(trace.meta, dict) else {}
    return str(meta.get("role") or meta.get("limit") or "")


def _number(value: Any) -> float | None:
    return None if value is None or math.isnan(float(value)) else float(value)


def _texts(column: Iterable[Any]) -> tuple[str, ...]:
    return tuple("" if not isinstance(text, str) or text == "—" else text for text in column)


def _placed(trace: Any, places: Sequence[Any], size: int) -> tuple[float | None, ...]:
    """The y values of a trace at the x values ``places``, the last where one comes twice."""
    found = dict(zip(trace.x, trace.y, strict=True))
    return tuple(_number(found.get(place)) for place in places[:size])


def _trend(exhibit: Exhibit, figure: go.Figure) -> Chart:
    frame = exhibit.frame.reset_index(drop=True)
    places = range(len(frame))
    series: list[ChartSeries] = []
    for trace in figure.data:
        role = role_of(trace)
        if role == OWN:
            shape = COLUMN if trace.type == "bar" else LINE
            values = _placed(trace, places, len(frame))
            series.append(ChartSeries("月值", role, shape, values, _texts(frame["single_text"])))
        elif role in (CUMULATIVE, BEFORE):
            values = _placed(trace, places, len(frame))
            texts = _texts(frame["cumulative_text"]) if role == CUMULATIVE else ()
            shown = tuple(t if v is not None else "" for t, v in zip(texts, values, strict=False))
            series.append(ChartSeries(trace.name, role, LINE, values, shown))
        elif role in LIMITS:
            series += _stretches(trace, role, len(frame))
    return Chart(
        "trend",
        tuple(f"{int(m)}" for m in frame["month"]),
        tuple(series),
        exhibit.extra.get("unit", ""),
        int(exhibit.extra.get("digits", "3")),
        tuple(f"{int(y)}年" for y in frame["year"]),
        _bands(frame) if _has_bands(figure) else (),
        tuple((t.x[0] + 0.5, t.name) for t in figure.data if role_of(t) == BREAK),
        _marks(figure, 0.5),
    )


def _marks(figure: go.Figure, shift: float) -> tuple[tuple[float, float, str], ...]:
    """The events; ``shift``: how many categories lie before zero of the figure's axis."""
    drawn = [trace for trace in figure.data if role_of(trace) == MARK]
    return tuple((one.x[0] + shift, one.x[-1] + shift, one.name) for one in drawn)


def _stretches(trace: Any, role: str, size: int) -> list[ChartSeries]:
    """A stepped limit as one level series for each height; the last carries the trace's name."""
    levels: list[tuple[str, float, set[int]]] = []
    for name, first, last, value in zip(
        trace.customdata[::2], trace.x[::2], trace.x[1::2], trace.y[::2], strict=True
    ):
        inside = set(range(int(first + 0.5), int(last + 0.5)))
        if levels and levels[-1][1] == value:
            levels[-1] = (name, value, levels[-1][2] | inside)
        else:
            levels.append((name, value, inside))
    return [
        ChartSeries(name, role, LINE, tuple(value if n in inside else None for n in range(size)))
        for name, value, inside in levels
    ]


def _has_bands(figure: go.Figure) -> bool:
    return any(shape.type == "rect" for shape in figure.layout.shapes)


def _bands(frame: pd.DataFrame) -> tuple[tuple[int, int], ...]:
    inside = [int(month) in (11, 12, 1, 2, 3) for month in frame["month"]]
    starts = [n for n, on in enumerate(inside) if on and (n == 0 or not inside[n - 1])]
    last = len(inside) - 1
    ends = [n for n, on in enumerate(inside) if on and (n == last or not inside[n + 1])]
    return tuple(zip(starts, ends, strict=True))


def _bars(trace: Any) -> tuple[float | None, ...]:
    return tuple(_number(value) for value in trace.x)


def _own_trace(figure: go.Figure) -> Any:
    return next(trace for trace in figure.data if role_of(trace) == OWN)


def _judged_bars(name: str, figure: go.Figure, frame: pd.DataFrame, shown: str) -> ChartSeries:
    """The bars of places with their verdicts; ``shown`` is the column of published texts."""
    values = _bars(_own_trace(figure))
    return ChartSeries(name, OWN, COLUMN, values, _texts(frame[shown]), tuple(frame["status"]))


def _ranking(exhibit: Exhibit, figure: go.Figure) -> Chart:
    """Bars in rank order; one level line where all share a limit, else each place's own."""
    frame = exhibit.frame
    own = _judged_bars("数值", figure, frame, "shown")
    areas = tuple(str(area) for area in frame["area"])
    unit = exhibit.extra.get("unit", "")
    moved = tuple(str(words) for words in frame["moved"]) if "moved" in frame else ()
    digits = _decimals(frame["shown"])
    return Chart("ranking", areas, (own, *_rank_limits(frame)), unit, digits, remarks=moved)


def _rank_limits(frame: pd.DataFrame) -> list[ChartSeries]:
    found: list[ChartSeries] = []
    limits = frame["limit"].dropna()
    if len(limits):
        lines = set(frame.loc[limits.index, "line"])
        word, role = "本区县限值", TARGET
        if len(lines) == 1 and limits.nunique() == 1:
            role = str(next(iter(lines)))
            word = f"{LINE_WORD[role]} {_unsigned(frame.loc[limits.index[0], 'limit_text'])}"
        found.append(ChartSeries(word, role, LINE, tuple(_number(v) for v in frame["limit"])))
    law = frame["standard"].dropna()
    if len(law) and law.nunique() == 1:
        name = f"{LINE_WORD[STANDARD]} {_unsigned(frame.loc[law.index[0], 'standard_text'])}"
        found.append(
            ChartSeries(name, STANDARD, LINE, tuple(float(law.iloc[0]) for _ in frame.index))
        )
    return found


def _unsigned(limit: object) -> str:
    return str(limit).lstrip("≤≥＝＜＞ ")


def _decimals(texts: Iterable[Any]) -> int:
    """Decimals of the first published text that has any."""
    heads = (str(text).split(" ")[0] for text in texts)
    return next((len(head.partition(".")[2]) for head in heads if "." in head), 0)


def _years(exhibit: Exhibit, figure: go.Figure) -> Chart:
    """Months across: this year's values, last year's laid over, limits level."""
    frame = exhibit.frame
    series: list[ChartSeries] = []
    for trace in figure.data:
        role = role_of(trace)
        if role in LIMITS:
            level = tuple(float(trace.y[0]) for _ in frame.index)
            series.append(ChartSeries(trace.name, role, LINE, level))
        elif role in (OWN, BEFORE):
            column, shape = ("now", COLUMN) if role == OWN else ("before", LINE)
            values = tuple(_number(value) for value in trace.y)
            texts = _texts(frame[f"{column}_text"])
            series.append(ChartSeries(trace.name, role, shape, values, texts))
    names = tuple(f"{int(month)}月" for month in frame["month"])
    digits = int(exhibit.extra.get("digits", "3"))
    unit, marks = exhibit.extra.get("unit", ""), _marks(figure, -0.5)
    return Chart("years", names, tuple(series), unit, digits, marks=marks)


def _slope(exhibit: Exhibit, figure: go.Figure) -> Chart:
    """Two dates across, a line a place; only the lines that the screen names have texts."""
    rows = {str(row["area"]): row for row in records(exhibit.frame)}
    series = [
        ChartSeries(
            trace.name, role_of(trace), LINE, tuple(_number(value) for value in trace.y),
            tuple(trace.hovertext) if rows[trace.name]["named"] else (),
        )
        for trace in figure.data
    ]  # fmt: skip
    sides = tuple(str(side) for side in figure.layout.xaxis.ticktext)
    digits = int(exhibit.extra.get("digits", "3"))
    return Chart("slope", sides, tuple(series), exhibit.extra.get("unit", ""), digits)


def _over_years(exhibit: Exhibit, figure: go.Figure) -> Chart:
    """One column a year or season; the line through them where one was tested."""
    names = tuple(str(name).replace("<br>", "\n") for name in exhibit.frame["name"])
    series: list[ChartSeries] = []
    for trace in figure.data:
        role = role_of(trace)
        values = tuple(_number(value) for value in trace.y)
        shape = COLUMN if role == OWN else LINE
        texts = _texts(trace.customdata) if role == OWN else ("",) * len(values)
        series.append(ChartSeries(trace.name, role, shape, values, texts))
    digits = int(exhibit.extra.get("digits", "3"))
    return Chart(exhibit.kind, names, tuple(series), exhibit.extra.get("unit", ""), digits)


def _shares(exhibit: Exhibit, figure: go.Figure) -> Chart:
    frame = exhibit.frame
    own = _judged_bars("完成率", figure, frame, "percent")
    plan = next(trace for trace in figure.data if role_of(trace) == PLAN)
    line = ChartSeries(plan.name, PLAN, LINE, tuple(float(plan.x[0]) for _ in frame.index))
    return Chart("shares", tuple(str(a) for a in frame["area"]), (own, line), "%", 1)


def _burnup(exhibit: Exhibit, figure: go.Figure) -> Chart:
    """Months' ends across; a quota that does not change is level, whatever its trace's ends."""
    months = range(1, 13)
    series: list[ChartSeries] = []
    for trace in figure.data:
        role = role_of(trace)
        if role == TARGET:
            level = tuple(float(trace.y[0]) for _ in months)
            series.append(ChartSeries(trace.name, role, LINE, level))
        elif role and role != MARK:
            shape = COLUMN if role == OWN else LINE
            column = {OWN: 1, PLAN: 2, BEFORE: 4}.get(role)
            texts = _texts(exhibit.frame.iloc[:, column]) if column else ()
            values = _placed(trace, months, 12)
            series.append(ChartSeries(trace.name, role, shape, values, texts))
    names = tuple(f"{month}月" for month in months)
    unit = exhibit.extra.get("unit", "")
    return Chart("burnup", names, tuple(series), unit, 0, marks=_marks(figure, 0.0))


def _needed(exhibit: Exhibit, figure: go.Figure) -> Chart | None:
    """The same months of past years as columns against what is needed."""
    past = [trace for trace in figure.data if role_of(trace) == OWN]
    edge = next(trace for trace in figure.data if role_of(trace) == NEEDED)
    if not past:
        return None
    years = tuple(f"{year}年同期" for year in past[0].customdata)
    values = tuple(float(value) for value in past[0].x)
    digits = _decimals([exhibit.frame.iloc[0, 1]])
    own = ChartSeries("往年同期", OWN, COLUMN, values, tuple(f"{v:.{digits}f}" for v in values))
    line = ChartSeries(edge.name, NEEDED, LINE, tuple(float(edge.x[0]) for _ in values))
    return Chart("needed", years, (own, line), exhibit.extra.get("unit", ""), digits)


def _gap(exhibit: Exhibit, figure: go.Figure) -> Chart:
    """Parts of a gap with where each begins; the last, the whole, begins at zero."""
    frame = exhibit.frame
    parts = zip(_bars(_own_trace(figure)), frame["shown"], strict=True)
    values = tuple(0.0 if _is_nothing(text) else value for value, text in parts)
    own = ChartSeries("占差距", OWN, COLUMN, values, tuple(frame["shown"]))
    starts = ChartSeries("起点", START, COLUMN, tuple(float(v) for v in _own_trace(figure).base))
    names = tuple(str(name) for name in frame["name"])
    digits = _decimals(frame["shown"])
    return Chart("gap", names, (own, starts), exhibit.extra.get("unit", ""), digits)


def _improvement(exhibit: Exhibit, figure: go.Figure) -> Chart:
    frame = exhibit.frame
    own = ChartSeries("同比变化", OWN, COLUMN, _bars(_own_trace(figure)), _texts(frame["shown"]))
    names = tuple(
        str(area) if rank else f"{area}　{shown}"
        for rank, area, shown in zip(frame["rank"], frame["area"], frame["shown"], strict=True)
    )
    digits = max((len(str(abs(v)).partition(".")[2]) for v in frame["change"].dropna()), default=1)
    return Chart("improvement", names, (own,), exhibit.extra.get("unit", ""), digits)


def _is_nothing(text: str) -> bool:
    """Whether a figure was published as zero; a chart would give it a sign."""
    return not text.strip("0.")


_READERS: dict[str, Callable[[Exhibit, go.Figure], Chart | None]] = {
    "trend": _trend,
    "years": _years,
    "ranking": _ranking,
    "shares": _shares,
    "burnup": _burnup,
    "needed": _needed,
    "gap": _gap,
    "improvement": _improvement,
    "slope": _slope,
    "long_trend": _over_years,
    "winters": _over_years,
}
