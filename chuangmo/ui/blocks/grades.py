"""Grades beside a figure: noise by HJ 640 in the words of its time, sections by single factor."""

import streamlit as st

from chuangmo.exhibit import Cell, Foot
from chuangmo.exhibits.month import Month
from chuangmo.exhibits.place import Place
from chuangmo.exhibits.sections import sections_exhibit
from chuangmo.service.scoring.gradings import NoiseGrade
from chuangmo.ui.parts import html
from chuangmo.ui.parts.html import HtmlColumn, joined, status_text
from chuangmo.ui.reads import PAGE
from chuangmo.wording import ABSENT, figure, unit_after

PART = {"day": "昼间", "night": "夜间"}
ONLY_STATE = "等级只描述状况，不代替对标准的判断"
_CSS = {"所在地": "cm-hide-phone", "测了几项": "cm-nowrap", "说明": "cm-wide-only"}


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
        show_sections(place.month, place.area)


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


def show_sections(month: Month, area: str, *, always: bool = True) -> None:
    """The sections of a place one by one; where it has none, that it has none (``always``)."""
    made = sections_exhibit(PAGE, month, area, Foot("", "", "", ""))
    if made is None or made.table is None:
        if always:
            st.html(html.note(["没有断面逐项的监测值，不定水质类别。"]))
        return
    st.html(html.title("断面水质类别", made.notes[0]))
    columns = [HtmlColumn(head.name, css=_CSS.get(head.name, "")) for head in made.table.heads]
    rows: list[list[object]] = [
        [status_text(cell.status) if cell.status else _cell(cell) for cell in row]
        for row in made.table.rows
    ]
    st.html(html.table(columns, rows))
    found = PAGE.section_grades(month.year_period, month.as_of, area)
    documents = list(dict.fromkeys(one.document for one in found if one.document))
    doubt = max((one.confidence for one in found if one.confidence), default="A")
    source = f"依据：{'、'.join(documents)}" if documents else ""
    st.html(html.note([made.verdict, source, html.unverified(doubt)]))


def _cell(cell: Cell) -> str:
    return f"{cell.text}，{cell.small}" if cell.small else cell.text
