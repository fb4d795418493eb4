"""Water sections as a table: target, class found, how many items were measured, which were not."""

import pandas as pd

from chuangmo.catalog.catalog import Catalog
from chuangmo.exhibit import Cell, ColumnHead, Exhibit, Foot, Table
from chuangmo.exhibits.month import Month
from chuangmo.service.questions import Questions
from chuangmo.service.scoring.gradings import SectionGrade
from chuangmo.status import MISSED, NO_TARGET
from chuangmo.wording import ABSENT

OF_MEAN = "断面按时段内各次监测的均值、取最差一项定类；功能区达标率按监测次数计算。"
_HEADS = (
    ColumnHead("断面"), ColumnHead("所在地"), ColumnHead("目标类别"), ColumnHead("水质类别"),
    ColumnHead("测了几项"), ColumnHead("与目标相比"), ColumnHead("定类项目"), ColumnHead("说明"),
)  # fmt: skip


def sections_exhibit(reader: Questions, month: Month, area: str, foot: Foot) -> Exhibit | None:
    """The sections of a place in the year up to the month; ``None`` where it has none."""
    found = reader.section_grades(month.year_period, month.as_of, area)
    if not found:
        return None
    table = Table(_HEADS, tuple(_row(reader.catalog, one) for one in found))
    return Exhibit(
        key=f"sections-{area}-{month.period.text}",
        verdict=headline(area, month, found),
        subtitle=f"{area}断面水质类别，{month.words}",
        figure=None,
        frame=pd.DataFrame(
            [[cell.text for cell in row] for row in table.rows],
            columns=[head.name for head in table.heads],
        ),
        foot=foot,
        notes=(OF_MEAN,),
        demo=any(one.demo for one in found),
        kind="sections",
        table=table,
    )


def headline(area: str, month: Month, found: tuple[SectionGrade, ...]) -> str:
    """``西固区2008年1—10月监测断面2个：1个劣于目标类别（扶河桥），2个没有测全。`` and alike."""
    missed = [one.name for one in found if one.status == MISSED]
    partly = sum(1 for one in found if one.unmeasured and one.measured)
    parts = [f"{len(missed)}个劣于目标类别（{'、'.join(missed)}）"] if missed else []
    parts += [f"{partly}个没有测全"] if partly else []
    said = "，".join(parts) or "没有劣于目标类别的"
    return f"{area}{month.words}监测断面{len(found)}个：{said}。"


def class_words(one: SectionGrade) -> str:
    """``Ⅱ类``; ``最好为Ⅱ类`` where items were not measured."""
    if not one.found:
        return ABSENT
    return f"最好为{one.found}" if one.best_case else one.found


def _row(catalog: Catalog, one: SectionGrade) -> tuple[Cell, ...]:
    worst = "、".join(catalog.indicator(name).label for name in one.worst)
    return (
        Cell(one.name),
        Cell(one.area),
        Cell(one.klass or ABSENT),
        Cell(class_words(one), small=one.state),
        Cell(f"{one.measured}/{one.planned}" if one.measured else ABSENT),
        Cell(ABSENT) if one.status == NO_TARGET else Cell("", one.status),
        Cell(worst or ABSENT),
        Cell(one.reason or ABSENT),
    )
