"""The list by improvement: signed bars from zero, the best on top, nothing drawn for the silent."""

from math import nan

import pandas as pd
import pytest

from chuangmo.charts.improvement import NOTHING_TO_COMPARE, improvement_figure
from chuangmo.charts.palette import neutral
from chuangmo.status import STATUS

FRAME = pd.DataFrame(
    {
        "rank": ["1", "2", ""],
        "area": ["永登县", "七里河区", "皋兰县"],
        "change": [-5.2, 1.1, nan],
        "shown": ["降 5.2%", "升 1.1%", NOTHING_TO_COMPARE],
        "before": ["0.097", "0.110", "—"],
        "now": ["0.092", "0.111", "—"],
    }
)


def test_bars_are_the_signed_changes_best_on_top() -> None:
    figure = improvement_figure(FRAME, "永登县")
    bar = figure.data[0]
    assert list(bar.x)[:2] == [-5.2, 1.1] and pd.isna(bar.x[2])
    assert figure.layout.yaxis.autorange == "reversed"
    low, high = figure.layout.xaxis.range
    assert low < -5.2 and high > 1.1


def test_the_story_is_never_in_the_colour_of_a_status() -> None:
    colours = list(improvement_figure(FRAME, "永登县").data[0].marker.color)
    assert colours[0] == neutral("primary", "light") and len(set(colours[1:])) == 1
    assert not {style.solid.light for style in STATUS.values()} & set(colours)


@pytest.mark.parametrize("phone", [False, True])
def test_words_stand_beyond_the_end_of_the_bar(phone: bool) -> None:
    said = improvement_figure(FRAME, "", phone=phone).layout.annotations
    assert [a.xanchor for a in said] == ["right", "left", "right"]
    assert ("0.097 → 0.092" in said[0].text) is not phone
    assert NOTHING_TO_COMPARE in said[2].text and said[2].x == 0
