"""What responsible units said stands in every paper that speaks of problems, and in the workbook."""

import io
from collections.abc import Iterator

import pytest
from openpyxl import load_workbook
from pptx import Presentation

from chuangmo.access.actor import Actor
from chuangmo.exhibits.frozen import exhibits_of, reader_of, save_meeting
from chuangmo.exhibits.monthly.matters import TO_FILL
from chuangmo.exhibits.views import ViewRequest, build
from chuangmo.exports.contents import BRIEFING, DOSSIER, ONE_PAGE, contents_of
from chuangmo.exports.formats import written
from chuangmo.exports.onepage.plan import plan_of
from chuangmo.period import parse_period
from chuangmo.service.annotations.notes import set_note, undo_note
from chuangmo.service.board import Board, open_board
from chuangmo.service.questions import Questions
from chuangmo.settings import Settings
from tests.demo_store import copy_of, shared_demo_home
from tests.exports.opened import word_document

OCTOBER = parse_period("2008-10")
BOILERS, LONG = "锅炉改造资金未到位，拟于11月底前补齐。", "受外来沙尘影响，" * 30
ASKED = ViewRequest(OCTOBER)


@pytest.fixture(scope="module")
def noted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Board]:
    home = copy_of(shared_demo_home(tmp_path_factory), tmp_path_factory.mktemp("noted") / "home")
    board, who = open_board(Settings(home, "lanzhou")), Actor("qian", "admin", "page")
    set_note(board, who, "boiler_retrofit_units", "兰州市", OCTOBER, BOILERS)
    set_note(board, who, "boiler_retrofit_so2", "西固区", OCTOBER, LONG)
    set_note(board, who, "noise_traffic", "兰州市", OCTOBER, "夜间限行。")
    set_note(board, who, "pm10", "城关区", OCTOBER, "撤销的话。")
    undo_note(board, who, "pm10", "城关区", OCTOBER)
    yield board
    board.close()


@pytest.fixture(scope="module")
def reader(noted: Board, actor: Actor) -> Questions:
    return Questions(noted, actor)


def docx_words(data: bytes) -> str:
    document = word_document(data)
    cells = [c.text for table in document.tables for row in table.rows for c in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def xlsx_words(data: bytes) -> str:
    book = load_workbook(io.BytesIO(data), read_only=True)
    return "\n".join(str(v) for page in book for row in page.values for v in row if v is not None)


def pptx_words(data: bytes) -> str:
    shapes = [shape for slide in Presentation(io.BytesIO(data)).slides for shape in slide.shapes]
    cells = [c.text for s in shapes if s.has_table for row in s.table.rows for c in row.cells]
    return "\n".join([*cells, *(s.text_frame.text for s in shapes if s.has_text_frame)])


def test_the_meeting_set_tells_it(noted: Board, actor: Actor, reader: Questions) -> None:
    contents = contents_of(noted, actor, BRIEFING, ASKED)
    matters = next(one for one in contents.exhibits if one.kind == "matters")
    assert matters.table is not None
    row = next(row for row in matters.table.rows if row[0].text.startswith("锅炉改造台数"))
    assert row[2].text == BOILERS.rstrip("。") and row[3].text == TO_FILL
    deck = written("pptx", reader, contents)[0]
    assert BOILERS.rstrip("。") in pptx_words(deck)
    assert len(Presentation(io.BytesIO(deck)).slides) == 10
    brief = docx_words(written("docx", reader, contents)[0])
    problems = brief[brief.index("、存在问题") : brief.index("附：数据与方法说明")]
    assert "兰州市锅炉改造台数：" in problems and BOILERS in problems
    assert "西固区锅炉削减SO2：" in problems and "夜间限行" not in problems
    assert "责任单位的说明" in brief and LONG in brief
    book = xlsx_words(written("xlsx", reader, contents)[0])
    assert BOILERS in book and LONG in book
    for told in (brief, book, pptx_words(deck)):
        assert "撤销的话" not in told


def test_one_page_cuts_a_long_word_and_says_so(noted: Board, actor: Actor) -> None:
    contents = contents_of(noted, actor, ONE_PAGE, ViewRequest(OCTOBER, area="西固区"))
    rows = plan_of(contents).matters.rows
    (said,) = [row[2].text for row in rows if row[0].text.startswith("锅炉削减SO2")]
    assert said.startswith(LONG[:20]) and said.endswith("……") and len(said) < len(LONG) / 2
    assert all(row[3].text in (TO_FILL, "2008-10-05") for row in rows)


def test_a_view_of_a_figure_and_the_dossier_have_it(
    noted: Board, actor: Actor, reader: Questions
) -> None:
    kinds = {
        view: [one.kind for one in build(view, noted, actor, asked)]
        for view, asked in (
            ("indicator", ViewRequest(OCTOBER, indicator="boiler_retrofit_so2")),
            ("district", ViewRequest(OCTOBER, area="西固区")),
        )
    }
    assert all("notes" in found for found in kinds.values())
    other = build("district", noted, actor, ViewRequest(OCTOBER, area="城关区"))
    assert "notes" not in [one.kind for one in other]
    contents = contents_of(noted, actor, DOSSIER, ASKED)
    told = docx_words(written("docx", reader, contents)[0])
    assert "责任单位说明（兰州市，2008年10月，交通噪声）：夜间限行。" in told


def test_a_snapshot_keeps_what_was_said_then(noted: Board, actor: Actor) -> None:
    save_meeting(noted, actor, "十月例会", ASKED)
    set_note(noted, actor, "boiler_retrofit_units", "兰州市", OCTOBER, "后来改的话。")
    kept = reader_of(noted, actor, "十月例会")
    assert kept is not None
    frozen = tuple(one for _, one in exhibits_of(noted, actor, "十月例会", "overview"))
    contents = contents_of(noted, actor, "overview", ASKED, exhibits=frozen)
    book = xlsx_words(written("xlsx", kept, contents)[0])
    assert BOILERS in book and "后来改的话" not in book
