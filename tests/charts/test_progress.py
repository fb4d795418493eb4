"""Figures of 任务 and 年度推演: limits are named traces, one thing coloured, labels apart."""

from itertools import pairwise

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from chuangmo.charts.burnup import Burnup, burnup_figure
from chuangmo.charts.gapbars import gap_figure
from chuangmo.charts.labels import spread_out
from chuangmo.charts.needed import Needed, needed_figure
from chuangmo.charts.palette import neutral
from chuangmo.charts.path import Path, PathLimit, PathLook, PathYear, path_figure
from chuangmo.charts.shares import share_figure
from chuangmo.status import STATUS

SHARES = pd.DataFrame(
    {
        "area": ["西固区", "城关区"],
        "share": [59.6, 104.2],
        "shown": ["31 / 52", "50 / 48"],
        "percent": ["59.6%", "104.2%"],
        "status": ["at_risk", "met"],
        "behind": ["落后 23.7 点", "超前 20.9 点"],
    }
)
GAPS = pd.DataFrame(
    {
        "name": ["1月", "2月", "合计"],
        "gap": [0.006, -0.002, 0.004],
        "shown": ["+0.006", "−0.002", "+0.004"],
        "total": [False, False, True],
    }
)
PATH = Path(
    so_far=((1, 0.19), (2, 0.16), (3, 0.14), (4, 0.13)),
    assumed=(0.128, 0.126),
    assumed_text="0.126",
    status="missed",
    past=(PathYear(2007, (0.131, 0.127), "0.127"),),
    limits=(PathLimit("target", "年度目标", "0.120", 0.120),),
)


def texts(figure: object) -> str:
    return " ".join(a.text for a in figure.layout.annotations)  # type: ignore[attr-defined]


@given(st.lists(st.floats(0, 100), min_size=1, max_size=6), st.floats(0.5, 8))
def test_labels_keep_their_distance_and_order(values: list[float], gap: float) -> None:
    placed = spread_out(values, gap)
    order = sorted(range(len(values)), key=lambda n: values[n])
    for low, high in pairwise(order):
        assert placed[high] - placed[low] >= gap * 0.9


def test_only_what_is_behind_is_coloured_and_the_plan_is_a_line() -> None:
    figure = share_figure(SHARES, 83.3, "83.3%")
    track, bar, plan = figure.data
    assert list(track.x) == [100, 100]
    assert list(bar.marker.color) == [
        STATUS["at_risk"].solid.light,
        neutral("strong", "light"),
    ]
    assert (plan.name, list(plan.x)) == ("时序进度 83.3%", [83.3, 83.3])
    assert figure.layout.xaxis.range[0] == 0 and figure.layout.xaxis.range[1] > 104.2
    for word in ("31 / 52", "▲ 有风险", "落后 23.7 点", "时序进度 83.3%"):
        assert word in texts(figure)


def test_on_a_phone_the_share_bars_keep_share_and_glyph() -> None:
    said = texts(share_figure(SHARES, 83.3, "83.3%", phone=True))
    assert "59.6%" in said and "▲" in said and "落后" not in said


def test_a_burn_up_starts_at_zero_and_names_its_ends() -> None:
    burnup = Burnup(
        year=2008, done=((3, 12), (9, 100)), done_text="100", quota=190, quota_text="190",
        plan=((0, 0), (12, 190)), ahead=((9, 100), (12, 159)), ahead_text="159",
        before=((12, 134),), before_text="134",
    )  # fmt: skip
    figure = burnup_figure(burnup)
    names = [trace.name for trace in figure.data]
    assert names == ["全年任务 190", "时序进度", "2007年", "按近三月速度", "2008年完成"]
    assert figure.layout.yaxis.range[0] == 0 and figure.layout.yaxis.range[1] > 190
    for word in ("全年任务 190", "按近三月速度 159", "2007年 134"):
        assert word in texts(figure)


def test_a_burn_up_without_quota_has_no_plan() -> None:
    figure = burnup_figure(Burnup(2008, ((6, 5), (9, 7)), "7"))
    assert [trace.name for trace in figure.data] == ["2008年完成"]


def test_the_path_names_its_lines_and_colours_the_assumption() -> None:
    figure = path_figure(PATH, PathLook(2008, "mg/m³", 3, heating=True))
    by_name = {trace.name: trace for trace in figure.data}
    assert list(by_name["年度目标 0.120"].y) == [0.120, 0.120]
    assert list(by_name["本次推演"].y) == [0.13, 0.128, 0.126]
    assert by_name["本次推演"].line.color == STATUS["missed"].solid.light
    assert list(by_name["按2007年同期"].x) == [4, 5, 6]
    for word in ("本次推演 0.126", "按2007年同期 0.127", "采暖期"):
        assert word in texts(figure)


def test_the_needed_zone_ends_at_the_edge() -> None:
    lower = needed_figure(Needed(0.125, "≤ 0.125", True, ((2007, 0.178),), "差 0.053"), 3)
    assert lower.layout.shapes[0].x1 == 0.125
    higher = needed_figure(Needed(88.0, "≥ 88.0", False, ((2007, 80.0),), "差 8.0", 0, 100), 1)
    assert higher.layout.shapes[0].x0 == 88.0
    assert higher.layout.xaxis.range[1] <= 101
    assert "差 0.053" in texts(lower) and "2007年" in texts(lower)


def test_the_parts_end_with_their_sum() -> None:
    figure = gap_figure(GAPS, "1月", "missed")
    bar = figure.data[0]
    assert abs(sum(bar.x[:-1]) - bar.x[-1]) < 1e-12
    assert list(bar.marker.color) == [
        STATUS["missed"].solid.light,
        neutral("strong", "light"),
        neutral("text", "light"),
    ]
    assert bar.y[-1] == "<b>合计</b>"
