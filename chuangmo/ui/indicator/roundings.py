"""The figure in another rounding, in the tab 口径与依据: beside the verdict, never its base."""

import streamlit as st

from chuangmo.assess.verdict_types import NO_TARGET, Verdict
from chuangmo.assess.verdicts.display import ONLY_SHOWN, ROUNDING_WORD, displayed
from chuangmo.catalog.models import Indicator
from chuangmo.status import LINE_WORD
from chuangmo.ui.parts import html
from chuangmo.ui.parts.html import HtmlColumn, status_text
from chuangmo.ui.parts.state import choose_switch
from chuangmo.wording import ABSENT, figure, limit_words


def show_roundings(rows: list[Verdict], indicator: Indicator) -> None:
    """The choice of convention and the same figure in it against every line."""
    st.html(html.title("修约显示", f"{ONLY_SHOWN}；公布值即四舍六入五成双"))
    rounding = _choose_rounding()
    word = ROUNDING_WORD[rounding]
    columns = [
        HtmlColumn("线", css="cm-nowrap"),
        HtmlColumn("全数值", numeric=True, css="cm-hide-phone"),
        HtmlColumn("公布值", numeric=True),
        HtmlColumn(word, numeric=True),
        HtmlColumn("限值", css="cm-nowrap"),
        HtmlColumn("判断", css="cm-nowrap"),
    ]
    judged = [row for row in rows if row.status != NO_TARGET]
    found = [displayed(row, indicator, rounding) for row in judged]
    body = [
        [
            LINE_WORD[row.line],
            ABSENT if row.of_too_few else figure(row.value),
            row.below or figure(row.published),
            one.text if row.below else figure(one.text),
            limit_words(row) or ABSENT,
            status_text(row.shown_as),
        ]
        for row, one in zip(judged, found, strict=True)
    ]
    notes = list(dict.fromkeys(one.note for one in found if one.note))
    st.html(html.stack(html.table(columns, body), html.note(notes) if notes else ""))


def _choose_rounding() -> str:
    """Kept in the address; 四舍六入五成双 is the rule and the default."""
    return choose_switch("修约显示", "rounding", ROUNDING_WORD, "even")
