"""Who a home is: ``HOME/home.json``, made with the home; and whether its folder can be written.

The file outlives every other file of the home. It says that the home has accounts, so that a home
whose accounts are gone is never taken for one that never had any.
"""

import json
import os
import secrets
from dataclasses import dataclass, replace
from pathlib import Path

from chuangmo.operating_system import room_on, sync_folder
from chuangmo.settings import UnfitHome, check_place

FILE = "home.json"
#: Files of a home that an earlier version may have left without ``home.json``.
_EARLIER = ("journal.jsonl", "audit.sqlite", "audit.head", "accounts.sqlite")
#: Bytes that must be free for a home to be written to.
LEAST_FREE = 1024 * 1024


@dataclass(frozen=True)
class Identity:
    """What ``home.json`` says.

    Attributes:
        home: 32 hexadecimal digits, drawn when the home was made; a backup carries them on.
        accounts: the same for the accounts of the home; empty: it never had any; ``None``: not
            yet known, for the home is older than the file.
        apart: so many lines of the journal were written where the audit is another one: the data
            were moved away from it when a city was set up.
    """

    home: str
    accounts: str | None = ""
    apart: int = 0


def read_identity(home: Path) -> Identity | None:
    """What the home says it is; ``None`` where it has no ``home.json``.

    Raises:
        UnfitHome: the file is there and cannot be read.
    """
    try:
        said = json.loads((home / FILE).read_bytes())
        return Identity(str(said["home"]), said.get("accounts"), int(said.get("apart", 0)))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise UnfitHome(
            f"{FILE}：数据目录的标识现在读不出来（{error}）。"
            "请稍后重试；总是这样的，请检查磁盘和允许同时打开的文件数。"
        ) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UnfitHome(
            f"{FILE}：数据目录的标识读不出来（{error}）。请从最近的备份拷回这个文件。"
        ) from error


def ensure_identity(home: Path) -> Identity:
    """The identity of a home, made together with the folder where it is missing.

    Raises:
        UnfitHome: HOME cannot be a home. OSError: it cannot be written.
    """
    check_place(home)
    home.mkdir(exist_ok=True)
    if (found := read_identity(home)) is not None:
        return found
    older = any((home / name).exists() for name in _EARLIER)
    waiting = _written(home, Identity(secrets.token_hex(16), None if older else ""))
    try:
        os.link(waiting, home / FILE)  # whoever comes first
    except FileExistsError:
        pass
    finally:
        waiting.unlink()
    sync_folder(home)
    return read_identity(home) or ensure_identity(home)


def mark_accounts(home: Path, accounts: str) -> None:
    """Write down which accounts the home has; empty: that it never had any.

    Raises:
        UnfitHome, OSError: as :func:`ensure_identity`.
    """
    found = ensure_identity(home)
    if found.accounts != accounts:
        os.replace(_written(home, replace(found, accounts=accounts)), home / FILE)
        sync_folder(home)


def name_anew(home: Path, name: str) -> None:
    """Give a home another name; its accounts stay its own.

    Raises:
        UnfitHome, OSError: as :func:`ensure_identity`.
    """
    found = ensure_identity(home)
    if found.home != name:
        os.replace(_written(home, Identity(name, found.accounts)), home / FILE)
        sync_folder(home)


def name_alone(home: Path, other: Path, lines: int) -> None:
    """Write the name of ``home`` into another folder, as a home that never had accounts.

    Args:
        lines: of the journal that goes there; the audit that they know of stays with ``home``.

    Raises:
        UnfitHome, OSError: as :func:`ensure_identity`; also where the folders lie on two disks.
    """
    waiting = _written(home, Identity(ensure_identity(home).home, apart=lines))
    try:
        os.replace(waiting, other / FILE)
    finally:
        waiting.unlink(missing_ok=True)
    sync_folder(other)


_held: dict[Path, str] = {}


def hold(home: Path, identity: Identity | None) -> None:
    """Remember for this process which home stands at the path; ``None``: none any more."""
    if identity is None:
        _held.pop(home, None)
    else:
        _held[home] = identity.home


def is_another(home: Path) -> bool:
    """Whether the home that this process holds at the path is gone, or another one is there."""
    if home not in _held:
        return False
    try:
        found = read_identity(home)
    except UnfitHome:
        return True
    return found is None or found.home != _held[home]


def unwritable(home: Path) -> str:
    """Why nothing can be written into a home, in Chinese; empty: it can.

    It is mounted for reading only, belongs to somebody else, or its disk has no room.
    """
    room = room_on(home)
    if room.read_only:
        return f"数据目录所在的磁盘（挂载在 {mount_of(home)}）是只读的"
    parts = [home, home / "lock", home / "journal.jsonl", home / "archive"]
    for part in parts:
        if part.exists() and not os.access(part, os.W_OK):
            return f"当前用户对数据目录{'' if part == home else '里的 ' + part.name}没有写权限"
    if room.counted and (room.free < LEAST_FREE or not room.names):
        free = room.free // 1024
        return f"数据目录所在的磁盘（挂载在 {mount_of(home)}）满了，只剩 {free} KB"
    return ""


def only_readable(home: Path) -> bool:
    """Whether there is a home and it cannot be written."""
    return home.is_dir() and bool(unwritable(home))


def mount_of(path: Path) -> Path:
    """Where the disk that holds ``path`` is mounted."""
    place = path.resolve()
    try:
        lines = Path("/proc/self/mountinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    mounted = {line.split()[4].replace("\\040", " ") for line in lines}
    return next(p for p in (place, *place.parents) if str(p) in mounted or os.path.ismount(p))


def _written(home: Path, identity: Identity) -> Path:
    """A file beside ``home.json`` with the identity, on disk."""
    waiting = home / f"{FILE}.{os.getpid()}-{secrets.token_hex(4)}.writing"
    said = {key: value for key, value in vars(identity).items() if value not in (None, 0)}
    with open(waiting, "w", encoding="ascii") as out:
        json.dump(said, out)
        out.write("\n")
        out.flush()
        os.fsync(out.fileno())
    return waiting
