"""Whether the home of an open store still stands where it stood, and can be written."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from chuangmo.identity import FILE, Identity, is_another, read_identity, unwritable
from chuangmo.settings import UnfitHome
from chuangmo.store.errors import WritingClosed
from chuangmo.store.home.paths import Home
from chuangmo.store.journal import ATTACHED, BATCH_LINES, Journal

#: Reasons, one word each, for whoever watches over the server.
GONE, REPLACED, INCOMPLETE, UNWRITABLE = (
    "home-gone",
    "home-replaced",
    "home-incomplete",
    "read-only",
)
_READING = "暂停一切改动，已有数据照常可看"
_LEGACY = "放回原处后自动恢复"
_RESTART = "要用现在的这个，请重新启动看板；原来的放回原处则自动恢复"


@dataclass(frozen=True)
class ClosedHome:
    """Why a home is closed to writing.

    Attributes:
        reason: one word; names no place.
        words: one Chinese sentence for those who work with the home: what was found, what to do.
    """

    reason: str
    words: str


class Presence:
    """Looks at one home on behalf of the store that has it open.

    A look costs a few questions to the file system. The journal under the home's name must be the
    very file that the store writes to, ``home.json`` must say the same, the folders that the
    journal speaks of must hold something, and there must be room and permission.

    Attributes:
        closed: what the last look found; ``None``: all is well.
    """

    def __init__(self, home: Home, journal: Journal, identity: Identity | None) -> None:
        self._root, self._archive = home.root, home.archive.root
        self._journal, self._identity = journal, identity
        self._needed: set[Path] = set()
        self._counted = 0
        self._read_only = unwritable(home.root)
        self.closed: ClosedHome | None = None
        self.look()

    @property
    def read_only(self) -> bool:
        """Whether the home could not be written when it was opened; it stays so until a restart."""
        return bool(self._read_only)

    def look(self) -> str:
        """Look now; the sentence that closes the home to writing, empty where it is open."""
        try:
            found = self._gone() or self._incomplete() or self._unwritable()
        except OSError as error:
            found = _closed(GONE, f"{self._root} 读不到（{error.strerror}）", _LEGACY)
        self.closed = found
        return found.words if found else ""

    def stays(self) -> bool:
        """Whether the home is where it was, be it whole and writable or not."""
        self.look()
        return self.closed is None or self.closed.reason in (INCOMPLETE, UNWRITABLE)

    def whole(self) -> bool:
        """Whether everything is where it was, be it writable or not."""
        self.look()
        return self.closed is None or self.closed.reason == UNWRITABLE

    def _gone(self) -> ClosedHome | None:
        root = self._root
        if not root.is_dir():
            return _closed(GONE, f"{root} 不见了（被移走、改名或没有挂载）", _LEGACY)
        try:
            found = read_identity(root)
        except UnfitHome as unfit:
            return ClosedHome(REPLACED, f"{unfit}{_READING}；改好后自动恢复。")
        if self._identity is None:
            return self._other_journal()
        if found is None:
            return _closed(GONE, f"{root} 里没有 {FILE}（内容被移走或没有挂载）", _LEGACY)
        if found.home != self._identity.home:
            return _closed(REPLACED, f"{root} 换成了另一个", _RESTART)
        return self._other_journal()

    def _other_journal(self) -> ClosedHome | None:
        if not self._journal.in_place():
            what = f"{self._root} 里的 journal.jsonl 不见了，或换成了一份拷贝"
            return _closed(REPLACED, what, _RESTART)
        was_away = self.closed is not None and self.closed.reason in (GONE, REPLACED)
        if was_away and self._journal.has_changed():
            what = f"{self._root} 里的 journal.jsonl 在移走期间有过改动"
            return _closed(REPLACED, what, "请重新启动看板，启动时核对")
        return None

    def _incomplete(self) -> ClosedHome | None:
        needed = self._trees()
        missing = [path for path in sorted(needed) if not _holds_something(path)]
        if not missing:
            return None
        names = "、".join(path.name for path in missing)
        what = f"{missing[0].parent} 里的 {names} 不见了或是空的（被移走或没有挂载）"
        return _closed(INCOMPLETE, what, f"{_LEGACY}，找不到的请从备份取回")

    def _trees(self) -> set[Path]:
        """The folders that must hold something by what the journal says."""
        entries = self._journal.entries
        for entry in entries[self._counted :]:
            if entry.type in BATCH_LINES:
                self._needed |= {self._archive / "archive", self._archive / "staged"}
            if ATTACHED in entry.body:
                self._needed.add(self._archive / "attached")
        self._counted = len(entries)
        if _holds_something(self._root / "catalog"):
            self._needed.add(self._root / "catalog")
        return self._needed

    def _unwritable(self) -> ClosedHome | None:
        why = unwritable(self._root)
        if self._read_only:
            again = "请重新启动看板" if not why else "改好后请重新启动看板"
            return ClosedHome(UNWRITABLE, f"{self._read_only}，只供查看，不能改动；{again}。")
        return ClosedHome(UNWRITABLE, f"{why}，{_READING}；改好后自动恢复。") if why else None


def _closed(reason: str, what: str, todo: str) -> ClosedHome:
    return ClosedHome(reason, f"数据目录：{what}，{_READING}；{todo}。")


def why_closed(root: Path) -> str:
    """Why a change to the home at ``root`` must be refused, in one Chinese sentence; or empty."""
    if not root.is_dir():
        return f"数据目录：{root} 不见了（被移走、改名或没有挂载），没有任何改动；请放回原处。"
    try:
        read_identity(root)
    except UnfitHome as unfit:
        return f"{unfit}没有任何改动。"
    if is_another(root):
        return f"数据目录：{root} 里不是原来的那个了，没有任何改动；请放回原处，或重新启动看板。"
    why = unwritable(root)
    return f"{why}，没有任何改动；改好后请重试。" if why else ""


def require_writable(root: Path) -> None:
    """Let only a home through that can be written, or one that is yet to be made.

    Raises:
        WritingClosed: it cannot be written; nothing was changed.
    """
    if root.is_dir() and (why := why_closed(root)):
        raise WritingClosed(why)


def _holds_something(folder: Path) -> bool:
    """Whether a folder of the home holds more than what is being written at the moment."""
    try:
        return any(entry.name != "tmp" for entry in _entries(folder))
    except (FileNotFoundError, NotADirectoryError):
        return False


def _entries(folder: Path) -> Iterator["os.DirEntry[str]"]:
    with os.scandir(folder) as found:
        yield from found
