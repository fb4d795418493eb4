"""A 会议快照 gives the same files for good: after corrections, withdrawals, a rebuild, a backup."""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from chuangmo.access.actor import Actor
from chuangmo.assess.verdicts.evidence_words import evidence_words
from chuangmo.cli.main import run_on_server
from chuangmo.exhibit import Exhibit
from chuangmo.exhibits import frozen_answers
from chuangmo.exhibits.frozen import exhibits_of, reader_of, save_meeting
from chuangmo.exhibits.views import ViewRequest
from chuangmo.exports.chromium import exhibit_pictures, page_pdf
from chuangmo.exports.file_dates import dated
from chuangmo.exports.files import ExportFile, ExportRequest, FormatFault, export
from chuangmo.exports.pptx.deck import deck
from chuangmo.period import parse_period
from chuangmo.service.board import Board, open_board
from chuangmo.service.decisions import snapshots
from chuangmo.service.decisions.changing import set_target
from chuangmo.service.decisions.snapshot_changes import changed_since
from chuangmo.service.imports.importing import commit, preview, withdraw
from chuangmo.service.questions import Questions
from chuangmo.settings import Settings
from chuangmo.store.copies.backup import backup
from chuangmo.store.copies.restoring import restore_backup
from loaders.model.staged import Hints
from tests.demo_store import copy_of, corrected_report, shared_demo_home
from tests.exports.opened import book
from tests.exports.test_chromium import drawn_here

pytestmark = pytest.mark.long

OCTOBER, NAME = ViewRequest(parse_period("2008-10")), "十月例会"
REPORT = "2008年10月兰州市环境空气质量监测日报.xlsx"
#: What is taken away, as the command line asks for it: format and view.
ASKED = (
    ("pptx", "briefing"), ("docx", "briefing"), ("xlsx", "briefing"), ("csv", "briefing"),
    ("xlsx", "indicator"), ("xlsx", "outlook"), ("xlsx", "district"), ("xlsx", "tasks"),
    ("docx", "dossier"),
)  # fmt: skip
Files = dict[tuple[str, str], ExportFile]


def taken(board: Board, actor: Actor) -> Files:
    one = snapshots.find_snapshot(board, actor, NAME)
    question = ViewRequest(one.period, one.as_of, dust=one.dust)
    found: Files = {}
    for view in dict.fromkeys(view for _, view in ASKED):
        own = {"briefing": None, "dossier": "scheme"}.get(view, view)
        shown = tuple(exhibit for _, exhibit in exhibits_of(board, actor, NAME, own))
        for form in (form for form, other in ASKED if other == view):
            request = ExportRequest(form, view, question, "", shown, NAME)
            found[form, view] = export(board, actor, request)
    return found


def rows_of(data: bytes) -> dict[str, list[tuple[object, ...]]]:
    """What a workbook says, sheet by sheet."""
    return {one.title: list(one.iter_rows(values_only=True)) for one in book(data).worksheets}


def corrected(board: Board, actor: Actor) -> None:
    """A month corrected, a batch withdrawn, a target changed."""
    staged = preview(board, actor, corrected_report(REPORT), REPORT, Hints())
    done = commit(board, actor, staged, reason="监测站更正")
    assert done.status == "committed"
    earlier = next(b.batch for b in board.store.batches() if "2008年9月" in b.file)
    withdraw(board, actor, earlier, "数据有误")
    set_target(
        board, actor, indicator="pm10", area="西固区", year=2008, limit="0.099", unit="mg/m³",
        operator="<=", document="测试文件",
    )  # fmt: skip


@pytest.fixture(scope="module")
def meeting(tmp_path_factory: pytest.TempPathFactory, actor: Actor) -> Iterator[Board]:
    home = copy_of(shared_demo_home(tmp_path_factory), tmp_path_factory.mktemp("meeting") / "home")
    opened = open_board(Settings(home, "lanzhou"))
    save_meeting(opened, actor, NAME, OCTOBER)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def live(meeting: Board, actor: Actor) -> bytes:
    """The workbook of the live board before anything was corrected."""
    return export(meeting, actor, ExportRequest("xlsx", "briefing", OCTOBER)).data


@pytest.fixture(scope="module")
def before(meeting: Board, actor: Actor) -> Files:
    return taken(meeting, actor)


@pytest.fixture(scope="module")
def after(
    meeting: Board, actor: Actor, live: bytes, before: Files,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[Board, Files]]:  # fmt: skip
    """The same files from a board restored from the backup of the corrected one."""
    corrected(meeting, actor)
    meeting.store.rebuild()
    place = tmp_path_factory.mktemp("restored")
    backup(meeting.settings, place / "copy")
    settings = Settings(place / "home", "lanzhou")
    restore_backup(settings, place / "copy")
    opened = open_board(settings)
    yield opened, taken(opened, actor)
    opened.close()


@pytest.mark.parametrize("asked", ASKED, ids=lambda asked: "-".join(asked))
def test_a_file_of_a_snapshot_is_the_same_to_the_byte_for_good(
    before: Files, after: tuple[Board, Files], asked: tuple[str, str]
) -> None:
    assert after[1][asked].data == before[asked].data
    assert after[1][asked].sha256 == before[asked].sha256
    assert after[1][asked].data_through == before[asked].data_through == "2008-10-31"
    assert after[1][asked].generation == before[asked].generation


def test_the_live_board_does_say_something_else_now(
    after: tuple[Board, Files], actor: Actor, live: bytes
) -> None:
    now = export(after[0], actor, ExportRequest("xlsx", "briefing", OCTOBER)).data
    before, since = rows_of(live), rows_of(now)
    assert all(before[sheet] != since[sheet] for sheet in ("结论", "数据", "来源"))


def test_the_figures_kept_are_those_the_live_board_had(live: bytes, before: Files) -> None:
    """Frozen and live workbook of one moment agree in 数据 and 来源, row by row."""
    shown, frozen = rows_of(live), rows_of(before["xlsx", "briefing"].data)
    for sheet in ("数据", "来源"):
        assert shown[sheet] == frozen[sheet]
        assert len(shown[sheet]) > 50


def test_the_banner_lists_on_the_restored_board_what_changed(
    after: tuple[Board, Files], actor: Actor
) -> None:
    found = changed_since(after[0], actor, NAME)
    assert {one.row.indicator for one in found} >= {"pm10"}
    sides = [(one.then, one.now) for one in found]
    assert any(then and now and then.limit != now.limit for then, now in sides)  # the target
    last = max(batch.batch for batch in after[0].store.batches())
    assert any(last in one.batches for one in found)  # the correction


def test_the_command_names_the_snapshot_and_what_changed_since(
    after: tuple[Board, Files], actor: Actor, tmp_path: Path
) -> None:
    words = ["export", "--format", "csv", "--view", "briefing", "--snapshot", NAME]
    done = run_on_server(after[0], [*words, "--out", str(tmp_path), "--json"], ".")
    answer = json.loads(done.out)
    shown = json.loads(run_on_server(after[0], ["snapshot", "show", NAME, "--json"], ".").out)
    assert answer["snapshot"] == NAME
    assert answer["changed"] == shown["changed"] != []
    assert answer["sha256"] == after[1]["csv", "briefing"].sha256


def test_what_is_kept_comes_back_exactly(meeting: Board, actor: Actor) -> None:
    held = frozen_answers.freeze_answers(Questions(meeting, actor), OCTOBER, [("pm10", "西固区")])
    assert frozen_answers.from_json(frozen_answers.to_json(held)) == held
    assert held.ahead[0].area == "西固区" and held.sources and held.months


def test_answers_kept_before_there_was_evidence_are_still_read(
    meeting: Board, actor: Actor
) -> None:
    """Frozen by an earlier version: no evidence, no status 尚难判断, an outlook without an answer."""
    held = frozen_answers.freeze_answers(Questions(meeting, actor), OCTOBER, [("pm10", "西固区")])
    plain = _without(
        json.loads(frozen_answers.to_json(held)),
        {"evidence", "evidence_years", "by_calendar", "unlike", "calendar_days", "seasonal",
         "undecided"},
    )  # fmt: skip
    plain["ahead"][0]["ahead"] |= {"answer": None, "reason_code": "no_history"}
    old = frozen_answers.from_json(json.dumps(plain).encode())
    assert [row.status for row in old.assessments[0].rows] == [
        row.status for row in held.assessments[0].rows
    ]
    assert {row.evidence for row in old.assessments[0].rows} == {None}
    (found,) = old.ahead
    assert found.ahead is not None and found.ahead.needed == held.ahead[0].ahead.needed  # type: ignore[union-attr]
    assert evidence_words(found.indicator, found.ahead) == ""


def _without(value: Any, keys: set[str]) -> Any:
    """The JSON value without these fields of verdicts, outlooks, figures and indicators."""
    if isinstance(value, dict):
        ours = {"reason_code", "count_unit", "missed"} & set(value)
        return {k: _without(v, keys) for k, v in value.items() if not ours or k not in keys}
    return [_without(one, keys) for one in value] if isinstance(value, list) else value


def test_a_snapshot_without_its_rows_is_no_workbook_but_a_deck(
    tmp_path: Path, actor: Actor
) -> None:
    """Frozen by an earlier version: what was not kept is not made up from later data."""
    board = open_board(Settings(tmp_path / "home", "lanzhou"))
    snapshots.save(board, actor, NAME, OCTOBER.period, OCTOBER.month.as_of)
    assert reader_of(board, actor, NAME) is None
    with pytest.raises(FormatFault, match="没有留存明细"):
        export(board, actor, ExportRequest("xlsx", "briefing", OCTOBER, "", (), NAME))
    assert export(board, actor, ExportRequest("pptx", "briefing", OCTOBER, "", (), NAME)).data
    board.close()


def test_the_clock_is_in_no_file(exhibits: list[Exhibit], monkeypatch: pytest.MonkeyPatch) -> None:
    first = deck(exhibits[:3], "测试")
    monkeypatch.setattr(time, "time", lambda: 2_000_000_000.0)
    assert deck(exhibits[:3], "测试") == first


@drawn_here
def test_pictures_and_pdf_repeat_too(exhibits: list[Exhibit]) -> None:
    trend = next(one for one in exhibits if one.kind == "trend")
    day = OCTOBER.month.as_of
    first, second = (
        [dated(page_pdf([trend], "测试"), day), *exhibit_pictures([trend], "svg", width=900)]
        for _ in range(2)
    )
    assert first == second
    assert b"/CreationDate (D:20081031000000" in first[0]
