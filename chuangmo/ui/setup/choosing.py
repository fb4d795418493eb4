"""The first step: which city; from its end on the board is that city's."""

import shlex
from pathlib import Path

import streamlit as st

from chuangmo.catalog.divisions.table import Division, Divisions, load_divisions
from chuangmo.service.decisions.own_city import (
    aside_of,
    city_id,
    is_demonstration,
    own_city,
    set_own_city,
)
from chuangmo.store.errors import StoreFault, StoreRefusal
from chuangmo.ui import reads
from chuangmo.ui.parts import html
from chuangmo.ui.parts.former_home import begin_session_anew
from chuangmo.ui.setup.steps import CITY, go_on

_WHOLE = "全国"
_SHOWN = 40


def show_choice() -> None:
    """Choose province and city, see what it consists of, begin."""
    divisions = load_divisions()
    cities = {one.adcode: one for one in divisions.cities()}
    provinces = {divisions.province(one).adcode: divisions.province(one) for one in cities.values()}
    left, right = st.columns(2)
    with left:
        province = st.selectbox(
            "省、自治区、直辖市", [None, *provinces], key="setup_province",
            format_func=lambda code: provinces[code].name if code else _WHOLE,
        )  # fmt: skip
    within = [c for c, one in cities.items() if province in (None, divisions.province(one).adcode)]
    with right:
        chosen = st.selectbox(
            "城市（可以直接输入名称查找）", within, key="setup_city",
            index=0 if len(within) == 1 else None, placeholder="输入或选择，如 泰州",
            format_func=lambda code: _named(divisions, cities[code], province is None),
        )  # fmt: skip
    if chosen is None:
        st.html(html.note(["选定之后，区县、界线、空气标准的采用日期都已备好，后面各步只需核对。"]))
        return
    _offer(divisions, cities[chosen])


def _named(divisions: Divisions, city: Division, with_province: bool) -> str:
    province = divisions.province(city)
    return f"{city.name}（{province.name}）" if with_province and province != city else city.name


def _offer(divisions: Divisions, city: Division) -> None:
    """What the city consists of, what becomes of the present data, and the one button."""
    board = reads.get_board()
    names = [one.name for one in divisions.children(city.adcode)]
    more = f" 等 {len(names)} 个" if len(names) > _SHOWN else ""
    listed = f"{'、'.join(names[:_SHOWN])}{more}。" if names else "没有下辖的县级区划。"
    st.html(html.note([f"{city.name}：{len(names)} 个区县。{listed}", _what_becomes(city)]))
    own = own_city(board, reads.actor())
    if own.own and own.settings.city == city_id(city) and not is_demonstration(board):
        st.success(f"本看板已是{city.name}的。")
        if st.button("下一步", type="primary", key="setup_next"):
            go_on(CITY)
        return
    if st.button(f"开始设置{city.name}", type="primary", key="setup_begin"):
        aside = aside_of(board) if is_demonstration(board) else None
        try:
            with st.spinner(f"正在建立{city.name}的看板……"):
                set_own_city(board, reads.actor(), f"{city.adcode:06d}")
        except (StoreRefusal, StoreFault) as refusal:
            st.error(str(refusal))
            return
        begin_session_anew()
        go_on(CITY, f"已经是{city.name}的看板了。{_where_now(aside)}")


def _where_now(aside: Path | None) -> str:
    """Where the demonstration went and how it is opened; nothing where there was none."""
    if aside is None:
        return ""
    return (
        f"演示数据原样移到了 {aside}；要回头看，请管理员在看板的程序文件夹里运行 "
        f"CHUANGMO_HOME={shlex.quote(str(aside))} ./run（另开一个端口，不影响本看板）。"
    )


def _what_becomes(city: Division) -> str:
    board = reads.get_board()
    if is_demonstration(board):
        return (
            f"现在的演示数据会原样移到旁边的文件夹 {aside_of(board).name}，"
            f"不与{city.name}的数据混在一起；"
            "账号和审计留在这里。马上生效，不用重启。"
        )
    return f"看板马上就是{city.name}的，不用重启；导入第一份月报之前，还可以改选别的城市。"
