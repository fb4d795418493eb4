"""Backup and the way back: equal figures, nothing half, nothing from elsewhere."""

import json
import sqlite3

import pytest

from chuangmo.store.copies.backup import LIST, backup
from chuangmo.store.copies.restoring import restore_backup
from chuangmo.store.copies.verify import verify
from chuangmo.store.errors import ArchiveDamaged, StoreHeld, StoreRefusal
from chuangmo.store.rebuild import rebuild
from chuangmo.store.store import Store
from tests.store.making import month_row, put, settings


@pytest.fixture
def home(tmp_path):
    place = tmp_path / "home"
    store = Store.open(settings(place))
    put(store, month_row(1, 10), month_row(2, 20))
    put(store, month_row(2, 22))
    store.close()
    overlay = place / "catalog" / "cities" / "lanzhou" / "targets.toml"
    overlay.parent.mkdir(parents=True)
    overlay.write_text("# 本市目标\n", encoding="utf-8")
    with sqlite3.connect(place / "accounts.sqlite") as accounts:
        accounts.execute("CREATE TABLE users (name TEXT)")
        accounts.execute("INSERT INTO users VALUES ('王某')")
    return place


def files_of(folder):
    return {
        path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def test_restored_home_gives_the_same_figures_overlay_and_accounts(home, tmp_path):
    before = rebuild(settings(home))
    made = backup(settings(home), tmp_path / "copy")
    assert made.entries == 2
    after = restore_backup(settings(tmp_path / "new"), tmp_path / "copy")
    assert vars(after) == vars(before) | {"notices": ["登记簿副本已按备份重写，共 2 行。"]}
    target = "catalog/cities/lanzhou/targets.toml"
    assert (tmp_path / "new" / target).read_text(encoding="utf-8") == "# 本市目标\n"
    with sqlite3.connect(tmp_path / "new" / "accounts.sqlite") as accounts:
        assert accounts.execute("SELECT name FROM users").fetchall() == [("王某",)]
    assert (tmp_path / "new" / "accounts.sqlite").stat().st_mode & 0o777 == 0o600
    assert all(check.ok for check in verify(settings(tmp_path / "new")))


def test_backup_can_be_verified_in_its_own_place(home, tmp_path):
    backup(settings(home), tmp_path / "copy")
    assert all(check.ok for check in verify(settings(tmp_path / "copy")))


def test_second_backup_copies_only_what_is_new(home, tmp_path):
    first = backup(settings(home), tmp_path / "copy")
    store = Store.open(settings(home))
    put(store, month_row(3, 30))
    second = backup(settings(home), tmp_path / "copy")  # the board is up meanwhile
    store.close()
    assert second.entries == 3
    assert second.files == first.files + 2
    assert second.copied < first.copied


def test_overlay_file_that_is_gone_leaves_the_next_backup(home, tmp_path):
    backup(settings(home), tmp_path / "copy")
    (home / "catalog/cities/lanzhou/targets.toml").unlink()
    backup(settings(home), tmp_path / "copy")
    restore_backup(settings(tmp_path / "new"), tmp_path / "copy")
    assert not (tmp_path / "new/catalog/cities/lanzhou/targets.toml").exists()


@pytest.mark.parametrize("tree", ["archive", "staged", "catalog"])
def test_damaged_backup_is_refused_and_the_home_stays_empty(home, tmp_path, tree):
    backup(settings(home), tmp_path / "copy")
    found = next(path for path in sorted((tmp_path / "copy" / tree).rglob("*")) if path.is_file())
    data = bytearray(found.read_bytes())
    data[len(data) // 2] ^= 1
    found.write_bytes(data)
    with pytest.raises(ArchiveDamaged, match="指纹不符"):
        restore_backup(settings(tmp_path / "new"), tmp_path / "copy")
    assert files_of(tmp_path / "new") == {}


def test_missing_file_of_a_backup_is_named(home, tmp_path):
    backup(settings(home), tmp_path / "copy")
    gone = next((tmp_path / "copy" / "staged").rglob("*.parquet"))
    gone.unlink()
    with pytest.raises(ArchiveDamaged, match=gone.name):
        restore_backup(settings(tmp_path / "new"), tmp_path / "copy")


def test_home_with_data_is_never_overwritten(home, tmp_path):
    backup(settings(home), tmp_path / "copy")
    held = files_of(home)
    with pytest.raises(StoreRefusal, match="已有数据"):
        restore_backup(settings(home), tmp_path / "copy")
    assert files_of(home) == held


def test_home_that_is_open_is_not_restored_into(home, tmp_path):
    backup(settings(home), tmp_path / "copy")
    store = Store.open(settings(tmp_path / "new"))
    with pytest.raises(StoreHeld):
        restore_backup(settings(tmp_path / "new"), tmp_path / "copy")
    store.close()


def test_backup_of_another_home_is_not_continued(home, tmp_path):
    backup(settings(home), tmp_path / "copy")
    other = Store.open(settings(tmp_path / "other"))
    put(other, month_row(5, 50))
    other.close()
    with pytest.raises(StoreRefusal, match="另一个数据目录"):
        backup(settings(tmp_path / "other"), tmp_path / "copy")


def test_folder_with_other_things_or_inside_the_home_is_refused(home, tmp_path):
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "a.txt").write_text("x")
    for place in (tmp_path / "papers", home / "backup", tmp_path / "papers" / "a.txt"):
        with pytest.raises(StoreRefusal):
            backup(settings(home), place)


def test_list_that_points_outside_the_backup_is_refused(home, tmp_path):
    backup(settings(home), tmp_path / "copy")
    listed = tmp_path / "copy" / LIST
    body = json.loads(listed.read_text(encoding="utf-8"))
    body["files"]["../../elsewhere"] = "0" * 64
    listed.write_text(json.dumps(body), encoding="utf-8")
    with pytest.raises(StoreRefusal, match="备份之外"):
        restore_backup(settings(tmp_path / "new"), tmp_path / "copy")
