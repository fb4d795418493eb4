"""The part of the store that closes it to writing, and tells why in one sentence."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from chuangmo.store.errors import StoreFault, WritingClosed
from chuangmo.store.home.presence import Presence
from chuangmo.store.journal import Journal

T = TypeVar("T")


class Closing:
    """What is closed to writing for good, or as long as its home does not stand as it should.

    Attributes:
        presence: looks at the home.
    """

    _journal: Journal
    _writing: threading.RLock

    def __init__(self, presence: Presence) -> None:
        self.presence = presence
        self._closed = ""

    @property
    def writing_closed(self) -> str:
        """Why nothing may be written and what to do, one Chinese sentence; else empty.

        What is assigned stays until the store is opened anew; else the last look at the home, or
        the last question to where the journal lives.
        """
        seen = self.presence.closed
        return self._closed or (seen.words if seen else self._journal.away)

    @writing_closed.setter
    def writing_closed(self, words: str) -> None:
        """Close for good, until the store is opened anew."""
        self._closed = words

    @property
    def unreached(self) -> bool:
        """Whether it is closed only because PostgreSQL does not answer now; it will again."""
        return not self._closed and self.presence.closed is None and self._journal.unreached

    @contextmanager
    def undisturbed(self) -> Iterator[None]:
        """Nobody else writes meanwhile.

        Raises:
            WritingClosed: the store is closed to writing.
        """
        with self.turn():
            self._require_open_to_writing()
            yield

    @contextmanager
    def turn(self) -> Iterator[None]:
        """No other thread writes, nor another server where the journal has several.

        Raises:
            WritingClosed: the journal does not answer.
        """
        with self._writing, self._journal.turn():
            yield

    def in_its_place(self, part: T) -> T:
        """The part, for making something anew with it, which is done in no place but the home.

        Raises:
            StoreFault: the home is gone or another one stands there.
        """
        if not self.presence.stays():
            raise StoreFault(self.writing_closed)
        return part

    def _require_open_to_writing(self) -> None:
        self.presence.look()
        self._closed = self._closed or ("" if self.presence.closed else self._journal.why_closed())
        if self.writing_closed:
            raise WritingClosed(self.writing_closed)
