"""Streamlit's page and scripts as the board sends them: rewritten once, then cached.

Scripts leave in Chinese and in plain ASCII (browsers keep those in half the memory and read them
faster), compressed once. They stand under an address that carries a digest of everything that
changes them, so that a browser may keep them for good and never holds those of another release.
Every step is one of ``Tricks``; with none of them the page and the scripts stay as they are.
"""

import gzip
import hashlib
import re
import zlib
from dataclasses import replace
from functools import cache, cached_property
from pathlib import Path

import streamlit as st

from chuangmo.frontend_tricks import ALL, NONE, Tricks, tricks
from chuangmo.server.frontend import (
    drawing_script,
    ended,
    linked_script,
    older,
    preload,
    steps,
)
from chuangmo.server.frontend import (
    words as frontend_words,
)
from chuangmo.server.frontend.drawing_script import LIBRARY
from chuangmo.server.frontend.linked_script import LINKED, Linked
from chuangmo.server.frontend.words import PAGE, REASONS, SCRIPTS, Words

FOLDER = Path(st.__file__).parent / "static"
_CHART = "PlotlyChart"
_LEVEL = 9
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")


def in_chinese(body: bytes, words: Words) -> bytes:
    """The bytes with every known piece replaced."""
    for english, chinese in words:
        body = body.replace(english.encode(), chinese.encode())
    return body


def words_for(name: str, done: Tricks = ALL) -> Words:
    """What is replaced in the script of this file name."""
    stem = name.partition(".")[0]
    return SCRIPTS.get(stem, ()) + REASONS.get(stem, ()) if done.chinese else ()


class Frontend:
    """Everything of one installed release.

    Args:
        folder: Streamlit's ``static``, with ``index.html`` and ``static/js``.
        wanted: what is done to them; where the release has not the text that a trick rests on,
            that trick is left out.
    """

    def __init__(self, folder: Path = FOLDER, wanted: Tricks = ALL) -> None:
        self._folder, self._wanted = folder, wanted
        self._scripts = folder / "static" / "js"
        self.script = cache(self._packed)

    @cached_property
    def names(self) -> frozenset[str]:
        """File names of all scripts; of the linked one and the drawing library where wanted."""
        more = {LINKED: self._wanted.linked, LIBRARY: self._wanted.library}
        return self._modules | {name for name, wanted in more.items() if wanted}

    @property
    def plain(self) -> bool:
        """Whether nothing is done: Streamlit answers for itself."""
        return self._wanted == NONE

    @property
    def cached(self) -> bool:
        """Whether scripts leave compressed, for a browser to keep for good."""
        return self._wanted.cached

    @cached_property
    def digest(self) -> str:
        """Short name of this release with the words and changes made to it."""
        found = hashlib.sha256(f"{self._wanted}{self.original}".encode())
        for module in (frontend_words, drawing_script, ended, linked_script, older, preload, steps):
            found.update(Path(str(module.__file__)).read_bytes())
        found.update(Path(__file__).read_bytes() + preload.EARLY.read_bytes())
        found.update(older.FIRST.read_bytes() + steps.FIRST.read_bytes())
        found.update(ended.FIRST.read_bytes())
        return found.hexdigest()[:12]

    @cached_property
    def original(self) -> str:
        """Streamlit's page as it is installed."""
        return (self._folder / "index.html").read_text(encoding="utf-8")

    @cached_property
    def page(self) -> str:
        """The page as it is sent."""
        page, wanted = self.original, self._wanted
        if self.plain:
            return page
        if wanted.chinese:
            page = in_chinese(page.encode(), PAGE).decode()
        if wanted.steps:
            page = steps.stepping(page)
        if wanted.ended:
            page = ended.telling(page)
        if wanted.older:
            page = older.greeting(page)
        linked, library = self._linked is not None, self._parted is not None
        done = replace(wanted, linked=linked, library=library, preload=self._connects)
        return preload.hurried(page, f"./static/{self.digest}/", done)

    def prepare(self) -> None:
        """Finish what every page asks for, so that the first visitor does not wait for it."""
        for name in {LIBRARY, LINKED} & self.names:
            self.script(name)

    @cached_property
    def _modules(self) -> frozenset[str]:
        return frozenset(path.name for path in self._scripts.glob("*.js"))

    @cached_property
    def _entry(self) -> str:
        """Name of the module that the page begins with."""
        return preload.entry(self.original)

    @cached_property
    def _linked(self) -> Linked | None:
        """What every page needs, in one script."""
        if not self._wanted.linked or not self._entry:
            return None
        # a chart script that still holds the library has forms that cannot be linked
        draws = {*preload.DRAWS} if self._parted else {*preload.DRAWS} - {_CHART}
        names = preload.needed(self._entry, self._modules, self._read, draws)
        return linked_script.link(self._entry, names, self._connected)

    @cached_property
    def _connects(self) -> bool:
        """Whether the first module takes the connection that the page opened."""
        if not self._wanted.preload or not self._entry:
            return False
        return self._read(self._entry).count(preload.CONNECTS[0]) == 1

    def _connected(self, name: str) -> str:
        """A module as it is sent: the first one takes the connection that the page opened."""
        text = self.module(name)
        taken = name == self._entry and self._connects
        return text.replace(*preload.CONNECTS, 1) if taken else text

    def _packed(self, name: str) -> bytes:
        """The finished script, compressed where it is to be kept."""
        text = self._finished(name)
        if not self.cached:
            return text.encode()
        return gzip.compress(ascii_only(text).encode("ascii"), _LEVEL, mtime=0)

    def _finished(self, name: str) -> str:
        if name == LIBRARY:
            return self._parted.library if self._parted else ""
        if name == LINKED:
            return self._linked.script if self._linked else ""
        text = self._connected(name)
        return self._linked.outside(text) if self._linked else text

    def module(self, name: str) -> str:
        """A module as it would stand alone, before it takes the page's connection."""
        parted = self._parted if name.startswith(f"{_CHART}.") else None
        text = parted.chart if parted else self._read(name)
        text = older.for_older(text) if self._wanted.older else text
        return in_chinese(text.encode(), words_for(name, self._wanted)).decode()

    @cached_property
    def _parted(self) -> drawing_script.Parted | None:
        found = next(self._scripts.glob(f"{_CHART}.*.js"), None)
        if found is None or not self._wanted.library:
            return None
        return drawing_script.part(self._read(found.name))

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


def frontend() -> Frontend:
    """Of the release that runs here, done as the environment says.

    Raises:
        UnknownTrick: the environment says something that is not known.
    """
    return _done(tricks())


@cache
def _done(wanted: Tricks) -> Frontend:
    return Frontend(wanted=wanted)
