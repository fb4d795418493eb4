"""A store that is closed to writing: it answers questions, and refuses all else in one sentence."""

import pytest

from chuangmo.store.errors import WritingClosed
from chuangmo.store.store import Store
from tests.store.making import filled, month_row, months, put, settings

CHANGES = {
    "commit": lambda store: put(store, month_row(12, 12)),
    "withdraw": lambda store: store.withdraw(1, "李", "试"),
    "restore": lambda store: store.restore(3, "李", "试"),
    "record": lambda store: store.record("target", {}, "王", b"attached"),
    "rebuild": Store.rebuild,
}


@pytest.fixture(scope="module")
def closed(tmp_path_factory):
    home = tmp_path_factory.mktemp("closed")
    filled(home).close()
    store = Store.open(settings(home))
    store.writing_closed = "数据目录：现在只读。请找管理员。"
    yield home, store
    store.close()


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_closed_store_refuses_every_change_and_still_answers(closed, change):
    home, store = closed
    held = {p: p.read_bytes() for p in home.rglob("*") if p.is_file() and "duckdb" not in p.name}
    with pytest.raises(WritingClosed, match=r"^数据目录：现在只读。请找管理员。$"):
        change(store)
    now = {p: p.read_bytes() for p in home.rglob("*") if p.is_file() and "duckdb" not in p.name}
    assert (months(store)[1], now) == (10, held)
