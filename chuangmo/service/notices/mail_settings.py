"""The office's own mail server: set by an administrator, journalled; the password never is."""

import os
import re
import stat
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Final

from chuangmo.access.actor import MANAGER, Actor
from chuangmo.catalog.faults import UnfitEntry, suggestion
from chuangmo.service.auditing import audited
from chuangmo.service.board import Board, require

#: Types of journal line; begin as ``board._BESIDE`` lists it: no figure depends on them.
MAIL_SET: Final = "mail_set"
MAIL_TO: Final = "mail_to"
#: How the line to the server is kept secret, and how a page says it.
PLAIN, STARTTLS, TLS = "plain", "starttls", "tls"
SECRECY: Final = {
    TLS: "一开始就加密（TLS，多为 465 口）", STARTTLS: "先连上再加密（STARTTLS，多为 25、587 口）",
    PLAIN: "不加密（只在内网用）",
}  # fmt: skip
#: Where the password is: the environment, else this file of the home, mode 0600.
PASSWORD_VARIABLE, PASSWORD_FILE = "CHUANGMO_MAIL_PASSWORD", "mail.password"
_ADDRESS = re.compile(r"[A-Za-z0-9._%+'-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})*")
_HOST = re.compile(r"[A-Za-z0-9.-]{1,253}|\[?[0-9A-Fa-f:]{2,45}\]?")


@dataclass(frozen=True)
class MailSettings:
    """How mail is sent. Without a host nothing ever leaves.

    Attributes:
        host: name or address of the server; empty: no mail. secrecy: a key of ``SECRECY``.
        sender: the address that it comes from. login: user name at the server; empty: none asked.
        board: address at which people open the board, for the links; may be empty.
        to: user name to address.
    """

    host: str = ""
    port: int = 25
    secrecy: str = STARTTLS
    sender: str = ""
    login: str = ""
    board: str = ""
    to: Mapping[str, str] = field(default_factory=dict)


def mail_settings(board: Board, actor: Actor) -> MailSettings:
    """The settings as they were last set.

    Raises:
        Forbidden: the person has no 业务管理.
    """
    require(actor, MANAGER)
    return settings_in_force(board)


def settings_in_force(board: Board) -> MailSettings:
    """As ``mail_settings``, for the server itself."""
    found, to = MailSettings(), dict[str, str]()
    for line in board.store.entries():
        if line.type == MAIL_SET:
            found = MailSettings(**line.body["payload"])
        elif line.type == MAIL_TO:
            said = line.body["payload"]
            to[said["person"]] = said["address"]
    return replace(found, to={person: address for person, address in to.items() if address})


def set_mail(board: Board, actor: Actor, wanted: MailSettings) -> bool:
    """Set the server; an empty host stops all mail. Whether that changed anything.

    Addresses of people (``wanted.to``) are set by ``set_address``.

    Raises:
        Forbidden: the person has no 业务管理. UnfitEntry: something of it does not do.
    """
    with audited(board.settings, actor, "operate", "邮件服务器", MANAGER) as outcome:
        if fault := _fault(wanted):
            raise UnfitEntry(fault)
        outcome.detail = f"{wanted.host}:{wanted.port}" if wanted.host else "取消"
        with board.changing:
            if replace(settings_in_force(board), to=wanted.to) == wanted:
                return False
            payload = asdict(replace(wanted, to={}))
            del payload["to"]
            board.store.record(MAIL_SET, payload, actor.name)
            return True


def set_address(board: Board, actor: Actor, person: str, address: str) -> bool:
    """Where a person's digest goes; an empty address: nowhere. Whether that changed anything.

    Raises:
        Forbidden: the person has no 业务管理. UnfitEntry: it is no address.
    """
    person, address = person.strip(), address.strip()
    with audited(board.settings, actor, "operate", f"{person} 的邮箱", MANAGER) as outcome:
        if not person:
            raise UnfitEntry("没有写是谁的邮箱。")
        if address and not _ADDRESS.fullmatch(address):
            raise UnfitEntry(f"“{address}”不像邮箱地址。请写成 zhang@example.gov.cn 这样。")
        outcome.detail = address or "取消"
        with board.changing:
            if settings_in_force(board).to.get(person, "") == address:
                return False
            board.store.record(MAIL_TO, {"person": person, "address": address}, actor.name)
            return True


def _fault(wanted: MailSettings) -> str:
    """What does not do; empty where all does."""
    if not wanted.host:
        return ""
    if not _HOST.fullmatch(wanted.host):
        return f"“{wanted.host}”不像服务器的名称或地址。请写成 mail.example.gov.cn 或 10.1.2.3。"
    if not 0 < wanted.port < 65536:
        return f"端口 {wanted.port} 不在 1—65535 之内。常用的是 25、465、587。"
    if wanted.secrecy not in SECRECY:
        return f"没有加密方式“{wanted.secrecy}”。{suggestion(wanted.secrecy, SECRECY)}"
    if not _ADDRESS.fullmatch(wanted.sender):
        return f"发件地址“{wanted.sender}”不像邮箱地址。请写成 board@example.gov.cn 这样。"
    if wanted.board and not re.fullmatch(r"https?://[^\s/]+", wanted.board):
        return f"看板地址“{wanted.board}”应写成 https://服务器的名称 这样，后面不带斜杠。"
    if not wanted.login.isprintable():
        return "用户名里有不能显示的字符。"
    return ""


def mail_password(home: Path) -> str:
    """The password at the mail server; empty where none is kept.

    Raises:
        UnfitEntry: the file may be read by others, or cannot be read.
    """
    if given := os.environ.get(PASSWORD_VARIABLE, ""):
        return given
    path = home / PASSWORD_FILE
    try:
        mode = path.stat().st_mode
        if os.name == "posix" and stat.S_IMODE(mode) & 0o077:
            raise UnfitEntry(
                f"{PASSWORD_FILE} 别人也能读，没有用它。请改成只有属主可读写（0600）。"
            )
        return path.read_text(encoding="utf-8").rstrip("\r\n")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise UnfitEntry(f"{PASSWORD_FILE} 读不出来，请检查文件和权限。") from error
