"""The drawing of docs/结构.md is the house as it is."""

from docs.make_structure import HOUSE, PICTURE, READING, drawing
from tests.architecture.tree import ROOT, text


def test_the_drawing_is_made_of_the_imports_as_they_are() -> None:
    """``python -m docs.make_structure`` draws it anew."""
    assert PICTURE.read_text(encoding="utf-8") == drawing()


def test_every_room_of_the_text_exists() -> None:
    for room in (*HOUSE, *READING):
        place = ROOT / room.replace(".", "/")
        assert place.is_dir() or place.with_suffix(".py").is_file(), room
    said = text((ROOT / "docs" / "结构.md").relative_to(ROOT))
    for room in HOUSE:
        assert room.split(".")[-1] in said
