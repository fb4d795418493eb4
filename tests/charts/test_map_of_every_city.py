"""Every city of the shipped table opens with a map on which no name stands over another."""

from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from chuangmo.catalog.boundaries import Shape, load_shapes
from chuangmo.catalog.divisions.city_files import city_toml, districts_toml
from chuangmo.catalog.divisions.table import Division, Divisions, load_divisions
from chuangmo.catalog.load import load_catalog
from chuangmo.catalog.models import City, District
from chuangmo.catalog.read import typed_entry
from chuangmo.catalog.toml_text import parsed
from chuangmo.charts.classes import build_classes
from chuangmo.charts.map import (
    PHONE_PANEL,
    PICTURE_WHOLE,
    PICTURE_ZOOM,
    SHORT_TYPE,
    TYPE,
    WHOLE_PANEL,
    ZOOM_PANEL,
    Plot,
    central_box,
    map_figure,
    names_on,
    panels_figure,
)
from chuangmo.charts.map_labels import Laid, PlacedName, inner_width, laid_out, overlaps
from chuangmo.exports.map_drawing import MapLabel, map_drawing
from chuangmo.exports.styles import width_cm
from chuangmo.settings import Settings
from tests.two_forms import some_of

TABLE: Divisions = load_divisions()
#: Cities with more than one unit below them; the others have one outline or none.
CITIES = [one for one in TABLE.cities() if TABLE.children(one.adcode)]
UNLIKE = [TABLE.by_code[code] for code in (500000, 110000, 310000, 460300, 513200, 542400, 540600)
          if code in TABLE.by_code]  # fmt: skip
CLASSES = build_classes([60.0, 150.0], 100.0, False)
#: Where the names stand in a picture: size in pixels, type, whether the enlarged part, short.
PANELS = {
    "page": (WHOLE_PANEL, TYPE, False, False), "page, 城区": (ZOOM_PANEL, TYPE, True, False),
    "phone": (PHONE_PANEL, SHORT_TYPE, False, True),
    "phone, 城区": (PHONE_PANEL, SHORT_TYPE, True, True),
    "picture": (PICTURE_WHOLE, TYPE, False, False),
    "picture, 城区": (PICTURE_ZOOM, TYPE, True, False),
}  # fmt: skip


def chosen(count: int) -> list[Division]:
    """So many of the cities from first to last, those unlike the others among them."""
    return list(dict.fromkeys([*UNLIKE, *some_of(CITIES, count)]))


def outlines_of(one: Division) -> tuple[City, tuple[Shape, ...]]:
    """The city as ``city new`` sets it up, and its outlines."""
    city = typed_entry(City, {"id": str(one.adcode), **parsed(city_toml(TABLE, one))})
    entries = parsed(districts_toml(TABLE, one)).get("district", [])
    districts = tuple(typed_entry(District, entry) for entry in entries)
    whole = city.model_copy(update={"districts": districts})
    return whole, load_shapes(Settings(Path(), city.id), whole)


def plots_of(shapes: Sequence[Shape]) -> dict[str, Plot]:
    """Values as wide as they are printed, good and bad ones by turns."""
    return {
        shape.area: Plot(65.0 + n % 2 * 62, f"{65 + n % 2 * 62}.0", "insufficient_data", "数据不足",
                         n % 7 == 6)
        for n, shape in enumerate(shapes)
    }  # fmt: skip


def laid(shapes: Sequence[Shape], panel: str) -> tuple[Laid, set[str]] | None:
    """The names of a panel and whose they must be; ``None`` where there is no such panel."""
    size, points, zoomed, short = PANELS[panel]
    box = central_box(shapes)
    if zoomed and box is None:
        return None
    names = names_on(shapes, plots_of(shapes), CLASSES, zoomed=zoomed, short=short)
    frame = box if zoomed and box else _frame(shapes)
    made = laid_out(names, frame, size, points, None if zoomed else box)
    return made, {name.shape.area for name in names}


def _frame(shapes: Sequence[Shape]) -> tuple[float, float, float, float]:
    boxes = [shape.box for shape in shapes]
    return (min(b[0] for b in boxes), min(b[1] for b in boxes),
            max(b[2] for b in boxes), max(b[3] for b in boxes))  # fmt: skip


def faults_of(made: Laid, wanted: set[str], shapes: Sequence[Shape], panel: str) -> Iterator[str]:
    """What is wrong with the names of one panel."""
    by_area = {shape.area: shape for shape in shapes}
    (wide, high), *_ = PANELS[panel]
    if sorted(label.area for label in made.names) != sorted(wanted):
        yield "not every name once"
    for label in made.names:
        x, y = label.tip or label.at
        if inner_width(by_area[label.area], y, x) <= 0:
            yield f"{label.area} outside of its district"
        left, top, right, bottom = label.pixels
        if left < -1 or top < -1 or right > wide + 1 or bottom > high + 1:
            yield f"{label.area} beyond the picture {label.pixels}"
    for one, other in combinations(made.names, 2):
        if overlaps(one.pixels, other.pixels):
            yield f"{_words(one)} over {_words(other)}"


def _words(label: PlacedName) -> str:
    return f"{label.area}{'（led out）' if label.tip else ''}"


def test_no_name_stands_over_another_or_outside_of_its_district() -> None:
    wrong = {}
    for one in chosen(len(CITIES) // 4):
        _, shapes = outlines_of(one)
        for panel in PANELS if shapes else ():
            found = laid(shapes, panel)
            if found and (faults := list(faults_of(*found, shapes, panel))):
                wrong[one.name, panel] = faults
    assert wrong == {}


def overlapping(labels: Sequence[MapLabel]) -> list[str]:
    """Names on paper that stand over another district's."""
    found = []
    for one, other in combinations(labels, 2):
        if one.area != other.area and overlaps(_inked(one), _inked(other), -1e-6):
            found.append(f"{one.text} over {other.text}")
    return found


def _inked(label: MapLabel) -> tuple[float, float, float, float]:
    """Where the letters of a label stand: its box may be wider than its text."""
    left, top, wide, high = label.box
    inked = min(wide, width_cm(label.text, label.size))
    free = wide - inked
    shift = {"l": 0.0, "ctr": free / 2, "r": free}[label.align]
    return left + shift, top, left + shift + inked, top + high


@pytest.mark.parametrize(("wide", "high", "size"), [(19.6, 13.1, 12), (15.6, 9.3, 9)])
def test_no_name_stands_over_another_in_office_files(wide: float, high: float, size: float) -> None:
    wrong = {}
    for one in chosen(len(CITIES) // 8):
        _, shapes = outlines_of(one)
        if not shapes:
            continue
        plots = plots_of(shapes)
        rows = [{"area": s.area, "shown": plots[s.area].shown, "status": "insufficient_data",
                 "value": plots[s.area].value, "class": CLASSES.number(plots[s.area].value or 0.0)}
                for s in shapes]  # fmt: skip
        figure = panels_figure(shapes, plots, CLASSES)
        exhibit = SimpleNamespace(frame=pd.DataFrame(rows), figure=figure, subtitle="以 100 为界")
        drawing = map_drawing(exhibit, wide, high, size)  # type: ignore[arg-type]
        faults = overlapping(drawing.labels)
        for label in drawing.labels:
            left, top, right, bottom = _inked(label)
            if left < -0.05 or right > wide + 0.05 or top < -0.3 or bottom > high + 0.3:
                faults.append(f"{label.text} beyond the picture")
        if faults:
            wrong[one.name] = faults
    assert wrong == {}


def test_every_city_opens_and_names_what_has_no_outline(tmp_path: Path) -> None:
    for one in chosen(len(CITIES) // 8):
        folder = tmp_path / "catalog" / "cities" / str(one.adcode)
        folder.mkdir(parents=True)
        (folder / "city.toml").write_bytes(city_toml(TABLE, one))
        (folder / "districts.toml").write_bytes(districts_toml(TABLE, one))
        settings = Settings(tmp_path, str(one.adcode))
        city = load_catalog(settings).city
        drawn = [shape.area for shape in load_shapes(settings, city)]
        assert len(set(drawn)) == len(drawn)
        for district in city.districts:
            assert (district.name in drawn) != (district.name in city.boundary_note), district


def test_the_figure_is_drawn_as_it_is_laid_out() -> None:
    _, shapes = outlines_of(TABLE.by_code[321200])
    figure = map_figure(shapes, plots_of(shapes), CLASSES)
    made, wanted = laid(shapes, "page") or (None, set())
    assert made is not None
    notes = {note.text for note in figure.layout.annotations}
    assert all(any(area in text for text in notes) for area in wanted)


def test_a_city_without_districts_is_drawn_itself() -> None:
    drawn = 0
    for one in some_of([one for one in TABLE.cities() if not TABLE.children(one.adcode)], 40):
        city, shapes = outlines_of(one)
        assert city.districts == () and [shape.area for shape in shapes] in ([one.name], [])
        assert bool(shapes) == (city.boundaries == "shipped")
        drawn += bool(shapes)
        if shapes and (found := laid(shapes, "page")):
            assert list(faults_of(*found, shapes, "page")) == []
    assert drawn >= 38
