"""数据地址: the same figures as pages and commands, in every format, with what they mean beside."""

import csv
import io
import json
from argparse import Namespace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from chuangmo.access.actor import Actor
from chuangmo.catalog.faults import UnfitEntry, UnknownId, UnknownPlace
from chuangmo.cli import data as command
from chuangmo.cli.commands import assess_command, observations_command, rank_command
from chuangmo.cli.input_files import UsageError
from chuangmo.exports.data.answer import DataFile, data_file
from chuangmo.exports.data.columns import COUNT, DAY, NUMBER, YES
from chuangmo.exports.data.views import VIEWS, DataRequest
from chuangmo.exports.data.written import FORMATS, data_bytes
from chuangmo.period import parse_period
from chuangmo.service.board import Board
from chuangmo.service.decisions.office_settings import LICENCE, set_office

OCTOBER = DataRequest(parse_period("2008-10"))
ASKED = {
    "indicator": DataRequest(parse_period("2008-10"), indicator="pm10", area="城关区"),
    "district": DataRequest(parse_period("2008-10"), area="城关区"),
    "rank": DataRequest(parse_period("2008"), indicator="so2"),
    "observations": DataRequest(parse_period("2008-10"), indicator="pm10", area="城关区"),
}


def taken(board: Board, actor: Actor, view: str, form: str = "json") -> DataFile:
    return data_file(board, actor, view, ASKED.get(view, OCTOBER), form)


def plain(board: Board, actor: Actor, view: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(taken(board, actor, view).data)
    return found


def arguments(**said: Any) -> Namespace:
    usual = dict.fromkeys(
        ("indicator", "area", "site", "as_of", "scheme", "standard", "group", "kind", "out")
    )
    more = {"dust": "keep", "rounding": "even", "order": "level", "json": True}
    return Namespace(**usual | more | said)


@pytest.mark.parametrize("view", VIEWS)
def test_three_formats_hold_the_same_rows(view: str, board: Board, actor: Actor) -> None:
    rows = plain(board, actor, view)["rows"]
    columns = VIEWS[view].columns
    assert rows and all(list(row) == [c.name for c in columns] for row in rows)
    text = taken(board, actor, view, "csv").data.decode("utf-8-sig")
    head, *lines = csv.reader(io.StringIO(text, newline=""))
    assert head == [column.title for column in columns]
    table = pq.read_table(io.BytesIO(taken(board, actor, view, "parquet").data))
    kept = table.to_pylist()
    assert len(rows) == len(lines) == len(kept)
    for row, line, typed in zip(rows, lines, kept, strict=True):
        for column, cell in zip(columns, line, strict=True):
            value = row[column.name]
            assert (value is None) == (typed[column.name] is None)
            if value is None:
                assert cell == ""
            elif column.type == NUMBER:
                assert isinstance(value, str) and cell == value
                assert typed[column.name] == float(value)
            elif column.type == YES:
                assert cell == ("是" if value else "否") and typed[column.name] is value
            elif column.type in (COUNT, DAY):
                assert cell == str(value) == str(typed[column.name])
            else:
                assert cell in (str(value), f"'{value}") and typed[column.name] == str(value)


def test_verdicts_are_those_of_the_command(board: Board, actor: Actor) -> None:
    said = assess_command(board, actor, arguments(period="2008-10"))[0]
    rows = plain(board, actor, "assess")["rows"]
    shared = (
        "indicator",
        "area",
        "line",
        "status",
        "value",
        "published",
        "unit",
        "limit",
        "reason",
    )
    assert [[row[k] for k in shared] for row in rows] == [
        [row[k] for k in shared] for row in said["rows"]
    ]


def test_ranks_and_readings_are_those_of_the_commands(board: Board, actor: Actor) -> None:
    said = rank_command(board, actor, arguments(period="2008", indicator="so2"))[0]
    rows = plain(board, actor, "rank")["rows"]
    assert [(r["rank"], r["area"], r["published"]) for r in rows if r["rank"]] == [
        (r["rank"], r["area"], r["published"]) for r in said["rows"]
    ]
    assert [r["area"] for r in rows if not r["rank"]] == [r["area"] for r in said["unranked"]]
    asked = arguments(period="2008-10", indicator="pm10", area="城关区")
    read = observations_command(board, actor, asked)[0]["rows"]
    kept = plain(board, actor, "observations")["rows"]
    assert [(r["value"], r["unit"], r["cell"]) for r in kept] == [
        (r["value"], r["unit"], r["cell"]) for r in read
    ]


def test_a_month_of_a_series_is_the_month_judged(board: Board, actor: Actor) -> None:
    rows = plain(board, actor, "indicator")["rows"]
    month = next(r for r in rows if r["month"] == "2008-10")
    said = assess_command(
        board, actor, arguments(period="2008-10", indicator="pm10", area="城关区")
    )[0]["rows"][0]
    assert (month["published"], month["unit"]) == (said["published"], said["unit"])
    year = next(r for r in plain(board, actor, "district")["rows"] if r["indicator"] == "pm10")
    assert month["cumulative_value"] == year["value"] and month["unit"] == year["unit"]
    assert rows[0]["month"] == "2007-01"


@pytest.mark.parametrize("view", VIEWS)
def test_the_metadata_say_what_a_number_needs(view: str, board: Board, actor: Actor) -> None:
    told = plain(board, actor, view)["metadata"]
    assert told["city"] == "兰州市" and told["period"] and told["as_of"] and told["demo"]
    assert "虚构" in told["licence"] and "征得" in told["licence"]
    assert told["published"]["state"] == "在报，没有发布"
    units = {row.get("unit") for row in plain(board, actor, view)["rows"]} - {None}
    assert set(told["units"]) == units
    if view in ("overview", "assess", "district", "indicator", "rank"):
        assert any("GB 3095" in one for one in told["standards"])
    kept = pq.read_schema(io.BytesIO(taken(board, actor, view, "parquet").data)).metadata
    assert json.loads(kept[b"chuangmo"])["view"] == view


def test_the_licence_is_the_offices_own_words(board: Board, actor: Actor) -> None:
    assert set_office(board, actor, LICENCE, "供本省系统内部使用")
    try:
        assert plain(board, actor, "tasks")["metadata"]["licence"].endswith("供本省系统内部使用")
        assert not set_office(board, actor, LICENCE, "供本省系统内部使用")
    finally:
        set_office(board, actor, LICENCE, "")


@pytest.mark.parametrize(
    ("view", "request_", "fault", "words"),
    [
        ("indicator", OCTOBER, UnfitEntry, "要写明指标"),
        ("district", OCTOBER, UnfitEntry, "要写明地区"),
        ("rank", DataRequest(parse_period("2008"), None, "so2", "城关区"), UnfitEntry, "去掉 area"),
        ("overview", DataRequest(parse_period("2008-10"), None, "pm100"), UnknownId, "pm10"),
        ("overview", DataRequest(parse_period("2008-10"), area="月球"), UnknownPlace, "月球"),
        ("weather", OCTOBER, UnknownId, "没有数据视图"),
    ],
)
def test_what_is_asked_wrongly_is_refused_in_a_sentence(
    view: str, request_: DataRequest, fault: type[Exception], words: str,
    board: Board, actor: Actor,
) -> None:  # fmt: skip
    with pytest.raises(fault, match=words):
        data_file(board, actor, view, request_, "json")


def test_a_text_is_never_a_formula_and_a_number_keeps_its_sign() -> None:
    columns = VIEWS["overview"].columns
    row = dict.fromkeys([c.name for c in columns]) | {"area": "=1+1", "value": "-0.5"}
    (line,) = list(csv.reader(io.StringIO(data_bytes("csv", {}, columns, [row]).decode())))[1:]
    assert "'=1+1" in line and "-0.5" in line


def test_the_command_prints_or_writes_it(board: Board, actor: Actor, tmp_path: Path) -> None:
    asked = {"view": "tasks", "period": "2008-10", "cwd": str(tmp_path)}
    said = command.data_command(board, actor, arguments(format="json", **asked))[0]
    assert said["rows"] == plain(board, actor, "tasks")["rows"]
    printed = command.data_command(board, actor, arguments(format="csv", **asked))[0]
    assert printed["text"].startswith("\ufeff指标编号,指标,")
    made = command.data_command(
        board, actor, arguments(format="csv", **asked | {"out": str(tmp_path / "任务.csv")})
    )[0]
    assert Path(made["metadata"]).name == "任务.csv-metadata.json"
    assert json.loads(Path(made["metadata"]).read_text(encoding="utf-8"))["view"] == "tasks"
    with pytest.raises(UsageError, match="--out"):
        command.data_command(board, actor, arguments(format="parquet", **asked))
    assert (tuple(VIEWS), tuple(FORMATS)) == (command.VIEWS, command.FORMATS)
