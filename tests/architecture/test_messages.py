"""What is found in a workbook are fields; what is said of it is written, and never read again."""

import ast
from collections.abc import Iterator
from pathlib import Path

from loaders.diagnostics import TABLE
from tests.architecture.tree import python_files, tree

#: The table of codes, which counts equal lines as one.
CONDENSES = Path("loaders/diagnostics.py")
#: What shows diagnostics and questions: reports, marks in the sender's workbook, the page.
SHOWS = {Path("loaders/returning/mark_up.py"), Path("loaders/opening/guard.py")}
PLACES = ("loaders", "chuangmo/service", "chuangmo/ui", "chuangmo/cli", "pages")
CUTS = ("split", "rsplit", "partition", "rpartition", "startswith", "endswith", "removeprefix",
        "removesuffix", "find", "index")  # fmt: skip
READS = ("search", "match", "fullmatch", "findall", "finditer", "split")


def _attributes(node: ast.AST, *names: str) -> Iterator[ast.Attribute]:
    for inner in ast.walk(node):
        if isinstance(inner, ast.Attribute) and inner.attr in names:
            yield inner


def _operands(node: ast.Compare) -> list[ast.expr]:
    return [node.left, *node.comparators]


def _literals(node: ast.AST) -> set[str]:
    return {n.value for n in ast.walk(node) if isinstance(n, ast.Constant) and n.value in TABLE}


def test_no_module_decides_by_the_code_of_a_diagnostic() -> None:
    """No comparison with an attribute ``code`` or with a code as a text, no lookup by it."""
    found = []
    for path in python_files("loaders"):
        for node in ast.walk(tree(path)):
            if path == CONDENSES or not isinstance(node, ast.Compare | ast.Match):
                continue
            sides = _operands(node) if isinstance(node, ast.Compare) else [node]
            if any(next(_attributes(side, "code"), None) or _literals(side) for side in sides):
                found.append(f"{path}:{node.lineno}")
    for path in python_files("chuangmo", "pages"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Compare) and any(
                isinstance(side, ast.Attribute) and side.attr == "code" for side in _operands(node)
            ):
                found.append(f"{path}:{node.lineno}")
    assert found == []


def test_no_module_takes_a_key_or_a_prompt_of_a_question_apart() -> None:
    found = []
    for path in python_files(*PLACES):
        for node in ast.walk(tree(path)):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            on, name = node.func.value, node.func.attr
            own = isinstance(on, ast.Attribute) and on.attr in ("key", "prompt")
            given = any(isinstance(a, ast.Attribute) and a.attr == "prompt" for a in node.args)
            if (own and name in CUTS) or (given and name in READS):
                found.append(f"{path}:{node.lineno}")
    assert found == []


def test_loaders_read_no_message_again() -> None:
    """``message`` and ``prompt`` are read where they are shown, and nowhere else."""
    found = [
        f"{path}:{node.lineno}"
        for path in python_files("loaders")
        if path not in SHOWS | {CONDENSES}
        for node in _attributes(tree(path), "message", "prompt")
    ]
    assert found == []


def test_findings_become_sentences_in_one_place() -> None:
    """Stages of reading and checks hand on findings; none of them makes or keeps a diagnostic."""
    stages = ("words", "tables", "binding", "forms", "extracting", "checking")
    found = [
        f"{path}:{node.lineno}"
        for path in python_files(*(f"loaders/{stage}" for stage in stages))
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Name | ast.alias | ast.Attribute)
        and _named(node) in {"Diagnostic", "diagnose", "diagnostics"}
    ]
    assert found == []


def _named(node: ast.Name | ast.alias | ast.Attribute) -> str:
    if isinstance(node, ast.Name):
        return node.id
    return node.name if isinstance(node, ast.alias) else node.attr


def test_what_a_stage_of_reading_gives_is_a_value() -> None:
    """Every data class of extracting and of readings is frozen, the reader of a list aside."""
    memory = {"LedgerReader"}  # numbers items of one name; nothing else sees it
    found = [
        f"{path}:{node.name}"
        for path in python_files("loaders/extracting", "loaders/checking")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.ClassDef) and node.name not in memory
        for mark in node.decorator_list
        if "dataclass" in ast.unparse(mark) and "frozen=True" not in ast.unparse(mark)
    ]
    assert found == []
