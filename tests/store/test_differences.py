"""What staged rows would change is told exactly: which values, from what to what, and when none."""

import random
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from chuangmo.store import rows
from chuangmo.store.errors import BaseMoved
from chuangmo.store.store import Store
from tests.store.making import (
    ALL,
    NO_LEDGER,
    NO_OBSERVATIONS,
    item_row,
    ledger_table,
    month_row,
    put,
    settings,
    submission,
    table,
)

pytestmark = pytest.mark.usefixtures("way")

_TURNS = 12
DATES = (date(2008, 6, 30), date(2008, 9, 30), date(2008, 12, 31))


@pytest.fixture
def store(tmp_path):
    opened = Store.open(settings(tmp_path))
    yield opened
    opened.close()


def same_counts(one, other):
    names = ("added", "changed", "unchanged", "removed")
    return all(getattr(one, name) == getattr(other, name) for name in names)


@pytest.mark.parametrize(
    "meanwhile",
    [
        [month_row(1, 11), month_row(2, 22)],  # the other cell differs now
        [month_row(1, 13)],  # the same cell, from another value
        [month_row(1, 10, qualifier="estimated")],
        [month_row(1, 10, printed_unit="µg/m³")],
    ],
)
def test_equal_counts_of_other_changes_are_another_difference(store, meanwhile):
    put(store, month_row(1, 10), month_row(2, 20))
    mine = submission(store, table(month_row(1, 11), month_row(2, 20)))
    put(store, *meanwhile, actor="赵", name="赵的表.xlsx")
    with pytest.raises(BaseMoved, match=r"赵 于 .* 导入了“赵的表.xlsx”（批次 2）") as moved:
        store.commit(mine)
    assert same_counts(moved.value.diff, store.diff(mine.observations, NO_LEDGER))
    assert (moved.value.diff.changed, moved.value.diff.unchanged) == (1, 1)
    assert len(store.batches()) == 2
    shown = moved.value.diff  # seen and confirmed, it goes in
    store.commit(replace(mine, base=shown.base, difference=shown.difference))
    assert len(store.batches()) == 3


@pytest.mark.parametrize(
    "other",
    [
        [month_row(3, 30)],
        [month_row(1, 10, area="城关区")],
        [month_row(1, 10)],  # written again as it is
    ],
)
def test_what_leaves_the_difference_as_it_is_stops_nobody(store, other):
    put(store, month_row(1, 10))
    mine = submission(store, table(month_row(1, 11), month_row(2, 20)))
    put(store, *other, actor="赵")
    store.record("target", {}, "赵")
    assert store.commit(mine).batch == 3


def test_a_new_month_keeps_its_difference_when_something_is_stored_around_it(store):
    mine = submission(store, table(month_row(1, 10), month_row(12, 20)))
    put(store, month_row(6, 30))
    assert store.diff(mine.observations, NO_LEDGER).difference == mine.difference


def test_a_withdrawal_and_a_restoration_are_told(store):
    put(store, month_row(1, 10))
    mine = submission(store, table(month_row(1, 11)))
    store.withdraw(1, "李", "填错")
    with pytest.raises(BaseMoved, match=r"李 于 .* 撤回了批次 1，"):
        store.commit(mine)


def test_a_value_that_another_wrote_already_need_not_be_imported(store):
    mine = submission(store, table(month_row(1, 10)))
    put(store, month_row(1, 10), name="另一.xlsx")
    with pytest.raises(BaseMoved, match="不必再导入") as moved:
        store.commit(mine)
    assert moved.value.diff.nothing


def test_a_list_of_an_older_date_is_compared_with_its_own_date(store):
    def listed(day, *states):
        return ledger_table(*(item_row(f"{n}厂", s, as_of=day) for n, s in enumerate(states)))

    june, september, december = DATES
    store.commit(submission(store, NO_OBSERVATIONS, listed(september, "未开工", "已开工")))
    assert not store.diff(NO_OBSERVATIONS, listed(june, "未开工", "已开工")).nothing
    store.commit(submission(store, NO_OBSERVATIONS, listed(december, "已完成", "已完成")))
    again = store.diff(NO_OBSERVATIONS, listed(september, "未开工", "已开工"))
    assert again.nothing and again.unchanged == 2
    assert not store.diff(NO_OBSERVATIONS, listed(september, "未开工")).nothing  # one is gone
    assert store.diff(NO_OBSERVATIONS, listed(september, "未开工", "停工")).changed == 1


def shown(view):
    """Everything that can be asked of a store or a view of it, without where it comes from."""
    places = [*rows.GRAIN, *rows.CONTENT]
    values = [tuple(row[c] for c in places) for row in view.current(ALL).to_pylist()]
    apart = ("batch", "demo", "file", "row")
    lists = [
        {k: v for k, v in row.items() if k not in apart}
        for day in (*DATES, None)
        for row in view.ledger("boilers", day).to_pylist()
    ]
    return sorted(values, key=str), lists


def drawn(luck):
    """A few rows over few grains, some of them removals, and sometimes a list."""
    kinds = ("", "", "", "missing", "removed")
    months = luck.sample(range(1, 4), luck.randint(1, 3))
    given = [month_row(m, luck.choice((1, 2)), qualifier=luck.choice(kinds)) for m in months]
    for row in given:
        if row["qualifier"]:
            row["value"] = None
    day = luck.choice(DATES)
    names = luck.sample(("一厂", "二厂"), luck.randint(0, 2))
    return table(*given), ledger_table(
        *(item_row(n, luck.choice("未已"), as_of=day) for n in names)
    )


@pytest.mark.parametrize("seed", range(2))
def test_nothing_differs_exactly_where_writing_the_rows_would_change_nothing(store, seed):
    luck, nothing = random.Random(seed), 0
    made = [drawn(luck) for _ in range(6)]
    for turn in range(_TURNS):
        rows_given, items = luck.choice(made)
        diff = store.diff(rows_given, items)
        assert diff.nothing == (shown(store.supposing(rows_given, items)) == shown(store)), turn
        nothing += diff.nothing
        if luck.random() < 0.4:
            store.commit(submission(store, rows_given, items, actor=str(turn)))
        elif store.batches() and luck.random() < 0.5:
            batch = luck.choice(store.batches())
            act = store.withdraw if batch.state == "active" else store.restore
            act(batch.batch, "李", "试")
    assert 0 < nothing < _TURNS


def test_a_withdrawn_batch_restores_rows_only_if_it_has_them_all_and_nothing_newer_hides_them(
    store,
):
    first = put(store, month_row(1, 10), month_row(2, 20))
    store.withdraw(first, "李", "误")
    whole = table(month_row(1, 10), month_row(2, 20))
    assert store.restores(first, whole, NO_LEDGER)
    assert not store.restores(first, table(month_row(1, 10)), NO_LEDGER)  # it would bring more
    assert not store.restores(first, table(month_row(1, 10), month_row(2, 21)), NO_LEDGER)
    put(store, month_row(2, 99))
    assert not store.restores(first, whole, NO_LEDGER)
    assert store.diff(whole, NO_LEDGER).changes[0].old_value == str(Decimal(99))


def test_the_sheets_of_the_newest_active_batches_of_a_form(store):
    put(store, month_row(1, 10), month_row(2, 20, sheet="水质", form="f2", indicator="cod"))
    put(store, month_row(3, 30, sheet="别的", form="f3"))
    put(store, month_row(4, 40, sheet=None))
    store.withdraw(3, "张三", "错")
    found = [tuple(row.values()) for row in store.sheets(["f1"]).to_pylist()]
    assert found == [(1, "1月", "f1", "pm10"), (1, "水质", "f2", "cod")]
    assert store.sheets([]).num_rows == 0
