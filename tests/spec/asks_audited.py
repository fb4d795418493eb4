"""Cases of data not yet audited: what a text says, which value holds, what a figure says of it."""

import tempfile
from pathlib import Path
from typing import Any

from chuangmo.assess.verdict_types import STANDARD
from chuangmo.catalog.catalog import Catalog
from chuangmo.period import parse_period
from chuangmo.service.figures.assessing import assess
from chuangmo.wording import shown_value
from loaders.words.modifiers import audit_said
from tests.stored_rows import ACTOR, board_with, put

Table = dict[str, Any]


def ask_audit_said(case: Table, catalog: Catalog) -> Table:
    return {"said": sorted(audit_said(case["text"]))}


def ask_held(case: Table, catalog: Catalog) -> Table:
    """The figure of an area after batches of rows (``value``, ``audit``), one after the other."""
    indicator, period = case["indicator"], parse_period(case["period"])
    whole = {"indicator": indicator, "area": case["area"], "n_valid": period.days}
    with (
        tempfile.TemporaryDirectory() as folder,
        board_with(Path(folder) / "home", catalog.city.id, []) as board,
    ):
        for rows in case["batches"]:
            put(board, [{**whole, "period": case["period"], **row} for row in rows])
        found = assess(
            board, ACTOR, period, period.last_day, area=case["area"], indicator=indicator
        )
    row = next(one for one in found.rows if one.line == STANDARD)
    shown = shown_value(row, catalog.indicator(indicator))
    return {"shown": shown, "unaudited": row.unaudited, "note": row.note}


AUDITED = {"audit_said": ask_audit_said, "held": ask_held}
