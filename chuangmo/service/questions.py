"""The queries of pages, files and snapshots: declared once, answered from the one memo.

Every exhibit, export and page asks through ``Questions``; a query is declared nowhere else.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from datetime import date
from functools import partial
from types import MappingProxyType
from typing import Any, TypeVar

from chuangmo.access.actor import VIEWER, Actor
from chuangmo.assess.stretches import WITH_DUST
from chuangmo.assess.verdict_types import Statistic, Verdict
from chuangmo.catalog.boundaries import Shape, boundary_faults, load_shapes
from chuangmo.catalog.catalog import Catalog
from chuangmo.catalog.faults import Fault
from chuangmo.period import Period, day_period, today
from chuangmo.service import conclusions
from chuangmo.service.annotations.marks import EventMark, list_marks
from chuangmo.service.annotations.notes import FigureNote, list_notes
from chuangmo.service.beside import months, same_spans, winters
from chuangmo.service.beside.same_spans import SpanFigure
from chuangmo.service.beside.winters import Winters
from chuangmo.service.board import Board, require
from chuangmo.service.conclusions import Changes
from chuangmo.service.decisions import changing
from chuangmo.service.decisions.changing import Listed
from chuangmo.service.decisions.snapshot_changes import SnapshotChange
from chuangmo.service.decisions.supervision.items import SupervisionItem, list_items
from chuangmo.service.decisions.supervision.proposals import Proposal, proposals
from chuangmo.service.figures import assessing, attributing, ledger, places_with_rows, trace
from chuangmo.service.figures import daily as days
from chuangmo.service.figures.answers import (
    Assessment,
    Extent,
    LimitStep,
    MonthPoint,
    OutlookAnswer,
)
from chuangmo.service.figures.attributing import Attribution
from chuangmo.service.figures.daily import DaySeries
from chuangmo.service.figures.ranking import IMPROVEMENT, Ranking, rank
from chuangmo.service.figures.source_rows import SourceRow, source_rows, sub_counts
from chuangmo.service.imports import importing
from chuangmo.service.imports.completeness import Completeness, completeness
from chuangmo.service.memo import FIGURES, JOURNAL
from chuangmo.service.publication.opening import OpeningMonth, opening_month
from chuangmo.service.publication.published import Publication, in_force
from chuangmo.service.publication.publishing import corrections_since
from chuangmo.service.scoring import assessment, gradings, other_cities
from chuangmo.service.scoring.assessment import AssessmentYear
from chuangmo.service.scoring.evidence import Evidence, evidence
from chuangmo.service.scoring.gradings import NoiseGrade, SectionGrade
from chuangmo.service.scoring.other_cities import BesideCities
from chuangmo.service.scoring.scorecard import Scorecard, scorecard
from chuangmo.store.rows import BatchInfo, Selection

T = TypeVar("T")
#: One row of a ledger, or a traced figure, as the command line prints it; never changed.
Row = Mapping[str, Any]
_Carriers = Mapping[tuple[str, str], int]
#: Whoever may look, as one: an answer that is shared can't depend on who asked for it.
ANYONE = Actor("page", VIEWER, "page")


class Questions:
    """What may be asked of a board; each answers like the service function of its name.

    Answers are kept in the board's memo and shared by pages, files and commands: nobody changes
    them. Rights are checked before the memo is asked.

    Args:
        board: the board.
        actor: who asks; at least a viewer.
    """

    def __init__(self, board: Board, actor: Actor) -> None:
        self._board, self._actor = board, actor

    @property
    def board(self) -> Board:
        """The board that answers."""
        return self._board

    @property
    def actor(self) -> Actor:
        """Who asks."""
        return self._actor

    @property
    def catalog(self) -> Catalog:
        """The catalog in force."""
        return self.board.catalog

    def answer(
        self, name: str, make: Callable[..., T], *asked: Hashable, depends: str = FIGURES
    ) -> T:
        """What ``make`` gives for the board, anyone who may look, and what was asked.

        Args:
            name: of the question.
            make: the service function; called where nothing is kept.
            asked: everything the answer depends on beside data and catalog.
            depends: ``FIGURES``, or ``JOURNAL`` where notes and snapshots count too.

        Raises:
            Forbidden: the person may not look.
        """
        board = self.board
        require(self.actor, VIEWER)
        return board.memo.answer(lambda: make(board, ANYONE, *asked), name, *asked, depends=depends)

    # -- figures ------------------------------------------------------------------------------

    def extent(self) -> Extent:
        """How far the data reach."""
        return self.answer("extent", assessing.extent)

    def assess(self, period: Period, as_of: date, dust: str) -> Assessment:
        """All verdicts of a period as of a day."""
        return self.answer("assess", _assess, period, as_of, dust)

    def places_with_rows(
        self, period: Period, as_of: date, dust: str
    ) -> Mapping[str, tuple[str, ...]]:
        """Indicators with verdicts and their places."""
        return self.answer("places with rows", _places_with_rows, period, as_of, dust)

    def verdicts_on(
        self, indicator: str, period: Period, as_of: date, dust: str
    ) -> tuple[Verdict, ...]:
        """The verdicts on one indicator in all its places."""
        return self.answer("verdicts", places_with_rows.verdicts_on, indicator, period, as_of, dust)

    def monthly(
        self, indicator: str, area: str, years: tuple[int, ...], as_of: date, dust: str
    ) -> tuple[MonthPoint, ...]:
        """Single and cumulative figures of every month of the years."""
        return self.answer("monthly", _all(assessing.monthly), indicator, area, years, as_of, dust)

    def months_alone(
        self, indicator: str, area: str, year: int, as_of: date, dust: str
    ) -> tuple[Statistic, ...]:
        """The figure of every month of a year alone."""
        make = months.months_alone
        return self.answer("months alone", make, indicator, area, year, as_of, dust)

    def same_spans(
        self, indicator: str, area: str, as_of: date, statistic: str, dust: str
    ) -> tuple[SpanFigure, ...]:
        """January to the month of a day in every year."""
        make = same_spans.same_spans
        return self.answer("same spans", make, indicator, area, as_of, statistic, dust)

    def winters(self, area: str, as_of: date, dust: str) -> Winters | None:
        """Heating seasons with their SO2 and the boilers retrofitted by then."""
        return self.answer("winters", winters.winters, area, as_of, dust)

    def daily(
        self, indicator: str, area: str, year: int, as_of: date, dust: str
    ) -> DaySeries | None:
        """The valid daily figures of a year up to a day."""
        return self.answer("daily", days.daily, indicator, area, year, as_of, dust)

    def limit_steps(
        self, indicator: str, area: str, years: tuple[int, ...]
    ) -> tuple[LimitStep, ...]:
        """The limits in force over the years, one entry a step."""
        return self.answer("limit steps", _all(assessing.limit_steps), indicator, area, years)

    def look_ahead(
        self, indicator: str, area: str, period: Period, as_of: date, dust: str = WITH_DUST
    ) -> OutlookAnswer:
        """What the rest of the period must average for the line that counts."""
        return self.answer("look ahead", _look_ahead, indicator, area, period, as_of, dust)

    def attribute(self, indicator: str, area: str, period: Period, as_of: date) -> Attribution:
        """The gap to the line that counts, by month and by district."""
        return self.answer("attribute", attributing.attribute, indicator, area, period, as_of)

    def improvement(
        self, indicator: str, period: Period, as_of: date, dust: str, group: str | None
    ) -> Ranking:
        """The districts (of a group) by improvement against the same time last year."""
        return self.answer("improvement", _improvement, indicator, period, as_of, dust, group)

    def noise_grades(self, period: Period, as_of: date) -> tuple[NoiseGrade, ...]:
        """The noise grades of all areas, by day and by night."""
        return self.answer("noise grades", _all(gradings.noise_grades), period, as_of)

    def section_grades(self, period: Period, as_of: date, area: str) -> tuple[SectionGrade, ...]:
        """The single-factor class of the sections of an area (the city: all of them)."""
        return self.answer("section grades", _section_grades, period, as_of, area)

    def scheme_card(self, scheme: str | None, year: int, as_of: date) -> Scorecard:
        """The programme's items for a year and the two before it."""
        return self.answer("scheme card", scorecard, scheme, year, as_of, depends=JOURNAL)

    def assessment(self, year: int, as_of: date) -> AssessmentYear:
        """The 考核 of the districts in a year: sheets, ranks, grades, reported scores."""
        return self.answer("assessment", assessment.assessment, year, as_of, depends=JOURNAL)

    def evidence(self, scheme: str | None, year: int, as_of: date) -> tuple[Evidence, ...]:
        """The workbooks and cells behind the measured results of a scorecard."""
        make = partial(_evidence, self.scheme_card(scheme, year, as_of))
        return self.answer("evidence", make, scheme, year, as_of, depends=JOURNAL)

    def shapes(self) -> tuple[Shape, ...]:
        """The outlines of the districts; none where the city has no boundary file."""
        return self.answer("shapes", _shapes)

    def boundary_faults(self) -> tuple[Fault, ...]:
        """What is wrong with the boundary file of the home; nothing as a rule."""
        return self.answer("boundary_faults", _boundary_faults)

    # -- where figures come from --------------------------------------------------------------

    def trace(self, indicator: str, period: Period, area: str) -> Row:
        """The cells behind a figure as of today, as the command ``trace`` gives them."""
        return self.answer("trace", _trace, indicator, period, area, today())

    def sources(
        self, indicator: str, areas: tuple[str, ...], month: Period
    ) -> tuple[SourceRow, ...]:
        """The rows behind an indicator from January to the month."""
        return self.answer("sources", _sources, indicator, areas, month)

    def sub_counts(self, area: str, month: Period, as_of: date) -> Mapping[str, tuple[Row, ...]]:
        """The counts up to the month that were given with their kinds (其中), by indicator."""
        return self.answer("sub counts", _sub_counts, area, month, as_of)

    def other_cities(self, indicator: str, month: Period, as_of: date) -> BesideCities | None:
        """What cities outside the board report for an indicator, beside the board's own city."""
        return self.answer("other cities", other_cities.other_cities, indicator, month, as_of)

    def ledger_items(self, kind: str, period: Period) -> tuple[Row, ...]:
        """The list of the ledger that holds on the last day of the period, one row a unit."""
        return self.answer("ledger items", _ledger_items, kind, period)

    def newest_batches(self, first: date, last: date) -> _Carriers:
        """The newest batch behind each (indicator or list, area) of the days between, inclusive."""
        return self.answer("newest batches", _newest_batches, first, last)

    def batches(self) -> tuple[BatchInfo, ...]:
        """All imported files that the person may see, oldest first."""
        known = self.answer("batches", _batches, depends=JOURNAL)
        seen = tuple(info for info in known if importing.is_seen_by(self.actor, info))
        return known if len(seen) == len(known) else seen

    # -- what is owed, decided, changed -------------------------------------------------------

    def completeness(self, period: Period) -> Completeness:
        """What every district owes for the months of a period, as of today."""
        return self.answer("completeness", completeness, period, today(), depends=JOURNAL)

    def opening_month(self) -> OpeningMonth | None:
        """The month that whoever chose none sees; ``None`` without data."""
        return self.answer("opening month", _opening_month, today(), depends=JOURNAL)

    def published(self) -> tuple[Publication, ...]:
        """The published months with their last publication, the newest month first."""
        return self.answer("published", _published, depends=JOURNAL)

    def corrections_since(self, month: Period) -> tuple[SnapshotChange, ...] | None:
        """What was corrected since a month was published; ``None`` where it is not."""
        return self.answer("corrections since", _corrections_since, month, depends=JOURNAL)

    def targets(self) -> tuple[Listed, ...]:
        """All targets of the city with who entered them."""
        return self.answer("targets", _all(changing.list_targets), depends=JOURNAL)

    def items(self) -> tuple[SupervisionItem, ...]:
        """All 督办 items in the order of opening."""
        return self.answer("items", _all(list_items), depends=JOURNAL)

    def notes(self) -> tuple[FigureNote, ...]:
        """What responsible units said of figures, in the order of the first text."""
        return self.answer("notes", _all(list_notes), depends=JOURNAL)

    def marks(self) -> tuple[EventMark, ...]:
        """The dated events of the city in the order of entering, those taken away too."""
        return self.answer("marks", _all(list_marks), depends=JOURNAL)

    def proposals(self, month: Period, at_risk: bool = False) -> tuple[Proposal, ...]:
        """What the month's verdicts ask to supervise, with deadlines counted from today."""
        return self.answer("proposals", _proposals, month, at_risk, today(), depends=JOURNAL)

    def changes(self, month: Period, since: str, dust: str) -> Changes:
        """Conclusions that changed since last month or since the last upload."""
        make = conclusions.changed_conclusions
        return self.answer("changes", make, month, since, dust, depends=JOURNAL)


def _all(make: Callable[..., Iterable[T]]) -> Callable[..., tuple[T, ...]]:
    """What ``make`` lists, as a value that can be shared."""
    return lambda *asked: tuple(make(*asked))


def _batches(board: Board, _: Actor) -> tuple[BatchInfo, ...]:
    return tuple(board.store.batches())


def _newest_batches(board: Board, _: Actor, first: date, last: date) -> _Carriers:
    span = Selection(start=day_period(first).start, end=day_period(last).end)
    return MappingProxyType(board.store.carriers(span))


def _opening_month(board: Board, who: Actor, _: date) -> OpeningMonth | None:
    return opening_month(board, who)


def _published(board: Board, who: Actor) -> tuple[Publication, ...]:
    return tuple(in_force(board, who).values())


def _corrections_since(
    board: Board, who: Actor, month: Period
) -> tuple[SnapshotChange, ...] | None:
    found = corrections_since(board, who, month)
    return None if found is None else tuple(found)


def _assess(board: Board, who: Actor, period: Period, as_of: date, dust: str) -> Assessment:
    return assessing.assess(board, who, period, as_of, dust=dust)


def _look_ahead(
    board: Board, who: Actor, indicator: str, area: str, period: Period, as_of: date, dust: str
) -> OutlookAnswer:
    return assessing.look_ahead(board, who, indicator, area, period, as_of, dust=dust)


def _places_with_rows(
    board: Board, who: Actor, period: Period, as_of: date, dust: str
) -> Mapping[str, tuple[str, ...]]:
    return _shared(places_with_rows.places_with_rows(board, who, period, as_of, dust))


def _improvement(
    board: Board, who: Actor, indicator: str, period: Period, as_of: date, dust: str,
    group: str | None,
) -> Ranking:  # fmt: skip
    return rank(board, who, indicator, period, as_of, group=group, by=IMPROVEMENT, dust=dust)


def _section_grades(
    board: Board, who: Actor, period: Period, as_of: date, area: str
) -> tuple[SectionGrade, ...]:
    return tuple(gradings.section_grades(board, who, period, as_of, area=area))


def _evidence(card: Scorecard, board: Board, who: Actor, *_: Hashable) -> tuple[Evidence, ...]:
    return evidence(board, who, card)


def _shapes(board: Board, _: Actor) -> tuple[Shape, ...]:
    return load_shapes(board.settings, board.catalog.city)


def _boundary_faults(board: Board, _: Actor) -> tuple[Fault, ...]:
    return tuple(boundary_faults(board.settings, board.catalog.city))


def _trace(board: Board, who: Actor, indicator: str, period: Period, area: str, on: date) -> Row:
    return _shared(trace.trace(board, who, indicator, period, area=area, as_of=on))


def _sources(
    board: Board, who: Actor, indicator: str, areas: tuple[str, ...], month: Period
) -> tuple[SourceRow, ...]:
    entry = board.catalog.indicator(indicator)
    return tuple(source_rows(board, who, entry, areas, month))


def _sub_counts(
    board: Board, who: Actor, area: str, month: Period, as_of: date
) -> Mapping[str, tuple[Row, ...]]:
    return _shared(sub_counts(board, who, area, month, as_of))


def _ledger_items(board: Board, who: Actor, kind: str, period: Period) -> tuple[Row, ...]:
    return _rows(ledger.list_ledger(board, who, kind, period=period))


def _proposals(
    board: Board, who: Actor, month: Period, at_risk: bool, _: date
) -> tuple[Proposal, ...]:
    return tuple(proposals(board, who, month, at_risk=at_risk))


def _rows(found: Iterable[dict[str, Any]]) -> tuple[Row, ...]:
    return tuple(_shared(row) for row in found)


def _shared(found: Any) -> Any:
    """What was found as a value that can be shared: nothing inside it can be changed either."""
    if isinstance(found, dict):
        return MappingProxyType({name: _shared(value) for name, value in found.items()})
    return tuple(_shared(one) for one in found) if isinstance(found, list | tuple) else found
