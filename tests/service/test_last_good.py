"""A slip in a catalog file: the last good catalog holds, everywhere, and it is said what is wrong."""

import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from chuangmo.access.actor import ADMIN, REVIEWER, UPLOADER, Actor
from chuangmo.catalog.faults import CatalogError
from chuangmo.cli.main import main
from chuangmo.service.board import Board, open_board
from chuangmo.service.decisions import changing
from chuangmo.service.decisions.people import add_user
from chuangmo.service.imports.importing import preview
from chuangmo.service.overlay import keeper
from chuangmo.settings import CATALOG_DIR, Settings
from chuangmo.store.errors import StoreRefusal
from loaders.model.staged import Hints
from tests.service.overlay import check_overlay, city_file
from tests.service.test_hand_edits import HAND, SITE, TARGET

REVIEW = Actor("李审核", REVIEWER, "page")
LAW = CATALOG_DIR / "standards" / "gb3095-1996.toml"
DUTY = '[[duty]]\nindicators = ["pm10"]\nareas = ["城关区"]\nevery = "month"\ndue_day = 10\n'
DUST = "[[dust]]\nstart = 2008-03-01\nend = 2008-03-02\n"
FILES = {
    "cities/lanzhou/targets.toml": HAND, "cities/lanzhou/sites.toml": SITE,
    "cities/lanzhou/duties.toml": DUTY, "cities/lanzhou/dust.toml": DUST,
    f"standards/{LAW.name}": LAW.read_text("utf-8"),
}  # fmt: skip


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files need not stand still for a second: nobody is writing them here."""
    monkeypatch.setattr(keeper, "REST", 0.0)
    monkeypatch.setattr(keeper, "LOOK_AGAIN", 0.0)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    found = Settings(tmp_path / "home", "lanzhou")
    for name, text in FILES.items():
        path = found.home / "catalog" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return found


@pytest.fixture
def board(settings: Settings) -> Iterator[Board]:
    found = open_board(settings)
    yield found
    found.close()


def folder_instead(path: Path) -> None:
    path.unlink()
    path.mkdir()


def nowhere(path: Path) -> None:
    path.unlink()
    path.symlink_to(path.with_name("nowhere"))


#: What is done to targets.toml, the line that is named, a word of the reason.
SLIPS: dict[str, tuple[Callable[[Path], object], int | None, str]] = {
    "quote": (lambda p: p.write_text(HAND.replace('"0.125"', '"0.125'), "utf-8"), 7, "引号"),
    "key twice": (lambda p: p.write_text(HAND.replace("unit", "limit", 1), "utf-8"), 8, "两次"),
    "entry twice": (lambda p: p.write_text(HAND + HAND, "utf-8"), 26, "两次"),
    "gbk": (lambda p: p.write_bytes(HAND.encode("gbk", "replace")), 1, "UTF-8"),
    "utf-16": (lambda p: p.write_bytes(HAND.encode("utf-16")), 1, "UTF-8"),
    "folder": (folder_instead, None, "文件夹"),
    "link": (nowhere, None, "不见了"),
    "deleted": (lambda p: p.unlink(), None, "不见了"),
    "empty": (lambda p: p.write_bytes(b""), None, "空的"),
    "half": (lambda p: p.write_text(HAND[: HAND.index("document")], "utf-8"), 2, "缺少"),
    "zeros": (lambda p: p.write_bytes(bytes(512)), 1, "TOML"),
    "unknown field": (
        lambda p: p.write_text(HAND.replace("limit", "limits", 1), "utf-8"),
        7,
        "未知的键",
    ),
    "wrong type": (
        lambda p: p.write_text(HAND.replace("2009\n", '"九年"\n', 1), "utf-8"),
        5,
        "整数",
    ),
    "reference": (
        lambda p: p.write_text(HAND.replace('"安宁区"', '"安东区"'), "utf-8"),
        4,
        "安宁区",
    ),
}


def test_every_kind_of_slip_leaves_the_last_good_catalog_and_is_named(
    board: Board, settings: Settings
) -> None:
    path, version, lines = city_file(settings, "targets.toml"), board.catalog.version, 5
    for name, (slip, line, word) in SLIPS.items():
        slip(path)
        assert board.catalog.version == version, name
        fault = board.keeper.held().faults[0]
        assert fault.file == str(path) and fault.line == line and word in fault.reason, (
            name,
            fault,
        )
        assert board.keeper.held().kept[0][0] == str(path), name
        assert not check_overlay(settings).ok, name
        path.rmdir() if path.is_dir() else path.unlink(missing_ok=True)
        path.write_text(HAND, "utf-8")
        assert board.catalog.version == version and board.keeper.held().faults == (), name
    assert len(board.store.entries()) == lines


def test_a_byte_order_mark_does_no_harm(board: Board, settings: Settings) -> None:
    path = city_file(settings, "targets.toml")
    path.write_text(HAND.replace('"0.125"', '"0.120"'), "utf-8-sig")
    assert board.catalog.target("pm10", "安宁区", 2009).limit == "0.120"  # type: ignore[union-attr]
    changing.set_target(board, REVIEW, **(TARGET | {"year": 2011}))  # type: ignore[arg-type]
    assert board.keeper.held().faults == () and check_overlay(settings).ok


@pytest.mark.parametrize("name", FILES)
def test_a_slip_of_one_character_never_leaves_half_a_catalog(
    board: Board, settings: Settings, name: str
) -> None:
    path, text, chance = settings.home / "catalog" / name, FILES[name], random.Random(name)
    former = board.catalog
    for _ in range(8):
        at, letter = chance.randrange(len(text)), chance.choice("\"'[]=#.\n x0{,\\甲")
        slipped = text[:at] + chance.choice((letter, "")) + text[at + chance.choice((0, 1)) :]
        path.write_text(slipped, "utf-8")
        now, held = board.catalog, board.keeper.held()
        if held.faults:
            assert now.version == former.version, slipped
            assert {Path(fault.file).name for fault in held.faults} == {path.name}
        else:
            former = now
        assert now.areas() and now.indicator("pm10")
    path.write_text(text, "utf-8")
    assert board.catalog.version and board.keeper.held().faults == ()


def test_other_files_go_on_while_one_is_wrong(board: Board, settings: Settings) -> None:
    city_file(settings, "sites.toml").write_text("[[site]\n", "utf-8")
    changing.set_target(board, REVIEW, **TARGET)  # type: ignore[arg-type]
    assert board.catalog.target("pm10", "安宁区", 2009).limit == "0.120"  # type: ignore[union-attr]
    assert board.catalog.site("雁滩新站") is not None
    assert [Path(fault.file).name for fault in board.keeper.held().faults] == ["sites.toml"]


def test_a_start_falls_back_to_what_the_home_has_kept(settings: Settings) -> None:
    open_board(settings).close()
    path = city_file(settings, "sites.toml")
    path.write_text(SITE.replace("district", "districts"), "utf-8")
    board = open_board(settings)
    try:
        assert board.catalog.site("雁滩新站") is not None
        assert board.keeper.held().kept and not board.keeper.held().adopted.left_out
        assert preview(board, REVIEW, b"x,y\n1,2\n", "a.csv", Hints()).rejected is not None
        changing.set_target(board, REVIEW, **TARGET)  # type: ignore[arg-type]
        assert path.read_text("utf-8") == SITE.replace("district", "districts")
    finally:
        board.close()


def test_without_a_former_text_what_ships_is_shown_and_nothing_written(settings: Settings) -> None:
    city_file(settings, "sites.toml").write_text(SITE.replace("district", "districts"), "utf-8")
    board = open_board(settings)
    try:
        assert board.catalog.site("雁滩新站") is None
        assert board.catalog.target("pm10", "安宁区", 2009) is not None
        for act in (
            lambda: preview(board, Actor("王", UPLOADER, "page"), b"x", "a.csv", Hints()),
            lambda: changing.set_target(board, REVIEW, **TARGET),  # type: ignore[arg-type]
        ):
            with pytest.raises(StoreRefusal, match=r"sites\.toml.*没有写入任何数据"):
                act()
        admin = Actor("王", ADMIN, "cli")
        with pytest.raises(StoreRefusal, match=r"sites\.toml"):
            add_user(
                settings,
                admin,
                "zhang",
                role="uploader",
                password="12345678aB",
                districts=["城关区"],
            )
        add_user(settings, admin, "zhang", role="admin", password="Yan-2009-tan!")
        city_file(settings, "sites.toml").write_text(SITE, "utf-8")
        assert changing.set_target(board, REVIEW, **TARGET).seq  # type: ignore[arg-type]
    finally:
        board.close()


def test_a_new_file_with_a_slip_leaves_all_as_it_was_without_it(
    board: Board, settings: Settings
) -> None:
    city_file(settings, "districts.toml").write_text("[[district]]\nname = 1\n", "utf-8")
    assert board.keeper.held().faults and not board.keeper.held().adopted.left_out
    assert changing.set_target(board, REVIEW, **TARGET).seq  # type: ignore[arg-type]


def test_forms_of_workbooks_are_held_too(settings: Settings) -> None:
    form = '[[layout]]\nid = "a1"\n[[layout.column]]\nheader = ["区县"]\nrole = "key"\n'
    path = settings.home / "catalog" / "layouts" / "a1.toml"
    path.parent.mkdir()
    path.write_text(form, "utf-8")
    board = open_board(settings)
    try:
        path.write_text(form.replace("role", "roll"), "utf-8")
        assert [one.id for one in board.keeper.held().own_layouts] == ["a1"]
        assert "layouts/a1.toml" in board.keeper.held().faults[0].file
    finally:
        board.close()


def test_the_programs_own_files_are_held_too(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A recipe of CONTRIBUTING edits them; a start without a former text says so and ends."""
    import shutil

    from chuangmo.catalog import read, sources

    own = tmp_path / "shipped"
    shutil.copytree(CATALOG_DIR, own)
    for module in (sources, read, keeper):
        monkeypatch.setattr(module, "CATALOG_DIR", own)
    board = open_board(settings)
    path = own / "indicators.toml"
    try:
        version = board.catalog.version
        path.write_text(path.read_text("utf-8").replace('"', "", 1), "utf-8")
        assert board.catalog.version == version
        assert board.keeper.held().faults[0].file == str(path)
    finally:
        board.close()
    with pytest.raises(CatalogError, match=r"indicators\.toml 第"):
        open_board(settings)


@pytest.fixture
def command(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, dict[str, object], str]]:
    """Run a command of the command line here: exit, answer, what standard error was told."""

    def _command(*words: str) -> tuple[int, dict[str, object], str]:
        code = main(["--home", str(settings.home), *words, "--json"])
        found = capsys.readouterr()
        return code, json.loads(found.out), found.err

    return _command


def test_commands_go_on_and_say_so_in_one_line(
    settings: Settings, command: Callable[..., tuple[int, dict[str, object], str]]
) -> None:
    assert command("target", "list")[2] == ""
    path = city_file(settings, "targets.toml")
    path.write_text(HAND.replace('"0.125"', '"0.125'), "utf-8")
    for words in (
        ("target", "list"), ("scheme", "--period", "2008"), ("dust", "add", "--period", "2008-04-02"),
        ("rank", "--indicator", "pm10", "--period", "2008"), ("correction", "list"),
    ):  # fmt: skip
        code, _, said = command(*words)
        assert code == 0 and said.count("\n") == 1 and "targets.toml 第 7 行" in said, words
        assert "仍按改动前的内容" in said
    code, answer, _ = command("catalog", "check")
    assert code == 6 and [f["line"] for f in answer["faults"]] == [7]  # type: ignore[index, union-attr, call-overload]
    assert command("verify")[0] == 6
    code, answer, _ = command("target", "set", "--indicator", "pm10", "--area", "安宁区", "--year",
                              "2009", "--limit", "0.1", "--document", "文")  # fmt: skip
    assert code == 2 and "targets.toml 第 7 行" in answer["error"]["message"]  # type: ignore[index, call-overload]
    path.write_text(HAND, "utf-8")
    assert command("verify")[0] == 0


def test_a_command_changes_the_entry_that_a_person_spelled_otherwise(
    board: Board, settings: Settings
) -> None:
    """The name of an indicator for its id, a wide name of a place, another unit sign: one entry."""
    path = city_file(settings, "targets.toml")
    spelled = HAND.replace('"pm10"', '"PM10"').replace('"安宁区"', '"安 宁 区"')
    path.write_text(spelled.replace("mg/m³", "mg/m3"), "utf-8")
    assert board.catalog.target("pm10", "安宁区", 2009) is not None
    assert board.keeper.held().faults == ()
    changing.set_target(board, REVIEW, **TARGET)  # type: ignore[arg-type]
    assert board.keeper.held().faults == ()
    assert board.catalog.target("pm10", "安宁区", 2009).limit == TARGET["limit"]  # type: ignore[union-attr]
    assert path.read_text("utf-8").count("[[target]]") == HAND.count("[[target]]")
    assert check_overlay(settings).ok
