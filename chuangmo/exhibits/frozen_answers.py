"""What files of a 会议快照 tell beyond its exhibits: asked when it is frozen, kept for good."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter

from chuangmo.access.actor import VIEWER, Actor
from chuangmo.assess.stretches import WITH_DUST
from chuangmo.assess.verdict_types import Verdict
from chuangmo.catalog.catalog import Catalog
from chuangmo.exhibits.month import Month
from chuangmo.exhibits.scheme import cards_of
from chuangmo.exhibits.tasks import tasks_of
from chuangmo.exhibits.views import ViewRequest
from chuangmo.period import Period
from chuangmo.service.annotations.notes import FigureNote
from chuangmo.service.board import Board, require
from chuangmo.service.decisions.supervision.items import SupervisionItem
from chuangmo.service.figures.assessing import Assessment, Extent, MonthPoint, OutlookAnswer
from chuangmo.service.figures.source_rows import SourceRow
from chuangmo.service.memo import FIGURES
from chuangmo.service.questions import Questions
from chuangmo.service.scoring.evidence import Evidence
from chuangmo.service.scoring.scorecard import Scorecard
from chuangmo.store.rows import BatchInfo

T = TypeVar("T")


@dataclass(frozen=True)
class FrozenAnswers:
    """Answers of the board for one month, as they were.

    Attributes:
        assessments: of the year so far; also with dust days kept, where the meeting left them out.
        months: indicator, place, the months of this year and the one before; of the tasks only
            of the first, as files show no other by month.
        ahead: of every needed value that the meeting saw.
        sources: indicator, place, the rows behind it.
        items, evidence: 督办 items and what proves the results; none in older snapshots.
        notes: what responsible units said of figures; none in older snapshots.
        newest: indicator or list, area, the newest batch behind them; none in older snapshots.
        cards_beside: of a year whose list in force is not known the other one.
    """

    extent: Extent
    assessments: tuple[Assessment, ...]
    months: tuple[tuple[str, str, tuple[MonthPoint, ...]], ...]
    ahead: tuple[OutlookAnswer, ...]
    card: Scorecard
    sources: tuple[tuple[str, str, tuple[SourceRow, ...]], ...]
    batches: tuple[BatchInfo, ...]
    items: tuple[SupervisionItem, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    cards_beside: tuple[Scorecard, ...] = ()
    notes: tuple[FigureNote, ...] = ()
    newest: tuple[tuple[str, str, int], ...] = ()


_JSON = TypeAdapter(FrozenAnswers)


def to_json(answers: FrozenAnswers) -> bytes:
    """The answers as JSON; exact numbers stay exact."""
    return _JSON.dump_json(answers, by_alias=True)


def from_json(data: bytes) -> FrozenAnswers:
    """What ``to_json`` was given.

    Raises:
        ValueError: these are no such answers.
    """
    return _JSON.validate_json(data)


def freeze_answers(
    reader: Questions, request: ViewRequest, outlooks: Iterable[tuple[str, str]]
) -> FrozenAnswers:
    """Ask the board whatever a file about the request's month may tell.

    Args:
        outlooks: indicator and place of every needed value that an exhibit shows.
    """
    month = request.month
    found = tuple(
        reader.assess(month.year_period, month.as_of, dust)
        for dust in dict.fromkeys((request.dust, WITH_DUST))
    )
    pairs = list(dict.fromkeys((row.indicator, row.area) for row in found[0].rows))
    by_month = {one.id for one in tasks_of(reader, month)[:1]}
    by_month |= {one.id for one in reader.catalog.indicators.values() if not one.is_task}
    years = (month.year - 1, month.year)
    card, *beside = cards_of(reader, month, request.scheme)
    return FrozenAnswers(
        extent=reader.extent(),
        assessments=found,
        months=tuple(
            (name, area, reader.monthly(name, area, years, month.as_of, request.dust))
            for name, area in pairs
            if name in by_month
        ),
        ahead=tuple(
            reader.look_ahead(name, area, month.year_period, month.as_of)
            for name, area in dict.fromkeys(outlooks)
        ),
        card=card,
        sources=tuple(_sources(reader, month, pairs)),
        batches=reader.batches(),
        items=reader.items(),
        evidence=reader.evidence(request.scheme, month.year, month.as_of),
        cards_beside=tuple(beside),
        notes=reader.notes(),
        newest=tuple(
            (name, area, batch)
            for (name, area), batch in reader.newest_batches(
                date(month.year - 1, 1, 1), month.as_of
            ).items()
        ),
    )


def _sources(
    reader: Questions, month: Month, pairs: list[tuple[str, str]]
) -> list[tuple[str, str, tuple[SourceRow, ...]]]:
    """Of every place its own rows; each indicator is read once, a ledger place by place."""
    found = []
    for name in dict.fromkeys(indicator for indicator, _ in pairs):
        areas = tuple(area for indicator, area in pairs if indicator == name)
        if reader.catalog.indicator(name).ledger:
            found += [(name, area, reader.sources(name, (area,), month.period)) for area in areas]
            continue
        rows = reader.sources(name, areas, month.period)
        found += [(name, area, tuple(row for row in rows if row.area == area)) for area in areas]
    return found


class FrozenQuestions(Questions):
    """Answers files from the frozen answers alone; names and digits are the catalog's.

    Args:
        answers: what was frozen. board,
        actor: as for ``Questions``; the board gives the catalog alone.
    """

    def __init__(self, board: Board, actor: Actor, answers: FrozenAnswers) -> None:
        super().__init__(board, actor)
        self._answers = answers

    def answer(self, name: str, make: Callable[..., T], *asked: Any, depends: str = FIGURES) -> T:
        """What was answered when the snapshot was frozen.

        Raises:
            LookupError: no file asks this, so that a snapshot doesn't keep it.
        """
        require(self.actor, VIEWER)
        if name not in _FROZEN:
            raise LookupError(f"a snapshot keeps no answer to {name!r}")
        return cast(T, _FROZEN[name](self._answers, self.catalog, *asked))


def _assessment(
    answers: FrozenAnswers, _: Catalog, period: Period, as_of: date, dust: str
) -> Assessment:
    return next(one for one in answers.assessments if one.dust == dust)


def _verdicts(
    answers: FrozenAnswers, catalog: Catalog, indicator: str, *asked: Any
) -> tuple[Verdict, ...]:
    rows = _assessment(answers, catalog, *asked).rows
    return tuple(row for row in rows if row.indicator == indicator)


def _months(
    answers: FrozenAnswers, _: Catalog, indicator: str, area: str, *__: Any
) -> tuple[MonthPoint, ...]:
    """The months of this year and the one before; none for a place that was not judged."""
    return _of(answers.months, indicator, area)


def _ahead(
    answers: FrozenAnswers, _: Catalog, indicator: str, area: str, *__: Any
) -> OutlookAnswer:
    return next(one for one in answers.ahead if (one.indicator.id, one.area) == (indicator, area))


def _card(answers: FrozenAnswers, _: Catalog, scheme: str | None, *__: Any) -> Scorecard:
    cards = (answers.card, *answers.cards_beside)
    return next((one for one in cards if one.scheme.id == scheme), answers.card)


def _source_rows(
    answers: FrozenAnswers, catalog: Catalog, indicator: str, areas: tuple[str, ...], _: Period
) -> tuple[SourceRow, ...]:
    """The rows that were behind an indicator; of a ledger those of the first place."""
    asked = areas[:1] if catalog.indicator(indicator).ledger else areas
    return tuple(row for area in asked for row in _of(answers.sources, indicator, area))


def _of(
    listed: Iterable[tuple[str, str, tuple[T, ...]]], indicator: str, area: str
) -> tuple[T, ...]:
    return next((found for name, place, found in listed if (name, place) == (indicator, area)), ())


#: Question to how it is answered from the frozen answers.
_FROZEN: dict[str, Callable[..., object]] = {
    "extent": lambda answers, *_: answers.extent,
    "assess": _assessment,
    "verdicts": _verdicts,
    "monthly": _months,
    "look ahead": _ahead,
    "scheme card": _card,
    "sources": _source_rows,
    "batches": lambda answers, *_: answers.batches,
    "newest batches": lambda answers, *_: {(one[0], one[1]): one[2] for one in answers.newest},
    "items": lambda answers, *_: answers.items,
    "notes": lambda answers, *_: answers.notes,
    "evidence": lambda answers, *_: answers.evidence,
}
