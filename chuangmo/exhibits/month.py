"""The chosen month: the year up to its last day is what every view assesses."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from chuangmo.period import Period, month_period, year_period
from chuangmo.wording import UNAUDITED_LEGEND, months_words


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


def data_through(last: date, batch: int | None, unaudited: bool) -> str:
    """Up to when the data of an exhibit reach, and what the mark in it stands for."""
    legend = f"；{UNAUDITED_LEGEND}" if unaudited else ""
    return f"数据截至 {last:%Y-%m-%d}（批次 {batch}）{legend}"
