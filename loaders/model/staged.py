"""What recognition and staging hand on: diagnostics, questions, accounts, the staged batch."""

from dataclasses import dataclass, field

import pyarrow as pa

from chuangmo.catalog.layouts import Layout
from chuangmo.store.rows import PARTS, Diff
from loaders.model.answers import REGISTER
from loaders.model.form import ProposedForm
from loaders.model.targets import FoundTarget

ERROR, WARNING, NOTICE = "error", "warning", "notice"


@dataclass(frozen=True)
class Diagnostic:
    """A problem of the workbook: stable code, severity, place, what was found, what to do.

    ``confirm`` marks the few warnings that need a reason before the file is committed.
    ``count`` tells how many cells one line stands for (the first is named).
    ``against_store`` marks those that depend on what the store held when the file was staged.
    """

    code: str
    severity: str
    sheet: str | None
    cell: str | None
    found: str
    message: str
    confirm: bool = False
    count: int = 1
    against_store: bool = False


@dataclass(frozen=True)
class ClerkQuestion:
    """Something the file does not say; nothing is written until it is answered.

    Attributes:
        key: stable name, by which it is answered.
        default: the option that holds where a reason is given instead of an answer.
        topic: what it asks (``axis unit rate period place-names`` ...).
        names: the texts of the file that it asks about, where each takes an answer of its own.
    """

    key: str
    prompt: str
    options: tuple[str, ...] = ()
    default: str = ""
    topic: str = field(kw_only=True)
    names: tuple[str, ...] = field(default=(), kw_only=True)


@dataclass(frozen=True)
class Correction:
    """A fix of one cell, kept beside the untouched workbook.

    Attributes:
        file: SHA-256 of the workbook; sheet: empty for a text file.
        value: what is read instead of the cell's text.
        expect: the text that the fix was written for; another text there is left alone.
        by, at: who wrote it, and when (UTC).
    """

    file: str
    sheet: str
    cell: str
    value: str
    expect: str
    reason: str
    by: str
    at: str


@dataclass(frozen=True)
class Hints:
    """What the person says beside the file; answers what the file does not say itself."""

    area: str | None = None
    site: str | None = None
    indicator: str | None = None
    unit: str | None = None
    period: str | None = None
    document: str | None = None  # number of the document that sets the targets
    answers: dict[str, str] = field(default_factory=dict)
    corrections: tuple[Correction, ...] = ()
    layouts: tuple[Layout, ...] = ()  # known forms, those that people confirmed first


@dataclass(frozen=True)
class SheetAccount:
    """Where every reading of one sheet went. ``reasons`` say how the layout was recognised."""

    sheet: str
    layout: str
    readings: int
    set_aside: int
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class SameFile:
    """The bytes of a staged file were imported before.

    Attributes:
        batch, state: which batch they became, and its present state.
        enough: nothing is left to import. Of an active batch: the store shows every value of the
            file now. Of a withdrawn one: to restore it would show exactly what the file says.
    """

    batch: int
    state: str
    enough: bool


@dataclass(frozen=True)
class StagedBatch:
    """One file read, recognised, checked and compared; nothing is written.

    ``observations`` has the columns of ``store.rows.OBSERVATIONS``, ``ledger`` of ``LEDGER``,
    ``parts`` of ``PARTS``.
    ``rejected`` holds the one sentence for a file that cannot be loaded at all.
    ``preview`` is, per sheet, the first rows as text for the page.
    ``absent`` counts values that the same form gave before and now leaves out (not yet decided).
    ``layouts`` are the forms of its tables, ``answers`` what was answered for it.
    ``targets`` are those that it prints, each with its status beside the registered ones.
    ``uncondensed`` holds every diagnostic one by one, where ``diagnostics`` counts repeats.
    """

    name: str
    sha256: str
    data: bytes
    sheets: tuple[SheetAccount, ...]
    observations: pa.Table
    ledger: pa.Table
    diagnostics: tuple[Diagnostic, ...]
    questions: tuple[ClerkQuestion, ...]
    diff: Diff
    rejected: Diagnostic | None = None
    same_as: SameFile | None = None
    preview: dict[str, list[list[str]]] = field(default_factory=dict)
    uncondensed: tuple[Diagnostic, ...] = ()
    absent: int = 0
    layouts: tuple[ProposedForm, ...] = ()
    answers: dict[str, str] = field(default_factory=dict)
    targets: tuple[FoundTarget, ...] = ()
    parts: pa.Table = field(default_factory=PARTS.empty_table)

    @property
    def settled(self) -> bool:
        """Whether the file is an active batch whose every value the store shows now."""
        same = self.same_as
        return same is not None and same.enough and same.state == "active"

    @property
    def restorable(self) -> int | None:
        """The withdrawn batch of the same bytes that only has to be restored."""
        same = self.same_as
        return same.batch if same and same.enough and same.state == "withdrawn" else None

    @property
    def stores_nothing(self) -> bool:
        """Whether the file, as it is read, has no value to store, old ones to remove or targets."""
        registers = any(target.answer == REGISTER for target in self.targets)
        held = self.observations.num_rows or self.ledger.num_rows or registers
        return self.rejected is None and not held and not self.questions

    @property
    def errors(self) -> list[Diagnostic]:
        """Diagnostics that reject the file unless their cells are set aside on request."""
        return [d for d in self.diagnostics if d.severity == ERROR]

    @property
    def to_confirm(self) -> list[Diagnostic]:
        """Warnings that need a reason."""
        return [d for d in self.diagnostics if d.confirm]
