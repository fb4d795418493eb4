"""The slides of the wall, from exhibits of the demonstration and from many districts."""

import re

from chuangmo.access.actor import Actor
from chuangmo.exhibit import Cell, ColumnHead, Exhibit, Table
from chuangmo.exhibits.month import Month
from chuangmo.exhibits.monthly.years import years_exhibit
from chuangmo.exhibits.place import place_of
from chuangmo.server.wall import drawings, slides
from chuangmo.service.board import Board
from chuangmo.service.questions import Questions
from tests.exports.conftest import OCTOBER


def texts(markup: str) -> list[str]:
    return re.findall(r">([^<>]+)<", markup)


def made(exhibit: Exhibit, board: Board, actor: Actor) -> list[tuple[str, str]]:
    shapes = Questions(board, actor).shapes()
    return list(slides._MAKERS[exhibit.kind](exhibit, shapes))


def test_every_number_of_the_matrix_is_on_a_slide(
    meeting: list[Exhibit], board: Board, actor: Actor
) -> None:
    matrix = next(one for one in meeting if one.kind == "matrix")
    assert matrix.table is not None
    shown = [word for _, body in made(matrix, board, actor) for word in texts(body)]
    for row in matrix.table.rows:
        for cell in row:
            assert not cell.text or cell.text in shown


def test_drawings_carry_the_published_texts(
    meeting: list[Exhibit], board: Board, actor: Actor
) -> None:
    kinds = {one.kind for one in meeting}
    assert {"cards", "matrix", "map", "task_list", "changes"} <= kinds
    for exhibit in meeting:
        if exhibit.kind not in slides._MAKERS:
            continue
        for title, body in made(exhibit, board, actor):
            assert title and body and "nan" not in body
            sizes = [float(one) for one in re.findall(r'font-size="([\d.]+)"', body)]
            assert all(size >= 24 for size in sizes)


def test_months_stand_beside_last_years_with_the_limits(board: Board, actor: Actor) -> None:
    reader, month = Questions(board, actor), Month(OCTOBER)
    entry = reader.catalog.indicator("pm10")
    city = reader.catalog.city.name
    place = place_of(
        reader.assess(month.year_period, month.as_of, "keep"), entry, city, month, "keep"
    )
    years = (month.year - 1, month.year)
    points = reader.monthly("pm10", city, years, month.as_of, "keep")
    steps = reader.limit_steps("pm10", city, years)
    exhibit = years_exhibit(reader.catalog, place, points, steps, place.foot(reader))
    assert exhibit is not None
    body = drawings.months_drawing(exhibit)
    for shown in exhibit.frame["now_text"][:10]:
        assert f">{shown}</text>" in body
    assert body.count("<rect") == 10 and "年度目标" in body


def test_forty_districts_are_divided_over_slides() -> None:
    rows = tuple((Cell(f"第{n}区"), Cell("0.100", "met")) for n in range(40))
    table = Table((ColumnHead("区县"), ColumnHead("PM10")), rows)
    parts = list(slides._chunks(table.rows, 9))
    assert [len(part) for part in parts] == [8] * 5
