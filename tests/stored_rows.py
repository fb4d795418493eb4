"""Rows put into a board's store as a workbook of its own would: short entries, whole tables."""

import hashlib
import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa

from chuangmo.access.actor import local_person
from chuangmo.period import parse_period
from chuangmo.service.board import Board, open_board
from chuangmo.settings import Settings
from chuangmo.store.rows import DIAGNOSTICS, LEDGER, OBSERVATIONS, Submission

ACTOR = local_person("测试", "cli")
_PARTS = ("numerator", "denominator", "weight")
_number = itertools.count(1)


@contextmanager
def board_with(home: Path, city: str, rows: list[dict[str, Any]]) -> Iterator[Board]:
    """A board in ``home`` that holds the rows (see ``put``)."""
    board = open_board(Settings(home, city))
    try:
        put(board, rows)
        yield board
    finally:
        board.close()


def put(board: Board, rows: list[dict[str, Any]]) -> None:
    """Commit one batch of rows.

    A row names ``indicator``, ``area``, ``period`` and, as needed, ``site``, ``value`` (text in
    the stored unit), ``statistic``, ``qualifier``, ``n_valid`` and parts of a rate.
    """
    name = f"{next(_number)}.csv"
    data = name.encode()
    table = _table(board, rows)
    board.store.commit(
        Submission(
            file=name, sha256=hashlib.sha256(data).hexdigest(), data=data, observations=table,
            ledger=LEDGER.empty_table(), diagnostics=DIAGNOSTICS.empty_table(),
            counts={"added": len(rows), "changed": 0, "unchanged": 0, "removed": 0},
            base=board.store.journal_seq(), actor="测试", reason="", demo=False, parser="t",
            catalog=board.catalog.version, city=board.settings.city,
        )
    )  # fmt: skip


def _table(board: Board, rows: list[dict[str, Any]]) -> pa.Table:
    full = [_row(board, row, line) for line, row in enumerate(rows, 2)]
    return pa.Table.from_pylist(full, schema=OBSERVATIONS)


def _row(board: Board, row: dict[str, Any], line: int) -> dict[str, Any]:
    span = parse_period(row["period"])
    value = Decimal(row["value"]) if "value" in row else None
    nothing = value is None and "numerator" not in row
    return {
        "statistic": "mean", "dust": "", "site": None, "n_expected": None, "n_valid": None,
        "qualifier": "missing" if nothing else "", "printed_unit": "", "sheet": None, "form": "x",
        **{name: row[name] for name in row if name not in ("period", "value", *_PARTS)},
        **{name: Decimal(row[name]) if name in row else None for name in _PARTS},
        "start": span.start, "end": span.end, "kind": span.kind, "value": value,
        "unit": board.catalog.indicator(row["indicator"]).unit,
        "raw": row.get("value", ""), "cell": f"R{line}C1",
    }  # fmt: skip


def hours(day: str, levels: dict[str, str], **row: Any) -> list[dict[str, Any]]:
    """Rows of single hours: ``{"0-7": "80", "8": "90"}``; a value with L is below detection."""
    found = []
    for span, text in levels.items():
        first, _, last = span.partition("-")
        for hour in range(int(first), int(last or first) + 1):
            given: dict[str, Any] = {"period": f"{day}T{hour:02d}", "value": text.rstrip("L")}
            found.append({**row, **given, "qualifier": "below" if text.endswith("L") else ""})
    return found
