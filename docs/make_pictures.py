"""Makes the gallery of the manuals from the demonstration data: ``python docs/make_pictures.py``.

Every page at desk and phone width, light and dark, into docs/images, and 页面一览.md beside them.
The server is started on a temporary home, so the result depends on the checkout only.
"""

import io
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from openpyxl import load_workbook
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, sync_playwright

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
from tests.browser.windows import PHONE_AGENT  # noqa: E402

IMAGES = ROOT / "docs" / "images"
GALLERY = ROOT / "docs" / "页面一览.md"


@dataclass(frozen=True)
class Shot:
    """One page of the gallery: file name, title, address, what it shows, what is done first."""

    name: str
    title: str
    path: str
    about: str
    act: Callable[[Visitor], None] | None = None


def fill_basket(visitor: Visitor) -> None:
    """Put the figures of 总览 into the basket, then walk to 导出中心 as a person does."""
    visitor.page.get_by_role("button", name="加入导出").click()
    visitor.settle()
    drawer = visitor.page.get_by_test_id("stExpandSidebarButton")
    if drawer.count():
        drawer.click()
    else:
        visitor.page.get_by_test_id("stTopNavSection").filter(has_text="会议").click()
    links = "[data-testid=stTopNavDropdownLink], [data-testid=stSidebarNavLink]"
    visitor.page.locator(links).filter(has_text="导出中心").first.click()
    visitor.page.wait_for_url("**/exports*")
    toast = visitor.page.get_by_test_id("stToast")
    toast.first.wait_for(state="detached")
    visitor.settle()


def choose_faulty_report(visitor: Visitor) -> None:
    """Choose a month's report in which three cells are wrong; nothing is confirmed."""
    visitor.page.locator("input[type=file]").first.set_input_files(
        {"name": REPORT, "mimeType": SHEET, "buffer": faulty_report()}
    )
    visitor.page.get_by_text("问题清单").first.wait_for()
    visitor.settle()


def faulty_report() -> bytes:
    """The sample of December 2008 with a letter for a digit, a slipped point and a change."""
    book = load_workbook(ROOT / "data" / "samples" / "lanzhou" / REPORT)
    (sheet,) = book.worksheets
    column = next(
        number
        for row in sheet.iter_rows(max_row=6, values_only=True)
        for number, said in enumerate(row, 1)
        if "PM10" in str(said)
    )
    rows = sheet.iter_rows(min_col=column, max_col=column)
    figures = [cell for (cell,) in rows if isinstance(cell.value, float)]
    for cell, value in zip(figures, FAULTS, strict=False):
        cell.value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def open_tab(title: str) -> Callable[[Visitor], None]:
    """Turn to a tab of the page."""

    def turn(visitor: Visitor) -> None:
        visitor.page.get_by_role("tab", name=title, exact=True).click()
        visitor.settle()

    return turn


def choose_city(visitor: Visitor) -> None:
    """Choose a city; nothing is set up yet."""
    field = visitor.page.get_by_role("combobox", name="城市（可以直接输入名称查找）")
    field.click()
    field.fill("泰州")
    visitor.page.wait_for_timeout(500)
    field.press("Enter")
    visitor.settle()


REPORT = "2008年12月兰州市环境空气质量监测日报.xlsx"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FAULTS: tuple[str | float, ...] = ("0.1O8", 1.09, 0.141)
PM10 = "indicator=pm10&area=安宁区"
PAGES = (
    Shot("overview", "总览", "/?month=2008-12", "一句结论、四张卡片、区县 × 指标矩阵"),
    Shot("indicator", "指标", f"/indicator?month=2008-12&{PM10}", "走势与限值、位次、日历"),
    Shot("district", "区县", "/district?month=2008-10&area=城关区", "一个区县一页"),
    Shot("tasks", "任务", "/tasks?month=2008-10", "完成数对时序进度"),
    Shot("map", "地图", "/map?month=2008-10", "各区县高低"),
    Shot("outlook", "年度推演", "/outlook?month=2008-10&indicator=pm10", "剩下的月份须控制在多少"),
    Shot("scheme", "创模清单", "/scheme?month=2008-12", "逐项要求与结果"),
    Shot("entry", "录入结果", "/scheme?month=2008-12", "定性项由人录入", open_tab("录入结果")),
    Shot("supervision", "督办", "/supervision?month=2008-10",
         "落后的事项由谁何时办结", open_tab("待立项")),
    Shot("exports", "导出中心", "/?month=2008-10", "例会材料、会议快照、自选图表", fill_basket),
    Shot("upload", "上传", "/upload", "原样交进月报"),
    Shot("check", "上传：校验", "/upload", "哪一格有问题、怎么改", choose_faulty_report),
    Shot("batches", "批次", "/batches", "谁何时交进了什么，可以撤销"),
    Shot("trace", "溯源", f"/batches?part=溯源&month=2008-10&{PM10}", "一个数来自哪个单元格"),
    Shot("reports", "报送进度", "/batches?part=报送进度", "哪个区县哪个月还没有报"),
    Shot("rules", "口径与标准", "/rules?indicator=pm10", "判断所用的限值与规则"),
    Shot("setup", "设置我的城市", "/setup", "选定城市，看板马上可用", choose_city),
    Shot("settings", "设置", "/settings", "本市怎样设置，用工作簿改"),
    Shot("users", "用户与权限", "/users", "谁能看、谁能报、谁能管"),
    Shot("audit", "审计", "/audit", "每一次登录、导入、撤销和导出"),
    Shot("meeting", "会议模式", "/meeting?month=2008-10", "投影用，一屏一个结论"),
)  # fmt: skip
WIDTHS = (1440, 390)
THEMES = ("light", "dark")
_COLOURS = 256  # by coverage, not by area: a small red mark must stay red
_TALLEST = 2000


def file_name(name: str, width: int, theme: str) -> str:
    """``overview.png``, ``overview-390-dark.png``: the plain name is 1440 px, light."""
    parts = [name, "" if width == WIDTHS[0] else str(width), "" if theme == "light" else theme]
    return "-".join(part for part in parts if part) + ".png"


def window(browser: Browser, width: int, theme: str) -> BrowserContext:
    """A browser of one width and theme; it keeps scripts and fonts from page to page."""
    return browser.new_context(
        viewport={"width": width, "height": 900},
        locale="zh-CN",
        color_scheme="dark" if theme == "dark" else "light",
        user_agent=PHONE_AGENT if width < 600 else None,
    )


def picture(context: BrowserContext, server: Server, shot: Shot, width: int) -> bytes:
    """One page as a visitor sees it, down to its end; a PNG of few colours."""
    visitor = Visitor(context.new_page(), server)
    visitor.open(shot.path)
    if shot.act is not None:
        shot.act(visitor)
    visitor.page.wait_for_timeout(800)
    height = visitor.page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    visitor.page.set_viewport_size({"width": width, "height": max(900, min(height, _TALLEST))})
    visitor.settle()
    seen = Image.open(io.BytesIO(visitor.page.screenshot())).convert("RGB")
    visitor.page.close()
    out = io.BytesIO()
    seen.quantize(_COLOURS, Image.Quantize.MAXCOVERAGE).save(out, "PNG", optimize=True)
    return out.getvalue()


def gallery() -> str:
    """The page that shows all pictures."""
    parts = [
        "# 页面一览\n\n用演示数据截取，由 `python docs/make_pictures.py` 生成；"
        "每页依次为宽屏、手机，浅色、深色。\n"
    ]
    for shot in PAGES:
        wide = [f"![{shot.title}]({_link(shot.name, 1440, theme)})" for theme in THEMES]
        narrow = [f"![{shot.title}，手机]({_link(shot.name, 390, theme)})" for theme in THEMES]
        rows = f"| 浅色 | 深色 |\n|---|---|\n| {' | '.join(wide)} |\n| {' | '.join(narrow)} |\n"
        parts.append(f"## {shot.title}\n\n{shot.about}。\n\n{rows}")
    return "\n".join(parts)


def _link(name: str, width: int, theme: str) -> str:
    return f"images/{file_name(name, width, theme)}"


def make_all(browser: Browser, server: Server) -> None:
    """Every page in every width and theme, and the gallery."""
    for theme in THEMES:
        for width in WIDTHS:
            context = window(browser, width, theme)
            for shot in PAGES:
                data = picture(context, server, shot, width)
                (IMAGES / file_name(shot.name, width, theme)).write_bytes(data)
            context.close()
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
