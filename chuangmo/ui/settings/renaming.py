"""区县更名、合并 on 设置: what is asked; what it would do is shown before it is done."""

from datetime import date

import streamlit as st

from chuangmo.service.city.renaming import DistrictEnded, DistrictRenamed
from chuangmo.ui import reads

#: The change of a district that is to be made, while it is being looked at.
CHANGING = "settings_changing"
RENAME, END = "更名", "并入别的区县"
_CODE = 6


def offer_district_changes() -> None:
    """The forms; pressed, they put what they say where the page shows what it would do."""
    districts = reads.get_board().catalog.city.districts
    if not districts:
        return
    with st.expander("区县更名、合并"):
        kind = st.radio("哪一种", [RENAME, END], horizontal=True, key="district_change")
        names = [one.name for one in districts]
        with st.form("district_form", border=False):
            change = _asked_name(names) if kind == RENAME else _asked_end(names)
            pressed = st.form_submit_button("看看会怎样")
        if pressed and isinstance(change, str):
            st.warning(change)
        elif pressed:
            st.session_state[CHANGING] = change


def _asked_name(names: list[str]) -> DistrictRenamed | str:
    """A new name from a day on; what is lacking where something is."""
    left, right = st.columns(2)  # a row each, so that a phone asks in the same order
    old = left.selectbox("区县", names, key="district_old")
    new = right.text_input("新名称", key="district_new", placeholder="规范全名").strip()
    left, right = st.columns(2)
    code = right.text_input(
        "新的区划代码（没有改的不填）", key="district_code", max_chars=_CODE
    ).strip()
    since = left.date_input(
        "从哪一天起", value=None, key="district_since", format="YYYY-MM-DD",
        min_value=date(1990, 1, 1),
    )  # fmt: skip
    if not new or not isinstance(since, date):
        return "请写上新名称和从哪一天起。"
    if code and not (code.isascii() and code.isdecimal() and len(code) == _CODE):
        return f"区划代码“{code}”应为六位数字。"
    return DistrictRenamed(old, new, since, int(code) if code else None)


def _asked_end(names: list[str]) -> DistrictEnded | str:
    """That a district ends on a day; what is lacking where something is."""
    left, right = st.columns(2)
    name = left.selectbox("区县", names, key="district_ended")
    into = right.multiselect("并入", names, key="district_into", placeholder="可以选几个")
    until = left.date_input(
        "从哪一天起不再是区县", value=None, key="district_until", format="YYYY-MM-DD",
        min_value=date(1990, 1, 1),
    )  # fmt: skip
    if not into or not isinstance(until, date):
        return "请选并入哪个区县，写从哪一天起。"
    return DistrictEnded(name, until, tuple(into))
