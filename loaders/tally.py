"""Where every reading of a sheet went: counts, diagnostics and questions."""

from dataclasses import dataclass, field

from loaders.diagnostics import diagnose, folded
from loaders.model.readings import Chunk
from loaders.model.sheet import Sheet, cell_text
from loaders.model.staged import Diagnostic, Question


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
