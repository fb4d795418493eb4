"""达标 is never said of a target: files of a board on which targets are the only lines."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from chuangmo.access.actor import REVIEWER, Actor
from chuangmo.exhibits.views import VIEWS, ViewRequest, build
from chuangmo.exports.contents import BRIEFING, DOSSIER, contents_of
from chuangmo.exports.docx.supervision import sheet_docx
from chuangmo.exports.formats import written
from chuangmo.exports.printed_pages import paper_page
from chuangmo.period import parse_period
from chuangmo.service.board import Board, open_board
from chuangmo.service.decisions.supervision.items import (
    OPEN,
    SupervisionEvent,
    SupervisionItem,
)
from chuangmo.service.decisions.supervision.proposals import proposals
from chuangmo.service.decisions.supervision.sheet import finding_words, sheet_of
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
    # 来源 quotes the clerks' own files, where a row may well be called so.
    sheets = [sheet for sheet in book(data) if sheet.title != "来源"]
    cells = (c for sheet in sheets for line in sheet.iter_rows() for c in line)
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


def test_no_page_that_is_printed_says_it(targets: Board, actor: Actor) -> None:
    found = [
        one
        for view in sorted(VIEWS.keys() - {SCHEME})
        for one in build(view, targets, actor, ViewRequest(parse_period("2008-12")))
    ]
    assert said_of_targets(paper_page(found, "兰州市创模进展", "2008年1—12月")) == []


def test_the_dossier_says_it_of_nothing(targets: Board, actor: Actor) -> None:
    contents = contents_of(targets, actor, DOSSIER, ViewRequest(parse_period("2008-12")))
    text = words_of("docx", written("docx", Questions(targets, actor), contents)[0])
    assert "69.0%" in text
    assert "● 达标" not in text and "■ 未达标" not in text and "◎ 预计达标" not in text


@pytest.mark.parametrize(
    ("month", "words"), [("2008-10", {"有风险", "未完成"}), ("2008-12", {"有风险", "未完成"})]
)
def test_no_supervision_sheet_says_it(targets: Board, month: str, words: set[str]) -> None:
    reviewer = Actor("审核员", REVIEWER, "cli")
    found = proposals(targets, reviewer, parse_period(month), at_risk=True)
    said = set()
    for one in found:
        row, entry = one.verdict, targets.catalog.indicator(one.verdict.indicator)
        item = SupervisionItem(
            1, 1, row.indicator, row.area, one.unit, one.measure, one.deadline, month, row.line,
            row.status, finding_words(row, entry, one.month),
            (SupervisionEvent(OPEN, "审核员", "2009-01-05T00:00:00+00:00", "依据"),),
        )  # fmt: skip
        sheet = sheet_of(item, targets.catalog)
        text = words_of("docx", sheet_docx(sheet, datetime(2009, 1, 5)))
        assert said_of_targets(text) == []
        said.add(dict(sheet.rows)["立项时判断"])
    assert said == words


def test_no_letter_that_reminds_says_it(targets: Board, actor: Actor) -> None:
    letters = Questions(targets, actor).completeness(parse_period("2009-01")).reminders
    assert letters
    assert said_of_targets("¶".join(letter.text for letter in letters)) == []


def test_the_check_sees_it() -> None:
    assert said_of_targets("年度目标：达标") and not said_of_targets("饮用水源达标率")
