"""What the exhibits of the demonstration say, word for word: ``tests/spec/demonstration``."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from chuangmo.access.actor import Actor
from chuangmo.exhibits.views import ViewRequest, build
from chuangmo.period import parse_period
from chuangmo.service.board import Board

FILE = Path(__file__).resolve().parents[1] / "spec" / "demonstration" / "sentences.toml"
CASES = tomllib.loads(FILE.read_text(encoding="utf-8"))["exhibit"]


def asked(case: dict[str, Any]) -> ViewRequest:
    return ViewRequest(
        parse_period(case["period"]), indicator=case.get("indicator"), area=case.get("area")
    )


@pytest.mark.parametrize(
    "case", CASES, ids=lambda one: f"{one['view']} {one['period']} {one['key']}"
)
def test_an_exhibit_says(case: dict[str, Any], board: Board, actor: Actor) -> None:
    found = build(case["view"], board, actor, asked(case))
    one = next(exhibit for exhibit in found if exhibit.key == case["key"])
    assert {"verdict": one.verdict, "subtitle": one.subtitle, "notes": list(one.notes)} == {
        "verdict": case["verdict"], "subtitle": case["subtitle"], "notes": case["notes"],
    }  # fmt: skip


def test_the_cards_are_the_four_worst_of_the_city(board: Board, actor: Actor) -> None:
    cards = build("overview", board, actor, ViewRequest(parse_period("2008-10")))[0]
    assert cards.table is not None
    shown = [(row[0].text, row[3].status) for row in cards.table.rows]
    assert [status for _, status in shown] == ["at_risk"] * 3 + ["undecided"]
    assert shown[0][0] == "锅炉改造台数"  # the one that the headline names
