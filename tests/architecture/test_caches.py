"""What is kept in memory is kept in one place: read from the syntax trees."""

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.tree import python_files, tree

#: Where answers are kept, and where the catalog is.
HOMES = ("chuangmo/service/memo.py", "chuangmo/catalog/load.py")
#: What else is kept for the life of the process, and why it can't be another answer: it depends on
#: no journal, no catalog and no home, or it is a thing of the process itself.
PURE, SHIPPED, OURS = "a value of its arguments alone", "files that ship", "one of the process"
ALLOWED = {
    "chuangmo/assess/air/air_index.py:_shown_index": PURE,
    "chuangmo/assess/air/air_index.py:_edges": PURE,
    "chuangmo/assess/stretches.py:_day": PURE,
    "chuangmo/assess/validity.py:_whole_months": PURE,
    "chuangmo/ui/parts/state.py:_month_options": PURE,
    "chuangmo/catalog/mistakes/spelling.py:shipped_names": SHIPPED,
    "chuangmo/access/web/login_page.py:_icon": SHIPPED,
    "chuangmo/access/web/login_page.py:_style": SHIPPED,
    "chuangmo/exports/drawing.py:_face": SHIPPED,
    "chuangmo/exports/pptx/template.py:_bytes": SHIPPED,
    "chuangmo/ui/parts/explain.py:_said": SHIPPED,
    "chuangmo/ui/parts/explain.py:glossary": SHIPPED,
    "chuangmo/server/frontend/frontend.py:_done": SHIPPED,
    "chuangmo/server/frontend/frontend.py:self._packed": SHIPPED,
    "chuangmo/ui/parts/page_style.py:dark_element": SHIPPED,
    "chuangmo/ui/parts/page_style.py:style_element": SHIPPED,
    "chuangmo/access/accounts/accounts.py:accounts_database": OURS,
    "chuangmo/access/accounts/accounts.py:belonging": OURS,
    "chuangmo/access/audit.py:audit_database": OURS,
    "chuangmo/access/read_marks.py:_database": OURS,
    "chuangmo/identity.py:_held": OURS,
    "chuangmo/access/accounts/passwords.py:_nobody": OURS,
    "chuangmo/server/serve.py:_announced": OURS,
    "chuangmo/service/process.py:_entrance": OURS,
    "chuangmo/service/process.py:_opened": OURS,
}
CACHES = {"cache", "lru_cache", "cache_data", "cache_resource"}
EMPTY = {"dict", "list", "set", "OrderedDict", "defaultdict", "WeakKeyDictionary",
         "WeakValueDictionary"}  # fmt: skip


def kept_in(path: Path) -> Iterator[str]:
    """Functions that keep what they gave, and module-level names that begin empty and may fill."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            if {_name(one) for one in node.decorator_list} & CACHES:
                yield node.name
        elif isinstance(node, ast.Call) and _name(node) in CACHES and node.args:
            yield ast.unparse(node.args[0])
    for statement in tree(path).body:
        if isinstance(statement, ast.Assign | ast.AnnAssign) and _begins_empty(statement.value):
            targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
            yield from (one.id for one in targets if isinstance(one, ast.Name))


def _name(node: ast.expr) -> str:
    """The last word of ``st.cache_data``, ``functools.lru_cache(maxsize=1)`` and alike."""
    node = node.func if isinstance(node, ast.Call) else node
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _begins_empty(value: ast.expr | None) -> bool:
    if isinstance(value, ast.Dict | ast.List | ast.Set):
        return not (value.keys if isinstance(value, ast.Dict) else value.elts)
    return isinstance(value, ast.Call) and not value.args and _name(value) in EMPTY


def test_nothing_is_kept_outside_the_memo_but_what_is_named_here() -> None:
    found = {
        f"{path}:{name}"
        for path in python_files("chuangmo", "pages", "app.py")
        if str(path) not in HOMES
        for name in kept_in(path)
    }
    assert found == set(ALLOWED)


def test_only_the_memo_forms_keys() -> None:
    """Callers name a question; what it was made from is added in one place."""
    forming = [
        str(path)
        for path in python_files("chuangmo", "pages", "app.py")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Name) and node.id == "LruMemo"
    ]
    assert set(forming) == {"chuangmo/service/memo.py"}


def _query_names(path: Path) -> Iterator[str]:
    """Texts given as name of a query to ``answer``: first after what makes the answer, or alone."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(".answer"):
            yield from (
                one.value
                for one in node.args[:2]
                if isinstance(one, ast.Constant) and isinstance(one.value, str)
            )


def test_no_two_queries_share_a_name_and_so_an_answer() -> None:
    names = Counter(
        name for path in python_files("chuangmo", "pages") for name in _query_names(path)
    )
    assert len(names) > 20
    assert [name for name, times in names.items() if times > 1] == []
