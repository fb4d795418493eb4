"""What stands on the one page and how high each part is, for any number of districts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from chuangmo.exhibit import Cell, Exhibit, Table
from chuangmo.exports.contents import Contents
from chuangmo.exports.pptx.matrix import said_columns
from chuangmo.exports.pptx.tables import TableLook, column_widths
from chuangmo.exports.sentences import foot_line
from chuangmo.exports.styles import level_widths, width_cm
from chuangmo.status import BEHIND, INSUFFICIENT, MET, OVER_STANDARD, STATUS, UNDECIDED

#: Centimetres: the page, its margins, the text between them.
PAGE_WIDE, PAGE_HIGH, MARGIN, WIDE = 21.0, 29.7, 1.4, 18.2
TITLE, SENTENCE, CARDS, NAME, HEAD, NOTES, FOOT, GAP = 1.0, 1.5, 2.6, 0.65, 0.7, 1.3, 0.6, 0.3
MATRIX_HEAD, REMARK = 1.7, 0.75  # of the matrix, below the table
_ROW, _MANY_ROWS, _LEAST_ROW = 0.7, 0.56, 0.48
_CHART, _MOST_CHART = 4.3, 9.0
_MATTER, _MOST_MATTERS, _FEW_MATTERS = 0.85, 6, 3
#: Of a row: a line at the size of the tables, what its cells keep free, how full lines break.
_LINE, _AROUND, _FULL = 0.4, 0.45, 0.92
_PLACES, _LINES = 15, 14  # rows of the matrix with the city, of a district's standing
#: Points: type of the tables; the smallest is that of foot lines elsewhere.
SIZE, SMALL = 9.0, 8.0
_FIGURE = 8.0
#: As wide as the sign of any status.
_SHAPE = STATUS[MET].glyph


@dataclass(frozen=True)
class PagePlan:
    """One page.

    Attributes:
        cards: label, value, unit, status, what is said below; at most four.
        table, table_name, remark: the matrix or the standing, what it is, what it leaves out.
        drawn: the worst indicator over the year; ``None`` where nothing can be drawn.
        matters, matters_name: 事项, 责任单位, 措施, 时限, 状态.
        head, row, chart, matter: heights of the table's head, of a row, of the chart and of a
            matter in centimetres.
        widths: of the columns of the table.
    """

    title: str
    sentence: str
    cards: tuple[tuple[Cell, ...], ...]
    table: Table
    table_name: str
    remark: str
    drawn: Exhibit | None
    matters: Table
    matters_name: str
    notes: str
    foot: str
    head: float
    row: float
    widths: tuple[float, ...]
    chart: float
    matter: float

    @property
    def is_matrix(self) -> bool:
        """Whether statuses stand by their shapes, places down and indicators across."""
        return bool(self.table.leading)

    @property
    def below(self) -> str:
        """What stands under the table: the key of its shapes and what it leaves out."""
        return "　".join(part for part in (self.key if self.is_matrix else "", self.remark) if part)

    @property
    def key(self) -> str:
        """Shape and word of every status in the table."""
        shown = {cell.status for row in self.table.rows for cell in row if cell.status}
        return "　".join(f"{STATUS[s].glyph} {STATUS[s].word}" for s in STATUS if s in shown)


def title_of(contents: Contents) -> str:
    """What stands at the head of the page."""
    return f"{contents.title}　{contents.subtitle}"


def plan_of(contents: Contents, taken: float = 0.0) -> PagePlan:
    """The page of the exhibits of ``one_page``: it is filled, and nothing lies over its edge.

    Args:
        taken: centimetres of its height that header and footer of a template take.
    """
    kinds = {one.kind: one for one in contents.exhibits}
    cards, matters = kinds["cards"], kinds["matters"]
    drawn = kinds.get("years") or kinds.get("burnup")
    assert cards.table is not None and matters.table is not None
    table, name, remark = _table(kinds, int(taken / _LEAST_ROW))
    head = MATRIX_HEAD if table.leading else HEAD
    room = PAGE_HIGH - taken - 2 * MARGIN + 0.6 - TITLE - SENTENCE - CARDS - NOTES - FOOT - 3 * GAP
    room -= 2 * NAME + head + HEAD + REMARK + (NAME if drawn else 0.0)
    count = len(table.rows)
    row = _ROW if count <= 12 else _MANY_ROWS
    least = _CHART if drawn else 0.0
    shown = min(len(matters.table.rows), _MOST_MATTERS)
    while shown > _FEW_MATTERS and count * row + least + shown * _MATTER > room:
        shown -= 1
    row = max(_LEAST_ROW, min(row, (room - least - shown * _MATTER) / max(count, 1)))
    left = room - count * row - shown * _MATTER
    chart = min(left, _MOST_CHART) if drawn else 0.0
    spare = left - chart
    row += spare / count / 2 if count else 0.0
    matter = _MATTER + (spare / 2 / shown if shown else 0.0)
    kept = replace(matters.table, rows=matters.table.rows[:shown])
    rest = len(matters.table.rows) - shown
    more = f"（另有 {rest} 项见督办页）" if rest else ""
    return PagePlan(
        title=title_of(contents),
        sentence=cards.verdict,
        cards=cards.table.rows[:4],
        table=table, table_name=name, remark=remark, drawn=drawn,
        matters=_within_rows(kept, matter),
        matters_name=f"{matters.verdict}{more}",
        notes=_notes(contents.exhibits),
        foot=foot_line(cards.foot, any(one.demo for one in contents.exhibits), 60),
        head=head, row=row, widths=_widths(table), chart=chart, matter=matter,
    )  # fmt: skip


def _within_rows(table: Table, high: float) -> Table:
    """Texts cut to the lines that a row of so many centimetres has; nothing is cut by its edge."""
    look = TableLook(SIZE, high, HEAD)
    rooms = [wide - _AROUND for wide in column_widths(table, WIDE, look)]
    return replace(table, rows=tuple(
        tuple(_within(cell, room, high) for cell, room in zip(row, rooms, strict=True))
        for row in table.rows
    ))  # fmt: skip


def _within(cell: Cell, room: float, high: float) -> Cell:
    text, most = cell.text, room * max(1, int(high / _LINE)) * _FULL
    if cell.small or width_cm(text, SIZE) <= most:
        return cell
    while text and width_cm(f"{text}……", SIZE) > most:
        text = text[:-1]
    return replace(cell, text=f"{text.rstrip('，；、。')}……")


def sentence_size(text: str) -> float:
    """The largest type at which the sentence stands in its place."""
    room = SENTENCE / 0.0353 / 1.3
    return next((s for s in (13, 12, 11, 10) if -(-width_cm(text, s) // WIDE) * s <= room), 9)


def _table(kinds: dict[str, Exhibit], fewer: int) -> tuple[Table, str, str]:
    """The matrix or a district's standing, with as many rows and columns as the page holds.

    Args:
        fewer: rows than an empty page would hold.
    """
    places, lines = max(_PLACES - fewer, 4), max(_LINES - fewer, 4)
    if "lines" in kinds:
        exhibit = kinds["lines"]
        assert exhibit.table is not None
        rows = [_single(row) for row in sorted(exhibit.table.rows, key=_urgency)[:lines]]
        rest = len(exhibit.table.rows) - len(rows)
        kept = replace(exhibit.table, rows=tuple(rows))
        return kept, exhibit.subtitle, f"另有 {rest} 项指标见数据表" if rest else ""
    exhibit = kinds["matrix"]
    assert exhibit.table is not None
    table, unsaid = said_columns(exhibit.table)
    table, narrow = _fitting(_bare(table))
    rest = max(len(table.rows) - places, 0)
    more = f"列出问题最多的 {places - table.leading} 个区县，其余 {rest} 个见数据表" if rest else ""
    star = any("*" in cell.text for row in table.rows for cell in row)
    law = "* 另对国家标准未达标" if star else ""
    remark = "；".join(part for part in (law, more, narrow, unsaid) if part)
    return replace(table, rows=table.rows[:places]), exhibit.subtitle, remark


def _single(row: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """Small print after the figure instead of below it: ``0.058 mg/m³``, ``≤0.135（待核）``."""
    return tuple(
        replace(cell, text=_after(cell.text.replace(" / ", "/"), cell.small), small="")
        for cell in row
    )


def _after(text: str, small: str) -> str:
    if not small:
        return text
    return f"{text}（{small}）" if small == "待核" else f"{text} {small}"


def _widths(table: Table) -> tuple[float, ...]:
    """The columns: what their figures need at the smallest type, the rest of the page shared."""
    wanted = [max(need, 1.15) for need in _needs(table)]
    spare = WIDE - sum(wanted)
    if spare < 0:
        return tuple(level_widths(wanted, WIDE))
    return tuple(need + spare / len(wanted) for need in wanted)


def _needs(table: Table) -> list[float]:
    """The widest text of each column with its shape, in centimetres."""
    return [
        max(
            (width_cm(f"{row[n].text} {_SHAPE}", _FIGURE) * 1.18 for row in table.rows), default=1.0
        )
        + 0.3
        if table.leading
        else max([width_cm(head.name, SIZE), *(_line(row[n]) for row in table.rows)]) + 0.4
        for n, head in enumerate(table.heads)
    ]


def _line(cell: Cell) -> float:
    word = f"{_SHAPE} {cell.word or STATUS[cell.status].word}" if cell.status else ""
    return width_cm(f"{word}{cell.text}", SIZE) * 1.05


def _urgency(row: tuple[Cell, ...]) -> int:
    order = (*BEHIND, UNDECIDED, INSUFFICIENT)
    return order.index(row[-1].status) if row[-1].status in order else len(order)


def _bare(table: Table) -> Table:
    """Figures without gaps and small print; a miss of the law as a star."""
    rows = tuple(
        tuple(
            replace(
                cell,
                text=cell.text.replace(" / ", "/") + ("*" if OVER_STANDARD in cell.small else ""),
                small="",
            )
            for cell in row
        )
        for row in table.rows
    )
    return replace(table, rows=rows)


def _fitting(table: Table) -> tuple[Table, str]:
    """The columns that the page holds, those with the most behind first; the others named."""
    heads = range(1, len(table.heads))
    wide = _needs(replace(table, leading=1))
    bad = {n: sum(row[n].status in (*BEHIND, UNDECIDED) for row in table.rows) for n in heads}
    kept, used = [0], wide[0]
    for n in sorted(heads, key=lambda n: -bad[n]):
        need = max(wide[n], 1.15)
        if used + need <= WIDE:
            kept.append(n)
            used += need
    kept.sort()
    left = [table.heads[n].name for n in heads if n not in kept]
    picked = Table(
        tuple(table.heads[n] for n in kept),
        tuple(tuple(row[n] for n in kept) for row in table.rows),
        table.leading,
    )
    return picked, f"{'、'.join(left)}未列，见数据表" if left else ""


def _notes(exhibits: Sequence[Exhibit]) -> str:
    """The method of what is shown, as many sentences as three lines hold."""
    said = dict.fromkeys(
        note.rstrip("。")
        for one in exhibits
        if one.kind != "cards"
        for note in one.notes
        if note and OVER_STANDARD not in note
    )
    text = ""
    for note in said:
        if width_cm(f"{text}{note}。", SMALL) <= 2.7 * WIDE:
            text += f"{note}。"
    return f"口径：{text}" if text else ""
