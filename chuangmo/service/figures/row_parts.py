"""What figures are made of: numerator, denominator, kinds of a count, each with its own cell."""

from collections import defaultdict
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from chuangmo.assess.rounding import decimal_text
from chuangmo.service.board import Board
from chuangmo.store.rows import GRAIN, Selection

#: One part, as the commands print it.
Part = dict[str, Any]
Parts = dict[tuple[Any, ...], list[Part]]


def parts_of(board: Board, selection: Selection) -> Parts:
    """The parts of all rows of a selection, of all batches; see ``parts_at``.

    Parts are shown beside the figure and counted nowhere.
    """
    found: Parts = defaultdict(list)
    for row in board.store.parts(selection).to_pylist():
        found[_key(row)].append(
            {
                "role": row["role"],
                "name": row["name"],
                "value": decimal_text(Fraction(row["value"])),
                "unit": row["unit"],
                "raw": row["raw"],
                "sheet": row["sheet"],
                "cell": row["cell"],
            }
        )
    return found


def parts_at(parts: Parts, row: Mapping[str, Any]) -> list[Part]:
    """The parts of a stored row, numerator and denominator first; none of most rows."""
    return parts.get(_key(row), []) if parts else []


def _key(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return (row["batch"], *(row[name] for name in GRAIN))
