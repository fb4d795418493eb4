"""Changing entries of a TOML file that people write in too: what they wrote stays as it is."""

import re
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from typing import Any

import tomlkit
from tomlkit.items import AbstractTable, AoT, Array, Comment, Whitespace

from chuangmo.catalog.toml_text import Raw

_GONE = "removed_entry"


def edited(
    text: str,
    table: str,
    key: Callable[[Raw], Hashable],
    set_: Mapping[Hashable, Raw],
    removed: Collection[Hashable],
    moved: Mapping[str, str] | None = None,
) -> str:
    """The text with entries of ``[[table]]`` set or removed; comments, order, all else kept.

    A changed entry stays in its place and keeps the keys that are the same; a new one comes last.

    Args:
        key: what tells one entry from another.
        set_: entries that shall hold, by key. removed: keys of entries that shall not.
        moved: of removed ones those whose place an entry of another key takes, with that key.
    """
    document = tomlkit.parse(text)
    waiting, entries = dict(set_), document.get(table, [])
    for entry in list(entries):
        found = key(entry.unwrap())
        if found in removed and str(found) in (moved or {}):
            _bring_to(entry, waiting.pop((moved or {})[str(found)]))
        elif found in removed:
            _empty(entry)
        elif found in waiting:
            _bring_to(entry, waiting.pop(found))
    if isinstance(entries, Array):  # entries in braces, one behind the other
        for number in reversed(range(len(entries))):
            if _GONE in entries[number]:
                del entries[number]
        for value in waiting.values():
            entries.append(value)
        return document.as_string()
    kept = re.sub(rf"\[\[\s*{table}\s*\]\][^\n]*\n{_GONE} = 1\n", "", document.as_string())
    if not waiting:
        return kept
    return f"{kept.rstrip()}\n\n{_tables(table, waiting.values())}".lstrip()


def edited_keys(text: str, set_: Mapping[str, Any], removed: Collection[str]) -> str:
    """The text with keys of the file itself set or removed; comments, order, all else kept."""
    document = tomlkit.parse(text)
    for key in removed:
        if key in document:
            del document[key]
    for key, value in set_.items():
        if key not in document:
            document.append(key, _item(value))
        elif not _brought_inside(document[key], value):
            document[key] = _item(value)
    return document.as_string()


def _item(value: Any) -> Any:
    """A value as TOML: tables in a list each under its own heading."""
    if isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
        found = tomlkit.aot()
        for one in value:
            found.append(tomlkit.item(one))
        return found
    return tomlkit.item(value)


def _tables(table: str, entries: Iterable[Raw]) -> str:
    document, found = tomlkit.document(), tomlkit.aot()
    for entry in entries:
        found.append(tomlkit.item(entry))
    document[table] = found
    return document.as_string()


def _empty(entry: AbstractTable) -> None:
    """Leave one mark that is cut out of the text, and the comments, which tell of what follows."""
    for name in list(entry):
        entry.remove(name)
    body = entry.value.body
    rest = [(None, item) for _, item in body if isinstance(item, Comment | Whitespace)]
    body.clear()
    entry.append(_GONE, 1)
    body += rest


def _bring_to(entry: AbstractTable, wanted: Raw) -> None:
    for name in [name for name in entry if name not in wanted]:
        entry.remove(name)
    new = {name: value for name, value in wanted.items() if name not in entry}
    for name in wanted.keys() - new.keys():
        if not _brought_inside(entry[name], wanted[name]):
            entry[name] = wanted[name]
    if new:
        rest = _behind(entry)
        for name, value in new.items():
            entry.append(name, value)
        entry.value.body.extend(rest)


def _behind(entry: AbstractTable) -> list[tuple[None, Any]]:
    """Comments and blank lines after the last key, taken out: they tell of the next entry."""
    body, rest = entry.value.body, list[tuple[None, Any]]()
    while body and body[-1][0] is None and isinstance(body[-1][1], Comment | Whitespace):
        rest.insert(0, (None, body.pop()[1]))
    return rest


def _brought_inside(item: Any, value: Any) -> bool:
    """Whether the item now says the value: it did already, or its parts were brought to it."""
    if (item.unwrap() if hasattr(item, "unwrap") else item) == value:
        return True
    if isinstance(item, AbstractTable) and isinstance(value, dict):
        _bring_to(item, value)
        return True
    if isinstance(item, AoT) and isinstance(value, list) and len(item) == len(value):
        for one, wanted in zip(item, value, strict=True):
            _bring_to(one, wanted)
        return True
    return False
