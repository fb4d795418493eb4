"""Archives that come out the same from the same files, and never stand there half written."""

import gzip
import io
import os
import tarfile
import time
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

#: The wheels are compressed already.
_LEVEL = 1
#: The first moment that a ZIP file knows.
_ZIP_BEGINS = 315532800


@dataclass(frozen=True)
class PackedFile:
    """One file of an archive.

    Attributes:
        name: its path in the archive.
        content: its bytes, or the file that holds them.
        runs: whether it may be run.
    """

    name: str
    content: bytes | Path
    runs: bool = False

    def read(self) -> bytes:
        """Its bytes."""
        return self.content if isinstance(self.content, bytes) else self.content.read_bytes()


def write_archive(target: Path, files: Iterable[PackedFile], at: int) -> None:
    """Write ``target``, a ``.zip`` or ``.tar.gz``; it stands under its name only when whole.

    Args:
        target: the archive. files: what is in it.
        at: the time of every file, seconds since 1970.

    Raises:
        OSError: no room or no permission; nothing is left under the name.
    """
    waiting = target.with_name(target.name + ".part")
    ordered = sorted(files, key=lambda one: one.name)
    try:
        with waiting.open("wb") as out:
            if target.suffix == ".zip":
                _zip(out, ordered, at)
            else:
                _tar(out, ordered, at)
            out.flush()
            os.fsync(out.fileno())
        os.replace(waiting, target)
    finally:
        waiting.unlink(missing_ok=True)


def _tar(out: io.BufferedWriter, files: Iterable[PackedFile], at: int) -> None:
    with (
        gzip.GzipFile("", "wb", _LEVEL, out, mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive,
    ):
        for one in files:
            content = one.read()
            entry = tarfile.TarInfo(one.name)
            entry.size, entry.mtime, entry.mode = len(content), at, 0o755 if one.runs else 0o644
            archive.addfile(entry, io.BytesIO(content))


def _zip(out: io.BufferedWriter, files: Iterable[PackedFile], at: int) -> None:
    moment = time.gmtime(max(at, _ZIP_BEGINS))[:6]
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
        for one in files:
            entry = zipfile.ZipInfo(one.name, moment)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = (0o100755 if one.runs else 0o100644) << 16
            archive.writestr(entry, one.read())
