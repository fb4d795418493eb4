"""The rank list of districts on one indicator."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pandas as pd

from chuangmo.assess.compare import field_note, rank_changes
from chuangmo.assess.rounding import publish
from chuangmo.assess.verdict_types import (
    INSUFFICIENT,
    NOT_APPLICABLE,
    STANDARD,
    Verdict,
)
from chuangmo.catalog.models import Indicator
from chuangmo.charts.matrix import COMBINED, chosen
from chuangmo.charts.ranking import ranking_figure
from chuangmo.charts.rows import Row
from chuangmo.exhibit import Cell, ColumnHead, Exhibit, Foot, Table
from chuangmo.exhibits.place import Place
from chuangmo.service.questions import Questions
from chuangmo.status import LOST, STATUS_WORD
from chuangmo.wording import (
    ABSENT,
    figure,
    limit_words,
    share_words,
    shown_value,
    unit_after,
    value_name,
)


def ranking_frame(place: Place) -> pd.DataFrame:
    """Districts best first; 数据不足 and places without a value last, without a rank."""
    return pd.DataFrame(_ranked(place))


def _ranked(place: Place) -> list[dict[str, Any]]:
    """The rows of ``ranking_frame``."""
    rows = [
        row
        for area in dict.fromkeys(r.area for r in place.district_rows if r.area_kind == "district")
        if (row := chosen([r for r in place.district_rows if r.area == area], COMBINED))
    ]
    sign = -1 if place.indicator.direction == "higher" else 1
    ranked = [row for row in rows if _can_rank(row, place.indicator)]
    ranked.sort(key=lambda row: sign * _rank_value(row, place.indicator))
    others = [row for row in rows if row not in ranked]
    values = [_rank_value(row, place.indicator) for row in ranked]
    places = [str(values.index(value) + 1) for value in values] + [""] * len(others)
    standards = {r.area: r for r in place.district_rows if r.line == STANDARD}
    return [
        {
            "rank": rank,
            "area": row.area,
            "value": _rank_float(row, place.indicator),
            "shown": _rank_text(row, place.indicator),
            "share": share_words(row),
            "status": row.shown_as,
            "limit": _rank_limit(row, place.indicator),
            "line": row.line,
            "limit_text": _limit_text(row, place.indicator),
            "standard": _rank_limit(standards[row.area], place.indicator)
            if row.line != STANDARD and row.area in standards
            else float("nan"),
            "standard_text": limit_words(standards[row.area]) if row.area in standards else "",
        }
        for rank, row in zip(places, [*ranked, *others], strict=True)
    ]


def _can_rank(row: Verdict, indicator: Indicator) -> bool:
    """Not without a valid value; a task not without a quota either."""
    if row.value is None or row.below or row.status == INSUFFICIENT:
        return False
    return (row.completion if indicator.is_task else row.published) is not None


def _rank_value(row: Verdict, indicator: Indicator) -> Fraction:
    """What is printed: a completion to one decimal, else the published figure."""
    if indicator.is_task and row.completion:
        return Fraction(publish(Fraction(row.completion), 1))
    return Fraction(row.published or row.value or 0)


def _rank_float(row: Verdict, indicator: Indicator) -> float:
    missing = row.value is None or (indicator.is_task and row.completion is None)
    return float("nan") if missing else float(_rank_value(row, indicator))


def _rank_limit(row: Verdict, indicator: Indicator) -> float:
    if indicator.is_task:
        return 100.0 if row.quota else float("nan")
    outside = row.limit is None or row.status == NOT_APPLICABLE
    return float("nan") if outside else float(row.limit or 0)


def _limit_text(row: Verdict, indicator: Indicator) -> str:
    if indicator.is_task:
        return figure(row.quota) if row.quota else ""
    return "" if row.status == NOT_APPLICABLE else limit_words(row)


def _rank_text(row: Verdict, indicator: Indicator) -> str:
    if indicator.is_task and row.quota:
        return f"{shown_value(row, indicator)} / {figure(row.quota)}"
    return shown_value(row, indicator)


def _with_earlier(
    rows: Sequence[Row], place: Place, before: Sequence[Verdict]
) -> tuple[Sequence[Row], str]:
    """The rows with the rank of a month earlier and the change, or ``""``; and the note on both.

    ``before`` is the rank as it was; ``moved`` is taken among the districts ranked in both months.
    """
    areas = {row.area for row in place.district_rows}
    then = _ranked(replace(place, district_rows=[r for r in before if r.area in areas]))
    earlier = {row["area"]: row for row in then if row["rank"]}
    now, past = ({r["area"]: str(r["value"]) for r in side if r["rank"]} for side in (rows, then))
    moved = rank_changes(now, past, place.indicator.direction)
    found = [
        {
            **row,
            "before": earlier[row["area"]]["rank"] if row["area"] in earlier else "",
            "moved": moved_words(moved.get(row["area"])),
        }
        for row in rows
    ]
    return found, field_note(now, past)


def moved_words(change: int | None) -> str:
    """``升2位``, ``降1位``, ``不变``; empty where there is nothing to compare with."""
    if change is None:
        return ""
    return "不变" if change == 0 else f"{'升' if change > 0 else '降'}{abs(change)}位"


def earlier_verdicts(reader: Questions, place: Place) -> Sequence[Verdict]:
    """The verdicts on the indicator up to the month before; none in January."""
    before = place.month.before
    if before is None:
        return ()
    return reader.verdicts_on(place.indicator.id, before.year_period, before.as_of, place.dust)


def ranking_exhibit(
    place: Place, foot: Foot, theme: str, phone: bool, before: Sequence[Verdict] = ()
) -> Exhibit | None:
    """The rank list of districts; ``None`` with fewer than two values.

    Args:
        before: the verdicts on the indicator as of the end of the month before, in all places;
            the table then tells the last place too.
    """
    rows: Sequence[Row] = _ranked(place)
    note = beside = ""
    if before and place.month.before is not None:
        moved, note = _with_earlier(rows, place, before)
        if any(row["moved"] for row in moved):  # else nothing was ranked then: a yearly survey
            rows, beside = moved, f"；升降为与{place.month.before.span}的位次相比"
    ranked = [row for row in rows if row["rank"]]
    if len(ranked) < 2:
        return None
    last = ranked[-1]
    missed = [row["area"] for row in ranked if row["status"] in LOST]
    story = (
        place.area
        if place.area in {row["area"] for row in rows}
        else (missed or [last["area"]])[-1]
    )
    name = value_name(place.indicator, place.statistic)
    what = "任务完成率" if place.indicator.is_task else f"{place.month.span}{name}"
    order = "从高到低" if place.indicator.direction == "higher" else "从低到高"
    unit, tick = ("%", "任务") if place.indicator.is_task else (place.unit, "限值")
    return Exhibit(
        key=f"ranking-{place.indicator.id}-{place.month.period.text}",
        verdict=_finding(place, ranked),
        subtitle=f"各区县{what}{order}，{unit}；竖线为本区县{tick}{beside}",
        figure=ranking_figure(rows, story, theme, phone),
        frame=pd.DataFrame([{**row, "word": STATUS_WORD[row["status"]]} for row in rows]),
        foot=foot,
        demo=any(row.demo for row in place.district_rows),
        extra={"unit": unit, "place": place.indicator.label},
        kind="ranking",
        notes=(note,) if note else (),
        table=ranking_table(rows, unit, place.indicator.is_task),
    )


def _finding(place: Place, ranked: Sequence[Row]) -> str:
    """``榆中县PM10均值最低，为0.101 mg/m³；西固区最高，为0.140 mg/m³``; of tasks the completion."""
    best, last = ranked[0], ranked[-1]
    of_tasks = place.indicator.is_task
    name = "完成率" if of_tasks else value_name(place.indicator, place.statistic)
    higher = of_tasks or place.indicator.direction == "higher"
    shown = [
        row["share"] if of_tasks else f"{row['shown']}{unit_after(place.unit)}"
        for row in (best, last)
    ]
    if shown[0] == shown[1]:
        return f"各区县{name}同为{shown[0]}"
    words = ("最高", "最低") if higher else ("最低", "最高")
    first = f"{best['area']}{name}{words[0]}，为{shown[0]}"
    return f"{first}；{last['area']}{words[1]}，为{shown[1]}"


def ranking_table(rows: Sequence[Row], unit: str, is_task: bool) -> Table:
    """Rank, the one before and the change where known, district, value, limit or quota, status."""
    total = sum(1 for row in rows if row["rank"])
    earlier = any("before" in row for row in rows)
    heads = (
        ColumnHead("位次"),
        *([ColumnHead("上期位次", "位次变化")] if earlier else []),
        ColumnHead("区县"),
        ColumnHead("完成 / 任务" if is_task else "数值", "" if is_task else unit, True),
        ColumnHead("完成率" if is_task else "本区县限值", "%" if is_task else unit, True),
        ColumnHead("状态"),
    )
    cells = tuple(
        (
            Cell(f"{r['rank']} / {total}" if r["rank"] else ABSENT),
            *([Cell(r["before"] or ABSENT, small=r["moved"])] if earlier else []),
            Cell(r["area"]),
            Cell(r["shown"]),
            Cell((r["share"] if is_task else r["limit_text"]) or ABSENT),
            Cell("", r["status"]),
        )
        for r in rows
    )
    return Table(heads, cells)
