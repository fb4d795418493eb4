"""One process per home: an advisory lock that the kernel releases when its holder dies."""

import fcntl
import os
from pathlib import Path

from chuangmo.store.errors import StoreHeld


class HomeLock:
    """The lock of one home, held from construction to :meth:`release`.

    The file ``HOME/lock`` is never deleted; it holds the pid of the last holder as text.

    Raises:
        StoreHeld: another holder (or this process a second time) has it.
    """

    def __init__(self, home: Path) -> None:
        home.mkdir(parents=True, exist_ok=True)
        self._descriptor = os.open(home / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            pid = _pid(os.pread(self._descriptor, 32, 0))
            os.close(self._descriptor)
            raise StoreHeld(pid) from error
        os.ftruncate(self._descriptor, 0)
        os.pwrite(self._descriptor, str(os.getpid()).encode(), 0)

    def release(self) -> None:
        """Let go; calling it twice does nothing."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


def _pid(text: bytes) -> int:
    return int(text) if text.isdigit() else 0
