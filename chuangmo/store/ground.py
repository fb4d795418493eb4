"""Where tables are written: a database of one city's own, or tables of many cities."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final


@dataclass(frozen=True)
class Ground:
    """The tables of one city among those that are written to.

    Attributes:
        front: stands before the name of a table. city: whose rows are meant where tables hold
            those of several; every table then begins with a column ``city``.
    """

    front: str = ""
    city: str | None = None

    def table(self, name: str) -> str:
        """The name by which a table is written to."""
        return self.front + name

    def values(self, table: str, values: Sequence[Any]) -> tuple[str, list[Any]]:
        """The statement that appends one row, and its parameters."""
        given = [*self._mine, *values]
        marks = ", ".join("?" for _ in given)
        return " ".join(("INSERT INTO", self.table(table), "VALUES (", marks, ")")), given

    def rows(self, table: str, columns: Sequence[str], selected: Sequence[str], source: str) -> str:
        """The statement that appends what is selected; parameters also ``named``."""
        into = ", ".join([*(["city"] if self.city else []), *columns])
        what = ", ".join([*(["$city"] if self.city else []), *selected])
        words = ("INSERT INTO", self.table(table), "(", into, ") SELECT", what, "FROM", source)
        return " ".join(words)

    def where(self, condition: str) -> str:
        """A condition for this city's rows alone; parameters also ``named``."""
        return f"{condition} AND city = $city" if self.city else condition

    @property
    def named(self) -> dict[str, str]:
        """The parameter that the statements of ``rows`` and ``where`` have besides their own."""
        return {"city": self.city} if self.city else {}

    @property
    def _mine(self) -> list[str]:
        return [self.city] if self.city else []


#: A database of one city's own.
OWN: Final = Ground()
