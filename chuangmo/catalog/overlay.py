"""The overlay files that commands write and people too: read entry by entry, changed with care.

``HOME/catalog`` has the schema of the shipped catalog and wins over it entry by entry. Its truth is
the journal; here is only how entries are read from a file and put into it.
"""

import re
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

import tomli_w

from chuangmo.catalog import layouts
from chuangmo.catalog.entry import CatalogEntry
from chuangmo.catalog.faults import CatalogError, Fault, UnfitEntry
from chuangmo.catalog.layouts import Layout
from chuangmo.catalog.models import DustPeriod, ItemEntry
from chuangmo.catalog.read import dust_key, hand_mark_key, item_key, target_key, typed_entry
from chuangmo.catalog.sources import FORMS_FOLDER, shown_path
from chuangmo.catalog.tables import HandMark
from chuangmo.catalog.target_models import Target
from chuangmo.catalog.toml_edit import edited
from chuangmo.catalog.toml_text import Raw, UnfitText, line_of, parsed

T = TypeVar("T")
_HEAD = "# 由命令写入（{commands}）；也可手工修改，改动会登记，注释和次序保留。\n\n"


@dataclass(frozen=True)
class Kind(Generic[T]):
    """One kind of entry that commands write.

    Attributes:
        table: name of the TOML tables, ``[[target]]``.
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

    def names(self, file: str) -> bool:
        """Whether a file, as a path below the overlay folder, holds entries of this kind."""
        return re.fullmatch(re.escape(self.file).replace(r"\*", "[^/]+"), file) is not None


def _typed(table: str, model: type[T], key: Callable[[Raw], Hashable], commands: str) -> Kind[T]:
    """Entries of a city that are pydantic models."""
    file = f"cities/*/{table}s.toml" if table != "dust" else "cities/*/dust.toml"

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
DUST: Kind[Any] = _typed("dust", DustPeriod, dust_key, "dust add、dust remove")
_GIVEN_BY = "assessment mark、assessment unmark"
HAND_MARKS: Kind[Any] = _typed("hand_mark", HandMark, hand_mark_key, _GIVEN_BY)


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
        raise CatalogError([Fault(shown_path(path), "", "", str(error), error.line)]) from error
    raws = content.get(kind.table, [])
    if content.keys() - {kind.table} or not isinstance(raws, list):
        reason = f"这里只写 [[{kind.table}]]，一条一段。"
        raise CatalogError([Fault(shown_path(path), "", "", reason)])
    found: dict[Hashable, T] = {}
    for number, raw in enumerate(raws):
        entry = _entry(kind, raw, data, path, number)
        if kind.key(entry) in found:
            raise _unfit(path, data, kind, number, "同一条目写了两次，请删去一条。")
        found[kind.key(entry)] = entry
    return found


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
    text = edited(data.decode("utf-8-sig"), kind.table, kind.raw_key, raws, removed)
    if entries_in(kind, text.encode(), path) != wanted:
        raise CatalogError(
            [Fault(shown_path(path), "", "", "写法特殊，命令改不动它，请手工修改。")]
        )
    return text.encode()


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
