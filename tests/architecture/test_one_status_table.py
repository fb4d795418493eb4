"""Words, glyphs and colours of statuses, lines and signs stand in ``chuangmo/status.py`` alone."""

import ast
from pathlib import Path

import pytest

from chuangmo import status
from chuangmo.status import LINE_WORD, LINES, SIGN, STATUS, STATUS_WORD, STATUSES
from tests.architecture.tree import python_files, tree

TABLE = Path("chuangmo/status.py")
#: Names rows of GLOSSARY.md, which some words of statuses are.
NAMES_TERMS = Path("chuangmo/ui/parts/explain.py")
IDS = {*STATUSES, *LINES}
NAMES = {name for name, value in vars(status).items() if isinstance(value, str) and value in IDS}
GLYPHS = {look.glyph for look in STATUS.values()} - {"－"}
#: Words of other things, too.
OWN = {*STATUS_WORD.values(), *LINE_WORD.values(), "≤", "≥"} - {"达标", "对照", "完成", "未完成"}


def is_key(node: ast.expr | None) -> bool:
    """A status or a kind of line: its name, or the text it stands for."""
    if isinstance(node, ast.Constant):
        return node.value in IDS
    return getattr(node, "id", getattr(node, "attr", "")) in NAMES


def is_look(text: object) -> bool:
    """Chinese, a glyph or a colour."""
    if not isinstance(text, str):
        return False
    digits = text.removeprefix("#")
    is_colour = len(digits) == 6 and set(digits) <= set("0123456789abcdefABCDEF")
    return is_colour or not text.isascii()


def entries(node: ast.AST) -> list[tuple[ast.expr | None, ast.expr]]:
    """The entries of a mapping, or of a sequence of pairs that is one in disguise."""
    if isinstance(node, ast.Dict):
        return list(zip(node.keys, node.values, strict=True))
    if isinstance(node, ast.Tuple | ast.List):
        own = [item.elts for item in node.elts if isinstance(item, ast.Tuple)]
        return [(item[0], item[1]) for item in own if len(item) == 2]
    return []


def tables(module: ast.Module) -> list[int]:
    """Lines on which a table says of two statuses, or two lines, or more how they look."""

    def says(value: ast.expr) -> bool:
        return any(isinstance(n, ast.Constant) and is_look(n.value) for n in ast.walk(value))

    return [
        getattr(node, "lineno", 0)
        for node in ast.walk(module)
        if sum(is_key(key) and says(value) for key, value in entries(node)) > 1
    ]


def texts(module: ast.Module, *, whole: bool) -> list[tuple[int, str]]:
    """The texts of a module but the docstrings; ``whole``: not those between ``{}`` of others."""
    bare = {id(n.value) for n in ast.walk(module) if isinstance(n, ast.Expr)}
    joined = [n for n in ast.walk(module) if isinstance(n, ast.JoinedStr)] if whole else []
    bare |= {id(part) for one in joined for part in one.values}
    return [
        (node.lineno, node.value)
        for node in ast.walk(module)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in bare
    ]


def test_no_other_module_holds_a_table_of_statuses_or_lines() -> None:
    found = [f"{p}:{line}" for p in python_files() if p != TABLE for line in tables(tree(p))]
    assert found == []


def test_no_other_module_writes_a_glyph_a_word_or_a_sign_of_its_own() -> None:
    """The loaders read words of sheets, which are not ours."""
    places = [p for p in python_files("chuangmo", "pages", "app.py") if p != TABLE]
    glyphs = [f"{p}:{n}" for p in places for n, said in texts(tree(p), whole=False)
              if GLYPHS & set(said)]  # fmt: skip
    words = [f"{p}:{n} {said}" for p in places for n, said in texts(tree(p), whole=True)
             if said.strip() in OWN and p != NAMES_TERMS]  # fmt: skip
    assert (glyphs, words) == ([], [])


def test_signs_stand_once() -> None:
    found = [
        f"{path}:{node.lineno}"
        for path in python_files()
        for node in ast.walk(tree(path))
        if path != TABLE and isinstance(node, ast.Dict)
        and sum(isinstance(k, ast.Constant) and k.value in SIGN for k in node.keys) > 1
        and any(isinstance(v, ast.Constant) and v.value in SIGN.values() for v in node.values)
    ]  # fmt: skip
    assert found == []


@pytest.mark.parametrize(
    "code",
    [
        'X = {MET: "●", MISSED: "■"}',
        'X = {vt.MET: Look("●", "1B7346"), vt.MISSED: Look("■", "9B1C1C")}',
        'X = {"met": "达标", "missed": "未达标"}',
        'X = {TARGET: "年度目标", STANDARD: "国家标准"}',
        'for s, w in ((MISSED, "未达标"), (AT_RISK, "有风险")): pass',
        'X = {MET: Pair("#0A5A51", "#7FD3C6"), MISSED: Pair("#97201A", "#FFA69B")}',
    ],
)
def test_the_check_sees_a_second_table(code: str) -> None:
    assert tables(ast.parse(code)) != []


@pytest.mark.parametrize("code", ["X = {MET: 0, MISSED: 1}", 'X = {MET: "met", MISSED: "missed"}'])
def test_a_table_of_other_things_by_status_is_none(code: str) -> None:
    assert tables(ast.parse(code)) == []
