"""Whether answers given beside files answer any question: a key mistyped must not pass unseen."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace

from chuangmo.service.board import Board
from chuangmo.service.imports.importing import hints_of
from loaders import stage
from loaders.model.staged import Hints

#: Questions that depend on what the store holds when the file is committed.
_LATER = ("removed", "restore")


@dataclass(frozen=True)
class Answers:
    """Keys of answers that lead nowhere.

    Attributes:
        unknown: keys that no question of the files has.
        by_form: keys of questions that the form of the file has answered before.
    """

    unknown: tuple[str, ...]
    by_form: tuple[str, ...]


def answers_matched(board: Board, files: Iterable[tuple[bytes, str]], hints: Hints) -> Answers:
    """Look for the question of each answer in the files given, each read without that answer."""
    left = dict.fromkeys(hints.answers)
    by_form = []
    for data, name in files if left else ():
        mark = hashlib.sha256(data).hexdigest()[:8]
        for key in [k for k in left if k.startswith(f"{mark}/")]:
            others = {k: text for k, text in hints.answers.items() if k != key}
            without = hints_of(board, data, replace(hints, answers=others))
            if key.rsplit("/", 1)[-1] in _LATER or _asked(board, data, name, without, key):
                del left[key]
            elif _asked(board, data, name, replace(without, layouts=()), key):
                del left[key]
                by_form.append(key)
    return Answers(tuple(left), tuple(by_form))


def _asked(board: Board, data: bytes, name: str, hints: Hints, key: str) -> bool:
    staged = stage(data, name, board.catalog, board.store, hints)
    refused = staged.rejected is not None  # that is told by the import itself
    return refused or key in {question.key for question in staged.questions}
