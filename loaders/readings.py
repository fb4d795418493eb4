"""Readings of one value column as parallel lists, and the tally of where every reading went."""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import numpy as np

from chuangmo.catalog.models import Indicator
from chuangmo.period import Period
from loaders.batch_types import Diagnostic, Question
from loaders.cells import Sheet
from loaders.coded import Coded, as_list
from loaders.diagnostics import diagnose, folded
from loaders.places import Place
from loaders.values import cell_text

PART_ROLES = ("numerator", "denominator", "weight", "n_valid")


@dataclass
class Chunk:
    """Readings of one indicator and statistic from one column, one entry a reading.

    Values are in the stored unit; ``None`` where ``qualifiers`` says ``missing`` or a detection
    limit is not given. ``parts`` holds lists of the same length. Of a packed sheet the lists are
    ``Coded`` and ``rows`` an array: to be read as lists. ``other_scale`` turns the values into
    those of the unit that their size betrays; ``None`` where the printed unit is not in doubt.
    """

    sheet: Sheet
    column: int
    indicator: Indicator
    statistic: str
    unit: str
    printed_unit: str
    form: str
    dust: str = ""
    other_scale: Decimal | None = None
    rows: list[int] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    periods: list[Period] = field(default_factory=list)
    values: list[Decimal | None] = field(default_factory=list)
    qualifiers: list[str] = field(default_factory=list)
    raws: list[str] = field(default_factory=list)
    parts: dict[str, list[Decimal | None]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.rows)

    def add(
        self,
        row: int,
        place: Place,
        period: Period,
        value: Decimal | None,
        qualifier: str,
        raw: str,
        parts: dict[str, Decimal | None],
    ) -> None:
        """Append one reading."""
        self.rows.append(row)
        self.places.append(place)
        self.periods.append(period)
        self.values.append(value)
        self.qualifiers.append(qualifier)
        self.raws.append(raw)
        for role, part in parts.items():
            self.parts.setdefault(role, []).append(part)

    def cell(self, position: int) -> str:
        """Address of one reading."""
        return self.sheet.address(self.rows[position], self.column)

    def without(self, positions: Iterable[int]) -> None:
        """Leave readings out, in place."""
        gone = set(positions)
        if not gone:
            return
        if isinstance(self.values, Coded):
            self._without_coded(gone)
            return
        lists: list[list[Any]] = [self.rows, self.places, self.periods, self.values]
        lists += [self.qualifiers, self.raws, *self.parts.values()]
        for entries in lists:
            entries[:] = [entry for i, entry in enumerate(entries) if i not in gone]

    def _without_coded(self, gone: set[int]) -> None:
        """``without`` for coded lists, which are replaced; such a chunk has no parts."""
        stay = np.ones(len(self), bool)
        stay[list(gone)] = False
        self.rows = as_list(array("I", np.asarray(self.rows, np.uint32)[stay].tobytes()))
        for name in ("places", "periods", "values", "qualifiers", "raws"):
            entries = getattr(self, name)
            left = np.asarray(np.flatnonzero(stay))
            kept = entries.taken(left) if isinstance(entries, Coded) else [entries[i] for i in left]
            setattr(self, name, kept)


@dataclass
class Tally:
    """Diagnostics, questions and counts of one sheet; every set-aside reading has a diagnostic.

    Attributes:
        inferred: by unit, the indicators whose unit was taken from their magnitude.
        keyless: values whose place or time cannot be told, or only once a question is answered.
        clashing: values set aside because their unit does not convert into the indicator's.
    """

    sheet: Sheet
    readings: int = 0
    set_aside: int = 0
    diagnostics: list[Diagnostic] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    inferred: dict[str, list[str]] = field(default_factory=dict)
    keyless: int = 0
    clashing: int = 0

    @property
    def name(self) -> str | None:
        """The sheet's name in diagnostics; ``None`` for text files."""
        return None if self.sheet.is_text else self.sheet.name

    def report(
        self,
        code: str,
        row: int | None,
        column: int,
        found: str,
        *,
        count: int = 1,
        confirm: bool | None = None,
        **values: str,
    ) -> None:
        """Add a diagnostic at a cell, or at the sheet where ``row`` is ``None``."""
        cell = None if row is None else self.sheet.address(row, column)
        line = diagnose(code, self.name, cell, found, count=count, confirm=confirm, **values)
        if row is not None or line not in self.diagnostics:
            self.diagnostics.append(line)

    def take(self, other: "Tally") -> None:
        """Add what another table of the sheet gave; nothing is asked or told of the sheet twice."""
        self.readings += other.readings
        self.set_aside += other.set_aside
        self.keyless += other.keyless
        self.clashing += other.clashing
        for unit, labels in other.inferred.items():
            self.inferred.setdefault(unit, []).extend(labels)
        self.questions.extend(q for q in other.questions if q not in self.questions)
        known = {line for line in self.diagnostics if line.cell is None}
        self.diagnostics.extend(line for line in other.diagnostics if line not in known)

    def refuse(self, code: str, row: int, column: int, found: str, **values: str) -> None:
        """Count a reading that is set aside for a reason of its own."""
        self.readings += 1
        self.set_aside += 1
        self.report(code, row, column, found, count=1, confirm=None, **values)

    def report_marks(self, chunk: Chunk, marked: list[int], zeros: list[int]) -> None:
        """One line for values with an invalid mark, one for zeros that mean missing, by row."""
        if marked:
            first = cell_text(chunk.sheet.value(marked[0], chunk.column))
            self.report("marked-value", marked[0], chunk.column, first, count=len(marked))
        if zeros:
            self.report(
                "zero-is-missing", zeros[0], chunk.column, "0",
                count=len(zeros), indicator=chunk.indicator.label,
            )  # fmt: skip

    def consolidate(self) -> None:
        """Fold repeated notices: inferred units, total rows and rows left out on one line each."""
        for unit, labels in self.inferred.items():
            names = "、".join(dict.fromkeys(labels))
            self.report("unit-inferred", None, 0, "", indicator=names, unit=unit)
        self.diagnostics = folded(self.diagnostics, "total-row", "left-out-row")
