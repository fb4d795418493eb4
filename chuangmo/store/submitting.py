"""From a submission to what the journal line and the archive hold of it."""

import hashlib
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from chuangmo.period import Period
from chuangmo.store import rows
from chuangmo.store.archive import Archive
from chuangmo.store.crash_points import ARCHIVED, STAGED, arrow
from chuangmo.store.durable import why_not
from chuangmo.store.errors import StoreFault
from chuangmo.store.journal import ATTACHED


def archived(submission: rows.Submission, archive: Archive, batch: int) -> dict[str, Any]:
    """Put original and staged tables into the archive; the fields of the import line.

    Raises:
        ValueError: the bytes do not have the SHA-256 that the submission names.
        StoreFault: the archive cannot be written; the batch is out.
    """
    if hashlib.sha256(submission.data).hexdigest() != submission.sha256:
        raise ValueError("submission.sha256 is not the fingerprint of submission.data")
    try:
        _, path = archive.put_original(submission.data, submission.file)
        arrow(ARCHIVED)
        given = submission.observations, submission.ledger, submission.parts
        tables = dict(zip(("observations", "ledger", "parts"), conforming(*given), strict=True))
        told = conform(submission.diagnostics, rows.DIAGNOSTICS)
        staged = put_tables(tables | {"diagnostics": told}, archive)
        arrow(STAGED)
    except OSError as error:
        raise StoreFault(
            f"档案：写不进去（{why_not(error, archive.tables)}），未导入。请检查磁盘空间和权限。"
        ) from error
    return {"batch": batch, "archive": path, "staged": staged} | _decision(submission)


def put_tables(tables: dict[str, pa.Table], archive: Archive) -> dict[str, str]:
    """Archive staged tables; their SHA-256 by name. Without rows there is no table of parts."""
    kept = {name: t for name, t in tables.items() if name != "parts" or t.num_rows}
    return {name: archive.put_table(table) for name, table in kept.items()}


def attachment(data: bytes | None, archive: Archive) -> dict[str, str]:
    """Put what belongs to a decision into the archive; the field of its line, if there is any.

    Raises:
        StoreFault: the archive cannot be written; nothing was decided.
    """
    if data is None:
        return {}
    try:
        return {ATTACHED: archive.put_attachment(data)}
    except OSError as error:
        why = why_not(error, archive.tables)
        raise StoreFault(
            f"档案：写不进去（{why}），没有任何改动。请检查磁盘空间和权限。"
        ) from error


def _decision(submission: rows.Submission) -> dict[str, Any]:
    first, last = span(submission.observations, submission.ledger)
    as_of = submission.confirmed_as_of
    return {
        "file": submission.file,
        "sha256": submission.sha256,
        "base": submission.base,
        "reason": submission.reason,
        "demo": submission.demo,
        "counts": submission.counts,
        "first": first,
        "last": last,
        "parser": submission.parser,
        "catalog": submission.catalog,
        "city": submission.city,
        "answers": submission.answers,
        "confirmed_as_of": as_of.isoformat() if as_of else None,
    }


def conform(table: pa.Table, schema: pa.Schema) -> pa.Table:
    """The table in the columns, order and types of ``schema`` (nothing is lost by the cast).

    Raises:
        pa.ArrowInvalid: a value does not fit; KeyError: a column is missing.
    """
    return table.select(schema.names).cast(schema)


def conforming(
    observations: pa.Table, ledger: pa.Table, parts: pa.Table = rows.NO_PARTS
) -> tuple[pa.Table, pa.Table, pa.Table]:
    """The staged tables of readings in their schemas; raises as ``conform``."""
    return (
        conform(observations, rows.OBSERVATIONS),
        conform(ledger, rows.LEDGER),
        conform(parts, rows.PARTS),
    )


def span(observations: pa.Table, ledger: pa.Table) -> tuple[str | None, str | None]:
    """First and last period as text; for a ledger alone, its earliest and latest date."""
    if observations.num_rows:
        return (
            _period_at(observations, [("start", "ascending"), ("end", "ascending")]),
            _period_at(observations, [("end", "descending"), ("start", "descending")]),
        )
    if ledger.num_rows:
        dates = pc.min_max(ledger["as_of"]).as_py()
        return str(dates["min"]), str(dates["max"])
    return None, None


def _period_at(observations: pa.Table, order: list[tuple[str, str]]) -> str:
    index = pc.select_k_unstable(observations, k=1, sort_keys=order)[0].as_py()
    row = observations.select(["start", "end", "kind"]).slice(index, 1).to_pylist()[0]
    return Period(row["start"], row["end"], row["kind"]).text
