"""Where the parts of one home lie."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chuangmo.identity import read_identity
from chuangmo.settings import RENEWING, Settings
from chuangmo.store.archive import Archive
from chuangmo.store.home.place import SharedPlace, place_of
from chuangmo.store.journal import AUDIT, SERVER

#: Name of the folder of drafts.
DRAFTS = "drafts"


@dataclass(frozen=True)
class Home:
    """The paths of one home.

    Attributes:
        root: the folder HOME itself.
        place: where journal and archive are that several servers share; ``None``: in the home.
            Then ``journal`` and ``witness`` are this server's copies.
    """

    root: Path
    place: SharedPlace | None = None

    @classmethod
    def of(cls, settings: Settings) -> "Home":
        """The home that the settings name; ``UnfitHome`` as ``place_of``."""
        return cls(settings.home, place_of(settings))

    @property
    def archive(self) -> Archive:
        """The archive: in the home, or in the folder that several servers share."""
        return Archive(self.place.archive, shared=True) if self.place else Archive(self.root)

    @property
    def in_lake(self) -> bool:
        """Whether the tables are in a lake, and not in a file of the home."""
        return self.place is not None and self.place.lake is not None

    @property
    def database(self) -> Path:
        """The DuckDB file; a product, to be deleted at will."""
        return self.root / "board.duckdb"

    @property
    def journal(self) -> Path:
        """The journal: with the archive the whole truth."""
        return self.root / "journal.jsonl"

    @property
    def witness(self) -> Path:
        """The second copy of the journal, written after each line: what tells that it was cut."""
        return self.root / "witness" / "journal.jsonl"

    @property
    def audit_head(self) -> Path:
        """The last line of the audit: its number and fingerprint, written after each line."""
        return self.root / "audit.head"

    def audit_seen(self) -> dict[str, Any]:
        """The fields of a journal line that say how the audit ends; empty where there is none."""
        try:
            number, _, sha256 = self.audit_head.read_text(encoding="ascii").strip().partition(" ")
            seen: dict[str, Any] = {AUDIT: [int(number), sha256]}
        except (OSError, ValueError):
            return {}
        identity = read_identity(self.root) if self.place else None
        return seen | {SERVER: identity.home} if identity else seen

    @property
    def lock(self) -> Path:
        """The lock that whoever opens the home holds; it stays afterwards."""
        return self.root / "lock"

    @property
    def restoring(self) -> Path:
        """Is there while a backup is being restored; left by a restoring that was cut short."""
        return self.root / "restoring"

    @property
    def renewing(self) -> Path:
        """Is there from the moment that a home begins anew until all its parts are in place."""
        return self.root / RENEWING

    @property
    def fresh(self) -> Path:
        """The home that is to stand here, made ready inside the present one."""
        return self.root / "renewing.home"

    @property
    def drafts(self) -> Path:
        """What people have in hand and have not confirmed; no part of the data."""
        return self.root / DRAFTS

    @property
    def quarantine(self) -> Path:
        """Where unusable databases and torn lines are kept for inspection."""
        return self.root / "quarantine"


def wal_of(database: Path) -> Path:
    """The write-ahead log beside a DuckDB file."""
    return database.with_name(database.name + ".wal")
