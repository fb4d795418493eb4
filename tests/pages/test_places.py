"""区县, 地图 and 批次与溯源 with the demonstration data: the numbers, and what is owed and why."""

from dataclasses import replace
from datetime import date

import pytest

from chuangmo.assess.verdict_types import MET, MISSED
from chuangmo.period import months_period, year_period
from chuangmo.service.board import Board
from chuangmo.service.figures.assessing import assess
from chuangmo.service.figures.trace import trace
from chuangmo.service.imports.importing import restore, withdraw
from chuangmo.ui.district.remarks import remarks
from tests.demo_store import counting
from tests.pages.conftest import ACTOR, opened, words

AREA = "安宁区"


def test_the_district_shows_every_limited_indicator_and_its_tasks(seen: Board) -> None:
    text = words(opened("district.py", area=AREA))
    rows = assess(seen, ACTOR, year_period(2008), date(2008, 12, 31), area=AREA).rows
    assert text.count('class="track"') == len(
        {r.indicator for r in rows if r.limit and not seen.catalog.indicator(r.indicator).is_task}
    )
    for word in (AREA, "任务完成", "需要说明的事项", "位次", "最好 / 最差"):
        assert word in text
    assert text.count('class="own') >= 3


def test_needs_stand_while_months_are_left(seen: Board) -> None:
    app = opened("district.py", area=AREA)
    assert "年底前须做到" not in words(app)
    text = words(app.selectbox(key="month").set_value("2008年11月").run())
    assert "年底前须做到" in text and "12月须" in text


def test_two_lines_that_disagree_are_both_told(seen: Board) -> None:
    day = date(2008, 12, 31)
    rows = assess(seen, ACTOR, year_period(2008), day, area=AREA, indicator="pm10").rows
    by_line = {row.line: row for row in rows}
    standard = replace(by_line["standard"], status=MISSED)
    target = replace(by_line["target"], status=MET)
    (found,) = [
        one
        for one in remarks([standard, target], [(seen.catalog.indicator("pm10"), target)])
        if "两者都成立" in one.words
    ]
    assert "未达标" in found.words and "达标" in found.words
    assert found.basis == standard.document


def test_one_matter_tells_all_that_a_doubted_list_silences(seen: Board) -> None:
    """城关区 2008: which list is in force on 31 December is not known."""
    rows = assess(seen, ACTOR, year_period(2008), date(2008, 12, 31), area="城关区").rows
    doubted = [row for row in rows if row.reason_code == "scheme_in_doubt"]
    cells = [(seen.catalog.indicator(row.indicator), row) for row in doubted]
    (found,) = [one for one in remarks(rows, cells) if "无法评价" in one.words]
    assert len(doubted) > 2 and all(indicator.label in found.words for indicator, _ in cells)
    assert "2006〕40号" in found.basis and "2008〕71号" in found.basis


def test_the_map_agrees_with_the_assessment(seen: Board) -> None:
    app = opened("map.py", indicator="pm10", month="2008-12")
    text = words(app)
    rows = assess(seen, ACTOR, year_period(2008), date(2008, 12, 31), indicator="pm10").rows
    for row in rows:
        if row.area_kind == "district" and row.published:
            assert f"<b>{row.published}</b>" in text
    assert "示意图" in text
    assert seen.catalog.city.boundary_note[:20] in text
    assert len(app.get("plotly_chart")) == 2


def test_the_slider_takes_another_month(seen: Board) -> None:
    app = opened("map.py", indicator="pm10", month="2008-12")
    app.select_slider(key="month").set_value("2008年11月").run()
    assert not app.exception
    assert "1—11月" in words(app)


@pytest.mark.parametrize("indicator", ["catering_treated_units", "noise_regional", "so2"])
def test_any_indicator_can_be_mapped(indicator: str, seen: Board) -> None:
    text = words(opened("map.py", indicator=indicator, month="2008-12"))
    assert seen.catalog.indicator(indicator).name in text


def test_the_trace_of_a_number_ends_at_its_cells(seen: Board) -> None:
    app = opened("batches.py", part="溯源", indicator="pm10", area=AREA, month="2008-12")
    found = trace(seen, ACTOR, "pm10", months_period((2008, 1), (2008, 12)), area=AREA)
    used = sum(1 for cell in found["cells"] if cell["used"])
    text = words(app)
    assert f"来自 {used} 个单元格" in text
    assert found["cells"][0]["file"] in text
    assert len(app.get("download_button")) == 1


def test_the_board_of_reports_counts_what_is_owed(seen: Board) -> None:
    text = words(opened("batches.py", part="报送进度"))
    for word in ("未报", "迟报", "无效", "催报文字", AREA):
        assert word in text


def test_withdrawing_needs_a_reason_and_leaves_a_trace(full: Board) -> None:
    app = opened("batches.py")
    last = counting(full)[-1].batch
    assert "还没有撤回或恢复过" in words(app)
    withdraw(full, ACTOR, last, "区县更正报表")
    text = words(app.run())
    assert "1 个已撤回" in text and "区县更正报表" in text
    restore(full, ACTOR, last, "更正有误")
    assert "没有撤回的" in words(app.run())


def test_all_batches_withdrawn_leaves_the_list(full: Board) -> None:
    for batch in counting(full):
        withdraw(full, ACTOR, batch.batch, "重新整理")
    text = words(opened("batches.py"))
    assert "0 个有效" in text
    assert "没有可用的数据" in words(opened("batches.py", part="溯源"))
