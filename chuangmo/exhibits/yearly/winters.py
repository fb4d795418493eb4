"""Boilers beside the SO2 of heating seasons: two figures side by side, no cause is claimed."""

from fractions import Fraction

import pandas as pd

from chuangmo.assess.rounding import publish
from chuangmo.assess.stretches import WITH_DUST
from chuangmo.charts.compared.over_years import OverYears, over_years_figure
from chuangmo.exhibit import Cell, ColumnHead, Exhibit, Foot, Table
from chuangmo.exhibits.month import Month
from chuangmo.exhibits.tasks import Tasks
from chuangmo.service.beside.winters import BOILERS, SO2, Winter, Winters
from chuangmo.service.questions import Questions
from chuangmo.wording import ABSENT, DUST_NOTE, digits_of, figure, unit_after

_FEWEST = 2  # seasons: one alone stands beside nothing
BESIDE = (
    "锅炉改造与采暖期二氧化硫只是并列，不说明因果："
    "气象条件、用煤量、煤质和其他措施也在变化，图中没有扣除。"
)
_SEASON = "采暖期按11月至次年3月计；改造数为截至采暖期开始当年年底的累计完成数，当年按已报送的计。"


def winters_of(
    reader: Questions, view: Tasks, foot: Foot, theme: str = "light", phone: bool = False
) -> Exhibit | None:
    """The seasons beside a task of boilers; ``None`` of any other task."""
    boilers = reader.catalog.indicators.get(BOILERS)
    if boilers is None or boilers.ledger is None or view.indicator.ledger is None:
        return None
    if view.indicator.ledger.kind != boilers.ledger.kind:
        return None
    return winters_exhibit(reader, view.month, view.area, WITH_DUST, foot, theme, phone)


def winters_exhibit(
    reader: Questions, month: Month, area: str, dust: str, foot: Foot,
    theme: str = "light", phone: bool = False,
) -> Exhibit | None:  # fmt: skip
    """The seasons that have a figure; ``None`` with fewer than two of them."""
    found = reader.winters(area, month.as_of, dust)
    if found is None or sum(1 for row in found.rows if _counts(row)) < _FEWEST:
        return None
    catalog = reader.catalog
    so2, boilers = catalog.indicator(SO2), catalog.indicator(BOILERS)
    stretch = "" if found.whole else f"（各年只计至{month.month}月）"
    names = tuple(_name(row, boilers.unit) for row in found.rows)
    texts = tuple(_shown(row, found.unit) if _counts(row) else ABSENT for row in found.rows)
    values = tuple(float(str(row.published)) if _counts(row) else None for row in found.rows)
    drawn = OverYears(names, values, texts, found.unit)
    since = f"自{found.since}年起" if found.since else ""
    return Exhibit(
        key=f"winters-{area}-{month.period.text}",
        verdict=_finding(found, boilers.unit),
        subtitle=f"{area}，柱为采暖期{so2.label}均值{stretch}，{found.unit}；"
        f"柱下为{since}至当年年底累计改造锅炉，"
        f"{boilers.unit}",
        figure=over_years_figure(drawn, theme, phone),
        frame=_frame(found, boilers.unit),
        foot=foot,
        notes=(BESIDE, _SEASON, DUST_NOTE[dust]),
        demo=reader.extent().demo,
        extra={
            "unit": found.unit,
            "place": boilers.label,
            "digits": str(digits_of(so2, found.unit)),
        },
        kind="winters",
        table=_table(found, boilers.unit),
    )


def _counts(row: Winter) -> bool:
    return row.published is not None and not row.left_out


def _shown(row: Winter, unit: str) -> str:
    return figure(row.published, unit)


def _done(row: Winter) -> str:
    return ABSENT if row.retrofitted is None else figure(publish(Fraction(row.retrofitted), 0))


def _season(row: Winter) -> str:
    return f"{row.year}—{row.year + 1}"


def _name(row: Winter, unit: str) -> str:
    done = "未报" if row.retrofitted is None else f"{_done(row)}{unit}"
    return f"{_season(row)}\n累计{done}"


def _finding(found: Winters, unit: str) -> str:
    """``采暖期SO2均值由0.120到0.101 mg/m³，累计改造锅炉由134台到275台（并列，不说明因果）``."""
    known = [row for row in found.rows if _counts(row)]
    first, last = known[0], known[-1]
    text = f"采暖期SO2均值由{_shown(first, found.unit)}到{_shown(last, found.unit)}"
    text += unit_after(found.unit)
    if first.retrofitted is None or last.retrofitted is None:
        return f"{text}；锅炉改造的累计数不全"
    return f"{text}，累计改造锅炉由{_done(first)}{unit}到{_done(last)}{unit}（并列，不说明因果）"


def _frame(found: Winters, unit: str) -> pd.DataFrame:
    """One row a season: name under its column, first year, SO2, boilers, why left out."""
    return pd.DataFrame(
        {
            "name": [_name(row, unit) for row in found.rows],
            "year": [row.year for row in found.rows],
            "value": [float(str(r.published)) if _counts(r) else None for r in found.rows],
            "shown": [row.published or ABSENT for row in found.rows],
            "retrofitted": [
                None if row.retrofitted is None else float(row.retrofitted) for row in found.rows
            ],
            "left_out": [row.left_out for row in found.rows],
        }
    )


def _table(found: Winters, unit: str) -> Table:
    heads = (
        ColumnHead("采暖期"), ColumnHead("SO2均值", found.unit, True),
        ColumnHead("有效日", "", True), ColumnHead("累计改造", unit, True), ColumnHead("说明"),
    )  # fmt: skip
    rows = [
        (
            Cell(_season(row)), Cell(_shown(row, found.unit)), Cell(str(row.n_valid)),
            Cell(_done(row)), Cell(f"不列入：{row.left_out}" if row.left_out else ""),
        )
        for row in found.rows
    ]  # fmt: skip
    return Table(heads, tuple(rows))
