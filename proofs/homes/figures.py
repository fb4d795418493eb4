"""What a home shows, in a form that two versions can be compared by."""

from typing import Any

from chuangmo.access.actor import local_person
from chuangmo.period import parse_period
from chuangmo.service.board import Board
from chuangmo.service.decisions import changing
from chuangmo.service.figures.assessing import assess
from chuangmo.store.rows import Selection

_WHO = local_person("prove", "cli")
_AS_OF = "2008-12-31"
#: Decisions of the homes; the program ships others.
OWN_DUST, OWN_DOCUMENT = "2008-03-01", "试〔2008〕1号"


def figures(board: Board) -> dict[str, Any]:
    """Current values, batches, verdicts of the year, decisions: nothing of how they are worded.

    ``judged`` are the verdicts without their statuses, for homes of versions that had others.
    """
    names = ("indicator", "area", "site", "start", "end", "value", "unit", "batch")
    rows = board.store.current(Selection()).to_pylist()
    day = parse_period(_AS_OF).start.date()
    verdicts = [
        assess(board, _WHO, parse_period("2008"), day, area=area, indicator="pm10").rows
        for area in ("城关区", "安宁区", board.catalog.city.name)
    ]
    return {
        "current": sorted([str(row[name]) for name in names] for row in rows),
        "batches": [[one.batch, one.state, one.file, one.by] for one in board.store.batches()],
        "verdicts": [
            [one.indicator, one.area, one.line, one.value, one.unit, one.status, one.limit]
            for found in verdicts for one in found
        ],
        "judged": [
            [one.indicator, one.area, one.line, one.value, one.unit, one.limit]
            for found in verdicts for one in found
        ],
        "dust": OWN_DUST in {changing.dust_text(one) for one in board.catalog.city.dust},
        "targets": [
            [one.area, one.year, one.limit, one.unit]
            for one in board.catalog.city.targets if one.document == OWN_DOCUMENT
        ],
    }  # fmt: skip
