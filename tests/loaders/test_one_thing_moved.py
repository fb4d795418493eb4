"""Books with one thing moved: the import asks, warns, refuses or reads the same; no other figures."""

import random
import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from functools import cache

import pytest

from loaders.model.sheet import Sheet
from loaders.model.staged import StagedBatch
from tests.loaders.forms import FORMS
from tests.loaders.moving import (
    MOVES,
    Move,
    block_shifted,
    column_deleted,
    exchangeable,
    headers_exchanged,
)
from tests.loaders.past import Past
from tests.loaders.reading_lists import read, stopped
from tests.loaders.shipped import SAMPLES, Sample
from tests.loaders.staging import staged
from tests.two_forms import examples, some_of

BOOKS: dict[str, Callable[[], Sample]] = SAMPLES | {
    form.name: lambda form=form: Sample(form.sheets(), form.file)  # type: ignore[misc]
    for form in FORMS
}
_MONTHLY = re.compile(r"@\d{4}-\d\d(?:-\d\d)?(?:T\d\d)?(?:/[a-z0-9]+)?(?:~removed)?$")
_LONGEST = 60  # rows: every sample repeats itself further down


@cache
def book(name: str) -> Sample:
    """A sample book, its long sheets cut."""
    whole = BOOKS[name]()
    return Sample([_cut(sheet) for sheet in whole.sheets], whole.file, whole.city)


def _cut(sheet: Sheet) -> Sheet:
    if len(sheet.rows) <= _LONGEST:
        return sheet
    merges = [m for m in sheet.merges if m.bottom < _LONGEST]
    return Sheet(
        sheet.name, sheet.rows[:_LONGEST], merges=merges, formats=sheet.formats,
        is_text=sheet.is_text, lines=sheet.lines[:_LONGEST],
    )  # fmt: skip


@cache
def whole(name: str) -> dict[str, str]:
    """What the book says as it stands."""
    found = figures(staged(book(name).sheets, book(name).city, book(name).file))
    assert found, name
    return found


def figures(batch: StagedBatch) -> dict[str, str]:
    """Readings, and the numbers of the items of lists."""
    found = read(batch)
    for row in batch.ledger.to_pylist():
        item = f"{row['area']}@{row['unit_name']}"
        for field in ("count", "tonnage", "so2_cut", "dust_cut"):
            if row[field] is not None:
                found[f"{field}@{item}"] = str(row[field])
    return found


def told(batch: StagedBatch) -> bool:
    """Whether a person must act, or is told of what was not read."""
    loud = {
        "unread-table", "stray-number", "ignored-column", "unknown-label", "not-an-input",
        "part-unused",
    }  # fmt: skip
    return stopped(batch) or any(
        d.severity == "warning" or d.code in loud for d in batch.diagnostics
    )


def _same(before: str | None, now: str) -> bool:
    """Whether a figure is what it was: the quotient of its printed parts is the same rate."""
    if before == now or now == "!missing":
        return True
    try:
        return before is not None and abs(Decimal(before) - Decimal(now)) < Decimal("0.05")
    except InvalidOperation:
        return False


def silent(name: str, move: Move, draw: random.Random) -> list[object]:
    """What a move turns into other figures, or loses, without a word; empty where it is seen."""
    sample = book(name)
    at = draw.randrange(len(sample.sheets))
    moved = move(sample.sheets[at], draw)
    if moved is None:
        return []
    sheets = [*sample.sheets]
    sheets[at] = moved
    batch = staged(sheets, sample.city, sample.file)
    after = figures(batch)
    other = {k: v for k, v in after.items() if not _same(whole(name).get(k), v)}
    lost = set() if move is column_deleted else whole(name).keys() - after.keys()
    if stopped(batch) or not (other or (lost and not told(batch))):
        return []
    return [name, dict(list(other.items())[:3]), sorted(lost)[:3]]


@pytest.mark.parametrize("move", MOVES, ids=lambda move: move.__name__)
def test_no_other_figures_in_silence(move: Move) -> None:
    """Over every sample book; the short form tries a quarter of them."""
    wrong = []
    for name in some_of(sorted(BOOKS), len(BOOKS) // 4):
        for turn in range(examples(1, 8)):
            draw = random.Random(f"{move.__name__}/{name}/{turn}")
            wrong += [found] if (found := silent(name, move, draw)) else []
    assert not wrong


def test_every_move_is_tried_on_books_with_merged_cells() -> None:
    merged = [name for name in BOOKS if any(sheet.merges for sheet in book(name).sheets)]
    for move in MOVES:
        tried = [
            name for name in merged
            if any(move(s, random.Random(turn)) for s in book(name).sheets for turn in range(8))
        ]  # fmt: skip
        assert len(tried) > len(merged) / 2, move.__name__


@pytest.mark.parametrize("name", some_of(sorted(SAMPLES), 6))
def test_a_shifted_block_reads_the_same(name: str) -> None:
    sample = book(name)
    moved = [block_shifted(sheet, random.Random(name)) for sheet in sample.sheets]
    sheets = [sheet for sheet in moved if sheet]
    assert figures(staged(sheets, sample.city, sample.file)) == whole(name)


@cache
def past(name: str) -> Past:
    """A store that holds what the book says, of two years before it."""
    return Past(staged(book(name).sheets, book(name).city, book(name).file))


def nobody_could_tell(
    sheet: Sheet, at: tuple[int, int, int], other: dict[str, str], name: str
) -> bool:
    """Whether neither the file's own order and pairs nor its history show that headers changed.

    Times that still rise or fall; figures too near to those of the other header, or of no month.
    """
    row, a, b = at
    heads = [str(v).strip() for v in sheet.rows[row] if v is not None]
    if any(heads.count(str(sheet.value(row, c)).strip()) > 1 for c in (a, b)):
        return False  # the other groups have them in their order
    right = whole(name)
    known = [key for key in other if key in right and _MONTHLY.search(key)]
    if len(known) < len(other) or not known:
        return True
    pairs = [
        sorted((Decimal(other[key].split("!")[0]), Decimal(right[key].split("!")[0])))
        for key in known
    ]
    return not all(high >= 2 * low for low, high in pairs)


@pytest.mark.parametrize("name", sorted(BOOKS))
def test_two_headers_exchanged_are_seen_where_anything_tells(name: str) -> None:
    """All books; the short form tries two pairs of headers of each sheet."""
    sample, wrong = book(name), []
    for at, sheet in enumerate(sample.sheets):
        pairs = exchangeable(sheet)
        draw = random.Random(f"{name}/{sheet.name}")
        for one in draw.sample(pairs, min(len(pairs), examples(2, 40))):
            sheets = [*sample.sheets]
            sheets[at] = headers_exchanged(sheet, one)
            batch = staged(sheets, sample.city, sample.file, store=past(name))
            after = figures(batch)
            other = {k: v for k, v in after.items() if not _same(whole(name).get(k), v)}
            lost = whole(name).keys() - after.keys()
            seen = told(batch) or not (other or lost)
            if not seen and not nobody_could_tell(sheet, one, other, name):
                wrong.append((sheet.name, one, dict(list(other.items())[:3])))
    assert not wrong


@pytest.mark.parametrize("name", sorted(BOOKS))
def test_no_exchange_is_seen_in_the_books_as_they_are(name: str) -> None:
    sample = book(name)
    said = {
        d.code
        for d in staged(sample.sheets, sample.city, sample.file, store=past(name)).diagnostics
    }
    seen = {"columns-swapped", "places-swapped", "headers-exchanged", "whole-numbers"}
    assert not said & (seen | {"mean-outside-parts", "change-differs", "statistics-order"})
