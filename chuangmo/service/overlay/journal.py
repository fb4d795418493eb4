"""The overlay according to the journal: the last line of every entry, every file edited by hand.

Commands write single entries; what people write into the files themselves is journalled when it is
noticed, as a line of type ``overlay_edited`` with the whole file archived beside it.
"""

import hashlib
import logging
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import asdict, dataclass, field, fields, is_dataclass
from pathlib import Path
from typing import Any

from chuangmo.catalog.divisions.renaming import renamed_by
from chuangmo.catalog.faults import CatalogError
from chuangmo.catalog.overlay import (
    DISTRICTS,
    DUST,
    FORMS,
    HAND_MARKS,
    ITEMS,
    SETTINGS_KINDS,
    TARGETS,
    Kind,
    changed,
    entries_in,
)
from chuangmo.catalog.sources import overlay_folder
from chuangmo.service.overlay.boundary_file import BOUNDARIES_SET
from chuangmo.service.overlay.corrections_file import FILE_NAME, rendered
from chuangmo.settings import Settings
from chuangmo.store.errors import ArchiveDamaged, StoreFault
from chuangmo.store.journal import ATTACHED
from chuangmo.store.journal import JournalEntry as Line
from chuangmo.store.renaming import said_by
from loaders.model.staged import Correction

LOG = logging.getLogger(__name__)
#: Gives what was archived with a line.
Attached = Callable[[Line], bytes | None]
EDITED = "overlay_edited"
#: Changes of the settings of a city: any number of entries of several files in one line.
SETTINGS = "settings_set"
ADD_CORRECTION, REMOVE_CORRECTION = "correction_add", "correction_remove"
ACCEPT = "layout_accept"
#: Who stands in the journal for an edit by hand: nobody can know.
BY_HAND = "手工修改（不知何人）"
#: Type of journal line to the kind of entry of a city that it writes.
LINES = {
    "target_set": TARGETS, "item_set": ITEMS, "dust_add": DUST, "dust_remove": DUST,
    "hand_mark_set": HAND_MARKS, "hand_mark_remove": HAND_MARKS,
}  # fmt: skip


def _correction(raw: dict[str, Any]) -> Correction:
    wanted = [one.name for one in fields(Correction)]
    if sorted(raw) != sorted(wanted) or not all(isinstance(value, str) for value in raw.values()):
        raise ValueError(f"应写且只写这些项，都是带引号的文字：{'、'.join(wanted)}。")
    return Correction(**raw)


def correction_key(one: Correction) -> tuple[str, str, str]:
    """What tells a correction from others: file, sheet, cell."""
    return one.file, one.sheet, one.cell


CORRECTIONS: Kind[Correction] = Kind(
    "correction",
    FILE_NAME,
    _correction,
    asdict,
    lambda raw: (raw["file"], raw["sheet"], raw["cell"]),
    rendered,
)
KINDS: tuple[Kind[Any], ...] = (
    TARGETS, ITEMS, DUST, HAND_MARKS, FORMS, CORRECTIONS, *SETTINGS_KINDS,
)  # fmt: skip


def kind_of(file: str) -> Kind[Any] | None:
    """The kind of entries of a file below the overlay folder; ``None``: only people write it."""
    return next((kind for kind in KINDS if kind.names(file)), None)


@dataclass
class Recorded:
    """What the journal says of one file of the overlay.

    Attributes:
        entries: the entries that hold, by key; empty where only people write the file.
        lines: the last line of every entry that ever held.
        edited: the last line that holds the file as a person left it; ``None`` without one.
        last: the last line of all.
    """

    kind: Kind[Any] | None
    entries: dict[Hashable, Any] = field(default_factory=dict)
    lines: dict[Hashable, Line] = field(default_factory=dict)
    edited: Line | None = None
    last: Line | None = None

    def holds(self, data: bytes, path: Path) -> bool:
        """Whether a file says what the journal says.

        Raises:
            CatalogError: the file cannot be read.
        """
        if self.kind is None:
            return self.edited is not None and sha256(data) == self.edited.body[ATTACHED]
        return entries_in(self.kind, data, path) == self.entries

    def text(self, path: Path, attached: Attached) -> bytes:
        """The file as the journal has it: as a person left it last, brought up to what followed.

        Args:
            attached: gives what was archived with a line.

        Raises:
            ArchiveDamaged: what was archived is missing or changed.
        """
        found = (attached(self.edited) if self.edited else None) or b""
        if self.kind is None:
            return found
        try:
            gone = entries_in(self.kind, found, path).keys() - self.entries.keys()
            return changed(self.kind, found, path, self.entries.values(), gone)
        except CatalogError:  # what was valid once need not be for a later version
            return self.kind.render(self.entries.values())


def recorded(lines: Iterable[Line], attached: Attached) -> dict[str, Recorded]:
    """What the journal says of every overlay file, by its path below the overlay folder.

    Args:
        attached: gives what was archived with a line.

    Raises:
        StoreFault: a line holds an entry that this version cannot read.
    """
    found: dict[str, Recorded] = {}
    for line in lines:
        for file, old, new in effects(line):
            state = found.setdefault(file, Recorded(kind_of(file)))
            state.last = line
            state.edited = line if line.type == EDITED else state.edited
            if state.kind is not None and (old or new):
                _apply(state, line, old, new)
        if line.type == EDITED and not line.body["payload"]["changes"]:
            _take_whole(found[line.body["payload"]["file"]], line, attached)
    return found


def _take_whole(state: Recorded, line: Line, attached: Attached) -> None:
    """Take the entries from the file of an edit whose line does not name them."""
    if state.kind not in SETTINGS_KINDS:
        return
    path = Path(line.body["payload"]["file"])
    try:
        entries = entries_in(state.kind, attached(line) or b"", path)
    except (ArchiveDamaged, CatalogError):
        LOG.exception("what line %s says of %s cannot be read", line.seq, path)
        return
    for key, entry in entries.items():
        if state.entries.get(key) != entry:
            state.lines[key] = line
    state.entries = entries


def effects(line: Line) -> list[tuple[str, Any, Any]]:
    """File, entry before, entry after: all that a line does to the overlay."""
    return list(_effects(line))


def _effects(line: Line) -> Iterator[tuple[str, Any, Any]]:
    payload = line.body.get("payload", {})
    if kind := LINES.get(line.type):
        yield kind.file.replace("*", payload["city"]), payload["old"], payload["new"]
    elif line.type in (ADD_CORRECTION, REMOVE_CORRECTION):
        one = payload["correction"]
        yield FILE_NAME, *((None, one) if line.type == ADD_CORRECTION else (one, None))
    elif line.type == ACCEPT:
        file = FORMS.file.replace("*", payload["fingerprint"])
        yield file, None, payload.get("layout")
    elif line.type in (SETTINGS, BOUNDARIES_SET):
        for change in payload["changes"]:
            yield change["file"], change["old"], change["new"]
    elif line.type == EDITED:
        yield payload["file"], None, None
        for change in payload["changes"]:
            yield payload["file"], change["old"], change["new"]


def _apply(state: Recorded, line: Line, old: Any, new: Any) -> None:
    assert state.kind is not None
    try:
        entry = state.kind.read(new or old)
    except (ValueError, TypeError) as error:
        raise StoreFault(f"journal.jsonl 第 {line.seq} 行：目录条目读不懂（{error}）。") from error
    key = state.kind.key(entry)
    state.lines[key] = line
    if new is None:
        state.entries.pop(key, None)
    else:
        state.entries[key] = entry


def changed_keys(state: Recorded, data: bytes, path: Path) -> list[str]:
    """The entries of a file that are not as the journal has them, as people name them."""
    return [
        "/".join(str(part) for part in key if part) if isinstance(key, tuple) else str(key)
        for key, _, _ in _changes(state, data, path)
    ]


def _changes(state: Recorded, data: bytes, path: Path) -> Iterator[tuple[Hashable, Any, Any]]:
    if state.kind is None:
        return
    now = entries_in(state.kind, data, path)
    for key in dict.fromkeys([*state.entries, *now]):
        old, new = state.entries.get(key), now.get(key)
        if old != new:
            yield key, old, new


def edit_payload(state: Recorded, file: str, data: bytes, path: Path) -> dict[str, Any]:
    """The payload of the line for a file that a person has changed: what was, what is."""
    changes = [
        {"old": as_plain(old), "new": as_plain(new)} for _, old, new in _changes(state, data, path)
    ]
    before = state.edited.body[ATTACHED] if state.edited and state.kind is None else None
    renamed: dict[str, str] = {}
    if state.kind is DISTRICTS:
        renamed = renamed_by((old, new) for _, old, new in _changes(state, data, path))
    found = {"file": file, "before": before, "after": sha256(data), "changes": changes}
    return found | said_by(renamed)


def as_plain(entry: Any) -> dict[str, Any] | None:
    """An entry as JSON, as the lines of commands have it."""
    if entry is None:
        return None
    if is_dataclass(entry) and not isinstance(entry, type):
        return asdict(entry)
    plain: dict[str, Any] = entry.model_dump(mode="json", by_alias=True)
    return plain


def below(settings: Settings, path: Path) -> str:
    """A file of the overlay as the journal names it: its path below the overlay folder."""
    return path.relative_to(overlay_folder(settings)).as_posix()


def sha256(data: bytes) -> str:
    """The fingerprint of a file's bytes."""
    return hashlib.sha256(data).hexdigest()


def last_change(state: Recorded, file: str) -> tuple[list[Any], list[Hashable]]:
    """Entries that the last line of a file sets, and keys of those that it removes."""
    set_: list[Any] = []
    removed: list[Hashable] = []
    if state.kind is not None and state.last is not None:
        for name, old, new in effects(state.last):
            if name == file and new:
                set_.append(state.kind.read(new))
            elif name == file and old:
                removed.append(state.kind.key(state.kind.read(old)))
    return set_, removed
