"""The board without any of the tricks: Streamlit's own page and scripts do, under our headers."""

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest
from playwright.sync_api import expect

from chuangmo.frontend_tricks import PLAIN
from chuangmo.server.frontend.frontend import frontend
from tests.browser.conftest import served_copy
from tests.browser.served import PATIENCE, Server, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.long]


@pytest.fixture
def plain(demo_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv(PLAIN, "1")
    with served_copy(demo_home, tmp_path) as server:
        yield server


def test_a_deep_link_opens_its_page_with_its_chart(
    plain: Server, visit: Callable[..., Visitor]
) -> None:
    with urlopen(f"{plain.url}/indicator") as answer:
        assert answer.read().decode() == frontend().original
    visitor = visit(plain)
    visitor.open("/indicator?indicator=pm10&area=安宁区")
    expect(visitor.page.locator(".js-plotly-plot .main-svg").first).to_be_visible(timeout=PATIENCE)
    assert visitor.page.title() == "指标 · 创模看板"
    styled = "getComputedStyle(document.querySelector('.stApp')).getPropertyValue('--cm-font')"
    assert "Noto Sans SC" in visitor.page.evaluate(styled)
    visitor.assert_clean()
