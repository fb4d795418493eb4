"""Figures typed by hand as a real workbook: a sheet a period, a row a place, a column a figure."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from chuangmo.catalog.catalog import Catalog
from chuangmo.catalog.faults import UnfitEntry
from chuangmo.catalog.models import Indicator
from chuangmo.period import Period
from loaders.returning.blank_book import FormColumn, FormSheet, Value, drawn
from loaders.returning.templates import period_title, printed_unit
from loaders.words.values import parse_value

_PARTS = ("numerator", "denominator", "weight", "n_valid")
_DIGITS = 15  # what a double holds exactly


@dataclass(frozen=True)
class HandRow:
    """One figure as typed.

    Attributes:
        area: canonical name; site: id or name, ``None`` for the area's own figure.
        value: as typed: a number, ``缺测``, ``<0.002``; empty where only its parts are known.
        unit: empty: that of the standard in force.
        numerator, denominator, weight, n_valid: parts as typed, empty where there are none.
    """

    indicator: str
    area: str
    period: Period
    value: str
    site: str | None = None
    unit: str = ""
    numerator: str = ""
    denominator: str = ""
    weight: str = ""
    n_valid: str = ""


def hand_form(rows: Sequence[HandRow], catalog: Catalog, sender: str) -> bytes:
    """The workbook of figures typed by hand; the loaders read it as they read any other.

    Raises:
        UnfitEntry: nothing was typed, a figure stands twice, an indicator is computed from a
            ledger, a part has no word in the catalog.
        PeriodError: a period that no title can say.
    """
    if not rows:
        raise UnfitEntry("没有填写任何数值。")
    periods = sorted({row.period for row in rows})
    sheets = [_sheet([r for r in rows if r.period == p], p, catalog, sender) for p in periods]
    return drawn("手工录入", sheets, ())


def _sheet(rows: list[HandRow], period: Period, catalog: Catalog, sender: str) -> FormSheet:
    with_sites = any(row.site for row in rows)
    columns = _columns(rows, catalog)
    places = list(dict.fromkeys((row.area, row.site) for row in rows))
    typed = _typed(rows)
    keys = [FormColumn("区县"), *([FormColumn("点位")] if with_sites else [])]
    lines: list[list[Value]] = []
    for place in places:
        first: list[Value] = [place[0], *([place[1]] if with_sites else [])]
        cells = [_cell(typed.get((place, indicator, part), "")) for indicator, part in columns]
        lines.append([*first, *cells])
    heads = (*keys, *columns.values())
    words = period_title(period)
    return FormSheet(words, f"{words}手工录入数据", heads, lines, sender=sender)


def _typed(
    rows: list[HandRow],
) -> dict[tuple[tuple[str, str | None], str, str], str]:
    found: dict[tuple[tuple[str, str | None], str, str], str] = {}
    for row in rows:
        for part in ("value", *_PARTS):
            text = str(getattr(row, part)).strip()
            key = ((row.area, row.site), row.indicator, part)
            if text and key in found:
                raise UnfitEntry(f"{row.site or row.area}的同一指标、时段填了两次，请只留一个。")
            if text:
                found[key] = text
    return found


def _columns(rows: list[HandRow], catalog: Catalog) -> dict[tuple[str, str], FormColumn]:
    """(indicator, part) -> head, for what was typed."""
    columns: dict[tuple[str, str], FormColumn] = {}
    for name in dict.fromkeys(row.indicator for row in rows):
        indicator = catalog.indicator(name)
        if indicator.ledger:
            raise UnfitEntry(f"“{indicator.name}”由台账计算，请填写台账（空白表 boilers）。")
        mine = [row for row in rows if row.indicator == name]
        for part in _PARTS:
            if any(getattr(row, part) for row in mine):
                columns[name, part] = _part_head(indicator, part)
        if any(row.value.strip() for row in mine):
            columns[name, "value"] = _value_head(indicator, mine, catalog)
    return columns


def _value_head(indicator: Indicator, rows: list[HandRow], catalog: Catalog) -> FormColumn:
    usual = printed_unit(indicator, catalog, rows[0].period.last_day)
    units = {row.unit or usual for row in rows}
    if len(units) > 1:
        raise UnfitEntry(f"“{indicator.name}”用了两种单位（{'、'.join(sorted(units))}），请统一。")
    name = indicator.symbol or indicator.name
    return FormColumn(f"{name}({units.pop()})", low="0", high="1000000000", width=18)


def _part_head(indicator: Indicator, part: str) -> FormColumn:
    words = getattr(indicator.parts, part)
    if not words:
        raise UnfitEntry(f"“{indicator.name}”没有分项“{part}”，请只填数值。")
    unit = {"weight": "m", "n_valid": ""}.get(part, indicator.rate_part_unit)
    return FormColumn(
        f"{words[0]}({unit})" if unit else words[0], low="0", high="1000000000", width=18
    )


def _cell(text: str) -> Value:
    """A plain number as a number, where a double holds it exactly; anything else as typed."""
    found = parse_value(text)
    value: Decimal | None = found.value if found.kind == "number" and not found.percent else None
    if value is None or len(value.as_tuple().digits) > _DIGITS:
        return text or None
    return int(value) if value == value.to_integral_value() else float(value)
