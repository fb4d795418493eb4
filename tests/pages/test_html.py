"""Our HTML: nothing from a workbook becomes markup, whatever it says."""

from hypothesis import given
from hypothesis import strategies as st

from chuangmo.assess.verdict_types import MISSED
from chuangmo.ui.blocks.cell_marks import cells_of
from chuangmo.ui.parts import html
from chuangmo.ui.upload.findings import split_message

EVIL = "<img src=x onerror=alert(1)>\"'&"


def test_text_is_escaped_everywhere() -> None:
    pieces = [
        html.verdict_block([EVIL], EVIL, EVIL),
        html.cards([html.Card(EVIL, MISSED, EVIL, EVIL, EVIL, href=EVIL)]),
        html.table([html.HtmlColumn(EVIL)], [[EVIL]]),
        html.stepper([html.Step(EVIL, EVIL, "now")]),
        html.sheet([[EVIL]], {(1, 1): MISSED}),
        html.note([EVIL]),
        html.title(EVIL, EVIL),
    ]
    for piece in pieces:
        assert "<img" not in piece
        assert "onerror=alert(1)>" not in piece


@given(st.text())
def test_escaped_text_has_no_markup_characters(value: str) -> None:
    found = html.text(value)
    assert not set("<>\"'") & set(found)


def test_subscripts_are_set_in_markup_only() -> None:
    assert html.chem("PM10 与 SO2") == "PM<sub>10</sub> 与 SO<sub>2</sub>"
    assert html.chem("PM2.5") == "PM<sub>2.5</sub>"
    assert html.chem("PM100 SO23") == "PM100 SO23"
    assert html.text("PM10.xlsx") == "PM10.xlsx"


def test_status_is_glyph_and_word() -> None:
    assert "■" in html.chip(MISSED) and "未达标" in html.chip(MISSED)


def test_cell_addresses_are_understood() -> None:
    assert cells_of("B3") == [(3, 2)]
    assert cells_of("E4:E6") == [(4, 5), (5, 5), (6, 5)]
    assert cells_of("R12C5") == [(12, 5)]
    assert cells_of("A4:B4") == [(4, 1), (4, 2)]
    assert cells_of("全表") == []
    assert html.column_letter(28) == "AB"


def test_a_message_parts_into_finding_and_advice() -> None:
    assert split_message("1月!B3：“约0.1”不是数值。请填数字。") == ("“约0.1”不是数值", "请填数字")
