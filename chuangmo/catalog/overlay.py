"""The overlay files that commands write: targets, item results and dust days of one city.

``HOME/catalog/cities/<city>/{targets,items,dust}.toml`` have the schema of the shipped catalog and
win over it entry by entry. Their truth is the journal; here is only how they are read and written.
"""

import tomllib
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomli_w

from chuangmo.catalog.faults import CatalogError, Fault, UnfitEntry
from chuangmo.catalog.models import DustPeriod, Entry, ItemEntry, Target
from chuangmo.catalog.read import (
    Raw,
    dust_key,
    item_key,
    layers,
    shown_path,
    target_key,
    typed_entry,
)
from chuangmo.settings import Settings

_HEAD = "# 由命令写入（{commands}），以登记簿为准，请不要手工修改。\n\n"


@dataclass(frozen=True)
class Kind:
    """One kind of entry that commands write.

    Attributes:
        table: name of the TOML tables, ``[[target]]``.
        file: name of the file in the city's folder.
        model: the typed entry.
        raw_key: what tells one entry from another, from its keys as read.
        commands: the commands that write it, for the head of the file.
    """

    table: str
    file: str
    model: type[Entry]
    raw_key: Callable[[Raw], Hashable]
    commands: str

    def key(self, entry: Entry) -> Hashable:
        """What tells ``entry`` from others of its kind."""
        return self.raw_key(entry.model_dump())

    def entry(self, raw: Raw) -> Entry:
        """The typed entry of these keys.

        Raises:
            UnfitEntry: a key is missing, unknown or of the wrong kind.
        """
        return typed_entry(self.model, raw)


TARGETS = Kind("target", "targets.toml", Target, target_key, "target set")
ITEMS = Kind("item", "items.toml", ItemEntry, item_key, "item set")
DUST = Kind("dust", "dust.toml", DustPeriod, dust_key, "dust add、dust remove")
KINDS = {kind.table: kind for kind in (TARGETS, ITEMS, DUST)}


def overlay_file(settings: Settings, city: str, kind: Kind) -> Path:
    """Where the overlay of ``settings.home`` keeps one kind of entry of a city."""
    return layers(settings)[-1] / "cities" / city / kind.file


def read_overlay(path: Path, kind: Kind) -> dict[Hashable, Entry]:
    """The entries of an overlay file by key, in the file's order; none where it is absent.

    Raises:
        CatalogError: the file is not TOML of this kind.
    """
    if not path.is_file():
        return {}
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        entries = [kind.entry(raw) for raw in content.get(kind.table, [])]
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, UnfitEntry) as error:
        raise CatalogError([Fault(shown_path(path), "", "", f"{error}")]) from error
    return {kind.key(entry): entry for entry in entries}


def rendered(kind: Kind, entries: Iterable[Entry]) -> bytes:
    """The bytes of an overlay file: entries in order of their keys, so that they are repeatable."""
    ordered = sorted(entries, key=lambda entry: _sortable(kind.key(entry)))
    tables = [_without_blanks(entry.model_dump()) for entry in ordered]
    text = tomli_w.dumps({kind.table: tables})
    return (_HEAD.format(commands=kind.commands) + text).encode()


def _sortable(key: Hashable) -> tuple[str, ...]:
    return tuple(str(part) for part in key) if isinstance(key, tuple) else (str(key),)


def _without_blanks(raw: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in raw.items() if value not in ("", None)}
