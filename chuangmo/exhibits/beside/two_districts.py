"""Two districts side by side: every indicator, who is better, and why some do not compare."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from chuangmo.assess.rounding import publish
from chuangmo.assess.verdict_types import INSUFFICIENT, STANDARD, Statistic, Verdict
from chuangmo.catalog.models import Indicator
from chuangmo.exhibit import Cell, ColumnHead, Exhibit, Foot, Table, text_frame
from chuangmo.exhibits.district import cells_of
from chuangmo.exhibits.month import Month
from chuangmo.service.figures.assessing import Assessment
from chuangmo.service.questions import Questions
from chuangmo.status import LINE_WORD
from chuangmo.wording import (
    ABSENT,
    DUST_WORD,
    figure,
    limit_words,
    share_words,
    shown_value,
    value_name,
)

EQUAL = "相同"
_SHARE_DIGITS = 1
_NO_ROW = "{area}没有这一项"
_NO_SIDE = "没有优劣方向"
_AMOUNT = "数量随区县大小而不同"
_NO_FIGURE = "{area}数据不足"
_BELOW = "{area}未检出，没有数值"
_NO_QUOTA = "{area}没有下达任务或没有报进度"
_OTHER_UNIT = "单位不同（{one}与{other}）"
_OTHER_STATISTIC = "统计项目不同（{one}与{other}）"
_OTHER_STANDARD = "所依标准不同（{one}与{other}）"
_OTHER_MONTHS = "有数的月份不同（{one}；{other}）"


@dataclass(frozen=True)
class Side:
    """One district's row on an indicator.

    Attributes:
        row: the one that counts; ``None`` where it has none.
        standard: the document of the national standard that judges it; empty without one.
        months: the months that have a figure of their own.
    """

    area: str
    row: Verdict | None
    standard: str = ""
    months: tuple[int, ...] = ()


@dataclass(frozen=True)
class DistrictPair:
    """One indicator of both.

    Attributes:
        better: the district that is better, ``EQUAL``, or empty where they do not compare.
        why: why they do not; else empty.
    """

    indicator: Indicator
    sides: tuple[Side, Side]
    better: str
    why: str


def compared(
    reader: Questions, month: Month, areas: tuple[str, str], dust: str
) -> list[DistrictPair]:
    """Every indicator that one of two districts has: what compares first, in catalog order."""
    assessment = reader.assess(month.year_period, month.as_of, dust)
    held = [dict(_by_id(reader, assessment, area)) for area in areas]
    found = []
    for indicator in reader.catalog.indicators.values():
        rows = [own.get(indicator.id) for own in held]
        if any(row is not None for row in rows):
            one, other = (
                _side(reader, month, assessment, indicator, area, row, dust)
                for area, row in zip(areas, rows, strict=True)
            )
            found.append(beside(indicator, one, other))
    return sorted(found, key=lambda one: not one.better)


def _by_id(reader: Questions, assessment: Assessment, area: str) -> list[tuple[str, Verdict]]:
    cells = cells_of(reader.catalog, assessment, area)
    return [(indicator.id, row) for indicator, row in cells]


def _side(
    reader: Questions, month: Month, assessment: Assessment, indicator: Indicator, area: str,
    row: Verdict | None, dust: str,
) -> Side:  # fmt: skip
    if row is None or row.value is None:
        return Side(area, row)
    laws = (
        one.document
        for one in assessment.rows
        if (one.area, one.indicator, one.line) == (area, indicator.id, STANDARD)
    )
    alone: Sequence[Statistic] = ()
    if not indicator.is_task:
        alone = reader.months_alone(indicator.id, area, month.year, month.as_of, dust)
    months = tuple(one.period.start.month for one in alone if one.value is not None)
    return Side(area, row, next(laws, ""), months)


def beside(indicator: Indicator, one: Side, other: Side) -> DistrictPair:
    """Who is better by what is published; never of figures that are not alike.

    Alike are figures of one unit, one statistic, the same months and, where the national standard
    judges both, of one standard. Tasks compare by what is done of each quota; other amounts
    (areas, counts) grow with the district and do not compare.
    """
    why = _unlike(indicator, one, other)
    if why:
        return DistrictPair(indicator, (one, other), "", why)
    first, second = (_worth(indicator, side) for side in (one, other))
    if first == second:
        return DistrictPair(indicator, (one, other), EQUAL, "")
    higher = indicator.is_task or indicator.direction == "higher"
    leads = one if (first > second) == higher else other
    return DistrictPair(indicator, (one, other), leads.area, "")


def _unlike(indicator: Indicator, one: Side, other: Side) -> str:
    for side in (one, other):
        if lacks := _lacking(indicator, side):
            return lacks
    a, b = one.row, other.row
    assert a is not None and b is not None
    if indicator.is_task:
        return ""
    if indicator.direction == "none":
        return _NO_SIDE
    if indicator.is_count and indicator.group != "score":
        return _AMOUNT
    if a.unit != b.unit:
        return _OTHER_UNIT.format(one=a.unit, other=b.unit)
    if a.statistic != b.statistic:
        names = [value_name(indicator, row.statistic) for row in (a, b)]
        return _OTHER_STATISTIC.format(one=names[0], other=names[1])
    if one.standard and other.standard and one.standard != other.standard:
        return _OTHER_STANDARD.format(one=one.standard, other=other.standard)
    if one.months != other.months:
        words = [f"{side.area}{_months_words(side.months)}" for side in (one, other)]
        return _OTHER_MONTHS.format(one=words[0], other=words[1])
    return ""


def _lacking(indicator: Indicator, side: Side) -> str:
    row = side.row
    if row is None:
        return _NO_ROW.format(area=side.area)
    if row.below:
        return _BELOW.format(area=side.area)
    if indicator.is_task:
        return "" if row.completion is not None else _NO_QUOTA.format(area=side.area)
    known = row.published is not None and row.status != INSUFFICIENT
    return "" if known else _NO_FIGURE.format(area=side.area)


def _worth(indicator: Indicator, side: Side) -> Fraction:
    """The published figure, of a task the published share of its quota."""
    assert side.row is not None
    if indicator.is_task:
        return Fraction(publish(Fraction(side.row.completion or 0), _SHARE_DIGITS))
    return Fraction(side.row.published or 0)


def _months_words(months: Sequence[int]) -> str:
    """``1—9月``, ``1、3—10月``, 没有逐月的数."""
    if not months:
        return "没有逐月的数"
    runs: list[list[int]] = []
    for month in months:
        if runs and runs[-1][-1] == month - 1:
            runs[-1].append(month)
        else:
            runs.append([month])
    return "、".join(f"{r[0]}—{r[-1]}" if len(r) > 1 else f"{r[0]}" for r in runs) + "月"


def verdict_of(found: Sequence[DistrictPair], areas: tuple[str, str]) -> str:
    """In how many indicators which of the two is better."""
    known = [one for one in found if one.better]
    rest = len(found) - len(known)
    left = f"；另有{rest}项不能直接相比" if rest else ""
    if not known:
        return f"{areas[0]}与{areas[1]}没有可以直接相比的指标{left}。"
    parts = [
        f"{area}较好{count}项"
        for area in areas
        if (count := sum(one.better == area for one in known))
    ]
    if equal := sum(one.better == EQUAL for one in known):
        parts.append(f"相同{equal}项")
    whole = f"{areas[0]}与{areas[1]}可以直接相比的{len(known)}项指标中"
    return f"{whole}，{'，'.join(parts)}{left}。"


def two_districts_exhibit(
    reader: Questions, month: Month, areas: tuple[str, str], dust: str, foot: Foot
) -> Exhibit:
    """Value, line and status of both, indicator by indicator, and who is better.

    Args:
        foot: of one of them; how much of its data is enough is not said of two.
    """
    found = compared(reader, month, areas, dust)
    one, other = areas
    heads = (
        ColumnHead("指标"), ColumnHead(one, "", True), ColumnHead(f"{one}判断"),
        ColumnHead(other, "", True), ColumnHead(f"{other}判断"),
        ColumnHead("较好"), ColumnHead("说明"),
    )  # fmt: skip
    rows = tuple(_row(each) for each in found)
    shown = [side.row for each in found for side in each.sides if side.row is not None]
    return Exhibit(
        key=f"compare-{one}-{other}-{month.period.text}",
        verdict=verdict_of(found, areas),
        subtitle=f"{month.words}，{DUST_WORD[dust]}；按公布数比较，任务按完成率",
        figure=None,
        frame=text_frame(rows, heads),
        foot=replace(foot, valid=""),
        notes=(
            "单位、统计项目、有数的月份、所依标准有一样不同的，和面积、个数一类随区县大小而不同的，"
            "只并列，不说谁较好；"
            "两区的目标不同的，各自的判断按各自的线。",
        ),
        demo=any(row.demo for row in shown),
        extra={"place": f"{one}与{other}"},
        kind="compare",
        table=Table(heads, rows),
    )


def _row(each: DistrictPair) -> tuple[Cell, ...]:
    cells: list[Cell] = []
    for side in each.sides:
        cells += _cells(each.indicator, side.row)
    return (
        Cell(each.indicator.label),
        *cells,
        Cell(each.better or ABSENT),
        Cell(f"不比：{each.why}" if each.why else ""),
    )


def _cells(indicator: Indicator, row: Verdict | None) -> tuple[Cell, Cell]:
    """The figure with its unit and line, and the status."""
    if row is None:
        return Cell(ABSENT), Cell(ABSENT)
    value = shown_value(row, indicator)
    unit = row.unit if row.value is not None and row.unit != "无量纲" else ""
    if indicator.is_task and row.quota is not None:
        value = f"{value} / {figure(row.quota)}"
        line = share_words(row)
    else:
        doubt = "（待核）" if row.confidence in ("B", "C") and row.limit is not None else ""
        limit = limit_words(row)
        line = f"{LINE_WORD[row.line]} {limit}{doubt}" if limit else ""
    return Cell(value, small="；".join(part for part in (unit, line) if part)), Cell(
        "", row.shown_as
    )
