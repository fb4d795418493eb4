"""Hostile texts through the whole road: workbook, entries by hand, names; never more than texts."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from chuangmo.access.actor import Actor
from chuangmo.exhibits.frozen import renamed
from chuangmo.exhibits.views import ViewRequest, build
from chuangmo.exports.bundle import bundle
from chuangmo.exports.csv_file import FORMULA_STARTS, safe_text
from chuangmo.exports.files import ExportFile, ExportRequest, export
from chuangmo.exports.names import fit_name
from chuangmo.exports.supervision import supervision_file
from chuangmo.period import parse_period, today
from chuangmo.service.auditing import audit_csv, audit_lines
from chuangmo.service.board import Board, open_board
from chuangmo.service.decisions.changing import RESULTS, set_item, set_target
from chuangmo.service.decisions.supervision import acts
from chuangmo.service.imports.importing import commit, preview
from chuangmo.settings import Settings
from loaders.model.staged import Hints
from tests.demo_store import ROOT, copy_of, shared_demo_home
from tests.exports.opened import book, points_outside, word_document

LINK = '=HYPERLINK("http://x.invalid","看")'
HOSTILE = (LINK, "@SUM(1+1)", "＝1+1", "＋1", "－1", "＠x", "+cmd|'/C calc'!A0", "-2+3", "{=1+1}",
           "\t=1", "\r=1")  # fmt: skip
WATER = "2008年10月兰州市饮用水源与断面水质月报.xlsx"
FILE = f"@SUM(1)+{WATER}"
OCTOBER = ViewRequest(parse_period("2008-10"), indicator="water_source_compliance")
#: What a field of Word may say in a file of ours: the page's number, nothing else.
FIELDS = {"PAGE"}
Files = dict[str, ExportFile]


def hostile_report() -> bytes:
    """The sample with water sources and a sheet that are called like formulas."""
    made: Workbook = load_workbook(ROOT / "data" / "samples" / "lanzhou" / WATER)
    sheet = made["饮用水源"]
    for row, name in enumerate(HOSTILE[:6], start=4):
        cell = sheet.cell(row, 1)
        cell.value, cell.data_type = name, "s"
    sheet.title = "=1+1"
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def invaded(tmp_path_factory: pytest.TempPathFactory, actor: Actor) -> Iterator[Board]:
    """A board into which everything that can be typed or uploaded was hostile."""
    place = tmp_path_factory.mktemp("invaded")
    board = open_board(
        Settings(copy_of(shared_demo_home(tmp_path_factory), place / "home"), "lanzhou")
    )
    staged = preview(board, actor, hostile_report(), FILE, Hints())
    assert commit(board, actor, staged, reason="=reason()").status == "committed"
    set_target(
        board, actor, indicator="water_source_compliance", area="城关区", year=2008, limit="99",
        unit="%", operator=">=", document=LINK,
    )  # fmt: skip
    scheme = board.catalog.scheme("national_2006")
    item = next(one for one in scheme.items if one.kind == "qualitative")
    set_item(
        board, actor, scheme=scheme.id, item=item.id, year=2008, result=RESULTS[0],
        document=LINK, note="@note()",
    )  # fmt: skip
    yield board
    board.close()


@pytest.fixture(scope="module")
def files(invaded: Board, actor: Actor) -> Files:
    """One file of each office format, under a title and with verdicts typed by a user."""
    exhibits = tuple(
        renamed(one, text)
        for one, text in zip(
            [
                *build("overview", invaded, actor, OCTOBER),
                *build("indicator", invaded, actor, OCTOBER),
            ],
            HOSTILE * 2,
            strict=False,
        )
    )
    asked = [(form, "indicator", exhibits) for form in ("pptx", "xlsx", "docx", "csv")]
    made = {
        form: export(invaded, actor, ExportRequest(form, view, OCTOBER, LINK, shown))
        for form, view, shown in asked
    }
    whole = ViewRequest(OCTOBER.period)
    made["dossier"] = export(invaded, actor, ExportRequest("docx", "dossier", whole))
    item = acts.open_item(
        invaded, actor, indicator="pm10", area="西固区", unit=LINK, measure="@SUM(1)",
        deadline=today(),
    )  # fmt: skip
    acts.add_feedback(invaded, actor, item.number, "=feedback()", "+document")
    made["sheet"] = supervision_file(invaded, actor, item.number)
    return made


def books_in(data: bytes) -> Iterator[bytes]:
    """The workbooks inside a package: those behind its charts."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            if name.endswith(".xlsx"):
                yield package.read(name)


def formulas(data: bytes) -> list[str]:
    return [
        str(cell.value)
        for sheet in book(data, values=False)
        for line in sheet.iter_rows()
        for cell in line
        if cell.data_type == "f"
    ]


def field_codes(data: bytes) -> set[str]:
    """Every field code of a Word file, in whichever of its two forms."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = [package.read(n).decode() for n in package.namelist() if n.endswith(".xml")]
    text = " ".join(parts)
    simple = re.findall(r'<w:fldSimple[^>]*w:instr="([^"]*)"', text)
    return {code.strip() for code in [*simple, *re.findall(r"<w:instrText[^>]*>([^<]*)<", text)]}


def test_the_hostile_names_did_come_in(files: Files) -> None:
    """What follows would prove nothing if the names had been lost on the way."""
    rows = list(book(files["xlsx"].data)["来源"].iter_rows(values_only=True))
    assert {name.strip() for name in HOSTILE[:6]} <= {str(row[2]).strip() for row in rows}
    assert any(row[10] == FILE and row[11] == "=1+1" for row in rows)
    words = " ".join(str(v) for s in book(files["xlsx"].data) for r in s.values for v in r if v)
    assert LINK in words


@pytest.mark.parametrize("kind", ["pptx", "xlsx", "docx", "dossier", "sheet"])
def test_no_relation_leads_out_of_a_file_and_nothing_in_it_is_a_link(
    files: Files, kind: str
) -> None:
    data = files[kind].data
    assert points_outside(data) == []
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            body = package.read(name)
            for sign in (b"<hyperlink", b"<w:hyperlink ", b"hlinkClick", b"hlinkHover", b"ddeLink",
                         b"oleObject ", b"vbaProject"):  # fmt: skip
                assert sign not in body, (name, sign)


def test_only_our_own_formulas_are_in_the_workbook(files: Files) -> None:
    assert all(one.startswith(("=ROUNDDOWN(", "=ROUNDUP(")) for one in formulas(files["xlsx"].data))


@pytest.mark.parametrize("kind", ["pptx", "docx", "dossier"])
def test_the_workbooks_behind_charts_compute_nothing(files: Files, kind: str) -> None:
    found = list(books_in(files[kind].data))
    assert found
    assert [formula for one in found for formula in formulas(one)] == []


@pytest.mark.parametrize("kind", ["docx", "dossier", "sheet"])
def test_no_text_becomes_a_field_code(files: Files, kind: str) -> None:
    assert field_codes(files[kind].data) <= FIELDS
    assert files[kind].data and word_document(files[kind].data).paragraphs


def test_what_was_typed_stands_in_the_papers_as_it_was_typed(files: Files) -> None:
    for kind, typed in (("sheet", LINK), ("sheet", "=feedback()"), ("dossier", LINK)):
        document = word_document(files[kind].data)
        words = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        assert any(typed in text for text in words), (kind, typed)


def test_no_cell_of_a_csv_begins_like_a_formula(invaded: Board, actor: Actor, files: Files) -> None:
    audit = audit_csv(invaded.settings, actor, audit_lines(invaded.settings, actor))
    for data in (files["csv"].data, audit):
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
        assert len(rows) > 2
        for cell in (cell for row in rows for cell in row):
            assert not cell.lstrip().startswith(FORMULA_STARTS) or _is_number(cell), cell


def _is_number(text: str) -> bool:
    return re.fullmatch(r"-?\d+(\.\d+)?", text) is not None


@pytest.mark.parametrize("blank", [" ", "\u00a0", "\u3000", "\ufeff", "\u200b", "\u2060", "\x0b"])
def test_a_sign_behind_blanks_that_nobody_sees_is_disarmed_too(blank: str) -> None:
    assert safe_text(f"{blank}=1+1") == f"'{blank}=1+1"
    assert safe_text(f"{blank}西固区") == f"{blank}西固区"


@pytest.mark.parametrize(
    "text", [*HOSTILE, "../../etc/passwd", "..\\x", "con:|?", "a\x00b", "\u202egnp.exe"]
)
def test_a_file_name_keeps_no_way_out_and_no_disguise(text: str) -> None:
    name = fit_name(text)
    assert not set(name) & set('\\/:*?"<>|\t\r\n\x00\u202e')
    assert name not in ("", ".", "..") and not name.startswith(".")


def test_names_inside_a_zip_are_those_of_the_files(files: Files) -> None:
    chosen = [files["csv"], files["csv"], files["sheet"]]
    with zipfile.ZipFile(io.BytesIO(bundle(chosen))) as package:
        names = package.namelist()
        assert [package.read(name) for name in names] == [one.data for one in chosen]
    assert len(set(names)) == 3 and not any("/" in name or "\\" in name for name in names)
    assert bundle(chosen) == bundle(chosen)
