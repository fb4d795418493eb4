"""单位自己的模板 on 设置: what holds, a file to replace it, 撤回, and what was given before."""

import streamlit as st

from chuangmo.catalog.faults import UnfitEntry
from chuangmo.exports.templates.giving import give_template
from chuangmo.service.publication.templates import (
    KINDS,
    TemplateEvent,
    take_back_template,
    template_history,
    templates_in_force,
)
from chuangmo.ui import reads
from chuangmo.ui.parts import html
from chuangmo.ui.parts.html import HtmlColumn
from chuangmo.ui.parts.outcome import REFUSALS, say_and_rerun
from chuangmo.ui.parts.times import local_time

_ROUND = "template_round"
_OWN = "看板自带的"
_WORDS = (
    "给一次，以后导出的演示文稿、简报、一页纸、迎检材料、督办单都用它：标志、字体、颜色、页眉、页脚。",
    "演示文稿模板要有“标题幻灯片”和“标题和内容”两个版式，16:9 或 4:3，浅底色；文档模板为竖排 A4。",
)
_MOST = 20


def offer_templates() -> None:
    """The expander; what is given is checked whole before it holds."""
    board, who = reads.get_board(), reads.actor()
    held = templates_in_force(board, who)
    own = "、".join(name for kind, name in KINDS.items() if kind in held)
    with st.expander(f"单位自己的模板（{f'{own}用单位的' if own else f'现在用{_OWN}'}）"):
        st.html(html.note(_WORDS))
        st.html(html.table(*_standing(held), fold=True))
        number = st.session_state.get(_ROUND, 0)
        picked = st.file_uploader(
            "选模板文件", type=list(KINDS), key=f"template_{number}", max_upload_size=20
        )
        given = st.button("核对并换上", key="template_give", disabled=picked is None)
        for kind, name in KINDS.items():
            if kind in held and st.button(f"撤回{name}", key=f"template_back_{kind}"):
                _take_back(kind)
        if given and picked is not None:
            _give(picked.name, picked.getvalue())
        _history()


def _standing(held: dict[str, TemplateEvent]) -> tuple[list[HtmlColumn], list[list[str]]]:
    rows = []
    for kind, name in KINDS.items():
        one = held.get(kind)
        rows.append([name, *([one.name, local_time(one.at), one.by] if one else [_OWN, "", ""])])
    columns = [HtmlColumn("种类"), HtmlColumn("现在用的"), HtmlColumn("何时"), HtmlColumn("何人")]
    return columns, rows


def _give(name: str, data: bytes) -> None:
    board, who = reads.get_board(), reads.actor()
    try:
        with st.spinner("正在核对模板……"):
            event = give_template(board, who, name, data)
    except UnfitEntry as refusal:
        head, *problems = str(refusal).split("\n")
        st.error("\n\n".join((head, *problems)))
        return
    except REFUSALS as refusal:
        st.error(str(refusal))
        return
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1
    say_and_rerun(
        f"以后导出的用 {name} 作{KINDS[event.kind]}（登记簿第 {event.seq} 行）。可以撤回。"
    )


def _take_back(kind: str) -> None:
    try:
        now = take_back_template(reads.get_board(), reads.actor(), kind)
    except REFUSALS as refusal:
        st.error(str(refusal))
        return
    say_and_rerun(f"{KINDS[kind]}已改回{now.name if now else _OWN}。")


def _history() -> None:
    """What was given and taken back, newest first."""
    events = template_history(reads.get_board(), reads.actor())
    if not events:
        return
    columns = [HtmlColumn("时间"), HtmlColumn("何人"), HtmlColumn("种类"), HtmlColumn("做了什么")]
    rows = [[local_time(one.at), one.by, KINDS[one.kind], _said(one)] for one in events[:_MOST]]
    st.html(html.title(f"换过 {len(events)} 次", "时间为北京时间，新的在前"))
    st.html(html.table(columns, rows, fold=True))


def _said(one: TemplateEvent) -> str:
    if not one.name:
        return f"改回{_OWN}"
    return f"{'改回' if one.again else '换上'} {one.name}（{one.size // 1024 + 1} KB）"
