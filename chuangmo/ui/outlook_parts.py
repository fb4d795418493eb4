"""The lower half of 达标推演: the parts of the gap, and the needed means of all districts."""

from collections.abc import Sequence
from fractions import Fraction

import pandas as pd
import streamlit as st

from chuangmo.assess.outlook import OUT_OF_REACH
from chuangmo.assess.rounding import publish
from chuangmo.assess.verdict_types import AT_RISK, MISSED
from chuangmo.charts.gapbars import gap_figure
from chuangmo.ui import cached, cached_more, html
from chuangmo.ui.exhibits import place_of
from chuangmo.ui.html import Column, bold, status_text
from chuangmo.ui.outlook import ANSWER, View, past_spread, rest_for
from chuangmo.ui.picture import show_picture
from chuangmo.ui.state import theme
from chuangmo.wording import ABSENT, LINE_WORD, figure, rest_words


def show_gap(view: View) -> None:
    """Which months and which districts make the gap: two charts that each add up to it."""
    place, month = view.place, view.month
    found = cached_more.attribute(view.indicator.id, place.area, month.year_period, month.as_of)
    if found.gap is None or found.line is None or not found.months:
        return
    if found.line.percent is not None:
        return
    above = found.gap > 0
    line = f"{LINE_WORD[found.line.line]} {figure(found.line.text_in(view.answer.unit))}"
    total = _signed(view, found.gap)
    st.html(
        html.title(
            f"{month.span}累计比{line} {'高' if above else '低'} {total.lstrip('+−')}",
            f"各部分 =（本段均值 − {line}）× 有效日占比，{view.answer.unit}；各段相加正好是差距",
        )
    )
    left, right = st.columns([1, 1], gap="medium")
    months = [(f"{int(part.name[-2:])}月", part.gap, part.mean) for part in found.months]
    with left:
        _gap_picture(view, "gap-months", "月份", months, found.gap)
    districts = [(part.name, part.gap, part.mean) for part in found.districts]
    with right:
        if len(districts) > 1:
            _gap_picture(view, "gap-districts", "区县", districts, found.gap)
        else:
            st.html(html.note(["本地数值不是由几个区县的点位合成的，没有按区县的分解。"]))


def _signed(view: View, value: Fraction) -> str:
    text = publish(view.number(value), view.digits + 1)
    if not Fraction(text):
        return figure(text.lstrip("-"))
    return figure(text) if text.startswith("-") else f"+{figure(text)}"


def _gap_picture(
    view: View, key: str, what: str, parts: Sequence[tuple[str, Fraction, Fraction]], gap: Fraction
) -> None:
    worst = max(parts, key=lambda part: part[1])
    frame = pd.DataFrame(
        [(n, float(view.number(g)), _signed(view, g), False) for n, g, _ in parts]
        + [("合计", float(view.number(gap)), _signed(view, gap), True)],
        columns=["name", "gap", "shown", "total"],
    )
    adverse = worst[1] > 0
    finding = (
        f"{worst[0]}拉高最多（{_signed(view, worst[1])}）"
        if adverse
        else f"各{what}都不高于这条线，{worst[0]}最接近（{_signed(view, worst[1])}）"
    )
    status = MISSED if gap > 0 else AT_RISK
    drawn = gap_figure(frame, worst[0] if adverse else "", status, theme())
    rows = [[name, view.text(mean), _signed(view, part)] for name, part, mean in parts]
    columns = [Column(what), Column("本段均值", numeric=True), Column("占差距", numeric=True)]
    twin = (columns, [*rows, ["合计", view.text(view.answer.so_far.value), _signed(view, gap)]])
    show_picture(key, finding, f"按{what}，{view.answer.unit}", drawn, twin)


def show_districts(view: View) -> None:
    """The needed means of all places, the tightest first."""
    if view.month.month == 12 or view.answer.line is None:
        return
    order = {row.area: n for n, row in enumerate(view.place.district_rows)}
    found = [(area, _place_row(view, area)) for area in order]
    city = [row for area, row in found if area == cached.get_board().catalog.city.name]
    others = [row for area, row in found if area != cached.get_board().catalog.city.name]
    others.sort(key=lambda row: row[0])
    word = "须 ≤" if view.lower else "须 ≥"
    columns = [
        Column("区县"),
        Column(view.month.span, numeric=True),
        Column("限值", numeric=True),
        Column(f"{rest_words(view.month.month)}{word}", numeric=True),
        Column("往年同期（最低 / 中位 / 最高）", numeric=True, css="cm-hide-phone"),
        Column("曾做到", numeric=True, css="cm-hide-phone"),
        Column("判断", css="cm-hide-phone"),
        Column("状态"),
        Column("对照的线", css="cm-hide-phone"),
    ]
    sub = f"{view.answer.unit}，按有效日折算；余量小的在上。已锁定 = 无论如何都能完成"
    st.html(html.title(f"各区县{rest_words(view.month.month)}须达到的{view.noun or '数'}", sub))
    st.html(html.table(columns, [row[1] for row in [*city, *others]]))


def _place_row(view: View, area: str) -> tuple[float, list[object]]:
    assessment = cached.assess(view.month.year_period, view.month.as_of, "keep")
    answer = cached.look_ahead(view.indicator.id, area, view.month.year_period, view.month.as_of)
    place = place_of(assessment, view.indicator, area, view.month, "keep")
    rest = rest_for(answer, view.month)
    own, main = View(place, answer, rest), place.main
    line, ahead = answer.line, answer.ahead
    limit = figure(line.text_in(answer.unit)) if line else ABSENT
    needed = own.needed_text()
    if ahead is not None and ahead.answer == OUT_OF_REACH:
        needed = "—"
    return _tightness(own), [
        area, own.text(answer.so_far.value), limit, bold(needed),
        past_spread(own, ahead) if ahead else ABSENT,
        f"{ahead.achieved}/{len(ahead.past)}" if ahead and ahead.past else ABSENT,
        ANSWER[ahead.answer] if ahead and ahead.needed is not None else "不判断",
        status_text(main.status) if main else ABSENT,
        LINE_WORD[line.line] if line else ABSENT,
    ]  # fmt: skip


def _tightness(view: View) -> float:
    """Room between what is needed and what past years did (or the year so far); small is tight."""
    ahead = view.ahead
    if ahead is None or ahead.needed is None:
        return float("inf")
    usual = ahead.past_median if ahead.past_median is not None else view.answer.so_far.value
    room = (ahead.needed - (usual or 0)) * (1 if view.lower else -1)
    return float(room)
