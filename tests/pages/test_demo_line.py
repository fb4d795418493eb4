"""Every page of the demonstration says so, and offers the way to a city of one's own."""

import pytest

from chuangmo.access.actor import VIEWER, Actor
from chuangmo.service.board import Board
from chuangmo.ui.blocks.head import demo_line
from tests.pages.conftest import opened, words

WAY = '<a href="/setup" target="_self">设置我的城市</a>'


@pytest.mark.parametrize("page", ["overview.py", "rules.py", "upload.py"])
def test_pages_of_the_demonstration_offer_the_way(page: str, seen: Board) -> None:
    assert WAY in words(opened(page))


def test_who_may_not_set_the_city_is_not_offered_it(
    seen: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo_line.reads, "actor", lambda: Actor("看", VIEWER, "page"))
    said: list[str] = []
    monkeypatch.setattr(demo_line.st, "html", lambda text, **_: said.append(text))
    demo_line.show_demonstration()
    assert "这是演示数据" in said[0] and WAY not in said[0]


def test_a_home_without_the_demonstration_says_nothing(empty: Board) -> None:
    assert "这是演示数据" not in words(opened("rules.py"))
