"""Overlay files changed by commands: prepared, moved into place, completed after a crash."""

import logging
import os
from collections.abc import Collection, Hashable, Iterable, Mapping
from pathlib import Path
from typing import Any

from chuangmo.catalog.faults import CatalogError, Fault, UnfitEntry
from chuangmo.catalog.overlay import changed
from chuangmo.catalog.sources import Sources, overlay_folder, shown_path
from chuangmo.operating_system import sync_folder
from chuangmo.service.overlay.boundary_file import BOUNDARIES_SET, boundary_file
from chuangmo.service.overlay.journal import (
    CORRECTIONS,
    EDITED,
    Attached,
    Recorded,
    below,
    effects,
    kind_of,
    last_change,
)
from chuangmo.service.overlay.last_good import fault_words, says_something
from chuangmo.settings import Settings
from chuangmo.store.durable import ensure_folder, write_durably
from chuangmo.store.errors import StoreFault
from chuangmo.store.journal import JournalEntry as Line
from chuangmo.store.store import Store

LOG = logging.getLogger(__name__)
#: What stands beside a file while a command changes it.
WAITING = ".writing"
_FRESH = ".new"
#: In the home of a server among several: the journal line that the overlay was last brought up to.
POSITION = "catalog.seq"


class OverlayFiles:
    """Writes the overlay of one home; its user holds the lock of the board.

    The new text is on disk beside the file before the journal line is written, and takes its
    place after it: where it still stands at a start, the line is known and the file is behind.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._top = overlay_folder(settings)
        self._position = settings.home / POSITION
        self._open: set[Path] = set()

    def prepare(
        self,
        path: Path,
        set_: Collection[Any],
        removed: Collection[Hashable],
        wrong: Collection[Fault],
    ) -> None:
        """Write the file with a change beside the one that stands.

        Args:
            wrong: what is known to be wrong with the file; then nothing is done.

        Raises:
            UnfitEntry: the file is wrong. StoreFault: no room or no permission.
        """
        kind = kind_of(below(self._settings, path))
        assert kind is not None
        try:
            if wrong:
                raise CatalogError(list(wrong))
            data = changed(kind, _bytes(path), path, set_, removed)
        except CatalogError as error:
            words = fault_words(error.faults[0])
            raise UnfitEntry(f"{words}请先改正这个文件；没有写入任何数据。") from error
        try:
            ensure_folder(path.parent)
            _put(_waiting(path), data)
        except OSError as error:
            raise StoreFault(
                f"{path.name}：写不进去（{error.strerror}），没有任何改动。请检查磁盘和权限。"
            ) from error

    def drop(self, path: Path) -> None:
        """Discard the prepared file: its journal line was not written."""
        _waiting(path).unlink(missing_ok=True)

    def finish(self, paths: Iterable[Path], states: Mapping[str, Recorded]) -> None:
        """Bring files up to the line that was just written, and those that are behind.

        Raises:
            StoreFault: the line is written, one of the files cannot be; it is tried again.
        """
        self._open.update(paths)
        self.finish_open(states)

    def _finish(self, path: Path, states: Mapping[str, Recorded]) -> None:
        """Put the last line of a file into it as it stands now; what people wrote meanwhile stays.

        Raises:
            StoreFault: the line is written, the file cannot be; it is tried again.
        """
        file = below(self._settings, path)
        kind, waiting = kind_of(file), _waiting(path)
        assert kind is not None
        self._open.add(path)
        try:
            data = changed(kind, _bytes(path), path, *last_change(states[file], file))
            if data == _bytes(waiting):
                os.replace(waiting, path)
                sync_folder(path.parent)
            else:
                write_durably(path, data, path.with_name(path.name + _FRESH))
                waiting.unlink(missing_ok=True)
            self._open.discard(path)
        except OSError as error:
            raise StoreFault(
                f"{path.name}：已登记，但目录文件写不进去（{error.strerror}）。"
                "请检查磁盘，下次启动时会补写。"
            ) from error
        except CatalogError as error:
            raise StoreFault(
                f"{path.name}：已登记，但文件刚刚被改坏，写不进去。改正后重新启动看板即补写。"
            ) from error

    def finish_open(self, states: Mapping[str, Recorded]) -> None:
        """Retry changes that could not be completed.

        Raises:
            StoreFault: it cannot be finished now either.
        """
        for path in sorted(self._open):
            self._finish(path, states)

    def finish_all(self, states: Mapping[str, Recorded]) -> list[str]:
        """Complete changes whose line is written and discard others. Says what was done."""
        done = []
        for waiting in sorted(self._top.rglob(f"*{WAITING}")):
            path = waiting.with_name(waiting.name.removesuffix(WAITING))
            state = states.get(below(self._settings, path))
            if state is None or state.kind is None or not _says(state, waiting):
                waiting.unlink()
                continue
            try:
                self._finish(path, states)
                done.append(f"{path.name}：目录文件落后于日志，已补写。")
            except StoreFault as fault:
                LOG.warning("%s", fault)
        return done

    def follow(self, lines: Iterable[Line], attached: Attached) -> list[Path]:
        """Bring files up to lines that another server wrote; the files that were changed.

        What people wrote into a file here stays, unless the other server took in a whole file.

        Raises:
            StoreFault: a file cannot be written, is wrong, or its archived text is missing.
        """
        done: dict[Path, None] = {}
        for line in lines:
            self._follow_boundaries(line, attached)
            for file, old, new in effects(line):
                path = self._top / file
                try:
                    data = self._after(line, path, old, new, attached)
                    ensure_folder(path.parent)
                    write_durably(path, data, path.with_name(path.name + _FRESH))
                except (OSError, CatalogError, ValueError, TypeError) as error:
                    raise StoreFault(
                        f"{file}：另一台服务器的改动写不进本机的目录文件（{error}）。请检查磁盘，"
                        "改正这个文件。"
                    ) from error
                done[path] = None
        return list(done)

    def position(self, store: Store) -> int:
        """Up to which line the files were brought last; all of them where nobody else writes."""
        try:
            return int(self._position.read_text("ascii"))
        except (FileNotFoundError, ValueError):
            return 0 if store.shared and not self._top.exists() else len(store.entries())

    def mark_position(self, store: Store, seq: int) -> None:
        """Write down that the files are brought up to a line; a full disk only repeats work."""
        if not store.shared or store.writing_closed:
            return
        try:
            data, waiting = str(seq).encode(), self._position.with_suffix(".new")
            write_durably(self._position, data, waiting)
        except OSError:
            LOG.exception("the position of the catalog files cannot be written")

    def _follow_boundaries(self, line: Line, attached: Attached) -> None:
        if line.type != BOUNDARIES_SET or line.body["payload"]["city"] != self._settings.city:
            return
        path = boundary_file(self._settings)
        if line.body["payload"]["own"]:
            ensure_folder(path.parent)
            write_durably(path, attached(line) or b"", path.with_name(path.name + _FRESH))
        else:
            path.unlink(missing_ok=True)

    def _after(self, line: Line, path: Path, old: Any, new: Any, attached: Attached) -> bytes:
        """The text of a file after one effect of a line."""
        if line.type == EDITED:
            return attached(line) or b""
        kind = kind_of(below(self._settings, path))
        assert kind is not None
        removed = [] if new else [kind.key(kind.read(old))]
        return changed(kind, _bytes(path), path, [kind.read(new)] if new else [], removed)

    def restore_lost(self, good: Mapping[Path, bytes], present: Sources) -> list[str]:
        """Write files that the journal knows and that are gone or empty; and the corrections."""
        done = []
        for path, data in good.items():
            if not path.is_relative_to(self._top) or not self._is_lost(path, data, present):
                continue
            try:
                ensure_folder(path.parent)
                write_durably(path, data, path.with_name(path.name + _FRESH))
            except OSError:
                LOG.exception("%s is lost and cannot be written", path)
                continue
            done.append(f"{below(self._settings, path)}：不见了或与日志不符，已补写。")
        return done

    def _is_lost(self, path: Path, data: bytes, present: Sources) -> bool:
        """Whether the journal's text must be written: what people may write is never replaced."""
        if path in present.faults:
            return False
        now = present.texts.get(path, b"")
        if path == self._top / CORRECTIONS.file:
            return bool(data) and now != data
        return not now.strip() and says_something(data)


def _waiting(path: Path) -> Path:
    return path.with_name(path.name + WAITING)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""
    except OSError as error:
        fault = Fault(shown_path(path), "", "", f"打不开（{error.strerror}）。")
        raise CatalogError([fault]) from error


def _put(path: Path, data: bytes) -> None:
    with open(path, "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def _says(state: Recorded, waiting: Path) -> bool:
    try:
        return state.holds(_bytes(waiting), waiting)
    except CatalogError:
        return False
