"""Cases of comparison and of display roundings."""

from dataclasses import replace
from typing import Any

from chuangmo.assess import compare
from chuangmo.assess.verdicts import display
from chuangmo.catalog.catalog import Catalog
from chuangmo.period import parse_period
from chuangmo.wording import change_words
from tests.charts.test_matrix import ROW

Table = dict[str, Any]


def ask_said(case: Table, catalog: Catalog) -> Table:
    """The change of two published figures as a page says it."""
    indicator = catalog.indicator(case["indicator"])
    found = compare.change(case["now"], case["before"], indicator)
    return {**(found or {}), "words": change_words(found, case.get("unit", indicator.unit))}


def ask_state(case: Table, catalog: Catalog) -> Table:
    """Whether two periods are of different reference states."""
    periods = [parse_period(text) for text in case["periods"]]
    note = compare.state_note(catalog, catalog.indicator(case["indicator"]), *periods)
    return {"marked": bool(note), "note": note}


def ask_displayed(case: Table, catalog: Catalog) -> Table:
    """A published figure and its verdict in another display convention."""
    given = case["row"]
    row = replace(ROW, **given, **({"published": None} if given.get("below") else {}))
    row = replace(row, published=row.published or None)
    found = display.displayed(row, catalog.indicator(row.indicator), case["rounding"])
    return {
        "text": found.text,
        "note": found.note,
        "warned": bool(found.note),
        "status": row.status,
    }


def ask_rank_change(case: Table, catalog: Catalog) -> Table:
    """Rank changes of places between two periods, and what stands beside them."""
    now, before = case["now"], case["before"]
    changes = compare.rank_changes(now, before, case["direction"])
    return {"changes": changes, "note": compare.field_note(now, before)}


COMPARING = {
    "rank_change": ask_rank_change,
    "said": ask_said,
    "state": ask_state,
    "displayed": ask_displayed,
}
