"""The map: filled polygons only, the limit is a class break, no data is hatched, labels are there."""

import json
from pathlib import Path

import pytest

from chuangmo.catalog.boundaries import Shape, load_shapes
from chuangmo.catalog.load import load_catalog
from chuangmo.charts.classes import Classes, build_classes, class_words
from chuangmo.charts.map import Plot, central_box, fill_of, ink_of, map_figure
from chuangmo.charts.map_labels import inner_width
from chuangmo.charts.palette import neutral
from chuangmo.settings import Settings
from tests.charts.test_palette import contrast

CLASSES = build_classes([0.086, 0.136], 0.128, False)
THEMES = ("light", "dark")


@pytest.fixture(scope="module")
def shapes(tmp_path_factory: pytest.TempPathFactory) -> tuple[Shape, ...]:
    settings = Settings(tmp_path_factory.mktemp("home"), "lanzhou")
    return load_shapes(settings, load_catalog(settings).city)


def plot(value: float | None, status: str = "met") -> Plot:
    return Plot(value, "—" if value is None else str(value), status, "达标", value is None)


def test_every_district_has_an_outline_and_a_label_inside(shapes: tuple[Shape, ...]) -> None:
    assert len(shapes) == 8
    assert all(inner_width(shape, shape.label[1], shape.label[0]) > 0 for shape in shapes)
    assert {s.area for s in shapes if s.central} == {"城关区", "七里河区", "西固区", "安宁区"}


def test_only_scatter_traces_are_drawn(shapes: tuple[Shape, ...]) -> None:
    figure = map_figure(shapes, {s.area: plot(0.1) for s in shapes}, CLASSES)
    assert {trace.type for trace in figure.data} == {"scatter"}
    assert all(trace.fill == "toself" for trace in figure.data)
    assert "http" not in json.dumps(figure.to_plotly_json(), default=str)


def test_no_data_is_hatched_and_never_coloured(shapes: tuple[Shape, ...]) -> None:
    figure = map_figure(shapes, {"安宁区": plot(None), "城关区": plot(0.1)}, CLASSES, zoomed=True)
    found = {trace.name: trace for trace in figure.data}
    assert found["安宁区"].fillpattern.shape == "/" and found["永登县"].fillpattern.shape == "/"
    assert found["安宁区"].fillcolor == neutral("panel", "light")
    assert found["城关区"].fillpattern.shape is None


def test_each_district_is_labelled_once_over_both_panels(shapes: tuple[Shape, ...]) -> None:
    plots = {s.area: plot(0.1) for s in shapes}
    texts = [
        note.text
        for zoomed in (True, False)
        for note in map_figure(shapes, plots, CLASSES, zoomed=zoomed).layout.annotations
    ]
    for shape in shapes:
        own = [text for text in texts if shape.area in text]
        assert len(own) == 1 and "0.1" in own[0] and "●" in own[0]


def test_without_an_enlarged_panel_all_are_labelled(shapes: tuple[Shape, ...]) -> None:
    central = tuple(shape for shape in shapes if shape.central)
    assert central_box(central) is None
    assert len(map_figure(central, {}, CLASSES).layout.annotations) == len(central)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("limit", [0.128, None])
def test_labels_read_on_their_ground(theme: str, limit: float | None) -> None:
    classes = build_classes([0.05, 0.2], limit, False)
    for value in (*classes.breaks, 0.3):
        one = plot(value)
        assert contrast(ink_of(one, classes, theme), fill_of(one, classes, theme)) >= 4.4


@pytest.mark.parametrize(
    ("values", "limit", "higher"),
    [([0.086, 0.136], 0.128, False), ([53.0, 84.0, 100.0], 83.3, True), ([90.0, 100.0], 96, True)],
)
def test_the_limit_is_the_third_break(values: list[float], limit: float, higher: bool) -> None:
    classes = build_classes(values, limit, higher)
    assert classes.breaks[2] == limit
    assert list(classes.breaks) == sorted(classes.breaks, reverse=higher)
    assert classes.number(limit) == 2
    worse = limit - 0.001 if higher else limit + 0.001
    assert classes.number(worse) >= 3


def test_one_value_and_no_limit_still_give_five_classes() -> None:
    classes = build_classes([7.0], None, False)
    assert len(set(classes.breaks)) == 4
    assert len(class_words(classes, 1)) == 5


def test_words_of_the_classes() -> None:
    assert class_words(Classes((0.08, 0.1, 0.12, 0.13), False, 0.12), 3) == (
        "≤ 0.08", "0.08–0.1", "0.1–0.12", "0.12–0.13", "＞ 0.13",
    )  # fmt: skip


def test_rates_have_no_class_above_a_hundred() -> None:
    words = class_words(Classes((120, 110, 100, 95), True, 100), 1, best=100.0)
    assert words == ("", "", "≥ 100", "100–95", "＜ 95")


def test_a_city_without_a_file_has_no_shapes(tmp_path: Path) -> None:
    settings = Settings(tmp_path, "beijing")
    assert load_shapes(settings, load_catalog(settings).city) == ()
