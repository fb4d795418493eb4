"""达标 is never said of a target: pages of a board on which targets are the only lines."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from chuangmo.service.board import Board
from tests.demo_store import copy_of
from tests.pages.conftest import _served, opened
from tests.targets_alone import only_targets, said_of_targets

PAGES = {
    "overview.py": {}, "indicator.py": {"indicator": "pm10"}, "district.py": {}, "tasks.py": {},
    "map.py": {"indicator": "pm10"}, "outlook.py": {"indicator": "pm10"}, "supervision.py": {"part": "待立项"},
    "meeting.py": {"at": "2008-12", "screen": "2"}, "exports.py": {}, "batches.py": {},
}  # fmt: skip
#: Pages that have a target to judge in this home. The words of 说明 say what 达标 means.
JUDGING, GLOSSARY = ("overview.py", "tasks.py", "district.py"), "cm-words"


@pytest.fixture(scope="module")
def targets(demo_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Board]:
    with pytest.MonkeyPatch.context() as patch:
        only_targets(patch)
        home = copy_of(demo_home, tmp_path_factory.mktemp("targets") / "home")
        yield from _served(home, patch)


@pytest.mark.parametrize("page", PAGES)
def test_no_page_says_it(page: str, targets: Board) -> None:
    app = opened(page, month="2008-12", **PAGES[page])
    pieces = [str(piece.proto.body) for piece in app.get("html")]
    text = "¶".join(piece for piece in pieces if GLOSSARY not in piece)
    assert len(text) < len("¶".join(pieces))
    assert said_of_targets(text) == []
    assert page not in JUDGING or "未完成" in text
