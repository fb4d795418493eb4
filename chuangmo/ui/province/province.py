"""What 全省 shows: the matrix of cities, what is behind, who owes, a rank by one indicator."""

from collections.abc import Sequence
from urllib.parse import urlencode

import streamlit as st

from chuangmo.access.actor import may_see
from chuangmo.assess.stretches import WITH_DUST
from chuangmo.catalog.models import Indicator
from chuangmo.exhibit import Exhibit, Foot
from chuangmo.exhibits.month import Month
from chuangmo.exhibits.province import standings
from chuangmo.exhibits.province.standings import Province
from chuangmo.exports.province import province_file
from chuangmo.period import Period
from chuangmo.service.province.standings import months_of, opening_month
from chuangmo.service.questions import Questions
from chuangmo.store.errors import StoreFault
from chuangmo.ui import which_city
from chuangmo.ui.parts import html
from chuangmo.ui.parts.html import HtmlColumn
from chuangmo.ui.parts.matrix import matrix_head, matrix_table
from chuangmo.ui.parts.person import somebody
from chuangmo.ui.parts.state import month_words
from chuangmo.ui.which_city import KEY
from chuangmo.wording import DUST_WORD

_MOST, _MONTH = 40, "month"
_FORMS = {"pptx": "PPT", "xlsx": "Excel", "docx": "Word"}


def readers() -> tuple[Questions, ...]:
    """Who asks each of the cities that the person may see, in the order of the setting."""
    person = somebody()
    seen = (board for board in which_city.boards() if may_see(person, board.settings))
    return tuple(Questions(board, person) for board in seen)


def months() -> tuple[Period, ...]:
    """The months that any of them has figures of, newest first."""
    return months_of(readers())


def open_on_month() -> None:
    """Let the month selector begin with one that most of the cities have, if none was chosen."""
    if _MONTH in st.session_state or _MONTH in st.query_params:
        return
    if (found := opening_month(readers())) is not None:
        st.session_state[_MONTH] = month_words(found)


def load(month: Month, dust: str) -> Province:
    """How the cities stand in the year of the month."""
    return standings.load_province(readers(), month, dust)


def show_verdict(view: Province) -> None:
    """One sentence, and who lacks what."""
    kicker = ["全省", view.month.words, f"{len(view.cities)} 个城市"]
    second = standings.second(view)
    tags = [html.demo_tag(view.demo)]
    st.html(html.verdict_block(kicker, standings.headline(view), second, tags))


def show_matrix(view: Province) -> None:
    """Cities down, indicators across; a cell leads to the city's own page of the indicator."""
    if not view.matrix.columns:
        st.html(html.note([f"{view.month.words}没有任何指标有数据。"]))
        return
    sub = "按未达标、未完成、有风险的项数从重到轻排列；点城市打开它的看板，点一格看依据"
    st.html(matrix_head(view.matrix, "城市 × 指标状态", sub))
    cities = {one.name: one.city for one in view.cities}

    def link(indicator: Indicator, name: str) -> str:
        return _address(view, "/indicator", cities[name], indicator=indicator.id, area=name)

    def lead(name: str) -> str:
        return _address(view, "/", cities[name])

    st.html(matrix_table(view.matrix, link, lead, places="城市"))
    st.html(html.note(list(standings.province_notes(view))))


def _address(view: Province, page: str, city: str, **more: str) -> str:
    dust = {"dust": DUST_WORD[view.dust]} if view.dust != WITH_DUST else {}
    asked = {KEY: city, "month": view.month.period.text, **more, **dust}
    return f"{page}?{urlencode(asked)}"


def show_behind(view: Province) -> None:
    """What is missed, undone or at risk, each with the rule it rests on."""
    cities = {one.name: one.city for one in view.cities}
    rows: list[list[object]] = []
    for name, indicator, cell in standings.behind_of(view):
        value, line, rule = standings.behind_texts(indicator, cell)
        there = _address(view, "/indicator", cities[name], indicator=indicator.id, area=name)
        status = html.status_text(cell.shown_as)
        rows.append([name, html.link(indicator.label, there), status, value, line, rule])
    heads = ("城市", "指标", "状态", "数值", "所依的线", "依据")
    _show(view, "落后的指标", "未达标、未完成、有风险的", heads, rows, "没有落后的指标。")


def show_owed(view: Province) -> None:
    """Who owes which report of the month."""
    labels = {one.id: one.label for one in view.indicators}
    rows: list[list[object]] = [
        [html.link(one.name, _address(view, "/batches", one.city)), *row]
        for one in view.cities
        for row in standings.owed_rows(one, labels)
    ]
    words = f"{view.month.period.start.year}年{view.month.month}月，按各城市登记的报送责任"
    heads = ("城市", "区县", "未报的指标", "应报日")
    _show(view, "谁欠报", words, heads, rows, "没有欠报的。")


def _show(
    view: Province, title: str, sub: str, heads: Sequence[str], rows: list[list[object]], none: str
) -> None:
    st.html(html.title(title, sub))
    if not rows:
        st.html(html.note([none]))
        return
    st.html(html.table([HtmlColumn(head) for head in heads], rows[:_MOST], fold=True))
    if (more := len(rows) - _MOST) > 0:
        st.html(html.note([f"另有 {more} 行，导出的文件里是全部。"]))


def show_ranking(view: Province) -> Indicator | None:
    """The cities on one indicator; the indicator chosen."""
    offered = {one.label: one for one in standings.rankable(view)}
    if not offered:
        return None
    st.html(html.title("城市排名", "只在单位、统计项目、标准和有数的月份相同的城市之间排"))
    label = st.selectbox("排名的指标", list(offered), key="province_rank", width=250)
    indicator = offered[label or next(iter(offered))]
    found = standings.ranking_of_cities(view, indicator)
    if found is None:
        st.html(html.note([f"{indicator.label}随城市大小而不同，不排名。"]))
        return indicator
    _table_of(found)
    return indicator


def _table_of(exhibit: Exhibit) -> None:
    if exhibit.table is None:
        return
    columns = [HtmlColumn(head.name) for head in exhibit.table.heads]
    rows: list[list[object]] = [[cell.text for cell in row] for row in exhibit.table.rows]
    st.html(html.note([exhibit.subtitle + "；" + exhibit.verdict]))
    st.html(html.table(columns, rows, fold=True))


def offer_files(view: Province, indicator: Indicator | None) -> None:
    """Make a file on a click, then offer it; the audit has it already."""
    with st.container(horizontal=True, vertical_alignment="center", key="province_files"):
        form = st.segmented_control(
            "格式", list(_FORMS), format_func=_FORMS.__getitem__, default="pptx",
            required=True, key="province_form", label_visibility="collapsed",
        )  # fmt: skip
        if not st.button("导出", key="province_make") or form is None:
            return
        try:
            made = province_file(which_city.board(), somebody(), view, form, indicator)
        except StoreFault as fault:
            st.error(str(fault))
            return
        st.download_button(
            f"下载 {made.name}", made.data, file_name=made.name, mime=made.media_type,
            key="province_take", on_click="ignore", icon=":material/download:",
        )  # fmt: skip


def foot(view: Province) -> Foot:
    """The foot line of the page."""
    return standings.province_foot(view)
