"""``./run scaleout-demo``: the demonstration on two servers behind nginx, until Ctrl+C.

A private PostgreSQL with the journal, a folder with the archive, two servers with a home each,
nginx in front. Everything lies in one temporary folder and is gone at the end.
"""

import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import FrameType

from chuangmo.settings import ROOT
from install.scaleout.postgres_server import BOARD, PostgresServer, binaries

_CITY = "lanzhou"
_START = 180.0  # seconds for a server to answer
_NGINX = """\
{user}daemon off;
pid {place}/pid;
error_log {place}/error.log;
worker_processes 1;
events {{ worker_connections 512; }}
http {{
    access_log off;
    {folders}
    map $http_upgrade $connection_upgrade {{ default upgrade; '' close; }}
    upstream boards {{
        ip_hash;
        {servers}
    }}
    server {{
        listen 127.0.0.1:{port};
        client_max_body_size 200m;
        location / {{
            proxy_pass http://boards;
            proxy_http_version 1.1;
            proxy_set_header Host $http_host;
            proxy_set_header Upgrade $http_upgrade;
            proxy_set_header Connection $connection_upgrade;
            proxy_connect_timeout 3s;
            proxy_read_timeout 1h;
            proxy_buffering off;
        }}
    }}
}}
"""


class NotHere(Exception):
    """Something is missing on this computer; one Chinese sentence."""


def say(words: str) -> None:
    """Tell the person in front of it."""
    sys.stderr.write(words + "\n")
    sys.stderr.flush()


def find_nginx() -> str:
    """The program; raises ``NotHere``."""
    found = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    if found is None:
        raise NotHere("没有找到 nginx。请安装（apt install nginx-light）。")
    return found


def free_port() -> int:
    """A port of this computer that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def run_command(words: list[str], environment: dict[str, str]) -> None:
    """One command of the board; raises ``NotHere`` with what it said."""
    done = subprocess.run(
        [sys.executable, "-m", "chuangmo", *words],
        cwd=ROOT, env=environment, check=False, capture_output=True, text=True,
    )  # fmt: skip
    if done.returncode:
        raise NotHere(f"{words[0]} 没有做成：{done.stderr.strip() or done.stdout.strip()}")


@contextmanager
def child(
    words: list[str], environment: dict[str, str], log: Path
) -> Iterator[subprocess.Popen[bytes]]:
    """A program that is ended with the context, and only it."""
    with open(log, "wb") as out:
        begun = subprocess.Popen(
            words, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=out,
            start_new_session=True,  # Ctrl+C is ours to hand on
        )  # fmt: skip
    try:
        yield begun
    finally:
        begun.terminate()
        try:
            begun.wait(20)
        except subprocess.TimeoutExpired:
            begun.kill()
            begun.wait()


def wait_for(address: str, begun: subprocess.Popen[bytes], log: Path) -> None:
    """Until the address answers; raises ``NotHere`` where the program ended or takes too long."""
    until = time.monotonic() + _START
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            if begun.poll() is not None:
                break
            time.sleep(0.2)
    tail = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-5:]
    raise NotHere(f"{address} 没有启动：{' / '.join(tail)}")


def nginx_configuration(place: Path, port: int, boards: list[int]) -> str:
    """The smallest nginx in front of these ports: a visitor stays with one, unless it is down."""
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    return _NGINX.format(
        user="user root;\n" if os.getuid() == 0 else "",
        place=place,
        port=port,
        folders="\n    ".join(f"{kind}_temp_path {place}/{kind};" for kind in kinds),
        servers="\n        ".join(
            f"server 127.0.0.1:{board} max_fails=1 fail_timeout=5s;" for board in boards
        ),
    )


@contextmanager
def demonstration() -> Iterator[tuple[str, list[str]]]:
    """Everything running: the address of nginx, and those of the two servers behind it.

    Raises:
        NotHere: something is missing or does not start; what was begun is ended.
    """
    nginx = find_nginx()
    if binaries() is None:
        raise NotHere("没有找到 PostgreSQL。请安装（apt install postgresql）。")
    if importlib.util.find_spec("psycopg") is None:
        raise NotHere("没有装 psycopg。请运行 pip install -r requirements-scaleout.txt。")
    with ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="cm-scaleout-"))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        say("正在启动一个只在本机的 PostgreSQL……")
        postgres = PostgresServer(keep="on")
        stack.callback(postgres.end)
        environment = _clean() | postgres.environment
        _first_home(folder, environment)
        shared = {
            "CHUANGMO_STORE": f"postgres:service={BOARD}",
            "CHUANGMO_ARCHIVE": str(folder / "archive"),
            "CHUANGMO_CITY": _CITY,
        }
        say("正在启动两台服务器和 nginx……")
        ports = [free_port(), free_port()]
        begun = []
        for name, port in zip(("one", "two"), ports, strict=True):
            here = environment | shared | {"CHUANGMO_HOME": str(folder / name)}
            words = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless=true"]
            words += ["--server.address=127.0.0.1", f"--server.port={port}"]
            log = folder / f"{name}.log"
            begun.append(
                (f"http://127.0.0.1:{port}", stack.enter_context(child(words, here, log)), log)
            )
        for address, process, log in begun:
            wait_for(address, process, log)
        front = free_port()
        place = folder / "nginx"
        place.mkdir()
        text = nginx_configuration(place, front, ports)
        (place / "nginx.conf").write_text(text, encoding="utf-8")
        words = [nginx, "-p", str(place), "-c", str(place / "nginx.conf")]
        process = stack.enter_context(child(words, environment, folder / "nginx.log"))
        wait_for(f"http://127.0.0.1:{front}", process, folder / "nginx.log")
        yield f"http://127.0.0.1:{front}", [address for address, _, _ in begun]
        say("正在停下……")


def _first_home(folder: Path, environment: dict[str, str]) -> None:
    """The demonstration's home, moved to PostgreSQL and the shared folder."""
    (folder / "archive").mkdir()
    home = ["--home", str(folder / "one")]
    say("正在装入演示数据（约一分钟）……")
    run_command(["demo", *home], environment)
    say("正在把登记簿搬进 PostgreSQL……")
    place = ["--to", f"postgres:service={BOARD}", "--archive", str(folder / "archive")]
    run_command(["store", "move", *home, *place], environment)


def _clean() -> dict[str, str]:
    """The environment without what is meant for a board of one's own."""
    return {name: value for name, value in os.environ.items() if not name.startswith("CHUANGMO_")}


def main(until: Callable[[], None] = signal.pause) -> int:
    """Run until Ctrl+C or SIGTERM; exit 2 where something is missing."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    try:
        with demonstration() as (address, behind):
            say(f"创模看板（两台服务器）：{address} （按 Ctrl+C 停止）")
            say(f"两台各自的地址：{'、'.join(behind)}；停掉一台，另一台照常。")
            until()
    except NotHere as missing:
        say(str(missing))
        return 2
    except KeyboardInterrupt:
        say("都停下了。")
    return 0


if __name__ == "__main__":
    sys.exit(main())
