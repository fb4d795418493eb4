"""大事记 in files: lines and bands on the slide, the same words with dates under other charts."""

import io
from collections.abc import Iterator
from datetime import date

import pytest
from pptx import Presentation

from chuangmo.access.actor import Actor
from chuangmo.exhibit import Exhibit, marks_line
from chuangmo.exhibits.frozen import frozen, thawed
from chuangmo.exhibits.views import ViewRequest, build
from chuangmo.exports.contents import contents_of
from chuangmo.exports.formats import written
from chuangmo.exports.native import chart_of
from chuangmo.exports.pptx.marked_days import packed_rows
from chuangmo.exports.printed_pages import paper_page
from chuangmo.period import parse_period
from chuangmo.service.annotations.marks import add_mark, remove_mark
from chuangmo.service.board import Board, open_board
from chuangmo.service.questions import Questions
from chuangmo.settings import Settings
from tests.demo_store import copy_of, shared_demo_home
from tests.exports.test_noted_papers import docx_words, xlsx_words

ASKED = ViewRequest(parse_period("2008-10"), indicator="pm10")
SAID = "大事记：2007年11月1日至2008年3月31日供暖；2008年6月10日停产检修。"


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Board]:
    home = copy_of(shared_demo_home(tmp_path_factory), tmp_path_factory.mktemp("marked") / "home")
    board, who = open_board(Settings(home, "lanzhou")), Actor("qian", "admin", "page")
    add_mark(board, who, first=date(2008, 6, 10), text="停产检修", indicator="pm10")
    add_mark(board, who, first=date(2007, 11, 1), last=date(2008, 3, 31), text="供暖")
    add_mark(board, who, first=date(2008, 7, 1), text="误记")
    add_mark(board, who, first=date(2008, 7, 1), text="别处的事", area="西固区")
    remove_mark(board, who, 3, "误记")
    yield board
    board.close()


@pytest.fixture(scope="module")
def trend(marked: Board, actor: Actor) -> Exhibit:
    return next(one for one in build("indicator", marked, actor, ASKED) if one.kind == "trend")


def test_the_chart_of_files_has_the_events_of_the_figure(trend: Exhibit) -> None:
    chart = chart_of(trend)
    assert chart is not None
    assert [words for _, _, words in chart.marks] == ["11月1日至3月31日供暖", "6月10日停产检修"]
    (first, last, _), (day, same, _) = chart.marks
    assert (first, last) == (10.0, 15.0) and day == same and 17 < day < 18
    assert marks_line(trend) == SAID
    again = thawed(frozen(trend))
    assert chart_of(again) == chart and marks_line(again) == SAID


def test_every_file_tells_the_same_words(marked: Board, actor: Actor, trend: Exhibit) -> None:
    contents, reader = contents_of(marked, actor, "indicator", ASKED), Questions(marked, actor)
    for words in (
        docx_words(written("docx", reader, contents)[0]),
        xlsx_words(written("xlsx", reader, contents)[0]),
        paper_page([trend], "题"),
    ):
        assert SAID.rstrip("。") in words
        assert "误记" not in words and "别处的事" not in words


def test_the_slide_draws_them_clear_of_the_plot(marked: Board, actor: Actor) -> None:
    contents = contents_of(marked, actor, "indicator", ASKED)
    made = Presentation(io.BytesIO(written("pptx", Questions(marked, actor), contents)[0]))
    (slide,) = [s for s in made.slides if any(x.name == "走势图" for x in s.shapes)]
    named = {x.name: x for x in slide.shapes}
    strip, line = named["大事记起止：11月1日至3月31日供暖"], named["大事记线：6月10日停产检修"]
    assert strip.width > 10 * line.width
    words = [x for x in slide.shapes if x.name == "大事记文字"]
    assert [x.text_frame.text for x in words] == ["11月1日至3月31日供暖", "6月10日停产检修"]
    assert all(x.top + x.height <= strip.top + strip.height + 1 for x in words)
    assert SAID in slide.notes_slide.notes_text_frame.text


def test_words_on_a_slide_take_as_few_rows_as_they_can() -> None:
    assert packed_rows([(0, 2), (1, 3), (2, 4), (5, 6)]) == [0, 1, 0, 0]
    assert packed_rows([]) == []
