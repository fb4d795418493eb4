"""口径与标准, part 修约与比较: rounding, comparison with limits, changes and ranks as applied."""

from collections.abc import Iterable
from datetime import date

import streamlit as st

from chuangmo.assess.compare import (
    DECIBEL,
    PERCENT,
    PLAIN,
    POINTS,
    change_unit,
)
from chuangmo.assess.verdicts.display import ONLY_SHOWN, ROUNDING_WORD
from chuangmo.catalog.catalog import Catalog
from chuangmo.catalog.models import Indicator, ReferenceState, Standard
from chuangmo.period import day_words
from chuangmo.status import INSUFFICIENT, STATUS_WORD
from chuangmo.ui import reads
from chuangmo.ui.parts import html
from chuangmo.ui.parts.html import HtmlColumn
from chuangmo.ui.rules.rules import COMPARED, trust

_SAID = {
    PERCENT: "百分比（%）：两期公布数之差除以上期公布数",
    POINTS: "百分点：两期公布的比率相减",
    DECIBEL: "dB(A)：两期公布的声级相减",
    PLAIN: "分或无单位的差：两期公布数相减",
}
_RANKING = (
    ("名次", "按公布（修约后）的数值排；数值相同并列，后面的名次空出（9、9、11）。"),
    ("改善排名", "按比去年同期的变化幅度排，两期都须有可公布的数值。"),
    ("分组", "四城区与远郊县区分开排，不混排。"),
    (STATUS_WORD[INSUFFICIENT], "没有有效数值的地区单列并写明原因，不排名、不补数。"),
    ("没有优劣方向的项目", "按范围评价的项目（pH 值）不排名。"),
)
_SOURCES = "甘肃、广东、上海、安徽各地排名通报的写法（并列名次）；GB/T 8170—2008"


def show_arithmetic() -> None:
    """Rounding, comparison by standard, digits, changes, ranks."""
    catalog = reads.get_board().catalog
    st.html(
        html.verdict_block(
            ["口径与标准", "修约与比较"],
            "数值只修约一次，按 GB/T 8170 四舍六入五成双，从未修约的数直接修约。",
            f"{'、'.join(list(ROUNDING_WORD.values())[1:])}可在“指标”页的“口径与依据”中选看：{ONLY_SHOWN}。",
        )
    )
    _show_comparison(catalog.standards.values())
    _show_digits(catalog.indicators.values())
    _show_changes(catalog)
    st.html(html.title("排名", "区县之间的名次怎么排"))
    st.html(html.table([HtmlColumn("事项", css="cm-nowrap"), HtmlColumn("规则")], _RANKING))
    st.html(html.note([f"来源：{_SOURCES}。"]))


def _show_comparison(standards: Iterable[Standard]) -> None:
    st.html(html.title("与限值的比较", "全数值还是修约值，由所用标准决定；相等即为符合（≤、≥）"))
    rows: list[list[object]] = [
        [
            standard.name,
            COMPARED[standard.comparison],
            standard.source,
            trust(standard.comparison_confidence, standard.reference_only),
        ]
        for standard in standards
    ]
    st.html(
        html.table([HtmlColumn(h) for h in ("标准", "比较方法", "出处", "可靠性")], rows, fold=True)
    )


def _show_digits(indicators: Iterable[Indicator]) -> None:
    found: dict[tuple[str, int], list[str]] = {}
    for one in indicators:
        for unit, digits in one.digits.items():
            found.setdefault((unit, digits), []).append(one.label)
    rows = [
        [unit, str(digits), html.chem("、".join(names))]
        for (unit, digits), names in sorted(found.items(), key=lambda pair: pair[0])
    ]
    st.html(html.title("公布位数", "小数点后保留的位数，按单位"))
    columns = [
        HtmlColumn("单位", css="cm-nowrap"),
        HtmlColumn("位数", numeric=True),
        HtmlColumn("指标"),
    ]
    st.html(html.table(columns, rows, fold=True))


def _show_changes(catalog: Catalog) -> None:
    st.html(html.title("同比与环比", "用两期公布的（修约后的）数值计算；两数相等为持平"))
    names: dict[str, list[str]] = {}
    for one in catalog.indicators.values():
        names.setdefault(change_unit(one), []).append(one.label)
    rows = [[words, html.chem("、".join(names.get(unit, ())))] for unit, words in _SAID.items()]
    st.html(html.table([HtmlColumn("写法"), HtmlColumn("指标")], rows, fold=True))
    st.html(html.title("监测状态", "浓度以什么状态计；跨越变更日的同比、环比都注明，走势图断开"))
    st.html(
        html.table(
            [HtmlColumn(h) for h in ("起始", "状态", "出处", "可靠性")],
            _state_rows(catalog),
            fold=True,
        )
    )
    words = "指数版本不同（API 与 AQI，2012 与 2026）的天数比例、综合指数不作比较。"
    st.html(html.note([words]))


def _state_rows(catalog: Catalog) -> list[list[object]]:
    """The reference states of all standards, each once with all its sources, oldest first."""
    found: dict[tuple[date, str], list[ReferenceState]] = {}
    for standard in catalog.standards.values():
        for state in standard.states:
            found.setdefault((state.from_, state.name), []).append(state)
    return [
        [
            day_words(start),
            name,
            "；".join(dict.fromkeys(state.source for state in same)),
            trust(max(state.confidence for state in same)),
        ]
        for (start, name), same in sorted(found.items())
    ]
