"""填报、审核: what an uploader sends counts nowhere until somebody else lets it in."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from chuangmo.access.accounts.accounts import Accounts
from chuangmo.access.actor import ADMIN, REVIEWER, UPLOADER, VIEWER, Actor, Forbidden
from chuangmo.access.audit import acts
from chuangmo.period import parse_period
from chuangmo.service.board import Board, open_board
from chuangmo.service.figures.assessing import mean
from chuangmo.service.imports import (
    clerk,
    completeness,
    importing,
    review_setting,
    reviewing,
)
from chuangmo.service.questions import Questions
from chuangmo.settings import Settings
from chuangmo.store.errors import BaseMoved, StoreRefusal
from loaders.returning.hand_form import HandRow
from tests.service.conftest import Command, saved_book

BOSS = Actor("主管", ADMIN, "page")
CHECKER = Actor("qian", REVIEWER, "page")
CLERK = Actor("li", UPLOADER, "page", districts=("安宁区",))
OTHER = Actor("zhao", UPLOADER, "page", districts=("西固区",))
LOOKER = Actor("看", VIEWER, "page")
OCTOBER = parse_period("2008-10")
PASSWORD = "Huanghe-Tieqiao-09"


@pytest.fixture
def board(tmp_path: Path) -> Iterator[Board]:
    held = open_board(Settings(tmp_path / "home", "lanzhou"))
    Accounts(held.settings.home).add("boss", ADMIN, PASSWORD)
    Accounts(held.settings.home).add("li", UPLOADER, PASSWORD, districts=("安宁区",))
    yield held
    held.close()


def enter(board: Board, who: Actor, area: str, value: str) -> importing.ImportResult:
    row = HandRow("pm10", area, OCTOBER, value, unit="mg/m³")
    return clerk.enter_by_hand(board, who, [row], document="来函", reason="核对过")


def figure(board: Board, area: str = "安宁区") -> object:
    return mean(board, LOOKER, "pm10", OCTOBER, area=area).value


def test_off_for_a_single_person_and_on_from_the_first_uploader(tmp_path: Path) -> None:
    held = open_board(Settings(tmp_path / "home", "lanzhou"))
    assert not review_setting.review_is_on(held, LOOKER)
    assert enter(held, BOSS, "安宁区", "0.110").status == importing.COMMITTED
    Accounts(held.settings.home).add("boss", ADMIN, PASSWORD)
    assert not review_setting.review_is_on(held, LOOKER)
    Accounts(held.settings.home).add("li", UPLOADER, PASSWORD)
    assert review_setting.review_is_on(held, LOOKER)
    assert review_setting.set_review(held, BOSS, False)
    assert not review_setting.set_review(held, BOSS, False)
    assert enter(held, CLERK, "安宁区", "0.120").status == importing.COMMITTED
    held.close()


def test_nothing_of_a_submitted_file_is_in_a_figure_until_it_is_approved(board: Board) -> None:
    sent = enter(board, CLERK, "安宁区", "0.110")
    assert (sent.status, sent.batch) == (importing.SUBMITTED, 1)
    assert figure(board) is None and board.store.extent()["batch"] is None
    reviewing.approve(board, CHECKER, 1, "与来函一致")
    assert figure(board) == 110
    before = board.store.summary().sha256
    assert board.store.rebuild().sha256 == before


def test_a_reviewer_and_an_administrator_stand_for_their_own_imports(board: Board) -> None:
    for who, value in ((CHECKER, "0.110"), (BOSS, "0.111")):
        assert enter(board, who, "安宁区", value).status == importing.COMMITTED


def test_nobody_approves_or_returns_their_own(board: Board) -> None:
    enter(board, CLERK, "安宁区", "0.110")
    promoted = Actor("li", REVIEWER, "page")
    for act in (reviewing.approve, reviewing.send_back):
        with pytest.raises(Forbidden, match="自己提交"):
            act(board, promoted, 1, "没问题")
    assert [one.refusal for one in reviewing.waiting(board, CHECKER)] == [""]
    assert "自己提交" in reviewing.waiting(board, promoted)[0].refusal


def test_uploaders_and_reviewers_of_other_districts_decide_nothing(board: Board) -> None:
    enter(board, CLERK, "安宁区", "0.110")
    for who in (OTHER, LOOKER, Actor("sun", REVIEWER, "page", districts=("西固区",))):
        with pytest.raises(Forbidden):
            reviewing.approve(board, who, 1)
        with pytest.raises(Forbidden):
            reviewing.send_back(board, who, 1, "不对")
    own = Actor("zhou", REVIEWER, "page", districts=("安宁区",))
    assert reviewing.approve(board, own, 1).state == "active"


def test_a_returned_file_shows_its_reason_to_the_sender_and_to_nobody_else(board: Board) -> None:
    enter(board, CLERK, "安宁区", "0.110")
    with pytest.raises(StoreRefusal, match="理由"):
        reviewing.send_back(board, CHECKER, 1, " ")
    reviewing.send_back(board, CHECKER, 1, "漏了九月")
    (mine,) = importing.batches(board, CLERK)
    assert (mine.state, mine.events[-1].reason) == (importing.RETURNED, "漏了九月")
    assert importing.batches(board, OTHER) == importing.batches(board, LOOKER) == []
    assert [len(Questions(board, who).batches()) for who in (CLERK, CHECKER, LOOKER)] == [1, 1, 0]
    assert reviewing.waiting(board, CHECKER) == []


def test_the_same_file_again_is_the_batch_that_waits(board: Board) -> None:
    assert [enter(board, CLERK, "安宁区", "0.110").batch for _ in range(2)] == [1, 1]
    assert [enter(board, CLERK, "安宁区", "0.112").batch for _ in range(2)] == [2, 2]
    reviewing.send_back(board, CHECKER, 1, "错了")
    assert enter(board, CLERK, "安宁区", "0.110").batch == 3


def test_an_approval_that_would_do_something_else_by_now_is_refused(board: Board) -> None:
    enter(board, CLERK, "安宁区", "0.110")
    shown = reviewing.difference(board, CHECKER, 1)
    assert shown.added == 1
    enter(board, BOSS, "安宁区", "0.140")
    with pytest.raises(BaseMoved):
        reviewing.approve(board, CHECKER, 1, shown=shown)
    assert figure(board) == 140


def test_every_step_is_in_the_audit(board: Board) -> None:
    enter(board, CLERK, "安宁区", "0.110")
    reviewing.send_back(board, CHECKER, 1, "错了")
    enter(board, CLERK, "安宁区", "0.112")
    reviewing.approve(board, CHECKER, 2)
    told = [(one.act.action, one.act.object) for one in acts(board.settings.home)]
    assert {("review", "批次 1 退回"), ("review", "批次 2 通过")} <= set(told)
    assert "submit" in {action for action, _ in told}


def test_the_commands_do_the_same(tmp_path: Path, say: Command) -> None:
    """Without accounts an administrator may turn it on; then names are told apart."""
    book = saved_book(
        tmp_path / "安宁.xlsx",
        ["安宁区2008年10月PM10监测结果（mg/m³）"],
        ["月份", "PM10"],
        ["10月", 0.11],
    )
    assert say("settings", "show")[1]["review"] == "off"
    assert say("settings", "review", "on", "--by", "主管") == (0, {"review": "on", "changed": True})
    code, answer = say("import", book, "--by", "li")
    assert (code, answer["files"][0]["status"], answer["files"][0]["batch"]) == (0, "submitted", 1)
    asked = ("mean", "--indicator", "pm10", "--area", "安宁区", "--period", "2008-10")
    assert say(*asked)[1]["value"] is None
    listed = say("review", "list")[1]["batches"]
    assert [(one["batch"], one["state"], one["areas"]) for one in listed] == [
        (1, "submitted", ["安宁区"])
    ]
    assert say("review", "approve", "1", "--by", "li")[0] == 2
    assert say("review", "return", "1", "--by", "qian")[0] == 2  # without a reason
    code, answer = say("review", "approve", "1", "--by", "qian", "--reason", "核对过")
    assert (code, answer["state"]) == (0, "active")
    assert say(*asked)[1]["published"] == "0.110"
    (batch,) = say("batches")[1]["batches"]
    assert [(e["event"], e["by"]) for e in batch["events"]] == [
        ("submitted", "li"), ("approved", "qian")
    ]  # fmt: skip
    assert say("review", "list")[1] == {"count": 0, "batches": []}


def test_a_file_that_waits_is_owed_by_nobody_and_counted_nowhere(board: Board) -> None:
    def state(indicator: str = "pm10", area: str = "安宁区") -> completeness.DutyRow:
        found = completeness.completeness(board, LOOKER, OCTOBER).rows
        return next(r for r in found if (r.indicator, r.area) == (indicator, area))

    assert state().state == completeness.MISSING
    sent = enter(board, CLERK, "安宁区", "0.110")
    row = state()
    assert (row.state, row.batch, row.n_valid) == (completeness.SUBMITTED, sent.batch, None)
    assert state("so2").state == state(area="西固区").state == completeness.MISSING
    text = next(
        r.text
        for r in completeness.completeness(board, LOOKER, OCTOBER).reminders
        if r.area == "安宁区"
    )
    assert "可吸入颗粒物" not in text and "二氧化硫" in text
    assert completeness.reports_in(board, LOOKER, OCTOBER)[0] == 0
    assert sent.batch is not None
    reviewing.send_back(board, CHECKER, sent.batch, "填错了月份")
    assert state().state == completeness.MISSING
