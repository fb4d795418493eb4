"""Drafts: what people have in hand and have not confirmed, each person's own, kept 30 days.

No part of the data: not in the journal, not in a backup. Every draft is one file, replaced whole;
the bytes of a chosen workbook lie beside it under their SHA-256.
"""

import hashlib
import json
import logging
import os
import re
import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

from chuangmo.operating_system import make_private_folder, open_file, room_on, sync_folder
from chuangmo.store.crash_points import (
    DRAFT_BYTES,
    DRAFT_DROPPED,
    DRAFT_FOLDER,
    DRAFT_KEPT,
    DRAFT_WRITTEN,
    arrow,
)
from chuangmo.store.durable import why_not
from chuangmo.store.errors import StoreRefusal
from chuangmo.store.home.presence import require_writable

LOG = logging.getLogger(__name__)
#: A draft that nobody touched for so long is thrown away.
KEPT = timedelta(days=30)
#: What one person may keep: files chosen, and their bytes together.
MOST_FILES, MOST_BYTES = 600, 1024**3
#: Bytes that a draft leaves free on the disk, for the journal goes before it.
_LEFT_FREE = 64 * 1024**2
_NAME = re.compile(r"[a-z]{1,20}-[0-9a-z]{1,64}")
_WRITING = ".writing"


class TooManyDrafts(StoreRefusal):
    """The person keeps too much already; nothing more was kept."""


@dataclass(frozen=True)
class Draft:
    """One thing in hand.

    Attributes:
        kind: what it belongs to: a chosen file, the basket, a form. key: names it within the kind.
        said: what the person gave, as JSON holds it; what can be computed is not in it.
        content: SHA-256 of the bytes kept beside it; empty where there are none.
        begun, changed: when it was first and last kept, UTC in ISO 8601; set by the store.
    """

    kind: str
    key: str
    said: Mapping[str, Any] = field(default_factory=dict)
    content: str = ""
    begun: str = ""
    changed: str = ""


class DraftStore(Protocol):
    """Where drafts are kept; every call names the person, and gives nothing of another one."""

    def load(self, person: str, kind: str, key: str) -> Draft | None:
        """The draft; ``None`` where there is none."""

    def save(self, person: str, draft: Draft, data: bytes | None = None) -> Draft:
        """Keep a draft in place of the one of the same kind and key, with its times set.

        Args:
            data: the bytes of its content; ``None``: it has none, or they are kept already.
        """

    def drop(self, person: str, kind: str, key: str) -> None:
        """Throw a draft away, with its bytes where no other draft of the person has the same."""

    def list(self, person: str, kind: str) -> list[Draft]:
        """The drafts of a kind by their keys."""

    def content(self, person: str, sha256: str) -> bytes:
        """The bytes that were kept."""


class DraftFolder:
    """The drafts in ``HOME/drafts``: a folder a person, readable for the server's user alone.

    Args:
        root: the folder of the home.
        now: the time.
    """

    def __init__(self, root: Path, now: "Clock | None" = None) -> None:
        self._root, self._folder = root, root / "drafts"
        self._now = now or (lambda: datetime.now(UTC))
        self._changing = threading.RLock()

    def load(self, person: str, kind: str, key: str) -> Draft | None:
        """As the protocol says; one that is older than 30 days is none any more."""
        return self._read(self._place(person) / _file_name(kind, key), person)

    def save(self, person: str, draft: Draft, data: bytes | None = None) -> Draft:
        """As the protocol says.

        Raises:
            TooManyDrafts: the person keeps too much already. StoreRefusal: there is no room.
            WritingClosed: the home is closed to writing.
        """
        place = self._place(person)
        name = _file_name(draft.kind, draft.key)
        require_writable(self._root)
        with self._changing:
            try:
                before = self._read(place / name, person)
                if not place.is_dir():
                    make_private_folder(self._folder)
                    make_private_folder(place)
                    sync_folder(self._folder)
                arrow(DRAFT_FOLDER)
                if data is not None:
                    self._require_room(place, data, before is None)
                    self._write(place / draft.content, data)
                    arrow(DRAFT_BYTES)
                at = self._now().isoformat(timespec="seconds")
                kept = Draft(
                    draft.kind, draft.key, dict(draft.said), draft.content,
                    before.begun if before else at, at,
                )  # fmt: skip
                text = json.dumps(asdict(kept) | {"person": person}, ensure_ascii=False)
                self._write(place / name, text.encode())
                arrow(DRAFT_KEPT)
            except OSError as error:
                raise StoreRefusal(f"草稿没有存下：{why_not(error, place)}。") from error
        return kept

    def drop(self, person: str, kind: str, key: str) -> None:
        """As the protocol says; what is not there is no fault.

        Raises:
            WritingClosed: the home is closed to writing.
        """
        place = self._place(person)
        require_writable(self._root)
        with self._changing:
            found = self._read(place / _file_name(kind, key), person)
            (place / _file_name(kind, key)).unlink(missing_ok=True)
            arrow(DRAFT_DROPPED)
            if found and found.content and found.content not in self._contents(place, person):
                (place / found.content).unlink(missing_ok=True)

    def list(self, person: str, kind: str) -> list[Draft]:
        """As the protocol says."""
        place = self._place(person)
        names = sorted(one for one in _names(place) if one.startswith(f"{kind}-"))
        found = (self._read(place / name, person) for name in names)
        return [draft for draft in found if draft is not None]

    def content(self, person: str, sha256: str) -> bytes:
        """As the protocol says.

        Raises:
            StoreRefusal: the file is gone or changed.
        """
        try:
            data = (self._place(person) / sha256).read_bytes()
        except OSError as error:
            raise StoreRefusal(
                f"草稿里的文件读不到（{error.strerror}）。请移除这一份，重新选择。"
            ) from error
        if hashlib.sha256(data).hexdigest() != sha256:
            raise StoreRefusal("草稿里的文件已损坏。请移除这一份，重新选择原文件。")
        return data

    def sweep(self) -> int:
        """Remove drafts older than 30 days and what a kill left half done; how many drafts."""
        gone = 0
        with self._changing:
            for place in sorted(self._folder.glob("[0-9a-f]*")):
                gone += self._sweep_one(place)
        return gone

    def _sweep_one(self, place: Path) -> int:
        """Bytes that no draft names and unfinished files go too; what cannot be read yet stays."""
        gone, needed, doubtful = 0, set(), False
        for name in _names(place):
            path = place / name
            draft = self._read(path, None)
            if draft is not None:
                needed.add(draft.content)
            elif self._now().timestamp() - path.stat().st_mtime > KEPT.total_seconds():
                path.unlink()
                gone += 1
            else:
                doubtful = True
        others = [path for path in place.iterdir() if path.suffix != ".json"]
        for path in others:
            if path.suffix == _WRITING or not (doubtful or path.name in needed):
                path.unlink()
        if not any(place.iterdir()):
            place.rmdir()
        return gone

    def _place(self, person: str) -> Path:
        """The folder of a person, whose name may hold anything."""
        return self._folder / hashlib.sha256(person.encode()).hexdigest()[:32]

    def _read(self, path: Path, person: str | None) -> Draft | None:
        """A draft that is still to be kept; ``None`` for one that is not there or not sound."""
        try:
            said = json.loads(path.read_bytes())
            whose = said.pop("person")
            draft = Draft(**said)
            changed = datetime.fromisoformat(draft.changed)
        except FileNotFoundError:
            return None
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            LOG.exception("a draft cannot be read: %s", path)
            return None
        if person is not None and whose != person:
            return None
        return draft if self._now() - changed <= KEPT else None

    def _contents(self, place: Path, person: str) -> set[str]:
        found = (self._read(place / name, person) for name in _names(place))
        return {draft.content for draft in found if draft is not None}

    def _require_room(self, place: Path, data: bytes, new: bool) -> None:
        files = [path for path in place.iterdir() if path.suffix != ".json"]
        size = sum(path.stat().st_size for path in files) + len(data)
        if (new and len(files) >= MOST_FILES) or size > MOST_BYTES:
            raise TooManyDrafts(
                f"您的草稿里已有 {len(files)} 个文件（最多 {MOST_FILES} 个，合计最多 "
                f"{MOST_BYTES // 1024**2} MB）。请先导入或移除一些，再继续选择。"
            )
        room = room_on(self._root)
        if room.counted and room.free - len(data) < _LEFT_FREE:
            raise StoreRefusal("草稿没有存下：数据目录所在的磁盘快满了。请告诉管理员。")

    def _write(self, target: Path, data: bytes) -> None:
        """The whole file or the one before; on disk when this returns."""
        waiting = target.with_name(target.name + _WRITING)
        descriptor = open_file(waiting, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        with open(descriptor, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        arrow(DRAFT_WRITTEN)
        os.replace(waiting, target)
        sync_folder(target.parent)


class Clock(Protocol):
    """Tells the time."""

    def __call__(self) -> datetime:
        """The time now, with its zone."""


def _file_name(kind: str, key: str) -> str:
    name = f"{kind}-{key}"
    if not _NAME.fullmatch(name):
        raise ValueError(f"no name of a draft: {name}")
    return f"{name}.json"


def _names(place: Path) -> list[str]:
    try:
        return [one for one in os.listdir(place) if one.endswith(".json")]
    except FileNotFoundError:
        return []
