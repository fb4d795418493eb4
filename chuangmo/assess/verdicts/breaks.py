"""The days from which an indicator's figures are of another kind: state of the air, law, index.

Across such a day the same air gives other numbers or another judgement, so that no curve passes
it without a mark (GB 3095-2012 amendment of 2018; a change of the standard or of the index).
"""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from chuangmo.assess.lines import standard_in_force
from chuangmo.assess.reference_states import (
    OF_CONCENTRATIONS,
    break_sentence,
    is_concentration,
    states_in,
)
from chuangmo.catalog.catalog import Catalog
from chuangmo.catalog.models import Indicator, Standard
from chuangmo.catalog.tables import CompositeTable, IndexTable
from chuangmo.period import Period, day_words

_STATE = "浓度状态改变"
_LAW, _AMENDED = "改按 {document}", "改按修改后的标准"
_LAW_CHANGED = (
    "{day}起按{after}（{document}）评价{limits}，此前按{before}评价，前后结论不可直接相比。"
)
_TABLE_CHANGED = "{day}起按{after}（{document}）计算，此前按{before}计算，前后不可直接相比。"


@dataclass(frozen=True)
class Break:
    """A day from which figures are of another kind.

    Attributes:
        day: the first day of the new kind.
        label: a few words for a line in a chart, ``2018年9月1日起浓度状态改变``.
        sentence: what changes, from what to what, by which document.
    """

    day: date
    label: str
    sentence: str


def breaks_in(catalog: Catalog, indicator: Indicator, period: Period) -> tuple[Break, ...]:
    """Every break inside a period, after its first day; the earliest first."""
    if indicator.is_task:
        return ()
    found = [
        *_of_states(catalog, indicator, period),
        *_of_law(catalog, indicator, period),
        *_of_tables(catalog, indicator, period),
    ]
    return tuple(sorted(found, key=lambda one: one.day))


def _made_of(catalog: Catalog, indicator: Indicator) -> list[Indicator]:
    """The concentrations whose state moves the indicator."""
    known = list(catalog.indicators.values())
    parts = known if indicator.combine in OF_CONCENTRATIONS else [indicator]
    return [one for one in parts if is_concentration(one)]


def _of_states(catalog: Catalog, indicator: Indicator, period: Period) -> list[Break]:
    """By the standard in force on the last day; what it was made of is said once."""
    laws = (
        standard_in_force(catalog, part, period.last_day) for part in _made_of(catalog, indicator)
    )
    law = next((one for one in laws if one is not None), None)
    states = states_in(law, period) if law else ()
    return [
        Break(after.from_, f"{day_words(after.from_)}起{_STATE}", break_sentence(before, after))
        for before, after in pairwise(states)
    ]


def _of_law(catalog: Catalog, indicator: Indicator, period: Period) -> list[Break]:
    found = []
    for day in _candidates(catalog, period):
        before = standard_in_force(catalog, indicator, day - timedelta(days=1))
        after = standard_in_force(catalog, indicator, day)
        if before is not None and after is not None and before.id != after.id:
            found.append(_law_break(catalog, indicator, day, before, after))
    return found


def _law_break(
    catalog: Catalog, indicator: Indicator, day: date, before: Standard, after: Standard
) -> Break:
    sentence = _LAW_CHANGED.format(
        day=day_words(day),
        after=after.name,
        document=after.document,
        limits=_limits(catalog, indicator, before, after),
        before=before.name,
    )
    old, new = (law.document.partition("；")[0] for law in (before, after))
    label = _AMENDED if old == new else _LAW.format(document=new)
    return Break(day, f"{day_words(day)}起{label}", sentence)


def _limits(catalog: Catalog, indicator: Indicator, before: Standard, after: Standard) -> str:
    """``，年平均限值由 0.08 mg/m³ 改为 40 µg/m³`` as each is printed; empty without both."""
    old, new = (catalog.limit(law, indicator.id, "year") for law in (before, after))
    if old is None or new is None or (old.value, old.unit) == (new.value, new.unit):
        return ""
    return f"，年平均限值由 {old.value} {old.unit} 改为 {new.value} {new.unit}"


def _of_tables(catalog: Catalog, indicator: Indicator, period: Period) -> list[Break]:
    found = []
    for day in _candidates(catalog, period):
        before = _table(catalog, indicator, day - timedelta(days=1))
        after = _table(catalog, indicator, day)
        if before is not None and after is not None and before.id != after.id:
            sentence = _TABLE_CHANGED.format(
                day=day_words(day), after=after.name, document=after.document, before=before.name
            )
            found.append(Break(day, f"{day_words(day)}起改用{after.name}", sentence))
    return found


def _table(catalog: Catalog, indicator: Indicator, on: date) -> IndexTable | CompositeTable | None:
    """What days or concentrations are counted with, for the two figures that need one."""
    if indicator.combine == "share_of_good_days":
        return catalog.index_table(on)
    return catalog.composite_table(on) if indicator.combine == "composite_index" else None


def _candidates(catalog: Catalog, period: Period) -> list[date]:
    """The days inside the period on which a law or table may begin, in this city."""
    days = {standard.from_ for standard in catalog.standards.values()}
    days |= {table.from_ for table in catalog.index_tables.values()}
    days |= {table.from_ for table in catalog.composite_tables.values()}
    days |= {adoption.from_ for adoption in catalog.city.adoptions}
    first = period.start.date()
    return sorted(day for day in days if first < day <= period.last_day)
