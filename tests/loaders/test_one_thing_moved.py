"""Files with one thing moved: the import asks, warns, refuses or reads the same; no other figures."""

import random
from collections.abc import Callable
from decimal import Decimal, InvalidOperation

import pytest

from loaders.model.sheet import CellValue, Sheet
from loaders.model.staged import StagedBatch
from tests.loaders.forms import FORMS
from tests.loaders.reading_lists import read, stopped
from tests.loaders.staging import staged
from tests.two_forms import examples

STRANGE = ("批次号甲", "库存品种", "zzq", "毛重", "Battery", "炉渣")
MARK = "未监测"


def _heads(sheet: Sheet) -> list[tuple[int, int]]:
    """Cells of text in the first rows that stand above a number."""
    rows = sheet.rows[:8]
    return [
        (r, c)
        for r, row in enumerate(rows)
        for c, value in enumerate(row)
        if isinstance(value, str) and value.strip() and sum(v is not None for v in row) > 1
        and any(isinstance(sheet.value(b, c), int | float) for b in range(r + 1, r + 4))
    ]  # fmt: skip


def _with(sheet: Sheet, rows: list[list[CellValue]]) -> Sheet:
    return Sheet(sheet.name, rows, merges=sheet.merges)


def _header_changed(
    sheet: Sheet, draw: random.Random, change: Callable[[str], str]
) -> Sheet | None:
    heads = _heads(sheet)
    if not heads:
        return None
    r, c = draw.choice(heads)
    rows = [list(row) for row in sheet.rows]
    rows[r][c] = change(str(rows[r][c]))
    return _with(sheet, rows)


def header_renamed(sheet: Sheet, draw: random.Random) -> Sheet | None:
    """One header becomes a word outside every vocabulary."""
    return _header_changed(sheet, draw, lambda _: draw.choice(STRANGE))


def header_extended(sheet: Sheet, draw: random.Random) -> Sheet | None:
    """One header has a strange word beside its own."""
    words = (*STRANGE, "排放量", "监测天数", "目标值", "去除率")
    return _header_changed(sheet, draw, lambda head: f"{head}{draw.choice(words)}")


def columns_swapped(sheet: Sheet, draw: random.Random) -> Sheet | None:
    """Two columns change places with their headers."""
    if sheet.merges or sheet.width < 2:
        return None
    a, b = draw.sample(range(sheet.width), 2)
    rows = [[*row, *[None] * (sheet.width - len(row))] for row in sheet.rows]
    for row in rows:
        row[a], row[b] = row[b], row[a]
    return _with(sheet, rows)


def block_shifted(sheet: Sheet, draw: random.Random) -> Sheet | None:
    """Everything stands further right and lower."""
    if sheet.merges:
        return None
    right, down = draw.randint(0, 2), draw.randint(0, 2)
    return _with(sheet, [*[[] for _ in range(down)], *([*[None] * right, *r] for r in sheet.rows)])


def marks_inserted(sheet: Sheet, draw: random.Random) -> Sheet | None:
    """A row between others whose values are all marks."""
    body = [r for r, row in enumerate(sheet.rows) if any(isinstance(v, float) for v in row)]
    if sheet.merges or len(body) < 2:
        return None
    at = draw.choice(body[1:])
    row: list[CellValue] = [MARK if isinstance(v, int | float) else v for v in sheet.rows[at]]
    return _with(sheet, [*sheet.rows[:at], row, *sheet.rows[at:]])


def column_deleted(sheet: Sheet, draw: random.Random) -> Sheet | None:
    """One column is gone; of tables side by side not their own places: nobody could tell."""
    if sheet.merges or sheet.width < 3:
        return None
    gone = draw.randrange(sheet.width)
    if any(len(row) > gone and row[gone] and row.count(row[gone]) > 1 for row in sheet.rows[:4]):
        return None
    return _with(sheet, [[v for c, v in enumerate(row) if c != gone] for row in sheet.rows])


CHANGES: tuple[Callable[[Sheet, random.Random], Sheet | None], ...] = (
    header_renamed, header_extended, columns_swapped, block_shifted, marks_inserted, column_deleted,
)  # fmt: skip


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


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_no_other_figures_in_silence(change: Callable[..., Sheet | None]) -> None:
    draw = random.Random(change.__name__)
    wrong = []
    for form in draw.sample(FORMS, min(len(FORMS), examples(16, len(FORMS)))):
        name, sheets = form.name, form.sheets()
        at = draw.randrange(len(sheets))
        moved = change(sheets[at], draw)
        if moved is None:
            continue
        whole, changed = read(staged(sheets, name=form.file)), [*sheets]
        changed[at] = moved
        batch = staged(changed, name=form.file)
        after = read(batch)
        other = {k: v for k, v in after.items() if not _same(whole.get(k), v)}
        lost = set() if change is column_deleted else whole.keys() - after.keys()
        if not stopped(batch) and (other or (lost and not told(batch))):
            wrong.append((name, dict(list(other.items())[:3]), sorted(lost)[:3]))
    assert not wrong
