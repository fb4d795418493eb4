"""每日邮件 on 设置: nothing is sent by default; a server, an address and a fault as the page says."""

from streamlit.testing.v1 import AppTest

from chuangmo.service.board import Board
from chuangmo.service.notices import mail_settings
from tests.pages.conftest import ACTOR, opened, words


def test_an_administrator_sets_the_server_and_is_told_what_does_not_do(empty: Board) -> None:
    app = opened("settings.py")
    assert any("每日邮件（没有设，什么也不发出）" in one.label for one in app.expander)
    assert "现在没有口令。" in words(app)
    box = {one.label: one for one in app.text_input}
    box["邮件服务器（留空就不发）"].input("127.0.0.1")
    box["发件地址"].input("board")
    press(app, "保存")
    assert "发件地址“board”不像邮箱地址" in app.error[0].value
    {one.label: one for one in app.text_input}["发件地址"].input("board@example.gov.cn")
    press(app, "保存")
    assert app.success[0].value == "邮件服务器已保存。"
    found = mail_settings.mail_settings(empty, ACTOR)
    assert (found.host, found.port, found.sender) == ("127.0.0.1", 25, "board@example.gov.cn")
    assert "还没有账号" in words(app)


def press(app: AppTest, label: str) -> None:
    """The button of a form."""
    next(one for one in app.button if one.label == label).click().run()
