"""A home of ten million hours, ten years of every listed station, for pages and their bench."""

import hashlib
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from chuangmo.catalog.models import Site
from chuangmo.service.board import Board, open_board
from chuangmo.settings import Settings
from chuangmo.store import rows
from chuangmo.store.rows import Selection

OBSERVATIONS = 10_000_000
NEWEST = date(2026, 11, 1)  # the first day after the data
CITY = "lanzhou"
#: Stored unit, mean of the year, swing to January and back, what one is in tenths of the unit.
POLLUTANTS = {
    "pm10": ("µg/m³", 90, 40, 10), "pm25": ("µg/m³", 42, 22, 10), "so2": ("µg/m³", 14, 9, 10),
    "no2": ("µg/m³", 34, 12, 10), "co": ("mg/m³", 8, 5, 1), "o3": ("µg/m³", 78, -50, 10),
}  # fmt: skip


def fill(board: Board, observations: int = OBSERVATIONS, newest: date = NEWEST) -> None:
    """Commit a batch a year, the oldest first, until the last hour before ``newest``."""
    sites = board.catalog.sites()
    hours = -(-observations // (len(sites) * len(POLLUTANTS)))
    end = datetime(newest.year, newest.month, newest.day)
    first = end - timedelta(days=-(-hours // 24))
    while first < end:
        last = min(datetime(first.year + 1, 1, 1), end)
        _commit(board, _table(sites, first, last), f"{first.year}年小时值.xlsx")
        first = last


#: What the plain pages read: one row an hour.
RAW_SCHEMA = pa.schema(
    [
        ("indicator", pa.dictionary(pa.int32(), pa.string())),
        ("area", pa.dictionary(pa.int32(), pa.string())),
        ("site", pa.dictionary(pa.int32(), pa.string())),
        ("start", pa.timestamp("us")),
        ("value", pa.float64()),
    ]
)


def raw_table(board: Board, path: Path) -> None:
    """All hours of a home as one Parquet file, values as floats."""
    months = board.store.extent()["months"]
    with pq.ParquetWriter(path, RAW_SCHEMA) as out:
        for year in sorted({month.year for month in months}):
            span = Selection(start=datetime(year, 1, 1), end=datetime(year + 1, 1, 1))
            held = board.store.current(span).select(RAW_SCHEMA.names)
            out.write_table(held.cast(RAW_SCHEMA))


def large_home(home: Path, observations: int = OBSERVATIONS) -> Settings:
    """A new home with so many observations; closed again."""
    settings = Settings(home, CITY)
    board = open_board(settings)
    fill(board, observations)
    board.close()
    return settings


def _commit(board: Board, table: pa.Table, name: str) -> None:
    data = name.encode()
    board.store.commit(
        rows.Submission(
            file=name, sha256=hashlib.sha256(data).hexdigest(), data=data, observations=table,
            ledger=rows.LEDGER.empty_table(), diagnostics=rows.DIAGNOSTICS.empty_table(),
            counts={"added": table.num_rows, "changed": 0, "unchanged": 0, "removed": 0},
            base=board.store.journal_seq(), actor="bench", reason="bench", demo=False,
            parser="bench", catalog=board.catalog.version, city=CITY,
        )
    )  # fmt: skip


def _table(sites: list[Site], first: datetime, last: datetime) -> pa.Table:
    """Every hour of every site and pollutant from ``first`` to before ``last``, hour by hour."""
    parts = list(_series(sites, first, last))
    return pa.concat_tables(parts).select(rows.OBSERVATIONS.names).cast(rows.OBSERVATIONS)


def _series(sites: list[Site], first: datetime, last: datetime) -> Iterator[pa.Table]:
    count = int((last - first) / timedelta(hours=1))
    start = np.datetime64(first, "us") + np.arange(count) * np.timedelta64(1, "h")
    season = np.cos(2 * np.pi * (np.arange(count) / 24 + first.timetuple().tm_yday) / 365.25)
    for place, site in enumerate(sites):
        for number, (indicator, (unit, mean, swing, scale)) in enumerate(POLLUTANTS.items()):
            luck = np.random.default_rng([first.year, place, number])
            drawn = mean * luck.lognormal(0, 0.35, count) + swing * season + place
            value = np.maximum(1, drawn).astype(np.int32)
            column = luck.bit_generator.random_raw() % 7
            yield _series_table(site, indicator, unit, start, value, scale, int(column))


def _series_table(
    site: Site, indicator: str, unit: str, start: np.ndarray, value: np.ndarray, scale: int,
    column: int,
) -> pa.Table:  # fmt: skip
    count = len(value)
    exact = pa.array(value * scale).cast(pa.decimal128(12, 0)).view(pa.decimal128(12, 1))
    plain = {
        "indicator": indicator, "area": site.district, "site": site.id, "kind": "hour",
        "statistic": "mean", "dust": "", "qualifier": "", "unit": unit, "printed_unit": unit,
        "sheet": "小时", "cell": f"{'DEFGHIJ'[column]}{count}", "form": "bench",
    }  # fmt: skip
    columns = {name: pa.repeat(pa.scalar(word), count) for name, word in plain.items()}
    columns |= {
        "start": pa.array(start), "end": pa.array(start + np.timedelta64(1, "h")),
        "value": exact, "raw": exact.cast(pa.string()),
    }  # fmt: skip
    empty = set(rows.OBSERVATIONS.names) - columns.keys()
    columns |= {name: pa.nulls(count, rows.OBSERVATIONS.field(name).type) for name in empty}
    return pa.table(columns)
