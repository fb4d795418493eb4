"""One value travels from page to export: the exhibit. Screen and file can then never disagree."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pandas as pd
import plotly.graph_objects as go

from chuangmo.status import STATUS


@dataclass(frozen=True)
class Foot:
    """The foot line: 来源 · 数据截至（批次） · 有效数据 · 标准."""

    source: str
    through: str
    valid: str
    standard: str

    @property
    def text(self) -> str:
        """The parts that are known, joined for one line."""
        return " · ".join(
            part for part in (self.source, self.through, self.valid, self.standard) if part
        )


_DARK = 125_000  # thousandths of brightness below which text is white


@dataclass(frozen=True)
class Cell:
    """One cell of a table as published.

    Attributes:
        text: what stands in it; text, never a formula.
        status: of the verdict the cell shows; shape, word and colour follow from it.
        small: a second, quieter line: a limit of its own, a remark.
        word: in place of the status's own word, where an item is called otherwise (未录入).
        shade: of the ground as RRGGBB, for a day of a calendar; it says nothing that the text,
            or a row of the table, does not say too.
    """

    text: str
    status: str = ""
    small: str = ""
    word: str = ""
    shade: str = ""

    @property
    def shade_ink(self) -> str:
        """The colour of text on the shade, as RRGGBB: white on what is dark; empty without one."""
        if not self.shade:
            return ""
        red, green, blue = (int(self.shade[n : n + 2], 16) for n in (0, 2, 4))
        return "FFFFFF" if 299 * red + 587 * green + 114 * blue < _DARK else "17212B"


@dataclass(frozen=True)
class ColumnHead:
    """One column: its name, the line below it (unit, criterion), numbers to the right."""

    name: str
    small: str = ""
    numeric: bool = False


@dataclass(frozen=True)
class Table:
    """The figures of an exhibit as published texts, row by row, for native tables.

    Attributes:
        leading: how many rows at the top stand apart from the rest (全市).
    """

    heads: tuple[ColumnHead, ...]
    rows: tuple[tuple[Cell, ...], ...]
    leading: int = 0


#: The field of ``extra`` with the dated events (大事记) of a chart; told under it.
MARKS = "marks"


@dataclass(frozen=True)
class Exhibit:
    """A chart or table with everything that must travel with it.

    Attributes:
        key: stable name, used for widget keys and file names.
        verdict: the finding as one sentence; title, alternative text and slide title alike.
        subtitle: what is drawn and the unit.
        figure: the Plotly figure; limits are named line traces. ``None`` for a pure table.
        frame: the figures behind it, published digits as text where they are shown.
        notes: method sentences (口径).
        demo: whether any value comes from demonstration data.
        kind: what it shows: cards, matrix, trend, ranking, improvement, slope, long_trend, winters,
            calendar, shares, burnup, needed,
            gap, map, lines, needs, scheme, standings, marks, sub_counts, definitions, other_cities,
            compare, plan, targets, years, task_list, changes, matters, notes; how files lay it out.
        table: the same figures as published texts.
    """

    key: str
    verdict: str
    subtitle: str
    figure: go.Figure | None
    frame: pd.DataFrame
    foot: Foot
    notes: tuple[str, ...] = ()
    demo: bool = False
    extra: dict[str, str] = field(default_factory=dict)
    kind: str = ""
    table: Table | None = None


def marks_line(exhibit: Exhibit) -> str:
    """``大事记：2008年11月1日供暖开始。`` under a chart; empty where there are no events."""
    said = exhibit.extra.get(MARKS, "")
    return f"大事记：{said}。" if said else ""


def text_frame(rows: Sequence[Sequence[Cell]], heads: Sequence[ColumnHead]) -> pd.DataFrame:
    """A table's texts, statuses by their words, for files that hold no shapes."""
    texts = [
        [
            " ".join(
                p for p in ((c.word or STATUS[c.status].word) if c.status else "", c.text) if p
            )
            for c in row
        ]
        for row in rows
    ]
    return pd.DataFrame(texts, columns=[head.name for head in heads])
