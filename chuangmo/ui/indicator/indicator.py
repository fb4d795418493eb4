"""What 指标 shows: verdict, trend, verdicts on all lines, needed mean, ranking, provenance."""

from collections.abc import Sequence

import streamlit as st

from chuangmo.assess.verdict_types import Verdict
from chuangmo.assess.verdicts.evidence import OUT_OF_REACH
from chuangmo.assess.verdicts.evidence_words import days_note, days_words, evidence_words
from chuangmo.catalog.models import Indicator
from chuangmo.charts.template import config
from chuangmo.exhibit import Exhibit, Foot, marks_line
from chuangmo.exhibits.month import Month
from chuangmo.exhibits.place import Place
from chuangmo.service.figures.assessing import OutlookAnswer
from chuangmo.status import LINE_WORD, TARGET
from chuangmo.ui import reads
from chuangmo.ui.indicator import figures
from chuangmo.ui.indicator.calendar import show_calendar
from chuangmo.ui.indicator.multiples import show_multiples
from chuangmo.ui.indicator.over_years import show_over_years
from chuangmo.ui.indicator.provenance import show_provenance
from chuangmo.ui.indicator.rank_list import show_ranking
from chuangmo.ui.indicator.tabs import figure_limit, marked
from chuangmo.ui.parts import html
from chuangmo.ui.parts.html import HtmlColumn, bold, joined, status_text
from chuangmo.ui.parts.state import choose_switch, on_phone
from chuangmo.ui.reads import PAGE
from chuangmo.wording import (
    DUST_WORD,
    change_words,
    exact,
    figure,
    lines_sentence,
    needed_sentence,
    needed_text,
    rest_words,
    share_words,
    shown_value,
)

_ALONG, _OVER = "along", "over"
#: How the two years of the trend are laid.
LAID_WORD = {_ALONG: "两年相连", _OVER: "两年叠放"}


def indicators_with_rows(month: Month, dust: str) -> list[Indicator]:
    """Indicators that have a verdict row for the year of the month, in catalog order."""
    catalog = reads.get_board().catalog
    present = PAGE.places_with_rows(month.year_period, month.as_of, dust)
    return [catalog.indicators[name] for name in present]


def areas_of(month: Month, dust: str, indicator: Indicator) -> list[str]:
    """Places with a row for the indicator, the city first."""
    return list(PAGE.places_with_rows(month.year_period, month.as_of, dust)[indicator.id])


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
    tags = [
        html.chip(main.shown_as) if main else "",
        html.demo_tag(any(r.demo for r in place.rows)),
    ]
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
        parts.append(f"与上年同期相比{change}。" if change else "")
        if main.published is None and main.reason:
            parts.append(main.reason)
    return "".join(parts)


def _ahead(place: Place) -> OutlookAnswer | None:
    if place.month.month == 12:
        return None
    return PAGE.look_ahead(
        place.indicator.id, place.area, place.month.year_period, place.month.as_of, place.dust
    )


def _needed_words(place: Place, answer: OutlookAnswer | None) -> str:
    if answer is None or answer.ahead is None or answer.line is None or place.indicator.is_task:
        return ""
    words = needed_sentence(
        answer.ahead, answer.line, place.indicator, answer.unit, place.month.month
    )
    if answer.ahead.answer == OUT_OF_REACH:
        return words
    words = words.partition("，")[0]
    verb = "完成" if answer.line.line == TARGET else "达到"
    return f"{words}，方可{verb}{LINE_WORD[answer.line.line]}" if words else ""


def choose_laid(indicator: Indicator) -> bool:
    """Whether the year is laid over the one before; a task has its own picture of that."""
    if indicator.is_task:
        return False
    return choose_switch("走势", "laid", LAID_WORD, _ALONG) == _OVER


def show_charts(place: Place, foot: Foot, over: Exhibit | None) -> None:
    """The 图 tab: trend beside the verdicts, ranking beside the cells behind the figure.

    Args:
        over: in place of the trend the year over the one before, where that was chosen.
    """
    trend = over or figures.trend(place)
    ranking = figures.ranking(place)
    main = trend if trend.figure is not None else ranking
    left, right = st.columns([2, 1], gap="medium")
    with left:
        if main is None:
            st.html(html.title(trend.verdict))
            st.html(html.note(["没有可以画成逐月走势的数；判断和原因见右侧。"]))
        elif main is trend:
            _figure(trend, f"{place.sentence}{trend.subtitle}。")
            if over:
                st.html(html.note([_unlike(over)]))
        else:
            show_ranking(place, foot, main)
    with right:
        _verdict_table(place.rows, place.indicator)
        _needed_table(place)
    series = figures.days_of(place)
    if ranking is None or main is ranking:
        if series is not None:
            show_calendar(place, series)
        show_multiples(place)
        show_over_years(place)
        show_provenance(place)
        return
    left, right = st.columns([1, 1], gap="medium")
    with left:
        show_ranking(place, foot, ranking)
    with right:
        if series is None:
            show_provenance(place)
        else:
            show_calendar(place, series)
    show_multiples(place)
    show_over_years(place)
    if series is not None:
        show_provenance(place)


def _unlike(over: Exhibit) -> str:
    """Which months are not compared; the method stands in its own tab."""
    return "".join(note for note in over.notes if "不作同比" in note)


def _figure(exhibit: Exhibit, alt: str) -> None:
    st.html(html.title(exhibit.verdict, exhibit.subtitle))
    st.plotly_chart(
        exhibit.figure,
        theme=None,
        config=config(f"创模看板-{exhibit.key}", on_phone()),
        alt=alt,
        key=exhibit.key,
    )
    if events := marks_line(exhibit):
        st.html(html.note([events]))


def _verdict_table(rows: Sequence[Verdict], indicator: Indicator) -> None:
    shown = [row for row in rows if not (indicator.is_task and row.line != "target")]
    body = [
        [
            LINE_WORD[row.line],
            joined([figure_limit(row), " ", html.unverified(row.confidence), marked(row)]),
            status_text(row.shown_as),
        ]
        for row in shown
    ]
    columns = [HtmlColumn("线"), HtmlColumn("限值或任务"), HtmlColumn("判断")]
    title = html.title("对照三条线", "同一个数，三条线各自判断")
    st.html(html.stack(title, html.table(columns, body)))


def _needed_table(place: Place) -> None:
    answer, main = _ahead(place), place.main
    if answer is None or answer.line is None or answer.ahead is None or main is None:
        return
    row = next((row for row in place.rows if row.line == answer.line.line), main)
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
        rows.append([f"{rest}", bold("即使最好亦不能达到")])
    elif ahead.needed is not None:
        lower = answer.line.operator in ("<=", "<")
        words = f"{rest}须{'不高于' if lower else '不低于'}{days_note(ahead)}"
        needed = needed_text(ahead.needed, answer.line.operator, indicator, unit)
        rows.append([words, bold(needed)])
    rows += [
        [f"{year}年{rest}", exact(value, indicator.unit, unit, indicator) or "—"]
        for year, value in ahead.past
    ]
    rows.append(["判断", status_text(row.shown_as)])
    if basis := evidence_words(indicator, ahead):
        rows.append(["依据", basis])
    sub = f"{days_words(ahead)}，只看当年剩余各月"
    sub = "完成数对照全年任务" if indicator.is_task else sub
    title = html.title("余下各月需要多少", f"{sub}，{unit}")
    st.html(html.stack(title, html.table([HtmlColumn(""), HtmlColumn("", numeric=True)], rows)))
