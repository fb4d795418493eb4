"""The break of 2018 is marked wherever the trend goes: page, meeting, slides, Word, Excel."""

import json
import zipfile
from collections.abc import Iterator
from io import BytesIO

import pytest
from pptx import Presentation

from chuangmo.exhibit import Exhibit
from chuangmo.exhibits.frozen import frozen, thawed
from chuangmo.exhibits.views import INDICATOR, OUTLOOK, ViewRequest, build
from chuangmo.exports.files import ExportRequest, export
from chuangmo.exports.native import chart_of
from chuangmo.period import parse_period
from chuangmo.service import process
from chuangmo.service.board import Board, open_board
from chuangmo.settings import Settings
from tests.pages.conftest import ACTOR, opened, words
from tests.spanning import MARK, spanning_home

QUESTION = ViewRequest(parse_period("2019-10"), indicator="pm10", area="城关区")
LINK = {"month": "2019-10", "indicator": "pm10", "area": "城关区"}
SENTENCE = "2018年9月1日起浓度改以"


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Board]:
    home = spanning_home(tmp_path_factory.mktemp("spanning") / "home")
    opened_board = open_board(Settings(home, "lanzhou"))
    yield opened_board
    opened_board.close()


@pytest.fixture
def served(board: Board, monkeypatch: pytest.MonkeyPatch) -> Board:
    monkeypatch.setattr(process, "board", lambda: board)
    return board


def names(spec: str) -> list[str]:
    """The names of the traces that the page sends to the browser."""
    return [trace.get("name", "") for trace in json.loads(spec)["data"]]


@pytest.fixture(scope="module")
def trend(board: Board) -> Exhibit:
    return build(INDICATOR, board, ACTOR, QUESTION)[0]


def test_the_exhibit_says_it_four_times(trend: Exhibit) -> None:
    assert f"断点：{MARK}" in trend.subtitle
    assert any(note.startswith(SENTENCE) for note in trend.notes)
    assert trend.table is not None
    remarks = {row[0].text: row[-1].text for row in trend.table.rows if row[-1].text}
    assert remarks == {"2018年9月": MARK}
    chart = chart_of(trend)
    assert chart is not None and chart.breaks == ((8.0, MARK),)


def test_the_title_says_that_the_two_sides_do_not_compare_in_few_words(trend: Exhibit) -> None:
    assert "两期口径不同，不可直接相比" in trend.verdict
    assert "298.15" not in trend.verdict and len(trend.verdict) < 60


def test_a_snapshot_keeps_the_mark(trend: Exhibit) -> None:
    chart = chart_of(thawed(frozen(trend)))
    assert chart is not None and chart.breaks == ((8.0, MARK),)


def test_years_on_one_side_of_the_day_carry_no_mark(board: Board) -> None:
    month = ViewRequest(parse_period("2018-08"), indicator="pm10", area="城关区")
    trend = build(INDICATOR, board, ACTOR, month)[0]
    chart = chart_of(trend)
    assert chart is not None and chart.breaks == () and "断点" not in trend.subtitle


def test_slides_draw_the_line_between_august_and_september(board: Board) -> None:
    made = export(board, ACTOR, ExportRequest("pptx", INDICATOR, QUESTION))
    shapes = [s for slide in Presentation(BytesIO(made.data)).slides for s in slide.shapes]
    (line,) = [s for s in shapes if s.name == f"断点线：{MARK}"]
    (chart,) = [s for s in shapes if s.name == "走势图"]
    assert chart.left < line.left < chart.left + chart.width / 2 and line.height > line.width * 50
    assert MARK in [s.text_frame.text for s in shapes if s.has_text_frame]


@pytest.mark.parametrize(
    ("form", "part"), [("docx", "word/document.xml"), ("xlsx", "xl/sharedStrings.xml")]
)
def test_word_and_excel_name_it_under_the_chart_and_explain_it(
    board: Board, form: str, part: str
) -> None:
    made = export(board, ACTOR, ExportRequest(form, INDICATOR, QUESTION))
    text = zipfile.ZipFile(BytesIO(made.data)).read(part).decode()
    assert f"断点：{MARK}" in text and SENTENCE in text


def test_the_page_shows_it_in_the_chart_the_table_and_the_method(served: Board) -> None:
    app = opened("indicator.py", **LINK)
    first = app.get("plotly_chart")[0].proto
    assert MARK in names(first.spec) and MARK in first.alt
    text = words(app)
    assert "断点</" in text and SENTENCE in text
    assert f"<td>{MARK}</td>" in text or f">{MARK}<" in text


def test_a_screen_of_the_meeting_shows_it(served: Board) -> None:
    app = opened("meeting.py", at="2019-10", screen="3")
    (figure,) = app.get("plotly_chart")
    assert MARK in names(figure.proto.spec) and MARK in figure.proto.alt


def test_past_years_of_another_state_are_not_compared_with(board: Board) -> None:
    """July to December 2018 holds the change; November and December of it do not."""
    june = ViewRequest(parse_period("2019-06"), indicator="pm10", area="城关区")
    found = build(OUTLOOK, board, ACTOR, june)
    (needed,) = [one for one in found if one.kind == "needed"]
    assert any(SENTENCE in note and "不作比较" in note for note in needed.notes)
    (needs,) = [one for one in found if one.kind == "needs"]
    assert "往年与今年的浓度状态不同" in needs.notes[0]


def test_past_years_of_the_same_state_need_no_remark(board: Board) -> None:
    early = ViewRequest(parse_period("2018-06"), indicator="pm10", area="城关区")
    for asked in (early, QUESTION):
        for exhibit in build(OUTLOOK, board, ACTOR, asked):
            assert not any("状态" in note for note in exhibit.notes)
