"""Going through the board as a person of one role: log in, follow the bar, read what is said."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from playwright.sync_api import expect

from chuangmo.frontend_tricks import tricks
from tests.access.serving import PASSWORDS
from tests.browser.served import Visitor
from tests.browser.test_chinese_to_the_last_word import ENGLISH, SAID
from tests.two_forms import is_long

#: What a theme can change: its style sheet holds nothing but colours.
COLOURS = ["color-contrast", "link-in-text-block"]
_LINK, _GROUP, _BELOW = (
    f"[data-testid={name}]" for name in ("stTopNavLink", "stTopNavSection", "stTopNavDropdownLink")
)
AXE = Path(__file__).with_name("axe.min.js")
#: Streamlit groups the list of its drawer on phones with plain boxes; nothing of ours stands there.
_RUN = """async only => (await axe.run(document,
  {resultTypes: ['violations'], ...(only ? {runOnly: only} : {})})).violations
  .map(found => !['list', 'listitem'].includes(found.id) ? found : {...found, nodes:
    found.nodes.filter(node => !document.querySelector(node.target[0])
      ?.closest('[data-testid=stSidebarNavItems]'))})
  .filter(found => found.nodes.length)
  .filter(found => ['serious', 'critical'].includes(found.impact))
  .map(found => [found.id, found.nodes.map(node => node.target.join(' ') + ' ' +
    node.any.concat(node.all, node.none).map(check => check.message).join('; '))])"""


def log_in(visitor: Visitor, name: str, landing: str = "") -> None:
    """Through the door's own form; ends on 总览, a district's staff on their district.

    Args:
        landing: path where the way ends, for who was led to the door by a link.
    """
    page = visitor.page
    if not landing:
        page.goto(visitor.server.url + "/login", wait_until="domcontentloaded")
    page.fill("#name", name)
    page.fill("#password", PASSWORDS[name])
    page.get_by_role("button", name="登录").click()
    starts = (landing,) if landing else ("/", "/district")
    page.wait_for_url(lambda url: urlsplit(url).path in starts)
    visitor.settle()


def titles(visitor: Visitor) -> dict[str, list[str]]:
    """The groups of the bar with the pages that each offers; those of the bar itself under ""."""
    page = visitor.page
    found = {"": page.locator(_LINK).all_inner_texts()}
    for group in page.locator(_GROUP).all():
        group.click()
        expect(page.locator(_BELOW).first).to_be_visible()
        found[group.inner_text()] = page.locator(_BELOW).all_inner_texts()
        page.keyboard.press("Escape")
        expect(page.locator(_BELOW)).to_have_count(0)
    return found


def follow(visitor: Visitor, title: str) -> None:
    """Click a title in the bar, in one of its groups, and wait for its page."""
    press_title(visitor, title)
    expect(visitor.page).to_have_title(f"{title} · 创模看板")
    visitor.page.wait_for_timeout(150)
    visitor.settle()


def press_title(visitor: Visitor, title: str) -> None:
    """Click a title in the bar, in whichever of its groups it stands."""
    page = visitor.page
    inside = page.locator(_LINK).get_by_text(title, exact=True)
    if inside.count():
        inside.first.click()
        return
    for group in page.locator(_GROUP).all():
        group.click()
        expect(page.locator(_BELOW).first).to_be_visible()
        found = page.locator(_BELOW).get_by_text(title, exact=True)
        if found.count():
            found.click()
            return
        page.keyboard.press("Escape")
        expect(page.locator(_BELOW)).to_have_count(0)
    raise AssertionError(f"the bar has no {title}")


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
