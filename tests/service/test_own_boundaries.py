"""city boundaries: a file of one's own is examined and shown first, taken whole or not at all."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from chuangmo.access.actor import REVIEWER, Actor, Forbidden, local_person
from chuangmo.catalog.boundaries import load_shapes, shipped_features
from chuangmo.cli.main import main
from chuangmo.service.board import open_board
from chuangmo.service.city.own_boundaries import check_boundaries, set_boundaries
from chuangmo.service.overlay.boundary_file import BOUNDARIES_SET, boundary_file
from chuangmo.settings import load_settings

CODES = {321202, 321203, 321204, 321281, 321282}  # 泰兴市 is left out
Say = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture
def home(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    found = tmp_path / "home"
    assert main(["--home", str(found), "city", "new", "321200"]) == 0
    capsys.readouterr()
    return found


@pytest.fixture
def say(home: Path, capsys: pytest.CaptureFixture[str]) -> Say:
    def command(*words: str) -> tuple[int, dict[str, Any]]:
        code = main(["--home", str(home), "city", "boundaries", *words, "--json"])
        return code, json.loads(capsys.readouterr().out)

    return command


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """The outlines of five districts, in GBK, with other keys than the board's."""
    features = [
        {**one, "properties": {"NAME": one["properties"]["name"]}}
        for one in shipped_features(CODES)
    ]
    path = tmp_path / "区界.geojson"
    body = {"type": "FeatureCollection", "features": features}
    path.write_bytes(json.dumps(body, ensure_ascii=False).encode("gbk"))
    return path


def drawn(home: Path) -> list[str]:
    settings = load_settings(home)
    board = open_board(settings)
    try:
        assert board.keeper.held().faults == ()
        return [shape.area for shape in load_shapes(settings, board.catalog.city)]
    finally:
        board.close()


def test_a_dry_run_draws_it_and_writes_nothing(
    say: Say, home: Path, own: Path, tmp_path: Path
) -> None:
    picture = tmp_path / "look.svg"
    code, answer = say(str(own), "--dry-run", "--out", str(picture))
    assert (code, answer["status"], answer["picture"]) == (0, "staged", str(picture))
    assert answer["without_boundary"] == ["泰兴市"]
    text = picture.read_text("utf-8")
    assert text.startswith("<svg") and all(name in text for name in answer["with_boundary"])
    assert not boundary_file(load_settings(home)).exists()
    assert len(drawn(home)) == 6  # those that ship


def test_it_is_taken_journalled_and_drawn(say: Say, home: Path, own: Path) -> None:
    code, answer = say(str(own), "--source", "泰州市自然资源局，苏S(2024)1号")
    assert (code, answer["status"]) == (0, "committed") and answer["seq"]
    assert drawn(home) == answer["with_boundary"] and len(answer["with_boundary"]) == 5
    board = open_board(load_settings(home))
    try:
        (line,) = board.store.entries(BOUNDARIES_SET)
        note = board.catalog.city.boundary_note
        assert line.seq == answer["seq"]
        assert "苏S(2024)1号" in note and "泰兴市没有界线" in note and "示意图" in note
    finally:
        board.close()
    assert main(["--home", str(home), "verify"]) == 0


def test_one_that_does_not_stand_up_is_refused_whole(say: Say, home: Path, own: Path) -> None:
    body = json.loads(own.read_bytes().decode("gbk"))
    body["features"][0]["geometry"] = {"type": "Point", "coordinates": [120, 32]}
    own.write_text(json.dumps(body, ensure_ascii=False), "utf-8")
    code, answer = say(str(own))
    assert (code, answer["status"]) == (3, "rejected")
    assert any("不是面" in one["message"] for one in answer["diagnostics"])
    assert len(drawn(home)) == 6 and not boundary_file(load_settings(home)).exists()


def test_a_lost_file_comes_back_from_what_was_archived(say: Say, home: Path, own: Path) -> None:
    say(str(own))
    path = boundary_file(load_settings(home))
    before = path.read_bytes()
    path.unlink()
    assert len(drawn(home)) == 5 and path.read_bytes() == before


def test_a_file_spoiled_by_hand_is_told_and_nothing_else_stops(
    say: Say, home: Path, own: Path
) -> None:
    say(str(own))
    boundary_file(load_settings(home)).write_text("{", "utf-8")
    assert drawn(home) == []
    assert main(["--home", str(home), "catalog", "check"]) == 6


def test_the_shipped_outlines_can_be_taken_back(say: Say, home: Path, own: Path) -> None:
    say(str(own))
    assert say("--shipped")[1]["status"] == "committed"
    assert len(drawn(home)) == 6
    assert say(str(own))[1]["status"] == "committed" and len(drawn(home)) == 5
    assert main(["--home", str(home), "catalog", "check"]) == 0


def test_only_administrators_may(home: Path, own: Path) -> None:
    board = open_board(load_settings(home))
    try:
        for act in (check_boundaries, set_boundaries):
            with pytest.raises(Forbidden):
                act(board, Actor("李", REVIEWER, "cli"), own.read_bytes())
        assert check_boundaries(board, local_person("王", "cli"), own.read_bytes()).ok
    finally:
        board.close()


def test_neither_file_nor_word_is_wrong_usage(say: Say) -> None:
    assert say()[0] == 2
