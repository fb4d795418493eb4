"""Forty districts and long names: columns share room, rows hold their lines, parts have a slide."""

import io
from dataclasses import replace
from typing import Any

import pytest
from lxml import etree
from pptx import Presentation

from chuangmo.access.actor import Actor
from chuangmo.exhibit import Cell, ColumnHead, Exhibit, Table
from chuangmo.exhibits.views import ViewRequest, build
from chuangmo.exports.chart_package import package
from chuangmo.exports.contents import BRIEFING, Contents
from chuangmo.exports.docx.brief import brief
from chuangmo.exports.docx.tables import shown_text
from chuangmo.exports.native import chart_of
from chuangmo.exports.pptx.deck import deck, meeting_exhibits
from chuangmo.exports.pptx.sections import PARTS, parts_of
from chuangmo.exports.pptx.tables import TableLook, column_widths
from chuangmo.exports.styles import level_widths, width_cm
from chuangmo.period import parse_period
from chuangmo.service.board import Board
from chuangmo.service.figures import assessing
from chuangmo.service.questions import Questions
from chuangmo.status import OVER_STANDARD
from tests.exports.opened import W, parts, word_document
from tests.exports.test_deck import crowd, text_of
from tests.exports.test_maps import LONG

OCTOBER = ViewRequest(parse_period("2008-10"), indicator="pm10")


def opened(exhibits: list[Exhibit], **wanted: Any) -> Any:
    return Presentation(io.BytesIO(deck(exhibits, "许多区县", **wanted)))


def crowded_needs(exhibits: list[Exhibit], count: int = 40) -> Exhibit:
    needs = next(one for one in exhibits if one.kind == "needs")
    assert needs.table is not None
    city, *rows = needs.table.rows
    names = [LONG, *(f"第{n}区" for n in range(2, count + 1))]
    more = [(Cell(name), *rows[n % len(rows)][1:]) for n, name in enumerate(names)]
    return replace(needs, table=replace(needs.table, rows=(city, *more)))


def test_only_the_longest_columns_give_way() -> None:
    widths = level_widths([1.0, 9.0, 2.0, 8.0], 10.0)
    assert widths == pytest.approx([1.0, 3.5, 2.0, 3.5])
    assert level_widths([1.0, 2.0], 10.0) == [1.0, 2.0]


def test_columns_of_a_slide_fill_its_width_and_no_figure_is_squeezed(
    exhibits: list[Exhibit],
) -> None:
    table = crowded_needs(exhibits).table
    assert table is not None
    look = TableLook(14, 1.0, 1.0)
    widths = column_widths(table, 30.87, look)
    assert sum(widths) == pytest.approx(30.87)
    for n in range(1, len(widths)):
        longest = max(width_cm(row[n].text, 14) for row in table.rows)
        assert longest + 0.3 < widths[n], table.heads[n].name


def test_no_figure_of_a_document_breaks_over_lines(exhibits: list[Exhibit]) -> None:
    shown = [*crowd(exhibits, 40), crowded_needs(exhibits)]
    made = word_document(
        brief(Contents(BRIEFING, OCTOBER, "简报", "2008年1—10月", tuple(shown)), "北市")
    )
    checked = 0
    for table in made.tables:
        for row in table.rows[1:]:
            for cell in row.cells[1:]:
                for paragraph in cell.paragraphs:
                    size = paragraph.runs[0].font.size.pt if paragraph.runs else 12
                    room = cell.width.cm - 0.38
                    assert width_cm(paragraph.text, size) / 1.08 <= room, paragraph.text
                    checked += 1
    assert checked > 300


def test_a_fraction_stays_in_one_piece() -> None:
    assert shown_text(Cell("278.90 / 480", "at_risk")) == "278.90/480 ▲"


@pytest.mark.parametrize("small", ["国标 ≤ 0.100", "≤ 0.100"])
def test_only_a_second_miss_is_starred_not_a_cell_judged_by_the_standard_itself(small: str) -> None:
    assert shown_text(Cell("0.105", "missed", small)) == f"0.105 ■\n{small}"
    assert shown_text(Cell("0.105", "met", OVER_STANDARD)) == "0.105 ●*"


@pytest.mark.parametrize("count", [8, 12, 40])
def test_rows_of_the_matrix_are_high_enough_for_their_lines(
    exhibits: list[Exhibit], count: int
) -> None:
    shown = exhibits if count == 8 else crowd(exhibits, count)
    seen = 0
    for slide in opened([one for one in shown if one.kind == "matrix"]).slides:
        for table in (shape.table for shape in slide.shapes if shape.has_table):
            for row in list(table.rows)[1:]:
                lines = [
                    sum(p.line_spacing.pt for p in cell.text_frame.paragraphs) for cell in row.cells
                ]
                assert max(lines) * 0.0353 <= row.height.cm + 0.01
                seen += 1
    assert seen > count


def test_the_pages_of_the_whole_matrix_are_counted(exhibits: list[Exhibit]) -> None:
    made = opened([one for one in crowd(exhibits, 40) if one.kind == "matrix"])
    titles = [slide.shapes.title.text_frame.text for slide in made.slides]
    assert [t for t in titles if "全表 1 / 2" in t] and [t for t in titles if "全表 2 / 2" in t]


def test_each_part_of_the_meeting_begins_with_its_own_slide(exhibits: list[Exhibit]) -> None:
    made = opened([one for one in exhibits for _ in range(2)], sections=True)
    found = [slide for slide in made.slides if slide.slide_layout.name == "章节"]
    titles = [slide.shapes.title.text_frame.text for slide in found]
    expected = parts_of(exhibits)
    assert titles == [name for name, _ in expected]
    assert not [s for s in opened(exhibits, sections=True).slides if s.slide_layout.name == "章节"]
    assert titles[0] == "总体情况" and "PM10变化、排名与分布" in titles
    assert all("演示" in text_of(slide) and "数据截至" in text_of(slide) for slide in found)
    assert [text_of(slide)[:1] for slide in found] == ["第"] * len(found)
    assert not [s for s in opened(exhibits).slides if s.slide_layout.name == "章节"]


def test_every_kind_of_exhibit_of_the_meeting_has_a_part(exhibits: list[Exhibit]) -> None:
    kinds = {kind for _, inside in PARTS for kind in inside}
    assert {one.kind for one in exhibits} <= kinds
    assert sum(len(inside) for _, inside in parts_of(exhibits)) == len(exhibits)


def test_the_method_takes_no_slide_for_a_last_line(exhibits: list[Exhibit]) -> None:
    needs = next(one for one in exhibits if one.kind == "needs")
    for count in (12, 15):
        notes = tuple(f"第 {n} 条：口径说明" for n in range(count))
        titles = [
            slide.shapes.title.text_frame.text
            for slide in opened([replace(needs, notes=notes)]).slides
        ]
        assert [title for title in titles if "口径" in title] == ["数据口径与说明"]


def test_a_table_without_rows_says_so(exhibits: list[Exhibit]) -> None:
    needs = next(one for one in exhibits if one.kind == "needs")
    bare = replace(needs, table=Table((ColumnHead("区县"),), ()), figure=None)
    slide = opened([bare]).slides[1]
    assert "没有可以列出的数据。" in text_of(slide)
    assert not any(shape.has_table for shape in slide.shapes)


def test_a_part_of_nothing_carries_no_sign(exhibits: list[Exhibit]) -> None:
    gap = next(one for one in exhibits if one.key.startswith("gap-districts"))
    frame = gap.frame.copy()
    frame.loc[0, ["gap", "shown"]] = [-0.00001, "0.0000"]
    chart = chart_of(replace(gap, frame=frame))
    assert chart is not None
    assert chart.series[0].values[0] == 0.0 and str(chart.series[0].values[0])[0] != "-"


def test_the_gap_names_the_line_it_is_measured_by(exhibits: list[Exhibit]) -> None:
    gap = next(one for one in exhibits if one.key.startswith("gap-districts"))
    assert "年度目标0.128" in gap.verdict and "这条线" not in gap.verdict


def test_labels_of_bars_never_wrap(exhibits: list[Exhibit]) -> None:
    bars = next(one for one in exhibits if one.kind == "improvement")
    chart = chart_of(bars)
    assert chart is not None
    root = etree.fromstring(package(chart, 15.6, 6.0, 9.0).xml)
    bodies = [body for one in root.iter("{*}dLbls") for body in one.iter("{*}bodyPr")]
    assert bodies and all(body.get("wrap") == "none" for body in bodies)


def test_forty_bars_fit_on_a_page_with_their_words(exhibits: list[Exhibit]) -> None:
    ranking = next(one for one in crowd(exhibits, 40) if one.kind == "ranking")
    chart = chart_of(ranking)
    assert chart is not None
    assert package(chart, 15.6, 6.0, 9.0).high < 17.5


def test_remarks_of_a_document_follow_the_order_of_the_schema(exhibits: list[Exhibit]) -> None:
    made = brief(Contents(BRIEFING, OCTOBER, "简报", "2008年1—10月", tuple(exhibits)), "兰州市")
    root = etree.fromstring(parts(made)["word/document.xml"])
    order = ["keepNext", "pBdr", "tabs", "snapToGrid", "spacing", "ind", "jc", "outlineLvl"]
    seen = 0
    for properties in root.iter(f"{W}pPr"):
        names = [etree.QName(child).localname for child in properties]
        places = [order.index(name) for name in names if name in order]
        assert places == sorted(places), names
        seen += "snapToGrid" in names
    assert seen > 50


def test_the_meeting_set_shows_what_the_views_show(
    board: Board, actor: Actor, meeting: list[Exhibit]
) -> None:
    known = {(one.key, one.verdict): one.table for one in meeting}
    asked = [("overview", None), ("tasks", "boiler_retrofit_units"), ("map", "no2")]
    for view, indicator in asked:
        for one in build(view, board, actor, replace(OCTOBER, indicator=indicator)):
            if one.kind not in ("sub_counts", "plan", "targets"):
                assert known[(one.key, one.verdict)] == one.table


def test_the_meeting_set_asks_for_nothing_twice(
    board: Board, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[object, ...]] = []
    real = assessing.look_ahead

    def counted(*args: Any, **wanted: Any) -> Any:
        asked.append(args[2:])
        return real(*args, **wanted)

    monkeypatch.setattr(assessing, "look_ahead", counted)
    board.memo.forget()
    meeting_exhibits(board, actor, parse_period("2008-10"))
    assert asked and len(asked) == len(set(asked))


def test_a_reader_answers_anew_when_the_store_moved(
    board: Board, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = Questions(board, actor)
    ahead = ("pm10", "兰州市", parse_period("2008"), OCTOBER.period.last_day)
    first = reader.look_ahead(*ahead)
    assert reader.look_ahead(*ahead) is first
    monkeypatch.setattr(type(board.store), "journal_seq", lambda _: 10_000)
    monkeypatch.setattr(type(board), "_figures", lambda *_: 10_000)
    assert reader.look_ahead(*ahead) is not first


def test_one_long_row_does_not_make_the_others_high(exhibits: list[Exhibit]) -> None:
    needs = next(one for one in exhibits if one.kind == "needs")
    rows = [(Cell(f"第{n}项"), Cell("说明" * (150 if n == 3 else 1))) for n in range(12)]
    long = replace(
        needs, kind="scheme", table=Table((ColumnHead("项目"), ColumnHead("说明")), tuple(rows))
    )
    made = opened([long])
    frames = [shape for slide in made.slides for shape in slide.shapes if shape.has_table]
    heights = [row.height.cm for frame in frames for row in list(frame.table.rows)[1:]]
    assert len(heights) == 12 and max(heights) > 2 * min(heights)
    assert heights.count(min(heights)) == 11
    assert all((frame.top + frame.height) / 360_000 <= 17.6 for frame in frames)


def test_without_remarks_there_is_no_slide_for_them(exhibits: list[Exhibit]) -> None:
    needs = next(one for one in exhibits if one.kind == "needs")
    titles = [s.shapes.title.text_frame.text for s in opened([replace(needs, notes=())]).slides]
    assert len(titles) == 2 and not any("口径" in title for title in titles)


def test_a_long_line_below_the_title_has_the_whole_width(exhibits: list[Exhibit]) -> None:
    needs = next(one for one in exhibits if one.kind == "needs")
    slide = opened([replace(needs, subtitle="很长的副题" * 9)]).slides[1]
    line = next(place for place in slide.placeholders if "副题" in place.text_frame.text)
    assert line.width.cm > 30
