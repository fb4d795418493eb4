"""数据地址: the addresses of every view, a token that is shown once, the licence."""

import pytest

from chuangmo.access.accounts.accounts import Accounts
from chuangmo.access.accounts.tokens import DataTokens
from chuangmo.access.actor import VIEWER, Actor
from chuangmo.access.entrance import PROXY
from chuangmo.exports.data.views import VIEWS
from chuangmo.service.board import Board
from chuangmo.service.decisions.office_settings import office_settings
from chuangmo.ui.parts import person
from tests.pages.conftest import opened, words

PASSWORD = "Zhong-Shan9-Qiao"


def test_every_view_has_its_address_and_the_licence_can_be_set(full: Board) -> None:
    app = opened("data_addresses.py", month="2008-12")
    text = words(app)
    for name, view in VIEWS.items():
        assert view.what in text and f"/data/{name}.parquet?period=2008-12" in text
    assert "只对本机开放，不要令牌" in text and "有效的令牌" not in text
    app.text_input(key="licence").input("供本省系统内部使用")
    next(b for b in app.button if b.label == "保存许可").click().run()
    assert not app.exception
    assert office_settings(full, Actor("x", VIEWER, "page")).licence == "供本省系统内部使用"


def test_a_token_is_shown_once_and_ends_when_revoked(
    full: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    accounts = Accounts(full.settings.home)
    accounts.add("wang", "admin", PASSWORD)
    accounts.add("zhao", "viewer", PASSWORD)
    monkeypatch.setattr(person, "_login", lambda: PROXY + "zhao")
    app = opened("data_addresses.py", month="2008-12")
    assert not [b for b in app.button if b.label == "保存许可"]
    app.text_input(key="token_for").input("省平台取数")
    next(b for b in app.button if b.label == "生成令牌").click().run()
    token = app.code[0].value
    tokens = DataTokens(full.settings.home)
    assert tokens.of_text(token) is not None
    app.run()
    assert not app.code and "省平台取数" in words(app)
    next(b for b in app.button if b.label == "作废").click().run()
    assert not app.exception and tokens.of_text(token) is None
