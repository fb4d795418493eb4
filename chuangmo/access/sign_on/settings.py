"""``[oidc]`` of ``server.toml``: the provider that an administrator names; without it, none."""

import os
import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

#: Where the secret may stand; it is in no settings file, no log and no journal.
SECRET = "CHUANGMO_OIDC_SECRET"
KEYS = frozenset(
    {
        "issuer", "client_id", "board", "title", "user_claim", "scopes", "hosts", "ca_file",
        "secret_file",
    }
)  # fmt: skip
_CLAIM = re.compile(r"[A-Za-z][A-Za-z0-9_.:/-]{0,63}")
_SCOPES = re.compile(r"[\x21\x23-\x5b\x5d-\x7e]+(?: [\x21\x23-\x5b\x5d-\x7e]+)*")
_LONGEST_TITLE = 12


class UnfitSignOn(ValueError):
    """A setting of the sign-on does not do; the sentence names it, never the secret."""


@dataclass(frozen=True)
class SignOn:
    """The provider and how the board is known to it.

    Attributes:
        issuer: address of the provider, letter by letter as it names itself.
        client: name under which the board is registered there.
        board: ``https://name`` by which browsers reach the board.
        title: what the login page calls it.
        claim: the claim of the identity token that holds the user name of the board.
        scopes: what is asked for, by spaces.
        hosts: other hosts on which the provider may have its addresses.
        ca_file: certificates of the office's own authority; empty: the usual ones.
        secret: shared with the provider; empty for a public client.
    """

    issuer: str
    client: str
    board: str
    title: str = "统一认证"
    claim: str = "preferred_username"
    scopes: str = "openid profile"
    hosts: frozenset[str] = frozenset()
    ca_file: str = ""
    secret: str = field(default="", repr=False)

    def may_ask(self, address: str) -> bool:
        """Whether an address that the provider names is the provider's as it was set."""
        parts = urlsplit(address)
        known = {urlsplit(self.issuer).hostname, *self.hosts}
        return _is_safe(address) and parts.hostname in known


def read_sign_on(section: Mapping[str, Any], environ: Mapping[str, str], home: Path) -> SignOn:
    """The settings of a section that is there.

    Raises:
        UnfitSignOn: something is missing or does not do.
    """
    for name in ("issuer", "client_id", "board"):
        if not isinstance(section.get(name), str) or not section[name].strip():
            raise UnfitSignOn(f"没有写 {name}。issuer、client_id、board 三项都要写。")
    title = _text(section, "title", SignOn.title)
    if len(title) > _LONGEST_TITLE:
        raise UnfitSignOn(f"title“{title}”太长，至多 {_LONGEST_TITLE} 个字。")
    claim, scopes = (
        _text(section, "user_claim", SignOn.claim),
        _text(section, "scopes", SignOn.scopes),
    )
    if not _CLAIM.fullmatch(claim):
        raise UnfitSignOn(f"user_claim“{claim}”不是声明的名字。")
    if not _SCOPES.fullmatch(scopes) or "openid" not in scopes.split():
        raise UnfitSignOn(f"scopes“{scopes}”里要有 openid，各项用一个空格隔开。")
    ca_file = _text(section, "ca_file", "")
    if ca_file and not (home / ca_file).is_file():
        raise UnfitSignOn(f"ca_file“{ca_file}”：没有这个文件。")
    return SignOn(
        _issuer(section["issuer"]), section["client_id"].strip(), _board(section["board"]), title,
        claim, scopes, _hosts(section), str(home / ca_file) if ca_file else "",
        _secret(section, environ, home),
    )  # fmt: skip


def _text(section: Mapping[str, Any], name: str, usual: str) -> str:
    found = section.get(name, usual)
    if not isinstance(found, str):
        raise UnfitSignOn(f"{name} 应为文字，要加引号。")
    return found.strip()


def _issuer(text: str) -> str:
    parts = urlsplit(text.strip())
    if not _is_safe(text.strip()) or parts.query or parts.fragment:
        raise UnfitSignOn(
            f"issuer“{text}”不是认证服务的地址。请写成 https://名称（本机试用可写 http://127.0.0.1）。"
        )
    return text.strip()


def _board(text: str) -> str:
    address = text.strip().lower().rstrip("/")
    parts = urlsplit(address)
    if not _is_safe(address) or address != f"{parts.scheme}://{parts.netloc}":
        raise UnfitSignOn(
            f"board“{text}”不是看板的地址。请写浏览器里的地址 https://名称，不带路径。"
        )
    return address


def _hosts(section: Mapping[str, Any]) -> frozenset[str]:
    found = section.get("hosts", [])
    fit = isinstance(found, list) and all(
        isinstance(one, str) and re.fullmatch(r"[A-Za-z0-9.:-]{1,253}", one) for one in found
    )
    if not fit:
        raise UnfitSignOn('hosts 应为主机名的列表，例如 ["token.example.gov.cn"]，不带 https://。')
    return frozenset(one.lower() for one in found)


def _is_safe(address: str) -> bool:
    """``https``, or ``http`` on this computer; no user name inside."""
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return False
    if not host or parts.username is not None or any(c <= " " for c in address):
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and _is_this_computer(host))


def _is_this_computer(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _secret(section: Mapping[str, Any], environ: Mapping[str, str], home: Path) -> str:
    """From the environment, else from a file that only its owner reads."""
    if given := environ.get(SECRET, ""):
        return given
    if not (name := _text(section, "secret_file", "")):
        return ""
    place = home / name
    try:
        mode = place.stat().st_mode
        text = place.read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "不是文字"
        raise UnfitSignOn(f"secret_file“{name}”读不出来（{reason}）。") from None
    if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise UnfitSignOn(f"secret_file“{name}”别人也能读。请运行 chmod 600。")
    if not text or "\n" in text:
        raise UnfitSignOn(f"secret_file“{name}”里应只有一行密钥。")
    return text
