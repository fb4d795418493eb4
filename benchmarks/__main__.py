"""``python -m benchmarks [NAME...]``: measure, print one JSON object; exit 6 if a gate fails."""

import json
import sys
from collections.abc import Callable
from typing import Any

from benchmarks.deck import deck_race
from benchmarks.frontend import frontend_rows
from benchmarks.growing import growing_race
from benchmarks.measure import Race, report, run_race
from benchmarks.page import page_rows
from benchmarks.reading import reading_race
from benchmarks.scale import scale_rows
from benchmarks.staging import import_race, staging_race

RACES: dict[str, Callable[[], Race | list[dict[str, Any]]]] = {
    "reading": reading_race,
    "staging": staging_race,
    "import": import_race,
    "growing": growing_race,
    "deck": deck_race,
    "page": page_rows,
}
#: What takes long and decides nothing by itself: measured only where it is named.
BY_NAME: dict[str, Callable[[], list[dict[str, Any]]]] = {
    "frontend": frontend_rows,
    "scale": scale_rows,
}


def measured(names: list[str]) -> dict[str, Any]:
    """The report on the races named; without a name, on all of ``RACES``.

    Raises:
        ValueError: a race of that name does not exist.
    """
    races = RACES | BY_NAME
    if unknown := [name for name in names if name not in races]:
        raise ValueError(f"没有“{unknown[0]}”这项测量。可选：{'、'.join(races)}。")
    rows: list[dict[str, Any]] = []
    for name in names or list(RACES):
        print(f"正在测量 {name}……", file=sys.stderr)
        found = races[name]()
        rows += found if isinstance(found, list) else [run_race(found)]
    return report(rows)


def main(names: list[str]) -> int:
    """Print the report; 2 for an unknown name, 6 if a gate fails."""
    try:
        found = measured(names)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    print(json.dumps(found, ensure_ascii=False, indent=1))
    return 0 if all(row["holds"] for row in found["rows"]) else 6


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
