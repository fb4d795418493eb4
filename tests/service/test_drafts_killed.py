"""The server is killed at ten moments of an upload: the draft is there, nothing twice or lost."""

import signal
from pathlib import Path

import pytest

from chuangmo.service.board import Board, open_board
from chuangmo.service.drafts.drafts import FILE, content_of_draft, drop_draft, list_drafts
from chuangmo.service.imports import importing
from chuangmo.settings import Settings
from chuangmo.store.copies.verify import verify
from chuangmo.store.crash_points import (
    ARROWS,
    CONFIRMED,
    DRAFT_DROPPED,
    DRAFT_FOLDER,
    DRAFT_POINTS,
    DRAFT_WRITTEN,
    FIRST_IN,
    JOURNALLED,
    PARSED,
    STAGED,
)
from chuangmo.store.rows import Selection
from loaders.model.staged import Hints
from tests.commanding import begin
from tests.service.uploading import DATA, NAME, WHO
from tests.two_forms import is_long

pytestmark = pytest.mark.long

#: Before the bytes are safe nothing was taken; from then on the draft stands until it is dropped.
EVERY: tuple[int | str, ...] = (*DRAFT_POINTS, *ARROWS)
SHORT: tuple[int | str, ...] = (
    DRAFT_FOLDER, "draft-bytes", DRAFT_WRITTEN, "draft-kept", PARSED, CONFIRMED, STAGED, JOURNALLED,
    10, DRAFT_DROPPED,
)  # fmt: skip
NOT_YET = (DRAFT_FOLDER, "draft-bytes", DRAFT_WRITTEN)


def taken_up_again(board: Board) -> None:
    """What the person does the next morning: confirm what is in hand, if it is not in already."""
    for draft in list_drafts(board, WHO, FILE):
        data = content_of_draft(board, WHO, draft.content)
        assert data == DATA
        staged = importing.preview(board, WHO, data, draft.said["name"], Hints())
        importing.commit(board, WHO, staged, reason=draft.said.get("reason", "核对过"))
        drop_draft(board, WHO, FILE, draft.key)


@pytest.mark.parametrize("moment", EVERY if is_long() else SHORT, ids=str)
def test_a_kill_leaves_the_draft_and_nothing_is_written_twice(
    tmp_path: Path, moment: int | str
) -> None:
    home, said = tmp_path / "home", tmp_path / "said"
    open_board(Settings(home, "lanzhou")).close()
    said.mkdir()
    child = begin("tests.service.uploading", str(home), place=said, env={"FAULT_AT": str(moment)})
    assert child.wait(120) == -signal.SIGKILL
    board = open_board(Settings(home, "lanzhou"))
    board.drafts.sweep()
    inside = moment == DRAFT_DROPPED or (isinstance(moment, int) and moment >= FIRST_IN)
    assert len(board.store.batches()) == int(inside)
    there = [draft.said["name"] for draft in list_drafts(board, WHO, FILE)]
    assert there == ([] if moment in (*NOT_YET, DRAFT_DROPPED) else [NAME])
    taken_up_again(board)
    lost = moment in NOT_YET  # the browser still says that the file is on its way
    assert len(board.store.batches()) == int(not lost)
    rows = board.store.current(Selection(indicators=("pm10",))).to_pylist()
    assert sorted(int(row["value"]) for row in rows) == ([] if lost else [101, 102])
    assert not [path for path in (home / "drafts").rglob("*") if path.is_file()]
    board.close()
    assert [check for check in verify(Settings(home, "lanzhou")) if not check.ok] == []
