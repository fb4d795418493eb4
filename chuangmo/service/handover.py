"""Runs a command in the server process when a server holds the home.

The server writes ``HOME/server.json`` (pid, port, token; mode 0600) while it lives. The command
line first asks whoever listens at that port to prove that it knows the token, for the port may be
another program's by now; then it posts its words with the token and prints the answer.
"""

import hashlib
import hmac
import http.client
import json
import logging
import os
import secrets
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from chuangmo.access.requests import COMMAND_ROUTE
from chuangmo.operating_system import may_live, open_file
from chuangmo.settings import Settings
from chuangmo.store.errors import StoreHeld
from chuangmo.store.home.lock import HomeLock
from chuangmo.store.home.paths import Home
from chuangmo.store.journal import (
    APPROVE,
    BATCH_LINES,
    IMPORT,
    RESTORE,
    SEND_BACK,
    WITHDRAW,
    JournalEntry,
    sound_lines,
)

FILE = "server.json"
ROUTE = COMMAND_ROUTE
TOKEN_HEADER = "X-Chuangmo-Token"
_TIMEOUT = 600
_GREETING = 5.0  # seconds for a server to answer who it is
#: Seconds within which a server writes a ``server.json`` anew that was lost or damaged.
_REPAIRED = 6.0
_MOST_NAMED = 5
_log = logging.getLogger(__name__)


class Interrupted(Exception):
    """The server ended, or fell silent, under a command; what is known of it, in Chinese."""


@dataclass(frozen=True)
class Announcement:
    """Which process serves the home, on which loopback port, and the word that lets one in."""

    pid: int
    port: int
    token: str


def announce(settings: Settings, port: int, *others: Settings) -> Announcement:
    """Write ``server.json`` for this process into each home; readable by its owner only.

    Where a home can only be read there is none: a command then reads beside the server.
    """
    found = Announcement(os.getpid(), port, secrets.token_urlsafe(32))
    for one in (settings, *others):
        try:
            keep_announced(one, found)
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
    handle = open_file(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
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
    """(standard output, standard error, exit) from the living server; ``None`` without one.

    Raises:
        Interrupted: it took the command and gave no answer; the journal says what was written.
    """
    found = _living(settings)
    if found is None:
        return None
    journal = Home.of(settings).journal
    before = len(sound_lines(journal))
    body = json.dumps({"words": words, "cwd": cwd, "city": settings.city})
    headers = {TOKEN_HEADER: found.token, "Content-Type": "application/json"}
    try:
        with closing(http.client.HTTPConnection("127.0.0.1", found.port, timeout=_TIMEOUT)) as line:
            line.request("POST", ROUTE, body.encode(), headers)
            response = line.getresponse()
            answer = response.read()
    except ConnectionRefusedError:
        return None  # it ended after it had greeted: nobody took the command
    except (OSError, http.client.HTTPException) as error:
        raise Interrupted(_known(found, sound_lines(journal)[before:])) from error
    if response.status != 200:
        return "", f"正在运行的看板拒绝了命令（{response.status}）。请重启看板后再试。\n", 1
    content = json.loads(answer)
    return content["out"], content["err"], content["code"]


def proof(token: str, nonce: str) -> str:
    """What only somebody who knows the token can answer to a nonce."""
    return hmac.new(token.encode(), nonce.encode(), hashlib.sha256).hexdigest()


def _living(settings: Settings) -> Announcement | None:
    """The server that holds the home; ``None`` where there is none.

    A ``server.json`` that leads nowhere while somebody holds the home is looked at again: a server
    writes it anew.
    """
    path, deadline = settings.home / FILE, time.monotonic() + _REPAIRED
    while path.exists():
        found = _read(path)
        if found is not None and may_live(found.pid) and _greets(found):
            return found
        if not _is_held(settings.home) or time.monotonic() > deadline:
            return None
        time.sleep(0.2)
    return None


def _greets(found: Announcement) -> bool:
    """Whether the one who listens at the port is the server that wrote the announcement."""
    nonce = secrets.token_hex(16)
    try:
        with closing(
            http.client.HTTPConnection("127.0.0.1", found.port, timeout=_GREETING)
        ) as line:
            line.request("GET", f"{ROUTE}?nonce={nonce}")
            said = line.getresponse().read(200)
    except (OSError, http.client.HTTPException):
        return False
    return hmac.compare_digest(said, proof(found.token, nonce).encode())


def _is_held(home: Path) -> bool:
    try:
        HomeLock(home, reading=True).release()
    except StoreHeld:
        return True
    return False


def _known(found: Announcement, added: list[JournalEntry]) -> str:
    """What can be said of a command that got no answer."""
    named = "、".join(map(_line_words, added[:_MOST_NAMED]))
    named += f"等 {len(added)} 条" if len(added) > _MOST_NAMED else ""
    if _greets(found):
        told = f"登记簿目前新增：{named}" if added else "登记簿目前没有新增"
        return (
            f"看板没有答复，可能还在执行这条命令；{told}。请过一会儿用 batches 核对，不要重复运行。"
        )
    if not added:
        return "看板在执行这条命令时中断，登记簿没有新增：没有写入任何数据，可以重新运行。"
    return (
        f"看板在执行这条命令时中断。中断前登记簿新增：{named}。"
        "已登记的都算数，下次打开数据目录时补入数据库；不在其中的没有写入。"
    )


#: What a line did to a batch.
_DONE = {WITHDRAW: "撤回", RESTORE: "恢复", APPROVE: "审核通过", SEND_BACK: "退回"}


def _line_words(entry: JournalEntry) -> str:
    """A journal line as a sentence names it."""
    body = entry.body
    if entry.type in BATCH_LINES:
        word = "导入" if entry.type == IMPORT else "提交"
        done = f"{word}“{body['file']}”为批次 {body['batch']}"
    elif entry.type in _DONE:
        done = f"{_DONE[entry.type]}批次 {body['batch']}"
    else:
        done = f"登记 {entry.type}"
    return f"第 {entry.seq} 行{done}（{entry.actor}）"


def _read(path: Path) -> Announcement | None:
    try:
        return Announcement(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
