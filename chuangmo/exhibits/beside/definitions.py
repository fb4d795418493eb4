"""Two rates of one thing by two definitions (污水处理率: of discharge, of use), side by side."""

from collections.abc import Sequence
from fractions import Fraction

from chuangmo.assess.rounding import publish
from chuangmo.assess.verdict_types import Verdict
from chuangmo.catalog.catalog import Catalog
from chuangmo.catalog.models import Indicator
from chuangmo.exhibit import Cell, ColumnHead, Exhibit, Foot, Table, text_frame
from chuangmo.exhibits.place import Place
from chuangmo.service.figures.source_rows import SourceRow
from chuangmo.service.questions import Questions
from chuangmo.wording import ABSENT, digits_of, figure, shown_value

NOT_ALIKE = "两种口径的分母不同，数不能互换，也不能相互比较；判断只用各自口径的数。"


def pair_of(catalog: Catalog, indicator: Indicator) -> tuple[Indicator, Indicator] | None:
    """The rate and the one by the other definition, whichever was asked; ``None`` of others."""
    for one in catalog.indicators.values():
        if one.other_definition and indicator.id in (one.id, one.other_definition):
            return one, catalog.indicator(one.other_definition)
    return None


def definitions_exhibit(reader: Questions, place: Place, foot: Foot) -> Exhibit | None:
    """Both rates of the places that have both; ``None`` where none has."""
    pair, month = pair_of(reader.catalog, place.indicator), place.month
    if pair is None:
        return None
    found = [_by_area(reader, place, one) for one in pair]
    whole = place.area == reader.catalog.city.name
    areas = [area for area in found[0] if area in found[1] and (whole or area == place.area)]
    if not areas:
        return None
    parts = [_parts(reader, place, one, areas) for one in pair]
    heads = (ColumnHead("地区"), *(ColumnHead(one.label, _of(one), True) for one in pair))
    rows = tuple(
        (Cell(area), *(
            _cell(one, rates[area], printed.get(area))
            for one, rates, printed in zip(pair, found, parts, strict=True)
        ))
        for area in areas
    )  # fmt: skip
    return Exhibit(
        key=f"definitions-{pair[0].id}-{place.area}-{month.period.text}",
        verdict=_said(pair, areas, rows, month.span),
        subtitle=f"{month.words}，{'与'.join(one.name for one in pair)}，单位：%",
        figure=None,
        frame=text_frame(rows, heads),
        foot=foot,
        notes=(*(f"{one.label}：{one.basis}" for one in pair), NOT_ALIKE),
        demo=any(rates[area].demo for rates in found for area in areas),
        extra={"unit": "%", "place": place.area},
        kind="definitions",
        table=Table(heads, rows),
    )


def _by_area(reader: Questions, place: Place, indicator: Indicator) -> dict[str, Verdict]:
    """The first verdict of every area that has a figure."""
    month = place.month
    found: dict[str, Verdict] = {}
    for row in reader.verdicts_on(indicator.id, month.year_period, month.as_of, place.dust):
        if row.value is not None and row.site is None:
            found.setdefault(row.area, row)
    return found


def _parts(
    reader: Questions, place: Place, indicator: Indicator, areas: Sequence[str]
) -> dict[str, SourceRow]:
    """The last row of each area that gives numerator and denominator."""
    rows = reader.sources(indicator.id, tuple(areas), place.month.period)
    return {row.area: row for row in rows if row.numerator and row.denominator and not row.site}


def _of(indicator: Indicator) -> str:
    """``÷ 生活污水排放量，%``: what the rate is of."""
    return f"÷ {indicator.parts.denominator[0]}，%" if indicator.parts.denominator else "%"


def _cell(indicator: Indicator, rate: Verdict, row: SourceRow | None) -> Cell:
    """The rate, below it numerator and denominator, and what these give where it is another."""
    shown = shown_value(rate, indicator)
    if row is None or not row.numerator or not row.denominator or not Fraction(row.denominator):
        return Cell(shown)
    due = publish(
        Fraction(row.numerator) / Fraction(row.denominator) * 100, digits_of(indicator, "%")
    )
    words = f"{figure(row.numerator)} ÷ {figure(row.denominator)}"
    same = shown == ABSENT or Fraction(due) == Fraction(rate.published or rate.value or due)
    return Cell(shown, small=words if same else f"上报；{words} = {figure(due, '%')}%")


def _said(
    pair: Sequence[Indicator], areas: Sequence[str], rows: Sequence[Sequence[Cell]], span: str
) -> str:
    names = [f"{one.label}（{_of(one).removesuffix('，%').replace(' ', '')}）" for one in pair]
    if len(areas) > 1:
        return f"{span}{len(areas)}个地区{'、'.join(names)}两种口径都有，并列如下。"
    figures = "，".join(
        f"{name}{cell.text}%" for name, cell in zip(names, rows[0][1:], strict=True)
    )
    return f"{areas[0]}{span}{figures}：同一件事的两种口径。"
