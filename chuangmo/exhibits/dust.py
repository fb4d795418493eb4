"""Both figures where sand-dust days are declared: kept and left out, one beside the other."""

from chuangmo.catalog.catalog import Catalog
from chuangmo.exhibits.month import Month
from chuangmo.exhibits.place import Place, place_of
from chuangmo.service.questions import Questions
from chuangmo.wording import ABSENT, DUST_WORD, shown_value, unit_after

_NONE = "{span}未登记沙尘日，扣与不扣数值相同。"
_BOTH = "{span}登记沙尘日{days}天：{kept}，{removed}（环办监测〔2016〕120号）。"


def dust_count(catalog: Catalog, month: Month) -> int:
    """How many days from January to the month are declared as sand-dust."""
    days = catalog.dust_days()
    return sum(day.year == month.year and day <= month.as_of for day in days)


def dust_words(reader: Questions, place: Place) -> str:
    """The figure with and without sand-dust; empty for what is no air."""
    if place.indicator.group != "air":
        return ""
    days, month = dust_count(reader.catalog, place.month), place.month
    if not days:
        return _NONE.format(span=month.words)
    kept, removed = (_figure(reader, place, dust) for dust in DUST_WORD)
    return _BOTH.format(span=month.words, days=days, kept=kept, removed=removed)


def _figure(reader: Questions, place: Place, dust: str) -> str:
    """``扣除沙尘为0.116 mg/m³``, as the page shows it under that choice."""
    month, shown = place.month, place
    if dust != place.dust:
        found = reader.assess(month.year_period, month.as_of, dust)
        shown = place_of(found, place.indicator, place.area, month, dust)
    main = shown.main
    value = shown_value(main, place.indicator) + unit_after(main.unit) if main else ABSENT
    doubt = "（数据不足）" if main and main.published is None and not main.below else ""
    return f"{DUST_WORD[dust]}为{value}{doubt}"
