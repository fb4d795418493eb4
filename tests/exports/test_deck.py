"""The deck reopened: figures of the service, faces on every run, workbooks, nothing from outside."""

import io
import re
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from lxml import etree
from openpyxl import load_workbook
from pptx import Presentation
from pptx.oxml.ns import qn
from pptx.util import Emu

from chuangmo.charts.ranking import ranking_figure
from chuangmo.charts.rows import records
from chuangmo.exhibit import Cell, Exhibit, Table
from chuangmo.exports.native import START, chart_of
from chuangmo.exports.pptx.deck import deck
from chuangmo.exports.pptx.waterfall import stacked

HOSTILE = ("=1+1", "+1", "-1", "@x", "＝1+1", '=HYPERLINK("http://x.invalid")')


def shapes(made: Any) -> Iterator[Any]:
    for slide in made.slides:
        yield from slide.shapes


def charts(made: Any) -> list[Any]:
    return [shape.chart for shape in shapes(made) if shape.has_chart]


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def text_of(slide: Any) -> str:
    return " ".join(t.text or "" for t in slide._element.iter(qn("a:t")))


def crowd(exhibits: list[Exhibit], count: int) -> list[Exhibit]:
    """The matrix and the ranking of the demonstration with ``count`` districts of long names."""
    names = ["积石山保安族东乡族撒拉族自治县", *(f"第{n}区" for n in range(2, count + 1))]
    found = []
    for exhibit in exhibits:
        if exhibit.kind == "matrix":
            assert exhibit.table is not None
            city, *rows = exhibit.table.rows
            more = [(Cell(name), *rows[n % len(rows)][1:]) for n, name in enumerate(names)]
            found.append(replace(exhibit, table=replace(exhibit.table, rows=(city, *more))))
        elif exhibit.kind == "ranking":
            like = exhibit.frame.iloc[0].to_dict()
            frame = pd.DataFrame(
                [like | {"area": name, "value": 0.05 + n / 1000} for n, name in enumerate(names)]
            )
            found.append(
                replace(exhibit, frame=frame, figure=ranking_figure(records(frame), names[0]))
            )
    return found


def test_a_slide_for_every_exhibit_between_cover_and_method(
    exhibits: list[Exhibit], slides: bytes
) -> None:
    made = Presentation(io.BytesIO(slides))
    titles = [slide.shapes.title.text_frame.text for slide in made.slides]
    assert titles[0] == "兰州市创模进展"
    assert titles[-1].startswith("数据口径与说明")
    assert len(titles) >= len(exhibits) + 2
    assert [layout.name for layout in made.slide_layouts] == ["封面", "标题与内容", "章节"]


def test_every_run_and_default_has_an_east_asian_face(slides: bytes) -> None:
    bare, seen = [], 0
    for name, data in parts(slides).items():
        if not re.match(r"ppt/(slides|charts|notesSlides|slideLayouts|slideMasters)/[^_]", name):
            continue
        for element in etree.fromstring(data).iter(qn("a:r"), qn("a:fld"), qn("a:defRPr")):
            look = element if element.tag == qn("a:defRPr") else element.find(qn("a:rPr"))
            seen += 1
            faces = [] if look is None else [look.find(qn(f"a:{tag}")) for tag in ("ea", "cs")]
            if not faces or any(face is None for face in faces) or look.get("lang") != "zh-CN":
                bare.append(name)
    assert seen > 300
    assert bare == []


def test_charts_hold_workbooks_with_the_same_figures(
    exhibits: list[Exhibit], slides: bytes
) -> None:
    made = Presentation(io.BytesIO(slides))
    expected = [chart for exhibit in exhibits if (chart := chart_of(exhibit))]
    assert len(charts(made)) == len(expected) > 3
    for chart in charts(made):
        book = load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
        rows = list(book.active.iter_rows(values_only=True))
        for series in chart.series:
            place = rows[0].index(series.name)
            cells = [row[place] for row in rows[1:] if row[place] is not None]
            values = [value for value in series.values if value is not None]
            assert cells == pytest.approx(values, rel=1e-12)


def test_chart_values_are_those_of_the_exhibit(exhibits: list[Exhibit], slides: bytes) -> None:
    made = Presentation(io.BytesIO(slides))
    drawn = [
        sorted(v for series in chart.series for v in series.values if v is not None)
        for chart in charts(made)
    ]
    for exhibit in exhibits:
        if chart := chart_of(exhibit):
            shown = stacked(chart).series[1:] if chart.role(START) else chart.series
            own = sorted(v for series in shown for v in series.values if v is not None)
            assert own in drawn, exhibit.key


def test_tables_show_the_published_texts(exhibits: list[Exhibit], slides: bytes) -> None:
    made = Presentation(io.BytesIO(slides))
    shown = " ".join(
        cell.text_frame.text
        for shape in shapes(made)
        if shape.has_table
        for row in shape.table.rows
        for cell in row.cells
    )
    for exhibit in exhibits:
        if exhibit.kind in ("matrix", "needs"):
            assert exhibit.table is not None
            assert all(row[1].text in shown for row in exhibit.table.rows)


def test_a_status_is_shape_and_word(slides: bytes) -> None:
    matrix = next(s for s in shapes(Presentation(io.BytesIO(slides))) if s.has_table)
    texts = [cell.text_frame.text for row in matrix.table.rows for cell in row.cells]
    shown = {mark for text in texts for mark in re.findall(r"[■▲◎●◇○☆] [\u4e00-\u9fff]+", text)}
    assert "▲ 有风险" in shown and len(shown) > 1


def test_what_cannot_be_assessed_stands_in_the_matrix_with_its_figure(slides: bytes) -> None:
    """Of October it is in doubt which list of requirements will be in force at the end of 2008."""
    matrix = next(s for s in shapes(Presentation(io.BytesIO(slides))) if s.has_table)
    head, city, *_ = matrix.table.rows
    named = [cell.text_frame.text.split("\n")[0] for cell in head.cells]
    said = city.cells[named.index("优良天数比例")].text_frame.text
    assert re.match(r"78\.0\s*☆ 无法评价", said)


def test_axis_ids_are_positive_and_pair_up(slides: bytes) -> None:
    for name, data in parts(slides).items():
        if name.startswith("ppt/charts/chart"):
            root = etree.fromstring(data)
            ids = [int(e.get("val")) for e in root.iter(qn("c:axId"))]
            crossed = [int(e.get("val")) for e in root.iter(qn("c:crossAx"))]
            assert ids and min(ids) > 0
            assert set(crossed) <= set(ids)


def test_nothing_in_the_file_points_outside_of_it(slides: bytes) -> None:
    for name, data in parts(slides).items():
        assert b'TargetMode="External"' not in data, name
        assert b"hlinkClick" not in data, name


def test_every_picture_table_and_chart_has_an_alternative_text(slides: bytes) -> None:
    silent = [
        shape.name
        for shape in shapes(Presentation(io.BytesIO(slides)))
        if (shape.has_chart or shape.has_table or shape.shape_type == 6)
        and not shape._element.xpath(".//p:cNvPr")[0].get("descr")
    ]
    assert silent == []


def test_every_content_slide_has_foot_notes_and_the_demonstration_mark(slides: bytes) -> None:
    made = Presentation(io.BytesIO(slides))
    for slide in list(made.slides)[1:]:
        assert "数据截至 2008-10-31" in text_of(slide)
        assert "演示" in text_of(slide)
        assert len(slide.notes_slide.notes_text_frame.text) > 20


def test_the_map_is_one_shape_a_district_with_its_remark(
    exhibits: list[Exhibit], slides: bytes
) -> None:
    made = Presentation(io.BytesIO(slides))
    exhibit = next(one for one in exhibits if one.kind == "map")
    (group,) = [shape for shape in shapes(made) if shape.shape_type == 6]
    assert [one.name for one in group.shapes] == list(exhibit.frame["area"])
    assert all(one._element.findall(f".//{qn('a:custGeom')}") for one in group.shapes)
    (slide,) = [s for s in made.slides if any(x.shape_type == 6 for x in s.shapes)]
    assert "示意" in text_of(slide)


@pytest.mark.parametrize("count", [12, 40])
def test_nothing_lies_outside_the_slide_with_many_districts(
    exhibits: list[Exhibit], count: int
) -> None:
    made = Presentation(io.BytesIO(deck(crowd(exhibits, count), "许多区县")))
    wide, high = Emu(made.slide_width), Emu(made.slide_height)
    for shape in shapes(made):
        if shape.is_placeholder:
            continue
        assert shape.left >= 0 and shape.top >= 0, shape.name
        assert shape.left + shape.width <= wide and shape.top + shape.height <= high, shape.name
    text = " ".join(text_of(slide) for slide in made.slides)
    assert "积石山保安族东乡族撒拉族自治县" in text


def test_names_like_formulas_stay_names(exhibits: list[Exhibit]) -> None:
    ranking = next(one for one in exhibits if one.kind == "ranking")
    like = ranking.frame.iloc[0].to_dict()
    frame = pd.DataFrame([like | {"area": name, "moved": ""} for name in HOSTILE])
    table = Table(ranking.table.heads[:2], tuple((Cell(n), Cell(n)) for n in HOSTILE))  # type: ignore[union-attr]
    bad = replace(ranking, frame=frame, figure=ranking_figure(records(frame), "+1"), table=table)
    made = deck([bad, replace(bad, kind="needs", figure=None)], "=cmd()", "@office")
    (chart,) = charts(Presentation(io.BytesIO(made)))
    book = load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
    kinds = {(cell.value, cell.data_type) for row in book.active.iter_rows() for cell in row}
    assert {(name, "s") for name in HOSTILE} <= kinds
    assert not any(kind == "f" for _, kind in kinds)
    assert all(b'TargetMode="External"' not in data for data in parts(made).values())


def test_control_characters_of_a_cell_do_not_break_the_file(exhibits: list[Exhibit]) -> None:
    needs = next(one for one in exhibits if one.kind == "needs")
    assert needs.table is not None
    row = (Cell("甲\x00\x0b<区>&"), *needs.table.rows[0][1:])
    made = deck([replace(needs, table=replace(needs.table, rows=(row,)))], "测试")
    assert "甲<区>&" in " ".join(text_of(s) for s in Presentation(io.BytesIO(made)).slides)


def test_no_browser_is_needed(exhibits: list[Exhibit], monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise AssertionError("another program was started")

    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(subprocess, "Popen", refused)
    assert deck(exhibits, "测试")[:2] == b"PK"
