"""Grades beside a figure: noise by HJ 640 in the words of its time, sections by single factor."""

from collections.abc import Sequence

import streamlit as st

from chuangmo.exhibits.month import Month
from chuangmo.exhibits.place import Place
from chuangmo.service.scoring.gradings import NoiseGrade, SectionGrade
from chuangmo.status import STATUS_WORD
from chuangmo.ui import reads
from chuangmo.ui.parts import html
from chuangmo.ui.parts.html import HtmlColumn, joined
from chuangmo.ui.reads import PAGE
from chuangmo.wording import ABSENT, figure, unit_after

PART = {"day": "昼间", "night": "夜间"}
ONLY_STATE = "等级只描述状况，不代替达标判断"
_OF_MEAN = "按时段均值单因子评价；功能区达标率按监测次数计算。"


def noise_grades_of(month: Month, area: str, indicator: str = "") -> list[NoiseGrade]:
    """The noise grades of a place in the year up to the month."""
    found = PAGE.noise_grades(month.year_period, month.as_of)
    own = (one for one in found if one.area == area)
    return [one for one in own if not indicator or one.indicator == indicator]


def grade_words(grade: NoiseGrade) -> str:
    """``昼间 54.6 dB(A)，较好``; the reason where there is no grade."""
    part = PART[grade.part]
    if not grade.name:
        return f"{part}：{grade.reason}"
    return f"{part} {figure(grade.published)}{unit_after(grade.unit)}，{grade.name}"


def show_grades(place: Place) -> None:
    """The grades that belong to the indicator; nothing for air and tasks."""
    if place.indicator.group == "noise":
        _show_noise(noise_grades_of(place.month, place.area, place.indicator.id))
    elif place.indicator.group == "water":
        month = place.month
        _show_sections(PAGE.section_grades(month.year_period, month.as_of, place.area))


def _show_noise(grades: list[NoiseGrade]) -> None:
    if not grades:
        return
    st.html(html.title("噪声等级", ONLY_STATE))
    columns = [
        HtmlColumn("时段", css="cm-nowrap"), HtmlColumn("数值", numeric=True), HtmlColumn("等级"),
        HtmlColumn("依据"),
    ]  # fmt: skip
    rows: list[list[object]] = [
        [
            PART[one.part],
            f"{figure(one.published)}{unit_after(one.unit)}" if one.published else ABSENT,
            one.name or one.reason,
            joined([one.document or ABSENT, " ", html.unverified(one.confidence)]),
        ]
        for one in grades
    ]
    st.html(html.table(columns, rows))


def _show_sections(sections: Sequence[SectionGrade]) -> None:
    if not sections:
        st.html(html.note(["没有断面逐项的监测值，不定水质类别。"]))
        return
    st.html(html.title("断面水质类别", _OF_MEAN))
    columns = [
        HtmlColumn("断面"), HtmlColumn("区县", css="cm-hide-phone"), HtmlColumn("目标类别"),
        HtmlColumn("水质类别"), HtmlColumn("测了几项", css="cm-nowrap"),
        HtmlColumn("状况", css="cm-hide-phone"), HtmlColumn("与目标相比"), HtmlColumn("定类项目"),
    ]  # fmt: skip
    st.html(html.table(columns, [_section_row(one) for one in sections]))
    reasons = [f"{one.name}：{one.reason}" for one in sections if one.reason]
    documents = list(dict.fromkeys(one.document for one in sections if one.document))
    doubt = max((one.confidence for one in sections if one.confidence), default="A")
    source = f"依据：{'、'.join(documents)}" if documents else ""
    st.html(html.note([*reasons, source, html.unverified(doubt)]))


def _section_row(one: SectionGrade) -> list[object]:
    catalog = reads.get_board().catalog
    worst = "、".join(catalog.indicator(name).label for name in one.worst)
    return [
        one.name, one.area, one.klass or ABSENT, class_words(one), items_words(one),
        one.state or ABSENT, STATUS_WORD[one.status] if one.klass else ABSENT, worst or ABSENT,
    ]  # fmt: skip


def class_words(one: SectionGrade) -> str:
    """``Ⅱ类``; ``最好为Ⅱ类`` where items were not measured."""
    if not one.found:
        return ABSENT
    return f"最好为{one.found}" if one.best_case else one.found


def items_words(one: SectionGrade) -> str:
    """``7/21``: how many of the items were measured."""
    return f"{one.measured}/{one.planned}" if one.measured else ABSENT
