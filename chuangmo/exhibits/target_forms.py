"""Targets of several years and with a day as tables: where each stands, a plan year by year."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from chuangmo.assess.lines import answer_unit
from chuangmo.assess.plan_line import PlanLine, plan_line
from chuangmo.assess.rounding import in_unit, publish, publish_difference
from chuangmo.assess.stretches import WITH_DUST
from chuangmo.assess.verdict_types import TARGET, Verdict
from chuangmo.assess.verdicts.publishing import published
from chuangmo.catalog.catalog import Catalog
from chuangmo.catalog.models import Indicator
from chuangmo.catalog.target_models import FORM_WORD, PLAN, Target
from chuangmo.exhibit import Cell, ColumnHead, Exhibit, Foot, Table, text_frame
from chuangmo.exhibits.month import Month
from chuangmo.period import year_period
from chuangmo.service.questions import Questions
from chuangmo.status import BEHIND, INSUFFICIENT
from chuangmo.wording import (
    ABSENT,
    closed_up,
    difference_words,
    digits_of,
    figure,
    shown_value,
    unit_after,
)

NOTE = (
    "规划的应达数按直线（或规划写明的各步）计算，终点年以前只看进度；"
    "逐年的目标按公布数比较；逾期天数算到报表所到的月底。"
)
_HEADS = (
    ColumnHead("地区"), ColumnHead("指标"), ColumnHead("目标"), ColumnHead("现为", "", True),
    ColumnHead("应达", "", True), ColumnHead("尚差", "", True), ColumnHead("状态"),
    ColumnHead("说明"),
)  # fmt: skip
_MOST_NAMED = 3


def formed_rows(
    reader: Questions, month: Month, area: str | None = None, indicator: str | None = None
) -> list[Verdict]:
    """The rows of the year on targets with a form; of one place, or one indicator, only."""
    year, day = month.year_period, month.as_of
    if indicator is None:
        rows: Sequence[Verdict] = reader.assess(year, day, WITH_DUST).rows
    else:  # a page of one indicator need not wait for the verdicts on all others
        rows = reader.verdicts_on(indicator, year, day, WITH_DUST)
    return [row for row in rows if row.line == TARGET and row.form and area in (None, row.area)]


def targets_exhibit(
    reader: Questions, month: Month, foot: Foot, *,
    area: str | None = None, indicator: str | None = None,
) -> Exhibit | None:  # fmt: skip
    """Where the targets with a form stand; ``None`` where the place has none."""
    rows = formed_rows(reader, month, area, indicator)
    if not rows:
        return None
    table = Table(_HEADS, tuple(_row(reader.catalog, month, row) for row in rows))
    forms = dict.fromkeys(FORM_WORD[row.form] for row in rows)
    return Exhibit(
        key=f"targets-{area or 'all'}-{indicator or 'all'}-{month.period.text}",
        verdict=_headline(reader.catalog, month, rows),
        subtitle=f"{'、'.join(forms)}，截至{month.as_of:%Y-%m-%d}",
        figure=None,
        frame=text_frame(table.rows, _HEADS),
        foot=foot,
        notes=(NOTE,),
        demo=any(row.demo or row.mark == "invented" for row in rows),
        extra={"place": area or ""},
        kind="targets",
        table=table,
    )


def _headline(catalog: Catalog, month: Month, rows: Sequence[Verdict]) -> str:
    """``2008年1—6月规划、逐年和限期目标5项：2项落后或未完成（安宁区绿色学校比例……）。``."""
    behind = [row for row in rows if row.shown_as in BEHIND]
    lacking = sum(1 for row in rows if row.status == INSUFFICIENT)
    named = "、".join(
        f"{row.area}{catalog.indicator(row.indicator).label}" for row in behind[:_MOST_NAMED]
    )
    more = "等" if len(behind) > _MOST_NAMED else ""
    parts = [f"{len(behind)}项落后或未完成（{named}{more}）"] if behind else ["没有落后的"]
    parts += [f"{lacking}项数据不足"] if lacking else []
    return f"{month.words}规划、逐年和限期目标{len(rows)}项：{'，'.join(parts)}"


def _row(catalog: Catalog, month: Month, row: Verdict) -> tuple[Cell, ...]:
    indicator = catalog.indicator(row.indicator)
    target = catalog.target(row.indicator, row.area, month.year)
    digits, unit = digits_of(indicator, row.unit), unit_after(row.unit)
    expected = ABSENT if row.expected is None else publish(Fraction(row.expected), digits)
    left = ABSENT if row.left is None else publish_difference(Fraction(row.left), digits)
    shown = shown_value(row, indicator)
    return (
        Cell(row.area),
        Cell(indicator.label),
        Cell(closed_up(target.words) if target else ABSENT),
        Cell(shown if shown == ABSENT else closed_up(f"{shown}{unit}")),
        Cell(figure(expected) if row.expected else ABSENT),
        Cell(figure(left) if row.left else ABSENT),
        Cell("", row.shown_as),
        Cell(row.clause or row.reason),
    )


@dataclass(frozen=True)
class PlanYears:
    """A plan of one place, with the figures of its years up to the month.

    Attributes:
        done: by year what had been reached at its end, or so far, in ``unit``.
    """

    target: Target
    indicator: Indicator
    unit: str
    line: PlanLine
    done: dict[int, Fraction]


def load_plan(reader: Questions, month: Month, indicator: Indicator, area: str) -> PlanYears | None:
    """The plan that the year lies in, year by year; ``None`` where there is none."""
    target = reader.catalog.target(indicator.id, area, month.year)
    if target is None or target.form != PLAN or target.start_year is None:
        return None
    unit = answer_unit(reader.catalog, indicator, year_period(month.year).last_day)
    years = tuple(range(target.start_year, month.year + 1))
    done: dict[int, Fraction] = {}
    for point in reader.monthly(indicator.id, area, years, month.as_of, WITH_DUST):
        found, year = point.cumulative, point.month.start.year
        last = point.month.start.month == (month.month if year == month.year else 12)
        printed = published(found, indicator, unit) if last else None
        if printed is not None and found.value is not None:
            done[year] = in_unit(found.value, found.unit, unit)
    if indicator.is_task:
        done = _added_up(target, years, done)
    return PlanYears(target, indicator, unit, plan_line(target, indicator, unit), done)


def _added_up(
    target: Target, years: Sequence[int], done: dict[int, Fraction]
) -> dict[int, Fraction]:
    """What a task came to since the plan began, up to the first year that is not known."""
    found, total = {}, Fraction(target.start_value or 0)
    for year in years:
        if year not in done:
            break
        total += done[year]
        found[year] = total
    return found


def plan_exhibit(view: PlanYears, month: Month, area: str, foot: Foot) -> Exhibit:
    """The plan of a place as a table: due at each year's end, reached, apart, still to come."""
    unit, target = view.unit, view.target
    heads = (
        ColumnHead("年份"), ColumnHead("年末应达", unit, True), ColumnHead("实际", unit, True),
        ColumnHead("与应达相比"), ColumnHead("离现在还要", "", True),
    )  # fmt: skip
    years = range(target.start_year or target.year, target.year + 1)
    table = Table(heads, tuple(_year_row(view, month, year) for year in years))
    return Exhibit(
        key=f"plan-{view.indicator.id}-{area}-{month.period.text}",
        verdict=closed_up(f"{area}{view.indicator.label}规划：{target.words}"),
        subtitle=f"各年年末应达数与实际，{month.year}年为截至{month.as_of:%m-%d}的数",
        figure=None,
        frame=text_frame(table.rows, heads),
        foot=foot,
        notes=(NOTE,),
        demo=target.mark == "invented",
        extra={"unit": unit, "place": view.indicator.label},
        kind="plan",
        table=table,
    )


def _year_row(view: PlanYears, month: Month, year: int) -> tuple[Cell, ...]:
    digits = digits_of(view.indicator, view.unit)
    due, done, now = view.line.at_end_of(year), view.done.get(year), view.done.get(month.year)
    up = view.target.operator == ">="
    apart = left = ABSENT
    if due is not None and done is not None and (year < month.year or month.month == 12):
        gap, better = abs(done - due), (done > due) == up
        word = "超前" if better else "落后"
        amount = difference_words(publish_difference(gap, digits), view.unit)
        apart = "持平" if not gap else closed_up(f"{word}{amount}")
    if due is not None and now is not None and year >= month.year:
        lacking = max(Fraction(0), due - now if up else now - due)
        left = closed_up(difference_words(publish_difference(lacking, digits), view.unit))
    return (
        Cell(f"{year}年"),
        Cell(ABSENT if due is None else figure(publish(due, digits))),
        Cell(ABSENT if done is None else figure(publish(done, digits))),
        Cell(apart),
        Cell(left),
    )
