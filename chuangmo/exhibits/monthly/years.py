"""One indicator by month with the same months of last year laid over."""

import re
from collections.abc import Sequence
from datetime import date
from math import isnan
from typing import Any

import pandas as pd

from chuangmo.assess.compare import betterment
from chuangmo.assess.verdicts.breaks import Break
from chuangmo.catalog.catalog import Catalog
from chuangmo.charts.years import years_figure
from chuangmo.exhibit import Cell, ColumnHead, Exhibit, Foot, Table
from chuangmo.exhibits.place import Place
from chuangmo.exhibits.trend import (
    drawn_marks,
    limit_lines,
    told_marks,
    trend_breaks,
    trend_frame,
)
from chuangmo.service.annotations.marks import EventMark
from chuangmo.service.figures.answers import LimitStep, MonthPoint
from chuangmo.service.figures.comparing import Comparison, comparison_of
from chuangmo.wording import ABSENT, DUST_NOTE, change_words, digits_of

_FEWEST = 3  # months: of fewer there is nothing to compare
_UNLIKE = "口径不同，不作同比"
_ONE_LACKS = "{year}年没有数"
_NOT_VALID = "{year}年数据不足"


def years_exhibit(
    catalog: Catalog,
    place: Place,
    points: Sequence[MonthPoint],
    steps: Sequence[LimitStep],
    foot: Foot,
    theme: str = "light",
    marks: Sequence[EventMark] = (),
    phone: bool = False,
) -> Exhibit | None:
    """The months of the year beside those of the year before; ``None`` with fewer than three.

    同比 is said of months that are published in both years and alike; of the others why not.
    """
    frame = _beside(trend_frame(points, place), place.month.year)
    if frame is None or int(frame["now"].notna().sum()) < min(_FEWEST, place.month.month):
        return None
    frame = frame.join(_changes(catalog, place, points))
    year, digits = place.month.year, digits_of(place.indicator, place.unit)
    last = date(year, 12, 1)
    limits = [one for one in limit_lines(steps) if one.start <= last < one.end]
    of_air = place.indicator.group == "air"
    return Exhibit(
        key=f"years-{place.indicator.id}-{place.month.period.text}",
        verdict=_said(frame, place),
        subtitle=f"{place.indicator.label}月值，{place.unit}；柱为{year}年，线为{year - 1}年",
        figure=years_figure(frame, limits, place.unit, digits, theme, phone, drawn_marks(marks)),
        frame=frame,
        foot=foot,
        notes=(
            place.indicator.basis,
            *((DUST_NOTE[place.dust],) if of_air else ()),
            *_lacking(frame),
            *(one.sentence for one in _between(trend_breaks(catalog, place), place)),
        ),
        demo=any(row.demo for row in place.rows),
        extra=place.scale | told_marks(marks),
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


def _changes(catalog: Catalog, place: Place, points: Sequence[MonthPoint]) -> pd.DataFrame:
    """``change`` in words, ``better`` (1, 0, -1; NaN where not said), ``remark`` of each month."""
    year, held = place.month.year, {one.month.start: one for one in points}
    rows = []
    for month in range(1, 13):
        now, before = (
            next((p for start, p in held.items() if (start.year, start.month) == (y, month)), None)
            for y in (year, year - 1)
        )
        rows.append(_change(catalog, place, now, before))
    return pd.DataFrame(rows)


def _change(
    catalog: Catalog, place: Place, now: MonthPoint | None, before: MonthPoint | None
) -> dict[str, Any]:
    nothing = {"change": "", "better": float("nan"), "remark": ""}
    if now is None:  # a month still to come
        return nothing
    for point, year in ((now, place.month.year), (before, place.month.year - 1)):
        if point is None or point.single.value is None:
            return nothing | {"remark": _ONE_LACKS.format(year=year)}
        if not point.single.valid:
            return nothing | {"remark": _NOT_VALID.format(year=year)}
    assert before is not None
    found = _comparison(catalog, place, now, before)
    if found.withheld:
        return nothing | {"remark": found.withheld}
    if found.change is None:
        return nothing
    if note := found.change.get("note"):
        return nothing | {"remark": f"{_UNLIKE}（{note}）"}
    good = betterment(found.change, place.indicator.direction)
    judged = place.indicator.direction != "none"
    sign = float((good > 0) - (good < 0)) if judged else float("nan")
    return nothing | {"change": change_words(found.change, place.unit), "better": sign}


def _comparison(catalog: Catalog, place: Place, now: MonthPoint, before: MonthPoint) -> Comparison:
    percent = re.fullmatch(r"p(\d+)", place.statistic)
    asked = int(percent.group(1)) if percent else None
    sides = (now.single, before.single)
    return comparison_of(catalog, place.indicator, sides, place.unit, asked)


def _value(frame: pd.DataFrame, month: int) -> float:
    return float(frame["single"].get(month, float("nan"))) if not frame.empty else float("nan")


def _text(frame: pd.DataFrame, month: int) -> str:
    found: Any = frame["single_text"].get(month) if "single_text" in frame else None
    return found if isinstance(found, str) and found else ABSENT


def _said(frame: pd.DataFrame, place: Place) -> str:
    """In how many months that compare the value is lower (better) than a year before."""
    year = place.month.year
    known = [(words, sign) for words, sign in zip(frame["change"], frame["better"], strict=True)
             if words]  # fmt: skip
    if not known:
        return f"{year}年逐月数值，上年没有可比的月份"
    whole = f"{len(known)}个可比的月份中"
    signs = [sign for _, sign in known if not isnan(sign)]
    if len(signs) < len(known):
        lower = sum(words.startswith("下降") for words, _ in known)
        return f"{whole}，{lower}个月低于上年同月"
    better, worse = (sum(sign == wanted for sign in signs) for wanted in (1, -1))
    same = f"，{level}个月持平" if (level := len(signs) - better - worse) else ""
    return f"{whole}，{better}个月好于上年同月，{worse}个月差于上年同月{same}"


def _lacking(frame: pd.DataFrame) -> list[str]:
    """Which months are not compared, by why: ``3月、4月：2007年没有数。``."""
    why: dict[str, list[str]] = {}
    for month, remark in zip(frame["month"], frame["remark"], strict=True):
        if remark:
            why.setdefault(remark.rstrip("。"), []).append(f"{month}月")
    return [f"{'、'.join(months)}不作同比：{words}。" for words, months in why.items()]


def _between(breaks: Sequence[Break], place: Place) -> list[Break]:
    """The breaks that lie between a month shown and the same month a year earlier."""
    return [one for one in breaks if one.day <= place.month.as_of]


def _table(frame: pd.DataFrame, year: int, unit: str) -> Table:
    heads = (
        ColumnHead("月份"), ColumnHead(f"{year}年", unit, True),
        ColumnHead(f"{year - 1}年", unit, True), ColumnHead("同比"), ColumnHead("说明"),
    )  # fmt: skip
    columns = ("month", "now_text", "before_text", "change", "remark")
    rows = zip(*(frame[name] for name in columns), strict=True)
    return Table(
        heads,
        tuple(
            (Cell(f"{month}月"), Cell(now), Cell(then), Cell(change or ABSENT), Cell(remark))
            for month, now, then, change, remark in rows
        ),
    )
