"""What 总览 shows: verdict, four cards, matrix and foot line, assembled from one assessment."""

import streamlit as st

from chuangmo.assess.verdict_types import Statistic, Verdict
from chuangmo.catalog.models import Indicator
from chuangmo.exhibit import Foot
from chuangmo.exhibits import overview
from chuangmo.exhibits.month import Month
from chuangmo.exhibits.monthly.naming import Run
from chuangmo.exhibits.overview import KeyCard, Overview
from chuangmo.ui import reads
from chuangmo.ui.overview.trails import READING, beside
from chuangmo.ui.parts import html
from chuangmo.ui.parts.html import Card, Safe, Spark, bold, joined
from chuangmo.ui.parts.matrix import Third, matrix_head, matrix_table
from chuangmo.ui.parts.state import LINE_CHOICES, district_link, indicator_link
from chuangmo.ui.reads import PAGE
from chuangmo.wording import counted_value, exact

_DRAWN = "matrix-drawn"


def load_overview(month: Month, dust: str, line: str) -> Overview:
    """Assess the year of the month as of its last day and lay out the matrix."""
    return overview.load_overview(PAGE, month, dust, line)


def show_verdict(view: Overview) -> str:
    """Draw the verdict block and return its first sentence."""
    headline = overview.headline(view)
    places = [row for row in view.matrix.rows if not row.is_city]
    kicker = ["总览", view.month.words, f"全市及 {len(places)} 个区县", LINE_CHOICES[view.line]]
    tags = [html.demo_tag(view.demo)]
    st.html(html.verdict_block(kicker, headline, _runs(overview.second(view)), tags))
    return headline


def _runs(runs: list[Run] | tuple[Run, ...]) -> Safe:
    return joined([bold(text) if strong else html.chem(text) for text, strong in runs])


def key_cards(view: Overview) -> list[Card]:
    """What the headline names, PM10, SO2, a task, and how much could be judged."""
    return [_card(view, card) for card in overview.key_cards(view)]


def _card(view: Overview, card: KeyCard) -> Card:
    say = _runs(card.say)
    if card.unverified:
        first, *rest = card.say
        say = joined([_runs((first,)), html.unverified("B"), _runs(tuple(rest))])
    if card.indicator is None or card.row is None:
        return Card(card.label, card.status, card.value, card.unit, say, word=card.word)
    href = indicator_link(view.month, view.dust, card.indicator, card.row.area)
    spark = _spark(view, card.indicator, card.row)
    return Card(card.label, card.status, card.value, card.unit, say, spark, href)


def _spark(view: Overview, indicator: Indicator, cell: Verdict) -> Spark | None:
    values: list[float | None] = [None] * 12
    for month, statistic in _months(view, indicator, cell.area):
        value = counted_value(statistic, cell.statistic)
        shown = exact(value, statistic.unit, cell.unit, indicator)
        values[month - 1] = float(shown) if shown is not None else None
    limit = float(cell.limit) if cell.limit is not None else None
    high = max([v for v in values if v is not None] + ([limit] if limit else []), default=0)
    if not high:
        return None
    bars = tuple(None if v is None else 100 * v / high for v in values)
    return Spark(bars, 100 * limit / high if limit else None, view.month.month - 1)


def _months(view: Overview, indicator: Indicator, area: str) -> list[tuple[int, Statistic]]:
    """The months of the year, each alone; of a task what was done by each."""
    year, as_of = view.month.year, view.month.as_of
    if indicator.is_task:
        points = PAGE.monthly(indicator.id, area, (year,), as_of, view.dust)
        return [(one.month.start.month, one.cumulative) for one in points]
    alone = PAGE.months_alone(indicator.id, area, year, as_of, view.dust)
    return [(one.period.start.month, one) for one in alone]


def show_matrix(view: Overview) -> None:
    """The matrix with its counted legend, the method note and what had no data."""
    if not view.matrix.columns:
        st.html(html.note([f"{view.month.words}没有任何指标有数据。"]))
        return
    sub = "按未达标、未完成、有风险的项数从重到轻排列；点任一格看依据与原始单元格"
    st.html(matrix_head(view.matrix, "区县 × 指标状态", sub))

    place, asked = st.empty(), (view.month, view.dust, view.line)
    if st.session_state.get(_DRAWN) != asked:  # the lines of a month nobody looked at take a while
        place.html(_table(view))
    place.html(reads.keep(lambda *_: _with_trails(*asked), "matrix", *asked))
    st.session_state[_DRAWN] = asked
    notes = [_how_to_read(view.month), *overview.notes_of(view)]
    st.html(html.note([*notes, Safe(f'<span class="cm-hide-phone">{READING}</span>')]))


def _with_trails(month: Month, dust: str, line: str) -> str:
    """The table of the state as it is now, with the third line of every cell."""
    view = load_overview(month, dust, line)
    return _table(view, lambda indicator, cell: beside(view, indicator, cell))


def _table(view: Overview, third: Third | None = None) -> str:
    def link(indicator: Indicator, area: str) -> str:
        return indicator_link(view.month, view.dust, indicator, area)

    def lead(area: str) -> str:
        return district_link(view.month, view.dust, area)

    return matrix_table(view.matrix, link, lead, third)


def _how_to_read(month: Month) -> Safe:
    """How a cell is read; on phones it holds the glyph only."""
    wide = f"格内第一行为状态，第二行为{month.span}数值；限值写在列头，各区不同的写在格内。"
    narrow = "格内符号为状态；点一格看数值、限值与依据。"
    return Safe(
        f'<span class="cm-hide-phone">{html.text(wide)}</span>'
        f'<span class="cm-only-phone">{html.text(narrow)}</span>'
    )


def overview_foot(view: Overview) -> Foot:
    """The foot line of the page."""
    return overview.overview_foot(view)
