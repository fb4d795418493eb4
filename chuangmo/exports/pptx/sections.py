"""The parts of a long deck: a slide of its own before each, with what follows named on it."""

from collections.abc import Sequence

from chuangmo.exhibit import Exhibit
from chuangmo.exhibits.monthly.meeting_set import OF_A_PLACE, OF_TASKS, TOGETHER
from chuangmo.exports.pptx.slide_deck import SlideDeck
from chuangmo.exports.pptx.template import FOOT_INDEX, NUMBER_INDEX, SUBLINE_INDEX
from chuangmo.exports.sentences import foot_line

#: Parts in the order of a meeting: name, kinds of exhibits in it.
PARTS = (
    ("总体情况", ("cards", "matrix", "lines", "compare", "scheme")),
    ("{place}变化、排名与分布", OF_A_PLACE),
    ("重点任务进度", OF_TASKS),
    ("年底前须达到的数值", ("needed", "needs", "gap")),
    ("变化、问题和下一步", ("changes", "matters")),
)
_SHOWN = {
    "cards": "关键数字",
    "matrix": "各区县指标状态",
    "lines": "逐项结果",
    "compare": "两区对比",
    "scheme": "创模清单",
    "trend": "月度走势",
    "years": "与上年逐月对照",
    "ranking": "区县排名",
    "improvement": "改善幅度",
    "slope": "两年对照",
    "long_trend": "多年趋势",
    "calendar": "逐日日历",
    "winters": "采暖期并列",
    "map": "区县地图",
    "definitions": "两种口径",
    "other_cities": "与外市对照",
    "shares": "各区县完成情况",
    "burnup": "累计进度",
    "task_list": "重点任务",
    "sub_counts": "分项",
    "plan": "规划逐年进度",
    "targets": "规划与限期目标",
    "needed": "余下月份均值上限",
    "needs": "各区县余下月份均值上限",
    "gap": "差距构成",
    "changes": "哪些结论变了",
    "matters": "问题和下一步",
}
_NUMERALS = "一二三四五六七八九"
Part = tuple[str, tuple[Exhibit, ...]]


def parts_of(exhibits: Sequence[Exhibit]) -> list[Part]:
    """Runs of exhibits that belong to one part, in the order given; their names filled in."""
    found: list[tuple[int, list[Exhibit]]] = []
    for exhibit in exhibits:
        place = next((n for n, (_, kinds) in enumerate(PARTS) if exhibit.kind in kinds), -1)
        about = exhibit.extra.get(TOGETHER)
        if about and found and found[-1][1][-1].extra.get(TOGETHER) == about:
            place = found[-1][0]
        if not found or found[-1][0] != place:
            found.append((place, []))
        found[-1][1].append(exhibit)
    return [(_name(place, inside), tuple(inside)) for place, inside in found]


def _name(place: int, inside: Sequence[Exhibit]) -> str:
    about = next((one.extra["place"] for one in inside if one.extra.get("place")), "")
    return PARTS[place][0].format(place=about) if place >= 0 else "其他"


def section_slide(deck: SlideDeck, number: int, part: Part) -> None:
    """The slide before a part; ``number`` counts from 1."""
    name, inside = part
    shown = dict.fromkeys(_SHOWN.get(one.kind, "") for one in inside)
    first = inside[0]
    deck.divider(
        name,
        {
            NUMBER_INDEX: f"第{_NUMERALS[number - 1]}部分",
            SUBLINE_INDEX: "　·　".join(word for word in shown if word),
            FOOT_INDEX: foot_line(first.foot, any(one.demo for one in inside)),
        },
    )
