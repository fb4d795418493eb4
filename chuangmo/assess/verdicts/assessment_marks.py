"""考核 of districts: marks from verdicts, their sum, grades and ranks, all exact.

A mark that the verdict cannot give (data missing, the year still running, no line) is ``None``:
未评, never 0 and never full marks; neither has the group or the total that it belongs to. What is
compared and added are the marks as they are shown: each is rounded once, and only there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from chuangmo.assess.compare import competition_ranks
from chuangmo.assess.rounding import in_unit, round_fraction
from chuangmo.assess.verdict_types import MET, MISSED, NO_TARGET, PRECEDENCE, Verdict
from chuangmo.assess.verdicts.score import item_points
from chuangmo.catalog.tables import AssessmentGrade, AssessmentItem, AssessmentSheet, ScoreItem

BONUS, DEDUCTION, VETO = "bonus", "deduction", "veto"
OPEN_YEAR = "{year}年还没有结束，未评。"
NOT_GIVEN = "没有登记得分，未评。"
NO_FIGURE = "没有数据，未评。"
NO_LINE = "没有可比的限值或任务数，未评。"


@dataclass(frozen=True)
class ItemMark:
    """The mark of one item.

    Attributes:
        points: exact and rounded once; ``None``: 未评.
        reason: the verdict's sentence, or why there is no mark.
    """

    item: AssessmentItem
    points: Fraction | None
    reason: str

    @property
    def lost(self) -> Fraction | None:
        """What is lacking to full marks."""
        return None if self.points is None else Fraction(self.item.full) - self.points


@dataclass(frozen=True)
class DistrictTotal:
    """What the marks of one district come to.

    Attributes:
        entered: sum of the marks that there are, of ``possible`` points.
        bonus, deduction: sums of what is given and taken beside the items.
        total: the score; ``None`` while an item is 未评.
        vetoed: whether a veto is entered.
    """

    entered: Fraction
    possible: Fraction
    bonus: Fraction
    deduction: Fraction
    total: Fraction | None
    vetoed: bool


def judging_verdict(item: AssessmentItem, verdicts: Sequence[Verdict]) -> Verdict | None:
    """The verdict that gives the mark: of the line asked for, else of the first that there is."""
    lines = (item.line,) if item.line else PRECEDENCE
    found = {row.line: row for row in verdicts if row.indicator == item.indicator}
    there = [found[line] for line in lines if line in found]
    return next((row for row in there if row.status != NO_TARGET), next(iter(there), None))


def verdict_mark(sheet: AssessmentSheet, item: AssessmentItem, row: Verdict | None) -> ItemMark:
    """The mark of an item that is judged by its figure, of a year that has ended."""
    if row is None or (row.status == NO_TARGET and row.value is None):
        return ItemMark(item, None, NO_FIGURE)
    linear = item.rule == "linear"
    points = _linear(item, row) if linear else _by_verdict(item, row)
    if points is None:
        return ItemMark(item, None, row.reason or NO_LINE)
    said = f"{item.name}为{row.published} {row.unit}。" if linear else row.reason
    return ItemMark(item, round_fraction(points, sheet.digits), said)


def _by_verdict(item: AssessmentItem, row: Verdict) -> Fraction | None:
    full = Fraction(item.full)
    if row.status == MET:
        return full
    if row.status != MISSED or row.value is None or row.limit is None:
        return None
    return max(Fraction(0), full - _lost(item, row))


def _lost(item: AssessmentItem, row: Verdict) -> Fraction:
    """What a missed line costs; more than full marks is cut off by the caller."""
    full, limit = Fraction(item.full), Fraction(row.limit or 0)
    if item.rule == "step":
        steps = in_unit(_gap(row), row.unit, item.unit) / Fraction(item.step or 1)
        return ceil(steps) * Fraction(item.points or 0)
    if item.rule in ("share", "completion") and limit:
        return full * _gap(row) / limit
    return full


def _gap(row: Verdict) -> Fraction:
    """How far a missed figure is beyond its line: as published, exact where that shows none."""
    limit = Fraction(row.limit or 0)
    shown = abs(Fraction(row.published or row.value or 0) - limit)
    return shown or abs(Fraction(row.value or 0) - limit)


def _linear(item: AssessmentItem, row: Verdict) -> Fraction | None:
    if row.published is None:
        return None
    between = ScoreItem(
        id=item.id, name=item.name, group=item.group, kind="quantitative", weight=item.full,
        direction=item.direction, low=item.low, high=item.high,
    )  # fmt: skip
    return item_points(between, in_unit(Fraction(row.published), row.unit, item.unit))


def district_total(
    sheet: AssessmentSheet, marks: Sequence[ItemMark], extras: Mapping[str, Fraction | None]
) -> DistrictTotal:
    """Items, plus bonus, less deductions; nothing is capped, a bonus may lead beyond full marks.

    Args:
        extras: id to points of what is entered beside the items; ``None`` of a veto.
    """
    kinds = {extra.id: extra.kind for extra in sheet.extras}
    sums = {BONUS: Fraction(0), DEDUCTION: Fraction(0)}
    for name, points in extras.items():
        if points is not None:
            sums[kinds[name]] += points
    known = [mark for mark in marks if mark.points is not None]
    entered = sum((mark.points or Fraction(0) for mark in known), Fraction(0))
    possible = sum((Fraction(mark.item.full) for mark in known), Fraction(0))
    total = entered + sums[BONUS] - sums[DEDUCTION] if len(known) == len(marks) else None
    vetoed = any(kinds[name] == VETO for name in extras)
    return DistrictTotal(entered, possible, sums[BONUS], sums[DEDUCTION], total, vetoed)


def grade_of(sheet: AssessmentSheet, total: Fraction | None, *, vetoed: bool = False) -> str:
    """The grade of a score, as the sheet has it; empty without a score unless vetoed."""
    if vetoed:
        return sheet.veto_grade
    return "" if total is None else _reached(sheet.grades, total).name


def _reached(grades: Sequence[AssessmentGrade], total: Fraction) -> AssessmentGrade:
    return next(one for one in grades if one.least is None or total >= Fraction(one.least))


def district_ranks(totals: Mapping[str, DistrictTotal]) -> dict[str, tuple[int, bool]]:
    """Rank and whether it is shared of the districts with a score; those with a veto come last.

    Equal scores share the better rank and the next rank is left out.
    """
    known = {area: one.total for area, one in totals.items() if one.total is not None}
    free = {area: total for area, total in known.items() if not totals[area].vetoed}
    vetoed = {area: total for area, total in known.items() if totals[area].vetoed}
    behind = competition_ranks(vetoed, "higher")
    return competition_ranks(free, "higher") | {
        area: (place + len(free), tied) for area, (place, tied) in behind.items()
    }


def last_places(ranks: Mapping[str, tuple[int, bool]]) -> tuple[str, ...]:
    """The districts in last place; none where fewer than two ranks are given."""
    worst = max((place for place, _ in ranks.values()), default=0)
    return tuple(area for area, (place, _) in ranks.items() if place == worst and worst > 1)


def rule_words(item: AssessmentItem) -> str:
    """How an item is marked, in words."""
    if item.rule == "step":
        return (
            f"达到的得满分；每差{item.step} {item.unit}扣{item.points}分，"
            "不足一步的按一步计，扣完为止"
        )
    if item.rule == "linear":
        best, worst = (item.low, item.high) if item.direction == "lower" else (item.high, item.low)
        return f"{best} {item.unit}得满分，{worst} {item.unit}不得分，其间按比例"
    return {
        "verdict": "达到的得满分，没有达到的不得分",
        "share": "达到的得满分；没有达到的按差距占限值的比例扣分，扣完为止",
        "completion": "完成任务得满分；未完成按完成率计分",
        "hand": "按文件人工评分",
    }[item.rule]
