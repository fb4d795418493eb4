"""The screens of a meeting: one finding each, what is worst first."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from chuangmo.assess.verdict_types import AT_RISK, MISSED, Verdict
from chuangmo.catalog.models import Indicator
from chuangmo.charts.matrix import Matrix, MatrixColumn
from chuangmo.exhibit import Exhibit
from chuangmo.exhibits import views
from chuangmo.exhibits.overview import Overview
from chuangmo.service.questions import Questions
from chuangmo.status import BEHIND, JUDGED, LOST_WORDS, STATUS_WORD
from chuangmo.wording import indicator_sentence

CARDS, GROUP, INDICATOR = "cards", "group", "indicator"
_GROUP_SIZE = 3  # indicators side by side that can still be read from the last row of seats
_NAMED = 3


@dataclass(frozen=True)
class Screen:
    """What one screen is about.

    Attributes:
        kind: the key figures, some columns of the matrix, or one indicator of the city.
        indicators: ids; none for the key figures, one for an indicator.
    """

    kind: str
    indicators: tuple[str, ...] = ()


def screens(view: Overview) -> list[Screen]:
    """Key figures, then the matrix by groups, then the city's indicators, each worst first."""
    columns = sorted(view.matrix.columns, key=lambda column: _badness(view.matrix, column))
    ids = [column.indicator.id for column in columns]
    groups = [tuple(ids[n : n + _GROUP_SIZE]) for n in range(0, len(ids), _GROUP_SIZE)]
    judged = [pair[0].id for pair in view.city_cells() if pair[1].status in JUDGED]
    return [
        Screen(CARDS),
        *(Screen(GROUP, group) for group in groups),
        *(Screen(INDICATOR, (name,)) for name in judged),
    ]


def _badness(matrix: Matrix, column: MatrixColumn) -> tuple[int, int]:
    statuses = [cell.status for cell in _cells(matrix, column) if cell is not None]
    return -statuses.count(MISSED), -statuses.count(AT_RISK)


def _cells(matrix: Matrix, column: MatrixColumn) -> list[Verdict | None]:
    at = matrix.columns.index(column)
    return [row.cells[at] for row in matrix.rows]


def part_of(matrix: Matrix, indicators: Sequence[str]) -> Matrix:
    """The matrix with these columns only, in this order; places keep theirs."""
    at = [
        next(n for n, column in enumerate(matrix.columns) if column.indicator.id == name)
        for name in indicators
    ]
    rows = tuple(
        replace(
            row,
            cells=tuple(row.cells[n] for n in at),
            over_standard=tuple(row.over_standard[n] for n in at),
        )
        for row in matrix.rows
    )
    return replace(matrix, columns=tuple(matrix.columns[n] for n in at), rows=rows)


def group_sentence(part: Matrix) -> str:
    """``PM10、SO2、NO2：区县3项未达标（西固区、红古区）。`` or that nothing is behind."""
    names = "、".join(column.indicator.label for column in part.columns)
    for status in BEHIND:
        places = [row for row in part.rows if not row.is_city and row.count(status)]
        if places:
            areas = "、".join(row.area for row in places[:_NAMED])
            more = f"等{len(places)}个区县" if len(places) > _NAMED else ""
            return f"{names}：区县{part.counts[status]}项{STATUS_WORD[status]}（{areas}{more}）。"
    over = [row.area for row in part.rows if not row.is_city and any(row.over_standard)]
    if over:
        more = f"等{len(over)}个区县" if len(over) > _NAMED else ""
        return f"{names}：{'、'.join(over[:_NAMED])}{more}对国家标准{STATUS_WORD[MISSED]}。"
    return f"{names}：各区县没有{LOST_WORDS}、{STATUS_WORD[AT_RISK]}的项。"


def indicator_finding(view: Overview, indicator: Indicator) -> str:
    """The sentence of the 指标 page about the whole city."""
    city = view.reader.catalog.city.name
    rows = view.assessment.rows
    own = [row for row in rows if row.indicator == indicator.id and row.area == city]
    return indicator_sentence(own, indicator, view.month.span)


def picture_of(
    reader: Questions, view: Overview, indicator: Indicator, theme: str
) -> Exhibit | None:
    """The first chart of the indicator's own view; ``None`` where too little is known to draw."""
    request = views.ViewRequest(
        view.month.period, indicator=indicator.id, dust=view.dust, theme=theme
    )
    name = views.TASKS if indicator.is_task else views.INDICATOR
    found = views.built(name, reader, request)
    return next((exhibit for exhibit in found if exhibit.figure is not None), None)
