"""Two districts on 区县: who is better by what is published, and when that is not said."""

from dataclasses import replace
from fractions import Fraction

import pytest
from streamlit.testing.v1 import AppTest

from chuangmo.access.actor import local_person
from chuangmo.assess.verdict_types import INSUFFICIENT, Verdict
from chuangmo.catalog.models import Indicator
from chuangmo.exhibits.beside.two_districts import EQUAL, Side, beside, compared
from chuangmo.exhibits.month import Month
from chuangmo.exhibits.views import ViewRequest, build
from chuangmo.period import parse_period
from chuangmo.service.board import Board
from chuangmo.service.questions import Questions
from tests.pages.conftest import PATIENCE, ROOT

OCTOBER, DECEMBER = Month(parse_period("2008-10")), Month(parse_period("2008-12"))
WHO = local_person("测试", "page")


@pytest.fixture
def row(seen: Board) -> Verdict:
    rows = Questions(seen, WHO).verdicts_on("pm10", OCTOBER.year_period, OCTOBER.as_of, "keep")
    return next(one for one in rows if one.area == "城关区" and one.line == "target")


def sides(row: Verdict, **other: object) -> tuple[Side, Side]:
    months = (1, 2, 3)
    here = replace(row, published="0.100", status="met")
    there = replace(here, area="安宁区", **other)  # type: ignore[arg-type]
    return Side("城关区", here, "GB", months), Side("安宁区", there, "GB", months)


def test_the_published_figure_decides_by_the_direction(seen: Board, row: Verdict) -> None:
    pm10 = seen.catalog.indicator("pm10")
    higher = pm10.model_copy(update={"direction": "higher"})
    assert beside(pm10, *sides(row, published="0.099")).better == "安宁区"
    assert beside(pm10, *sides(row, published="0.101")).better == "城关区"
    assert beside(higher, *sides(row, published="0.101")).better == "安宁区"
    assert beside(pm10, *sides(row, published="0.10")).better == EQUAL


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ({"unit": "µg/m³", "published": "90"}, "单位不同（mg/m³与µg/m³）"),
        ({"statistic": "p95"}, "统计项目不同"),
        ({"status": INSUFFICIENT}, "安宁区数据不足"),
        ({"published": None}, "安宁区数据不足"),
        ({"below": "0.004L"}, "安宁区未检出"),
    ],
)
def test_unlike_figures_are_not_compared(
    seen: Board, row: Verdict, other: dict[str, object], why: str
) -> None:
    found = beside(seen.catalog.indicator("pm10"), *sides(row, **other))
    assert found.better == "" and why in found.why


def test_neither_are_other_months_or_standards_or_ph(seen: Board, row: Verdict) -> None:
    pm10, (one, other) = seen.catalog.indicator("pm10"), sides(row, published="0.050")
    months = beside(pm10, one, replace(other, months=(1, 3)))
    law = beside(pm10, one, replace(other, standard="GB 3095-2012"))
    neither: Indicator = pm10.model_copy(update={"direction": "none"})
    assert months.why == "有数的月份不同（城关区1—3月；安宁区1、3月）" and not months.better
    assert law.why == "所依标准不同（GB与GB 3095-2012）" and not law.better
    assert beside(neither, one, other).why == "没有优劣方向"
    area = pm10.model_copy(update={"combine": "sum_of_latest", "unit": "km²"})
    assert beside(area, one, other).why == "数量随区县大小而不同"


def test_tasks_compare_by_their_share_of_the_quota(seen: Board) -> None:
    found = compared(Questions(seen, WHO), DECEMBER, ("城关区", "永登县"), "keep")
    shown = [one for one in found if one.indicator.is_task and one.better not in ("", EQUAL)]
    assert shown
    for one in shown:
        rows = [side.row for side in one.sides if side.row is not None]
        shares = {row.area: Fraction(row.completion or 0) for row in rows}
        assert max(shares, key=lambda area: shares[area]) == one.better


def test_the_page_says_it_and_the_address_too(seen: Board) -> None:
    at = AppTest.from_file(str(ROOT / "pages" / "district.py"), default_timeout=PATIENCE)
    at.query_params.update({"month": "2008-12", "area": "城关区", "compare": "安宁区"})
    at.run()
    page = "".join(one.proto.body for one in at.get("html"))
    assert not at.exception and "城关区与安宁区可以直接相比的" in page and "较好" in page
    at = AppTest.from_file(str(ROOT / "pages" / "district.py"), default_timeout=PATIENCE)
    at.query_params.update({"month": "2008-10", "area": "城关区", "compare": "城关区"})
    at.run()
    page = "".join(one.proto.body for one in at.get("html"))
    assert not at.exception and "可以直接相比的" not in page


def test_the_view_is_what_is_exported(seen: Board) -> None:
    asked = ViewRequest(OCTOBER.period, area="城关区", compare="安宁区")
    (made,) = build("district", seen, WHO, asked)
    assert made.kind == "compare" and made.table is not None
    assert [head.name for head in made.table.heads][1:4] == ["城关区", "城关区判断", "安宁区"]
