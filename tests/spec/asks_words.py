"""Kinds of cases for sentences: each takes rows or numbers as the program has them, gives the text."""

from dataclasses import MISSING, fields
from fractions import Fraction
from typing import Any

from chuangmo import wording
from chuangmo.assess import reasons
from chuangmo.assess.compare import change
from chuangmo.assess.lines import LimitLine
from chuangmo.assess.verdict_types import Verdict
from chuangmo.assess.verdicts.outlook import Outlook
from chuangmo.catalog.catalog import Catalog
from chuangmo.catalog.models import Indicator
from chuangmo.exhibits.counts import counts_sentence
from chuangmo.period import parse_period
from chuangmo.service.scoring.evidence import cells_words

Table = dict[str, Any]
#: A verdict about nothing in particular; a case says what matters to its sentence.
_PLAIN: Table = {
    "area": "兰州市", "area_kind": "city", "line": "standard", "status": "met",
    "statistic": "mean", "operator": "<=", "n_valid": 1, "n_expected": 1, "n_required": 1,
    "reason": "", "reason_code": "", "rule": "", "source": "", "demo": False, "confidence": "A",
}  # fmt: skip


def rows_of(case: Table, indicator: Indicator) -> list[Verdict]:
    """The verdicts of a case; ``unit`` of the indicator where a row names none."""
    absent = {one.name: None for one in fields(Verdict) if one.default is MISSING}
    plain = {**absent, **_PLAIN, "indicator": indicator.id, "unit": indicator.unit}
    return [Verdict(**{**plain, **_printed(entry)}) for entry in case.get("rows", ())]


def _printed(entry: Table) -> Table:
    """A row that says only what is printed has that as its full value too."""
    if "published" in entry and "value" not in entry:
        return {**entry, "value": entry["published"]}
    return entry


def ask_said(case: Table, catalog: Catalog) -> Table:
    """A sentence of ``wording`` by its name."""
    entry = catalog.indicator(case.get("indicator", "pm10"))
    return {"text": _SAYINGS[case["say"]](case, entry)}


def _line(case: Table, entry: Indicator) -> LimitLine:
    unit = case.get("unit", entry.unit)
    return LimitLine(
        case.get("line", "target"), "", "", case.get("operator", "<="), case["limit"], unit,
        "year", False, True, "", "", "A",
    )  # fmt: skip


def _ahead(case: Table) -> Outlook:
    needed = Fraction(case["needed"]) if "needed" in case else None
    past = tuple((int(year), Fraction(value)) for year, value in case.get("past", {}).items())
    return Outlook(case.get("answer"), "", 61, needed, past)


def _needed(case: Table, entry: Indicator) -> str:
    asked = (_ahead(case), _line(case, entry), entry, case.get("unit", entry.unit), case["month"])
    return wording.needed_sentence(*asked)


def _change(case: Table, entry: Indicator) -> str:
    return wording.change_words(change(case["now"], case["before"], entry), entry.unit)


def _turned(case: Table, entry: Indicator) -> str:
    words = _change(case, entry)
    return wording.turned(case["before"], case["now"], words, case.get("unit", entry.unit))


_SAYINGS = {
    "indicator": lambda case, entry: wording.indicator_sentence(
        rows_of(case, entry), entry, case["span"]
    ),
    "against": lambda case, entry: wording.against_words(
        rows_of(case, entry)[0], entry, case["span"]
    ),
    "counts": lambda case, entry: counts_sentence(case["area"], rows_of(case, entry)),
    "lines": lambda case, entry: wording.lines_sentence(rows_of(case, entry)),
    "needed": _needed,
    "change": _change,
    "turned": _turned,
}


def ask_reason(case: Table, catalog: Catalog) -> Table:
    """The sentence of a reason code with its parts."""
    return {"text": reasons.sentence(case["code"], **case.get("parts", {}))}


def ask_period_words(case: Table, catalog: Catalog) -> Table:
    return {"text": reasons.period_words(parse_period(case["period"]))}


def ask_cells_words(case: Table, catalog: Catalog) -> Table:
    """证明材料 from cells ``[file, sheet, cell]``."""
    cells = [{"file": f, "sheet": s, "cell": c} for f, s, c in case["cells"]]
    return {"text": cells_words(cells, case.get("total", 0))}


WORDS = {
    "sentence_of": ask_said, "reason": ask_reason, "period_words": ask_period_words,
    "cells_words": ask_cells_words,
}  # fmt: skip
