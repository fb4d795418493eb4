"""Districts that go by another name: their rows go with them, from one journal line on.

The staged tables in the archive keep the names under which they came; a line of the journal that
says ``RENAMED`` gives every row up to it the new one, and so does a rebuild when it comes to it.
"""

from dataclasses import dataclass
from typing import Any, Final

from chuangmo.store.database import Cursor
from chuangmo.store.ground import Ground
from chuangmo.store.journal import JournalEntry

#: Key of a payload: a list of ``{"old": name, "new": name}``.
RENAMED = "renamed"

#: Rows of cities outside the board keep theirs: a name that is the board's own is not meant.
_ROWS: Final = (
    ("observations", "area = $new", "outside IS NOT TRUE"),
    ("parts", "area = $new", "true"),
    # an item is named by its district first: the next list finds it again
    (
        "ledger_items",
        """area = $new, item = CASE WHEN starts_with(item, $old || '/')
        THEN $new || substr(item, length($old) + 1) ELSE item END""",
        "true",
    ),
)


def said_by(names: dict[str, str]) -> dict[str, Any]:
    """What a payload says of districts that were renamed; nothing where none was."""
    pairs = [{"old": old, "new": new} for old, new in sorted(names.items())]
    return {RENAMED: pairs} if pairs else {}


def renamed_in(entry: JournalEntry) -> dict[str, str]:
    """Old name to new one of every district that a journal line renames."""
    pairs = (entry.body.get("payload") or {}).get(RENAMED, ())
    return {one["old"]: one["new"] for one in pairs}


def rename_areas(cursor: Cursor, names: dict[str, str], ground: Ground) -> None:
    """Give the rows of districts their new names, inside the transaction of a journal line."""
    for old, new in names.items():
        for table, change, which in _ROWS:
            where = ground.where(f"area = $old AND {which}")
            words = ("UPDATE", ground.table(table), "SET", change, "WHERE", where)
            cursor.execute(" ".join(words), {"old": old, "new": new} | ground.named)


@dataclass(frozen=True)
class AreaRows:
    """How much stands under the name of a district, of all batches, withdrawn ones too."""

    figures: int
    items: int

    def __bool__(self) -> bool:
        return bool(self.figures or self.items)


def rows_of_area(cursor: Cursor, area: str) -> AreaRows:
    """What stands under a name."""
    found = cursor.execute(
        """SELECT (SELECT count(*) FROM observations WHERE area = $area),
        (SELECT count(*) FROM ledger_items WHERE area = $area)""",
        {"area": area},
    ).fetchone()
    return AreaRows(*(found or (0, 0)))
