"""Every question that pages, files and snapshots ask: kept, and never under another version."""

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest

from chuangmo.access.actor import VIEWER, Actor, Forbidden
from chuangmo.period import month_period, year_period
from chuangmo.service.board import Board, open_board
from chuangmo.service.memo import FIGURES, JOURNAL, DataVersion, LruMemo, Memo
from chuangmo.service.questions import Questions
from chuangmo.settings import Settings
from tests.demo_store import copy_of, shared_demo_home

pytestmark = pytest.mark.long

WHO, NOBODY = Actor("测试", VIEWER, "page"), Actor("测试", "", "page")
#: What the arguments of questions are called, and one that there is an answer to.
ARGUMENTS: dict[str, Any] = {
    "indicator": "pm10", "area": "兰州市", "period": year_period(2008), "as_of": date(2008, 12, 31),
    "dust": "keep", "years": (2007, 2008), "year": 2008, "group": None, "scheme": None,
    "month": month_period(2008, 12), "since": "month", "kind": "boilers", "at_risk": False,
    "areas": ("兰州市", "城关区"), "statistic": "mean",
    "first": date(2008, 12, 1), "last": date(2008, 12, 31),
}  # fmt: skip
#: Kept for everybody, of which each person sees a part.
OF_A_PERSON = {"batches"}
NOT_QUESTIONS = {"answer", "board", "actor", "catalog"}
QUESTIONS = sorted(
    name for name in vars(Questions) if not name.startswith("_") and name not in NOT_QUESTIONS
)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Board]:
    home = copy_of(
        shared_demo_home(tmp_path_factory), tmp_path_factory.mktemp("questions") / "home"
    )
    board = open_board(Settings(home, "lanzhou"))
    yield board
    board.close()


class Moving:
    """A board whose version is said from outside, and how often anything was made."""

    def __init__(self, board: Board, monkeypatch: pytest.MonkeyPatch) -> None:
        self.made, self.version = 0, board.data_version()
        self.board = Board(board.settings, board.store)
        object.__setattr__(self.board, "memo", Memo(lambda: self.version))
        get = LruMemo.get

        def counting(memo: LruMemo[Any], key: Any, make: Callable[[], Any]) -> Any:
            def counted() -> Any:
                self.made += 1
                return make()

            return get(memo, key, counted)

        monkeypatch.setattr(LruMemo, "get", counting)

    def ask(self, name: str, who: Actor = WHO) -> tuple[Any, int]:
        """The answer, and how much was made for it."""
        before, question = self.made, getattr(Questions(self.board, who), name)
        answer = question(*(ARGUMENTS[word] for word in inspect.signature(question).parameters))
        return answer, self.made - before


@pytest.fixture(scope="module")
def moving(shared: Board) -> Iterator[Moving]:
    with pytest.MonkeyPatch.context() as patch:
        yield Moving(shared, patch)


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_is_answered_once_a_version_and_anew_under_another_catalog(
    name: str, moving: Moving
) -> None:
    moving.version = replace(moving.version, catalog=f"before {name}")
    first, made = moving.ask(name)
    again, kept = moving.ask(name)
    assert made and not kept
    assert again == first if name in OF_A_PERSON else again is first
    with pytest.raises(Forbidden):  # what is kept for others is told to nobody else
        moving.ask(name, NOBODY)
    moving.version = replace(moving.version, catalog=f"after {name}")
    anew, fresh = moving.ask(name)
    assert fresh and anew == first
    assert not [one for one in _parts(first) if isinstance(one, list | dict | set)]


def _parts(answer: object) -> list[object]:
    """An answer and its fields: none of them may be changed by those who share it."""
    if isinstance(answer, Mapping | tuple):
        inside = answer.values() if isinstance(answer, Mapping) else answer
        return [answer, *(part for one in inside if not _is_value(one) for part in _parts(one))]
    if not _is_value(answer):
        return [answer]
    found = [getattr(answer, field.name) for field in fields(answer)]  # type: ignore[arg-type]
    return [one for one in found if one is not getattr(answer, "counts", None)]


def _is_value(answer: object) -> bool:
    return hasattr(answer, "__dataclass_fields__")


@pytest.mark.parametrize(
    ("part", "stands"), [("journal", True), ("figures", False), ("catalog", False)]
)
def test_a_note_beside_the_figures_leaves_them_standing(
    part: str, stands: bool, moving: Moving
) -> None:
    moving.ask("monthly")
    moving.ask("items")
    moving.version = replace(moving.version, **{part: "other"})  # type: ignore[arg-type]
    assert (moving.ask("monthly")[1] == 0) is stands
    assert moving.ask("items")[1] > 0 or part == "figures"


def test_what_has_passed_is_let_go_with_the_first_question_after_it() -> None:
    version = DataVersion(1, 1, "a")
    memo = Memo(lambda: version)
    for depends in (FIGURES, JOURNAL):
        memo.answer(object, "asked", depends=depends)
    memo.preview(object, "a file")
    figures = memo.answer(object, "asked")
    version = DataVersion(2, 1, "a")
    assert memo.answer(object, "asked") is figures
    assert len(memo._answers._held) == 1 and not memo._previews._held
    version = DataVersion(3, 3, "a")
    memo.answer(object, "another")
    assert len(memo._answers._held) == 1
