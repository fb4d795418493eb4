"""The deck of a month: ten slides at most, what is worst in full, whatever the catalog's order."""

import io
from dataclasses import replace
from typing import Any

import pytest
from pptx import Presentation

from chuangmo.access.actor import Actor
from chuangmo.exhibit import Exhibit
from chuangmo.exhibits.month import Month
from chuangmo.exhibits.monthly.changes import changes_exhibit
from chuangmo.exhibits.monthly.meeting_set import TOGETHER, told_in_full
from chuangmo.exhibits.overview import headline, load_overview, worst_first
from chuangmo.exports.native import BEFORE, OWN, chart_of
from chuangmo.exports.pptx.deck import deck, meeting_exhibits
from chuangmo.period import parse_period
from chuangmo.service.board import Board
from chuangmo.service.questions import Questions
from tests.exports.test_deck import charts, crowd, text_of


def slides_of(exhibits: list[Exhibit]) -> Any:
    return Presentation(io.BytesIO(deck(exhibits, "例会", sections=True))).slides


@pytest.fixture(scope="module")
def december(board: Board, actor: Actor) -> list[Exhibit]:
    return meeting_exhibits(board, actor, parse_period("2008-12"))


def test_a_month_has_ten_slides_at_most_and_no_divider(
    meeting: list[Exhibit], december: list[Exhibit]
) -> None:
    for exhibits in (meeting, december):
        slides = slides_of(exhibits)
        assert len(slides) <= 10
        assert {slide.slide_layout.name for slide in slides} == {"封面", "标题与内容"}


def test_what_is_told_in_full_is_what_the_headline_calls_worst(
    board: Board, actor: Actor, december: list[Exhibit]
) -> None:
    reader, month = Questions(board, actor), Month(parse_period("2008-12"))
    view = load_overview(reader, month, "keep", "combined")
    worst = told_in_full(worst_first(view))
    assert f"。{worst[0][0].label}差距最大" in headline(view)
    about = dict.fromkeys(one.extra[TOGETHER] for one in december if TOGETHER in one.extra)
    assert list(about) == [indicator.id for indicator, _ in worst]


def test_two_counts_of_one_ledger_are_told_once(meeting: list[Exhibit]) -> None:
    about = {one.extra[TOGETHER] for one in meeting if TOGETHER in one.extra}
    assert about == {"boiler_retrofit_units", "catering_treated_units"}


def test_last_year_is_laid_over_with_the_figures_of_the_trend(
    board: Board, actor: Actor, december: list[Exhibit]
) -> None:
    exhibit = next(one for one in december if one.kind == "years")
    chart = chart_of(exhibit)
    assert chart is not None and chart.categories == tuple(f"{m}月" for m in range(1, 13))
    points = Questions(board, actor).monthly(
        "pm10", "兰州市", (2007, 2008), parse_period("2008-12").last_day, "keep"
    )
    for role, year in ((OWN, 2008), (BEFORE, 2007)):
        (series,) = chart.role(role)
        own = [p.single.value for p in points if p.month.start.year == year]
        assert series.name == f"{year}年"
        published = [float(value) / 1000 for value in own if value is not None]
        assert series.values == pytest.approx(published, abs=0.000501)
    assert {one.name for one in chart.series} >= {"国家标准 0.10", "年度目标 0.128"}


def test_charts_and_table_of_one_indicator_share_a_slide(meeting: list[Exhibit]) -> None:
    slides = slides_of(meeting)
    boilers = [s for s in slides if any("锅炉改造台数完成" in text_of(s) for _ in [0])]
    (slide,) = [s for s in boilers if any(shape.has_chart for shape in s.shapes)]
    assert any(shape.has_table for shape in slide.shapes)
    assert "须每月完成" in text_of(slide)


def test_counts_are_followed_by_names(meeting: list[Exhibit]) -> None:
    conclusion = text_of(slides_of(meeting)[1])
    assert "区县尚难判断2项：西固区（PM10）、皋兰县（PM10）" in conclusion
    assert "锅炉改造台数压力最大" in conclusion


def test_problems_are_a_table_with_who_what_and_when(meeting: list[Exhibit]) -> None:
    exhibit = next(one for one in meeting if one.kind == "matters")
    assert exhibit.table is not None
    assert [h.name for h in exhibit.table.heads] == ["事项", "责任单位", "措施", "时限", "状态"]
    first, last = exhibit.table.rows[0], exhibit.table.rows[-1]
    assert first[1].text == "西固区人民政府" and first[3].small == "已逾期26天"
    assert last[4].word == "未立项" and "待填" in last[2].text


def test_what_changed_is_what_the_page_says(
    board: Board, actor: Actor, meeting: list[Exhibit]
) -> None:
    exhibit = next(one for one in meeting if one.kind == "changes")
    found = Questions(board, actor).changes(parse_period("2008-10"), "month", "keep")
    assert exhibit.table is not None and len(exhibit.table.rows) == len(found.rows)
    january = Month(parse_period("2008-01"))
    assert changes_exhibit(Questions(board, actor), january, "keep", exhibit.foot) is None


@pytest.mark.parametrize("count", [3, 40])
def test_many_and_few_districts_keep_to_ten_slides(meeting: list[Exhibit], count: int) -> None:
    matrix = next(one for one in crowd(meeting, count) if one.kind == "matrix")
    shown = [matrix if one.kind == "matrix" else one for one in meeting]
    shares = next(one for one in meeting if one.kind == "shares")
    assert shares.table is not None
    rows = tuple(shares.table.rows[n % len(shares.table.rows)] for n in range(count))
    long = replace(shares, table=replace(shares.table, rows=rows))
    shown = [long if one is shares else one for one in shown]
    slides = slides_of(shown)
    assert len(slides) == 10
    said = [text_of(slide) for slide in slides]
    assert ("其余 30 个见简报和数据表" in said[2]) is (count == 40)
    assert any(f"另有 {count - 16} 个区县未列" in text for text in said) is (count == 40)
    for slide in slides:
        for shape in slide.shapes:
            if shape.has_table or shape.has_chart:
                assert (shape.top + shape.height) / 360_000 <= 17.65


def test_every_chart_of_the_meeting_holds_the_figures_of_its_exhibit(
    meeting: list[Exhibit],
) -> None:
    made = Presentation(io.BytesIO(deck(meeting, "例会", sections=True)))
    drawn = [
        sorted(v for series in chart.series for v in series.values if v is not None)
        for chart in charts(made)
    ]
    assert len(drawn) >= 2
    own = [
        sorted(v for s in chart.series for v in s.values if v is not None)
        for one in meeting
        if (chart := chart_of(one))
    ]
    assert all(values in own for values in drawn)
