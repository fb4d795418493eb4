"""A tab whose login was ended says so in Chinese, and says what to do."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from chuangmo.access.accounts.accounts import Accounts
from tests.browser.served import OURS, PATIENCE, Server, Visitor
from tests.browser.walking import english, log_in, press_title

pytestmark = [pytest.mark.browser, pytest.mark.long, OURS]


def test_an_open_tab_of_a_disabled_account_is_told_in_chinese(
    guarded: Server, visit: Callable[..., Visitor], request: pytest.FixtureRequest
) -> None:
    accounts = Accounts(guarded.home)
    visitor = visit(guarded)
    log_in(visitor, "zhao")
    request.addfinalizer(lambda: accounts.set_disabled("zhao", False))
    accounts.set_disabled("zhao", True)
    press_title(visitor, "任务")
    dialog = visitor.page.get_by_role("dialog")
    expect(dialog).to_contain_text("登录已失效", timeout=PATIENCE)
    expect(dialog).to_contain_text("请刷新页面")
    assert english(visitor) == set()
