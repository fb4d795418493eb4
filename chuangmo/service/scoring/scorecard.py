"""The city's scorecard of a 创模 programme: every item, three years, what stands behind it."""

from dataclasses import dataclass
from datetime import date

from chuangmo.access.actor import VIEWER, Actor
from chuangmo.assess import verdict_types as vt
from chuangmo.assess.verdicts import schemes
from chuangmo.assess.verdicts.schemes import RowOutcome
from chuangmo.catalog.catalog import Catalog
from chuangmo.catalog.programmes import SchemesInForce
from chuangmo.catalog.scheme_models import Scheme, SchemeItem
from chuangmo.period import today, year_period
from chuangmo.service.board import Board, require
from chuangmo.service.figures.assessing import assess

YEARS = 3


@dataclass(frozen=True)
class YearResult:
    """One row in one year, as it is shown.

    Attributes:
        value: published figures with units, or the text entered.
        evidence: where the result comes from: document of an entry, or the limit judged by.
        values: the figures one by one (indicator, value, unit, operator, limit, status).
        judging: whether the programme was in force on 31 December of the year; else the result
            is 参考 only.
    """

    year: int
    status: str
    value: str
    evidence: str
    document: str
    reason: str
    entered: bool
    demo: bool
    values: tuple[dict[str, str | None], ...]
    judging: bool = True


@dataclass(frozen=True)
class ScoreRow:
    """One item of the programme (or one AND or OR group) with its results, oldest year first.

    Attributes:
        item: the id of the item, or of the group.
        members: ids of the items in the row; ``rule`` is ``all`` or ``any`` where there are more.
        office: the responsible unit of the settings, else who reports it by the city's duties;
            empty where neither says.
        missing: what of the requirement could not be found.
        beside: what the other programmes of the city ask of the same indicators (参考).
    """

    item: str
    members: tuple[str, ...]
    rule: str
    name: str
    requirement: str
    category: str
    kind: str
    scope: str
    office: str
    source: str
    confidence: str
    note: str
    years: tuple[YearResult, ...]
    missing: str = ""
    beside: tuple[str, ...] = ()

    @property
    def now(self) -> YearResult:
        """The result of the year asked for."""
        return self.years[-1]


@dataclass(frozen=True)
class Scorecard:
    """A programme and a year: ``entered`` of ``total`` rows have a result or all their data.

    Attributes:
        total: rows that the catalog lists; ``official_total`` what the document has (0: unknown),
            ``held`` how many of them the catalog has the whole requirement of.
        judging: whether this programme judges the year; else all of the card is 参考.
        in_force: ids of what is in force in the year; of an unknown beginning both.
        notes: what must be said beside the counts: items missing from the catalog, years before
            the programme.
        counts: rows of the year by status.
    """

    scheme: Scheme
    year: int
    as_of: date
    rows: tuple[ScoreRow, ...]
    entered: int
    total: int
    official_total: int
    counts: dict[str, int]
    notes: tuple[str, ...]
    generation: int
    held: int = 0
    judging: bool = True
    in_force: tuple[str, ...] = ()


def scorecard(
    board: Board,
    actor: Actor,
    scheme_id: str | None = None,
    year: int | None = None,
    as_of: date | None = None,
) -> Scorecard:
    """The programme's items for ``year`` and the two years before it, judged on the whole city.

    Without an id it is the programme in force on 31 December of the year; where that is not
    known the earlier of the two in question, as 参考 (``in_force`` names both).

    Raises:
        UnknownId: no such programme.
    """
    require(actor, VIEWER)
    catalog = board.catalog
    cut = as_of or today()
    last = year or cut.year
    there = catalog.schemes_in_force(last)
    scheme = catalog.scheme(scheme_id) if scheme_id else default_scheme(catalog, last)
    rows = _rows(board, actor, scheme, range(last - YEARS + 1, last + 1), cut)
    counts = {status: sum(row.now.status == status for row in rows) for status in vt.STATUSES}
    return Scorecard(
        scheme=scheme,
        year=last,
        as_of=cut,
        rows=rows,
        entered=sum(row.now.entered for row in rows),
        total=len(rows),
        official_total=scheme.official_items,
        counts=counts,
        notes=_notes(catalog, scheme, last),
        generation=board.store.journal_seq(),
        held=schemes.held(scheme),
        judging=_judges(scheme, there),
        in_force=tuple(one.id for one in there.shown),
    )


def default_scheme(catalog: Catalog, year: int) -> Scheme:
    """The programme in force in a year, else the first in question, else the city's first."""
    there = catalog.schemes_in_force(year).shown
    return there[0] if there else catalog.scheme(catalog.scheme_sequence[0].scheme)


def _judges(scheme: Scheme, there: SchemesInForce) -> bool:
    return there.judging is not None and there.judging.id == scheme.id


def _rows(
    board: Board, actor: Actor, scheme: Scheme, years: range, as_of: date
) -> tuple[ScoreRow, ...]:
    catalog, city = board.catalog, board.catalog.city.name
    groups = schemes.grouped(scheme)
    outcomes: dict[str, list[RowOutcome]] = {_key(items): [] for items in groups}
    for year in years:
        found = assess(board, actor, year_period(year), as_of, scheme=scheme.id, area=city)
        verdicts = schemes.by_item(scheme, found.rows)
        for items in groups:
            parts = [
                schemes.part_of(
                    item,
                    verdicts.get(item.id, []),
                    catalog.item_entry(scheme.id, item.id, year),
                    year,
                )
                for item in items
            ]
            outcomes[_key(items)].append(schemes.outcome(items, parts, year))
    return tuple(_row(catalog, scheme, items, outcomes[_key(items)]) for items in groups)


def _key(items: tuple[SchemeItem, ...]) -> str:
    return items[0].group or items[0].id


def _row(
    catalog: Catalog, scheme: Scheme, items: tuple[SchemeItem, ...], outcomes: list[RowOutcome]
) -> ScoreRow:
    rule = items[0].group_rule if len(items) > 1 else ""
    return ScoreRow(
        item=_key(items),
        members=tuple(item.id for item in items),
        rule=rule,
        name=(" 或 " if rule == schemes.ANY else " 且 ").join(item.name for item in items),
        requirement=schemes.requirement(items),
        category=items[0].category,
        kind=_once([item.kind for item in items]),
        scope=_once([item.scope for item in items]),
        office=_office(catalog, items),
        source=_once([item.source for item in items]),
        confidence=max(item.confidence for item in items),
        note=_once([item.note for item in items]),
        years=tuple(_year_result(catalog, scheme, outcome) for outcome in outcomes),
        missing=_once([item.missing for item in items]),
        beside=_beside(catalog, scheme, items),
    )


def _beside(catalog: Catalog, scheme: Scheme, items: tuple[SchemeItem, ...]) -> tuple[str, ...]:
    """What the other programmes that the city follows ask of the same indicators."""
    wanted = {name for item in items for name in item.indicators}
    others = [one.scheme for one in catalog.scheme_sequence if one.scheme != scheme.id]
    found = []
    for other in map(catalog.scheme, others):
        same = [item for item in other.items if wanted & set(item.indicators)]
        if same and scheme.id in {one.scheme for one in catalog.scheme_sequence}:
            words = "；".join(schemes.requirement((item,)) for item in same)
            found.append(f"{other.document}：{words}")
    return tuple(found)


def _once(texts: list[str]) -> str:
    """Every clause of the texts once."""
    return "；".join(dict.fromkeys(part for text in texts for part in text.split("；") if part))


def _office(catalog: Catalog, items: tuple[SchemeItem, ...]) -> str:
    wanted = {name for item in items for name in item.indicators}
    if named := [one.name for one in catalog.city.offices if wanted & set(one.indicators)]:
        return _once(named)
    duties = [duty for duty in catalog.city.duties if wanted & set(duty.indicators)]
    return _once([duty.contact for duty in duties])


def _year_result(catalog: Catalog, scheme: Scheme, outcome: RowOutcome) -> YearResult:
    readings = [reading for part in outcome.parts for reading in part.readings]
    shown = [
        f"{catalog.indicator(r.indicator).label} {r.value} {r.unit}" for r in readings if r.value
    ]
    said = [part.value for part in outcome.parts if part.value]
    by_limit = [r.limit_id for r in readings if r.limit_id]
    by_hand = [part.document for part in outcome.parts if part.document and not part.readings]
    papers = [part.document for part in outcome.parts if part.document]
    return YearResult(
        year=outcome.year,
        status=outcome.status,
        value="；".join([*shown, *said]),
        evidence=_once([*by_hand, *by_limit]),
        document=_once(papers),
        reason=outcome.reason,
        entered=outcome.entered,
        demo=outcome.demo,
        values=tuple(vars(reading) for reading in readings),
        judging=_judges(scheme, catalog.schemes_in_force(outcome.year)),
    )


def _notes(catalog: Catalog, scheme: Scheme, year: int) -> tuple[str, ...]:
    notes = []
    known, whole = schemes.held(scheme), schemes.whole(scheme)
    if known < whole:
        notes.append(
            f"清单不全{known}/{whole}：其余项目的要求没有查到，无法评价，不能据此说全部达标。"
        )
    columns = range(year - YEARS + 1, year + 1)
    by_words: dict[str, list[str]] = {}
    for there in map(catalog.schemes_in_force, columns):
        if not _judges(scheme, there):
            by_words.setdefault(_whose_year(there), []).append(f"{there.year}年")
    notes += [f"{'、'.join(years)}{words}" for words, years in by_words.items()]
    if scheme.note:
        notes.append(scheme.note)
    return tuple(notes)


def _whose_year(there: SchemesInForce) -> str:
    """Why a programme does not judge a year."""
    documents = "、".join(one.document for one in there.shown)
    if there.judging is not None:
        return f"年末施行的是{documents}，这里的结果只作参考。"
    if there.shown:
        return f"年末施行的是哪一份清单不能确定（{documents}），都只作参考，不作判断。"
    return "还没有施行中的清单，这里的结果只作参考。"
