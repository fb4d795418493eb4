"""The look of an office's slides on a page of another shape: theme, faces, colours, logo."""

from io import BytesIO
from typing import Any

from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.util import Cm

from chuangmo.exports.pptx.own_template import SlideTemplate, box_of, own_slides
from chuangmo.exports.pptx.text_and_fill import dress_own

_LOGO_SHARE = 0.12  # of the slide's area; a larger picture is a ground, not a logo
_LONGEST = 4.5  # cm
_GAP = 0.3


def take_look(made: Any, template: bytes, head: tuple[float, float, float]) -> SlideTemplate:
    """Give a presentation theme, faces, colours and logo of an office's template.

    Args:
        head: left, width and height of the title in centimetres; the logo stands at its right.

    Raises:
        UnfitTemplate: the template does not do any more.
    """
    source, own = own_slides(template)
    theme = _theme(source)
    _theme(made)._blob = theme.blob
    dress_own(made.slide_master._element, own)
    for layout in made.slide_layouts:
        dress_own(layout._element, own)
        if (logo := _logo(source, own)) is not None:
            _place_logo(layout, logo, head)
    return own


def _theme(made: Any) -> Any:
    return made.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)


def _logo(source: Any, own: SlideTemplate) -> Any:
    """The first small picture of the content layout or its master."""
    layout = source.slide_layouts[own.content]
    whole = source.slide_width * source.slide_height
    for page in (layout, source.slide_master):
        for shape in page.shapes:
            if hasattr(shape, "image") and shape.width * shape.height <= _LOGO_SHARE * whole:
                return shape
    return None


def _place_logo(layout: Any, logo: Any, head: tuple[float, float, float]) -> None:
    """The picture in the line of the title, which gives up so much of its width."""
    left, wide, high = head
    _, _, across, down = box_of(logo) or (0.0, 0.0, 1.0, 1.0)
    size = min(_LONGEST, across * high / down)
    part, relation = layout.part.get_or_add_image_part(BytesIO(logo.image.blob))
    del part
    shapes = layout.shapes
    top = next(one.top for one in layout.placeholders if one.placeholder_format.idx == 0)
    tree = shapes._spTree
    picture = tree.add_pic(
        max(int(one.get("id")) for one in tree.iter("{*}cNvPr")) + 1, "标志", "单位标志", relation,
        Cm(left + wide - size), top, Cm(size), Cm(size * down / across),
    )  # fmt: skip
    del picture
    for place in layout.placeholders:
        if place.placeholder_format.idx == 0:
            place.width = Cm(wide - size - _GAP)
