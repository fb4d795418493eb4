"""Charts of several years and of districts: the figures of the page, the service and the files."""

import io
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from openpyxl import load_workbook
from pptx import Presentation

from chuangmo.access.actor import VIEWER, Actor
from chuangmo.assess.compare import rank_changes
from chuangmo.exhibit import Exhibit
from chuangmo.exhibits.frozen import frozen, thawed
from chuangmo.exhibits.views import INDICATOR, OUTLOOK, TASKS, ViewRequest, build
from chuangmo.exports.chart_package import package
from chuangmo.exports.native import BEFORE, OWN, START, Chart, chart_of
from chuangmo.exports.pptx.deck import deck
from chuangmo.exports.pptx.waterfall import stacked
from chuangmo.period import parse_period
from chuangmo.service.annotations.marks import add_mark
from chuangmo.service.board import Board, open_board
from chuangmo.service.figures.assessing import assess, mean
from chuangmo.service.figures.attributing import attribute
from chuangmo.service.figures.daily import daily
from chuangmo.service.figures.ranking import IMPROVEMENT, rank
from chuangmo.service.imports.importing import import_file
from chuangmo.settings import Settings
from loaders.model.staged import Hints
from tests.demo_store import copy_of, shared_demo_home

WHO = Actor("测试", VIEWER, "cli")
#: PM10 in µg/m³ of every day of January by year from 2001; the last district got worse.
YEARS = {
    "城关区": (190, 182, 176, 170, 168, 160, 152, 140),
    "安宁区": (None, None, None, None, None, 120, 118, 110),
    "西固区": (None, None, None, None, None, 130, 125, 131),
}
JANUARY = ViewRequest(parse_period("2008-01"), indicator="pm10", area="城关区")
OCTOBER = ViewRequest(parse_period("2008-10"), indicator="pm10")


@pytest.fixture(scope="module")
def years(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Board]:
    board = open_board(Settings(tmp_path_factory.mktemp("years") / "home", "lanzhou"))
    lines = ["日期,区县,PM10(µg/m³)"]
    for n in range(8):
        lines += [
            f"{2001 + n}-01-{day:02d},{area},{values[n]}"
            for area, values in YEARS.items()
            for day in range(1, 32)
            if values[n] is not None
        ]
    who = Actor("测试", "admin", "page")
    file = "\n".join(lines).encode()
    assert import_file(board, who, file, "日均值.csv", Hints()).status == "committed"
    yield board
    board.close()


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Board]:
    home = copy_of(shared_demo_home(tmp_path_factory), tmp_path_factory.mktemp("shown") / "home")
    board = open_board(Settings(home, "lanzhou"))
    add_mark(board, Actor("qian", "admin", "page"), first=date(2008, 6, 10), text="停产检修")
    yield board
    board.close()


def of_kind(board: Board, request: ViewRequest, kind: str, view: str = INDICATOR) -> Exhibit:
    return next(one for one in build(view, board, WHO, request) if one.kind == kind)


def drawn(exhibit: Exhibit) -> Chart:
    chart = chart_of(exhibit)
    assert chart is not None and chart_of(thawed(frozen(exhibit))) == chart
    return chart


def cells(exhibit: Exhibit) -> list[list[str]]:
    assert exhibit.table is not None
    return [[cell.text for cell in row] for row in exhibit.table.rows]


def held(chart: Chart) -> list[tuple[Any, ...]]:
    """What stands in the workbook inside the native chart."""
    book = load_workbook(io.BytesIO(package(chart, 15.6, 6.0, 9.0).workbook))
    return list(book.worksheets[0].iter_rows(values_only=True))


def test_slopes_have_the_figures_of_the_ranking_by_improvement(years: Board) -> None:
    slope = of_kind(years, JANUARY, "slope")
    asked = rank(
        years, WHO, "pm10", parse_period("2008"), date(2008, 1, 31), by=IMPROVEMENT
    )  # fmt: skip
    chart = drawn(slope)
    assert chart.categories == ("2007年1月", "2008年1月") and chart.unit == "mg/m³"
    expected = {row.area: (float(row.before or "nan"), float(row.published)) for row in asked.rows}
    assert {one.name: one.values for one in chart.series} == expected
    assert {one.name: one.role for one in chart.series} == {
        "城关区": OWN, "安宁区": "better", "西固区": "worse",
    }  # fmt: skip
    assert slope.verdict.startswith("3个可比的区县中，2个好于上年同期，1个差于上年同期")
    told = {row[0]: row[1:5] for row in cells(slope)}
    assert told["西固区"][:3] == ["0.125", "0.131", "上升4.8%"]
    now = {row.area: row.published for row in asked.rows}
    before = {row.area: row.before or "" for row in asked.rows}
    assert rank_changes(now, before, "lower")["西固区"] == 0 and told["西固区"][3] == "不变"
    rows = [(side, *(one.values[n] for one in chart.series))
            for n, side in enumerate(chart.categories)]  # fmt: skip
    assert held(chart)[1:] == rows


def test_years_that_fall_are_told_with_slope_and_probability(years: Board) -> None:
    trend = of_kind(years, JANUARY, "long_trend")
    assert trend.verdict == (
        "2001—2008年各年1月PM10均值显著下降，每年约0.0062 mg/m³（n=8，p<0.001）"
    )
    shown = [
        assess(years, WHO, parse_period(f"{year}"), date(year, 1, 31), area="城关区").rows[0]
        for year in range(2001, 2009)
    ]
    chart = drawn(trend)
    assert chart.role(OWN)[0].values == tuple(float(row.published or "nan") for row in shown)
    assert [row[1] for row in cells(trend)] == [row.published for row in reversed(shown)]
    (line,) = chart.role("ahead")
    assert line.name == "Theil–Sen 每年−0.0062 mg/m³" and line.known == list(range(8))
    assert any("Mann–Kendall" in note for note in trend.notes)


def test_few_years_are_drawn_and_called_too_few(years: Board) -> None:
    three = ViewRequest(JANUARY.period, indicator="pm10", area="安宁区")
    trend = of_kind(years, three, "long_trend")
    assert trend.verdict == "各年1月PM10均值的趋势：样本不足（n=3年，至少5年），不作判断"
    assert drawn(trend).role("ahead") == []


def test_a_waterfall_ends_at_the_gap_and_keeps_the_parts(marked: Board) -> None:
    gap = of_kind(marked, OCTOBER, "gap", OUTLOOK)
    found = attribute(marked, WHO, "pm10", "兰州市", parse_period("2008"), date(2008, 10, 31))
    chart = drawn(gap)
    own, start = chart.role(OWN)[0], chart.role(START)[0]
    parts = [float(part.gap) / 1000 for part in found.months]
    assert own.values[:-1] == pytest.approx(parts)
    assert start.values[-1] == 0.0
    assert own.values[-1] == pytest.approx(sum(v or 0.0 for v in own.values[:-1]))
    pieces = stacked(chart).series
    for n, (first, part) in enumerate(zip(start.values, own.values, strict=True)):
        hidden, above, below = (one.values[n] or 0.0 for one in pieces[1:])
        low, high = sorted(((first or 0.0), (first or 0.0) + (part or 0.0)))
        assert above >= 0 >= below and above - below == pytest.approx(high - low)
        assert not hidden or hidden in (pytest.approx(low), pytest.approx(high))
    rows = held(chart)
    assert rows[0][1:] == ("占差距", "起点", "零以上", "零以下")
    assert [row[1] for row in rows[1:]] == pytest.approx(list(own.values))
    assert rows[1][0] == f"1月　{own.texts[0]}"


def test_a_ranking_in_files_tells_what_moved(marked: Board) -> None:
    ranking = of_kind(marked, OCTOBER, "ranking")
    assert ranking.table is not None
    chart = drawn(ranking)
    assert chart.remarks == tuple(row[1].small for row in ranking.table.rows)
    assert any(chart.remarks) and "与1—9月的位次相比" in ranking.subtitle
    names = [str(row[0]) for row in held(chart)[1:]]
    assert all("不变" in name or "位" in name for name in names)


def test_a_burn_up_names_last_year_by_its_figure_and_carries_events(marked: Board) -> None:
    burnup = of_kind(marked, ViewRequest(parse_period("2008-12")), "burnup", TASKS)
    chart = drawn(burnup)
    (before,) = chart.role(BEFORE)
    assert [text for text in before.texts if text] == [row[4] for row in cells(burnup)
                                                      if row[4] != "—"]  # fmt: skip
    ((first, last, words),) = chart.marks
    assert words == "6月10日停产检修" and first == last and 5 < first < 6
    assert burnup.extra["marks"] == "2008年6月10日停产检修"


def test_a_year_over_the_last_is_a_native_chart_with_its_events(marked: Board) -> None:
    over = ViewRequest(OCTOBER.period, indicator="pm10", over=True)
    years = of_kind(marked, over, "years")
    ((first, _, words),) = drawn(years).marks
    assert words == "6月10日停产检修" and 5 < first < 6
    made = Presentation(io.BytesIO(deck([years], "对照")))
    shapes = [shape for slide in made.slides for shape in slide.shapes]
    assert any(shape.has_chart for shape in shapes)
    assert any(shape.name == "大事记文字" for shape in shapes)


def test_a_calendar_has_every_day_as_shown_and_no_figure_is_a_gap(marked: Board) -> None:
    calendar = of_kind(marked, OCTOBER, "calendar")
    days = daily(marked, WHO, "pm10", "兰州市", 2008, date(2008, 10, 31))
    assert days is not None and calendar.table is not None
    shown = {
        (month, int(row[0].text)): row[month]
        for row in calendar.table.rows[1:]
        for month in range(1, 11)
    }
    for one in days.days:
        cell = shown[one.day.month, one.day.day]
        assert (cell.text == "—") == (one.value is None) == (cell.shade == "")
    made = Presentation(io.BytesIO(deck([calendar], "日历")))
    (table,) = (shape for slide in made.slides for shape in slide.shapes if shape.has_table)
    text = [cell.text for row in table.table.rows for cell in row.cells]
    assert text.count("超") == sum(1 for one in days.days if one.over)
    assert text.count("◇") == sum(1 for one in days.days if one.value is None)


def test_winters_stand_beside_boilers_and_claim_no_cause(marked: Board) -> None:
    asked = ViewRequest(parse_period("2008-12"), indicator="boiler_retrofit_units")
    winters = of_kind(marked, asked, "winters", TASKS)
    done = [
        mean(marked, WHO, "boiler_retrofit_units", parse_period(f"{y}"), as_of=date(2008, 12, 31))
        for y in (2007, 2008)
    ]
    first, both = done[0].value or 0, (done[0].value or 0) + (done[1].value or 0)
    assert [row[3] for row in cells(winters)] == [str(first), str(both)]
    air = [
        mean(marked, WHO, "so2", parse_period(f"{y}-11..{y}-12"), as_of=date(y, 12, 31)).value
        for y in (2007, 2008)
    ]
    values = drawn(winters).role(OWN)[0].values
    assert values == pytest.approx([round(float(one or 0) / 1000, 3) for one in air])
    assert "并列，不说明因果" in winters.verdict and "只计至12月" in winters.subtitle
