"""A deck of twelve slides with native charts, beside one picture a slide from a warm Chromium."""

import shutil
from collections.abc import Callable
from functools import cache
from typing import Any

import pandas as pd
from playwright.sync_api import sync_playwright
from plotly.offline import get_plotlyjs

from benchmarks.measure import Race
from chuangmo.charts.ranking import ranking_figure
from chuangmo.charts.rows import records
from chuangmo.exhibit import Exhibit, Foot
from chuangmo.exports.pptx.deck import deck

SLIDES = 10  # with cover and method twelve
MOST_MS = 500.0
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
FOOT = Foot("来源：性能测量", "数据截至 2008-10-31（批次 1）", "有效数据 305 / 366", "标准：测量用")


@cache
def exhibits() -> tuple[Exhibit, ...]:
    """Ten rankings of twelve places, every one with a native chart."""
    return tuple(_ranking(number) for number in range(SLIDES))


def _ranking(number: int) -> Exhibit:
    frame = pd.DataFrame(
        [
            {
                "rank": str(n + 1),
                "area": f"第{n + 1}区",
                "value": 0.08 + n / 500 + number / 1000,
                "shown": f"{0.08 + n / 500 + number / 1000:.3f}",
                "share": "",
                "status": "at_risk" if n > 6 else "on_course",
                "limit": 0.1,
                "line": "target",
                "limit_text": "≤ 0.100",
                "standard": float("nan"),
                "standard_text": "",
            }
            for n in range(12)
        ]
    )
    return Exhibit(
        key=f"ranking-{number}",
        verdict=f"第1区最好，第12区居末（第 {number + 1} 图）",
        subtitle="各区县数值从低到高，mg/m³；竖线为本区县限值",
        figure=ranking_figure(records(frame), "第12区"),
        frame=frame,
        foot=FOOT,
        notes=("口径：性能测量用。",),
        extra={"unit": "mg/m³"},
        kind="ranking",
    )


def native() -> bytes:
    """Our way: twelve slides, no browser."""
    return deck(exhibits(), "性能测量")


def _pictures(page: Any) -> Callable[[], object]:
    drawing = (
        "figure => Plotly.toImage(JSON.parse(figure), {format: 'png', width: 960, height: 540})"
    )

    def draw() -> list[str]:
        return [page.evaluate(drawing, one.figure.to_json()) for one in _figures()]

    return draw


def _figures() -> list[Any]:
    drawn = exhibits()
    return [drawn[n % len(drawn)] for n in range(12)]


def deck_race() -> Race:
    """The gate of half a second always holds; the comparison needs a Chromium on PATH."""
    found = next((path for name in CHROMIUM if (path := shutil.which(name))), None)
    if found is None:
        said = "没有找到 Chromium，只量了本项，未作比较"
        return Race("deck", native, native, said, 0.0, most_ms=MOST_MS)
    browser = (
        sync_playwright().start().chromium.launch(executable_path=found, args=["--no-sandbox"])
    )
    page = browser.new_page()
    page.set_content("<html><body></body></html>")
    page.add_script_tag(content=get_plotlyjs())
    name = "同一进程里常驻的 Chromium，每页一张图（不含启动）"
    return Race("deck", native, _pictures(page), name, 2.0, most_ms=MOST_MS)
