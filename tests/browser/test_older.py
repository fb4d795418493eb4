"""Browsers that are too old are told which to take; those that miss little draw the board."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from chuangmo.access.web.old_browsers import BETTER, KERNEL, TOO_OLD
from chuangmo.server.frontend.linked_script import LINKED
from chuangmo.server.frontend.older import FIRST
from tests.browser.served import OURS, PATIENCE, Server

pytestmark = [pytest.mark.browser, pytest.mark.long, OURS]

#: As a browser before 110: no ``toSorted``, and ``v`` is no flag of a regular expression.
BEFORE_110 = """
delete Array.prototype.toSorted;
const known = (words) => { if (/v/.test(words[1] ?? "")) throw new SyntaxError("flag v") };
self.RegExp = new Proxy(RegExp, {
  apply(real, self, words) { known(words); return Reflect.apply(real, self, words) },
  construct(real, words, target) { known(words); return Reflect.construct(real, words, target) },
});
"""
Opens = Callable[..., Page]


@pytest.fixture
def opens(browser: Browser, board: Server) -> Iterator[Opens]:
    """Opens the board in a window where a script ran first."""
    context = browser.new_context()
    problems: list[str] = []

    def window(before: str, agent: str | None = None) -> Page:
        page = context.new_page()
        page.on(
            "console", lambda said: problems.append(said.text) if "Policy" in said.text else None
        )
        page.add_init_script(before)
        if agent:
            page.add_init_script(
                f"Object.defineProperty(navigator, 'userAgent', {{value: '{agent}'}})"
            )
        page.goto(board.url)
        return page

    yield window
    context.close()
    assert problems == []  # the content policy holds


@pytest.mark.parametrize(
    "missing",
    ["Object.hasOwn", "AbortSignal.timeout", "self.structuredClone", "Array.prototype.at"],
)
def test_a_browser_that_is_too_old_is_told_what_to_take(missing: str, opens: Opens) -> None:
    page = opens(f"delete {missing}", "Mozilla/5.0 (Windows NT 6.1) Chrome/86.0.4240.198")
    expect(page.get_by_role("heading", name=TOO_OLD)).to_be_visible(timeout=PATIENCE)
    assert page.get_by_role("listitem").all_inner_texts() == list(BETTER)
    assert f"Chromium 内核 86，看板要 {KERNEL} 以上" in page.inner_text("body")
    assert page.locator(".stApp").count() == 0


def test_the_compatible_mode_of_two_engines_is_named(opens: Opens) -> None:
    page = opens("delete Object.hasOwn", "Mozilla/5.0 (Windows NT 10.0; Trident/7.0; rv:11.0)")
    expect(page.get_by_text("切换到极速模式")).to_be_visible(timeout=PATIENCE)


def test_a_script_that_cannot_be_read_is_an_old_browser_too(opens: Opens, board: Server) -> None:
    page = opens("")
    page.route(
        f"**/{LINKED}", lambda route: route.fulfill(body="let let;", content_type="text/javascript")
    )
    page.goto(board.url)
    expect(page.get_by_role("heading", name=TOO_OLD)).to_be_visible(timeout=PATIENCE)


def test_a_browser_that_misses_little_draws_the_board(opens: Opens) -> None:
    page = opens(BEFORE_110)
    expect(page.locator(".stHtml").first).to_be_visible(timeout=PATIENCE)
    assert TOO_OLD not in page.inner_text("body")


def test_the_greeting_is_written_for_the_oldest() -> None:
    text = re.sub(r"//[^\n]*", "", FIRST.read_text(encoding="utf-8"))
    assert not re.search(r"=>|`|\b(?:const|let|class|async)\b|\?\.|\?\?", text)
