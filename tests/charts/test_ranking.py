"""The rank list: best on top, one bar coloured, limits as ticks, no place without a rank."""

from math import nan

import pandas as pd

from chuangmo.charts.palette import neutral
from chuangmo.charts.ranking import ranking_figure
from chuangmo.charts.rows import records
from chuangmo.status import STATUS

FRAME = pd.DataFrame(
    {
        "rank": ["1", "2", ""],
        "area": ["永登县", "七里河区", "皋兰县"],
        "value": [0.097, 0.134, nan],
        "shown": ["0.097", "0.134", "—"],
        "status": ["on_course", "missed", "insufficient_data"],
        "limit": [0.105, 0.120, nan],
    }
)


def test_bars_are_the_values_best_on_top() -> None:
    figure = ranking_figure(records(FRAME), "七里河区")
    bar = figure.data[0]
    assert list(bar.x)[:2] == [0.097, 0.134]
    assert pd.isna(bar.x[2])
    assert figure.layout.yaxis.autorange == "reversed"
    assert figure.layout.xaxis.range[0] == 0


def test_only_the_story_is_coloured() -> None:
    colours = ranking_figure(records(FRAME), "七里河区").data[0].marker.color
    assert list(colours) == [
        neutral("strong", "light"),
        STATUS["missed"].solid.light,
        neutral("strong", "light"),
    ]


def test_limits_are_ticks_only_where_there_is_one() -> None:
    ticks = ranking_figure(records(FRAME), "").data[1]
    assert ticks.name == "本区县限值"
    assert list(ticks.x) == [0.105, 0.120]


def test_status_is_glyph_and_word_and_names_line_up() -> None:
    figure = ranking_figure(records(FRAME), "")
    texts = [a.text for a in figure.layout.annotations]
    assert "0.097" in texts[0] and "◎ 预计达标" in texts[0]
    assert figure.data[0].y[0] == "1　　永登县"
    assert figure.data[0].y[2] == "皋兰县"
