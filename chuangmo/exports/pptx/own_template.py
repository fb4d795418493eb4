"""An office's own .pptx: its layouts, the room of its places, its faces; what it lacks."""

from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from pptx import Presentation
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.ns import qn

from chuangmo.exports.templates.fault import UnfitTemplate
from chuangmo.exports.templates.theme import Theme, is_bright, read_theme

#: Where the room of a body begins in the board's own template, and how high it is, with sub-line
#: and foot line; in centimetres.
DESIGN_LEFT, DESIGN_TOP, DESIGN_HIGH = 1.5, 3.3, 15.0
_LEAST_WIDE = 25.0  # cm that bodies are laid out in at least
#: The least: of a slide, of a title's and a body's place (width, height), of the scale of type.
_SLIDE, _TITLE, _BODY, _SCALE = 20.0, (12.0, 1.2), (18.0, 10.0), 0.72
_RATIOS = (1.25, 2.0)
_EDGE, _AIR, _TOUCH = 0.3, 0.1, 0.15  # cm: of the slide, between, by which two may overlap
#: Points that nothing on a slide is smaller than.
SMALLEST = 8.0
_EMU = 360_000
_OFTEN = {"title": "标题幻灯片", "obj": "标题和内容", "secHead": "节标题"}
_BODIES = (None, "obj", "body")
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class SlideTemplate:
    """How slides are laid out by an office's template; boxes are left, top, width, height in cm.

    Attributes:
        cover, content, section: the layouts by their places in the file.
        title, body: the room of a content slide. insets: what a title keeps free, across and down.
        title_faces, faces: (Latin, East-Asian) of titles and of everything else.
    """

    cover: int
    content: int
    section: int
    title: Box
    body: Box
    insets: tuple[float, float]
    title_faces: tuple[str, str]
    faces: tuple[str, str]
    theme: Theme

    @property
    def scale(self) -> float:
        """By what everything laid out for the board's own slides is multiplied."""
        return min(self.body[3] / DESIGN_HIGH, self.body[2] / _LEAST_WIDE)

    @property
    def least(self) -> float:
        """Points that type is laid out in at least, so that none is below 8 on the slide."""
        return max(SMALLEST, SMALLEST / self.scale)

    @property
    def wide(self) -> float:
        """The width that bodies are laid out in before they are scaled."""
        return self.body[2] / self.scale


def opened(data: bytes) -> Any:
    """The presentation without the slides that came with it."""
    made = Presentation(BytesIO(data))
    listed = made.slides._sldIdLst
    for one in list(listed):
        made.part.drop_rel(one.rId)
        listed.remove(one)
    return made


def own_slides(data: bytes) -> tuple[Any, SlideTemplate]:
    """The presentation to be filled, and how its slides are laid out.

    Raises:
        UnfitTemplate: the template was taken once and does not do any more.
    """
    made = opened(data)
    found, problems = read_template(made)
    if found is None:
        raise UnfitTemplate("演示文稿模板", problems)
    return made, found


def read_template(made: Any) -> tuple[SlideTemplate | None, list[str]]:
    """How slides are laid out by it, or everything that stands against it, a sentence each."""
    problems = list(_slide_size(made))
    layouts = list(made.slide_layouts)
    cover, content = _typed(layouts, "title"), _content_layout(layouts)
    if cover is None:
        problems.append("没有“标题幻灯片”版式（封面用）。请在幻灯片母版视图里添上。")
    else:
        problems += _cover_faults(layouts[cover])
    if content is None:
        problems.append("没有带标题和正文占位符的“标题和内容”版式。请在幻灯片母版视图里添上。")
        return None, problems
    section = _typed(layouts, "secHead")
    if section is None or _cover_faults(layouts[section]):
        section = cover
    layout, slide = layouts[content], (made.slide_width / _EMU, made.slide_height / _EMU)
    title, body, faults = _rooms(layout, slide)
    problems += faults
    theme = theme_of(made)
    if (ground := _ground(layout, theme)) and not is_bright(ground):
        problems.append(
            f"版式“{layout.name}”的底色太深（{ground}），表格和深色的字看不清。请用浅底色的版式。"
        )
    if problems or cover is None or section is None or title is None or body is None:
        return None, problems
    found = SlideTemplate(
        cover, content, section, title, body, _insets(layout),
        _faces(layout, "titleStyle", theme, "mj"), _faces(layout, "bodyStyle", theme, "mn"), theme,
    )  # fmt: skip
    if found.scale < _SCALE:
        wide, high = body[2:]
        problems.append(
            f"版式“{layout.name}”的正文区只有 {wide:.1f} × {high:.1f} 厘米，字会小得看不清。"
            f"高至少要 {_SCALE * DESIGN_HIGH:.1f} 厘米，宽至少 {_SCALE * _LEAST_WIDE:.1f} 厘米。"
        )
    return (None if problems else found), problems


def theme_of(made: Any) -> Theme:
    """The theme of the first master."""
    return read_theme(made.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME).blob)


def box_of(shape: Any) -> Box | None:
    """Where a shape stands, its own or as it inherits it; ``None`` where nobody says."""
    sides = (shape.left, shape.top, shape.width, shape.height)
    if any(side is None for side in sides):
        return None
    left, top, wide, high = (side / _EMU for side in sides)
    return left, top, wide, high


def _slide_size(made: Any) -> Iterable[str]:
    wide, high = made.slide_width / _EMU, made.slide_height / _EMU
    if wide < _SLIDE or not _RATIOS[0] <= wide / high <= _RATIOS[1]:
        yield (
            f"幻灯片大小 {wide:.1f} × {high:.1f} 厘米用不了。请用横向的 16:9 或 4:3，"
            f"宽至少 {_SLIDE:.0f} 厘米。"
        )


def _kinds(layout: Any) -> dict[str | None, Any]:
    """The first placeholder of each kind."""
    found: dict[str | None, Any] = {}
    for place in layout.placeholders:
        found.setdefault(place._element.ph.get("type"), place)
    return found


def _typed(layouts: list[Any], kind: str) -> int | None:
    """The layout of a kind, by its type, else by the name offices give it."""
    for n, layout in enumerate(layouts):
        if layout._element.get("type") == kind:
            return n
    return next((n for n, one in enumerate(layouts) if one.name.strip() == _OFTEN[kind]), None)


def _content_layout(layouts: list[Any]) -> int | None:
    known = _typed(layouts, "obj")
    order = [n for n in (known, *range(len(layouts))) if n is not None]
    skipped = {_typed(layouts, "title"), _typed(layouts, "secHead")}
    return next(
        (n for n in order if n not in skipped and None not in _title_and_body(layouts[n])), None
    )


def _title_and_body(layout: Any) -> tuple[Any, Any]:
    kinds = _kinds(layout)
    bodies = [place for place in layout.placeholders if place._element.ph.get("type") in _BODIES]
    largest = max(bodies, key=lambda p: (p.width or 0) * (p.height or 0), default=None)
    return kinds.get("title"), largest


def _cover_faults(layout: Any) -> list[str]:
    """What a layout of a title and a place below it lacks."""
    kinds = _kinds(layout)
    faults = []
    if "title" not in kinds and "ctrTitle" not in kinds:
        faults.append(f"版式“{layout.name}”缺标题占位符。")
    if not any(kind in kinds for kind in ("subTitle", *_BODIES)):
        faults.append(f"版式“{layout.name}”缺副标题占位符（时段、单位、来源写在那里）。")
    return faults


def _rooms(layout: Any, slide: tuple[float, float]) -> tuple[Box | None, Box | None, list[str]]:
    """The room of title and body beside what the layout and the master draw there."""
    places = dict(zip(("标题", "正文"), _title_and_body(layout), strict=True))
    faults: list[str] = []
    found: list[Box | None] = []
    for (name, place), least in zip(places.items(), (_TITLE, _BODY), strict=True):
        box = box_of(place)
        if box is None:
            faults.append(f"版式“{layout.name}”的{name}占位符没有写明位置和大小。")
            found.append(None)
            continue
        inside = _within(box, slide)
        room = _beside(inside, [one for one in _drawn(layout) if not _holds(one, inside)])
        if room[2] < least[0] or room[3] < least[1]:
            faults.append(
                f"版式“{layout.name}”的{name}占位符可用的只有 {room[2]:.1f} × {room[3]:.1f} 厘米"
                f"（{_why(box, inside, room)}），至少要 {least[0]:.1f} × {least[1]:.1f} 厘米。"
            )
        found.append(room)
    title, body = found
    if title and body and _overlap(title, body) > _TOUCH:
        faults.append(f"版式“{layout.name}”的标题与正文占位符互相压住。请把它们分开。")
    if title and body and not faults:
        body = _lengthened(body, layout, slide)
    return title, body, faults


def _why(box: Box, inside: Box, room: Box) -> str:
    if inside != box:
        return "其余在页面以外"
    return "其余被母版上的图片或色块压住" if room != inside else "占位符本身就这么大"


def _within(box: Box, slide: tuple[float, float]) -> Box:
    left, top = max(box[0], _EDGE), max(box[1], _EDGE)
    right, end = min(box[0] + box[2], slide[0] - _EDGE), min(box[1] + box[3], slide[1] - _EDGE)
    inside = (left, top, max(right - left, 0.0), max(end - top, 0.0))
    return box if all(abs(a - b) < 0.02 for a, b in zip(inside, box, strict=True)) else inside


def _drawn(layout: Any) -> list[Box]:
    """What is drawn on the layout and, where it shows it, on the master: pictures and shapes."""
    pages = [layout]
    if layout._element.get("showMasterSp") != "0":
        pages.append(layout.slide_master)
    shapes = [one for page in pages for one in page.shapes if not one.is_placeholder]
    return [box for one in shapes if (box := box_of(one)) and min(box[2:]) >= 0]


def _footers(layout: Any) -> list[Box]:
    return [
        box
        for place in layout.placeholders
        if place._element.ph.get("type") in ("ftr", "sldNum", "dt") and (box := box_of(place))
    ]


def _holds(outer: Box, inner: Box) -> bool:
    """Whether a box is the ground that another lies on."""
    return (
        outer[0] <= inner[0] + _TOUCH
        and outer[1] <= inner[1] + _TOUCH
        and outer[0] + outer[2] >= inner[0] + inner[2] - _TOUCH
        and outer[1] + outer[3] >= inner[1] + inner[3] - _TOUCH
    )


def _overlap(one: Box, other: Box) -> float:
    """By how many centimetres two boxes lie over each other on the shorter side."""
    across = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    down = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    return min(across, down) if across > 0 and down > 0 else 0.0


def _beside(box: Box, others: list[Box]) -> Box:
    """The largest part of a box that no other lies over."""
    for other in others:
        if _overlap(box, other) <= _TOUCH:
            continue
        left, top, wide, high = box
        right, end = left + wide, top + high
        cuts = [
            (left, top, wide, other[1] - _AIR - top),
            (left, other[1] + other[3] + _AIR, wide, end - other[1] - other[3] - _AIR),
            (left, top, other[0] - _AIR - left, high),
            (other[0] + other[2] + _AIR, top, right - other[0] - other[2] - _AIR, high),
        ]
        box = max(cuts, key=lambda one: max(one[2], 0) * max(one[3], 0))
        box = (box[0], box[1], max(box[2], 0.0), max(box[3], 0.0))
    return box


def _lengthened(body: Box, layout: Any, slide: tuple[float, float]) -> Box:
    """Down to the footer or the next thing drawn, where the template leaves that free."""
    left, top, wide, high = body
    below = [
        one[1] - _AIR
        for one in (*_drawn(layout), *_footers(layout))
        if not _holds(one, body) and one[0] < left + wide and one[0] + one[2] > left
        and one[1] >= top + high - _TOUCH
    ]  # fmt: skip
    return left, top, wide, max(high, min([slide[1] - 2 * _EDGE, *below]) - top)


def _insets(layout: Any) -> tuple[float, float]:
    """What the title's place keeps free beside its words, across and down."""
    title = _kinds(layout)["title"]
    sides = {"lIns": 91_440, "rIns": 91_440, "tIns": 45_720, "bIns": 45_720}
    for place in (title, title._base_placeholder):
        body = None if place is None else place._element.find(f".//{qn('a:bodyPr')}")
        for name in list(sides):
            if body is not None and body.get(name) is not None:
                sides[name] = int(body.get(name))
    return (sides["lIns"] + sides["rIns"]) / _EMU, (sides["tIns"] + sides["bIns"]) / _EMU


def _faces(layout: Any, style: str, theme: Theme, kind: str) -> tuple[str, str]:
    """The faces of the master's style, by name; of its theme where it names none."""
    first = layout.slide_master._element.find(f".//{qn(f'p:{style}')}/{qn('a:lvl1pPr')}")
    look = None if first is None else first.find(qn("a:defRPr"))

    def face(tag: str, usual: str) -> str:
        found = None if look is None else look.find(qn(tag))
        return theme.face((found.get("typeface") if found is not None else "") or usual)

    return face("a:latin", f"+{kind}-lt"), face("a:ea", f"+{kind}-ea")


def _ground(layout: Any, theme: Theme) -> str:
    """The colour of the ground where it is one colour; empty where it is a picture or a blend."""
    for page in (layout, layout.slide_master):
        ground = page._element.find(f"{qn('p:cSld')}/{qn('p:bg')}")
        if ground is None:
            continue
        for tag in ("a:gradFill", "a:blipFill", "a:pattFill"):
            if ground.find(f".//{qn(tag)}") is not None:
                return ""
        plain = ground.find(f".//{qn('a:srgbClr')}")
        if plain is not None:
            return str(plain.get("val")).upper()
        named = ground.find(f".//{qn('a:schemeClr')}")
        if named is None:
            return ""
        mapped = layout.slide_master._element.find(qn("p:clrMap"))
        name = named.get("val")
        return theme.colours.get(mapped.get(name, name) if mapped is not None else name, "")
    return ""
