"""哪些结论变了: by time, by the last upload, by a file that is not imported yet."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from chuangmo.access.actor import local_person
from chuangmo.assess.verdict_types import Verdict
from chuangmo.period import parse_period, year_period
from chuangmo.service.board import Board, open_board
from chuangmo.service.conclusions import (
    NEW_YEAR,
    NO_UPLOAD,
    Changes,
    changed_conclusions,
    effect_of,
)
from chuangmo.service.figures.assessing import assess
from chuangmo.service.imports.importing import commit, import_file, preview, withdraw
from chuangmo.settings import Settings
from chuangmo.store.rows import OBSERVATIONS, Selection
from loaders.model.staged import Hints, StagedBatch
from tests.demo_store import ROOT, copy_of, counting, shared_demo_home

pytestmark = pytest.mark.long

WHO = local_person("测试", "cli")
OCTOBER = parse_period("2008-10")
Told = dict[tuple[str, str, str], Verdict]


@pytest.fixture
def full(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Board]:
    home = copy_of(shared_demo_home(tmp_path_factory), tmp_path / "home")
    board = open_board(Settings(home, "lanzhou"))
    yield board
    board.close()


def told(board: Board, as_of: date) -> Told:
    rows = assess(board, WHO, year_period(2008), as_of).rows
    return {(r.indicator, r.area, r.line): r for r in rows}


def keys(found: Changes) -> set[tuple[str, str, str]]:
    return {(c.row.indicator, c.row.area, c.row.line) for c in found.rows}


def sample(pattern: str) -> Path:
    return next((ROOT / "data" / "samples" / "lanzhou").glob(pattern))


def test_since_last_month_is_the_difference_of_two_assessments(full: Board) -> None:
    found = changed_conclusions(full, WHO, OCTOBER)
    then, now = told(full, date(2008, 9, 30)), told(full, OCTOBER.last_day)
    for change in found.rows:
        key = (change.row.indicator, change.row.area, change.row.line)
        assert change.then == then.get(key) and change.now == now.get(key)
    loud = ("missed", "at_risk", "on_course", "met")
    differing = {
        k for k in now if now[k].status in loud and k in then and then[k].status in loud
        and then[k].status != now[k].status
    }  # fmt: skip
    assert differing and differing <= keys(found)
    directions = [change.direction for change in found.rows]
    assert directions == sorted(directions, key=[-1, 0, 1].index)


def test_the_batch_behind_a_change_carried_that_month(full: Board) -> None:
    october = {b.batch for b in full.store.batches() if "2008年10月" in b.file}
    behind = {c.row.indicator: c.batch for c in changed_conclusions(full, WHO, OCTOBER).rows}
    assert behind["pm10"] in october and behind["boiler_retrofit_so2"] is None


def test_january_is_not_compared_with_the_year_before(full: Board) -> None:
    assert changed_conclusions(full, WHO, parse_period("2008-01")).reason == NEW_YEAR


def test_an_empty_home_has_no_upload(tmp_path: Path) -> None:
    board = open_board(Settings(tmp_path / "home", "lanzhou"))
    assert changed_conclusions(board, WHO, OCTOBER, "upload").reason == NO_UPLOAD
    board.close()


def test_since_the_upload_is_what_withdrawing_it_would_undo(full: Board) -> None:
    december = parse_period("2008-12")
    found = changed_conclusions(full, WHO, december, "upload")
    last = counting(full)[-1]
    assert found.batch == last.batch and {c.batch for c in found.rows} == {last.batch}
    now = told(full, december.last_day)
    withdraw(full, WHO, last.batch, "试一试")
    without = told(full, december.last_day)
    assert keys(found) == {k for k in now if now[k].status != without[k].status}
    for change in found.rows:
        key = (change.row.indicator, change.row.area, change.row.line)
        assert change.then == without[key]


def staged_worse(board: Board) -> StagedBatch:
    """October's air as stored, every PM10 value 1.6 times as high."""
    path = sample("2008年10月*空气*.xlsx")
    staged = preview(board, WHO, path.read_bytes(), path.name, Hints())
    rows = staged.observations.to_pylist()
    for row in rows:
        if row["indicator"] == "pm10" and row["value"] is not None:
            row["value"] = (row["value"] * 16 / 10).quantize(row["value"])
    table = pa.Table.from_pylist(rows, schema=OBSERVATIONS)
    diff = board.store.diff(table, staged.ledger)
    return replace(
        staged, observations=table, diff=diff, same_as=None, questions=(), diagnostics=(),
        data=b"changed", sha256=hashlib.sha256(b"changed").hexdigest(),
    )  # fmt: skip


def test_the_effect_of_a_file_is_what_its_import_does(full: Board) -> None:
    staged = staged_worse(full)
    before = full.store.journal_seq()
    found = effect_of(full, WHO, staged)
    assert full.store.journal_seq() == before
    old = told(full, date(2008, 12, 31))
    assert commit(full, WHO, staged).status == "committed"
    new = told(full, date(2008, 12, 31))
    differing = {k for k in new if new[k].status != old[k].status}
    assert differing and keys(found) == differing
    for change in found.rows:
        key = (change.row.indicator, change.row.area, change.row.line)
        assert change.now is not None and change.now.published == new[key].published


def test_a_first_file_has_only_new_conclusions(tmp_path: Path) -> None:
    board = open_board(Settings(tmp_path / "home", "lanzhou"))
    path = sample("2007年10月*水质*.xlsx")
    staged = preview(board, WHO, path.read_bytes(), path.name, Hints())
    found = effect_of(board, WHO, staged)
    assert found.rows and all(change.then is None for change in found.rows)
    assert board.store.journal_seq() == 0
    board.close()


def test_the_store_as_it_was_is_what_it_held_then(tmp_path: Path) -> None:
    board = open_board(Settings(tmp_path / "home", "lanzhou"))
    everything, states = Selection(), []
    for pattern in ("2008年10月*水质*.xlsx", "2008年11月*水质*.xlsx"):
        path = sample(pattern)
        import_file(board, WHO, path.read_bytes(), path.name, Hints())
        states.append(board.store.day_sums(everything))
    withdraw(board, WHO, 1, "试一试")
    states.append(board.store.day_sums(everything))
    for seq, state in enumerate(states, 1):
        assert board.store.earlier(seq).day_sums(everything).equals(state)
    assert board.store.earlier(0).day_sums(everything).num_rows == 0
    assert board.store.earlier(0).last_day() is None
    assert board.store.earlier(1).last_day() == date(2008, 10, 31)
    board.close()
