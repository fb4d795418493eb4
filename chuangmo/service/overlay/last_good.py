"""The valid text of every catalog file: the present one, with the last valid one as fallback."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from chuangmo.catalog.catalog import Catalog
from chuangmo.catalog.faults import CatalogError, Fault
from chuangmo.catalog.layouts import Layout
from chuangmo.catalog.load import examined
from chuangmo.catalog.overlay import FORMS, entries_in
from chuangmo.catalog.sources import (
    FORMS_FOLDER,
    Sources,
    Stamp,
    overlay_folder,
    present_files,
    read_sources,
    shown_path,
)
from chuangmo.catalog.toml_text import UnfitText, parsed
from chuangmo.service.overlay.journal import (
    CORRECTIONS,
    Attached,
    Recorded,
    below,
    kind_of,
    recorded,
)
from chuangmo.settings import Settings
from chuangmo.store.copies.verify import standing_lines
from chuangmo.store.errors import ArchiveDamaged, StoreRefusal
from chuangmo.store.home.paths import Home
from chuangmo.store.journal import ATTACHED
from loaders.model.staged import Correction

LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Adopted:
    """The files that hold together, and what was turned down on the way.

    Attributes:
        texts: the bytes that hold, by path.
        catalog: what they make.
        faults: every mistake of the files that were turned down.
        kept: files whose former text holds instead of the one that stands there.
        left_out: files that are turned down and have no former text.
    """

    texts: Mapping[Path, bytes]
    catalog: Catalog
    faults: tuple[Fault, ...] = ()
    kept: frozenset[Path] = frozenset()
    left_out: frozenset[Path] = frozenset()

    def layouts(self, folder: Path) -> list[Layout]:
        """The forms of workbooks in one folder, by name of file."""
        paths = sorted(path for path in self.texts if path.parent == folder)
        return [one for path in paths for one in entries_in(FORMS, self.texts[path], path).values()]

    def corrections(self, settings: Settings) -> tuple[Correction, ...]:
        """The corrections that hold."""
        path = overlay_folder(settings) / CORRECTIONS.file
        return tuple(entries_in(CORRECTIONS, self.texts.get(path, b""), path).values())


def require_own(found: Adopted) -> None:
    """Refuse to write what would rest on a catalog that is not this home's own.

    Raises:
        StoreRefusal: files of the home are wrong and have no former text.
    """
    if found.left_out:
        names = [shown_path(path) for path in sorted(found.left_out)]
        fault = next((one for one in found.faults if one.file in names), found.faults[0])
        raise StoreRefusal(
            f"{'、'.join(names)} 有错，又没有可用的旧内容，现在只能按随程序发行的目录查看；"
            f"为免写错，没有写入任何数据。{fault_words(fault)}请改正后重试。"
        )


def fault_words(fault: Fault) -> str:
    """A fault as a sentence."""
    return f"{fault}".rstrip("。") + "。"


def stamp_of(settings: Settings) -> Stamp:
    """What stands now where files of the catalog, forms and corrections are looked for."""
    return present_files(settings, [settings.city], [overlay_folder(settings) / CORRECTIONS.file])


def adopted(settings: Settings, present: Sources, good: Mapping[Path, bytes]) -> Adopted:
    """The files as they stand; where one is wrong, its former text.

    Args:
        good: the texts that held before; those of the program itself are among them.

    Raises:
        CatalogError: not even the files of the program make a catalog.
    """
    return _Choice(settings, dict(present.texts), good).made(present.faults)


@dataclass
class _Choice:
    """Rejects one file after the other until the rest is valid together."""

    settings: Settings
    texts: dict[Path, bytes]
    good: Mapping[Path, bytes]
    faults: list[Fault] = field(default_factory=list)
    refused: set[Path] = field(default_factory=set)

    def made(self, unread: Mapping[Path, Fault]) -> Adopted:
        for path in sorted({*self.texts, *self.good, *unread}):
            if faults := self._wrong(path, unread):
                self.faults += faults
                self._refuse({path})
        while True:
            catalog, found = _examined(self.settings, Sources(self.texts))
            if catalog is not None:
                break
            self.faults += found
            self._refuse(self._blamed(found))
        kept = frozenset(path for path in self.refused if path in self.texts)
        shown = {shown_path(path) for path in self.refused}
        told = [fault for fault in self.faults if fault.file in shown] or self.faults
        return Adopted(
            self.texts, catalog, tuple(dict.fromkeys(told)), kept, frozenset(self.refused - kept)
        )

    def _wrong(self, path: Path, unread: Mapping[Path, Fault]) -> list[Fault]:
        """What is wrong with a file that is looked at alone."""
        gone = unread.get(path) or self._lost(path)
        return [gone] if gone else self._unfit(path)

    def _lost(self, path: Path) -> Fault | None:
        """A file that held entries is gone, or empty: a slip, or half of it is written yet."""
        if self.texts.get(path, b"").strip() or not says_something(self.good.get(path, b"")):
            return None
        what = "文件是空的" if path in self.texts else "文件不见了"
        reason = f"{what}。要撤去其中全部条目，请留下文件，只写一行注释。"
        return Fault(shown_path(path), "", "", reason)

    def _unfit(self, path: Path) -> list[Fault]:
        """What is wrong with a changed file by itself: no TOML, no form, no correction."""
        data = self.texts.get(path)
        if data is None or data == self.good.get(path):
            return []
        try:
            if path.parent.name == FORMS_FOLDER:
                entries_in(FORMS, data, path)
            elif path == overlay_folder(self.settings) / CORRECTIONS.file:
                untrue = _untrue(data, self.good.get(path, b""), path)
                return [untrue] if untrue else []
            else:
                parsed(data)
        except UnfitText as error:
            return error.faults(shown_path(path))
        except CatalogError as error:
            return error.faults
        return []

    def _blamed(self, faults: list[Fault]) -> set[Path]:
        """Files to reject next: changed and named by a fault; all changed; all of the overlay."""
        named = {path for path in self.texts if shown_path(path) in {f.file for f in faults}}
        changed = {p for p in {*self.texts, *self.good} if self.texts.get(p) != self.good.get(p)}
        changed -= self.refused
        top = overlay_folder(self.settings)
        overlay = {path for path in self.texts if path.is_relative_to(top)}
        for blamed in (named & changed, changed, named & overlay, overlay):
            if blamed:
                return blamed
        raise CatalogError(list(dict.fromkeys(self.faults)))

    def _refuse(self, paths: set[Path]) -> None:
        """Fall back to the former text of the files; to none where that is missing or wrong too."""
        for path in paths:
            if path in self.good and path not in self.refused:
                self.texts[path] = self.good[path]
            elif path.is_relative_to(overlay_folder(self.settings)):
                self.texts.pop(path, None)
            else:
                raise CatalogError(list(dict.fromkeys(self.faults)))
        self.refused |= paths


def _untrue(data: bytes, good: bytes, path: Path) -> Fault | None:
    """Corrections that are not those of the journal: each is somebody's decision, with a reason."""
    now, journalled = entries_in(CORRECTIONS, data, path), entries_in(CORRECTIONS, good, path)
    differing = [
        f"{one.sheet}!{one.cell}（文件 {one.file[:12]}…）"
        + ("与日志所记不同" if key in now and key in journalled else
           "在日志中没有登记" if key in now else "已登记，这里却没有")
        for key, one in (journalled | now).items()
        if now.get(key) != journalled.get(key)
    ]  # fmt: skip
    if not differing:
        return None
    reason = (
        f"{'；'.join(differing)}。更正只能用 correction add、correction remove 登记，"
        "以登记簿为准；重新启动看板即照登记簿补写。"
    )
    return Fault(shown_path(path), "", "", reason)


def _examined(settings: Settings, sources: Sources) -> tuple[Catalog | None, list[Fault]]:
    try:
        return examined(settings, sources)
    except Exception:  # what nobody thought of must not take the pages down
        LOG.exception("the catalog cannot be examined")
        reason = "程序读不了改动后的目录，日志里有详情，请告诉维护人员。"
        return None, [Fault("目录", "", "", reason)]


def says_something(data: bytes) -> bool:
    """Whether a file holds more than comments."""
    try:
        return bool(parsed(data))
    except UnfitText:
        return True


def good_texts(
    settings: Settings, present: Sources, states: Mapping[str, Recorded], attached: Attached
) -> dict[Path, bytes]:
    """The texts that held when the home was last open: the program's own, and the journal's."""
    top = overlay_folder(settings)
    found = {path: data for path, data in present.texts.items() if not path.is_relative_to(top)}
    found[top / CORRECTIONS.file] = b""
    for file, state in states.items():
        path = top / file
        if not _is_of(settings, file):
            continue
        try:
            data = present.texts.get(path)
            if data is not None and _holds(state, data, path):
                found[path] = data
            else:
                found[path] = state.text(path, attached)
        except ArchiveDamaged:
            LOG.exception("the former text of %s cannot be read", file)
    return found


def _is_of(settings: Settings, file: str) -> bool:
    return not file.startswith("cities/") or file.startswith(f"cities/{settings.city}/")


def _holds(state: Recorded, data: bytes, path: Path) -> bool:
    try:
        return state.holds(data, path)
    except CatalogError:
        return False


def looked_at(settings: Settings) -> Adopted:
    """What would hold if the home were opened now; nothing is changed.

    Raises:
        CatalogError: not even the files of the program make a catalog.
        JournalBroken, StoreFault: the journal cannot be read.
    """
    states = recorded(standing_lines(settings), attached_in(settings))
    present = read_sources(stamp_of(settings))
    good = good_texts(settings, present, states, attached_in(settings))
    return adopted(settings, present, good)


def attached_in(settings: Settings) -> Attached:
    """What gives the bytes archived with a journal line of a home that is only looked at."""
    archive = Home.of(settings).archive
    return lambda line: archive.attachment(line.body[ATTACHED])


def unrecorded(
    settings: Settings, found: Adopted, states: Mapping[str, Recorded]
) -> dict[str, tuple[Path, bytes]]:
    """The files that people have changed and the journal does not know so, by name."""
    edited = {}
    top = overlay_folder(settings)
    for path, data in found.texts.items():
        if not path.is_relative_to(top) or path in found.kept:
            continue
        file = below(settings, path)
        state = states.get(file, Recorded(kind_of(file)))
        if not state.holds(data, path) and (data.strip() or file in states):
            edited[file] = path, data
    return edited
