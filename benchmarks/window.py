"""How long a browser takes to the first chart: on a first visit, and for somebody who returns.

Cold is a profile that never saw the page. Warm is an official's computer the next morning: the
browser was started anew, its profile lies on the disk and has been to the page before, so that its
stored files and its stored compiled scripts count (browsers store the latter on the second visit).
A private window, which forgets both, is neither; it is close to cold. All pages that are compared
are opened alike.
"""

import shutil
import tempfile

from playwright.sync_api import BrowserContext, Playwright, sync_playwright

ROUNDS = 3
VISITS_BEFORE = 2
NAMES = ("chromium", "chromium-browser", "google-chrome")
OPTIONS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update"]
#: The drawing surface that Plotly makes when it has drawn.
CHART = ".js-plotly-plot .main-svg"
#: Notes the frame that first shows it, in milliseconds since the address was asked for. Nothing
#: else of ours runs in the page meanwhile: a tool that looks on from outside costs the page 40 ms
#: and looks, in the end, only twice a second.
NOTE = """
addEventListener("DOMContentLoaded", () => {
  const shown = () => document.querySelector(CHART)?.getBoundingClientRect().height > 0;
  const look = () => {
    if (shown()) setTimeout(() => { self.firstChart = performance.now() });
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
});
""".replace("CHART", f"'{CHART}'")
PATIENCE = 120_000  # ms
STARTED, LOOKED_AT = 1_000, 2_500  # ms; a browser's own start, and time to store what it compiled


def first_charts(url: str) -> tuple[list[float], list[float]]:
    """Milliseconds to the first chart on first visits (cold) and for one who returns (warm)."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        raise RuntimeError("没有找到 Chromium，页面的首图时间没法测。请先安装 chromium。")
    cold, warm = [], []
    with sync_playwright() as playwright:
        for _ in range(ROUNDS):
            with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
                visits = [_visit(playwright, found, profile, url) for _ in range(VISITS_BEFORE + 1)]
            cold.append(visits[0])
            warm.append(visits[-1])
    return cold, warm


def _visit(playwright: Playwright, chromium: str, profile: str, url: str) -> float:
    context = playwright.chromium.launch_persistent_context(
        profile, executable_path=chromium, args=OPTIONS, locale="zh-CN",
        viewport={"width": 1440, "height": 900},
    )  # fmt: skip
    try:
        return _until_chart(context, url)
    finally:
        context.close()


def _until_chart(context: BrowserContext, url: str) -> float:
    page = context.new_page()
    page.add_init_script(NOTE)
    page.wait_for_timeout(STARTED)
    page.goto(url, wait_until="commit")
    page.wait_for_timeout(LOOKED_AT)
    page.wait_for_selector(CHART, state="visible", timeout=PATIENCE)
    took = float(page.evaluate("self.firstChart"))
    page.wait_for_timeout(LOOKED_AT)
    return took
