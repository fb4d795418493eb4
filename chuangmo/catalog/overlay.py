"""The overlay files that commands write and people too: read entry by entry, changed with care.

``HOME/catalog`` has the schema of the shipped catalog and wins over it entry by entry. Its truth is
the journal; here is only how entries are read from a file and put into it.
"""

import re
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Generic, TypeVar

import tomli_w

from chuangmo.catalog import layouts
from chuangmo.catalog.city_parts import Duty, Office
from chuangmo.catalog.divisions.renaming import renamed_between
from chuangmo.catalog.entry import CatalogEntry
from chuangmo.catalog.faults import CatalogError, Fault, UnfitEntry
from chuangmo.catalog.keys import dust_key, duty_key, hand_mark_key, item_key, target_key
from chuangmo.catalog.layouts import Layout
from chuangmo.catalog.mistakes.spelling import plain_entry
from chuangmo.catalog.models import District, DustPeriod, ItemEntry, Site
from chuangmo.catalog.read import typed_entry
from chuangmo.catalog.sources import FORMS_FOLDER, shown_path
from chuangmo.catalog.tables import HandMark
from chuangmo.catalog.target_models import Target
from chuangmo.catalog.toml_edit import edited, edited_keys
from chuangmo.catalog.toml_text import Raw, UnfitText, line_of, parsed

T = TypeVar("T")
#: The file of a city whose entries are its keys.
CITY_FILE = "cities/*/city.toml"
#: Keys of ``city.toml`` that hold days, in whatever table.
_DAYS = ("from", "to", "not_before", "not_after")
_HEAD = "# 由命令写入（{commands}）；也可手工修改，改动会登记，注释和次序保留。\n\n"


@dataclass(frozen=True)
class Kind(Generic[T]):
    """One kind of entry that commands write.

    Attributes:
        table: name of the TOML tables, ``[[target]]``; empty: every key of the file is an entry.
        file: the file below the overlay folder; ``*`` stands for the city, or a form.
        read: the entry of its keys; raises ``ValueError`` where they do not do.
        write: the keys of an entry as its file holds them.
        raw_key: what tells one entry from another, from its keys as read.
        render: a whole file of entries, in a repeatable order.
    """

    table: str
    file: str
    read: Callable[[Raw], T]
    write: Callable[[T], Raw]
    raw_key: Callable[[Raw], Hashable]
    render: Callable[[Iterable[T]], bytes]

    def key(self, entry: T) -> Hashable:
        """What tells ``entry`` from others of its kind."""
        return self.raw_key(self.write(entry))

    def key_as_written(self, raw: Raw) -> Hashable:
        """The key of an entry whatever spelling its file has for it."""
        return self.raw_key(plain_entry(raw))

    def names(self, file: str) -> bool:
        """Whether a file, as a path below the overlay folder, holds entries of this kind."""
        return re.fullmatch(re.escape(self.file).replace(r"\*", "[^/]+"), file) is not None


def _typed(
    table: str, model: type[T], key: Callable[[Raw], Hashable], commands: str, file: str = ""
) -> Kind[T]:
    """Entries of a city that are pydantic models."""
    file = f"cities/*/{file or f'{table}s'}.toml"

    def read(raw: Raw) -> T:
        return typed_entry(model, raw)  # type: ignore[type-var]

    def write(entry: T) -> Raw:
        assert isinstance(entry, CatalogEntry)
        return {
            name: value for name, value in entry.model_dump().items() if value not in ("", None, ())
        }

    def render(entries: Iterable[T]) -> bytes:
        ordered = sorted(map(write, entries), key=lambda raw: _sortable(key(raw)))
        return (_HEAD.format(commands=commands) + tomli_w.dumps({table: ordered})).encode()

    return Kind(table, file, read, write, key, render)


TARGETS: Kind[Any] = _typed("target", Target, target_key, "target set")
ITEMS: Kind[Any] = _typed("item", ItemEntry, item_key, "item set")
DUST: Kind[Any] = _typed("dust", DustPeriod, dust_key, "dust add、dust remove", "dust")
_GIVEN_BY = "assessment mark、assessment unmark"
HAND_MARKS: Kind[Any] = _typed("hand_mark", HandMark, hand_mark_key, _GIVEN_BY)


_BY_IMPORT = "city import，或设置页"
DISTRICTS: Kind[Any] = _typed("district", District, lambda raw: raw.get("name"), _BY_IMPORT)
SITES: Kind[Any] = _typed("site", Site, lambda raw: raw.get("id"), _BY_IMPORT)
DUTIES: Kind[Any] = _typed("duty", Duty, duty_key, _BY_IMPORT, "duties")
OFFICES: Kind[Any] = _typed("office", Office, lambda raw: raw.get("name"), _BY_IMPORT)


@dataclass(frozen=True)
class CityKey:
    """One key of ``city.toml`` with what it holds, as JSON has it: days are texts."""

    key: str
    value: Any


def _city_key(raw: Raw) -> CityKey:
    return CityKey(raw["key"], _plain(raw["value"]))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value


def _with_days(value: Any) -> Any:
    """What ``_plain`` made texts of, as days again."""
    if isinstance(value, dict):
        return {
            key: date.fromisoformat(one)
            if key in _DAYS and isinstance(one, str)
            else _with_days(one)
            for key, one in value.items()
        }
    return [_with_days(one) for one in value] if isinstance(value, list) else value


def _city_text(entries: Iterable[CityKey]) -> bytes:
    found = {one.key: _with_days(one.value) for one in entries}
    return (_HEAD.format(commands=_BY_IMPORT) + tomli_w.dumps(found)).encode()


CITY: Kind[CityKey] = Kind(
    "",
    CITY_FILE,
    _city_key,
    lambda one: {"key": one.key, "value": one.value},
    lambda raw: raw["key"],
    _city_text,
)
#: Kinds that people alone wrote before there were settings: of an edit by hand of those days the
#: journal holds the file, not what it changed.
SETTINGS_KINDS: tuple[Kind[Any], ...] = (CITY, DISTRICTS, SITES, DUTIES, OFFICES)


def _layout_raw(layout: Layout) -> Raw:
    return layout.model_dump(mode="json", by_alias=True, exclude_defaults=True)


FORMS: Kind[Any] = Kind(
    "layout",
    f"{FORMS_FOLDER}/*.toml",
    lambda raw: typed_entry(Layout, raw),
    _layout_raw,
    lambda raw: raw.get("id"),
    lambda found: layouts.rendered(list(found)),
)


def entries_in(kind: Kind[T], data: bytes, path: Path) -> dict[Hashable, T]:
    """The entries of an overlay file by key, in the file's order.

    Raises:
        CatalogError: the file is not TOML of this kind; the first mistake is named.
    """
    try:
        content = parsed(data)
    except UnfitText as error:
        raise CatalogError(error.faults(shown_path(path))) from error
    raws = _raws(kind, content)
    if raws is None:
        reason = f"这里只写 [[{kind.table}]]，一条一段。"
        raise CatalogError([Fault(shown_path(path), "", "", reason)])
    found: dict[Hashable, T] = {}
    for number, raw in enumerate(raws):
        entry = _entry(kind, raw, data, path, number)
        if kind.key(entry) in found:
            raise _unfit(path, data, kind, number, "同一条目写了两次，请删去一条。")
        found[kind.key(entry)] = entry
    return found


def _raws(kind: Kind[Any], content: Raw) -> list[Any] | None:
    """The entries as the file has them; ``None`` where it holds other things too."""
    if not kind.table:
        return [{"key": key, "value": value} for key, value in content.items()]
    raws = content.get(kind.table, [])
    return None if content.keys() - {kind.table} or not isinstance(raws, list) else raws


def changed(
    kind: Kind[T], data: bytes, path: Path, set_: Iterable[T], removed: Collection[Hashable]
) -> bytes:
    """The file with entries set or removed; what people wrote stays as it is.

    Raises:
        CatalogError: the file is not TOML of this kind, or cannot be changed in place.
    """
    present = entries_in(kind, data, path)
    new = {kind.key(entry): entry for entry in set_}
    wanted = {key: entry for key, entry in present.items() if key not in removed} | new
    if wanted == present:
        return data
    if not data.strip() or data == kind.render(present.values()):
        return kind.render(wanted.values())
    raws: Mapping[Hashable, Raw] = {key: kind.write(entry) for key, entry in new.items()}
    before = data.decode("utf-8-sig")
    if kind.table:
        moved = _moved(present.values(), wanted.values())
        text = edited(before, kind.table, kind.key_as_written, raws, removed, moved)
    else:
        values = {str(key): _with_days(raw["value"]) for key, raw in raws.items()}
        text = edited_keys(before, values, {str(key) for key in removed})
    if entries_in(kind, text.encode(), path) != wanted:
        raise CatalogError(
            [Fault(shown_path(path), "", "", "写法特殊，命令改不动它，请手工修改。")]
        )
    return text.encode()


def _moved(present: Iterable[Any], wanted: Iterable[Any]) -> dict[str, str]:
    """Of districts the names that become others; of other entries nothing."""
    before, after = list(present), list(wanted)
    districts = all(isinstance(one, District) for one in (*before, *after))
    return renamed_between(before, after) if districts else {}


def _entry(kind: Kind[T], raw: Any, data: bytes, path: Path, number: int) -> T:
    try:
        return kind.read(raw)
    except (UnfitEntry, ValueError, TypeError) as error:
        raise _unfit(path, data, kind, number, str(error)) from error


def _unfit(path: Path, data: bytes, kind: Kind[Any], number: int, reason: str) -> CatalogError:
    line = line_of(data, (kind.table, number), "")
    return CatalogError([Fault(shown_path(path), f"第{number + 1}条", "", reason, line)])


def _sortable(key: Hashable) -> tuple[str, ...]:
    return tuple(str(part) for part in key) if isinstance(key, tuple) else (str(key),)
