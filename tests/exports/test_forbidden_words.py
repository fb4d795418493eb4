"""The native reader's list, over every exhibit of the demonstration, the slides and the papers."""

import re
import tomllib
from pathlib import Path

import pytest
from pptx import Presentation

from chuangmo.access.actor import Actor
from chuangmo.exhibit import Exhibit
from chuangmo.exhibits.views import VIEWS, ViewRequest, build
from chuangmo.exports.contents import BRIEFING, DOSSIER, contents_of
from chuangmo.exports.formats import written
from chuangmo.period import parse_period
from chuangmo.service.board import Board
from chuangmo.service.questions import Questions
from tests.exports.opened import word_document
from tests.forbidden import forbidden

SPEC = Path(__file__).resolve().parents[1] / "spec"


def sentences(exhibit: Exhibit) -> list[str]:
    return [exhibit.verdict, exhibit.subtitle, *exhibit.notes]


@pytest.mark.parametrize("month", ["2008-10", "2008-12"])
@pytest.mark.parametrize("view", sorted(VIEWS))
def test_no_exhibit_holds_a_forbidden_form(
    board: Board, actor: Actor, view: str, month: str
) -> None:
    found = build(view, board, actor, ViewRequest(parse_period(month)))
    assert found
    assert [hit for one in found for text in sentences(one) for hit in forbidden(text)] == []


@pytest.mark.parametrize("view", [BRIEFING, DOSSIER])
def test_no_paper_holds_one(board: Board, actor: Actor, view: str) -> None:
    contents = contents_of(board, actor, view, ViewRequest(parse_period("2008-10")))
    document = word_document(written("docx", Questions(board, actor), contents)[0])
    lines = [p.text for p in document.paragraphs]
    lines += [c.text for t in document.tables for row in t.rows for c in row.cells]
    assert [hit for line in dict.fromkeys(lines) for hit in forbidden(line, paper=True)] == []


def test_no_slide_holds_one(slides: bytes, tmp_path: Path) -> None:
    path = tmp_path / "slides.pptx"
    path.write_bytes(slides)
    shapes = [shape for slide in Presentation(str(path)).slides for shape in slide.shapes]
    texts = [shape.text_frame.text for shape in shapes if shape.has_text_frame]
    texts = [text for text in texts if re.search("[，。；：]", text)]  # labels are no sentences
    assert len(texts) > 20
    assert [hit for text in texts for hit in forbidden(text)] == []


def test_no_sentence_of_the_specification_holds_one() -> None:
    cases = tomllib.loads((SPEC / "sentences.toml").read_text(encoding="utf-8"))["case"]
    texts = [text for case in cases for text in case["expect"].values()]
    assert [hit for text in texts for hit in forbidden(text, paper=True)] == []


@pytest.mark.parametrize(
    "bad",
    [
        "各月份都不高于本地目标，9月最接近（0.0000）", "优良天数比例差 16.0 %", "落后 30.7 点",
        "PM10 均值 0.119 mg/m³", "超标 0.26 倍", "11—12月已无法补回", "比去年同期降 8.3%",
        "没有数据。，", "均值为 None", "取自 PyPI",
    ],
)  # fmt: skip
def test_the_list_sees_what_it_forbids(bad: str) -> None:
    assert forbidden(bad)


@pytest.mark.parametrize("bad", ["共 8 个区县", "≤ 0.10 mg/m³"])
def test_papers_are_set_closer(bad: str) -> None:
    assert forbidden(bad, paper=True) and not forbidden(bad)
