"""A tab whose login was ended says so in the board's words, and after login stands where it stood."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from chuangmo.access.accounts.accounts import Accounts
from tests.browser.served import OURS, PATIENCE, Server, Visitor
from tests.browser.walking import english, log_in, press_title

pytestmark = [pytest.mark.browser, pytest.mark.long, OURS]


def test_an_open_tab_of_a_disabled_account_is_told_and_led_back(
    guarded: Server, visit: Callable[..., Visitor], request: pytest.FixtureRequest
) -> None:
    accounts = Accounts(guarded.home)
    visitor = visit(guarded)
    page = visitor.page
    log_in(visitor, "zhao")
    stood = "/tasks?month=2008-06&indicator=catering_treated_units&area=西固区"
    visitor.open(stood)
    before = page.url
    request.addfinalizer(lambda: accounts.set_disabled("zhao", False))
    accounts.set_disabled("zhao", True)
    press_title(visitor, "总览")
    dialog = page.get_by_role("alertdialog")
    expect(dialog).to_contain_text("登录已失效", timeout=PATIENCE)
    expect(dialog).to_contain_text("存为草稿")
    assert english(visitor) == set()
    accounts.set_disabled("zhao", False)
    dialog.get_by_role("link", name="重新登录").click()
    log_in(visitor, "zhao", landing="/tasks")
    assert page.url == before
