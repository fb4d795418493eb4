"""Two rankings on 指标: by level, and by improvement, which the address keeps."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from chuangmo.access.actor import VIEWER, Actor
from chuangmo.charts.improvement import NOTHING_TO_COMPARE
from chuangmo.exhibit import Exhibit, Foot
from chuangmo.exhibits.improvement import improvement_exhibit, unit_of_change
from chuangmo.exhibits.month import Month
from chuangmo.exhibits.place import Place, place_of, within_group
from chuangmo.exhibits.ranking import ranking_frame
from chuangmo.exhibits.views import INDICATOR, ViewRequest, build
from chuangmo.exports.native import OWN, chart_of
from chuangmo.period import parse_period
from chuangmo.service import process
from chuangmo.service.board import Board, open_board
from chuangmo.service.figures.assessing import assess
from chuangmo.service.figures.ranking import IMPROVEMENT, rank
from chuangmo.service.imports.importing import import_file
from chuangmo.service.questions import Questions
from chuangmo.settings import Settings
from loaders.model.staged import Hints
from tests.pages.conftest import ACTOR, opened, words

#: (last year, this year) of every day of January; in µg/m³, judged in mg/m³.
DAYS = {
    "城关区": (120, 105),  # −12.5 %
    "安宁区": (100, 110),  # +10.0 %
    "西固区": (200, 175),  # −12.5 %, shared
    "七里河区": (None, 130),
}


@pytest.fixture
def board(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Board]:
    made = open_board(Settings(tmp_path / "home", "lanzhou"))
    lines = ["日期,区县,PM10(µg/m³),SO2(µg/m³)"]
    for place, year in enumerate((2007, 2008)):
        for area, values in DAYS.items():
            if values[place] is not None:
                lines += [
                    f"{year}-01-{day:02d},{area},{values[place] + day % 3 - 1},"
                    f"{values[place] // 4 + day % 2}"
                    for day in range(1, 31)
                ]
    data = "\n".join(lines).encode()
    assert import_file(made, ACTOR, data, "日均值.csv", Hints()).status == "committed"
    monkeypatch.setattr(process, "board", lambda: made)
    yield made
    made.close()


def improvement(board: Board, indicator: str = "pm10") -> Exhibit:
    question = ViewRequest(parse_period("2008-01"), indicator=indicator)
    found = build(INDICATOR, board, ACTOR, question)
    return next(one for one in found if one.kind == "improvement")


def test_the_exhibit_has_the_figures_of_the_command(board: Board) -> None:
    found = improvement(board)
    asked = rank(
        board, Actor("测试", VIEWER, "cli"), "pm10", parse_period("2008"), date(2008, 1, 31),
        by=IMPROVEMENT,
    )  # fmt: skip
    shown = found.frame[found.frame["rank"] != ""]
    assert [int(n) for n in shown["rank"]] == [row.rank for row in asked.rows] == [1, 1, 3]
    assert list(shown["area"]) == [row.area for row in asked.rows]
    assert [f"{v:.1f}" for v in shown["change"]] == [
        row.improvement["value"] for row in asked.rows if row.improvement
    ]
    assert list(shown["now"]) == [row.published for row in asked.rows]


def test_a_shared_first_place_names_both_and_the_worst_that_is_behind(board: Board) -> None:
    found = improvement(board)
    assert found.verdict.startswith("城关区、西固区改善幅度最大，均下降12.5%")
    assert found.subtitle.endswith("%") and "与上年同期相比" in found.subtitle


def test_a_place_without_last_year_says_so_and_has_no_rank(board: Board) -> None:
    found = improvement(board)
    assert found.table is not None
    told = {row[1].text: row for row in found.table.rows}
    silent = told["七里河区"]
    assert [silent[0].text, silent[2].text] == ["—", NOTHING_TO_COMPARE]
    assert silent[-1].text.startswith("上年同期：")
    assert told["榆中县"][2].text == "数据不足"  # nothing this year: no word about the last


def test_files_have_the_signed_changes_as_a_native_chart(board: Board) -> None:
    found = improvement(board)
    chart = chart_of(found)
    assert chart is not None and chart.kind == "improvement" and chart.unit == "%"
    assert chart.role(OWN)[0].values[:4] == (-12.5, -12.5, 10.0, None)
    assert f"七里河区　{NOTHING_TO_COMPARE}" in chart.categories


@pytest.mark.parametrize(
    ("indicator", "unit"),
    [("good_air_days", "百分点"), ("noise_traffic", "dB(A)"), ("so2", "%")],
)
def test_changes_are_said_in_their_own_unit(board: Board, indicator: str, unit: str) -> None:
    month = Month(parse_period("2008-01"))
    place = Place(board.catalog.indicator(indicator), "兰州市", month, "keep", [], [])
    assert unit_of_change(place) == unit


def test_the_switch_changes_chart_and_table(board: Board) -> None:
    app = opened("indicator.py")
    assert "改善幅度最大" not in words(app)
    (switch,) = [one for one in app.get("button_group") if one.key == "order"]
    assert list(switch.options) == ["按水平", "按改善", "两年对照"]
    switch.set_value(IMPROVEMENT).run()
    assert not app.exception
    text = words(app)
    assert text.count("改善幅度最大，均下降12.5%") == 1 and "改善位次" in text
    (switch,) = [one for one in app.get("button_group") if one.key == "order"]
    switch.set_value("slope").run()
    assert not app.exception
    text = words(app)
    assert "3个可比的区县中，2个好于上年同期，1个差于上年同期" in text and "位次变化" in text


def test_the_near_districts_are_ranked_apart_from_the_far_ones(board: Board) -> None:
    """A county of little traffic is no measure for the city proper: two lists, as bulletins do."""
    lines = ["日期,区县,PM10(µg/m³)"]
    lines += [
        f"{year}-01-{day:02d},永登县,{base + day % 5}"
        for year, base in ((2007, 60), (2008, 30))
        for day in range(1, 31)
    ]
    file = "\n".join(lines).encode()
    assert import_file(board, ACTOR, file, "远郊.csv", Hints()).status == "committed"
    month = Month(parse_period("2008-01"))
    rows = assess(board, ACTOR, month.year_period, month.as_of)
    place = place_of(rows, board.catalog.indicator("pm10"), "兰州市", month, "keep")
    foot = Foot("", "", "", "")
    reader = Questions(board, ACTOR)
    everywhere = improvement_exhibit(reader, place, foot, "light", False)
    near = improvement_exhibit(reader, place, foot, "light", False, "near")
    assert everywhere is not None and near is not None
    assert everywhere.frame["area"].iloc[0] == "永登县"
    assert list(near.frame["rank"][:3]) == ["1", "1", "3"]
    assert set(near.frame["area"]) == {"城关区", "七里河区", "西固区", "安宁区"}
    level = within_group(place, board.catalog, "near")
    assert set(ranking_frame(level)["area"]) == set(near.frame["area"])


def test_the_page_ranks_one_group_and_says_which(board: Board) -> None:
    app = opened("indicator.py")
    (switch,) = [one for one in app.get("button_group") if one.key == "group"]
    assert list(switch.options) == ["全部区县", "四城区", "远郊"]
    switch.set_value("near").run()
    assert not app.exception and "四城区：各区县" in words(app)
    far = next(one for one in app.get("button_group") if one.key == "group")
    far.set_value("far").run()
    assert not app.exception and "不足两个" in words(app)  # only one of them has figures
