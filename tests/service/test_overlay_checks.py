"""Files that commands write into the home are products of the journal; tampering is named."""

import hashlib
import io
from pathlib import Path

import openpyxl
import pytest

from chuangmo.access.actor import UPLOADER, Actor
from chuangmo.service.board import open_board
from chuangmo.service.decisions.overlay_checks import overlay_checks
from chuangmo.service.imports import corrections
from chuangmo.settings import Settings
from tests.service.conftest import Command

WHO = Actor("张三", UPLOADER, "page")


def workbook() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["2008年10月（mg/m³）"])
    book.active.append(["区县", "PM10"])
    book.active.append(["安宁区", "约0.1"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture
def corrected(tmp_path: Path) -> tuple[Settings, Path]:
    """A closed home with one correction, and the file that keeps it."""
    settings = Settings(tmp_path / "home", "lanzhou")
    board = open_board(settings)
    data = workbook()
    corrections.add_correction(
        board, WHO, file=hashlib.sha256(data).hexdigest(), sheet="Sheet", cell="B3",
        value="0.123", reason="站里来电", data=data,
    )  # fmt: skip
    board.close()
    return settings, settings.home / "catalog" / "corrections.toml"


def detail(settings: Settings, name: str) -> tuple[bool, str]:
    (check,) = [one for one in overlay_checks(settings) if one.name == name]
    return check.ok, check.detail


def test_an_untouched_home_is_in_order(corrected: tuple[Settings, Path]) -> None:
    assert all(check.ok for check in overlay_checks(corrected[0]))
    assert detail(corrected[0], "corrections") == (True, "登记的更正 1 条，与日志一致。")


def test_a_changed_correction_is_named(corrected: tuple[Settings, Path]) -> None:
    settings, path = corrected
    path.write_text(path.read_text("utf-8").replace("0.123", "0.023"), "utf-8")
    ok, text = detail(settings, "corrections")
    assert not ok and "Sheet!B3" in text and "与日志所记不同" in text


def test_a_correction_put_in_by_hand_is_named(corrected: tuple[Settings, Path]) -> None:
    settings, path = corrected
    own = path.read_text("utf-8")
    path.write_text(own + own[own.index("[[") :].replace("B3", "B4"), "utf-8")
    ok, text = detail(settings, "corrections")
    assert not ok and "Sheet!B4" in text and "没有登记" in text and "B3" not in text


@pytest.mark.parametrize("left", [None, b"[[correction]\n", b"[[correction]]\nfile = 1\n"])
def test_a_lost_or_broken_file_is_named(
    corrected: tuple[Settings, Path], left: bytes | None
) -> None:
    settings, path = corrected
    path.unlink()
    if left is not None:
        path.write_bytes(left)
    ok, text = detail(settings, "corrections")
    assert not ok and "corrections.toml" in text


def test_a_broken_journal_cannot_vouch_for_the_files(corrected: tuple[Settings, Path]) -> None:
    settings, _ = corrected
    journal = settings.home / "journal.jsonl"
    journal.write_bytes(journal.read_bytes().replace(b"0.123", b"0.124"))
    assert detail(settings, "corrections")[0]  # its witness can
    (settings.home / "witness" / "journal.jsonl").unlink()
    for name in ("overlay", "corrections", "layouts"):
        assert not detail(settings, name)[0]


def test_the_command_names_a_changed_correction(tmp_path: Path, run: Command) -> None:
    home, file = tmp_path / "home", tmp_path / "10月.xlsx"
    file.write_bytes(workbook())
    fix = ["--file", str(file), "--sheet", "Sheet", "--cell", "B3"]
    said = run(home, "correction", "add", *fix, "--value", "0.123", "--reason", "来电")
    assert said[0] == 0, said
    code, answer = run(home, "verify")
    assert (code, answer["ok"]) == (0, True)
    path = home / "catalog" / "corrections.toml"
    path.write_text(path.read_text("utf-8").replace("0.123", "0.023"), "utf-8")
    code, answer = run(home, "verify")
    assert code == 6 and [c["name"] for c in answer["checks"] if not c["ok"]] == ["corrections"]


def accepted(home: Path, folder: Path, run: Command) -> Path:
    """A confirmed form; the file that keeps it."""
    table = folder / "10月.csv"
    table.write_text(
        "城关区2008年10月（mg/m³）\n日期,SO2\n2008-10-01,0.05\n2008-10-02,0.06\n", "utf-8"
    )
    form = run(home, "import", str(table))[1]["files"][0]["sheets"][0]["layout"]
    assert run(home, "layout", "accept", form)[0] == 0
    return home / "catalog" / "layouts" / f"{form}.toml"


@pytest.mark.parametrize("how", ["changed", "lost", "broken", "added"])
def test_a_confirmed_form_touched_by_hand_is_named(tmp_path: Path, run: Command, how: str) -> None:
    home = tmp_path / "home"
    path = accepted(home, tmp_path, run)
    settings = Settings(home, "lanzhou")
    assert detail(settings, "layouts") == (True, "已确认的版式 1 个，与日志一致。")
    text = path.read_text("utf-8")
    if how == "changed":
        path.write_text(text.replace('"so2"', '"no2"'), "utf-8")
    elif how == "lost":
        path.unlink()
    elif how == "broken":
        path.write_bytes(b"[[layout\n")
    else:
        path = path.with_name("ffff.toml")
        path.write_text(text, "utf-8")
    ok, text = detail(settings, "layouts")
    assert ok == (how in ("changed", "added")) and f"layouts/{path.name}" in text
    assert ("手工修改" in text) == ok
