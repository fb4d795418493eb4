"""A new counted, rated or tasked indicator is one entry of indicators.toml and works on every page."""

from collections.abc import Iterator

import pytest

from chuangmo.access.actor import Actor, local_person
from chuangmo.exhibits.views import VIEWS, ViewRequest, build
from chuangmo.exports.files import ExportRequest, export
from chuangmo.period import parse_period
from chuangmo.service.board import Board, open_board
from chuangmo.service.figures.assessing import assess
from chuangmo.service.figures.ranking import rank
from chuangmo.service.figures.trace import trace
from chuangmo.service.target_import import import_file
from chuangmo.settings import Settings
from loaders.model.answers import REGISTER
from loaders.model.staged import Hints

ENTRIES = """
[[indicator]]
id = "toy_wells"
name = "封停自备井数"
unit = "个"
digits = { "个" = 0 }
combine = "cumulative"
direction = "higher"
group = "task"
aliases = ["封停自备井"]
basis = "玩具。"
source = "玩具"
confidence = "C"

[[indicator]]
id = "toy_oil_rate"
name = "油气回收改造率"
unit = "%"
digits = { "%" = 1 }
combine = "ratio_of_sums"
direction = "higher"
group = "build"
plausible = { low = "0", high = "100" }
aliases = ["加油站油气回收率"]
parts = { numerator = ["已改造加油站数"], denominator = ["加油站总数"] }
rate_part_unit = "座"
basis = "玩具。"
source = "玩具"
confidence = "C"

[[indicator]]
id = "toy_trees"
name = "义务植树投入额"
unit = "万元"
digits = { "万元" = 1 }
combine = "cumulative"
direction = "higher"
group = "task"
aliases = ["义务植树投入"]
basis = "玩具。"
source = "玩具"
confidence = "C"
"""
BOOK = (
    "2007年1—6月新增任务完成情况\n"
    "区县,封停自备井数（个）,已改造加油站数（座）,加油站总数（座）,加油站油气回收率(%),义务植树投入任务（万元）,义务植树投入（万元）\n"
    "城关区,12,30,40,75,80,45.5\n安宁区,5,8,10,80,40,18\n"
)
IDS = ("toy_wells", "toy_oil_rate", "toy_trees")
JUNE = ViewRequest(parse_period("2007-06"), area="城关区")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Board, Actor]]:
    """A home whose own catalog has the three, with one workbook of them."""
    place = tmp_path_factory.mktemp("added")
    (place / "catalog").mkdir()
    (place / "catalog" / "indicators.toml").write_text(ENTRIES, encoding="utf-8")
    board, who = open_board(Settings(place, "lanzhou")), local_person("测试", "cli")
    data = BOOK.encode()
    asked, _ = import_file(board, who, data, "新任务.csv", Hints())
    answers = {question.key: REGISTER for question in asked.staged.questions}
    done, told = import_file(board, who, data, "新任务.csv", Hints(answers=answers))
    assert done.status == "committed" and len(told.seqs) == 2
    yield board, who
    board.close()


def figures(home: tuple[Board, Actor]) -> dict[str, tuple[str, str]]:
    """Status against the target and published figure in 城关区."""
    board, who = home
    year = parse_period("2007")
    rows = assess(board, who, year, JUNE.period.last_day, area="城关区").rows
    return {
        r.indicator: (r.status, str(r.published or r.value))
        for r in rows
        if r.line == "target" and r.indicator in IDS
    }


def test_each_is_judged(home: tuple[Board, Actor]) -> None:
    assert figures(home) == {
        "toy_wells": ("no_target", "12"), "toy_oil_rate": ("no_target", "75.0"),
        "toy_trees": ("on_course", "45.5"),
    }  # fmt: skip


@pytest.mark.parametrize("name", IDS)
def test_each_stands_on_the_pages_and_in_the_files(home: tuple[Board, Actor], name: str) -> None:
    board, who = home
    label, figure = board.catalog.indicator(name).label, figures(home)[name][1].removesuffix(".0")
    views = [v for v in VIEWS if v != "tasks" or board.catalog.indicator(name).is_task]
    for view in views:
        request = ViewRequest(JUNE.period, indicator=name, area="城关区")
        build(view, board, who, request)
    for view in ("indicator", "district", *(v for v in views if v == "tasks")):
        request = ViewRequest(JUNE.period, indicator=name, area="城关区")
        text = export(board, who, ExportRequest("csv", view, request)).data.decode("utf-8-sig")
        assert figure in text and (label in text or view != "district"), (view, text)


@pytest.mark.parametrize(("name", "cell"), list(zip(IDS, ("R3C2", "R3C5", "R3C7"), strict=True)))
def test_each_leads_back_to_its_cell(home: tuple[Board, Actor], name: str, cell: str) -> None:
    board, who = home
    found = trace(board, who, name, parse_period("2007-01..2007-06"), area="城关区")["cells"]
    assert [one["cell"] for one in found if one["used"]] == [cell]


def test_each_is_ranked_by_what_it_is(home: tuple[Board, Actor]) -> None:
    board, who = home
    june = parse_period("2007-01..2007-06")
    ranked = {n: rank(board, who, n, june, june.last_day).rows for n in IDS}
    assert [row.area for row in ranked["toy_oil_rate"]] == ["安宁区", "城关区"]
    assert [row.area for row in ranked["toy_trees"]] == ["城关区", "安宁区"]  # 45.5/80, 18/40
