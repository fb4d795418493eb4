"""Where journal, archive and tables of a home live: in it, or where several servers share them.

What the environment says (``CHUANGMO_STORE``, ``CHUANGMO_ARCHIVE``, ``CHUANGMO_LAKE``) holds for a
home that has never been anywhere else; ``HOME/store.json`` holds from then on, and contradicts a
forgotten or mistaken environment: a server that by mistake wrote to its own file would fork the
journal.
"""

import json
import re
from dataclasses import dataclass
from pathlib import Path

from chuangmo.settings import Settings, UnfitHome
from chuangmo.store.durable import write_durably

FILE = "store.json"
IN_HOME = "file"
#: The form of an address; the secrets stand in the files of the PostgreSQL client.
_ADDRESS = re.compile(r"(ducklake:)?postgres:service=([A-Za-z0-9_-]{1,60})")
_FORMS = (
    "要么不写（登记簿在数据目录里），要么写 postgres:service=服务名，"
    "表也共用的写 ducklake:postgres:service=服务名"
)


@dataclass(frozen=True)
class SharedPlace:
    """A journal in PostgreSQL and an archive in a folder that all servers share.

    Attributes:
        service: name of a connection service (``PGSERVICEFILE``, ``~/.pg_service.conf``).
        archive: the shared folder.
        city: whose journal it is in the table.
        lake: the shared folder of the tables; ``None``: this server keeps them in a file.
    """

    service: str
    archive: Path
    city: str
    lake: Path | None = None

    @property
    def url(self) -> str:
        """As ``CHUANGMO_STORE`` has it."""
        return f"{'ducklake:' if self.lake else ''}postgres:service={self.service}"


def asked_place(store: str, archive: Path | None, city: str, lake: str = "") -> SharedPlace | None:
    """The place of an address; ``None``: in the home.

    Raises:
        UnfitHome: the address is of no known form (it is not repeated: it may hold a password),
            or a shared folder is missing.
    """
    if store in ("", IN_HOME):
        return None
    found = _ADDRESS.fullmatch(store)
    if not found:
        raise UnfitHome(f"CHUANGMO_STORE：写法不对，{_FORMS}，密码写在 PGPASSFILE 里。")
    if archive is None or not archive.is_absolute() or not archive.is_dir():
        what = "没有写" if archive is None else f"{archive} 不是现有目录的完整路径"
        raise UnfitHome(
            f"CHUANGMO_ARCHIVE：{what}。登记簿在 PostgreSQL 时，"
            "请写各服务器共用的档案目录（已挂载、可写）的完整路径。"
        )
    return SharedPlace(found[2], archive, city, _lake_folder(lake) if found[1] else None)


def _lake_folder(lake: str) -> Path:
    if "://" in lake:
        raise UnfitHome(
            "CHUANGMO_LAKE：这一版只支持各服务器共用的目录，对象存储（s3://）没有试过，不接受。"
        )
    folder = Path(lake)
    if not lake or not folder.is_absolute() or not folder.is_dir():
        what = f"{lake} 不是现有目录的完整路径" if lake else "没有写"
        raise UnfitHome(
            f"CHUANGMO_LAKE：{what}。表放进 DuckLake 时，"
            "请写各服务器共用的目录（已挂载、可写，各台路径相同）的完整路径。"
        )
    return folder


def place_of(settings: Settings) -> SharedPlace | None:
    """Where journal and archive of a home live; ``None``: in the home.

    Raises:
        UnfitHome: the environment says otherwise than the home, or what it says does not do.
    """
    said = _recorded(settings.home)
    if said is None:
        return asked_place(settings.store, settings.archive, settings.city, settings.lake)
    url = said["store"]
    if settings.store and settings.store != url:
        raise UnfitHome(
            f"数据目录 {settings.home} 的登记簿在 {url}，与 CHUANGMO_STORE 所写不同。"
            "请改正环境变量；要搬家请用 store move。"
        )
    if url == IN_HOME:
        return None
    archive = settings.archive or Path(said["archive"])
    return asked_place(url, archive, said["city"], settings.lake or said["lake"])


def record_place(home: Path, place: SharedPlace | None) -> None:
    """Write down where journal and archive are from now on; the switch of a move.

    Raises:
        OSError: no room or no permission.
    """
    said = {"store": IN_HOME}
    if place is not None:
        said = {"store": place.url, "archive": str(place.archive), "city": place.city}
        said |= {"lake": str(place.lake)} if place.lake else {}
    text = json.dumps(said, ensure_ascii=False) + "\n"
    write_durably(home / FILE, text.encode(), home / f"{FILE}.new")


def is_recorded(home: Path) -> bool:
    """Whether the home knows where its journal is."""
    return (home / FILE).exists()


def _recorded(home: Path) -> dict[str, str] | None:
    try:
        said = json.loads((home / FILE).read_bytes())
        return {"archive": "", "city": "", "lake": ""} | {
            key: str(value) for key, value in said.items()
        }
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError, AttributeError) as error:
        raise UnfitHome(
            f"{home / FILE}：读不出来（{error}），不知道登记簿在哪里。请从备份拷回这个文件。"
        ) from error
