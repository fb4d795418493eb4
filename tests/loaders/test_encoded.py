"""A rule over encoded columns says what the same rule says entry by entry, written out here."""

from array import array
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chuangmo.period import day_period
from loaders.checking.readings.compared import compared
from loaders.checking.readings.keys import all_differ, numbered_keys
from loaders.model.encoded import (
    Encoded,
    column_cells,
    combined,
    encoded,
    filled_rows,
    flags,
    pairs,
    repeated,
)
from loaders.model.readings import Chunk
from loaders.model.sheet import CellValue, ErrorText, Sheet
from tests.loaders.staging import catalog_of
from tests.two_forms import examples

CELLS = st.sampled_from(
    (None, 1, True, 1.5, 0, False, "1", "#N/A", ErrorText("#N/A"), datetime(2008, 10, 1))
)
LISTS = st.lists(CELLS, max_size=20)


def exactly(cells: Sequence[object]) -> list[tuple[type, object]]:
    return [(type(cell), cell) for cell in cells]


def is_text(cell: object) -> bool:
    return isinstance(cell, str)


@given(LISTS, st.data())
@settings(max_examples=examples(80, 2_000))
def test_an_encoded_column_is_the_list_it_was_made_of(
    cells: list[CellValue], data: st.DataObject
) -> None:
    column = encoded(cells)
    assert exactly(column) == exactly(cells) and len(column) == len(cells)
    assert exactly([column[n] for n in range(len(cells))]) == exactly(cells)
    assert exactly(column[1:4]) == exactly(cells[1:4])
    assert exactly(list(column.entries())) == list(dict.fromkeys(exactly(cells)))
    assert exactly(column.map(repr)) == exactly([repr(cell) for cell in cells])
    assert column.positions(is_text) == [n for n, cell in enumerate(cells) if is_text(cell)]
    assert column.count_where(is_text) == sum(map(is_text, cells))
    picked = data.draw(st.lists(st.integers(0, len(cells) - 1), max_size=9)) if cells else []
    some = column.taken(picked)
    assert exactly(some) == exactly([cells[n] for n in picked])
    assert exactly(some.map(repr)) == exactly([repr(cells[n]) for n in picked])


@given(st.lists(st.tuples(CELLS, CELLS), max_size=20))
@settings(max_examples=examples(80, 2_000))
def test_columns_side_by_side_are_grouped_like_their_tuples(
    rows: list[tuple[CellValue, CellValue]],
) -> None:
    first, second = (encoded([row[side] for row in rows]) for side in (0, 1))
    both = pairs(first, second)
    assert [exactly(row) for row in both] == [exactly(row) for row in rows]
    assert list(combined([first, second, first])) == [(a, b, a) for a, b in rows]
    groups: dict[object, list[int]] = defaultdict(list)
    for n, row in enumerate(rows):
        groups[row].append(n)
    assert [(key, here.tolist()) for key, here in both.groups().items()] == list(groups.items())


def test_made_columns() -> None:
    assert list(repeated("a", 3)) == ["a"] * 3 and not repeated("a", 0)
    assert list(flags(np.array([True, False]))) == [True, False]
    assert list(encoded([]).map(repr)) == [] and encoded([]).groups() == {}


@given(st.lists(st.lists(CELLS, max_size=4), max_size=8))
@settings(max_examples=examples(60, 1_000))
def test_columns_of_a_sheet_are_its_cells(rows: list[list[CellValue]]) -> None:
    sheet = Sheet("表", rows)
    for index in range(6):
        column = column_cells(sheet, index, range(len(rows)))
        assert exactly(column) == exactly([sheet.value(row, index) for row in range(len(rows))])
    held = [n for n, row in enumerate(rows) if any(cell is not None for cell in row)]
    assert filled_rows(sheet, 0, len(rows)) == held


PLACES = (("城关区", None), ("安宁区", None), ("安宁区", "a"))
READINGS = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.integers(1, 3),
        st.sampled_from((None, Decimal(1), Decimal("1.0"), Decimal(2), Decimal(3))),
    ),
    max_size=8,
)


def chunk(readings: list[tuple[int, int, Decimal | None]]) -> Chunk:
    places, days, values = zip(*readings, strict=True) if readings else ((), (), ())
    count = len(readings)
    return Chunk(
        Sheet("表", []), 1, catalog_of().indicator("pm10"), "mean", "µg/m³", "µg/m³", "",
        rows=array("I", range(count)),
        places=encoded(PLACES[n] for n in places),
        periods=encoded(day_period(datetime(2008, 10, day)) for day in days),
        values=encoded(values),
        qualifiers=repeated("", count),
        raws=repeated("", count),
    )  # fmt: skip


def key_of(one: Chunk, n: int) -> tuple[object, ...]:
    return one.places[n], one.periods[n]


@given(st.lists(READINGS, max_size=3), st.lists(READINGS, max_size=3))
@settings(max_examples=examples(150, 4_000), deadline=None)
def test_columns_are_compared_as_reading_by_reading(
    fine: list[list[tuple[int, int, Decimal | None]]],
    coarse: list[list[tuple[int, int, Decimal | None]]],
) -> None:
    left, right = [chunk(one) for one in fine], [chunk(one) for one in coarse]
    known = {key_of(c, n): v for c in right for n, v in enumerate(c.values) if v is not None}
    both = [
        (c, n, value, known[key_of(c, n)])
        for c in left
        for n, value in enumerate(c.values)
        if value is not None and key_of(c, n) in known
    ]
    over = [pair for pair in both if pair[2] > pair[3]]
    found = compared(left, right)
    assert (found.pairs, found.over) == (len(both), len(over))
    if found.first is None:
        assert not over
    else:
        (at, position), mine, other = found.first
        assert (at is over[0][0], position, mine, other) == (True, *over[0][1:])


@given(st.lists(READINGS, min_size=1, max_size=3))
@settings(max_examples=examples(80, 2_000), deadline=None)
def test_keys_are_numbered_alike_where_they_are_alike(
    lists: list[list[tuple[int, int, Decimal | None]]],
) -> None:
    chunks = [chunk(one) for one in lists]
    keys = [key_of(c, n) for c in chunks for n in range(len(c))]
    numbers = np.concatenate(numbered_keys(chunks))
    assert all_differ(numbers) == (len(set(keys)) == len(keys))
    first = dict(zip(keys, numbers.tolist(), strict=True))
    assert [first[key] for key in keys] == numbers.tolist() and len(set(first.values())) == len(
        first
    )


@pytest.mark.parametrize("gone", [[], [0], [1, 2], [0, 1, 2]])
def test_readings_left_out_leave_every_column(gone: list[int]) -> None:
    whole = chunk([(0, 1, Decimal(1)), (1, 2, None), (2, 3, Decimal(3))])
    whole = replace(whole, parts={"n_valid": encoded([Decimal(28), None, Decimal(30)])})
    stay = [n for n in range(3) if n not in gone]
    places = [whole.places[n] for n in stay]
    left = whole.without(gone)
    assert list(left.rows) == stay and list(left.places) == places and len(whole) == 3
    columns: list[Encoded[object]] = [
        left.periods, left.values, left.qualifiers, left.raws, *left.parts.values()
    ]  # fmt: skip
    assert {len(column) for column in columns} == {len(stay)}
    assert list(left.parts["n_valid"]) == [[Decimal(28), None, Decimal(30)][n] for n in stay]
