"""What 年度推演 shows: verdict and needed mean beside past years."""

from collections.abc import Sequence

import streamlit as st

from chuangmo.assess.verdicts.evidence_words import days_words
from chuangmo.catalog.models import Indicator
from chuangmo.exhibit import Foot
from chuangmo.exhibits import outlook
from chuangmo.exhibits.month import Month
from chuangmo.exhibits.outlook import OutlookView
from chuangmo.period import Period
from chuangmo.ui.parts import html
from chuangmo.ui.parts.html import HtmlColumn, bold, joined, status_text
from chuangmo.ui.parts.picture import Twin, show_picture
from chuangmo.ui.parts.state import month_words, theme
from chuangmo.ui.reads import PAGE

_NO_FOOT = Foot("", "", "", "")  # the page has one foot line of its own


def indicators_ahead(month: Month) -> list[Indicator]:
    """Indicators with figures and a line in the year of the month that add up over its months."""
    return outlook.indicators_ahead(PAGE, month)


def load_view(month: Month, indicator: Indicator, area: str) -> OutlookView:
    """Everything the page needs for one indicator and place."""
    return outlook.load_view(PAGE, month, indicator, area)


def show_verdict(view: OutlookView) -> None:
    """The answer: what is so far, what the rest must average, whether it ever did."""
    place = view.place
    row = view.row
    tags = [html.chip(row.shown_as) if row else "", html.demo_tag(any(r.demo for r in place.rows))]
    named = f"{view.indicator.symbol or ''} {view.indicator.name}".strip()
    kicker = ["年度推演", named, place.area, view.month.words, "不扣沙尘"]
    st.html(html.verdict_block(kicker, outlook.headline(view), outlook.second(view), tags))


def show_needed(view: OutlookView) -> None:
    """The needed mean on its axis, beside the small table."""
    exhibit = outlook.needed_exhibit(view, _NO_FOOT, theme())
    if exhibit is None:
        return
    left, right = st.columns([1.15, 1], gap="medium")
    twin = html.table(*_small_table(view))
    if exhibit.figure is not None:
        with left:
            show_picture("needed", exhibit.verdict, exhibit.subtitle, exhibit.figure, twin)
    with right if exhibit.figure is not None else left:
        beyond = "；须达到的数超出 0–100，不可能做到，不画数轴"
        beyond = "" if exhibit.figure is not None else beyond
        sub = f"{days_words(view.ahead) if view.ahead else ''}，{view.answer.unit}{beyond}"
        st.html(html.title("余下各月需要多少", sub))
        st.html(twin)


def _small_table(view: OutlookView) -> Twin:
    columns = [HtmlColumn("项目"), HtmlColumn("数值", numeric=True)]
    rows: list[list[object]] = []
    for name, value in outlook.small_table(view).rows:
        tags = [html.tag(t) for t in name.small.split("、") if t]
        shown: object = value.text
        if value.status:
            shown = joined([status_text(value.status), f" {value.text}"])
        elif "须" in name.text:
            shown = bold(value.text)
        rows.append([joined([name.text, *(joined([" ", tag]) for tag in tags)]), shown])
    return columns, rows


def outlook_foot(view: OutlookView) -> Foot:
    """The foot line of the page."""
    return view.place.foot(PAGE)


def past_years_words(view: OutlookView) -> str:
    """``参照年：2007``; empty without past years."""
    return outlook.past_years_words(view)


def offer_open_month(view: OutlookView, months: Sequence[Period]) -> None:
    """In December, a way back to the newest month of the year that leaves something to project."""
    if view.month.month != 12:
        return
    year = view.month.year
    earlier = next((p for p in months if p.start.year == year and p.start.month < 12), None)
    if earlier is not None:
        words = month_words(earlier)
        st.button(f"回到{words}底推演", on_click=_go_to_month, args=(words,), type="primary")


def _go_to_month(words: str) -> None:
    st.session_state["month"] = words


def nothing_to_project(month: Month) -> None:
    """The sentence in place of the verdict where no indicator has both figures and a line."""
    st.html(
        html.verdict_block(
            ["年度推演", month.words],
            f"{month.words}没有可以推演的指标。",
            "推演需要逐月数据和一条年度目标或限值：请换一个月份，或到“上传”页导入该年的月报。",
        )
    )
