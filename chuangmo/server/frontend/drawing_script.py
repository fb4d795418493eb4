"""The drawing library (Plotly) split out of Streamlit's chart script as a small plain script.

Browsers keep the compiled form of a plain script from one visit to the next; the Chromium of today
does not read it back for module scripts, so that four megabytes were compiled at every visit. The
library knows fifty kinds of traces; what only the kinds need that no figure of ours uses is left
out. All of it is exact text of the pinned release: where a piece is missing the script stays whole.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

#: Kinds of traces in our figures; ``scatter`` is part of the core.
KINDS = ("bar", "heatmap")
#: Name of the library among the scripts.
LIBRARY = "drawing.js"
#: The global name of the library, made by the plain script.
MADE = "chuangmoDrawing"
#: The global promise that the plain script is there; made by the page.
THERE = "chuangmoDrawingThere"

_OPENS, _ENDS = "(typeof self<`u`?self:n,", "return window.Plotly=e,e}"
_WRAPPED = "var W=n(("
_MODULE = re.compile(r'([\w$]+)=[\w$]+\(\{"([\w@./-]+)"\(')
_CALLED = re.compile(r"(?<![\w$.])([\w$]+)\(")
_REGISTERED = re.compile(r"\.register\(\[((?:[\w$]+\(\),?)+)\]\)")
_ROOT = '"lib/index.js"('
_WHOLE = "}}),"


@dataclass(frozen=True)
class Parted:
    """Streamlit's chart script in two.

    Attributes:
        chart: the module that remains; it waits for the library.
        library: the plain script; it makes ``MADE``.
    """

    chart: str
    library: str


def part(script: str) -> Parted | None:
    """Streamlit's chart script in two; ``None`` where its text is not the one known here.

    Args:
        script: text of ``PlotlyChart.*.js`` of the pinned release.
    """
    opens, ends = script.find(_OPENS), script.find(_ENDS)
    if min(opens, ends) < 0 or script.count(_WRAPPED) != 1:
        return None
    begin, end = opens + len(_OPENS), ends + len(_ENDS)
    library = slim(script[begin:end])
    if library is None:
        return None
    before = script[:begin].replace(_WRAPPED, f"await self.{THERE};{_WRAPPED}")
    chart = f"{before}()=>self.{MADE}{script[end:]}"
    return Parted(chart, f'"use strict";self.{MADE}=({library})();')


def slim(library: str) -> str | None:
    """The library without the modules that none of our kinds of traces needs.

    Only a module that stands alone between its neighbours goes; what it would leave behind
    half is kept whole. ``None``: the list of kinds was not found.
    """
    registered, modules = _REGISTERED.search(library), dict(_MODULE.findall(library))
    if registered is None or _ROOT not in library:
        return None
    ours = [f"lib/{kind}.js" for kind in KINDS]
    calls = [call for call in registered[1].split(",") if modules.get(call[:-2]) in ours]
    if len(calls) != len(ours):
        return None
    chosen = library[: registered.start(1)] + ",".join(calls) + library[registered.end(1) :]
    return "".join(_pieces(chosen, _needed(chosen)))


def _pieces(library: str, needed: set[str]) -> Iterator[str]:
    """What is kept, in order."""
    kept_from = 0
    for name, begin, end in _spans(library):
        if name not in needed and library.endswith(_WHOLE, begin, end):
            yield library[kept_from:begin]
            kept_from = end
    yield library[kept_from:]


def _needed(library: str) -> set[str]:
    """Names of the modules that the last one, which is the library's face, calls in the end."""
    spans = _spans(library)
    names = {name for name, _, _ in spans}
    calls = {name: names & set(_CALLED.findall(library[begin:end])) for name, begin, end in spans}
    needed: set[str] = set()
    waiting: Iterable[str] = names & set(_CALLED.findall(library[library.index(_ROOT) :]))
    while waiting:
        needed |= set(waiting)
        waiting = {other for name in waiting for other in calls[name]} - needed
    return needed


def _spans(library: str) -> list[tuple[str, int, int]]:
    """Each module with where it begins and where the next one does."""
    found = [(module[1], module.start()) for module in _MODULE.finditer(library)]
    ends = [begin for _, begin in found[1:]] + [library.index(_ROOT)]
    return [(name, begin, end) for (name, begin), end in zip(found, ends, strict=True)]
