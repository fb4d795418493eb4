"""Each thing done to Streamlit's page can be left out, and all of them by one switch."""

import re
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from chuangmo.access.web.headers import hashes_of
from chuangmo.frontend_tricks import ALL, NAMES, NONE, PLAIN, WITHOUT, UnknownTrick, tricks
from chuangmo.server.frontend import preload
from chuangmo.server.frontend.drawing_script import LIBRARY, THERE
from chuangmo.server.frontend.frontend import FOLDER, Frontend, frontend
from chuangmo.server.frontend.language import InChinese
from chuangmo.server.frontend.linked_script import LINKED
from chuangmo.server.frontend.older import NEW_FLAG
from tests.two_forms import is_long

NAMED = re.compile(r'(?:href|src)="\./static/(?:[0-9a-f]{12}/)?js/([^"]+)"')
#: Tricks that change what another one works on; the others differ by one condition each.
TANGLED = ("chinese", "library", "linked", "preload")
SCRIPT_TAG = re.compile(r"<script\b")


def client(finished: Frontend) -> TestClient:
    async def page(request: object) -> Response:
        return FileResponse(FOLDER / "index.html")

    async def file(request: Request) -> Response:
        return FileResponse(FOLDER / "static" / request.path_params["rest"])

    app = Starlette(routes=[Route("/", page), Route("/static/{rest:path}", file)])
    return TestClient(InChinese(app, lambda: finished))


def test_the_switch_leaves_page_and_scripts_byte_for_byte() -> None:
    plain = Frontend(wanted=tricks({PLAIN: "1"}))
    asked = client(plain)
    assert asked.get("/").content == (FOLDER / "index.html").read_bytes()
    for path in (FOLDER / "static" / "js").glob("*.js"):
        assert asked.get(f"/static/js/{path.name}").content == path.read_bytes(), path.name
    assert plain.page == plain.original  # what the content policy is made for
    inline = len(SCRIPT_TAG.findall(plain.page)) - plain.page.count("<script type=")
    assert len(hashes_of(plain.page)) == inline


@pytest.fixture(scope="module", params=NAMES if is_long() else TANGLED)
def one_off(request: pytest.FixtureRequest) -> tuple[str, Frontend]:
    return request.param, Frontend(wanted=ALL.without(request.param))


def test_a_page_without_one_trick_names_only_scripts_that_are_there(
    one_off: tuple[str, Frontend],
) -> None:
    left_out, finished = one_off
    named = NAMED.findall(finished.page) + ([LIBRARY] if THERE in finished.page else [])
    assert named and finished.digest != frontend().digest
    assert (LINKED in named) == (left_out != "linked")
    assert (LIBRARY in named) == (left_out != "library")
    asked = client(finished)
    for name in {*named[:3], LIBRARY} & set(named):
        answer = asked.get(f"/static/{finished.digest}/js/{name}")
        assert answer.status_code == 200 and answer.content, name
    assert set(named) <= finished.names


def test_a_page_without_one_trick_has_nothing_of_it_and_all_of_the_others(
    one_off: tuple[str, Frontend],
) -> None:
    left_out, finished = one_off
    entry = preload.entry(finished.original)
    chart = next(name for name in finished.names if name.startswith("PlotlyChart."))
    begun = finished._finished(LINKED if left_out != "linked" else entry)
    found = {
        "chinese": '<html lang="zh-CN">' in finished.page,
        "cached": finished.script(chart)[:2] == b"\x1f\x8b",
        "library": THERE in finished.page,
        "linked": 'type="module"' not in finished.page,
        "preload": "self.chuangmoSocket =" in finished.page
        and "HOST_CONFIG" in finished.page
        and preload.CONNECTS[1] in begun,
        "font": preload.FACE in finished.page,
        "steps": "history.pushState =" in finished.page,
        "ended": "chuangmoEnded" in finished.page,
        "older": "chuangmoOlder" in finished.page and not NEW_FLAG.search(finished.module(entry)),
    }
    assert {name for name, there in found.items() if not there} == {left_out}


def test_the_environment_says_what_is_left_out() -> None:
    assert tricks({}) == tricks({PLAIN: "0", WITHOUT: ""}) == ALL
    assert tricks({WITHOUT: "linked, preload"}) == ALL.without("linked", "preload")
    assert tricks({WITHOUT: ",".join(NAMES)}) == tricks({PLAIN: "1", WITHOUT: "linked"}) == NONE


def test_a_pattern_means_the_same_under_the_flag_that_older_browsers_know() -> None:
    """Nothing of what only ``v`` has: sets in sets, differences, intersections, strings."""
    entry = (frontend()._scripts / preload.entry(frontend().original)).read_text(encoding="utf-8")
    patterns = [found[1].split("`")[1] for found in NEW_FLAG.finditer(entry)]
    assert len(patterns) == 14
    for pattern in patterns:
        classes = re.findall(r"(?<!\\)\[(?:[^\]\\]|\\.)*\]", pattern.replace("\\\\", "\\"))
        assert not any(re.search(r"--|&&|(?<!\\)\[", one[1:-1]) for one in classes), pattern
        assert not re.search(r"\\q|\\p\{(?:RGI|Basic_Emoji|Emoji_Keycap)", pattern), pattern


@pytest.mark.parametrize("environ", [{WITHOUT: "linkd"}, {PLAIN: "yes"}])
def test_a_switch_that_is_not_known_is_refused(environ: dict[str, str]) -> None:
    with pytest.raises(UnknownTrick, match=r"linkd|yes"):
        tricks(environ)


def test_a_release_without_the_text_a_trick_rests_on_goes_without_the_trick(tmp_path: Path) -> None:
    scripts = tmp_path / "static" / "js"
    scripts.mkdir(parents=True)
    page = '<script type="module" crossorigin src="./static/js/index.a.js"></script>'
    (tmp_path / "index.html").write_text(page, encoding="utf-8")
    (scripts / "index.a.js").write_text("go();", encoding="utf-8")
    other = Frontend(tmp_path)
    assert f"./static/{other.digest}/js/index.a.js" in other.page
    for gone in (LINKED, LIBRARY, "chuangmoSocket"):
        assert gone not in other.page
