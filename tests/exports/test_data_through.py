"""The foot names the newest batches behind the figures shown, never those of other figures."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from chuangmo.access.actor import local_person
from chuangmo.exhibits.district import district_foot, load_district
from chuangmo.exhibits.month import Month, data_through
from chuangmo.exhibits.overview import load_overview, overview_foot
from chuangmo.exhibits.place import place_of
from chuangmo.period import parse_period
from chuangmo.service.board import Board, open_board
from chuangmo.service.questions import Questions
from chuangmo.settings import Settings
from tests.store.making import month_row, put

WHO = local_person("张三", "cli")
MARCH = Month(parse_period("2008-03"))


@pytest.fixture
def board(tmp_path: Path) -> Iterator[Board]:
    opened = open_board(Settings(tmp_path / "home", "lanzhou"))
    store = opened.store
    put(store, *(month_row(m, 100, n_valid=30) for m in (1, 2)), name="一二月.xlsx")
    put(store, month_row(3, 90, n_valid=30), name="三月.xlsx")
    put(store, month_row(3, 80, n_valid=30, area="西固区"), name="西固.xlsx")
    put(store, month_row(3, 50, n_valid=30, indicator="so2"), name="SO2.xlsx")
    put(store, month_row(4, 70, n_valid=30), name="四月.xlsx")
    put(store, month_row(3, 91, n_valid=30), name="错.xlsx")
    store.withdraw(6, "李", "填错")
    yield opened
    opened.close()


def test_a_place_names_its_batches_and_those_of_the_places_beside_it(board: Board) -> None:
    reader = Questions(board, WHO)
    found = reader.assess(MARCH.year_period, MARCH.as_of, "keep")
    so2 = place_of(found, board.catalog.indicator("so2"), "安宁区", MARCH, "keep")
    assert so2.foot(reader).through == "数据截至 2008-03-31（批次 4）"
    pm10 = place_of(found, board.catalog.indicator("pm10"), "安宁区", MARCH, "keep")
    assert pm10.foot(reader).through == "数据截至 2008-03-31（批次 2、3）"


def test_a_district_and_the_whole_city(board: Board) -> None:
    reader = Questions(board, WHO)
    view = load_district(reader, MARCH, "安宁区", "keep")
    assert "（批次 2、4）" in district_foot(reader, view).through
    assert "（批次 2、3、4）" in district_foot(reader, view, "西固区").through
    whole = overview_foot(load_overview(reader, MARCH, "keep", "combined"))
    assert "（批次 2、3、4）" in whole.through


def test_an_earlier_month_names_what_it_rests_on_and_many_are_counted(board: Board) -> None:
    reader = Questions(board, WHO)
    assert data_through(reader, date(2008, 2, 29)) == "数据截至 2008-02-29（批次 1）"
    assert data_through(reader, date(2007, 2, 28)) == "数据截至 2007-02-28"
    put(board.store, month_row(4, 1, area="城关区"), month_row(4, 1, area="红古区"))
    april = data_through(reader, date(2008, 4, 30))
    assert april == "数据截至 2008-04-30（批次 7 等 4 个）"
