"""Every status looks like something; texts can be read on their grounds."""

import pytest

from chuangmo.assess.verdict_types import LINES, STATUSES
from chuangmo.charts.palette import LINE, NEUTRAL, STATUS
from chuangmo.charts.template import config
from chuangmo.wording import STATUS_WORD


def luminance(colour: str) -> float:
    channels = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_every_status_and_line_has_a_style() -> None:
    assert set(STATUS) == set(STATUSES) == set(STATUS_WORD)
    assert set(LINE) == set(LINES)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("status", STATUSES)
def test_status_text_reads_on_its_tint(status: str, theme: str) -> None:
    style = STATUS[status]
    assert contrast(style.fg.of(theme), style.tint.of(theme)) >= 4.5
    assert contrast(style.solid.of(theme), NEUTRAL["bg"].of(theme)) >= 3
    style.glyph.encode("gb2312")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_neutral_text_reads_on_page_and_panel(theme: str) -> None:
    for ground in ("bg", "panel"):
        for text in ("text", "mute", "primary"):
            assert contrast(NEUTRAL[text].of(theme), NEUTRAL[ground].of(theme)) >= 4.5


def test_the_tool_bar_is_chinese_and_asks_nobody() -> None:
    options = config("名")
    assert options["locales"]["zh-CN"]["dictionary"]["Download plot as a PNG"] == "下载图片"
    assert options["toImageButtonOptions"] == {"scale": 3, "filename": "名"}
    assert options["displaylogo"] is False
