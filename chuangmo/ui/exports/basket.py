"""The basket of 导出中心: filled from any page, kept for the person, built only on export."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

import streamlit as st

from chuangmo.assess.stretches import WITH_DUST
from chuangmo.exhibit import Exhibit
from chuangmo.exhibits.frozen import renamed
from chuangmo.exhibits.month import Month
from chuangmo.exhibits.views import ViewRequest, built
from chuangmo.period import parse_period
from chuangmo.service.drafts.drafts import BASKET
from chuangmo.service.questions import Questions
from chuangmo.ui.blocks import in_hand
from chuangmo.ui.reads import PAGE

#: Key of the one basket of a person.
_KEY = "items"


@dataclass(frozen=True)
class BasketItem:
    """One exhibit that is to be exported.

    Attributes:
        number: never given twice in a basket; names the widgets.
        view, request, key: what it is; the figures are read when the file is made.
        verdict: its title when it was added. title: in its place, or "".
    """

    number: int
    view: str
    request: ViewRequest
    key: str
    verdict: str
    title: str = ""


def items() -> list[BasketItem]:
    """What is in the basket, in its order."""
    return [_item(one) for one in _said().get("items", ())]


def _said() -> dict[str, Any]:
    draft = in_hand.load(BASKET, _KEY)
    return dict(draft.said) if draft else {}


def _keep(held: Iterable[BasketItem], last: int | None = None) -> None:
    """Keep the basket as it is now; ``last`` is the highest number ever given."""
    number = _said().get("last", 0) if last is None else last
    in_hand.save(BASKET, _KEY, {"items": [_words(item) for item in held], "last": number})


def _words(item: BasketItem) -> dict[str, Any]:
    """An item as its draft holds it."""
    day = item.request.as_of
    request = asdict(item.request) | {
        "period": item.request.period.text,
        "as_of": day.isoformat() if day else None,
    }
    return asdict(item) | {"request": request}


def _item(said: Mapping[str, Any]) -> BasketItem:
    request = dict(said["request"])
    day = request["as_of"]
    request |= {
        "period": parse_period(request["period"]),
        "as_of": date.fromisoformat(day) if day else None,
    }
    return BasketItem(**{**said, "request": ViewRequest(**request)})


def offer(
    view: str,
    month: Month,
    *,
    indicator: str | None = None,
    area: str | None = None,
    dust: str = WITH_DUST,
    scheme: str | None = None,
    compare: str | None = None,
    over: bool = False,
    as_shown: bool = True,
) -> None:
    """The small button 加入导出 in the filter row of a page: all its exhibits go into the basket.

    Args:
        compare, over: as in ``ViewRequest``.
        as_shown: false where the page shows what files do not hold (another line, one month).
    """
    about = ViewRequest(month.period, None, indicator, area, dust, scheme)
    request = replace(about, compare=compare, over=over)
    why = "把本页的图和表加入导出中心" if as_shown else "导出按综合评价线和当年累计，请先改回再加入"
    if not st.button(
        "加入导出", key=f"offer-{view}", icon=":material/add:", help=why, disabled=not as_shown
    ):
        return
    added = add(view, request, built(view, PAGE, request))
    whole = len(items())
    st.toast(
        f"已加入 {added} 项，导出中心现有 {whole} 项。" if added else "本页的图表已在导出中心里。"
    )


def add(view: str, request: ViewRequest, exhibits: Iterable[Exhibit]) -> int:
    """Put exhibits behind what is there; how many were new."""
    held = items()
    known = {(item.view, item.request, item.key) for item in held}
    new = [one for one in exhibits if (view, request, one.key) not in known]
    first = 1 + _said().get("last", 0)
    held += [
        BasketItem(number, view, request, one.key, one.verdict)
        for number, one in enumerate(new, first)
    ]
    _keep(held, first + len(new) - 1)
    return len(new)


def move(number: int, step: int) -> None:
    """One place up (-1) or down (1); at the ends nothing happens."""
    held = items()
    here = next((n for n, item in enumerate(held) if item.number == number), None)
    if here is None:  # taken out in another tab
        return
    there = here + step
    if 0 <= there < len(held):
        held[here], held[there] = held[there], held[here]
    _keep(held)


def remove(number: int) -> None:
    """Take one exhibit out."""
    _keep(item for item in items() if item.number != number)


def empty() -> None:
    """Take everything out."""
    _keep([])


def retitle(number: int, title: str) -> None:
    """Give an exhibit another title; an empty one, or its own, gives it back its own."""
    _keep(
        replace(item, title="" if title.strip() == item.verdict else title.strip())
        if item.number == number
        else item
        for item in items()
    )


def exhibits_of(
    reader: Questions, chosen: Iterable[BasketItem]
) -> tuple[list[tuple[BasketItem, Exhibit]], list[BasketItem]]:
    """Each item with its exhibit of this moment, and the items that no longer have one.

    A verdict that was not retitled is the one of this moment too.
    """
    made: dict[tuple[str, ViewRequest], dict[str, Exhibit]] = {}
    found, gone = [], []
    for item in chosen:
        asked = (item.view, item.request)
        if asked not in made:
            made[asked] = {one.key: one for one in built(item.view, reader, item.request)}
        one = made[asked].get(item.key)
        if one is None:
            gone.append(item)
        else:
            found.append((item, renamed(one, item.title)))
    return found, gone
