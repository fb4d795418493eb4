"""The same months of every year with the trend over them; words only where the years carry it."""

from collections.abc import Sequence
from fractions import Fraction

import pandas as pd

from chuangmo.assess.long_trend import (
    FALLING,
    FEWEST,
    LEVEL,
    TOO_FEW,
    LongTrend,
    long_trend,
)
from chuangmo.assess.rounding import publish, publish_difference
from chuangmo.charts.compared.over_years import OverYears, over_years_figure
from chuangmo.exhibit import Cell, ColumnHead, Exhibit, Foot, Table
from chuangmo.exhibits.place import Place
from chuangmo.service.beside.same_spans import SpanFigure
from chuangmo.service.questions import Questions
from chuangmo.wording import ABSENT, DUST_NOTE, digits_of, figure, unit_after, value_name

_FEWEST_DRAWN = 3  # years: fewer columns are no picture of a course
_METHOD = (
    "趋势用 Mann–Kendall 检验（双侧，α=0.05，概率按全部排列精确计算），斜率用 Theil–Sen"
    "（各对年份斜率的中位数）；只比较各年同一时段、口径一致的公布值。"
)
_WHY_FEW = "不足5年不作判断：只有4年时，即使逐年下降，概率也不小于0.083。"
_SITES = "各年的监测点位不完全相同，变化含点位变动的影响。"


def significance_exhibit(
    reader: Questions, place: Place, foot: Foot, theme: str = "light", phone: bool = False
) -> Exhibit | None:
    """The years of an indicator in a place; ``None`` for a task or without any figure.

    There is a figure from three comparable years on, a word on the trend from five.
    """
    if place.indicator.is_task:
        return None
    years = _years(reader, place)
    like = [one for one in years if one.published is not None and not one.left_out]
    if not like:
        return None
    found = long_trend([(one.year, Fraction(str(one.published))) for one in like])
    drawn = over_years_figure(_drawn(place, years, found), theme, phone)
    name = value_name(place.indicator, place.statistic)
    return Exhibit(
        key=f"long-trend-{place.indicator.id}-{place.month.period.text}",
        verdict=_finding(place, like, found),
        subtitle=f"{place.area}各年{place.month.span}{name}，{place.unit}；只比各年同一时段",
        figure=drawn if len(like) >= _FEWEST_DRAWN else None,
        frame=_frame(years, found),
        foot=foot,
        notes=tuple(_notes(place, like, found)),
        demo=any(row.demo for row in place.rows),
        extra=place.scale,
        kind="long_trend",
        table=_table(years, place.unit),
    )


def why_too_few(exhibit: Exhibit) -> str:
    """Why nothing is said of a trend; empty where something is."""
    return _WHY_FEW if _WHY_FEW in exhibit.notes else ""


def _years(reader: Questions, place: Place) -> tuple[SpanFigure, ...]:
    about = (place.indicator.id, place.area, place.month.as_of)
    return reader.same_spans(*about, place.statistic, place.dust)


def _finding(place: Place, like: Sequence[SpanFigure], found: LongTrend) -> str:
    """``2001—2008年各年1—10月PM10均值显著下降，每年约0.004 mg/m³（n=8，p=0.002）``."""
    span = f"{place.month.span}{value_name(place.indicator, place.statistic)}"
    if found.answer == TOO_FEW:
        return f"各年{span}的趋势：样本不足（n={found.n}年，至少{FEWEST}年），不作判断"
    years = f"{like[0].year}—{like[-1].year}年"
    tested = f"（n={found.n}，{_probability(found)}）"
    if found.p is not None and found.p >= LEVEL:
        return f"{years}各年{span}没有显著的升降趋势{tested}"
    word = "下降" if found.answer == FALLING else "上升"
    return f"{years}各年{span}显著{word}，每年约{_slope(place, found)}{tested}"


def _probability(found: LongTrend) -> str:
    assert found.p is not None
    return "p<0.001" if found.p < Fraction(1, 1000) else f"p={publish(found.p, 3)}"


def _slope(place: Place, found: LongTrend) -> str:
    """How much a year, without its sign, with one decimal more than the figure has."""
    assert found.slope is not None
    digits = digits_of(place.indicator, place.unit) + 1
    amount = figure(publish_difference(abs(found.slope), digits), place.unit)
    return f"{amount}{unit_after(place.unit)}"


def _drawn(place: Place, years: Sequence[SpanFigure], found: LongTrend) -> OverYears:
    """The columns, and the line where there are years enough to test it."""
    line: tuple[float, ...] = ()
    if found.slope is not None and found.start is not None:
        line = tuple(float(found.start + found.slope * one.year) for one in years)
    return OverYears(
        tuple(str(one.year) for one in years),
        tuple(_number(one) for one in years),
        tuple(figure(one.published, place.unit) if _counts(one) else ABSENT for one in years),
        place.unit,
        line,
        _line_name(place, found) if line else "",
    )


def _line_name(place: Place, found: LongTrend) -> str:
    assert found.slope is not None
    sign = "−" if found.slope < 0 else "+" if found.slope > 0 else ""
    return f"Theil–Sen 每年{sign}{_slope(place, found)}"


def _counts(one: SpanFigure) -> bool:
    return one.published is not None and not one.left_out


def _number(one: SpanFigure) -> float | None:
    return float(str(one.published)) if _counts(one) else None


def _frame(years: Sequence[SpanFigure], found: LongTrend) -> pd.DataFrame:
    """One row a year: year, value as text, number of valid data, why it is left out; the test."""
    return pd.DataFrame(
        {
            "name": [str(one.year) for one in years],
            "year": [one.year for one in years],
            "value": [_number(one) for one in years],
            "shown": [one.published or ABSENT for one in years],
            "n_valid": [one.n_valid for one in years],
            "left_out": [one.left_out for one in years],
            "answer": found.answer,
            "slope": None if found.slope is None else float(found.slope),
            "p": None if found.p is None else float(found.p),
        }
    )


def _table(years: Sequence[SpanFigure], unit: str) -> Table:
    heads = (
        ColumnHead("年份"), ColumnHead("同期数值", unit, True), ColumnHead("有效数", "", True),
        ColumnHead("说明"),
    )  # fmt: skip
    rows = [
        (
            Cell(f"{one.year}年"),
            Cell(figure(one.published, unit) if one.published is not None else ABSENT),
            Cell(str(one.n_valid)),
            Cell(f"不列入：{one.left_out}" if one.left_out else ""),
        )
        for one in reversed(years)
    ]
    return Table(heads, tuple(rows))


def _notes(place: Place, like: Sequence[SpanFigure], found: LongTrend) -> list[str]:
    notes = [_METHOD]
    if found.answer == TOO_FEW:
        notes.append(_WHY_FEW)
    if len({one.sites for one in like}) > 1:
        notes.append(_SITES)
    if place.indicator.group == "air":
        notes.append(DUST_NOTE[place.dust])
    return notes
