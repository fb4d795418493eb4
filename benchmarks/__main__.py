"""``python -m benchmarks [NAME...]``: measure, print one JSON object; exit 6 if a gate fails."""

import json
import sys
from collections.abc import Callable

from benchmarks.measure import Race, report, run_race
from benchmarks.reading import reading_race
from benchmarks.staging import import_race, staging_race

RACES: dict[str, Callable[[], Race]] = {
    "reading": reading_race,
    "staging": staging_race,
    "import": import_race,
}


def main(names: list[str]) -> int:
    """Run the races named, all of them without a name."""
    if unknown := [name for name in names if name not in RACES]:
        print(f"没有“{unknown[0]}”这项测量。可选：{'、'.join(RACES)}。", file=sys.stderr)
        return 2
    rows = []
    for name in names or list(RACES):
        print(f"正在测量 {name}……", file=sys.stderr)
        rows.append(run_race(RACES[name]()))
    print(json.dumps(report(rows), ensure_ascii=False, indent=1))
    return 0 if all(row["holds"] for row in rows) else 6


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
