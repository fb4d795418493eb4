"""口径与标准, part 等级与评分: grades with the names of their time, zones, the score table."""

from collections.abc import Iterable
from itertools import pairwise

import streamlit as st

from chuangmo.assess.zone_classes import WATER_CLASSES
from chuangmo.catalog.catalog import Catalog
from chuangmo.catalog.models import Indicator
from chuangmo.catalog.tables import GradeScale, ScoreItem, ScoreTable
from chuangmo.status import SIGN
from chuangmo.ui import reads
from chuangmo.ui.parts import html
from chuangmo.ui.parts.html import HtmlColumn
from chuangmo.ui.rules.rules import COMBINED, span_words, trust

_KIND = {
    "regional_day": "区域环境噪声，昼间",
    "regional_night": "区域环境噪声，夜间",
    "road_day": "道路交通噪声，昼间",
    "road_night": "道路交通噪声，夜间",
    "water_section": "地表水断面水质状况",
}
_BY_ZONE = ("day_compliance", "night_compliance", "mean_of_zone_rates", "volume_share")


def show_grades() -> None:
    """Grades of noise and water by version, zone rules, and the score table as reference."""
    catalog = reads.get_board().catalog
    st.html(
        html.verdict_block(
            ["口径与标准", "等级与评分"],
            "等级只描述状况，不代替对标准的判断；名称按监测当时的办法。",
            "数值先修约到规定位数，再对照等级界限；界限相同而名称随时间不同的，分列写出。",
        )
    )
    for kind, name in _KIND.items():
        _show_scales(catalog, name, [s for s in catalog.grade_scales.values() if s.kind == kind])
    _show_zones(catalog.indicators.values())
    for table in catalog.score_tables.values():
        _show_score(catalog, table)


def _show_scales(catalog: Catalog, name: str, scales: list[GradeScale]) -> None:
    """One table for versions with equal edges, the versions side by side."""
    edges = list(dict.fromkeys(scale.edges for scale in scales))
    for same in ([s for s in scales if s.edges == bounds] for bounds in edges):
        first = same[0]
        is_class = first.kind == "water_section"
        unit = "" if is_class else f"，{first.unit}，修约到 {first.digits} 位小数"
        st.html(html.title(name, f"各版办法并列{unit}" if len(same) > 1 else unit.lstrip("，")))
        head = HtmlColumn("水质类别" if is_class else "范围", css="cm-nowrap")
        columns = [head, *(HtmlColumn(scale.document) for scale in same)]
        ranges = _classes(first) if is_class else _ranges(first)
        rows = [[words, *(s.names[n] for s in same)] for n, words in enumerate(ranges)]
        dates = ["适用时间", *(span_words(catalog, s.id, s.from_, s.to) for s in same)]
        origin = ["出处", *(s.source for s in same)]
        doubt = ["可靠性", *(trust(s.confidence) for s in same)]
        st.html(html.table(columns, [*rows, dates, origin, doubt], fold=True))
        notes = [s.note for s in same if s.note]
        if notes:
            st.html(html.note(notes))


def _ranges(scale: GradeScale) -> list[str]:
    edges = scale.edges
    middle = [f"{SIGN['>']} {low}，{SIGN['<=']} {high}" for low, high in pairwise(edges)]
    return [f"{SIGN['<=']} {edges[0]}", *middle, f"{SIGN['>']} {edges[-1]}"]


def _classes(scale: GradeScale) -> list[str]:
    """The water classes between two edges of the scale, which counts classes from 1."""
    bounds = [0, *(int(edge) for edge in scale.edges), len(WATER_CLASSES)]
    return ["、".join(WATER_CLASSES[a:b]) for a, b in pairwise(bounds)]


def _show_zones(indicators: Iterable[Indicator]) -> None:
    rows: list[list[object]] = [
        [one.name, COMBINED[one.combine], one.basis, one.source, trust(one.confidence)]
        for one in indicators
        if one.combine in _BY_ZONE
    ]
    st.html(html.title("功能区与水源地达标率", "按次数或水量合并计算；年均值达标不等于功能区达标"))
    columns = [
        HtmlColumn("指标"), HtmlColumn("合成方法", css="cm-hide-phone"), HtmlColumn("口径"),
        HtmlColumn("出处"), HtmlColumn("可靠性", css="cm-nowrap"),
    ]  # fmt: skip
    st.html(html.table(columns, rows, fold=True))
    st.html(
        html.note(
            ["断面水质类别取各项中最差的一项（单因子评价，GB 3838—2002 表1，环办〔2011〕22号）。"]
        )
    )


def _show_score(catalog: Catalog, table: ScoreTable) -> None:
    off = "参考，未启用；" if table.reference_only else ""
    st.html(html.title(table.name, f"{off}{table.document}"))
    columns = [
        HtmlColumn("组", css="cm-hide-phone"), HtmlColumn("项目"), HtmlColumn("分值", numeric=True),
        HtmlColumn("得分范围"), HtmlColumn("看板指标", css="cm-hide-phone"),
    ]  # fmt: skip
    st.html(html.table(columns, [_item_row(catalog, item) for item in table.items], fold=True))
    words = [table.note, f"来源：{table.source}。"]
    st.html(html.note([*words, trust(table.confidence, table.reference_only)]))


def _item_row(catalog: Catalog, item: ScoreItem) -> list[object]:
    if item.kind == "qualitative":
        return [item.group, item.name, f"−{item.weight}", "定性：未做到时倒扣", "—"]
    none, full = (item.high, item.low) if item.direction == "lower" else (item.low, item.high)
    span = f"{none} 得 0 分，{full} 得满分，{item.unit}"
    name = catalog.indicator(item.indicator).label if item.indicator else "—"
    return [item.group, item.name, item.weight, span, html.chem(name)]
