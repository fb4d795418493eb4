"""手工录入 on 上传: a figure without a workbook becomes one and goes down the same road."""

import hashlib
from datetime import date

import streamlit as st

from chuangmo.access.actor import Actor, Forbidden
from chuangmo.assess.lines import answer_unit
from chuangmo.catalog.catalog import Catalog
from chuangmo.catalog.faults import UnfitEntry, UnknownId, UnknownPlace
from chuangmo.catalog.models import Indicator
from chuangmo.period import PeriodError, parse_period, today
from chuangmo.service.board import Board
from chuangmo.service.drafts.drafts import HAND
from chuangmo.service.imports.clerk import HAND_NAME, hand_book
from chuangmo.store.errors import StoreRefusal
from chuangmo.ui import reads
from chuangmo.ui.blocks import in_hand
from chuangmo.ui.parts import html
from chuangmo.ui.parts.state import indicator_words
from chuangmo.ui.reads import PAGE
from chuangmo.ui.upload.queue import add_book
from chuangmo.ui.upload.staging import Picked
from loaders import HandRow

_SAID = "hand_said"
_NEEDED = {"indicator": "指标", "period": "时段", "value": "数值", "document": "依据"}
_REFUSALS = (UnfitEntry, UnknownId, UnknownPlace, PeriodError, StoreRefusal, Forbidden)
#: Key of the one draft of the open form.
_FORM = "form"


def enter_by_hand() -> None:
    """The small form; its figure is staged as a file and confirmed like any other."""
    catalog = reads.get_board().catalog
    known = _restore(catalog)
    with st.expander("手工录入（没有表格的数）", expanded=bool(known.get("value"))):
        st.html(html.note(["填写后生成一份表格，与上传的文件一样先核对；确认导入之前不写入。"]))
        left, right = st.columns(2, gap="small")
        with left:
            found = _choose_indicator(catalog)
            st.text_input(
                "时段", placeholder="例如：2008年10月、2008年第三季度、2008年", key="hand_period"
            )
            st.text_input("数值", placeholder="例如：0.108、缺测、<0.002", key="hand_value")
        with right:
            _choose_area(catalog)
            st.text_input(
                "依据（文件或来函）", placeholder="例如：兰环监〔2008〕15号", key="hand_document"
            )
            st.selectbox(
                "单位", units_of(catalog, found), key=f"hand_unit-{found.id if found else ''}",
                placeholder="先选指标", disabled=found is None,
            )  # fmt: skip
        st.button("生成表格并核对", on_click=_add, key="hand_add")
        _keep_form(found)
        if said := st.session_state.pop(_SAID, ""):
            st.warning(said)


def _restore(catalog: Catalog) -> dict[str, str]:
    """Put back what the person had typed and not made a table of; only on the first look."""
    draft = in_hand.load(HAND, _FORM)
    said = {name: str(text) for name, text in draft.said.items()} if draft else {}
    listed = {indicator_words(one) for one in catalog.indicators.values()}
    if said.get("indicator") not in listed:
        said.pop("indicator", None)
    if not catalog.city.open_places and said.get("area") not in catalog.areas():
        said.pop("area", None)
    for name, text in said.items():
        st.session_state.setdefault(f"hand_{name}", text)
    return {name: text for name, text in said.items() if name in _NEEDED and text}


def _keep_form(found: Indicator | None) -> None:
    """Keep what stands in the form; an empty form is no draft."""
    given = {name: str(st.session_state.get(f"hand_{name}") or "") for name in (*_NEEDED, "area")}
    if any(given[name] for name in _NEEDED):
        unit = f"unit-{found.id}" if found else ""
        more = {unit: str(st.session_state.get(f"hand_{unit}") or "")} if unit else {}
        in_hand.save(HAND, _FORM, given | more)
    elif in_hand.load(HAND, _FORM):
        in_hand.drop(HAND, _FORM)


def _choose_indicator(catalog: Catalog) -> Indicator | None:
    figures = (i for i in catalog.indicators.values() if not (i.ledger or i.is_class))
    listed = {indicator_words(i): i for i in figures}
    words = st.selectbox(
        "要录入的指标", list(listed), index=None, placeholder="请选择指标", key="hand_indicator"
    )
    return listed.get(words or "")


def _choose_area(catalog: Catalog) -> None:
    if catalog.city.open_places:
        st.text_input("地区", key="hand_area")
    else:
        st.selectbox("地区", catalog.areas(), key="hand_area")


def units_of(catalog: Catalog, indicator: Indicator | None) -> list[str]:
    """The units an indicator may be written in, the one of the standard in force first."""
    if indicator is None:
        return []
    usual = answer_unit(catalog, indicator, _last_day())
    return [usual, *(unit for unit in indicator.digits if unit != usual)]


def _last_day() -> date:
    return PAGE.extent().last or today()


def _add() -> None:
    """Make the book of what stands in the form and put it on the list; or say why not."""
    given = {
        name: str(st.session_state.get(f"hand_{name}") or "").strip() for name in (*_NEEDED, "area")
    }
    if missing := [word for name, word in _NEEDED.items() if not given[name]]:
        st.session_state[_SAID] = f"请先填{'、'.join(missing)}。"
        return
    try:
        catalog = reads.get_board().catalog
        unit = st.session_state.get(f"hand_unit-{_named(catalog, given['indicator']).id}")
        add_book(book_of(reads.get_board(), reads.actor(), given | {"unit": unit or ""}))
    except _REFUSALS as refusal:
        st.session_state[_SAID] = str(refusal)
        return
    st.session_state["hand_value"] = ""


def _named(catalog: Catalog, words: str) -> Indicator:
    return next(one for one in catalog.indicators.values() if indicator_words(one) == words)


def book_of(board: Board, who: Actor, given: dict[str, str]) -> Picked:
    """The workbook that ``service.clerk.enter_by_hand`` would make of the same words.

    Args:
        given: indicator (as the selector names it), area, period, value, unit, document.

    Raises:
        UnfitEntry, UnknownId, UnknownPlace, PeriodError: the words do not make a figure.
    """
    found = _named(board.catalog, given["indicator"])
    area = board.catalog.area(given["area"])
    row = HandRow(found.id, area, parse_period(given["period"]), given["value"], unit=given["unit"])
    data = hand_book(board, who, [row], document=given["document"])
    label = f"手工录入：{area} {found.label} {given['period']}"
    return Picked(HAND_NAME, data, hashlib.sha256(data).hexdigest(), label, by_hand=True)
