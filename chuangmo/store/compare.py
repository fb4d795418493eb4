"""What staged rows would do to the current values: added, changed, unchanged, removed."""

from collections import Counter
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from chuangmo.store import queries, reading, rows
from chuangmo.store.database import Cursor
from chuangmo.store.replay import numbered

#: At most so many changed values are listed; all are counted.
MOST_CHANGES = 2000
_LIST = ("kind", "area", "year", "item")
#: A ledger item has changed when one of these differs; date and place of the list may.
_ITEM_CONTENT = tuple(
    name
    for name in rows.LEDGER.names
    if name not in (*_LIST, "as_of", "sheet", "row", "cells")
)  # fmt: skip


def compare(cursor: Cursor, observations: pa.Table, ledger: pa.Table, base: int) -> rows.Diff:
    """Compare staged tables with what holds now.

    Args:
        cursor: of a database at generation ``base``.
        observations: columns of ``rows.OBSERVATIONS``; compared per grain on ``rows.CONTENT``.
        ledger: columns of ``rows.LEDGER``; compared per item with the current list of its kind,
            area and year.
        base: kept in the answer.
    """
    states, changes = _compare_observations(cursor, observations)
    listed, list_changes = _compare_ledger(cursor, ledger, MOST_CHANGES - len(changes))
    count = states + listed
    return rows.Diff(
        count["added"],
        count["changed"],
        count["unchanged"],
        count["removed"],
        base,
        (*changes, *list_changes),
    )


def absent(cursor: Cursor, observations: pa.Table) -> pa.Table:
    """Current values that staged rows leave out, though the same form gave them before.

    Looked for only inside the first to the last period of the staged rows of one indicator,
    place, kind, statistic and layout fingerprint. Columns of ``reading.ABSENT``.
    """
    if not observations.num_rows:
        return reading.ABSENT.empty_table()
    reach = queries.parameters(_reach(observations))
    if not _any_held(cursor, reach):
        return reading.ABSENT.empty_table()
    cursor.register("staged_rows", numbered(observations, 0).drop_columns(["batch"]))
    found = reading.table(cursor, queries.ABSENT, reach, reading.ABSENT)
    cursor.unregister("staged_rows")
    return found


def _compare_observations(
    cursor: Cursor, observations: pa.Table
) -> tuple[Counter[str], list[rows.Change]]:
    if not observations.num_rows:
        return Counter(), []
    reach = queries.parameters(_reach(observations))
    if not _any_held(cursor, reach):
        return _all_new(observations), []
    staged = numbered(observations, 0).drop_columns(["batch"])
    cursor.register("staged_rows", staged)
    found = cursor.execute(queries.DIFFERENCE, reach)
    beside = found.to_arrow_table()
    cursor.unregister("staged_rows")
    counts = pc.value_counts(beside["state"]).to_pylist()
    differs = pc.is_in(beside["state"], pa.array(["changed", "removed"]))
    changed = beside.filter(differs).slice(0, MOST_CHANGES)
    new_rows = staged.take(changed["line"]).to_pylist()
    changes = [_change(new, old) for new, old in zip(new_rows, changed.to_pylist(), strict=True)]
    return Counter({c["values"]: c["counts"] for c in counts}), changes


def _any_held(cursor: Cursor, reach: dict[str, Any]) -> bool:
    """Whether any stored row lies in the reach; of a new month there is none to compare with."""
    return cursor.execute(queries.ANY_HELD, reach).fetchone() is not None


def _all_new(observations: pa.Table) -> Counter[str]:
    """The states of staged rows where nothing is held: a tombstone removes what is gone already."""
    tombstones = pc.sum(pc.equal(observations["qualifier"], "removed")).as_py() or 0
    return Counter({"added": observations.num_rows - tombstones, "gone": tombstones})


def _reach(staged: pa.Table) -> rows.Selection:
    """The smallest selection that holds every grain of the staged rows."""
    return rows.Selection(
        indicators=tuple(pc.unique(staged["indicator"]).to_pylist()),
        areas=tuple(pc.unique(staged["area"]).to_pylist()),
        start=pc.min(staged["start"]).as_py(),
        end=pc.max(staged["end"]).as_py(),
        kinds=tuple(pc.unique(staged["kind"]).to_pylist()),
    )


def _change(new: dict[str, Any], old: dict[str, Any]) -> rows.Change:
    return rows.Change(
        new["indicator"], new["area"], new["site"], new["start"], new["end"], new["kind"],
        _text(old["old_value"]), _text(new["value"]), new["unit"], new["cell"] or "",
        new["sheet"], old["old_batch"],
    )  # fmt: skip


def _text(value: Any) -> str | None:
    """A number in decimal notation without trailing zeros; None stays None."""
    if isinstance(value, Decimal):
        text = format(value, "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    return None if value is None else str(value)


def _compare_ledger(
    cursor: Cursor, staged: pa.Table, room: int
) -> tuple[Counter[str], list[rows.Change]]:
    held = {
        tuple(row[c] for c in _LIST): row
        for kind in pc.unique(staged["kind"]).to_pylist()
        for row in reading.ledger(cursor, kind, None).to_pylist()
    }
    states: Counter[str] = Counter()
    changes: list[rows.Change] = []
    for new in staged.to_pylist():
        old = held.get(tuple(new[c] for c in _LIST))
        differing = [c for c in _ITEM_CONTENT if old is not None and old[c] != new[c]]
        states["added" if old is None else "changed" if differing else "unchanged"] += 1
        if old is not None and differing and len(changes) < room:
            changes.append(_item_change(new, old, differing))
    return states, changes


def _item_change(new: dict[str, Any], old: dict[str, Any], fields: list[str]) -> rows.Change:
    """A changed item as a Change: indicator = ledger kind, site = item, values ``field=text``."""
    start = datetime.combine(new["as_of"], time())
    old_text = "; ".join(f"{f}={_text(old[f]) or ''}" for f in fields)
    new_text = "; ".join(f"{f}={_text(new[f]) or ''}" for f in fields)
    return rows.Change(
        new["kind"], new["area"], new["item"], start, start + timedelta(days=1), "snapshot",
        old_text, new_text, "", "" if new["row"] is None else str(new["row"]), new["sheet"],
        old["batch"],
    )  # fmt: skip
