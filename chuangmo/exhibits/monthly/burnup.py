"""The burn-up of one task by month: done against plan, last year and the pace to year end."""

from datetime import date
from fractions import Fraction

import pandas as pd

from chuangmo.assess.plan_line import share_of_year
from chuangmo.assess.rounding import publish_difference
from chuangmo.charts.burnup import Burnup, burnup_figure
from chuangmo.exhibit import Cell, ColumnHead, Exhibit, Foot, Table
from chuangmo.exhibits.tasks import Tasks, pace
from chuangmo.exhibits.trend import drawn_marks, told_marks
from chuangmo.wording import ABSENT, closed_up, digits_of, figure, unit_after

_TASK_BAR = 44  # pixels of the burn-up besides the rows of the shares


def burnup_exhibit(
    view: Tasks, foot: Foot, theme: str = "light", phone: bool = False
) -> Exhibit | None:
    """The year of the place by month; ``None`` where nothing was reported yet."""
    reports, before = view.last_reports(view.month.year), view.last_reports(view.month.year - 1)
    if not reports:
        return None
    burnup = _burnup(view, reports, before)
    height = _TASK_BAR + 36 * min(max(len(view.districts), 7), 12)
    table = _burnup_table(view, dict(reports), dict(before))
    frame = pd.DataFrame(
        [[cell.text for cell in row] for row in table.rows],
        columns=[column.name for column in table.heads],
    )
    return Exhibit(
        key=f"burnup-{view.indicator.id}-{view.month.period.text}",
        verdict=_burnup_title(view, burnup),
        subtitle=f"累计完成，{view.indicator.unit}；点为报送新数的月份",
        figure=burnup_figure(burnup, theme, phone, height),
        frame=frame,
        foot=foot,
        demo=view.demo,
        extra={
            "unit": view.indicator.unit,
            "place": view.indicator.label,
            **told_marks(view.marks),
        },
        kind="burnup",
        table=table,
    )


def _burnup_table(view: Tasks, own: dict[int, Fraction], last: dict[int, Fraction]) -> Table:
    plan, year = dict(_plan(view)), view.month.year
    heads = (
        ColumnHead("月底"), ColumnHead(f"{year}年累计", "", True), ColumnHead("时序进度", "", True),
        ColumnHead("与时序进度"), ColumnHead(f"{year - 1}年累计", "", True),
    )  # fmt: skip
    rows = []
    for m in range(1, 13):
        now, due, before = (Cell(view.text(c[m]) if m in c else ABSENT) for c in (own, plan, last))
        apart = _apart(view, own[m] - plan[m]) if m in own and m in plan else ABSENT
        rows.append((Cell(f"{m}月"), now, due, Cell(apart), before))
    return Table(heads, tuple(rows))


def _apart(view: Tasks, gap: Fraction) -> str:
    """``落后12台``: what a month's end is ahead or behind, in the unit of the task."""
    unit = view.indicator.unit
    amount = publish_difference(abs(gap), digits_of(view.indicator, unit))
    word = "超前" if gap > 0 else "落后"
    return closed_up(f"{word}{figure(amount)}{unit_after(unit)}") if gap else "持平"


def _burnup(
    view: Tasks, reports: list[tuple[int, Fraction]], before: list[tuple[int, Fraction]]
) -> Burnup:
    month, value = reports[-1]
    speed = pace(view)
    unfinished = view.year_quota is not None and value < Fraction(view.year_quota)
    ahead: list[tuple[int, Fraction]] = []
    if speed is not None and view.month.month < 12 and unfinished:
        ahead = [(m, value + speed * (m - month)) for m in range(month, 13)]
    return Burnup(
        year=view.month.year,
        done=tuple((m, float(v)) for m, v in reports),
        done_text=view.text(value),
        quota=float(view.year_quota) if view.year_quota else None,
        quota_text=figure(view.year_quota) if view.year_quota else "",
        plan=tuple((m, float(v)) for m, v in _plan(view)),
        ahead=tuple((m, float(v)) for m, v in ahead),
        ahead_text=view.text(ahead[-1][1]) if ahead else "",
        before=tuple((m, float(v)) for m, v in before),
        before_text=view.text(before[-1][1]) if before else "",
        marks=drawn_marks(view.marks),
    )


def _plan(view: Tasks) -> list[tuple[int, Fraction]]:
    if not view.year_quota:
        return []
    quota, year = Fraction(view.year_quota), view.month.year
    due = share_of_year(view.due)
    ends = [date(year + m // 12, m % 12 + 1, 1).toordinal() - 1 for m in range(1, 13)]
    shares = [min(Fraction(1), share_of_year(date.fromordinal(end)) / due) for end in ends]
    return [(0, Fraction(0)), *((m, quota * s) for m, s in enumerate(shares, 1))]


def _burnup_title(view: Tasks, burnup: Burnup) -> str:
    unit = unit_after(view.indicator.unit)
    if burnup.quota is None:
        return closed_up(f"{view.area}累计完成{burnup.done_text}{unit}")
    if not burnup.ahead:
        quota = f"全年任务为{burnup.quota_text}{unit}"
        return closed_up(f"{view.area}累计完成{burnup.done_text}{unit}，{quota}")
    short = Fraction(view.year_quota or 0) - Fraction(burnup.ahead[-1][1])
    if short <= 0:
        return f"{view.area}按近三个月的速度，年底可完成任务"
    return closed_up(f"{view.area}按近三个月的速度，年底约差{view.text(short)}{unit}")
