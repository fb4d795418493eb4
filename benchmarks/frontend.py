"""What each trick on Streamlit's page gains: the first chart without it, beside all of them.

About two minutes a trick. The rows hold the gates of ``page`` for all tricks together; they say
which tricks are worth their upkeep (``chuangmo/server/frontend/README.md``).
"""

import tempfile
from pathlib import Path
from typing import Any

from benchmarks.large import large_home
from benchmarks.measure import Latencies, latency_row
from benchmarks.page import FIRST_COLD, FIRST_WARM, our_server, settle
from benchmarks.window import first_charts
from chuangmo.frontend_tricks import NAMES, PLAIN, WITHOUT


def frontend_rows() -> list[dict[str, Any]]:
    """Rows of the report: for each trick, and for all of them, warm and cold."""
    switches = {"plain": {PLAIN: "1"}} | {f"without_{name}": {WITHOUT: name} for name in NAMES}
    with tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True) as folder:
        home = large_home(Path(folder) / "home").home
        everything = _first(home, Path(folder), {PLAIN: "0", WITHOUT: ""})
        others = {name: _first(home, Path(folder), one) for name, one in switches.items()}
    return [
        latency_row(Latencies(f"first_chart_{kind}_{name}", everything[kind], other[kind],
                              name, most, 50))
        for name, other in others.items()
        for kind, most in (("warm", FIRST_WARM), ("cold", FIRST_COLD))
    ]  # fmt: skip


def _first(home: Path, folder: Path, switches: dict[str, str]) -> dict[str, list[float]]:
    """Milliseconds to the first chart of the indicator page, on a server of its own."""
    with our_server(home, folder, **switches) as server:
        settle(server)
        cold, warm = first_charts(f"{server.url}/indicator")
    return {"warm": warm, "cold": cold}
