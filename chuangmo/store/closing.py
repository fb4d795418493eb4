"""The part of the store that closes it to writing, and tells why in one sentence."""

from typing import TypeVar

from chuangmo.store.errors import StoreFault, WritingClosed
from chuangmo.store.standing import Standing

T = TypeVar("T")


class Closing:
    """What is closed to writing for good, or as long as its home does not stand as it should.

    Attributes:
        standing: looks at the home.
    """

    def __init__(self, standing: Standing) -> None:
        self.standing = standing
        self._closed = ""

    @property
    def writing_closed(self) -> str:
        """Why nothing may be written and what to do, one Chinese sentence; else empty.

        What is assigned stays until the store is opened anew; else the last look at the home.
        """
        return self._closed or (self.standing.closed.words if self.standing.closed else "")

    @writing_closed.setter
    def writing_closed(self, words: str) -> None:
        """Close for good, until the store is opened anew."""
        self._closed = words

    def in_its_place(self, part: T) -> T:
        """The part, for making something anew with it, which is done in no place but the home.

        Raises:
            StoreFault: the home is gone or another one stands there.
        """
        if not self.standing.stays():
            raise StoreFault(self.writing_closed)
        return part

    def _require_open_to_writing(self) -> None:
        self.standing.look()
        if self.writing_closed:
            raise WritingClosed(self.writing_closed)
