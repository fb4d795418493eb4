"""A figure that was sketched is one that Plotly accepts, field by field, and draws as it is told."""

from datetime import date

import pandas as pd
import plotly.graph_objects as go
import pytest

from chuangmo.assess.verdicts.breaks import Break
from chuangmo.charts.calendar import CalendarDay, calendar_figure
from chuangmo.charts.classes import build_classes
from chuangmo.charts.ranking import ranking_figure
from chuangmo.charts.rows import records
from chuangmo.charts.sketch import Sketch
from chuangmo.charts.template import layout
from chuangmo.charts.trend import TrendLook, trend_figure
from tests.charts.test_ranking import FRAME
from tests.charts.test_trend import LIMITS, months

LOOKS = [("light", False), ("dark", True)]


def accepted(figure: go.Figure) -> None:
    """Plotly checks what it is given anew; an unknown field or value raises."""
    checked = go.Figure(figure.to_dict())
    assert checked.data and checked.layout.height == figure.layout.height
    assert figure.layout.template.to_plotly_json() == {}, "nothing comes from Plotly's own look"


@pytest.mark.parametrize(("theme", "phone"), LOOKS)
@pytest.mark.parametrize("bars", [True, False])
def test_the_trend_is_valid(theme: str, phone: bool, bars: bool) -> None:
    frame = months((2007, 2008), known=20)
    if phone:
        frame = frame.assign(before=frame["single"])
    broken = Break(date(2007, 9, 1), "状态变更", "自2007年9月起换算。")
    look = TrendLook("mg/m³", 3, theme, phone, bars)
    accepted(trend_figure(frame, LIMITS, look, [broken]))


@pytest.mark.parametrize(("theme", "phone"), LOOKS)
def test_the_ranking_is_valid(theme: str, phone: bool) -> None:
    accepted(ranking_figure(records(FRAME), "城关区", theme, phone))


@pytest.mark.parametrize(("theme", "phone"), LOOKS)
def test_the_calendar_is_valid(theme: str, phone: bool) -> None:
    days = [
        CalendarDay(date(2008, 2, n), None if n % 5 == 0 else n / 100, f"2月{n}日")
        for n in range(1, 30)
    ]
    accepted(calendar_figure(days, build_classes([0.01, 0.29], 0.15, False), theme, phone))


def test_margins_are_changed_one_by_one_and_the_given_layout_is_left_alone() -> None:
    given = layout("light", 300)
    sketch = Sketch(given)
    sketch.update_layout(margin={"b": 54})
    sketch.update_yaxes(title={"text": "mg/m³"})
    figure = sketch.figure()
    assert (figure.layout.margin.b, figure.layout.margin.t) == (54, given["margin"]["t"])
    assert given["margin"]["b"] == 8 and "title" not in given["yaxis"]


def test_a_wrong_field_would_be_noticed() -> None:
    sketch = Sketch(layout("light", 300))
    sketch.add_bar(x=[1], y=[2], colour="red")
    with pytest.raises(ValueError, match="colour"):
        accepted(sketch.figure())


def test_a_frame_is_never_changed_by_drawing() -> None:
    frame = months((2008,))
    before = frame.copy()
    trend_figure(frame, LIMITS, TrendLook("mg/m³", 3))
    pd.testing.assert_frame_equal(frame, before)
