"""Sheets written as lines of text, staged without a file; a store that knows nothing.

All is read with the shipped catalog and the shipped forms, as in a fresh home.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import cache
from typing import Any

import pyarrow as pa

from chuangmo.catalog.catalog import Catalog
from chuangmo.catalog.layouts import Layout
from chuangmo.catalog.load import load_catalog
from chuangmo.period import Period
from chuangmo.settings import CATALOG_DIR, load_settings
from chuangmo.store.reading import ABSENT, ARRIVALS, SHEETS
from chuangmo.store.rows import DAY_SUMS, BatchInfo, Diff, Selection
from loaders.model.sheet import CellValue, Merge, Sheet
from loaders.model.staged import Hints, StagedBatch
from loaders.staging import stage_sheets
from tests.forms import layouts_in


class EmptyStore:
    """Every row is new; of the past it knows the day sums that a test gives as ``held``."""

    held: Sequence[dict[str, Any]] = ()

    def diff(self, observations: pa.Table, ledger: pa.Table, parts: pa.Table) -> Diff:
        return Diff(observations.num_rows + ledger.num_rows, 0, 0, 0, 0)

    def absent(self, observations: pa.Table, months: Collection[Period] = ()) -> pa.Table:
        return ABSENT.empty_table()

    def outranked(self, observations: pa.Table) -> list[int]:
        return []

    def day_sums(self, selection: Selection) -> pa.Table:
        assert selection.start and selection.end
        found = [
            row
            for row in self.held
            if row["indicator"] in selection.indicators
            and row["area"] in selection.areas
            and selection.start <= row["start"]
            and row["end"] <= selection.end
        ]
        return pa.Table.from_pylist(found, schema=DAY_SUMS)

    def arrivals(self, selection: Selection) -> pa.Table:
        return ARRIVALS.empty_table()

    def sheets(self, forms: Collection[str]) -> pa.Table:
        return SHEETS.empty_table()

    def batches_of_file(self, sha256: str) -> list[BatchInfo]:
        return []

    def holds(self, batch: int) -> bool:
        return False

    def restores(
        self, batch: int, observations: pa.Table, ledger: pa.Table, parts: pa.Table
    ) -> bool:
        return False


@cache
def catalog_of(city: str = "lanzhou") -> Catalog:
    """The shipped catalog as one city."""
    return load_catalog(load_settings(city=city))


@cache
def shipped() -> tuple[Layout, ...]:
    """The known forms of a fresh home."""
    return layouts_in([CATALOG_DIR / "layouts"])


def said(**hints: object) -> Hints:
    """What a person says beside the file; the forms are the shipped ones unless given."""
    return Hints(**{"layouts": shipped()} | hints)  # type: ignore[arg-type]


def cell(text: str) -> CellValue:
    """A cell from its spelling: '12 is text, 12 a number, 2008-10-05 a date, blank is blank."""
    text = text.strip()
    if not text:
        return None
    if text.startswith("'"):
        return text[1:]
    try:
        return int(text)
    except ValueError:
        pass
    try:
        return float(text)
    except ValueError:
        pass
    try:
        return datetime.strptime(text, "%Y-%m-%d")
    except ValueError:
        return text


def sheet(lines: str, name: str = "Sheet1", merges: str = "") -> Sheet:
    """A sheet from lines with ``|`` between cells; merges as ``top,left,bottom,right; ...``."""
    rows = [[cell(c) for c in line.split("|")] for line in lines.strip("\n").splitlines()]
    ranges = [Merge(*map(int, m.split(","))) for m in merges.split(";") if m.strip()]
    return Sheet(name, rows, merges=ranges)


def staged(
    lines: str | list[Sheet],
    city: str = "lanzhou",
    name: str = "表.xlsx",
    store: EmptyStore | None = None,
    **hints: object,
) -> StagedBatch:
    """Stage one sheet of lines, or several sheets; ``layouts=()`` to recognise without forms."""
    sheets = [sheet(lines)] if isinstance(lines, str) else lines
    given = said(**hints)
    batch = stage_sheets(sheets, b"bytes", name, catalog_of(city), store or EmptyStore(), given)
    read = sum(s.readings for s in batch.sheets)
    aside = sum(s.set_aside for s in batch.sheets)
    assert read == batch.diff.added + aside, "readings = added + set aside, always"
    return batch


def found(batch: StagedBatch) -> dict[tuple[str, str, str, str], str]:
    """(indicator, area or site, start, kind) -> value as text, without trailing zeros."""
    values = {}
    for row in batch.observations.to_pylist():
        key = (
            row["indicator"],
            row["site"] or row["area"],
            f"{row['start']:%Y-%m-%d}",
            row["kind"],
        )
        values[key] = "" if row["value"] is None else format(row["value"].normalize(), "f")
    return values


def codes(batch: StagedBatch) -> list[str]:
    """Codes of all diagnostics, each once, in order."""
    return list(dict.fromkeys(d.code for d in batch.diagnostics))


def keys(batch: StagedBatch) -> list[str]:
    """The last part of each question's key."""
    return [q.key.rsplit("/", 1)[1] for q in batch.questions]
