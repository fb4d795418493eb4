"""A tab whose login was ended says so in Chinese, and says what to do."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from chuangmo.access.accounts import Accounts
from tests.access.serving import people, serving
from tests.browser.served import PATIENCE, Server, Visitor
from tests.browser.walking import english, log_in

pytestmark = [pytest.mark.browser, pytest.mark.long]


def test_an_open_tab_of_a_disabled_account_is_told_in_chinese(
    demo_home: Path, tmp_path: Path, visit: Callable[..., Visitor]
) -> None:
    shutil.copytree(demo_home, tmp_path / "home")
    people(tmp_path / "home")
    with serving(tmp_path / "home", tmp_path / "log") as served:
        url = f"http://127.0.0.1:{served.port}"
        visitor = visit(Server(url, served.home, served.process, served.log))
        log_in(visitor, "zhao")
        Accounts(tmp_path / "home").set_disabled("zhao", True)
        visitor.page.locator("[data-testid=stTopNavLink]").filter(has_text="任务").click()
        dialog = visitor.page.get_by_role("dialog")
        expect(dialog).to_contain_text("登录已失效", timeout=PATIENCE)
        expect(dialog).to_contain_text("请刷新页面")
        assert english(visitor) == set()
