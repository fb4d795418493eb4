"""Streamlit's own words are Chinese, labels included; for pages see ``test_every_page.py``."""

import re
from collections.abc import Callable

import pytest

from tests.browser.served import OURS, Server, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.long, OURS]
Visit = Callable[..., Visitor]

#: Words of the interface, not units, symbols, file names or identifiers of the data.
ENGLISH = re.compile(
    r"\b(Fullscreen|Browse|Drag|drop|Upload|per file|Running|Deploy|Stop|Rerun|Search|Download|"
    r"Select|Choose|options?|results?|Open|Close|Clear|Menu|menu|Loading|Help|Press|Enter|Next|"
    r"Previous|Show|Hide|Sort|Expand|Collapse|Scroll|Shortcut|Connecting|Error|Page|Pages|pages|Home|home|"
    r"Add|Remove|Skip|content|Link|link|Column|columns?|Print|Settings|Main)\b"
)
SAID = """() => {
  const said = [document.querySelector('[data-testid=stApp]').innerText];
  for (const e of document.querySelectorAll('[aria-label],[title],[placeholder],[alt]'))
    for (const n of ['aria-label', 'title', 'placeholder', 'alt'])
      if (e.getAttribute(n)) said.push(e.getAttribute(n));
  return said;
}"""


def test_the_toolbar_of_a_chart_and_the_uploader_speak_chinese(board: Server, visit: Visit) -> None:
    visitor = visit(board)
    visitor.open("/indicator?month=2008-10&indicator=pm10")
    visitor.page.locator(".js-plotly-plot").first.hover()
    titles = visitor.page.locator("[data-title]").evaluate_all(
        "all => all.map(one => one.getAttribute('data-title'))"
    )
    assert titles and not any(ENGLISH.search(title) for title in titles)
    visitor.open("/upload")
    zone = visitor.page.get_by_test_id("stFileUploaderDropzone").first
    assert "选择文件" in zone.inner_text() and "每个文件不超过" in zone.inner_text()
    visitor.assert_clean()


def test_an_empty_date_field_asks_for_year_month_and_day(board: Server, visit: Visit) -> None:
    visitor = visit(board)
    visitor.open("/audit")
    field = visitor.page.get_by_test_id("stDateInput")
    parts = field.get_by_role("spinbutton")
    assert parts.all_inner_texts() == ["年", "月", "日"] * 2
    named = parts.evaluate_all("all => all.map(one => one.getAttribute('aria-label')).join()")
    assert "起始日期" in named and "截止日期" in named and "year" not in named
