"""How the door is set: HOME/server.toml, then the environment; nothing is open by default."""

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from chuangmo.access.accounts.password_age import MOST_KEPT, PasswordRules
from chuangmo.access.actor import ROLES
from chuangmo.access.bounds import NAMES, Bounds, UnfitBounds, read_bounds
from chuangmo.access.sign_on.settings import KEYS, SignOn, UnfitSignOn, read_sign_on

Network = IPv4Network | IPv6Network
FILE = "server.toml"
_HEADER = re.compile(r"[A-Za-z0-9-]{1,64}")
_HOST = re.compile(r"[a-z0-9][a-z0-9.-]{0,252}|[0-9a-f:]{2,45}")
_KEYS = {
    "proxy": {"addresses", "user_header"},
    "session": {"idle_minutes", "absolute_hours"},
    "server": {"hosts", "origins"},
    "limits": NAMES,
    "wall": {"addresses"},
    "password": {"change_first", "history", "days", "second_factor"},
    "oidc": KEYS,
}


class UnfitPolicy(Exception):
    """A setting of the door does not do; the server does not start with it."""


@dataclass(frozen=True)
class Policy:
    """The settings of the door.

    Attributes:
        proxies: addresses of reverse proxies whose ``X-Forwarded-…`` headers are believed.
        user_header: header in which such a proxy names the person who logged in there; empty: no
            second way in.
        hosts: names and addresses, without port, under which the board answers besides its own.
        origins: addresses of other sites (``https://name``) whose pages may use the board.
        bounds: how much one visitor may send, keep and hold open.
        passwords: when a password must be changed, and which may not come again.
        idle, absolute: seconds without a sign of life, and altogether, after which a login ends.
        wall: networks whose computers see the wall screen without a login; none by default.
        second_factor: roles that log in with a second factor; others may, where they want to.
        sign_on: the office's own sign-on; none unless an administrator names it.
    """

    proxies: frozenset[str] = frozenset()
    user_header: str = ""
    idle: float = 30 * 60.0
    absolute: float = 8 * 3600.0
    hosts: frozenset[str] = frozenset()
    origins: frozenset[str] = frozenset()
    bounds: Bounds = field(default_factory=Bounds)
    passwords: PasswordRules = field(default_factory=PasswordRules)
    wall: tuple[Network, ...] = ()
    sign_on: SignOn | None = None
    second_factor: frozenset[str] = frozenset()


def load_policy(home: Path, environ: Mapping[str, str] = os.environ) -> Policy:
    """Read ``server.toml``; ``CHUANGMO_PROXIES`` and ``CHUANGMO_USER_HEADER`` go before it.

    The secret of the sign-on is read from ``CHUANGMO_OIDC_SECRET`` or a file of its own.

    Raises:
        UnfitPolicy: an unknown key, a wrong type or value, a header without a trusted proxy.
    """
    path = home / FILE
    raw = _read(path) if path.exists() else {}
    proxy, session = raw.get("proxy", {}), raw.get("session", {})
    listed = environ.get("CHUANGMO_PROXIES")
    addresses = listed.replace(",", " ").split() if listed else proxy.get("addresses", [])
    header = environ.get("CHUANGMO_USER_HEADER") or proxy.get("user_header", "")
    proxies = frozenset(_address(text) for text in addresses)
    if header and not (isinstance(header, str) and _HEADER.fullmatch(header)):
        raise UnfitPolicy(f"{FILE}：user_header“{header}”不是请求头的名字。请只用字母、数字和 -。")
    if header and not proxies:
        raise UnfitPolicy(
            f"{FILE}：写了 user_header，却没有写受信任的反向代理地址（addresses）。"
            "这样任何人都能冒名，看板不启动。"
        )
    idle = _between(session.get("idle_minutes", 30), 1, 8 * 60, "idle_minutes")
    absolute = _between(session.get("absolute_hours", 8), 1, 24, "absolute_hours")
    server = raw.get("server", {})
    return Policy(
        proxies, header.lower(), idle * 60.0, absolute * 3600.0,
        frozenset(_host(text) for text in server.get("hosts", [])),
        frozenset(_origin(text) for text in server.get("origins", [])),
        _bounds(raw.get("limits", {})),
        _passwords(raw.get("password", {})),
        tuple(_network(text) for text in raw.get("wall", {}).get("addresses", [])),
        _sign_on(raw["oidc"], environ, home) if "oidc" in raw else None,
        _factor_roles(raw.get("password", {})),
    )  # fmt: skip


def _read(path: Path) -> dict[str, dict[str, Any]]:
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UnfitPolicy(f"{FILE}：读不懂（{error}）。请改正后再启动。") from error
    if strange := sorted(raw.keys() - _KEYS):
        names = "、".join(f"[{name}]" for name in strange)
        raise UnfitPolicy(f"{FILE}：不认识 {names}。可写：{'、'.join(_KEYS)}。")
    for section, keys in _KEYS.items():
        found = raw.get(section, {})
        if not isinstance(found, dict) or (unknown := set(found) - keys):
            names = "、".join(sorted(unknown)) if isinstance(found, dict) else section
            raise UnfitPolicy(f"{FILE} [{section}]：不认识 {names}。可写：{'、'.join(keys)}。")
    return raw


def _address(text: object) -> str:
    try:
        return str(ip_address(str(text)))
    except ValueError as error:
        raise UnfitPolicy(f"{FILE}：“{text}”不是 IP 地址。请写反向代理的地址。") from error


def _network(text: object) -> Network:
    try:
        found = ip_network(str(text))
    except ValueError as error:
        raise UnfitPolicy(
            f"{FILE} [wall]：“{text}”不是地址或网段。请写成 10.1.2.3 或 10.1.2.0/24。"
        ) from error
    if found.prefixlen == 0:
        raise UnfitPolicy(f"{FILE} [wall]：“{text}”是所有的地址。请只写大屏所在的地址或网段。")
    return found


def _host(text: object) -> str:
    name = str(text).strip().lower().strip("[]")
    if not _HOST.fullmatch(name):
        raise UnfitPolicy(
            f"{FILE}：hosts 里的“{text}”不是主机名或地址。请只写名称，不带 http:// 和端口。"
        )
    return name


def _origin(text: object) -> str:
    origin = str(text).strip().lower().rstrip("/")
    parts = urlsplit(origin)
    if parts.scheme not in ("http", "https") or origin != f"{parts.scheme}://{parts.netloc}":
        raise UnfitPolicy(f"{FILE}：origins 里的“{text}”不是网站地址。请写成 https://名称。")
    return origin


def _bounds(section: Mapping[str, Any]) -> Bounds:
    try:
        return read_bounds(section)
    except UnfitBounds as unfit:
        raise UnfitPolicy(f"{FILE} [limits]：{unfit}") from unfit


def _sign_on(section: Mapping[str, Any], environ: Mapping[str, str], home: Path) -> SignOn:
    try:
        return read_sign_on(section, environ, home)
    except UnfitSignOn as unfit:
        raise UnfitPolicy(f"{FILE} [oidc]：{unfit}") from unfit


def _passwords(section: Mapping[str, Any]) -> PasswordRules:
    change = section.get("change_first", True)
    if not isinstance(change, bool):
        raise UnfitPolicy(f"{FILE}：change_first 应为 true 或 false，现在是“{change}”。")
    history = _between(section.get("history", 0), 0, MOST_KEPT, "history")
    days = _between(section.get("days", 0), 0, 3650, "days")
    return PasswordRules(change, int(history), int(days))


def _factor_roles(section: Mapping[str, Any]) -> frozenset[str]:
    found = section.get("second_factor", [])
    if not isinstance(found, list) or (strange := [one for one in found if one not in ROLES]):
        named = "、".join(map(str, strange)) if isinstance(found, list) else found
        raise UnfitPolicy(
            f"{FILE}：second_factor 里的“{named}”不是角色。应为列表，可写：{'、'.join(ROLES)}。"
        )
    return frozenset(found)


def _between(value: object, low: float, high: float, name: str) -> float:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not is_number or not low <= float(str(value)) <= high:
        raise UnfitPolicy(f"{FILE}：{name} 应为 {low} 到 {high} 之间的数，现在是“{value}”。")
    return float(str(value))
