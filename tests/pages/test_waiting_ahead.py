"""The page names what it will need: everything it names exists, once, and the library is small."""

import re
import tomllib
from pathlib import Path

import streamlit

from chuangmo.ui import drawing_script, waiting_ahead
from chuangmo.ui.frontend import FOLDER, frontend

ROOT = Path(__file__).parents[2]
STATIC = Path(streamlit.__file__).parent / "static"
CHART = next((STATIC / "static" / "js").glob("PlotlyChart.*.js")).read_text(encoding="utf-8")
LINK = re.compile(r'(?:href|src)="\./static/([0-9a-f]{12})/(\w+)/([^"]+)"')


def test_everything_the_page_names_exists_and_is_named_once() -> None:
    named = LINK.findall(frontend().page)
    assert {digest for digest, _, _ in named} == {frontend().digest}
    names = [name for _, _, name in named]
    assert len(names) == len(set(names))
    for _, kind, name in named:
        assert (FOLDER / "static" / kind / name).is_file(), name


def test_what_draws_most_pages_is_asked_for_with_all_it_imports() -> None:
    page = frontend().page
    for stem in waiting_ahead.DRAWS:
        assert f"/js/{stem}." in page, "Streamlit 换了版本？请更新名单"
    for _, kind, name in LINK.findall(page):
        text = (FOLDER / "static" / kind / name).read_text(encoding="utf-8")
        for imported in re.findall(r'from"\./([^"]+)"', text if kind == "js" else ""):
            assert imported in page, (name, imported)


def test_the_face_that_is_asked_for_is_the_one_the_theme_names() -> None:
    theme = tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))["theme"]
    assert "." + theme["fontFaces"][0]["url"] == waiting_ahead.FACE
    assert "SourceSans" not in frontend().page


def test_the_drawing_library_is_apart_and_small() -> None:
    parted = drawing_script.part(CHART)
    assert parted is not None, "Streamlit 换了版本？请核对绘图脚本的拆法"
    assert len(parted.chart) < 30_000 and len(parted.library) < len(CHART) / 2
    for kind in (*drawing_script.KINDS, "core"):
        assert f'"lib/{kind}.js"(' in parted.library
    assert '"lib/scatter3d.js"(' not in parted.library


def test_our_figures_ask_for_no_kind_that_is_left_out() -> None:
    asked: set[str] = set()
    for path in (ROOT / "chuangmo").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        asked |= set(re.findall(r'add_trace\(\s*"(\w+)"', text))
        asked |= {kind.lower() for kind in re.findall(r"\bgo\.(?!Figure|layout)(\w+)\(", text)}
    assert {"bar", "scatter", "heatmap"} <= asked <= {"scatter", *drawing_script.KINDS}


def test_no_module_that_is_kept_calls_one_that_is_left_out() -> None:
    parted = drawing_script.part(CHART)
    assert parted is not None
    library = parted.library
    kept = {name for name, _ in drawing_script._MODULE.findall(library)}
    left_out = {name for name, _ in drawing_script._MODULE.findall(CHART)} - kept
    needed = drawing_script._needed(library)
    for name, begin, end in drawing_script._spans(library):
        if name in needed:
            assert not left_out & set(drawing_script._CALLED.findall(library[begin:end])), name


def test_an_unknown_release_keeps_its_chart_script_whole() -> None:
    assert drawing_script.part(CHART.replace("return window.Plotly=e,e}", "return e}")) is None
    assert drawing_script.part(CHART.replace(".register([", ".enlist([")) is None
    assert drawing_script.part("export{};") is None
