"""Runs a command in the server process when a server holds the home.

The server writes ``HOME/server.json`` (pid, port, token; mode 0600) while it lives. The command
line posts its words to one loopback route with that token and prints the answer.
"""

import http.client
import json
import logging
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from chuangmo.access.requests import COMMAND_ROUTE
from chuangmo.settings import Settings

FILE = "server.json"
ROUTE = COMMAND_ROUTE
TOKEN_HEADER = "X-Chuangmo-Token"
_TIMEOUT = 600
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Announcement:
    """Which process serves the home, on which loopback port, and the word that lets one in."""

    pid: int
    port: int
    token: str


def announce(settings: Settings, port: int) -> Announcement:
    """Write ``server.json`` for this process; readable by its owner only.

    Where the home can only be read there is none: a command then reads beside the server.
    """
    found = Announcement(os.getpid(), port, secrets.token_urlsafe(32))
    try:
        keep_announced(settings, found)
    except OSError as error:
        _log.warning("%s cannot be written, commands do not find this server: %s", FILE, error)
    return found


def keep_announced(settings: Settings, found: Announcement) -> None:
    """Write ``server.json`` unless it says so already.

    Raises:
        OSError: it cannot be written.
    """
    path = settings.home / FILE
    if _read(path) == found:
        return
    fresh = path.with_suffix(".tmp")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        json.dump(vars(found), out)
    fresh.replace(path)


def retract(settings: Settings, announcement: Announcement) -> None:
    """Remove ``server.json`` if it is still ours."""
    path = settings.home / FILE
    if _read(path) == announcement:
        try:
            path.unlink()
        except OSError as error:
            _log.warning("%s stays behind: %s", FILE, error)


def hand_over(settings: Settings, words: list[str], cwd: str) -> tuple[str, str, int] | None:
    """(standard output, standard error, exit) from the living server; ``None`` without one."""
    found = _read(settings.home / FILE)
    if found is None or not _alive(found.pid):
        return None
    body = json.dumps({"words": words, "cwd": cwd, "city": settings.city})
    headers = {TOKEN_HEADER: found.token, "Content-Type": "application/json"}
    connection = http.client.HTTPConnection("127.0.0.1", found.port, timeout=_TIMEOUT)
    try:
        connection.request("POST", ROUTE, body.encode(), headers)
        response = connection.getresponse()
        answer = response.read()
    except ConnectionRefusedError:
        return None
    finally:
        connection.close()
    if response.status != 200:
        return "", f"正在运行的看板拒绝了命令（{response.status}）。请重启看板后再试。\n", 1
    content = json.loads(answer)
    return content["out"], content["err"], content["code"]


def _read(path: Path) -> Announcement | None:
    try:
        return Announcement(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
