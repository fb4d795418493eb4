"""Makes the pictures of the manuals from the demonstration data: ``python docs/make_pictures.py``.

The server is started on a temporary home, so the result depends on the checkout only (and on the
fonts of the machine: Noto Sans CJK is meant).
"""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.browser.served import (  # noqa: E402
    CHROMIUM_OPTIONS,
    Server,
    Visitor,
    command,
    find_chromium,
    start,
)

IMAGES = ROOT / "docs" / "images"
PICTURES = (
    ("overview.png", "/?month=2008-12", 1440, 900),
    ("overview-390.png", "/?month=2008-12", 390, 844),
    ("indicator.png", "/indicator?month=2008-12&indicator=pm10&area=安宁区", 1440, 900),
    ("district.png", "/district?month=2008-10&area=城关区", 1440, 900),
    ("map.png", "/map?month=2008-10", 1440, 900),
    ("outlook.png", "/outlook?month=2008-10&indicator=pm10", 1440, 900),
    ("tasks.png", "/tasks?month=2008-10", 1440, 900),
    ("scheme.png", "/scheme?month=2008-12", 1440, 900),
)


def picture(browser: Browser, server: Server, name: str, path: str, size: tuple[int, int]) -> None:
    """One page as a visitor sees it, down to its end."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, locale="zh-CN", color_scheme="light"
    )
    visitor = Visitor(context.new_page(), server)
    visitor.watch(context)
    visitor.open(path)
    visitor.page.wait_for_timeout(800)
    height = visitor.page.evaluate(
        "() => Math.max(...[...document.querySelectorAll('[data-testid=stMain], section')]"
        ".map(e => e.scrollHeight))"
    )
    visitor.page.set_viewport_size({"width": size[0], "height": max(size[1], min(height, 2400))})
    visitor.settle()
    visitor.page.screenshot(path=IMAGES / name)
    context.close()


def main() -> int:
    """All pictures; exit 1 where there is no browser."""
    chromium = find_chromium()
    if chromium is None:
        print("没有找到 Chromium（apt install chromium fonts-noto-cjk）。", file=sys.stderr)
        return 1
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        home = Path(place) / "home"
        command(home, "demo")
        server = start(home, Path(place) / "server.log")
        browser = playwright.chromium.launch(executable_path=chromium, args=[*CHROMIUM_OPTIONS])
        try:
            for name, path, width, height in PICTURES:
                picture(browser, server, name, path, (width, height))
        finally:
            browser.close()
            server.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
