"""What people write into the overlay: noticed, journalled, kept by commands, and made again."""

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from chuangmo.access.actor import ADMIN, REVIEWER, Actor
from chuangmo.catalog.faults import UnfitEntry
from chuangmo.catalog.overlay import FORMS, changed, entries_in
from chuangmo.service import watching
from chuangmo.service.board import Board, open_board
from chuangmo.service.decisions import changing
from chuangmo.service.decisions.backing_up import back_up
from chuangmo.service.handover import announce
from chuangmo.service.overlay import keeper
from chuangmo.service.overlay.journal import BY_HAND, CORRECTIONS, EDITED
from chuangmo.settings import Settings
from chuangmo.store.copies.restoring import restore_backup
from tests.service.overlay import check_overlay, city_file

REVIEW = Actor("李审核", REVIEWER, "page")
TARGET = {
    "indicator": "pm10", "area": "安宁区", "year": 2009, "limit": "0.120", "document": "兰政发1号",
}  # fmt: skip
HAND = """\
# 安宁区的目标，王工 2009-01-05 抄自兰政发1号
[[target]]
indicator = "pm10"
area = "安宁区"   # 全区
year = 2009
operator = "<="
limit = "0.125"
unit = "mg/m³"
document = "兰政发1号"
source = "兰政发1号"
confidence = "A"

# 西固区的，还没有发文
[[target]]
indicator = "so2"
area = "西固区"
year = 2009
operator = "<="
limit = "0.060"
unit = "mg/m³"
source = "局里的推算"
mark = "inferred"
confidence = "C"
# 以上核对过
"""
SITE = """\
# 新站
[[site]]
id = "雁滩新站"
name = "雁滩新站"
district = "城关区"
in_city_mean = false
source = "局里的通知"
confidence = "B"
"""
COMMENTS = [line for line in HAND.splitlines() if line.startswith("#")]


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files need not stand still for a second: nobody is writing them here."""
    monkeypatch.setattr(keeper, "REST", 0.0)
    monkeypatch.setattr(keeper, "LOOK_AGAIN", 0.0)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "home", "lanzhou")


@pytest.fixture
def board(settings: Settings) -> Iterator[Board]:
    write(settings, "targets.toml", HAND)
    found = open_board(settings)
    yield found
    found.close()


def write(settings: Settings, name: str, text: str) -> Path:
    path = city_file(settings, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def edits(board: Board) -> list[str]:
    return [line.body["payload"]["file"] for line in board.store.entries(EDITED)]


def by_hand(board: Board) -> set[tuple[str, str]]:
    found = changing.list_targets(board, REVIEW)
    return {(e.entry.indicator, e.entry.area) for e in found if e.by == BY_HAND}  # type: ignore[attr-defined]


def test_a_hand_edit_is_a_notice_then_a_line_and_verify_is_green(settings: Settings) -> None:
    path = write(settings, "targets.toml", HAND)
    site = write(settings, "sites.toml", SITE)
    found = check_overlay(settings)
    assert found.ok and "手工修改，尚未登记" in found.detail
    assert "pm10/安宁区/2009" in found.detail and "sites.toml" in found.detail
    board = open_board(settings)
    try:
        assert sorted(edits(board)) == [f"cities/lanzhou/{n}.toml" for n in ("sites", "targets")]
        assert check_overlay(settings).ok and "与日志一致" in check_overlay(settings).detail
        assert by_hand(board) == {("pm10", "安宁区"), ("so2", "西固区")}
        path.write_text(HAND.replace('"0.125"', '"0.115"'), "utf-8")
        assert board.catalog.target("pm10", "安宁区", 2009).limit == "0.115"  # type: ignore[union-attr]
        (change,) = board.store.entries(EDITED)[-1].body["payload"]["changes"]
        assert (change["old"]["limit"], change["new"]["limit"]) == ("0.125", "0.115")
        site.write_text("# 撤了\n", "utf-8")
        assert board.catalog.site("雁滩新站") is None
        assert len(edits(board)) == 4 and check_overlay(settings).ok
    finally:
        board.close()
    open_board(settings).close()
    assert check_overlay(settings).ok


def test_commands_keep_comments_and_order_of_a_hand_written_file(
    board: Board, settings: Settings
) -> None:
    path = city_file(settings, "targets.toml")
    changing.set_target(board, REVIEW, **TARGET)  # type: ignore[arg-type]
    changing.set_target(board, REVIEW, **(TARGET | {"year": 2010}))  # type: ignore[arg-type]
    text = path.read_text("utf-8")
    assert text.startswith(HAND.replace('"0.125"', '"0.120"'))
    assert board.catalog.target("pm10", "安宁区", 2010) is not None
    assert check_overlay(settings).ok and len(edits(board)) == 1
    assert by_hand(board) == {("so2", "西固区")}


@pytest.mark.parametrize("name", ["items.toml", "dust.toml"])
def test_every_command_keeps_what_people_wrote(board: Board, settings: Settings, name: str) -> None:
    def act(item: str, day: str) -> None:
        if name == "items.toml":
            changing.set_item(
                board, REVIEW, scheme="national_2006", item=item, year=2008, result="met",
                document="文",
            )  # fmt: skip
        else:
            changing.add_dust(board, REVIEW, day)

    act("n06_b1", "2008-03-01")
    path = city_file(settings, name)
    path.write_text("# 王工写的\n" + path.read_text("utf-8") + "\n# 末尾\n", "utf-8")
    act("n06_b2", "2008-03-02")
    if name == "dust.toml":
        changing.remove_dust(board, REVIEW, "2008-03-01")
    text = path.read_text("utf-8")
    assert text.startswith("# 王工写的\n") and "# 末尾" in text
    assert check_overlay(settings).ok


def test_forms_and_corrections_keep_what_people_wrote() -> None:
    form = (
        '# 王工\n[[layout]]\nid = "a1"\n# 首列\n[[layout.column]]\nheader = ["区县"]   # 行头\n'
        'role = "key"\nkey = "place"\n'
    )
    place = Path("a1.toml")
    (one,) = entries_in(FORMS, form.encode(), place).values()
    text = changed(FORMS, form.encode(), place, [one.model_copy(update={"name": "月报"})], [])
    assert all(words in text.decode() for words in ("# 王工", "# 首列", "# 行头", '"月报"'))
    raw = dict.fromkeys(("file", "sheet", "cell", "value", "expect", "reason", "by", "at"), "甲")
    fix = CORRECTIONS.read(raw)
    more = CORRECTIONS.read(raw | {"cell": "B4"})
    data = b"# x\n" + CORRECTIONS.render([fix])
    text = changed(CORRECTIONS, data, place, [more], [CORRECTIONS.key(fix)])
    assert text.startswith(b"# x\n") and list(entries_in(CORRECTIONS, text, place).values()) == [
        more
    ]


def test_an_edit_between_look_and_write_is_not_lost(
    board: Board, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody saves the file while the journal line of a command is being written."""
    path, record = city_file(settings, "targets.toml"), board.store.record

    def saved_meanwhile(kind: str, payload: dict[str, object], *more: object) -> int:
        if kind == "target_set":
            path.write_text(HAND.replace('"0.060"', '"0.055"'), "utf-8")
        return record(kind, payload, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(board.store, "record", saved_meanwhile)
    changing.set_target(board, REVIEW, **(TARGET | {"year": 2010}))  # type: ignore[arg-type]
    assert board.catalog.target("so2", "西固区", 2009).limit == "0.055"  # type: ignore[union-attr]
    assert board.catalog.target("pm10", "安宁区", 2010).limit == "0.120"  # type: ignore[union-attr]
    lines = [line.type for line in board.store.entries()]
    assert lines == [EDITED, "target_set", EDITED] and check_overlay(settings).ok


def test_an_edit_just_before_a_command_is_journalled_before_it(
    board: Board, settings: Settings
) -> None:
    path = city_file(settings, "targets.toml")
    path.write_text(HAND.replace('"0.125"', '"0.115"'), "utf-8")
    change = changing.set_target(board, REVIEW, **TARGET)  # type: ignore[arg-type]
    assert change.old is not None and change.old.limit == "0.115"  # type: ignore[attr-defined]
    assert [line.type for line in board.store.entries()] == [EDITED, EDITED, "target_set"]


def test_a_file_that_is_wrong_is_not_written_and_nothing_is_journalled(
    board: Board, settings: Settings
) -> None:
    path = city_file(settings, "targets.toml")
    path.write_text(HAND.replace('"0.125"', "0.125"), "utf-8")
    with pytest.raises(UnfitEntry, match=r"targets\.toml 第 2 行|targets\.toml 第 7 行"):
        changing.set_target(board, REVIEW, **TARGET)  # type: ignore[arg-type]
    assert len(board.store.entries()) == 1
    assert path.read_text("utf-8") == HAND.replace('"0.125"', "0.125")
    path.write_text(HAND, "utf-8")
    assert changing.set_target(board, REVIEW, **TARGET).seq == 2  # type: ignore[arg-type]


def test_lost_files_and_a_restored_backup_are_as_people_left_them(
    board: Board, settings: Settings, tmp_path: Path
) -> None:
    write(settings, "sites.toml", SITE)
    changing.set_target(board, REVIEW, **TARGET)  # type: ignore[arg-type]
    names = ("targets.toml", "sites.toml")
    before = {name: city_file(settings, name).read_bytes() for name in names}
    back_up(board, Actor("王", ADMIN, "cli"), tmp_path / "backup")
    board.close()
    shutil.rmtree(settings.home / "catalog")
    assert not check_overlay(settings).ok
    again = open_board(settings)
    again.close()
    assert {name: city_file(settings, name).read_bytes() for name in names} == before
    other = Settings(tmp_path / "other", "lanzhou")
    restore_backup(other, tmp_path / "backup")
    assert {name: city_file(other, name).read_bytes() for name in names} == before
    assert check_overlay(other).ok and check_overlay(settings).ok


def test_nobody_need_open_a_page(
    board: Board, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "PAUSE", 0.05)
    with watching.watching(lambda: board, announce(settings, 8501)):
        write(settings, "sites.toml", SITE)
        for _ in range(400):
            if len(edits(board)) == 2:
                break
            time.sleep(0.05)
    assert edits(board)[-1] == "cities/lanzhou/sites.toml"


def test_a_file_is_left_alone_until_it_stands_still(
    board: Board, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half of a file may well be valid: its last entry is not written yet."""
    monkeypatch.setattr(keeper, "REST", 3600.0)
    half = HAND[: HAND.index("# 西固区")]
    write(settings, "targets.toml", half)
    for _ in range(3):
        assert board.catalog.target("so2", "西固区", 2009) is not None
    assert len(edits(board)) == 1
