"""A slow, obvious oracle in plain Python against the store's path, on random data.

The oracle knows only lists of (site, start, kind, value) and the rules in words; it shares no code
with the assessment: hours to days, sites to the place, days to the month.
"""

import hashlib
import random
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pyarrow as pa
import pytest

from chuangmo.access.actor import local_person
from chuangmo.assess.rounding import decimal_text
from chuangmo.period import day_period, hour_period, month_period
from chuangmo.service.board import Board, open_board
from chuangmo.service.figures import assessing
from chuangmo.settings import Settings
from chuangmo.store.rows import DIAGNOSTICS, LEDGER, OBSERVATIONS, Submission

ACTOR = local_person("测试", "cli")
AREA = "东城区"
SITES = ("Dongsi", "Tiantan")
#: site, start, kind, value (``None``: missing), whether the value is a detection limit (未检出)
Row = tuple[str | None, datetime, str, Decimal | None, bool]


def random_rows(seed: int) -> list[Row]:
    """Hours of two sites with gaps and 未检出, some reported days, missing marks, over June 2014."""
    pick = random.Random(seed)
    rows: list[Row] = []
    for site in SITES:
        for day in range(30):
            start = datetime(2014, 6, 1) + timedelta(days=day)
            if pick.random() < 0.15:
                rows.append((site, start, "day", Decimal(pick.randint(10, 300)), False))
            hours = pick.choice([24, 24, 22, 20, 19, 5, 0])
            for hour in pick.sample(range(24), hours):
                value = None if pick.random() < 0.02 else Decimal(pick.randint(100, 3000)) / 10
                below = value is not None and pick.random() < 0.1
                rows.append((site, start + timedelta(hours=hour), "hour", value, below))
    if seed % 3 == 0:
        rows += [
            (None, datetime(2014, 6, d), "day", Decimal(pick.randint(10, 300)), False)
            for d in range(1, pick.choice([4, 20, 28, 29, 30, 31]))
        ]
    return rows


def counted(value: Decimal, below: bool) -> Fraction:
    """Half the detection limit for a value below detection."""
    return Fraction(value) / 2 if below else Fraction(value)


def oracle(rows: list[Row]) -> tuple[Fraction | None, int, bool]:
    """(mean, valid days, enough) of the place in June 2014, written the long way.

    The place's own days where there are enough of them, else its sites where these are enough,
    else whatever comes first, which is then not enough.
    """
    own = {s.date(): counted(v, b) for site, s, k, v, b in rows if site is None and v is not None}
    sites = _from_sites(rows)
    days = own
    if len(own) < 27 and (not own or len(sites) >= 27):
        days = sites
    if not days:
        return None, 0, False
    return sum(days.values(), Fraction(0)) / len(days), len(days), len(days) >= 27


def _from_sites(rows: list[Row]) -> dict[object, Fraction]:
    days: dict[object, Fraction] = {}
    for n in range(30):
        day = (datetime(2014, 6, 1) + timedelta(days=n)).date()
        means = [m for site in SITES if (m := _site_day(rows, site, day)) is not None]
        if len(means) == 2:  # 75 % of two sites are both of them
            days[day] = sum(means, Fraction(0)) / 2
    return days


def _site_day(rows: list[Row], site: str, day: object) -> Fraction | None:
    hours, reported = [], None
    for where, start, kind, value, below in rows:
        if where == site and start.date() == day and value is not None:
            if kind == "hour":
                hours.append(counted(value, below))
            else:
                reported = counted(value, below)
    if len(hours) >= 20:
        return sum(hours, Fraction(0)) / len(hours)
    return reported


def largest_eight(hours: dict[int, Fraction]) -> tuple[Fraction | None, bool]:
    """(largest 8-hour mean of a day, whether the day counts), by trying every window.

    Windows end with 8 to 24 o'clock and need six of their hours; fourteen of them make a day, or
    a largest one above 160.
    """
    means = []
    for end in range(8, 25):
        inside = [hours[h] for h in range(end - 8, end) if h in hours]
        if len(inside) >= 6:
            means.append(sum(inside, Fraction(0)) / len(inside))
    if not means:
        return None, False
    return max(means), len(means) >= 14 or max(means) > 160


def table_of(rows: list[Row], indicator: str = "pm10") -> pa.Table:
    spans = [hour_period(s) if k == "hour" else day_period(s.date()) for _, s, k, _, _ in rows]
    n = len(rows)
    empty = dict.fromkeys(
        ("n_valid", "n_expected", "numerator", "denominator", "weight"), [None] * n
    )
    columns = {
        "indicator": [indicator] * n, "area": [AREA] * n, "site": [r[0] for r in rows],
        "start": [p.start for p in spans], "end": [p.end for p in spans],
        "kind": [p.kind for p in spans], "statistic": ["mean"] * n, "dust": [""] * n,
        "value": [r[3] for r in rows],
        "qualifier": ["missing" if r[3] is None else "below" if r[4] else "" for r in rows],
        **empty,
        "unit": ["µg/m³"] * n, "printed_unit": [""] * n,
        "raw": ["NA" if r[3] is None else str(r[3]) for r in rows],
        "sheet": [None] * n, "cell": [f"R{i + 2}C1" for i in range(n)], "form": ["x"] * n,
        "audit": [""] * n,
        "outside": [None] * n,
    }  # fmt: skip
    return pa.table(columns, schema=OBSERVATIONS)


def commit(board: Board, table: pa.Table) -> None:
    n = table.num_rows
    board.store.commit(
        Submission(
            file="x.csv", sha256=hashlib.sha256(b"x").hexdigest(), data=b"x", observations=table,
            ledger=LEDGER.empty_table(), diagnostics=DIAGNOSTICS.empty_table(),
            counts={"added": n, "changed": 0, "unchanged": 0, "removed": 0},
            base=board.store.journal_seq(), actor="测试", reason="", demo=False, parser="t",
            catalog=board.catalog.version, city="beijing",
        )
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(9))
def test_the_store_path_agrees_with_the_oracle(tmp_path: Path, seed: int) -> None:
    rows = random_rows(seed)
    board = open_board(Settings(tmp_path, "beijing"))
    try:
        commit(board, table_of(rows))
        found = assessing.mean(board, ACTOR, "pm10", month_period(2014, 6), area=AREA)
    finally:
        board.close()
    value, n_valid, enough = oracle(rows)
    assert (found.value, found.n_valid, found.valid) == (value, n_valid, enough)
    assert value is None or decimal_text(value) == decimal_text(found.value or Fraction(0))


@pytest.mark.parametrize("seed", range(3))
def test_the_largest_eight_hour_means_agree_with_the_oracle(tmp_path: Path, seed: int) -> None:
    pick = random.Random(100 + seed)
    rows: list[Row] = []
    for day in range(1, 31):
        for hour in pick.sample(range(24), pick.choice([24, 22, 20, 18, 17, 15, 8, 6])):
            value = Decimal(pick.randint(10, 2400)) / 10
            start = datetime(2014, 6, day, hour)
            rows.append((SITES[0], start, "hour", value, pick.random() < 0.1))
    board = open_board(Settings(tmp_path, "beijing"))
    try:
        commit(board, table_of(rows, "o3"))
        days = [
            assessing.mean(board, ACTOR, "o3", day_period(date(2014, 6, n)), site=SITES[0])
            for n in range(1, 31)
        ]
    finally:
        board.close()
    for n, found in enumerate(days, 1):
        hours = {s.hour: counted(v, b) for _, s, _, v, b in rows if s.day == n and v is not None}
        value, counts = largest_eight(hours)
        assert (found.value, found.valid) == (value if counts else None, counts), n
    assert {found.valid for found in days} == {True, False}
