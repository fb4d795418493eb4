"""导出中心: the basket, the set for a monthly meeting, files built on a click."""

from collections.abc import Sequence

import streamlit as st

from chuangmo.access.actor import Forbidden
from chuangmo.catalog.faults import UnknownId, UnknownPlace
from chuangmo.exhibits.month import Month
from chuangmo.exhibits.views import ViewRequest
from chuangmo.exports.bundle import MEDIA_TYPE, bundle, distinct_names
from chuangmo.exports.contents import BRIEFING
from chuangmo.exports.files import ExportFile, ExportRequest, FormatFault, export
from chuangmo.exports.pack import STANDARD_SET
from chuangmo.store.errors import StoreFault, StoreRefusal
from chuangmo.ui import reads
from chuangmo.ui.exports import basket
from chuangmo.ui.exports.basket import BasketItem
from chuangmo.ui.parts import html
from chuangmo.ui.reads import PAGE

_FAULTS = (FormatFault, UnknownId, UnknownPlace, Forbidden, StoreFault, StoreRefusal)
_WORDS = {
    "pptx": "PPT", "xlsx": "Excel", "docx": "Word", "pdf": "PDF", "png": "PNG 图片",
    "svg": "SVG 图片", "csv": "CSV 数据",
}  # fmt: skip
#: Formats of which a file holds one exhibit.
SINGLE = ("png", "svg", "csv")
_BASKET, _MEETING = "basket_files", "meeting_files"


def show_verdict(month: Month) -> None:
    """What is ready to be taken away, in one sentence."""
    count = len(basket.items())
    headline = f"导出中心有 {count} 项待导出。" if count else "导出中心还是空的。"
    second = (
        "可以调整次序、改标题、移除，再选格式生成；数字取自生成时的数据。"
        if count
        else "在各页点“加入导出”，图表会列在这里；例会材料和会议快照可直接生成。"
    )
    st.html(html.verdict_block(["导出中心", month.words], headline, second))


# -- the basket -----------------------------------------------------------------------------------


def show_basket() -> None:
    """The items with their titles and their order; formats and one button below."""
    held = basket.items()
    st.html(html.title(f"待导出 {len(held)} 项", "标题可改；空着则用当时的结论"))
    if not held:
        st.html(html.note(["还没有加入任何图表。到总览、指标、区县等页点“加入导出”。"]))
        return
    for place, item in enumerate(held):
        _line(item, place, len(held))
    chosen = choose_formats("basket_formats")
    title = st.text_input("文件标题", key="basket_title", placeholder="不填则用城市和内容的名称")
    with st.container(horizontal=True, key="basket_actions"):
        asked = st.button("生成文件", type="primary", disabled=not chosen, key="basket_make")
        st.button("清空", on_click=basket.empty, key="basket_empty")
    if asked:
        _make_basket(held, chosen, title)
    show_downloads(_BASKET)


def _line(item: BasketItem, place: int, count: int) -> None:
    """One exhibit: number, title, up, down, away."""
    number = item.number
    with st.container(horizontal=True, vertical_alignment="center", key=f"basket-{number}"):
        st.text_input(
            f"第 {place + 1} 项的标题", value=item.title or item.verdict, key=f"title-{number}",
            label_visibility="collapsed", on_change=_retitle, args=(number,),
        )  # fmt: skip
        st.button(
            "上移", key=f"up-{number}", icon=":material/arrow_upward:", disabled=place == 0,
            on_click=basket.move, args=(number, -1),
        )  # fmt: skip
        st.button(
            "下移", key=f"down-{number}", icon=":material/arrow_downward:",
            disabled=place == count - 1, on_click=basket.move, args=(number, 1),
        )  # fmt: skip
        st.button(
            "移除", key=f"out-{number}", icon=":material/close:", on_click=basket.remove,
            args=(number,),
        )  # fmt: skip


def _retitle(number: int) -> None:
    basket.retitle(number, st.session_state[f"title-{number}"])


def _make_basket(held: Sequence[BasketItem], formats: Sequence[str], title: str) -> None:
    found, gone = basket.exhibits_of(PAGE, held)
    if gone:
        names = "、".join(f"“{item.title or item.verdict}”" for item in gone)
        st.warning(f"{names}现在没有数据，没有放进文件。请移除，或重新导入数据。")
    view, request = subject(held)
    whole = tuple(exhibit for _, exhibit in found)
    requests: list[ExportRequest] = []
    for form in formats:
        if form not in SINGLE:
            requests += [ExportRequest(form, view, request, title, whole)] if whole else []
            continue
        requests += [
            ExportRequest(form, item.view, item.request, title, (exhibit,))
            for item, exhibit in found
            if form == "csv" or exhibit.figure is not None
        ]
    if not requests and found:
        st.warning("选中的内容都是表，没有可以画成图片的图。请改选 PPT、Excel、Word 或 PDF。")
    make_files(_BASKET, requests)


def subject(held: Sequence[BasketItem]) -> tuple[str, ViewRequest]:
    """The view and request that name the file: the items' own where they agree."""
    first = held[0]
    if all((item.view, item.request) == (first.view, first.request) for item in held):
        return first.view, first.request
    return BRIEFING, ViewRequest(first.request.period)


# -- the set for the monthly meeting --------------------------------------------------------------


def show_meeting_set(month: Month) -> None:
    """One click makes deck, briefing, workbook and one page of the month."""
    words = f"{month.year}年{month.month}月"
    st.html(html.title("本月例会材料", f"{words}：{'、'.join(STANDARD_SET.values())}各一份"))
    if st.button(f"生成{words}例会材料", type="primary", key="meeting_make"):
        request = ViewRequest(month.period)
        make_files(_MEETING, [ExportRequest(form, view, request) for form, view in STANDARD_SET])
    show_downloads(_MEETING)


def offer_addresses() -> None:
    """The way to 数据地址, for those who fetch figures by a program."""
    st.html(html.title("给 Excel、省平台取数", "按地址取，只读，每月自动换"))
    st.page_link("data_addresses.py", label="数据地址")


# -- making and handing over ----------------------------------------------------------------------


def make_files(place: str, requests: Sequence[ExportRequest]) -> None:
    """Build the files one after the other with progress; what fails is said, the rest is made."""
    made: list[ExportFile] = []
    bar = st.progress(0.0, text="正在生成……")
    for done, request in enumerate(requests):
        word = _WORDS[request.format]
        bar.progress(done / len(requests), text=f"正在生成 {word}（{done + 1} / {len(requests)}）")
        try:
            made += export(reads.get_board(), reads.actor(), request).files
        except _FAULTS as fault:
            st.error(f"{word}：{fault}")
    bar.empty()
    st.session_state[place] = made


def show_downloads(place: str) -> None:
    """A button for each file of the last making, one for all; the audit has them already."""
    made: list[ExportFile] = st.session_state.get(place, [])
    if len(made) > 1:
        st.download_button(
            f"下载全部 {len(made)} 个文件（ZIP 压缩包）", bundle(made),
            file_name=f"{made[0].name.partition('_')[0]}_导出.zip", mime=MEDIA_TYPE,
            key=f"{place}-all", on_click="ignore", icon=":material/download:",
        )  # fmt: skip
    for number, (name, one) in enumerate(zip(distinct_names(made), made, strict=True)):
        size = f"{len(one.data) / 1024:.0f} KB"
        st.download_button(
            f"下载 {name}（{size}）", one.data, file_name=name, mime=one.media_type,
            key=f"{place}-{number}", on_click="ignore", icon=":material/download:",
        )  # fmt: skip
    if made:
        through = f"数据截至 {made[0].data_through}，" if made[0].data_through else ""
        st.html(html.note([f"{through}数据版本 {made[0].generation}；导出已记入审计。"]))


def choose_formats(key: str) -> list[str]:
    """The formats a person picks; PPT first."""
    chosen = st.pills(
        "格式", list(_WORDS), format_func=lambda form: _WORDS[form], selection_mode="multi",
        default=["pptx"], key=key,
    )  # fmt: skip
    return list(chosen or ())
