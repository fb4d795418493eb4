"""Exhibits of the demonstration data, made once for all export tests of a run."""

from collections.abc import Iterator

import pytest

from chuangmo.access.actor import Actor, local_person
from chuangmo.exhibit import Exhibit
from chuangmo.exhibits.views import ViewRequest, build
from chuangmo.exports import chromium
from chuangmo.exports.pptx.deck import deck, meeting_exhibits
from chuangmo.period import parse_period
from chuangmo.service.board import Board, open_board
from chuangmo.settings import Settings
from tests.demo_store import copy_of, shared_demo_home

OCTOBER = parse_period("2008-10")


@pytest.fixture(autouse=True)
def no_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other tests may keep the machine busy: what Chromium draws counts here, not how soon."""
    monkeypatch.setattr(chromium, "LIMIT", 300.0)


@pytest.fixture(scope="session")
def actor() -> Actor:
    return local_person("测试", "cli")


@pytest.fixture(scope="session")
def board(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Board]:
    home = copy_of(shared_demo_home(tmp_path_factory), tmp_path_factory.mktemp("exports") / "home")
    opened = open_board(Settings(home, "lanzhou"))
    yield opened
    opened.close()


#: Views of which files hold every kind of exhibit.
SHOWN = (("overview", None), ("indicator", "pm10"), ("map", "pm10"), ("tasks", None),
         ("outlook", "pm10"))  # fmt: skip


@pytest.fixture(scope="session")
def exhibits(board: Board, actor: Actor) -> list[Exhibit]:
    """What a person may put together from the pages: every kind of chart and table."""
    found = [
        one
        for view, indicator in SHOWN
        for one in build(view, board, actor, ViewRequest(OCTOBER, indicator=indicator))
    ]
    return [one for one in found if one.kind != "needed"]


@pytest.fixture(scope="session")
def meeting(board: Board, actor: Actor) -> list[Exhibit]:
    """The standard set of a month."""
    return meeting_exhibits(board, actor, OCTOBER)


@pytest.fixture(scope="session")
def slides(exhibits: list[Exhibit]) -> bytes:
    return deck(exhibits, "兰州市创模进展", "兰州市环境保护局", subtitle="2008年1—10月")
