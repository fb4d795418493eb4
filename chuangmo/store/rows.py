"""The rows that pass between loaders, store and assessment: schemas and small values.

``OBSERVATIONS`` is the staged and the stored shape alike. The *grain* (``GRAIN``) says which value
it is; of several active batches the highest number holds, an unaudited value only where there is
no other. Values are exact: DECIMAL(30,12) keeps the 15 significant digits of an Excel double after
a change of unit.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

import pyarrow as pa

VALUE = pa.decimal128(30, 12)
TIME = pa.timestamp("us")

#: Qualifiers: "" a plain value; "missing" a missing mark (value null); "invalid"; "estimated";
#: "below" below the detection limit (value = that limit); "removed" a tombstone.
OBSERVATIONS = pa.schema(
    [
        ("indicator", pa.string()),
        ("area", pa.string()),
        ("site", pa.string()),  # null: the area's own figure
        ("start", TIME),  # inclusive, local
        ("end", TIME),  # exclusive, local
        ("kind", pa.string()),  # a period kind
        ("statistic", pa.string()),  # mean mda8 max day night value rate ...
        ("dust", pa.string()),  # "" as measured, "removed" 扣沙
        ("value", VALUE),  # in the stored unit; null when missing
        ("qualifier", pa.string()),
        ("n_valid", pa.int32()),  # as the sheet gives it, else null
        ("n_expected", pa.int32()),
        ("numerator", VALUE),
        ("denominator", VALUE),
        ("weight", VALUE),  # road length
        ("unit", pa.string()),  # stored unit
        ("printed_unit", pa.string()),  # as printed, "" where the sheet has none
        ("raw", pa.string()),  # the cell's text
        ("sheet", pa.string()),  # null for text files
        ("cell", pa.string()),  # "B3"; text files "R12C5"
        ("form", pa.string()),  # fingerprint of the sheet's layout
        ("audit", pa.string()),  # UNAUDITED, AUDITED; "" where the sheet says neither (old: null)
        ("outside", pa.bool_()),  # true: of a city that is no place of the board; else null
    ]
)
#: Not yet audited (未审核、实况): holds only where no other value does, whatever came first.
UNAUDITED, AUDITED = "unaudited", "audited"
GRAIN = ("indicator", "area", "site", "start", "end", "kind", "statistic", "dust")
#: Columns whose change makes a value "changed" (the address and the file may differ freely).
CONTENT = (
    "value", "qualifier", "n_valid", "n_expected", "numerator", "denominator", "weight",
    "unit", "printed_unit", "outside",
)  # fmt: skip

#: What an observation is made of, beside it: each part with the cell it stands in. A row names its
#: observation by grain, in the same batch. Parts are shown, never counted: no mean, sum or verdict
#: reads this table. Empty for what has no parts, such as air.
PARTS = pa.schema(
    [
        *(OBSERVATIONS.field(name) for name in GRAIN),
        ("role", pa.string()),  # numerator denominator weight; of_which: a kind of a count (其中)
        ("name", pa.string()),  # the heading of its column, of a kind its own words alone
        ("value", VALUE),  # as printed; a weight in metres
        ("unit", pa.string()),  # as printed; "" where the sheet has none
        ("raw", pa.string()),
        ("sheet", pa.string()),
        ("cell", pa.string()),
    ]
)
NO_PARTS = pa.Table.from_batches([], PARTS)  # unlike empty_table(), needs no pandas
NUMERATOR, DENOMINATOR, WEIGHT, OF_WHICH = "numerator", "denominator", "weight", "of_which"

#: One row an item of a ledger; a list is a full revision of (kind, area, year) as of ``as_of``.
LEDGER = pa.schema(
    [
        ("kind", pa.string()),  # "boilers"
        ("item", pa.string()),  # area/unit_name/model/running number inside the list
        ("area", pa.string()),
        ("as_of", pa.date32()),  # the list's date
        ("year", pa.int32()),
        ("unit_name", pa.string()),
        ("model", pa.string()),
        ("count", pa.int32()),
        ("tonnage", VALUE),  # 蒸吨
        ("method", pa.string()),
        ("planned", pa.date32()),
        ("finished", pa.date32()),
        ("status", pa.string()),  # as written: 未开工 已开工 已完成 ...
        ("so2_cut", VALUE),  # 吨
        ("dust_cut", VALUE),
        ("note", pa.string()),
        ("sheet", pa.string()),
        ("row", pa.int32()),
        (
            "cells",
            pa.string(),
        ),  # JSON {"so2_cut": ["K7", "12.3"], ...}: address and raw text a field
    ]
)

DIAGNOSTICS = pa.schema(
    [
        ("code", pa.string()),
        ("severity", pa.string()),  # error warning notice
        ("confirm", pa.bool_()),
        ("sheet", pa.string()),
        ("cell", pa.string()),
        ("found", pa.string()),
        ("message", pa.string()),
    ]
)

#: Current values condensed to one row per place and stretch. Hours are summed within their local
#: day (``kind`` hour, start/end of the day, ``n`` hours with a value); every other kind keeps its
#: own stretch with ``n`` 1 (0 when missing). ``total`` is an exact sum; ``below`` is the part of it
#: that are detection limits of hours below detection, ``detection`` the largest of them.
#: Of the indicators in ``Selection.running`` a day also has the hours of its largest 8-hour running
#: mean (``statistic`` mda8, ``n_valid`` valid means of the day) and its largest hour (max).
DAY_SUMS = pa.schema(
    [
        ("indicator", pa.string()),
        ("area", pa.string()),
        ("site", pa.string()),
        ("kind", pa.string()),
        ("statistic", pa.string()),
        ("dust", pa.string()),
        ("start", TIME),
        ("end", TIME),
        ("total", pa.decimal128(38, 12)),
        ("n", pa.int64()),
        ("numerator", VALUE),
        ("denominator", VALUE),
        ("weight", VALUE),
        ("n_valid", pa.int32()),
        ("n_expected", pa.int32()),
        ("qualifier", pa.string()),
        ("demo", pa.bool_()),
        ("below", pa.decimal128(38, 12)),
        ("detection", VALUE),
        ("unaudited", pa.bool_()),
    ]
)


@dataclass(frozen=True)
class Selection:
    """Which observations: every field narrows; ``None`` and empty do not.

    Attributes:
        start, end: only periods wholly inside.
        site: "" asks for area-level rows only.
        outside: rows of the board's own places; ``True``: of cities outside it alone, which no
            figure counts; ``None``: both, where rows are compared, counted or copied.
        running: indicators whose hours are also wanted as 8-hour running means (only by
            ``day_sums``; it narrows nothing); ``running_hours`` of the eight must be there.
    """

    indicators: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    site: str | None = None
    start: datetime | None = None
    end: datetime | None = None
    kinds: tuple[str, ...] = ()
    running: tuple[str, ...] = ()
    running_hours: int = 8
    outside: bool | None = False


@dataclass(frozen=True)
class BatchEvent:
    """Something that happened to a batch, as ``replay.EVENT`` names it. ``at`` is UTC."""

    event: str
    by: str
    at: str
    reason: str


@dataclass(frozen=True)
class BatchInfo:
    """One imported file and its present state.

    Attributes:
        state: ``active``, ``withdrawn``, ``submitted`` (waiting for a reviewer), ``returned`` by
            one, ``pending`` (only the journal has it yet).
        by, at, reason: of whoever imported or submitted it.
    """

    batch: int
    file: str
    sha256: str
    state: str
    by: str
    at: str
    reason: str
    demo: bool
    counts: dict[str, int]
    first: str | None
    last: str | None
    events: tuple[BatchEvent, ...]


@dataclass(frozen=True)
class ValueChange:
    """One value that differs from the current one (for the preview)."""

    indicator: str
    area: str
    site: str | None
    start: datetime
    end: datetime
    kind: str
    old_value: str | None
    new_value: str | None
    unit: str
    cell: str
    sheet: str | None
    batch: int


@dataclass(frozen=True)
class Diff:
    """What a staged file would do to the current values.

    ``base`` is the generation it was computed against; a commit re-checks it under the lock.
    ``difference`` is a fingerprint of which values (and items of lists) change from what to what:
    equal exactly where the same would change in the same way; empty where nothing would.
    """

    added: int
    changed: int
    unchanged: int
    removed: int
    base: int
    changes: tuple[ValueChange, ...] = ()
    difference: str = ""

    @property
    def nothing(self) -> bool:
        """Whether every value is what the store shows now: to write the rows would change none."""
        return not self.difference


@dataclass(frozen=True)
class Submission:
    """Everything that one import writes, decided and complete.

    ``difference`` is what it changes, as it was shown before the decision; see :class:`Diff`.
    """

    file: str
    sha256: str
    data: bytes
    observations: pa.Table
    ledger: pa.Table
    diagnostics: pa.Table
    counts: dict[str, int]
    base: int
    actor: str
    reason: str
    demo: bool
    parser: str
    catalog: str
    city: str
    answers: dict[str, str] = field(default_factory=dict)
    confirmed_as_of: date | None = None
    difference: str = ""
    parts: pa.Table = field(default_factory=PARTS.empty_table)


@dataclass(frozen=True)
class Committed:
    """The answer to a commit: the batch number and whether the database already holds it."""

    batch: int
    state: str  # "committed", "submitted" or "pending" (已登记，待入库)
