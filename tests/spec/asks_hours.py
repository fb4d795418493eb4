"""Kinds of cases on what a value is: hours through the store to days, and the reference state."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from chuangmo.assess import lines, reference_states
from chuangmo.assess.rounding import decimal_text
from chuangmo.assess.verdicts.verdict import published
from chuangmo.catalog.catalog import Catalog
from chuangmo.period import parse_period
from chuangmo.service.figures import assessing
from tests.stored_rows import ACTOR, board_with, hours

Table = dict[str, Any]


def ask_hours_of_day(case: Table, catalog: Catalog) -> Table:
    """The figure and the verdict by the national standard of one day (or hour), from its hours.

    ``hours`` maps "0-7" to a level (with L: below detection), ``running`` gives hours that the
    sheet prints as 8-hour means already, ``reported`` is a daily value given beside them.
    """
    place = {"indicator": case["indicator"], "area": case["area"], "site": case.get("site")}
    day = case["period"][:10]
    rows = hours(day, case.get("hours", {}), **place)
    rows += hours(day, case.get("running", {}), statistic="mda8", **place)
    if "reported" in case:
        kind = {"statistic": case.get("statistic", "mda8")}
        rows.append({**place, **kind, "period": day, "value": case["reported"]})
    with TemporaryDirectory() as home, board_with(Path(home), catalog.city.id, rows) as board:
        period = parse_period(case["period"])
        figure = assessing.mean(
            board, ACTOR, case["indicator"], period, area=case["area"], site=case.get("site"),
            grain=case.get("grain", "auto"),
        )  # fmt: skip
        found = assessing.assess(
            board, ACTOR, period, date(2100, 1, 1), area=case["area"],
            indicator=case["indicator"], standard=case.get("standard"),
        )  # fmt: skip
    entry = catalog.indicator(case["indicator"])
    verdict = found.rows[0]
    return {
        **vars(figure),
        "value": None if figure.value is None else decimal_text(figure.value),
        "published": published(figure, entry, entry.unit),
        "status": verdict.status,
        "limit": verdict.limit,
        "judged": verdict.statistic,
        "detection": None
        if figure.detection_limit is None
        else decimal_text(figure.detection_limit),
    }


def ask_state(case: Table, catalog: Catalog) -> Table:
    """The reference state of a period's concentrations and the mark of a change inside it."""
    period, indicator = parse_period(case["period"]), catalog.indicator(case["indicator"])
    law = lines.standard_in_force(catalog, indicator, period.last_day)
    other = parse_period(case.get("other", case["period"]))
    other_law = lines.standard_in_force(catalog, indicator, other.last_day)
    assert law is not None and other_law is not None
    return {
        "state": reference_states.state_of(law, period),
        "mark": reference_states.break_mark(indicator, law, period),
        "same": reference_states.state_of(law, period)
        == reference_states.state_of(other_law, other),
    }


HOURS = {"hours_of_day": ask_hours_of_day, "reference_state": ask_state}
