"""Makes the gallery of the manuals from the demonstration data: ``python docs/make_pictures.py``.

Every page at desk and phone width, light and dark, into docs/images, and 页面一览.md beside them.
The server is started on a temporary home, so the result depends on the checkout only.
"""

import io
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.browser.conftest import PHONE_AGENT  # noqa: E402
from tests.browser.served import (  # noqa: E402
    CHROMIUM_OPTIONS,
    Server,
    Visitor,
    command,
    find_chromium,
    start,
)

IMAGES = ROOT / "docs" / "images"
GALLERY = ROOT / "docs" / "页面一览.md"
#: Name of the picture, title, address, what it shows.
PAGES = (
    ("overview", "总览", "/?month=2008-12", "一句结论、四张卡片、区县 × 指标矩阵"),
    ("indicator", "指标", "/indicator?month=2008-12&indicator=pm10&area=安宁区", "走势与限值"),
    ("district", "区县", "/district?month=2008-10&area=城关区", "一个区县一页"),
    ("tasks", "任务", "/tasks?month=2008-10", "完成数对时序进度"),
    ("map", "地图", "/map?month=2008-10", "各区县高低"),
    ("outlook", "达标推演", "/outlook?month=2008-10&indicator=pm10", "剩下的月份须控制在多少"),
    ("scheme", "创模清单", "/scheme?month=2008-12", "逐项要求与结果"),
    ("supervision", "督办", "/supervision?month=2008-10", "落后的事项由谁何时办结"),
    ("upload", "上传", "/upload", "原样交进月报"),
    ("batches", "批次与溯源", "/batches", "一个数来自哪个单元格"),
    ("rules", "口径与标准", "/rules", "判断所用的限值与规则"),
    ("meeting", "会议模式", "/meeting?month=2008-10", "投影用，一屏一个结论"),
)
WIDTHS = (1440, 390)
THEMES = ("light", "dark")
_COLOURS = 96  # enough for type and flat fills; a third of the bytes
_TALLEST = 2400


def file_name(name: str, width: int, theme: str) -> str:
    """``overview.png``, ``overview-390-dark.png``: the plain name is 1440 px, light."""
    parts = [name, "" if width == WIDTHS[0] else str(width), "" if theme == "light" else theme]
    return "-".join(part for part in parts if part) + ".png"


def picture(browser: Browser, server: Server, path: str, width: int, theme: str) -> bytes:
    """One page as a visitor sees it, down to its end; a PNG of few colours."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        locale="zh-CN",
        color_scheme="dark" if theme == "dark" else "light",
        user_agent=PHONE_AGENT if width < 600 else None,
    )
    visitor = Visitor(context.new_page(), server)
    visitor.watch(context)
    visitor.open(path)
    visitor.page.wait_for_timeout(800)
    height = visitor.page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    visitor.page.set_viewport_size({"width": width, "height": max(900, min(height, _TALLEST))})
    visitor.settle()
    shot = Image.open(io.BytesIO(visitor.page.screenshot())).convert("RGB")
    context.close()
    out = io.BytesIO()
    shot.quantize(_COLOURS).save(out, "PNG", optimize=True)
    return out.getvalue()


def gallery() -> str:
    """The page that shows all pictures."""
    parts = [
        "# 页面一览\n\n用演示数据截取，由 `python docs/make_pictures.py` 生成；"
        "每页依次为宽屏、手机，浅色、深色。\n"
    ]
    for name, title, _, about in PAGES:
        wide = [f"![{title}]({_link(name, 1440, theme)})" for theme in THEMES]
        narrow = [f"![{title}，手机]({_link(name, 390, theme)})" for theme in THEMES]
        rows = f"| 浅色 | 深色 |\n|---|---|\n| {' | '.join(wide)} |\n| {' | '.join(narrow)} |\n"
        parts.append(f"## {title}\n\n{about}。\n\n{rows}")
    return "\n".join(parts)


def _link(name: str, width: int, theme: str) -> str:
    return f"images/{file_name(name, width, theme)}"


def make_all(browser: Browser, server: Server) -> None:
    """Every page in every width and theme, and the gallery."""
    for name, _, path, _ in PAGES:
        for width in WIDTHS:
            for theme in THEMES:
                data = picture(browser, server, path, width, theme)
                (IMAGES / file_name(name, width, theme)).write_bytes(data)
    GALLERY.write_text(gallery(), encoding="utf-8")


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
            make_all(browser, server)
        finally:
            browser.close()
            server.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
