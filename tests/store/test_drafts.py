"""Drafts on disk: whole or not there, each person's own, private, gone after thirty days."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from chuangmo.store.errors import StoreRefusal
from chuangmo.store.home import drafts
from chuangmo.store.home.drafts import Draft, DraftFolder, TooManyDrafts

BYTES = b"a workbook"


class Home:
    """A folder of drafts under a clock that is turned by hand."""

    def __init__(self, root: Path) -> None:
        self.at = datetime(2026, 12, 1, 8, tzinfo=UTC)
        self.folder = DraftFolder(root, lambda: self.at)
        self.root = root

    def save(self, person: str, key: str = "1", data: bytes | None = BYTES, **said: str) -> Draft:
        found = self.folder.load(person, "file", key)
        content = (
            drafts.hashlib.sha256(data).hexdigest() if data else found.content if found else ""
        )
        return self.folder.save(person, Draft("file", key, said, content), data)

    def files(self) -> list[Path]:
        return [path for path in self.root.rglob("*") if path.is_file()]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    (tmp_path / "home").mkdir()
    return Home(tmp_path / "home")


def test_what_was_kept_is_there_for_another_process(home: Home) -> None:
    kept = home.save("王", answer="安宁区")
    home.at += timedelta(hours=9)
    home.save("王", data=None, answer="城关区")
    (found,) = DraftFolder(home.root, lambda: home.at).list("王", "file")
    assert (found.said, found.content) == ({"answer": "城关区"}, kept.content)
    assert (found.begun, found.changed) == (kept.begun, home.at.isoformat())
    assert home.folder.content("王", found.content) == BYTES


def test_nobody_else_sees_it_and_names_may_hold_anything(home: Home) -> None:
    sha256 = home.save("../王/..", answer="x").content
    for other in ("王", "..", "../王", ""):
        assert (
            home.folder.list(other, "file") == [] and home.folder.load(other, "file", "1") is None
        )
        with pytest.raises(StoreRefusal):
            home.folder.content(other, sha256)
    assert all((home.root / "drafts") in path.parents for path in home.files())


@pytest.mark.skipif(os.name != "posix", reason="Windows has no modes of files")
def test_the_server_alone_may_read_it(home: Home) -> None:
    before = os.umask(0)
    try:
        home.save("王")
    finally:
        os.umask(before)
    modes = {path: path.stat().st_mode & 0o777 for path in (home.root / "drafts").rglob("*")}
    assert {mode for path, mode in modes.items() if path.is_file()} == {0o600}
    assert {mode for path, mode in modes.items() if path.is_dir()} == {0o700}
    assert (home.root / "drafts").stat().st_mode & 0o777 == 0o700


def test_bytes_go_with_the_last_draft_that_names_them(home: Home) -> None:
    home.save("王", "1")
    home.save("王", "2")
    home.folder.drop("王", "file", "1")
    assert home.folder.content("王", home.folder.list("王", "file")[0].content) == BYTES
    home.folder.drop("王", "file", "2")
    home.folder.drop("王", "file", "2")
    assert home.files() == []


def test_thirty_days_and_it_is_gone(home: Home) -> None:
    home.save("王", "1")
    home.at += timedelta(days=29)
    home.save("王", "2", b"another")
    home.at += timedelta(days=2)
    assert [one.key for one in home.folder.list("王", "file")] == ["2"]
    month = home.at.timestamp() - 31 * 86400
    os.utime(next(path for path in home.files() if path.name == "file-1.json"), (month, month))
    assert home.folder.sweep() == 1 and len(home.files()) == 2
    assert home.folder.sweep() == 0


def test_the_sweep_takes_what_a_kill_left_and_nothing_else(home: Home) -> None:
    place = Path(home.save("王").content and next(iter(home.files()))).parent
    (place / "file-1.json.writing").write_bytes(b"{")
    (place / ("0" * 64)).write_bytes(b"bytes that no draft names")
    home.folder.sweep()
    assert len(home.files()) == 2 and home.folder.content("王", home.save("王").content) == BYTES


def test_a_draft_that_cannot_be_read_costs_no_other(home: Home) -> None:
    home.save("王", "1")
    home.save("王", "2", b"another")
    spoilt = next(path for path in home.files() if path.name == "file-1.json")
    spoilt.write_bytes(b"[]")
    assert [one.key for one in home.folder.list("王", "file")] == ["2"]
    assert home.folder.sweep() == 0 and spoilt.exists()
    content = home.folder.list("王", "file")[0].content
    (spoilt.parent / content).write_bytes(b"other bytes")
    with pytest.raises(StoreRefusal, match="损坏"):
        home.folder.content("王", content)


def test_there_is_an_end_to_what_one_person_keeps(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafts, "MOST_FILES", 2)
    home.save("王", "1", b"1")
    home.save("王", "2", b"2")
    with pytest.raises(TooManyDrafts, match="2 个文件"):
        home.save("王", "3", b"3")
    home.save("王", "2", data=None, answer="x")
    home.save("李", "3", b"3")
    monkeypatch.setattr(drafts, "MOST_BYTES", 5)
    with pytest.raises(TooManyDrafts):
        home.save("李", "3", b"longer")
