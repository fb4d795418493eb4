"""Going through the board as a person of one role: log in, follow the bar, read what is said."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote

from playwright.sync_api import expect

from chuangmo.frontend_tricks import tricks
from tests.access.serving import PASSWORDS
from tests.browser.served import Visitor
from tests.browser.test_chinese_to_the_last_word import ENGLISH, SAID
from tests.two_forms import is_long

#: What a theme can change: its style sheet holds nothing but colours.
COLOURS = ["color-contrast", "link-in-text-block"]
AXE = Path(__file__).with_name("axe.min.js")
_RUN = """async only => (await axe.run(document,
  {resultTypes: ['violations'], ...(only ? {runOnly: only} : {})})).violations
  .filter(found => ['serious', 'critical'].includes(found.impact))
  .map(found => [found.id, found.nodes.map(node => node.target.join(' ') + ' ' +
    node.any.concat(node.all, node.none).map(check => check.message).join('; '))])"""


def log_in(visitor: Visitor, name: str) -> None:
    """Through the door's own form; ends on 总览."""
    page = visitor.page
    page.goto(visitor.server.url + "/login", wait_until="domcontentloaded")
    page.fill("#name", name)
    page.fill("#password", PASSWORDS[name])
    page.get_by_role("button", name="登录").click()
    page.wait_for_url(visitor.server.url + "/")
    visitor.settle()


def titles(visitor: Visitor) -> list[str]:
    """The pages that the bar offers."""
    return visitor.page.locator("[data-testid=stTopNavLink]").all_inner_texts()


def follow(visitor: Visitor, title: str) -> None:
    """Click a title in the bar and wait for its page."""
    link = visitor.page.locator("[data-testid=stTopNavLink]").filter(has_text=title).first
    link.click()
    expect(visitor.page).to_have_title(f"{title} · 创模看板")
    visitor.page.wait_for_timeout(150)
    visitor.settle()


def english(visitor: Visitor) -> set[str]:
    """English words of the interface, on the screen or for a screen reader.

    None where the run is against Streamlit's own page, which is English.
    """
    if not tricks().chinese:
        return set()
    return {word for said in visitor.page.evaluate(SAID) for word in ENGLISH.findall(said)}


def faults(visitor: Visitor, *, only_colours: bool = False) -> list[Any]:
    """What axe-core calls serious or critical on the page as it stands.

    Args:
        only_colours: the rules that ask for colours, for another theme of a page that was looked
            at whole; the long form asks for all.
    """
    if visitor.page.evaluate("typeof window.axe") == "undefined":
        visitor.page.evaluate(AXE.read_text(encoding="utf-8"))
    only = COLOURS if only_colours and not is_long() else None
    return list(visitor.page.evaluate(_RUN, only))


def cells(visitor: Visitor) -> dict[tuple[str, str], str]:
    """The matrix of 总览: (place, id of the indicator) to what the cell says."""
    found = visitor.page.locator(".cm-matrix td a").evaluate_all(
        "all => all.map(a => [a.getAttribute('href'), a.querySelector('.v').innerText,"
        " a.querySelector('.t').innerText])"
    )
    said = {}
    for href, value, word in found:
        query = dict(part.split("=", 1) for part in unquote(href).split("?", 1)[1].split("&"))
        said[query["area"], query["indicator"]] = f"{word} {value}"
    return said
