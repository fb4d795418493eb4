"""The form of the source: sizes, names, docstrings, tests that pytest really collects."""

import ast
import re
from collections import Counter
from pathlib import Path

import pytest

from tests.architecture.tree import (
    ALL_PYTHON,
    ROOT,
    code_lines,
    functions,
    public_definitions,
    python_files,
    text,
    tree,
)

EMPTY_WORDS = {"util", "utils", "helper", "helpers", "common", "manager", "processor", "handler"}
PRESSED = {
    "button",
    "form_submit_button",
    "download_button",
    "page_link",
    "add_parser",
    "add_argument",
}
NOT_SCANNED = {".git", ".venv", "wheelhouse", "tests", "node_modules"}


@pytest.mark.parametrize("path", python_files(*ALL_PYTHON), ids=str)
def test_no_file_over_400_lines(path: Path) -> None:
    assert text(path).count("\n") <= 400


def test_no_function_over_60_lines() -> None:
    long = [
        f"{path}:{node.name} ({code_lines(node)})"
        for path in python_files()
        for node in functions(path)
        if code_lines(node) > 60
    ]
    assert long == []


def test_every_module_and_everything_public_has_a_docstring() -> None:
    bare = [str(path) for path in python_files() if not ast.get_docstring(tree(path))]
    bare += [
        f"{path}:{node.name}"
        for path in python_files()
        for node in public_definitions(path)
        if not ast.get_docstring(node) and not node.name.startswith("__")
    ]
    assert bare == []


def test_no_module_has_an_empty_name() -> None:
    named = [p for p in python_files(*ALL_PYTHON) if EMPTY_WORDS & set(p.stem.split("_"))]
    folders = [p for p in python_files(*ALL_PYTHON) if EMPTY_WORDS & set(p.parent.parts)]
    assert named + folders == []


def test_identifiers_are_english() -> None:
    chinese = [
        f"{path}:{node.lineno} {name}"
        for path in python_files()
        for node in ast.walk(tree(path))
        if (name := getattr(node, "id", None) or getattr(node, "name", None) or "")
        and isinstance(name, str)
        and not name.isascii()
    ]
    assert chinese == []


def test_no_two_public_classes_have_the_same_name() -> None:
    places: dict[str, list[str]] = {}
    for path in python_files("chuangmo", "loaders"):
        for node in public_definitions(path):
            if isinstance(node, ast.ClassDef):
                places.setdefault(node.name, []).append(f"{path}:{node.lineno}")
    assert {name: own for name, own in places.items() if len(own) > 1} == {}


def test_pytest_collects_every_test() -> None:
    """A class called ``test_x`` or a test in a file not called ``test_*.py`` never runs."""
    lost = []
    for path in python_files("tests"):
        for node in tree(path).body:
            if isinstance(node, ast.ClassDef) and re.match(r"test", node.name):
                lost.append(f"{path}:{node.name} is a class and must begin with Test")
            is_test = isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
            if is_test and not path.name.startswith("test_"):
                lost.append(f"{path}:{node.name} stands outside a test_*.py file")
    assert lost == []


def test_no_test_hides_another_of_the_same_name() -> None:
    doubled = []
    for path in python_files("tests"):
        bodies = [tree(path).body]
        bodies += [node.body for node in tree(path).body if isinstance(node, ast.ClassDef)]
        for body in bodies:
            names = Counter(n.name for n in body if isinstance(n, ast.FunctionDef))
            doubled += [f"{path}:{name}" for name, times in names.items() if times > 1]
    assert doubled == []


def test_no_test_is_switched_off_without_a_reason() -> None:
    bare = []
    for path in python_files("tests"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call):
                called = ast.unparse(node.func)
                if called.endswith(("mark.skip", "mark.xfail", "pytest.skip")):
                    reason = node.args or [k for k in node.keywords if k.arg == "reason"]
                    bare += [] if reason else [f"{path}:{node.lineno}"]
            elif isinstance(node, ast.FunctionDef | ast.ClassDef):
                bare += [
                    f"{path}:{node.name}"
                    for mark in node.decorator_list
                    if ast.unparse(mark).endswith(("mark.skip", "mark.xfail"))
                ]
    assert bare == []


def _source_texts() -> list[Path]:
    kinds = {".py", ".css", ".js", ".html", ".toml", ".sh"}
    return [
        path.relative_to(ROOT)
        for path in sorted(ROOT.rglob("*"))
        if path.suffix in kinds
        and not NOT_SCANNED & set(path.relative_to(ROOT).parts)
        and path.relative_to(ROOT).parts[0] != "data"
    ]


def test_no_address_of_another_host_in_source() -> None:
    """The board works without a network; citations of sources stand in data/catalog."""
    own = r"127\.0\.0\.1|localhost|\[::1\]"
    names = r"schemas\.openxmlformats\.org/|schemas\.microsoft\.com/|www\.w3\.org/"  # of XML, never fetched
    address = re.compile(rf"(?:https?:)?//(?!{own}|{names})[a-z][\w-]*(?:\.[\w-]+)+")
    found = [
        f"{path}: {match.group()}"
        for path in _source_texts()
        for match in address.finditer(text(path))
    ]
    assert found == []


def test_only_what_is_pressed_has_a_help() -> None:
    """Beside a field Streamlit draws a sign for it that it calls ``Help``, in English."""
    found = [
        f"{path}:{call.lineno}"
        for path in python_files("chuangmo", "pages")
        for call in ast.walk(tree(path))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)
        if call.func.attr not in PRESSED and any(word.arg == "help" for word in call.keywords)
    ]
    assert found == []
