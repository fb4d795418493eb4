"""The 创模 programmes as the catalog holds them: a version with its items."""

from datetime import date
from typing import Literal

from pydantic import Field

from chuangmo.catalog.entry import CatalogEntry, Confidence, DecimalText, Operator


class SchemeItem(CatalogEntry):
    """One item of a 创模 programme.

    Quantitative items name an indicator and a threshold, or ``limit_from = "standard"`` where the
    requirement is the annual limit in force. Items of one ``group`` hold together: ``all`` of them
    or ``any`` of them. Relative and qualitative items are entered by hand with a document.
    ``missing`` says what of the requirement could not be found: such an item is listed and
    cannot be assessed.
    """

    id: str
    name: str
    category: str
    kind: Literal["quantitative", "relative", "qualitative"]
    indicators: tuple[str, ...] = ()
    operator: Operator = "=="
    threshold: DecimalText | None = None
    requirement: str = ""
    limit_from: Literal["", "standard"] = ""
    unit: str = ""
    averaging: str = ""
    scope: str
    group: str = ""
    group_rule: Literal["", "all", "any"] = ""
    formula: str = ""
    note: str = ""
    missing: str = ""
    source: str
    confidence: Confidence

    def takes(self, result: str) -> bool:
        """Whether a result may be entered by hand.

        Numbers are judged from data: beside them only "not applicable", or the result of a
        condition in words that the item asks for as well.
        """
        return self.kind != "quantitative" or bool(self.requirement) or result == "not_applicable"


class Dated(CatalogEntry):
    """From when to when something is in force.

    ``from`` is the day it begins. Where that is not known it stays out; ``not_before`` and
    ``not_after`` then bound it, if anything does. ``to`` is the last day, absent while it goes on.
    """

    from_: date | None = Field(default=None, alias="from")
    not_before: date | None = None
    not_after: date | None = None
    to: date | None = None

    @property
    def is_dated(self) -> bool:
        """Whether anything is known of its beginning."""
        return (self.from_ or self.not_before or self.not_after) is not None

    @property
    def earliest(self) -> date:
        """The first day on which it may have begun."""
        return self.from_ or self.not_before or date.min

    @property
    def latest(self) -> date:
        """The last day on which it may have begun."""
        return self.from_ or self.not_after or date.max

    def begun(self, on: date) -> bool | None:
        """Whether it has begun by a day; ``None`` where that is not known."""
        if on < self.earliest:
            return False
        return True if on >= self.latest else None

    @property
    def words(self) -> str:
        """``2007-01-01 起``, ``施行日不明（2008-01-01 至 2009-01-01 之间）…`` for a page."""
        if self.from_ == date.min:
            return "一直"
        if self.from_:
            begins = f"{self.from_} 起"
        else:
            ends = [str(day) for day in (self.not_before, self.not_after) if day]
            begins = "施行日不明" + (f"，在 {' 与 '.join(ends)} 之间" if ends else "")
        return f"{begins}，至 {self.to}" if self.to else begins


class SchemePeriod(Dated):
    """From when to when a city follows a 创模 programme, and what says so."""

    scheme: str
    source: str
    confidence: Confidence


class Scheme(Dated):
    """A 创模 programme by version, with its own dates.

    ``official_items`` is the number of items its document has (0: not known); the catalog may
    list fewer, and of those listed it may lack the requirement (``missing``).
    """

    id: str
    name: str
    document: str
    source: str
    confidence: Confidence
    note: str = ""
    official_items: int = 0
    items: tuple[SchemeItem, ...]
