"""One chart for any office file: its XML with every name inside it, and its workbook."""

from dataclasses import dataclass, replace
from typing import Any
from xml.sax.saxutils import escape

from lxml import etree
from pptx.chart.chart import Chart as Drawn
from pptx.enum.chart import XL_CHART_TYPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn

from chuangmo.charts.labels import spread_out
from chuangmo.exhibit import Exhibit, marks_line
from chuangmo.exports.native import LINE, OWN, SIGNED, START, Chart, chart_of
from chuangmo.exports.pptx.bars import (
    bar_scale,
    common_limit,
    drawn_bars,
    dress_bars,
    with_inline_words,
)
from chuangmo.exports.pptx.bodies import columns_subtitle, high_to_low
from chuangmo.exports.pptx.chart_data import chart_data
from chuangmo.exports.pptx.chart_parts import point_label, point_labels
from chuangmo.exports.pptx.charts import (
    ChartLook,
    dress_chart,
    end_room,
    named_ends,
    value_range,
    with_words,
)
from chuangmo.exports.pptx.text_and_fill import set_faces
from chuangmo.exports.styles import width_cm

_RANKED = ("ranking", "shares")
_MOST_COLUMNS = 16
_BAR, _MANY_BARS = 0.55, 24  # cm a bar takes, unless there are more than these
_THIN_BAR = 0.046  # cm a point of its type that a bar then takes
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


@dataclass(frozen=True)
class ChartPackage:
    """A chart ready to be put into a file.

    Attributes:
        xml: the part ``c:chartSpace``; references go to the sheet 数据 of ``workbook``.
        chart: what is drawn, in drawing order.
        high: height it needs, in centimetres.
        note: what must be said beside it (where bars begin); empty otherwise.
    """

    xml: bytes
    workbook: bytes
    chart: Chart
    high: float
    note: str = ""

    def told(self, exhibit: Exhibit) -> str:
        """The exhibit's subtitle as it fits what is drawn here."""
        ranked = exhibit.kind in _RANKED
        words = columns_subtitle(exhibit) if ranked else exhibit.subtitle
        if ranked and len(self.chart.series) == 1:
            words = words.replace("；横杠为本区县限值", "")
        said = "；".join(part for part in (words, self.note) if part)
        return "。".join(part for part in (said, marks_line(exhibit).rstrip("。")) if part)


def drawable(exhibit: Exhibit) -> Chart | None:
    """The chart of an exhibit where it tells more than its table: not one column alone."""
    chart = chart_of(exhibit)
    if chart is None or (chart.kind == "needed" and len(chart.categories) < 2):
        return None
    return chart


def package(chart: Chart, wide: float, high: float, size: float) -> ChartPackage:
    """The chart at a width and height in centimetres and a type size in points.

    Columns while every name fits under its own, else bars, one a place, as high as they need.
    """
    ranked = high_to_low(chart) if chart.kind in _RANKED else chart
    if chart.kind in SIGNED or (chart.kind in _RANKED and not _fits(ranked, wide, size)):
        return _bars(ranked, wide, size)
    shown = with_words(ranked) if chart.kind in _RANKED else ranked
    foot = 2.4 * size * 0.0353 * (1.6 if chart.kind in ("trend", "winters", *_RANKED) else 1.0)
    look = ChartLook(size, size, left=4.2 * size * 0.0353, foot=foot, top=0.4)
    data = chart_data(shown)
    space, drawn = _new(data, XL_CHART_TYPE.COLUMN_CLUSTERED)
    dress_chart(drawn, shown, (wide, high), look)
    _name_ends(space, shown, (wide, high), look)
    return ChartPackage(_xml(space), _workbook(data), shown, high)


def _fits(chart: Chart, wide: float, size: float) -> bool:
    look = ChartLook(size, size, left=4.2 * size * 0.0353)
    step = (wide - look.left - end_room(chart, look)) / max(len(chart.categories), 1)
    names = all(width_cm(name, size) <= step for name in chart.categories)
    return len(chart.categories) <= _MOST_COLUMNS and names


def _bars(chart: Chart, wide: float, size: float) -> ChartPackage:
    named = with_inline_words(chart)
    start = common_limit(chart)
    limits = [one for one in chart.series if start is not None and start in one.values]
    note = f"各条以{limits[-1].name}为起点：向右高于，向左低于" if limits else ""
    own = replace(named, series=tuple(named.role(OWN, START)))
    kind, held = drawn_bars(own)
    data = chart_data(held)
    space, drawn = _new(data, kind)
    room = max(width_cm(name, size) for name in named.categories) + 0.4
    dress_bars(drawn, own, wide, start, bar_scale(chart, start), room, size)
    count = len(own.categories)
    high = (_BAR if count <= _MANY_BARS else _THIN_BAR * size) * count + 0.3
    return ChartPackage(_xml(space), _workbook(data), held, high, note)


def _new(data: Any, kind: Any) -> tuple[Any, Any]:
    space = parse_xml(data.xml_bytes(kind))
    return space, Drawn(space, None)


def _workbook(data: Any) -> bytes:
    return bytes(data._workbook_writer.xlsx_blob)


def _xml(space: Any) -> bytes:
    set_faces(space)
    for hidden in space.iter(qn("c:delete")):
        hidden.set("val", hidden.get("val", "1"))  # what its absence means differs by reader
    return (_HEAD + etree.tostring(space, encoding="unicode")).encode()


def _name_ends(space: Any, chart: Chart, size: tuple[float, float], look: ChartLook) -> None:
    """Each line named beside its last point, pushed apart so that none covers another."""
    ends = named_ends(chart)
    low, high, _ = value_range(chart)
    scale = (size[1] - look.top - look.foot) / (high - low)
    natural = [scale * (value - low) for _, _, value, _ in ends]
    placed = spread_out(natural, look.axis * 0.05)
    elements = _line_elements(space, chart)
    plot = size[0] - look.left - end_room(chart, look)
    step = plot / max(len(chart.categories), 1)
    for (series, words, _, ink), up, at in zip(ends, placed, natural, strict=True):
        place = series.known[-1]
        aside = (plot - (place + 0.5) * step) / size[0]
        label = _worded(
            point_label(
                place, ink, look.axis, "General", "r", shift=(aside, (at - up) / size[1])
            ),
            words,
        )  # fmt: skip
        element = elements[chart.series.index(series)]
        old = element.find(qn("c:dLbls"))
        old.addprevious(point_labels([label]))
        element.remove(old)


def _line_elements(space: Any, chart: Chart) -> dict[int, Any]:
    """``c:ser`` of the lines by their place among the series."""
    found = space.findall(f".//{qn('c:lineChart')}/{qn('c:ser')}")
    places = [n for n, one in enumerate(chart.series) if one.shape == LINE]
    return dict(zip(places, found, strict=True))


def _worded(label: str, words: str) -> str:
    """The label with words of its own; they stay as published whatever the number format does."""
    inside = label[label.index("<c:txPr>") :]
    look = inside[inside.index("<a:defRPr") : inside.index("</a:pPr>")]
    run = look.replace("a:defRPr", "a:rPr")
    text = (
        '<c:tx><c:rich><a:bodyPr wrap="none" lIns="0" tIns="0" rIns="0" bIns="0"/><a:lstStyle/>'
        f"<a:p><a:r>{run}<a:t>{escape(words)}</a:t></a:r></a:p></c:rich></c:tx>"
    )
    return label.replace("<c:numFmt", f"{text}<c:numFmt", 1)
