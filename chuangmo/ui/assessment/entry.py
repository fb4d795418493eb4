"""Entry on 考核: a mark, bonus, deduction or veto of one district from its paper."""

import streamlit as st

from chuangmo.access.actor import REVIEWER
from chuangmo.catalog.tables import AssessmentSheet
from chuangmo.exhibits.scoring.assessment import EXTRA_WORD
from chuangmo.service.decisions import changing
from chuangmo.service.scoring.assessment import AssessmentYear
from chuangmo.ui import reads
from chuangmo.ui.parts.outcome import REFUSALS, say_and_rerun
from chuangmo.ui.parts.person import may
from chuangmo.ui.parts.seen import seen_before


def items_of(sheet: AssessmentSheet) -> dict[str, str]:
    """Words of what may be entered by hand, with the id of each."""
    found = {f"{i.name}（满分{i.full}）": i.id for i in sheet.items if i.rule == "hand"}
    return found | {f"{EXTRA_WORD[e.kind]}：{e.name}": e.id for e in sheet.extras}


def enter_mark(found: AssessmentYear) -> None:
    """The form of one mark, for who may enter it; paper, person and time are kept with it."""
    if found.sheet is None or not may(REVIEWER):
        return
    items, areas = items_of(found.sheet), [one.area for one in found.districts if one.lines]
    with st.expander(f"登记{found.year}年的得分、加减分、一票否决"):
        with st.form("hand_mark", border=False):
            with st.container(horizontal=True):
                area = st.selectbox("区县", areas, index=None, placeholder="请选择区县")
                words = st.selectbox("项目", list(items), index=None, placeholder="请选择项目")
                points = st.text_input("分数（一票否决不填）", placeholder="例如：8.5")
            document = st.text_input("文号或文件名称", placeholder="例如：兰政发〔2009〕12号")
            note = st.text_input("说明（可空）", placeholder="例如：月报迟报 2 次")
            sent = st.form_submit_button("写入", type="primary")
        now = {(m.area, m.item): m for m in reads.get_board().catalog.city.hand_marks
               if (m.sheet, m.year) == (found.sheet.id, found.year)}  # fmt: skip
        before = seen_before(f"hand-marks-{found.year}", now)
        key = (area or "", items.get(words or "", ""))
        if sent and all(key) and now.get(key) != before.get(key):
            st.warning("没有写入：这一项刚被别人改过。请看过上面的表再决定。")
        elif sent:
            _write(found.year, key, points or "", document or "", note or "")


def _write(year: int, key: tuple[str, str], points: str, document: str, note: str) -> None:
    area, item = key
    missing = [
        word
        for word, given in (("区县", area), ("项目", item), ("文号或文件名称", document.strip()))
        if not given
    ]
    if missing:
        st.warning(f"没有写入：请先填{'、'.join(missing)}。")
        return
    try:
        change = changing.set_hand_mark(
            reads.get_board(), reads.actor(), item=item, area=area, year=year,
            points=points.strip(), document=document, note=note.strip(),
        )  # fmt: skip
    except REFUSALS as refusal:
        st.error(str(refusal))
        return
    same = "与已有的相同，没有改动" if change.seq is None else "已写入"
    say_and_rerun(f"{area}{year}年的登记{same}，{document.strip()}。")
