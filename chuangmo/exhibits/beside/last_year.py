"""The districts from last year to this year: a slope a district, with both ranks."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from chuangmo.assess.compare import betterment, rank_changes
from chuangmo.charts.compared.slope import BETTER, LEVEL, WORSE, slope_figure
from chuangmo.charts.rows import Row, records
from chuangmo.exhibit import Cell, ColumnHead, Exhibit, Foot, Table
from chuangmo.exhibits.improvement import (
    improvement_frame,
    improvement_ranking,
    mark_of,
    note_of,
    unit_of_change,
)
from chuangmo.exhibits.place import Place, within_group
from chuangmo.exhibits.ranking import moved_words
from chuangmo.service.figures.ranking import Ranking
from chuangmo.service.questions import Questions
from chuangmo.wording import ABSENT

_MOST_NAMED = 12
_ENDS = 3  # of more places than can be named: so many that improved most, and least
_NOTE = "两期数值均为公布值；位次在两期都有公布值的区县之间比较。"


def last_year_exhibit(
    reader: Questions,
    place: Place,
    foot: Foot,
    theme: str,
    phone: bool,
    group: str | None = None,
) -> Exhibit | None:
    """The districts (of a group) in both years; ``None`` where fewer than two compare.

    The figures are those of the ranking by improvement, place by place.
    """
    found = improvement_ranking(reader, place, group)
    if found is None:
        return None
    month = place.month
    frame = _frame(within_group(place, reader.catalog, group), found)
    drawn = [row for row in records(frame) if row["rank"]]
    sides = (f"{month.year - 1}年{month.span}", f"{month.year}年{month.span}")
    some = "" if all(row["named"] for row in drawn) else "；未标名的区县见表"
    return Exhibit(
        key=f"slope-{place.indicator.id}-{month.period.text}",
        verdict=_finding(drawn),
        subtitle=f"各区县{place.indicator.label}由上年同期到今年，{place.unit}；"
        f"虚线为变差；纵轴不从零起{some}{mark_of(found)}",
        figure=slope_figure(drawn, sides, theme, phone),
        frame=frame,
        foot=foot,
        notes=(_NOTE, *note_of(found)),
        demo=any(row.demo for row in place.district_rows),
        extra=place.scale,
        kind="slope",
        table=_table(frame, place.unit, unit_of_change(place), sides),
    )


def _frame(place: Place, found: Ranking) -> pd.DataFrame:
    """The rows of the ranking by improvement with both figures as numbers, and both ranks.

    Columns beside those of ``improvement_frame`` (where ``before`` and ``now`` are texts here
    called ``before_text`` and ``now_text``): ``before``, ``now``, ``turn``, ``moved``, ``own``,
    ``named``.
    """
    frame = improvement_frame(place, found)
    frame = frame.rename(columns={"before": "before_text", "now": "now_text"})
    now = {one.area: one.published for one in found.rows}
    before = {one.area: one.before for one in found.rows if one.before is not None}
    moved = rank_changes(now, before, place.indicator.direction)
    turns = {
        one.area: _turn(one.improvement, place.indicator.direction)
        for one in found.rows
        if one.improvement is not None
    }
    areas = [str(area) for area in frame["area"]]
    told = place.area if place.area in now else str(found.rows[0].area)
    return frame.assign(
        before=[float(before.get(area, "nan")) for area in areas],
        now=[float(now[area]) if area in before else float("nan") for area in areas],
        turn=[turns.get(area, "") for area in areas],
        moved=[moved_words(moved.get(area)) for area in areas],
        own=[area == told for area in areas],
        named=_named(areas[: len(found.rows)], told) + [False] * (len(areas) - len(found.rows)),
    )


def _turn(change: dict[str, str], direction: str) -> str:
    gained = betterment(change, direction)
    return BETTER if gained > 0 else WORSE if gained < 0 else LEVEL


def _named(areas: Sequence[str], told: str) -> list[bool]:
    """All of them, as long as their names have room; else the ends and the one told of."""
    if len(areas) <= _MOST_NAMED:
        return [True] * len(areas)
    ends = {*areas[:_ENDS], *areas[-_ENDS:], told}
    return [area in ends for area in areas]


def _finding(rows: Sequence[Row]) -> str:
    """``8个可比的区县中，6个好于上年同期，2个差于上年同期；位次上升最多的是安宁区，升3位``."""
    every = {row["turn"] for row in rows}
    if every in ({BETTER}, {WORSE}):
        word = "好于" if every == {BETTER} else "差于"
        return f"{len(rows)}个可比的区县都{word}上年同期{_mover(rows)}"
    counts = {turn: sum(1 for row in rows if row["turn"] == turn) for turn in (BETTER, WORSE)}
    level = len(rows) - sum(counts.values())
    text = (
        f"{len(rows)}个可比的区县中，{counts[BETTER]}个好于上年同期，{counts[WORSE]}个差于上年同期"
    )
    text += f"，{level}个持平" if level else ""
    return text + _mover(rows)


def _mover(rows: Sequence[Row]) -> str:
    """Who rose most in rank, where it is one alone."""
    rises: dict[str, int] = {
        str(row["area"]): int(str(row["moved"])[1:-1])
        for row in rows
        if str(row["moved"]).startswith("升")
    }
    most = max(rises.values(), default=0)
    first = [area for area, rise in rises.items() if rise == most]
    return f"；位次上升最多的是{first[0]}，升{most}位" if len(first) == 1 else ""


def _table(frame: pd.DataFrame, unit: str, change: str, sides: tuple[str, str]) -> Table:
    heads = (
        ColumnHead("区县"),
        ColumnHead(sides[0], unit, True),
        ColumnHead(sides[1], unit, True),
        ColumnHead("同比变化", change, True),
        ColumnHead("位次变化"),
        ColumnHead("状态"),
        ColumnHead("说明"),
    )
    return Table(heads, tuple(_cells(row) for row in records(frame)))


def _cells(row: dict[str, Any]) -> tuple[Cell, ...]:
    return (
        Cell(str(row["area"])),
        Cell(str(row["before_text"])),
        Cell(str(row["now_text"])),
        Cell(str(row["shown"])),
        Cell(str(row["moved"]) or ABSENT),
        Cell("", str(row["status"])) if row["status"] else Cell(ABSENT),
        Cell(str(row["reason"])),
    )
