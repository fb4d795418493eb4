"""Which cells of a sheet are coloured for what was found in them."""

import re
from collections.abc import Sequence

from chuangmo.assess.verdict_types import AT_RISK, INSUFFICIENT, MISSED
from loaders.model.staged import ERROR, NOTICE, WARNING, Diagnostic

SEVERITY = {ERROR: (MISSED, "错误"), WARNING: (AT_RISK, "提醒"), NOTICE: (INSUFFICIENT, "说明")}
_ADDRESS = re.compile(r"([A-Z]{1,3})(\d+)(?::([A-Z]{1,3})(\d+))?")
_TEXT_ADDRESS = re.compile(r"R(\d+)C(\d+)")


def marks_of(found: Sequence[Diagnostic], sheet: str) -> dict[tuple[int, int], str]:
    """(row, column) of each marked cell of a sheet to the status of its severest problem."""
    marks: dict[tuple[int, int], str] = {}
    order = list(SEVERITY)
    for problem in sorted(found, key=lambda d: -order.index(d.severity)):
        if problem.cell and problem.sheet in (sheet, None):
            for place in cells_of(problem.cell):
                marks[place] = SEVERITY[problem.severity][0]
    return marks


def cells_of(address: str) -> list[tuple[int, int]]:
    """``B3``, ``E4:E11`` or ``R12C5`` as (row, column) pairs; empty for anything else."""
    if text := _TEXT_ADDRESS.fullmatch(address):
        return [(int(text[1]), int(text[2]))]
    found = _ADDRESS.fullmatch(address)
    if not found:
        return []
    first, last = (
        (int(found[2]), _number(found[1])),
        (
            int(found[4] or found[2]),
            _number(found[3] or found[1]),
        ),
    )
    return [
        (row, column)
        for row in range(first[0], min(last[0], first[0] + 200) + 1)
        for column in range(first[1], last[1] + 1)
    ]


def _number(letters: str) -> int:
    total = 0
    for letter in letters:
        total = total * 26 + ord(letter) - 64
    return total
