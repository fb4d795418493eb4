"""How several processes share the tests of a run: what belongs together stays in one of them."""

import pytest
from xdist.remote import Producer
from xdist.scheduler.loadscope import LoadScopeScheduling

#: Files that share what is dear to make, and what they share: one process runs them all. The first
#: that fits counts.
TOGETHER = {
    "tests/browser/test_export_centre.py": "board that is changed",
    "tests/browser/test_upload.py": "board that is changed",
    "tests/browser/test_roles.py": "board with accounts",
    "tests/browser/test_login_ends.py": "board with accounts",
    "tests/access/test_attacks_scripts.py": "board with accounts",
    "tests/browser/": "board that is looked at",
    "tests/exports/": "exhibits of a meeting",
}
#: Folders whose tests share next to nothing: each goes to whichever process is free.
APART = ("tests/mutation/",)
#: What takes longest begins first, small pieces fill the end; anything else comes between. While the
#: first makes the demonstration home, which most others wait for, the second has its own.
FIRST = (
    "board that is looked at", "tests/pages/test_large_home.py", "exhibits of a meeting",
    "board that is changed", "board with accounts", "tests/service/",
)  # fmt: skip
LAST = ("tests/mutation/",)


def unit_of(nodeid: str) -> str:
    """The name of what has to run in one process: what is shared, a file, or a single test."""
    for start, shared in TOGETHER.items():
        if nodeid.startswith(start):
            return shared
    return nodeid if nodeid.startswith(APART) else nodeid.split("::", 1)[0]


def turn_of(nodeid: str) -> int:
    """When a test has its turn: the smaller, the sooner."""
    unit = unit_of(nodeid)
    for turn, start in enumerate(FIRST):
        if unit.startswith(start):
            return turn
    return len(FIRST) + unit.startswith(LAST)


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
