"""Tasks with a yearly quota as reported in tables: cumulative figures and single months."""

from dataclasses import replace
from datetime import datetime
from fractions import Fraction

from chuangmo.assess import reasons
from chuangmo.assess.figure_request import FigureRequest
from chuangmo.assess.figures.cumulative import months_from_cumulative
from chuangmo.assess.stretches import Stretch
from chuangmo.assess.verdict_types import Statistic
from chuangmo.period import MONTH, day_words

CUMULATIVE_RULE = "当年最近一次累计数；单月数与累计数不相加"
MONTHS_RULE = "当年各月数之和（报表没有累计数）"
DIFFERENCE_RULE = "相邻两次累计数之差"
NEGATIVE_NOTE = "由累计数相减得到，为负数：可能是更正或重报，请核对。"
SUM_RULE = "各区县累计数之和"
SILENT_NOTE = "未报、未计入的区县：{members}"
LATEST_RULE = "时段内最近一次报送的数值"
LATEST_SUM_RULE = "计入全市的各区县最近一次报送数之和（{areas}）"


def latest(request: FigureRequest) -> Statistic:
    """The last figure reported inside the period: a score, a rank, a state."""
    rows = [row for row in request.own_rows() if row.has_value]
    if not rows:
        return no_data(request, LATEST_RULE)
    row = max(rows, key=lambda found: (found.end, found.start))
    found = _answer(request, row.mean, [row], LATEST_RULE, "reported", closed_by=row)
    if not request.indicator.is_rank or row.denominator is None:
        return found
    return replace(found, denominator=Fraction(row.denominator))


def sum_of_latest(request: FigureRequest) -> Statistic:
    """The last figure reported inside the period, of a city without one that of its members.

    Of a state that adds up (km² of 烟尘控制区): what stands at the end of the period, no matter
    when it was reported; the members are those of the rate that it is a part of.
    """
    own = latest(request)
    if own.value is not None or not request.members:
        return own
    found: dict[str, Stretch] = {}
    reported = [row for row in request.member_rows() if row.has_value]
    for row in sorted(reported, key=lambda row: (row.end, row.start)):
        found[row.area] = row
    rows = [found[member] for member in request.members if member in found]
    if not rows:
        return own
    value = sum((row.mean for row in rows), Fraction(0))
    rule = LATEST_SUM_RULE.format(areas="、".join(row.area for row in rows))
    answer = _answer(request, value, rows, rule, "reported", closed_by=min(rows, key=_end))
    return _with_silent(request, answer, rows)


def cumulative(request: FigureRequest) -> Statistic:
    """Done since the period began: the latest cumulative row, else single months added up.

    A city without a row of its own is the sum of its members' latest rows. A month without a
    row of its own is the difference of cumulative rows.
    """
    own = [row for row in request.own_rows() if row.has_value]
    if own:
        return _one_place(request, own)
    if request.period.kind == MONTH and (month := _month_by_difference(request)):
        return month
    members = _member_figures(request)
    if not members:
        return no_data(request, CUMULATIVE_RULE)
    rows = [row for found in members for row in found]
    value = sum((row.mean for row in rows), Fraction(0))
    found = _answer(request, value, rows, SUM_RULE, "reported", closed_by=min(rows, key=_end))
    return _with_silent(request, found, rows)


def _with_silent(request: FigureRequest, found: Statistic, rows: list[Stretch]) -> Statistic:
    """The sum of a city with the members that reported nothing."""
    silent = [member for member in request.members if member not in {row.area for row in rows}]
    note = SILENT_NOTE.format(members="、".join(silent)) if silent else ""
    return replace(found, note="；".join(part for part in (found.note, note) if part))


def of_one_place(request: FigureRequest, area: str) -> tuple[Statistic, Stretch] | None:
    """What a place itself reports, with the row that closes it; ``None`` where it reports none."""
    one = replace(request, area=area, members=(), book=None)
    rows = [row for row in one.own_rows() if row.has_value]
    if not rows:
        return None
    return _one_place(one, rows), max(_latest_or_months(one, rows), key=_end)


def _one_place(request: FigureRequest, rows: list[Stretch]) -> Statistic:
    chosen = _latest_or_months(request, rows)
    value = sum((row.mean for row in chosen), Fraction(0))
    rule = CUMULATIVE_RULE if len(chosen) == 1 else MONTHS_RULE
    return _answer(request, value, chosen, rule, "reported", closed_by=max(chosen, key=_end))


def _latest_or_months(request: FigureRequest, rows: list[Stretch]) -> list[Stretch]:
    states = [row for row in rows if row.kind == "snapshot"]  # 截至某日：since January as well
    running = states + [
        row for row in rows if row.start == request.period.start and row.kind != "snapshot"
    ]
    longer = [row for row in running if row.kind != "month"] or running
    months = sorted((row for row in rows if row.kind == "month"), key=_end)
    if longer and not (len(longer) == 1 and longer[0].kind == "month" and len(months) > 1):
        return [max(longer, key=_end)]
    return months or rows


def _month_by_difference(request: FigureRequest) -> Statistic | None:
    """One month out of cumulative rows; a city's is the sum over its members."""
    own = _month_of(request, request.area)
    found = [own] if own else [_month_of(request, member) for member in request.members]
    parts = [part for part in found if part is not None]
    if not parts:
        return None
    value = sum((part[0] for part in parts), Fraction(0))
    rows = [part[1] for part in parts]
    answer = _answer(request, value, rows, DIFFERENCE_RULE, "reported", closed_by=rows[0])
    below = any(part[0] < 0 for part in parts)
    return replace(answer, statistic="value", note=NEGATIVE_NOTE if below else "")


def _month_of(request: FigureRequest, area: str) -> tuple[Fraction, Stretch] | None:
    """(value, the row that closes it) of the asked month for one place."""
    rows = [
        row
        for row in request.rows
        if row.area == area
        and row.site is None
        and row.start.year == request.period.start.year
        and row.end <= request.elapsed.end
    ]
    for month in months_from_cumulative(rows):
        same = (month.period.start, month.period.end)
        if same == (request.period.start, request.period.end):
            closing = next(row for row in rows if row.end == month.period.end and row.has_value)
            return month.value, closing
    return None


def _member_figures(request: FigureRequest) -> list[list[Stretch]]:
    reported = [row for row in request.member_rows() if row.has_value]
    of_members = ([r for r in reported if r.area == member] for member in request.members)
    return [_latest_or_months(request, rows) for rows in of_members if rows]


def _end(row: Stretch) -> datetime:
    return row.end


def _answer(
    request: FigureRequest,
    value: Fraction,
    rows: list[Stretch],
    rule: str,
    origin: str,
    *,
    closed_by: Stretch,
) -> Statistic:
    covered = closed_by.end >= request.period.end
    code = "" if covered else reasons.PERIOD_OPEN if request.is_open else reasons.NOT_COVERED
    last = closed_by.last_day
    months = len(request.period.months())
    reported = sum(1 for month in request.period.months() if month.end <= closed_by.end)
    adds_up = request.indicator.is_task  # of a state what stands at the end is enough
    if adds_up and (gap := _gap(request, rows, closed_by)):
        code, reported = reasons.NOT_COVERED, reported - gap
    return request.answer(
        value=value,
        statistic="value",
        grain=rows[0].kind,
        n_valid=len(rows),
        n_expected=len(rows),
        n_unit=request.indicator.count_unit,
        valid=not code,
        reason_code=code,
        reason=reasons.sentence(
            code,
            period=reasons.period_words(request.period),
            n=reported,
            required=months,
            through=day_words(last),
        ),
        rule=rule,
        origin=origin,
        areas=frozenset(row.area for row in rows),
        demo=any(row.demo for row in rows),
    )


def _gap(request: FigureRequest, rows: list[Stretch], closed_by: Stretch) -> int:
    """Months without a row between the period's start and the last, where months are added up."""
    starts: dict[str, set[datetime]] = {}
    for row in rows:
        starts.setdefault(row.area, set()).add(row.start)
    added_up = [starts[row.area] for row in rows if row.kind == MONTH]
    due = [m.start for m in request.period.months() if m.end <= closed_by.end]
    gaps = (sum(1 for start in due if start not in found) for found in added_up)
    return max(gaps, default=0)


def no_data(request: FigureRequest, rule: str) -> Statistic:
    """The statistic of a place that reports nothing."""
    return request.answer(
        statistic="value",
        reason_code=reasons.NO_DATA,
        reason=reasons.sentence(reasons.NO_DATA, period=reasons.period_words(request.period)),
        rule=rule,
    )
