"""The archive: originals, staged tables, attachments of decisions, each under its SHA-256."""

import hashlib
import io
import os
import re
import secrets
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from chuangmo.store.durable import ensure_folder, write_durably
from chuangmo.store.errors import ArchiveDamaged, StoreRefusal

_FINGERPRINT = re.compile(r"[0-9a-f]{64}")
_ROW_GROUP = 122_880  # as DuckDB's own, so that it reads and stores one at a time
_DIFFERING = ("cell",)  # hardly ever twice the same: a dictionary of them only costs
#: Seconds after which a half-written file in a shared archive is taken for a killed import's.
_FORGOTTEN = 86_400.0
_SUFFIX = re.compile(r"\.[a-z0-9]{1,5}")


class Archive:
    """The folders ``archive/`` (originals), ``staged/`` (Parquet), ``attached/`` of one home.

    A file lies at ``archive/ab/abcdef….<suffix>``; the name is the SHA-256 of its bytes.

    Attributes:
        root: the folder that these lie in: the home, or one that several servers share.
    """

    def __init__(self, root: Path, shared: bool = False) -> None:
        self.root = root
        self._shared = shared
        self._waiting = root / "archive" / "tmp"

    @property
    def tables(self) -> Path:
        """The folder of the staged tables."""
        return self.root / "staged"

    def sweep(self) -> int:
        """Remove what a killed import left in ``archive/tmp``; the number of files removed.

        Where several servers write, only what nobody can be writing any more.
        """
        ensure_folder(self._waiting)
        before = time.time() - _FORGOTTEN
        left = [
            path
            for path in self._waiting.iterdir()
            if not self._shared or path.stat().st_mtime < before
        ]
        for path in left:
            path.unlink()
        return len(left)

    def put_original(self, data: bytes, name: str) -> tuple[str, str]:
        """Archive a workbook as received; its SHA-256 and its path relative to the home."""
        sha256 = hashlib.sha256(data).hexdigest()
        return sha256, self._put("archive", sha256, suffix_of(name), data)

    def put_table(self, table: pa.Table) -> str:
        """Archive a staged table as Parquet; its SHA-256."""
        stream = io.BytesIO()
        repeating = [name for name in table.column_names if name not in _DIFFERING]
        pq.write_table(
            table, stream, compression="zstd", use_dictionary=repeating, row_group_size=_ROW_GROUP,
            write_statistics=False,  # such a file is only ever read whole
        )  # fmt: skip
        data = stream.getvalue()
        sha256 = hashlib.sha256(data).hexdigest()
        self._put("staged", sha256, ".parquet", data)
        return sha256

    def put_attachment(self, data: bytes) -> str:
        """Archive what belongs to a journal line and is too long for it; its SHA-256."""
        sha256 = hashlib.sha256(data).hexdigest()
        self._put("attached", sha256, "", data)
        return sha256

    def take(self, path: str, sha256: str, source: "Archive") -> bool:
        """Copy a file of another archive under the same name; whether it was not there yet.

        Raises:
            ArchiveDamaged: it is missing or changed there. OSError: no room.
        """
        if self._holds(path, sha256):
            return False
        self._write(path, sha256, source.read(path, sha256))
        return True

    def attachment(self, sha256: str) -> bytes:
        """The bytes of an attachment.

        Raises:
            ArchiveDamaged: the file is missing or changed.
        """
        return self.read(self.attachment_path(sha256), sha256)

    def staged(self, sha256: str) -> Path:
        """The Parquet file of a staged table, its fingerprint checked.

        Raises:
            ArchiveDamaged: the file is missing or changed.
        """
        path = self.table_path(sha256)
        self.read(path, sha256)
        return self.root / path

    def original(self, sha256: str) -> bytes:
        """The bytes of an archived workbook.

        Raises:
            StoreRefusal: no workbook of this fingerprint was ever archived.
            ArchiveDamaged: the file is changed.
        """
        folder = self.root / "archive" / sha256[:2]
        found = sorted(folder.glob(sha256 + "*")) if _FINGERPRINT.fullmatch(sha256) else []
        if not found:
            raise StoreRefusal(f"原件 {sha256[:12]}：档案中没有这个文件。请核对指纹。")
        return self.read(str(found[0].relative_to(self.root)), sha256)

    def read(self, path: str, sha256: str) -> bytes:
        """The bytes at ``path`` (relative to the home), which must have the given SHA-256.

        Raises:
            ArchiveDamaged: the file is missing or changed.
        """
        try:
            data = (self.root / path).read_bytes()
        except FileNotFoundError as error:
            raise ArchiveDamaged(path, "档案文件不见了") from error
        if hashlib.sha256(data).hexdigest() != sha256:
            raise ArchiveDamaged(path, "档案文件的内容与指纹不符")
        return data

    @staticmethod
    def table_path(sha256: str) -> str:
        """Where a staged table lies, relative to the home."""
        return f"staged/{sha256[:2]}/{sha256}.parquet"

    @staticmethod
    def attachment_path(sha256: str) -> str:
        """Where an attachment lies, relative to the home."""
        return f"attached/{sha256[:2]}/{sha256}"

    def _put(self, tree: str, sha256: str, suffix: str, data: bytes) -> str:
        path = f"{tree}/{sha256[:2]}/{sha256}{suffix}"
        if not self._holds(path, sha256):
            self._write(path, sha256, data)
        return path

    def _write(self, path: str, sha256: str, data: bytes) -> None:
        ensure_folder(self._waiting)
        waiting = self._waiting / f"{os.getpid()}-{secrets.token_hex(4)}-{sha256}"
        write_durably(self.root / path, data, waiting)

    def _holds(self, path: str, sha256: str) -> bool:
        try:
            self.read(path, sha256)
        except ArchiveDamaged:
            return False  # missing, or damaged: the good bytes in hand replace it
        return True


def suffix_of(name: str) -> str:
    """The suffix an original is archived under: ``.xlsx``, ``.csv.gz``; "" if it is not plain."""
    suffixes = [s.lower() for s in Path(name).suffixes]
    kept = suffixes[-2:] if suffixes and suffixes[-1] == ".gz" else suffixes[-1:]
    return "".join(s for s in kept if _SUFFIX.fullmatch(s))
