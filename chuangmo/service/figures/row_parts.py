"""What stands beside the cells of a figure: its parts with cells of their own, corrections."""

from collections import defaultdict
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from chuangmo.assess.rounding import decimal_text
from chuangmo.service.board import Board
from chuangmo.service.overlay.journal import correction_key
from chuangmo.store.rows import GRAIN, Selection
from loaders.model.staged import Correction

#: One part, as the commands print it.
Part = dict[str, Any]
Parts = dict[tuple[Any, ...], list[Part]]
#: By file, sheet and cell.
Fixes = Mapping[tuple[str, str, str], Correction]


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


def fixes_of(board: Board) -> Fixes:
    """The corrections that hold."""
    return {correction_key(one): one for one in board.keeper.held().corrections}


def fix_at(board: Board, fixes: Fixes, row: Mapping[str, Any]) -> dict[str, str] | None:
    """The correction through which the batch read the cell; batches before it did not."""
    fix = fixes.get((row["sha256"], row["sheet"] or "", row["cell"]))
    if fix is None or not any(
        (line["code"], line["sheet"], line["cell"]) == ("corrected", row["sheet"], row["cell"])
        for line in board.store.diagnostics(row["batch"])
    ):
        return None
    return {"value": fix.value, "reason": fix.reason, "by": fix.by, "at": fix.at}
