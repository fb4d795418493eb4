"""A slow, obvious oracle in plain Python against the store's path, on random data.

The oracle knows only lists of (site, start, kind, value) and the rules in words; it shares no code
with the assessment: hours to days, sites to the place, days to the month.
"""

import hashlib
import random
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pyarrow as pa
import pytest

from chuangmo.access.actor import local_person
from chuangmo.assess.rounding import decimal_text
from chuangmo.period import day_period, hour_period, month_period
from chuangmo.service import reading
from chuangmo.service.board import open_board
from chuangmo.settings import Settings
from chuangmo.store.rows import DIAGNOSTICS, LEDGER, OBSERVATIONS, Submission

ACTOR = local_person("测试", "cli")
AREA = "东城区"
SITES = ("Dongsi", "Tiantan")
Row = tuple[str | None, datetime, str, Decimal | None]


def random_rows(seed: int) -> list[Row]:
    """Hours of two sites with gaps, some reported days, missing marks, over June 2014."""
    pick = random.Random(seed)
    rows: list[Row] = []
    for site in SITES:
        for day in range(30):
            start = datetime(2014, 6, 1) + timedelta(days=day)
            if pick.random() < 0.15:
                rows.append((site, start, "day", Decimal(pick.randint(10, 300))))
            hours = pick.choice([24, 24, 22, 20, 19, 5, 0])
            for hour in pick.sample(range(24), hours):
                value = None if pick.random() < 0.02 else Decimal(pick.randint(100, 3000)) / 10
                rows.append((site, start + timedelta(hours=hour), "hour", value))
    if seed % 3 == 0:
        rows += [
            (None, datetime(2014, 6, d), "day", Decimal(pick.randint(10, 300)))
            for d in range(1, pick.randint(2, 30))
        ]
    return rows


def oracle(rows: list[Row]) -> tuple[Fraction | None, int, bool]:
    """(mean, valid days, enough) of the place in June 2014, written the long way."""
    own = {s.date(): Fraction(v) for site, s, k, v in rows if site is None and v is not None}
    days = own if own else _from_sites(rows)
    if not days:
        return None, 0, False
    return sum(days.values(), Fraction(0)) / len(days), len(days), len(days) >= 27


def _from_sites(rows: list[Row]) -> dict[object, Fraction]:
    days = {}
    for n in range(30):
        day = (datetime(2014, 6, 1) + timedelta(days=n)).date()
        means = [m for site in SITES if (m := _site_day(rows, site, day)) is not None]
        if len(means) == 2:  # 75 % of two sites are both of them
            days[day] = sum(means, Fraction(0)) / 2
    return days


def _site_day(rows: list[Row], site: str, day: object) -> Fraction | None:
    hours, reported = [], None
    for where, start, kind, value in rows:
        if where == site and start.date() == day and value is not None:
            if kind == "hour":
                hours.append(value)
            else:
                reported = Fraction(value)
    if len(hours) >= 20:
        return Fraction(sum(hours)) / len(hours)
    return reported


def table_of(rows: list[Row]) -> pa.Table:
    spans = [hour_period(s) if k == "hour" else day_period(s.date()) for _, s, k, _ in rows]
    n = len(rows)
    empty = dict.fromkeys(
        ("n_valid", "n_expected", "numerator", "denominator", "weight"), [None] * n
    )
    columns = {
        "indicator": ["pm10"] * n, "area": [AREA] * n, "site": [r[0] for r in rows],
        "start": [p.start for p in spans], "end": [p.end for p in spans],
        "kind": [p.kind for p in spans], "statistic": ["mean"] * n, "dust": [""] * n,
        "value": [r[3] for r in rows],
        "qualifier": ["missing" if r[3] is None else "" for r in rows], **empty,
        "unit": ["µg/m³"] * n, "printed_unit": [""] * n,
        "raw": ["NA" if r[3] is None else str(r[3]) for r in rows],
        "sheet": [None] * n, "cell": [f"R{i + 2}C1" for i in range(n)], "form": ["x"] * n,
    }  # fmt: skip
    return pa.table(columns, schema=OBSERVATIONS)


@pytest.mark.parametrize("seed", range(6))
def test_the_store_path_agrees_with_the_oracle(tmp_path: Path, seed: int) -> None:
    rows = random_rows(seed)
    board = open_board(Settings(tmp_path, "beijing"))
    try:
        table = table_of(rows)
        board.store.commit(
            Submission(
                file="x.csv", sha256=hashlib.sha256(b"x").hexdigest(), data=b"x", observations=table,
                ledger=LEDGER.empty_table(), diagnostics=DIAGNOSTICS.empty_table(),
                counts={"added": len(rows), "changed": 0, "unchanged": 0, "removed": 0},
                base=board.store.generation(), actor="测试", reason="", demo=False, parser="t",
                catalog=board.catalog.version, city="beijing",
            )
        )  # fmt: skip
        found = reading.mean(board, ACTOR, "pm10", month_period(2014, 6), area=AREA)
    finally:
        board.close()
    value, n_valid, enough = oracle(rows)
    assert (found.value, found.n_valid, found.valid) == (value, n_valid, enough)
    assert value is None or decimal_text(value) == decimal_text(found.value or Fraction(0))
