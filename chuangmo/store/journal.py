"""The journal: one JSON line a decision, hash-chained, on disk before anything is answered."""

import errno
import hashlib
import json
import logging
import os
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from chuangmo.operating_system import open_file, read_at, sync_folder, write_at
from chuangmo.store.crash_points import JOURNAL_LINE, arrow
from chuangmo.store.durable import ensure_folder, why_not
from chuangmo.store.errors import JournalBroken, StoreFault, WritingClosed

LOG = logging.getLogger(__name__)
FIRST_PREV = "0" * 64
_CHECK = b',"check":"'
IMPORT, WITHDRAW, RESTORE = "import", "withdraw", "restore"
#: A submitted import, and what a reviewer decides on it. Types of their own: a program that does
#: not know them leaves the rows out of everything.
SUBMIT, APPROVE, SEND_BACK = "submit", "approve", "return"
#: Lines that bring a batch with its archived files.
BATCH_LINES = (IMPORT, SUBMIT)
#: Lines that change what a batch is; they are written by the store alone.
STATE_LINES = (WITHDRAW, RESTORE, APPROVE, SEND_BACK)
GONE_WHILE_OPEN = (
    "登记簿 journal.jsonl 在看板运行中被移走、换掉或截短了，看板现在只能查看、不能写入。"
    "请停下看板，运行 verify 查看缺了什么。"
)
#: Field of a line: the SHA-256 of what was archived with it.
ATTACHED = "attached"
#: Field of a line: seq and SHA-256 of the newest line of the audit when it was written.
AUDIT = "audit"
#: Field of a line in a journal that several servers write: the home whose audit is meant.
SERVER = "server"
#: Type of the line from which on the audit is another one, or one that lost lines; who and why.
AUDIT_BEGUN = "audit_begun"
_TAIL = 1 << 16  # bytes read at first to find the last line


@dataclass(frozen=True)
class JournalEntry:
    """One line of the journal.

    Attributes:
        seq: 1 for the first line, then without gaps; the only order there is.
        type: one of ``BATCH_LINES`` and ``STATE_LINES``, or the type of a recorded decision.
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


def read_journal(path: Path) -> tuple[list[JournalEntry], bytes]:
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


def sound_lines(path: Path) -> list[JournalEntry]:
    """The whole lines of a journal up to the first that is wrong; none where none can be read."""
    try:
        data = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return []
    found: list[JournalEntry] = []
    with suppress(JournalBroken):
        found.extend(_chained(data.split(b"\n")[:-1]))
    return found


def last_line(path: Path) -> tuple[int, str] | None:
    """Seq and SHA-256 of the last whole line; ``None`` where there is none. Checks nothing."""
    try:
        with open(path, "rb") as stream:
            size, block = stream.seek(0, os.SEEK_END), _TAIL
            while True:
                stream.seek(max(0, size - block))
                lines = stream.read(size).rpartition(b"\n")[0].rsplit(b"\n", 1)
                if len(lines) > 1 or block >= size:
                    break
                block *= 4
        return (json.loads(lines[-1])["seq"], _fingerprint(lines[-1])) if lines[-1] else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def audit_known(entry: JournalEntry, home: str) -> tuple[int, str]:
    """Seq and SHA-256 of the newest line of a home's audit when a line was written; or 0."""
    if entry.body.get(SERVER, home) != home:
        return 0, ""
    number, sha256 = entry.body.get(AUDIT, (0, ""))
    return number, sha256


def written(entry: JournalEntry) -> bytes:
    """The bytes of a line with its newline.

    Raises:
        ValueError: the entry was not read from a journal.
    """
    body = {name: value for name, value in entry.body.items() if name != "check"}
    line = _ended(body)
    if _fingerprint(line) != entry.sha256:
        raise ValueError(f"entry {entry.seq} is no line of a journal")
    return line + b"\n"


def next_line(
    entries: list[JournalEntry], kind: str, at: str, actor: str, fields: dict[str, Any]
) -> JournalEntry:
    """The entry that would follow; its ``written`` bytes continue the chain."""
    prev, seq = (entries[-1].sha256 if entries else FIRST_PREV), len(entries) + 1
    head = {"seq": seq, "type": kind, "at": at, "actor": actor, "prev": prev}
    return _parsed(_ended(head | fields), seq, prev)


def continuing(entries: Sequence[JournalEntry], lines: Sequence[bytes]) -> list[JournalEntry]:
    """The lines (without newlines) that stand behind the entries.

    Raises:
        JournalBroken: a line is damaged or does not continue the chain.
    """
    return list(_chained(lines, len(entries), entries[-1].sha256 if entries else FIRST_PREV))


def _chained(
    lines: Sequence[bytes], before: int = 0, prev: str = FIRST_PREV
) -> Iterator[JournalEntry]:
    for number, line in enumerate(lines, start=before + 1):
        yield (entry := _parsed(line, number, prev))
        prev = entry.sha256


def _unended(rest: bytes, entries: list[JournalEntry]) -> JournalEntry | None:
    prev = entries[-1].sha256 if entries else FIRST_PREV
    try:
        return _parsed(rest, len(entries) + 1, prev)
    except JournalBroken:
        return None


def _parsed(line: bytes, number: int, prev: str) -> JournalEntry:
    content, mark, check = line.rpartition(_CHECK)
    if not mark or check != _fingerprint(content).encode() + b'"}':
        raise JournalBroken(number, "内容与行末的校验值不符，这一行被改动过或已损坏")
    body = json.loads(line)
    if body["seq"] != number:
        raise JournalBroken(number, f"序号是 {body['seq']}，应为 {number}，有行被增删")
    if body["prev"] != prev:
        raise JournalBroken(number, "记下的前一行指纹不符，有行被换过")
    return JournalEntry(number, body["type"], body["at"], body["actor"], body, _fingerprint(line))


def _ended(body: dict[str, Any]) -> bytes:
    """The line of ``body``: its JSON with the SHA-256 of everything before it as last field."""
    content = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()[:-1]
    return content + _CHECK + _fingerprint(content).encode() + b'"}'


def _fingerprint(line: bytes) -> str:
    return hashlib.sha256(line).hexdigest()


class _Lines:
    """A file of whole lines that only grows; every append is on disk when it returns.

    Attributes:
        length: bytes of the whole lines; what lies behind is cut off by the next append.
    """

    def __init__(self, path: Path, length: int) -> None:
        ensure_folder(path.parent)
        self.path, self.length = path, length
        self._descriptor = open_file(path, os.O_RDWR | os.O_CREAT)
        sync_folder(path.parent)

    def append(self, data: bytes) -> None:
        os.ftruncate(self._descriptor, self.length)
        offset, rest = self.length, data
        while rest:
            done = write_at(self._descriptor, rest, offset)
            rest, offset = rest[done:], offset + done
        os.fsync(self._descriptor)
        self.length += len(data)

    def cut_back(self) -> None:
        os.ftruncate(self._descriptor, self.length)
        os.fsync(self._descriptor)

    def since(self, start: int) -> bytes:
        return read_at(self._descriptor, self.length - start, start)

    def on_disk(self) -> int:
        """Bytes of the open file."""
        return os.fstat(self._descriptor).st_size

    def is_there(self) -> bool:
        """Whether the path still names this file."""
        try:
            return os.path.samestat(os.fstat(self._descriptor), os.stat(self.path))
        except (FileNotFoundError, NotADirectoryError):
            return False

    def is_whole(self) -> bool:
        """Whether the path still names this file, and nobody cut it."""
        return self.is_there() and self.on_disk() >= self.length

    def close(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


class Journal:
    """The journal of one home and its witness, open for appending; the holder has the lock.

    The witness is a second copy in a folder of its own, written after each line: behind by what a
    kill or a full disk kept from it (made up for by the next line), never ahead.

    Attributes:
        entries: the lines, live.
    """

    def __init__(
        self, path: Path, witness: Path, entries: list[JournalEntry], witnessed: int
    ) -> None:
        """Open both files at the end of their whole lines.

        Args:
            path: the journal. witness: its second copy.
            entries: the whole lines of the journal; a torn line behind them is cut off.
            witnessed: the first so many of them stand in the witness.
        """
        self.entries = entries
        lines = [written(entry) for entry in entries]
        length = sum(map(len, lines))
        self._main = _Lines(path, length)
        if self._main.since(0) != b"".join(lines):  # the last one lacks its newline
            self._main.length = length - 1
            self._main.append(b"\n")
        self._main.cut_back()
        self._witness = _Lines(witness, sum(map(len, lines[:witnessed])))
        self._bring_up_witness()

    @property
    def last(self) -> int:
        """The seq of the last line; 0 for an empty journal."""
        return len(self.entries)

    def append(self, kind: str, actor: str, fields: dict[str, Any]) -> JournalEntry:
        """Write one line and fsync it; this is the commit point of every change.

        Raises:
            StoreFault: the line could not be written; the journal is as it was.
        """
        entry = next_line(self.entries, kind, now_text(), actor, fields)
        self.take([entry])
        return entry

    def take(self, entries: Sequence[JournalEntry]) -> None:
        """Write lines that continue the journal; on disk when this returns.

        Raises:
            StoreFault: they could not be written; the journal is as it was.
        """
        if not entries:
            return
        try:
            self._append(b"".join(map(written, entries)))
        except OSError as error:
            why = why_not(error, self._main.path)
            raise StoreFault(
                f"journal.jsonl：写不进去（{why}），没有任何改动。请检查磁盘。"
            ) from error
        self.entries += entries
        arrow(JOURNAL_LINE)
        self._bring_up_witness()

    @property
    def away(self) -> str:
        """Why others cannot be asked what they wrote, one Chinese sentence; empty as a rule."""
        return ""

    @property
    def unreached(self) -> bool:
        """Whether where the lines live does not answer now: all else is well."""
        return False

    def turn(self) -> AbstractContextManager[None]:
        """While another process could write: none does in the context. The lock sees to it."""
        return nullcontext()

    def trying(self) -> AbstractContextManager[bool]:
        """As ``turn``, without waiting; whether no other process writes in the context."""
        return nullcontext(True)

    def due(self) -> bool:
        """Whether it is time to ask what others wrote: nobody else does."""
        return False

    def refresh(self) -> bool:
        """Take in what others wrote; whether there is any."""
        return False

    def why_closed(self) -> str:
        """Why nothing can be appended; empty where it can."""
        return "" if self._main.is_whole() else GONE_WHILE_OPEN

    def in_place(self) -> bool:
        """Whether the file under the journal's name is still the one that is written to."""
        return self._main.is_there()

    def has_changed(self) -> bool:
        """Whether somebody else made the file longer or shorter."""
        return self._main.on_disk() != self._main.length

    def close(self) -> None:
        """Close the files; calling it twice does nothing."""
        self._main.close()
        self._witness.close()

    def _append(self, data: bytes) -> None:
        before = self._main.length
        try:
            self._main.append(data)
            if not self.in_place():
                raise OSError(errno.ESTALE, "数据目录在写入时被移走或换掉")
        except OSError:
            self._main.length = before
            self._main.cut_back()
            raise

    def _bring_up_witness(self) -> None:
        """After the line nothing may fail any more: a witness that cannot be written waits."""
        try:
            self._witness.append(self._main.since(self._witness.length))
        except OSError:
            LOG.exception("the witness of the journal is behind")


class SealedJournal(Journal):
    """Lines to be read only: nothing is opened, created or cut."""

    def __init__(self, entries: list[JournalEntry], reason: str) -> None:
        """``reason`` is the sentence why nothing may be written."""
        self.entries = entries
        self._reason = reason

    def append(self, kind: str, actor: str, fields: dict[str, Any]) -> JournalEntry:
        """Refuse.

        Raises:
            WritingClosed: always.
        """
        raise WritingClosed(self._reason)

    def why_closed(self) -> str:
        """The reason."""
        return self._reason

    def in_place(self) -> bool:
        """Nothing is written to."""
        return True

    def has_changed(self) -> bool:
        """Nothing is open that could have changed."""
        return False

    def close(self) -> None:
        """Nothing is open."""


def now_text() -> str:
    """This moment in UTC as the journal writes it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
