"""The open questions of a staged file as inputs that say what each answer leads to."""

import streamlit as st

from chuangmo.period import PeriodError, parse_period
from chuangmo.ui import reads
from chuangmo.ui.parts import html
from chuangmo.ui.parts.state import indicator_words
from chuangmo.ui.upload.columns import offer_columns
from chuangmo.ui.upload.staging import Picked, answers_of, keep_answers
from loaders.model.answers import (
    ABOVE,
    FRACTION,
    IGNORE,
    IS_SITE,
    KEEP_ROWS,
    KEEP_VALUES,
    LAST_YEAR,
    LEAVE_CELLS,
    LEAVE_OUT,
    LEAVE_ROWS,
    LEAVE_TABLE,
    LEFT,
    NO_SITE,
    PERCENT,
    RANK,
    REGISTER,
    REMOVE_VALUES,
)
from loaders.model.staged import ClerkQuestion, StagedBatch

#: What an option leads to, by the topic of the question and the option.
CONSEQUENCE: dict[str, dict[str, str]] = {
    "axis": {
        "月份": "每一列是一个月的数，按月入库",
        "日": "每一列是一天的数，按日入库",
        "时": "每一列是一小时的数，按小时入库",
    },
    "month-number": {"1月": "全部记在 1 月", "10月": "全部记在 10 月"},
    "state": {"标况": "只读标况的列，实况的列不入库", "实况": "只读实况的列，标况的列不入库"},
    "label": {LEAVE_OUT: "这一列（这一行）不入库，其余照读；下次同样的表不再问"},
    "unread-table": {LEAVE_TABLE: "这张表不入库，其余照读；下次同样的表不再问"},
    "coverage": {LEAVE_OUT: "这一列不入库，其余照读；要读它，请在原表补上表头再上传"},
    "several": {LEAVE_OUT: "这一列不入库，其余照读；要读它，请在原表拆成两列再上传"},
    "coverage-rows": {LEAVE_ROWS: "这些行不入库，其余照读；要读它们，请在原表补上表头再上传"},
    "paren": {
        LAST_YEAR: "括号内的数只与库里上年同期的值核对，不入库",
        RANK: "括号内是名次，不入库",
        IGNORE: "只读括号外的数",
    },
    "unit": {"µg/m³": "50 读作 0.050 mg/m³", "mg/m³": "0.050 读作 50 µg/m³"},
    "slip": {
        "µg/m³": "这几格按 µg/m³ 读入，其余照原来的单位",
        "mg/m³": "这几格按 mg/m³ 读入，其余照原来的单位",
        LEAVE_CELLS: "这几格不入库，其余照读",
    },
    "site-name": {
        IS_SITE: "整张表的数都记在这个点位，不算它所在地区的",
        NO_SITE: "数记在表上另外写明的地区；下次同样的表不再问",
    },
    "rate": {FRACTION: "0.95 读作 95%", PERCENT: "0.95 读作 0.95%"},
    "removed": {
        KEEP_VALUES: "原来的值留着，本表不影响它们",
        REMOVE_VALUES: "确认导入后不再计入；撤回这一批次即可恢复",
    },
    "orientation": {ABOVE: "上面的字是各列的表头", LEFT: "左面的字是各行的表头，整张表转过来读"},
    "place-column": {
        "点位名称": "每行的数记在这一列写的点位",
        "区县名称": "每行的数记在这一列写的区县",
        "和点位合为一个名称": "每行的数记在点位名加上这一列的字",
        LEAVE_OUT: "这一列不读，每行的数记在表上另外写明的地点",
    },
    "targets": {
        REGISTER: "确认导入后登记为该年的目标（要有审核权限），结果照常入库",
        LEAVE_OUT: "目标不登记，也不作为监测值读入",
    },
    "period": {KEEP_ROWS: "每行按自己的日期入库，标题只作参考"},
}
#: What any answer leads to, where the options are places, periods or indicators.
_EFFECT = {
    "area": "整张表的数都记在所选的地区",
    "indicator": "这些列都按所选的指标入库",
    "period": "整张表的数都记在这个时段",
    "place-names": "每个写法各选一处，不选的再问；选“不入库”的行不读入，逐一计数，在问题清单里写明",
}
_WORDS = {KEEP_VALUES: "保留原值", REMOVE_VALUES: "删去这些值"}
_RADIO = 4
LEFT_OUT = "不是本市的地名，不入库"


def ask(staged: StagedBatch, picked: Picked) -> None:
    """All open questions in one form; the answers read the file again, nothing is written."""
    _answered(picked, staged)
    if staged.questions:
        _ask_open(staged, picked)
    offer_columns(staged, picked)


def _ask_open(staged: StagedBatch, picked: Picked) -> None:
    st.html(html.title("须先回答的问题", "文件里没有写明；可以一次答完，答后重新核对"))
    known = answers_of(picked)
    with st.form(f"questions-{picked.short}", border=True):
        given = {q.key: _input(q, known.get(q.key, "")) for q in staged.questions}
        sent = st.form_submit_button("用这些回答重新核对", type="primary")
    if not sent:
        return
    said = {key: text for key, text in given.items() if text}
    faults = [fault for q in staged.questions if (fault := fault_of(q, said.get(q.key, "")))]
    if faults or not said:
        st.warning("".join(faults) or "还没有回答任何问题。")
        return
    keep_answers(picked, known | said)
    st.rerun()


def _answered(picked: Picked, staged: StagedBatch) -> None:
    """How many questions are answered already, and the way back."""
    known = answers_of(picked)
    if not known:
        return
    stuck = sum(question.key in known for question in staged.questions)
    with st.container(horizontal=True, vertical_alignment="center"):
        words = f"已用您的 {len(known)} 个回答重新核对。"
        words += "有回答没有解决问题，请补全，或在原表里改正后重新上传。" if stuck else ""
        st.html(html.note([words]), width="content")
        if st.button("重新回答", key=f"again-{picked.short}"):
            keep_answers(picked, {})
            st.rerun()


def fault_of(question: ClerkQuestion, said: str) -> str:
    """Why an answer will not do, as a sentence; empty when it will."""
    if question.topic != "period" or question.options or not said:
        return ""
    try:
        parse_period(said)
    except PeriodError as error:
        return str(error)
    return ""


def _input(question: ClerkQuestion, known: str) -> str:
    topic = question.topic
    if question.names:
        return _places(question, known)
    if not question.options:
        text = st.text_input(
            question.prompt, key=f"q-{question.key}", placeholder="例如：2008-10 或 2008-12-31"
        )
        _say_effect(topic)
        return text.strip()
    if len(question.options) > _RADIO:
        return _long_choice(question, topic)
    return _short_choice(question, topic)


def _short_choice(question: ClerkQuestion, topic: str) -> str:
    effects = CONSEQUENCE.get(topic, {})
    chosen = st.radio(
        prompt_words(question),
        question.options,
        index=None,
        format_func=lambda option: _WORDS.get(option, option),
        captions=[effects.get(option, _EFFECT.get(topic, "")) for option in question.options],
        key=f"q-{question.key}",
    )
    return chosen or ""


def _long_choice(question: ClerkQuestion, topic: str) -> str:
    indicators = reads.get_board().catalog.indicators
    chosen = st.selectbox(
        question.prompt,
        question.options,
        index=None,
        placeholder="请选择",
        format_func=lambda o: indicator_words(indicators[o]) if o in indicators else o,
        key=f"q-{question.key}",
    )
    _say_effect(topic)
    return chosen or ""


def _say_effect(topic: str) -> None:
    if topic in _EFFECT:
        st.html(html.note([_EFFECT[topic] + "。"]))


def prompt_words(question: ClerkQuestion) -> str:
    """The prompt without the words that only the command line takes."""
    return question.prompt.replace(f"（{KEEP_VALUES}）", "").replace(f"（{REMOVE_VALUES}）", "")


def _places(question: ClerkQuestion, known: str) -> str:
    """One selector a name; earlier answers to the same question stay."""
    st.html(html.note([question.prompt, _EFFECT["place-names"] + "。"]))
    options = [*question.options, LEFT_OUT]
    chosen: dict[str, str] = {}
    for name in question.names:
        place = st.selectbox(
            f"“{name}”是", options, index=None, placeholder="请选择", key=f"q-{question.key}-{name}"
        )
        if place:
            chosen[name] = "" if place == LEFT_OUT else place
    said = ";".join(f"{name}={place}" for name, place in chosen.items())
    return ";".join(part for part in (known, said) if part) if said else ""
