"""Which line judges a cell, in which order the rows stand, what the counts leave out."""

from dataclasses import replace

from chuangmo.assess.verdict_types import Verdict
from chuangmo.catalog.models import Indicator
from chuangmo.charts.matrix import COMBINED, build_matrix, chosen

PM10 = Indicator(
    id="pm10",
    name="可吸入颗粒物",
    symbol="PM10",
    unit="µg/m³",
    digits={"mg/m³": 3, "µg/m³": 0},
    combine="mean_of_valid_days",
    direction="lower",
    group="air",
    basis="",
    source="",
    confidence="A",
)
NO2 = PM10.model_copy(update={"id": "no2", "name": "二氧化氮", "symbol": "NO2"})
ROW = Verdict(
    indicator="pm10", area="兰州市", area_kind="city", line="standard", status="met",
    statistic="mean", value="0.1", published="0.100", unit="mg/m³", operator="<=", limit="0.10",
    limit_id="x", ratio="1", done=None, quota=None, completion=None, year_on_year=None,
    on_previous=None, reason="", reason_code="", rule="", source="", confidence="A", demo=False,
    n_valid=1, n_expected=1, n_required=1,
)  # fmt: skip


def row(area: str, line: str, status: str, limit: str | None = "0.10") -> Verdict:
    kind = "city" if area == "兰州市" else "district"
    return replace(ROW, area=area, area_kind=kind, line=line, status=status, limit=limit)


def test_the_combined_view_takes_target_then_scheme_then_standard() -> None:
    standard, scheme = row("西固区", "standard", "at_risk"), row("西固区", "scheme", "met")
    target = row("西固区", "target", "at_risk")
    absent = row("西固区", "target", "no_target", None)
    assert chosen([standard, scheme, target], COMBINED) is target
    assert chosen([standard, scheme, absent], COMBINED) is scheme
    assert chosen([standard, absent], COMBINED) is standard
    assert chosen([absent], COMBINED) is absent
    outside = row("西固区", "scheme", "not_applicable")
    assert chosen([outside, absent], COMBINED) is outside
    assert chosen([standard, scheme, target], "standard") is standard


def test_nothing_good_stands_over_a_figure_that_misses_the_law() -> None:
    missed, target = row("西固区", "standard", "missed"), row("西固区", "target", "met")
    assert chosen([missed, target], COMBINED) is missed
    assert chosen([missed, target], "target") is target
    ahead, scheme = row("西固区", "target", "on_course"), row("西固区", "scheme", "met")
    assert chosen([missed, ahead], COMBINED) is missed
    assert chosen([missed, scheme], COMBINED) is missed
    unsure = row("西固区", "target", "undecided")
    assert chosen([missed, unsure], COMBINED) is unsure


def test_a_target_is_counted_by_words_of_its_own() -> None:
    rows = [row("兰州市", "standard", "met"), row("西固区", "target", "met"),
            row("城关区", "target", "missed"), row("安宁区", "standard", "missed")]  # fmt: skip
    matrix = build_matrix(rows, [PM10], [one.area for one in rows], COMBINED)
    assert dict(matrix.counts) == {"done": 1, "not_done": 1, "missed": 1}


def test_a_missed_target_does_not_hide_that_the_law_is_missed_too() -> None:
    rows = [row("西固区", "standard", "missed"), row("西固区", "target", "missed")]
    (one,) = build_matrix(rows, [PM10], ["西固区"], COMBINED).rows
    assert one.cells[0] is rows[1] and one.over_standard == (True,)


def test_a_judged_line_goes_before_one_only_shown() -> None:
    shown = row("西固区", "target", "reference")
    judged = row("西固区", "standard", "missed")
    assert chosen([judged, shown], COMBINED) is judged


def test_the_city_stands_first_then_the_worst() -> None:
    rows = [
        row("兰州市", "standard", "met"),
        row("城关区", "standard", "at_risk"),
        row("西固区", "standard", "missed"),
        row("安宁区", "standard", "met"),
    ]
    areas = ["兰州市", "城关区", "西固区", "安宁区"]
    matrix = build_matrix(rows, [PM10], areas, COMBINED)
    assert [r.area for r in matrix.rows] == ["兰州市", "西固区", "城关区", "安宁区"]
    assert sum(matrix.counts.values()) == 3
    assert matrix.counts["met"] == 1


def test_the_head_carries_the_limit_of_most_cells() -> None:
    rows = [row(a, "standard", "met") for a in ("城关区", "西固区")]
    rows.append(row("安宁区", "target", "met", "0.12"))
    (column,) = build_matrix(rows, [PM10], ["城关区", "西固区", "安宁区"], COMBINED).columns
    assert (column.head.line, column.head.limit) == ("standard", "0.10")


def test_indicators_without_figures_or_targets_are_named_not_drawn() -> None:
    empty = replace(row("西固区", "standard", "insufficient_data"), value=None, published=None)
    untargeted = replace(row("西固区", "standard", "no_target", None), indicator="no2")
    matrix = build_matrix([empty, untargeted], [PM10, NO2], ["西固区"], COMBINED)
    assert matrix.columns == ()
    assert matrix.without_data == (PM10,)
    assert matrix.few_targets == (NO2,)


def test_what_only_the_city_reports_is_named_beside_what_districts_have() -> None:
    green = PM10.model_copy(update={"id": "green_coverage", "group": "build"})
    of_city = replace(row("兰州市", "scheme", "met"), indicator="green_coverage")
    rows = [row("兰州市", "standard", "met"), row("西固区", "standard", "missed"), of_city]
    matrix = build_matrix(rows, [PM10, green], ["兰州市", "西固区"], COMBINED)
    assert [c.indicator.id for c in matrix.columns] == ["pm10"]
    assert matrix.city_only == (green,) and matrix.few_targets == ()
    alone = build_matrix([of_city], [green], ["兰州市"], COMBINED)
    assert [c.indicator.id for c in alone.columns] == ["green_coverage"]


def test_the_frame_says_the_same_in_words() -> None:
    matrix = build_matrix([row("西固区", "standard", "missed")], [PM10], ["西固区"], COMBINED)
    assert matrix.frame().to_dict("records") == [
        {"区县": "西固区", "PM10": "未达标 0.100（≤ 0.10）"}
    ]
