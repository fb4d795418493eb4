"""The rank list of districts on 指标: by level, improvement or both years, of all or a group."""

from dataclasses import replace

import streamlit as st

from chuangmo.charts.template import config
from chuangmo.exhibit import Exhibit, Foot
from chuangmo.exhibits.beside.last_year import last_year_exhibit
from chuangmo.exhibits.improvement import has_improvement, improvement_exhibit
from chuangmo.exhibits.place import Place, within_group
from chuangmo.exhibits.ranking import earlier_verdicts, ranking_exhibit
from chuangmo.service.figures.ranking import IMPROVEMENT, LEVEL
from chuangmo.ui.parts import html
from chuangmo.ui.parts.picture import table_rows
from chuangmo.ui.parts.state import choose_switch, indicator_link, on_phone, theme
from chuangmo.ui.reads import PAGE

_SLOPE = "slope"
ORDER_WORD = {LEVEL: "按水平", IMPROVEMENT: "按改善", _SLOPE: "两年对照"}
_ALL = "all"
_NOTHING = {
    LEVEL: "有数据的区县不足两个，不排名。",
    IMPROVEMENT: "有可比往年数据的区县不足两个，不能按改善排名；请先导入去年同期的月报。",
    _SLOPE: "有可比往年数据的区县不足两个，不能对照；请先导入去年同期的月报。",
}


def show_ranking(place: Place, foot: Foot, level: Exhibit) -> None:
    """The chart in the chosen order and group, its switches between title and bars.

    Args:
        level: all districts by level, as it stands without a choice.
    """
    head = st.empty()
    with st.container(horizontal=True, key="ranking-choices", gap="small"):
        order = (
            choose_switch("排名次序", "order", ORDER_WORD, LEVEL) if _has_order(place) else LEVEL
        )
        group = choose_switch("排名范围", "group", _groups(), _ALL) if len(_groups()) > 1 else _ALL
    found = _found(place, foot, level, order, group)
    if found is None or found.figure is None:
        _say_nothing(order)
        return
    head.html(html.title(found.verdict, found.subtitle))
    st.plotly_chart(
        found.figure,
        theme=None,
        config=config(f"创模看板-{found.key}", on_phone()),
        alt=f"{found.verdict}。{found.subtitle}",
        key=found.key,
    )


def show_ranking_table(place: Place, foot: Foot, level: Exhibit) -> None:
    """The same places as text, as chosen beside the chart."""
    order = st.session_state.get("order") if _has_order(place) else LEVEL
    found = _found(place, foot, level, order or LEVEL, st.session_state.get("group") or _ALL)
    if found is None or found.table is None:
        _say_nothing(order or LEVEL)
        return
    st.html(html.title("区县排序", found.subtitle))
    st.html(html.table(*table_rows(found.table, lambda area: _link(place, area))))
    st.html(html.note(found.notes))


def _link(place: Place, area: str) -> str:
    return indicator_link(place.month, place.dust, place.indicator, area)


def _has_order(place: Place) -> bool:
    return has_improvement(place.indicator)


def _groups() -> dict[str, str]:
    """The city's ranking groups by key, all districts first."""
    return {_ALL: "全部区县", **PAGE.catalog.city.groups}


def _found(place: Place, foot: Foot, level: Exhibit, order: str, group: str) -> Exhibit | None:
    """The exhibit of a choice; its second line names the group it is about."""
    some = None if group == _ALL else group
    if order == IMPROVEMENT:
        found = improvement_exhibit(PAGE, place, foot, theme(), on_phone(), some)
    elif order == _SLOPE:
        found = last_year_exhibit(PAGE, place, foot, theme(), on_phone(), some)
    elif some is None:
        return level
    else:
        shown = within_group(place, PAGE.catalog, some)
        before = earlier_verdicts(PAGE, place)
        found = ranking_exhibit(shown, foot, theme(), on_phone(), before)
    if found is None or some is None:
        return found
    return replace(found, subtitle=f"{_groups()[some]}：{found.subtitle}")


def _say_nothing(order: str) -> None:
    st.html(html.title("区县排序"))
    st.html(html.note([_NOTHING[order]]))
