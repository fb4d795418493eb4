"""消息: each person is told what is theirs by role and district, and what they read stays read."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from chuangmo.access.accounts.accounts import Accounts
from chuangmo.access.actor import ADMIN, REVIEWER, UPLOADER, VIEWER, Actor
from chuangmo.period import parse_period, today
from chuangmo.service.board import Board, open_board
from chuangmo.service.decisions.supervision import acts
from chuangmo.service.imports import clerk, reviewing
from chuangmo.service.notices.messages import messages, read_messages
from chuangmo.service.notices.notice import (
    NO_TARGETS,
    OVERDUE,
    RETURNED,
    TASK_DUE,
    WAITING,
)
from chuangmo.settings import Settings
from loaders.returning.hand_form import HandRow
from tests.service.conftest import Command

BOSS = Actor("主管", ADMIN, "page")
CHECKER = Actor("qian", REVIEWER, "page")
CLERK = Actor("li", UPLOADER, "page", districts=("安宁区",))
OTHER = Actor("zhao", UPLOADER, "page", districts=("西固区",))
LOOKER = Actor("看", VIEWER, "page")
PASSWORD = "Huanghe-Tieqiao-09"


@pytest.fixture
def board(tmp_path: Path) -> Iterator[Board]:
    held = open_board(Settings(tmp_path / "home", "lanzhou"))
    Accounts(held.settings.home).add("boss", ADMIN, PASSWORD)
    Accounts(held.settings.home).add("li", UPLOADER, PASSWORD, districts=("安宁区",))
    yield held
    held.close()


def enter(board: Board, who: Actor, value: str, month: str = "2008-10") -> int:
    row = HandRow("pm10", "安宁区", parse_period(month), value, unit="mg/m³")
    done = clerk.enter_by_hand(board, who, [row], document="来函", reason="核对过")
    assert done.batch is not None
    return done.batch


def told(board: Board, who: Actor, kind: str) -> list[str]:
    return [one.text for one in messages(board, who) if one.kind == kind]


def test_a_file_that_waits_and_one_that_came_back_are_told_to_whom_it_concerns(
    board: Board,
) -> None:
    first, second = enter(board, CLERK, "0.110"), enter(board, CLERK, "0.112")
    reviewing.send_back(board, CHECKER, first, "填错")
    assert [f"批次 {second}“" in text for text in told(board, CHECKER, WAITING)] == [True]
    assert told(board, CLERK, WAITING) == told(board, LOOKER, WAITING) == []
    (text,) = told(board, CLERK, RETURNED)
    assert "填错" in text and "qian" in text
    assert told(board, OTHER, RETURNED) == told(board, CHECKER, RETURNED) == []
    reviewing.approve(board, CHECKER, second)
    assert told(board, CHECKER, WAITING) == []


def test_overdue_reports_are_told_by_district(board: Board) -> None:
    enter(board, BOSS, "0.110")
    assert {text[:3] for text in told(board, CLERK, OVERDUE)} == {"安宁区"}
    assert {text[:3] for text in told(board, OTHER, OVERDUE)} == {"西固区"}
    assert len(told(board, CHECKER, OVERDUE)) > 2
    assert told(board, LOOKER, OVERDUE) == []


def test_supervision_that_ends_tomorrow_is_told_to_its_district(board: Board) -> None:
    for area, days in (("安宁区", 1), ("西固区", 2)):
        acts.open_item(
            board, CHECKER, indicator="pm10", area=area, unit=f"{area}人民政府", measure="整改",
            deadline=today() + timedelta(days=days),
        )  # fmt: skip
    assert ["明天到期" in text for text in told(board, CLERK, TASK_DUE)] == [True]
    assert told(board, OTHER, TASK_DUE) == []


def test_a_year_without_targets_is_told_to_whoever_enters_them(board: Board) -> None:
    newest = max(target.year for target in board.catalog.city.targets)
    enter(board, BOSS, "0.110", f"{newest + 1}-01")
    assert [f"{newest + 1}年" in text for text in told(board, CHECKER, NO_TARGETS)] == [True]
    assert told(board, CLERK, NO_TARGETS) == []


def test_what_one_has_read_is_unread_for_another(board: Board) -> None:
    enter(board, CLERK, "0.110")
    keys = [one.key for one in messages(board, CHECKER)]
    assert keys
    read_messages(board, CHECKER, keys)
    assert all(one.read for one in messages(board, CHECKER))
    assert not any(one.read for one in messages(board, BOSS))
    assert messages(board, CHECKER, today() + timedelta(days=1)) == []


def test_the_command_tells_the_same(say: Command) -> None:
    code, answer = say("events", "--by", "主管")
    assert (code, answer) == (0, {"for": "主管", "count": 0, "events": []})
    assert say("events", "--since", "2008-10-01", "--for", "主管", "--by", "主管")[0] == 0
