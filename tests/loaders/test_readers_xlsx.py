"""Workbooks: what each cell is, what is hidden or merged, and that two readers agree."""

import io
import time as clock
from datetime import datetime, time, timedelta

import openpyxl
import pytest
from openpyxl.comments import Comment

from loaders.model.sheet import ErrorText, Merge, Sheet, UncachedFormula
from loaders.opening import xlsx
from loaders.opening.workbook import Refused, read_workbook
from loaders.opening.xlsx import read_fast, read_openpyxl
from tests.loaders.workbook_parts import book, packed, parts

pytestmark = pytest.mark.filterwarnings("ignore:Workbook contains no default style")
STYLES = (
    '<cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="31"/><xf numFmtId="10"/>'
    '<xf numFmtId="57"/></cellXfs>'
)


def form() -> bytes:
    """A form with everything clerks do: merges, notes, hidden parts, dates, per cents, errors."""
    wb = openpyxl.Workbook()
    ws = wb.active
    ws.title = "1月"
    ws["B2"] = "兰州市空气质量\n月报"
    ws.merge_cells("B2:E2")
    ws.merge_cells("A5:A6")
    row = ["站点", 12, 12.5, True, datetime(2024, 1, 2), time(8, 30), timedelta(hours=30)]
    for column, value in enumerate(row, start=1):
        ws.cell(4, column, value)
    ws["C5"], ws["D5"], ws["E5"] = 0.625, "#DIV/0!", "=SUM(B4:C4)"
    ws["C5"].number_format = "0.0%"
    ws["B5"] = "\ufeff 12\u00a0"
    ws["D4"].comment = Comment("仪器维护", "张")
    ws["G9"] = datetime(2024, 1, 2, 10, 0, 0, 123000)
    ws["A12"].number_format = "0%"
    ws.row_dimensions[5].hidden = True
    ws.row_dimensions[40].hidden = True
    ws.column_dimensions["C"].hidden = True
    other = wb.create_sheet("说明")
    other.sheet_state = "veryHidden"
    other["C3"] = "隐藏"
    wb.create_sheet("空表")
    out = io.BytesIO()
    wb.save(out)
    return out.getvalue()


def raw(rows: str, **options: str) -> Sheet:
    """The one sheet of a raw workbook, after asking both readers for the same answer."""
    data = book(rows, **options)
    slow, fast = read_openpyxl(data), read_fast(data)
    assert fast == slow
    return slow[0]


def test_two_readers_agree_on_a_form() -> None:
    slow, fast = read_openpyxl(form()), read_fast(form())
    assert fast == slow
    kinds = [[type(v) for v in row] for s in slow for row in s.rows]
    assert kinds == [[type(v) for v in row] for s in fast for row in s.rows]


def test_form_through_the_child() -> None:
    month, notes, blank = read_workbook(form(), "1月.xlsx")
    assert month.rows[1] == [None, "兰州市空气质量\n月报"]
    assert month.rows[3][:4] == ["站点", 12, 12.5, True] and type(month.rows[3][1]) is int
    assert month.rows[3][4:] == [datetime(2024, 1, 2), time(8, 30), "30:00:00"]
    assert month.value(4, 1) == "\ufeff 12\u00a0"
    assert isinstance(month.value(4, 3), ErrorText) and month.value(4, 3) == "#DIV/0!"
    assert isinstance(month.value(4, 4), UncachedFormula) and month.value(4, 4) == "=SUM(B4:C4)"
    assert sorted(month.merges, key=lambda m: m.top) == [Merge(1, 1, 1, 4), Merge(4, 0, 5, 0)]
    assert month.formats[4, 2] == "0.0%" and (11, 0) not in month.formats
    assert month.notes == {(3, 3): "仪器维护"}
    assert (month.hidden_rows, month.hidden_columns) == (frozenset({4}), frozenset({2}))
    assert (month.hidden, notes.hidden, blank.hidden) == (False, True, False)
    assert notes.value(2, 2) == "隐藏" and blank.rows == []


def test_error_cell_is_not_text_of_the_same_look() -> None:
    sheet = raw(
        '<row r="1"><c r="A1" t="e"><v>#N/A</v></c>'
        '<c r="B1" t="inlineStr"><is><t>#N/A</t></is></c></row>'
    )
    assert [type(v) for v in sheet.rows[0]] == [ErrorText, str]


def test_formula_states() -> None:
    sheet = raw(
        '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1"><f>A1&amp;"x"</f></c>'
        '<c r="C1" t="str"><f>IF(A1=1,1,"")</f><v></v></c><c r="D1" t="e"><f>1/0</f>'
        "<v>#DIV/0!</v></c></row>"
    )
    assert sheet.rows[0] == [2, '=A1&"x"', None, "#DIV/0!"]
    assert isinstance(sheet.rows[0][1], UncachedFormula)
    assert isinstance(sheet.rows[0][3], ErrorText)


def test_shared_formula_without_values_is_told_in_each_cell() -> None:
    sheet = raw(
        '<row r="1"><c r="B1"><f t="shared" ref="B1:B2" si="0">A1*2</f></c></row>'
        '<row r="2"><c r="B2"><f t="shared" si="0"/></c></row>'
    )
    assert [row[1] for row in sheet.rows] == ["=A1*2", "=A2*2"]


def test_chinese_date_format_by_number_alone() -> None:
    sheet = raw(
        '<row r="1"><c r="A1" s="1"><v>45352</v></c><c r="B1" s="2"><v>0.5</v></c>'
        '<c r="C1" s="3"><v>45323</v></c></row>',
        styles=STYLES,
    )
    assert sheet.rows[0] == [datetime(2024, 3, 1), 0.5, datetime(2024, 2, 1)]
    assert sheet.formats[0, 1] == "0.00%" and "月" in sheet.formats[0, 2]


def test_1904_dates() -> None:
    sheet = raw(
        '<row r="1"><c r="A1" s="1"><v>43890</v></c></row>',
        styles=STYLES,
        workbook_properties='<workbookPr date1904="1"/>',
    )
    assert sheet.rows[0] == [datetime(2024, 3, 1)]


def test_escaped_carriage_return() -> None:
    sheet = raw('<row r="1"><c r="A1" t="inlineStr"><is><t>a_x000D_b</t></is></c></row>')
    assert sheet.rows[0] == ["a\rb"]


def test_rich_text_is_joined() -> None:
    runs = "<r><t>PM</t></r><r><t>2.5</t></r>"
    assert raw(f'<row r="1"><c r="A1" t="inlineStr"><is>{runs}</is></c></row>').rows == [["PM2.5"]]


def test_lying_dimension_is_ignored() -> None:
    rows = "".join(f'<row r="{r}"><c r="B{r}"><v>{r}</v></c></row>' for r in range(1, 8))
    data = packed(parts(f'<dimension ref="A1:A2"/><sheetData>{rows}</sheetData>'))
    assert read_openpyxl(data) == read_fast(data)
    assert len(read_workbook(data, "a.xlsx")[0].rows) == 7


def test_workbook_openpyxl_cannot_load_is_read_by_the_other() -> None:
    members = parts(
        '<sheetData><row r="1"><c r="A1"><v>7</v></c></row></sheetData>',
        styles='<fills><fill><oddFill/></fill></fills><cellXfs><xf numFmtId="x"/></cellXfs>',
    )
    members["xl/styles.xml"] = members["xl/styles.xml"].replace(b'numFmtId="x"', b'numFmtId="0"')
    assert read_workbook(packed(members), "a.xlsx")[0].rows == [[7]]


@pytest.mark.parametrize(
    "sheet_data",
    [
        '<sheetData><row r="1"><c><v>1</v></c><c><v>2</v></c></row></sheetData>',
        '<sheetData><row r="1"><c r=\'A1\'><v>1</v></c><c r="B1"><v>2</v></c></row></sheetData>',
        '<sheetData><!-- <c r="A9"> --><row r="1"><c r="A1"><v>1</v></c>'
        '<c r="B1"><v>2</v></c></row></sheetData>',
    ],
)
def test_unusual_markup_of_a_large_sheet_is_left_to_openpyxl(
    sheet_data: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlsx, "SMALL_XML_BYTES", 0)
    data = packed(parts(sheet_data))
    assert read_fast(data) is None
    (sheet,) = xlsx.read_xlsx(data)
    assert sheet.rows == [[1, 2]]


def test_two_sheets_of_one_name_are_refused() -> None:
    members = parts('<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>')
    twin = b'<sheet name="s" sheetId="2" r:id="rId1"/></sheets>'
    members["xl/workbook.xml"] = members["xl/workbook.xml"].replace(b"</sheets>", twin)
    with pytest.raises(Refused) as caught:
        read_workbook(packed(members), "a.xlsx")
    assert caught.value.diagnostic.code == "sheet-duplicate"


def test_chart_sheet_between_sheets_shifts_nothing() -> None:
    """An empty chart sheet also makes openpyxl fail, so the other reader takes over."""
    wb = openpyxl.Workbook()
    wb.active["A1"] = 1
    wb.create_chartsheet("图")
    wb.create_sheet("后")["A1"] = 2
    out = io.BytesIO()
    wb.save(out)
    for sheets in (read_workbook(out.getvalue(), "a.xlsx"), read_fast(out.getvalue())):
        assert sheets is not None
        assert [(s.name, s.rows) for s in sheets] == [("Sheet", [[1]]), ("后", [[2]])]


def test_damaged_xml_is_refused() -> None:
    with pytest.raises(Refused) as caught:
        read_workbook(packed(parts('<sheetData><row r="1"><c r="A1"><v>1')), "a.xlsx")
    assert caught.value.diagnostic.code == "file-damaged"


def test_a_million_formatted_blank_rows_take_bounded_time() -> None:
    rows = "".join(f'<row r="{r}"><c r="A{r}" s="0"/></row>' for r in range(2, 1_048_577))
    data = book('<row r="1"><c r="A1"><v>1</v></c></row>' + rows)
    started = clock.monotonic()
    (sheet,) = read_workbook(data, "a.xlsx")
    assert sheet.rows == [[1]]
    assert clock.monotonic() - started < 20


def test_stray_cell_in_the_last_row() -> None:
    data = book('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="B1048576"/></row>')
    assert read_workbook(data, "a.xlsx")[0].rows == [[1]]


def test_large_sheet_is_read_fast_and_alike() -> None:
    rows = "".join(
        f'<row r="{r}"><c r="A{r}" s="1"><v>{40000 + r % 5000}</v></c><c r="B{r}"><v>{r / 8}</v></c>'
        f'<c r="C{r}" t="e"><v>#N/A</v></c><c r="D{r}" s="2"><v>0.25</v></c></row>'
        for r in range(1, 9001)
    )
    data = book(rows, styles=STYLES)
    fast = read_fast(data)
    assert fast is not None and fast == read_openpyxl(data)
    started = clock.monotonic()
    assert read_workbook(data, "a.xlsx") == fast
    assert clock.monotonic() - started < 5
