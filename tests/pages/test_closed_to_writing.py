"""A store that is closed to writing: everybody reads why, above every page."""

import pytest

from chuangmo.access.actor import UPLOADER, VIEWER, Actor
from chuangmo.service.board import Board
from tests.pages.conftest import opened, words

WHY = "登记簿少了最后 1 行：批次 2“<b>月报*</b>.xlsx”（王）。请管理员恢复。"


@pytest.mark.parametrize("role", [UPLOADER, VIEWER])
def test_the_sentence_stands_above_every_page(
    empty: Board, monkeypatch: pytest.MonkeyPatch, role: str
) -> None:
    monkeypatch.setattr(empty.store, "writing_closed", WHY)
    monkeypatch.setattr("chuangmo.ui.parts.person.current_person", lambda: Actor("x", role, "page"))
    said = words(opened("rules.py"))
    assert "“&lt;b&gt;月报*&lt;/b&gt;.xlsx”（王）" in said
    monkeypatch.setattr(empty.store, "writing_closed", "")
    assert "cm-closed" not in words(opened("rules.py"))
