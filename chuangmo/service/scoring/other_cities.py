"""What tables list of cities outside the board, beside its own city; no figure counts them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from chuangmo.access.actor import VIEWER, Actor
from chuangmo.assess.lines import answer_unit
from chuangmo.assess.rounding import in_unit, publish
from chuangmo.assess.verdict_types import Statistic
from chuangmo.assess.verdicts.publishing import digits_of, published, rank_count
from chuangmo.catalog.models import Indicator
from chuangmo.period import SEASON, Period, year_period
from chuangmo.service.board import Board, require
from chuangmo.service.figures.figures import Figures
from chuangmo.service.figures.observations import outside_rows
from chuangmo.store.rows import Selection

Row = Mapping[str, Any]


@dataclass(frozen=True)
class OtherCity:
    """One city's figure as a table lists it.

    Attributes:
        value: decimal text in the unit of the comparison, rounded as the board's own figures.
        of: of a rank out of how many, decimal text; empty where the table does not say it.
        printed: the cell's text.
    """

    area: str
    value: str
    of: str
    printed: str
    batch: int
    file: str
    sheet: str
    cell: str
    demo: bool


@dataclass(frozen=True)
class BesideCities:
    """The own city and others in one period.

    Attributes:
        own: the board's own figure of the same period; ``None`` where it has none.
        own_of: of a rank out of how many; empty where nobody said it.
        reason: why it has none; empty where it has one.
        others: in the order of the table.
    """

    period: Period
    unit: str
    own: str | None
    own_of: str
    reason: str
    others: tuple[OtherCity, ...]


def other_cities(
    board: Board, actor: Actor, indicator: str, month: Period, as_of: date
) -> BesideCities | None:
    """The last period up to the month, in its year, that a table lists other cities for.

    Raises:
        UnknownId: no such indicator.
    """
    require(actor, VIEWER)
    entry = board.catalog.indicator(indicator)
    if entry.id not in _listed(board):
        return None
    span = Period(year_period(month.start.year).start, month.end, SEASON)
    listed = outside_rows(board, entry.id, span, of=(board.catalog.city.name, None))
    rows = [row for row in listed if row["value"] and not row["dust"]]
    if not rows:
        return None
    period = max((_period(row) for row in rows), key=lambda p: (p.end, p.end - p.start))
    figure = _own(board, entry, period, as_of)
    unit = answer_unit(board.catalog, entry, period.last_day)
    alike = [r for r in rows if _period(r) == period and r["statistic"] == figure.statistic]
    if not alike:
        return None
    return BesideCities(
        period=period,
        unit=unit,
        own=published(figure, entry, unit),
        own_of=rank_count(figure, entry),
        reason=figure.reason,
        others=tuple(_city(entry, row, unit) for row in alike),
    )


def _listed(board: Board) -> frozenset[str]:
    """The indicators that any table lists other cities for: most boards have none."""

    def find() -> frozenset[str]:
        pairs = board.store.pairs(Selection(outside=True))
        return frozenset(board.catalog.indicators if pairs is None else (name for name, _ in pairs))

    return board.memo.answer(find, "indicators of other cities")


def _own(board: Board, indicator: Indicator, period: Period, as_of: date) -> Statistic:
    """The board's own figure of exactly the period."""
    figures = Figures(board, period, as_of, indicators=(indicator.id,), years_back=0)
    return figures.figure(indicator.id, period, area=board.catalog.city.name)


def _period(row: Row) -> Period:
    return Period(
        datetime.fromisoformat(row["start"]), datetime.fromisoformat(row["end"]), row["kind"]
    )


def _city(indicator: Indicator, row: Row, unit: str) -> OtherCity:
    value = in_unit(Fraction(row["value"]), row["unit"], unit)
    return OtherCity(
        area=row["area"], value=publish(value, digits_of(indicator, unit)),
        of=(row["denominator"] or "") if indicator.is_rank else "",
        printed=row["printed_value"] or "",
        batch=row["batch"], file=str(row["file"] or ""), sheet=str(row["sheet"] or ""),
        cell=str(row["cell"] or ""), demo=bool(row["demo"]),
    )  # fmt: skip
