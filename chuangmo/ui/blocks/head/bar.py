"""The bar: pages grouped by what a person does there, each for whoever has the rights for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from chuangmo.access.actor import ADMIN, REVIEWER, UPLOADER, VIEWER
from chuangmo.ui.parts.person import may

#: The groups in their order; a page of none of them stands in the bar itself.
FIRST, FIGURES, WORK, MEETINGS, RULES, MANAGING = "", "看数", "办事", "会议", "规则", "管理"
GROUPS = (FIRST, FIGURES, WORK, MEETINGS, RULES, MANAGING)
#: Who may open a page: everybody, or who has this right and those above it.
LOOKS, UPLOADS, REVIEWS, ADMINISTERS = VIEWER, UPLOADER, REVIEWER, ADMIN


@dataclass(frozen=True)
class Entry:
    """One page.

    Attributes:
        script, title, path: its file in ``pages``, its name, its address.
        group: one of ``GROUPS``.
        least: the role that a person must have at least.
        listed: whether the bar names it; others are reached by a button or by their address.
    """

    script: str
    title: str
    path: str
    group: str
    least: str = LOOKS
    listed: bool = True

    @property
    def theirs(self) -> bool:
        """Whether the person at the page may open it."""
        return may(self.least)

    @property
    def shown(self) -> bool:
        """Whether the bar of the person names it."""
        return self.listed and self.theirs


def pages_of(entries: Sequence[Entry]) -> dict[str, StreamlitPage]:
    """The pages by their paths, the first one the page of the bare address."""
    return {
        one.path: st.Page(
            one.script,
            title=one.title,
            url_path=one.path,
            default=one is entries[0],
            visibility="visible" if one.shown else "hidden",
        )
        for one in entries
    }


def grouped(
    entries: Sequence[Entry], pages: Mapping[str, StreamlitPage]
) -> dict[str, list[StreamlitPage]]:
    """The pages by group, in the order of the groups; empty groups are left out."""
    found: dict[str, list[StreamlitPage]] = {group: [] for group in GROUPS}
    for entry in entries:
        found[entry.group].append(pages[entry.path])
    return {group: listed for group, listed in found.items() if listed}
