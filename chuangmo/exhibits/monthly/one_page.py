"""一页纸: the sentence, four figures, the matrix, the worst over the year, who must do what."""

from dataclasses import replace

from chuangmo.assess.verdict_types import AT_RISK, MISSED, UNDECIDED, Verdict
from chuangmo.catalog.models import Indicator
from chuangmo.charts.matrix import COMBINED
from chuangmo.exhibit import Cell, ColumnHead, Exhibit, Foot, Table, text_frame
from chuangmo.exhibits import district, overview, tasks
from chuangmo.exhibits.district import DistrictView
from chuangmo.exhibits.matrix import matrix_exhibit
from chuangmo.exhibits.month import Month
from chuangmo.exhibits.monthly.burnup import burnup_exhibit
from chuangmo.exhibits.monthly.matters import matters_exhibit
from chuangmo.exhibits.monthly.years import years_exhibit
from chuangmo.exhibits.place import place_of
from chuangmo.exhibits.trend import trend_marks
from chuangmo.service.figures.assessing import Assessment
from chuangmo.service.questions import Questions
from chuangmo.status import BEHIND, JUDGED
from chuangmo.wording import closed_up, figure, limit_words, share_words, shown_value, unit_after

_CARDS = 4
_HEADS = (
    ColumnHead("项目"), ColumnHead("数值", "", True), ColumnHead("单位"), ColumnHead("状态"),
    ColumnHead("说明"),
)  # fmt: skip
_URGENT = {MISSED: 0, AT_RISK: 1, UNDECIDED: 2}
Pair = tuple[Indicator, Verdict]


def one_page(reader: Questions, month: Month, area: str | None, dust: str) -> list[Exhibit]:
    """Cards, matrix (of a district its standing), the worst over last year, what is to be done.

    Args:
        area: a district; the whole city where ``None`` or the city itself.
    """
    if area is None or area == reader.catalog.city.name:
        return _of_city(reader, month, dust)
    return _of_district(reader, month, area, dust)


def _of_city(reader: Questions, month: Month, dust: str) -> list[Exhibit]:
    view = overview.load_overview(reader, month, dust, COMBINED)
    foot, ranked = overview.overview_foot(view), overview.worst_first(view)
    behind = [pair for pair in ranked if pair[1].status in BEHIND]
    found: list[Exhibit | None] = [
        overview.cards_exhibit(view, foot, fully=True),
        matrix_exhibit(view, foot),
        _drawn(reader, view.assessment, month, reader.catalog.city.name, dust, ranked),
        matters_exhibit(reader, month, behind, foot),
    ]
    return [one for one in found if one is not None]


def _of_district(reader: Questions, month: Month, area: str, dust: str) -> list[Exhibit]:
    view = district.load_district(reader, month, area, dust)
    foot, ranked = district.district_foot(reader, view), worst_of(view)
    behind = [pair for pair in ranked if pair[1].status in BEHIND]
    found: list[Exhibit | None] = [
        _cards(view, ranked, foot),
        district.stand_exhibit(view, foot),
        _drawn(reader, view.assessment, month, area, dust, ranked),
        matters_exhibit(reader, month, behind, foot, area),
    ]
    return [one for one in found if one is not None]


def worst_of(view: DistrictView) -> list[Pair]:
    """The district's judged indicators, worst first: missed, at risk, how far off."""
    judged = [pair for pair in view.cells if pair[1].status in JUDGED]
    return sorted(
        judged, key=lambda pair: (_URGENT.get(pair[1].status, 3), -district.distance(*pair))
    )


def _cards(view: DistrictView, ranked: list[Pair], foot: Foot) -> Exhibit:
    """The four that are worst, each with its line and what it still needs."""
    rows = tuple(_card(view, *pair) for pair in ranked[:_CARDS])
    return Exhibit(
        key=f"cards-{view.area}-{view.month.period.text}",
        verdict=district.headline(view),
        subtitle=f"{view.area}{view.month.words}最要紧的指标",
        figure=None,
        frame=text_frame(rows, _HEADS),
        foot=foot,
        demo=view.demo,
        extra={"place": view.area},
        kind="cards",
        table=Table(_HEADS, rows),
    )


def _card(view: DistrictView, indicator: Indicator, row: Verdict) -> tuple[Cell, ...]:
    value = shown_value(row, indicator)
    answer = district.to_do(view, indicator, row)
    needed = district.need_words(indicator, answer) if answer else ""
    if indicator.is_task:
        unit = f"/ {figure(row.quota)}{unit_after(row.unit)}" if row.quota else row.unit
        share = f"占任务 {share_words(row)}" if row.completion else ""
        say = "；".join(part for part in (share, needed) if part)
    else:
        unit, say = row.unit, closed_up(limit_words(row))
        say = f"限值{say}" + (f"；余下须{needed}" if needed else "")
    return Cell(indicator.label), Cell(value), Cell(unit), Cell("", row.shown_as), Cell(say)


def _drawn(
    reader: Questions, assessment: Assessment, month: Month, area: str, dust: str,
    ranked: list[Pair],
) -> Exhibit | None:  # fmt: skip
    """The first of the worst that can be drawn by month."""
    for indicator, _ in ranked:
        if indicator.is_task:
            if not tasks.is_reported(reader, month, indicator, area):
                continue
            task = tasks.load_tasks(reader, month, indicator, area)
            found = burnup_exhibit(task, tasks.tasks_foot(reader, task))
        else:
            place = place_of(assessment, indicator, area, month, dust)
            years = (month.year - 1, month.year)
            points = reader.monthly(indicator.id, area, years, month.as_of, dust)
            steps = reader.limit_steps(indicator.id, area, years)
            foot, marks = place.foot(reader), trend_marks(reader, place, 1)
            found = years_exhibit(reader.catalog, place, points, steps, foot, marks=marks)
        if found is not None and found.figure is not None:
            return replace(found, verdict=f"{indicator.label}：{found.verdict}")
    return None
