"""Competing readings of one table: scored; near ties are asked, else the better is taken and told.

The scale is that of the evidence: a place where something is stated counts about one point, a
share of cells that agrees up to one. Within ``NEAR`` of each other nothing is decided.
"""

from collections.abc import Sequence
from dataclasses import dataclass

NEAR = 0.35


@dataclass(frozen=True)
class Alternative:
    """One reading.

    Attributes:
        option: as a question offers it; shown: what it reads, where the option alone says little.
        reason: what speaks for it or against it, as half a sentence.
    """

    option: str
    score: float
    reason: str
    shown: str = ""

    @property
    def words(self) -> str:
        """The reading with its reason."""
        return f"{self.shown or self.option}（{self.reason}）"


def ranked(found: Sequence[Alternative]) -> list[Alternative]:
    """The readings, the best first; equals in the order given."""
    return sorted(found, key=lambda one: -one.score)


def settled(found: Sequence[Alternative]) -> Alternative | None:
    """The reading that is better than every other by more than ``NEAR``; ``None`` where none is."""
    order = ranked(found)
    if len(order) == 1:
        return order[0]
    clear = bool(order) and order[0].score - order[1].score > NEAR
    return order[0] if clear else None


def choice(prompt: str, found: Sequence[Alternative]) -> tuple[str, tuple[str, ...]]:
    """The prompt with what speaks for each reading, and the readings as options."""
    order = ranked(found)
    words = "；".join(one.words for one in order)
    return f"{prompt}{words}。", tuple(one.option for one in order)


def sentence(what: str, best: Alternative, found: Sequence[Alternative]) -> str:
    """Which reading was taken and why, and which were not."""
    others = "、".join(one.words for one in ranked(found) if one != best)
    return f"{what}按{best.words}读，没有按{others}读"
