"""The documents speak of what exists: commands, files, links, dates."""

import ast
import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.architecture.tree import ROOT, python_files, tree

DOCUMENTS = sorted(
    p.relative_to(ROOT) for p in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"))
)
EXPECTED = (
    "README",
    "CONTRIBUTING",
    "CHANGELOG",
    "GLOSSARY",
    "DECISIONS",
    "docs/安装",
    "docs/运维手册",
)


def words(path: Path) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def run_commands() -> set[str]:
    """The words ./run takes, read from its last case statement."""
    table = words(Path("run")).rsplit('case "${1:-}" in', 1)[1]
    labels = re.findall(r"^  ([^()\n]+)\)", table, re.MULTILINE)
    return {word.strip() for label in labels for word in label.split("|")} - {"''", "--*", "*"}


def run_options() -> set[str]:
    return set(re.findall(r"--[a-z-]+", words(Path("run"))))


@pytest.mark.parametrize("name", EXPECTED)
def test_the_document_is_there(name: str) -> None:
    assert (ROOT / f"{name}.md").stat().st_size > 300


@pytest.mark.parametrize("path", DOCUMENTS, ids=str)
def test_commands_of_run_exist(path: Path) -> None:
    words_after = set(re.findall(r"\./run +([a-z-]+)", words(path)))
    assert {w for w in words_after if not w.startswith("--")} <= run_commands()
    assert {w for w in words_after if w.startswith("--")} <= run_options()


@pytest.mark.parametrize("path", DOCUMENTS, ids=str)
def test_commands_of_chuangmo_exist(path: Path) -> None:
    used = set(re.findall(r"python -m chuangmo (?:--\w+ \S+ )*([a-z-]+)", words(path)))
    known = {
        node.value
        for source in python_files("chuangmo/cli")
        for node in ast.walk(tree(source))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert used <= known


@pytest.mark.parametrize("path", DOCUMENTS, ids=str)
def test_links_lead_somewhere(path: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)", words(path))
    local = [unquote(t) for t in targets if not re.match(r"[a-z]+:", t)]
    assert [t for t in local if not (ROOT / path).parent.joinpath(t).exists()] == []


def test_the_tree_in_the_readme_exists() -> None:
    block = re.search(r"## 东西在哪里.*?```text\n(.*?)```", words(Path("README.md")), re.DOTALL)
    assert block
    names = re.findall(r"^( *)(\S+?)(?:  .*)?$", block[1], re.MULTILINE)
    parents: list[str] = []
    missing = []
    for indent, name in names:
        parents = [*parents[: len(indent) // 2], name]
        place = Path(*parents)
        if not (ROOT / place).exists() and place != Path("data/store"):
            missing.append(str(place))
    assert missing == []


def test_every_decision_has_a_date_and_at_most_five_lines() -> None:
    entries = re.split(r"^## ", words(Path("DECISIONS.md")), flags=re.MULTILINE)[1:]
    assert len(entries) >= 5
    for entry in entries:
        title, *lines = entry.strip().splitlines()
        assert re.match(r"\d{4}-\d{2}-\d{2} ", title), title
        assert len([line for line in lines if line.strip()]) <= 5, title
