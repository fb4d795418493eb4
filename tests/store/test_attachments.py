"""What is too long for a journal line lies in the archive: kept, copied, checked."""

import json

import pytest

from chuangmo.settings import Settings
from chuangmo.store.copies.backup import backup
from chuangmo.store.copies.restoring import restore_backup
from chuangmo.store.copies.verify import verify
from chuangmo.store.errors import ArchiveDamaged
from chuangmo.store.home.paths import Home
from chuangmo.store.store import Store
from tests.store.making import settings

pytestmark = pytest.mark.usefixtures("way")

LONG = b"rows " * 10_000


def test_an_attachment_comes_back_and_the_line_stays_short(tmp_path):
    with_home = settings(tmp_path / "home")
    store = Store.open(with_home)
    store.record("snapshot_save", {"name": "x"}, "王", LONG)
    store.record("target", {"limit": "100"}, "王")
    long, short = store.entries()
    assert store.attached(long) == LONG
    assert store.attached(short) is None
    assert len(json.dumps(long.body)) < 1000
    store.close()
    again = Store.open(with_home)
    assert again.attached(again.entries()[0]) == LONG
    again.close()


def test_a_backup_carries_attachments(tmp_path):
    with_home, other = settings(tmp_path / "home"), Settings(tmp_path / "new", "lanzhou")
    store = Store.open(with_home)
    store.record("snapshot_save", {"name": "x"}, "王", LONG)
    store.close()
    backup(with_home, tmp_path / "copy")
    restore_backup(other, tmp_path / "copy")
    restored = Store.open(other)
    assert restored.attached(restored.entries()[0]) == LONG
    restored.close()


def test_a_damaged_attachment_is_found_and_never_handed_out(tmp_path):
    with_home = settings(tmp_path / "home")
    store = Store.open(with_home)
    store.record("snapshot_save", {"name": "x"}, "王", LONG)
    assert all(check.ok for check in verify(with_home, store))
    kept = Home.of(with_home).archive.root / "attached"
    (file,) = [path for path in kept.rglob("*") if path.is_file()]
    file.write_bytes(LONG[:-1])
    with pytest.raises(ArchiveDamaged):
        store.attached(store.entries()[0])
    (bad,) = [check for check in verify(with_home, store) if not check.ok]
    assert bad.name == "archive" and "第 1 行的附件" in bad.detail
    store.close()
