"""Faults of the sequence of 创模 lists that a city follows."""

from collections.abc import Collection, Iterator
from itertools import pairwise

from chuangmo.catalog.faults import Fault, suggestion
from chuangmo.catalog.models import City
from chuangmo.catalog.read import Located
from chuangmo.catalog.references import unsourced
from chuangmo.catalog.scheme_models import SchemePeriod


def scheme_faults(located: Located[City], known: Collection[str]) -> Iterator[Fault]:
    """Lists that there are none of, dates that contradict each other or the order."""
    city, file, entry = located.value, located.file, located.entry
    if city.scheme and city.schemes:
        yield Fault(file, entry, "scheme", "scheme 与 schemes 只写一样：按日期写 schemes。")
    if not city.schemes and city.scheme not in known:
        reason = f"没有创模体系“{city.scheme}”。{suggestion(city.scheme, known)}"
        yield Fault(file, entry, "scheme", reason)
    for number, one in enumerate(city.schemes, start=1):
        where = f"schemes[{number}]"
        if one.scheme not in known:
            reason = f"没有创模体系“{one.scheme}”。{suggestion(one.scheme, known)}"
            yield Fault(file, entry, f"{where}.scheme", reason)
        for field, reason in _date_faults(one):
            yield Fault(file, entry, f"{where}.{field}", reason)
        yield from unsourced(located, f"{where}.source", one.source)
    for number, (earlier, later) in enumerate(pairwise(city.schemes), start=2):
        if later.is_dated and earlier.is_dated and earlier.earliest >= later.earliest:
            reason = f"“{later.scheme}”应晚于前一条“{earlier.scheme}”开始；请按先后写。"
            yield Fault(file, entry, f"schemes[{number}]", reason)
        elif earlier.to and earlier.to >= later.latest:
            reason = f"与后一条“{later.scheme}”同时施行；请把 to 写成它开始的前一天或不写。"
            yield Fault(file, entry, f"schemes[{number - 1}].to", reason)


def _date_faults(one: SchemePeriod) -> Iterator[tuple[str, str]]:
    if one.from_ and (one.not_before or one.not_after):
        yield "from", "知道施行日的，不再写 not_before、not_after。"
    if one.not_before and one.not_after and one.not_before > one.not_after:
        yield "not_after", "not_after 早于 not_before。"
    if one.to and one.to < one.earliest:
        yield "to", "止日早于起日。"
