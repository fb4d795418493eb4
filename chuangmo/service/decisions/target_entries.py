"""A target as somebody says it, read into the entry that the catalog holds; checked whole."""

import re
import unicodedata
from dataclasses import replace
from fractions import Fraction
from typing import Any

from chuangmo.assess.lines import answer_unit
from chuangmo.assess.rounding import convertible, in_unit
from chuangmo.catalog.catalog import Catalog
from chuangmo.catalog.faults import UnfitEntry
from chuangmo.catalog.models import Indicator
from chuangmo.catalog.overlay import TARGETS
from chuangmo.catalog.target_models import (
    BESIDE_LAST_YEAR,
    FORM_WORD,
    YEARLY_LINE,
    FormSaid,
    form_faults,
    overlapping,
)
from chuangmo.period import year_period

_OPERATORS = {"lower": ("<=", "<", "=="), "higher": (">=", ">", "==")}
_YEARS = range(1990, 2101)
_PLAIN_NUMBER = re.compile(r"\d+(\.\d+)?")


def target_entry(
    catalog: Catalog, *, indicator: str, area: str, year: int, limit: str = "", document: str,
    operator: str | None = None, unit: str | None = None, said: FormSaid = YEARLY_LINE,
    file: str = "",
) -> dict[str, Any]:  # fmt: skip
    """The entry that ``set_target`` would write, checked; nothing is written.

    Args:
        file: the table in which it stands; its source where no document is named: then it is
            unverified (confidence C), for nobody can tell which paper says so.

    Raises:
        UnknownId, UnknownPlace: no such indicator or area.
        UnfitEntry: a number, operator, unit, year, document, or what the form asks for, is unfit.
    """
    entry, place = catalog.indicator(indicator), catalog.area(area)
    usual = answer_unit(catalog, entry, year_period(year_of(year)).last_day)
    printed_in = _unit(unit) if unit else usual
    if said.form not in FORM_WORD:
        words = "、".join(f"{form}（{word}）" for form, word in FORM_WORD.items() if form)
        raise UnfitEntry(f"没有“{said.form}”这种目标，可用的有：{words}。")
    beside = BESIDE_LAST_YEAR.get(said.form)
    source = cited(document or file)
    document = document.strip()
    raw = {
        "indicator": entry.id, "area": place, "year": year, "unit": printed_in,
        "operator": (operator or beside) if beside else _operator(entry, operator),
        "document": document, "source": source, "confidence": "A" if document else "C",
        **_numbers(entry, said, printed_in).fields,
    }  # fmt: skip
    if limit:
        raw["limit"] = _limit(entry, limit, printed_in)
    target = TARGETS.read(raw)
    faults = [reason for _, reason in form_faults(target, entry.aim)]
    faults += [text for text in [overlapping(target, catalog.city.targets)] if text]
    if faults:
        raise UnfitEntry("".join(faults))
    return raw


def _numbers(entry: Indicator, said: FormSaid, unit: str) -> FormSaid:
    """What is said, its numbers checked as the limit is."""
    start = _limit(entry, said.start_value, unit) if said.start_value else None
    return replace(said, start_value=start, steps=tuple(text.strip() for text in said.steps))


def year_of(year: int) -> int:
    """The year, if the board can hold it."""
    if year not in _YEARS:
        raise UnfitEntry(f"年份 {year} 不对，应在 {_YEARS[0]} 到 {_YEARS[-1]} 之间。")
    return year


def cited(text: str) -> str:
    """The document that an entry rests on; it may not be missing."""
    if not text.strip():
        raise UnfitEntry("没有写文件依据。请用 --document 写明文号或文件名称。")
    return text.strip()


def _operator(indicator: Indicator, operator: str | None) -> str:
    allowed = _OPERATORS.get(indicator.direction, ("<=", ">=", "<", ">", "=="))
    if indicator.is_task:  # what adds up over the year is judged beside 时序进度
        allowed = (">=", ">", "==")
    if operator is None:
        return allowed[0]
    if indicator.is_task and operator not in allowed:
        raise UnfitEntry(
            f"“{indicator.name}”按年度任务累计、对照时序进度，目标是任务数，比较符号不能是“{operator}”，"
            f"应为 {'、'.join(allowed)}；不超过多少的目标目前不判断。"
        )
    if operator not in allowed:
        better = "越低越好" if indicator.direction == "lower" else "越高越好"
        raise UnfitEntry(
            f"“{indicator.name}”{better}，比较符号不能是“{operator}”，应为 {'、'.join(allowed)}。"
        )
    return operator


def _limit(indicator: Indicator, limit: str, unit: str) -> str:
    """The number as printed, checked for form, unit and plausible size (a slip of ×1000)."""
    text = unicodedata.normalize("NFKC", limit).strip()
    if not _PLAIN_NUMBER.fullmatch(text):
        raise UnfitEntry(f"“{limit}”不是不带符号的十进制数，例如 0.100。")
    if unit not in indicator.digits:
        allowed = "、".join(indicator.digits)
        raise UnfitEntry(f"“{indicator.name}”不用单位“{unit}”，应为 {allowed}。")
    band = indicator.plausible
    if band and convertible(unit, indicator.unit):
        stored = in_unit(Fraction(text), unit, indicator.unit)
        if not Fraction(band.low) <= stored <= Fraction(band.high):
            raise UnfitEntry(
                f"“{indicator.name}”的目标 {text} {unit} 超出合理范围"
                f"（{band.low} 到 {band.high} {indicator.unit}）。请检查单位（--unit）。"
            )
    return text


def _unit(text: str) -> str:
    """The unit as the catalog spells it: µ (U+00B5) for μ and u, ³ for 3."""
    return text.strip().replace("μ", "µ").replace("ug/", "µg/").replace("m3", "m³")
