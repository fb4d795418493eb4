"""GLOSSARY.md and the program call things by the same names.

A name in the column 程序里 is looked up where names are defined: in the syntax trees, in the
tables of the database, in the keys of the catalog and the names of files and folders. A method
or an attribute is written with its class (``Store.original``). Prose, parameters and local
variables don't count.
"""

import ast
import re
import tomllib
from collections import Counter
from collections.abc import Iterator

import duckdb
import pytest

from chuangmo.status import STATUS_WORD
from chuangmo.store.rows import OBSERVATIONS
from chuangmo.store.schema import create_tables
from tests.architecture.tree import ROOT, python_files, tree

_HEAD = ("中文", "程序里", "意思")


def _rows() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Chinese term and the names in the program of every entry."""
    for line in (ROOT / "GLOSSARY.md").read_text(encoding="utf-8").splitlines():
        cells = tuple(cell.strip() for cell in line.strip("|").split("|"))
        if line.startswith("| ") and cells != _HEAD:
            assert len(cells) == 3, line
            yield cells[0], tuple(re.findall(r"`([^`]+)`", cells[1]))


def _members(body: list[ast.stmt]) -> Iterator[str]:
    """Names that the body of a module or class binds."""
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.AnnAssign | ast.Assign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from (n.id for t in targets for n in ast.walk(t) if isinstance(n, ast.Name))


def _set_on_self(body: list[ast.stmt]) -> Iterator[str]:
    """Attributes that the methods of a class set."""
    for part in (part for method in body for part in ast.walk(method)):
        is_set = isinstance(part, ast.Attribute) and isinstance(part.ctx, ast.Store)
        if is_set and ast.unparse(part.value) == "self":
            yield part.attr


def _codes(module: ast.Module) -> Iterator[str]:
    """Texts that a constant of the module or a ``Literal`` lists: values, or keys of a table."""
    for node in module.body:
        if isinstance(node, ast.Assign):
            names = [n.id for t in node.targets for n in ast.walk(t) if isinstance(n, ast.Name)]
            if names and all(name.isupper() for name in names):
                yield from _texts(node.value)
    for node in ast.walk(module):
        if isinstance(node, ast.Subscript) and ast.unparse(node.value) == "Literal":
            yield from _texts(node.slice)


def _texts(value: ast.expr) -> Iterator[str]:
    parts = value.keys if isinstance(value, ast.Dict) else getattr(value, "elts", [value])
    yield from (p.value for p in parts if isinstance(p, ast.Constant) and isinstance(p.value, str))


def _tables() -> Iterator[str]:
    """Tables and columns of the database and of the rows handed to it."""
    with duckdb.connect(":memory:") as connection:
        create_tables(connection, "")
        asked = "SELECT table_name, column_name FROM information_schema.columns"
        for pair in connection.execute(asked).fetchall():
            yield from pair
    yield from OBSERVATIONS.names


def _catalog_keys() -> Iterator[str]:
    """Keys of the files of the catalog at the top and in their entries."""
    for path in (ROOT / "data" / "catalog").rglob("*.toml"):
        for key, entries in tomllib.loads(path.read_text(encoding="utf-8")).items():
            yield key
            for entry in entries if isinstance(entries, list) else [entries]:
                yield from entry if isinstance(entry, dict) else ()


def _defined() -> frozenset[str]:
    """Every name of the program; what belongs to a class stands as ``Owner.member``."""
    names: set[str] = {*_tables(), *_catalog_keys()}
    for path in python_files("chuangmo", "loaders", "pages", "app.py"):
        module = tree(path)
        names |= {*path.with_suffix("").parts, *_members(module.body), *_codes(module)}
        for node in ast.walk(module):
            if isinstance(node, ast.ClassDef):
                members = {*_members(node.body), *_set_on_self(node.body)}
                names |= {f"{node.name}.{member}" for member in members}
    return frozenset(names)


DEFINED = _defined()


@pytest.mark.parametrize(("term", "names"), list(_rows()), ids=str)
def test_the_program_has_what_the_glossary_names(term: str, names: tuple[str, ...]) -> None:
    assert names, f"{term} names nothing in the program"
    assert [name for name in names if name not in DEFINED] == []


def test_a_term_and_a_name_have_one_entry_each() -> None:
    terms, names = zip(*_rows(), strict=True)
    counted = Counter(terms) + Counter(name for own in names for name in own)
    assert [word for word, times in counted.items() if times > 1] == []


def test_every_status_has_an_entry_under_the_word_that_is_shown() -> None:
    entries = {names: term for term, names in _rows()}
    assert {(status,): word for status, word in STATUS_WORD.items()}.items() <= entries.items()


@pytest.mark.parametrize(
    "absent", ["Observation", "as_of_day", "ledger item", "Sheet.colour", "to_json.answers"]
)
def test_a_name_that_is_not_defined_is_not_taken_for_one(absent: str) -> None:
    assert absent not in DEFINED
