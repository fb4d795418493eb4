"""说明 on 指标 and 区县: what responsible units said beside figures, and a place to write it."""

from collections.abc import Sequence

import streamlit as st

from chuangmo.access.actor import UPLOADER, Forbidden
from chuangmo.catalog.models import Indicator
from chuangmo.exhibits.beside.notes import notes_exhibit
from chuangmo.exhibits.month import Month
from chuangmo.service.annotations.notes import LONGEST_NOTE, FigureNote, set_note, undo_note
from chuangmo.service.board import require_area
from chuangmo.ui import reads
from chuangmo.ui.blocks.exhibit_table import NO_FOOT, show_exhibit_table
from chuangmo.ui.parts import html
from chuangmo.ui.parts.html import HtmlColumn
from chuangmo.ui.parts.outcome import attempt
from chuangmo.ui.parts.person import may
from chuangmo.ui.parts.seen import seen_before
from chuangmo.ui.parts.state import indicator_words
from chuangmo.ui.parts.times import local_time
from chuangmo.ui.reads import PAGE

_ROUND = "notes_round"


def may_write_on(area: str) -> bool:
    """Whether the person may write beside figures of an area; the service asks again."""
    try:
        require_area(reads.actor(), (area,))
    except Forbidden:
        return False
    return may(UPLOADER)


def show_notes_on(month: Month, dust: str, indicator: Indicator, area: str) -> None:
    """The word on one indicator in a place; of the city also what its districts said."""
    whole = area == PAGE.catalog.city.name
    _list(month, dust, area="" if whole else area, indicator=indicator.id)
    note = _standing(indicator.id, area, month)
    if may_write_on(area):
        with st.expander(f"写说明：{area}{indicator.label}（{month.words}）"):
            _form(note)
    _show_history(note)


def show_notes_of(month: Month, dust: str, area: str, indicators: Sequence[Indicator]) -> None:
    """All words of a place in a month; the one to be written on is chosen."""
    _list(month, dust, area=area, indicator="")
    if not may_write_on(area) or not indicators:
        return
    with st.expander(f"写说明：{area}（{month.words}）"):
        by_words = {indicator_words(one): one for one in indicators}
        picked = st.selectbox("指标", list(by_words), key=f"note-on-{area}")
        note = _standing(by_words[picked].id, area, month)
        _form(note)
    _show_history(note)


def _list(month: Month, dust: str, *, area: str, indicator: str) -> None:
    found = notes_exhibit(PAGE, month, dust, NO_FOOT, area=area, indicator=indicator)
    if found is not None:
        show_exhibit_table(found)


def _standing(indicator: str, area: str, month: Month) -> FigureNote:
    """The note on the month itself; one without texts where nothing was said."""
    key = (indicator, area, month.period)
    known = (one for one in PAGE.notes() if (one.indicator, one.area, one.period) == key)
    return next(known, FigureNote(*key, ()))


def _form(note: FigureNote) -> None:
    """The text as it stands, to be changed; below, the way to take the newest back."""
    about = f"{note.indicator}-{note.area}-{note.period.text}"
    held = note.current
    seen = seen_before(f"note-{about}", held.seq if held else 0)
    with st.form(f"note-{about}", border=False):
        text = st.text_area(
            "说明（原因、采取的措施、何时完成）", value=note.text, max_chars=LONGEST_NOTE,
            key=f"note-text-{about}-{st.session_state.get(_ROUND, 0)}",
            placeholder="例如：受采暖期提前影响；12月底前完成 6 台锅炉改造",
        )  # fmt: skip
        sent = st.form_submit_button("保存说明")
    key = (note.indicator, note.area, note.period)
    board, who = reads.get_board(), reads.actor()
    if sent:
        attempt(lambda: set_note(board, who, *key, text, seen=seen), "说明已保存。", _ROUND)
    if held is not None and st.button("撤销这条说明", key=f"note-undo-{about}"):
        attempt(lambda: undo_note(board, who, *key), "已撤销，历次所写仍可查看。", _ROUND)


def _show_history(note: FigureNote) -> None:
    """Everything that was said of the figure, the newest first; nothing where it was said once."""
    if len(note.texts) < 2 and note.current is not None or not note.texts:
        return
    columns = [
        HtmlColumn("时间（北京）", css="cm-nowrap"), HtmlColumn("填报人", css="cm-nowrap"),
        HtmlColumn("说明"), HtmlColumn("现在", css="cm-nowrap"),
    ]  # fmt: skip
    rows = []
    for one in reversed(note.texts):
        state = "现行" if one == note.current else "已被代替"
        if one.undone_by:
            state = f"{one.undone_by} 撤销"
        rows.append([local_time(one.at), one.by, one.text, state])
    with st.expander(f"历次说明（{len(rows)}）"):
        st.html(html.table(columns, rows, fold=True))
