"""What 达标推演 shows: verdict, needed mean beside past years, parts of the gap, all districts."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import median

import streamlit as st

from chuangmo.assess.outlook import HARD, LOCKED_IN, OUT_OF_REACH, WITHIN_REACH, Outlook
from chuangmo.assess.projection import Rest, rest_of_year
from chuangmo.assess.rounding import convertible, in_unit, publish, publish_safe
from chuangmo.catalog.models import Indicator
from chuangmo.charts.needed import Needed, needed_figure
from chuangmo.exhibit import Foot
from chuangmo.period import Period
from chuangmo.service.reading import Extent, OutlookAnswer
from chuangmo.ui import cached, html
from chuangmo.ui.exhibits import Place, place_of
from chuangmo.ui.html import Column, bold, joined, status_text
from chuangmo.ui.indicator import indicator_foot
from chuangmo.ui.picture import show_picture
from chuangmo.ui.state import Month, month_words, theme
from chuangmo.wording import (
    ABSENT,
    LINE_WORD,
    MARK_WORD,
    digits_of,
    exact,
    figure,
    reason_or,
    rest_words,
    unit_after,
    value_name,
)

ANSWER = {
    LOCKED_IN: "已锁定",
    WITHIN_REACH: "可达",
    HARD: "困难",
    OUT_OF_REACH: "已不可能",
    None: "无往年同期可比",
}
SIGN = {"<=": "≤", ">=": "≥", "==": "＝", "<": "＜", ">": "＞"}
_SINGLE = ("mean_of_points", "length_weighted_mean", "energy_mean", "latest", "composite_index")


@dataclass(frozen=True)
class View:
    """One state of the page.

    Attributes:
        answer: the outlook against the line that counts (target, else scheme, else standard).
        rest: the months to come with their weights; ``None`` where nothing can be projected.
    """

    place: Place
    answer: OutlookAnswer
    rest: Rest | None

    @property
    def indicator(self) -> Indicator:
        """The chosen indicator."""
        return self.place.indicator

    @property
    def month(self) -> Month:
        """The chosen month."""
        return self.place.month

    @property
    def ahead(self) -> Outlook | None:
        """The outlook itself."""
        return self.answer.ahead

    @property
    def lower(self) -> bool:
        """Whether less is better."""
        return self.answer.line is None or self.answer.line.operator in ("<=", "<")

    @property
    def digits(self) -> int:
        """Published decimals in the page's unit."""
        return digits_of(self.indicator, self.answer.unit)

    @property
    def noun(self) -> str:
        """``均值`` for concentrations, nothing for rates."""
        return "均值" if self.indicator.group == "air" and not self.indicator.is_rate else ""

    @property
    def rest_name(self) -> str:
        """``11—12月均值``."""
        return f"{rest_words(self.month.month)}{self.noun}"

    def text(self, value: Fraction | None) -> str:
        """A stored value as published in the page's unit."""
        shown = exact(value, self.indicator.unit, self.answer.unit, self.indicator)
        return figure(shown, self.answer.unit)

    def said(self, value: Fraction | None) -> str:
        """As ``text``, with the sign of per cent where the figure is a rate: for sentences."""
        return self.text(value) + ("%" if self.answer.unit == "%" and value is not None else "")

    @property
    def line_text(self) -> str:
        """``本地目标 0.128``, ``创模指标 85%``; empty without a line."""
        line = self.answer.line
        if line is None:
            return ""
        percent = "%" if self.answer.unit == "%" else ""
        return f"{LINE_WORD[line.line]} {figure(line.text_in(self.answer.unit))}{percent}"

    def number(self, value: Fraction) -> Fraction:
        """A stored value in the page's unit."""
        unit, wanted = self.indicator.unit, self.answer.unit
        return in_unit(value, unit, wanted) if convertible(unit, wanted) else value

    def stored(self, value: Fraction) -> Fraction:
        """A value of the page's unit in the stored unit."""
        unit, wanted = self.indicator.unit, self.answer.unit
        return in_unit(value, wanted, unit) if convertible(unit, wanted) else value

    def needed_text(self) -> str:
        """What is needed, rounded so that keeping it keeps the line; as the command line."""
        if self.ahead is None or self.ahead.needed is None or self.answer.line is None:
            return ABSENT
        if self.answer.line.percent is not None:
            return ABSENT
        exactly, operator = self.number(self.ahead.needed), self.answer.line.operator
        return figure(publish_safe(exactly, self.digits, operator), self.answer.unit)


def indicators_ahead(month: Month) -> list[Indicator]:
    """Indicators with figures and a line in the year of the month that add up over its months."""
    rows = cached.assess(month.year_period, month.as_of, "keep").rows
    present = {row.indicator for row in rows if row.limit is not None}
    return [
        found
        for found in cached.get_board().catalog.indicators.values()
        if found.id in present and not found.is_task and found.combine not in _SINGLE
    ]


def load_view(month: Month, indicator: Indicator, area: str) -> View:
    """Everything the page needs for one indicator and place."""
    assessment = cached.assess(month.year_period, month.as_of, "keep")
    answer = cached.look_ahead(indicator.id, area, month.year_period, month.as_of)
    return View(
        place_of(assessment, indicator, area, month, "keep"), answer, rest_for(answer, month)
    )


def rest_for(answer: OutlookAnswer, month: Month) -> Rest | None:
    """The months to come; ``None`` without a line, or where the line tests a percentile."""
    line = answer.line
    if answer.ahead is None or line is None or line.percent is not None:
        return None
    return rest_of_year(answer.indicator, answer.so_far, month.year, month.month)


def show_verdict(view: View) -> None:
    """The answer: what is so far, what the rest must average, whether it ever did."""
    place = view.place
    main = place.main
    tags = [html.chip(main.status) if main else "", html.demo_tag(any(r.demo for r in place.rows))]
    named = f"{view.indicator.symbol or ''} {view.indicator.name}".strip()
    kicker = ["达标推演", named, place.area, view.month.words, "不扣沙尘"]
    st.html(html.verdict_block(kicker, _headline(view), _second(view), tags))


def _headline(view: View) -> str:
    answer, so_far = view.answer, view.answer.so_far
    if so_far.value is None:
        return f"{view.month.words}{view.indicator.label}：{so_far.reason or '没有数据。'}"
    value = f"{value_name(view.indicator)} {view.text(so_far.value)}{unit_after(answer.unit)}"
    start = f"{view.month.span}{value}".replace("  ", " ")
    if answer.line is None:
        return f"{start}，{view.month.year}年没有可对照的目标或限值。"
    line = view.line_text
    if view.month.month == 12:
        said = view.place.sentence.rstrip("。")
        return f"{said}；{view.month.year}年已经结束，没有可推演的月份。"
    if view.ahead is None or view.ahead.needed is None or view.rest is None:
        return f"{start}，{line}；不能推算余下各月。"
    if view.ahead.answer == OUT_OF_REACH:
        return f"{start}；{rest_words(view.month.month)}已无法补回，全年达不到{line}。"
    if view.ahead.answer == LOCKED_IN:
        return f"{start}；{rest_words(view.month.month)}无论如何，全年都能完成{line}。"
    needed = f"{_word(view)} {view.needed_text()}{_percent(view)}"
    return f"{start}；{view.rest_name}须{needed}，全年才能完成{line}。"


def _second(view: View) -> str:
    if view.ahead is None or view.rest is None:
        main = view.place.main
        return reason_or(main, "") if main and main.reason else ""
    past = view.ahead.past
    if not past:
        return "没有往年同期的有效数据可比，只给出须达到的数，不判断难易。"
    listed = "、".join(f"{year}年 {view.said(value)}" for year, value in past)
    done = view.ahead.achieved or 0
    could = "做到过" if done == len(past) else "没有做到" if not done else f"{done} 年做到过"
    few = "只有一年可比，不足以判为可达。" if len(past) == 1 and done else ""
    could = f"{listed}，{could}。{few}"
    share = view.ahead.season_share
    season = f"往年到此时的累计为全年的 {publish(share * 100, 1)}%。" if share is not None else ""
    return (
        f"往年{rest_words(view.month.month)}：{could}{season}{_also(view)}推演不是预报，不含气象。"
    )


def _also(view: View) -> str:
    second = view.answer.line.second if view.answer.line else None
    return "另须日均值百分位也达标，推演只看均值。" if second is not None else ""


def show_needed(view: View) -> None:
    """The needed mean on its axis, beside the small table."""
    ahead, line = view.ahead, view.answer.line
    if ahead is None or line is None or view.rest is None or ahead.needed is None:
        return
    left, right = st.columns([1.15, 1], gap="medium")
    twin = _small_table(view)
    possible = not view.indicator.is_rate or 0 <= ahead.needed <= 100
    if possible:
        with left:
            drawn = needed_figure(_needed(view), view.digits, theme())
            sub = f"{view.rest_name}，{view.answer.unit}；浅色区可完成，圆点为往年同期"
            show_picture("needed", _needed_title(view), sub, drawn, twin)
    with right if possible else left:
        beyond = "" if possible else "；须达到的数超出 0–100，不可能做到，不画数轴"
        sub = f"按有效日折算，{view.answer.unit}{beyond}"
        st.html(html.title("余下各月需要多少", sub))
        st.html(html.table(*twin))


def _needed_title(view: View) -> str:
    assert view.ahead is not None
    past, done = view.ahead.past, view.ahead.achieved or 0
    if not past:
        return f"{view.rest_name}须{_word(view)} {view.needed_text()}，没有往年可比"
    if not done:
        return f"需要的{view.noun or '数'}，{len(past)} 年同期都没有出现过"
    return f"需要的{view.noun or '数'}，{len(past)} 年同期中有 {done} 年做到过"


def _percent(view: View) -> str:
    return "%" if view.answer.unit == "%" else ""


def _word(view: View) -> str:
    return "不高于" if view.lower else "不低于"


def _needed(view: View) -> Needed:
    ahead, line = view.ahead, view.answer.line
    assert ahead is not None and line is not None and ahead.needed is not None
    edge = Fraction(publish_safe(view.number(ahead.needed), view.digits, line.operator))
    past = tuple((year, Fraction(publish(view.number(v), view.digits))) for year, v in ahead.past)
    gap = ""
    if past:
        near = min((value for _, value in past), key=lambda value: abs(value - edge))
        ahead_of = near <= edge if view.lower else near >= edge
        gap = f"{'余' if ahead_of else '差'} {publish(abs(near - edge), view.digits)}"
    return Needed(
        edge=float(edge),
        edge_text=f"{SIGN[line.operator]} {view.needed_text()}",
        lower=view.lower,
        past=tuple((year, float(value)) for year, value in past),
        gap_text=gap,
        ceiling=100.0 if view.indicator.is_rate else None,
    )


def _small_table(view: View) -> tuple[list[Column], list[list[object]]]:
    ahead, line, main = view.ahead, view.answer.line, view.place.main
    assert ahead is not None and line is not None
    tag = joined([html.unverified(line.confidence), " ", _mark(line.mark)])
    name = rest_words(view.month.month)
    share = ahead.season_share
    rows: list[list[object]] = [
        [joined([f"全年{LINE_WORD[line.line]} ", tag]), figure(line.text_in(view.answer.unit))],
        [f"{view.month.span}累计", view.text(view.answer.so_far.value)],
        [f"{name}须{_word(view)}", bold(view.needed_text())],
        [_past_name(ahead), past_spread(view, ahead)],
        ["往年此时累计占全年", f"{publish(share * 100, 1)}%" if share is not None else ABSENT],
        ["判断", joined([status_text(main.status) if main else "", f" {_judged(ahead)}"])],
    ]
    return [Column("项目"), Column("数值", numeric=True)], rows


def _past_name(ahead: Outlook) -> str:
    if len(ahead.past) == 1:
        return f"{ahead.past[0][0]}年同期（只有一年可比）"
    return f"近{len(ahead.past)}年同期 最低 / 中位 / 最高" if ahead.past else "往年同期"


def _mark(mark: str) -> html.Safe:
    word = MARK_WORD.get(mark, "")
    return html.Safe(f'<span class="tag">{html.text(word)}</span>' if word else "")


def _judged(ahead: Outlook) -> str:
    reached = f"（{ahead.achieved}/{len(ahead.past)} 年）" if ahead.past else ""
    return f"{ANSWER[ahead.answer]}{reached}"


def past_spread(view: View, ahead: Outlook) -> str:
    """Lowest, median and highest of the past years; a single year stands alone."""
    values = ahead.past_values
    if not values:
        return ABSENT
    if len(values) == 1:
        return view.text(values[0])
    return " / ".join(view.text(v) for v in (min(values), median(values), max(values)))


def outlook_foot(view: View, extent: Extent) -> Foot:
    """The foot line of the page."""
    return indicator_foot(view.place, extent)


def past_years_words(view: View) -> str:
    """``参照年：2007``; empty without past years."""
    years = [str(year) for year, _ in view.ahead.past] if view.ahead else []
    return f"参照年：{'、'.join(years)}" if years else ""


def offer_open_month(view: View, months: Sequence[Period]) -> None:
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
            ["达标推演", month.words],
            f"{month.words}没有可以推演的指标。",
            "推演需要逐月数据和一条年度目标或限值：请换一个月份，或到“上传”页导入该年的月报。",
        )
    )
