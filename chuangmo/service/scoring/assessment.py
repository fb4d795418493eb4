"""考核 of districts in one year: reported scores beside the board's own, every deduction named.

The face for pages, files and commands::

    assessment(board, actor, year, as_of) -> AssessmentYear

All marks are decimal texts, rounded once by the score sheet's digits; absent is ``None``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from chuangmo.access.actor import VIEWER, Actor
from chuangmo.assess.rounding import publish
from chuangmo.assess.verdict_types import Verdict
from chuangmo.assess.verdicts import assessment_marks as rules
from chuangmo.assess.verdicts.assessment_marks import DistrictTotal, ItemMark
from chuangmo.catalog.catalog import Catalog
from chuangmo.catalog.tables import AssessmentItem, AssessmentSheet, HandMark
from chuangmo.period import year_period
from chuangmo.service.board import Board, require
from chuangmo.service.figures.assessing import verdict_rows
from chuangmo.service.figures.figures import Figures
from chuangmo.service.scoring.reported_scores import ReportedScore, reported_scores


@dataclass(frozen=True)
class MarkLine:
    """One item of a district's sheet.

    Attributes:
        points, lost: of ``full``; ``None`` where it is 未评, ``reason`` then says why.
        rule: how the item is marked, in words. reason: the verdict's sentence.
        indicator, line: whose verdict it is; empty of a mark given by hand.
        document, by: the paper and the person behind a mark given by hand.
    """

    id: str
    name: str
    group: str
    full: str
    points: str | None
    lost: str | None
    rule: str
    reason: str
    indicator: str
    status: str
    line: str
    document: str
    by: str
    demo: bool

    @property
    def deducted(self) -> bool:
        """Whether anything is lacking to full marks."""
        return self.lost is not None and Fraction(self.lost) != 0


@dataclass(frozen=True)
class ExtraLine:
    """A bonus, a deduction or a veto that is entered for a district."""

    id: str
    name: str
    kind: str
    points: str | None
    document: str
    note: str
    by: str


@dataclass(frozen=True)
class GroupSum:
    """The marks of one group; ``points`` is ``None`` while an item of it is 未评."""

    name: str
    full: str
    points: str | None


@dataclass(frozen=True)
class DistrictScore:
    """One district's sheet with what it comes to.

    Attributes:
        entered, possible: sum of the marks there are, and of what could be had for them.
        total: ``None`` while an item is 未评; then there is no rank, and ``open_items`` names why.
        rank: 0 without one; ``last``: in last place.
        grade: empty without a total, save of a veto.
        before, change: last year's total, and the difference to it; ``None`` without both.
        rank_before: 0 without one.
        reported: the score as a paper prints it, ``reported_before`` that of the year before.
    """

    area: str
    lines: tuple[MarkLine, ...]
    groups: tuple[GroupSum, ...]
    extras: tuple[ExtraLine, ...]
    entered: str
    possible: str
    bonus: str
    deduction: str
    total: str | None
    grade: str
    rank: int
    tied: bool
    last: bool
    vetoed: bool
    open_items: tuple[str, ...]
    before: str | None
    change: str | None
    rank_before: int
    reported: ReportedScore | None
    reported_before: ReportedScore | None
    demo: bool

    @property
    def has_marks(self) -> bool:
        """Whether any item has a mark."""
        return any(line.points is not None for line in self.lines)


@dataclass(frozen=True)
class AssessmentYear:
    """The districts of one year, best first, those without a rank behind them in catalog order.

    Attributes:
        sheet: ``None`` where the city has no score sheet for the year; reported scores stand.
        closed: whether the year has ended by ``as_of``; before that nothing is marked by figures.
        full: what all groups come to.
    """

    year: int
    as_of: date
    sheet: AssessmentSheet | None
    closed: bool
    full: str
    districts: tuple[DistrictScore, ...]
    demo: bool
    generation: int

    @property
    def ranked(self) -> tuple[DistrictScore, ...]:
        """The districts with a rank, best first."""
        return tuple(one for one in self.districts if one.rank)

    def district(self, area: str) -> DistrictScore | None:
        """One district's sheet."""
        return next((one for one in self.districts if one.area == area), None)


@dataclass(frozen=True)
class _Own:
    """What the board makes of a year: marks, totals and ranks by district."""

    marks: Mapping[str, tuple[ItemMark, ...]]
    verdicts: Mapping[str, Sequence[Verdict]]
    given: Mapping[str, Mapping[str, HandMark]]
    totals: Mapping[str, DistrictTotal]
    ranks: Mapping[str, tuple[int, bool]]


def assessment(board: Board, actor: Actor, year: int, as_of: date) -> AssessmentYear:
    """The 考核 of a year: each district's sheet, ranks, grades, and last year's beside them."""
    require(actor, VIEWER)
    catalog = board.catalog
    sheet, closed = catalog.assessment_sheet(year), year_period(year).last_day <= as_of
    own, earlier = _own(board, year, as_of), _own(board, year - 1, as_of)
    told, told_before = (reported_scores(board, actor, y) for y in (year, year - 1))
    areas = [*_areas(catalog, sheet), *(area for area in told if area not in own.totals)]
    scores = [
        _district(sheet, area, (own, earlier), told.get(area), told_before.get(area))
        for area in dict.fromkeys(areas)
    ]
    order = {one.area: number for number, one in enumerate(scores)}
    scores.sort(key=lambda one: (_place(one), order[one.area]))
    return AssessmentYear(
        year=year,
        as_of=as_of,
        sheet=sheet,
        closed=closed,
        full=_sum_of([group.full for group in sheet.groups], sheet) if sheet else "",
        districts=tuple(scores),
        demo=any(one.demo for one in scores),
        generation=board.store.journal_seq(),
    )


def _place(one: DistrictScore) -> int:
    """By own rank, else by the reported one, else behind."""
    told = one.reported
    return one.rank or (told.rank or told.by_total if told else 0) or 10_000


def _areas(catalog: Catalog, sheet: AssessmentSheet | None) -> list[str]:
    if sheet is None:
        return []
    return list(sheet.areas) or [district.name for district in catalog.city.districts]


def _own(board: Board, year: int, as_of: date) -> _Own:
    catalog, period = board.catalog, year_period(year)
    sheet = catalog.assessment_sheet(year)
    if sheet is None:
        return _Own({}, {}, {}, {}, {})
    areas, given = _areas(catalog, sheet), _given(catalog, sheet, year)
    ids = tuple(dict.fromkeys(item.indicator for item in sheet.items if item.indicator))
    figures = Figures(board, period, as_of, indicators=ids, years_back=0)
    rows = verdict_rows(figures, areas, period, ids) if period.last_day <= as_of else []
    verdicts = {area: [row for row in rows if row.area == area] for area in areas}
    marks = {
        area: tuple(
            _mark(sheet, item, year, verdicts[area], given.get(area, {}), period.last_day <= as_of)
            for item in sheet.items
        )
        for area in areas
    }
    totals = {
        area: rules.district_total(sheet, marks[area], _extras(sheet, given.get(area, {})))
        for area in areas
    }
    return _Own(marks, verdicts, given, totals, rules.district_ranks(totals))


def _given(catalog: Catalog, sheet: AssessmentSheet, year: int) -> dict[str, dict[str, HandMark]]:
    found: dict[str, dict[str, HandMark]] = {}
    for mark in catalog.city.hand_marks:
        if (mark.sheet, mark.year) == (sheet.id, year):
            found.setdefault(mark.area, {})[mark.item] = mark
    return found


def _extras(sheet: AssessmentSheet, given: Mapping[str, HandMark]) -> dict[str, Fraction | None]:
    entered = [given[extra.id] for extra in sheet.extras if extra.id in given]
    return {mark.item: None if mark.points is None else Fraction(mark.points) for mark in entered}


def _mark(
    sheet: AssessmentSheet,
    item: AssessmentItem,
    year: int,
    verdicts: Sequence[Verdict],
    given: Mapping[str, HandMark],
    closed: bool,
) -> ItemMark:
    if item.rule == "hand":
        mark = given.get(item.id)
        if mark is None or mark.points is None:
            return ItemMark(item, None, rules.NOT_GIVEN)
        return ItemMark(item, Fraction(mark.points), mark.note)
    if not closed:
        return ItemMark(item, None, rules.OPEN_YEAR.format(year=year))
    return rules.verdict_mark(sheet, item, rules.judging_verdict(item, verdicts))


def _district(
    sheet: AssessmentSheet | None,
    area: str,
    years: tuple[_Own, _Own],
    reported: ReportedScore | None,
    reported_before: ReportedScore | None,
) -> DistrictScore:
    own, earlier = years
    total = own.totals.get(area)
    before, now = earlier.totals.get(area), total.total if total else None
    then = before.total if before else None
    rank, tied = own.ranks.get(area, (0, False))
    lines = tuple(_line(sheet, own, area, mark) for mark in own.marks.get(area, ()) if sheet)
    vetoed = bool(total and total.vetoed)
    demo = any(line.demo for line in lines) or bool(reported and reported.demo)
    return DistrictScore(
        area=area,
        lines=lines,
        groups=_groups(sheet, own.marks.get(area, ())) if sheet else (),
        extras=_extra_lines(sheet, own.given.get(area, {})) if sheet else (),
        entered=_text(sheet, total.entered) if total else "0",
        possible=_text(sheet, total.possible) if total else "0",
        bonus=_text(sheet, total.bonus) if total else "0",
        deduction=_text(sheet, total.deduction) if total else "0",
        total=None if now is None else _text(sheet, now),
        grade=rules.grade_of(sheet, now, vetoed=vetoed) if sheet else "",
        rank=rank,
        tied=tied,
        last=area in rules.last_places(own.ranks),
        vetoed=vetoed,
        open_items=tuple(line.name for line in lines if line.points is None),
        before=None if then is None else _text(sheet, then),
        change=None if now is None or then is None else _text(sheet, now - then),
        rank_before=earlier.ranks.get(area, (0, False))[0],
        reported=reported,
        reported_before=reported_before,
        demo=demo or bool(sheet and sheet.mark),
    )  # fmt: skip


def _text(sheet: AssessmentSheet | None, points: Fraction) -> str:
    return publish(points, sheet.digits if sheet else 2)


def _sum_of(texts: Sequence[str], sheet: AssessmentSheet) -> str:
    return _text(sheet, sum((Fraction(text) for text in texts), Fraction(0)))


def _line(sheet: AssessmentSheet | None, own: _Own, area: str, mark: ItemMark) -> MarkLine:
    item, given = mark.item, own.given.get(area, {}).get(mark.item.id)
    row = rules.judging_verdict(item, own.verdicts.get(area, ())) if item.indicator else None
    return MarkLine(
        id=item.id,
        name=item.name,
        group=item.group,
        full=item.full,
        points=None if mark.points is None else _text(sheet, mark.points),
        lost=None if mark.lost is None else _text(sheet, mark.lost),
        rule=rules.rule_words(item),
        reason=mark.reason,
        indicator=item.indicator,
        status=row.status if row else "",
        line=row.line if row else "",
        document=given.document if given else "",
        by=given.by if given else "",
        demo=bool(row and row.demo),
    )


def _groups(sheet: AssessmentSheet, marks: Sequence[ItemMark]) -> tuple[GroupSum, ...]:
    found = []
    for group in sheet.groups:
        own = [mark.points for mark in marks if mark.item.group == group.name]
        known = [points for points in own if points is not None]
        whole = len(known) == len(own)
        found.append(
            GroupSum(
                group.name, group.full, _text(sheet, sum(known, Fraction(0))) if whole else None
            )
        )
    return tuple(found)


def _extra_lines(sheet: AssessmentSheet, given: Mapping[str, HandMark]) -> tuple[ExtraLine, ...]:
    found = []
    for extra in sheet.extras:
        if mark := given.get(extra.id):
            points = None if mark.points is None else _text(sheet, Fraction(mark.points))
            found.append(
                ExtraLine(
                    extra.id, extra.name, extra.kind, points, mark.document, mark.note, mark.by
                )
            )
    return tuple(found)
