"""The child process that parses one file under limits and answers in JSON lines, never pickle.

Run as ``python -m loaders.opening.reader_process KIND NAME``: bytes on standard input; on
standard output one ``{"sheet": …}`` line per sheet, then rows or packed columns; at the end
``{"end": true}`` or ``{"fault": code, "found": text}``.
"""

import gc
import json
import os
import sys
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from python_calamine import CalamineError

from loaders.model.packed import packed_rows, to_wire
from loaders.model.sheet import CellValue, ErrorText, Merge, Sheet, UncachedFormula
from loaders.opening.fault import PARSER_ERRORS, TOO_LARGE, ReadFault, damaged_part
from loaders.opening.readers import read

MEMORY_BYTES = 1536 * 1024 * 1024
CPU_SECONDS = 60
NICENESS = 10
BLOCK_ROWS = 500
EXPECTED: tuple[type[Exception], ...] = (*PARSER_ERRORS, CalamineError)
PLAIN = frozenset((str, int, float, bool, type(None)))


def limit_process() -> None:
    """Puts limits on this process; where the system has none the parent's clock remains."""
    try:
        import resource
    except ImportError:  # Windows has no resource module
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(NICENESS)


def encode(sheet: Sheet) -> Iterator[str]:
    """JSON lines of one sheet: the head, then the rows, or the columns of a long plain sheet."""
    head = {
        "sheet": sheet.name,
        "is_text": sheet.is_text,
        "lines": sheet.lines,
        "merges": [[m.top, m.left, m.bottom, m.right] for m in sheet.merges],
        "formats": [[r, c, text] for (r, c), text in sheet.formats.items()],
        "notes": [[r, c, text] for (r, c), text in sheet.notes.items()],
        "hidden": sheet.hidden,
        "hidden_rows": sorted(sheet.hidden_rows),
        "hidden_columns": sorted(sheet.hidden_columns),
        "date1904": sheet.date1904,
        "rows": len(sheet.rows),
    }
    dumps = json.JSONEncoder(check_circular=False).encode
    columns = sheet.packed or packed_rows(sheet.rows)
    if columns:
        yield dumps(head | {"columns": len(columns)})
        yield from (dumps(to_wire(c, list(map(_wired, c.values)))) for c in columns)
        return
    yield dumps(head)
    for start in range(0, len(sheet.rows), BLOCK_ROWS):
        block = sheet.rows[start : start + BLOCK_ROWS]
        yield dumps([[v if type(v) in PLAIN else _wire(v) for v in row] for row in block])


def _wired(value: CellValue) -> Any:
    return value if type(value) in PLAIN else _wire(value)


def _wire(value: CellValue) -> dict[str, str]:
    """A value JSON has no type for, as a one-key object."""
    if isinstance(value, ErrorText):
        return {"error": str(value)}
    if isinstance(value, UncachedFormula):
        return {"formula": str(value)}
    if isinstance(value, datetime):
        return {"datetime": value.isoformat()}
    if isinstance(value, date):
        return {"datetime": datetime(value.year, value.month, value.day).isoformat()}
    if isinstance(value, time):
        return {"time": value.isoformat()}
    raise TypeError(f"no wire form for {type(value).__name__}")


def decode_value(wired: dict[str, Any]) -> Any:
    """The value behind a one-key object; other objects (sheet heads) as they are."""
    if "error" in wired:
        return ErrorText(wired["error"])
    if "formula" in wired:
        return UncachedFormula(wired["formula"])
    if "datetime" in wired:
        return datetime.fromisoformat(wired["datetime"])
    if "time" in wired:
        return time.fromisoformat(wired["time"])
    return wired


def decode_head(head: dict[str, Any]) -> Sheet:
    """An empty sheet from the head line; its rows follow."""
    return Sheet(
        name=head["sheet"],
        rows=[],
        is_text=head["is_text"],
        lines=head["lines"],
        merges=[Merge(*corners) for corners in head["merges"]],
        formats={(r, c): text for r, c, text in head["formats"]},
        notes={(r, c): text for r, c, text in head["notes"]},
        hidden=head["hidden"],
        hidden_rows=frozenset(head["hidden_rows"]),
        hidden_columns=frozenset(head["hidden_columns"]),
        date1904=head["date1904"],
    )


def answer(data: bytes, kind: str, name: str) -> Iterator[str]:
    """Every line of the answer; whatever the readers raise becomes the last, a fault line."""
    try:
        for sheet in read(data, kind, name):
            yield from encode(sheet)
        yield '{"end": true}'
    except ReadFault as fault:
        place = {"cell": fault.cell, "sheet_of_fault": fault.sheet}
        yield json.dumps({"fault": fault.code, "found": fault.found, **place})
    except MemoryError:
        yield json.dumps({"fault": TOO_LARGE, "found": "内存不足"})
    except EXPECTED as error:
        print(repr(error), file=sys.stderr)
        yield json.dumps({"fault": "file-damaged", "found": damaged_part(error)})
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # calamine's way to stumble over damage
            raise
        yield json.dumps({"fault": "file-damaged", "found": "内部结构不对"})


def main() -> None:
    """Reads standard input under limits and prints the answer."""
    limit_process()
    gc.disable()  # short-lived, no cycles: collecting millions of cells only costs time
    kind, name = sys.argv[1:3]
    data = sys.stdin.buffer.read()
    out = sys.stdout
    for line in answer(data, kind, name):
        out.write(line + "\n")
    out.flush()


if __name__ == "__main__":
    main()
