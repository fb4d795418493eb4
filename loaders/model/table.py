"""The parts of a table once it is found: blocks, columns, units, places and parts of a period."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from loaders.model.sheet import Sheet


@dataclass(frozen=True)
class Unit:
    """A unit read from a label.

    Attributes:
        name: canonical spelling, as the catalog writes it.
        dimension: units of one dimension convert into each other.
        size: the unit expressed in the base unit of its dimension (exact).
        damaged: the spelling had lost its superscript 3.
    """

    name: str
    dimension: str
    size: Decimal
    damaged: bool = False


class TimeParts(NamedTuple):
    """What a text says about time; ``None`` where it says nothing.

    ``first_month`` and ``last_month`` make a range inside one year; ``as_of`` marks 截至;
    ``to_month`` and ``to_day`` end a range of days; ``week`` is a number without its days.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    hour: int | None = None
    first_month: int | None = None
    last_month: int | None = None
    quarter: int | None = None
    half: int | None = None
    as_of: bool = False
    to_month: int | None = None
    to_day: int | None = None
    week: int | None = None

    def __bool__(self) -> bool:
        return (
            self.year is not None or self.month is not None or self.day is not None
            or self.hour is not None or self.last_month is not None
            or self.quarter is not None or self.half is not None or self.week is not None
        )  # fmt: skip


NOTHING = TimeParts()


Place = tuple[str, str | None]  # (area, site)


#: The place of a row that an answer leaves out; no area is named so.
LEFT_OUT: Place = ("", None)
#: Stands for a site of a city outside the board.
OUTSIDE: Place = ("", "")


TIME_ROLES = ("date", "ym", "year", "quarter", "month", "day", "hour")


@dataclass(frozen=True)
class Column:
    """One column with its role and what its header says about the axes of its values.

    Attributes:
        role: ``key value part derived ignored``; ``class`` of the classes of sites.
        key: for keys the axis or part of it (``date ym year quarter month day hour district place
            site indicator unit statistic``).
        indicator: of values and parts; empty when another source must say it.
        part: ``numerator denominator weight n_valid`` for parts.
        also: (role, indicator) of rates whose numerator or denominator the column is as well, for
            values that are counts of their own and parts that several rates share.
        modifiers: words of ``words.MODIFIERS`` in the header, outer levels included.
        serves: indexes of the value columns whose valid days a part column counts.
        zone: class of the functional area (1类区) that the header names.
        quantity: id of the kind of quantity that the header names beside its indicator, or that
            the indicator of the title must be of itself (达标率).
        reason: why an ignored or derived column is not read. ``unknown-label``: the header names
            ``indicator`` and more that nobody knows.
    """

    index: int
    header: tuple[str, ...]
    role: str
    key: str = ""
    indicator: str = ""
    part: str = ""
    also: tuple[tuple[str, str], ...] = ()
    places: tuple[tuple[str, str], ...] = ()
    period: TimeParts = NOTHING
    statistic: str = ""
    unit: Unit | None = None
    modifiers: tuple[str, ...] = ()
    serves: tuple[int, ...] = ()
    zone: str = ""
    quantity: str = ""
    reason: str = ""

    @property
    def title(self) -> str:
        """The header as one text."""
        return "/".join(self.header) or f"第{self.index + 1}列"


@dataclass
class Block:
    """One table: its header texts by column, its body rows and the lines around it.

    Attributes:
        headers: for each column the header texts from the top down, through merges.
        body: rows of data, totals included.
        titles: title and context lines, nearest first.
        run: the integer header run by column (1..12), empty where there is none.
    """

    sheet: Sheet
    headers: dict[int, tuple[str, ...]]
    body: list[int]
    titles: tuple[str, ...]
    notes: list[str] = field(default_factory=list)
    run: dict[int, int] = field(default_factory=dict)
    header_rows: tuple[int, ...] = ()
