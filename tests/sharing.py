"""How several processes share the tests of a run: what belongs together stays in one of them."""

import pytest
from xdist.remote import Producer
from xdist.scheduler.loadscope import LoadScopeScheduling

#: Folders whose files share a server and a browser: one process runs them all.
TOGETHER = ("tests/browser/",)
#: Folders whose tests share next to nothing: each goes to whichever process is free.
APART = ("tests/mutation/",)
#: What takes longest begins first, small pieces fill the end; anything else comes between.
FIRST = ("tests/browser/", "tests/pages/test_large_home.py", "tests/exports/", "tests/service/")
LAST = ("tests/mutation/",)


def unit_of(nodeid: str) -> str:
    """The name of what has to run in one process: a folder, a file, or a single test."""
    for folder in TOGETHER:
        if nodeid.startswith(folder):
            return folder
    return nodeid if nodeid.startswith(APART) else nodeid.split("::", 1)[0]


def turn_of(nodeid: str) -> int:
    """When a test has its turn: the smaller, the sooner."""
    for turn, start in enumerate(FIRST):
        if nodeid.startswith(start):
            return turn
    return len(FIRST) + nodeid.startswith(LAST)


class UnitsTogether(LoadScopeScheduling):
    """Give out whole units in the order of the collection.

    xdist's own ``loadgroup`` writes the group into an attribute that pytest 9.2 no longer reads:
    every test then goes anywhere, and each process makes the fixtures of each file anew.
    """

    def __init__(self, config: pytest.Config, log: Producer | None = None) -> None:
        super().__init__(config, log)
        config.option.loadscopereorder = False

    def _split_scope(self, nodeid: str) -> str:
        return unit_of(nodeid)
