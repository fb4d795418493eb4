"""口径与标准, part 年内判断: how each form of target is judged, as conventions of the board."""

import streamlit as st

from chuangmo.catalog.target_models import BESIDE_LAST_YEAR, BY_DATE, FORM_WORD, PLAN, RUN
from chuangmo.status import AT_RISK, DONE, DONE_AHEAD, INSUFFICIENT, NOT_DONE, STATUS_WORD
from chuangmo.ui.parts import html
from chuangmo.ui.parts.html import HtmlColumn

_DONE, _NOT, _AHEAD, _RISK, _LACK = (
    STATUS_WORD[status] for status in (DONE, NOT_DONE, DONE_AHEAD, AT_RISK, INSUFFICIENT)
)


def show_target_forms() -> None:
    """What each form asks for, how a year of it is judged, what is not judged."""
    sub = "一年一个数之外的目标；这些算法是本看板的约定，目标书另有写明的以目标书为准"
    st.html(html.title("目标的形式", sub))
    heads = (("形式", "cm-nowrap"), ("怎样判断", ""), ("不判断的", ""))
    st.html(html.table([HtmlColumn(name, css=css) for name, css in heads], _forms()))


def _forms() -> list[list[object]]:
    beside = "、".join(FORM_WORD[form] for form in BESIDE_LAST_YEAR)
    return [
        [
            FORM_WORD[PLAN],
            "起点与终点之间（写明各步的，步与步之间）是直线，年内按天。状态的数自起点年末起；"
            "任务自起点年初起，把各年完成数相加。"
            f"终点年以前只看进度：不差于直线为{_AHEAD}，否则{_RISK}；终点年结束才说{_DONE}或{_NOT}。"
            "各月高低悬殊的指标，年内不与当日的直线比，按上面的依据对照年末应达的数",
            f"没有写起点数而又没有到第一步的年份；任务缺一年完成数的：{_LACK}",
        ],
        [
            FORM_WORD[RUN],
            f"所看各年每年都满足为{_DONE}；已知有一年不满足即{_NOT}；当年没有结束的，当年按年内判断",
            f"缺一年、有一年数据不足或不可比：{_LACK}，写明是哪年",
        ],
        [
            beside,
            "按公布的数与前一年比；相等不算下降、不算提高，算不低于、不高于。"
            "逐年的不写几年时看三年；当年没有结束的，对照上年的数按年内判断",
            f"同上：{_LACK}，写明是哪年",
        ],
        [
            FORM_WORD[BY_DATE],
            f"期限前对照到期限的时序进度：不低于为{_AHEAD}，低于为{_RISK}。完成数达到任务数为{_DONE}，"
            "过期后才完成的写明逾期不超过几天；"
            f"期限已到而没有完成为{_NOT}，逾期天数算到报表所到的月底，不过年底",
            f"期限已到而报表没有到期限：{_LACK}",
        ],
    ]  # fmt: skip
