"""审核, 消息 and the month a page opens on, as each role sees them."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from chuangmo.access.accounts.accounts import Accounts
from chuangmo.access.actor import ADMIN, REVIEWER, UPLOADER, VIEWER, Actor
from chuangmo.access.entrance import PROXY
from chuangmo.exhibits.frozen import publish_month
from chuangmo.period import parse_period
from chuangmo.service.board import Board
from chuangmo.service.imports import clerk, importing
from chuangmo.ui.parts import person
from loaders.returning.hand_form import HandRow
from tests.pages.conftest import opened, words

PASSWORD = "Zhong-Shan9-Qiao"
ROLES = {"wang": ADMIN, "qian": REVIEWER, "li": UPLOADER, "kan": VIEWER}
LI = Actor("li", UPLOADER, "page", ("安宁区",))
BOSS = Actor("wang", ADMIN, "page")
As = Callable[[str], None]


@pytest.fixture
def login(empty: Board, monkeypatch: pytest.MonkeyPatch) -> As:
    """Four accounts, and a switch to sit at the page as one of them."""
    for name, role in ROLES.items():
        places = ("安宁区",) if role == UPLOADER else None
        Accounts(empty.settings.home).add(name, role, PASSWORD, districts=places)
    return lambda name: monkeypatch.setattr(person, "_login", lambda: PROXY + name)


def send(board: Board, who: Actor, value: str, month: str = "2008-10") -> None:
    row = HandRow("pm10", "安宁区", parse_period(month), value, unit="mg/m³")
    done = clerk.enter_by_hand(board, who, [row], document="来函", reason="与监测站核对过")
    assert done.status in (importing.SUBMITTED, importing.COMMITTED)


def pressed(app: AppTest, label: str) -> AppTest:
    next(button for button in app.button if button.label == label).click().run()
    assert not app.exception, app.exception
    return app


def test_a_reviewer_sees_what_a_decision_rests_on_and_lets_it_in(empty: Board, login: As) -> None:
    login("qian")
    send(empty, Actor("wang", ADMIN, "page"), "0.100")
    row = HandRow("pm10", "城关区", parse_period("2008-10"), "0.130", unit="mg/m³")
    clerk.enter_by_hand(empty, BOSS, [row], document="来函", reason="核对过")
    send(empty, LI, "0.140")
    app = opened("review.py")
    text = words(app)
    for word in (
        "1 个文件等审核",
        "手工录入",
        "安宁区",
        "替换 1",
        "与监测站核对过",
        "城关区 130",
        "原表",
    ):
        assert word in text, word
    text = words(pressed(app, "通过所选"))
    assert "批次 3 已通过。" in app.success[0].value and "没有等审核的文件" in text
    assert empty.store.batches()[-1].state == "active"


def test_a_returned_file_tells_its_sender_why(empty: Board, login: As) -> None:
    send(empty, LI, "0.140")
    login("qian")
    app = pressed(opened("review.py"), "退回所选")
    assert "理由" in app.error[0].value
    app.text_input(key="review_reason").input("漏了九月")
    pressed(app, "退回所选")
    login("li")
    text = words(opened("batches.py"))
    assert "已退回" in text and "漏了九月" in text
    text = words(opened("messages.py"))
    assert "消息 1" in text and "被 qian 退回：漏了九月" in text
    app = pressed(opened("messages.py"), "把这 1 条标为已读")
    assert "没有未读的消息" in words(app)
    login("kan")
    assert "漏了九月" not in words(opened("messages.py")) + words(opened("batches.py"))


@pytest.mark.parametrize("name", ["li", "kan"])
def test_whoever_may_not_review_is_told_so_and_gets_no_button(
    name: str, empty: Board, login: As
) -> None:
    send(empty, LI, "0.140")
    login(name)
    app = opened("review.py")
    assert not [b for b in app.button if "所选" in b.label]
    assert "权限" in words(app) and "等审核。" not in words(app)


def test_a_published_month_is_opened_and_its_corrections_are_counted(
    empty: Board, login: As
) -> None:
    for month, value in (("2008-10", "0.110"), ("2008-11", "0.120")):
        send(empty, BOSS, value, month)
    publish_month(empty, BOSS, parse_period("2008-10"), "经局务会审定")
    login("kan")
    app = opened("overview.py")
    assert app.selectbox(key="month").value == "2008年10月"
    assert "本月已发布，其后没有更正。" in words(app) and "在报" not in words(app)
    assert "2008年10月已由 wang 发布" in words(opened("messages.py"))
    send(empty, BOSS, "0.190")
    assert "本月已发布，其后更正 " in words(opened("overview.py"))
    for staff in ("li", "qian", "wang"):  # begin on the running month, with a mark
        login(staff)
        app = opened("overview.py")
        assert app.selectbox(key="month").value == "2008年11月", staff
        assert "本月在报，还没有发布" in words(app)
