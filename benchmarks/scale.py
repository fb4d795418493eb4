"""What a province costs: many observations in a file and in a lake, beside the plain ways.

One run, the ways in turn: what is compared are ratios. ``CHUANGMO_SCALE`` says how many
observations; the short form takes some minutes.
"""

import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd
import psycopg
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from benchmarks.large import CITY, NEWEST, large_home, raw_table
from benchmarks.measure import Latencies, Race, latency_row, nearest_rank, run_race
from chuangmo.service.board import open_board
from chuangmo.settings import Settings
from chuangmo.store import rows
from chuangmo.store.copies.moving import move
from chuangmo.store.rows import Selection
from chuangmo.store.store import Store
from install.scaleout.postgres_server import BOARD, OWNER, PostgresServer

OBSERVATIONS = 3_000_000
FEW = 100_000
ROUNDS = 7
#: Gates of the plan for this size of thing: milliseconds, seconds, bytes, times.
PAGE_MS, OPEN_MS, BYTES, GROWTH, LAKE_PAGES, LAKE_IMPORTS = 15.0, 3000.0, 30.0, 1.3, 1.5, 3.0
YEAR = Selection(("pm10",), start=datetime(NEWEST.year, 1, 1), end=datetime(NEWEST.year, 11, 1))
_YEARS = replace(YEAR, start=datetime(NEWEST.year - 10, 1, 1))
#: From so many observations on there are ten years of them.
_MANY = 10_000_000
_PLAIN = """SELECT area, date_trunc('day', "start"), avg(value) FROM hours
WHERE indicator = 'pm10' AND "start" >= %s AND "start" < %s GROUP BY 1, 2"""

Question = Callable[[Store], object]


def questions() -> dict[str, Question]:
    """What pages ask of the store, each with what it is asked for."""
    month = replace(YEAR, start=datetime(NEWEST.year, 10, 1))
    every = Selection(start=YEAR.start, end=YEAR.end)
    return {
        "一个指标一年的逐日之和": lambda store: store.day_sums(YEAR),
        "一个指标一个月的逐条": lambda store: store.current(month),
        "一年里哪些指标、区县有数": lambda store: store.pairs(every),
        "一年里每月何时到": lambda store: store.arrivals(every),
        "批次": lambda store: store.batches(),
    }


@dataclass(frozen=True)
class Ways:
    """The same observations in homes that nobody has open.

    Attributes:
        file, lake: with all observations. few: a file with a hundred thousand.
        raw: all hours as one Parquet file, as the plain way has them.
        sizes: bytes of what is stored, by what it is.
    """

    file: Settings
    lake: Settings
    few: Settings
    raw: Path
    sizes: dict[str, int]


@contextmanager
def ways(observations: int) -> Iterator[Ways]:
    """Made in temporary folders, gone at the end."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-")))
        postgres = PostgresServer(keep="on")
        stack.callback(postgres.end)
        os.environ.update(postgres.environment)
        many, few = large_home(folder / "file", observations), large_home(folder / "few", FEW)
        board = open_board(many)
        raw_table(board, folder / "raw.parquet")
        board.close()
        shutil.copytree(folder / "file", folder / "lake")
        for name in ("archive", "tables"):
            (folder / f"shared-{name}").mkdir()
        address, tables = f"ducklake:postgres:service={BOARD}", folder / "shared-tables"
        in_lake = Settings(folder / "lake", CITY)
        move(in_lake, address, folder / "shared-archive", "bench", str(tables))
        sizes = {
            "文件": (folder / "file" / "board.duckdb").stat().st_size,
            "湖": sum(p.stat().st_size for p in tables.rglob("*.parquet")),
            "档案": sum(p.stat().st_size for p in (folder / "file" / "staged").rglob("*.parquet")),
        }
        yield Ways(many, in_lake, few, folder / "raw.parquet", sizes)


def scale_rows() -> list[dict[str, Any]]:
    """Every gate that can be measured here; a gate that is missed is told as such."""
    observations = int(os.environ.get("CHUANGMO_SCALE", OBSERVATIONS))
    with ways(observations) as found:
        return [
            *_pages(found),
            *_sizes(found, observations),
            *_openings(found),
            *_imports(found),
            *_plain(found, {"一年": YEAR} | ({"十年": _YEARS} if observations >= _MANY else {})),
        ]


def _pages(found: Ways) -> list[dict[str, Any]]:
    """The page questions: p95 of the file alone, and lake against file question by question."""
    told, slow = list[dict[str, Any]](), list[float]()
    with _opened(found.file) as file, _opened(found.lake) as lake:
        for name, question in questions().items():
            ours, other = partial(question, lake), partial(question, file)
            race = Race(f"湖：{name}", ours, other, "同一问题，文件", 1 / LAKE_PAGES, ROUNDS)
            told.append(run_race(race))
            slow += [_took(other) for _ in range(ROUNDS)]
    middle = [nearest_rank(slow, 50)]
    alone = Latencies("页面的问题，文件", slow, middle, "它们的中位数", PAGE_MS, 95)
    return [latency_row(alone), *told]


def _sizes(found: Ways, observations: int) -> list[dict[str, Any]]:
    """Bytes an observation, with its lineage (sheet, cell, text as printed)."""
    raw = found.raw.stat().st_size / observations
    return [
        {
            "name": f"每条字节，{name}", "ours": f"{size / observations:.1f}",
            "other": f"{raw:.1f}", "other_name": "只有时间、地点、数值的 Parquet", "unit": "B",
            "ratio": f"{raw * observations / size:.2f}", "gate": "", "ours_gate": f"{BYTES:g}",
            "holds": size / observations <= BYTES, "rounds": 1,
        }
        for name, size in found.sizes.items()
    ]  # fmt: skip


def _openings(found: Ways) -> list[dict[str, Any]]:
    told = []
    little = [_opening(found.few) for _ in range(3)]
    for name, home in (("文件", found.file), ("湖", found.lake)):
        spent = [_opening(home) for _ in range(3)]
        row = Latencies(f"打开，{name}", spent, little, f"{FEW // 10_000} 万条的文件", OPEN_MS, 95)
        told.append(latency_row(row))
    return told


def _opening(home: Settings) -> float:
    began = time.perf_counter()
    store = Store.open(home)
    spent = (time.perf_counter() - began) * 1000
    store.close()
    return spent


def _imports(found: Ways) -> list[dict[str, Any]]:
    """One more month of what the home holds, into each; the next month every time."""
    with ExitStack() as stack:
        homes = (found.file, found.lake, found.few)
        file, lake, few = (stack.enter_context(_opened(home)) for home in homes)
        month = few.current(Selection(start=datetime(NEWEST.year, 10, 1)))
        month = month.select(rows.OBSERVATIONS.names)
        acts = [_publishing(store, month) for store in (file, lake, few)]
        little = f"库中 {FEW // 10_000} 万条"
        races = (
            Race("一个月入库，文件", acts[0], acts[2], little, 1 / GROWTH, ROUNDS),
            Race("一个月入库，湖", acts[1], acts[0], "同样，文件", 1 / LAKE_IMPORTS, ROUNDS),
        )
        return [run_race(race) for race in races]


@contextmanager
def _opened(home: Settings) -> Iterator[Store]:
    store = Store.open(home)
    try:
        yield store
    finally:
        store.close()


def _publishing(store: Store, month: pa.Table) -> Callable[[], None]:
    count = iter(range(1, 1000))

    def publish() -> None:
        step = pa.scalar(timedelta(days=31 * next(count)), pa.duration("us"))
        moved = month
        for name in ("start", "end"):
            place, field = moved.schema.get_field_index(name), moved.schema.field(name)
            moved = moved.set_column(place, field, pc.add(moved[name], step).cast(field.type))
        table, none = moved.cast(rows.OBSERVATIONS), rows.LEDGER.empty_table()
        diff = store.diff(table, none)
        assert diff.added == table.num_rows
        store.commit(_submission(table, none, diff))

    return publish


def _submission(table: pa.Table, none: pa.Table, diff: rows.Diff) -> rows.Submission:
    data = f"{diff.base}/{table.num_rows}".encode()
    return rows.Submission(
        file="一个月.xlsx", sha256=hashlib.sha256(data).hexdigest(), data=data, observations=table,
        ledger=none, diagnostics=rows.DIAGNOSTICS.empty_table(),
        counts={"added": diff.added, "changed": 0, "unchanged": 0, "removed": 0},
        base=diff.base, difference=diff.difference, actor="bench", reason="bench", demo=False,
        parser="bench", catalog="bench", city=CITY,
    )  # fmt: skip


def _plain(found: Ways, spans: dict[str, Selection]) -> list[dict[str, Any]]:
    """The same daily means by pandas over Parquet, and by PostgreSQL with the usual index."""
    with ExitStack() as stack:
        store = stack.enter_context(_opened(found.file))
        connection = stack.enter_context(psycopg.connect(service=OWNER, autocommit=True))
        _fill_postgres(connection, found.raw)
        told = []
        for name, span in spans.items():
            ours, title = partial(store.day_sums, span), f"逐日均值，{name}"
            plain = partial(_pandas, found.raw, span)
            told.append(run_race(Race(title, ours, plain, "pandas 读 Parquet", 0, ROUNDS)))
            plain = partial(_postgres, connection, span)
            told.append(run_race(Race(title, ours, plain, "PostgreSQL 表加索引", 0, ROUNDS)))
        return told


def _postgres(connection: "psycopg.Connection[Any]", span: Selection) -> object:
    return connection.execute(_PLAIN, (span.start, span.end)).fetchall()


def _pandas(path: Path, span: Selection) -> object:
    held = pd.read_parquet(path, filters=[("indicator", "==", "pm10")])
    held = held[(held["start"] >= span.start) & (held["start"] < span.end)]
    return held.groupby(["area", held["start"].dt.floor("D")], observed=True)["value"].mean()


def _fill_postgres(connection: "psycopg.Connection[Any]", raw: Path) -> None:
    connection.execute(
        'CREATE TABLE hours (indicator text, area text, site text, "start" timestamp, value float8)'
    )
    with connection.cursor().copy("COPY hours FROM STDIN WITH (FORMAT csv)") as out:
        for batch in pq.ParquetFile(raw).iter_batches(200_000):
            out.write(batch.to_pandas().to_csv(header=False, index=False))
    connection.execute('CREATE INDEX ON hours (indicator, "start")')
    connection.execute("ANALYZE hours")


def _took(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000
