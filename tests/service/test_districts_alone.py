"""A month in which districts report concentrations and nobody reports the city's."""

from pathlib import Path

import pytest

from tests.service.conftest import Command, saved_book

DISTRICTS = ("城关区", "七里河区", "西固区", "安宁区")
HEAD = ["区县", "PM10月均值（mg/m³）", "SO2月均值（mg/m³）"]


def reported(run: Command, home: Path, folder: Path, name: str, *rows: list[object]) -> None:
    book = saved_book(folder / f"{name}.xlsx", [f"2009年3月{name}"], HEAD, *rows)
    code, answer = run(home, "import", str(book), "--reason", "试")
    assert code == 0, answer


@pytest.fixture
def home(run: Command, tmp_path: Path) -> Path:
    rows = [[name, f"0.1{n}0", "0.050"] for n, name in enumerate(DISTRICTS)]
    reported(run, tmp_path / "home", tmp_path, "各区环境空气质量月报", *rows)
    return tmp_path / "home"


ASKED = ("--indicator", "pm10", "--area", "兰州市", "--period", "2009-03")


def test_the_city_is_not_said_to_have_no_data(run: Command, home: Path) -> None:
    found = run(home, "mean", *ASKED)[1]
    assert found["value"] is None and found["reason"] == "districts_only"
    assert found["explanation"] == (
        "2009年3月只有4个区县各自的数，没有全市的，也没有点位的；"
        "区县均值不平均成全市的，请另报全市的数或各点位的数。"
    )
    one = run(home, "mean", "--indicator", "pm10", "--area", "安宁区", "--period", "2009-03")[1]
    assert one["published"] == "0.130"


def test_no_cell_of_a_district_is_said_to_stand_behind_it(run: Command, home: Path) -> None:
    cells = run(home, "trace", *ASKED)[1]["cells"]
    assert len(cells) == 4
    assert {(cell["used"], cell["why"]) for cell in cells} == {
        (False, "区县自己报的数，不平均成全市的")
    }


def test_nor_where_the_city_reports_itself(run: Command, home: Path, tmp_path: Path) -> None:
    reported(run, home, tmp_path, "全市环境空气质量月报", ["兰州市", "0.115", "0.050"])
    assert run(home, "mean", *ASKED)[1]["value"] == "0.115"
    cells = run(home, "trace", *ASKED)[1]["cells"]
    assert [cell["raw"] for cell in cells if cell["used"]] == ["0.115"]


def test_a_month_without_anything_has_no_data(run: Command, home: Path) -> None:
    asked = ("--indicator", "pm10", "--area", "兰州市", "--period", "2009-04")
    assert run(home, "mean", *asked)[1]["reason"] == "no_data"
