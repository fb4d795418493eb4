"""The bar: pages grouped by what a person does there, each for whoever has the rights for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from chuangmo.access.actor import ACCOUNTS, AUDITOR, MANAGER, REVIEWER, UPLOADER, VIEWER, Actor
from chuangmo.ui.parts.person import current_person

#: The groups in their order; a page of none of them stands in the bar itself.
FIRST, FIGURES, WORK, MEETINGS, RULES, MANAGING = "", "看数", "办事", "会议", "规则", "管理"
GROUPS = (FIRST, FIGURES, WORK, MEETINGS, RULES, MANAGING)
#: The right that a page needs.
LOOKS, UPLOADS, REVIEWS, SETS = VIEWER, UPLOADER, REVIEWER, MANAGER
NAMES_PEOPLE, AUDITS = ACCOUNTS, AUDITOR
_THEIRS = "pages-theirs"


@dataclass(frozen=True)
class Entry:
    """One page.

    Attributes:
        script, title, path: its file in ``pages``, its name, its address.
        group: one of ``GROUPS``.
        right: what a person must have.
        listed: whether the bar names it; others are reached by a button or by their address.
    """

    script: str
    title: str
    path: str
    group: str
    right: str = LOOKS
    listed: bool = True

    def is_open_to(self, person: Actor) -> bool:
        """Whether a person may open it."""
        return person.may(self.right)

    def is_named_to(self, person: Actor) -> bool:
        """Whether the bar of a person names it."""
        return self.listed and self.is_open_to(person)


def remember(entries: Sequence[Entry]) -> None:
    """Keep for this run which pages the person may open, for the page that lists them."""
    person = current_person()
    found = {one.path: one.title for one in entries if one.is_open_to(person)}
    st.session_state[_THEIRS] = found


def theirs() -> dict[str, str]:
    """Path to title of the pages that the person may open."""
    found: dict[str, str] = st.session_state.get(_THEIRS, {})
    return found


def pages_of(entries: Sequence[Entry]) -> dict[str, StreamlitPage]:
    """The pages by their paths, the first one the page of the bare address."""
    person = current_person()
    return {
        one.path: st.Page(
            one.script,
            title=one.title,
            url_path=one.path,
            default=one is entries[0],
            visibility="visible" if one.is_named_to(person) else "hidden",
        )
        for one in entries
    }


def first_of(entries: Sequence[Entry]) -> str:
    """The address of the first page that the bar of the person names."""
    person = current_person()
    return next(one.path for one in entries if one.is_named_to(person))


def grouped(
    entries: Sequence[Entry], pages: Mapping[str, StreamlitPage]
) -> dict[str, list[StreamlitPage]]:
    """The pages by group, in the order of the groups; empty groups are left out."""
    found: dict[str, list[StreamlitPage]] = {group: [] for group in GROUPS}
    for entry in entries:
        found[entry.group].append(pages[entry.path])
    return {group: listed for group, listed in found.items() if listed}
