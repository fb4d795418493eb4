"""The files of the program: those of the last commit, or those of the bundle that one stands in."""

import hashlib
import io
import subprocess
import tarfile
from dataclasses import dataclass
from pathlib import Path

from chuangmo import __version__
from install.archive import PackedFile
from install.papers import LICENCES, SBOM, SUMS, TEXTS, read_sums
from install.wheels import BundleFault

#: Says in a bundle what it was made of.
ORIGIN = "VERSION"
#: What is made anew for each bundle.
_MADE = (ORIGIN, LICENCES, SBOM)
_MADE_FOLDERS = (f"{TEXTS}/", "wheelhouse/")


@dataclass(frozen=True)
class Program:
    """What is shipped.

    Attributes:
        files: all of it.
        version: of the board. commit: that it was made of.
        at: time of the commit, seconds since 1970.
    """

    files: tuple[PackedFile, ...]
    version: str
    commit: str
    at: int

    def origin(self) -> bytes:
        """The text of :data:`ORIGIN`."""
        return f"{self.version} {self.commit} {self.at}\n".encode()


def find_program(root: Path) -> Program:
    """The files under ``root`` that are shipped.

    Raises:
        BundleFault: it is neither a checkout of git nor an unpacked bundle, or it was altered.
    """
    if (root / ".git").exists():
        return _committed(root)
    if (root / SUMS).is_file() and (root / ORIGIN).is_file():
        return _unpacked(root)
    raise BundleFault(
        f"{root}：既不是 git 的检出，也不是由安装包解开的文件夹，不知道哪些文件属于程序，没有打包。"
    )


def _committed(root: Path) -> Program:
    commit, at = _git(root, "log", "-1", "--format=%H %ct").decode().split()
    files = []
    with tarfile.open(fileobj=io.BytesIO(_git(root, "archive", "--format=tar", commit))) as held:
        for entry in held:
            if entry.isfile() and (stream := held.extractfile(entry)) is not None:
                files.append(PackedFile(entry.name, stream.read(), bool(entry.mode & 0o100)))
    return Program(tuple(files), __version__, commit, int(at))


def altered(root: Path) -> bool:
    """Whether files under git differ from the last commit, which is what is shipped."""
    return (root / ".git").exists() and bool(_git(root, "status", "--porcelain", "-uno"))


def _git(root: Path, *words: str) -> bytes:
    try:
        done = subprocess.run(["git", "-C", str(root), *words], capture_output=True, check=True)
    except FileNotFoundError as error:
        raise BundleFault(
            "没有找到 git，不知道哪些文件属于程序，没有打包。请先安装 git。"
        ) from error
    except subprocess.CalledProcessError as error:
        said = error.stderr.decode("utf-8", "replace").strip()
        raise BundleFault(f"git 没有给出程序文件，没有打包：{said}") from error
    return done.stdout


def _unpacked(root: Path) -> Program:
    version, commit, at = (root / ORIGIN).read_text("utf-8").split()
    files = []
    for name, digest in read_sums((root / SUMS).read_text("utf-8")).items():
        if name in _MADE or name.startswith(_MADE_FOLDERS):
            continue
        path = root / name
        content = path.read_bytes() if path.is_file() else b""
        if hashlib.sha256(content).hexdigest() != digest:
            raise BundleFault(f"{name}：与安装包里的不同或不见了，没有打包。请重新解开安装包。")
        runs = name in ("run", ".ci/run") or name.endswith(".sh")
        files.append(PackedFile(name, content, runs))
    return Program(tuple(files), version, commit, int(at))
