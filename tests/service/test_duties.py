"""Reporting as tasks: what a district owes, in which state, with which form, answered by what."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from chuangmo.access.actor import local_person
from chuangmo.catalog.faults import UnfitEntry
from chuangmo.period import parse_period
from chuangmo.service.board import Board, open_board
from chuangmo.service.imports import clerk
from chuangmo.service.imports.completeness import completeness
from chuangmo.service.imports.duties import ReportTask, form_of, report_tasks, tasks_in
from chuangmo.settings import Settings
from tests.store.making import month_row, put

WHO = local_person("张三", "cli")


@pytest.fixture
def board(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Board]:
    monkeypatch.setattr("chuangmo.store.journal.now_text", lambda: "2009-01-05T03:00:00Z")
    opened = open_board(Settings(tmp_path / "home", "lanzhou"))
    yield opened
    opened.close()


def owed(board: Board, month: str = "2008-12", on: str = "2009-01-08") -> dict[str, ReportTask]:
    found = completeness(board, WHO, parse_period(month), date.fromisoformat(on))
    return {one.form: one for one in tasks_in(board.catalog, found, "安宁区")}


def test_every_report_is_a_task_with_the_form_that_asks_for_it(board: Board) -> None:
    tasks = owed(board)
    assert list(tasks) == ["air-daily", "water", "noise", "boilers", "tasks"]
    assert {one.state for one in tasks.values()} == {"not_due"}
    assert tasks["air-daily"].due == "2009-01-10" and tasks["noise"].due == "2009-01-20"
    assert (
        tasks["noise"].form_period.text == "2008" and tasks["tasks"].form_period.text == "2008-12"
    )
    assert list(owed(board, "2008-11")) == ["air-daily", "water"]
    for task in tasks.values():
        form = clerk.blank_form(board, WHO, task.form, task.form_period, "安宁")
        assert "安宁区" in form.name and form.data


def test_a_task_is_in_the_state_of_its_worst_indicator_and_names_what_answers_it(
    board: Board,
) -> None:
    put(board.store, month_row(12, 100, n_valid=30))
    put(board.store, month_row(12, 50, n_valid=30, indicator="so2"), name="SO2.xlsx")
    air = owed(board)["air-daily"]
    assert (air.state, air.came, air.batches, air.received) == ("not_due", 2, (1, 2), "2009-01-05")
    assert owed(board, on="2009-01-11")["air-daily"].state == "missing"
    put(board.store, month_row(12, 40, n_valid=30, indicator="no2"), name="NO2.xlsx")
    assert owed(board, on="2009-01-11")["air-daily"].state == "reported"
    (one, *_) = report_tasks(board, WHO, parse_period("2008-12"), "安宁区")
    assert one.batches == (1, 2, 3)


def test_a_duty_without_a_form_says_none_and_a_form_is_of_a_district_alone(board: Board) -> None:
    assert form_of(board.catalog, ("pm10", "noise_regional"), "安宁区") == ""
    with pytest.raises(UnfitEntry, match="不是区县"):
        clerk.blank_form(board, WHO, "tasks", parse_period("2008-12"), "兰州市")
