"""Entry of one target that asks for more than a number of one year: a plan, years, a day."""

import re
from datetime import date

import streamlit as st

from chuangmo.assess.lines import answer_unit
from chuangmo.catalog.models import Indicator
from chuangmo.catalog.target_models import (
    BY_DATE,
    FORM_FIELDS,
    FORM_WORD,
    PLAN,
    USUAL_YEARS,
    FormSaid,
)
from chuangmo.period import year_period
from chuangmo.service.decisions import changing
from chuangmo.ui import reads
from chuangmo.ui.parts import html
from chuangmo.ui.parts.outcome import REFUSALS
from chuangmo.ui.parts.seen import seen_before

_FORMS = tuple(form for form in FORM_WORD if form)
_PLAN_YEARS = 4
_BETWEEN = re.compile(r"[,，、;；\s]+")


def enter_form(found: Indicator, year: int) -> str:
    """The form of one target; what was written, in words, empty until something was."""
    sub = "多年规划、连续几年、逐年、与上年比、限期完成；规划写终点年"
    st.html(html.title("其他形式的目标", sub))
    kind = st.selectbox(
        "形式", _FORMS, format_func=lambda form: FORM_WORD[form], key="target_form", width=250
    )
    catalog = reads.get_board().catalog
    now = {area: (catalog.target(found.id, area, year), catalog.plan(found.id, area, year))
           for area in catalog.areas()}  # fmt: skip
    with st.form(f"target-form-{found.id}-{year}-{kind}", border=True):
        area = st.selectbox("地区", catalog.areas(), key="form_area")
        ends, limit, said = _fields(found, year, kind or PLAN)
        document = st.text_input(
            "这一条的文号或文件名称", placeholder="例如：兰政办发〔2008〕12号", key="form_document"
        )
        sent = st.form_submit_button("写入这一条", type="primary")
    before = seen_before(f"forms-{found.id}-{year}", now)
    if not sent or area is None:
        return ""
    if before.get(area) != now[area]:
        st.warning(f"没有写入：别人刚改了{area}的目标。请看过右边的目标再决定。")
        return ""
    return _write(found, area, (ends, limit), document, said)


def _fields(found: Indicator, year: int, kind: str) -> tuple[int, str, FormSaid]:
    """The inputs of a form: the year that is judged, its number, the form's own fields."""
    unit = answer_unit(reads.get_board().catalog, found, year_period(year).last_day)
    given = FORM_FIELDS[kind]
    ends, limit, start, value, steps, years = year, "", None, "", "", None
    due: date | None = None
    if kind == PLAN:
        ends = int(st.number_input("终点年", year, year + 20, year + 2, key="form_year"))
    if "limit" in given:
        limit = st.text_input(
            f"{'任务数' if kind == BY_DATE else '应达到'}（{unit}）", key="form_limit"
        )
    if kind == PLAN:
        first = year - _PLAN_YEARS + 2
        start = int(st.number_input("起点年", year - 20, year, first, key="form_start"))
        value = st.text_input(
            f"起点的数（{unit}，可空；没有起点数的，终点年以前不判断）", key="form_value"
        )
        steps = st.text_input("各步（可空），例如：2008=40、2009=50", key="form_steps")
    if "years" in given:
        years = int(st.number_input("看几年（含当年）", 2, 10, USUAL_YEARS, key="form_years"))
    if kind == BY_DATE:
        due = st.date_input(
            "完成期限", date(year, 10, 31), min_value=date(year, 1, 1),
            max_value=date(year, 12, 31), key="form_due",
        )  # fmt: skip
    pieces = tuple(piece for piece in _BETWEEN.split(steps.strip()) if piece)
    return ends, limit, FormSaid(kind, start, value.strip() or None, pieces, years, due)


def _write(
    found: Indicator, area: str, ends: tuple[int, str], document: str, said: FormSaid
) -> str:
    year, limit = ends
    try:
        change = changing.set_target(
            reads.get_board(), reads.actor(), indicator=found.id, area=area, year=year,
            limit=limit.strip(), document=document, said=said,
        )  # fmt: skip
    except REFUSALS as refusal:
        st.error(f"没有写入：{refusal}")
        return ""
    words = getattr(change.new, "words", "")
    same = "与已有的相同，没有改动" if change.seq is None else "已写入"
    return f"{area}{found.name}{year}年的目标{same}：{words}。"
