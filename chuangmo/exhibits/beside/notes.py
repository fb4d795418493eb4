"""说明: the responsible unit's word beside a figure of the month, as a table and inside papers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from chuangmo.assess.reasons import period_words
from chuangmo.assess.verdict_types import Verdict
from chuangmo.catalog.models import Indicator
from chuangmo.charts.matrix import COMBINED, chosen
from chuangmo.exhibit import Cell, ColumnHead, Exhibit, Foot, Table, text_frame
from chuangmo.exhibits.month import Month
from chuangmo.period import local_date
from chuangmo.service.annotations.notes import FigureNote, notes_in_force, words_of
from chuangmo.service.decisions.supervision.proposals import responsible
from chuangmo.service.questions import Questions
from chuangmo.status import BEHIND
from chuangmo.wording import ABSENT, against_words, shown_value, task_words, unit_after

#: What must be said wherever notes are printed.
NOT_JUDGED = "说明由责任单位填报，看板照录，不改变数值和判断。"
_MOST = 90  # characters of a note in a table that has other things to say


@dataclass(frozen=True)
class NotedFigure:
    """A note of the month with the figure it stands beside.

    Attributes:
        row: the verdict that counts; ``None`` where the figure is not judged.
        unit: 责任单位.
    """

    note: FigureNote
    indicator: Indicator
    row: Verdict | None
    unit: str

    @property
    def is_behind(self) -> bool:
        """Whether the figure misses its line or is at risk."""
        return self.row is not None and self.row.status in BEHIND

    @property
    def when(self) -> str:
        """The period where it is longer than a month, else empty."""
        return "" if self.note.period.kind == "month" else period_words(self.note.period)

    def problem(self, span: str) -> str:
        """What is behind, one clause: ``西固区PM10：1—10月均值0.127……``."""
        if self.row is None:
            return f"{self.note.area}{self.indicator.label}"
        said = task_words(self.row, self.indicator) if self.indicator.is_task else against_words(
            self.row, self.indicator, span
        )  # fmt: skip
        return f"{self.note.area}{self.indicator.label}：{said}"


def noted_figures(
    reader: Questions, month: Month, dust: str, *, area: str = "", indicator: str = ""
) -> list[NotedFigure]:
    """The notes that stand in a month in the order of the catalog: places, then indicators.

    Args:
        area: only of this place; all where empty. indicator: only on this one; all where empty.
    """
    catalog = reader.catalog
    held = [
        one
        for one in notes_in_force(reader.notes(), month.period)
        if area in ("", one.area)
        and indicator in ("", one.indicator)
        and one.indicator in catalog.indicators
    ]
    if not held:
        return []
    rows: dict[tuple[str, str], list[Verdict]] = {}
    for row in reader.assess(month.year_period, month.as_of, dust).rows:
        rows.setdefault((row.indicator, row.area), []).append(row)
    places, names = catalog.areas(), list(catalog.indicators)
    held.sort(key=lambda one: (
        places.index(one.area) if one.area in places else len(places), one.area,
        names.index(one.indicator), one.period.start,
    ))  # fmt: skip
    return [
        NotedFigure(
            one, catalog.indicator(one.indicator),
            chosen(rows.get((one.indicator, one.area), ()), COMBINED),
            responsible(catalog, one.area, one.indicator),
        )
        for one in held
    ]  # fmt: skip


def notes_exhibit(
    reader: Questions, month: Month, dust: str, foot: Foot, *, area: str = "", indicator: str = ""
) -> Exhibit | None:
    """The notes of a month with figure and verdict; ``None`` where there are none."""
    found = noted_figures(reader, month, dust, area=area, indicator=indicator)
    if not found:
        return None
    heads = (
        ColumnHead("区县与指标"), ColumnHead("数值", month.span), ColumnHead("判断"),
        ColumnHead("责任单位的说明"), ColumnHead("责任单位"), ColumnHead("填报"),
    )  # fmt: skip
    rows = tuple(map(_row, found))
    behind = sum(one.is_behind for one in found)
    return Exhibit(
        key=f"notes-{area}-{indicator}-{month.period.text}",
        verdict=f"责任单位作了{len(found)}条说明"
        + (f"，{behind}条关于落后的指标" if behind else ""),
        subtitle=f"{month.words}各数旁边的说明，附填报的人和日期",
        figure=None,
        frame=text_frame(rows, heads),
        foot=foot,
        notes=(NOT_JUDGED,),
        demo=any(one.row.demo for one in found if one.row),
        kind="notes",
        table=Table(heads, rows),
    )


def _row(one: NotedFigure) -> tuple[Cell, ...]:
    row, held = one.row, one.note.current
    assert held is not None
    value = f"{shown_value(row, one.indicator)}{unit_after(row.unit)}" if row else ABSENT
    return (
        Cell(f"{one.note.area} {one.indicator.label}", small=one.when), Cell(value),
        Cell("", row.shown_as) if row else Cell(ABSENT), Cell(held.text), Cell(one.unit),
        Cell(f"{held.by} {local_date(held.at).isoformat()}"),
    )  # fmt: skip


def note_words(
    notes: Sequence[FigureNote], indicator: str, area: str, others: Iterable[str]
) -> str:
    """What was said of a figure, as it fits the table of problems; empty where nothing was.

    Args:
        notes: of the month. others: places whose words stand in where the place said nothing
            (the districts of a city).
    """
    own = words_of(notes, indicator, area)
    said = own or "；".join(
        f"{place}：{words}" for place in others if (words := words_of(notes, indicator, place))
    )
    return said if len(said) <= _MOST else f"{said[: _MOST - 2].rstrip('，；、。')}……"
