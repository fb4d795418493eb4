"""一页纸: one page in each format, filled and not over its edge, for few and many districts."""

import io
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from pptx import Presentation
from pypdf import PdfReader

from chuangmo.access.actor import Actor
from chuangmo.exhibit import Exhibit
from chuangmo.exhibits.views import ViewRequest
from chuangmo.exports.contents import ONE_PAGE, Contents, contents_of
from chuangmo.exports.onepage.docx_page import page_docx
from chuangmo.exports.onepage.html_page import one_page_html
from chuangmo.exports.onepage.plan import (
    CARDS,
    FOOT,
    GAP,
    HEAD,
    MARGIN,
    NAME,
    NOTES,
    PAGE_HIGH,
    REMARK,
    SENTENCE,
    TITLE,
    plan_of,
)
from chuangmo.exports.onepage.pptx_page import page_pptx
from chuangmo.period import parse_period
from chuangmo.service.board import Board
from tests.exports.measured import faults_of
from tests.exports.opened import A, parts, points_outside, word_document
from tests.exports.test_deck import crowd

OCTOBER = parse_period("2008-10")


@pytest.fixture(scope="module")
def city(board: Board, actor: Actor) -> Contents:
    return contents_of(board, actor, ONE_PAGE, ViewRequest(OCTOBER))


@pytest.fixture(scope="module")
def district(board: Board, actor: Actor) -> Contents:
    return contents_of(board, actor, ONE_PAGE, ViewRequest(OCTOBER, area="西固区"))


def with_districts(contents: Contents, count: int) -> Contents:
    """The page of the demonstration with so many districts of long names."""
    matrix = next(one for one in contents.exhibits if one.kind == "matrix")
    (more,) = crowd([matrix], count)
    shown = [more if one is matrix else one for one in contents.exhibits]
    return replace(contents, exhibits=tuple(shown))


def kinds(contents: Contents) -> list[str]:
    return [one.kind for one in contents.exhibits]


def test_a_page_has_its_five_parts(city: Contents, district: Contents) -> None:
    assert kinds(city) == ["cards", "matrix", "burnup", "matters"]
    assert kinds(district) == ["cards", "lines", "years", "matters"] or kinds(district)[2] in (
        "years", "burnup",
    )  # fmt: skip
    assert city.title == "兰州市创模一页纸" and district.title == "西固区创模一页纸"
    named = [row[0].text for row in _table(city, "cards").rows]
    assert "锅炉改造台数" in named


def _table(contents: Contents, kind: str) -> Any:
    exhibit: Exhibit = next(one for one in contents.exhibits if one.kind == kind)
    assert exhibit.table is not None
    return exhibit.table


@pytest.mark.parametrize("count", [3, 8, 40])
def test_the_plan_fills_the_page_and_fits_it(city: Contents, count: int) -> None:
    plan = plan_of(with_districts(city, count))
    rows, matters = len(plan.table.rows), len(plan.matters.rows)
    used = TITLE + SENTENCE + CARDS + 3 * NAME + plan.head + HEAD + REMARK + NOTES + FOOT + 3 * GAP
    used += rows * plan.row + plan.chart + matters * plan.matter
    room = PAGE_HIGH - 2 * MARGIN + 0.6
    assert used <= room + 0.01
    assert used >= 0.93 * room
    assert matters >= 3 and plan.chart >= 4.2
    assert ("其余 26 个见数据表" in plan.remark) is (count == 40)


@pytest.mark.parametrize("count", [3, 8, 40])
def test_nothing_of_the_slide_lies_over_the_page_or_over_another_part(
    city: Contents, count: int
) -> None:
    made = Presentation(io.BytesIO(page_pptx(with_districts(city, count))))
    (slide,) = made.slides
    edge = 0
    for shape in slide.shapes:
        assert shape.left >= 0 and shape.top >= 0
        assert shape.left + shape.width <= made.slide_width, shape.name
        assert shape.top + shape.height <= made.slide_height, shape.name
        if shape.has_table or shape.has_chart:
            assert shape.top >= edge, shape.name
            edge = shape.top + shape.height
    sizes = {int(run.get("sz")) for run in slide._element.iter(f"{A}rPr") if run.get("sz")}
    assert min(sizes) >= 800


def test_the_figures_are_those_of_the_matrix(city: Contents) -> None:
    made = Presentation(io.BytesIO(page_pptx(city)))
    said = " ".join(t.text or "" for t in made.slides[0]._element.iter(f"{A}t"))
    for row in _table(city, "matrix").rows:
        assert row[1].text in said
    for row in _table(city, "cards").rows:
        assert row[1].text.split(" ")[0] in said
    assert "未立项" in said and "【待填】" in said


def test_files_of_the_page_are_native_whole_and_repeatable(
    city: Contents, district: Contents
) -> None:
    for contents in (city, district):
        for write in (page_pptx, page_docx):
            data = write(contents)
            assert write(contents) == data
            assert points_outside(data) == []
            assert any("embeddings" in name for name in parts(data))
            for name, xml in parts(data).items():
                if name.endswith(("slide1.xml", "document.xml")):
                    etree.fromstring(xml)
    text = " ".join(p.text for p in word_document(page_docx(district)).paragraphs)
    assert "西固区创模一页纸" in text


def test_the_html_escapes_what_it_is_given(city: Contents) -> None:
    cards = city.exhibits[0]
    hostile = replace(cards, verdict="<script>alert(1)</script>")
    made = one_page_html(replace(city, exhibits=(hostile, *city.exhibits[1:])))
    assert "<script>alert(1)" not in made and "&lt;script&gt;" in made


@pytest.mark.skipif(shutil.which("soffice") is None, reason="没有 LibreOffice，量不了版面")
def test_rendered_the_page_is_one_page_and_filled(
    city: Contents, district: Contents, tmp_path: Path
) -> None:
    """One run of the office program over all files: pages counted, the lowest text measured."""
    many = with_districts(city, 40)
    files = {
        "city.docx": page_docx(city), "city.pptx": page_pptx(city),
        "many.docx": page_docx(many), "many.pptx": page_pptx(many),
        "district.docx": page_docx(district),
    }  # fmt: skip
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    for end in ("docx", "pptx"):
        out = tmp_path / end
        subprocess.run(
            ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless",
             "--convert-to", "pdf", "--outdir", out, *sorted(tmp_path.glob(f"*.{end}"))],
            check=True, capture_output=True,
        )  # fmt: skip
    for name in files:
        stem, _, end = name.partition(".")
        pages = PdfReader(tmp_path / end / f"{stem}.pdf").pages
        assert len(pages) == 1, name
        lowest = min(_places(pages[0]))
        assert 10 <= lowest <= 110, (name, lowest)  # points above the lower edge
        if shutil.which("pdftohtml"):
            assert faults_of(tmp_path / end / f"{stem}.pdf", 8.0) == []


def _places(page: Any) -> list[float]:
    found: list[float] = []

    def seen(text: str, _: Any, matrix: list[float], *__: Any) -> None:
        if text.strip():
            found.append(matrix[5])

    page.extract_text(visitor_text=seen)
    return found
