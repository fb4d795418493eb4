"""The overlay as a product of the journal: replayed, written atomically, compared, put right."""

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from chuangmo.catalog.faults import CatalogError, UnfitEntry
from chuangmo.catalog.models import Entry
from chuangmo.catalog.overlay import DUST, ITEMS, KINDS, TARGETS, Kind, overlay_file, read_overlay
from chuangmo.catalog.overlay import rendered as rendered_overlay
from chuangmo.settings import Settings
from chuangmo.store.durable import ensure_folder, write_durably
from chuangmo.store.errors import JournalBroken, StoreFault
from chuangmo.store.journal import Entry as Line
from chuangmo.store.store import Store
from chuangmo.store.verify import Check, standing_lines

#: Type of journal line to the kind of entry it writes.
LINES = {"target_set": TARGETS, "item_set": ITEMS, "dust_add": DUST, "dust_remove": DUST}


@dataclass
class Replayed:
    """What the journal says of one kind of entry of one city.

    Attributes:
        entries: the entries that hold, by key, with who and when of their last line.
        touched: every key that any line ever wrote or removed.
    """

    entries: dict[Hashable, Entry] = field(default_factory=dict)
    lines: dict[Hashable, Line] = field(default_factory=dict)
    touched: set[Hashable] = field(default_factory=set)


def replayed(lines: Iterable[Line]) -> dict[tuple[str, str], Replayed]:
    """Entries by (city, table), from the journal's lines in order.

    Raises:
        StoreFault: a line holds an entry that this version cannot read.
    """
    found: dict[tuple[str, str], Replayed] = {}
    for line in lines:
        kind = LINES.get(line.type)
        if kind is None:
            continue
        payload = line.body["payload"]
        state = found.setdefault((payload["city"], kind.table), Replayed())
        kept, gone = payload["new"], payload["old"]
        entry = _entry(kind, kept or gone, line)
        key = kind.key(entry)
        state.touched.add(key)
        state.lines[key] = line
        if kept is None:
            state.entries.pop(key, None)
        else:
            state.entries[key] = entry
    return found


def _entry(kind: Kind, raw: dict[str, Any], line: Line) -> Entry:
    try:
        return kind.entry(raw)
    except UnfitEntry as error:
        raise StoreFault(f"journal.jsonl 第 {line.seq} 行：目录条目读不懂（{error}）。") from error


def rebuilt_files(lines: Iterable[Line]) -> dict[tuple[str, str], bytes]:
    """The overlay files anew, by (city, table), from nothing but the journal."""
    return {
        (city, table): rendered_overlay(KINDS[table], state.entries.values())
        for (city, table), state in replayed(lines).items()
    }


def write_overlay(settings: Settings, lines: Iterable[Line]) -> list[str]:
    """Bring the overlay files up to the journal; the tables written, as "city/file".

    Entries that stand in a file but in no line (written by hand) stay. Each file is replaced
    whole: temporary file, fsync, rename.

    Raises:
        StoreFault: a file cannot be written; the journal holds the decision all the same.
        CatalogError: a file in place cannot be read.
    """
    written = []
    for (city, table), state in replayed(lines).items():
        kind = KINDS[table]
        path = overlay_file(settings, city, kind)
        present = read_overlay(path, kind)
        by_hand = {key: entry for key, entry in present.items() if key not in state.touched}
        wanted = by_hand | state.entries
        if wanted != present:
            _write(settings, city, kind, wanted.values())
            written.append(f"{city}/{kind.file}")
    return written


def _write(settings: Settings, city: str, kind: Kind, entries: Iterable[Entry]) -> None:
    path = overlay_file(settings, city, kind)
    waiting = path.with_name(path.name + ".writing")
    try:
        ensure_folder(path.parent)
        write_durably(path, rendered_overlay(kind, entries), waiting)
    except OSError as error:
        raise StoreFault(
            f"{path.name}：已登记，但目录文件写不进去（{error.strerror}）。"
            "请检查磁盘，下次启动时会补写。"
        ) from error


def check_overlay(settings: Settings, store: Store | None = None) -> Check:
    """Whether the overlay files hold exactly what the journal says; changes nothing.

    Args:
        store: the home's open store, where this process has it.
    """
    try:
        lines = standing_lines(settings, store)
        states = replayed(lines)
        differing = list(_differences(settings, states))
    except (JournalBroken, StoreFault, CatalogError) as error:
        return Check("overlay", False, f"无法由日志核对目录覆盖层：{error}")
    count = sum(len(state.entries) for state in states.values())
    return Check(
        "overlay", not differing, "；".join(differing) or f"目录覆盖层 {count} 条，与日志一致。"
    )


def _differences(settings: Settings, states: dict[tuple[str, str], Replayed]) -> Iterator[str]:
    for city, table in sorted({*states, *_present(settings)}):
        kind = KINDS[table]
        wanted = states.get((city, table), Replayed()).entries
        present = read_overlay(overlay_file(settings, city, kind), kind)
        for key in dict.fromkeys([*wanted, *present]):
            if wanted.get(key) != present.get(key):
                yield f"{city}/{kind.file} 的 {_shown(key)} {_how(key, wanted, present)}"


def _present(settings: Settings) -> Iterator[tuple[str, str]]:
    top = settings.home / "catalog" / "cities"
    for folder in sorted(top.iterdir()) if top.is_dir() else []:
        for table, kind in KINDS.items():
            if (folder / kind.file).is_file():
                yield folder.name, table


def _how(key: Hashable, wanted: dict[Hashable, Entry], present: dict[Hashable, Entry]) -> str:
    if key not in wanted:
        return "在日志中没有登记"
    return "与日志所记不同" if key in present else "已登记，文件中却没有（重新启动看板即补写）"


def _shown(key: Hashable) -> str:
    return "/".join(str(part) for part in key) if isinstance(key, tuple) else str(key)
