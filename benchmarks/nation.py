"""``python -m benchmarks.nation REPORT``: what a nation of 340 cities would need, on paper.

Counted from the unit costs of one ``./run bench scale`` report; prints the tables of docs/规模.md.
"""

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

CITIES: Final = 340
#: A city as the paper takes it: hourly stations, pollutants; files that come in in a month.
STATIONS, POLLUTANTS, FILES_A_MONTH = 15, 6, 60
HOURS_A_YEAR: Final = 8_760
#: A journal line with its chain, in bytes: those of imports are about so long.
LINE_BYTES: Final = 1_000
#: Questions a second of one server whether others wrote; each is one look-up by key.
ASKED_A_SECOND: Final = 2


@dataclass(frozen=True)
class Need:
    """What so many cities need.

    Attributes:
        rows: observations a year. file, lake, archive: bytes a year.
        lines: journal lines a year. journal: their bytes.
        writing: seconds of one server a year to take everything in.
    """

    rows: int
    file: int
    lake: int
    archive: int
    lines: int
    journal: int
    writing: float


def need(cities: int, units: dict[str, float]) -> Need:
    """Multiply what was measured; ``units`` as :func:`units_of`."""
    rows = cities * STATIONS * POLLUTANTS * HOURS_A_YEAR
    lines = cities * FILES_A_MONTH * 12
    return Need(
        rows,
        round(rows * units["file"]),
        round(rows * units["lake"]),
        round(rows * units["archive"]),
        lines,
        lines * LINE_BYTES,
        lines * units["import"] / 1000,
    )


def units_of(report: dict[str, Any]) -> dict[str, float]:
    """Bytes an observation, and milliseconds for one file, of a report."""
    ours = {row["name"]: float(row["ours"]) for row in report["rows"]}
    return {
        "file": ours["每条字节，文件"],
        "lake": ours["每条字节，湖"],
        "archive": ours["每条字节，档案"],
        "import": ours["一个月入库，湖"],
    }


def gates(report: dict[str, Any]) -> str:
    """The rows of a report as a table."""
    lines = [
        "| 项 | 本看板 | 比较的办法 | 它 | 它÷本看板 | 门槛 | 过了没有 |",
        "|---|---|---|---|---|---|---|",
    ]
    for row in report["rows"]:
        unit, gate = row["unit"], row.get("ours_gate", "")
        least = float(row["gate"] or 0)
        wanted = f"至多 {gate} {unit}" if gate else f"至少 {least:.2f}" if least else "只比较"
        passed = "过" if row["holds"] else "**没有过**"
        cells = (
            row["name"], f"{row['ours']} {unit}", row["other_name"], f"{row['other']} {unit}",
            row["ratio"], wanted, passed if wanted != "只比较" else "",
        )  # fmt: skip
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def simulation(report: dict[str, Any]) -> str:
    """One city, a province of 16 and the nation, as a table."""
    units = units_of(report)
    found = {
        name: need(cities, units)
        for name, cities in (("一个城市", 1), ("一省 16 市", 16), ("全国 340 市", CITIES))
    }
    rows = {
        "一年的小时值": [f"{one.rows / 1e6:.1f} 百万条" for one in found.values()],
        "每台自己的数据库文件，一年": [_size(one.file) for one in found.values()],
        "湖（Parquet），一年": [_size(one.lake) for one in found.values()],
        "档案里的读数，一年": [_size(one.archive) for one in found.values()],
        "登记，一年": [f"{one.lines} 行，{_size(one.journal)}" for one in found.values()],
        "全部入库所需，一年": [f"{one.writing / 3600:.1f} 小时" for one in found.values()],
        "PostgreSQL 每秒被问（每市两台）": [
            f"{cities * 2 * ASKED_A_SECOND} 次" for cities in (1, 16, CITIES)
        ],
    }
    lines = [f"| | {' | '.join(found)} |", "|---|---|---|---|"]
    lines += [f"| {name} | {' | '.join(values)} |" for name, values in rows.items()]
    return "\n".join(lines)


def _size(size: int) -> str:
    unit = next(u for u in ("TB", "GB", "MB", "kB") if size >= _UNITS[u] or u == "kB")
    return f"{size / _UNITS[unit]:.1f} {unit}"


_UNITS: Final = {"TB": 1e12, "GB": 1e9, "MB": 1e6, "kB": 1e3}


def main(words: list[str]) -> int:
    """Print both tables of a report."""
    report = json.loads(Path(words[0]).read_text(encoding="utf-8"))
    print(f"{report['machine']}，{report['at']}\n\n{gates(report)}\n\n{simulation(report)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
