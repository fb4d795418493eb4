"""Where the parts of one home lie."""

from dataclasses import dataclass
from pathlib import Path

from chuangmo.settings import Settings


@dataclass(frozen=True)
class Home:
    """The paths of one home.

    Attributes:
        root: the folder HOME itself.
    """

    root: Path

    @classmethod
    def of(cls, settings: Settings) -> "Home":
        """The home that the settings name."""
        return cls(settings.home)

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
    def lock(self) -> Path:
        """The lock that whoever opens the home holds; it stays afterwards."""
        return self.root / "lock"

    @property
    def restoring(self) -> Path:
        """Is there while a backup is being restored; left by a restoring that was cut short."""
        return self.root / "restoring"

    @property
    def quarantine(self) -> Path:
        """Where unusable databases and torn lines are kept for inspection."""
        return self.root / "quarantine"


def wal_of(database: Path) -> Path:
    """The write-ahead log beside a DuckDB file."""
    return database.with_name(database.name + ".wal")
