"""What one sheet gives, before it is checked."""

from dataclasses import dataclass

from chuangmo.period import Period
from loaders.extracting.accounting import Claim
from loaders.extracting.extract import EMPTY, Extract
from loaders.model.form import ProposedForm
from loaders.model.sheet import Sheet


@dataclass(frozen=True)
class SheetResult:
    """What one sheet gives, or one table of it.

    Attributes:
        words: header words seen, for the sentence that refuses a file.
        measured: whether any column belongs to an indicator of the catalog (or could).
        results: whether any column holds measured values or parts of them, not targets alone.
        derived: whether there are columns of figures that are made from others.
        claims: its tables and what became of each.
        taken: readings taken before questions were counted.
        doubt: 0 for a clean reading, more for questions, faults of keys, nothing at all.
        faults: of one table, the values whose place or time cannot be told or stands twice.
        months: the months that titles name.
        listed: headers of lists of places, which hold no figure of theirs.
        form_answers: topics of the answers that the known forms of its tables remember.
        open_axes: of one table, how many of place and period a question leaves open.
    """

    sheet: Sheet
    extract: Extract = EMPTY
    forms: tuple[str, ...] = ()
    layouts: tuple[ProposedForm, ...] = ()
    reasons: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    measured: bool = False
    results: bool = False
    derived: bool = False
    claims: tuple[Claim, ...] = ()
    taken: int = 0
    doubt: int = 0
    faults: int = 0
    open_axes: int = 0
    months: tuple[Period, ...] = ()
    form_answers: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()

    @property
    def has_values(self) -> bool:
        """Whether anything stands in its tables that may be a value: an empty form has nothing."""
        held = self.extract.taken or self.extract.targets
        return bool(held) or any(claim.holds_values() for claim in self.claims)
