"""Overlay files changed by commands: prepared, moved into place, completed after a crash."""

import logging
import os
from collections.abc import Collection, Hashable, Mapping
from pathlib import Path
from typing import Any

from chuangmo.catalog.faults import CatalogError, Fault, UnfitEntry
from chuangmo.catalog.overlay import changed
from chuangmo.catalog.sources import Sources, overlay_folder, shown_path
from chuangmo.service.overlay.journal import CORRECTIONS, Recorded, below, kind_of, last_change
from chuangmo.service.overlay.last_good import fault_words, says_something
from chuangmo.settings import Settings
from chuangmo.store.durable import ensure_folder, sync_folder, write_durably
from chuangmo.store.errors import StoreFault

LOG = logging.getLogger(__name__)
#: What stands beside a file while a command changes it.
WAITING = ".writing"
_FRESH = ".new"


class OverlayFiles:
    """Writes the overlay of one home; its user holds the lock of the board.

    The new text is on disk beside the file before the journal line is written, and takes its
    place after it: where it still stands at a start, the line is known and the file is behind.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._top = overlay_folder(settings)
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

    def finish(self, path: Path, states: Mapping[str, Recorded]) -> None:
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
            self.finish(path, states)

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
                self.finish(path, states)
                done.append(f"{path.name}：目录文件落后于日志，已补写。")
            except StoreFault as fault:
                LOG.warning("%s", fault)
        return done

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
