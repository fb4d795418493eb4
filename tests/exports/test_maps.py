"""The map in every office file: a native shape a district, its remark, names that fit with 8 and 40."""

import io
import random
import re
from dataclasses import replace
from itertools import pairwise

import pandas as pd
import pytest
from lxml import etree
from pptx import Presentation

from chuangmo.access.actor import Actor
from chuangmo.assess.verdict_types import INSUFFICIENT
from chuangmo.catalog.boundaries import Shape
from chuangmo.charts.classes import Classes, build_classes
from chuangmo.charts.map import BESIDE, UNKNOWN, Plot, map_figure, panels_figure
from chuangmo.exhibit import Exhibit
from chuangmo.exhibits.views import ViewRequest
from chuangmo.exports.contents import BRIEFING, Contents
from chuangmo.exports.docx.brief import brief
from chuangmo.exports.map_drawing import MapDrawing, MapLabel, key_below, map_drawing
from chuangmo.exports.pptx.deck import deck
from chuangmo.exports.styles import width_cm
from chuangmo.exports.xlsx.workbook import workbook
from chuangmo.period import parse_period
from chuangmo.service.board import Board
from chuangmo.service.questions import Questions
from tests.exports.opened import A, W, parts, points_outside

LONG = "积石山保安族东乡族撒拉族自治县"
OCTOBER = ViewRequest(parse_period("2008-10"), indicator="pm10")
WPS = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"
XDR = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
CLASSES: Classes = build_classes([0.08, 0.15], 0.1, False)


@pytest.fixture(scope="module")
def exhibit(exhibits: list[Exhibit]) -> Exhibit:
    return next(one for one in exhibits if one.kind == "map")


@pytest.fixture(scope="module")
def contents(exhibit: Exhibit) -> Contents:
    return Contents("map", OCTOBER, "兰州市PM10地图", "2008年1—10月", (exhibit,))


def grid(count: int) -> list[Shape]:
    """Districts as squares in rows of eight, the first eight of them small and central."""
    made = []
    for n in range(count):
        x, y, size = (n % 8, n // 8, 1.0) if n >= 8 else (n * 0.2 + 3.0, 7.0, 0.2)
        ring = ((x, y), (x + size, y), (x + size, y + size), (x, y + size), (x, y))
        name = LONG if n == 9 else f"第{n}区"
        made.append(Shape(name, (ring,), (x + size / 2, y + size / 2), n < 8))
    return made


def crowded(exhibit: Exhibit, count: int = 40) -> Exhibit:
    """The map of the demonstration with ``count`` districts, most of them beyond the limit."""
    shapes, dice = grid(count), random.Random(1)
    plots = {
        s.area: Plot(
            value := 0.08 + dice.random() * 0.07, f"{value:.3f}", "at_risk", "有风险", False
        )
        for s in shapes
    }
    rows = [
        {"area": s.area, "value": plots[s.area].value, "shown": plots[s.area].shown,
         "status": "at_risk", "class": CLASSES.number(plots[s.area].value or 0.0),
         "x": s.label[0], "y": s.label[1]}
        for s in shapes
    ]  # fmt: skip
    figure = panels_figure(shapes, plots, CLASSES, ("甲", "乙", "丙", "丁", "戊"))
    return replace(exhibit, frame=pd.DataFrame(rows), figure=figure)


def overlap(one: MapLabel, other: MapLabel) -> bool:
    (x, y, wide, high), (u, v, broad, tall) = one.box, other.box
    across = x < u + broad - 1e-6 and u < x + wide - 1e-6
    return across and y < v + tall - 1e-6 and v < y + high - 1e-6


def led(drawing: MapDrawing) -> list[MapLabel]:
    areas = {leader.area for leader in drawing.leaders}
    return [label for label in drawing.labels if label.area in areas]


@pytest.mark.parametrize(("wide", "high", "size"), [(19.6, 13.1, 12), (15.6, 9.3, 9)])
@pytest.mark.parametrize("count", [8, 40])
def test_names_beside_the_map_fit_and_stand_apart(
    exhibit: Exhibit, wide: float, high: float, size: float, count: int
) -> None:
    shown = exhibit if count == 8 else crowded(exhibit)
    drawing = map_drawing(shown, wide, high, size)
    assert [region.area for region in drawing.regions] == list(shown.frame["area"])
    for label in led(drawing):
        assert width_cm(label.text, label.size) <= label.box[2] + 1e-6, label.text
    for side in ("l", "r"):
        names = sorted((x for x in led(drawing) if x.align == side), key=lambda x: x.box[1])
        assert not any(overlap(upper, lower) for upper, lower in pairwise(names))
    for label in (*drawing.labels, *(e.label for e in key_below(shown, wide, high, size))):
        assert label.box[0] >= -1e-6 and label.box[0] + label.box[2] <= wide + 1e-6, label.text
    for label in drawing.labels:
        assert label.box[1] >= -0.3 and label.box[1] + label.box[3] <= high + 0.3, label.text


def test_with_many_districts_only_the_worst_and_the_best_are_named(exhibit: Exhibit) -> None:
    shown = crowded(exhibit)
    named = {label.area for label in map_drawing(shown, 19.6, 13.1).labels}
    beyond = set(shown.frame.loc[shown.frame["class"] >= 3, "area"])
    best = set(shown.frame.loc[shown.frame["class"] == shown.frame["class"].min(), "area"])
    assert len(beyond) > 14 >= len(named & beyond) > 5
    assert len(named - beyond) == 1 and named - beyond <= best


def test_a_long_name_is_kept_whole_in_the_slide(exhibit: Exhibit) -> None:
    made = Presentation(io.BytesIO(deck([crowded(exhibit)], "许多区县")))
    slide = made.slides[1]
    (table,) = [shape.table for shape in slide.shapes if shape.has_table]
    bottom = next(s for s in slide.shapes if s.has_table)
    assert bottom.top + bottom.height <= made.slide_height * 17.1 / 19.05
    assert all("…" not in cell.text_frame.text for row in table.rows for cell in row.cells)


def test_the_document_draws_a_shape_a_district(contents: Contents, exhibit: Exhibit) -> None:
    made = brief(contents, "兰州市")
    root = etree.fromstring(parts(made)["word/document.xml"])
    shapes = list(root.iter(f"{WPS}wsp"))
    drawn = [
        one.find(f"{WPS}cNvPr").get("name")
        for one in shapes
        if one.find(f".//{A}custGeom") is not None
    ]
    assert drawn == list(exhibit.frame["area"])
    numbers = [one.find(f"{WPS}cNvPr").get("id") for one in shapes]
    assert len(set(numbers)) == len(numbers)
    text = "".join(root.itertext())
    assert "示意" in text and "0.127" in text and "地图要用 Word 2010" in text
    runs = [run for one in shapes for run in one.iter(f"{W}r")]
    assert len(runs) > len(drawn)
    assert all(run.find(f"{W}rPr/{W}rFonts").get(f"{W}eastAsia") for run in runs)
    assert points_outside(made) == []


def test_two_maps_of_a_document_have_numbers_of_their_own(contents: Contents) -> None:
    twice = replace(contents, exhibits=(*contents.exhibits, *contents.exhibits))
    root = etree.fromstring(parts(brief(twice, "兰州市"))["word/document.xml"])
    ids = [e.get("id") for e in root.iter(f"{WPS}cNvPr", "{*}docPr")]
    assert len(ids) > 40 and len(set(ids)) == len(ids)


def test_the_brief_shows_the_map_beside_the_ranking(exhibits: list[Exhibit]) -> None:
    made = brief(Contents(BRIEFING, OCTOBER, "简报", "2008年1—10月", tuple(exhibits)), "兰州市")
    root = etree.fromstring(parts(made)["word/document.xml"])
    assert len(list(root.iter("{*}wgp"))) == 1


def test_the_workbook_draws_a_shape_a_district(
    board: Board, actor: Actor, contents: Contents, exhibit: Exhibit
) -> None:
    twice = replace(contents, exhibits=(exhibit, exhibit))
    made = workbook(Questions(board, actor), twice)
    (drawing,) = [body for name, body in parts(made).items() if "/drawings/drawing" in name]
    root = etree.fromstring(drawing)
    groups = list(root.iter(f"{XDR}grpSp"))
    assert len(groups) == 2
    drawn = [
        one.find(f"{XDR}nvSpPr/{XDR}cNvPr").get("name")
        for one in groups[0].iter(f"{XDR}sp")
        if one.find(f".//{A}custGeom") is not None
    ]
    assert drawn == list(exhibit.frame["area"])
    numbers = [one.get("id") for one in root.iter(f"{XDR}cNvPr")]
    assert len(set(numbers)) == len(numbers)
    assert not re.search(r"地图\d", drawing.decode())
    assert all(run.find(f"{A}rPr/{A}ea") is not None for run in root.iter(f"{A}r"))
    strings = parts(made)["xl/sharedStrings.xml"].decode()
    assert "示意" in strings
    assert points_outside(made) == []


def test_the_picture_enlarges_the_inner_districts_and_has_a_key(exhibit: Exhibit) -> None:
    assert exhibit.figure is not None
    notes = list(exhibit.figure.layout.annotations)
    inner = [note.text for note in notes if note.xref == "x2"]
    assert sorted(text[3:6] for text in inner if "七里河" not in text) == [
        "城关区",
        "安宁区",
        "西固区",
    ]
    assert any("七里河区" in text for text in inner)
    assert sum(BESIDE in note.text for note in notes) == 1
    words = [exhibit.extra[f"class{n}"].partition(" ")[2] for n in range(5)]
    texts = [note.text for note in notes]
    assert all(word in texts for word in words if word)


def test_hatched_districts_are_explained_in_the_key() -> None:
    shapes = grid(12)
    plots = {shapes[0].area: Plot(None, "—", INSUFFICIENT, "数据不足", True)}
    drawn = panels_figure(shapes, plots, CLASSES, ("甲", "乙", "丙", "丁", "戊"))
    assert any(UNKNOWN in note.text for note in drawn.layout.annotations)
    assert not any(
        UNKNOWN in n.text for n in panels_figure(shapes, plots, CLASSES).layout.annotations
    )


def test_a_crowded_map_names_few_on_the_page_too() -> None:
    shapes = grid(40)
    plots = {
        s.area: Plot(0.15 if n % 2 else 0.08, "0.1", "at_risk", "有风险", False)
        for n, s in enumerate(shapes)
    }
    notes = map_figure(shapes, plots, CLASSES).layout.annotations
    assert 1 < len([note for note in notes if "有风险" in note.text]) <= 15
