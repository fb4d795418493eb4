"""A small home of its own: rows through the store, the city's own files, and what is said of them."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from chuangmo.catalog.catalog import Catalog
from chuangmo.period import parse_period
from chuangmo.service.figures import assessing
from chuangmo.service.figures.trace import trace
from tests.stored_rows import ACTOR, board_with

Table = dict[str, Any]


def ask_home(case: Table, catalog: Catalog) -> Table:
    """The verdict of one line on one place, and which cells its figure leaves out, with the reason.

    ``rows`` are rows of the store (see ``tests/stored_rows.py``); ``daily`` are days of a month:
    ``{ site, month, count, value }``. ``files`` are files of the home's own catalog of the city.
    """
    rows = [_with_defaults(row, case) for row in case.get("rows", ())]
    rows += [row for days in case.get("daily", ()) for row in _days(days, case)]
    with TemporaryDirectory() as home:
        folder = Path(home) / "catalog" / "cities" / catalog.city.id
        folder.mkdir(parents=True)
        for name, text in case.get("files", {}).items():
            (folder / name).write_text(text, encoding="utf-8")
        with board_with(Path(home), catalog.city.id, rows) as board:
            period, place = parse_period(case["period"]), {"area": case["area"]}
            as_of = parse_period(case["as_of"]).last_day if "as_of" in case else date(2100, 1, 1)
            found = assessing.assess(
                board, ACTOR, period, as_of, indicator=case["indicator"],
                scheme=case.get("scheme"), **place,
            )  # fmt: skip
            verdict = next(row for row in found.rows if row.line == case["line"])
            said = {**vars(verdict), "scheme": found.scheme}
            if "left_out" in case["expect"]:  # a trace takes its time
                traced = trace(board, ACTOR, case["indicator"], period, as_of=as_of, **place)
                unused = [cell for cell in traced["cells"] if not cell["used"]]
                said["left_out"] = {cell["site"] or cell["area"]: cell["why"] for cell in unused}
    return said


def _with_defaults(row: Table, case: Table) -> Table:
    return {"indicator": case["indicator"], "area": case["area"], **row}


def _days(days: Table, case: Table) -> list[Table]:
    place = {key: days[key] for key in ("site", "area") if key in days}
    return [
        _with_defaults({**place, "period": f"{days['month']}-{day:02d}", "value": value}, case)
        for value, first, last in [(days["value"], 1, days["count"])]
        for day in range(first, last + 1)
    ]


HOMES = {"home": ask_home}
