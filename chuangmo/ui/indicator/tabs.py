"""The tabs 表 and 口径与依据 of 指标: the same figures as text, and what they rest on."""

import streamlit as st

from chuangmo.assess.verdict_types import NO_TARGET, Verdict
from chuangmo.exhibit import Exhibit, Foot
from chuangmo.exhibits.dust import dust_words
from chuangmo.exhibits.place import Place
from chuangmo.exhibits.trend import month_rows, trend_breaks
from chuangmo.status import LINE_WORD
from chuangmo.ui import reads
from chuangmo.ui.blocks.grades import show_grades
from chuangmo.ui.indicator import figures
from chuangmo.ui.indicator.rank_list import show_ranking_table
from chuangmo.ui.indicator.roundings import show_roundings
from chuangmo.ui.parts import html
from chuangmo.ui.parts.html import HtmlColumn, joined, status_text
from chuangmo.ui.parts.picture import table_rows
from chuangmo.ui.reads import PAGE
from chuangmo.wording import MARK_WORD, limit_words

_MONTH_COLUMNS = (
    HtmlColumn("月份"),
    HtmlColumn("月值", numeric=True),
    HtmlColumn("当年累计", numeric=True),
    HtmlColumn("有效数", numeric=True),
    HtmlColumn("说明", css="cm-hide-phone"),
)
_COUNTED = {"day": "日", "hour": "小时", "sample": "个", "point": "点"}


def figure_limit(row: Verdict) -> str:
    """The limit with sign, or the quota, or —."""
    return limit_words(row) or "—"


def marked(row: Verdict) -> html.Safe:
    """演示 or 推算 after a line that is one."""
    word = MARK_WORD.get(row.mark, "")
    return html.Safe(f'<span class="tag">{html.text(word)}</span>' if word else "")


def show_table(place: Place, foot: Foot, over: Exhibit | None) -> None:
    """The 表 tab: the figures behind the charts, as text.

    Args:
        over: as for ``show_charts``.
    """

    def make(now: Place, _: Foot) -> str:
        title = html.title(f"{now.area}逐月数值", now.unit)
        return html.stack(title, html.table(_MONTH_COLUMNS, month_rows(figures.months(now))))

    left, right = st.columns([3, 2], gap="medium")
    with left:
        if over is not None and over.table is not None:
            title = html.title(over.verdict, f"{place.area}，{place.unit}")
            st.html(html.stack(title, html.table(*table_rows(over.table))))
        else:
            st.html(figures.keep_of(make, "month table", place))
    with right:
        ranking = figures.ranking(place)
        if ranking is not None:
            show_ranking_table(place, foot, ranking)


def show_method(place: Place) -> None:
    """The 口径与依据 tab: basis, rule, source and confidence of every line."""
    st.html(figures.keep_of(lambda now, _: _method(now), "method", place))
    show_grades(place)
    show_roundings(place.rows, place.indicator)


def _method(place: Place) -> str:
    dust = dust_words(PAGE, place)
    said = [place.indicator.basis, f"来源：{place.indicator.source}", _coverage(place), dust]
    parts = [html.title("口径"), html.note(said)]
    if breaks := trend_breaks(reads.get_board().catalog, place):
        parts.append(html.title("断点", f"{place.month.year - 1}年至{place.month.year}年"))
        parts.append(html.note([one.sentence for one in breaks]))
    columns = [
        HtmlColumn("线", css="cm-nowrap"),
        HtmlColumn("限值", css="cm-nowrap"),
        HtmlColumn("判断", css="cm-nowrap"),
        HtmlColumn("理由", width="24%"),
        HtmlColumn("规则", width="24%"),
        HtmlColumn("文件"),
        HtmlColumn("出处"),
    ]
    rows = [r for r in place.rows if r.status != NO_TARGET or not place.indicator.is_task]
    title = html.title("依据", "限值按来源原样印出；待核表示未见官方原文")
    return html.stack(*parts, title, html.table(columns, [_basis_row(row) for row in rows]))


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
        status_text(row.shown_as),
        html.chem(row.reason),
        row.rule,
        row.document or "—",
        joined([row.source or "—", " ", html.unverified(row.confidence), marked(row)]),
    ]
