"""The ledger as the command line prints it."""

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from chuangmo.access.actor import local_person
from chuangmo.catalog.faults import UnknownId, UnknownPlace
from chuangmo.period import parse_period
from chuangmo.service.board import Board, open_board
from chuangmo.service.figures.ledger import list_ledger
from chuangmo.settings import Settings
from tests.store.making import NO_OBSERVATIONS, item_row, ledger_table, submission

WHO = local_person("张三", "cli")
KEYS = {
    "item", "area", "unit_name", "model", "count", "tonnage", "method", "planned", "finished",
    "status", "so2_cut", "dust_cut", "batch", "file", "sheet", "cell",
}  # fmt: skip


@pytest.fixture
def board(tmp_path: Path) -> Iterator[Board]:
    opened = open_board(Settings(tmp_path / "home", "lanzhou"))
    cells = json.dumps({"unit_name": ["C5", "一厂"], "count": ["F5", "1"]})
    june = item_row("一厂", "未开工", as_of=date(2008, 6, 30), cells=cells)
    done = {"finished": date(2008, 9, 1), "so2_cut": Decimal("12.30"), "cells": cells}
    other = item_row("二厂", "未开工", area="城关区")
    for given in ([june], [item_row("一厂", "已完成", **done), other]):
        staged = submission(opened.store, NO_OBSERVATIONS, ledger_table(*given))
        opened.store.commit(staged)
    yield opened
    opened.close()


def test_the_newest_list_holds(board: Board) -> None:
    rows = list_ledger(board, WHO, "boilers", area="安宁区")
    assert [(r["item"], r["status"], r["finished"]) for r in rows] == [
        ("一厂", "已完成", "2008-09-01")
    ]
    assert set(rows[0]) >= KEYS
    assert (rows[0]["so2_cut"], rows[0]["cell"], rows[0]["batch"]) == ("12.3", "C5", 2)


def test_an_earlier_period_gives_the_list_of_its_day(board: Board) -> None:
    rows = list_ledger(board, WHO, "boilers", period=parse_period("2008-06"))
    assert [(r["item"], r["status"]) for r in rows] == [("一厂", "未开工")]


def test_the_city_has_all_districts_and_another_year_none(board: Board) -> None:
    assert len(list_ledger(board, WHO, "boilers", area="兰州市")) == 2
    assert list_ledger(board, WHO, "boilers", period=parse_period("2009")) == []


def test_unknown_kind_and_place_are_said(board: Board) -> None:
    with pytest.raises(UnknownId, match="boilers"):
        list_ledger(board, WHO, "boiler")
    with pytest.raises(UnknownPlace):
        list_ledger(board, WHO, "boilers", area="城东区")
