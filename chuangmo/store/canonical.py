"""What the logical checksum reads, and what reads every stored byte."""

from dataclasses import dataclass
from typing import Final

from chuangmo.store.queries import ACTIVE, CHOSEN, HELD
from chuangmo.store.statements import filled, query


@dataclass(frozen=True)
class CanonicalTable:
    """A table of the logical checksum: its name and one text a row, in an order by content."""

    name: str
    statement: str


#: What the logical checksum covers. ``at`` is part of it: it comes from the journal.
CANONICAL: Final = (
    CanonicalTable(
        "observations",
        query(
            """SELECT @OBSERVATION_TEXT FROM held
            WHERE qualifier IS DISTINCT FROM 'removed' ORDER BY text""",
            ACTIVE,
            CHOSEN,
            HELD,
        ),
    ),
    CanonicalTable("parts", filled("SELECT @PART_TEXT FROM parts ORDER BY text")),
    CanonicalTable(
        "ledger_items",
        filled("SELECT @LEDGER_TEXT FROM ledger_items ORDER BY text"),
    ),
    CanonicalTable(
        "stored",
        """SELECT concat_ws(chr(31), batch, count(*)) AS text
        FROM observations GROUP BY batch ORDER BY batch""",
    ),
    CanonicalTable(
        "batch_events",
        filled("SELECT @EVENT_TEXT FROM batch_events ORDER BY seq"),
    ),
)

#: Reads every stored byte of the tables; a damaged block makes DuckDB raise.
SCANS: Final = (
    "SELECT bit_xor(hash(t)) FROM observations t",
    "SELECT bit_xor(hash(t)) FROM parts t",
    "SELECT bit_xor(hash(t)) FROM ledger_items t",
    "SELECT bit_xor(hash(t)) FROM diagnostics t",
    "SELECT bit_xor(hash(t)) FROM batches t",
    "SELECT bit_xor(hash(t)) FROM batch_events t",
    "SELECT bit_xor(hash(t)) FROM applied t",
)
