"""The slides of the wall as HTML, from what a published month froze and nothing else."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from html import escape
from math import ceil

from chuangmo.assess.reasons import period_words
from chuangmo.catalog.boundaries import Shape
from chuangmo.exhibit import Cell, Exhibit, Table
from chuangmo.exhibits.frozen import exhibits_of
from chuangmo.exhibits.views import BRIEFING
from chuangmo.period import LOCAL_ZONE
from chuangmo.server.wall import drawings
from chuangmo.service.publication.published import Publication
from chuangmo.service.questions import Questions
from chuangmo.status import STATUS

#: So much of a table stands on one slide in type that is read from the back of a room.
_ROWS, _COLUMNS, _LINES = 9, 6, 7
_ROOMY = 6  # rows up to which they stand further apart
_NOTHING = "还没有发布过的月份。发布一个月以后，这里自动显示。"


def slides_of(reader: Questions) -> list[str]:
    """Every slide of the newest published month; one that says so where there is none."""
    known = reader.published()
    if not known:
        return [_slide(reader.catalog.city.name, _NOTHING, "", "")]
    one = known[0]
    held = exhibits_of(reader.board, reader.actor, one.snapshot, BRIEFING)
    held = held or exhibits_of(reader.board, reader.actor, one.snapshot)
    shapes = reader.shapes()
    place = f"{reader.catalog.city.name}　{period_words(one.month)}"
    foot = foot_words(reader, one, [exhibit for _, exhibit in held])
    made = [
        (title, body)
        for _, exhibit in held
        if exhibit.kind in _MAKERS
        for title, body in _MAKERS[exhibit.kind](exhibit, shapes)
    ]
    return [_slide(place, title, body, foot) for title, body in made]


def foot_words(reader: Questions, one: Publication, held: Sequence[Exhibit]) -> str:
    """Who stands for the figures since when, what was corrected since, and whether they are shown.

    What is said of corrections is of now; the figures are those of the publication.
    """
    at = _local(one.at)
    changed = reader.corrections_since(one.month) or ()
    through = held[0].foot.through if held else ""
    parts = [
        f"已发布（{at}）", f"其后更正 {len(changed)} 项，见看板" if changed else "", through,
        "演示数据，虚构" if any(exhibit.demo for exhibit in held) else "",
    ]  # fmt: skip
    return "　".join(part for part in parts if part)


def _local(at: str) -> str:
    return f"{datetime.fromisoformat(at).astimezone(LOCAL_ZONE):%Y-%m-%d %H:%M}"


def _slide(place: str, title: str, body: str, foot: str) -> str:
    size = " long" if len(title) > 60 else ""
    return (
        f'<section class="slide"><header><p class="place">{escape(place)}</p>'
        f'<h1 class="{size}">{escape(title)}</h1></header><main>{body}</main>'
        f'<footer class="told">{escape(foot)}</footer></section>'
    )


# -- makers ---------------------------------------------------------------------------------------

_Made = Iterator[tuple[str, str]]


def _cards(exhibit: Exhibit, _: Sequence[Shape]) -> _Made:
    """The sentence, and the four figures in the largest type."""
    rows = exhibit.table.rows if exhibit.table else ()
    cards = "".join(
        f'<div class="card" style="border-color:{STATUS[status.status].solid.dark}">'
        f'<p class="name">{escape(name.text)}</p>'
        f'<p class="big">{escape(value.text)}<small>{escape(unit.text)}</small></p>'
        f'<p>{_status(status)}</p><p class="say">{escape(say.text)}</p></div>'
        for name, value, unit, status, say in rows[:4]
    )
    yield exhibit.verdict, f'<div class="cards">{cards}</div>'


def _matrix(exhibit: Exhibit, _: Sequence[Shape]) -> _Made:
    """Districts down, indicators across, as many slides as letters of this size need."""
    table = exhibit.table
    if table is None or len(table.heads) < 2:
        return
    count = ceil((len(table.heads) - 1) / _COLUMNS)
    wide = ceil((len(table.heads) - 1) / count)
    pages = [range(1 + n * wide, min(1 + (n + 1) * wide, len(table.heads))) for n in range(count)]
    rows = list(_chunks(table.rows, _ROWS))
    for part in rows:
        for n, columns in enumerate(pages, 1):
            number = f"（{n} / {count}）" if count > 1 else ""
            yield f"{exhibit.verdict}{number}", _grid(table, part, [0, *columns])


def _table(exhibit: Exhibit, _: Sequence[Shape]) -> _Made:
    table = exhibit.table
    if table is None:
        return
    used = [n for n in range(len(table.heads)) if any(r[n].text or r[n].status for r in table.rows)]
    for part in list(_chunks(table.rows, _LINES))[:2]:
        yield exhibit.verdict, _grid(table, part, used[:6])


def _months(exhibit: Exhibit, _: Sequence[Shape]) -> _Made:
    place = exhibit.extra.get("place", "")
    title = exhibit.extra.get("headline") or f"{place}：{exhibit.verdict}"
    yield title, drawings.months_drawing(exhibit)


def _progress(exhibit: Exhibit, _: Sequence[Shape]) -> _Made:
    title = exhibit.extra.get("headline") or exhibit.verdict
    yield title, drawings.progress_drawing(exhibit)


def _shares(exhibit: Exhibit, _: Sequence[Shape]) -> _Made:
    title = f"{exhibit.extra.get('place', '')}：{exhibit.verdict}"
    yield title, drawings.shares_drawing(exhibit, _ROWS)


def _map(exhibit: Exhibit, shapes: Sequence[Shape]) -> _Made:
    """The map, its classes and the districts from worst to best beside it."""
    if not shapes or exhibit.table is None:
        return
    number = {row.area: int(row["class"]) for _, row in exhibit.frame.iterrows()}
    rows = "".join(
        f'<tr><td><i class="box" style="background:'
        f'{drawings.colour_of(exhibit, number.get(area.text, -1))}"></i>{escape(area.text)}</td>'
        f'<td class="n">{escape(value.text)}</td><td>{_status(state)}</td></tr>'
        for area, value, _, state in exhibit.table.rows[: _ROWS + 1]
    )
    unit = exhibit.extra.get("unit", "")
    note = (
        f'<p class="note">{escape(exhibit.extra.get("place", ""))}，{escape(unit)}；界线为示意</p>'
    )
    yield (
        exhibit.verdict,
        (
            f'<div class="beside">{drawings.map_drawing(exhibit, shapes)}'
            f'<div><table class="grid">{rows}</table>{note}</div></div>'
        ),
    )


_MAKERS: dict[str, Callable[[Exhibit, Sequence[Shape]], _Made]] = {
    "cards": _cards, "matrix": _matrix, "years": _months, "burnup": _progress,
    "shares": _shares, "map": _map, "task_list": _table, "changes": _table,
}  # fmt: skip


# -- parts ----------------------------------------------------------------------------------------


def _chunks(rows: Sequence[tuple[Cell, ...]], most: int) -> Iterator[Sequence[tuple[Cell, ...]]]:
    """The rows in as few and as equal parts as possible."""
    count = ceil(len(rows) / most) or 1
    size = ceil(len(rows) / count) or 1
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


def _grid(table: Table, rows: Sequence[tuple[Cell, ...]], columns: Sequence[int]) -> str:
    heads = "".join(
        f"<th>{escape(table.heads[n].name)}<small>{escape(table.heads[n].small)}</small></th>"
        for n in columns
    )
    body = "".join(
        f'<tr class="{"lead" if row[0].text == "全市" else ""}">'
        f"{''.join(_cell(row[n]) for n in columns)}</tr>"
        for row in rows
    )
    roomy = " roomy" if len(rows) <= _ROOMY else ""
    return (
        f'<table class="grid{roomy}"><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>'
    )


def _cell(cell: Cell) -> str:
    if not cell.status:
        return f"<td>{escape(cell.text)}</td>"
    look = STATUS[cell.status]
    if not cell.text:
        return f"<td>{_status(cell)}</td>"
    small = f"<small>{escape(cell.small)}</small>" if cell.small else ""
    return (
        f'<td><span class="st" style="color:{look.fg.dark}"><b>{look.glyph}</b>'
        f"{escape(cell.text)}</span>{small}</td>"
    )


def _status(cell: Cell) -> str:
    """Glyph, word and colour, which always stand together."""
    if not cell.status:
        return escape(cell.text)
    look = STATUS[cell.status]
    return (
        f'<span class="st" style="color:{look.fg.dark}"><b>{look.glyph}</b>'
        f"{escape(cell.word or look.word)}</span>"
    )
