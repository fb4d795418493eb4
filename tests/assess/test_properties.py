"""Properties of the judgement that hold whatever the data: order, scale, missing data, limits."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import get_args

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chuangmo.assess import verdict_types as vt
from chuangmo.assess.aggregate import COMBINE, summarise
from chuangmo.assess.compare import competition_ranks
from chuangmo.assess.figure_request import FigureRequest
from chuangmo.assess.lines import line_for
from chuangmo.assess.rounding import in_unit, publish, round_fraction
from chuangmo.assess.stretches import Stretch
from chuangmo.assess.verdict_types import Statistic, Verdict
from chuangmo.assess.verdicts.outlook import outlook
from chuangmo.assess.verdicts.verdict import Case, judge
from chuangmo.catalog.load import load_catalog
from chuangmo.catalog.models import Combine
from chuangmo.period import Period, day_period, month_period, year_period
from chuangmo.settings import Settings
from tests.two_forms import examples

CATALOG = load_catalog(Settings(Path(__file__).parent / "no-home", "lanzhou"))
PM10 = CATALOG.indicator("pm10")
AREA = "城关区"
#: A year of rows is dear to draw: fewer of them, still from the first day to the last.
YEARS = settings(max_examples=examples(15, 150), suppress_health_check=[HealthCheck.too_slow])
ORDER = {vt.MET: 0, vt.MISSED: 1}

concentrations = st.integers(min_value=20, max_value=400).map(Decimal)
fractions = st.fractions(min_value=-500, max_value=500, max_denominator=10_000)


def rows_of(days: dict[date, Decimal], site: str | None = None, area: str = AREA) -> list[Stretch]:
    return [
        Stretch("pm10", area, site, "day", "mean", "", span.start, span.end, value, 1,
                None, None, None, None, None, "", False)
        for day, value in days.items()
        for span in [day_period(day)]
    ]  # fmt: skip


def ask(rows: list[Stretch], period: Period, as_of: date = date(2100, 1, 1)) -> FigureRequest:
    rule = CATALOG.validity("pm10", period.last_day)
    return FigureRequest(
        PM10, AREA, None, period, as_of, tuple(rows), rule=rule[1] if rule else None
    )


def verdict(figure: Statistic, line: str = vt.STANDARD) -> Verdict:
    found = line_for(CATALOG, PM10, AREA, figure.period, line)
    return judge(line, Case(PM10, AREA, "district", figure, figure.period.kind, found, "mg/m³",
                            is_open=False, has_begun=True))  # fmt: skip


@st.composite
def years(draw: st.DrawFn) -> dict[date, Decimal]:
    """A 2008 with between 40 and 150 valid days, spread by chance over the months."""
    picked = draw(st.sets(st.integers(0, 365), min_size=40, max_size=150))
    values = draw(st.lists(concentrations, min_size=len(picked), max_size=len(picked)))
    return {
        date(2008, 1, 1) + timedelta(days=n): v for n, v in zip(sorted(picked), values, strict=True)
    }


@YEARS
@given(years(), st.randoms())
def test_order_of_rows_changes_nothing(days: dict[date, Decimal], random: object) -> None:
    rows = rows_of(days)
    shuffled = list(rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert summarise(ask(rows, year_period(2008))) == summarise(ask(shuffled, year_period(2008)))


@YEARS
@given(years())
def test_year_lies_within_its_months_and_is_their_mean_by_valid_days(
    days: dict[date, Decimal],
) -> None:
    rows = rows_of(days)
    whole = summarise(ask(rows, year_period(2008)))
    months = [summarise(ask(rows, month)) for month in year_period(2008).months()]
    known = [(m.value, m.n_valid) for m in months if m.value is not None]
    assert whole.value is not None
    assert min(v for v, _ in known) <= whole.value <= max(v for v, _ in known)
    assert whole.value == sum((v * n for v, n in known), Fraction(0)) / sum(n for _, n in known)


@YEARS
@given(years(), st.data())
def test_removing_data_never_betters_a_status(
    days: dict[date, Decimal], data: st.DataObject
) -> None:
    before = verdict(summarise(ask(rows_of(days), year_period(2008))))
    gone = data.draw(st.sets(st.sampled_from(sorted(days)), min_size=1))
    left = {day: value for day, value in days.items() if day not in gone}
    after = verdict(summarise(ask(rows_of(left), year_period(2008))))
    if before.status == vt.INSUFFICIENT:
        assert after.status == vt.INSUFFICIENT
    assert after.n_valid <= before.n_valid


@YEARS
@given(years(), st.data())
def test_raising_one_concentration_never_betters_its_district_nor_moves_another(
    days: dict[date, Decimal], data: st.DataObject
) -> None:
    day = data.draw(st.sampled_from(sorted(days)))
    raised = {**days, day: days[day] + data.draw(st.integers(1, 500))}
    other = rows_of(days, area="安宁区")
    before = verdict(summarise(ask(rows_of(days) + other, year_period(2008))))
    after = verdict(summarise(ask(rows_of(raised) + other, year_period(2008))))
    assert ORDER.get(after.status, 9) >= ORDER.get(before.status, 9)
    there = FigureRequest(PM10, "安宁区", None, year_period(2008), date(2100, 1, 1),
                     tuple(rows_of(raised) + other))  # fmt: skip
    assert summarise(there).value == Fraction(sum(days.values())) / len(days)


@YEARS
@given(years())
def test_milligrams_and_micrograms_give_the_same_verdict(days: dict[date, Decimal]) -> None:
    figure = summarise(ask(rows_of(days), year_period(2008)))
    line = line_for(CATALOG, PM10, AREA, figure.period, vt.STANDARD)
    rows = [
        judge(vt.STANDARD, Case(PM10, AREA, "district", figure, "year", line, unit,
                                is_open=False, has_begun=True))
        for unit in ("mg/m³", "µg/m³")
    ]  # fmt: skip
    assert rows[0].status == rows[1].status and rows[0].ratio == rows[1].ratio
    assert Fraction(rows[0].limit or 0) * 1000 == Fraction(rows[1].limit or 0)


@YEARS
@given(st.integers(60, 200), st.integers(1, 11))
def test_appending_the_needed_mean_gives_the_target_exactly(value: int, months: int) -> None:
    days = {
        month_period(2008, m).start.date() + timedelta(days=n): Decimal(value + n)
        for m in range(1, months + 1)
        for n in range(25)
    }
    as_of = month_period(2008, months).last_day
    figure = summarise(ask(rows_of(days), year_period(2008), as_of))
    line = line_for(CATALOG, PM10, AREA, year_period(2008), vt.TARGET)
    assert line is not None
    end = datetime.combine(as_of + timedelta(days=1), datetime.min.time())
    ahead = outlook(PM10, figure, line, year_period(2008), end,
                    lambda rest: summarise(ask([], rest)))  # fmt: skip
    assert ahead.needed is not None and figure.value is not None
    total = figure.value * figure.n_valid + ahead.needed * ahead.days_left
    assert total / (figure.n_valid + ahead.days_left) == line.value_in("µg/m³")


@given(st.integers(0, 365 * 30))
def test_the_standard_is_chosen_by_data_date_only(offset: int) -> None:
    day = date(2000, 1, 1) + timedelta(days=offset)
    found = CATALOG.standard_for("pm10", day)
    assert found is not None
    wanted = (
        "gb3095-1996" if day < date(2013, 1, 1)
        else "gb3095-2012" if day < date(2026, 3, 1) else "gb3095-2026"
    )  # fmt: skip
    assert found.id == wanted or day < date(2000, 1, 6)


@given(fractions, st.integers(0, 4))
def test_rounding_is_idempotent_monotone_and_symmetric(value: Fraction, digits: int) -> None:
    once = round_fraction(value, digits)
    assert round_fraction(once, digits) == once
    assert round_fraction(-value, digits) == -once
    assert round_fraction(value + Fraction(1, 7), digits) >= once
    assert abs(once - value) <= Fraction(1, 2 * 10**digits)


@given(st.decimals(min_value=-10_000, max_value=10_000, places=5), st.integers(0, 4))
def test_rounding_equals_decimal_half_even_on_texts(value: Decimal, digits: int) -> None:
    wanted = value.quantize(Decimal(1).scaleb(-digits), rounding="ROUND_HALF_EVEN")
    assert Fraction(publish(Fraction(value), digits)) == Fraction(wanted)


@given(fractions)
def test_a_change_of_unit_is_exact_both_ways(value: Fraction) -> None:
    assert in_unit(in_unit(value, "µg/m³", "mg/m³"), "mg/m³", "µg/m³") == value


@given(st.dictionaries(st.text(min_size=1, max_size=3), st.integers(0, 20).map(str), min_size=1))
def test_ranks_are_competition_ranks(published: dict[str, str]) -> None:
    ranks = competition_ranks(published, "lower")
    for place, (rank, tied) in ranks.items():
        better = [p for p in published if Fraction(published[p]) < Fraction(published[place])]
        assert rank == len(better) + 1
        assert tied == (list(published.values()).count(published[place]) > 1)


parts = st.tuples(st.integers(0, 100), st.integers(1, 100)).filter(lambda pair: pair[0] <= pair[1])


@given(st.lists(parts, min_size=1, max_size=8))
def test_a_pooled_rate_lies_between_its_parts(pairs: list[tuple[int, int]]) -> None:
    rate = CATALOG.indicator("water_source_compliance")
    span = month_period(2008, 10)
    rows = [
        Stretch("water_source_compliance", AREA, f"源{n}", "month", "rate", "", span.start, span.end,
                None, 0, Decimal(top), Decimal(bottom), None, None, None, "", False)
        for n, (top, bottom) in enumerate(pairs)
    ]  # fmt: skip
    figure = summarise(FigureRequest(rate, AREA, None, span, date(2100, 1, 1), tuple(rows)))
    assert figure.value is not None
    single = [Fraction(top * 100, bottom) for top, bottom in pairs]
    assert min(single) <= figure.value <= max(single)


def test_every_combining_word_of_the_catalog_has_its_function() -> None:
    assert set(COMBINE) == set(get_args(Combine))
