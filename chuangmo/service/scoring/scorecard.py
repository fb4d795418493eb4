"""The city's scorecard of a 创模 programme: every item, three years, what stands behind it."""

from dataclasses import dataclass
from datetime import date

from chuangmo.access.actor import VIEWER, Actor
from chuangmo.assess import verdict_types as vt
from chuangmo.assess.verdicts import schemes
from chuangmo.assess.verdicts.schemes import RowOutcome
from chuangmo.catalog.catalog import Catalog
from chuangmo.catalog.models import Scheme, SchemeItem
from chuangmo.period import today, year_period
from chuangmo.service.board import Board, require
from chuangmo.service.figures.reading import assess

YEARS = 3


@dataclass(frozen=True)
class YearResult:
    """One row in one year, as it is shown.

    Attributes:
        value: published figures with units, or the text entered.
        evidence: where the result comes from: document of an entry, or the limit judged by.
        values: the figures one by one (indicator, value, unit, operator, limit, status).
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


@dataclass(frozen=True)
class ScoreRow:
    """One item of the programme (or one AND or OR group) with its results, oldest year first.

    Attributes:
        item: the id of the item, or of the group.
        members: ids of the items in the row; ``rule`` is ``all`` or ``any`` where there are more.
        office: who reports it, from the city's duties; empty where the catalog does not say.
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

    @property
    def now(self) -> YearResult:
        """The result of the year asked for."""
        return self.years[-1]


@dataclass(frozen=True)
class Scorecard:
    """A programme and a year: ``entered`` of ``total`` rows have a result or all their data.

    Attributes:
        total: rows that the catalog lists; ``official_total`` what the document has (0: unknown).
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


def scorecard(
    board: Board,
    actor: Actor,
    scheme_id: str | None = None,
    year: int | None = None,
    as_of: date | None = None,
) -> Scorecard:
    """The programme's items for ``year`` and the two years before it, judged on the whole city.

    Raises:
        UnknownId: no such programme.
    """
    require(actor, VIEWER)
    catalog = board.catalog
    scheme, cut = catalog.scheme(scheme_id), as_of or today()
    last = year or cut.year
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
        notes=_notes(scheme, len(rows), last),
        generation=board.store.journal_seq(),
    )


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
    return tuple(_row(catalog, items, outcomes[_key(items)]) for items in groups)


def _key(items: tuple[SchemeItem, ...]) -> str:
    return items[0].group or items[0].id


def _row(catalog: Catalog, items: tuple[SchemeItem, ...], outcomes: list[RowOutcome]) -> ScoreRow:
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
        years=tuple(_year_result(catalog, outcome) for outcome in outcomes),
    )


def _once(texts: list[str]) -> str:
    return "；".join(dict.fromkeys(text for text in texts if text))


def _office(catalog: Catalog, items: tuple[SchemeItem, ...]) -> str:
    wanted = {name for item in items for name in item.indicators}
    duties = [duty for duty in catalog.city.duties if wanted & set(duty.indicators)]
    return _once([duty.contact for duty in duties])


def _year_result(catalog: Catalog, outcome: RowOutcome) -> YearResult:
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
    )


def _notes(scheme: Scheme, total: int, year: int) -> tuple[str, ...]:
    notes = []
    if scheme.official_items > total:
        notes.append(
            f"目录只列出{total}项，文件共{scheme.official_items}项；"
            "未列的项目不计入“已录入”，不能据此判断创模是否全部达标。"
        )
    starts = scheme.from_
    early = [y for y in range(year - YEARS + 1, year + 1) if starts and y < starts.year]
    if starts and early:
        since = f"{starts.year}年{starts.month}月{starts.day}日"
        notes.append(f"{'、'.join(str(y) for y in early)}年早于该体系施行（{since}），仅供对照。")
    if scheme.note:
        notes.append(scheme.note)
    return tuple(notes)
