"""Several cities side by side: every figure is the city's own, and nothing is invented."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from chuangmo.access.actor import local_person
from chuangmo.assess.verdict_types import INSUFFICIENT
from chuangmo.cli.main import main
from chuangmo.exhibits.month import Month
from chuangmo.exhibits.province.standings import (
    behind_exhibit,
    load_province,
    matrix_of_cities,
    owed_exhibit,
    ranking_of_cities,
)
from chuangmo.exports.province import PROVINCE_FORMATS, province_file
from chuangmo.period import parse_period
from chuangmo.service.board import open_board
from chuangmo.service.figures.ranking import NotRankable
from chuangmo.service.province.ranking import rank_cities
from chuangmo.service.province.standings import opening_month
from chuangmo.service.questions import Questions
from chuangmo.settings import all_settings
from tests.two_cities import LANZHOU, LHASA, two_homes

ACTOR = local_person("测试", "cli")
MONTH = Month(parse_period("2008-10"))
PERIOD, AS_OF = MONTH.year_period, MONTH.as_of


@pytest.fixture(scope="module")
def environ(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    homes = two_homes(tmp_path_factory.mktemp("cities"))
    return {"CHUANGMO_CITIES": ",".join(map(str, homes))}


@pytest.fixture(scope="module")
def readers(environ: dict[str, str]) -> Iterator[list[Questions]]:
    boards = [open_board(settings) for settings in all_settings(environ)]
    yield [Questions(board, ACTOR) for board in boards]
    for board in boards:
        board.close()


def test_every_figure_is_the_citys_own(readers: list[Questions]) -> None:
    view = load_province(readers, MONTH)
    for reader, one in zip(readers, view.cities, strict=True):
        found = reader.assess(PERIOD, AS_OF, "keep")
        assert one.rows == tuple(row for row in found.rows if row.area_kind == "city")
        assert one.rows and one.generation == found.generation
    cells = {row.area: row.cells for row in view.matrix.rows}
    assert list(cells) == ["兰州市", "拉萨市"]  # the one that misses most comes first
    place = [column.indicator.id for column in view.matrix.columns].index("pm10")
    for name, value in (("兰州市", "0.150"), ("拉萨市", "0.033")):
        cell = cells[name][place]
        assert cell is not None and cell.published == value and cell.rule


def test_what_a_city_lacks_is_told_with_who_owes_it_and_never_a_number(
    readers: list[Questions],
) -> None:
    view = load_province(readers, MONTH)
    so2 = [column.indicator.id for column in view.matrix.columns].index("so2")
    cell = next(row.cells[so2] for row in view.matrix.rows if row.area == "拉萨市")
    assert cell is not None and cell.status == INSUFFICIENT
    assert cell.value is cell.published is None
    assert cell.reason == "没有数据，也没有登记由谁报。"
    table = matrix_of_cities(view).table
    assert table is not None and [head.name for head in table.heads][:1] == ["城市"]
    owed = owed_exhibit(view)
    assert owed is not None and owed.table is not None
    assert {row[0].text for row in owed.table.rows} == {"兰州市"}  # 拉萨市 has no duties listed
    missing = readers[0].completeness(MONTH.period).counts
    assert len(view.cities[0].owed) == missing["missing"] + missing["invalid"]


def test_a_month_that_no_city_has_is_no_figure_at_all(readers: list[Questions]) -> None:
    view = load_province(readers, Month(parse_period("2007-10")))
    assert {c.value for row in view.matrix.rows for c in row.cells if c} <= {None}
    assert [row.area for row in view.matrix.rows] == ["兰州市", "拉萨市"]


def test_what_is_behind_names_its_rule(readers: list[Questions]) -> None:
    found = behind_exhibit(load_province(readers, MONTH))
    assert found is not None and found.table is not None
    for row in found.table.rows:
        city, _, status, value, line, rule = row
        assert city.text and status.status and value.text and line.text and rule.text


def test_cities_are_ranked_on_figures_that_are_alike(readers: list[Questions]) -> None:
    view = load_province(readers, MONTH)
    pm10, so2 = (readers[0].catalog.indicator(name) for name in ("pm10", "so2"))
    asked = (pm10, PERIOD, AS_OF, "keep")
    found = rank_cities(readers, view.cities, *asked)
    assert [(one.rank, one.area, one.published) for one in found.rows] == [
        (1, "拉萨市", "0.033"), (2, "兰州市", "0.150"),
    ]  # fmt: skip
    alone = rank_cities(readers, view.cities, so2, PERIOD, AS_OF, "keep")
    assert [one.area for one in alone.rows] == ["兰州市"]
    assert [(one.area, one.reason) for one in alone.unranked] == [("拉萨市", "没有这一项数据。")]
    other = tuple(replace(row, unit="µg/m³") for row in view.cities[1].rows)
    mixed = rank_cities(readers, [view.cities[0], replace(view.cities[1], rows=other)], *asked)
    assert [one.area for one in mixed.rows] == ["兰州市"]
    assert "单位不同" in mixed.unranked[0].reason
    exhibit = ranking_of_cities(view, pm10)
    assert exhibit is not None and exhibit.verdict == "PM10：2个城市有名次，拉萨市最好"
    ph = pm10.model_copy(update={"direction": "none"})
    with pytest.raises(NotRankable):
        rank_cities(readers, view.cities, ph, PERIOD, AS_OF, "keep")


def test_another_unit_than_the_heads_is_said_in_the_cell(readers: list[Questions]) -> None:
    view = load_province(readers, MONTH)
    place = [column.indicator.id for column in view.matrix.columns].index("pm10")
    last = view.matrix.rows[1]
    cell = last.cells[place]
    assert cell is not None
    cells = (*last.cells[:place], replace(cell, unit="µg/m³"), *last.cells[place + 1 :])
    mixed = replace(view.matrix, rows=(view.matrix.rows[0], replace(last, cells=cells)))
    table = matrix_of_cities(replace(view, matrix=mixed)).table
    assert table is not None
    assert [row[place + 1].text for row in table.rows] == ["0.150", "0.033 µg/m³"]


def test_one_city_that_is_ahead_does_not_move_the_month(readers: list[Questions]) -> None:
    assert opening_month(readers) == MONTH.period
    assert opening_month([]) is None


def test_the_command_says_what_the_cities_own_commands_say(
    environ: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    homes = two_homes(tmp_path)
    monkeypatch.setenv("CHUANGMO_CITIES", ",".join(map(str, homes)))
    monkeypatch.delenv("CHUANGMO_HOME", raising=False)

    def said(*words: str) -> dict[str, object]:
        assert main([*words, "--json"]) == 0
        return dict(json.loads(capsys.readouterr().out))

    asked = ("--period", "2008", "--as-of", "2008-10")
    found = said("province", *asked, "--indicator", "pm10")
    assert [one["city"] for one in found["cities"]] == [LANZHOU, LHASA]  # type: ignore[attr-defined]
    for city in (LANZHOU, LHASA):
        own = said("--city", city, "assess", *asked)
        kept = [
            {k: v for k, v in row.items() if k not in ("shown", "shown_note")}
            for row in own["rows"]  # type: ignore[attr-defined]
            if row["area_kind"] == "city"
        ]
        its = [row for row in found["rows"] if row["city"] == city]  # type: ignore[attr-defined]
        assert its == [{"city": city} | row for row in kept]
    out = str(tmp_path)
    made = said("province", "--period", "2008-10", "--format", "pptx", "--out", out)
    assert (tmp_path / "2008-10_全省_进展.pptx").stat().st_size == made["bytes"]
    ranking = found["ranking"]
    assert [row["area"] for row in ranking["rows"]] == ["拉萨市", "兰州市"]  # type: ignore[index]


def test_the_province_as_a_file_has_the_same_figures(
    readers: list[Questions], tmp_path: Path
) -> None:
    view = load_province(readers, MONTH)
    pm10 = readers[0].catalog.indicator("pm10")
    for form in PROVINCE_FORMATS:
        made = province_file(readers[0].board, ACTOR, view, form, pm10)
        again = province_file(readers[0].board, ACTOR, view, form, pm10)
        assert made.sha256 == again.sha256 and made.exhibits == 4
        (tmp_path / made.name).write_bytes(made.data)
    sheet = load_workbook(tmp_path / "2008-10_全省_进展.xlsx")["结论"]
    values = [cell.value for row in sheet for cell in row if cell.value is not None]
    assert {0.15, 0.033} <= {value for value in values if isinstance(value, float)}
    assert "拉萨市" in values and "兰州市" in values
    told = "\n".join(
        one.text for one in Document(str(tmp_path / "2008-10_全省_进展.docx")).paragraphs
    )
    assert "各城市指标状态" in told and "各区县指标状态" not in told
