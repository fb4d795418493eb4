"""The table of threats: each names a test that is there; and the two that need no server."""

import ast
import hashlib
import re
from pathlib import Path

from chuangmo.access.actor import VIEWER, Actor
from chuangmo.service import auditing
from chuangmo.settings import Settings
from proofs.named_tests import missing
from tests.demo_store import ROOT

_TABLE = Path(__file__).with_name("README.md")
#: Modules and calls that run what they read.
_UNPICKLES = {"pickle", "cPickle", "dill", "shelve", "marshal", "joblib", "cloudpickle"}


def named() -> dict[int, list[str]]:
    """Number of a threat to the tests that its rows name, as paths below ``tests``."""
    found: dict[int, list[str]] = {}
    for line in _TABLE.read_text(encoding="utf-8").splitlines():
        if (row := re.match(r"\| (T\d+(?:, T\d+)*) \|", line)) is None:
            continue
        file, tests = "", []
        for name in re.findall(r"`((?:[\w/]+\.py)?(?:::\w+)?|tests/[\w/]+/)`", line):
            path, _, test = name.partition("::")
            file = path or file
            place = file.removeprefix("tests/") if "/" in file else f"access/{file}"
            tests.append(f"{place}::{test}" if test else place)
        for number in re.findall(r"\d+", row[1]):
            found.setdefault(int(number), []).extend(tests)
    return found


def test_each_of_the_thirty_five_names_tests_that_are_there() -> None:
    table = named()
    assert set(table) == set(range(1, 36))
    assert all(table.values())
    assert missing(name for names in table.values() for name in names) == []


def test_t25_nothing_is_ever_unpickled() -> None:
    paths = [
        path for part in ("chuangmo", "loaders", "pages") for path in (ROOT / part).rglob("*.py")
    ]
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = set[str]()
            if isinstance(node, ast.Import):
                names = {one.name.partition(".")[0] for one in node.names}
            elif isinstance(node, ast.ImportFrom):
                names = {(node.module or "").partition(".")[0]}
            elif isinstance(node, ast.Attribute):
                assert node.attr != "read_pickle", path
            elif isinstance(node, ast.keyword):
                assert node.arg != "persist", path  # a cache of Streamlit's on disk
            assert not names & _UNPICKLES, path


def test_t34_a_file_that_left_is_found_by_its_fingerprint(tmp_path: Path) -> None:
    settings, data = Settings(tmp_path, "lanzhou"), b"leaked"
    who = Actor("zhao", VIEWER, "page", None, "192.0.2.7")
    sha256 = hashlib.sha256(data).hexdigest()
    auditing.note_export(settings, who, "总览.pptx", sha256)
    boss = Actor("wang", "auditor", "page")
    found = [one.act for one in auditing.audit_lines(settings, boss) if sha256 in one.act.object]
    assert [(one.who, one.address) for one in found] == [("zhao", "192.0.2.7")]
