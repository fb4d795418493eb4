"""The lock: every package that is installed, with the fingerprints of all its published files.

``python -m install.locked`` makes ``requirements.lock`` anew from ``requirements.txt``; it needs
``uv`` and an index. ``pip install --require-hashes -r requirements.lock`` takes no other file.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from chuangmo.settings import ROOT
from install.wheels import BundleFault, Wheel

LOCK = ROOT / "requirements.lock"
#: Installs the others where the server's Python comes without pip.
PIP = Requirement("pip==26.3")
_LINE = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)")
_HEAD = "# 由 python -m install.locked 生成，不要手工改。每个依赖各个文件的 SHA-256。\n"


@dataclass(frozen=True)
class Locked:
    """One package: its version and the SHA-256 of every file that was published of it."""

    version: str
    sha256: frozenset[str]


def read_lock(path: Path = LOCK) -> dict[str, Locked]:
    """The packages of a lock by canonical name.

    Raises:
        BundleFault: a line is none.
    """
    found: dict[str, Locked] = {}
    for entry in path.read_text(encoding="utf-8").replace("\\\n", " ").splitlines():
        if not entry.strip() or entry.startswith("#"):
            continue
        if (head := _LINE.match(entry)) is None:
            raise BundleFault(f"{path.name}：“{entry[:60]}”读不懂。请用 install.locked 重新生成。")
        digests = frozenset(re.findall(r"--hash=sha256:([0-9a-f]{64})", entry))
        found[canonicalize_name(head[1])] = Locked(head[2], digests)
    return found


def unlocked(requirements: Sequence[Requirement], lock: Mapping[str, Locked]) -> list[str]:
    """Requirements that the lock does not name, or names in another version."""
    return [
        str(one)
        for one in requirements
        if (held := lock.get(canonicalize_name(one.name))) is None
        or not held.sha256
        or not one.specifier.contains(held.version)
    ]


def strange(wheels: Sequence[Wheel], lock: Mapping[str, Locked]) -> list[str]:
    """Names of files that are none of those published, or of packages that are not locked."""
    return [
        one.path.name
        for one in wheels
        if (held := lock.get(one.name)) is None or one.sha256 not in held.sha256
    ]


def make_lock() -> str:
    """The text of a fresh lock.

    Raises:
        BundleFault: there is no ``uv``, or it did not find everything.
    """
    if (tool := shutil.which("uv")) is None:
        raise BundleFault("要用 uv 才能生成 requirements.lock。请先安装 uv。")
    with tempfile.TemporaryDirectory() as folder:
        asked = Path(folder) / "asked.txt"
        asked.write_text(f"-r {ROOT / 'requirements.txt'}\n{PIP}\n", encoding="utf-8")
        command = [tool, "pip", "compile", "--quiet", "--universal", "--generate-hashes"]
        command += ["--no-header", "--no-annotate", "--python-version", "3.11", str(asked)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BundleFault(f"requirements.lock 没有生成：{done.stderr.strip()[-600:]}")
    return _HEAD + done.stdout


def main() -> int:
    """Write the lock; 1 where it could not be made."""
    try:
        LOCK.write_text(make_lock(), encoding="utf-8")
    except BundleFault as fault:
        sys.stderr.write(f"{fault}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
