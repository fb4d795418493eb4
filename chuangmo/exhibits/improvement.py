"""The rank list of districts by improvement: what is published against the same time last year."""

import pandas as pd

from chuangmo.assess.compare import change_unit
from chuangmo.assess.verdict_types import INSUFFICIENT, MET, ON_COURSE
from chuangmo.catalog.models import Indicator
from chuangmo.charts.improvement import NOTHING_TO_COMPARE, improvement_figure
from chuangmo.charts.matrix import COMBINED, chosen
from chuangmo.exhibit import Cell, ColumnHead, Exhibit, Foot, Table
from chuangmo.exhibits.place import Place, within_group
from chuangmo.service.figures.ranking import Ranked, Ranking
from chuangmo.service.questions import Questions
from chuangmo.status import DONE, DONE_AHEAD, STATUS_WORD
from chuangmo.wording import ABSENT, change_words, figure, marked_unaudited, turned

_FEWEST = 2
_NAMED = 3
_UNIT = {"%": "%", "pt": "百分点", "dB": "dB(A)"}
_NOT_ALIKE = "两期浓度状态不同，不可直接相比"
_NOTES = (
    "同比按两期公布值计算；浓度、指数和数量用百分比，比率用百分点，声级用 dB(A)。",
    "数值变差、判断却不差的区县照列，不在标题中点名。",
)


def has_improvement(indicator: Indicator) -> bool:
    """Whether districts can be ranked by improvement: not tasks, nor what has no better side."""
    return not indicator.is_task and indicator.direction != "none"


def improvement_exhibit(
    reader: Questions,
    place: Place,
    foot: Foot,
    theme: str,
    phone: bool,
    group: str | None = None,
) -> Exhibit | None:
    """The districts (of a group) by their change; ``None`` where fewer than two have one."""
    found = improvement_ranking(reader, place, group)
    if found is None:
        return None
    month = place.month
    frame = improvement_frame(within_group(place, reader.catalog, group), found)
    unit = unit_of_change(place)
    return Exhibit(
        key=f"improvement-{place.indicator.id}-{month.period.text}",
        verdict=_finding(frame, place),
        subtitle=f"各区县{month.span}与上年同期相比的变化，改善大的在上，{unit}{mark_of(found)}",
        figure=improvement_figure(frame, _story(place, frame), theme, phone),
        frame=frame,
        foot=foot,
        notes=(*_NOTES, *note_of(found)),
        demo=any(row.demo for row in place.district_rows),
        extra={"unit": unit, "place": place.indicator.label},
        kind="improvement",
        table=improvement_table(frame, place.unit, unit),
    )


def improvement_ranking(reader: Questions, place: Place, group: str | None) -> Ranking | None:
    """The districts (of a group) by improvement; ``None`` where fewer than two compare."""
    if not has_improvement(place.indicator):
        return None
    month = place.month
    asked = (place.indicator.id, month.year_period, month.as_of, place.dust, group)
    found = reader.improvement(*asked)
    return found if len(found.rows) >= _FEWEST else None


def mark_of(found: Ranking) -> str:
    """Behind a subtitle: that the two periods are not alike; empty where they are."""
    return f"；{_NOT_ALIKE}" if found.note else ""


def note_of(found: Ranking) -> tuple[str, ...]:
    """What the ranking itself remarks, as a sentence."""
    return (f"{found.note}。",) if found.note else ()


def unit_of_change(place: Place) -> str:
    """In what changes of the indicator are said: ``%``, ``百分点``, ``dB(A)`` or its own unit."""
    return _UNIT.get(change_unit(place.indicator), place.unit)


def improvement_frame(place: Place, found: Ranking) -> pd.DataFrame:
    """Districts by rank, then those without anything to compare, with the reason.

    Columns ``rank area change shown before now status reason``; ``change`` is a float for
    drawing, the texts are as published.
    """
    shown_areas = {row.area for row in place.district_rows if row.area_kind == "district"}
    status = {
        area: row.shown_as
        for area in shown_areas
        if (row := chosen([r for r in place.district_rows if r.area == area], COMBINED))
    }
    published = {row.area for row in place.district_rows if row.published is not None}
    rows = [_row(one, status.get(one.area, ""), found.note) for one in found.rows]
    rows += [
        {
            "rank": "", "area": one.area, "change": float("nan"),
            "shown": NOTHING_TO_COMPARE if one.area in published else STATUS_WORD[INSUFFICIENT],
            "before": ABSENT, "now": ABSENT, "status": status[one.area], "reason": one.reason,
        }
        for one in found.unranked
        if one.area in status
    ]  # fmt: skip
    return pd.DataFrame(rows)


def _row(one: Ranked, status: str, shared: str) -> dict[str, object]:
    """``shared`` is what must be said of all places, and is said once beside the list."""
    assert one.improvement is not None and one.before is not None
    plain = {"value": one.improvement["value"], "unit": one.improvement["unit"]}
    return {
        "rank": str(one.rank),
        "area": one.area,
        "change": float(plain["value"]),
        "shown": change_words(plain, one.unit),
        "before": figure(one.before, one.unit),
        "now": marked_unaudited(figure(one.published, one.unit), one.unaudited),
        "status": status,
        "reason": one.improvement.get("note", "").removeprefix(shared).lstrip("；"),
    }


def _story(place: Place, frame: pd.DataFrame) -> str:
    return place.area if place.area in set(frame["area"]) else str(frame["area"].iloc[0])


def _finding(frame: pd.DataFrame, place: Place) -> str:
    """Who improved most, from what to what, and who of those behind got worse most."""
    sign = 1 if place.indicator.direction == "higher" else -1
    ranked = frame[frame["rank"] != ""]
    first = ranked[ranked["rank"] == "1"]
    names = "、".join(first["area"][:_NAMED]) + (
        f"等{len(first)}个区县" if len(first) > _NAMED else ""
    )
    gained = sign * ranked["change"].iloc[0] > 0
    how = _turn(first.iloc[0], place.unit, together=len(first) > 1)
    text = f"{names}{'改善幅度最大' if gained else '变化最小'}，{how}"
    worse = ranked[
        (sign * ranked["change"] < 0) & ~ranked["status"].isin([MET, ON_COURSE, DONE, DONE_AHEAD])
    ]
    if worse.empty or worse["area"].iloc[-1] in set(first["area"]):
        return text
    word = "上升最多" if sign < 0 else "下降最多"
    return f"{text}；{worse['area'].iloc[-1]}{word}，{_turn(worse.iloc[-1], place.unit)}"


def _turn(row: pd.Series, unit: str, *, together: bool = False) -> str:
    """``由0.136降至0.119 mg/m³，下降12.5%``; only the change where several share it."""
    shown = str(row["shown"])
    return f"均{shown}" if together else turned(str(row["before"]), str(row["now"]), shown, unit)


def improvement_table(frame: pd.DataFrame, unit: str, change: str) -> Table:
    """Rank, district, change, both published figures, status, why there is none."""
    total = int((frame["rank"] != "").sum())
    heads = (
        ColumnHead("改善位次"),
        ColumnHead("区县"),
        ColumnHead("同比变化", change, True),
        ColumnHead("今年", unit, True),
        ColumnHead("上年同期", unit, True),
        ColumnHead("状态"),
        ColumnHead("说明"),
    )
    rows = tuple(
        (
            Cell(f"{row['rank']} / {total}" if row["rank"] else ABSENT),
            Cell(str(row["area"])),
            Cell(str(row["shown"])),
            Cell(str(row["now"])),
            Cell(str(row["before"])),
            Cell("", str(row["status"])) if row["status"] else Cell(ABSENT),
            Cell(str(row["reason"])),
        )
        for _, row in frame.iterrows()
    )
    return Table(heads, rows)
