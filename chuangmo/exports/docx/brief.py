"""简报: the exhibits of a view as a 公文, section by section, with native charts."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from chuangmo.exhibit import Exhibit
from chuangmo.exports.chart_package import drawable
from chuangmo.exports.contents import Contents
from chuangmo.exports.docx.charts import place_chart
from chuangmo.exports.docx.maps import place_map
from chuangmo.exports.docx.page_setup import finished, new_document
from chuangmo.exports.docx.tables import Counter, exhibit_table
from chuangmo.exports.docx.writing import (
    caption,
    heading,
    masthead,
    rule,
    sentence,
    small,
    title,
)
from chuangmo.exports.map_drawing import boundary_remark
from chuangmo.exports.sentences import foot_line

#: Sections in the order a leader reads them, and the kinds of exhibits in each.
_SECTIONS = (
    ("总体情况", ("cards",)),
    ("各区县指标状态", ("matrix", "lines")),
    ("{place}变化与排名", ("trend", "ranking", "improvement", "map")),
    ("重点任务进度", ("shares", "burnup")),
    ("余下时间须做到的数值", ("needed", "needs")),
    ("差距来自哪里", ("gap",)),
    ("创模清单", ("scheme",)),
    ("说明", ("empty",)),
)
#: Kinds whose figures a chart tells well enough without a table.
_CHART_ONLY = ("trend", "ranking", "improvement", "shares", "burnup", "gap")


def brief(contents: Contents, city: str) -> bytes:
    """The bytes of the .docx file: 报头, title, sections, foot; page numbers outside."""
    month = contents.request.month
    words = f"{contents.subtitle}{contents.title}"
    made = new_document(words, datetime.combine(month.as_of, datetime.min.time()))
    through = contents.exhibits[0].foot.through.partition("（")[0]
    masthead(made, "创模工作简报", f"{month.year}年第{month.month}期", city, through)
    title(made, f"{words}情况" if not words.endswith(("清单", "简报")) else words)
    counter, number = Counter(), 0
    for name, kinds in _SECTIONS:
        found = _fitting(contents.exhibits, kinds)
        if found:
            number += 1
            place = next((e.extra["place"] for e in found if "place" in e.extra), "")
            heading(made, number, name.format(place=place))
            ranked = any(one.kind == "ranking" for one in found)
            for exhibit in found:
                _exhibit(made, exhibit, counter, tabled=exhibit.kind == "map" and ranked)
    _foot(made, contents.exhibits)
    return finished(made)


def _fitting(exhibits: Iterable[Exhibit], kinds: Sequence[str]) -> list[Exhibit]:
    """The exhibits of a section; a map that cannot be drawn is left out beside a ranking."""
    found = [one for one in exhibits if one.kind in kinds]
    ranked = any(one.kind == "ranking" for one in found)
    return [one for one in found if one.kind != "map" or one.figure is not None or not ranked]


def _exhibit(made: Any, exhibit: Exhibit, counter: Counter, *, tabled: bool) -> None:
    """What was found, the method, then the chart or the map, the table where it tells more.

    ``tabled``: the figures already stand in another exhibit of the section.
    """
    chart = drawable(exhibit)
    mapped = exhibit.kind == "map" and exhibit.figure is not None
    said = sentence(made, _said(exhibit))
    said.paragraph_format.keep_with_next = mapped or chart is not None
    remark = exhibit.extra.get("remark", "")
    for note in exhibit.notes:
        if exhibit.kind in ("cards", "needs", "needed", "empty") and note and note != remark:
            sentence(made, note if note.endswith("。") else f"{note}。")
    if chart is not None:
        ready = place_chart(made, chart, _said(exhibit))
        caption(made, f"{counter.figure()}　{ready.told(exhibit)}", above=False)
    if mapped:
        place_map(made, exhibit, _said(exhibit))
        drawn = exhibit.subtitle.removesuffix("；界线为示意")  # the remark below says it
        caption(made, f"{counter.figure()}　{drawn}", above=False)
        small(made, f"注：{boundary_remark(exhibit)}。")
    if not tabled and (chart is None or exhibit.kind not in _CHART_ONLY):
        exhibit_table(made, exhibit, counter)


def _said(exhibit: Exhibit) -> str:
    place = exhibit.extra.get("place", "")
    text = exhibit.verdict if place in exhibit.verdict else f"{place}：{exhibit.verdict}"
    return text if text.endswith("。") else f"{text}。"


def _foot(made: Any, exhibits: Sequence[Exhibit]) -> None:
    """Where the figures come from, how far they reach, by which standard; 演示数据 if so."""
    rule(small(made, ""), 4, "7F7F7F")
    notes = [
        note
        for exhibit in exhibits
        if exhibit.kind not in ("cards", "needs", "needed", "empty")
        for note in exhibit.notes
        if note
    ]
    for note in dict.fromkeys(notes):
        small(made, f"口径：{note}", 10.5)
    for line in dict.fromkeys(foot_line(one.foot, one.demo, 400) for one in exhibits):
        small(made, line, 10.5)
