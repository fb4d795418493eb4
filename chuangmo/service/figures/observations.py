"""Lists observations: the stored value beside the text of the cell in the workbook."""

from fractions import Fraction
from typing import Any

from chuangmo.access.actor import VIEWER, Actor
from chuangmo.assess.rounding import decimal_text
from chuangmo.catalog.faults import UnknownPlace
from chuangmo.period import Period
from chuangmo.service.board import Board, require
from chuangmo.service.figures.row_parts import Part, parts_at, parts_of
from chuangmo.store.rows import Selection


def list_observations(
    board: Board,
    actor: Actor,
    *,
    indicator: str | None = None,
    area: str | None = None,
    site: str | None = None,
    period: Period | None = None,
    kind: str | None = None,
) -> list[dict[str, Any]]:
    """Current observations, oldest first; every filter narrows.

    Those of the board's own places; of a city outside the board, which no figure counts, where
    ``area`` names it.

    A row whose parts are known has them under ``parts``, each with its cell; others have no such
    key, so that a long list of hours is no longer for it.

    Raises:
        UnknownId, UnknownPlace: indicator or area do not exist.
    """
    require(actor, VIEWER)
    catalog = board.catalog
    found = catalog.site(site) if site else None
    place, outside = _place(board, area) if area else ("", False)
    selection = Selection(
        indicators=(catalog.indicator(indicator).id,) if indicator else (),
        areas=(place,) if place else (),
        site=found.id if found else site,
        start=period.start if period else None,
        end=period.end if period else None,
        kinds=(kind,) if kind else (),
        outside=outside,
    )
    rows = board.store.current(selection).to_pylist()
    rows.sort(key=lambda r: (r["indicator"], r["area"], r["site"] or "", r["start"], r["end"]))
    parts = parts_of(board, selection)
    return [_row(row) | _with_parts(parts_at(parts, row)) for row in rows]


def outside_rows(
    board: Board, indicator: str, period: Period, of: tuple[str, str | None]
) -> list[dict[str, Any]]:
    """What tables list of cities outside the board inside a period, as ``list_observations``.

    Args:
        of: the place that they are to stand beside: the board's own city itself, else none.
    """
    if of != (board.catalog.city.name, None):
        return []
    asked = Selection((indicator,), site="", start=period.start, end=period.end, outside=True)
    rows = board.store.current(asked).to_pylist()
    parts = parts_of(board, asked) if rows else {}
    return [_row(row) | _with_parts(parts_at(parts, row)) for row in rows]


def _place(board: Board, text: str) -> tuple[str, bool]:
    """An area, and whether it is a city outside the board that some table lists.

    Raises:
        UnknownPlace: it is neither.
    """
    try:
        return board.catalog.area(text), False
    except UnknownPlace:
        listed = Selection(areas=(text.strip(),), outside=True)
        if not board.store.current(listed).num_rows:
            raise
        return text.strip(), True


def _with_parts(found: list[Part]) -> dict[str, Any]:
    return {"parts": found} if found else {}


def _row(row: dict[str, Any]) -> dict[str, Any]:
    span = Period(row["start"], row["end"], row["kind"])
    return {
        "indicator": row["indicator"],
        "area": row["area"],
        "site": row["site"],
        "period": span.text,
        "start": row["start"].isoformat(),
        "end": row["end"].isoformat(),
        "kind": row["kind"],
        "statistic": row["statistic"],
        "dust": row["dust"],
        "value": _decimal(row["value"]),
        "unit": row["unit"],
        "printed_value": row["raw"],
        "printed_unit": row["printed_unit"],
        "qualifier": row["qualifier"],
        "audit": row["audit"] or "",
        "n_valid": row["n_valid"],
        "n_expected": row["n_expected"],
        "numerator": _decimal(row["numerator"]),
        "denominator": _decimal(row["denominator"]),
        "weight": _decimal(row["weight"]),
        "batch": row["batch"],
        "file": row["file"],
        "sheet": row["sheet"],
        "cell": row["cell"],
        "demo": row["demo"],
    }


def _decimal(value: Any) -> str | None:
    return None if value is None else decimal_text(Fraction(value))
