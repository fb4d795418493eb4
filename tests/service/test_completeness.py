"""Who owes which month: every state of a duty, and the reminder to copy."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from chuangmo.access.actor import local_person
from chuangmo.catalog.city_parts import Duty
from chuangmo.period import Period, month_period, parse_period
from chuangmo.service.board import Board, open_board
from chuangmo.service.imports.completeness import Completeness, DutyRow, completeness, due_day
from chuangmo.settings import Settings
from tests.store.making import NO_OBSERVATIONS, item_row, ledger_table, month_row, put, submission

WHO = local_person("张三", "cli")
ON_TIME, TOO_LATE = "2008-02-05T03:00:00Z", "2008-02-12T03:00:00Z"


@pytest.fixture
def board(tmp_path: Path) -> Iterator[Board]:
    opened = open_board(Settings(tmp_path / "home", "lanzhou"))
    yield opened
    opened.close()


def at(monkeypatch: pytest.MonkeyPatch, moment: str) -> None:
    monkeypatch.setattr("chuangmo.store.journal.now_text", lambda: moment)


def january(board: Board, as_of: str = "2008-02-20", period: str = "2008-01") -> Completeness:
    return completeness(board, WHO, parse_period(period), date.fromisoformat(as_of))


def row(found: Completeness, area: str = "安宁区", indicator: str = "pm10") -> DutyRow:
    return next(r for r in found.rows if (r.area, r.indicator) == (area, indicator))


def test_a_month_sent_by_the_due_day_is_reported(
    board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, ON_TIME)
    put(board.store, month_row(1, 100, n_valid=30))
    found = row(january(board))
    assert (found.state, found.due, found.received) == ("reported", "2008-02-10", "2008-02-05")
    assert (found.batch, found.n_valid, found.month) == (1, 30, "2008-01")


def test_a_month_sent_after_the_due_day_is_late(
    board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, TOO_LATE)
    put(board.store, month_row(1, 100, n_valid=30))
    assert row(january(board)).state == "late"


def test_the_due_day_is_that_of_shanghai(board: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, "2008-02-10T17:00:00Z")  # one in the morning of the 11th
    put(board.store, month_row(1, 100, n_valid=30))
    found = row(january(board))
    assert (found.state, found.received) == ("late", "2008-02-11")


def test_a_withdrawn_batch_did_not_arrive(board: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, ON_TIME)
    put(board.store, month_row(1, 100, n_valid=30))
    board.store.withdraw(1, "李", "填错")
    assert row(january(board)).state == "missing"
    at(monkeypatch, TOO_LATE)
    put(board.store, month_row(1, 101, n_valid=30), name="改.xlsx")
    assert (row(january(board)).state, row(january(board)).batch) == ("late", 2)


def test_a_correction_does_not_make_a_month_late(
    board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, ON_TIME)
    put(board.store, month_row(1, 100, n_valid=30))
    at(monkeypatch, TOO_LATE)
    put(board.store, month_row(1, 101, n_valid=30), name="改.xlsx")
    assert (row(january(board)).state, row(january(board)).batch) == ("reported", 1)


def test_too_few_valid_days_are_invalid(board: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, ON_TIME)
    put(board.store, month_row(1, 100, n_valid=3))
    found = row(january(board))
    assert (found.state, found.n_valid) == ("invalid", 3)
    assert "3天" in found.reason


def test_nothing_after_the_due_day_is_missing_and_before_it_not_due(board: Board) -> None:
    assert row(january(board, "2008-02-11")).state == "missing"
    assert row(january(board, "2008-02-10")).state == "not_due"


def test_a_quarter_is_owed_in_its_last_month_only(
    board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, ON_TIME)
    items = ledger_table(item_row("一厂", "已完成", as_of=date(2008, 3, 31)))
    board.store.commit(submission(board.store, NO_OBSERVATIONS, items))
    found = january(board, "2008-06-01", "2008Q1")
    mine = [
        (r.month, r.state, r.due)
        for r in found.rows
        if (r.area, r.indicator) == ("安宁区", "boiler_retrofit_units")
    ]
    assert mine == [
        ("2008-01", "not_due", None),
        ("2008-02", "not_due", None),
        ("2008-03", "reported", "2008-04-15"),
    ]


def test_a_cumulative_figure_reports_its_quarter(
    board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, ON_TIME)
    span = {"start": datetime(2008, 1, 1), "end": datetime(2008, 4, 1), "kind": "cumulative"}
    more = {"indicator": "catering_treated_units", "statistic": "value", "unit": "户"}
    put(board.store, month_row(3, 20, **(span | more)))
    found = january(board, "2008-06-01", "2008-03")
    assert row(found, indicator="catering_treated_units").state == "reported"


def test_every_duty_has_a_row_and_the_counts_add_up(board: Board) -> None:
    found = january(board, "2009-03-01", "2008")
    assert sum(found.counts.values()) == len(found.rows)
    assert found.counts["reported"] == found.counts["late"] == 0
    keys = {(r.area, r.indicator, r.month) for r in found.rows}
    assert len(keys) == len(found.rows)
    assert len({r.month for r in found.rows}) == 12


def test_the_reminder_names_what_is_owed(board: Board) -> None:
    found = january(board, "2008-02-20")
    text = next(r.text for r in found.reminders if r.area == "安宁区")
    assert "可吸入颗粒物：2008年1月未报，应于2008年2月10日前报送。" in text
    assert "截至2008年2月20日" in text
    assert "市环境监测站" in text
    assert "噪声" not in text


def test_the_due_day_never_leaves_its_month() -> None:
    duty = Duty(indicators=("pm10",), areas=("安宁区",), every="month", due_day=31)
    assert due_day(duty, month_period(2008, 1)) == date(2008, 2, 29)
    december: Period = month_period(2008, 12)
    assert due_day(duty, december) == date(2009, 1, 31)
