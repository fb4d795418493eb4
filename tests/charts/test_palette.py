"""Every status looks like something; texts can be read on their grounds."""

import math
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
    UNDECIDED,
)
from chuangmo.ui.parts.page_style import ASSETS, style_element

#: How linear red, green and blue are seen: by most people, without red, green or blue cones
#: (Machado and others 2009, severity 1).
_SEEN = {
    "all": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no red": ((0.1523, 1.0526, -0.2049), (0.1145, 0.7863, 0.0992), (-0.0039, -0.0481, 1.0520)),
    "no green": ((0.3673, 0.8606, -0.2280), (0.2801, 0.6725, 0.0474), (-0.0118, 0.0429, 0.9689)),
    "no blue": ((1.2555, -0.0767, -0.1788), (-0.0784, 0.9309, 0.1476), (0.0047, 0.6914, 0.3039)),
    "grey": ((0.2126, 0.7152, 0.0722),) * 3,
}


def linear_of(colour: str) -> list[float]:
    channels = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]


def lab(colour: str, seen: str) -> tuple[float, float, float]:
    """CIE 1976 L*a*b* of a colour as it is seen."""
    r, g, b = (sum(k * c for k, c in zip(row, linear_of(colour), strict=True))
               for row in _SEEN[seen])  # fmt: skip
    x, y, z = (
        max(part, 0) ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116
        for part in (
            (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505,
            0.2126 * r + 0.7152 * g + 0.0722 * b,
            (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089,
        )
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def luminance(colour: str) -> float:
    linear = linear_of(colour)
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


@pytest.mark.parametrize("seen", list(_SEEN))
@pytest.mark.parametrize("where", ["light", "dark", "paper"])
def test_undecided_is_told_from_the_others_by_everybody_and_in_grey(where: str, seen: str) -> None:
    """Its mark keeps away from those of the other judgements, however colours are seen."""
    marks = {
        status: f"#{look.paper.ink}" if where == "paper" else look.solid.of(where)
        for status, look in STATUS.items()
    }
    own = lab(marks[UNDECIDED], seen)
    for status in (MISSED, AT_RISK, ON_COURSE, MET, INSUFFICIENT):
        least = 4 if seen == "grey" else 10  # shapes tell them apart as well
        assert math.dist(own, lab(marks[status], seen)) >= least, status


def test_no_two_statuses_that_say_something_share_a_glyph_or_a_word() -> None:
    glyphs = {status: look.glyph for status, look in STATUS.items()}
    nothing = {NO_TARGET, NOT_APPLICABLE}  # both: there is nothing to be judged here
    assert {status for status, glyph in glyphs.items() if glyph == "－"} == nothing
    assert len(set(glyphs.values())) == len(STATUSES) - 1
    assert len({look.word for look in STATUS.values()}) == len(STATUS)
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
