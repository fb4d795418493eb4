"""口径与标准: every rule as applied, from the same catalog objects that judge."""

from collections.abc import Iterator
from datetime import date

import streamlit as st

from chuangmo.catalog.catalog import Catalog
from chuangmo.catalog.models import Indicator, Limit, Standard
from chuangmo.catalog.programmes import spans
from chuangmo.catalog.scheme_models import SchemeItem
from chuangmo.catalog.target_models import Target
from chuangmo.catalog.water_tables import SourceItem
from chuangmo.period import day_words
from chuangmo.status import SIGN
from chuangmo.ui import reads
from chuangmo.ui.parts import html
from chuangmo.ui.parts.html import HtmlColumn, Safe
from chuangmo.wording import figure

_AVERAGING = {
    "year": "年平均", "quarter": "季平均", "day": "日平均", "hour": "1小时平均",
    "mda8": "日最大8小时平均", "night": "夜间", "daytime": "昼间", "sample": "一次监测",
}  # fmt: skip
#: How a figure is compared with a limit, by the property of the standard.
COMPARED = {
    "full": "全数值比较法：不修约，用全部数字与限值比较",
    "rounded": "修约值比较法：先按规定位数修约，再与限值比较",
}
#: How values of one indicator combine, by the word in the catalog.
COMBINED = {
    "mean_of_valid_days": "先求有效日均值，再对有效日求算术平均；直接上报的值优先于点位计算值",
    "mean_of_points": "各测点（网格）的算术平均，不作能量平均",
    "length_weighted_mean": "各路段按长度加权平均",
    "energy_mean": "站内各小时作能量平均",
    "ratio_of_sums": "分子之和除以分母之和，比率之间不再平均",
    "volume_share": "达标水量之和除以取水量之和",
    "mean_of_zone_rates": "各功能区（断面）达标率的算术平均",
    "mean_of_samples": "各次监测值的算术平均，未检出按检出限的一半参与平均",
    "day_compliance": "昼间达标点次之和除以监测点次之和，按类别合并，不作各类比率的平均",
    "night_compliance": "夜间达标点次之和除以监测点次之和，按类别合并，不作各类比率的平均",
    "share_of_good_days": "指数不大于100的天数除以有效监测天数",
    "composite_index": "各污染物浓度与限值之比的和",
    "zone_class": "表上所印，一个时段内最后一次的作数，不平均",
    "latest": "时段内最近一次报送的数值",
    "sum_of_latest": "时段内最近一次报送的数值；全市没有自己报的，为计入全市的各区县之和",
    "cumulative": "当年最近一次累计数；单月数与累计数不相加",
    "ledger": "按台账逐条统计已完成的",
}
_BODY = {"": "", "river": "（河流）", "lake": "（湖、库）"}
_BOUND = {">=": "（不低于）", ">": "（高于）"}
_FEW = 4
_MARK = {"invented": "演示数，虚构", "inferred": "推算", "": ""}


def show_indicator(indicator: Indicator) -> None:
    """What is measured, how it combines, to how many digits, and where that stands."""
    catalog = reads.get_board().catalog
    st.html(
        html.verdict_block(
            ["口径与标准", catalog.city.name, "页面所示即判断所用"],
            f"{indicator.name}：{indicator.basis}",
            f"合成方法：{COMBINED.get(indicator.combine, indicator.basis)}。"
            f"公布位数：{_digits(indicator)}。来源：{indicator.source}。",
            [html.unverified(indicator.confidence)],
        )
    )


def _digits(indicator: Indicator) -> str:
    return "、".join(f"{unit} {n} 位小数" for unit, n in indicator.digits.items())


def show_limits(indicator: Indicator) -> None:
    """Limits of every standard version for the indicator, with dates, class and source."""
    catalog = reads.get_board().catalog
    found = list(_limits(catalog, indicator))
    st.html(
        html.title("国家标准的限值", "按数据日期选用版本；跨版本的时段按末日判断，另一版本并列")
    )
    if not found:
        st.html(html.note([f"国家标准没有“{indicator.name}”的限值。"]))
        return
    classes = list(dict.fromkeys(limit.klass for _, limit in found))
    by_class = len(classes) <= _FEW
    times = list(dict.fromkeys(str(limit.averaging) for _, limit in found))
    across = classes if by_class else times
    heads = [_AVERAGING.get(name, name) for name in across]
    columns = [
        HtmlColumn("标准"), HtmlColumn("本市适用"), HtmlColumn("取值时间" if by_class else "类别"),
        *(HtmlColumn(head, numeric=True) for head in heads), HtmlColumn("单位"), HtmlColumn("出处"),
        HtmlColumn("可靠性", width="110px"),
    ]  # fmt: skip
    rows = _limit_rows(catalog, found, across, by_class)
    st.html(html.table(columns, rows, fold=True))
    compared = {standard.name: COMPARED[standard.comparison] for standard, _ in found}
    st.html(html.note([f"{name}：{words}。" for name, words in compared.items()]))


def _limit_rows(
    catalog: Catalog, found: list[tuple[Standard, Limit]], across: list[str], by_class: bool
) -> list[list[object]]:
    """One row a standard and averaging time (or class), the other dimension across."""
    grouped: dict[tuple[str, str], list[tuple[Standard, Limit]]] = {}
    for standard, limit in found:
        own = limit.averaging if by_class else limit.klass
        down = f"{_AVERAGING.get(own, own)}{_BODY[limit.body]}{_BOUND.get(limit.operator, '')}"
        grouped.setdefault((standard.id, down), []).append((standard, limit))
    rows: list[list[object]] = []
    for (_, down), pairs in grouped.items():
        standard, limits = pairs[0][0], [limit for _, limit in pairs]
        values = {limit.klass if by_class else limit.averaging: limit.value for limit in limits}
        sources = "；".join(dict.fromkeys(limit.source for limit in limits))
        worst = max(limit.confidence for limit in limits)
        rows.append(
            [standard.name, _in_force(catalog, standard), down,
             *(values.get(name, "—") for name in across), limits[0].unit, sources,
             trust(worst, standard.reference_only)]
        )  # fmt: skip
    return rows


def _limits(catalog: Catalog, indicator: Indicator) -> Iterator[tuple[Standard, Limit]]:
    for standard in catalog.standards.values():
        for limit in standard.limits:
            if limit.indicator == indicator.id:
                yield standard, limit


def _in_force(catalog: Catalog, standard: Standard) -> str:
    if standard.reference_only:
        return "未启用，只供参考"
    return span_words(catalog, standard.id, standard.from_, standard.to)


def span_words(catalog: Catalog, version: str, start: date, end: date | None) -> str:
    """``2016年1月1日起，至2026年2月28日``, from the city's own adoption where it has one."""
    adopted = {adoption.standard: adoption.from_ for adoption in catalog.city.adoptions}
    return f"{day_words(adopted.get(version, start))}起" + (f"，至{day_words(end)}" if end else "")


def trust(confidence: str, reference_only: bool = False) -> Safe:
    """How far an entry is to be trusted: the words, with the tags 待核 and 参考，未启用."""
    words = {"A": "原文", "B": "二手来源", "C": "未读原文"}[confidence]
    off = Safe(' <span class="tag">参考，未启用</span>') if reference_only else Safe("")
    return Safe(f"{html.text(words)} {html.unverified(confidence)}{off}")


def show_source_items(indicator: Indicator) -> None:
    """The limits for drinking-water sources alone (表2, 表3), beside the rate of sources."""
    if indicator.combine != "volume_share":
        return
    for standard in reads.get_board().catalog.standards.values():
        rows = [
            [f"表{item.table} 第{item.number}项", f"{item.name}{_counted(item)}", item.value,
             item.unit, "每月" if item.monthly else "全分析", trust(item.confidence)]
            for item in standard.source_items
        ]  # fmt: skip
        if rows:
            st.html(html.title("饮用水水源地的限值", f"{standard.document}，不分类别"))
            heads = ("项目序号", "项目", "限值", "单位", "监测", "可靠性")
            columns = [HtmlColumn(h, numeric=h == "限值") for h in heads]
            st.html(html.table(columns, rows, fold=True))


def _counted(item: SourceItem) -> str:
    return f"（{item.basis}）" if item.basis else ""


def show_validity(indicator: Indicator) -> None:
    """How much data a mean needs, by standard."""
    catalog = reads.get_board().catalog
    rows = [
        [standard.name, rule.text, rule.source, trust(rule.confidence, standard.reference_only)]
        for standard in catalog.standards.values()
        for rule in standard.validity
        if indicator.id in rule.indicators
    ]
    if rows:
        st.html(html.title("数据有效性", "达不到下限只写“数据不足”，不作判断"))
        heads = [HtmlColumn(head) for head in ("标准", "规定", "出处")]
        st.html(html.table([*heads, HtmlColumn("可靠性", css="cm-nowrap")], rows, fold=True))


def show_schemes(indicator: Indicator) -> None:
    """The items of every scheme version that judge the indicator."""
    catalog = reads.get_board().catalog
    rows = [
        [scheme.name, item.name, _requirement(item), item.scope, _group(item), item.source,
         trust(item.confidence)]
        for scheme in catalog.schemes.values()
        for item in scheme.items
        if indicator.id in item.indicators
    ]  # fmt: skip
    followed = "；".join(spans(catalog.scheme_sequence, catalog.schemes))
    st.html(html.title("创模体系的要求", f"本市依次采用：{followed}"))
    if not rows:
        st.html(html.note([f"各版创模体系都没有单列“{indicator.name}”。"]))
        return
    heads = ("体系", "考核项", "要求", "范围", "与其他项", "出处", "可靠性")
    columns = [HtmlColumn(h, css="cm-nowrap" if h in ("范围", "可靠性") else "") for h in heads]
    st.html(html.table(columns, rows, fold=True))


def _requirement(item: SchemeItem) -> str:
    if item.missing:
        return "没有查到"
    if item.limit_from == "standard":
        return "达到现行标准的年均限值"
    number = f"{SIGN[item.operator]} {item.threshold} {item.unit}" if item.threshold else ""
    return "；".join(part for part in (number.strip(), item.requirement) if part)


def _group(item: SchemeItem) -> str:
    return {"all": "须同时满足", "any": "满足其一即可", "": ""}[item.group_rule]


def show_targets(indicator: Indicator) -> None:
    """The city's own yearly lines."""
    catalog = reads.get_board().catalog
    rows = [
        [target.year, target.area, _asked(target), target.unit,
         target.document or "文号不详", _MARK[target.mark], target.source,
         trust(target.confidence)]
        for target in sorted(catalog.city.targets, key=lambda t: (-t.year, t.area))
        if target.indicator == indicator.id
    ]  # fmt: skip
    if rows:
        st.html(html.title("年度目标与任务数", "与国家标准、创模体系是三条不同的线"))
        heads = ("年份", "地区", "目标", "单位", "文号", "标记", "出处", "可靠性")
        st.html(html.table([HtmlColumn(h, numeric=h == "目标") for h in heads], rows, fold=True))


def _asked(target: Target) -> str:
    return target.words if target.form else f"{SIGN[target.operator]} {figure(target.limit)}"


def foot() -> str:
    """Which catalog this is."""
    catalog = reads.get_board().catalog
    return html.wrap(
        f"<span>目录数据版本 {html.text(catalog.version[:12])}</span>"
        "<span>可靠性：“原文”指读自正式文本，“待核”指二手来源或未读原文，请以原文为准</span>",
        "cm-foot",
    )
