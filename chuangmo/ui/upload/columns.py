"""How each column of a staged file was read, and the place to put one right."""

import streamlit as st

from chuangmo.ui import reads
from chuangmo.ui.parts import html
from chuangmo.ui.parts.state import indicator_words
from chuangmo.ui.upload.staging import Picked, answers_of, keep_answers
from loaders.model.form import CORRECTED, ProposedForm
from loaders.model.staged import StagedBatch

_LEAVE_OUT = ""
_LEAVE_OUT_WORDS = "不读这一列"
Choice = tuple[str, str, str]  # sheet, header, what it is read as


def offer_columns(staged: StagedBatch, picked: Picked) -> None:
    """An expander with the reading of each form, and one correction at a time."""
    choices = columns_of_file(staged)
    if staged.rejected is not None or not choices:
        return
    with st.expander("识别有误？改正列的含义"):
        st.html(html.note(list(dict.fromkeys(map(reading_words, staged.layouts)))))
        chosen = st.selectbox(
            "哪一列", choices, index=None, placeholder="请选择", format_func=_choice_words,
            key=f"column-{picked.short}",
        )  # fmt: skip
        indicators = reads.get_board().catalog.indicators
        figures = [one.id for one in indicators.values() if not one.is_class]
        meant = st.selectbox(
            "应当是", [*figures, _LEAVE_OUT], index=None, placeholder="请选择",
            format_func=lambda o: indicator_words(indicators[o]) if o else _LEAVE_OUT_WORDS,
            key=f"meant-{picked.short}",
        )  # fmt: skip
        if st.button("按改正的含义重新核对", key=f"correct-{picked.short}"):
            if chosen is None or meant is None:
                st.warning("请先选择哪一列、应当是什么。")
                return
            keep_answers(picked, with_correction(answers_of(picked), picked, chosen, meant))
            st.rerun()


def columns_of_file(staged: StagedBatch) -> list[Choice]:
    """The columns that hold values, each header of a sheet once."""
    indicators = reads.get_board().catalog.indicators
    found = [
        (one.sheet, title, indicators[meaning].label if meaning in indicators else meaning)
        for one in staged.layouts
        for title, meaning in one.titles
        if meaning in indicators or not meaning
    ]
    return list(dict.fromkeys(found))


def reading_words(found: ProposedForm) -> str:
    """How one form was read, as a sentence."""
    how = f"按已知版式“{found.known}”读" if found.known else "按内容识别"
    return f"“{found.sheet}”{how}。{found.reasons}。"


def with_correction(
    known: dict[str, str], picked: Picked, chosen: Choice, meant: str
) -> dict[str, str]:
    """The answers with one more column put right; a second word on a column replaces the first."""
    sheet, title, _ = chosen
    key = f"{picked.sha256[:8]}/{sheet}/{CORRECTED}"
    parts = [part for part in known.get(key, "").split(";") if part]
    kept = [part for part in parts if part.rpartition("=")[0] != title]
    return known | {key: ";".join([*kept, f"{title}={meant}"])}


def _choice_words(choice: Choice) -> str:
    sheet, title, meaning = choice
    name = " ".join(title.split())
    return f"{sheet}：{name}（现读作{meaning}）" if meaning else f"{sheet}：{name}"
