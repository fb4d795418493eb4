"""A private PostgreSQL: loopback, a temporary folder, ended after. For tests and the demonstration.

The server refuses to run as root; where we are root it runs as the user ``postgres`` or ``nobody``.
"""

import glob
import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from chuangmo.store.postgres.table import LAKE_SETTING_UP, SETTING_UP

#: Owner of the table, and the account of the board; each is also the name of a service.
OWNER, BOARD = "owner", "board"


def binaries() -> Path | None:
    """The folder of the server's programs; ``None`` where there are none."""
    found = shutil.which("initdb")
    places = [str(Path(found).resolve().parent)] if found else []
    places += sorted(glob.glob("/usr/lib/postgresql/*/bin"), reverse=True)
    return next((Path(place) for place in places if (Path(place) / "psql").exists()), None)


def _user() -> tuple[int, int] | None:
    """User and group to run as; ``None``: as ourselves."""
    if os.getuid() != 0:
        return None
    import pwd  # not on every system, and this runs on one that has it

    known = {one.pw_name: (one.pw_uid, one.pw_gid) for one in pwd.getpwall()}
    return known.get("postgres") or known.get("nobody")


class PostgresServer:
    """A server with the table of the journal.

    Attributes:
        folder: everything of it.
        port: on 127.0.0.1.
    """

    def __init__(self, keep: str = "off") -> None:
        """Make and start it; ``keep`` is PostgreSQL's ``fsync``."""
        place = binaries()
        if place is None:
            raise FileNotFoundError("initdb")
        self._bin, self._user, self._fsync = place, _user(), keep
        # another user must be able to reach it: a private TMPDIR will not do
        above = "/tmp" if self._user else None
        self.folder = Path(tempfile.mkdtemp(prefix="cm-pg-", dir=above))
        self._data = self.folder / "data"
        self._secrets = {name: secrets.token_hex(16) for name in (OWNER, BOARD)}
        self._give(self.folder, 0o755)
        first = self.folder / "first"
        first.write_text(self._secrets[OWNER], encoding="ascii")
        self._give(first, 0o600)
        self._run(
            "initdb", "-D", str(self._data), "-U", OWNER, "-A", "scram-sha-256", "-E", "UTF8",
            "--locale=C.UTF-8", "--no-sync", f"--pwfile={first}",
        )  # fmt: skip
        first.unlink()
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.start()
        self._write_services()
        self.psql(f"CREATE ROLE {BOARD} LOGIN PASSWORD '{self._secrets[BOARD]}'")
        for script in (SETTING_UP, LAKE_SETTING_UP):
            self._psql("-v", f"app={BOARD}", "-f", str(script))

    @property
    def environment(self) -> dict[str, str]:
        """What a client needs to find the services and their passwords."""
        return {
            "PGSERVICEFILE": str(self.folder / "services"),
            "PGPASSFILE": str(self.folder / "passwords"),
        }

    def start(self) -> None:
        """Start unless it runs, and wait until it answers."""
        if (self._data / "postmaster.pid").exists():
            return
        options = (
            f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=''"
            f" -c fsync={self._fsync} -c max_connections=100 -c shared_buffers=16MB"
        )
        log = str(self._data / "log")
        words = ("-D", str(self._data), "-w", "-t", "120", "-l", log, "-o", options)
        self._run("pg_ctl", *words, "start")

    def stop(self) -> None:
        """Stop at once; whoever is connected is cut off."""
        if (self._data / "postmaster.pid").exists():
            self._run("pg_ctl", "-D", str(self._data), "-w", "-m", "immediate", "stop")

    def end(self) -> None:
        """Stop and remove everything."""
        try:
            self.stop()
        except subprocess.CalledProcessError:
            pid = (self._data / "postmaster.pid").read_text(encoding="ascii").split()[0]
            os.kill(int(pid), signal.SIGKILL)
        shutil.rmtree(self.folder, ignore_errors=True)

    def psql(self, statement: str) -> str:
        """What the owner's statement gives, as plain text."""
        return self._psql("-c", statement)

    def _psql(self, *options: str) -> str:
        words = [str(self._bin / "psql"), "-X", "-A", "-t", "-q", "-v", "ON_ERROR_STOP=1"]
        done = subprocess.run(
            [*words, f"service={OWNER}", *options],
            env=os.environ | self.environment, cwd="/", check=True, capture_output=True, text=True,
        )  # fmt: skip
        return done.stdout.strip()

    def _write_services(self) -> None:
        common = f"host=127.0.0.1\nport={self.port}\ndbname=postgres\n"
        services = "".join(f"[{name}]\n{common}user={name}\n" for name in self._secrets)
        (self.folder / "services").write_text(services, encoding="ascii")
        passwords = self.folder / "passwords"
        passwords.touch(0o600)
        lines = "".join(f"*:*:*:{name}:{word}\n" for name, word in self._secrets.items())
        passwords.write_text(lines, encoding="ascii")

    def _give(self, path: Path, mode: int) -> None:
        if self._user:
            os.chmod(path, mode)
            os.chown(path, *self._user)

    def _run(self, program: str, *words: str) -> None:
        others: dict[str, Any] = {}
        if self._user:
            others = {"user": self._user[0], "group": self._user[1], "extra_groups": []}
        subprocess.run(
            [str(self._bin / program), *words], check=True, cwd="/", stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **others,
        )  # fmt: skip
