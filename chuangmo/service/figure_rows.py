"""Rows of the store as the assessment takes them: stretches of time and lines of ledgers."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from chuangmo.assess.figure_request import LedgerItem
from chuangmo.assess.stretches import Stretch, stretches
from chuangmo.period import HOUR, Period
from chuangmo.store.rows import UNAUDITED, Selection


class RowSource(Protocol):
    """Where rows come from: the store, the store as it was, or with staged rows in it."""

    def day_sums(self, selection: Selection) -> Any:
        """As ``Store.day_sums``."""

    def current(self, selection: Selection) -> Any:
        """As ``Store.current``."""

    def ledger(self, kind: str, as_of: date | None = None) -> Any:
        """As ``Store.ledger``."""


def fetch(
    source: RowSource, selection: Selection, window: Period, single: Collection[str]
) -> list[Stretch]:
    """Hours summed over a day, but single ones where the hours themselves are needed.

    Args:
        window: the period of interest; an hour stands alone, only its own hour is read.
        single: indicators whose hours are not to be summed (levels have no energy mean as a sum).
    """
    rows = stretches(_columns(source.day_sums(selection)))
    if window.kind == HOUR:
        inside = replace(selection, start=window.start, kinds=(HOUR,))
        return [row for row in rows if row.kind != HOUR] + _hours(source, inside)
    for name in single:
        if any(row.indicator == name and row.kind == HOUR for row in rows):
            rows = [row for row in rows if row.indicator != name or row.kind != HOUR]
            rows += _hours(source, replace(selection, indicators=(name,), kinds=(HOUR,)))
    return rows


def _columns(table: Any) -> dict[str, list[Any]]:
    """The columns of a table as Python values, each value of a column made and held once.

    A word or a moment stands in many rows: it is half of what rows weigh, and dear to make.
    """
    found = {}
    for name in table.column_names:
        coded = table.column(name).combine_chunks().dictionary_encode(null_encoding="encode")
        values = coded.dictionary.to_pylist()
        found[name] = [values[code] for code in coded.indices.to_numpy().tolist()]
    return found


def _hours(source: RowSource, selection: Selection) -> list[Stretch]:
    return [_hour(row) for row in source.current(selection).to_pylist()]


def _hour(row: dict[str, Any]) -> Stretch:
    """One stored hour as a stretch of its own."""
    counts = row["value"] is not None and row["qualifier"] not in ("missing", "invalid")
    value: Decimal | None = row["value"] if counts else None
    return Stretch(
        row["indicator"], row["area"], row["site"], "hour", row["statistic"], row["dust"],
        row["start"], row["end"], value, int(counts), None, None, None, None, None,
        row["qualifier"] or "", bool(row["demo"]), unaudited=row["audit"] == UNAUDITED,
    )  # fmt: skip


def ledger_item(row: dict[str, object]) -> LedgerItem:
    """One line of a ledger with the fields that tasks count."""
    return LedgerItem(
        area=str(row["area"]),
        owner=str(row["unit_name"] or ""),
        finished=row["finished"],  # type: ignore[arg-type]
        status=str(row["status"] or ""),
        as_of=row["as_of"],  # type: ignore[arg-type]
        amounts={name: row[name] for name in ("count", "tonnage", "so2_cut", "dust_cut")},
        demo=bool(row.get("demo")),
    )
