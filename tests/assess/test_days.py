"""A span of days answers from running sums exactly what adding its days up answers."""

from datetime import date, datetime, time, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from chuangmo.assess.figures.days import Days
from chuangmo.assess.figures.percentile import percentile
from chuangmo.period import SEASON, Period

FIRST = date(2007, 12, 1)
days_of = st.integers(0, 120).map(lambda n: FIRST + timedelta(days=n))
values_of = st.fractions(min_value=0, max_value=900, max_denominator=240)
givers_of = st.sampled_from([("a",), ("a", "b"), ("c",)])


@st.composite
def whole_and_span(draw: st.DrawFn) -> tuple[Days, frozenset[date], Period]:
    values = draw(st.dictionaries(days_of, values_of, max_size=60))
    found = Days(
        values=values,
        seen=set(values) | draw(st.sets(days_of, max_size=10)),
        clean=draw(st.sets(days_of, max_size=5)),
        givers={day: draw(givers_of) for day in values},
        hourly=lambda: {day: (value, 2) for day, value in values.items()},
    )
    first, last = sorted((draw(days_of), draw(days_of)))
    end = datetime.combine(last, time()) + timedelta(days=1)
    span = Period(datetime.combine(first, time()), end, SEASON)
    return found, frozenset(draw(st.sets(days_of, max_size=8))), span


@given(whole_and_span())
def test_a_span_is_what_its_days_add_up_to(asked: tuple[Days, frozenset[date], Period]) -> None:
    whole, dust_days, span = asked
    inside = {d for d in whole.seen if span.start.date() <= d <= span.last_day}
    dust = {d for d in inside & whole.values.keys() if d in dust_days and d not in whole.clean}
    values = {d: whole.values[d] for d in sorted(inside & whole.values.keys() - dust)}
    found = whole.without(dust_days).within(span)
    assert found.seen == bool(inside) and found.dust == dust
    assert dict(found.values) == values and found.n == len(values)
    months: dict[tuple[int, int], int] = {}
    for day in values.keys() | dust:
        months[day.year, day.month] = months.get((day.year, day.month), 0) + 1
    assert found.monitored == months
    assert set(found.sites) == {
        site for d, sites in whole.givers.items() if d in inside for site in sites
    }
    assert found.hour_count == 2 * len(values)
    assert found.hour_total == sum(values.values(), Fraction(0))
    if not values:
        assert found.mean is None
        return
    assert found.mean == sum(values.values(), Fraction(0)) / len(values)
    assert found.last == max(values)
    for percent in (0, 5, 50, 90, 95, 98, 100):
        assert found.percentile(percent) == percentile(values.values(), percent)


def test_taking_dust_out_leaves_the_whole_as_it_was() -> None:
    day = FIRST
    whole = Days(values={day: Fraction(1)}, seen={day})
    assert whole.without({day}).values == {} and whole.values == {day: Fraction(1)}
    assert whole.without({FIRST + timedelta(days=1)}) is whole
