"""The calendar of days of one indicator in one place, as an exhibit with its table."""

from collections import Counter
from collections.abc import Sequence

import pandas as pd

from chuangmo.assess.rounding import publish
from chuangmo.charts.calendar import NO_VALUE, CalendarDay, calendar_figure
from chuangmo.charts.classes import Classes, build_classes, class_words
from chuangmo.charts.map import scale
from chuangmo.exhibit import Cell, ColumnHead, Exhibit, Foot, Table
from chuangmo.exhibits.place import Place
from chuangmo.exhibits.trend import told_marks
from chuangmo.period import day_words
from chuangmo.service.annotations.marks import EventMark
from chuangmo.service.figures.daily import DaySeries, DayValue
from chuangmo.wording import ABSENT, digits_of, unit_after

_JOIN = "|"
_CROWDED = 3  # months named in the finding at most


def calendar_exhibit(
    place: Place,
    series: DaySeries,
    foot: Foot,
    theme: str = "light",
    phone: bool = False,
    marks: Sequence[EventMark] = (),
) -> Exhibit:
    """Days by month; the daily limit is a class break, so that days beyond it are warm.

    Args:
        marks: the events of the year, said of their days and under the picture.
    """
    digits = digits_of(place.indicator, series.unit)
    shown = [_text(one, digits) for one in series.days]
    days = [_drawn(*one, series.unit, marks) for one in zip(series.days, shown, strict=True)]
    figure = calendar_figure(days, classes_of(series), theme, turned=phone)
    rows = "行为日，列为月" if phone else "行为月，列为日"
    return Exhibit(
        key=f"calendar-{place.indicator.id}-{place.area}-{place.month.period.text}",
        verdict=_finding(series),
        subtitle=f"{place.area}日均值{'，' + series.unit if series.unit else ''}；{rows}",
        figure=figure,
        frame=_frame(series, shown),
        foot=foot,
        demo=any(row.demo for row in place.rows),
        notes=(key_note(series),),
        extra={
            "unit": series.unit,
            "place": place.indicator.label,
            "classes": _JOIN.join(key_words(place, series)),
            "shades": _JOIN.join(_shades(classes_of(series))),
            **told_marks(marks),
        },
        kind="calendar",
        table=_month_table(series, shown),
    )


def classes_of(series: DaySeries) -> Classes:
    """Five classes with the daily limit as a break; without one they divide the range evenly."""
    values = [float(one.value) for one in series.known if one.value is not None]
    limit = None if series.limit is None else float(series.limit)
    return build_classes(values, limit, higher=False)


def key_words(place: Place, series: DaySeries) -> tuple[str, ...]:
    """The five classes in words, best first."""
    return class_words(classes_of(series), digits_of(place.indicator, series.unit))


def key_note(series: DaySeries) -> str:
    """What the warm colours and the open mark mean."""
    missing = f"{NO_VALUE} 没有有效日均值"
    if series.limit is None:
        return f"{missing}；这项指标没有日均限值，颜色只分高低。"
    return f"暖色为超过日均限值{series.limit_text}（{series.document}）；{missing}。"


def _drawn(one: DayValue, shown: str, unit: str, marks: Sequence[EventMark]) -> CalendarDay:
    day = day_words(one.day)
    told = "；".join(mark.text for mark in marks if mark.first <= one.day <= mark.last)
    after = f"；大事记：{told}" if told else ""
    if one.value is None:
        return CalendarDay(one.day, None, f"{day}：{one.reason}{after}")
    words = f"{day}：{shown}{unit_after(unit)}" + ("，超过日均限值" if one.over else "")
    return CalendarDay(one.day, float(one.value), words + after)


def _shades(classes: Classes) -> tuple[str, ...]:
    """The colours of the classes on paper, best first, as RRGGBB."""
    return tuple(pair.light.lstrip("#") for pair in scale(classes))


def _finding(series: DaySeries) -> str:
    """``296个有效日中，74日的日均值超过日均限值0.15，多在1、2、3月``."""
    known = series.known
    if series.limit is None:
        return f"{len(known)}个有效日的日均值"
    over = [one for one in known if one.over]
    if not over:
        return f"{len(known)}个有效日的日均值都没有超过日均限值{series.limit_text}"
    counted = Counter(one.day.month for one in over)
    worst = sorted(month for month, _ in counted.most_common(_CROWDED))
    most = f"，多在{'、'.join(str(month) for month in worst)}月" if len(counted) > 1 else ""
    return f"{len(known)}个有效日中，{len(over)}日的日均值超过日均限值{series.limit_text}{most}"


def _frame(series: DaySeries, shown: Sequence[str]) -> pd.DataFrame:
    """One row a day: date, value in the series' unit, its text, whether over, the reason."""
    return pd.DataFrame(
        {
            "date": [one.day for one in series.days],
            "value": [None if d.value is None else float(d.value) for d in series.days],
            "shown": list(shown),
            "over": [bool(one.over) for one in series.days],
            "reason": [one.reason for one in series.days],
        }
    )


def _text(one: DayValue, digits: int) -> str:
    return ABSENT if one.value is None else publish(one.value, digits)


def _month_table(series: DaySeries, shown: Sequence[str]) -> Table:
    """Days down and months across, as printed and shaded: the twin of the picture."""
    months = sorted({one.day.month for one in series.days})
    classes = classes_of(series)
    shades = _shades(classes)
    held = {
        (one.day.month, one.day.day): Cell(
            text, shade="" if one.value is None else shades[classes.number(float(one.value))]
        )
        for one, text in zip(series.days, shown, strict=True)
    }
    rows = tuple(
        (Cell(str(day)), *(held.get((month, day), Cell("")) for month in months))
        for day in range(1, 32)
    )
    over = (Cell("超限日"), *(Cell(str(_over(series.days, month))) for month in months))
    heads = (ColumnHead("日"), *(ColumnHead(f"{month}月", numeric=True) for month in months))
    return Table(heads, (over, *rows), leading=1)


def _over(days: Sequence[DayValue], month: int) -> int:
    return sum(1 for one in days if one.day.month == month and one.over)
