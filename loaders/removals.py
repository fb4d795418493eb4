"""Values that the same form gave before and now leaves out: asked about, never dropped silently."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Protocol

import pyarrow as pa

from chuangmo.period import Period
from chuangmo.store import rows
from loaders.diagnostics import diagnose
from loaders.model.answers import KEEP_VALUES, REMOVE_VALUES
from loaders.model.staged import ClerkQuestion, Diagnostic

TOMBSTONE = "removed"
_NAMED = 3


class KnowsAbsent(Protocol):
    """What the search asks of the store."""

    def absent(self, observations: pa.Table, months: Collection[Period]) -> pa.Table:
        """Current values that the staged rows leave out; columns of ``reading.ABSENT``."""
        ...


@dataclass(frozen=True)
class Removals:
    """What is missing from a form, and what was decided about it.

    Attributes:
        absent: how many values are missing; tombstones: rows that remove them, when decided so.
    """

    absent: int = 0
    tombstones: pa.Table = field(default_factory=rows.OBSERVATIONS.empty_table)
    questions: tuple[ClerkQuestion, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


def removals(
    observations: pa.Table,
    store: KnowsAbsent,
    sha8: str,
    answers: Mapping[str, str],
    months: Collection[Period] = (),
) -> Removals:
    """Look for values the form no longer has; ask, or act on the answer.

    Args:
        observations: what the file says, all of it read without an error.
        sha8: first digits of the file's fingerprint, for the key of the question.
        months: the months that the titles of the file name.
    """
    missing = store.absent(observations, months)
    count = missing.num_rows
    if not count:
        return Removals()
    key = f"{sha8}/{TOMBSTONE}"
    said = answers.get(key)
    if said == KEEP_VALUES:
        return Removals()
    if said == REMOVE_VALUES:
        warning = diagnose("values-removed", None, None, str(count))
        return Removals(count, _tombstones(missing), (), (warning,))
    question = ClerkQuestion(
        key, _prompt(missing), (KEEP_VALUES, REMOVE_VALUES), default=KEEP_VALUES, topic=TOMBSTONE
    )
    return Removals(count, questions=(question,))


def _prompt(missing: pa.Table) -> str:
    names = []
    for row in missing.slice(0, _NAMED).to_pylist():
        period = Period(row["start"], row["end"], row["kind"])
        names.append(f"{row['site'] or row['area']} {row['indicator']} {period.text}")
    more = " 等" if missing.num_rows > _NAMED else ""
    return (
        f"以前由同一种表报过、本表里没有的值有 {missing.num_rows} 个（{'；'.join(names)}{more}）。"
        f"保留（{KEEP_VALUES}）还是删除（{REMOVE_VALUES}）？"
    )


def _tombstones(missing: pa.Table) -> pa.Table:
    """A row for each value removed: its grain, no value, no cell."""
    blank = dict.fromkeys(
        ("value", "n_valid", "n_expected", "numerator", "denominator", "weight", "sheet")
    )
    fixed = blank | {"qualifier": TOMBSTONE, "raw": "", "cell": "", "printed_unit": ""}
    listed = [
        {name: row[name] for name in rows.OBSERVATIONS.names} | fixed for row in missing.to_pylist()
    ]
    return pa.Table.from_pylist(listed, schema=rows.OBSERVATIONS)
