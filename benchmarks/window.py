"""How long a browser takes to the first chart: without anything of the page, and with its cache."""

import shutil
import time

from playwright.sync_api import BrowserContext, sync_playwright

ROUNDS = 3
NAMES = ("chromium", "chromium-browser", "google-chrome")
OPTIONS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update"]
#: The drawing surface that Plotly makes when it has drawn.
CHART = ".js-plotly-plot .main-svg"
PATIENCE = 120_000  # ms


def first_charts(url: str) -> tuple[list[float], list[float]]:
    """Milliseconds to the first chart in a new window (cold), and opened again in it (warm)."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        raise RuntimeError("没有找到 Chromium，页面的首图时间没法测。请先安装 chromium。")
    cold, warm = [], []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=OPTIONS)
        for _ in range(ROUNDS):
            context = browser.new_context(locale="zh-CN", viewport={"width": 1440, "height": 900})
            cold.append(_until_chart(context, url))
            warm.append(_until_chart(context, url))
            context.close()
        browser.close()
    return cold, warm


def _until_chart(context: BrowserContext, url: str) -> float:
    page = context.new_page()
    began = time.perf_counter()
    page.goto(url, wait_until="commit")
    page.wait_for_selector(CHART, state="visible", timeout=PATIENCE)
    took = (time.perf_counter() - began) * 1000
    page.close()
    return took
