"""责任单位 of the settings: named where a unit is asked for, reached where a report is due."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from chuangmo.catalog.city_parts import Office
from chuangmo.period import parse_period
from chuangmo.service.board import Board
from chuangmo.service.city.changing_settings import apply_settings, preview_settings
from chuangmo.service.city.present import present
from chuangmo.service.decisions.supervision.proposals import responsible
from chuangmo.service.imports.completeness import completeness
from chuangmo.service.scoring.scorecard import scorecard
from tests.service.settings_of_cities import BOSS, board_of

STATION = Office(name="市环境监测站（演示）", person="张三", phone="0931-8888888")
AIR = Office(name="市局大气科", indicators=("pm10", "so2"))
CHENGGUAN = Office(name="城关分局", areas=("城关区",))
BOTH = Office(name="城关大气组", areas=("城关区",), indicators=("pm10",))


@pytest.fixture
def board(tmp_path: Path) -> Iterator[Board]:
    held = board_of(tmp_path / "home", "lanzhou")
    yield held
    held.close()


def set_offices(board: Board, *offices: Office) -> None:
    seen = preview_settings(board, BOSS, replace(present(board, BOSS), offices=offices))
    assert seen.problems == ()
    apply_settings(board, BOSS, seen)


def test_the_unit_that_fits_best_is_the_responsible_one(board: Board) -> None:
    assert responsible(board.catalog, "城关区", "pm10") == "城关区人民政府"
    set_offices(board, STATION, AIR, CHENGGUAN, BOTH)
    catalog = board.catalog
    assert responsible(catalog, "城关区", "pm10") == "城关大气组"
    assert responsible(catalog, "城关区", "so2") == "市局大气科"
    assert responsible(catalog, "城关区", "no2") == "城关分局"
    assert responsible(catalog, "城关区") == "城关分局"
    assert responsible(catalog, "安宁区", "pm10") == "市局大气科"
    assert responsible(catalog, "安宁区", "no2") == "安宁区人民政府"
    assert responsible(catalog, "兰州市", "no2") == "兰州市人民政府"


def test_a_reminder_says_whom_to_call(board: Board) -> None:
    def contacts() -> set[str]:
        found = completeness(board, BOSS, parse_period("2008-01"), date(2008, 3, 1))
        assert all(one.contact in one.text for one in found.reminders)
        return {one.contact for one in found.reminders}

    assert contacts() == {"市环境监测站（演示）"}
    set_offices(board, STATION)
    assert contacts() == {"市环境监测站（演示）（张三，0931-8888888）"}


def test_the_scheme_names_the_units_of_its_indicators(board: Board) -> None:
    def offices() -> dict[str, str]:
        rows = scorecard(board, BOSS, "national_2006", 2008).rows
        return {member: row.office for row in rows for member in row.members}

    items = board.catalog.scheme("national_2006").items
    item = next(one for one in items if one.indicators and not one.group)
    before = offices()
    set_offices(board, Office(name="市局大气科", indicators=item.indicators[:1]))
    assert before[item.id] != "市局大气科" == offices()[item.id]
    same = {one.id for one in items if not set(item.indicators) & set(one.indicators)}
    assert {one: before[one] for one in same} == {one: offices()[one] for one in same}
