"""The catalog of an open home: always a valid one; hand edits are journalled when noticed."""

import hashlib
import logging
import threading
import time
from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from chuangmo.access import audit
from chuangmo.access.accounts.database import DatabaseFault
from chuangmo.access.audit import Act
from chuangmo.catalog.catalog import Catalog
from chuangmo.catalog.faults import Fault
from chuangmo.catalog.layouts import Layout, chosen_layouts
from chuangmo.catalog.sources import (
    FORMS_FOLDER,
    Stamp,
    overlay_folder,
    read_sources,
    shown_path,
)
from chuangmo.service.overlay.files import OverlayFiles
from chuangmo.service.overlay.journal import (
    BY_HAND,
    CORRECTIONS,
    EDITED,
    Recorded,
    below,
    edit_payload,
    effects,
    kind_of,
    recorded,
)
from chuangmo.service.overlay.last_good import (
    Adopted,
    adopted,
    fault_words,
    good_texts,
    require_own,
    stamp_of,
    unrecorded,
)
from chuangmo.settings import CATALOG_DIR, Settings
from chuangmo.store.errors import StoreFault, StoreRefusal, WritingClosed
from chuangmo.store.store import Store
from loaders.model.staged import Correction

LOG = logging.getLogger(__name__)
#: Seconds for which the files of the catalog are not looked at again.
LOOK_AGAIN = 0.1
#: Seconds for which files must have stood still before a change by hand is read: an editor may be
#: in the middle of writing.
REST = 1.0
#: Seconds until a hand edit that could not be journalled is tried again.
RETRY = 60.0
_PATIENCE = 10.0


@dataclass(frozen=True)
class Held:
    """What holds now of catalog, forms and corrections.

    Attributes:
        settings: whose home it is.
        adopted: the files that hold, and what is wrong with those that do not.
        number: made from the texts that hold: the same texts have the same one.
        kept: files whose former text holds, and since when (UTC; empty: the program's own).
    """

    settings: Settings
    adopted: Adopted
    number: int = 0
    kept: tuple[tuple[str, str], ...] = ()

    @property
    def catalog(self) -> Catalog:
        """The catalog that everything is judged by."""
        return self.adopted.catalog

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What is wrong with files that are not used as they stand; empty as a rule."""
        return self.adopted.faults

    @cached_property
    def own_layouts(self) -> tuple[Layout, ...]:
        """The forms of workbooks confirmed in the home."""
        return chosen_layouts([self.adopted.layouts(overlay_folder(self.settings) / FORMS_FOLDER)])

    @cached_property
    def layouts(self) -> tuple[Layout, ...]:
        """All known forms: those confirmed in the home, then the shipped ones."""
        return chosen_layouts([self.own_layouts, self.adopted.layouts(CATALOG_DIR / FORMS_FOLDER)])

    @cached_property
    def corrections(self) -> tuple[Correction, ...]:
        """The fixes of cells."""
        return self.adopted.corrections(self.settings)


class CatalogKeeper:
    """Holds the last good catalog of one open home.

    Attributes:
        notices: Chinese sentences about what the start had to do.
    """

    def __init__(self, settings: Settings, store: Store, changing: threading.RLock) -> None:
        """Bring the overlay up to the journal and the journal up to what people wrote.

        Raises:
            CatalogError: not even the files of the program make a catalog.
            StoreFault: the journal cannot be read or written.
        """
        self._settings = settings
        self._store = store
        self._changing = changing
        self._top = overlay_folder(settings)
        self.notices: list[str] = []
        self._files = OverlayFiles(settings)
        self._states: dict[str, Recorded] = {}
        self._known = self._files.position(store)
        self._follow_files()
        self._know()
        self._held: Held | None = None
        if not store.writing_closed:
            self.notices += self._files.finish_all(self._states)
        present = read_sources(stamp_of(settings))
        self._good = good_texts(settings, present, self._states, store.attached)
        if not store.writing_closed:
            self.notices += self._files.restore_lost(self._good, present)
        self._stamp = self._seen = stamp_of(settings)
        self._since = self._looked = time.monotonic()
        self._take_in_for_now(self._stamp)

    def held(self) -> Held:
        """What holds now: a change by a command at once, one by hand after ``REST`` seconds."""
        with self._changing:
            now = time.monotonic()
            if now - self._looked > LOOK_AGAIN:
                self._looked = now
                self._look(now)
            assert self._held is not None
            return self._held

    def require_own(self) -> None:
        """Refuse to write what would rest on a catalog that is not this home's own.

        Raises:
            StoreRefusal: files of the home are wrong and have no former text.
        """
        require_own(self.held().adopted)

    def catch_up(self) -> None:
        """Take in and journal what people have written up to now.

        Raises:
            StoreRefusal: files keep changing.
            StoreFault: the journal cannot be written.
        """
        with self._changing:
            self._follow()
            start = time.monotonic()
            self._since = min(self._since, start)
            while (stamp := stamp_of(self._settings)) != self._stamp:
                now = time.monotonic()
                if self._rested(stamp, now):
                    self._take_in(stamp)
                    return
                if now - start > _PATIENCE:
                    raise StoreRefusal("目录文件正在被改写，没有写入任何数据。请稍后重试。")
                time.sleep(REST / 10)

    def write(
        self,
        file: str,
        record: Callable[[], int],
        set_: Collection[Any] = (),
        removed: Collection[Hashable] = (),
    ) -> int:
        """Journal a decision and bring its file up to it; what people wrote there stays.

        The new text is on disk before the line is written, and put in place after it; an edit
        that comes in between is kept, for the entries are put into the file as it stands then.

        Args:
            file: path below the overlay folder. record: writes the line and gives its seq.
            set_: entries that shall hold. removed: keys of entries that shall not.

        Raises:
            UnfitEntry: the file cannot be read; nothing was done.
            StoreFault: no room; nothing was done, unless the message says so.
        """
        return self.write_all({file: (set_, removed)}, record)

    def write_all(
        self,
        changes: Mapping[str, tuple[Collection[Any], Collection[Hashable]]],
        record: Callable[[], int],
    ) -> int:
        """``write`` for several files whose changes stand in one line.

        Args:
            changes: what shall hold and what shall not, by path below the overlay folder.

        Raises:
            UnfitEntry, StoreFault: as ``write``.
        """
        paths = {self._top / file: change for file, change in changes.items()}
        with self._changing, self._store.undisturbed():
            self.catch_up()
            faults = self.held().faults
            self._files.finish_open(self._states)
            try:
                for path, change in paths.items():
                    wrong = [fault for fault in faults if fault.file == shown_path(path)]
                    self._files.prepare(path, *change, wrong)
                seq = record()
            except BaseException:
                for path in paths:
                    self._files.drop(path)
                raise
            self._know()
            self._files.finish(paths, self._states)
            corrections = self._top / CORRECTIONS.file
            if corrections in paths:  # what the journal says is the only good text of it
                self._good[corrections] = corrections.read_bytes()
            self._take_in_for_now(stamp_of(self._settings))
            return seq

    # -- looking ----------------------------------------------------------------------------------

    def _look(self, now: float) -> None:
        if not self._store.presence.whole():
            return  # the files are out of reach, not gone
        try:
            self._follow()
        except StoreFault:
            LOG.exception("a change made on another server cannot be taken in yet")
        stamp = stamp_of(self._settings)
        if stamp != self._stamp and self._rested(stamp, now):
            self._take_in_for_now(stamp)

    def _know(self) -> None:
        """Read what the journal says of the files up to its present end."""
        lines = self._store.entries()
        self._states, self._known = recorded(lines, self._store.attached), len(lines)
        self._files.mark_position(self._store, self._known)

    def _follow(self) -> None:
        """Use what other servers wrote.

        Raises:
            StoreFault: it cannot be done now; it is tried again.
        """
        changed = self._follow_files()
        if changed:
            self._know()
            corrections = self._top / CORRECTIONS.file
            if corrections in changed:
                self._good[corrections] = corrections.read_bytes()
            self._take_in_for_now(stamp_of(self._settings))

    def _follow_files(self) -> list[Path]:
        """Bring the files up to lines that other servers wrote; those that were changed.

        Raises:
            StoreFault: as ``_follow``.
        """
        if not self._store.shared:
            return []
        lines = self._store.entries()[self._known :]
        changed = self._files.follow(lines, self._store.attached)
        self._known += len(lines)
        return changed

    def _take_in_for_now(self, stamp: Stamp) -> None:
        """Use the files; what cannot be journalled now stays a notice and is tried again."""
        try:
            self._take_in(stamp)
        except (StoreFault, WritingClosed):
            LOG.exception("an edit of the catalog by hand cannot be journalled yet")
            self._stamp, self._seen, self._since = (), stamp, time.monotonic() + RETRY

    def _rested(self, stamp: Stamp, now: float) -> bool:
        """Whether the files have stood like this for a while."""
        if stamp != self._seen:
            self._seen, self._since = stamp, now
        return now - self._since >= REST

    def _take_in(self, stamp: Stamp) -> None:
        """Use the files as they stand as far as they are good, and journal what people wrote."""
        found = adopted(self._settings, read_sources(stamp), self._good)
        if self._held is not None:  # a file that came since: without it is how it was
            unknown = found.left_out & self._held.adopted.left_out
            kept = found.kept | (found.left_out - unknown)
            found = replace(found, kept=kept, left_out=unknown)
        self._held = self._made(found)
        self._good = {self._top / CORRECTIONS.file: b"", **found.texts}
        self._journal(found)
        self._stamp = stamp

    def _made(self, found: Adopted) -> Held:
        kept = tuple((shown_path(path), self._since_when(path)) for path in sorted(found.kept))
        before = self._held
        same = before is not None and before.adopted.texts == found.texts
        number = before.number if before and same else _number_of(found.texts)
        return Held(self._settings, found, number, kept)

    def _since_when(self, path: Path) -> str:
        if not path.is_relative_to(self._top):
            return ""
        state = self._states.get(below(self._settings, path))
        return state.last.at if state and state.last else ""

    def _journal(self, found: Adopted) -> None:
        self._files.finish_open(self._states)
        edited = unrecorded(self._settings, found, self._states)
        if edited and self._store.writing_closed:
            raise WritingClosed(self._store.writing_closed)
        if not edited:
            return
        with self._store.undisturbed():
            if any(effects(line) for line in self._store.entries()[self._known :]):
                raise StoreFault("目录：另一台服务器刚有改动，手工修改稍后再登记。")
            self._record(edited)

    def _record(self, edited: Mapping[str, tuple[Path, bytes]]) -> None:
        for file, (path, data) in edited.items():
            state = self._states.get(file, Recorded(kind_of(file)))
            payload = edit_payload(state, file, data, path)
            act = Act(BY_HAND, "", "server", "catalog", f"手工修改 {file}")
            try:
                audit.record(self._settings.home, act)
            except DatabaseFault as fault:
                raise StoreFault(str(fault)) from fault
            self._store.record(EDITED, payload, BY_HAND, data)
            self.notices.append(f"{file}：手工修改已登记。")
            self._know()


def _number_of(texts: Mapping[Path, bytes]) -> int:
    whole = hashlib.sha256()
    for path, text in sorted(texts.items()):
        whole.update(f"{path}\0{len(text)}\0".encode() + text)
    return int.from_bytes(whole.digest()[:8], "big")


def notice_words(held: Held) -> str:
    """One line on what is wrong with the catalog and what holds meanwhile; empty as a rule."""
    if not held.faults:
        return ""
    more = f"（共 {len(held.faults)} 处）" if len(held.faults) > 1 else ""
    sources = {"改动前": held.adopted.kept, "随程序发行": held.adopted.left_out}
    holds = "或".join(words for words, files in sources.items() if files) or "改动前"
    return (
        f"目录有误{more}，这些文件的改动没有采用，仍按{holds}的内容判断：{fault_words(held.faults[0])}"
        "运行 catalog check 查看全部。\n"
    )
