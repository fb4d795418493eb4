"""Views are lists of exhibits that say what the service says."""

import pytest

from chuangmo.access.actor import Actor
from chuangmo.catalog.faults import UnknownId
from chuangmo.exhibits.views import VIEWS, ViewRequest, build
from chuangmo.period import parse_period
from chuangmo.service.board import Board
from chuangmo.service.figures.assessing import assess
from chuangmo.store.rows import Selection

OCTOBER = ViewRequest(parse_period("2008-10"))


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_has_something_to_say_about_the_demonstration(
    board: Board, actor: Actor, view: str
) -> None:
    found = build(view, board, actor, OCTOBER)
    assert found
    for exhibit in found:
        assert exhibit.kind and exhibit.verdict and exhibit.foot.through
        assert exhibit.demo
        assert exhibit.table is not None and len(exhibit.table.rows) > 0
        assert all(len(row) == len(exhibit.table.heads) for row in exhibit.table.rows)


def test_the_ranking_is_the_services_figure_of_every_district(board: Board, actor: Actor) -> None:
    found = build("indicator", board, actor, ViewRequest(OCTOBER.period, indicator="pm10"))
    kinds = [one.kind for one in found]
    assert kinds == ["trend", "calendar", "ranking", "improvement", "slope"]
    ranking = found[2]
    rows = assess(board, actor, parse_period("2008"), OCTOBER.month.as_of, indicator="pm10").rows
    printed = {r.area: r.published for r in rows if r.area_kind == "district" and r.published}
    shown = {
        row[2].text: row[3].text
        for row in ranking.table.rows
        if row[3].text != "—"  # type: ignore[union-attr]
    }
    assert shown == printed


def test_the_matrix_has_every_place_and_its_printed_figures(board: Board, actor: Actor) -> None:
    matrix = build("overview", board, actor, OCTOBER)[1]
    assert matrix.table is not None
    names = [head.name for head in matrix.table.heads]
    column = names.index("PM10")
    rows = assess(board, actor, parse_period("2008"), OCTOBER.month.as_of, indicator="pm10").rows
    printed = {r.area: r.published for r in rows if r.published}
    shown = {row[0].text: row[column].text for row in matrix.table.rows}
    assert shown.pop("全市") == printed.pop(board.catalog.city.name)
    assert shown == printed


def test_a_year_is_shown_up_to_its_last_month() -> None:
    assert ViewRequest(parse_period("2008")).month.period.text == "2008-12"
    early = ViewRequest(parse_period("2008"), as_of=OCTOBER.month.as_of)
    assert early.month.period.text == "2008-10"


def test_an_unknown_view_names_what_there_is(board: Board, actor: Actor) -> None:
    with pytest.raises(UnknownId, match="overveiw"):
        build("overveiw", board, actor, OCTOBER)


def test_the_demonstration_holds_every_figure_of_a_district_report(board: Board) -> None:
    reports = {
        i.id
        for i in board.catalog.indicators.values()
        if i.source == "区县创模工作报告" and i.combine in ("cumulative", "ratio_of_sums")
    }
    assert len(reports) > 35
    for area in ("城关区", "安宁区"):
        rows = board.store.current(Selection(areas=(area,))).select(["indicator", "start"])
        held = {(row["indicator"], row["start"].year) for row in rows.to_pylist()}
        assert {(one, year) for one in reports for year in (2007, 2008)} - held == set()


def test_the_list_of_the_demonstration_has_a_result_of_every_item(
    board: Board, actor: Actor
) -> None:
    card = build("scheme", board, actor, ViewRequest(parse_period("2007-12")))[0]
    assert "已有结果30项" in card.verdict and "尚无结果" not in card.verdict
