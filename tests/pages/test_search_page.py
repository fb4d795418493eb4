"""搜索: what holds what was typed, only what the person may use and see, each with its address."""

import re
from pathlib import Path

import pytest

from chuangmo.access.actor import ADMIN, UPLOADER, VIEWER, Actor
from chuangmo.service.board import Board
from chuangmo.service.searching.search import BATCH, BOTH, DISTRICT, INDICATOR, MONTH, PAGE, search
from chuangmo.ui.blocks.head import bar
from chuangmo.ui.parts import person
from tests.pages.conftest import opened, words

BOSS, LOOKER = Actor("王", ADMIN, "page"), Actor("看", VIEWER, "page")
PAGES = {"overview": "总览", "users": "用户与权限"}


def names(board: Board, typed: str, kind: str, who: Actor = BOSS) -> list[str]:
    return [one.name for one in search(board, who, typed, PAGES).hits if one.kind == kind]


@pytest.mark.parametrize(
    ("typed", "kind", "first"),
    [
        ("城关", DISTRICT, "城关区"), ("pm10", INDICATOR, "PM10 可吸入颗粒物"),
        ("ＰＭ₁₀", INDICATOR, "PM10 可吸入颗粒物"), ("城关 PM10", BOTH, "城关区 PM10 可吸入颗粒物"),
        ("PM10 城关", BOTH, "城关区 PM10 可吸入颗粒物"), ("2008年12月", MONTH, "2008年12月"),
        ("总览", PAGE, "总览"), ("批次1", BATCH, "批次 1"), ("锅炉", BATCH, None),
    ],
)  # fmt: skip
def test_a_name_finds_its_thing(seen: Board, typed: str, kind: str, first: str | None) -> None:
    found = names(seen, typed, kind)
    assert found and first in (None, found[0])


def test_what_is_not_there_is_not_guessed(seen: Board) -> None:
    assert not search(seen, BOSS, "火星区", PAGES).hits
    assert not search(seen, BOSS, "   ", PAGES).hits
    assert not names(seen, "2031年1月", MONTH)


def test_only_what_the_person_may_see(full: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that waits for a reviewer is found by its sender and by reviewers alone."""
    monkeypatch.setattr(
        "chuangmo.service.searching.search.is_seen_by", lambda who, one: who == BOSS
    )
    assert names(full, "xlsx", BATCH) and not names(full, "xlsx", BATCH, LOOKER)


def test_results_are_links_that_say_the_place(seen: Board) -> None:
    page = words(opened("search.py", q="城关 PM10"))
    assert re.search(r'href="indicator\?month=2008-\d\d&amp;indicator=pm10&amp;area=', page)
    page = words(opened("search.py", q="批次1"))
    assert 'href="batches?batch=1"' in page
    assert "没有名称里有" in words(opened("search.py", q="火星区"))


def test_the_address_of_a_batch_shows_it_first(seen: Board) -> None:
    page = words(opened("batches.py", batch="2"))
    assert "<h2>批次 2</h2>" in page
    assert "没有批次“999”" in words(opened("batches.py", batch="999"))


def test_pages_of_others_are_not_found(seen: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    assert 'href="users"' in words(opened("search.py", q="用户与权限"))
    for module in (person, bar):
        monkeypatch.setattr(module, "current_person", lambda: LOOKER)
    assert 'href="users"' not in words(opened("search.py", q="用户与权限"))


def test_a_districts_staff_start_on_their_district(
    seen: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    staff = Actor("李", UPLOADER, "page", ("安宁区",))
    monkeypatch.setattr("chuangmo.ui.reads.current_person", lambda: staff)
    page = opened("overview.py")
    assert "区县 · 安宁区" in words(page)
    assert page.query_params["area"] == "安宁区"
    assert "总览 · " in words(opened("overview.py", month="2008-12"))


def test_the_way_in_is_on_every_page(seen: Board) -> None:
    script = Path("chuangmo/server/frontend/steps.js").read_text(encoding="utf-8")
    assert '.cm-ways a[href^="search"]' in script
    assert re.search(r'cm-ways"><a class="cm-link" href="search"', words(opened("map.py")))
