"""What an administrator sets for the whole office: where files go, what others may do with data."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from chuangmo.access.actor import MANAGER, VIEWER, Actor
from chuangmo.catalog.faults import UnfitEntry, suggestion
from chuangmo.service.auditing import audited
from chuangmo.service.board import Board, require

#: Type of journal line; begins as ``board._BESIDE`` lists it: no figure depends on it.
OFFICE_SET: Final = "office_set"
#: Keys of the settings, and their names on pages and in errors.
LICENCE, PACK_FOLDER = "licence", "pack_folder"
NAMES: Final = {LICENCE: "数据使用许可", PACK_FOLDER: "例会材料的文件夹"}
_LONGEST = 500


@dataclass(frozen=True)
class OfficeSettings:
    """The settings; an empty text: not set.

    Attributes:
        licence: what others may do with data that leave by address.
        pack_folder: where the files of a published month are written too.
    """

    licence: str = ""
    pack_folder: str = ""


def office_settings(board: Board, actor: Actor) -> OfficeSettings:
    """The settings as they were last set."""
    require(actor, VIEWER)
    found = OfficeSettings()
    for line in board.store.entries(OFFICE_SET):
        said = line.body["payload"]
        found = replace(found, **{said["key"]: said["value"]})
    return found


def set_office(board: Board, actor: Actor, key: str, value: str) -> bool:
    """Set one of them; an empty text unsets it. Whether that changed anything.

    Raises:
        Forbidden: the person has no 业务管理. UnfitEntry: the value does not do.
    """
    text = " ".join(value.split())
    with audited(board.settings, actor, "operate", NAMES.get(key, key), MANAGER) as outcome:
        if key not in NAMES:
            raise UnfitEntry(f"没有设置“{key}”。{suggestion(key, NAMES)}")
        fault = _folder_fault(board, text) if key == PACK_FOLDER and text else ""
        if len(text) > _LONGEST:
            fault = f"{NAMES[key]}太长（{len(text)} 字），至多 {_LONGEST} 字。"
        if fault:
            raise UnfitEntry(fault)
        outcome.detail = text or "取消"
        with board.changing:
            if getattr(office_settings(board, actor), key) == text:
                return False
            board.store.record(OFFICE_SET, {"key": key, "value": text}, actor.name)
            return True


def _folder_fault(board: Board, text: str) -> str:
    """Why files cannot be put there; empty where they can."""
    folder, home = Path(text), board.settings.home.resolve()
    if not folder.is_absolute():
        return f"“{text}”不是完整的路径。请从根写起，例如 /srv/例会材料 或 D:\\例会材料。"
    if not folder.is_dir():
        return f"没有文件夹“{text}”。请先在看板所在的服务器上建好它。"
    if home == folder.resolve() or home in folder.resolve().parents:
        return f"“{text}”在数据目录里面。请另选一个文件夹。"
    return ""
