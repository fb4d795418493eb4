"""What an expert looks for beside a figure: too few days, sand-dust, the day's share of a year."""

from datetime import date
from pathlib import Path

import pytest

from chuangmo.assess.rounding import publish
from chuangmo.exhibits.dust import dust_words
from chuangmo.exhibits.month import Month
from chuangmo.exhibits.place import Place, place_of
from chuangmo.exhibits.tasks import elapsed_share
from chuangmo.exhibits.trend import trend_exhibit
from chuangmo.period import parse_period
from chuangmo.service.board import Board, open_board
from chuangmo.service.decisions import changing
from chuangmo.service.figures import assessing
from chuangmo.service.imports.importing import import_file
from chuangmo.service.questions import Questions
from chuangmo.settings import Settings
from loaders.model.staged import Hints
from tests.pages.conftest import ACTOR, opened, words


@pytest.fixture
def board(tmp_path: Path):
    made = open_board(Settings(tmp_path / "home", "lanzhou"))
    lines = ["日期,区县,PM10(µg/m³),SO2(µg/m³)"]
    for day in range(1, 31):
        heavy = 700 if day == 20 else 100 + day % 5
        gas = str(40 + day % 3) if day <= 5 else ""
        lines.append(f"2008-01-{day:02d},城关区,{heavy},{gas}")
    data = "\n".join(lines).encode()
    found = import_file(made, ACTOR, data, "日均值.csv", Hints(), reason="沙尘天气，数值属实")
    assert found.status == "committed"
    yield made
    made.close()


def place(board: Board, indicator: str, dust: str = "keep") -> Place:
    month = Month(parse_period("2008-01"))
    rows = assessing.assess(board, ACTOR, month.year_period, month.as_of, dust=dust)
    return place_of(rows, board.catalog.indicator(indicator), "城关区", month, dust)


def test_both_figures_are_said_where_sand_dust_is_declared(board: Board) -> None:
    reader = Questions(board, ACTOR)
    assert "未登记沙尘日" in dust_words(reader, place(board, "pm10"))
    changing.add_dust(board, ACTOR, "2008-01-20", "", "")
    said = dust_words(Questions(board, ACTOR), place(board, "pm10", "remove"))
    assert "登记沙尘日1天" in said
    assert "不扣沙尘为0.122 mg/m³" in said and "扣除沙尘为0.102 mg/m³" in said


def test_a_day_left_out_as_sand_dust_is_not_called_short_of_data(board: Board) -> None:
    day = parse_period("2008-01-20")
    changing.add_dust(board, ACTOR, day.text, "", "")
    asked = (board, ACTOR, "pm10", day)
    kept, removed = (assessing.mean(*asked, area="城关区", dust=d) for d in ("keep", "remove"))
    assert kept.value == 700 and kept.valid
    assert removed.value is None and removed.reason_code == "all_dust_days"
    assert removed.reason == "2008年1月20日的有效日都登记为沙尘日，已扣除。"


def test_sand_dust_is_nothing_for_noise(board: Board) -> None:
    assert dust_words(Questions(board, ACTOR), place(board, "noise_traffic")) == ""


def test_a_figure_of_too_few_days_says_so_in_the_title_of_its_chart(board: Board) -> None:
    titles = {}
    for name in ("pm10", "so2"):
        shown = place(board, name)
        points = assessing.monthly(board, ACTOR, name, "城关区", (2007, 2008), shown.month.as_of)
        foot = shown.foot(Questions(board, ACTOR))
        titles[name] = trend_exhibit(shown, points, [], foot, "light", False).verdict
    assert titles["so2"].endswith("（数据不足，仅供参考）")
    assert "数据不足" not in titles["pm10"]


def test_the_district_page_measures_tasks_by_days_as_the_verdict_does(full: Board) -> None:
    """End of November: 335 of 366 days are 91.5 %, eleven twelfths would be 91.7 %."""
    app = opened("district.py")
    app.selectbox(key="month").set_value("2008年11月").run()
    assert not app.exception
    assert (
        "时序进度 91.5%" in words(app) and publish(elapsed_share(date(2008, 11, 30)), 1) == "91.5"
    )
