"""What one sheet gives, before it is checked."""

from dataclasses import dataclass, field

import pyarrow as pa

from loaders.extracting.accounting import Claim
from loaders.model.form import FoundLayout
from loaders.model.readings import Chunk
from loaders.model.staged import SheetAccount
from loaders.model.targets import FoundTarget
from loaders.tally import Tally


@dataclass
class SheetResult:
    """What one sheet gives.

    Attributes:
        words: header words seen, for the sentence that refuses a file.
        beside: figures of the same period last year, for comparison only.
        targets: printed targets that may be registered.
        measured: whether any column belongs to an indicator of the catalog (or could).
        results: whether any column holds measured values or parts of them, not targets alone.
        derived: whether there are columns of figures that are made from others.
        claims: its tables and what became of each.
        taken: readings kept before questions were counted.
        doubt: 0 for a clean reading, more for questions, faults of keys, nothing at all.
        faults: of one table, the values whose place or time cannot be told or stands twice.
        open_axes: of one table, how many of place and period a question leaves open.
    """

    tally: Tally
    chunks: list[Chunk] = field(default_factory=list)
    beside: list[Chunk] = field(default_factory=list)
    targets: list[FoundTarget] = field(default_factory=list)
    ledgers: list[pa.Table] = field(default_factory=list)
    forms: list[str] = field(default_factory=list)
    layouts: list[FoundLayout] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    measured: bool = False
    results: bool = False
    derived: bool = False
    claims: list[Claim] = field(default_factory=list)
    taken: int = 0
    doubt: int = 0
    faults: int = 0
    open_axes: int = 0

    def add(self, table: "SheetResult") -> None:
        """Add what one of its tables gave."""
        self.tally.take(table.tally)
        for name in (
            "chunks",
            "beside",
            "targets",
            "forms",
            "layouts",
            "reasons",
            "words",
            "claims",
        ):
            getattr(self, name).extend(getattr(table, name))
        self.measured |= table.measured
        self.results |= table.results
        self.derived |= table.derived

    def account(self) -> SheetAccount:
        """The counts and reasons of the sheet."""
        t = self.tally
        layout = "+".join(dict.fromkeys(self.forms)) or "无表格"
        return SheetAccount(
            t.sheet.name, layout, t.readings, t.set_aside, tuple(dict.fromkeys(self.reasons))
        )
