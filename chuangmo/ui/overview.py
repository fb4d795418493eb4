"""What 总览 shows: verdict, four cards, matrix and foot line, assembled from one assessment."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import streamlit as st

from chuangmo.assess.verdict_types import (
    AT_RISK,
    INSUFFICIENT,
    MET,
    MISSED,
    NO_TARGET,
    NOT_APPLICABLE,
    ON_COURSE,
    STANDARD,
    TARGET,
    Verdict,
)
from chuangmo.catalog.models import Indicator
from chuangmo.charts.matrix import Matrix, MatrixRow, build_matrix
from chuangmo.charts.palette import JUDGED
from chuangmo.exhibit import Exhibit, Foot
from chuangmo.service.reading import Assessment, Extent, OutlookAnswer
from chuangmo.ui import cached, html
from chuangmo.ui.html import Card, Safe, Spark, bold, joined
from chuangmo.ui.matrix import matrix_head, matrix_table
from chuangmo.ui.state import LINE_CHOICES, Month, indicator_link
from chuangmo.wording import (
    LINE_WORD,
    counts_sentence,
    exact,
    figure,
    limit_words,
    needed_sentence,
    needed_short,
    share_words,
    shown_value,
    unit_after,
    value_name,
)

_CARD_AIR = ("pm10", "so2")
_CARD_TASK = "boiler_retrofit_units"
_ORDER = {MISSED: 0, AT_RISK: 1, ON_COURSE: 2, MET: 3}


@dataclass(frozen=True)
class Overview:
    """One state of the page: month, dust and the line that judges the cells."""

    month: Month
    dust: str
    line: str
    assessment: Assessment
    matrix: Matrix
    extent: Extent

    @property
    def demo(self) -> bool:
        """Whether any cell comes from demonstration data."""
        return any(row.demo for row in self.assessment.rows)

    def city_cells(self) -> list[tuple[Indicator, Verdict]]:
        """The city's cells with their indicators, worst first."""
        row = self.matrix.city
        if row is None:
            return []
        pairs = [
            (column.indicator, cell)
            for column, cell in zip(self.matrix.columns, row.cells, strict=True)
            if cell is not None
        ]
        return sorted(pairs, key=lambda pair: _ORDER.get(pair[1].status, 9))


def load_overview(month: Month, dust: str, line: str, extent: Extent) -> Overview:
    """Assess the year of the month as of its last day and lay out the matrix."""
    assessment = cached.assess(month.year_period, month.as_of, dust)
    catalog = cached.get_board().catalog
    seen = list(dict.fromkeys(row.area for row in assessment.rows))
    areas = [a for a in catalog.areas() if a in seen] + [
        a for a in seen if a not in catalog.areas()
    ]
    matrix = build_matrix(assessment.rows, list(catalog.indicators.values()), areas, line)
    return Overview(month, dust, line, assessment, matrix, extent)


def show_verdict(view: Overview) -> str:
    """Draw the verdict block and return its first sentence."""
    cells = view.city_cells()
    headline = _headline(view, cells)
    places = [row for row in view.matrix.rows if not row.is_city]
    kicker = ["总览", view.month.words, f"全市及 {len(places)} 个区县", LINE_CHOICES[view.line]]
    tags = [html.demo_tag(view.demo)]
    st.html(html.verdict_block(kicker, headline, _second(view, places, cells), tags))
    return headline


def _headline(view: Overview, cells: Sequence[tuple[Indicator, Verdict]]) -> str:
    if not cells:
        return f"{view.month.words}全市没有可评价的数据。"
    text = counts_sentence("全市", [cell.status for _, cell in cells])
    worst = [pair for pair in cells if pair[1].status in (MISSED, AT_RISK)]
    if not worst:
        return text
    indicator, cell = max(worst, key=lambda pair: _tightness(*pair))
    clause = _clause(view, indicator, cell)
    if not clause:
        return text
    word = "差距最大" if view.month.month == 12 else "最紧"
    return f"{text}{indicator.label}{word}：{clause}。"


def _tightness(indicator: Indicator, cell: Verdict) -> tuple[bool, bool, float]:
    ratio = float(cell.ratio or 0)
    over = ratio if indicator.direction == "lower" else -ratio
    return cell.status == MISSED, indicator.group == "air", over


def _clause(view: Overview, indicator: Indicator, cell: Verdict) -> str:
    if indicator.is_task:
        share = share_words(cell)
        return f"完成 {shown_value(cell, indicator)} / {figure(cell.quota)}，占 {share}"
    needed = _needed(view, indicator, cell)
    if needed:
        return needed
    value = shown_value(cell, indicator)
    return f"{view.month.span} {value}，{LINE_WORD[cell.line]} {limit_words(cell)}"


def _answer(view: Overview, indicator: Indicator, cell: Verdict) -> OutlookAnswer | None:
    """The outlook, if it is about the line of the cell."""
    found = cached.look_ahead(indicator.id, cell.area, view.month.year_period, view.month.as_of)
    known = found.ahead is not None and found.line is not None and found.line.line == cell.line
    return found if known else None


def _needed(view: Overview, indicator: Indicator, cell: Verdict) -> str:
    found = _answer(view, indicator, cell)
    if found is None or found.ahead is None or found.line is None:
        return ""
    return needed_sentence(
        found.ahead, found.line.operator, indicator, found.unit, view.month.month
    )


def _second(
    view: Overview, places: Sequence[MatrixRow], cells: Sequence[tuple[Indicator, Verdict]]
) -> Safe:
    missed = [row for row in places if row.count(MISSED)]
    status, rows = (
        (MISSED, missed) if missed else (AT_RISK, [r for r in places if r.count(AT_RISK)])
    )
    counts = view.matrix.counts
    parts: list[object] = []
    if rows:
        word = "未达标" if status == MISSED else "没有未达标，有风险"
        named = [_place_words(view.matrix, row, status) for row in rows[:4]]
        more = f"等 {len(rows)} 个区县" if len(rows) > 4 else ""
        parts += [f"区县{word} {counts[status]} 项：", joined(named, "、"), more, "。"]
    elif places:
        parts.append("各区县没有未达标、有风险的指标。")
    if counts[INSUFFICIENT]:
        parts.append(f"另有 {counts[INSUFFICIENT]} 项数据不足，未作判断。")
    task = next((pair for pair in cells if pair[0].is_task and pair[1].completion), None)
    if task:
        parts.append(f"{task[0].label}完成 {share_words(task[1])}。")
    return joined([html.chem(part) for part in parts])


def _place_words(matrix: Matrix, row: MatrixRow, status: str) -> Safe:
    labels = [
        column.indicator.label
        for column, cell in zip(matrix.columns, row.cells, strict=True)
        if cell and cell.status == status
    ]
    shown = "、".join(labels[:3]) + ("等" if len(labels) > 3 else "")
    return joined([bold(row.area), html.chem(f"（{shown}）")])


def key_cards(view: Overview) -> list[Card]:
    """PM10, SO2, the boilers or another task, and how much could be judged."""
    cells = {pair[0].id: pair for pair in view.city_cells()}
    picked = [cells[name] for name in _CARD_AIR if name in cells]
    tasks = [pair for pair in cells.values() if pair[0].is_task]
    task = cells.get(_CARD_TASK) or next(iter(tasks), None)
    picked += [task] if task else []
    rest = [pair for pair in cells.values() if pair not in picked]
    picked += rest[: 3 - len(picked)]
    return [*(_card(view, *pair) for pair in picked[:3]), _judged_card(view)]


def _card(view: Overview, indicator: Indicator, cell: Verdict) -> Card:
    href = indicator_link(view.month, view.dust, indicator, cell.area)
    spark = _spark(view, indicator, cell)
    value = shown_value(cell, indicator)
    if indicator.is_task:
        unit = f"/ {figure(cell.quota)}{unit_after(cell.unit)}" if cell.quota else cell.unit
        share = share_words(cell)
        say = joined(["占任务 ", bold(share)]) if share else html.text("未下达任务")
        return Card(indicator.label, cell.status, value, unit, say, spark, href)
    name = value_name(indicator).replace("均值", "累计均值").strip()
    return Card(name, cell.status, value, cell.unit, _card_say(view, indicator, cell), spark, href)


def _card_say(view: Overview, indicator: Indicator, cell: Verdict) -> Safe:
    if cell.limit is None:
        return html.text(cell.reason)
    parts: list[object] = [f"{LINE_WORD[cell.line]} {limit_words(cell)}"]
    if cell.confidence in ("B", "C"):
        parts.append(html.unverified(cell.confidence))
    if cell.status == INSUFFICIENT:
        return joined([*parts, "；", cell.reason])
    if over := _missed_standard(view, cell):
        parts += ["；", bold(f"国家标准 {limit_words(over)} 未达标")]
    answer = _answer(view, indicator, cell)
    if answer is None or answer.ahead is None or answer.line is None:
        return joined(parts)
    needed = needed_short(
        answer.ahead, answer.line.operator, indicator, answer.unit, view.month.month
    )
    return joined([*parts, "；", bold(needed)]) if needed else joined(parts)


def _missed_standard(view: Overview, cell: Verdict) -> Verdict | None:
    """The national standard's verdict on the same figure, where that is missed and not shown."""
    if cell.line == STANDARD or cell.status == MISSED:
        return None
    key = (cell.area, cell.indicator, STANDARD, MISSED)
    rows = view.assessment.rows
    return next((r for r in rows if (r.area, r.indicator, r.line, r.status) == key), None)


def _spark(view: Overview, indicator: Indicator, cell: Verdict) -> Spark | None:
    points = cached.monthly(
        indicator.id, cell.area, (view.month.year,), view.month.as_of, view.dust
    )
    values: list[float | None] = [None] * 12
    for point in points:
        statistic = point.cumulative if indicator.is_task else point.single
        shown = exact(statistic.value, statistic.unit, cell.unit, indicator)
        values[point.month.start.month - 1] = float(shown) if shown is not None else None
    limit = float(cell.limit) if cell.limit is not None else None
    high = max([v for v in values if v is not None] + ([limit] if limit else []), default=0)
    if not high:
        return None
    bars = tuple(None if v is None else 100 * v / high for v in values)
    return Spark(bars, 100 * limit / high if limit else None, view.month.month - 1)


def _judged_card(view: Overview) -> Card:
    counts = view.matrix.counts
    judged = sum(counts[s] for s in JUDGED)
    total = sum(n for status, n in counts.items() if status not in (NO_TARGET, NOT_APPLICABLE))
    lacking = [
        f"{row.area} {row.count(INSUFFICIENT)}"
        for row in view.matrix.rows
        if not row.is_city and row.count(INSUFFICIENT)
    ]
    say = f"数据不足：{'、'.join(lacking[:3])}{'等' if len(lacking) > 3 else ''}" if lacking else ""
    status = INSUFFICIENT if counts[INSUFFICIENT] else MET
    word = f"数据不足 {counts[INSUFFICIENT]}" if lacking else "齐全"
    return Card(
        "区县可判断项", status, str(judged), f"/ {total} 项", say or "没有数据不足的项", word=word
    )


def show_matrix(view: Overview) -> None:
    """The matrix with its counted legend, the method note and what had no data."""
    if not view.matrix.columns:
        st.html(html.note([f"{view.month.words}没有任何指标有数据。"]))
        return
    sub = "按未达标、有风险项数从重到轻排列；点任一格看依据与原始单元格"
    st.html(matrix_head(view.matrix, "区县 × 指标达标状态", sub))

    def link(indicator: Indicator, area: str) -> str:
        return indicator_link(view.month, view.dust, indicator, area)

    st.html(matrix_table(view.matrix, link))
    st.html(html.note(_notes(view)))


def _notes(view: Overview) -> list[object]:
    order = (
        "综合口径：逐格先看本地目标，没有则看创模指标，再没有看国家标准；列头注明所用的线"
        if view.line not in LINE_WORD
        else f"各格只对照{LINE_WORD[view.line]}"
    )
    tag = joined([html.unverified("B"), " 限值为二手来源，待核对原文"])
    doubtful = any(column.head.confidence in ("B", "C") for column in view.matrix.columns)
    flagged = any(over for row in view.matrix.rows for over in row.over_standard)
    empty = "、".join(indicator.label for indicator in view.matrix.without_data)
    few = "、".join(indicator.label for indicator in view.matrix.few_targets)
    return [
        f"格内第一行为状态，第二行为{view.month.span}数值；限值写在列头，各区不同的写在格内。",
        order + "。",
        "国标■：所示的线之外，同一数值对国家标准未达标。" if flagged else "",
        tag if doubtful else "",
        f"全市没有目标、未列入表的指标：{few}（指标页可看）。" if few else "",
        f"本期没有数据的指标：{empty}。" if empty else "",
    ]


def overview_foot(view: Overview) -> Foot:
    """The foot line of the page."""
    rows = [row for row in view.assessment.rows if row.limit is not None]
    through = min(view.month.as_of, view.extent.last) if view.extent.last else view.month.as_of
    daily = next((found for found in _city_air(view) if found[1].n_expected), None)
    documents = list(dict.fromkeys(row.document for row in rows if row.document))
    invented = any(row.mark == "invented" for row in rows if row.line == TARGET)
    return Foot(
        source="来源：已导入的监测月报与任务台账" + ("（演示数据）" if view.demo else ""),
        through=f"数据截至 {through:%Y-%m-%d}（批次 {view.extent.batch}）",
        valid=f"全市 {daily[0].label} 有效日 {daily[1].n_valid} / {daily[1].n_expected}"
        if daily
        else "",
        standard=f"标准：{'、'.join(documents[:5])}" + ("（目标为演示值）" if invented else ""),
    )


def _city_air(view: Overview) -> list[tuple[Indicator, Verdict]]:
    """The city's air cells in the order of the columns."""
    order = [column.indicator.id for column in view.matrix.columns]
    cells = [pair for pair in view.city_cells() if pair[0].group == "air"]
    return sorted(cells, key=lambda pair: order.index(pair[0].id))


def overview_exhibit(view: Overview, verdict: str) -> Exhibit:
    """The matrix as an exhibit, for the exports."""
    return Exhibit(
        key=f"overview-{view.month.period.text}",
        verdict=verdict,
        subtitle=f"区县 × 指标达标状态，{view.month.words}",
        figure=None,
        frame=view.matrix.frame() if view.matrix.columns else pd.DataFrame(),
        foot=overview_foot(view),
        notes=tuple(str(part) for part in _notes(view) if part and not isinstance(part, Safe)),
        demo=view.demo,
    )
