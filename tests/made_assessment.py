"""A made year of 考核: a veto, a tie, a district without data; used by tests of service and files."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from chuangmo.access.actor import REVIEWER, Actor
from chuangmo.service.board import Board
from chuangmo.service.decisions import changing
from chuangmo.service.decisions.changing import EntryChange
from tests.stored_rows import board_with

REVIEW = Actor("李审核", REVIEWER, "page")
END = date(2010, 12, 31)
PAPER = "市考核组〔2011〕1号"
SHEET = """
[[assessment]]
id = "made"
name = "责任制考核"
document = "市政发〔2010〕9号"
from_year = 2009
veto_grade = "不合格"
source = "测试"
confidence = "A"
areas = ["城关区", "七里河区", "西固区", "安宁区", "红古区"]
groups = [{ name = "减排", full = "60" }, { name = "管理", full = "40" }]
items = [
  { id = "catering", name = "餐饮治理", group = "减排", full = "60", rule = "completion", indicator = "catering_treated_units" },
  { id = "hand", name = "执法", group = "管理", full = "40", rule = "hand" },
]
extras = [
  { id = "award", name = "表彰", kind = "bonus", most = "5" },
  { id = "accident", name = "重大事故", kind = "veto" },
]
grades = [{ name = "优秀", least = "90" }, { name = "合格", least = "75" }, { name = "不合格" }]

[[assessment]]
id = "responsibility"
name = "早年的"
document = ""
from_year = 2007
to_year = 2008
veto_grade = "低"
source = "测试"
confidence = "A"
groups = []
items = []
grades = [{ name = "低" }]
"""
AREAS = ("城关区", "七里河区", "西固区", "安宁区", "红古区")


def _target(area: str) -> str:
    return (
        f'[[target]]\nindicator = "catering_treated_units"\narea = "{area}"\nyear = 2010\n'
        'operator = ">="\nlimit = "100"\nunit = "户"\nsource = "测试"\nconfidence = "A"\n'
    )


def _done(area: str, year: int, count: str) -> dict[str, str]:
    return {
        "indicator": "catering_treated_units", "area": area, "period": str(year),
        "statistic": "value", "value": count,
    }  # fmt: skip


def made_home(home: Path) -> Path:
    """A home with its own score sheet and targets of 2010."""
    folder = home / "catalog" / "cities" / "lanzhou"
    folder.mkdir(parents=True)
    (folder / "assessments.toml").write_text(SHEET, encoding="utf-8")
    targets = "".join(map(_target, AREAS))
    targets += _target("城关区").replace("2010", "2009")
    (folder / "targets.toml").write_text(targets, encoding="utf-8")
    return home


@contextmanager
def made_board(home: Path) -> Iterator[Board]:
    """The board over it with what was done in 2009 and 2010; 安宁区 reported nothing."""
    rows = [
        _done("城关区", 2010, "90"), _done("七里河区", 2010, "80"), _done("西固区", 2010, "90"),
        _done("红古区", 2010, "100"), _done("城关区", 2009, "100"),
    ]  # fmt: skip
    with board_with(home, "lanzhou", rows) as found:
        yield found


#: The printed scores of 2010: 36.5 + 28 and so on, in the form that districts print.
REPORTED: tuple[tuple[str | float, ...], ...] = (
    ("兰州市2010年度各区县环保目标责任制考核得分表",),
    ("区县", "减排（60分）", "管理（40分）", "加分", "扣分", "总分", "名次", "等次"),
    ("城关区", 55.5, 36.5, 1, 2, 91, 1, "优秀"), ("七里河区", 52, 36, 0, 0, 88, 2, "合格"),
    ("西固区", 50, 35, 0, 0, 85, 3, "合格"), ("安宁区", 49, 36, 0, 0, 85, 3, "合格"),
)  # fmt: skip


def mark(board: Board, area: str, item: str, points: str = "", year: int = 2010) -> EntryChange:
    return changing.set_hand_mark(
        board, REVIEW, item=item, area=area, year=year, points=points, document=PAPER
    )


def mark_all(board: Board) -> Board:
    """Every mark of the year by hand: 七里河区 has a bonus, 红古区 a veto."""
    for area, points in zip(AREAS, ("36", "36", "36", "40", "40"), strict=True):
        mark(board, area, "hand", points)
    mark(board, "七里河区", "award", "5")
    mark(board, "红古区", "accident")
    mark(board, "城关区", "hand", "38", year=2009)
    return board
