"""What 指标 shows: verdict, trend, verdicts on all lines, needed mean, ranking, provenance."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from chuangmo.assess.outlook import OUT_OF_REACH
from chuangmo.assess.verdict_types import NO_TARGET, Verdict
from chuangmo.catalog.models import Indicator
from chuangmo.charts.template import config
from chuangmo.exhibit import Exhibit, Foot
from chuangmo.exhibits.dust import dust_words
from chuangmo.exhibits.month import Month
from chuangmo.exhibits.place import Place
from chuangmo.exhibits.trend import trend_breaks
from chuangmo.period import Period, months_period
from chuangmo.service.reading import OutlookAnswer
from chuangmo.service.trace import Excerpt
from chuangmo.ui import cached, cached_exhibits, html
from chuangmo.ui.calendar import days_of, show_calendar
from chuangmo.ui.grades import show_grades
from chuangmo.ui.html import Column, bold, code, joined, status_text
from chuangmo.ui.ranking import show_ranking, show_ranking_table
from chuangmo.ui.reads import PAGE
from chuangmo.ui.roundings import show_roundings
from chuangmo.ui.state import on_phone
from chuangmo.wording import (
    ANSWER_WORD,
    DUST_WORD,
    LINE_WORD,
    MARK_WORD,
    change_words,
    exact,
    figure,
    limit_words,
    lines_sentence,
    needed_sentence,
    needed_text,
    rest_words,
    share_words,
    shown_value,
)

_NO_HISTORY = "没有往年同期可比"


def indicators_with_rows(month: Month, dust: str) -> list[Indicator]:
    """Indicators that have a verdict row for the year of the month, in catalog order."""
    catalog = cached.get_board().catalog
    present = cached.judged(month.year_period, month.as_of, dust)
    return [catalog.indicators[name] for name in present]


def areas_of(month: Month, dust: str, indicator: Indicator) -> list[str]:
    """Places with a row for the indicator, the city first."""
    return list(cached.judged(month.year_period, month.as_of, dust)[indicator.id])


def load_place(month: Month, indicator: Indicator, area: str, dust: str) -> Place:
    """The verdicts of the page's indicator and place."""
    rows = list(cached.verdicts_on(indicator.id, month.year_period, month.as_of, dust))
    own = [row for row in rows if row.area == area]
    return Place(indicator, area, month, dust, own, rows)


_COUNTED = {"day": "日", "hour": "小时", "sample": "个", "point": "点"}


def nothing_this_month(month: Month) -> None:
    """The sentence in place of the verdict when the chosen year has no figures at all."""
    st.html(
        html.verdict_block(
            ["指标", month.words],
            f"{month.words}没有可评价的数据。",
            "请在上方换一个月份，或到“上传”页导入该月的月报。",
        )
    )


def show_verdict(place: Place) -> None:
    """The sentence with all comparisons; what the rest of the year needs stands second."""
    ahead = _ahead(place)
    needed = _needed_words(place, ahead)
    main = place.main
    tags = [html.chip(main.status) if main else "", html.demo_tag(any(r.demo for r in place.rows))]
    name = place.indicator.symbol or ""
    named = f"{name} {place.indicator.name}".strip()
    kicker = ["指标", named, place.area, place.month.words]
    if place.indicator.group == "air":
        kicker.append(DUST_WORD[place.dust])
    headline = place.sentence.rstrip("。") + (f"；{needed}。" if needed else "。")
    st.html(html.verdict_block(kicker, headline, _second(place), tags))


def _second(place: Place) -> str:
    main = place.main
    parts = [lines_sentence(place.rows)]
    if main is not None:
        change = change_words(main.year_on_year, main.unit)
        parts.append(f"比去年同期{change}。" if change else "")
        if main.published is None and main.reason:
            parts.append(main.reason)
    return "".join(parts)


def _ahead(place: Place) -> OutlookAnswer | None:
    if place.month.month == 12:
        return None
    return cached.look_ahead(
        place.indicator.id, place.area, place.month.year_period, place.month.as_of
    )


def _needed_words(place: Place, answer: OutlookAnswer | None) -> str:
    if answer is None or answer.ahead is None or answer.line is None or place.indicator.is_task:
        return ""
    words = needed_sentence(
        answer.ahead, answer.line.operator, place.indicator, answer.unit, place.month.month
    ).partition("，")[0]
    return f"{words} 方可完成{LINE_WORD[answer.line.line]}" if "须" in words else words


def show_charts(place: Place, foot: Foot) -> None:
    """The 图 tab: trend beside the verdicts, ranking beside the cells behind the figure."""
    trend = cached_exhibits.trend(place, foot)
    ranking = cached_exhibits.ranking(place, foot)
    main = trend if trend.figure is not None else ranking
    left, right = st.columns([2, 1], gap="medium")
    with left:
        if main is None:
            st.html(html.title(trend.verdict))
            st.html(html.note(["每年只有一两次数据，没有逐月走势；数值与判断见右侧。"]))
        elif main is trend:
            _figure(trend, f"{place.sentence}{trend.subtitle}。")
        else:
            show_ranking(place, foot, main)
    with right:
        _verdict_table(place.rows, place.indicator)
        _needed_table(place)
    series = days_of(place)
    if ranking is None or main is ranking:
        if series is not None:
            show_calendar(place, series, foot)
        _provenance_table(place)
        return
    left, right = st.columns([1, 1], gap="medium")
    with left:
        show_ranking(place, foot, ranking)
    with right:
        if series is None:
            _provenance_table(place)
        else:
            show_calendar(place, series, foot)
    if series is not None:
        _provenance_table(place)


def _figure(exhibit: Exhibit, alt: str) -> None:
    st.html(html.title(exhibit.verdict, exhibit.subtitle))
    st.plotly_chart(
        exhibit.figure,
        theme=None,
        config=config(f"创模看板-{exhibit.key}", on_phone()),
        alt=alt,
        key=exhibit.key,
    )


def _verdict_table(rows: Sequence[Verdict], indicator: Indicator) -> None:
    st.html(html.title("对照三条线", "同一个数，三条线各自判断"))
    shown = [row for row in rows if not (indicator.is_task and row.line != "target")]
    body = [
        [
            LINE_WORD[row.line],
            joined([figure_limit(row), " ", html.unverified(row.confidence), _marked(row)]),
            status_text(row.status),
        ]
        for row in shown
    ]
    columns = [Column("线"), Column("限值或任务"), Column("判断")]
    st.html(html.table(columns, body))


def figure_limit(row: Verdict) -> str:
    """The limit with sign, or the quota, or —."""
    return limit_words(row) or "—"


def _marked(row: Verdict) -> html.Safe:
    word = MARK_WORD.get(row.mark, "")
    return html.Safe(f'<span class="tag">{html.text(word)}</span>' if word else "")


def _needed_table(place: Place) -> None:
    answer, main = _ahead(place), place.main
    if answer is None or answer.line is None or answer.ahead is None or main is None:
        return
    ahead, unit, indicator = answer.ahead, answer.unit, place.indicator
    rest = rest_words(place.month.month)
    rows: list[list[object]] = [
        [f"全年{LINE_WORD[answer.line.line]}", figure(answer.line.text)],
        [
            f"{place.month.span}{'完成' if indicator.is_task else '累计'}",
            shown_value(main, indicator),
        ],
    ]
    if indicator.is_task and main.completion:
        rows.append(["占任务", share_words(main)])
    if ahead.answer == OUT_OF_REACH:
        rows.append([f"{rest}", bold("已无法补回")])
    elif ahead.needed is not None:
        lower = answer.line.operator in ("<=", "<")
        words = f"{rest}须{'不高于' if lower else '不低于'}"
        needed = needed_text(ahead.needed, answer.line.operator, indicator, unit)
        rows.append([words, bold(needed)])
    rows += [
        [f"{year}年{rest}", exact(value, indicator.unit, unit, indicator) or "—"]
        for year, value in ahead.past
    ]
    if not indicator.is_task:
        reached = f"（{ahead.achieved}/{len(ahead.past)} 年）" if ahead.past else ""
        judged = ANSWER_WORD[ahead.answer] if ahead.answer else _NO_HISTORY
        rows.append(["判断", joined([status_text(main.status), f" {judged}{reached}"])])
    sub = "按有效日折算，只看当年剩余各月" if not indicator.is_task else "完成数对照全年任务"
    st.html(html.title("余下各月需要多少", f"{sub}，{unit}"))
    st.html(html.table([Column(""), Column("", numeric=True)], rows))


def provenance_period(month: Month) -> Period:
    """January to the month: the period whose figure the page shows."""
    return months_period((month.year, 1), (month.year, month.month))


def _excerpt(place: Place) -> Excerpt:
    month = place.month
    period = provenance_period(month)
    return cached.excerpt(place.indicator.id, period, place.area, month.year_period)


def _cells(cells: Sequence[dict[str, Any]]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "批次": cell["batch"],
                "文件": cell["file"],
                "单元格": _address(cell),
                "原文": cell["raw"],
                "入库值": cell["value"],
                "单位": cell["unit"],
                "是否采用": _used(cell),
            }
            for cell in cells
        ]
    )


def _used(cell: dict[str, Any]) -> str:
    return "采用" if cell["used"] else cell["why"] or "未采用"


def _day_words(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def _address(cell: dict[str, object]) -> str:
    return f"{cell['sheet']}!{cell['cell']}" if cell["sheet"] else str(cell["cell"])


def _provenance_table(place: Place) -> None:
    found = _excerpt(place)
    if not found.cells:
        st.html(html.title("这个数从哪里来"))
        st.html(html.note(["没有直接上报的单元格：该数由其他指标推算，请看相应指标的来源。"]))
        return
    sub = f"{place.month.span}的数值用到 {found.total} 个单元格；原文照录，未作改动"
    only = f"。下列为{_day_words(found.day)}的，其余各日的列法相同" if found.day else ""
    st.html(html.title("这个数从哪里来", sub + only))
    head = [
        [code(_address(cell)), cell["raw"], cell["file"], _used(cell)] for cell in found.cells[:6]
    ]
    columns = [Column("单元格"), Column("原文", numeric=True), Column("文件"), Column("采用")]
    st.html(html.table(columns, head))
    if len(found.cells) > len(head):
        which = f"{_day_words(found.day)}的" if found.day else "全部"
        with st.expander(f"{which} {len(found.cells)} 个单元格"):
            cells = _cells(found.cells)
            st.dataframe(cells, hide_index=True, row_height=33, height=360, placeholder="—")


def show_table(place: Place, foot: Foot) -> None:
    """The 表 tab: the figures behind the charts, as text."""
    frame = cached_exhibits.months(place)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        st.html(html.title(f"{place.area}逐月数值", place.unit))
        st.html(html.table(*_month_rows(frame)))
    with right:
        ranking = cached_exhibits.ranking(place, foot)
        if ranking is not None:
            show_ranking_table(place, foot, ranking)


def _month_rows(frame: pd.DataFrame) -> tuple[list[Column], list[list[object]]]:
    columns = [
        Column("月份"),
        Column("月值", numeric=True),
        Column("当年累计", numeric=True),
        Column("有效数", numeric=True),
        Column("说明", css="cm-hide-phone"),
    ]
    if frame.empty:
        return columns, []
    known = frame.dropna(subset=["single", "cumulative"], how="all")
    rows: list[list[object]] = [
        [
            f"{int(r['year'])}年{int(r['month'])}月",
            r["single_text"],
            r["cumulative_text"],
            f"{int(r['n_valid'])}",
            r["remark"],
        ]
        for _, r in known[::-1].iterrows()
    ]
    return columns, rows


def show_method(place: Place) -> None:
    """The 口径与依据 tab: basis, rule, source and confidence of every line."""
    st.html(html.title("口径"))
    dust = dust_words(PAGE, place)
    said = [place.indicator.basis, f"来源：{place.indicator.source}", _coverage(place), dust]
    st.html(html.note(said))
    if breaks := trend_breaks(cached.get_board().catalog, place):
        st.html(html.title("断点", f"{place.month.year - 1}年至{place.month.year}年"))
        st.html(html.note([one.sentence for one in breaks]))
    st.html(html.title("依据", "限值按来源原样印出；待核表示未见官方原文"))
    columns = [
        Column("线", css="cm-nowrap"),
        Column("限值", css="cm-nowrap"),
        Column("判断", css="cm-nowrap"),
        Column("理由", width="24%"),
        Column("规则", width="24%"),
        Column("文件"),
        Column("出处"),
    ]
    rows = [r for r in place.rows if r.status != NO_TARGET or not place.indicator.is_task]
    st.html(html.table(columns, [_basis_row(row) for row in rows]))
    show_grades(place)
    show_roundings(place.rows, place.indicator)


def _coverage(place: Place) -> str:
    main = place.rows[0] if place.rows else None
    if main is None or not main.n_expected:
        return ""
    unit = _COUNTED[place.indicator.count_unit]
    need = f"，至少需要 {main.n_required} {unit}" if main.n_required else ""
    return f"有效数据 {main.n_valid} / {main.n_expected} {unit}{need}"


def _basis_row(row: Verdict) -> list[object]:
    return [
        LINE_WORD[row.line],
        figure_limit(row),
        status_text(row.status),
        html.chem(row.reason),
        row.rule,
        row.document or "—",
        joined([row.source or "—", " ", html.unverified(row.confidence), _marked(row)]),
    ]
