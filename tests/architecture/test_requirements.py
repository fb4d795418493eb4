"""The requirement files: pinned, complete, and every library imported is named with its use."""

import re
import sys
from importlib.metadata import PackageNotFoundError, distribution, packages_distributions

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.architecture.tree import ROOT, imports, python_files

OURS = {"chuangmo", "loaders", "pages", "benchmarks", "tests", "docs", "install", "proofs", "app"}


def read(name: str) -> tuple[dict[str, str], set[str]]:
    """Pinned versions by name, and the names that carry a comment saying what they are for."""
    pins: dict[str, str] = {}
    direct: set[str] = set()
    for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
        found = re.fullmatch(r"([a-z0-9-]+)==([\w.]+)(?: ; [\w]+ == \"\w+\")?( *# .+)?", line)
        if line.startswith("-r "):
            more_pins, more_direct = read(line[3:])
            pins |= more_pins
            direct |= more_direct
        elif line and not line.startswith("#"):
            assert found, f"{name}: “{line}” is not pinned as name==version"
            pins[found[1]] = found[2]
            direct |= {found[1]} if found[3] else set()
    return pins, direct


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_what_a_library_brings_is_pinned_too(name: str) -> None:
    pins, _ = read(name)
    missing = []
    for library in pins:
        try:
            needs = [Requirement(text) for text in distribution(library).requires or []]
        except PackageNotFoundError:
            continue  # not needed on this platform
        for need in needs:
            if need.marker is None or need.marker.evaluate({"extra": ""}):
                wanted = canonicalize_name(need.name)
                if wanted not in pins or not need.specifier.contains(pins[wanted]):
                    missing.append(f"{library} needs {need}")
    assert missing == []


def test_what_is_installed_is_what_is_pinned() -> None:
    pins, _ = read("requirements-dev.txt")
    different = []
    for library, version in pins.items():
        try:
            installed = distribution(library).version
        except PackageNotFoundError:
            continue  # not needed on this platform
        if installed != version:
            different.append(f"{library} {installed}, pinned {version}")
    assert different == []


@pytest.mark.parametrize(
    ("requirements", "places"),
    [
        ("requirements.txt", ("chuangmo", "loaders", "pages", "app.py", "install")),
        ("requirements-dev.txt requirements-bench.txt", ("tests", "benchmarks", "docs")),
    ],
)
def test_every_library_imported_is_a_direct_requirement(
    requirements: str, places: tuple[str, ...]
) -> None:
    direct = set().union(*(read(name)[1] for name in requirements.split()))
    providers = packages_distributions()
    unnamed = set()
    for path in python_files(*places):
        for top in {name.split(".")[0] for name in imports(path)} - OURS:
            if top not in sys.stdlib_module_names:
                sources = {canonicalize_name(name) for name in providers.get(top, [top])}
                unnamed |= set() if sources & direct else {f"{path}: {top}"}
    assert unnamed == set()


def test_the_duckdb_version_stays() -> None:
    """The extension wheels for scale-out exist for exactly this version."""
    assert read("requirements.txt")[0]["duckdb"] == "1.5.5"
