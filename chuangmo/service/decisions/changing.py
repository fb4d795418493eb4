"""What a reviewer decides by hand: targets, results of scheme items, sand-dust days, marks of 考核.

Every change is one journal line (who, when, the entry before and after), then the overlay file of
the city; the running board sees it at once, because the catalog is read again by its files' times.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from chuangmo.access.actor import REVIEWER, VIEWER, Actor
from chuangmo.catalog.catalog import Catalog
from chuangmo.catalog.check_tables import hand_mark_unfit
from chuangmo.catalog.entry import CatalogEntry
from chuangmo.catalog.faults import UnfitEntry, UnknownId, suggestion
from chuangmo.catalog.models import DustPeriod
from chuangmo.catalog.overlay import DUST, HAND_MARKS, ITEMS, TARGETS, Kind
from chuangmo.catalog.scheme_models import SchemeItem
from chuangmo.catalog.tables import AssessmentSheet, HandMark
from chuangmo.catalog.target_models import YEARLY_LINE, FormSaid
from chuangmo.period import DAY, Period, PeriodError, parse_period
from chuangmo.service.auditing import allow, audited
from chuangmo.service.board import Board, require
from chuangmo.service.decisions.target_entries import cited, target_entry, year_of
from chuangmo.service.overlay.journal import LINES, recorded
from chuangmo.store.journal import now_text

E = TypeVar("E", bound=CatalogEntry)

_ACTION = "catalog"
RESULTS = ("met", "missed", "not_applicable")
_LONGEST_DUST = 31


@dataclass(frozen=True)
class EntryChange:
    """What became of one decision.

    Attributes:
        old: the entry that held before (shipped or entered), ``None`` where there was none.
        new: the entry that holds now, ``None`` after a removal.
        seq: the journal line; ``None`` where nothing had to change.
    """

    old: CatalogEntry | None
    new: CatalogEntry | None
    seq: int | None


@dataclass(frozen=True)
class Listed:
    """An entry of the catalog with who entered it and when (empty: it ships)."""

    entry: CatalogEntry
    by: str
    at: str


def set_target(
    board: Board,
    actor: Actor,
    *,
    indicator: str,
    area: str,
    year: int,
    limit: str = "",
    document: str,
    operator: str | None = None,
    unit: str | None = None,
    said: FormSaid = YEARLY_LINE,
    file: str = "",
) -> EntryChange:
    """Write the city's own line for one indicator, area and year.

    Args:
        limit: a plain decimal as the document prints it; its zeros are kept. None where the form
            holds years against one another.
        said: the form and its own fields.
        operator: by the direction of the indicator where it is not given.
        unit: that of the standard in force in that year where it is not given.
        file: the table in which it stands, where no document is named.

    Raises:
        Forbidden: below reviewer. UnknownId, UnknownPlace: no such indicator or area.
        UnfitEntry: limit, operator, unit, year or document do not fit.
    """
    _allow(board, actor)
    raw = target_entry(
        board.catalog, indicator=indicator, area=area, year=year, limit=limit, document=document,
        operator=operator, unit=unit, said=said, file=file,
    )  # fmt: skip
    with _deciding(board):
        old = board.catalog.same_target(TARGETS.read(raw))
        return _record(board, actor, "target_set", old, raw)


def set_item(
    board: Board,
    actor: Actor,
    *,
    scheme: str,
    item: str,
    year: int,
    result: str,
    document: str,
    value: str = "",
    note: str = "",
) -> EntryChange:
    """Write the result of a relative or qualitative scheme item of one year.

    Raises:
        Forbidden: below reviewer. UnknownId: no such scheme or item.
        UnfitEntry: the result is none of ``RESULTS``, the document is missing, or the item is
            quantitative without a condition in words and the result not ``not_applicable``.
    """
    _allow(board, actor)
    catalog = board.catalog
    chosen = catalog.scheme(scheme)
    scheme_item = _item(chosen.items, chosen.id, item)
    if result in RESULTS and not scheme_item.takes(result):
        raise UnfitEntry(
            f"定量项目“{scheme_item.name}”由监测数据判断，不能手工写结果。请导入数据；"
            "不考核的可写 not_applicable。"
        )
    raw = {
        "scheme": chosen.id, "item": scheme_item.id, "year": year_of(year), "result": result,
        "value": value, "document": cited(document), "note": note,
        "by": actor.name, "at": now_text(),
    }  # fmt: skip
    with _deciding(board):
        old = board.catalog.item_entry(chosen.id, scheme_item.id, year)
        return _record(board, actor, "item_set", old, raw)


def add_dust(
    board: Board, actor: Actor, period: str, document: str = "", note: str = ""
) -> EntryChange:
    """Declare a day, or first..last day, as 沙尘天气 (环办监测〔2016〕120号).

    Raises:
        Forbidden: below reviewer. PeriodError: not whole days, or too long.
    """
    _allow(board, actor)
    raw = _dust_raw(period) | {"document": document, "note": note}
    with _deciding(board):
        return _record(board, actor, "dust_add", _dust_entry(board.catalog, raw), raw)


def remove_dust(board: Board, actor: Actor, period: str) -> EntryChange:
    """Take back a declaration made by hand; its journal lines stay.

    Raises:
        Forbidden: below reviewer. UnfitEntry: these days were not declared as one period.
    """
    _allow(board, actor)
    raw = _dust_raw(period)
    with _deciding(board):
        old = _dust_entry(board.catalog, raw)
        if old is None or DUST.key(old) not in _authors(board, DUST):
            listed = "、".join(dust_text(entry) for entry in board.catalog.city.dust) or "无"
            raise UnfitEntry(f"没有登记过沙尘日“{period}”。已登记的有：{listed}。")
        return _record(board, actor, "dust_remove", old, None)


def set_hand_mark(
    board: Board,
    actor: Actor,
    *,
    item: str,
    area: str,
    year: int,
    document: str,
    points: str = "",
    note: str = "",
) -> EntryChange:
    """Write a mark, bonus, deduction or veto of one district and year from a paper.

    Args:
        points: a plain decimal; empty of a veto.

    Raises:
        Forbidden: below reviewer. UnknownId, UnknownPlace: no score sheet or area.
        UnfitEntry: no such item, or points or document do not fit it.
    """
    _allow(board, actor)
    sheet = _sheet_of(board.catalog, year_of(year))
    raw = {
        "sheet": sheet.id, "item": item.strip(), "area": board.catalog.area(area), "year": year,
        "document": cited(document), "note": note, "by": actor.name, "at": now_text(),
    } | ({"points": points.strip()} if points.strip() else {})  # fmt: skip
    if unfit := hand_mark_unfit(sheet, HAND_MARKS.read(raw)):
        raise UnfitEntry(unfit[1])
    with _deciding(board):
        return _record(board, actor, "hand_mark_set", _hand_mark(board.catalog, raw), raw)


def remove_hand_mark(board: Board, actor: Actor, *, item: str, area: str, year: int) -> EntryChange:
    """Take back what was entered of one district; its journal lines stay.

    Raises:
        Forbidden: below reviewer. UnfitEntry: nothing was entered by hand there.
    """
    _allow(board, actor)
    sheet = _sheet_of(board.catalog, year_of(year))
    raw = {"sheet": sheet.id, "item": item.strip(), "area": board.catalog.area(area), "year": year}
    with _deciding(board):
        old = _hand_mark(board.catalog, raw)
        if old is None or HAND_MARKS.key(old) not in _authors(board, HAND_MARKS):
            raise UnfitEntry(f"没有登记过{raw['area']}{year}年的“{item}”，不能撤销。")
        return _record(board, actor, "hand_mark_remove", old, None)


def list_hand_marks(board: Board, actor: Actor, year: int | None = None) -> list[Listed]:
    """All marks of 考核 entered by hand, by year, district and item."""
    require(actor, VIEWER)
    marks = [one for one in board.catalog.city.hand_marks if year in (None, one.year)]
    return _listed(board, HAND_MARKS, sorted(marks, key=lambda m: (m.year, m.area, m.item)))


def list_targets(board: Board, actor: Actor) -> list[Listed]:
    """All targets of the city, shipped and entered, by indicator, year and area."""
    require(actor, VIEWER)
    order = list(board.catalog.indicators)
    places = {area: number for number, area in enumerate(board.catalog.areas())}
    targets = sorted(
        board.catalog.city.targets,
        key=lambda t: (order.index(t.indicator), t.year, places.get(t.area, len(places)), t.area),
    )
    return _listed(board, TARGETS, targets)


def list_items(board: Board, actor: Actor) -> list[Listed]:
    """All results entered by hand, by scheme, year and item."""
    require(actor, VIEWER)
    entries = sorted(board.catalog.city.items, key=lambda e: (e.scheme, e.year, e.item))
    return _listed(board, ITEMS, entries)


def list_dust(board: Board, actor: Actor) -> list[Listed]:
    """All declared sand-dust periods, oldest first."""
    require(actor, VIEWER)
    return _listed(board, DUST, sorted(board.catalog.city.dust, key=lambda e: (e.start, e.end)))


def dust_text(entry: DustPeriod) -> str:
    """The period as ``dust add`` reads it: a day, or first..last day."""
    if entry.start == entry.end:
        return entry.start.isoformat()
    return f"{entry.start.isoformat()}..{entry.end.isoformat()}"


# -- writing --------------------------------------------------------------------------------------


def _record(
    board: Board, actor: Actor, line: str, old: CatalogEntry | None, raw: dict[str, Any] | None
) -> EntryChange:
    """Validate, journal, write the file; nothing at all where the entry stands already.

    The caller is ``_deciding``.
    """
    kind, city = LINES[line], board.settings.city
    new = None if raw is None else kind.read(raw)
    if old is not None and new is not None and _said(old) == _said(new):
        return EntryChange(old, old, None)
    payload = {"city": city, "old": _plain(old), "new": _plain(new)}
    touched = [getattr(new or old, "area", board.catalog.areas()[0])]
    subject = f"{line} {_named(new or old)}"
    with audited(board.settings, actor, _ACTION, subject, REVIEWER, touched) as outcome:
        seq = board.keeper.write(
            kind.file.replace("*", city),
            lambda: board.store.record(line, payload, actor.name),
            [] if new is None else [new],
            [] if new is not None or old is None else [kind.key(old)],
        )
        outcome.detail = f"日志第 {seq} 行"
    return EntryChange(old, new, seq)


def _allow(board: Board, actor: Actor) -> None:
    allow(board.settings, actor, _ACTION, board.settings.city, REVIEWER)
    board.keeper.require_own()


@contextmanager
def _deciding(board: Board) -> Iterator[None]:
    """Nobody else changes the catalog, and what people wrote into its files is known."""
    with board.changing:
        board.keeper.catch_up()
        yield


def _named(entry: CatalogEntry | None) -> str:
    """What tells an entry from others: its indicator or item, area, year, days."""
    said = entry.model_dump(mode="json") if entry else {}
    keys = ("indicator", "scheme", "item", "area", "year", "start", "end")
    return " ".join(str(said[key]) for key in keys if key in said)


def _plain(entry: CatalogEntry | None) -> dict[str, Any] | None:
    return None if entry is None else entry.model_dump(mode="json")


def _said(entry: CatalogEntry) -> dict[str, Any]:
    """The entry without who and when."""
    return entry.model_dump(exclude={"by", "at"})


def _authors(board: Board, kind: Kind[Any]) -> dict[Any, tuple[str, str]]:
    """Who wrote each entry that the journal holds, and when."""
    file = kind.file.replace("*", board.settings.city)
    state = recorded(board.store.entries(), board.store.attached).get(file)
    if state is None:
        return {}
    return {key: (state.lines[key].actor, state.lines[key].at) for key in state.entries}


def _listed(board: Board, kind: Kind[Any], entries: list[E]) -> list[Listed]:
    authors = _authors(board, kind)
    return [Listed(entry, *authors.get(kind.key(entry), ("", ""))) for entry in entries]


# -- reading what was typed -----------------------------------------------------------------------


def _item(items: tuple[SchemeItem, ...], scheme: str, item: str) -> SchemeItem:
    known = {found.id: found for found in items}
    if item not in known:
        raise UnknownId(f"创模体系“{scheme}”没有项目“{item}”。{suggestion(item, known)}")
    return known[item]


def _sheet_of(catalog: Catalog, year: int) -> AssessmentSheet:
    sheet = catalog.assessment_sheet(year)
    if sheet is None:
        raise UnknownId(f"{catalog.city.name}没有适用于 {year} 年的考核记分表。")
    return sheet


def _hand_mark(catalog: Catalog, raw: dict[str, Any]) -> HandMark | None:
    key = HAND_MARKS.raw_key(raw)
    return next((one for one in catalog.city.hand_marks if HAND_MARKS.key(one) == key), None)


def _dust_raw(text: str) -> dict[str, Any]:
    first, dots, last = text.strip().partition("..")
    start, end = _day(first, text), _day(last if dots else first, text)
    if end.last_day < start.last_day:
        raise PeriodError(f"沙尘日“{text}”：止日早于起日。")
    if (end.last_day - start.last_day).days >= _LONGEST_DUST:
        raise PeriodError(f"沙尘日“{text}”长于 {_LONGEST_DUST} 天，请核对；可分段登记。")
    return {"start": start.last_day, "end": end.last_day}


def _day(text: str, whole: str) -> Period:
    found = parse_period(text)
    if found.kind != DAY:
        raise PeriodError(f"沙尘日按天登记，“{whole}”应写成 2008-03-01 或 2008-03-01..2008-03-03。")
    return found


def _dust_entry(catalog: Catalog, raw: dict[str, Any]) -> DustPeriod | None:
    wanted = (raw["start"], raw["end"])
    return next((e for e in catalog.city.dust if (e.start, e.end) == wanted), None)
