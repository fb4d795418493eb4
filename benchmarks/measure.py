"""How a ratio is measured: both ways in turn, medians, so that a busy moment hits both."""

import gc
import platform
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any


@dataclass(frozen=True)
class Race:
    """Two ways to the same answer.

    Attributes:
        name: stable name of the row.
        ours: what the product does.
        other: the plain way, ``other_name`` says which.
        gate: how many times faster ours must be; below one, how much slower it may be.
        rounds: how often each runs, after one warm-up if ``warm_up``.
        peak, most: memory of ours in MiB, asked after the rounds, and the most it may be.
        most_ms: the most milliseconds ours may take, whatever the ratio; 0 for no such gate.
    """

    name: str
    ours: Callable[[], object]
    other: Callable[[], object]
    other_name: str
    gate: float
    rounds: int = 5
    warm_up: bool = True
    peak: Callable[[], float] | None = None
    most: float = 0.0
    most_ms: float = 0.0


def _milliseconds(work: Callable[[], object]) -> float:
    gc.collect()
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def run_race(race: Race) -> dict[str, Any]:
    """Measure both ways in turn; one row of the report, times in milliseconds."""
    if race.warm_up:
        race.ours()
        race.other()
    ours, other = [], []
    for _ in range(race.rounds):
        ours.append(_milliseconds(race.ours))
        other.append(_milliseconds(race.other))
    ratio = median(other) / median(ours)
    row = {
        "name": race.name,
        "ours": f"{median(ours):.1f}",
        "other": f"{median(other):.1f}",
        "other_name": race.other_name,
        "unit": "ms",
        "ratio": f"{ratio:.2f}",
        "gate": f"{race.gate:g}",
        "holds": ratio >= race.gate,
        "rounds": race.rounds,
    }
    if race.peak is not None:
        peak = race.peak()
        row |= {"peak_mib": f"{peak:.0f}", "peak_gate": f"{race.most:g}"}
        row["holds"] = row["holds"] and peak <= race.most
    if race.most_ms:
        row["ours_gate"] = f"{race.most_ms:g}"
        row["holds"] = row["holds"] and median(ours) <= race.most_ms
    return row


@dataclass(frozen=True)
class Latencies:
    """What was measured of two ways, where ours has a gate of its own.

    Attributes:
        ours, other: milliseconds, one a measurement; ``other`` empty where it could not run.
        most: the most milliseconds that the percentile of ours may take.
        percent: which percentile is told of both.
    """

    name: str
    ours: list[float]
    other: list[float]
    other_name: str
    most: float
    percent: int


def latency_row(found: Latencies) -> dict[str, Any]:
    """One row of the report; it fails too where the other way could not be measured."""
    ours = nearest_rank(found.ours, found.percent)
    other = nearest_rank(found.other, found.percent) if found.other else None
    return {
        "name": found.name,
        "ours": f"{ours:.1f}",
        "other": "" if other is None else f"{other:.1f}",
        "other_name": found.other_name,
        "unit": "ms",
        "ratio": "" if other is None else f"{other / ours:.2f}",
        "gate": "",
        "ours_gate": f"{found.most:g}",
        "percentile": found.percent,
        "ours_median": f"{median(found.ours):.1f}",
        "ours_max": f"{max(found.ours):.1f}",
        "holds": other is not None and ours <= found.most,
        "rounds": len(found.ours),
    }


def nearest_rank(values: list[float], percent: int) -> float:
    """The smallest value that at least so many per cent of them do not exceed."""
    return sorted(values)[-(-len(values) * percent // 100) - 1]


def machine() -> dict[str, Any]:
    """What the figures were measured on."""
    model = platform.processor() or platform.machine()
    described = Path("/proc/cpuinfo")
    if described.exists():
        lines = described.read_text(encoding="utf-8").splitlines()
        named = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
        model = f"{len(named)} × {named[0]}" if named else model
    return {"machine": f"{model}, {platform.system()}, Python {platform.python_version()}"}


def report(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """The whole report as the command line's contract has it."""
    return machine() | {"at": datetime.now(UTC).isoformat(timespec="seconds"), "rows": rows}
