"""What 督办 shows: the verdict sentence, the list with its filters, and one item in detail."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

import streamlit as st

from chuangmo.access.actor import Actor
from chuangmo.exhibit import Foot
from chuangmo.exhibits.month import Month
from chuangmo.exports.formats import FORMATS
from chuangmo.exports.supervision import sheet_name, supervision_file
from chuangmo.period import day_words, today
from chuangmo.service.board import Board
from chuangmo.service.decisions.supervision.acts import evidence_file
from chuangmo.service.decisions.supervision.items import (
    ANSWERED,
    CLOSED,
    EVIDENCE,
    VERIFIED,
    SupervisionItem,
)
from chuangmo.service.decisions.supervision.proposals import Proposal
from chuangmo.service.decisions.supervision.sheet import (
    STATE_WORD,
    local_day,
    number_words,
    sheet_of,
    subject_words,
)
from chuangmo.status import LOST_WORDS
from chuangmo.ui import reads
from chuangmo.ui.parts import html
from chuangmo.ui.parts.html import HtmlColumn, Safe, bold, joined
from chuangmo.ui.parts.supervision_words import item_link, state_text
from chuangmo.ui.reads import PAGE

ALL, OVERDUE = "全部", "逾期"


@dataclass(frozen=True)
class Desk:
    """Everything on the page: items, what is proposed, and the day that decides what is overdue."""

    month: Month | None
    items: tuple[SupervisionItem, ...]
    proposals: tuple[Proposal, ...]
    on: date

    @property
    def running(self) -> list[SupervisionItem]:
        """Items that are not closed."""
        return [item for item in self.items if item.state != CLOSED]

    @property
    def overdue(self) -> list[SupervisionItem]:
        """Items past their deadline, the oldest deadline first."""
        late = [item for item in self.items if item.is_overdue(self.on)]
        return sorted(late, key=lambda item: item.deadline)


def load_desk(month: Month | None) -> Desk:
    """Read the items, and the proposals of the month where there are data."""
    on = today()
    found = PAGE.proposals(month.period) if month else ()
    return Desk(month, PAGE.items(), found, on)


def show_verdict(desk: Desk) -> None:
    """How many items run and are overdue; below, what is not taken up yet."""
    running, late = len(desk.running), len(desk.overdue)
    if not desk.items:
        headline = "还没有督办事项。"
    elif not running:
        headline = f"{len(desk.items)} 件督办事项已全部销号。"
    else:
        headline = f"在办 {running} 件，" + (f"其中 {late} 件逾期。" if late else "没有逾期的。")
    kicker = ["督办", f"今天 {day_words(desk.on)}"]
    demo = html.demo_tag(any(proposal.verdict.demo for proposal in desk.proposals))
    st.html(html.verdict_block(kicker, headline, _second(desk), [demo]))


def _second(desk: Desk) -> Safe:
    states = [item.state for item in desk.items]
    waiting = ((ANSWERED, "已反馈、等待核查销号"), (VERIFIED, "核查通过、等待另一人销号"))
    parts: list[object] = [
        f"{states.count(state)} 件{words}。" for state, words in waiting if state in states
    ]
    if desk.month and desk.proposals:
        count = bold(str(len(desk.proposals)))
        parts += [f"{desk.month.words}{LOST_WORDS}而尚未立项的有", count, "项。"]
    elif desk.month:
        parts.append(f"{desk.month.words}{LOST_WORDS}的指标都已立项，或者没有。")
    return joined(parts)


def filtered(desk: Desk, area: str, state: str) -> list[SupervisionItem]:
    """Items of one area or all, in one state, overdue or all; what is late first."""
    names = {word: key for key, word in STATE_WORD.items()}
    found = [
        item
        for item in desk.items
        if area in (ALL, item.area)
        and (state in (ALL, OVERDUE) or item.state == names[state])
        and (state != OVERDUE or item.is_overdue(desk.on))
    ]
    return sorted(found, key=lambda item: (item.state == CLOSED, item.deadline, item.number))


def choose_filters(desk: Desk) -> tuple[str, str]:
    """District and state; both stand in the address. With no item there is nothing to filter."""
    if not desk.items:
        return ALL, ALL
    seen = {item.area for item in desk.items}
    areas = [ALL, *(a for a in reads.get_board().catalog.areas() if a in seen)]
    with st.container(horizontal=True, vertical_alignment="center", key="supervision_filter"):
        area = st.selectbox(
            "区县", areas, key="supervised", bind="query-params", label_visibility="collapsed",
            width=150,
        )  # fmt: skip
        # The address carries the words of the buttons: a count in them would break it.
        state = st.segmented_control(
            "状态", (ALL, OVERDUE, *STATE_WORD.values()), default=ALL, required=True, key="state",
            bind="query-params", label_visibility="collapsed",
        )  # fmt: skip
    counts = [f"{OVERDUE} {len(desk.overdue)}"] + [
        f"{word} {sum(item.state == key for item in desk.items)}"
        for key, word in STATE_WORD.items()
    ]
    st.html(html.note([f"共 {len(desk.items)} 件：{'，'.join(counts)}。"]))
    return area or ALL, state or ALL


def show_list(desk: Desk, items: Sequence[SupervisionItem]) -> None:
    """The table of items; each number opens its detail."""
    if not desk.items:
        st.html(html.note(["到“待立项”一栏选一项立项，或在“新立项”一栏填写。"]))
        return
    if not items:
        st.html(html.note(["没有符合筛选的督办事项。请换区县或状态。"]))
        return
    columns = [
        HtmlColumn("编号", css="cm-nowrap"), HtmlColumn("区县", css="cm-nowrap"),
        HtmlColumn("事项"), HtmlColumn("责任单位", css="cm-hide-phone"),
        HtmlColumn("督办要求", css="cm-hide-phone", width="30%"),
        HtmlColumn("办结时限", css="cm-nowrap"), HtmlColumn("状态", css="cm-nowrap"),
    ]  # fmt: skip
    st.html(html.table(columns, [_row(item, desk.on) for item in items]))


def _row(item: SupervisionItem, on: date) -> list[object]:
    catalog = reads.get_board().catalog
    return [
        html.link(number_words(item), item_link(item)),
        item.area,
        html.chem(subject_words(item, catalog)),
        item.unit,
        item.measure,
        item.deadline.isoformat(),
        state_text(item, on),
    ]


def choose_item(items: Sequence[SupervisionItem]) -> SupervisionItem | None:
    """The item whose detail is shown; a link carries its number."""
    if not items:
        return None
    by_words = {number_words(item): item for item in items}
    picked = st.selectbox(
        "查看一件", list(by_words), key="item", bind="query-params", index=None,
        placeholder="选一件看详情、反馈或销号", label_visibility="collapsed", width=420,
    )  # fmt: skip
    return by_words.get(picked or "")


def _title(item: SupervisionItem) -> str:
    return f"{item.area} {subject_words(item, reads.get_board().catalog)}"


def show_item(item: SupervisionItem, on: date) -> None:
    """The 督办单 beside its history."""
    sheet = sheet_of(item, reads.get_board().catalog)
    left, right = st.columns([1, 1], gap="medium")
    with left:
        st.html(html.title(f"{sheet.number}　{_title(item)}", sheet.title))
        rows = [[label, html.chem(text)] for label, text in sheet.rows[:-1]]
        rows.append([sheet.rows[-1][0], state_text(item, on)])
        st.html(html.table([HtmlColumn("", width="96px", css="mute"), HtmlColumn("")], rows))
        _offer_sheet(item)
        _offer_evidence(item)
    with right:
        st.html(html.title("办理经过", "每一步都记入日志，不能改、不能删"))
        columns = [
            HtmlColumn("日期", css="cm-nowrap"), HtmlColumn("事项", css="cm-nowrap"),
            HtmlColumn("经办"), HtmlColumn("内容"),
        ]  # fmt: skip
        st.html(
            html.table(columns, [[*row[:3], html.chem(row[3] or "—")] for row in sheet.history])
        )


def _offer_sheet(item: SupervisionItem) -> None:
    """The 督办单 as a Word file, made and recorded when it is asked for."""
    board, actor = reads.get_board(), reads.actor()
    st.download_button(
        f"下载{'整改通知单' if item.is_free else '督办单'}（Word）",
        lambda: supervision_file(board, actor, item.number).data,
        sheet_name(item),
        FORMATS["docx"],
        key=f"sheet-{item.number}",
        on_click="ignore",
    )


def _offer_evidence(item: SupervisionItem) -> None:
    """The files that prove the work, each to be taken away."""
    board, actor = reads.get_board(), reads.actor()
    for event in item.events:
        if event.kind == EVIDENCE:
            st.download_button(
                f"佐证：{event.text}",
                partial(_evidence, board, actor, item.number, event.seq),
                event.text,
                key=f"evidence-{event.seq}",
                icon=":material/attach_file:",
                on_click="ignore",
            )


def _evidence(board: Board, actor: Actor, number: int, seq: int) -> bytes:
    return evidence_file(board, actor, number, seq)[1]


def supervision_foot(desk: Desk) -> Foot:
    """The foot line of the page."""
    last = max((event.at for item in desk.items for event in item.events), default="")
    changed = f"最近一次变动 {local_day(last)}" if last else ""
    demo = any(proposal.verdict.demo for proposal in desk.proposals)
    source = "来源：督办登记与当月判断" + ("（演示数据）" if demo else "")
    return Foot(source, changed, "", "立项、反馈、销号均由人决定并记名")
