"""The line of a plan, against one that is walked day by day; and what must hold of its verdicts."""

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from chuangmo.assess.plan_line import PlanLine, plan_line, share_of_year
from chuangmo.catalog.load import load_catalog
from chuangmo.catalog.target_models import Target
from chuangmo.settings import Settings
from tests.two_forms import examples

CATALOG = load_catalog(Settings(Path(__file__).parent / "no-home", "lanzhou"))
RATE, TASK = CATALOG.indicator("sewage_treatment_rate"), CATALOG.indicator("boiler_retrofit_units")
numbers = st.integers(0, 1000).map(lambda tenths: Fraction(tenths, 10))
#: Points in years apart by one to three, so that leap years lie among them.
points = st.lists(st.tuples(st.integers(1, 3), numbers), min_size=1, max_size=3)


def walked(line: PlanLine) -> dict[date, Fraction]:
    """Every day of the line, each a step further than the one before."""
    found = {}
    for (first, low), (last, high) in pairwise(line.points):
        day, number = date(first, 12, 31), low
        found[day] = number
        while day < date(last, 12, 31):
            day += timedelta(days=1)
            days = (date(day.year + 1, 1, 1) - date(day.year, 1, 1)).days
            number += (high - low) / (last - first) / days
            found[day] = number
    return found


@settings(max_examples=examples(15, 150), deadline=None)
@given(st.integers(1995, 2012), numbers, points)
def test_the_line_is_the_one_walked_day_by_day(year, start, steps):
    made = [(year, start)]
    for apart, number in steps:
        made.append((made[-1][0] + apart, number))
    line = PlanLine(tuple(made))
    days = walked(line)
    assert {day: line.on(day) for day in days} == days
    assert line.on(date(year, 12, 30)) is None and line.on(date(made[-1][0] + 1, 1, 1)) is None


@given(st.dates(date(1996, 1, 1), date(2024, 12, 31)))
def test_the_share_of_a_year_is_whole_on_its_last_day_only(day):
    assert 0 < share_of_year(day) <= 1
    assert (share_of_year(day) == 1) == ((day.month, day.day) == (12, 31))


def test_a_state_starts_at_the_end_of_its_first_year_and_a_task_at_its_beginning():
    said = {"area": "安宁区", "form": "plan", "year": 2010, "start_year": 2006, "operator": ">=",
            "limit": "60", "source": "试例", "confidence": "A"}  # fmt: skip
    state = Target(indicator=RATE.id, unit="%", start_value="10", **said)
    assert plan_line(state, RATE, "%").points == ((2006, 10), (2010, 60))
    task = Target(indicator=TASK.id, unit="台", **said)
    assert plan_line(task, TASK, "台").points == ((2005, 0), (2010, 60))
