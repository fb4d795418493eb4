"""会议模式 at 1920 × 1080: one screen each without scrolling, large type, arrow keys, one way out."""

from collections.abc import Callable

import pytest

from tests.browser.served import Server, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.long]
Visit = Callable[..., Visitor]
SMALLEST = """() => {
  const sizes = [];
  const scope = '[data-testid=stMainBlockContainer] ';
  for (const e of document.querySelectorAll(scope + '*')) {
    const own = [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim());
    if (!own || !e.getClientRects().length || e.closest('style, kbd, .tag, sub, sup')) continue;
    let zoom = 1;
    for (let at = e; at; at = at.parentElement) zoom *= Number(getComputedStyle(at).zoom || 1);
    sizes.push([zoom * parseFloat(getComputedStyle(e).fontSize), e.textContent.slice(0, 30)]);
  }
  return sizes.sort((a, b) => a[0] - b[0])[0];
}"""
COVERED = """() => {
  const bar = document.querySelector('.st-key-meeting-bar').getBoundingClientRect().top;
  const main = document.querySelector('.st-key-meeting').getBoundingClientRect().bottom;
  return main - bar;
}"""


@pytest.fixture
def hall(board: Server, visit: Visit) -> Visitor:
    visitor = visit(board, 1920)
    visitor.page.set_viewport_size({"width": 1920, "height": 1080})
    return visitor


def number(visitor: Visitor) -> str:
    return visitor.page.locator(".st-key-meeting-bar [role=status]").inner_text()


def test_the_button_of_the_overview_leads_in_with_its_month_and_escape_leads_out(
    hall: Visitor,
) -> None:
    hall.open("/?month=2008-10&dust=扣除沙尘")
    hall.page.get_by_role("link", name="会议模式").click()
    hall.page.wait_for_url("**/meeting**")
    hall.settle()
    assert "2008年1—10月" in hall.text()
    assert "sand=remove" in hall.page.url
    assert not hall.page.locator("[data-testid=stHeader]").is_visible()
    hall.page.keyboard.press("Escape")
    hall.page.wait_for_url(lambda url: "/meeting" not in url)
    hall.settle()
    assert "2008年1—10月" in hall.page.locator(".cm-verdict .kicker").first.inner_text()
    hall.assert_clean()


def test_the_arrow_keys_turn_the_screens_and_each_fits_in_large_type(hall: Visitor) -> None:
    hall.open("/meeting?month=2008-10")
    seen = []
    for turn in range(6):
        assert number(hall).startswith(f"第 {turn + 1} / ")
        size, words = hall.page.evaluate(SMALLEST)
        assert size >= 23.9, words
        assert hall.page.evaluate(COVERED) <= 1, f"screen {turn + 1} runs under the bar"
        seen.append(hall.page.locator(".cm-verdict h1").inner_text())
        hall.page.keyboard.press("ArrowRight")
        hall.page.wait_for_url(f"**screen={turn + 2}")
        hall.settle()
    assert len(set(seen)) == 6
    hall.page.keyboard.press("ArrowLeft")
    hall.page.wait_for_url("**screen=6")
    hall.settle()
    assert hall.page.locator(".cm-verdict h1").inner_text() == seen[5]
    hall.assert_clean()


def test_the_address_of_a_screen_reopens_it(hall: Visitor, board: Server, visit: Visit) -> None:
    hall.open("/meeting?month=2008-10&screen=8")
    other = visit(board, 1440)
    other.open(hall.page.url.removeprefix(board.url))
    heads = [v.page.locator(".cm-verdict h1").inner_text() for v in (hall, other)]
    assert heads[0] == heads[1] and number(hall) == number(other)
