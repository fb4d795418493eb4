"""The trend of one indicator in one place: months, running figures and the limits in force."""

import re
from collections.abc import Sequence
from math import isnan, nan
from typing import Any

import pandas as pd

from chuangmo.assess.verdict_types import Statistic, Verdict
from chuangmo.assess.verdicts.breaks import Break, breaks_in
from chuangmo.catalog.catalog import Catalog
from chuangmo.charts.marks import DrawnMark
from chuangmo.charts.rows import records
from chuangmo.charts.trend import DrawnLimit, TrendLook, trend_figure
from chuangmo.exhibit import MARKS, Cell, ColumnHead, Exhibit, Foot, Table
from chuangmo.exhibits.place import Place
from chuangmo.period import SEASON, Period, year_period
from chuangmo.service.annotations.marks import EventMark, marks_on
from chuangmo.service.figures.assessing import LimitStep, MonthPoint
from chuangmo.service.questions import Questions
from chuangmo.status import LINE_WORD
from chuangmo.wording import (
    DUST_NOTE,
    MARK_WORD,
    UNAUDITED_LEGEND,
    change_words,
    counted_value,
    digits_of,
    exact,
    shown_value,
    statistic_text,
    unit_after,
    value_name,
)

_SOURCE_LENGTH = 20
_NOT_ALIKE = "两期口径不同，不可直接相比"
_PROVISIONAL = "（数据不足，仅供参考）"
_FEWEST_MONTHS = 3  # a figure measured once a year has no trend by month


def trend_breaks(catalog: Catalog, place: Place) -> tuple[Break, ...]:
    """The days inside the two years shown from which the figures are of another kind."""
    first, last = year_period(place.month.year - 1), year_period(place.month.year)
    return breaks_in(catalog, place.indicator, Period(first.start, last.end, SEASON))


def trend_marks(reader: Questions, place: Place, years: int = 2) -> tuple[EventMark, ...]:
    """The events on the trend of a place over so many years up to that of its month."""
    first, last = year_period(place.month.year + 1 - years), year_period(place.month.year)
    shown = Period(first.start, last.end, SEASON)
    return marks_on(reader.marks(), place.indicator.id, place.area, shown)


def drawn_marks(marks: Sequence[EventMark]) -> tuple[DrawnMark, ...]:
    """The events as charts draw them."""
    return tuple(DrawnMark(one.first, one.last, one.label) for one in marks)


def marks_words(marks: Sequence[EventMark]) -> str:
    """The events with their dates, for a line under a chart: ``2008年11月1日供暖开始；……``."""
    return "；".join(one.words for one in marks)


def told_marks(marks: Sequence[EventMark]) -> dict[str, str]:
    """The field of ``extra`` that tells the events; none where there are none."""
    return {MARKS: marks_words(marks)} if marks else {}


def trend_frame(
    points: Sequence[MonthPoint], place: Place, breaks: Sequence[Break] = ()
) -> pd.DataFrame:
    """One row a month: year, month, single, valid, cumulative in the page's unit, and the texts.

    ``remark`` says why a month is not valid and which break it comes after.
    """
    held = {(one.month.start.year, one.month.start.month): one for one in points}
    rows = [
        {"year": year, "month": month, **_month(held.get((year, month)), place)}
        for year in sorted({year for year, _ in held})
        for month in range(1, 13)
    ]
    return _with_breaks(pd.DataFrame(rows), breaks)


def _month(point: MonthPoint | None, place: Place) -> dict[str, Any]:
    """What is known of a month; of one still to come nothing, so that a year has twelve places."""
    if point is None:
        return {"single": nan, "cumulative": nan, "valid": False}
    statistic = place.statistic
    single = _drawn(point.single, statistic, place)
    running = _drawn(point.cumulative, statistic, place)
    return {
        "single": nan if single is None else float(single),
        "cumulative": nan if running is None else float(running),
        "valid": point.single.valid,
        "single_text": _text(point.single, statistic, place),
        "cumulative_text": _text(point.cumulative, statistic, place),
        "n_valid": point.single.n_valid,
        "remark": _remark(point.single),
    }


def _remark(single: Statistic) -> str:
    """Why a month is not valid, and whether it is made from unaudited data."""
    why = "" if single.valid else single.reason
    audit = UNAUDITED_LEGEND if single.unaudited else ""
    return "；".join(part for part in (why.rstrip("。") if audit else why, audit) if part)


def dividing(frame: pd.DataFrame, breaks: Sequence[Break]) -> list[tuple[int, Break]]:
    """The breaks that have figures on both sides, each with the first row after it."""
    if frame.empty or not breaks:
        return []
    columns = (frame[name].tolist() for name in ("year", "month", "single", "cumulative"))
    rows = enumerate(zip(*columns, strict=True))
    months = [(n, y, m) for n, (y, m, one, all_) in rows if not (isnan(one) and isnan(all_))]
    found = []
    for one in breaks:
        after = [n for n, year, month in months if (year, month) >= (one.day.year, one.day.month)]
        if after and after[0] != months[0][0]:
            found.append((after[0], one))
    return found


def _with_breaks(frame: pd.DataFrame, breaks: Sequence[Break]) -> pd.DataFrame:
    """Each break said beside the first month after it."""
    for row, one in dividing(frame, breaks):
        said = str(frame.loc[row, "remark"]).rstrip("。")
        frame.loc[row, "remark"] = "；".join(part for part in (said, one.label) if part)
    return frame


def _drawn(found: Statistic, statistic: str, place: Place) -> str | None:
    return exact(counted_value(found, statistic), found.unit, place.unit, place.indicator)


def _text(found: Statistic, statistic: str, place: Place) -> str:
    return statistic_text(found, statistic, place.unit, place.indicator)


def _one_year(frame: pd.DataFrame, year: int) -> pd.DataFrame:
    """The year's twelve months with the month a year earlier beside each, for phones."""
    own = frame[frame["year"] == year].reset_index(drop=True)
    earlier = frame[frame["year"] == year - 1].set_index("month")["single"]
    return own.assign(before=[earlier.get(month, float("nan")) for month in own["month"]])


def limit_lines(steps: Sequence[LimitStep]) -> list[DrawnLimit]:
    """The limits as the chart draws them; an invented target says so in its source."""
    return [
        DrawnLimit(
            line=step.line,
            name=LINE_WORD[step.line],
            value=float(step.value),
            text=step.text,
            start=step.start,
            end=step.end,
            source=_source(step),
            mark=MARK_WORD.get(step.mark, "") or ("待核" if step.confidence in ("B", "C") else ""),
        )
        for step in steps
    ]


def _source(step: LimitStep) -> str:
    text = re.split("[；;]", step.document or step.name)[0]
    return text if len(text) <= _SOURCE_LENGTH else text[: _SOURCE_LENGTH - 1] + "…"


def trend_exhibit(
    place: Place,
    points: Sequence[MonthPoint],
    steps: Sequence[LimitStep],
    foot: Foot,
    theme: str,
    phone: bool,
    breaks: Sequence[Break] = (),
    whole: pd.DataFrame | None = None,
    marks: Sequence[EventMark] = (),
) -> Exhibit:
    """Monthly and cumulative values against the limits; on phones this year only.

    A break inside what is shown is a line in the figure, a part of the subtitle, a remark in the
    table and a sentence among the notes.

    Args:
        whole: the ``trend_frame`` of these points, where it is at hand.
        marks: the events of the years shown; drawn, and told with their dates under the chart.
    """
    frame = trend_frame(points, place, breaks) if whole is None else whole
    shown = [one for _, one in dividing(frame, breaks)]
    if phone and not frame.empty:
        frame = _one_year(frame, place.month.year)
    look = _look(place, theme, phone)
    known = 0 if frame.empty else int(frame["single"].notna().sum())
    enough = known >= _FEWEST_MONTHS
    events = drawn_marks(marks)
    drawn = trend_figure(frame, limit_lines(steps), look, shown, events) if enough else None
    marked = "".join(f"；断点：{one.label}" for one in shown)
    return Exhibit(
        key=f"trend-{place.indicator.id}-{place.month.period.text}",
        verdict=_trend_title(place),
        subtitle=f"{_what_is_drawn(place, look)}，{place.unit}{marked}",
        figure=drawn,
        frame=frame,
        foot=foot,
        notes=(
            place.indicator.basis,
            *((DUST_NOTE[place.dust],) if place.indicator.group == "air" else ()),
            *(one.sentence for one in shown),
        ),
        demo=any(row.demo for row in place.rows),
        extra=place.scale | told_marks(marks),
        kind="trend",
        table=month_table(frame, place.unit),
    )


def _look(place: Place, theme: str, phone: bool) -> TrendLook:
    return TrendLook(
        unit=place.unit,
        digits=digits_of(place.indicator, place.unit),
        theme=theme,
        phone=phone,
        bars=place.indicator.group in ("air", "task"),
        heating=place.indicator.group == "air",
        cumulative=_cumulative_word(place),
    )


def month_table(frame: pd.DataFrame, unit: str) -> Table:
    """The known months, newest first: month, value, running value, valid count, remark."""
    heads = (
        ColumnHead("月份"),
        ColumnHead("月值", unit, True),
        ColumnHead("当年累计", unit, True),
        ColumnHead("有效数", "", True),
        ColumnHead("说明"),
    )
    cells = [tuple(map(Cell, row)) for row in month_rows(frame)]
    return Table(heads, tuple(cells))


def month_rows(frame: pd.DataFrame) -> list[tuple[str, str, str, str, str]]:
    """Of the known months, newest first: month, value, running value, valid count, remark."""
    known = (
        row for row in records(frame) if not (isnan(row["single"]) and isnan(row["cumulative"]))
    )
    rows = [
        (
            f"{row['year']}年{row['month']}月",
            row["single_text"],
            row["cumulative_text"],
            f"{int(row['n_valid'])}",
            row["remark"],
        )
        for row in known
    ]
    return rows[::-1]


def _cumulative_word(place: Place) -> str:
    if place.indicator.is_task:
        return "累计完成"
    name = value_name(place.indicator, place.statistic)
    return "累计均值" if name.endswith("均值") else "累计百分位数" if "百分位" in name else "累计值"


def _what_is_drawn(place: Place, look: TrendLook) -> str:
    if place.indicator.is_task:
        return "各月完成（柱）与本年累计（线）"
    percent = place.statistic.startswith("p")
    name = "月值" if place.indicator.is_rate or percent else "月均值"
    bars = f"{name}（柱，浅色为上年）" if look.phone else f"{name}（柱）"
    return f"{bars if look.bars else '月值（点）'}与当年{look.cumulative}（线）"


def change_title(row: Verdict) -> str:
    """The 同比 in a title: where the two sides differ in state or sites, that, in few words."""
    found = row.year_on_year
    if not found or not found.get("note"):
        return change_words(found, row.unit)
    return change_words(found | {"note": _NOT_ALIKE}, row.unit)


def _trend_title(place: Place) -> str:
    main = place.main
    change = change_title(main) if main else ""
    if main is None or main.value is None:
        return f"{place.month.words}{place.indicator.label}没有数据"
    name = value_name(place.indicator, main.statistic)
    value = f"{name}为{shown_value(main, place.indicator)}{unit_after(main.unit)}"
    doubt = _PROVISIONAL if main.published is None and not main.below else ""
    return f"{place.month.span}{value}{doubt}" + (f"，与上年同期相比{change}" if change else "")
