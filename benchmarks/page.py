"""The indicator page at ten million observations, beside plain pandas pages in Streamlit and Dash.

Server time runs from the visitor's change of a filter to the end of the answer, over the page's
own connection on this machine. Each of twenty users reads for three seconds between two changes, on
average: nearly seven changes a second in all.
"""

import asyncio
import random
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from benchmarks.dash_visiting import DashVisitor, dash_python
from benchmarks.large import CITY, large_home, raw_table
from benchmarks.measure import Latencies, latency_row
from benchmarks.serving import ROOT, Server
from benchmarks.visiting import visitor
from benchmarks.window import first_charts
from chuangmo.service.board import open_board

ONE_USER, TWENTY_USERS = 100.0, 200.0  # ms, p95
FIRST_WARM, FIRST_COLD = 800.0, 2500.0  # ms, median
CHANGES, OTHER_CHANGES = 120, 12
USERS, CHANGES_A_USER, OTHER_CHANGES_A_USER = 20, 12, 2
THINK = 3.0  # seconds
NEWEST_MONTHS = 24
FILTERS = ("月份", "指标", "区县", "沙尘")
STREAMLIT = ("streamlit", "run")
SERVED = ("--server.address", "127.0.0.1", "--server.port", "{port}", "--server.headless", "true")
HEALTH = "/_stcore/health"


class Visiting(Protocol):
    """Somebody who changes one filter; milliseconds until the answer is there."""

    async def change(self, labels: tuple[str, ...], reach: int) -> float:
        """Choose something else in one of the filters."""

    async def leave(self) -> None:
        """Go, so that the next one has room."""


Arrive = Callable[[int], Awaitable[Visiting]]


def page_rows() -> list[dict[str, Any]]:
    """Rows of the report: ours beside the plain page, then ours beside Dash."""
    with tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True) as folder:
        home, table = Path(folder) / "home", Path(folder) / "hours.parquet"
        board = open_board(large_home(home))
        raw_table(board, table)
        board.close()
        with our_server(home, Path(folder)) as server:
            settle(server)
            ours = _measured(lambda seed: visitor(server.port, "indicator", seed), server,
                             "/indicator", (CHANGES, CHANGES_A_USER))  # fmt: skip
        return _beside_plain(ours, table, Path(folder)) + _beside_dash(ours, table, Path(folder))


Measured = dict[str, list[float]]
GATES = {
    "page_one_user": (ONE_USER, 95), "page_twenty_users": (TWENTY_USERS, 95),
    "first_chart_warm": (FIRST_WARM, 50), "first_chart_cold": (FIRST_COLD, 50),
}  # fmt: skip


def _measured(arrive: Arrive, server: Server, path: str, changes: tuple[int, int]) -> Measured:
    alone, each = changes
    cold, warm = first_charts(server.url + path)
    return {
        "page_one_user": asyncio.run(_one(arrive, alone)),
        "page_twenty_users": asyncio.run(_many(arrive, each)),
        "first_chart_warm": warm,
        "first_chart_cold": cold,
    }


async def _one(arrive: Arrive, changes: int) -> list[float]:
    who = await arrive(1)
    took = [await who.change(FILTERS, NEWEST_MONTHS) for _ in range(changes)]
    await who.leave()
    return took


async def _many(arrive: Arrive, changes: int) -> list[float]:
    """Twenty at once, each thinking between two changes."""

    async def visit(seed: int) -> list[float]:
        who, luck, took = await arrive(seed), random.Random(seed), []
        for _ in range(changes):
            await asyncio.sleep(luck.expovariate(1 / THINK))
            took.append(await who.change(FILTERS, NEWEST_MONTHS))
        await who.leave()
        return took

    found = await asyncio.gather(*(visit(100 + n) for n in range(USERS)))
    return [took for one in found for took in one]


def _rows(ours: Measured, other: Measured, suffix: str, name: str) -> list[dict[str, Any]]:
    return [
        latency_row(Latencies(key + suffix, ours[key], other[key], name, most, percent))
        for key, (most, percent) in GATES.items()
    ]


def _beside_plain(ours: Measured, table: Path, folder: Path) -> list[dict[str, Any]]:
    with _plain(table, folder) as server:
        other = _measured(lambda seed: visitor(server.port, "", seed), server, "/",
                          (OTHER_CHANGES, OTHER_CHANGES_A_USER))  # fmt: skip
    return _rows(ours, other, "", "Streamlit，每次用 pandas 读全表")


def _beside_dash(ours: Measured, table: Path, folder: Path) -> list[dict[str, Any]]:
    """Rows that fail, with the reason, where Dash cannot be installed."""
    python, reason = dash_python()
    if python is None:
        print(reason, file=sys.stderr)
        none: Measured = {key: [] for key in GATES}
        return _rows(ours, none, "_dash", f"Dash（{reason}）")
    command = [str(python), str(ROOT / "benchmarks" / "dash_page.py"), str(table), "{port}"]
    with _running(command, "/", folder / "dash.log", {"PYTHONPATH": str(ROOT)}, folder) as server:

        async def arrive(seed: int) -> Visiting:
            return DashVisitor(server.url, random.Random(seed))

        other = _measured(arrive, server, "/", (OTHER_CHANGES, OTHER_CHANGES_A_USER))
    return _rows(ours, other, "_dash", "Dash，每次用 pandas 读全表")


@contextmanager
def _running(
    command: list[str], health: str, log: Path, more: dict[str, str], cwd: Path = ROOT
) -> Iterator[Server]:
    server = Server(command, health, log, more, cwd)
    try:
        yield server
    finally:
        server.stop()


def our_server(home: Path, folder: Path, **switches: str) -> Any:
    """The board on a home, with more variables of its environment."""
    command = [sys.executable, "-m", *STREAMLIT, "app.py", *SERVED]
    more = {"CHUANGMO_HOME": str(home), "CHUANGMO_CITY": CITY, **switches}
    return _running(command, HEALTH, folder / "ours.log", more)


def _plain(table: Path, folder: Path) -> Any:
    """Streamlit as it comes: started elsewhere, so that our settings do not reach it."""
    page = str(ROOT / "benchmarks" / "plain_page.py")
    command = [sys.executable, "-m", *STREAMLIT, page, *SERVED, "--", str(table)]
    return _running(command, HEALTH, folder / "plain.log", {"PYTHONPATH": str(ROOT)}, folder)


def settle(server: Server, patience: float = 600.0) -> None:
    """Wait until what the server prepares after its start is done: it uses no more time."""
    deadline, before = time.monotonic() + patience, -1.0
    while time.monotonic() < deadline:
        now = server.cpu()
        if before >= 0 and now - before < 100:
            return
        before = now
        time.sleep(2)
