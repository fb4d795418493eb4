"""Who may import whom: what the import contracts cannot see, read from the syntax trees."""

import ast
import re
import sys
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, imports, imports_package, python_files, text, tree

#: Rounds clock times only: a serial date of Excel carries a binary fraction of a day.
CLOCKS = Path("loaders/opening/xlsx.py")
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


def test_only_pages_app_ui_and_server_import_streamlit() -> None:
    assert offenders("streamlit", "pages", "app.py", "chuangmo/ui", "chuangmo/server") == []


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
    joined = (
        "chuangmo.ui", "chuangmo.server", "chuangmo.access", "chuangmo.cli.main",
        "chuangmo.service.loopback", "chuangmo.service.process",
    )  # fmt: skip
    parents = {"chuangmo", "chuangmo.service"}
    assert {name for name in ours - parents if not name.startswith(joined)} == set()
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


def layers_of(package: str) -> set[str]:
    """The parts of a package that stand in some contract with layers."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    text = " ".join(layer for one in contracts for layer in one.get("layers", []))
    return set(re.findall(rf"\b{re.escape(package)}\.(\w+)", text))


@pytest.mark.parametrize("package", ["chuangmo", "chuangmo.ui", "loaders"])
def test_every_part_of_the_package_has_a_layer(package: str) -> None:
    """A new module outside the layers of pyproject.toml would be free to import anything."""
    depth = package.count(".") + 1
    files = python_files(package.replace(".", "/"))
    parts = {path.parts[depth].removesuffix(".py") for path in files}
    assert parts - layers_of(package) - {"__init__"} == set()


def test_import_contracts_see_type_checking_imports_too() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert "exclude_type_checking_imports" not in settings["tool"]["importlinter"]


def test_no_module_imports_itself_by_way_of_others() -> None:
    """No circle anywhere, type-checking imports included."""
    known = {
        ".".join(path.with_suffix("").parts).removesuffix(".__init__") for path in python_files()
    }
    files = {".".join(p.with_suffix("").parts).removesuffix(".__init__"): p for p in python_files()}
    graph = {module: imports(path) & known - {module} for module, path in files.items()}
    while ends := {module for module, asked in graph.items() if not asked & graph.keys()}:
        graph = {module: asked for module, asked in graph.items() if module not in ends}
    assert graph == {}


#: More modules than these are no room any more but a heap (docs/结构.md).
MOST_HERE = {"loaders": 15, "chuangmo/ui": 15, "chuangmo/service": 15}
MOST = 24


def test_no_folder_holds_too_many_modules() -> None:
    counted = Counter(path.parent for path in python_files("chuangmo", "loaders"))
    crowded = []
    for folder, count in counted.items():
        strict = next((most for top, most in MOST_HERE.items() if within(folder, top)), MOST)
        crowded += [f"{folder}: {count}"] if count > strict + 1 else []  # and its __init__
    assert crowded == []


def test_outside_code_knows_the_face_and_the_values_of_loaders() -> None:
    """Only what ``loaders`` itself offers and ``loaders.model``."""
    inside = {
        f"{path}: {name}"
        for path in python_files("chuangmo", "pages", "app.py")
        for name in imports(path)
        if name.startswith("loaders.")
        and not name.startswith("loaders.model")
        and name.count(".") > 1
    }
    assert inside == set()


def test_no_relative_imports() -> None:
    found = [
        f"{path}:{node.lineno}"
        for path in python_files()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ImportFrom) and node.level
    ]
    assert found == []
