"""Streamlit's page and scripts as the board sends them: finished once, then kept ready.

Scripts leave in Chinese and in plain ASCII (browsers keep those in half the memory and read them
faster), compressed once. They stand under an address that carries a digest of everything that
changes them, so that a browser may keep them for good and never holds those of another release.
"""

import gzip
import hashlib
import re
import zlib
from functools import cache, cached_property
from pathlib import Path

import streamlit as st

from chuangmo.ui import drawing_script, frontend_words, linked_script, waiting_ahead
from chuangmo.ui.drawing_script import LIBRARY
from chuangmo.ui.frontend_words import AT_ONCE, PAGE, REASONS, SCRIPTS, Words
from chuangmo.ui.linked_script import LINKED, Linked
from chuangmo.ui.style import style_element

FOLDER = Path(st.__file__).parent / "static"
_CHART = "PlotlyChart"
_LEVEL = 9
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")


def in_chinese(body: bytes, words: Words) -> bytes:
    """The bytes with every known piece replaced."""
    for english, chinese in words:
        body = body.replace(english.encode(), chinese.encode())
    return body


def words_for(name: str) -> Words:
    """What is replaced in the script of this file name."""
    stem = name.partition(".")[0]
    return SCRIPTS.get(stem, ()) + REASONS.get(stem, ()) + AT_ONCE.get(stem, ())


class Frontend:
    """Everything of one installed release.

    Args:
        folder: Streamlit's ``static``, with ``index.html`` and ``static/js``.
    """

    def __init__(self, folder: Path = FOLDER) -> None:
        self._folder = folder
        self._scripts = folder / "static" / "js"
        self.script = cache(self._packed)

    @cached_property
    def names(self) -> frozenset[str]:
        """File names of all scripts, the linked one and the drawing library among them."""
        return self._modules | {LINKED, LIBRARY}

    @cached_property
    def digest(self) -> str:
        """Short name of this release with the words and changes made to it."""
        found = hashlib.sha256(self.original.encode())
        for module in (frontend_words, drawing_script, linked_script, waiting_ahead):
            found.update(Path(str(module.__file__)).read_bytes())
        found.update(Path(__file__).read_bytes() + waiting_ahead.EARLY.read_bytes())
        return found.hexdigest()[:12]

    @cached_property
    def original(self) -> str:
        """Streamlit's page as it is installed."""
        return (self._folder / "index.html").read_text(encoding="utf-8")

    @cached_property
    def page(self) -> str:
        """The page as it is sent."""
        chinese = in_chinese(self.original.encode(), PAGE).decode()
        styled = chinese.replace("</body>", f"{style_element()}\n  </body>", 1)
        linked = self._linked is not None
        return waiting_ahead.hurried(styled, f"./static/{self.digest}/", linked=linked)

    def prepare(self) -> None:
        """Finish what every page asks for, so that the first visitor does not wait for it."""
        for name in (LIBRARY, LINKED):
            self.script(name)

    @cached_property
    def _modules(self) -> frozenset[str]:
        return frozenset(path.name for path in self._scripts.glob("*.js"))

    @cached_property
    def _entry(self) -> str:
        """Name of the module that the page begins with."""
        return waiting_ahead.entry(self.original)

    @cached_property
    def _linked(self) -> Linked | None:
        """What every page needs, in one script."""
        if self._read(self._entry).count(waiting_ahead.CONNECTS[0]) != 1:
            return None
        names = waiting_ahead.needed(self._entry, self._modules, self._read)
        return linked_script.link(self._entry, names, self._connected)

    def _connected(self, name: str) -> str:
        """A module as it is linked: the first one takes the connection that the page opened."""
        text = self.module(name)
        return text.replace(*waiting_ahead.CONNECTS, 1) if name == self._entry else text

    def _packed(self, name: str) -> bytes:
        """The finished script, compressed."""
        return gzip.compress(self._finished(name).encode("ascii"), _LEVEL, mtime=0)

    def _finished(self, name: str) -> str:
        if name == LIBRARY:
            return ascii_only(self._parted.library if self._parted else "")
        if name == LINKED:
            return ascii_only(self._linked.script if self._linked else "")
        text = self.module(name)
        return ascii_only(self._linked.outside(text) if self._linked else text)

    def module(self, name: str) -> str:
        """A module as it would stand alone."""
        parted = self._parted if name.startswith(f"{_CHART}.") else None
        text = parted.chart if parted else self._read(name)
        return in_chinese(text.encode(), words_for(name)).decode()

    @cached_property
    def _parted(self) -> drawing_script.Parted | None:
        found = next(self._scripts.glob(f"{_CHART}.*.js"), None)
        return drawing_script.part(found.read_text(encoding="utf-8")) if found else None

    def _read(self, name: str) -> str:
        return (self._scripts / name).read_text(encoding="utf-8")


def ascii_only(script: str) -> str:
    """The same program without a character beyond ASCII; it holds none outside of strings."""
    return _BEYOND_ASCII.sub(_escaped, script)


def _escaped(found: re.Match[str]) -> str:
    units = found[0].encode("utf-16-be")
    pairs = (units[at : at + 2].hex() for at in range(0, len(units), 2))
    return "".join(f"\\u{pair}" for pair in pairs)


def unpacked(script: bytes) -> bytes:
    """The script for a browser that takes no compression."""
    return zlib.decompress(script, zlib.MAX_WBITS | 16)


@cache
def frontend() -> Frontend:
    """Of the release that runs here."""
    return Frontend()
