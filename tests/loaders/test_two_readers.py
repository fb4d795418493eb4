"""What two programs would read differently is refused with the cell; the rest is left alone."""

import io
import re
from datetime import date, datetime, time, timedelta

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chuangmo.settings import SAMPLES_DIR
from loaders.model.sheet import ErrorText, UncachedFormula
from loaders.model.staged import Diagnostic
from loaders.opening import two_readers, xlsx
from loaders.opening.two_readers import same_value
from loaders.opening.workbook import Refused, read_workbook
from loaders.opening.xlsx import read_openpyxl
from tests.loaders.workbook_parts import MAIN, book, packed, parts
from tests.two_forms import examples, is_long


def refusal(data: bytes, name: str = "表.xlsx") -> Diagnostic:
    with pytest.raises(Refused) as caught:
        read_workbook(data, name)
    return caught.value.diagnostic


def row(cells: str, number: int = 1) -> str:
    return f'<row r="{number}">{cells}</row>'


#: Rows, the cell, what is found.
DIFFERENT: dict[str, tuple[str, str | None, str]] = {
    "a cell twice": (
        row('<c r="A1"><v>1</v></c><c r="A1"><v>2</v></c>'), "A1", "同一单元格写了两次"),
    "a row twice": (
        row('<c r="A1"><v>1</v></c>') + row('<c r="A1"><v>5</v></c>'), "A1", "同一单元格写了两次"),
    "two values in a cell": (row('<c r="A1"><v>1</v><v>2</v></c>'), None, "1 个值与 2 个值"),
    "a number with a blank": (row('<c r="A1"><v> 5 </v></c>'), "A1", "“5”与“ 5 ”"),
    "an underscore in a number": (row('<c r="A1"><v>1_000</v></c>'), "A1", "“1000”与“1_000”"),
    "full-width digits as a number": (row('<c r="A1"><v>１２</v></c>'), "A1", "“12”与“１２”"),
    "a number cut by a comment": (row('<c r="A1"><v>1<!-- -->5</v></c>'), "A1", "“15”与“1”"),
    "a number cut by CDATA": (row('<c r="A1"><v>1<![CDATA[5]]></v></c>'), "A1", "“15”与“1”"),
    "a text without its type": (row('<c r="A1"><is><t>9</t></is></c>'), "A1", "“空白”与“9”"),
    "a cell under another row": (row('<c r="A9"><v>3</v></c>', 2), "A2", "“空白”与“3”"),
    "a row of another vocabulary": (
        row('<c r="A1"><v>1</v></c>') + '<y:row xmlns:y="urn:z" r="2"><y:c r="A2"><y:v>7</y:v></y:c></y:row>',
        "A2", "“空白”与“7”"),
}  # fmt: skip


@pytest.mark.parametrize("name", DIFFERENT)
def test_different_readings_are_refused_with_the_cell(name: str) -> None:
    rows, cell, found = DIFFERENT[name]
    why = refusal(book(rows))
    assert (why.code, why.sheet, why.cell, why.found) == ("readers-differ", "S", cell, found)
    where = f"S!{cell}" if cell else "S"
    assert where in why.message and found in why.message and why.message.endswith("重新上传。")


@pytest.mark.parametrize(
    "name", ["a cell twice", "two values in a cell", "full-width digits as a number"]
)
def test_a_large_sheet_is_compared_by_count_and_sample(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlsx, "SMALL_XML_BYTES", 0)
    monkeypatch.setattr(two_readers, "SMALL_XML_BYTES", 0)
    data = book(DIFFERENT[name][0])
    with pytest.raises(two_readers.ReadFault) as caught:
        two_readers.agreed(data, xlsx.read_xlsx(data))
    assert caught.value.code == "readers-differ"


def long_book(spoilt: int, cell: str) -> bytes:
    """Twelve thousand plain rows, one of them with the cells given."""
    rows = (
        row(cell.format(r=r) if r == spoilt else f'<c r="A{r}"><v>{r}</v></c><c r="B{r}"><v>{r / 8}</v></c>', r)
        for r in range(1, 12_001)
    )  # fmt: skip
    return book("".join(rows) + " " * 1_000_000)


def test_a_doubled_cell_anywhere_in_a_long_sheet_is_found() -> None:
    assert (
        refusal(long_book(7_777, '<c r="A{r}"><v>1</v></c><c r="A{r}"><v>2</v></c>')).cell
        == "A7777"
    )


def test_a_long_sheet_that_agrees_is_read() -> None:
    (sheet,) = read_workbook(long_book(0, ""), "表.xlsx")
    assert len(sheet.rows) == 12_000 and sheet.rows[11_999] == [12_000, 1500]


SAME: dict[str, str] = {
    "rows out of order": row('<c r="A3"><v>5</v></c>', 3) + row('<c r="A1"><v>1</v></c>'),
    "cells out of order": row('<c r="C1"><v>3</v></c><c r="A1"><v>1</v></c>'),
    "no references": "<row><c><v>1</v></c><c><v>2</v></c></row>",
    "scientific notation": row('<c r="A1"><v>1e3</v></c><c r="B1"><v>1.5E-3</v></c>'),
    "truth in words": row('<c r="A1" t="b"><v>true</v></c><c r="B1" t="b"><v>0</v></c>'),
    "error, formula without a value": row('<c r="A1" t="e"><v>#N/A</v></c><c r="B1"><f>A2</f></c>'),
    "reading aid of a text": row(
        '<c r="A1" t="inlineStr"><is><t>城关</t><rPh sb="0" eb="2"><t>cheng</t></rPh></is></c>'),
    "escaped and folded text": row(
        '<c r="A1" t="inlineStr"><is><t xml:space="preserve"> a&amp;b\n&#x41; </t></is></c>'),
    "more than fifteen digits": row('<c r="A1"><v>0.1234567890123456789</v></c>'),
    "dates in words": row('<c r="A1" t="d"><v>2024-01-02</v></c>'),
    "an empty text": row('<c r="A1" t="inlineStr"><is><t></t></is></c><c r="B1"><v>1</v></c>'),
}  # fmt: skip


@pytest.mark.parametrize("name", SAME)
def test_what_is_no_difference_is_read(name: str) -> None:
    (sheet,) = read_workbook(book(SAME[name]), "表.xlsx")
    assert any(row for row in sheet.rows)


def test_a_value_under_a_merge_is_no_difference() -> None:
    cells = row('<c r="A1"><v>1</v></c><c r="B1"><v>2</v></c>')
    merged = '<mergeCells><mergeCell ref="A1:B1"/></mergeCells>'
    (sheet,) = read_workbook(packed(parts(f"<sheetData>{cells}</sheetData>{merged}")), "表.xlsx")
    assert sheet.value(0, 0) == 1


def test_empty_shared_texts_are_no_difference() -> None:
    cells = row('<c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c>')
    members = parts(f"<sheetData>{cells}</sheetData>")
    members["xl/sharedStrings.xml"] = (
        f'<sst xmlns="{MAIN}"><si><t/></si><si><t>甲</t></si></sst>'.encode()
    )
    link = b'<Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    rels = "xl/_rels/workbook.xml.rels"
    members[rels] = members[rels].replace(b"</Relationships>", link)
    members["[Content_Types].xml"] = members["[Content_Types].xml"].replace(
        b"</Types>",
        b'<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>',
    )
    assert read_workbook(packed(members), "表.xlsx")[0].rows == [[None, "甲"]]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (1, 1.0, True), (1, 2, False), (None, "", True), (None, 0, False), ("1", 1, False),
        (True, 1, False), (" a\r\nb", "a\nb ", True), ("a", "b", False),
        (datetime(2024, 1, 2), 45293, True), (datetime(2024, 1, 2), 45294, False),
        (time(12), 0.5, True), ("30:00:00", 1.25, True), ("30:00:00", "PT30H00M00S", True),
        ("30:00:00", 1.3, False), (datetime(2024, 1, 2), "2024-01-02", False),
        (ErrorText("#N/A"), None, True), (ErrorText("#N/A"), 5, False),
        (UncachedFormula("=A1"), None, True), (UncachedFormula("=A1"), 5, False),
        (datetime(1900, 1, 2), 2, True),
    ],
)  # fmt: skip
def test_what_counts_as_one_value(one: object, other: object, same: bool) -> None:
    assert same_value(one, other) is same and same_value(other, one) is same  # type: ignore[arg-type]


def test_serial_numbers_of_an_old_macintosh() -> None:
    assert same_value(datetime(2024, 3, 1), 43890, since_1904=True)
    assert not same_value(datetime(2024, 3, 1), 43890)


VALUES = st.one_of(
    st.none(), st.integers(-(10**9), 10**9), st.floats(-1e6, 1e6), st.booleans(),
    st.text(st.characters(codec="utf-8", exclude_characters="\r", exclude_categories=["Cc", "Cs"]), max_size=8),
    st.datetimes(datetime(1901, 1, 1), datetime(2100, 1, 1)), st.dates(date(1901, 1, 1), date(2100, 1, 1)),
    st.times(), st.timedeltas(timedelta(0), timedelta(99)), st.sampled_from(["=A9", "#N/A", "#DIV/0!"]),
)  # fmt: skip


@settings(max_examples=examples(40, 600), suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(VALUES, max_size=5), max_size=6))
def test_a_workbook_as_a_library_writes_it_is_never_refused(rows: list[list[object]]) -> None:
    wb = openpyxl.Workbook()
    for values in rows:
        wb.active.append([v if not isinstance(v, str) else v[:30] for v in values])
    out = io.BytesIO()
    wb.save(out)
    sheets = read_openpyxl(out.getvalue())
    assert two_readers.agreed(out.getvalue(), sheets) == sheets


def test_demonstration_workbooks_agree() -> None:
    """One of each kind in the short form; every import of a workbook compares the readers, too."""
    paths = sorted(SAMPLES_DIR.rglob("*.xlsx"))
    kinds = {re.sub(r"\d+", "", path.name): path for path in paths}
    assert len(kinds) >= 5
    for path in paths if is_long() else kinds.values():
        data = path.read_bytes()
        assert two_readers.agreed(data, xlsx.read_xlsx(data))
