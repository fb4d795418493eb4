"""What a stage of reading gives: a value that is added to what the other stages give."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from itertools import chain
from typing import Any

import pyarrow as pa

from loaders.model.finding import Finding, at_cell
from loaders.model.readings import Chunk
from loaders.model.sheet import Sheet
from loaders.model.staged import ClerkQuestion
from loaders.model.targets import FoundTarget


@dataclass(frozen=True)
class Extract:
    """What was read and what was set aside of a column, a table or a sheet, in their order.

    Attributes:
        beside: figures of the same period last year: compared with the store, never loaded.
        targets: printed targets that may be registered; never loaded either.
        set_aside: how many readings are not taken; each has a finding, or waits for an answer.
        used: part columns (by index) that a reading takes up.
        inferred: units taken from the magnitude of the values: (unit, label of the indicator).
        unit_sources: where the unit of each column that has one was read.
        chosen: which of several readings was taken and why, one sentence each.
        keyless: values whose place or time cannot be told, or only once a question is answered.
        clashing: values set aside because their unit does not convert into the indicator's.
    """

    chunks: tuple[Chunk, ...] = ()
    beside: tuple[Chunk, ...] = ()
    targets: tuple[FoundTarget, ...] = ()
    ledgers: tuple[pa.Table, ...] = ()
    set_aside: int = 0
    findings: tuple[Finding, ...] = ()
    questions: tuple[ClerkQuestion, ...] = ()
    used: tuple[int, ...] = ()
    inferred: tuple[tuple[str, str], ...] = ()
    unit_sources: tuple[str, ...] = ()
    chosen: tuple[str, ...] = ()
    keyless: int = 0
    clashing: int = 0

    def __add__(self, other: "Extract") -> "Extract":
        return added([self, other])

    @property
    def taken(self) -> int:
        """How many readings are taken; a row of a ledger is one."""
        return sum(map(len, self.chunks)) + sum(table.num_rows for table in self.ledgers)

    @property
    def asks(self) -> bool:
        """Whether a question is open that no default answers."""
        return any(not question.default for question in self.questions)

    @property
    def readings(self) -> int:
        """How many readings there are, taken or set aside."""
        return self.taken + self.set_aside


#: Of what gives nothing.
EMPTY = Extract()
_NAMES = tuple(field.name for field in fields(Extract))


def added(parts: Iterable[Extract]) -> Extract:
    """The parts added up in their order."""
    held = [part for part in parts if part is not EMPTY]
    if len(held) < 2:
        return held[0] if held else EMPTY
    return Extract(*(_joined([getattr(part, name) for part in held]) for name in _NAMES))


def _joined(values: Sequence[Any]) -> Any:
    """Counts added up, tuples one behind the other."""
    if isinstance(values[0], int):
        return sum(values)
    return tuple(chain.from_iterable(values))


def aside(
    code: str, sheet: Sheet, column: int, rows: list[int], found: str, **words: str
) -> Extract:
    """Cells that are no readings: counted, with one finding at the first."""
    if not rows:
        return EMPTY
    told = at_cell(code, sheet, (rows[0], column), found, count=len(rows), **words)
    return Extract(set_aside=len(rows), findings=(told,))
