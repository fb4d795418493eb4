"""The store as it was at a journal line, or as staged rows would leave it: the same questions."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, TypeVar

import pyarrow as pa

from chuangmo.store import queries, reading, rows
from chuangmo.store.database import Cursor
from chuangmo.store.replay import numbered

T = TypeVar("T")
#: Stands for the batch that staged rows would become; higher than any, and its ranks fit BIGINT.
_STAGED_BATCH: Final = 2**22

#: A common table expression hides the table of its name from the query behind it.
_EARLIER: Final = ("batch_events AS (SELECT * FROM main.batch_events WHERE seq <= $upto)",)
#: Materialised, for DuckDB cannot push the filter of a join into an Arrow table.
_SUPPOSED: Final = (
    "given_rows AS MATERIALIZED (SELECT * FROM staged_rows)",
    "given_list AS MATERIALIZED (SELECT * FROM staged_list)",
    """observations AS (SELECT * FROM main.observations
    UNION ALL BY NAME SELECT * FROM given_rows)""",
    """ledger_items AS (SELECT * FROM main.ledger_items
    UNION ALL BY NAME SELECT * FROM given_list)""",
    """batches AS (SELECT * FROM main.batches
    UNION ALL BY NAME SELECT $staged::BIGINT AS batch, '' AS file, false AS demo)""",
    """batch_events AS (SELECT batch, seq, event FROM main.batch_events
    UNION ALL SELECT $staged::BIGINT, $staged::BIGINT, 'committed')""",
)

_LAST: Final = """WITH active AS (
    SELECT batch FROM batch_events GROUP BY batch
    HAVING arg_max(event, seq) IN ('committed', 'restored', 'approved'))
    SELECT (max("end") - INTERVAL 1 MICROSECOND)::DATE FROM observations
    WHERE batch IN (SELECT batch FROM active) AND qualifier IS DISTINCT FROM 'removed'
      AND outside IS NOT TRUE"""

#: The newest batch that carried each indicator (or list) and area: of the rows whose period ends
#: in a stretch of time, or of the named batches.
_CARRIERS: Final = """
    SELECT indicator AS name, area, max(batch) AS batch FROM observations
    WHERE batch IN (SELECT unnest($batches::BIGINT[]))
      AND "end" > $start::TIMESTAMP AND "end" <= $end::TIMESTAMP GROUP BY ALL
    UNION ALL
    SELECT kind, area, max(batch) FROM ledger_items
    WHERE batch IN (SELECT unnest($batches::BIGINT[]))
      AND as_of >= $start::TIMESTAMP AND as_of < $end::TIMESTAMP GROUP BY ALL"""


@dataclass(frozen=True)
class StoreView:
    """Current values over other rows than those that hold now; it never writes."""

    _ask: Callable[[Callable[[Cursor], Any]], Any] = field(repr=False)
    _front: tuple[str, ...] = field(repr=False)
    _values: dict[str, Any] = field(default_factory=dict, repr=False)
    _tables: dict[str, pa.Table] = field(default_factory=dict, repr=False)

    def day_sums(self, selection: rows.Selection) -> pa.Table:
        """As ``Store.day_sums``; columns of ``rows.DAY_SUMS``."""
        return self._table(queries.DAY_SUMS, queries.day_sum_parameters(selection), rows.DAY_SUMS)

    def current(self, selection: rows.Selection) -> pa.Table:
        """As ``Store.current``; columns of ``reading.CURRENT``."""
        return self._table(queries.CURRENT, queries.parameters(selection), reading.CURRENT)

    def ledger(self, kind: str, as_of: date | None = None) -> pa.Table:
        """As ``Store.ledger``; columns of ``reading.LEDGER``."""
        return self._table(queries.LEDGER, {"kind": kind, "as_of": as_of}, reading.LEDGER)

    def last_day(self) -> date | None:
        """The last day that any current value covers; ``None`` without data."""

        def ask(cursor: Cursor) -> date | None:
            found = cursor.execute(self._over(_LAST), self._values).fetchone()
            return found[0] if found else None

        return self._with_tables(ask)

    def _table(self, query: str, values: dict[str, Any], schema: pa.Schema) -> pa.Table:
        asked, given = self._over(query), values | self._values
        return self._with_tables(lambda cursor: reading.table(cursor, asked, given, schema))

    def _over(self, query: str) -> str:
        return queries.over(self._front, query)

    def _with_tables(self, question: Callable[[Cursor], T]) -> T:
        def ask(cursor: Cursor) -> T:
            for name, table in self._tables.items():
                cursor.register(name, table)
            return question(cursor)

        return self._ask(ask)


def earlier(ask: Callable[[Callable[[Cursor], Any]], Any], seq: int) -> StoreView:
    """The values that held when the journal ended with line ``seq``."""
    return StoreView(ask, _EARLIER, {"upto": seq})


def supposed(
    ask: Callable[[Callable[[Cursor], Any]], Any],
    observations: pa.Table,
    ledger: pa.Table,
) -> StoreView:
    """The values that would hold if the staged rows were committed now; nothing is written.

    Args:
        observations: columns of ``rows.OBSERVATIONS``; ledger: of ``rows.LEDGER``.
    """
    tables = {
        "staged_rows": numbered(observations, _STAGED_BATCH),
        "staged_list": numbered(ledger, _STAGED_BATCH),
    }
    return StoreView(ask, _SUPPOSED, {"staged": _STAGED_BATCH}, tables)


def approving(ask: Callable[[Callable[[Cursor], Any]], Any], batch: int) -> StoreView:
    """The values that would hold if a submitted batch were approved now; nothing is written."""
    return StoreView(ask, queries.RESTORED, {"restored": batch})


def carriers(
    cursor: Cursor, selection: rows.Selection, batches: tuple[int, ...]
) -> dict[tuple[str, str], int]:
    """(indicator or kind of list, area) to the newest batch that carried it.

    Args:
        selection: only ``start`` and ``end`` count: rows whose period ends between them.
        batches: only these; empty: every active batch.
    """
    wanted = batches or _active(cursor)
    if not wanted:
        return {}
    span = queries.parameters(selection)
    values = {"start": span["start"], "end": span["end"], "batches": list(wanted)}
    found = cursor.execute(_CARRIERS, values).fetchall()
    return {(name, area): batch for name, area, batch in found}


def _active(cursor: Cursor) -> tuple[int, ...]:
    return tuple(info.batch for info in reading.batches(cursor) if info.state == "active")
