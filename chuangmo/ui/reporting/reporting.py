"""What 报送 shows: the tasks of one district in one month, the form of each, what answered it."""

from collections import Counter
from datetime import date

import streamlit as st

from chuangmo.access.actor import UPLOADER
from chuangmo.exhibit import Foot
from chuangmo.period import Period, day_words, month_period, today
from chuangmo.service.decisions.own_city import is_demonstration
from chuangmo.service.imports import clerk
from chuangmo.service.imports.completeness import (
    INVALID,
    MISSING,
    NOT_DUE,
    Completeness,
)
from chuangmo.service.imports.duties import ReportTask, tasks_in
from chuangmo.ui import reads
from chuangmo.ui.blocks.report_cells import STATE
from chuangmo.ui.parts import address, html
from chuangmo.ui.parts.html import joined
from chuangmo.ui.parts.person import may
from chuangmo.ui.parts.state import month_words
from chuangmo.ui.reads import PAGE

_EVERY = {"month": "月报", "quarter": "季报", "year": "年报"}
#: How the file of a blank form is called.
_FORMS = {
    "air-daily": "空气质量日报", "air-monthly": "空气质量月报", "noise": "声环境监测结果",
    "water": "饮用水源与断面水质月报", "boilers": "锅炉改造台账", "tasks": "任务进展情况表",
}  # fmt: skip
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: Key of the month here: it may be one that has no figures yet.
MONTH = "report_month"


def months_owed() -> list[Period]:
    """The months to choose from, newest first: those with data and the one that comes next.

    The demonstration has no next month; without data it is the month before today.
    """
    known = list(PAGE.extent().months)
    if known and is_demonstration(reads.get_board()):
        return known
    return [_following(known[0].last_day) if known else _before_today(), *known]


def _following(last: date) -> Period:
    return month_period(last.year + last.month // 12, last.month % 12 + 1)


def _before_today() -> Period:
    now = today()
    return month_period(now.year - (now.month == 1), (now.month - 2) % 12 + 1)


def choose_month(months: list[Period]) -> Period:
    """The month whose reports are asked for; the address says ``report_month=2008-10``."""
    texts = {month_words(month): month.text for month in months}
    address.adopt(
        MONTH, texts, absent=lambda given, shown: f"没有“{given}”这个月份，现在显示的是“{shown}”。"
    )
    words = st.selectbox(
        "报送月份", list(texts), key=MONTH, persist_state="session",
        label_visibility="collapsed", width=160,
    )  # fmt: skip
    address.drawn(MONTH, texts, words)
    return next(month for month in months if month_words(month) == words)


def districts_owing() -> list[str]:
    """Whoever has a duty, those of the person first."""
    duties = PAGE.catalog.city.duties
    owing = [area for area in PAGE.catalog.areas() if any(area in one.areas for one in duties)]
    theirs = reads.actor().districts or ()
    return sorted(owing, key=lambda area: area not in theirs)


def load_tasks(month: Period, area: str) -> tuple[Completeness, tuple[ReportTask, ...]]:
    """The reports of the month, and those of the district as tasks."""
    found = PAGE.completeness(month)
    return found, tasks_in(PAGE.catalog, found, area)


def show_none() -> None:
    """Instead of tasks, where the city has listed no duties."""
    said = "目录里没有登记谁报什么。"
    st.html(html.verdict_block(["报送"], said, "管理员在“设置”里填好报送一表，这里就有任务。"))


def show_verdict(tasks: tuple[ReportTask, ...], month: Period, area: str) -> None:
    """How many reports the district owes of the month, and how they stand."""
    counted = Counter(one.state for one in tasks)
    said = "，".join(
        f"{counted[state]} 份{word}" for state, (_, word) in STATE.items() if counted[state]
    )
    headline = f"{area}{month_words(month)}应报 {len(tasks)} 份：{said}。"
    if not tasks:
        headline = f"{area}{month_words(month)}没有应报的表。"
    late = [one for one in tasks if one.state in (MISSING, INVALID)]
    first = min((one.due for one in late), default="")
    second = f"最早一份应于{day_words(date.fromisoformat(first))}前报。" if first else ""
    demo = any(row.demo for one in tasks for row in one.rows)
    second += "演示数据的收到日为虚构。" if demo else ""
    st.html(html.verdict_block(["报送", area, month_words(month)], headline, second))


def show_tasks(tasks: tuple[ReportTask, ...]) -> None:
    """One block a report: what, until when, how it stands, the form, what answered it."""
    for number, task in enumerate(tasks):
        with st.container(border=True, key=f"report-task-{number}"):
            left, right = st.columns([3, 1], vertical_alignment="center", gap="medium")
            with left:
                st.html(_words(task))
            with right:
                _offer_form(task, number)


def _words(task: ReportTask) -> str:
    labels = [PAGE.catalog.indicator(name).label for name in task.indicators]
    status, word = STATE[task.state]
    until = (
        f"应于{day_words(date.fromisoformat(task.due))}前报，{task.contact or '没有登记联系单位'}"
    )
    what = html.chem(f"{_EVERY[task.every]}：{'、'.join(labels)}")
    parts = [html.wrap(f"<p><b>{what}</b> {html.chip(status, word)}</p>")]
    return html.stack(*parts, html.note([until, *_answer(task)]))


def _answer(task: ReportTask) -> list[object]:
    """What came in answer, each file with the way to it."""
    if not task.batches:
        return []
    files = {info.batch: info.file for info in PAGE.batches()}
    ways = [
        joined([html.link(f"批次 {n}", f"/batches?batch={n}"), f" {files.get(n, '')}".rstrip()])
        for n in task.batches
    ]
    part = "" if task.came == len(task.rows) else f"{len(task.rows)} 项中 {task.came} 项"
    day = day_words(date.fromisoformat(task.received))
    reasons = [
        f"{PAGE.catalog.indicator(row.indicator).label}：{row.reason}"
        for row in task.rows
        if row.reason
    ]
    return [joined([f"{day}收到{part}：", joined(ways, "、")]), *reasons]


def _offer_form(task: ReportTask, number: int) -> None:
    """The blank form of the district, made when it is pressed; then the way to hand it in."""
    if task.form:
        board, who = reads.get_board(), reads.actor()

        def make() -> bytes:
            return clerk.blank_form(board, who, task.form, task.form_period, task.area).data

        st.download_button(
            "空白表", make, file_name=_file_name(task), mime=_XLSX, on_click="ignore",
            icon=":material/download:", key=f"blank-{number}", width="stretch",
        )  # fmt: skip
    if may(UPLOADER) and task.state in (MISSING, INVALID, NOT_DUE):
        st.page_link("upload.py", label="填好后上传", icon=":material/upload:", width="stretch")


def _file_name(task: ReportTask) -> str:
    year, month = task.form_period.start.year, task.form_period.start.month
    when = f"{year}年" if task.form_period.kind == "year" else f"{year}年{month}月"
    return f"{when}{task.area}{_FORMS[task.form]}.xlsx"


def show_reminder(found: Completeness, area: str) -> None:
    """The 催报 text of the month, where the district owes anything past its day."""
    text = next((one.text for one in found.reminders if one.area == area), "")
    if text:
        st.html(html.title("催报文字", "指到文字上，点右上角图标复制"))
        st.code(text, language=None, wrap_lines=True)


def show_ways() -> None:
    """Where all districts and all months stand."""
    whole = html.link("全市各月的报送进度", "/batches?part=报送进度")
    st.html(html.note([whole]))


def reporting_foot(found: Completeness) -> Foot:
    """The foot line of the page."""
    return Foot(f"来源：本市设置的报送一表、导入记录；截至 {found.as_of}", "", "", "")
