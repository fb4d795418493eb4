"""Which rows make a figure, and the way back to them: derived indicators, running years, breaks."""

from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from chuangmo.period import parse_period
from chuangmo.service.figures import assessing
from chuangmo.service.figures.trace import trace
from tests.stored_rows import ACTOR, board_with, put

AREA = "安宁区"
LATE = date(2100, 1, 1)


def days(indicator: str, month: str, count: int, value: str, **more: Any) -> list[dict[str, Any]]:
    first = parse_period(month).start.date()
    return [
        {
            "indicator": indicator, "area": AREA, "value": value,
            "period": (first + timedelta(days=n)).isoformat(), **more,
        }
        for n in range(count)
    ]  # fmt: skip


def test_good_air_days_lead_back_to_every_pollutant_of_every_day(tmp_path: Path) -> None:
    rows = [*days("pm10", "2008-10", 3, "100"), *days("so2", "2008-10", 3, "40")]
    rows += days("no2", "2008-10", 2, "30")
    with board_with(tmp_path, "lanzhou", rows) as board:
        found = trace(board, ACTOR, "good_air_days", parse_period("2008-10"), area=AREA)
    used = Counter((cell["indicator"], cell["used"]) for cell in found["cells"])
    # the third day has no NO2, so no index: its other cells do not count either
    assert used == {
        ("pm10", True): 2, ("so2", True): 2, ("no2", True): 2,
        ("pm10", False): 1, ("so2", False): 1,
    }  # fmt: skip
    assert all(cell["why"] for cell in found["cells"] if not cell["used"])
    assert {cell["period"] for cell in found["cells"]} == {f"2008-10-0{n}" for n in (1, 2, 3)}


def test_a_reported_rate_of_good_days_leads_back_to_its_own_cell(tmp_path: Path) -> None:
    rows = [{"indicator": "good_air_days", "area": AREA, "period": "2008", "value": "71.3"}]
    with board_with(tmp_path, "lanzhou", [*rows, *days("pm10", "2008-10", 3, "100")]) as board:
        (cell,) = trace(board, ACTOR, "good_air_days", parse_period("2008"), area=AREA)["cells"]
    assert (cell["indicator"], cell["used"], cell["raw"]) == ("good_air_days", True, "71.3")


def test_a_few_days_beside_a_reported_mean_are_named_as_not_used(tmp_path: Path) -> None:
    rows = days("pm10", "2008-01", 3, "300")
    rows.append({"indicator": "pm10", "area": AREA, "period": "2008", "value": "126"})
    with board_with(tmp_path, "lanzhou", rows) as board:
        found = trace(board, ACTOR, "pm10", parse_period("2008"), area=AREA)
    assert found["published"] == "0.126"
    used = {cell["period"]: (cell["used"], cell["why"]) for cell in found["cells"]}
    assert used["2008"] == (True, "")
    assert used["2008-01-01"][0] is False and "数据不足" in used["2008-01-01"][1]


def test_of_several_running_figures_only_the_latest_is_used(tmp_path: Path) -> None:
    rows = [
        {"indicator": "pm10", "area": AREA, "period": f"2008-01..2008-{last}", "value": value}
        for last, value in (("03", "160"), ("06", "140"))
    ]
    with board_with(tmp_path, "lanzhou", rows) as board:
        found = trace(
            board, ACTOR, "pm10", parse_period("2008"), area=AREA, as_of=date(2008, 7, 10)
        )
        verdict = assessing.assess(
            board, ACTOR, parse_period("2008"), date(2008, 7, 10), area=AREA, indicator="pm10"
        ).rows[0]
    assert found["value"] == "0.14"
    used = {cell["period"]: cell["used"] for cell in found["cells"]}
    assert used == {"2008-01..2008-03": False, "2008-01..2008-06": True}
    assert "累计" in verdict.reason and verdict.published == "0.140"


def test_two_sources_that_disagree_are_remarked_on_the_verdict(tmp_path: Path) -> None:
    rows = days("pm10", "2008-03", 31, "126")
    rows.append({"indicator": "pm10", "area": AREA, "period": "2008-03", "value": "131"})
    with board_with(tmp_path, "lanzhou", rows) as board:
        month = parse_period("2008-03")
        row = assessing.assess(board, ACTOR, month, LATE, area=AREA, indicator="pm10").rows[0]
        put(board, [{"indicator": "pm10", "area": AREA, "period": "2008-03", "value": "126"}])
        after = assessing.assess(board, ACTOR, month, LATE, area=AREA, indicator="pm10").rows[0]
    assert (row.published, after.published) == ("0.126", "0.126")
    assert "报表直接给出的数值为0.131 mg/m³，与采用的0.126 mg/m³不一致" in row.note
    assert "不一致" not in after.note


def test_the_year_of_the_change_of_state_carries_its_mark(tmp_path: Path) -> None:
    rows = [
        {"indicator": "pm10", "area": "东城区", "period": str(year), "value": "80"}
        for year in (2017, 2018, 2019)
    ]
    with board_with(tmp_path, "beijing", rows) as board:
        figures = {
            year: assessing.mean(board, ACTOR, "pm10", parse_period(str(year)), area="东城区")
            for year in (2017, 2018, 2019)
        }
    assert [year for year, found in figures.items() if "2018年9月1日" in found.note] == [2018]
