"""Three indicators that the home's own catalog adds, each one entry, on the scripts of all pages."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from pptx import Presentation

from chuangmo.service import process
from chuangmo.service.board import Board, open_board
from chuangmo.service.decisions.changing import set_target
from chuangmo.service.target_import import import_file
from chuangmo.settings import Settings
from loaders.model.answers import REGISTER
from loaders.model.staged import Hints
from tests.pages.conftest import ACTOR, CITY, PAGES, ROOT, opened, words
from tests.service.test_added_indicators import BOOK, ENTRIES

#: Indicator to its name on pages, its figure of June in 城关区, and whether it is a task.
TOYS = {
    "toy_wells": ("封停自备井数", "12", True),
    "toy_oil_rate": ("油气回收改造率", "75.0", False),
    "toy_trees": ("义务植树投入额", "45.5", True),
}
#: Needs accounts, or is shown in a browser's own window.
_OTHER = {"audit.py", "users.py", "meeting.py"}


@pytest.fixture(scope="module")
def added(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Board]:
    place = tmp_path_factory.mktemp("added")
    (place / "catalog").mkdir()
    (place / "catalog" / "indicators.toml").write_text(ENTRIES, encoding="utf-8")
    board, data = open_board(Settings(place, CITY)), BOOK.encode()
    asked, _ = import_file(board, ACTOR, data, "新任务.csv", Hints())
    answers = {question.key: REGISTER for question in asked.staged.questions}
    done, _ = import_file(board, ACTOR, data, "新任务.csv", Hints(answers=answers))
    assert done.status == "committed"
    set_target(
        board,
        ACTOR,
        indicator="toy_oil_rate",
        area="城关区",
        year=2007,
        limit="90",
        document="玩具〔2007〕1号",
    )  # a rate without any line is on no matrix
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(process, "board", lambda: board)
        yield board
    board.close()


@pytest.mark.parametrize("page", sorted(set(PAGES) - _OTHER))
def test_every_page_opens(added: Board, page: str) -> None:
    opened(page, month="2007-06", area="城关区")


@pytest.mark.parametrize("name", TOYS)
def test_the_page_of_an_indicator_shows_figure_cell_and_basis(added: Board, name: str) -> None:
    label, figure, _ = TOYS[name]
    page = words(opened("indicator.py", month="2007-06", area="城关区", indicator=name))
    assert label in page and figure in page and "新任务.csv" in page and "玩具。" in page


@pytest.mark.parametrize("name", TOYS)
def test_district_overview_and_rules_name_it(added: Board, name: str) -> None:
    label, figure, _ = TOYS[name]
    district = words(opened("district.py", month="2007-06", area="城关区"))
    assert label in district and figure in district
    assert label in words(opened("overview.py", month="2007-06"))
    assert label in words(opened("rules.py", indicator=name))


@pytest.mark.parametrize("name", [name for name, (*_, task) in TOYS.items() if task])
def test_a_task_stands_on_the_page_of_tasks(added: Board, name: str) -> None:
    label, figure, _ = TOYS[name]
    page = words(opened("tasks.py", month="2007-06", area="城关区", indicator=name))
    assert label in page and figure in page


@pytest.mark.parametrize("name", TOYS)
def test_it_is_on_the_map_and_goes_into_the_export_centre(added: Board, name: str) -> None:
    label = TOYS[name][0]
    assert label in words(opened("map.py", month="2007-06", indicator=name))
    app = opened("indicator.py", month="2007-06", area="城关区", indicator=name)
    app.button(key="offer-indicator").click().run()
    app.switch_page(str(ROOT / "pages" / "exports.py")).run()
    app.button(key="basket_make").click().run()
    assert not app.exception
    (made,) = app.session_state["basket_files"]
    slides = Presentation(BytesIO(made.data)).slides
    titles = [slide.shapes.title.text_frame.text for slide in slides if slide.shapes.title]
    assert any(label in title for title in titles)
