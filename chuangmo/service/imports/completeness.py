"""Reports due and received: every duty of the city against what was imported, and the 催报 text."""

from calendar import monthrange
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import groupby

import pyarrow as pa
import pyarrow.compute as pc

from chuangmo.access.actor import VIEWER, Actor
from chuangmo.assess import reasons
from chuangmo.assess.verdict_types import Statistic
from chuangmo.catalog.city_parts import Duty
from chuangmo.period import (
    Period,
    day_words,
    local_date,
    month_period,
    months_period,
    today,
    year_period,
)
from chuangmo.service.board import Board, require
from chuangmo.service.figure_scope import names_behind
from chuangmo.service.figures.figures import Figures
from chuangmo.service.imports import demo_arrivals
from chuangmo.store.rows import Selection

REPORTED, LATE, INVALID, MISSING, NOT_DUE = "reported", "late", "invalid", "missing", "not_due"
#: Sent and waiting for a reviewer: nobody owes it any more, and no figure counts it yet.
SUBMITTED = "submitted"
STATES = (REPORTED, LATE, INVALID, MISSING, NOT_DUE, SUBMITTED)
_WORDS = {MISSING: "未报", INVALID: "已报但有效数据不足"}
#: The data are there: what lacks is the class of a section or station, no matter of the report.
_NOT_THEIRS = (reasons.NO_CLASS, reasons.NO_SECTION_CLASS)
_CLOSES = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True)
class DutyRow:
    """One cell of the board: what one area owes of one indicator for one month.

    Attributes:
        month: ``2008-10``; a quarterly or yearly report stands in its last month.
        state: one of ``STATES``; ``not_due`` also where this month owes nothing (``due`` null).
        due: last day for sending it; received: local day of the first active batch, of what is
            ``submitted`` of the file that waits; batch: its number.
        reason: why the figure is invalid, empty otherwise.
        demo: the batch is the demonstration's: the day of receipt is invented
            (``demo_arrivals``).
    """

    indicator: str
    area: str
    site: str | None
    month: str
    state: str
    due: str | None
    received: str | None
    batch: int | None
    n_valid: int | None
    n_expected: int | None
    contact: str
    reason: str = ""
    demo: bool = False


@dataclass(frozen=True)
class Reminder:
    """The 催报 text for one area, ready to copy."""

    area: str
    contact: str
    text: str


@dataclass(frozen=True)
class Completeness:
    """The board of a period. Rows: areas, indicators and months in catalog order."""

    period: Period
    as_of: date
    counts: dict[str, int]
    rows: tuple[DutyRow, ...]
    reminders: tuple[Reminder, ...]


@dataclass(frozen=True)
class _Arrival:
    batch: int
    day: date
    demo: bool

    def for_duty(self, duty: Duty, area: str, month: Period) -> "_Arrival":
        """The arrival as it is judged: one of the demonstration on its invented day."""
        if not self.demo:
            return self
        day = demo_arrivals.received(duty.indicators, area, month, due_day(duty, month))
        return replace(self, day=day)


#: Indicator or list, area, first day of a month.
_Key = tuple[str, str, date]


def _carried(board: Board, batch: int) -> list[_Key]:
    """What a batch has figures or lists of, in force or not."""
    observations, ledger = board.store.carried(batch)
    kept = pc.fill_null(pc.not_equal(observations["qualifier"], "removed"), True)
    found = observations.select(["indicator", "area", "end"]).filter(kept)
    ends = pc.subtract(found["end"], pa.scalar(timedelta(microseconds=1)))
    months = pc.floor_temporal(ends, unit="month").cast(pa.date32())
    series = found.select(["indicator", "area"]).append_column("month", months)
    rows = series.group_by(["indicator", "area", "month"]).aggregate([]).to_pylist()
    lists = ledger.select(["kind", "area", "as_of"]).to_pylist()
    return [
        *((row["indicator"], row["area"], row["month"]) for row in rows),
        *((row["kind"], row["area"], row["as_of"].replace(day=1)) for row in lists),
    ]


class _Arrivals:
    """What has come, by indicator, area and month; and the figures behind it."""

    def __init__(self, board: Board, period: Period, as_of: date, names: tuple[str, ...]) -> None:
        self._board, self._as_of, self._names = board, as_of, names
        self._figures: dict[Period, Figures] = {}
        first = datetime(period.start.year, 1, 1)
        table = board.store.arrivals(Selection(start=first, end=period.end))
        self._known = board.store.batches()
        self._came = {
            info.batch: _Arrival(info.batch, local_date(info.at), info.demo) for info in self._known
        }
        self._first = {
            (row["name"], row["area"], row["month"]): self._came[row["batch"]]
            for row in table.to_pylist()
        }

    @cached_property
    def _waiting(self) -> dict[_Key, _Arrival]:
        """What the files that wait for a reviewer have."""
        return {
            key: self._came[info.batch]
            for info in reversed(self._known)
            if info.state == SUBMITTED
            for key in _carried(self._board, info.batch)
        }

    def standing(self, areas: tuple[str, ...], month: Period) -> list[str]:
        """Of some areas those that are districts in a month, whole or in part."""
        there = self._board.catalog.areas(month.start.date())
        open_places = self._board.catalog.city.open_places
        return [area for area in areas if open_places or area in there]

    def first(self, indicator: str, area: str, months: list[Period]) -> _Arrival | None:
        """The earliest batch that carried one of the months (of a ledger's tasks also a list)."""
        return self._earliest(self._first, indicator, area, months)

    def waiting(self, indicator: str, area: str, months: list[Period]) -> _Arrival | None:
        """As ``first``, of the files that wait for a reviewer."""
        return self._earliest(self._waiting, indicator, area, months)

    def _earliest(
        self, held: dict[_Key, _Arrival], indicator: str, area: str, months: list[Period]
    ) -> _Arrival | None:
        if not held:
            return None
        names = names_behind(self._board.catalog, indicator, months[-1].last_day)
        days = [month.start.date() for month in months]
        found = [held.get((name, area, day)) for name in names for day in days]
        return min((one for one in found if one), key=lambda one: one.batch, default=None)

    def figure(self, indicator: str, area: str, span: Period) -> Statistic:
        """The figure that the report gives, with its valid and expected counts."""
        if span not in self._figures:
            self._figures[span] = Figures(
                self._board, span, max(self._as_of, span.last_day),
                indicators=self._names, years_back=0,
            )  # fmt: skip
        return self._figures[span].figure(indicator, span, area=area)


def completeness(
    board: Board, actor: Actor, period: Period, as_of: date | None = None
) -> Completeness:
    """Every duty of the city (``duties.toml``) for the months of a period.

    A report is ``late`` when its first active batch came after the due day (of the demonstration:
    when its invented day of receipt is after it), ``invalid`` when its
    figure stays below the validity rule (HJ 663, GB 3095), ``missing`` when the due day has passed
    without it; the month of a report that is still running is ``not_due``.
    """
    require(actor, VIEWER)
    cut = as_of or today()
    duties = board.catalog.city.duties
    names = tuple(dict.fromkeys(name for duty in duties for name in duty.indicators))
    arrivals = _Arrivals(board, period, cut, names)
    found = {
        (row.area, row.indicator, row.month): row
        for duty in duties
        for row in _rows(duty, period, cut, arrivals)
    }
    rows = tuple(sorted(found.values(), key=_order(board, names)))
    counted = Counter(row.state for row in rows)
    counts = {state: counted[state] for state in STATES}
    return Completeness(period, cut, counts, rows, tuple(_reminders(board, rows, cut)))


def reports_in(board: Board, actor: Actor, month: Period) -> tuple[int, int]:
    """How many of the reports of a month have come, valid or not, and how many it asks for."""
    return next(reports_by_month(board, actor, [month]))


def reports_by_month(
    board: Board, actor: Actor, months: Iterable[Period]
) -> Iterator[tuple[int, int]]:
    """For one month after the other what ``reports_in`` says, the store asked once a year."""
    require(actor, VIEWER)
    return _by_month(board, months)


def _by_month(board: Board, months: Iterable[Period]) -> Iterator[tuple[int, int]]:
    duties = board.catalog.city.duties
    names = tuple(dict.fromkeys(name for duty in duties for name in duty.indicators))
    for _, together in groupby(months, key=lambda month: month.start.year):
        of_year = list(together)
        span = replace(of_year[0], end=max(month.end for month in of_year))
        arrivals = _Arrivals(board, span, today(), names)
        yield from (_reports(duties, month, arrivals) for month in of_year)


def _reports(duties: Sequence[Duty], month: Period, arrivals: _Arrivals) -> tuple[int, int]:
    found: dict[tuple[str, str], bool] = {}
    for duty in duties:
        if month.start.month % _CLOSES[duty.every]:
            continue
        months = _months_of(duty, month)
        for area in duty.areas:
            for indicator in duty.indicators:
                found[area, indicator] = arrivals.first(indicator, area, months) is not None
    return sum(found.values()), len(found)


def _months_of(duty: Duty, month: Period) -> list[Period]:
    """The months whose figures answer a duty that closes with a month."""
    return year_period(month.start.year).months() if duty.every == "year" else [month]


def _order(board: Board, names: tuple[str, ...]) -> Callable[[DutyRow], tuple[int, int, str]]:
    areas = {area: n for n, area in enumerate(board.catalog.areas())}
    indicators = {name: n for n, name in enumerate(names)}
    return lambda row: (areas.get(row.area, len(areas)), indicators[row.indicator], row.month)


def _rows(duty: Duty, period: Period, cut: date, arrivals: _Arrivals) -> Iterator[DutyRow]:
    for month in period.months():
        owed = month.start.month % _CLOSES[duty.every] == 0
        for area in arrivals.standing(duty.areas, month):
            for indicator in duty.indicators:
                row = _row(duty, indicator, area, month, cut, arrivals) if owed else None
                yield row or DutyRow(
                    indicator, area, None, month.text, NOT_DUE, None, None, None, None, None,
                    duty.contact,
                )  # fmt: skip


def _row(
    duty: Duty, indicator: str, area: str, month: Period, cut: date, arrivals: _Arrivals
) -> DutyRow:
    due, months = due_day(duty, month), _months_of(duty, month)
    ended = month.last_day <= cut
    came = arrivals.first(indicator, area, months) if ended else None
    came = came and came.for_duty(duty, area, month)
    figure = arrivals.figure(indicator, area, _span(duty, month)) if came else None
    state = _state(came, figure, due, cut)
    waits = arrivals.waiting(indicator, area, months) if ended else None
    if waits is not None and state in (MISSING, INVALID, NOT_DUE):
        waits = waits.for_duty(duty, area, month)
        return DutyRow(
            indicator, area, None, month.text, SUBMITTED, due.isoformat(), waits.day.isoformat(),
            waits.batch, None, None, duty.contact, demo=waits.demo,
        )  # fmt: skip
    return DutyRow(
        indicator, area, None, month.text, state, due.isoformat(),
        came.day.isoformat() if came else None,
        came.batch if came else None,
        figure.n_valid if figure else None,
        figure.n_expected if figure else None,
        duty.contact,
        figure.reason if figure and state == INVALID else "",
        came.demo if came else False,
    )  # fmt: skip


def _state(came: _Arrival | None, figure: Statistic | None, due: date, cut: date) -> str:
    if came is None or figure is None:
        return MISSING if cut > due else NOT_DUE
    if not figure.valid and figure.reason_code not in _NOT_THEIRS:
        return INVALID
    return LATE if came.day > due else REPORTED


def due_day(duty: Duty, month: Period) -> date:
    """The last day for the report that closes with ``month``: a day of the month after it."""
    after = month_period(month.end.year, month.end.month).start
    last = monthrange(after.year, after.month)[1]
    return date(after.year, after.month, min(duty.due_day, last))


def _span(duty: Duty, month: Period) -> Period:
    """What the report sums up: the month, January to the quarter's end, or the year."""
    year, last = month.start.year, month.start.month
    if duty.every == "month":
        return month
    return year_period(year) if last == 12 else months_period((year, 1), (year, last))


# -- reminders ------------------------------------------------------------------------------------


def _reminders(board: Board, rows: tuple[DutyRow, ...], cut: date) -> Iterator[Reminder]:
    owing = [row for row in rows if row.state in _WORDS]
    reached = {office.name: office.reached for office in board.catalog.city.offices}
    for area in dict.fromkeys(row.area for row in owing):
        mine = [row for row in owing if row.area == area]
        contacts = "、".join(
            dict.fromkeys(reached.get(row.contact, row.contact) for row in mine if row.contact)
        )
        yield Reminder(area, contacts, _text(board, area, mine, cut, contacts))


def _text(board: Board, area: str, rows: list[DutyRow], cut: date, contacts: str) -> str:
    lines = [
        f"关于催报创模指标数据的通知（{area}）",
        "",
        f"截至{day_words(cut)}，{area}应报的下列数据尚未报送，或有效数据不足、需要补报：",
    ]
    groups: dict[tuple[str, str], list[DutyRow]] = {}
    for row in rows:
        groups.setdefault((row.indicator, row.state), []).append(row)
    for number, ((indicator, state), owed) in enumerate(groups.items(), start=1):
        months = "、".join(f"{int(r.month[:4])}年{int(r.month[5:])}月" for r in owed)
        first = date.fromisoformat(owed[0].due or cut.isoformat())
        earliest = "" if len(owed) == 1 else "最早一期"
        until = f"{earliest}应于{day_words(first)}前报送"
        name = board.catalog.indicator(indicator).name
        lines.append(f"{number}. {name}：{months}{_WORDS[state]}，{until}。")
    lines += ["", "请尽快核对并报送；因故不能报送的，请书面说明原因。"]
    return "\n".join([*lines, f"联系单位：{contacts}"] if contacts else lines)
