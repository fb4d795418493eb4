"""The evidence ladder as properties: status and answer are one, and easier is never worse."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from chuangmo.assess import verdict_types as vt
from chuangmo.assess.figure_request import FigureRequest
from chuangmo.assess.lines import LimitLine
from chuangmo.assess.verdict_types import Statistic
from chuangmo.assess.verdicts.evidence import (
    BOUNDS,
    LEVEL,
    ONE_YEAR,
    PAST_YEARS,
    STATUS_OF,
    WORST_FIRST,
    Known,
    judged,
)
from chuangmo.assess.verdicts.outlook import Outlook, outlook
from chuangmo.assess.verdicts.verdict import Case, judge
from chuangmo.catalog.load import load_catalog
from chuangmo.period import Period, month_period, year_period
from chuangmo.settings import Settings
from tests.two_forms import examples

CATALOG = load_catalog(Settings(Path(__file__).parent / "no-home", "lanzhou"))
YEAR = year_period(2008)
KINDS = ("pm10", "good_air_days", "sewage_treatment_rate", "noise_traffic", "surface_water_compliance",
         "catering_treated_units", "air_composite_index")  # fmt: skip
numbers = st.fractions(min_value=0, max_value=200, max_denominator=8)
codes = st.sampled_from(["", "period_open", "period_open", "period_not_covered", "no_data"])


@st.composite
def figures(draw: st.DrawFn) -> tuple[Statistic, LimitLine, date, dict[int, Fraction]]:
    """A figure so far, a line, the last day of a month and figures of past years."""
    entry = CATALOG.indicator(draw(st.sampled_from(KINDS)))
    as_of = month_period(2008, draw(st.integers(1, 12))).last_day
    top, bottom = draw(st.integers(0, 100)), draw(st.integers(1, 100))
    value = Fraction(min(top, bottom) * 100, bottom) if entry.is_rate else draw(numbers)
    parts = {"numerator": Fraction(min(top, bottom)), "denominator": Fraction(bottom)}
    request = FigureRequest(entry, "城关区", None, YEAR, as_of, ())
    code = draw(codes)
    figure = request.answer(
        value=None if code == "no_data" else value, reason_code=code, reason="说明。",
        n_valid=draw(st.integers(0, 200)), calendar_days=draw(st.sampled_from([0, 0, 200])),
        percentiles=((95, draw(numbers)),) if draw(st.booleans()) else (),
        zones=(vt.ZoneRate("甲", parts["numerator"], parts["denominator"]),),
        **(parts if entry.is_rate and draw(st.booleans()) else {}),
    )  # fmt: skip
    operator = "<=" if entry.direction == "lower" else ">="
    line = LimitLine(vt.TARGET, "x", "目标", operator, str(draw(st.integers(0, 120))), entry.unit,
                     "year", draw(st.booleans()), True, "", "", "A")  # fmt: skip
    if entry.id == "pm10" and draw(st.booleans()):
        line = replace(line, second=replace(line, percent=95))
    past = draw(st.dictionaries(st.sampled_from([2005, 2006, 2007]), numbers))
    return figure, line, as_of, past


def looked_ahead(
    figure: Statistic, line: LimitLine, as_of: date, past: dict[int, Fraction]
) -> Outlook:
    def history(rest: Period) -> Statistic:
        value = past.get(rest.last_day.year)
        return replace(figure, value=value, valid=value is not None, percentiles=())

    end = datetime.combine(as_of + timedelta(days=1), datetime.min.time())
    return outlook(CATALOG.indicator(figure.indicator), figure, line, YEAR, end, history)


@settings(max_examples=examples(200, 4000))
@given(figures())
def test_status_and_answer_never_contradict(
    drawn: tuple[Statistic, LimitLine, date, dict[int, Fraction]],
) -> None:
    figure, line, as_of, past = drawn
    ahead, is_open = looked_ahead(*drawn), YEAR.last_day > as_of
    row = judge(vt.TARGET, Case(CATALOG.indicator(figure.indicator), "城关区", "district", figure,
                                "year", line, figure.unit, is_open, True, ahead))  # fmt: skip
    if not is_open:
        ended = {vt.MET: "locked_in", vt.MISSED: "out_of_reach"}
        assert ahead.answer == ended.get(row.status)
        assert row.evidence is None and ahead.evidence is None
    elif ahead.answer is None:
        assert row.status in (vt.INSUFFICIENT, vt.NOT_YET_DUE) and row.evidence is None
    else:
        assert row.status == STATUS_OF[ahead.answer]
        assert row.evidence == ahead.evidence in (BOUNDS, PAST_YEARS, ONE_YEAR, LEVEL)
    if figure.reason_code == "period_not_covered" and figure.value is not None and is_open:
        assert (ahead.answer is None) == (row.status == vt.INSUFFICIENT)
    seasonal = CATALOG.indicator(figure.indicator).seasonal
    assert seasonal or ahead.evidence in (None, BOUNDS, LEVEL)
    assert ahead.evidence != PAST_YEARS or len(past) >= 2


@settings(max_examples=examples(200, 4000))
@given(st.sampled_from(["pm10", "good_air_days", "sewage_treatment_rate"]), numbers, numbers,
       st.fractions(min_value=0, max_value=50, max_denominator=8), st.booleans(),
       st.lists(numbers, max_size=3))  # fmt: skip
def test_what_is_easier_is_never_judged_worse(
    name: str, needed: Fraction, so_far: Fraction, step: Fraction, meets: bool,
    past: list[Fraction],
) -> None:  # fmt: skip
    entry = CATALOG.indicator(name)
    operator, better = ("<=", needed + step) if name == "pm10" else (">=", needed - step)
    known = Known(needed, so_far, meets, [(2007 - n, value) for n, value in enumerate(past)])
    before = judged(entry, operator, known)
    after = judged(entry, operator, replace(known, needed=better))
    assert WORST_FIRST.index(after.answer) >= WORST_FIRST.index(before.answer)


def test_air_alone_is_seasonal() -> None:
    """Concentrations and good days are; rates, noise and water are not (contract, 状态)."""
    for entry in CATALOG.indicators.values():
        assert entry.seasonal == (entry.group == "air"), entry.id
