"""The steps that fill tables of the settings: shown, checked as one types, saved in one line."""

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from chuangmo.service.city.changing_settings import apply_settings, preview_rows
from chuangmo.service.city.fact_rows import SCHEME_ROW, STANDARD_ROW
from chuangmo.service.city.tables import DISTRICT, DUTY, FACT, OFFICE, SECTION, SITE
from chuangmo.service.city.values import (
    SettingsMoved,
    SettingsPreview,
    SettingsProblem,
    UnfitSettings,
)
from chuangmo.store.errors import StoreFault, StoreRefusal
from chuangmo.ui import reads
from chuangmo.ui.parts import html
from chuangmo.ui.setup.adding import offer_form, offer_pasting
from chuangmo.ui.setup.grid import SettingsGrid, forget_added, notes_of, table_of, typed_rows
from chuangmo.ui.setup.steps import DISTRICTS, DUTIES, OFFICES, RULES, SITES, SetupStep, go_on, head

_GROUPS = ("城区", "郊县", "开发区")
_SHOWN_PROBLEMS = 6
_DRAGGED = html.Safe('<span class="narrow-only">屏幕窄，左右拖动表格看后面的列。</span>')
_SITE = ("名称", "区县", "监测指标", "计入全市", "类别", "编号", "类型", "其他名称")


@dataclass(frozen=True)
class Filling:
    """What a step asks.

    Attributes:
        headline: ``{}`` stands for the city.
        second: ``{}`` stands for who counts in the mean of the city now.
    """

    headline: str
    second: str
    grids: tuple[SettingsGrid, ...]


FILLINGS = {
    DISTRICTS.key: Filling(
        "{}有这些区县，对吗？",
        "去掉勾的不要；开发区等加在最下面一行。“计入城区均值”决定全市空气均值由谁平均，{}，请核对。",
        (
            SettingsGrid(
                DISTRICT, ("名称", "分组", "其他名称", "计入城区均值"), ticked=True,
                choices={"分组": _GROUPS},
            ),
        ),
    ),
    RULES.key: Filling(
        "{}按哪些标准、从哪天起考核？",
        "已按随程序带的资料备好。可靠程度为 B、C 的没有核对过，页面上注明“待核”；"
        "对照正式文件核过的，改日期、写文号、改为 A。",
        (
            SettingsGrid(
                FACT, ("名称", "起始日", "可靠程度", "依据", "不早于", "不晚于", "截止日"),
                fixed=True, only=("类别", frozenset({SCHEME_ROW, STANDARD_ROW})),
            ),
        ),
    ),
    SITES.key: Filling(
        "{}有哪些监测点位、断面？",
        "列全了，报表里多出来的点位就不会混进均值。没有现成名单的可以以后再补，报表照样读。",
        (
            SettingsGrid(SITE, _SITE, many=frozenset({"监测指标"})),
            SettingsGrid(SECTION, _SITE, many=frozenset({"监测指标"})),
        ),
    ),
    OFFICES.key: Filling(
        "哪些单位负责，找谁？",
        "写上联系人和电话，催报、督办时就知道找谁。地区、指标不选，就是全部。",
        (
            SettingsGrid(
                OFFICE, ("名称", "联系人", "电话", "地区", "指标"),
                many=frozenset({"地区", "指标"}),
            ),
        ),
    ),
    DUTIES.key: Filling(
        "谁报什么，每月几日前报？",
        "写好以后，“报送进度”会列出谁还没有报。",
        (
            SettingsGrid(
                DUTY, ("指标", "地区", "多久一次", "次月几日前", "联系"),
                many=frozenset({"指标", "地区"}),
            ),
        ),
    ),
}  # fmt: skip


def show_filling(step: SetupStep, city: str) -> None:
    """The tables of a step, what is wrong in them, and the one button."""
    asked = FILLINGS[step.key]
    head(step, (asked.headline.format(city), asked.second.format(_counted())))
    given = {}
    for grid in asked.grids:
        if len(asked.grids) > 1:
            st.html(html.title(table_of(grid.table).title))
        typed = typed_rows(grid)
        st.html(html.note([*notes_of(grid), _DRAGGED]))
        given[grid.table] = typed.all
        if not grid.fixed:
            offer_form(grid, typed)
            offer_pasting(grid, typed)
    preview = preview_rows(reads.get_board(), reads.actor(), given)
    _show_problems(preview.problems)
    _offer_saving(step, asked, preview)


def _counted() -> str:
    """Which districts the mean of the city is made from, as the settings stand."""
    districts = reads.get_board().catalog.city.districts
    inside = [one.name for one in districts if one.in_city_mean]
    if len(inside) == len(districts):
        return "现在全部计入"
    return f"现在计入{'、'.join(inside)}，其余不计" if inside else "现在一个也没有计入"


def _show_problems(problems: Sequence[SettingsProblem]) -> None:
    place = st.empty()  # stays, so that the buttons below do not move from under a press
    if not problems:
        return
    rows = "".join(f"<li>{html.text(one.message)}</li>" for one in problems[:_SHOWN_PROBLEMS])
    if more := len(problems) - _SHOWN_PROBLEMS:
        rows += f"<li>另有 {more} 处。</li>" if more > 0 else ""
    said = f"<b>还有 {len(problems)} 处要改</b><ul>{rows}</ul>"
    place.html(html.wrap(f'<div role="status">{said}</div>', "cm-alert"))


def _offer_saving(step: SetupStep, asked: Filling, preview: SettingsPreview) -> None:
    count = len(preview.changes)
    label = f"保存 {count} 处，继续" if count else "没有要改的，继续"
    with st.container(horizontal=True, key="setup-buttons"):
        saved = st.button(label, type="primary", key="setup_save", disabled=bool(preview.problems))
        later = st.button("以后再说", key="setup_later")
    if later:
        for grid in asked.grids:
            forget_added(grid)
        go_on(step)
    if saved:
        _save(step, asked, preview)


def _save(step: SetupStep, asked: Filling, preview: SettingsPreview) -> None:
    try:
        done = apply_settings(reads.get_board(), reads.actor(), preview)
    except (SettingsMoved, UnfitSettings, StoreRefusal, StoreFault) as refusal:
        st.error(str(refusal))
        return
    for grid in asked.grids:
        forget_added(grid)
    said = f"{step.title}：已保存 {len(done.changes)} 处（登记簿第 {done.seq} 行，可以撤回）。"
    go_on(step, said if done.seq else "")
