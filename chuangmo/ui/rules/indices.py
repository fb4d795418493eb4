"""口径与标准, part 指数: API, AQI, good days, composite index, from the tables that judge."""

import streamlit as st

from chuangmo.catalog.catalog import Catalog
from chuangmo.catalog.tables import CompositeTable, CompositeTerm, IndexTable
from chuangmo.ui import reads
from chuangmo.ui.parts import html
from chuangmo.ui.parts.html import HtmlColumn
from chuangmo.ui.rules.rules import COMBINED, span_words, trust

_GOOD_DAYS, _COMPOSITE = "share_of_good_days", "composite_index"


def show_indices() -> None:
    """Every version of the daily index with its breakpoints, newest first; then what it makes."""
    catalog = reads.get_board().catalog
    newest = sorted(catalog.index_tables.values(), key=lambda table: table.from_, reverse=True)
    names = "、".join(table.name for table in newest)
    st.html(
        html.verdict_block(
            ["口径与标准", "指数", catalog.city.name],
            f"空气质量日指数按数据日期选用版本：{names}。",
            "分指数在两个限值之间线性插值，一律进位取整；各项分指数中最大的为当日指数。",
        )
    )
    for table in newest:
        _show_breakpoints(catalog, table)
    _show_good_days(catalog, newest)
    for composite in catalog.composite_tables.values():
        _show_composite(catalog, composite)


def _show_breakpoints(catalog: Catalog, table: IndexTable) -> None:
    dates = span_words(catalog, table.id, table.from_, table.to)
    st.html(html.title(table.name, f"{table.document}，{dates}"))
    heads = [catalog.indicator(one.indicator).label for one in table.breakpoints]
    columns = [HtmlColumn("分指数"), *(HtmlColumn(head, numeric=True) for head in heads)]
    rows = [[str(index), *_row_of(table, place)] for place, index in enumerate(table.index)]
    st.html(html.table(columns, rows, fold=True))
    st.html(html.note(_conditions(catalog, table)))
    words = f"级别：{'，'.join(_grades(table))}。来源：{table.source}。"
    st.html(html.note([words, trust(table.confidence)]))


def _conditions(catalog: Catalog, table: IndexTable) -> list[str]:
    """Averaging time, units, and when a pollutant is named 首要污染物."""
    names: dict[str, list[str]] = {}
    for one in table.breakpoints:
        names.setdefault(one.unit, []).append(catalog.indicator(one.indicator).label)
    units = [
        f"{'、'.join(found)} 单位 {unit}" if len(names) > 1 else f"单位 {unit}"
        for unit, found in names.items()
    ]
    eight = [
        catalog.indicator(b.indicator).label for b in table.breakpoints if b.averaging != "day"
    ]
    hours = f"{'、'.join(eight)} 取日最大8小时平均" if eight else ""
    primary = f"指数大于 {table.primary_over} 时，分指数最大的污染物为首要污染物"
    return ["；".join(word for word in ("日均值", *units, hours, primary) if word) + "。"]


def _row_of(table: IndexTable, place: int) -> list[str]:
    return [one.values[place] if place < len(one.values) else "—" for one in table.breakpoints]


def _grades(table: IndexTable) -> list[str]:
    """Each grade with its span of the index: ``0—50 优``, ``51—100 良`` ..., the last open."""
    starts = [0, *(grade.upto + 1 for grade in table.grades[:-1])]
    spans = [
        f"{start}—{grade.upto} {grade.name}"
        for start, grade in zip(starts, table.grades, strict=True)
    ]
    return [*spans[:-1], f"大于 {starts[-1] - 1} {table.grades[-1].name}"]


def _show_good_days(catalog: Catalog, tables: list[IndexTable]) -> None:
    for indicator in catalog.indicators.values():
        if indicator.combine != _GOOD_DAYS:
            continue
        st.html(html.title("优良天数", indicator.basis))
        rows: list[list[object]] = [
            [table.name, f"指数不大于 {table.good_upto}", table.source, trust(table.confidence)]
            for table in tables
        ]
        st.html(
            html.table([HtmlColumn(h) for h in ("指数", "优良", "出处", "可靠性")], rows, fold=True)
        )
        words = (
            f"{COMBINED[indicator.combine]}；按日历天数的比例另列，两个分母都写明。"
            f"沙尘日可选扣除或不扣除（环办监测〔2016〕120号），图表注明所用口径。来源：{indicator.source}。"
        )
        st.html(html.note([words, trust(indicator.confidence)]))


def _show_composite(catalog: Catalog, table: CompositeTable) -> None:
    dates = span_words(catalog, table.id, table.from_, table.to)
    off = "参考，未启用；" if table.reference_only else ""
    sub = f"{off}{table.document}，{dates}；各项评价浓度与限值之比乘权重，再求和"
    st.html(html.title(table.name, sub))
    columns = [
        HtmlColumn("污染物"), HtmlColumn("评价浓度"), HtmlColumn("限值", numeric=True),
        HtmlColumn("单位"), HtmlColumn("权重", numeric=True),
    ]  # fmt: skip
    rows = [_term_row(catalog, term) for term in table.terms]
    st.html(html.table(columns, rows, fold=True))
    words = [table.note, f"来源：{table.source}。"]
    st.html(html.note([*words, trust(table.confidence, table.reference_only)]))


def _term_row(catalog: Catalog, term: CompositeTerm) -> list[object]:
    day = "日最大8小时平均" if term.averaging == "mda8" else "日均值"
    what = f"{day}第{term.percent}百分位数" if term.percent else "有效日均值的平均"
    label = html.chem(catalog.indicator(term.indicator).label)
    return [label, what, term.limit, term.unit, term.weight]
