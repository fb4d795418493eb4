"""One yearly task: done of its quota against 时序进度, by district and by month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import pandas as pd

from chuangmo.assess.plan_line import share_of_year
from chuangmo.assess.rounding import publish
from chuangmo.assess.stretches import WITH_DUST
from chuangmo.assess.verdict_types import NO_TARGET, TARGET, Verdict
from chuangmo.catalog.models import Indicator
from chuangmo.catalog.target_models import PLAN
from chuangmo.charts.shares import share_figure
from chuangmo.exhibit import Cell, ColumnHead, Exhibit, Foot, Table
from chuangmo.exhibits.month import Month, data_through
from chuangmo.service.annotations.marks import EventMark, marks_on
from chuangmo.service.figures.assessing import MonthPoint
from chuangmo.service.questions import Questions
from chuangmo.status import STATUS_WORD
from chuangmo.wording import (
    MARK_WORD,
    closed_up,
    digits_of,
    figure,
    share_words,
    shown_value,
    task_words,
    unit_after,
)

_PACE = 3  # months


@dataclass(frozen=True)
class Tasks:
    """One task in one month.

    Attributes:
        own: the chosen place's row against its quota.
        districts: the rows of the districts, in administrative order.
        points: cumulative figures of last year and this one, for the chosen place.
        marks: the events of the year.
    """

    month: Month
    indicator: Indicator
    area: str
    own: Verdict
    districts: tuple[Verdict, ...]
    points: tuple[MonthPoint, ...]
    marks: tuple[EventMark, ...] = ()

    @property
    def elapsed(self) -> Fraction:
        """时序进度 in per cent: the share of the year's days that have passed."""
        return elapsed_share(self.month.as_of)

    @property
    def demo(self) -> bool:
        """Whether any figure or quota is a demonstration."""
        return any(row.demo or row.mark == "invented" for row in (self.own, *self.districts))

    @property
    def year_quota(self) -> str | None:
        """What the year itself is to bring; ``None`` where a plan counts several years."""
        return None if self.own.form == PLAN else self.own.quota

    @property
    def due(self) -> date:
        """The day by which the quota is due: the last of the year, or that of the task."""
        return date.fromisoformat(self.own.due) if self.own.due else date(self.month.year, 12, 31)

    def text(self, value: Fraction | int) -> str:
        """A number of the task's unit as published."""
        unit = self.indicator.unit
        return figure(publish(Fraction(value), digits_of(self.indicator, unit)))

    def last_reports(self, year: int) -> list[tuple[int, Fraction]]:
        """(month, cumulative) of the months of a year that brought a new figure."""
        found: list[tuple[int, Fraction]] = []
        for point in self.points:
            value = point.cumulative.value
            if point.month.start.year != year or value is None:
                continue
            if not found or value != found[-1][1]:
                found.append((point.month.start.month, value))
        return found


def elapsed_share(day: date) -> Fraction:
    """Days of the year up to and with ``day``, in per cent of the year; as the verdict counts."""
    return 100 * share_of_year(day)


def due_share(row: Verdict, elapsed: Fraction) -> Fraction:
    """How much of a quota is due by now, in per cent: ``elapsed``, or where its form says."""
    if row.form and row.expected is not None and row.quota and Fraction(row.quota):
        return Fraction(row.expected) / Fraction(row.quota) * 100
    return elapsed


def tasks_of(reader: Questions, month: Month) -> list[Indicator]:
    """Tasks with a figure or a quota in the year of the month; those with a quota first."""
    rows = [r for r in reader.assess(month.year_period, month.as_of, WITH_DUST).rows if _counts(r)]
    known = {row.indicator for row in rows}
    given = {row.indicator for row in rows if row.quota}
    listed = [i for i in reader.catalog.indicators.values() if i.is_task]
    return sorted((i for i in listed if i.id in known), key=lambda i: i.id not in given)


def _counts(row: Verdict) -> bool:
    return row.line == TARGET and (row.done is not None or row.quota is not None)


def is_reported(reader: Questions, month: Month, indicator: Indicator, area: str) -> bool:
    """Whether the place has a row against a quota on the task, so that it can be loaded."""
    rows = reader.assess(month.year_period, month.as_of, WITH_DUST).rows
    keys = {(row.indicator, row.area) for row in rows if row.line == TARGET}
    return indicator.is_task and (indicator.id, area) in keys


def load_tasks(reader: Questions, month: Month, indicator: Indicator, area: str) -> Tasks:
    """Rows and months of one task."""
    rows = [
        row
        for row in reader.assess(month.year_period, month.as_of, WITH_DUST).rows
        if row.indicator == indicator.id and row.line == TARGET
    ]
    years = (month.year - 1, month.year)
    points = reader.monthly(indicator.id, area, years, month.as_of, WITH_DUST)
    return Tasks(
        month,
        indicator,
        area,
        next(row for row in rows if row.area == area),
        tuple(row for row in rows if row.area_kind == "district"),
        tuple(points),
        marks_on(reader.marks(), indicator.id, area, month.year_period),
    )


def headline(view: Tasks) -> str:
    """Done of quota, ahead or behind, and how many districts are behind."""
    own, unit = view.own, unit_after(view.indicator.unit)
    if own.done is None:
        return f"{view.area}{view.month.span}没有报送{view.indicator.label}的进度。"
    start = f"{view.area}{view.month.span}{view.indicator.label}"
    if own.form and not own.clause:
        return f"{start}：{own.reason}"
    if own.clause and own.quota is None:
        return f"{start}{task_words(own, view.indicator)}。"
    if own.quota is None or own.completion is None:
        done = closed_up(f"完成{shown_value(own, view.indicator)}{unit}")
        return f"{start}{done}，{view.month.year}年没有下达任务数，不作判断。"
    text = f"{start}{task_words(own, view.indicator)}"
    text += "" if own.clause else f"，{distance_words(own, view.elapsed)}"
    behind = behind_rows(view)
    if not behind or view.own.area_kind == "district":
        return f"{text}。"
    worst = behind[0].area
    if len(behind) == 1:
        return f"{text}；落后的区县是{worst}。"
    return f"{text}；{len(behind)}个区县落后，{worst}落后最多。"


def distance_words(row: Verdict, elapsed: Fraction, short: bool = False) -> str:
    """``落后时序进度30.7个百分点``; short: ``落后30.7个百分点``, ``持平``."""
    gap = Fraction(row.completion or 0) - due_share(row, elapsed)
    text, pace = publish(abs(gap), 1), "规划进度" if row.form == PLAN else "时序进度"
    if not Fraction(text):
        return "持平" if short else f"与{pace}持平"
    word = "超前" if gap > 0 else "落后"
    return f"{word}{'' if short else pace}{text}个百分点"


def behind_rows(view: Tasks) -> list[Verdict]:
    """Districts below 时序进度, the farthest behind first."""
    found = [r for r in view.districts if r.completion and _behind(r, view.elapsed) > 0]
    return sorted(found, key=lambda row: -_behind(row, view.elapsed))


def _behind(row: Verdict, elapsed: Fraction) -> Fraction:
    """By how much of its quota a task is behind what is due, in per cent; negative: ahead."""
    return due_share(row, elapsed) - Fraction(row.completion or 0)


def pace(view: Tasks) -> Fraction | None:
    """Done a month over the three months up to the newest report of the year."""
    reports = view.last_reports(view.month.year)
    if not reports:
        return None
    month, value = reports[-1]
    if month < _PACE:
        return value / month
    earlier = [v for m, v in reports if m <= month - _PACE]
    return (value - (earlier[-1] if earlier else 0)) / _PACE


def second(view: Tasks) -> str:
    """What is left, what it needs a month, what the pace of three months comes to."""
    own = view.own
    if own.form:
        return own.reason.partition("；")[2] if own.clause else ""
    if own.quota is None or own.done is None:
        return "各区县的任务数在“创模清单”页录入，须有文号。"
    left = Fraction(own.quota) - Fraction(own.done)
    months = 12 - view.month.month
    unit, parts = unit_after(view.indicator.unit), []
    if left <= 0:
        parts.append("全年任务已经完成。")
    elif months:
        a_month = view.text(left / months)
        parts.append(f"尚有{view.text(left)}{unit}未完成，余下各月须每月完成{a_month}{unit}；")
    else:
        parts.append(f"全年任务尚有{view.text(left)}{unit}未完成。")
    speed, reports = pace(view), view.last_reports(view.month.year)
    if speed is not None and left > 0 and months:
        month, value = reports[-1]
        year_end = value + speed * (12 - month)
        parts.append(
            f"最近三个月平均每月完成{publish(speed, 1)}{unit}，"
            f"按此速度，年底约完成{view.text(year_end)}{unit}。"
        )
        if month < view.month.month:
            parts.append(f"最近一次报送为{month}月底。")
    return closed_up("".join(parts))


def shares_exhibit(
    view: Tasks, foot: Foot, theme: str = "light", phone: bool = False
) -> Exhibit | None:
    """Districts with a quota from low to high; ``None`` where none has both quota and figure."""
    rows = sorted(
        (row for row in view.districts if row.completion is not None),
        key=lambda row: Fraction(row.completion or 0),
    )
    if not rows:
        return None
    frame = pd.DataFrame([_share_row(view, row) for row in rows])
    plan = f"{publish(view.elapsed, 1)}%"
    behind = len(behind_rows(view))
    without = [row.area for row in view.districts if row.quota is None]
    return Exhibit(
        key=f"shares-{view.indicator.id}-{view.month.period.text}",
        verdict=f"{behind}个区县落后于时序进度" if behind else "各区县都不落后于时序进度",
        subtitle=f"完成数占本区县任务，{view.indicator.unit}，从低到高",
        figure=share_figure(frame, float(view.elapsed), plan, theme, phone),
        frame=frame,
        foot=foot,
        notes=(f"{'、'.join(without)}没有下达任务，未列入。",) if without else (),
        demo=view.demo,
        extra={"unit": "%", "place": view.indicator.label},
        kind="shares",
        table=_share_table(rows, frame),
    )


def _share_table(rows: Sequence[Verdict], frame: pd.DataFrame) -> Table:
    heads = (
        ColumnHead("区县"), ColumnHead("完成 / 任务", "", True), ColumnHead("完成率", "", True),
        ColumnHead("状态"), ColumnHead("与时序进度"),
    )  # fmt: skip
    body = [
        (
            Cell(row.area), Cell(line["shown"]), Cell(line["percent"]),
            Cell("", row.shown_as), Cell(line["behind"]),
        )
        for row, line in zip(rows, frame.to_dict("records"), strict=True)
    ]  # fmt: skip
    return Table(heads, tuple(body))


def _share_row(view: Tasks, row: Verdict) -> dict[str, object]:
    return {
        "area": row.area,
        "share": float(Fraction(row.completion or 0)),
        "shown": f"{shown_value(row, view.indicator)} / {figure(row.quota)}",
        "percent": share_words(row),
        "status": row.shown_as,
        "behind": distance_words(row, view.elapsed, short=True),
        "word": STATUS_WORD[row.shown_as],
    }


def tasks_foot(reader: Questions, view: Tasks) -> Foot:
    """The foot line: source, data through, 时序进度, document of the quota."""
    shown = [(row.indicator, row.area) for row in (view.own, *view.districts)]
    mark = MARK_WORD.get(view.own.mark, "")
    paper = view.own.document or (f"{mark}，无文号" if mark else "文号不详")
    return Foot(
        source=f"来源：已导入的台账与月报{'（演示数据）' if view.demo else ''}",
        through=data_through(reader, view.month.as_of, shown),
        valid=f"时序进度按日计算，为{publish(view.elapsed, 1)}%",
        standard=f"任务：{paper}" if view.own.status != NO_TARGET else "",
    )
