"""The chosen month: the year up to its last day is what every view assesses."""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from chuangmo.period import Period, month_period, year_period
from chuangmo.service.figure_scope import names_behind
from chuangmo.service.questions import Questions
from chuangmo.wording import UNAUDITED_LEGEND, months_words

#: So many batches are named in a foot.
_NAMED = 3


@dataclass(frozen=True)
class Month:
    """The chosen month: the year up to its last day is assessed."""

    period: Period

    @property
    def year(self) -> int:
        """The assessed year."""
        return self.period.start.year

    @property
    def year_period(self) -> Period:
        """The whole year."""
        return year_period(self.year)

    @property
    def as_of(self) -> date:
        """The last day of the month; data time is cut there."""
        return date(self.year, self.month, monthrange(self.year, self.month)[1])

    @property
    def month(self) -> int:
        """1 to 12."""
        return self.period.start.month

    @property
    def span(self) -> str:
        """``1—10月``."""
        return months_words(self.year, self.month)

    @property
    def words(self) -> str:
        """``2008年1—10月``."""
        return f"{self.year}年{self.span}"

    @property
    def before(self) -> "Month | None":
        """The month before in the same year; ``None`` in January."""
        if self.month == 1:
            return None
        return Month(month_period(self.year, self.month - 1))


def data_through(
    reader: Questions,
    as_of: date,
    shown: Iterable[tuple[str, str]] | None = None,
    *,
    unaudited: bool = False,
    years: int = 2,
) -> str:
    """``数据截至 2008-10-31（批次 58、60）``: of each figure shown the newest batch behind it.

    Args:
        shown: indicator and place of every figure; ``None``: whatever the years have.
        unaudited: whether any of them rests on data that nobody has audited, which is said.
        years: so many up to ``as_of`` are shown.
    """
    extent = reader.extent()
    last = min(as_of, extent.last) if extent.last else as_of
    newest = reader.newest_batches(date(as_of.year - years + 1, 1, 1), as_of)
    held = set(newest.values()) if shown is None else _behind(reader, newest, shown, as_of)
    legend = f"；{UNAUDITED_LEGEND}" if unaudited else ""
    return f"数据截至 {last:%Y-%m-%d}{_batches(sorted(held))}{legend}"


def _behind(
    reader: Questions, newest: Mapping[tuple[str, str], int], shown: Iterable[tuple[str, str]],
    as_of: date,
) -> set[int]:  # fmt: skip
    """The batches of the figures shown; a figure of the whole city has those of its districts."""
    wanted: dict[str, set[str]] = {}
    for indicator, area in set(shown):
        place = area if reader.catalog.area_kind(area) == "district" else ""
        for name in names_behind(reader.catalog, indicator, as_of):
            wanted.setdefault(name, set()).add(place)
    return {
        batch
        for (name, area), batch in newest.items()
        if not wanted.get(name, set()).isdisjoint(("", area))
    }


def _batches(held: list[int]) -> str:
    if not held:
        return ""
    if len(held) > _NAMED:
        return f"（批次 {held[-1]} 等 {len(held)} 个）"
    return f"（批次 {'、'.join(map(str, held))}）"
