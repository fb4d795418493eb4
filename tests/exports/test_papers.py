"""Documents reopened: faces on every run, the page of a 公文, charts with workbooks, the figures."""

import io
import re
from dataclasses import replace
from datetime import date

import pytest
from docx.oxml.ns import qn
from docx.shared import Mm
from lxml import etree
from openpyxl import load_workbook

from chuangmo.access.actor import Actor
from chuangmo.catalog.city_parts import Imprint
from chuangmo.exhibit import Cell, Exhibit, Table
from chuangmo.exhibits.views import ViewRequest
from chuangmo.exports.chart_package import drawable
from chuangmo.exports.contents import BRIEFING, DOSSIER, Contents, contents_of
from chuangmo.exports.docx.brief import brief
from chuangmo.exports.docx.dossier import dossier
from chuangmo.exports.docx.writing import numeral
from chuangmo.period import parse_period
from chuangmo.service.board import Board
from chuangmo.service.decisions.supervision.items import (
    CLOSE,
    OPEN,
    SupervisionEvent,
    SupervisionItem,
)
from chuangmo.service.imports.importing import batches
from chuangmo.service.questions import Questions
from chuangmo.service.scoring.scorecard import scorecard
from chuangmo.wording import closed_up
from tests.exports.opened import (
    W,
    bare_chart_runs,
    cached_points,
    parts,
    points_outside,
    word_document,
)
from tests.exports.test_workbook import HOSTILE

OCTOBER = ViewRequest(parse_period("2008-10"))


@pytest.fixture(scope="module")
def contents(exhibits: list[Exhibit]) -> Contents:
    return Contents(BRIEFING, OCTOBER, "兰州市创模简报", "2008年1—10月", tuple(exhibits))


@pytest.fixture(scope="module")
def made(contents: Contents) -> bytes:
    return brief(contents, "兰州市")


@pytest.fixture(scope="module")
def file_of_items(board: Board, actor: Actor) -> bytes:
    return dossier(Questions(board, actor), contents_of(board, actor, DOSSIER, OCTOBER))


def text_of(data: bytes) -> str:
    return " ".join(t.text or "" for t in word_document(data).element.iter(f"{W}t"))


def tables(data: bytes) -> list[list[list[str]]]:
    return [
        [[cell.text for cell in row.cells] for row in table.rows]
        for table in word_document(data).tables
    ]


def test_the_page_is_that_of_an_official_document(made: bytes) -> None:
    section = word_document(made).sections[0]
    margins = (
        section.top_margin, section.bottom_margin, section.left_margin, section.right_margin,
    )  # fmt: skip
    assert [round(margin.mm) for margin in margins if margin] == [37, 35, 28, 26]
    assert section.page_width is not None and abs(section.page_width - Mm(210)) < Mm(1)
    grid = section._sectPr.find(qn("w:docGrid"))
    assert grid is not None and grid.get(qn("w:linePitch")) == "579"
    assert word_document(made).settings.odd_and_even_pages_header_footer


@pytest.mark.parametrize("name", ["made", "file_of_items"])
def test_every_run_names_its_east_asian_face(name: str, request: pytest.FixtureRequest) -> None:
    bare, seen = [], 0
    for part, body in parts(request.getfixturevalue(name)).items():
        if not re.match(r"word/(document|footer\d*)\.xml", part):
            continue
        for run in etree.fromstring(body).iter(f"{W}r"):
            if run.find(f"{W}drawing") is not None:
                continue
            seen += 1
            fonts = run.find(f"{W}rPr/{W}rFonts")
            if fonts is None or not fonts.get(f"{W}eastAsia"):
                bare.append("".join(run.itertext()))
    assert seen > 100
    assert bare == []


def test_chinese_marks_are_told_to_be_chinese(made: bytes) -> None:
    runs = [
        run for run in word_document(made).element.iter(f"{W}r") if "—" in "".join(run.itertext())
    ]
    assert runs
    for run in runs:
        fonts = run.find(f"{W}rPr/{W}rFonts")
        assert fonts is not None and fonts.get(f"{W}hint") == "eastAsia"


def test_faces_have_fallbacks(made: bytes) -> None:
    table = parts(made)["word/fontTable.xml"].decode()
    assert (
        'w:name="仿宋_GB2312"' in table and 'w:altName w:val="仿宋,FangSong,方正仿宋_GBK' in table
    )


def test_charts_are_native_and_hold_their_workbooks(exhibits: list[Exhibit], made: bytes) -> None:
    files = parts(made)
    charts = sorted(name for name in files if name.startswith("word/charts/chart"))
    assert len(charts) == sum(drawable(one) is not None for one in exhibits) > 3
    for name in charts:
        xml = files[name]
        assert bare_chart_runs(xml) == 0
        number = re.findall(r"\d+", name)[0]
        sheet = load_workbook(io.BytesIO(files[f"word/embeddings/chart{number}.xlsx"])).active
        assert sheet is not None
        cells = (cell.value for line in sheet.iter_rows() for cell in line)
        kept = {f"{value:.9g}" for value in cells if isinstance(value, int | float)}
        drawn = {f"{float(point):.9g}" for series in cached_points(xml) for point in series}
        assert drawn and drawn <= kept
        assert b"<c:externalData" in xml


def test_every_figure_of_the_matrix_and_the_needs_is_in_the_brief(
    exhibits: list[Exhibit], made: bytes
) -> None:
    shown = {cell.split(" ▲")[0] for table in tables(made) for row in table for cell in row}
    for exhibit in exhibits:
        if exhibit.kind in ("needs", "cards"):
            assert exhibit.table is not None
            assert {row[1].text for row in exhibit.table.rows} <= shown


def test_every_sentence_is_in_the_brief_with_its_source(
    exhibits: list[Exhibit], made: bytes
) -> None:
    text = "".join(t.text or "" for t in word_document(made).element.iter(f"{W}t"))
    for exhibit in exhibits:
        assert exhibit.kind == "map" or closed_up(exhibit.verdict).rstrip("。") in text
    assert "数据截至2008年10月31日" in text and "演示" in text


def test_heads_repeat_and_rows_do_not_split(made: bytes) -> None:
    for table in word_document(made).tables:
        first, *rest = table.rows
        assert first._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in rest)


def test_the_dossier_has_a_section_for_every_item_and_every_source_file(
    board: Board, actor: Actor, file_of_items: bytes
) -> None:
    card = scorecard(board, actor, None, 2008, OCTOBER.month.as_of)
    found = tables(file_of_items)
    names = [closed_up(row.name) for row in card.rows]
    assert [row[1] for row in found[0][1:]] == names
    heads = [p.text for p in word_document(file_of_items).paragraphs if p.text.startswith("（")]
    assert heads == [f"（{numeral(n)}）{name}" for n, name in enumerate(names, 1)]
    listed = [b for b in batches(board, actor) if b.state == "active" and b.first]
    listed = [batch for batch in listed if (batch.first or "") <= "2008-10-31"]
    assert [row[1] for row in found[-1][1:]] == [batch.file for batch in listed]


def test_the_dossier_shows_the_results_of_three_years(
    board: Board, actor: Actor, file_of_items: bytes
) -> None:
    card = scorecard(board, actor, None, 2008, OCTOBER.month.as_of)
    (number,) = [n for n, row in enumerate(card.rows) if "API" in row.name]
    line = tables(file_of_items)[0][number + 1]
    for shown, result in zip(line[3:], card.rows[number].years, strict=True):
        for value in result.values:
            assert value["value"] is None or value["value"] in shown


@pytest.mark.parametrize("number", [1, 10, 11, 20, 30, 35])
def test_numerals_count_in_chinese(number: int) -> None:
    words = {1: "一", 10: "十", 11: "十一", 20: "二十", 30: "三十", 35: "三十五"}
    assert numeral(number) == words[number]


def test_texts_of_cells_stay_texts(contents: Contents) -> None:
    needs = next(one for one in contents.exhibits if one.kind == "needs")
    assert needs.table is not None
    table = Table(needs.table.heads[:2], tuple((Cell(n), Cell(n)) for n in HOSTILE))
    data = brief(replace(contents, exhibits=(replace(needs, table=table),)), "=city()")
    assert points_outside(data) == []
    assert "w:hyperlink" not in parts(data)["word/document.xml"].decode()
    assert {row[0] for row in tables(data)[0][1:]} == set(HOSTILE)


def paragraphs(data: bytes) -> list[str]:
    return [p.text for p in word_document(data).paragraphs if p.text.strip()]


def test_a_briefing_has_its_parts_and_marks_what_nobody_filled_in(made: bytes) -> None:
    lines = paragraphs(made)
    heads = [line for line in lines if re.match(r"[一二三四]、", line)]
    assert heads == ["一、总体情况", "二、分项情况", "三、存在问题", "四、下一步措施"]
    for what in ("主送机关", "签发人", "印发机关", "印发日期", "印数", "存在问题", "下一步措施"):
        assert any(f"【待填：{what}】" in line for line in lines)


def test_a_briefing_says_who_it_is_for_and_what_is_supervised(contents: Contents) -> None:
    told = Imprint(recipients=("市政府",), signed_by="张三", issued_by="市环保局", copies=30)
    event = SupervisionEvent(OPEN, "审核", "2008-11-05T00:00:00Z", "")
    item = SupervisionItem(
        1, 1, "pm10", "西固区", "西固区人民政府", "制定整改措施。", date(2008, 12, 5), "2008-10",
        "standard", "missed", "2008年1—10月PM10均值为0.127 mg/m³", (event,),
    )  # fmt: skip
    closed = replace(item, unit="安宁区人民政府", events=(event, replace(event, kind=CLOSE)))
    lines = paragraphs(brief(contents, "兰州市", told, (item, closed)))
    assert "主送：市政府" in lines and "市环保局\t签发：张三" in lines
    assert any("共印30份" in line for line in lines)
    problems = lines[lines.index("三、存在问题") : lines.index("附：数据与方法说明")]
    assert problems == [
        "三、存在问题", "2008年1—10月PM10均值为0.127 mg/m³。",
        "四、下一步措施", "西固区人民政府：制定整改措施（2008年12月5日前办结）。",
    ]  # fmt: skip


def test_technical_notes_stand_on_the_last_page_only(made: bytes) -> None:
    document = word_document(made)
    cells = [c.text for table in document.tables for row in table.rows for c in row.cells]
    lines = paragraphs(made)
    at = lines.index("附：数据与方法说明")
    body = " ".join((*lines[:at], *cells))
    assert "批次" not in body and "来源：" not in body and "口径" not in body
    assert "批次" in " ".join(lines[at:]) and "PyPI" not in " ".join(lines)
    notes = next(p for p in document.paragraphs if p.text == "附：数据与方法说明")
    before = notes._p.getprevious()
    assert before.find(f"{W}pPr/{W}pageBreakBefore") is not None


def test_evidence_names_the_workbook_and_its_cells_not_the_rule(file_of_items: bytes) -> None:
    proofs = [
        row[3]
        for table in tables(file_of_items)
        if table[0][-1] == "证明材料"
        for row in table[1:]
        if row[1].split("\n")[0].split(" ")[-1] in ("达标", "未达标", "有风险")
    ]
    assert len(proofs) > 5
    entered = [words for words in proofs if words.startswith("演示（虚构）")]
    assert len(entered) < len(proofs)
    for words in (one for one in proofs if one not in entered):
        assert re.search(r"《.+\.xlsx》", words) and re.search(r"表[A-Z]+\d", words)
        assert "环办" not in words
