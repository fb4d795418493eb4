"""Who may import whom: what the import contracts cannot see, read from the syntax trees."""

import ast
import re
import sys
import tomllib
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, imports, imports_package, python_files, text, tree

#: Rounds clock times only: a serial date of Excel carries a binary fraction of a day.
CLOCKS = Path("loaders/xlsx.py")
SPREADSHEET_LIBRARIES = ("openpyxl", "python_calamine", "msoffcrypto", "xlrd", "xlsxwriter")


def within(path: Path, *places: str) -> bool:
    return any(path == Path(place) or Path(place) in path.parents for place in places)


def offenders(package: str, *allowed: str) -> list[str]:
    return [
        str(path)
        for path in python_files()
        if imports_package(path, package) and not within(path, *allowed)
    ]


def test_only_the_store_imports_duckdb() -> None:
    assert offenders("duckdb", "chuangmo/store") == []


def test_only_pages_app_and_ui_import_streamlit() -> None:
    assert offenders("streamlit", "pages", "app.py", "chuangmo/ui") == []


@pytest.mark.parametrize("library", SPREADSHEET_LIBRARIES)
def test_only_loaders_and_exports_import_spreadsheet_libraries(library: str) -> None:
    assert offenders(library, "loaders", "chuangmo/exports") == []


def test_nothing_imports_a_page() -> None:
    assert offenders("pages") == []


@pytest.mark.parametrize("path", python_files("pages"), ids=str)
def test_a_page_is_thin_and_imports_only_the_ui(path: Path) -> None:
    foreign = {
        name
        for name in imports(path)
        if not (name == "chuangmo.ui" or name.startswith("chuangmo.ui."))
        and name not in ("chuangmo", "streamlit")
        and not name.startswith("streamlit.")
        and name.split(".")[0] not in sys.stdlib_module_names
    }
    assert foreign == set()
    assert text(path).count("\n") < 60


def test_app_is_only_the_entry() -> None:
    """It joins the interface, the gate and the command line to one server; it decides nothing."""
    (path,) = python_files("app.py")
    ours = {name for name in imports(path) if name.split(".")[0] in ("chuangmo", "loaders")}
    joined = ("chuangmo.ui", "chuangmo.access", "chuangmo.cli", "chuangmo.service.loopback")
    assert {name for name in ours if name != "chuangmo" and not name.startswith(joined)} == set()
    assert text(path).count("\n") < 60


def test_only_the_rounding_module_rounds() -> None:
    calls = []
    for path in python_files():
        if path in (Path("chuangmo/assess/rounding.py"), CLOCKS):
            continue
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                if name in ("round", "quantize"):
                    calls.append(f"{path}:{node.lineno} {name}")
    assert calls == []


def test_every_part_of_the_package_has_a_layer() -> None:
    """A new module outside the layers of pyproject.toml would be free to import anything."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (layers,) = [
        c["layers"] for c in settings["tool"]["importlinter"]["contracts"] if "layers" in c
    ]
    placed = set(re.findall(r"chuangmo\.(\w+)", " ".join(layers)))
    parts = {path.parts[1].removesuffix(".py") for path in python_files("chuangmo")}
    assert parts - placed - {"__init__"} == set()


def test_no_relative_imports() -> None:
    found = [
        f"{path}:{node.lineno}"
        for path in python_files()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom) and node.level
    ]
    assert found == []
