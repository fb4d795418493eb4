"""One indicator by month with the same months of last year laid over."""

from collections.abc import Sequence
from datetime import date
from math import isnan
from typing import Any

import pandas as pd

from chuangmo.charts.years import years_figure
from chuangmo.exhibit import Cell, ColumnHead, Exhibit, Foot, Table
from chuangmo.exhibits.place import Place
from chuangmo.exhibits.trend import limit_lines, trend_frame
from chuangmo.service.figures.assessing import LimitStep, MonthPoint
from chuangmo.wording import ABSENT, DUST_NOTE, digits_of

_FEWEST = 3  # months: of fewer there is nothing to compare


def years_exhibit(
    place: Place,
    points: Sequence[MonthPoint],
    steps: Sequence[LimitStep],
    foot: Foot,
    theme: str = "light",
) -> Exhibit | None:
    """The months of the year beside those of the year before; ``None`` with fewer than three."""
    frame = _beside(trend_frame(points, place), place.month.year)
    if frame is None or int(frame["now"].notna().sum()) < min(_FEWEST, place.month.month):
        return None
    year, digits = place.month.year, digits_of(place.indicator, place.unit)
    last = date(year, 12, 1)
    limits = [one for one in limit_lines(steps) if one.start <= last < one.end]
    lower, known = _lower(frame)
    of_air = place.indicator.group == "air"
    return Exhibit(
        key=f"years-{place.indicator.id}-{place.month.period.text}",
        verdict=f"{known}个可比的月份中，{lower}个月低于上年同月"
        if known
        else f"{year}年逐月数值，上年没有可比的月份",
        subtitle=f"{place.indicator.label}月值，{place.unit}；柱为{year}年，线为{year - 1}年",
        figure=years_figure(frame, limits, place.unit, digits, theme),
        frame=frame,
        foot=foot,
        notes=(place.indicator.basis, *((DUST_NOTE[place.dust],) if of_air else ())),
        demo=any(row.demo for row in place.rows),
        extra={"unit": place.unit, "digits": str(digits), "place": place.indicator.label},
        kind="years",
        table=_table(frame, year, place.unit),
    )


def _beside(frame: pd.DataFrame, year: int) -> pd.DataFrame | None:
    """The twelve months of a year, each with the value and the text of the year before."""
    if frame.empty or year not in set(frame["year"]):
        return None
    own = frame[frame["year"] == year].set_index("month")
    earlier = frame[frame["year"] == year - 1].set_index("month")
    rows = [
        {
            "month": month, "now_year": year, "before_year": year - 1,
            "now": _value(own, month), "now_text": _text(own, month),
            "before": _value(earlier, month), "before_text": _text(earlier, month),
        }
        for month in range(1, 13)
    ]  # fmt: skip
    return pd.DataFrame(rows)


def _value(frame: pd.DataFrame, month: int) -> float:
    return float(frame["single"].get(month, float("nan"))) if not frame.empty else float("nan")


def _text(frame: pd.DataFrame, month: int) -> str:
    found: Any = frame["single_text"].get(month) if "single_text" in frame else None
    return found if isinstance(found, str) and found else ABSENT


def _lower(frame: pd.DataFrame) -> tuple[int, int]:
    """In how many months the value is lower than a year before, of how many that have both."""
    pairs = [
        (now, before)
        for now, before in zip(frame["now"], frame["before"], strict=True)
        if not isnan(now) and not isnan(before)
    ]
    return sum(now < before for now, before in pairs), len(pairs)


def _table(frame: pd.DataFrame, year: int, unit: str) -> Table:
    heads = (
        ColumnHead("月份"), ColumnHead(f"{year}年", unit, True),
        ColumnHead(f"{year - 1}年", unit, True),
    )  # fmt: skip
    rows = zip(frame["month"], frame["now_text"], frame["before_text"], strict=True)
    return Table(heads, tuple((Cell(f"{m}月"), Cell(now), Cell(then)) for m, now, then in rows))
