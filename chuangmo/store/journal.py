"""The journal: one JSON line a decision, hash-chained, on disk before anything is answered."""

import errno
import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from chuangmo.store.durable import ensure_folder, sync_folder, why_not
from chuangmo.store.errors import JournalBroken, StoreFault

FIRST_PREV = "0" * 64
_CHECK = b',"check":"'
IMPORT, WITHDRAW, RESTORE = "import", "withdraw", "restore"
#: Field of a line: the SHA-256 of what was archived with it.
ATTACHED = "attached"


@dataclass(frozen=True)
class Entry:
    """One line of the journal.

    Attributes:
        seq: 1 for the first line, then without gaps; the only order there is.
        type: ``import``, ``withdraw``, ``restore`` or the type of a recorded decision.
        at: UTC, ISO, whole seconds, with ``Z``; for reading, never for ordering.
        body: the whole line as parsed.
        sha256: of the line's bytes without the newline; ``prev`` of the next line.
    """

    seq: int
    type: str
    at: str
    actor: str
    body: dict[str, Any]
    sha256: str


def read_journal(path: Path) -> tuple[list[Entry], bytes]:
    """All whole lines of a journal, and the torn last line (empty if it ends as it should).

    A last line that lacks nothing but its newline is whole.

    Raises:
        JournalBroken: a line is damaged or does not continue the chain; it names the line.
    """
    data = path.read_bytes() if path.exists() else b""
    whole, newline, rest = data.rpartition(b"\n")
    entries = list(_chained(whole.split(b"\n") if newline else []))
    if rest and (unended := _unended(rest, entries)):
        return [*entries, unended], b""
    return entries, rest


def _chained(lines: list[bytes]) -> Iterator[Entry]:
    prev = FIRST_PREV
    for number, line in enumerate(lines, start=1):
        yield (entry := _parsed(line, number, prev))
        prev = entry.sha256


def _unended(rest: bytes, entries: list[Entry]) -> Entry | None:
    prev = entries[-1].sha256 if entries else FIRST_PREV
    try:
        return _parsed(rest, len(entries) + 1, prev)
    except JournalBroken:
        return None


def _parsed(line: bytes, number: int, prev: str) -> Entry:
    content, mark, check = line.rpartition(_CHECK)
    if not mark or check != _fingerprint(content).encode() + b'"}':
        raise JournalBroken(number, "内容与行末的校验值不符，这一行被改动过或已损坏")
    body = json.loads(line)
    if body["seq"] != number:
        raise JournalBroken(number, f"序号是 {body['seq']}，应为 {number}，有行被增删")
    if body["prev"] != prev:
        raise JournalBroken(number, "记下的前一行指纹不符，有行被换过")
    return Entry(number, body["type"], body["at"], body["actor"], body, _fingerprint(line))


def _ended(body: dict[str, Any]) -> bytes:
    """The line of ``body``: its JSON with the SHA-256 of everything before it as last field."""
    content = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()[:-1]
    return content + _CHECK + _fingerprint(content).encode() + b'"}'


def _fingerprint(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest()


class Journal:
    """The journal of one home, open for appending; its holder has the home's lock.

    A torn last line never was a decision (nothing was answered): it is cut off and kept as
    :attr:`torn` for the report.

    Args:
        writable: ``False``: open for reading only, as it is; nothing is cut off or appended.

    Raises:
        JournalBroken: the chain does not hold.
    """

    def __init__(self, path: Path, writable: bool = True) -> None:
        self.path = path
        self.entries, self.torn = read_journal(path)
        if not writable:
            self._descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC) if path.exists() else -1
            self._length = self.length_on_disk()
            return
        ensure_folder(path.parent)
        self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        self._length = os.fstat(self._descriptor).st_size - len(self.torn)
        self._end_last_line()
        sync_folder(path.parent)

    @property
    def last(self) -> int:
        """The seq of the last line; 0 for an empty journal."""
        return len(self.entries)

    def append(self, kind: str, actor: str, fields: dict[str, Any]) -> Entry:
        """Write one line and fsync it; this is the commit point of every change.

        Raises:
            StoreFault: the line could not be written; the journal is as it was.
        """
        prev = self.entries[-1].sha256 if self.entries else FIRST_PREV
        head = {"seq": self.last + 1, "type": kind, "at": now_text(), "actor": actor, "prev": prev}
        line = _ended(head | fields)
        try:
            self._write(line + b"\n")
            if not self.in_place():
                raise OSError(errno.ESTALE, "数据目录在写入时被移走或换掉")
        except OSError as error:
            self._cut_back()
            why = why_not(error, self.path)
            raise StoreFault(
                f"journal.jsonl：写不进去（{why}），没有任何改动。请检查磁盘。"
            ) from error
        entry = _parsed(line, self.last + 1, prev)
        self._length += len(line) + 1
        self.entries.append(entry)
        return entry

    @property
    def length(self) -> int:
        """Bytes of the journal as this process knows it."""
        return self._length

    def length_on_disk(self) -> int:
        """Bytes of the open file."""
        return os.fstat(self._descriptor).st_size if self._descriptor >= 0 else 0

    def in_place(self) -> bool:
        """Whether the file under the journal's name is still the one that is written to."""
        try:
            found = self.path.stat()
        except (FileNotFoundError, NotADirectoryError):
            return self._descriptor < 0
        if self._descriptor < 0:
            return False
        held = os.fstat(self._descriptor)
        return (found.st_dev, found.st_ino) == (held.st_dev, held.st_ino)

    def close(self) -> None:
        """Close the file; calling it twice does nothing."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def _write(self, data: bytes) -> None:
        os.ftruncate(self._descriptor, self._length)
        offset = self._length
        while data:
            written = os.pwrite(self._descriptor, data, offset)
            data, offset = data[written:], offset + written
        os.fsync(self._descriptor)

    def _end_last_line(self) -> None:
        if self.torn:
            self._cut_back()
        elif self._length and os.pread(self._descriptor, 1, self._length - 1) != b"\n":
            self._write(b"\n")
            self._length += 1

    def _cut_back(self) -> None:
        os.ftruncate(self._descriptor, self._length)
        os.fsync(self._descriptor)


def now_text() -> str:
    """This moment in UTC as the journal writes it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
