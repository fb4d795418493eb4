"""Small multiples on 指标: the months of every district on one scale, each leading to its page."""

from collections.abc import Sequence

import streamlit as st

from chuangmo.assess.verdict_types import Verdict
from chuangmo.charts.matrix import COMBINED, chosen
from chuangmo.exhibit import Foot
from chuangmo.exhibits.place import Place
from chuangmo.ui.indicator import figures
from chuangmo.ui.parts import html
from chuangmo.ui.parts.html import Spark, chem, status_text, text
from chuangmo.ui.parts.state import indicator_link
from chuangmo.ui.reads import PAGE
from chuangmo.wording import counted_value, exact, shown_value

_FEWEST_MONTHS, _FEWEST_PLACES = 3, 2
_MONTHS = 12
#: A district's row with its months; ``None`` where a month has no value.
_Series = tuple[Verdict, list[float | None]]


def show_multiples(place: Place) -> None:
    """The districts in the order of the catalog; nothing for a task or where two cannot be drawn.

    Tasks are shares of quotas that differ; 任务 draws them.
    """
    if place.indicator.is_task:
        return
    if markup := figures.keep_of(_markup, "multiples", place):
        st.html(markup)


def _markup(place: Place, _: Foot) -> str:
    drawn = [one for one in _series(place) if _known(one[1]) >= _FEWEST_MONTHS]
    if len(drawn) < _FEWEST_PLACES:
        return ""
    values = [v for _, months in drawn for v in months if v is not None]
    limits = [float(row.limit) for row, _ in drawn if row.limit is not None]
    high = max([*values, *limits, 0.0])
    if high <= 0 or min(values) < 0:
        return ""
    sub = f"{place.month.words}各月，{place.unit}；各图同一比例，从零起，虚线为该区县的限值"
    title = html.title(f"各区县逐月{place.indicator.label}", sub)
    body = "".join(_panel(place, row, months, high) for row, months in drawn)
    return html.stack(title, html.wrap(f'<ul class="cm-many">{body}</ul>'))


def _known(months: Sequence[float | None]) -> int:
    return sum(value is not None for value in months)


def _series(place: Place) -> list[_Series]:
    month = place.month
    found: list[_Series] = []
    for area in dict.fromkeys(r.area for r in place.district_rows if r.area_kind == "district"):
        row = chosen([r for r in place.district_rows if r.area == area], COMBINED)
        if row is None or row.unit != place.unit or row.statistic != place.statistic:
            continue  # of another unit or statistic: not on one scale with the others
        alone = PAGE.months_alone(place.indicator.id, area, month.year, month.as_of, place.dust)
        months: list[float | None] = [None] * _MONTHS
        for one in alone:
            value = counted_value(one, place.statistic)
            shown = exact(value, one.unit, place.unit, place.indicator)
            months[one.period.start.month - 1] = float(shown) if shown is not None else None
        found.append((row, months))
    return found


def _panel(place: Place, row: Verdict, months: list[float | None], high: float) -> str:
    bars = tuple(None if value is None else 100 * value / high for value in months)
    limit = 100 * float(row.limit) / high if row.limit is not None else None
    spark = html.spark_bars(Spark(bars, limit, place.month.month - 1))
    own = ' class="own"' if row.area == place.area else ""
    href = indicator_link(place.month, place.dust, place.indicator, row.area)
    value = shown_value(row, place.indicator)
    return (
        f'<li{own}><a href="{text(href)}" target="_self"><span class="top"><b>{text(row.area)}</b>'
        f"{status_text(row.shown_as)}</span>{spark}"
        f'<span class="say">{chem(place.month.span)} {text(value)}</span></a></li>'
    )
