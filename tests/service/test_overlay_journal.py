"""The overlay files are a product of the journal: rebuilt to the byte, checked, put right."""

import os
import threading
import tomllib
from datetime import date

import pytest

from chuangmo.access.actor import REVIEWER, Actor
from chuangmo.catalog.check import check_catalog
from chuangmo.service.board import open_board
from chuangmo.service.decisions import changing
from chuangmo.service.overlay import files
from chuangmo.service.overlay.journal import recorded
from chuangmo.settings import Settings
from chuangmo.store.errors import StoreFault
from chuangmo.store.store import Store
from tests.service.overlay import check_overlay

REVIEW = Actor("李审核", REVIEWER, "page")
TARGET = {
    "indicator": "pm10",
    "area": "安宁",
    "year": 2009,
    "limit": "0.120",
    "document": "兰政发1号",
}
ITEM = {
    "scheme": "national_2006", "item": "n06_b1", "year": 2008, "result": "met",
    "document": "甘环发2号",
}  # fmt: skip


@pytest.fixture
def settings(tmp_path):
    return Settings(tmp_path / "home", "lanzhou")


@pytest.fixture
def board(settings):
    found = open_board(settings)
    yield found
    found.close()


def overlay(settings, name):
    path = settings.home / "catalog" / "cities" / "lanzhou" / name
    return path.read_bytes() if path.exists() else b""


def journal(board):
    return list(board.store.entries())


def filled(board):
    changing.set_target(board, REVIEW, **TARGET)
    changing.set_target(board, REVIEW, **(TARGET | {"area": "兰州市", "limit": "0.118"}))
    changing.set_target(board, REVIEW, **(TARGET | {"limit": "0.110"}))
    changing.set_item(board, REVIEW, **ITEM, note='带“引号”\n与换行 "x" \\')
    changing.add_dust(board, REVIEW, "2008-03-01..2008-03-03")
    changing.add_dust(board, REVIEW, "2008-04-02")
    changing.remove_dust(board, REVIEW, "2008-04-02")


def test_the_files_are_rebuilt_from_the_journal_to_the_byte(board, settings):
    filled(board)
    states = recorded(board.store.entries(), board.store.attached)
    assert list(states) == [f"cities/lanzhou/{n}.toml" for n in ("targets", "items", "dust")]
    for file, state in states.items():
        path = settings.home / "catalog" / file
        assert state.text(path, board.store.attached) == path.read_bytes()
    assert check_overlay(settings).ok
    assert check_catalog(settings) == []


@pytest.mark.parametrize("name", ["targets.toml", "items.toml", "dust.toml"])
def test_a_file_changed_or_lost_is_reported_and_put_right_at_the_next_start(settings, name):
    board = open_board(settings)
    filled(board)
    board.close()
    path = settings.home / "catalog" / "cities" / "lanzhou" / name
    whole = path.read_bytes()
    path.unlink()
    found = check_overlay(settings)
    assert not found.ok and name in found.detail
    again = open_board(settings)
    try:
        assert any(name in notice for notice in again.store.notices)
        assert path.read_bytes() == whole
        assert check_overlay(settings).ok
    finally:
        again.close()


def test_a_broken_file_makes_the_check_fail_and_is_named(board, settings):
    changing.set_target(board, REVIEW, **TARGET)
    path = settings.home / "catalog" / "cities" / "lanzhou" / "targets.toml"
    path.write_bytes(b"[[target]\n")
    found = check_overlay(settings)
    assert not found.ok and "targets.toml" in found.detail


def full(*args):
    raise OSError(28, "No space left on device")


def test_a_full_disk_is_said_before_anything_is_decided(board, settings, monkeypatch):
    monkeypatch.setattr(files, "_put", full)
    with pytest.raises(StoreFault, match="没有任何改动"):
        changing.set_target(board, REVIEW, **TARGET)
    assert journal(board) == [] and overlay(settings, "targets.toml") == b""


def test_a_disk_that_fails_after_the_journal_line_is_said_and_made_up_for(settings, monkeypatch):
    board = open_board(settings)
    replace = os.replace

    def failing(source, target):
        full() if str(target).endswith(".toml") else replace(source, target)

    changing.set_target(board, REVIEW, **(TARGET | {"year": 2010}))
    monkeypatch.setattr(os, "replace", failing)
    for _ in range(2):
        with pytest.raises(StoreFault, match="已登记"):
            changing.set_target(board, REVIEW, **TARGET)
    assert board.catalog.target("pm10", "安宁区", 2009) is None
    assert "落后于日志" in check_overlay(settings).detail
    monkeypatch.undo()
    board.close()
    assert [line.type for line in board.store.entries()] == ["target_set"] * 2
    again = open_board(settings)
    try:
        assert again.catalog.target("pm10", "安宁区", 2009).limit == "0.120"
    finally:
        again.close()


def test_a_killed_writer_leaves_the_old_or_the_new(settings, run):
    """Killed right after the journal line, the next start writes the file."""
    words = ("target", "set", "--indicator", "pm10", "--area", "安宁区", "--year", "2009")
    more = ("--limit", "0.120", "--document", "文")
    code, _ = run(settings.home, *words, *more, env={"FAULT_AT": "8"})
    assert code != 0 and overlay(settings, "targets.toml") == b""
    board = open_board(settings)
    try:
        assert board.catalog.target("pm10", "安宁区", 2009).limit == "0.120"
        assert check_overlay(settings).ok
    finally:
        board.close()


def test_decisions_of_another_city_keep_apart(settings):
    board = open_board(settings)
    changing.add_dust(board, REVIEW, "2008-03-01")
    board.close()
    other = open_board(Settings(settings.home, "beijing"))
    try:
        assert other.catalog.dust_days() == frozenset()
        changing.add_dust(other, REVIEW, "2015-04-15")
        assert other.catalog.dust_days() == {date(2015, 4, 15)}
        assert check_overlay(settings).ok
    finally:
        other.close()


def test_lines_of_other_kinds_are_left_alone(settings):
    store = Store.open(settings)
    store.record("target", {"indicator": "pm10", "limit": "100"}, "王")
    store.close()
    assert check_overlay(settings).ok
    open_board(settings).close()


def test_many_hands_at_once_lose_nothing(board, settings):
    areas = board.catalog.areas()

    def work(number):
        for year in range(2009, 2012):
            changing.set_target(board, REVIEW, **(TARGET | {"area": areas[number], "year": year}))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    entries = tomllib.loads(overlay(settings, "targets.toml").decode())["target"]
    assert len(entries) == 12 == len(journal(board))
    assert check_overlay(settings).ok


def test_no_temporary_file_stays(board, settings):
    filled(board)
    folder = settings.home / "catalog" / "cities" / "lanzhou"
    assert sorted(os.listdir(folder)) == ["dust.toml", "items.toml", "targets.toml"]
