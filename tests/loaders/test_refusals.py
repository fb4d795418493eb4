"""The contract for bad inputs, category by category: what is accepted, warned of, asked, refused.

A refusal stores nothing, and says sheet, cell, what was found and what to do.
"""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from chuangmo.access.actor import local_person
from chuangmo.service.board import Board, open_board
from chuangmo.service.imports import importing
from chuangmo.settings import Settings
from loaders import staging
from loaders.model.sheet import Sheet
from loaders.model.staged import Hints, StagedBatch
from loaders.opening.fault import ReadFault, damaged_part
from loaders.opening.guard import inspect, refused
from loaders.opening.reader_process import EXPECTED, read
from tests.loaders.bad_files import (
    ACCEPT,
    AIR,
    ASK,
    REJECT,
    WARN,
    Case,
    damaged_inside,
    day,
    hide_column,
    hide_row,
    put,
    second_sheet,
    sheet,
    special,
    task,
    title,
    unit,
    value,
)
from tests.loaders.containers import as_ods, as_text, as_xls, as_xlsx
from tests.loaders.workbook_parts import book, ole_file, packed, parts

WHO = local_person("张三", "cli")

CONTROL: dict[str, Case] = {
    "xlsx": Case(lambda: as_xlsx(AIR), ACCEPT),
    "xlsm by name": Case(lambda: as_xlsx(AIR), ACCEPT, name="表.xlsm"),
    "xls": Case(lambda: as_xls(AIR), ACCEPT, name="表.xls"),
    "et of the old kind": Case(lambda: as_xls(AIR), ACCEPT, name="表.et"),
    "et of the new kind": Case(lambda: as_xlsx(AIR), ACCEPT, name="表.et"),
    "ods": Case(lambda: as_ods(AIR), ACCEPT, name="表.ods"),
    "csv": Case(lambda: as_text(AIR), ACCEPT, name="表.csv"),
    "tsv": Case(lambda: as_text(AIR, "\t"), ACCEPT, name="表.tsv"),
    "semicolons": Case(lambda: as_text(AIR, ";"), ACCEPT, name="表.csv"),
    "bars": Case(lambda: as_text(AIR, "|"), ACCEPT, name="表.txt"),
    "gz of xlsx": Case(lambda: gzip.compress(as_xlsx(AIR)), ACCEPT, name="表.xlsx.gz"),
    "gz of xls": Case(lambda: gzip.compress(as_xls(AIR)), ACCEPT, name="表.xls.gz"),
    "gz of ods": Case(lambda: gzip.compress(as_ods(AIR)), ACCEPT, name="表.ods.gz"),
    "gz of csv": Case(lambda: gzip.compress(as_text(AIR, encoding="gb18030")), ACCEPT, name="表.csv.gz"),
    "csv named xlsx": Case(lambda: as_text(AIR), ACCEPT),
    "xlsx named csv": Case(lambda: as_xlsx(AIR), ACCEPT, name="表.csv"),
}  # fmt: skip

CONTAINER: dict[str, Case] = {
    "nothing": Case(lambda: b"", REJECT, "file-empty"),
    "blanks only": Case(lambda: b" \r\n\r\n", REJECT, "file-empty"),
    "PDF": Case(lambda: b"%PDF-1.7\n%\xe2\xe3", REJECT, "file-pdf"),
    "picture": Case(lambda: b"\x89PNG\r\n\x1a\n" + bytes(90), REJECT, "file-image"),
    "program": Case(lambda: b"MZ\x90\x00" + bytes(90), REJECT, "file-program"),
    "web page": Case(lambda: b"<html><table><tr><td>1</td></tr></table></html>", REJECT, "file-html", name="表.xls"),
    "Word": Case(lambda: packed({"word/document.xml": b"<a/>"}), REJECT, "file-word"),
    "zip of tables": Case(lambda: packed({"1.csv": as_text(AIR)}), REJECT, "file-archive"),
    "password": Case(lambda: ole_file("EncryptedPackage", b""), REJECT, "file-encrypted"),
    "cut xlsx": Case(lambda: as_xlsx(AIR)[:-300], REJECT, "file-truncated"),
    "cut xls": Case(lambda: as_xls(AIR)[:612], REJECT, "file-truncated", name="表.xls"),
    "cut gz": Case(lambda: gzip.compress(as_text(AIR))[:-9], REJECT, "file-truncated", name="表.csv.gz"),
    "cut markup": Case(damaged_inside, REJECT, "file-damaged"),
    "gz in gz": Case(lambda: gzip.compress(gzip.compress(as_text(AIR))), REJECT, "file-archive"),
    "no sheet": Case(lambda: packed({**parts(""), "xl/workbook.xml": b"<workbook><sheets/></workbook>"}), REJECT, "no-sheet"),
}  # fmt: skip

ENCODING: dict[str, Case] = {
    "utf-8 with mark": Case(lambda: as_text(AIR, encoding="utf-8-sig"), ACCEPT, name="表.csv"),
    "gb18030": Case(lambda: as_text(AIR, encoding="gb18030"), ACCEPT, name="表.csv"),
    "utf-16": Case(lambda: as_text(AIR, encoding="utf-16"), ACCEPT, name="表.csv"),
    "utf-16 without mark": Case(lambda: as_text(AIR, encoding="utf-16-le"), ACCEPT, name="表.csv"),
    "big5": Case(lambda: as_text("2008年10月（mg/m3）\n區縣|PM10|二氧化硫\n安寧區|0.12|0.06", encoding="big5"), ACCEPT, name="表.csv"),
    "bytes of no encoding": Case(lambda: b"\xff\xff,\xff\n1,2\n", REJECT, "file-encoding", name="表.csv"),
    "utf-8 cut in a character": Case(lambda: as_text(AIR)[:-1] + b"\xe5\xae,\xff\xff\n", REJECT, "file-encoding", name="表.csv"),
    "binary in text": Case(lambda: as_text(AIR) + b",\x01\x02", REJECT, "file-not-spreadsheet", name="表.csv"),
    "open quote": Case(lambda: as_text(AIR) + b'"1,2\n', REJECT, "file-quotes", "R6C1", "第 6 行", name="表.csv"),
    "marks and blanks that nobody sees": sheet(AIR.replace("城关区", "\ufeff城\u200b关 区").replace("0.11", "'\u00a00.11"), ACCEPT),
}  # fmt: skip

STRUCTURE: dict[str, Case] = {
    "header only": sheet("2008年10月（mg/m³）\n区县|PM10|SO2", REJECT, "no-values", None),
    "prose": sheet("这是一份说明\n请查收", REJECT, "no-indicator"),
    "numbers only": sheet("1|2|3\n4|5|6", REJECT, "no-indicator"),
    "another office's table": sheet("地区|国内生产总值(亿元)\n城关区|353\n安宁区|141", REJECT, "no-indicator"),
    "no district of a value": sheet("2008年10月（mg/m³）\n区县|PM10\n城关区|0.1\n|0.2\n安宁区|0.3", REJECT, "key-missing", "B4", "0.2"),
    "a value over two rows": sheet(AIR.replace("|0.12", "|"), WARN, "merged-value", "B3", "0.11", merges="B3:B4"),
    "a hidden row": special(hide_row, WARN, "hidden-values", "B3", "0.11"),
    "a hidden column": special(hide_column, WARN, "hidden-values", "B3", "0.11"),
    "a hidden sheet that says otherwise": special(second_sheet(0.2, state="hidden"), REJECT, "duplicate-key", "B3"),
    "two sheets of one name": Case(
        lambda: packed(parts('<sheetData/>') | {"xl/workbook.xml": parts("")["xl/workbook.xml"].replace(
            b"</sheets>", b'<sheet name="s" sheetId="2" r:id="rId1"/></sheets>')}),
        REJECT, "sheet-duplicate", None, "s"),
    "a cell twice": Case(
        lambda: book('<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>'), REJECT, "readers-differ", "A1"),
    "an error cell": special(put("B3", "#N/A", "e"), REJECT, "error-cell", "B3", "#N/A"),
    "a formula without a value": special(put("B3", "=B4*2"), REJECT, "formula-without-value", "B3", "=B4*2"),
    "a wrong total": sheet("2008年1-9月\n区县|餐饮业治理（户）\n城关区|10\n安宁区|20\n合计|31", WARN, "total-differs", "B5", "31"),
}  # fmt: skip

HEADER: dict[str, Case] = {
    "full width and blanks": sheet(AIR.replace("区县|PM10|SO2", "区 县|ＰＭ１０|二氧化硫"), ACCEPT),
    "one indicator twice": sheet("2008年10月（mg/m³）\n区县|PM10|PM10\n城关区|0.1|0.2\n安宁区|0.3|0.4", REJECT, "header-twice", "B2", "PM10"),
    "no header over values": sheet("2008年10月（mg/m³）\n区县||SO2\n城关区|0.1|0.05\n安宁区|0.12|0.06", ASK, "coverage"),
    "no header at all": sheet("2008年10月\n城关区|0.1|0.05\n安宁区|0.12|0.06", REJECT, "no-indicator"),
    "letters of another script": sheet(AIR.replace("PM10|SO2", "РМ10|SО2"), REJECT, "no-indicator"),
    "no district column": sheet("2008年10月（mg/m³）\n|PM10|SO2\n|0.1|0.05\n|0.12|0.06", ASK, "area"),
    "an unknown district": sheet(AIR.replace("城关区", "火星区"), ASK, "place-names"),
    "only figures made from others": sheet("2008年10月\n区县|AQI|排名\n城关区|80|1\n安宁区|90|2", REJECT, "only-derived"),
}  # fmt: skip

UNITS: dict[str, Case] = {
    "mg": unit("(mg/m³)", ACCEPT), "mg in words": unit("(毫克/立方米)", ACCEPT),
    "a lost superscript": unit("(mg/m)", ACCEPT, "lost-superscript"),
    "a thousandfold slip": unit("(µg/m³)", ASK, "unit-pm10"),
    "nanograms": unit("(ng/m³)", ASK, "unit-pm10"),
    "grams": unit("(g/m³)", ASK, "unit-pm10"),
    "of water": unit("(mg/L)", REJECT, "unit-conflict", "B3"),
    "of an area": unit("(mg/m²)", REJECT, "unit-conflict", "B3"),
    "half a unit": unit("(微克)", REJECT, "unit-conflict", "B3"),
    "of soil": unit("(mg/kg)", REJECT, "unit-conflict", "B3"),
    "per cent": unit("(%)", REJECT, "unit-conflict", "B3"),
    "ppb without a temperature": unit("(ppb)", REJECT, "unit-mixing", "B3"),
    "none, magnitude silent": sheet("2008年10月\n区县|PM10\n城关区|1.5\n安宁区|2.5", ASK, "unit-pm10"),
    "a rate below one": sheet("2008年10月\n区县|地面水水质达标率(%)\n城关区|0.98\n安宁区|1", ASK, "rate-surface_water_compliance"),
}  # fmt: skip

DATES: dict[str, Case] = {
    **{f"day {text}": day(text, ACCEPT) for text in (
        "2008-10-01", "'2008/10/1", "'2008.10.1", "'20081001", "2008年10月1日", "二〇〇八年十月一日", "39722")},
    **{f"day {text}": day(text, REJECT, "key-unreadable", "C2") for text in (
        "'2008-02-30", "'2008-13-01", "'13/10/2008", "'2008-1O-01", "昨天", "'1908-10-01", "0", "99999999",
        "'2008-10-01 12:30", "'2008-10-01~2008-10-03")},
    "tomorrow's tomorrow": day("2099-01-01", REJECT, "future-date", "C2"),
    "no day": day("", REJECT, "key-missing", "C2"),
    "title in Chinese figures": title("二〇〇八年十月", ACCEPT),
    "title of an ROC year": title("民国97年10月", ACCEPT),
    "a month that does not exist": title("2008年13月", ASK, "period"),
    "a quarter that does not exist": title("2008年第5季度", ASK, "period"),
    "a day that does not exist": title("2008年10月32日", ASK, "period"),
    "two months in one title": title("2008年10月、11月", ASK, "period"),
    "no year": title("十月", ASK, "period"),
    "a year to come": title("2099年10月", REJECT, "future-date"),
    "title against file name": sheet(AIR, ASK, "period", name="2008年11月.xlsx"),
}  # fmt: skip

VALUES: dict[str, Case] = {
    **{f"{text} is a number": value(text, ACCEPT) for text in (
        "0.1", "'0.1", "'０.１２", "' 0.1 ", "'+0.1", "'.1", "'1e-1")},
    **{f"{text} is no value": value(text, ACCEPT) for text in (
        "-", "--", "—", "/", "无", "'N/A", "缺测", "-999", "NR", "*")},
    **{f"{text} is below detection": value(text, ACCEPT) for text in ("'<0.01", "'＜0.05", "'0.004L", "ND", "未检出")},
    **{f"{text} is unreadable": value(text, REJECT, "unreadable-value") for text in (
        "'5O.2", "'1l", "约0.1", "'0.1-0.2", "'≥0.1", "'0,1", "'0、1", "'0。1", "'0.1.2", "'1 2", "'1.", "良", "十二",
        "'0.1万", "'10%", "'1/10", "'2008-10-01", "①", "½", "'=cmd!A1", "'inf", "'10²")},
    "a number with its unit": value("'0.1mg/m³", ACCEPT),
    "beyond the possible": value("99", REJECT, "out-of-range"),
    "below nothing": value("-0.1", REJECT, "out-of-range"),
    "a mark of invalidity": value("'0.1#", WARN, "marked-value"),
    "zero of an air indicator": value("0", ACCEPT, "zero-is-missing"),
    "a truth value": special(put("B3", True), REJECT, "unreadable-value", "B3", "TRUE"),
    "a negative count": task("-3", REJECT, "negative-value", "B3"),
    "half a household": task("3.5", WARN, "fraction-of-count", "B3"),
    "a rate over 100": sheet("2008年10月\n区县|地面水水质达标率(%)\n城关区|101\n安宁区|97", REJECT, "over-100", "B3", "101"),
}  # fmt: skip

DUPLICATES: dict[str, Case] = {
    "the same row again": sheet(AIR + "\n城关区|0.11|0.05", ACCEPT, "duplicate-equal", "B6"),
    "another value": sheet(AIR + "\n城关区|0.2|0.05", REJECT, "duplicate-key", "B6", "0.2"),
    "another value under another name": sheet(AIR + "\n城关|0.2|0.05", REJECT, "duplicate-key", "B6", "0.2"),
    "the same on another sheet": special(second_sheet(0.11), ACCEPT, "duplicate-equal", "B3"),
    "another value on another sheet": special(second_sheet(0.2), REJECT, "duplicate-key", "B3", "0.2"),
}  # fmt: skip

SEMANTICS: dict[str, Case] = {
    "another city": sheet(AIR.replace("2008年", "白银市2008年"), WARN, "foreign-city"),
    "columns swapped": sheet(
        "日期|PM10(µg/m³)|PM2.5(µg/m³)|区县\n" + "\n".join(f"2014-01-0{d}|50|80|城关区" for d in range(1, 9)),
        WARN, "pm25-over-pm10", "C2"),
    "more valid days than days": sheet("2008年2月（mg/m³）\n区县|PM10|有效天数\n城关区|0.1|30\n安宁区|0.12|28", REJECT, "valid-days-over", "C3", "30"),
    "night over day": sheet("2008年功能区噪声dB(A)\n点位|昼间|夜间\n雁滩|50|60\n盐场堡|50|60", WARN, "night-over-day"),
    "districts missing": sheet(
        "2008年10月（mg/m³）\n区县|PM10\n城关区|0.11\n安宁区|0.12\n西固区|0.13\n七里河区|0.14\n红古区|0.1\n榆中县|0.12", WARN, "districts-missing"),
}  # fmt: skip

SECURITY: dict[str, Case] = {
    "document type": Case(lambda: packed({**parts(""), "xl/styles.xml": b'<!DOCTYPE a SYSTEM "http://127.0.0.1/a"><a/>'}), REJECT, "xml-declaration"),
    "laughs": Case(lambda: packed({**parts(""), "xl/styles.xml": b'<!DOCTYPE a [<!ENTITY b "cc">]><a>&b;</a>'}), REJECT, "xml-declaration"),
    "bomb": Case(lambda: packed({**parts(""), "xl/sharedStrings.xml": b"<sst>" + b" " * 30_000_000}), REJECT, "zip-bomb"),
    "gz bomb": Case(lambda: gzip.compress(b"1,2\n" * 9_000_000), REJECT, "zip-bomb", name="表.csv.gz"),
    "many members": Case(lambda: packed((f"xl/{n}.xml", b"<a/>") for n in range(2001)), REJECT, "zip-members"),
    "path": Case(lambda: packed({**parts(""), "../../evil.xml": b"<a/>"}), REJECT, "zip-path", None, "../../evil.xml"),
    "far cell": Case(lambda: book('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), REJECT, "cell-too-far", "XFD1048576"),
    "old file that stops a parser": Case(lambda: ole_file("Workbook", b"\x09\x08\x10\x00" + b"\xff" * 600), REJECT, "file-damaged", name="表.xls"),
    "script as a district": sheet(AIR.replace("城关区", "<script>alert(1)</script>"), ASK, "place-names"),
    "statement as a district": sheet(AIR.replace("城关区", "'; drop table observations;--"), ASK, "place-names"),
    "a cell of thirty thousand characters": sheet(AIR.replace("城关区", "城" * 30_000), ASK, "place-names"),
}  # fmt: skip

CATEGORIES = {
    "control": CONTROL, "container": CONTAINER, "encoding": ENCODING, "structure": STRUCTURE, "header": HEADER,
    "units": UNITS, "dates": DATES, "values": VALUES, "duplicates": DUPLICATES, "semantics": SEMANTICS,
    "security": SECURITY,
}  # fmt: skip
#: Categories whose files may hurt a parser go through the real child process.
DANGEROUS = ("control", "container", "encoding", "security")
ALL = [(category, name) for category, cases in CATEGORIES.items() for name in cases]


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Board]:
    opened = open_board(Settings(tmp_path_factory.mktemp("refusals"), "lanzhou"))
    yield opened
    opened.close()


def read_here(data: bytes, name: str) -> list[Sheet]:
    """``read_workbook`` without the child, for files that our own tests have written."""
    accepted = inspect(data, name)
    try:
        return list(read(accepted.data, accepted.kind, name))
    except ReadFault as fault:
        raise refused(name, fault) from fault
    except EXPECTED as error:
        raise refused(name, ReadFault("file-damaged", damaged_part(error))) from error


def outcome(staged: StagedBatch) -> str:
    if staged.rejected or staged.errors:
        return REJECT
    if staged.questions:
        return ASK
    return WARN if any(d.severity == "warning" for d in staged.diagnostics) else ACCEPT


def kept(board: Board) -> list[tuple[str, int]]:
    """Every file of the home that holds data."""
    home = Path(board.settings.home)
    files = [
        p
        for p in home.rglob("*")
        if p.is_file() and "audit" not in p.name and ".duckdb" not in p.name
    ]
    return sorted(
        (str(p.relative_to(home)), p.stat().st_size) for p in files if "accounts" not in str(p)
    )


@pytest.mark.parametrize(("category", "name"), ALL)
def test_contract(category: str, name: str, board: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    case = CATEGORIES[category][name]
    if category not in DANGEROUS:
        monkeypatch.setattr(staging, "read_workbook", read_here)
    before, generation = kept(board), board.store.journal_seq()
    staged = importing.preview(board, WHO, case.data(), case.name, Hints())
    assert outcome(staged) == case.expected, (staged.diagnostics, staged.questions)
    if case.expected in (REJECT, ASK):
        result = importing.commit(board, WHO, staged)
        assert result.status == ("rejected" if case.expected == REJECT else "needs_answer")
    assert (kept(board), board.store.journal_seq()) == (before, generation), "something was stored"
    if case.expected == ASK:
        assert case.code in [q.key.rsplit("/", 1)[1] for q in staged.questions]
    elif case.code:
        _check_message(case, staged)
    if case.expected == ACCEPT and category == "control":
        assert staged.observations.num_rows == 6


def _check_message(case: Case, staged: StagedBatch) -> None:
    """The diagnostic names where, what and what to do, in plain Chinese."""
    lines = [d for d in staged.diagnostics if d.code == case.code]
    assert lines, [d.code for d in staged.diagnostics]
    line = next((d for d in lines if d.cell == case.cell), lines[0])
    assert line.message.endswith(("。", "）")) and "{" not in line.message
    assert not re.search(r"Traceback|Error\b|Exception|None\b", line.message)
    if case.cell is not None:
        assert line.cell == case.cell
        line_number = re.fullmatch(r"R(\d+)C\d+", case.cell)
        assert (f"第 {line_number[1]} 行" if line_number else case.cell) in line.message
    if line.cell and line.sheet:
        assert f"{line.sheet}!{line.cell}" in line.message
    if case.found is not None:
        assert case.found in line.found and case.found in line.message


def test_every_category_of_the_contract_is_tried() -> None:
    assert len(CATEGORIES) == 11 and all(len(cases) >= 5 for cases in CATEGORIES.values())
    assert len(ALL) >= 126
