"""What staged rows would do to the current values: added, changed, unchanged, removed."""

import hashlib
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from chuangmo.period import Period
from chuangmo.store import queries, reading, rows
from chuangmo.store.database import Cursor
from chuangmo.store.replay import numbered

#: A query and its parameters to its answer, over the batches that are taken as active.
Ask = Callable[[str, dict[str, Any]], pa.Table]
#: At most so many changed values are listed; all are counted.
MOST_CHANGES = 2000
_MONTHS = pa.schema([("first", pa.timestamp("s")), ("last", pa.timestamp("s"))])
_PLACE = ("kind", "area", "year")
_ITEM = (*_PLACE, "item")
#: A ledger item has changed when one of these differs; date and place of the list may.
_ITEM_CONTENT = tuple(
    name
    for name in rows.LEDGER.names
    if name not in (*_ITEM, "as_of", "sheet", "row", "cells")
)  # fmt: skip


def compare(
    cursor: Cursor,
    observations: pa.Table,
    ledger: pa.Table,
    parts: pa.Table,
    base: int,
    restored: int | None = None,
) -> rows.Diff:
    """Compare staged tables with what holds now.

    Args:
        cursor: of a database at generation ``base``.
        observations: columns of ``rows.OBSERVATIONS``; compared per grain on ``rows.CONTENT``.
        ledger: columns of ``rows.LEDGER``; a list is compared item by item with the one of its
            kind, area and year that holds on its date.
        parts: columns of ``rows.PARTS``; a count whose kinds differ has changed.
        base: kept in the answer.
        restored: a batch that is taken as if it were active.
    """
    ask = partial(_ask, cursor, restored)
    states, changes, marks = _compare_observations(ask, cursor, observations, parts)
    lists = _Lists(ask, MOST_CHANGES - len(changes))
    lists.compare(ledger)
    count = states + lists.states
    return rows.Diff(
        count["added"],
        count["changed"],
        count["unchanged"],
        count["removed"],
        base,
        (*changes, *lists.changes),
        _fingerprint(marks, lists.marks),
    )


def _fingerprint(rows_differ: pa.ChunkedArray, lists_differ: list[str]) -> str:
    if not len(rows_differ) and not lists_differ:
        return ""
    digest = hashlib.sha256(rows_differ.to_numpy().tobytes())
    digest.update("\n".join(lists_differ).encode())
    return digest.hexdigest()


def holds(cursor: Cursor, batch: int) -> bool:
    """Whether everything that a batch carries is what holds now, its removals included."""
    return compare(cursor, *reading.carried(cursor, batch), 0).nothing


def approving(cursor: Cursor, batch: int, base: int) -> rows.Diff:
    """What a submitted batch would change if it were approved: of its values those that would hold.

    A batch that came later keeps what it carries; ``base`` as ``compare``.
    """
    _, ledger, parts = reading.carried(cursor, batch)
    everything = queries.parameters(rows.Selection(outside=None)) | {"restored": batch}
    asked = queries.over(queries.RESTORED, queries.WOULD_HOLD)
    holding = reading.table(cursor, asked, everything, rows.OBSERVATIONS)
    return compare(cursor, holding, ledger, parts, base)


def restores(
    cursor: Cursor, batch: int, observations: pa.Table, ledger: pa.Table, parts: pa.Table
) -> bool:
    """Whether a withdrawn batch, restored, would show exactly these staged rows."""
    carried = [table.num_rows for table in reading.carried(cursor, batch)[:2]]
    if carried != [observations.num_rows, ledger.num_rows]:
        return False
    return compare(cursor, observations, ledger, parts, 0, batch).nothing


def _ask(cursor: Cursor, restored: int | None, query: str, values: dict[str, Any]) -> pa.Table:
    if restored is not None:
        query, values = queries.over(queries.RESTORED, query), values | {"restored": restored}
    return cursor.execute(query, values).to_arrow_table()


def outranked(cursor: Cursor, observations: pa.Table) -> list[int]:
    """Rows not yet audited beside which another value is held: their numbers, from 0."""
    if not pc.any(pc.equal(observations["audit"], rows.UNAUDITED)).as_py():
        return []
    cursor.register("staged_rows", numbered(observations, 0).drop_columns(["batch"]))
    reach = queries.parameters(_reach(observations))
    found = cursor.execute(queries.OUTRANKED, reach).fetchall()
    cursor.unregister("staged_rows")
    return [line for (line,) in found]


def absent(cursor: Cursor, observations: pa.Table, months: Collection[Period] = ()) -> pa.Table:
    """Current values that staged rows leave out, though the same form gave them before.

    Looked for only inside the first to the last period of the staged rows of one indicator,
    place, kind, statistic and layout fingerprint; of days inside the month that a title names.
    Columns of ``reading.ABSENT``.

    Args:
        months: the months that the titles of the file name.
    """
    if not observations.num_rows:
        return reading.ABSENT.empty_table()
    starts, ends = [m.start for m in months], [m.end for m in months]
    first = min([pc.min(observations["start"]).as_py(), *starts])
    last = max([pc.max(observations["end"]).as_py(), *ends])
    reach = queries.parameters(replace(_reach(observations), start=first, end=last))
    if not _any_held(partial(_ask, cursor, None), reach):
        return reading.ABSENT.empty_table()
    cursor.register("staged_rows", numbered(observations, 0).drop_columns(["batch"]))
    cursor.register("titled_months", pa.table([starts, ends], schema=_MONTHS))
    found = reading.table(cursor, queries.ABSENT, reach, reading.ABSENT)
    cursor.unregister("titled_months")
    cursor.unregister("staged_rows")
    return found


def _compare_observations(
    ask: Ask, cursor: Cursor, observations: pa.Table, parts: pa.Table
) -> tuple[Counter[str], list[rows.ValueChange], pa.ChunkedArray]:
    """States, the first changes, and one mark for every row that would change something."""
    if not observations.num_rows:
        return Counter(), [], pa.chunked_array([], pa.uint64())
    staged = numbered(observations, 0).drop_columns(["batch"])
    cursor.register("staged_rows", staged)
    cursor.register("staged_parts", parts)
    near = _reach(observations)
    reach, of_parts = queries.parameters(near), queries.part_parameters(near)
    told = bool(parts.num_rows or ask(queries.ANY_PARTS, of_parts).num_rows)
    if _any_held(ask, reach):
        beside = ask(queries.DIFFERENCE if told else queries.DIFFERENCE_BARE, reach)
    else:  # of a new month there is nothing to compare with
        new = queries.ALL_NEW if told else queries.ALL_NEW_BARE
        beside = cursor.execute(new).to_arrow_table()
    cursor.unregister("staged_parts")
    cursor.unregister("staged_rows")
    counts = pc.value_counts(beside["state"]).to_pylist()
    differs = pc.is_in(beside["state"], pa.array(["changed", "removed"]))
    changed = beside.filter(differs).slice(0, MOST_CHANGES)
    new_rows = staged.take(changed["line"]).to_pylist()
    changes = [_change(new, old) for new, old in zip(new_rows, changed.to_pylist(), strict=True)]
    marks = pc.drop_null(beside["mark"])
    return Counter({c["values"]: c["counts"] for c in counts}), changes, marks


def _any_held(ask: Ask, reach: dict[str, Any]) -> bool:
    """Whether any stored row lies in the reach."""
    return bool(ask(queries.ANY_HELD, reach).num_rows)


def _reach(staged: pa.Table) -> rows.Selection:
    """The smallest selection that holds every grain of the staged rows."""
    return rows.Selection(
        indicators=tuple(pc.unique(staged["indicator"]).to_pylist()),
        areas=tuple(pc.unique(staged["area"]).to_pylist()),
        start=pc.min(staged["start"]).as_py(),
        end=pc.max(staged["end"]).as_py(),
        kinds=tuple(pc.unique(staged["kind"]).to_pylist()),
        outside=None,
    )


def _change(new: dict[str, Any], old: dict[str, Any]) -> rows.ValueChange:
    """A changed value; where only the kinds of a count differ, these as ``parts=text``."""
    texts = _text(old["old_value"]), _text(new["value"])
    if texts[0] == texts[1] and old["old_told"] != old["new_told"]:
        texts = f"parts={old['old_told'] or ''}", f"parts={old['new_told'] or ''}"
    return rows.ValueChange(
        new["indicator"], new["area"], new["site"], new["start"], new["end"], new["kind"],
        *texts, new["unit"], new["cell"] or "", new["sheet"], old["old_batch"],
    )  # fmt: skip


def _text(value: Any) -> str | None:
    """A number in decimal notation without trailing zeros; None stays None."""
    if isinstance(value, Decimal):
        text = format(value, "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    return None if value is None else str(value)


@dataclass
class _Lists:
    """Staged lists beside those that hold on their dates; every list is a full revision."""

    ask: Ask
    room: int
    states: Counter[str] = field(default_factory=Counter)
    changes: list[rows.ValueChange] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)

    def compare(self, staged: pa.Table) -> None:
        lists: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
        for row in staged.to_pylist():
            lists.setdefault((row["kind"], row["as_of"]), []).append(row)
        for (kind, as_of), items in lists.items():
            found = self.ask(queries.LEDGER, {"kind": kind, "as_of": as_of}).to_pylist()
            self._compare_day(items, found)

    def _compare_day(self, staged: list[dict[str, Any]], held: list[dict[str, Any]]) -> None:
        """The lists of one kind and date; ``held`` are those of all places on that date."""
        here = {tuple(row[c] for c in _PLACE) for row in staged}
        held = [row for row in held if tuple(row[c] for c in _PLACE) in here]
        known = {tuple(row[c] for c in _ITEM): row for row in held}
        for new in staged:
            self._compare_item(new, known.pop(tuple(new[c] for c in _ITEM), None))
        self.marks += [f"gone {_text_of(row)}" for row in known.values()]
        dated = {tuple(row[c] for c in (*_PLACE, "as_of")) for row in held}
        new_dates = {tuple(row[c] for c in (*_PLACE, "as_of")) for row in staged} - dated
        self.marks += [f"list {key}" for key in sorted(map(str, new_dates))]

    def _compare_item(self, new: dict[str, Any], old: dict[str, Any] | None) -> None:
        differing = [c for c in _ITEM_CONTENT if old is not None and old[c] != new[c]]
        state = "added" if old is None else "changed" if differing else "unchanged"
        self.states[state] += 1
        if old is not None and differing and len(self.changes) < self.room:
            self.changes.append(_item_change(new, old, differing))
        if state != "unchanged":
            self.marks.append(f"{state} {_text_of(old)} {_text_of(new)}")


def _text_of(item: dict[str, Any] | None) -> str:
    return "" if item is None else str([item[c] for c in (*_ITEM, *_ITEM_CONTENT)])


def _item_change(new: dict[str, Any], old: dict[str, Any], fields: list[str]) -> rows.ValueChange:
    """A changed item as a Change: indicator = ledger kind, site = item, values ``field=text``."""
    start = datetime.combine(new["as_of"], time())
    old_text = "; ".join(f"{f}={_text(old[f]) or ''}" for f in fields)
    new_text = "; ".join(f"{f}={_text(new[f]) or ''}" for f in fields)
    return rows.ValueChange(
        new["kind"], new["area"], new["item"], start, start + timedelta(days=1), "snapshot",
        old_text, new_text, "", "" if new["row"] is None else str(new["row"]), new["sheet"],
        old["batch"],
    )  # fmt: skip
