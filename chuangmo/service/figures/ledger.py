"""The items of a ledger as the command line prints them: one row per unit, with its cell."""

import json
from fractions import Fraction
from typing import Any

from chuangmo.access.actor import VIEWER, Actor
from chuangmo.assess.rounding import decimal_text
from chuangmo.catalog.faults import UnknownId, suggestion
from chuangmo.period import Period
from chuangmo.service.board import Board, require

_CELL_ORDER = ("unit_name", "model", "count", "tonnage", "status")


def ledger_kinds(board: Board) -> list[str]:
    """The kinds of ledger that the catalog's tasks are counted from."""
    found = (i.ledger.kind for i in board.catalog.indicators.values() if i.ledger)
    return list(dict.fromkeys(found))


def list_ledger(
    board: Board,
    actor: Actor,
    kind: str,
    *,
    area: str | None = None,
    period: Period | None = None,
) -> list[dict[str, Any]]:
    """The items of the list that holds (per area and year), as ``ledger`` prints them.

    Args:
        area: one district; the city asks for all.
        period: the list that held on its last day; without it, the newest of every year.

    Raises:
        UnknownId: no such kind. UnknownPlace: no such area.
    """
    require(actor, VIEWER)
    kinds = ledger_kinds(board)
    if kind not in kinds:
        raise UnknownId(f"没有台账“{kind}”。{suggestion(kind, kinds)}")
    place = board.catalog.area(area) if area else None
    whole = place is None or place == board.catalog.city.name
    rows = board.store.ledger(kind, period.last_day if period else None).to_pylist()
    return [
        _row(row)
        for row in rows
        if (whole or row["area"] == place) and (period is None or _inside(row, period))
    ]


def _inside(row: dict[str, Any], period: Period) -> bool:
    """Whether the list belongs to the years of the period."""
    return row["year"] is None or period.start.year <= row["year"] <= period.last_day.year


def _row(row: dict[str, Any]) -> dict[str, Any]:
    cells = json.loads(row["cells"] or "{}")
    first = next((cells[name][0] for name in _CELL_ORDER if name in cells), None)
    return {
        "item": row["item"], "area": row["area"], "unit_name": row["unit_name"],
        "model": row["model"], "count": row["count"], "tonnage": _number(row["tonnage"]),
        "method": row["method"], "planned": _day(row["planned"]),
        "finished": _day(row["finished"]), "status": row["status"],
        "so2_cut": _number(row["so2_cut"]), "dust_cut": _number(row["dust_cut"]),
        "batch": row["batch"], "file": row["file"], "sheet": row["sheet"], "cell": first,
        "as_of": _day(row["as_of"]), "demo": row["demo"],
    }  # fmt: skip


def _number(value: Any) -> str | None:
    return None if value is None else decimal_text(Fraction(value))


def _day(value: Any) -> str | None:
    return None if value is None else str(value.isoformat())
