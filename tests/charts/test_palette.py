"""Every status looks like something; texts can be read on their grounds."""

import tomllib

import pytest

from chuangmo.charts.palette import NEUTRAL
from chuangmo.charts.template import config
from chuangmo.settings import ROOT
from chuangmo.status import (
    AT_RISK,
    INSUFFICIENT,
    LINE,
    MET,
    MISSED,
    NO_TARGET,
    NOT_APPLICABLE,
    ON_COURSE,
    OVER_STANDARD,
    STATUS,
    STATUSES,
)
from chuangmo.ui.parts.page_style import ASSETS, style_element


def luminance(colour: str) -> float:
    channels = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("status", STATUSES)
def test_status_text_reads_on_its_tint_on_the_screen_and_on_paper(status: str) -> None:
    look = STATUS[status]
    for theme in ("light", "dark"):
        page = NEUTRAL["bg"].of(theme)
        assert contrast(look.fg.of(theme), look.tint.of(theme)) >= 4.5
        assert contrast(look.fg.of(theme), page) >= 4.5
        assert contrast(look.solid.of(theme), page) >= 3
    for ground in (look.paper.tint, "FFFFFF"):
        assert contrast(f"#{look.paper.ink}", f"#{ground}") >= 4.5


def test_no_two_statuses_that_say_something_share_a_glyph_or_a_word() -> None:
    glyphs = {status: look.glyph for status, look in STATUS.items()}
    nothing = {NO_TARGET, NOT_APPLICABLE}  # both: there is nothing to be judged here
    assert {status for status, glyph in glyphs.items() if glyph == "－"} == nothing
    assert len(set(glyphs.values())) == len(STATUSES) - 1
    assert len({look.word for look in STATUS.values()}) == len(STATUSES)
    for glyph in glyphs.values():
        glyph.encode("gb2312")  # every Chinese font has it


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_lines_are_seen_on_the_page(theme: str) -> None:
    for line in LINE.values():
        assert contrast(line.colour.of(theme), NEUTRAL["bg"].of(theme)) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_colours_of_streamlit_are_those_of_the_statuses(theme: str) -> None:
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    own = config["theme"][theme]
    named = {
        "red": MISSED, "orange": AT_RISK, "yellow": AT_RISK, "blue": ON_COURSE, "green": MET,
        "gray": INSUFFICIENT,
    }  # fmt: skip
    for name, status in named.items():
        look = STATUS[status]
        assert own[f"{name}Color"] == look.solid.of(theme)
        assert own[f"{name}TextColor"] == look.fg.of(theme)
        assert own[f"{name}BackgroundColor"] == look.tint.of(theme)


def test_the_style_sheet_takes_glyph_and_colours_of_statuses_from_the_table() -> None:
    sheet = (ASSETS / "board.css").read_text(encoding="utf-8")
    flag = f'content:"{OVER_STANDARD}"'
    assert flag in sheet
    rest = sheet.replace(flag, "").lower()
    for look in STATUS.values():
        assert look.glyph == "－" or look.glyph not in rest
        assert look.fg.light.lower() not in rest and look.solid.light.lower() not in rest
        assert f"--cm-{look.css}-fg:light-dark({look.fg.light}" in style_element()


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
