"""What a request says about itself, read from the ASGI scope and believed only where it may be."""

from base64 import b64decode
from collections.abc import MutableMapping
from http.cookies import CookieError, SimpleCookie
from ipaddress import ip_address
from typing import Any
from urllib.parse import quote

from chuangmo.access.policy import Policy

Scope = MutableMapping[str, Any]
Headers = list[tuple[bytes, bytes]]
SESSION_COOKIE, FORM_COOKIE = "chuangmo_session", "chuangmo_form"
#: A login whose password was right and whose code is still to come.
HALF_COOKIE = "chuangmo_half"
#: The secret of one login on its way through the sign-on, and where it leads.
SIGN_ON_COOKIE = "chuangmo_sign_on"
#: The fingerprint of the last login's token: tells a browser that logged in before; opens nothing.
DEVICE_COOKIE = "chuangmo_device"
#: The command line speaks to the server that holds the home by this path.
COMMAND_ROUTE = "/_chuangmo/command"
#: The data addresses: the one place where a data token opens.
DATA_ROUTE = "/data/"
#: The wall screen; everything below it belongs to it.
WALL_ROUTE = "/wall"
#: Where the owner turns the second factor on and off, and changes the password.
SECOND_FACTOR_ROUTE, PASSWORD_ROUTE = "/second-factor", "/password"
#: Where a login through the office's own sign-on begins, and where the provider sends it back to.
SIGN_ON_ROUTE, SIGN_ON_RETURN = "/login/sso", "/login/back"
LOOPBACK_NAMES = ("127.0.0.1", "localhost", "::1")
#: Headers that only a proxy in between writes.
_FORWARDED = (b"forwarded", b"x-forwarded-for", b"x-forwarded-host", b"x-real-ip")


def headers_of(scope: Scope) -> Headers:
    """The headers as received, names in lower case."""
    found = scope["headers"]
    assert isinstance(found, list)
    return found


def header(scope: Scope, name: str) -> str:
    """The first header of that name; empty where there is none."""
    wanted = name.lower().encode()
    return next((v.decode("latin-1") for k, v in headers_of(scope) if k.lower() == wanted), "")


def path_of(scope: Scope) -> str:
    """The path by which routes are chosen (never the URL built from the Host header)."""
    return str(scope["path"])


def onward_of(scope: Scope) -> str:
    """Path and query as they were asked for, every character beyond ASCII as a percent code."""
    query = bytes(scope.get("query_string") or b"").decode("latin-1")
    return quote(path_of(scope)) + (f"?{quote(query, safe='%+&=/')}" if query else "")


def peer_of(scope: Scope) -> str:
    """Address of the computer at the other end of the connection; empty where it is not known.

    The server below replaces the address of a local proxy by what ``X-Forwarded-For`` says and
    marks that with port 0; the peer was this computer then.
    """
    client = scope.get("client")
    if not isinstance(client, tuple | list) or not client[0]:
        return ""
    return "127.0.0.1" if client[1] == 0 else _plain(str(client[0]))


def address_of(scope: Scope, policy: Policy) -> str:
    """Address of the visitor: the peer, or what a trusted proxy says of its own peer."""
    peer = peer_of(scope)
    if peer not in policy.proxies:
        return peer
    hops = [_plain(part.strip()) for part in header(scope, "x-forwarded-for").split(",")]
    outside = [hop for hop in hops if hop and hop not in policy.proxies]
    return outside[-1] if outside else peer


def is_local(scope: Scope) -> bool:
    """Whether the visitor sits at this computer: loopback peer and name, no proxy in between."""
    forwarded = any(name.lower() in _FORWARDED for name, _ in headers_of(scope))
    return is_loopback(peer_of(scope)) and host_name(scope) in LOOPBACK_NAMES and not forwarded


def is_loopback(address: str) -> bool:
    """Whether an address is this computer's own."""
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return address == "localhost"


def host_name(scope: Scope) -> str:
    """The name under which the visitor addressed the server, without the port."""
    host = header(scope, "host").strip().lower()
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0]


def is_secure(scope: Scope, policy: Policy) -> bool:
    """Whether the visitor came over TLS, as a trusted proxy says."""
    return peer_of(scope) in policy.proxies and (
        header(scope, "x-forwarded-proto").split(",")[-1].strip().lower() == "https"
    )


def cookie(scope: Scope, name: str) -> str:
    """A cookie's value; empty where there is none or two of the name contradict each other."""
    found = set()
    for key, value in headers_of(scope):
        if key.lower() == b"cookie":
            for part in value.decode("latin-1").split(";"):
                found |= {v.value for k, v in _parsed(part).items() if k == name}
    return found.pop() if len(found) == 1 else ""


def data_token(scope: Scope) -> tuple[str, str]:
    """User name and token that a request to a data address brings; empty texts without one.

    ``Authorization: Bearer TOKEN``, or ``Basic`` with the user name and the token as password,
    which is what spreadsheets ask a person for. Never in the address: addresses are logged.
    """
    kind, _, given = header(scope, "authorization").partition(" ")
    if kind.lower() == "bearer":
        return "", given.strip()
    if kind.lower() != "basic":
        return "", ""
    try:
        name, _, token = b64decode(given.strip(), validate=True).decode().partition(":")
    except ValueError:
        return "", ""
    return name, token


def _parsed(part: str) -> SimpleCookie:
    try:
        return SimpleCookie(part.strip())
    except CookieError:
        return SimpleCookie()


def _plain(text: str) -> str:
    """An address in its shortest form; IPv4 inside IPv6 as IPv4."""
    try:
        found = ip_address(text)
    except ValueError:
        return text[:64]
    mapped = getattr(found, "ipv4_mapped", None)
    return str(mapped or found)
