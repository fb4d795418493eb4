"""The table of readers: one entry a kind of file, one module behind it."""

from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module

from loaders.model.sheet import Sheet


@dataclass(frozen=True)
class Reader:
    """How one kind of file is read.

    Attributes:
        kind: as ``guard.inspect`` names it.
        module: has ``read(data: bytes, name: str) -> Iterable[Sheet]``; loaded in the child process
            that reads, and only there.
        begins: the first bytes of such a file; empty where a look inside the container or at the
            text decides (``guard``).
    """

    kind: str
    module: str
    begins: bytes = b""


READERS: tuple[Reader, ...] = (
    Reader("text", "loaders.opening.delimited"),
    Reader("xlsx", "loaders.opening.two_readers"),
    Reader("ods", "loaders.opening.ods"),
    Reader("xls", "loaders.opening.xls"),
)


def read(data: bytes, kind: str, name: str) -> Iterable[Sheet]:
    """The sheets of a file, by the reader of its kind.

    Raises:
        StopIteration: no reader has this kind. Damage raises ``ReadFault`` or a parser's own error.
    """
    reader = next(one for one in READERS if one.kind == kind)
    sheets: Iterable[Sheet] = import_module(reader.module).read(data, name)
    return sheets
