"""发布: a month that somebody stands for, and what was corrected since."""

import streamlit as st

from chuangmo.assess.reasons import period_words
from chuangmo.exhibits.frozen import publish_month
from chuangmo.exports.pack import begin_pack
from chuangmo.period import Period
from chuangmo.service.decisions.snapshot_changes import SnapshotChange
from chuangmo.service.decisions.snapshots import FrozenFigure
from chuangmo.service.publication.published import Publication, in_force
from chuangmo.service.publication.publishing import corrections_since
from chuangmo.ui import reads
from chuangmo.ui.blocks.pack import show_pack
from chuangmo.ui.parts import html
from chuangmo.ui.parts.html import HtmlColumn, status_text
from chuangmo.ui.parts.outcome import REFUSALS, say_and_rerun
from chuangmo.ui.parts.times import local_time
from chuangmo.ui.reads import PAGE
from chuangmo.wording import unit_after

_MOST = 40


def show() -> None:
    """Published months, the corrections since, and the way to publish one."""
    board, who = reads.get_board(), reads.actor()
    known = in_force(board, who)
    st.html(html.title("已发布的月份", "查看的人打开看板，先看到最新发布的月份"))
    if known:
        columns = [HtmlColumn(h) for h in ("月份", "发布人", "时间（北京）", "说明", "其后的更正")]
        st.html(html.table(columns, [_row(one) for one in known.values()]))
    else:
        st.html(html.note(["还没有发布过月份：看板打开在应报数据到了四分之三的最新月份。"]))
    _offer()
    if known:
        _show_pack(list(known))
        _show_corrections(list(known))


def _row(one: Publication) -> list[object]:
    changed = _corrections(one.month)
    words = f"更正 {len(changed)} 项" if changed else "没有"
    return [period_words(one.month), one.by, local_time(one.at), one.reason or "—", words]


def _corrections(month: Period) -> list[SnapshotChange]:
    return corrections_since(reads.get_board(), reads.actor(), month) or []


def _offer() -> None:
    months = {period_words(month): month for month in PAGE.extent().months}
    if not months:
        return
    with st.form("publish", border=False):
        chosen = st.selectbox("月份", list(months), key="publish_month")
        reason = st.text_input("说明", placeholder="例如：经局务会审定", key="publish_reason")
        pressed = st.form_submit_button("发布这个月")
    if not pressed:
        return
    try:
        with st.spinner("正在冻结这个月的全部数字……"):
            made = publish_month(reads.get_board(), reads.actor(), months[chosen], reason)
    except REFUSALS as refusal:
        st.error(str(refusal))
        return
    begin_pack(reads.get_board(), reads.actor(), made)
    say_and_rerun(f"{chosen}已发布。例会材料正在生成，不用等，做好了在导出中心和总览上。")


def _show_pack(months: list[Period]) -> None:
    words = {period_words(month): month for month in months}
    picked = st.selectbox("看哪个月的例会材料", list(words), key="publish_pack")
    show_pack(words[picked])


def _show_corrections(months: list[Period]) -> None:
    words = {period_words(month): month for month in months}
    picked = st.selectbox("看哪个月的更正", list(words), key="publish_seen")
    changed = _corrections(words[picked])
    st.html(html.title(f"{picked}发布以后更正 {len(changed)} 项", "左为公布时的，右为现在的"))
    if not changed:
        st.html(html.note(["与公布时完全相同。"]))
        return
    columns = [HtmlColumn(h) for h in ("区县", "指标", "时段", "公布时", "现在", "批次")]
    st.html(html.table(columns, [_change_row(one) for one in changed[:_MOST]]))
    if rest := changed[_MOST:]:
        st.html(html.note([f"另有 {len(rest)} 项，命令 publish list --json 列出全部。"]))


def _change_row(one: SnapshotChange) -> list[object]:
    known = reads.get_board().catalog.indicators.get(one.row.indicator)
    return [
        one.row.area, html.chem(known.label if known else one.row.indicator), one.row.period,
        _side(one.then), _side(one.now), "、".join(map(str, one.batches)) or "—",
    ]  # fmt: skip


def _side(one: FrozenFigure | None) -> object:
    if one is None:
        return "没有"
    return html.joined([f"{one.shown}{unit_after(one.unit)} ", status_text(one.status)])
