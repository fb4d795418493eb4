"""简报: the exhibits of a view as a 公文: 报头, what was found, 版记; technical notes come last."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from chuangmo.catalog.city_parts import Imprint
from chuangmo.exhibit import Exhibit
from chuangmo.exhibits.beside.notes import NotedFigure
from chuangmo.exhibits.monthly.matters import running
from chuangmo.exhibits.monthly.meeting_set import OF_A_PLACE, OF_TASKS
from chuangmo.exports.chart_package import drawable
from chuangmo.exports.contents import BRIEFING, Contents
from chuangmo.exports.docx.charts import place_chart
from chuangmo.exports.docx.maps import place_map
from chuangmo.exports.docx.page_setup import CENTRE, finished, new_document
from chuangmo.exports.docx.tables import Counter, exhibit_table
from chuangmo.exports.docx.writing import (
    blank,
    caption,
    heading,
    imprint,
    masthead,
    new_page,
    sentence,
    small,
    subheading,
    title,
)
from chuangmo.exports.map_drawing import boundary_remark
from chuangmo.exports.sentences import foot_line
from chuangmo.period import day_words
from chuangmo.service.decisions.supervision.items import SupervisionItem
from chuangmo.status import OVER_STANDARD

_WHOLE = ("cards",)
#: 分项情况 in the order a leader reads them, and the kinds of exhibits in each.
_PARTS = (
    ("各区县指标状态", ("matrix", "lines", "compare")),
    ("{place}变化与排名", OF_A_PLACE),
    ("重点任务进度", OF_TASKS),
    ("余下时间须达到的数值", ("needed", "needs")),
    ("差距构成", ("gap",)),
    ("创模清单", ("scheme",)),
    ("各区县考核得分", ("standings",)),
    ("各区县扣分情况", ("marks",)),
    ("与上月末相比", ("changes",)),
    ("责任单位的说明", ("notes",)),
    ("说明", ("empty",)),
)
#: Kinds whose figures a chart tells well enough without a table.
_CHART_ONLY = ("trend", "years", "ranking", "improvement", "shares", "burnup", "gap")
#: Kinds whose first note belongs to what was found; all other notes are technical.
_TOLD = ("cards", "needs", "empty")
_ISO_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")


def brief(
    contents: Contents,
    city: str,
    imprinted: Imprint | None = None,
    items: Sequence[SupervisionItem] = (),
    noted: Sequence[NotedFigure] = (),
    template: bytes | None = None,
) -> bytes:
    """The bytes of the .docx file; page numbers outside.

    Args:
        imprinted: who it is for, who signs and issues it; blanks are marked.
        items: 督办 items; those that are not closed are the problems and the measures.
        noted: what responsible units said of the month; of what is behind it is a measure too.
    """
    month, told = contents.request.month, imprinted or Imprint()
    words = f"{contents.subtitle}{contents.title}"
    day = datetime.combine(month.as_of, datetime.min.time())
    made = new_document(words, day, template=template)
    masthead(
        made,
        "创模工作简报",
        f"{month.year}年第{month.month}期",
        told.issued_by or blank("印发机关"),
        f"签发：{told.signed_by or blank('签发人')}",
    )
    title(made, _title(words))
    if any(one.demo for one in contents.exhibits):
        sentence(made, "（含演示数据，不作依据）", indent=False, align=CENTRE)
    _body(made, contents, running(items, month.as_of), noted)
    _technical(made, contents.exhibits)
    _imprint(made, told)
    return finished(made)


def _title(words: str) -> str:
    """``2008年1—10月兰州市创模工作情况``: a briefing is not called one twice."""
    if words.endswith("清单"):
        return words
    return f"{words.removesuffix('简报')}{'工作' if words.endswith('简报') else ''}情况"


def _body(
    made: Any, contents: Contents, running: Sequence[SupervisionItem], noted: Sequence[NotedFigure]
) -> None:
    """总体情况, 分项情况, 存在问题, 下一步措施; a part without anything is left out."""
    counter, number = Counter(), 0
    whole = _fitting(contents.exhibits, _WHOLE)
    parts = [(name, found) for name, k in _PARTS if (found := _fitting(contents.exhibits, k))]
    if whole:
        number += 1
        heading(made, number, "总体情况")
        _section(made, whole, counter)
    if parts:
        number += 1
        heading(made, number, "分项情况")
        for n, (name, found) in enumerate(parts, 1):
            place = next((e.extra["place"] for e in found if "place" in e.extra), "")
            called = next((e.extra["part"] for e in found if "part" in e.extra), name)
            subheading(made, n, called.format(place=place))
            _section(made, found, counter)
    if contents.view == BRIEFING:
        taken = {(item.indicator, item.area) for item in running}
        behind = [n for n in noted if n.is_behind and (n.indicator.id, n.note.area) not in taken]
        problems = [item.finding or item.measure for item in running]
        problems += [one.problem(contents.request.month.span) for one in behind]
        measures = [_measure(item, noted) for item in running]
        measures += [f"{one.unit}：{one.note.text}" for one in behind]
        _listed(made, number + 1, "存在问题", problems)
        _listed(made, number + 2, "下一步措施", measures)


def _section(made: Any, found: Sequence[Exhibit], counter: Counter) -> None:
    ranked = any(one.kind == "ranking" for one in found)
    for exhibit in found:
        _exhibit(made, exhibit, counter, tabled=exhibit.kind == "map" and ranked)


def _fitting(exhibits: Iterable[Exhibit], kinds: Sequence[str]) -> list[Exhibit]:
    """The exhibits of a section; a map that cannot be drawn is left out beside a ranking."""
    found = [one for one in exhibits if one.kind in kinds]
    ranked = any(one.kind == "ranking" for one in found)
    return [one for one in found if one.kind != "map" or one.figure is not None or not ranked]


def _exhibit(made: Any, exhibit: Exhibit, counter: Counter, *, tabled: bool) -> None:
    """What was found, then the chart or the map, the table where it tells more.

    ``tabled``: the figures already stand in another exhibit of the section.
    """
    chart = drawable(exhibit)
    mapped = exhibit.kind == "map" and exhibit.figure is not None
    text = _said(exhibit)
    said = sentence(made, exhibit.extra.get("brief", text) if tabled else text)
    said.paragraph_format.keep_with_next = mapped or chart is not None
    if exhibit.kind in _TOLD and exhibit.notes and exhibit.notes[0]:
        sentence(made, _ended(exhibit.notes[0]))
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
    return _ended(text)


def _ended(text: str) -> str:
    return text if text.endswith("。") else f"{text}。"


def _measure(item: SupervisionItem, noted: Sequence[NotedFigure]) -> str:
    """Who does what by when, and what the unit itself said of the figure."""
    until = f"（{day_words(item.deadline)}前办结）"
    said = [
        one.note.text.rstrip("。")
        for one in noted
        if (one.indicator.id, one.note.area) == (item.indicator, item.area)
    ]
    note = f"。责任单位说明：{'；'.join(said)}" if said else ""
    return f"{item.unit}：{item.measure.rstrip('。')}{until}{note}"


def _listed(made: Any, number: int, name: str, lines: Sequence[str]) -> None:
    """A part of sentences; without any, a place to write them."""
    heading(made, number, name)
    for line in lines:
        sentence(made, _ended(line))
    if not lines:
        sentence(made, blank(name))


def _technical(made: Any, exhibits: Sequence[Exhibit]) -> None:
    """The last page: where the figures come from, how far they reach, how they are worked out."""
    new_page(made)
    small(made, "附：数据与方法说明", 12)
    lines = dict.fromkeys((*_methods(exhibits), *_sources(exhibits)))
    for n, line in enumerate(lines, 1):
        small(made, f"{n}．{_ended(line)}", 10.5)


def _methods(exhibits: Sequence[Exhibit]) -> Iterator[str]:
    for exhibit in exhibits:
        for note in exhibit.notes[1:] if exhibit.kind in _TOLD else exhibit.notes:
            if note and note == exhibit.extra.get("remark"):
                yield boundary_remark(exhibit)
            elif note and OVER_STANDARD not in note:  # below its table, with the mark of files
                yield note


def _sources(exhibits: Sequence[Exhibit]) -> Iterator[str]:
    for exhibit in exhibits:
        yield _ISO_DAY.sub(_day, foot_line(exhibit.foot, exhibit.demo, 400))


def _day(found: re.Match[str]) -> str:
    year, month, day = (int(part) for part in found.groups())
    return f"{year}年{month}月{day}日"


def _imprint(made: Any, told: Imprint) -> None:
    """版记: 主送, 印发机关 with the day of issue, 印数."""
    small(made, "", 12)
    imprint(
        made,
        (
            (f"主送：{'，'.join(told.recipients) or blank('主送机关')}", ""),
            (told.issued_by or blank("印发机关"), f"{blank('印发日期')}印发"),
            ("", f"共印{told.copies or blank('印数')}份"),
        ),
    )
