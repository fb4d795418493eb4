"""The page names what it will need: everything it names exists, once, and the library is small."""

import re
import tomllib
from functools import cache
from pathlib import Path

import streamlit

from chuangmo.server.frontend import drawing_script, linked_script, preload
from chuangmo.server.frontend.frontend import FOLDER, frontend, unpacked
from chuangmo.server.frontend.linked_script import LINKED

ROOT = Path(__file__).parents[2]
STATIC = Path(streamlit.__file__).parent / "static"
SCRIPTS = STATIC / "static" / "js"
CHART = next((STATIC / "static" / "js").glob("PlotlyChart.*.js")).read_text(encoding="utf-8")
MODULES = frozenset(path.name for path in SCRIPTS.glob("*.js"))
LINK = re.compile(r'(?:href|src)="\./static/([0-9a-f]{12})/(\w+)/([^"]+)"')


@cache
def read(name: str) -> str:
    return frontend().module(name)


@cache
def entry() -> str:
    return preload.entry(frontend().original)


@cache
def needed() -> list[str]:
    return preload.needed(entry(), MODULES, read)


@cache
def linked_together() -> linked_script.Linked | None:
    return linked_script.link(entry(), needed(), read)


@cache
def parted_chart() -> drawing_script.Parted | None:
    return drawing_script.part(CHART)


def test_everything_the_page_names_exists_and_is_named_once() -> None:
    named = LINK.findall(frontend().page)
    assert {digest for digest, _, _ in named} == {frontend().digest}
    names = [name for _, _, name in named]
    assert len(names) == len(set(names)) and LINKED in names
    for _, kind, name in named:
        assert name == LINKED or (FOLDER / "static" / kind / name).is_file(), name
    assert "modulepreload" not in frontend().page and 'type="module"' not in frontend().page


def test_what_draws_most_pages_is_linked_with_all_it_imports() -> None:
    linked = linked_together()
    assert linked is not None, "Streamlit 换了版本？请核对脚本的写法"
    stems = {name.partition(".")[0] for name in linked.parts}
    assert {*preload.DRAWS, "index"} <= stems, "Streamlit 换了版本？请更新名单"
    for name in linked.parts:
        assert set(re.findall(r'from"\./([^"]+)"', read(name))) <= set(linked.parts), name


def test_no_module_is_run_twice() -> None:
    """What stays outside takes every linked module from the linked script, at once or later."""
    linked = linked_together()
    assert linked is not None
    outside = MODULES - set(linked.parts)
    assert len(outside) > 50
    for text in (linked.script, *(linked.outside(read(name)) for name in outside)):
        asked = set(re.findall(r'(?:from|import|import\()["`]\./([\w.@$-]+\.js)["`]', text))
        assert not asked & set(linked.parts)


def test_a_module_of_an_unknown_form_is_not_linked() -> None:
    def also(text: str) -> str:
        return f"{text};export default 1;"

    assert linked_script.link(entry(), needed(), lambda name: also(read(name))) is None
    assert linked_script.link("absent.js", needed(), read) is None


def test_the_connection_is_taken_over_where_it_is_opened() -> None:
    assert (SCRIPTS / entry()).read_text("utf-8").count(preload.CONNECTS[0]) == 1
    script = unpacked(frontend().script(LINKED)).decode()
    assert script.count(preload.CONNECTS[1]) == 1
    assert preload.CONNECTS[1].removesuffix("(") in frontend().page
    assert preload.CONNECTS[1] not in frontend().module(entry())  # unlinked, it connects itself


def test_the_face_that_is_asked_for_is_the_one_the_theme_names() -> None:
    theme = tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))["theme"]
    assert "." + theme["fontFaces"][0]["url"] == preload.FACE
    assert "SourceSans" not in frontend().page


def test_the_drawing_library_is_apart_and_small() -> None:
    parted = parted_chart()
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
    parted = parted_chart()
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
