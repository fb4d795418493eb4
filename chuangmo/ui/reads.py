"""The one cached reader of pages: the board, who sits at the page, and what may be asked."""

from collections.abc import Callable, Hashable
from typing import TypeVar

from chuangmo.access.actor import Actor
from chuangmo.service.board import Board
from chuangmo.service.memo import FIGURES
from chuangmo.service.questions import Questions
from chuangmo.ui import which_city
from chuangmo.ui.parts.person import current_person

T = TypeVar("T")


def get_board() -> Board:
    """The board of the city that this session looks at."""
    return which_city.board()


def actor() -> Actor:
    """The person at the page with the rights of this moment; stops the page for nobody."""
    return current_person()


class PageQuestions(Questions):
    """Asks for the person at the page, looked up anew with every question."""

    def __init__(self) -> None:
        """The board is opened with the first question, not with the first import."""

    @property
    def board(self) -> Board:
        """The board of the city that this session looks at."""
        return get_board()

    @property
    def actor(self) -> Actor:
        """The person at the page."""
        return actor()


PAGE = PageQuestions()


def keep(
    make: Callable[[Board, Actor], T], name: str, *asked: Hashable, depends: str = FIGURES
) -> T:
    """What a page makes of answers (markup, a drawn figure), kept for whoever asks the same.

    Shared as it is, never copied and never changed.

    Args:
        name: of what is made.
        asked: everything that it depends on beside data and catalog.
        depends: as for ``Questions.answer``.
    """
    return PAGE.answer(
        f"page: {name}", lambda board, who, *_: make(board, who), *asked, depends=depends
    )
