"""The address of the page says every choice that changes figures, and what it says is shown.

Widgets are not bound to the address by the frame: a bound one replaces the address without an entry
in the history, drops the usual value, and forgets in silence what it does not know. Here the
address is read before a widget is drawn and written once, at the end of the run: one act, one
entry. What the address says stays as it was written for as long as the widget shows what it means,
so old ways of saying it keep working.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.runtime.scriptrunner import StopException

from chuangmo.ui.parts import html

_HELD = "address"
_LONGEST = 40


@dataclass(frozen=True)
class _Agreed:
    """What the address says of one choice, and the option that was shown for it."""

    text: str
    option: str


@dataclass
class _Address:
    """What is known of the address in one session.

    Attributes:
        agreed: key to what was last read or written.
        drawn: keys of the choices that this run drew, with the option shown and its text.
        untold: sentences about what the address names and the page has not, in this run.
        page: the one that was shown last.
        before: keys of the choices that the run before drew on the same page.
    """

    agreed: dict[str, _Agreed] = field(default_factory=dict)
    drawn: dict[str, tuple[str, str]] = field(default_factory=dict)
    untold: list[str] = field(default_factory=list)
    page: str = ""
    before: frozenset[str] = frozenset()


@contextmanager
def kept(page: str) -> Iterator[None]:
    """Around a page: afterwards the address says what it shows, and the page what it has not.

    A page that stops has drawn its choices; one that sends the person elsewhere has not.

    Args:
        page: its path.
    """
    held, place = _held(), st.empty()
    held.before = frozenset(held.drawn) if page == held.page else frozenset()
    held.page, held.drawn, held.untold = page, {}, []
    try:
        yield
    except StopException:
        _write_out(held, place)
        raise
    _write_out(held, place)


def adopt(
    key: str,
    texts: Mapping[str, str],
    said: Mapping[str, str] | None = None,
    absent: Callable[[str, str], str] | None = None,
) -> None:
    """Make the widget of ``key`` show what the address says; to be called before it is drawn.

    A link, Back or Forward changes the address, and the widget follows; otherwise what the person
    chose holds, on this page or on the one before.

    Args:
        key: of the widget and of the query parameter.
        texts: option of the widget to what the address says for it, the usual option first.
        said: other ways to say an option, as old addresses do.
        absent: what the address says, and the option shown for it, to a sentence.
    """
    held, options = _held(), {text: option for option, text in texts.items()} | dict(said or {})
    given, agreed = st.query_params.get(key), held.agreed.get(key)
    usual = next(iter(texts))
    if given is not None and (agreed is None or given != agreed.text):
        held.agreed[key] = _Agreed(given, options.get(given, usual))
        st.session_state[key] = held.agreed[key].option
    elif st.session_state.get(key) not in texts:
        kept = options.get(agreed.text) if agreed else None
        st.session_state[key] = kept or usual
    elif key not in held.before:  # where it is drawn anew, a widget may forget what it held
        st.session_state[key] = st.session_state[key]
    if given is not None and given not in options and absent is not None:
        stands_in = held.agreed[key].option
        if st.session_state[key] == stands_in:
            held.untold.append(absent(_short(given), stands_in))


def drawn(key: str, texts: Mapping[str, str], option: str) -> None:
    """Note what the widget shows, for the address; to be called after it was drawn."""
    _held().drawn[key] = (option, texts[option])


def _write_out(held: _Address, place: DeltaGenerator) -> None:
    """Write in one go what the address does not say yet."""
    news = {}
    for key, (option, text) in held.drawn.items():
        agreed, given = held.agreed.get(key), st.query_params.get(key)
        same = agreed is not None and given == agreed.text and option == agreed.option
        if not same:
            held.agreed[key] = _Agreed(text, option)
        if not same and given != text:
            news[key] = text
    if news:
        st.query_params.update(news)
    if held.untold:
        place.html(html.status_line("".join(dict.fromkeys(held.untold))))


def _short(given: str) -> str:
    return given if len(given) <= _LONGEST else given[:_LONGEST] + "…"


def _held() -> _Address:
    """Of this session; a rerun of changed code may have left one of another making."""
    found = st.session_state.get(_HELD)
    if not isinstance(found, _Address):
        found = st.session_state[_HELD] = _Address()
    return found
