"""Views are lists of exhibits that say what the service says."""

import pytest

from chuangmo.access.actor import Actor
from chuangmo.catalog.faults import UnknownId
from chuangmo.exhibits.views import VIEWS, ViewRequest, build
from chuangmo.period import parse_period
from chuangmo.service.board import Board
from chuangmo.service.figures.assessing import assess

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
    trend, ranking, _ = build(
        "indicator", board, actor, ViewRequest(OCTOBER.period, indicator="pm10")
    )
    rows = assess(board, actor, parse_period("2008"), OCTOBER.month.as_of, indicator="pm10").rows
    printed = {r.area: r.published for r in rows if r.area_kind == "district" and r.published}
    shown = {
        row[1].text: row[2].text
        for row in ranking.table.rows
        if row[2].text != "—"  # type: ignore[union-attr]
    }
    assert shown == printed
    assert trend.kind == "trend"


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
