"""达标 is never said of a target: files of a board on which targets are the only lines."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from chuangmo.access.actor import Actor
from chuangmo.exhibits.views import VIEWS, ViewRequest, build
from chuangmo.exports.contents import BRIEFING, contents_of
from chuangmo.exports.formats import written
from chuangmo.period import parse_period
from chuangmo.service.board import Board, open_board
from chuangmo.service.questions import Questions
from chuangmo.settings import Settings
from tests.demo_store import copy_of, shared_demo_home
from tests.exports.opened import book, parts, word_document
from tests.targets_alone import only_targets, said_of_targets

SCHEME = "scheme"  # judges by a programme, never by a target


@pytest.fixture(scope="module")
def targets(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Board]:
    home: Path = tmp_path_factory.mktemp("targets") / "home"
    board = open_board(Settings(copy_of(shared_demo_home(tmp_path_factory), home), "lanzhou"))
    with pytest.MonkeyPatch.context() as patch:
        only_targets(patch)
        yield board
    board.close()


@pytest.mark.parametrize("month", ["2008-10", "2008-12"])
def test_no_exhibit_says_it(targets: Board, actor: Actor, month: str) -> None:
    said, statuses = [], set[str]()
    for view in sorted(VIEWS.keys() - {SCHEME}):
        for one in build(view, targets, actor, ViewRequest(parse_period(month))):
            words = [one.verdict, one.subtitle, *one.notes, str(one.frame.to_dict())]
            for row in one.table.rows if one.table else ():
                words += [f"{cell.text} {cell.small} {cell.word}" for cell in row]
                statuses |= {cell.status for cell in row if not cell.word}
            said += said_of_targets("¶".join(words))
    assert said == []
    assert statuses & {"done", "not_done", "done_ahead"}
    assert not statuses & {"met", "missed", "on_course"}


def words_of(form: str, data: bytes) -> str:
    if form == "docx":
        return "¶".join(t.text or "" for t in word_document(data).element.iter() if t.text)
    if form == "pptx":
        return "¶".join(_slide_words(data))
    cells = (c for sheet in book(data) for line in sheet.iter_rows() for c in line)
    return "¶".join(str(cell.value) for cell in cells if cell.value is not None)


def _slide_words(data: bytes) -> Iterator[str]:
    for name, body in parts(data).items():
        if name.startswith(("ppt/slides/", "ppt/charts/", "ppt/notesSlides/")):
            yield body.decode("utf-8", "ignore")


@pytest.mark.parametrize("form", ["docx", "pptx", "xlsx"])
def test_no_file_of_the_briefing_says_it(targets: Board, actor: Actor, form: str) -> None:
    request: Any = ViewRequest(parse_period("2008-12"))
    contents = contents_of(targets, actor, BRIEFING, request)
    data, _ = written(form, Questions(targets, actor), contents)
    text = words_of(form, data)
    if form == "xlsx":  # the key of the shapes names every word there is
        text = text.replace("● 达标", "").replace("■ 未达标", "").replace("◎ 预计达标", "")
    assert said_of_targets(text) == []
    assert "完成" in text


def test_the_check_sees_it() -> None:
    assert said_of_targets("年度目标：达标") and not said_of_targets("饮用水源达标率")
