"""The pack makes itself at publication; what fails never touches the publication and is told."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pptx import Presentation

from chuangmo.access.actor import REVIEWER, VIEWER, Actor
from chuangmo.access.audit import acts
from chuangmo.catalog.faults import UnfitEntry
from chuangmo.exhibits import frozen
from chuangmo.exhibits.frozen import exhibits_of, publish_month
from chuangmo.exhibits.monthly.meeting_set import meeting_set
from chuangmo.exports import pack
from chuangmo.exports.pack import STANDARD_SET, make_pack
from chuangmo.period import parse_period
from chuangmo.service.board import Board, open_board
from chuangmo.service.decisions.office_settings import PACK_FOLDER, set_office
from chuangmo.service.decisions.snapshots import list_snapshots
from chuangmo.service.imports import clerk
from chuangmo.service.imports.importing import withdraw
from chuangmo.service.publication.packs import FOLDER, Pack, pack_content, pack_of
from chuangmo.service.publication.published import Publication, in_force
from chuangmo.service.questions import Questions
from chuangmo.settings import Settings
from loaders.returning.hand_form import HandRow
from tests.demo_store import counting
from tests.exports.conftest import OCTOBER

CHECKER = Actor("qian", REVIEWER, "page")
LOOKER = Actor("看", VIEWER, "page")
BOSS = Actor("主管", "admin", "cli")


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Board]:
    """Three months of two districts, entered by hand: enough for every file, and quickly made."""
    held = open_board(Settings(tmp_path_factory.mktemp("pack") / "home", "lanzhou"))
    for month in ("2008-08", "2008-09", "2008-10"):
        for area, value in (("安宁区", "0.110"), ("城关区", "0.150")):
            row = HandRow("pm10", area, parse_period(month), value, unit="mg/m³")
            clerk.enter_by_hand(held, BOSS, [row], document="来函", reason="核对过")
    yield held
    held.close()


@pytest.fixture(scope="module")
def published(board: Board) -> Publication:
    one = publish_month(board, CHECKER, OCTOBER, "经局务会审定")
    assert pack_of(board, LOOKER, one) == Pack({}, {}, True)
    make_pack(board, CHECKER, one)
    return one


def test_the_standard_set_is_kept_with_the_snapshot(board: Board, published: Publication) -> None:
    found = pack_of(board, LOOKER, published)
    assert list(found.files) == list(STANDARD_SET) and not found.faults
    before = len(acts(board.settings.home))
    files = {what: pack_content(board, LOOKER, file) for what, file in found.files.items()}
    lines = [line.act for line in acts(board.settings.home)[: len(files)]]
    assert len(acts(board.settings.home)) == before + len(files)
    assert {(line.who, line.action) for line in lines} == {("看", "export")}
    assert 3 <= len(Presentation(BytesIO(files["pptx", "briefing"])).slides) <= 10
    assert "结论" in load_workbook(BytesIO(files["xlsx", "briefing"])).sheetnames
    assert board.store.journal_seq() == max(one.seq for one in found.files.values())


def test_what_was_frozen_is_what_a_meeting_of_that_day_shows(
    board: Board, published: Publication
) -> None:
    kept = [e for _, e in exhibits_of(board, LOOKER, published.snapshot, "briefing")]
    live = meeting_set(Questions(board, LOOKER), OCTOBER)
    assert [frozen.frozen(one) for one in kept] == [frozen.frozen(one) for one in live]
    views = {view for view, _ in exhibits_of(board, LOOKER, published.snapshot)}
    assert views.isdisjoint(frozen.PACK_SETS)


def test_made_again_after_a_correction_it_tells_what_was_published(
    board: Board, published: Publication
) -> None:
    held = pack_of(board, LOOKER, published).files["pptx", "briefing"]
    withdraw(board, BOSS, counting(board)[-1].batch, "试")
    made = pack._exported(board, CHECKER, published, "pptx", "briefing")
    assert made.sha256 == held.sha256


def test_a_file_that_fails_is_told_and_the_publication_holds(
    board: Board, published: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    true = pack.export

    def broken(board: Board, actor: Actor, request: pack.ExportRequest) -> pack.ExportFile:
        if request.format == "xlsx":
            raise RuntimeError("boom")
        if request.view == "onepage":
            raise pack.FormatFault("排不下一页。")
        return true(board, actor, request)

    september = parse_period("2008-09")
    monkeypatch.setattr(pack, "export", broken)
    one = publish_month(board, CHECKER, september, "")
    make_pack(board, CHECKER, one)
    found = pack_of(board, LOOKER, one)
    assert set(found.files) == {("pptx", "briefing"), ("docx", "briefing")}
    assert found.faults["docx", "onepage"] == "排不下一页。"
    assert "编号" in found.faults["xlsx", "briefing"] and "boom" not in str(found.faults)
    assert september in in_force(board, LOOKER)
    monkeypatch.setattr(pack, "export", true)
    seqs = {what: file.seq for what, file in found.files.items()}
    make_pack(board, CHECKER, one)
    found = pack_of(board, LOOKER, one)
    assert set(found.files) == set(STANDARD_SET) and not found.faults
    assert seqs.items() <= {what: file.seq for what, file in found.files.items()}.items()


def test_a_set_that_cannot_be_frozen_does_not_stop_the_publication(
    board: Board, published: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> list[object]:
        raise RuntimeError("boom")

    monkeypatch.setattr(frozen, "one_page", fails)
    august = parse_period("2008-08")
    one = publish_month(board, CHECKER, august, "")
    make_pack(board, CHECKER, one)
    found = pack_of(board, LOOKER, one)
    assert set(STANDARD_SET) - set(found.files) == {("docx", "onepage")}
    assert "重新发布" in found.faults["docx", "onepage"]
    assert list_snapshots(board, LOOKER)[-1].name == one.snapshot


def test_the_folder_of_the_office_takes_them_too(
    board: Board, published: Publication, tmp_path: Path
) -> None:
    place = tmp_path / "例会材料"
    with pytest.raises(UnfitEntry, match="没有文件夹"):
        set_office(board, BOSS, PACK_FOLDER, str(place))
    with pytest.raises(UnfitEntry, match="完整的路径"):
        set_office(board, BOSS, PACK_FOLDER, "例会材料")
    with pytest.raises(UnfitEntry, match="数据目录里面"):
        set_office(board, BOSS, PACK_FOLDER, str(board.settings.home / "archive"))
    place.mkdir()
    set_office(board, BOSS, PACK_FOLDER, str(place))
    make_pack(board, CHECKER, published)
    names = {file.name for file in pack_of(board, LOOKER, published).files.values()}
    assert {p.name for p in (place / "发布 2008-10").iterdir()} == names
    (place / "发布 2008-10").rename(place / "别处")
    (place / "发布 2008-10").write_text("一个文件")
    make_pack(board, CHECKER, published)
    assert "写不进" in pack_of(board, LOOKER, published).faults[FOLDER, ""]
    (place / "发布 2008-10").unlink()
    make_pack(board, CHECKER, published)
    assert (FOLDER, "") not in pack_of(board, LOOKER, published).faults
    set_office(board, BOSS, PACK_FOLDER, "")
