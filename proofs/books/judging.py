"""What becomes of a bad book, beside what ought to: the judge of the generator."""

from collections.abc import Sequence
from dataclasses import dataclass

from chuangmo.access.actor import local_person
from chuangmo.service.board import Board
from chuangmo.service.imports.importing import (
    NEEDS_ANSWER,
    REJECTED,
    hints_of,
    outcome_of,
    preview,
)
from loaders.model.sheet import Sheet
from loaders.model.staged import NOTICE, Hints, StagedBatch
from loaders.staging import stage_sheets
from proofs.books.book import CLEAR, DOUBT, Book, Key, Kind, Truth

REFUSED, ASKED, WARNED, TAKEN = "refused", "asked", "warned", "taken"
_SOMEBODY = local_person("prove", "cli")


@dataclass(frozen=True)
class Judged:
    """One book and what came of it.

    Attributes:
        outcome: ``REFUSED``, ``ASKED``, ``WARNED`` or ``TAKEN``.
        silent: taken without a word though there was doubt, or with another value than a person
            reads, or without one that he reads.
        wrong: a value that would be stored is not what a person reads, whatever was said.
        strict: a book that a person reads without doubt was refused.
        said: codes of what was said, then what differs; for whoever looks into it.
    """

    kind: Kind
    seed: int
    outcome: str
    silent: bool
    wrong: bool
    strict: bool
    said: tuple[str, ...]


def judge(board: Board, kind: Kind, seed: int, book: Book, quick: bool = False) -> Judged:
    """Hand a book in as a clerk would and look at what would be stored.

    Args:
        quick: a book that is nothing but cells is not written into a file and read again.
    """
    if quick and book.data is None and book.finish is None:
        tables = [(book.sheet, book.rows), *book.others]
        sheets = [Sheet(name, [list(row) for row in rows]) for name, rows in tables]
        data = repr(tables).encode()
        hints = hints_of(board, data, Hints())
        staged = stage_sheets(sheets, data, book.name, board.catalog, board.store, hints)
    else:
        staged = preview(board, _SOMEBODY, book.bytes(), book.name, Hints())
    outcome = _outcome(staged)
    stored = {} if outcome in (REFUSED, ASKED) else stored_by(staged)
    wrong = sorted(key for key, value in stored.items() if _differs(book.truth, key, value))
    lost = [key for key, value in book.truth.items() if value is not None and key not in stored]
    silent = outcome == TAKEN and bool(kind.verdict == DOUBT or wrong or lost)
    codes = [d.code for d in (staged.rejected, *staged.diagnostics) if d is not None]
    codes += [question.topic for question in staged.questions]
    differs = [f"{key} {book.truth.get(key)} {stored[key]}" for key in wrong[:3]]
    return Judged(
        kind, seed, outcome, silent, bool(wrong), kind.verdict == CLEAR and outcome == REFUSED,
        (*dict.fromkeys(codes), *differs, *(f"lost {key}" for key in lost[:3] if stored)),
    )  # fmt: skip


def _outcome(staged: StagedBatch) -> str:
    status, _ = outcome_of(staged)
    if status == REJECTED or staged.stores_nothing:
        return REFUSED
    if status == NEEDS_ANSWER:
        return ASKED
    loud: Sequence[str] = [d.code for d in staged.diagnostics if d.severity != NOTICE]
    return WARNED if loud else TAKEN


def stored_by(staged: StagedBatch) -> Truth:
    """The values that a staged file would store."""
    found: Truth = {}
    for row in staged.observations.to_pylist():
        usual = row["statistic"] in ("mean", "rate", "value")
        kind = row["kind"] if usual else f"{row['kind']}/{row['statistic']}"
        key = (row["indicator"], row["site"] or row["area"], f"{row['start']:%Y-%m-%d}", kind)
        found[key] = None if row["qualifier"] == "invalid" else row["value"]
    return found


def _differs(truth: Truth, key: Key, value: object) -> bool:
    return value is not None and truth.get(key) != value
