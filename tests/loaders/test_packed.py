"""A packed sheet is the same sheet: the same rows over the wire, the same staging whatever stands in it."""

import io
import json
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from loaders.model import packed
from loaders.model.packed import PackedRows, from_wire, packed_rows, to_wire
from loaders.model.sheet import CellValue, ErrorText, Sheet
from loaders.model.staged import StagedBatch
from loaders.opening import workbook
from loaders.opening.reader_process import encode
from loaders.opening.workbook import read_workbook
from tests.loaders.staging import staged
from tests.two_forms import examples

DIRT: tuple[CellValue, ...] = (
    None, "12", "12.5", " 7 ", "<0.5", "0.004L", "12.3#", "未检出", "缺测", "—", "约0.1", -999, -1, 0,
    9000, 20000.5, "O.5", "1.2(3.4)", 0.1 + 0.2, 1e-13, "２８", "NA", "合计", "安宁区",
)  # fmt: skip
PLACES = ("城关区", "安宁区", "红古", "西固区")
HEADS = ("PM10(µg/m³)", "PM2.5(µg/m³)", "SO2(µg/m³)", "CO(mg/m³)", "NO2")
FIRST = datetime(2008, 10, 1)


@pytest.fixture(autouse=True)
def _few_rows_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "PACKED_ROWS", 2)


@st.composite
def tables(draw: st.DrawFn) -> list[list[CellValue]]:
    """A daily, an hourly or a long table, its values and now and then its keys disturbed."""
    kind = draw(st.sampled_from(("daily", "hourly", "long", "site across")))
    values = st.integers(50, 1500).map(lambda n: n / 10 if n % 10 else n // 10)
    dirty = draw(st.booleans())
    cells = st.one_of(values, values, st.sampled_from(DIRT)) if dirty else values
    heads = draw(st.lists(st.sampled_from(HEADS), min_size=1, max_size=4, unique=True))
    rows = []
    for number in range(draw(st.integers(3, 14))):
        day: CellValue = FIRST + timedelta(number // 2)
        if dirty and draw(st.integers(0, 12)) == 0:
            day = draw(
                st.sampled_from((None, "2008-10-03", "2099-01-01", "10月5日", "x", 39722, "合计"))
            )
        place = (
            draw(st.sampled_from(("某区", None, "合计")))
            if dirty and number == 5
            else PLACES[number % 2]
        )
        keys: list[CellValue] = [day, place]
        keys += [number // 2 % 25] if kind == "hourly" else []
        keys += (
            [draw(st.sampled_from(("PM10", "SO2", "二氧化氮", "AQI")))] if kind == "long" else []
        )
        count = 1 if kind == "long" else len(heads)
        rows.append([*keys, *(draw(cells) for _ in range(count))])
        if dirty and draw(st.integers(0, 9)) == 0:
            rows.append(draw(st.sampled_from(([], list(rows[-1])))))
    more = {"hourly": ["时"], "long": ["项目"]}.get(kind, [])
    named = ["浓度(µg/m³)"] if kind == "long" else [*heads]
    if kind == "site across":
        rows = [[*row[:1], *row[2:]] for row in rows]
        named = [f"{place}PM10(µg/m³)" for place in PLACES[: len(heads)]]
        return [["日期", *named], *rows]
    return [["日期", "区县", *more, *named], *rows]


def without_blank_ends(rows: list[list[CellValue]]) -> list[list[CellValue]]:
    kept = [list(row) for row in rows]
    for row in kept:
        while row and row[-1] is None:
            row.pop()
    while kept and not kept[-1]:
        kept.pop()
    return kept


def said(batch: StagedBatch) -> dict[str, object]:
    """Everything that staging says."""
    return {
        "rows": batch.observations.to_pylist(),
        "found": batch.uncondensed,
        "asked": batch.questions,
        "sheets": batch.sheets,
        "rejected": batch.rejected,
        "layouts": batch.layouts,
        "preview": batch.preview,
    }


@given(tables())
@settings(max_examples=examples(60, 1_200))
def test_packed_and_plain_sheet_are_staged_alike(table: list[list[CellValue]]) -> None:
    plain = Sheet("1月", without_blank_ends(table))
    columns = packed_rows(plain.rows)
    assert columns is not None
    assert said(staged([replace(plain, packed=tuple(columns))])) == said(staged([plain]))


@given(tables())
@settings(max_examples=examples(30, 400))
def test_packed_sheet_survives_the_wire(table: list[list[CellValue]]) -> None:
    sent = Sheet("1月", without_blank_ends(table))
    lines = [line.encode() + b"\n" for line in [*encode(sent), '{"end": true}']]
    assert any(b'"codes"' in line for line in lines)
    received = workbook._sheets(iter(lines))
    assert received == [sent] and received[0].packed
    assert [list(map(type, row)) for row in received[0].rows] == [
        list(map(type, r)) for r in sent.rows
    ]
    assert list(PackedRows(received[0].packed)) == sent.rows and received[0].width == sent.width


def test_truth_values_errors_and_blank_ends_are_not_packed() -> None:
    for rows in (
        [[1], [True]],
        [["#N/A"], [ErrorText("#N/A")]],
        [[1], [2, None]],
        [[1], []],
        [[1]],
    ):
        assert packed_rows(rows) is None


def test_codes_without_values_are_refused() -> None:
    (column,) = packed_rows([["a"], ["b"], ["a"]]) or []
    wired = json.loads(json.dumps(to_wire(column, column.values)))
    assert PackedRows([from_wire(wired, 3)]) == [["a"], ["b"], ["a"]]
    for broken in (
        wired | {"values": [None, "a"]},
        wired | {"values": ["a", "b", "c"]},
        wired | {"kind": "q"},
    ):
        with pytest.raises(ValueError):
            from_wire(broken, 3)
    with pytest.raises(ValueError):
        from_wire(wired, 4)


#: More rows than are sent one by one, and the row of the odd value.
ROWS, ODD = examples(3_000, 9_000), 2_400


def large_book(odd: CellValue) -> bytes:
    book = Workbook(write_only=True)
    page = book.create_sheet("日报")
    page.append(["日期", "区县", "PM10(µg/m³)", "SO2(µg/m³)", "CO(mg/m³)"])
    for number in range(ROWS):
        row = [
            FIRST + timedelta(number // 2),
            PLACES[number % 2],
            20 + number % 97,
            5 + number % 13,
            0.5,
        ]
        page.append([*row[:4], odd] if number == ODD else row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("odd", [None, "约0.1", "0.7", True, "=1/0", "<0.3"])
def test_large_workbook_is_staged_as_its_cells_say(odd: CellValue) -> None:
    data = large_book(odd)
    (sheet,) = read_workbook(data, "日报.xlsx")
    assert bool(sheet.packed) == (odd is None or (isinstance(odd, str) and not odd.startswith("=")))
    assert said(staged([sheet])) == said(staged([replace(sheet, packed=None)]))
    assert sheet.value(ODD + 1, 4) == odd or odd == "=1/0"
