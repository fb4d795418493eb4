"""An office's own templates: checked whole when given, journalled, and right in every file."""

import io
import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from pptx import Presentation

from chuangmo.access.actor import MANAGER, VIEWER, Actor, Forbidden
from chuangmo.catalog.faults import UnfitEntry
from chuangmo.exhibit import Exhibit
from chuangmo.exhibits.views import ViewRequest
from chuangmo.exports.contents import BRIEFING, ONE_PAGE, Contents, contents_of
from chuangmo.exports.docx.brief import brief
from chuangmo.exports.files import ExportRequest, export
from chuangmo.exports.onepage.docx_page import page_docx
from chuangmo.exports.onepage.pptx_page import page_pptx
from chuangmo.exports.pptx.deck import deck
from chuangmo.exports.pptx.own_template import own_slides
from chuangmo.exports.styles import DEEP, FACE, INK
from chuangmo.exports.templates.checking import template_faults
from chuangmo.exports.templates.giving import give_template
from chuangmo.exports.templates.theme import contrast
from chuangmo.period import parse_period
from chuangmo.service.board import Board, open_board
from chuangmo.service.publication.templates import (
    take_back_template,
    template_bytes,
    template_history,
    templates_in_force,
)
from chuangmo.settings import Settings
from tests.commanding import run_command
from tests.demo_store import copy_of
from tests.exports.measured import faults_of
from tests.exports.office_templates import (
    OFFICE,
    narrow_template,
    paper_template,
    picture_template,
    wide_template,
    with_part,
)
from tests.exports.opened import A, W, parts, points_outside, word_document
from tests.exports.test_deck import crowd
from tests.two_forms import is_long

OCTOBER = ViewRequest(parse_period("2008-10"))
MADE = {"wide": wide_template, "narrow": narrow_template, "picture": picture_template}


@pytest.fixture(scope="module")
def decks(meeting: list[Exhibit], exhibits: list[Exhibit]) -> dict[str, bytes]:
    """The set of a month and the long deck of many districts, on each office's template."""
    many = crowd(exhibits, 40)
    return {
        name: deck([*meeting, *many], "兰州市创模进展", subtitle="2008年1—10月", template=make())
        for name, make in MADE.items()
    }


@pytest.fixture
def own(board: Board, tmp_path: Any) -> Iterator[Board]:
    home = copy_of(board.settings.home, tmp_path / "home")
    opened = open_board(Settings(home, "lanzhou"))
    yield opened
    opened.close()


@pytest.mark.parametrize("name", list(MADE))
def test_nothing_lies_outside_the_room_that_the_template_leaves(
    decks: dict[str, bytes], name: str
) -> None:
    _, template = own_slides(MADE[name]())
    made = Presentation(io.BytesIO(decks[name]))
    left, top, wide, high = template.body
    assert made.slide_width == Presentation(io.BytesIO(MADE[name]())).slide_width
    seen = 0
    for slide in list(made.slides)[1:]:
        for shape in slide.shapes:
            if shape.is_placeholder:
                continue
            right, end = shape.left + shape.width, shape.top + shape.height
            assert shape.left / 360_000 >= left - 0.02, shape.name
            assert shape.top / 360_000 >= top - 0.02, shape.name
            assert right / 360_000 <= left + wide + 0.02, shape.name
            assert end / 360_000 <= top + high + 0.02, shape.name
            seen += 1
    assert seen > 100


def test_a_picture_over_a_place_takes_its_room_from_it() -> None:
    _, template = own_slides(picture_template())
    assert template.title[0] + template.title[2] <= 29.6
    assert template.body[1] + template.body[3] <= 16.4


@pytest.mark.parametrize("name", list(MADE))
def test_runs_carry_the_faces_of_the_template(decks: dict[str, bytes], name: str) -> None:
    _, template = own_slides(MADE[name]())
    seen = {
        ea.get("typeface")
        for part, body in parts(decks[name]).items()
        if part.startswith(("ppt/slides/slide", "ppt/charts/chart")) and part.endswith(".xml")
        for ea in etree.fromstring(body).iter(f"{A}ea")
    }
    assert seen <= {template.faces[1], template.title_faces[1]}
    assert template.faces[1] in seen and FACE not in seen
    bare = [
        part
        for part, body in parts(decks[name]).items()
        if part.startswith("ppt/slides/slide") and part.endswith(".xml")
        for run in etree.fromstring(body).iter(f"{A}rPr")
        if run.find(f"{A}ea") is None
    ]
    assert bare == []


@pytest.mark.parametrize("name", list(MADE))
def test_colours_are_those_of_the_theme_and_white_words_stand_on_them(
    decks: dict[str, bytes], name: str
) -> None:
    _, template = own_slides(MADE[name]())
    body = b"".join(
        text for part, text in parts(decks[name]).items()
        if part.startswith(("ppt/slides/slide", "ppt/charts/chart"))
    )  # fmt: skip
    assert DEEP.encode() not in body and INK.encode() not in body
    assert contrast(template.theme.accent, "FFFFFF") >= 4.5


@pytest.mark.parametrize("name", list(MADE))
def test_no_slide_of_the_template_and_nothing_from_outside_is_left(
    decks: dict[str, bytes], name: str
) -> None:
    made = Presentation(io.BytesIO(decks[name]))
    assert all(slide.shapes.title.text_frame.text for slide in made.slides)
    assert points_outside(decks[name]) == []
    if name == "picture":
        content = list(made.slides)[1]
        assert OFFICE in [s.text_frame.text for s in content.shapes if s.has_text_frame]


def test_the_same_template_gives_the_same_bytes(meeting: list[Exhibit]) -> None:
    template = wide_template()
    first = deck(meeting[:2], "测试", template=template)
    assert deck(meeting[:2], "测试", template=template) == first


def test_a_document_keeps_header_and_footer_and_nothing_else_of_the_template(
    board: Board, actor: Actor, exhibits: list[Exhibit]
) -> None:
    contents = Contents(BRIEFING, OCTOBER, "简报", "2008年1—10月", tuple(exhibits))
    made = brief(contents, "兰州市", template=paper_template())
    document = word_document(made)
    section = document.sections[0]
    assert OFFICE in section.header.paragraphs[0].text
    assert "示例路" in section.footer.paragraphs[0].text
    assert "模板里原有的字" not in "".join(p.text for p in document.paragraphs)
    wide = section.page_width - section.left_margin - section.right_margin
    assert wide / 360_000 >= 15.59
    faces = {fonts.get(f"{W}eastAsia") for fonts in document.element.body.iter(f"{W}rFonts")}
    assert faces == {"华文楷体", "华文中宋"}
    plain = [p for p in document.paragraphs if p.style.name != "创模正文"]
    assert plain == []
    assert points_outside(made) == []


def test_the_one_page_takes_the_look_and_gives_up_what_the_header_takes(
    board: Board, actor: Actor
) -> None:
    contents = contents_of(board, actor, ONE_PAGE, OCTOBER)
    page = Presentation(io.BytesIO(page_pptx(contents, picture_template())))
    assert page.slide_height > page.slide_width
    pictures = [s for s in page.slide_layouts[0].shapes if s.shape_type == 13]
    (logo,) = pictures
    title = page.slide_layouts[0].placeholders[0]
    assert title.left + title.width <= logo.left
    made = word_document(page_docx(contents, paper_template()))
    assert made.sections[0].top_margin.cm > 1.3
    assert OFFICE in made.sections[0].header.paragraphs[0].text


def test_everything_wrong_is_said_at_once() -> None:
    made = Presentation()
    for layout in list(made.slide_layouts):
        if layout._element.get("type") in ("title", "secHead"):
            made.slide_layouts.remove(layout)
    made.slide_width, made.slide_height = made.slide_height, made.slide_width
    out = io.BytesIO()
    made.save(out)
    rels = parts(out.getvalue())["ppt/_rels/presentation.xml.rels"].replace(
        b"</Relationships>",
        b'<Relationship Id="rX" TargetMode="External" Target="http://x.invalid/a.png" Type='
        b'"http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"/>'
        b"</Relationships>",
    )
    data = with_part(out.getvalue(), "ppt/_rels/presentation.xml.rels", rels)
    found = template_faults("pptx", with_part(data, "ppt/vbaProject.bin", b"x"))
    text = "\n".join(found)
    for words in ("宏", "x.invalid", "幻灯片大小 19.1 × 25.4", "标题幻灯片", "正文占位符"):
        assert words in text, (words, found)


@pytest.mark.parametrize(
    ("kind", "data", "words"),
    [
        ("pptx", b"", "空的"),
        ("pptx", b"\xd0\xcf\x11\xe0" + b"x" * 600, "老式的"),
        ("pptx", b"hello", "不是 Office 文件"),
        ("docx", b"PK\x03\x04" + b"\0" * 100, "不完整"),
        ("pptx", paper_template(), "扩展名可能改错了"),
        ("docx", b"x" * (21 * 2**20), "至多 20 MB"),
        ("docx", with_part(paper_template(), "word/bomb.xml", b"<a/>" + b" " * 15_000_000), "过大"),
        ("docx", with_part(paper_template(), "word/x.xml", b"<!DOCTYPE a><a/>"), "DOCTYPE"),
        ("docx", with_part(paper_template(), "word/activeX/a.bin", b"x"), "ActiveX"),
        ("docx", with_part(paper_template(), "word/document.xml", b"<a>"), "版式"),
    ],
)  # fmt: skip
def test_what_no_office_program_would_write_is_refused(kind: str, data: bytes, words: str) -> None:
    (said, *_) = template_faults(kind, data)
    assert words in said


@pytest.mark.parametrize("make", [*MADE.values(), paper_template])
def test_the_offices_templates_do(make: Any) -> None:
    assert template_faults("docx" if make is paper_template else "pptx", make()) == []


def test_templates_are_given_replaced_and_taken_back(own: Board) -> None:
    boss = Actor("王局", MANAGER, "page")
    assert template_bytes(own, boss, "pptx") is None
    first = wide_template()
    give_template(own, boss, "甲.pptx", first)
    give_template(own, boss, "乙.PPTX", narrow_template())
    give_template(own, boss, "文.docx", paper_template())
    assert {k: one.name for k, one in templates_in_force(own, boss).items()} == {
        "pptx": "乙.PPTX", "docx": "文.docx",
    }  # fmt: skip
    now = take_back_template(own, boss, "pptx")
    assert now is not None and now.name == "甲.pptx" and now.by == "王局"
    assert template_bytes(own, boss, "pptx") == first
    assert take_back_template(own, boss, "pptx") is None
    with pytest.raises(UnfitEntry, match="没有演示文稿模板可以撤回"):
        take_back_template(own, boss, "pptx")
    assert [one.name for one in template_history(own, boss)] == [
        "", "甲.pptx", "文.docx", "乙.PPTX", "甲.pptx",
    ]  # fmt: skip
    with pytest.raises(UnfitEntry, match="不是模板"):
        give_template(own, boss, "丙.potx", wide_template())
    with pytest.raises(UnfitEntry, match="1．"):
        give_template(own, boss, "丁.docx", b"hello")
    with pytest.raises(Forbidden):
        give_template(own, Actor("张三", VIEWER, "page"), "戊.pptx", wide_template())


def test_exports_are_made_with_the_template_that_holds(own: Board) -> None:
    boss = Actor("王局", MANAGER, "page")
    asked = ExportRequest("pptx", "overview", OCTOBER)
    plain = export(own, boss, asked).data
    give_template(own, boss, "甲.pptx", narrow_template())
    give_template(own, boss, "文.docx", paper_template())
    slides = Presentation(io.BytesIO(export(own, boss, asked).data))
    assert slides.slide_width < Presentation(io.BytesIO(plain)).slide_width
    document = word_document(export(own, boss, ExportRequest("docx", "overview", OCTOBER)).data)
    assert OFFICE in document.sections[0].header.paragraphs[0].text
    for kind in ("pptx", "docx"):
        take_back_template(own, boss, kind)
    assert export(own, boss, asked).data == plain


def test_the_command_gives_takes_back_and_tells(tmp_path: Any) -> None:
    (tmp_path / "窄.pptx").write_bytes(narrow_template())
    (tmp_path / "坏.docx").write_bytes(b"hello")
    home = ("--home", str(tmp_path / "home"), "settings", "template", "--by", "王局", "--json")
    first = json.loads(run_command(*home, str(tmp_path / "窄.pptx")).stdout)
    assert first["templates"] == {"pptx": "窄.pptx", "docx": None}
    refused = run_command(*home, str(tmp_path / "坏.docx"))
    assert refused.returncode == 2 and "不是 Office 文件" in refused.stdout
    back = json.loads(run_command(*home, "--back", "pptx").stdout)
    assert back["templates"] == {"pptx": None, "docx": None} and len(back["history"]) == 2


@pytest.mark.skipif(
    not is_long() or not shutil.which("soffice") or not shutil.which("pdftohtml"),
    reason="只在长的形式里画出来量（要 LibreOffice 与 poppler）",
)
def test_rendered_nothing_is_cut_half_empty_or_too_small(
    board: Board, actor: Actor, meeting: list[Exhibit], tmp_path: Path
) -> None:
    """Decks of 3, 8 and 40 districts on every template, one pages, drawn by an office program."""
    page = contents_of(board, actor, ONE_PAGE, OCTOBER)
    made = {"own": None} | {name: make() for name, make in MADE.items()}
    for name, template in made.items():
        for count in (3, 8, 40):
            shown = {one.key: one for one in crowd(meeting, count)}
            exhibits = [shown.get(one.key, one) for one in meeting]
            data = deck(exhibits, "例会", sections=True, template=template)
            (tmp_path / f"{name}-{count}.pptx").write_bytes(data)
        (tmp_path / f"{name}-page.pptx").write_bytes(page_pptx(page, template))
    (tmp_path / "paper-page.docx").write_bytes(page_docx(page, paper_template()))
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless",
         "--convert-to", "pdf", "--outdir", tmp_path, *sorted(tmp_path.glob("*.*x"))],
        check=True, capture_output=True,
    )  # fmt: skip
    drawn = sorted(tmp_path.glob("*.pdf"))
    assert len(drawn) == 4 * len(made) + 1
    assert [fault for one in drawn for fault in faults_of(one, 8.0, cover=True)] == []
