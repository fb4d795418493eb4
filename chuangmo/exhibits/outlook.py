"""What the rest of the year must average in one place, beside past years."""

from dataclasses import dataclass
from fractions import Fraction
from statistics import median

import pandas as pd

from chuangmo.assess.compare import state_note
from chuangmo.assess.rounding import convertible, in_unit, publish, publish_safe
from chuangmo.assess.stretches import WITH_DUST
from chuangmo.assess.verdict_types import Verdict
from chuangmo.assess.verdicts.evidence import LOCKED_IN, OUT_OF_REACH
from chuangmo.assess.verdicts.evidence_words import (
    days_note,
    days_words,
    evidence_sentence,
    evidence_words,
)
from chuangmo.assess.verdicts.outlook import Outlook
from chuangmo.assess.verdicts.projection import Rest, rest_of_year
from chuangmo.catalog.catalog import Catalog
from chuangmo.catalog.models import Indicator
from chuangmo.charts.needed import Needed, needed_figure
from chuangmo.exhibit import Cell, ColumnHead, Exhibit, Foot, Table
from chuangmo.exhibits.month import Month
from chuangmo.exhibits.place import Place, place_of
from chuangmo.period import year_period
from chuangmo.service.figures.assessing import OutlookAnswer
from chuangmo.service.questions import Questions
from chuangmo.status import LINE_WORD, SIGN
from chuangmo.wording import (
    ABSENT,
    MARK_WORD,
    difference_words,
    digits_of,
    exact,
    figure,
    out_of_reach_words,
    reaching,
    reason_or,
    rest_words,
    statistic_text,
    unit_after,
    value_name,
)

_UNLIKE, _OTHER_TABLES = "往年与今年的浓度状态不同，不作比较。", "往年的指数办法与今年不同"
_NO_FORECAST = "推演不是预报，未考虑气象条件。"
_SINGLE = (
    "mean_of_points", "length_weighted_mean", "energy_mean", "latest", "sum_of_latest",
    "composite_index",
)  # fmt: skip


@dataclass(frozen=True)
class OutlookView:
    """One state of the page.

    Attributes:
        answer: the outlook against the line that counts (target, else scheme, else standard).
        rest: the months to come with their weights; ``None`` where nothing can be projected.
        unlike: why past years with other concentrations are not compared with, else empty.
    """

    place: Place
    answer: OutlookAnswer
    rest: Rest | None
    unlike: str = ""

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
    def row(self) -> Verdict | None:
        """The verdict on the line looked ahead to: its status goes with what is needed."""
        line = self.answer.line.line if self.answer.line else ""
        return next((row for row in self.place.rows if row.line == line), self.place.main)

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
        """``年度目标 0.128``, ``创模指标 85%``; empty without a line."""
        line = self.answer.line
        if line is None:
            return ""
        percent = "%" if self.answer.unit == "%" else ""
        return f"{LINE_WORD[line.line]}{figure(line.text_in(self.answer.unit))}{percent}"

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


def indicators_ahead(reader: Questions, month: Month) -> list[Indicator]:
    """Indicators with figures and a line in the year of the month that add up over its months."""
    rows = reader.assess(month.year_period, month.as_of, WITH_DUST).rows
    present = {row.indicator for row in rows if row.limit is not None}
    return [
        found
        for found in reader.catalog.indicators.values()
        if found.id in present and not found.is_task and found.combine not in _SINGLE
    ]


def load_view(reader: Questions, month: Month, indicator: Indicator, area: str) -> OutlookView:
    """Everything the page needs for one indicator and place."""
    assessment = reader.assess(month.year_period, month.as_of, WITH_DUST)
    answer = reader.look_ahead(indicator.id, area, month.year_period, month.as_of)
    return OutlookView(
        place_of(assessment, indicator, area, month, WITH_DUST),
        answer,
        rest_for(answer, month),
        _unlike(reader.catalog, indicator, answer, month),
    )


def _unlike(catalog: Catalog, indicator: Indicator, answer: OutlookAnswer, month: Month) -> str:
    """Why past years with figures are not compared with; empty where all are."""
    if answer.ahead is None or not answer.ahead.unlike:
        return ""
    first = year_period(min(answer.ahead.unlike))
    return state_note(catalog, indicator, first, month.year_period) or _OTHER_TABLES


def _unlike_words(view: OutlookView) -> str:
    if view.unlike == _OTHER_TABLES:
        return f"{_OTHER_TABLES}，不作比较。"
    return _UNLIKE if view.unlike else ""


def rest_for(answer: OutlookAnswer, month: Month) -> Rest | None:
    """The months to come; ``None`` without a line, or where the line tests a percentile."""
    line = answer.line
    if answer.ahead is None or line is None or line.percent is not None:
        return None
    return rest_of_year(answer.indicator, answer.so_far, month.year, month.month)


def headline(view: OutlookView) -> str:
    """The answer as one sentence."""
    answer, so_far = view.answer, view.answer.so_far
    if so_far.value is None:
        return f"{view.month.words}{view.indicator.label}：{so_far.reason or '没有数据。'}"
    statistic = view.place.statistic if view.place.main else so_far.statistic
    shown = statistic_text(so_far, statistic, answer.unit, view.indicator)
    value = f"{value_name(view.indicator, statistic)}为{shown}{unit_after(answer.unit)}"
    start = f"{view.month.span}{value}"
    if answer.line is None:
        return f"{start}，{view.month.year}年没有可对照的目标或限值。"
    line = view.line_text
    if view.month.month == 12:
        said = view.place.sentence.rstrip("。")
        return f"{said}；{view.month.year}年已经结束，没有可推演的月份。"
    if view.ahead is None or view.ahead.needed is None or view.rest is None:
        return f"{start}，对照{line}，不能推算余下各月。"
    if view.ahead.answer == OUT_OF_REACH:
        best = out_of_reach_words(answer.line, view.indicator, answer.unit, view.month.month)
        return f"{start}；{best}。"
    reached = reaching(answer.line, answer.unit)
    if view.ahead.answer == LOCKED_IN:
        return f"{start}；{rest_words(view.month.month)}无论如何变化，全年都能{reached}。"
    needed = f"{word_of(view)}{view.needed_text()}{unit_after(answer.unit)}{days_note(view.ahead)}"
    return f"{start}；{view.rest_name}须{needed}，全年才能{reached}。"


def second(view: OutlookView) -> str:
    """What past years did in the same months."""
    if view.ahead is None or view.rest is None:
        main = view.place.main
        return reason_or(main, "") if main and main.reason else ""
    past = view.ahead.past
    basis, unlike = evidence_sentence(view.indicator, view.ahead), _unlike_words(view)
    if not past:
        return f"{basis}{unlike}{_also(view)}{_NO_FORECAST}"
    unit = unit_after(view.answer.unit)
    listed = "、".join(f"{year}年为{view.text(value)}{unit}" for year, value in past)
    done = view.ahead.achieved or 0
    could = "达到过" if done == len(past) else "没有达到过" if not done else f"其中{done}年达到过"
    could = f"{listed}，{could}所需数值。{basis}"
    share = view.ahead.season_share
    season = f"往年此时的累计值为全年的{publish(share * 100, 1)}%。" if share is not None else ""
    return f"往年{view.rest_name}：{could}{season}{_also(view)}{unlike}{_NO_FORECAST}"


def _also(view: OutlookView) -> str:
    second = view.answer.line.second if view.answer.line else None
    return "另须日均值百分位数不超过日限值，此处只推算均值。" if second is not None else ""


def is_possible(view: OutlookView) -> bool:
    """Whether the needed figure lies where a figure can lie at all; rates end at 0 and 100."""
    assert view.ahead is not None and view.ahead.needed is not None
    return not view.indicator.is_rate or 0 <= view.ahead.needed <= 100


def needed_exhibit(view: OutlookView, foot: Foot, theme: str = "light") -> Exhibit | None:
    """The needed mean on its axis; ``None`` where nothing can be needed."""
    ahead, line = view.ahead, view.answer.line
    if ahead is None or line is None or view.rest is None or ahead.needed is None:
        return None
    table = small_table(view)
    frame = pd.DataFrame([[c.text or c.word for c in row] for row in table.rows])
    possible = is_possible(view)
    return Exhibit(
        key=f"needed-{view.indicator.id}-{view.month.period.text}",
        verdict=needed_title(view),
        subtitle=f"{view.rest_name}{days_note(ahead)}，{view.answer.unit}；浅色区即满足，圆点为往年同期",
        figure=needed_figure(needed_axis(view), view.digits, theme) if possible else None,
        frame=frame.set_axis(["项目", "数值"], axis=1),
        foot=foot,
        notes=(
            f"所需的均值{days_words(ahead)}；{_NO_FORECAST}",
            *((f"{view.unlike}；{_unlike_words(view)}",) if view.unlike else ()),
        ),
        demo=any(row.demo for row in view.place.rows),
        extra={"unit": view.answer.unit, "place": view.indicator.label},
        kind="needed",
        table=table,
    )


def small_table(view: OutlookView) -> Table:
    """Line, figure so far, what is needed, past years and the judgement, one a row."""
    ahead, line, row = view.ahead, view.answer.line, view.row
    assert ahead is not None and line is not None
    tags = ["待核"] if line.confidence in ("B", "C") else []
    tags += [word] if (word := MARK_WORD.get(line.mark, "")) else []
    name, share = rest_words(view.month.month), ahead.season_share
    pairs = [
        (Cell(f"全年{LINE_WORD[line.line]}", small="、".join(tags)),
         Cell(figure(line.text_in(view.answer.unit)))),
        (Cell(f"{view.month.span}累计"), Cell(view.text(view.answer.so_far.value))),
        (Cell(f"{name}须{word_of(view)}{days_note(ahead)}"), Cell(view.needed_text())),
        (Cell(_past_name(ahead)), Cell(past_spread(view, ahead))),
        (Cell("往年此时累计占全年"),
         Cell(f"{publish(share * 100, 1)}%" if share is not None else ABSENT)),
        (Cell("判断"), Cell(basis_words(view), row.shown_as if row else "")),
    ]  # fmt: skip
    return Table((ColumnHead("项目"), ColumnHead("数值", view.answer.unit, True)), tuple(pairs))


def needed_title(view: OutlookView) -> str:
    """How often the needed figure was reached before."""
    assert view.ahead is not None
    past, done = view.ahead.past, view.ahead.achieved or 0
    if not past:
        needed = f"{word_of(view)}{view.needed_text()}{unit_after(view.answer.unit)}"
        return f"{view.rest_name}须{needed}{days_note(view.ahead)}，没有往年同期可比"
    if len(past) == 1:
        return f"所需的{view.noun or '数值'}，{past[0][0]}年同期{'' if done else '没有'}达到过"
    if not done:
        return f"所需的{view.noun or '数值'}，往年同期（{len(past)}年）没有达到过"
    return f"所需的{view.noun or '数值'}，往年{len(past)}年同期中有{done}年达到过"


def word_of(view: OutlookView) -> str:
    """``不高于`` or ``不低于``."""
    return "不高于" if view.lower else "不低于"


def needed_axis(view: OutlookView) -> Needed:
    """The values of the axis in the page's unit."""
    ahead, line = view.ahead, view.answer.line
    assert ahead is not None and line is not None and ahead.needed is not None
    edge = Fraction(publish_safe(view.number(ahead.needed), view.digits, line.operator))
    past = tuple((year, Fraction(publish(view.number(v), view.digits))) for year, v in ahead.past)
    gap = ""
    if past:
        near = min((value for _, value in past), key=lambda value: abs(value - edge))
        ahead_of = near <= edge if view.lower else near >= edge
        distance = publish(abs(near - edge), view.digits)
        gap = f"{'余' if ahead_of else '差'}{difference_words(distance, view.answer.unit)}"
    return Needed(
        edge=float(edge),
        edge_text=f"{SIGN[line.operator]} {view.needed_text()}",
        lower=view.lower,
        past=tuple((year, float(value)) for year, value in past),
        gap_text=gap,
        ceiling=100.0 if view.indicator.is_rate else None,
    )


def _past_name(ahead: Outlook) -> str:
    if len(ahead.past) == 1:
        return f"{ahead.past[0][0]}年同期（只有一年可比）"
    return f"近{len(ahead.past)}年同期 最低 / 中位 / 最高" if ahead.past else "往年同期"


def basis_words(view: OutlookView) -> str:
    """By what the status was found: ``依据：往年3年同期的中位数``; why there is none otherwise."""
    words = evidence_words(view.indicator, view.ahead) if view.ahead else ""
    if words:
        return f"依据：{words}"
    return view.row.reason if view.row and view.row.reason else "不判断"


def past_spread(view: OutlookView, ahead: Outlook) -> str:
    """Lowest, median and highest of the past years; a single year stands alone."""
    values = ahead.past_values
    if not values:
        return ABSENT
    if len(values) == 1:
        return view.text(values[0])
    return " / ".join(view.text(v) for v in (min(values), median(values), max(values)))


def past_years_words(view: OutlookView) -> str:
    """``参照年：2007``; empty without past years."""
    years = [str(year) for year, _ in view.ahead.past] if view.ahead else []
    return f"参照年：{'、'.join(years)}" if years else ""
