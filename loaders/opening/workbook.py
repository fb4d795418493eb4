"""The face of reading: bytes in, sheets out; everything dangerous happens in a child process."""

import io
import json
import os
import subprocess
import sys
import tempfile
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from loaders.model.packed import PackedRows, from_wire
from loaders.model.sheet import CellValue, Sheet
from loaders.opening.fault import TOO_LARGE, ReadFault
from loaders.opening.guard import AcceptedFile, Refused, inspect, refused
from loaders.opening.reader_process import decode_head, decode_value

__all__ = ["Refused", "has_macros", "read_workbook"]

#: openpyxl imports numpy only to know its number types; the child does without (half its start).
_START = (
    "import sys; sys.modules['numpy'] = None; import loaders.opening.reader_process as r; r.main()"
)
COMMAND = (sys.executable, "-c", _START)
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
TIMEOUT_SECONDS = 90.0
MAX_ANSWER_BYTES = 600 * 1024 * 1024
ROOT = Path(__file__).resolve().parents[2]


def read_workbook(data: bytes, name: str) -> list[Sheet]:
    """The sheets of a spreadsheet or delimited text file, in file order, hidden ones marked.

    Args:
        data: the file: .xlsx .xlsm .xls .et .ods .csv .tsv .txt, or gzip of one of these.
        name: the file's name; names the sheet of a text file, never decides the kind.

    Raises:
        Refused: the file cannot be read; the diagnostic says why and what to do.
    """
    accepted = inspect(data, name)
    try:
        return _read_in_child(accepted, name)
    except ReadFault as fault:
        raise refused(name, fault) from fault


def has_macros(data: bytes) -> bool:
    """Whether the bytes of a workbook, zipped or of the old kind, hold a project of macros."""
    if data[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return any(name.lower().endswith("vbaproject.bin") for name in package.namelist())
    return data[:8] == _OLE and "_VBA_PROJECT".encode("utf-16-le") in data


def _read_in_child(accepted: AcceptedFile, name: str) -> list[Sheet]:
    """The child's answer as sheets; a child that dies or stalls is a damaged or too large file."""
    inherited = os.environ.get("PYTHONPATH")
    path = os.pathsep.join([str(ROOT), *([inherited] if inherited else [])])
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as complaints:
        source.write(accepted.data)
        source.seek(0)
        with subprocess.Popen(
            [*COMMAND, accepted.kind, name.replace("\x00", "")[:200]],
            stdin=source,
            stdout=subprocess.PIPE,
            stderr=complaints,
            env={**os.environ, "PYTHONPATH": path, "PYTHONIOENCODING": "utf-8:surrogatepass"},
        ) as child:
            return _collect(child)


def _collect(child: "subprocess.Popen[bytes]") -> list[Sheet]:
    """Sheets from the child's lines; the child never outlives this call."""
    late = threading.Event()

    def stop() -> None:
        late.set()
        child.kill()

    timer = threading.Timer(TIMEOUT_SECONDS, stop)
    timer.start()
    try:
        sheets = _sheets(_lines(child))
    finally:
        timer.cancel()
        child.kill()
        code = child.wait()
    if sheets is None:
        reason = "超时" if late.is_set() else f"读取程序退出，代码 {code}"
        raise ReadFault(TOO_LARGE, reason)
    return sheets


def _lines(child: "subprocess.Popen[bytes]") -> Iterator[bytes]:
    """The child's lines, bounded in bytes so that repeated long texts cannot fill the parent."""
    assert child.stdout is not None
    left = MAX_ANSWER_BYTES
    while line := child.stdout.readline(left + 1):
        left -= len(line)
        if left < 0:
            raise ReadFault(TOO_LARGE, "内容过多")
        yield line


def _sheets(lines: Iterator[bytes]) -> list[Sheet] | None:
    """The sheets, ``None`` when the answer breaks off before its last line."""
    decode = json.JSONDecoder(object_hook=decode_value).decode
    sheets: list[Sheet] = []
    heads: list[tuple[int, int]] = []
    for line in lines:
        if not line.endswith(b"\n"):
            return None
        try:
            parsed: Any = decode(line.decode())
        except ValueError:  # not JSON, not UTF-8: the child broke off or is not ours
            return None
        if isinstance(parsed, list):
            sheets[-1].rows.extend(parsed)
        elif "codes" in parsed:
            if not _take_column(sheets[-1], parsed, heads[-1]):
                return None
        elif "sheet" in parsed:
            sheets.append(decode_head(parsed))
            heads.append((parsed["rows"], parsed.get("columns", 0)))
        elif "fault" in parsed:
            place = parsed.get("cell"), parsed.get("sheet_of_fault")
            raise ReadFault(parsed["fault"], parsed["found"], *place)
        elif "end" in parsed and not sheets:
            raise ReadFault("no-sheet")
        elif "end" in parsed:
            return sheets
    return None


def _take_column(sheet: Sheet, wired: dict[str, Any], head: tuple[int, int]) -> bool:
    """Take in a column of a packed sheet, after the last one its rows; ``False`` if it is broken.

    Args:
        head: how many rows and columns the sheet has.
    """
    try:
        column = from_wire(wired, head[0])
    except (ValueError, TypeError):
        return False
    sheet.packed = (*(sheet.packed or ()), column)
    if len(sheet.packed) == head[1]:
        sheet.rows = cast(list[list[CellValue]], PackedRows(sheet.packed))
    return True
