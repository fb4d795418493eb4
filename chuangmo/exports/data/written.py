"""A data view as CSV, JSON or Parquet."""

import csv
import io
import json
from collections.abc import Sequence
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from chuangmo.exports.csv_file import safe_text
from chuangmo.exports.data.columns import COUNT, DAY, NUMBER, YES, DataColumn
from chuangmo.exports.data.views import Row

#: Format to its media type.
FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
}
_YES = {True: "是", False: "否", None: ""}
_TYPES = {NUMBER: pa.float64(), COUNT: pa.int64(), DAY: pa.date32(), YES: pa.bool_()}


def data_bytes(
    form: str, metadata: dict[str, Any], columns: Sequence[DataColumn], rows: Sequence[Row]
) -> bytes:
    """The file; ``form`` is a key of ``FORMATS``."""
    if form == "csv":
        return _csv(columns, rows)
    if form == "json":
        return as_json_bytes({"metadata": metadata, "count": len(rows), "rows": list(rows)})
    return _parquet(metadata, columns, rows)


def as_json_bytes(content: dict[str, Any]) -> bytes:
    """One JSON object, UTF-8."""
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _csv(columns: Sequence[DataColumn], rows: Sequence[Row]) -> bytes:
    """Headings in Chinese in the first line, UTF-8 with BOM, CRLF; no text is ever a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([column.title for column in columns])
    writer.writerows([_cell(row[c.name], c) for c in columns] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _cell(value: Any, column: DataColumn) -> str:
    if column.type == YES:
        return _YES[value]
    if value is None:
        return ""
    return str(value) if column.type in (NUMBER, COUNT, DAY) else safe_text(str(value))


def _parquet(
    metadata: dict[str, Any], columns: Sequence[DataColumn], rows: Sequence[Row]
) -> bytes:
    """Typed columns; the metadata under ``chuangmo`` in the file's own."""
    fields = [
        pa.field(c.name, _TYPES.get(c.type, pa.string()), metadata={"title": c.title})
        for c in columns
    ]
    arrays = [
        pa.array([_typed(row[c.name], c) for row in rows], type=field.type)
        for c, field in zip(columns, fields, strict=True)
    ]
    told = {"chuangmo": json.dumps(metadata, ensure_ascii=False)}
    out = io.BytesIO()
    pq.write_table(pa.Table.from_arrays(arrays, schema=pa.schema(fields, metadata=told)), out)
    return out.getvalue()


def _typed(value: Any, column: DataColumn) -> Any:
    if value is None:
        return None
    match column.type:
        case "number":
            return float(value)
        case "day":
            return date.fromisoformat(str(value))
        case "count":
            return int(value)
        case "yes":
            return bool(value)
        case _:
            return str(value)
