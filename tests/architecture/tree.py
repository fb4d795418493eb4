"""The source as the architecture tests see it: files, syntax trees, imports, definitions."""

import ast
import functools
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PRODUCT = ("chuangmo", "loaders", "pages", "app.py")
ALL_PYTHON = (*PRODUCT, "benchmarks", "docs", "install", "proofs", "tests")


def python_files(*places: str) -> list[Path]:
    """Every Python file in the places named, relative to the checkout, sorted."""
    found: list[Path] = []
    for place in places or PRODUCT:
        path = ROOT / place
        found += [path] if path.suffix == ".py" and path.exists() else path.rglob("*.py")
    return sorted(p.relative_to(ROOT) for p in found if "__pycache__" not in p.parts)


@functools.cache
def text(path: Path) -> str:
    """The file as text."""
    return (ROOT / path).read_text(encoding="utf-8")


@functools.cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a file."""
    return ast.parse(text(path), str(path))


def imports(path: Path) -> set[str]:
    """Dotted names a file imports anywhere, also inside functions."""
    found: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            found.add(node.module)
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def imports_package(path: Path, package: str) -> bool:
    """Whether a file imports the package or anything in it."""
    return any(name == package or name.startswith(package + ".") for name in imports(path))


Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method of a file, nested ones too."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def public_definitions(path: Path) -> Iterator[Definition]:
    """Functions and classes of a file, and methods of its public classes, without underscore."""
    waiting: list[ast.stmt] = list(tree(path).body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, Definition) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                waiting += node.body


def code_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function without its docstring."""
    assert node.end_lineno is not None
    lines = node.end_lineno - node.lineno + 1
    first = node.body[0]
    if ast.get_docstring(node) is not None:
        assert first.end_lineno is not None
        lines -= first.end_lineno - first.lineno + 1
    return lines
