"""OpenDocument sheets: repeats, errors, formulas, notes, hidden parts; the same as in .xlsx."""

from datetime import datetime, time
from pathlib import Path

import pytest

from loaders.model.sheet import ErrorText, Merge, Sheet, UncachedFormula
from loaders.model.staged import Diagnostic
from loaders.opening import ods
from loaders.opening.ods import read
from loaders.opening.workbook import Refused, read_workbook
from tests.loaders.open_document import document, line, number, table, text

FILES = Path(__file__).resolve().parent / "files"


def only(rows: str) -> Sheet:
    (sheet,) = read_workbook(document(table(rows)), "表.ods")
    return sheet


def refusal(data: bytes) -> Diagnostic:
    with pytest.raises(Refused) as caught:
        read_workbook(data, "表.ods")
    return caught.value.diagnostic


def test_a_workbook_of_an_office_program() -> None:
    month, hidden = read_workbook((FILES / "office.ods").read_bytes(), "office.ods")
    assert month.rows[2] == ["城关区", 0.126, 0.951, datetime(2008, 10, 5)]
    assert month.rows[3][1:] == ["#N/A", 0.5, datetime(2008, 10, 6, 13, 30)]
    assert month.rows[4] == ["西固区", "#DIV/0!", 0.252, time(8, 30)]
    assert month.rows[5][3] == "30:00:00" and month.rows[7] == []
    assert [type(month.value(r, 1)) for r in (3, 4, 5)] == [ErrorText] * 3
    assert month.rows[9] == ["永登县", 5, 5], "a formula that shows an empty text is blank"
    assert set(month.formats) == {(2, 2), (3, 2), (4, 2)} and month.merges == [Merge(0, 0, 0, 3)]
    assert month.notes == {(2, 1): "仪器维护"}
    assert (month.hidden_rows, month.hidden_columns) == (frozenset({6}), frozenset({2}))
    assert (month.hidden, hidden.hidden, hidden.rows) == (False, True, [[], [None, "内"]])


def test_the_old_kind_says_the_same_as_the_open_kind() -> None:
    opened = read_workbook((FILES / "office.ods").read_bytes(), "office.ods")
    old = read_workbook((FILES / "office.xls").read_bytes(), "office.xls")
    for one, other in zip(opened, old, strict=True):
        assert (one.name, one.rows, one.notes, one.merges) == (
            other.name,
            other.rows,
            other.notes,
            other.merges,
        )
        assert (one.hidden, one.hidden_rows, one.hidden_columns) == (
            other.hidden, other.hidden_rows, other.hidden_columns
        )  # fmt: skip
        assert set(one.formats) <= set(other.formats)


def test_repeated_rows_and_cells() -> None:
    many = 'table:number-rows-repeated="2"'
    blank = line('<table:table-cell table:number-columns-repeated="1024"/>', many)
    sheet = only(blank + line(number(7, 'table:number-columns-repeated="3"'), many) + blank)
    assert sheet.rows == [[], [], [7, 7, 7], [7, 7, 7]]


def test_blank_ends_of_any_length_cost_nothing() -> None:
    end = line(
        '<table:table-cell table:number-columns-repeated="16384"/>',
        'table:number-rows-repeated="1048575"',
    )
    assert only(line(number(1)) + end).rows == [[1]]


def test_errors_formulas_and_empty_results_are_told_apart() -> None:
    formula = 'table:formula="of:=[.A1]*2"'
    error = f'<table:table-cell {formula} office:value-type="string" office:string-value="" calcext:value-type="error"><text:p>#REF!</text:p></table:table-cell>'
    older = f'<table:table-cell {formula} office:value-type="string"><text:p>Err:502</text:p></table:table-cell>'
    bare = f"<table:table-cell {formula}/>"
    empty = f'<table:table-cell {formula} office:value-type="string"><text:p/></table:table-cell>'
    sheet = only(line(number(1) + error + older + bare + empty + text("#REF!")))
    assert sheet.rows == [[1, "#REF!", "Err:502", "=A1*2", None, "#REF!"]]
    kinds = [int, ErrorText, ErrorText, UncachedFormula, type(None), str]
    assert [type(value) for value in sheet.rows[0]] == kinds


def test_per_cent_currency_truth_and_durations() -> None:
    truth = '<table:table-cell office:value-type="boolean" office:boolean-value="true"><text:p>真</text:p></table:table-cell>'
    hours = '<table:table-cell office:value-type="time" office:time-value="PT25H30M00S"><text:p>25:30</text:p></table:table-cell>'
    sheet = only(
        line(number(0.95, kind="percentage") + number(3.5, kind="currency") + truth + hours)
    )
    assert sheet.rows == [[0.95, 3.5, True, "25:30:00"]] and sheet.formats == {(0, 0): "0%"}


def test_text_with_breaks_blanks_and_a_note() -> None:
    cell = (
        '<table:table-cell office:value-type="string"><office:annotation><text:p>核对</text:p>'
        "</office:annotation><text:p>PM<text:span>2.5</text:span><text:s text:c='2'/>浓度</text:p>"
        "<text:p>月均</text:p></table:table-cell>"
    )
    sheet = only(line(cell))
    assert sheet.rows == [["PM2.5  浓度\n月均"]] and sheet.notes == {(0, 0): "核对"}


def test_hidden_rows_columns_and_sheets() -> None:
    styles = (
        '<style:style style:name="t1" style:family="table">'
        '<style:table-properties table:display="false"/></style:style>'
    )
    columns = (
        '<table:table-column/><table:table-column table:visibility="collapse"/>'
        '<table:table-column table:number-columns-repeated="1000"/>'
    )
    rows = line(number(1) * 3) + line(number(2), 'table:visibility="filter"')
    group = (
        f'<table:table-row-group table:display="false">{line(number(3))}</table:table-row-group>'
    )
    data = document(
        table(columns + rows + group, "甲", "t1") + table(line(number(4)), "乙"), styles
    )
    first, second = read_workbook(data, "表.ods")
    assert (first.hidden, second.hidden) == (True, False)
    assert (first.hidden_rows, first.hidden_columns) == (frozenset({1, 2}), frozenset({1}))


def test_covered_cells_are_not_read() -> None:
    covered = '<table:covered-table-cell office:value-type="float" office:value="9"><text:p>9</text:p></table:covered-table-cell>'
    sheet = only(
        line(number(1, 'table:number-columns-spanned="2" table:number-rows-spanned="1"') + covered)
    )
    assert sheet.rows == [[1]] and sheet.merges == [Merge(0, 0, 0, 1)]


def test_tables_of_links_and_pictures_are_no_sheets() -> None:
    other = table(line(number(9))).replace(' table:name="S"', "")
    links = f"<table:dde-links><table:dde-link>{other}</table:dde-link></table:dde-links>"
    sheets = read(document(table(line(number(1))) + links), "a.ods")
    assert [sheet.name for sheet in sheets] == ["S"]


def test_encrypted_document_is_named_as_such() -> None:
    manifest = (
        '<m:manifest xmlns:m="x"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>'
    )
    assert refusal(document(table(line(number(1))), manifest=manifest)).code == "file-encrypted"


def test_a_value_beyond_the_limits_is_named_with_its_cell() -> None:
    far = '<table:table-cell table:number-columns-repeated="1200"/>'
    why = refusal(document(table(line(far + number(1)))))
    assert (why.code, why.sheet, why.cell) == ("cell-too-far", "S", "ATE1")


def test_a_row_repeated_to_the_last_row_is_refused_in_time() -> None:
    row = line(
        number(1, 'table:number-columns-repeated="900"'), 'table:number-rows-repeated="1048576"'
    )
    assert refusal(document(table(row))).code == "too-many-cells"


def test_readings_that_differ_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    value = ods._value
    monkeypatch.setattr(ods, "_value", lambda cell: 8 if value(cell) == 7 else value(cell))
    with pytest.raises(ods.ReadFault) as caught:
        read(document(table(line(number(1) + number(7)))), "a.ods")
    assert (caught.value.code, caught.value.cell) == ("readers-differ", "B1")
