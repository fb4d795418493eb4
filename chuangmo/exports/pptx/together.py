"""One indicator on one slide: the year over the last, the districts, what each of them needs."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from chuangmo.exhibit import Exhibit, Table
from chuangmo.exports.native import Chart, chart_of
from chuangmo.exports.pptx.bodies import columns_subtitle, fit_columns, high_to_low
from chuangmo.exports.pptx.charts import ChartLook, place_chart, with_words
from chuangmo.exports.pptx.marked_days import draw_days, marked_days
from chuangmo.exports.pptx.slide_deck import BODY_END, LEFT_EDGE, WIDE, SlideDeck
from chuangmo.exports.pptx.slides import content_slide
from chuangmo.exports.pptx.tables import TableLook, place_table
from chuangmo.exports.pptx.text_and_fill import one_line
from chuangmo.exports.sentences import notes_text
from chuangmo.exports.styles import INK, SECONDARY, width_cm

_TOP, _CHARTS, _GAP = 4.15, 18.2, 0.7  # cm: below the sub-line, width of the charts, to the table
_MOST_WORDS = 1.25  # cm of words of events above a chart of half a slide
_NAMED = 0.65  # cm of the words over a chart
_TYPE, _HEAD, _LOWEST = 12, 1.2, 0.7
_ROW, _LARGE, _FEW = 1.35, 14, 1.0  # cm of a row at most, type of the table where rows are so high
#: What stands in the table beside the charts, by kind: the columns of the exhibit's own.
_COLUMNS = {"needs": (0, 1, 2, 3, 5), "shares": (0, 1, 2, 3)}
_RANKS = ("位次", "上期位次")  # of a ranking: its order says the one, the chart what moved
_TABLED = ("needs", "shares", "ranking")


def together_slide(deck: SlideDeck, exhibits: Sequence[Exhibit]) -> None:
    """The slide of exhibits that are told together; the first one says what is found."""
    first = exhibits[0]
    title, more = first.extra.get("headline", ""), first.extra.get("second", "")
    slide = content_slide(deck, first, title, _one_line(more, deck.wide) or first.verdict)
    said = dict.fromkeys(line for one in exhibits for line in notes_text(one).split("\n"))
    slide.notes_slide.notes_text_frame.text = "\n".join(said)
    charts = _CHARTS * deck.wide / WIDE
    drawn = [(one, chart) for one in exhibits if (chart := _fitting(one, charts)) is not None]
    tabled = next((one for kind in _TABLED for one in exhibits if one.kind == kind), None)
    beside = tabled is not None and tabled.table is not None and bool(tabled.table.rows)
    wide = charts if beside else deck.wide
    each = (BODY_END - _TOP) / max(len(drawn), 1)
    for n, (exhibit, chart) in enumerate(drawn):
        _chart(slide.shapes, exhibit, chart, (LEFT_EDGE, _TOP + n * each, wide, each))
    if beside and tabled is not None:
        left = LEFT_EDGE + charts + _GAP if drawn else LEFT_EDGE
        _table(slide.shapes, tabled, left, LEFT_EDGE + deck.wide - left)


def _one_line(text: str, wide: float) -> str:
    """The sentences that stand on one line at the size of a sub-line; the notes have all."""
    kept = ""
    for part in text.split("。"):
        if part and width_cm(f"{kept}{part}。", 14) <= wide:
            kept += f"{part}。"
    return kept


def _fitting(exhibit: Exhibit, wide: float) -> Chart | None:
    """The chart of an exhibit where its columns have room; the table has the districts anyway."""
    chart = chart_of(exhibit)
    if chart is None or exhibit.kind not in ("ranking", "shares"):
        return chart
    return high_to_low(chart) if fit_columns(chart, _TYPE, wide) else None


def _chart(
    shapes: Any, exhibit: Exhibit, chart: Chart, box: tuple[float, float, float, float]
) -> None:
    left, top, wide, high = box
    ranked = exhibit.kind in ("ranking", "shares")
    words = columns_subtitle(exhibit) if ranked else f"{exhibit.subtitle}；横轴为月份"
    one_line(shapes, (left, top, wide, _NAMED), words, _TYPE, INK, bold=True, name="图题")
    look = ChartLook(axis=_TYPE, label=_TYPE, foot=1.3 if chart.remarks else 0.9)
    inner = (left, top + _NAMED, wide, high - _NAMED - 0.1)
    chart = with_words(chart) if ranked else _months(chart)
    said = f"{exhibit.verdict}。{exhibit.subtitle}"
    days, roomy = marked_days(chart, inner, look)
    if roomy.top - look.top > _MOST_WORDS:  # the events are told in the notes
        days, roomy = [], look
    place_chart(shapes, chart, inner, roomy, "图", said)
    draw_days(shapes, chart, inner, roomy, days)


def _months(chart: Chart) -> Chart:
    """The months by their numbers alone, so that none wraps under its column."""
    if not all(name.endswith("月") for name in chart.categories):
        return chart
    return replace(chart, categories=tuple(name[:-1] for name in chart.categories))


def _table(shapes: Any, exhibit: Exhibit, left: float, wide: float) -> None:
    """The districts, the worst first, as many as the slide holds; of the rest how many."""
    assert exhibit.table is not None
    table = _picked(exhibit)
    room = BODY_END - _TOP - _HEAD
    most = int(room / _LOWEST)
    rest = len(table.rows) - most if len(table.rows) > most else 0
    if rest:
        table, room, rest = replace(table, rows=table.rows[: most - 1]), room - _LOWEST, rest + 1
    row = min(_ROW, room / max(len(table.rows), 1))
    look = TableLook(_LARGE if row >= _FEW else _TYPE, row, _HEAD, fit=True)
    place_table(shapes, table, (left, _TOP, wide), look, "各区县")
    if rest:
        said = f"另有 {rest} 个区县未列，见简报和数据表。"
        box = (left, BODY_END - 0.6, wide, 0.6)
        one_line(shapes, box, said, _TYPE, SECONDARY, name="附注")


def _picked(exhibit: Exhibit) -> Table:
    """The columns that a slide has room for; a ranking from its end, where the worst stand."""
    table = exhibit.table
    assert table is not None
    every = [n for n, head in enumerate(table.heads) if head.name not in _RANKS]
    kept = _COLUMNS.get(exhibit.kind, every)
    rows = table.rows[::-1] if exhibit.kind == "ranking" else table.rows
    return Table(
        tuple(table.heads[n] for n in kept),
        tuple(tuple(row[n] for n in kept) for row in rows),
        table.leading,
    )
