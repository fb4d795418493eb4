"""The demonstration shows a bureau at work: arrivals in time, a file waiting, one returned, 督办."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest

from chuangmo.access.actor import local_person
from chuangmo.period import month_period, parse_period, today
from chuangmo.service.board import Board, open_board
from chuangmo.service.decisions.supervision.items import list_items
from chuangmo.service.imports import reviewing
from chuangmo.service.imports.completeness import DutyRow, completeness, due_day
from chuangmo.service.imports.demo_arrivals import received
from chuangmo.service.imports.demo_submissions import load_demo_submissions
from chuangmo.settings import Settings
from tests.demo_store import copy_of, shared_demo_home

WHO = local_person("张三", "cli")


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Board]:
    home = copy_of(shared_demo_home(tmp_path_factory), tmp_path_factory.mktemp("work") / "home")
    opened = open_board(Settings(home, "lanzhou"))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def owed(demonstration: Board) -> list[DutyRow]:
    found = completeness(demonstration, WHO, parse_period("2008"), date(2009, 3, 1))
    return [row for row in found.rows if row.due is not None]


def test_most_reports_of_the_demonstration_came_in_time(owed: list[DutyRow]) -> None:
    counted = Counter(row.state for row in owed)
    assert counted["reported"] > 0.85 * len(owed)
    assert 0.02 * len(owed) < counted["late"] < 0.12 * len(owed)
    assert not counted["missing"] and not counted["not_due"]


def test_the_invented_days_are_marked_and_near_the_due_day(owed: list[DutyRow]) -> None:
    for row in owed:
        assert row.demo and row.received and row.due
        apart = (date.fromisoformat(row.received) - date.fromisoformat(row.due)).days
        assert -6 < apart <= 4
        assert date.fromisoformat(row.received) > parse_period(row.month).last_day


def test_an_invented_day_is_always_the_same_and_one_duty_comes_in_one_piece() -> None:
    month = month_period(2008, 3)
    asked = ("pm10", "so2"), "安宁区", month, date(2008, 4, 1)
    assert received(*asked) == received(*asked) > month.last_day


def test_a_correction_waits_and_another_was_returned(
    demonstration: Board, owed: list[DutyRow]
) -> None:
    (waits,) = reviewing.waiting(demonstration, WHO)
    assert waits.areas == ("皋兰县",) and not waits.refusal and waits.info.demo
    rows = [(r.area, r.indicator, r.month) for r in owed if r.state == "submitted"]
    assert rows == [("皋兰县", name, "2008-03") for name in ("so2", "no2")]
    (back,) = [b for b in demonstration.store.batches() if b.state == "returned"]
    assert back.demo and "重报" in back.events[-1].reason
    assert reviewing.difference(demonstration, WHO, waits.info.batch).changed == 44


def test_the_files_sent_for_review_are_not_sent_twice(demonstration: Board) -> None:
    before = len(demonstration.store.batches())
    assert load_demo_submissions(demonstration, WHO) == []
    assert len(demonstration.store.batches()) == before


def test_one_item_is_overdue(demonstration: Board) -> None:
    late = list_items(demonstration, WHO, overdue_on=today())
    assert [(one.area, one.site, one.demo) for one in late] == [("城关区", "某锅炉房", True)]


def test_the_due_day_of_a_demonstration_is_that_of_the_duty(demonstration: Board) -> None:
    (air, *_) = demonstration.catalog.city.duties
    assert due_day(air, month_period(2008, 2)) == date(2008, 3, 10)
