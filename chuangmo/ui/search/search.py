"""What 搜索 shows: one field, and below it what was found, each as a link to its place."""

from collections.abc import Mapping
from urllib.parse import urlencode

import streamlit as st

from chuangmo.exhibit import Foot
from chuangmo.exhibits.month import Month
from chuangmo.period import Period
from chuangmo.service.searching.search import (
    BATCH,
    BOTH,
    DISTRICT,
    INDICATOR,
    MONTH,
    PAGE,
    Found,
    Hit,
    search,
)
from chuangmo.ui import reads
from chuangmo.ui.parts import html
from chuangmo.ui.parts.html import HtmlColumn
from chuangmo.ui.parts.state import district_link, indicator_link, month_words

#: Also the parameter of the address.
_KEY = "q"
KIND_WORD = {
    DISTRICT: "区县", INDICATOR: "指标", BOTH: "区县的指标", MONTH: "月份", PAGE: "页面",
    BATCH: "批次和文件",
}  # fmt: skip


def ask() -> str:
    """The field; the address says what is typed."""
    return st.text_input(
        "搜索", key=_KEY, bind="query-params", label_visibility="collapsed", max_chars=60,
        placeholder="区县、指标、月份、页面、批次号或文件名，例如：城关 PM10",
    ).strip()  # fmt: skip


def found_for(typed: str, pages: Mapping[str, str]) -> Found:
    """What the person at the page may see of it.

    Args:
        pages: path to title of the pages that the person may open.
    """
    return search(reads.get_board(), reads.actor(), typed, pages)


def shown_month() -> Month | None:
    """The month that figures are shown of: the chosen one, else the one the board opens on."""
    months = reads.PAGE.extent().months
    chosen = {month_words(one): one for one in months}.get(st.session_state.get("month") or "")
    if chosen is not None:
        return Month(chosen)
    opens: Period | None = None
    if (standing := reads.PAGE.opening_month()) is not None:
        opens = standing.month
    return Month(opens) if opens is not None else None


def show_found(typed: str, found: Found, month: Month | None) -> None:
    """How much was found, and the list by kind."""
    if not typed:
        how = (
            "找区县、指标、页面、批次和文件，例如“城关区 PM10”“批次 12”“10月”。"
            "按任意一页上的 / 键到这里；几个词之间空一格，回车开始。"
        )
        st.html(html.verdict_block(["搜索"], "要找什么？", how))
        return
    if not found.hits:
        how = "换一个说法，或只写其中几个字。只找名称，不找数值。"
        st.html(html.verdict_block(["搜索"], f"没有名称里有“{typed}”的。", how))
        return
    whole = len(found.hits) + sum(found.more.values())
    st.html(html.verdict_block(["搜索"], f"“{typed}”找到 {whole} 项。"))
    columns = [HtmlColumn("类别", css="cm-nowrap", width="110px"), HtmlColumn("名称"),
               HtmlColumn("又名或文件")]  # fmt: skip
    rows = [_row(hit, month) for hit in found.hits]
    st.html(html.wrap(html.table(columns, rows), "cm-found"))
    if found.more:
        rest = "，".join(f"{KIND_WORD[kind]}另有 {count} 项" for kind, count in found.more.items())
        st.html(html.note([f"{rest}，请多写几个字。"]))


def _row(hit: Hit, month: Month | None) -> list[object]:
    return [KIND_WORD[hit.kind], html.link(hit.name, address_of(hit, month)), hit.hint]


def address_of(hit: Hit, month: Month | None) -> str:
    """Where a hit leads: the page with the state that shows it."""
    if hit.kind == PAGE:
        return hit.page
    if hit.kind == BATCH:
        return "batches?" + urlencode({"batch": hit.batch})
    if hit.kind == MONTH and hit.month is not None:
        return "overview?" + urlencode({"month": hit.month.text})
    if month is None:
        return "rules?" + urlencode({"indicator": hit.indicator}) if hit.indicator else "district"
    if hit.kind == DISTRICT:
        return district_link(month, "keep", hit.area)
    catalog, dust = reads.PAGE.catalog, "keep"
    rows = reads.PAGE.places_with_rows(month.year_period, month.as_of, dust)
    area = hit.area or catalog.city.name
    places = rows.get(hit.indicator, ())
    if not places or (hit.area and hit.area not in places):
        return "rules?" + urlencode({"indicator": hit.indicator})
    shown = area if area in places else places[0]
    return indicator_link(month, dust, catalog.indicator(hit.indicator), shown)


def search_foot() -> Foot:
    """The foot line of the page."""
    return Foot("来源：目录、登记簿", "", "只列您可以看的", "")
