"""What one sheet gives, before it is checked."""

from dataclasses import dataclass, field

import pyarrow as pa

from chuangmo.period import Period
from loaders.extracting.accounting import Claim
from loaders.model.form import FoundLayout
from loaders.model.readings import Chunk
from loaders.model.staged import SheetAccount
from loaders.tally import Tally


@dataclass
class SheetResult:
    """What one sheet gives.

    Attributes:
        words: header words seen, for the sentence that refuses a file.
        measured: whether any column belongs to an indicator of the catalog (or could).
        derived: whether there are columns of figures that are made from others.
        claims: its tables and what became of each.
        taken: readings kept before questions were counted.
        doubt: 0 for a clean reading, more for questions, faults of keys, nothing at all.
        faults: of one table, the values whose place or time cannot be told or stands twice.
        months: the months that titles name.
        form_answers: what the known forms of its tables remember, by topic.
        open_axes: of one table, how many of place and period a question leaves open.
    """

    tally: Tally
    chunks: list[Chunk] = field(default_factory=list)
    ledgers: list[pa.Table] = field(default_factory=list)
    forms: list[str] = field(default_factory=list)
    layouts: list[FoundLayout] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    measured: bool = False
    derived: bool = False
    claims: list[Claim] = field(default_factory=list)
    taken: int = 0
    doubt: int = 0
    faults: int = 0
    open_axes: int = 0
    months: set[Period] = field(default_factory=set)
    form_answers: dict[str, str] = field(default_factory=dict)

    @property
    def asks(self) -> bool:
        """Whether a question is open that no default answers."""
        return any(not question.default for question in self.tally.questions)

    @property
    def has_values(self) -> bool:
        """Whether anything stands in its tables that may be a value: an empty form has nothing."""
        return bool(self.ledgers) or any(claim.holds_values() for claim in self.claims)

    def add(self, table: "SheetResult") -> None:
        """Add what one of its tables gave."""
        self.tally.take(table.tally)
        for name in ("chunks", "forms", "layouts", "reasons", "words", "claims"):
            getattr(self, name).extend(getattr(table, name))
        self.months |= table.months
        self.form_answers |= table.form_answers
        self.measured |= table.measured
        self.derived |= table.derived

    def account(self) -> SheetAccount:
        """The counts and reasons of the sheet."""
        t = self.tally
        layout = "+".join(dict.fromkeys(self.forms)) or "无表格"
        return SheetAccount(
            t.sheet.name, layout, t.readings, t.set_aside, tuple(dict.fromkeys(self.reasons))
        )
