"""Search over names: districts, indicators, months, pages, batches with their files.

Every word that is typed must stand in a thing's names; a district and an indicator together are
the indicator in that district. Nothing is guessed: what is found holds what was typed.
"""

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from chuangmo.access.actor import VIEWER, Actor
from chuangmo.catalog.catalog import Catalog
from chuangmo.catalog.models import District, Indicator
from chuangmo.period import Period, PeriodError, parse_period
from chuangmo.service.board import Board, require
from chuangmo.service.imports.importing import is_seen_by
from chuangmo.store.rows import BatchInfo

T = TypeVar("T")
DISTRICT, INDICATOR, BOTH = "district", "indicator", "both"
MONTH, PAGE, BATCH = "month", "page", "batch"
#: Kinds in the order they are listed.
KINDS = (DISTRICT, INDICATOR, BOTH, MONTH, PAGE, BATCH)
#: So many of one kind are listed; the rest is counted.
MOST = 12
_LONGEST = 60


@dataclass(frozen=True)
class Hit:
    """One thing found.

    Attributes:
        kind: one of ``KINDS``.
        name: as it is called. hint: another of its names that holds what was typed, or what it is.
        area, indicator, month, page, batch: what it is about, as its kind needs.
    """

    kind: str
    name: str
    hint: str = ""
    area: str = ""
    indicator: str = ""
    month: Period | None = None
    page: str = ""
    batch: int | None = None


@dataclass(frozen=True)
class Found:
    """What was found, best first within each kind, and how many more of each there are."""

    hits: tuple[Hit, ...]
    more: Mapping[str, int]


def search(board: Board, actor: Actor, typed: str, pages: Mapping[str, str]) -> Found:
    """Everything the person may see whose names hold every word typed.

    Args:
        typed: words with blanks between; of a very long text the beginning.
        pages: path to title of the pages that the person may open.
    """
    require(actor, VIEWER)
    words = _folded(typed[:_LONGEST]).split()
    if not words:
        return Found((), {})
    catalog = board.catalog
    batches = [one for one in reversed(list(board.store.batches())) if is_seen_by(actor, one)]
    found = {
        DISTRICT: _named(catalog.city.districts, _district_names, words, _of_district),
        INDICATOR: _named(catalog.indicators.values(), _indicator_names, words, _of_indicator),
        BOTH: _pairs(catalog, words),
        MONTH: _months(board, typed),
        PAGE: _named(pages.items(), lambda one: (one[1],), words, _of_page),
        BATCH: _named(batches, _batch_names, words, _of_batch),
    }
    more = {kind: len(hits) - MOST for kind, hits in found.items() if len(hits) > MOST}
    return Found(tuple(hit for kind in KINDS for hit in found[kind][:MOST]), more)


def _folded(text: str) -> str:
    """Wide and narrow, subscript and plain, capital and small letters are the same."""
    return unicodedata.normalize("NFKC", text).casefold()


def _rank(names: Iterable[str], words: list[str]) -> tuple[int, str] | None:
    """How well names hold all the words (0 is best), and the name that does; ``None``: none."""
    best: tuple[int, str] | None = None
    whole = " ".join(words)
    for name in names:
        folded = _folded(name)
        if not all(word in folded for word in words):
            continue
        rank = 0 if folded == whole else 1 if folded.startswith(words[0]) else 2
        if best is None or rank < best[0]:
            best = rank, name
    return best


def _named(
    things: Iterable[T],
    names: Callable[[T], Iterable[str]],
    words: list[str],
    hit: Callable[[T, str], Hit],
) -> list[Hit]:
    ranked = [(found, thing) for thing in things if (found := _rank(names(thing), words))]
    ranked.sort(key=lambda one: one[0][0])
    return [hit(thing, name) for (_, name), thing in ranked]


def _district_names(one: District) -> tuple[str, ...]:
    return (one.name, *one.aliases, *(former.name for former in one.former_names))


def _indicator_names(one: Indicator) -> tuple[str, ...]:
    names = (one.symbol, one.short, one.name, *one.aliases, one.id)
    return tuple(name for name in names if name)


def _batch_names(one: BatchInfo) -> tuple[str, ...]:
    return (f"批次 {one.batch}", f"批次{one.batch}", str(one.batch), one.file)


def _of_district(one: District, name: str) -> Hit:
    return Hit(DISTRICT, one.name, "" if name == one.name else name, area=one.name)


def _of_indicator(one: Indicator, name: str) -> Hit:
    known = (one.name, one.label, one.id)
    return Hit(INDICATOR, _called(one), "" if name in known else name, indicator=one.id)


def _called(one: Indicator) -> str:
    return one.name if one.label in one.name else f"{one.label} {one.name}"


def _of_page(one: tuple[str, str], _: str) -> Hit:
    return Hit(PAGE, one[1], page=one[0])


def _of_batch(one: BatchInfo, _: str) -> Hit:
    return Hit(BATCH, f"批次 {one.batch}", one.file, batch=one.batch)


def _pairs(catalog: Catalog, words: list[str]) -> list[Hit]:
    """Words of which the one part names a district and the other an indicator."""
    found: dict[tuple[str, str], Hit] = {}
    for cut in range(1, len(words)):
        for some, others in ((words[:cut], words[cut:]), (words[cut:], words[:cut])):
            districts = _named(catalog.city.districts, _district_names, some, _of_district)
            indicators = _named(
                catalog.indicators.values(), _indicator_names, others, _of_indicator
            )
            for here in districts:
                for what in indicators:
                    key = here.area, what.indicator
                    name = f"{here.name} {what.name}"
                    found[key] = replace(what, kind=BOTH, name=name, area=here.area)
    return list(found.values())


def _months(board: Board, typed: str) -> list[Hit]:
    """The month that is typed, where there are data of it."""
    try:
        asked = parse_period(typed.strip())
    except PeriodError:
        return []
    days = {(day.year, day.month) for day in board.store.extent().get("months") or ()}
    return [
        Hit(MONTH, f"{month.start.year}年{month.start.month}月", month=month)
        for month in asked.months()
        if (month.start.year, month.start.month) in days
    ]
