"""A score table of the catalog (as in 城考) filled in with the published figures of one area."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from chuangmo.access.actor import VIEWER, Actor
from chuangmo.assess.rounding import publish
from chuangmo.assess.verdicts.score import ItemScore, score
from chuangmo.assess.verdicts.verdict import published
from chuangmo.catalog.catalog import Catalog
from chuangmo.catalog.faults import UnknownId, suggestion
from chuangmo.catalog.tables import ScoreItem, ScoreTable
from chuangmo.period import Period
from chuangmo.service.board import Board, require
from chuangmo.service.figures.figures import Figures

POINT_DIGITS = 2
NOT_ENTERED = "没有录入该项是否做到。"
NOT_MEASURED = "该项没有可以公布的数值。"


@dataclass(frozen=True)
class ScoreLine:
    """One item of a score table: the published figure behind it and its points.

    ``points`` is ``None`` where nothing was entered (never 0 points), ``reason`` then says why;
    ``capped`` tells that the figure goes beyond full marks.
    """

    id: str
    name: str
    group: str
    kind: str
    weight: str
    indicator: str
    published: str | None
    unit: str
    points: str | None
    capped: bool
    reason: str


@dataclass(frozen=True)
class ScoreSheet:
    """A score table filled in. ``reference`` tables are for trying out, never an official score.

    ``entered`` is the sum of the items entered; ``total`` is ``None`` while items are missing.
    """

    table: str
    name: str
    document: str
    source: str
    confidence: str
    note: str
    reference: bool
    area: str
    period: Period
    lines: tuple[ScoreLine, ...]
    entered: str
    total: str | None
    missing: tuple[str, ...]


def score_sheet(
    board: Board,
    actor: Actor,
    period: Period,
    as_of: date,
    *,
    area: str | None = None,
    table: str | None = None,
    done: Mapping[str, bool] | None = None,
    false_data: Collection[str] = (),
) -> ScoreSheet:
    """The score of an area (default: the city) by a table of the catalog (default: the first).

    Figures count as they are published, in the unit of the item; an open year gives the score so
    far.

    Args:
        done: qualitative item id to whether it is done; items left out stay missing.
        false_data: ids of items with false or omitted data; they lose the table's share.

    Raises:
        UnknownId, UnknownPlace: no such table or area.
    """
    require(actor, VIEWER)
    catalog = board.catalog
    chosen, place = _table(catalog, table), catalog.area(area or catalog.city.name)
    shown = _published(board, chosen, place, period, as_of)
    values = {item: Fraction(text) for item, text in shown.items() if text is not None}
    scored = score(chosen, values, done or {}, false_data)
    return ScoreSheet(
        table=chosen.id,
        name=chosen.name,
        document=chosen.document,
        source=chosen.source,
        confidence=chosen.confidence,
        note=chosen.note,
        reference=chosen.reference_only,
        area=place,
        period=period,
        lines=tuple(
            _line(item, points, shown.get(item.id))
            for item, points in zip(chosen.items, scored.items, strict=True)
        ),
        entered=publish(scored.entered, POINT_DIGITS),
        total=None if scored.total is None else publish(scored.total, POINT_DIGITS),
        missing=scored.missing,
    )


def _table(catalog: Catalog, wanted: str | None) -> ScoreTable:
    found = catalog.score_tables
    chosen = found.get(wanted) if wanted else next(iter(found.values()), None)
    if chosen is None:
        raise UnknownId(f"没有记分表“{wanted or ''}”。{suggestion(wanted or '', found)}")
    return chosen


def _published(
    board: Board, table: ScoreTable, area: str, period: Period, as_of: date
) -> dict[str, str | None]:
    """Item id to the published figure in the item's unit; ``None`` where there is none."""
    catalog = board.catalog
    items = [item for item in table.items if item.indicator]
    ids = tuple(dict.fromkeys(item.indicator for item in items))
    figures = Figures(board, period, as_of, indicators=ids, years_back=0)
    return {
        item.id: published(
            figures.figure(item.indicator, period, area=area),
            catalog.indicator(item.indicator),
            item.unit,
        )
        for item in items
    }


def _line(item: ScoreItem, found: ItemScore, shown: str | None) -> ScoreLine:
    absent = NOT_ENTERED if item.kind == "qualitative" else NOT_MEASURED
    return ScoreLine(
        id=item.id,
        name=item.name,
        group=item.group,
        kind=item.kind,
        weight=item.weight,
        indicator=item.indicator,
        published=shown,
        unit=item.unit,
        points=None if found.points is None else publish(found.points, POINT_DIGITS),
        capped=found.capped,
        reason=absent if found.points is None else "",
    )
