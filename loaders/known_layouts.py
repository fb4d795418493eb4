"""Forms that a person has confirmed: as TOML, by fingerprint, with the answers that belong to them.

Answers of layout scope (what a run of numbers is, what brackets mean, which indicator a column
holds, a unit) are given again by themselves; a place, a period or a name never is.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import tomli_w

from loaders.columns import Column

_TOPICS = ("axis", "paren", "indicator", "state", "coverage")
_FAMILIES = ("unit-", "rate-")
_HEAD = "# 已确认的版式，由 layout accept 写入。没有行号和列号；answers 是随版式记住的回答。\n"


@dataclass(frozen=True)
class FoundLayout:
    """One block's form as recognised: what ``layout accept`` keeps.

    Attributes:
        block: where each axis is read, in the words of the layout file.
        answers: topic -> answer of layout scope that this reading used.
        known: whether the form had been accepted before.
    """

    fingerprint: str
    sheet: str
    block: dict[str, Any] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)
    known: bool = False


def is_layout_topic(topic: str) -> bool:
    """Whether the answer to a question belongs to the form, not to this one file."""
    return topic in _TOPICS or topic.startswith(_FAMILIES)


def described(columns: Iterable[Column], sources: Mapping[str, str]) -> dict[str, Any]:
    """A block as the layout file writes it: key headers by role and the source of every axis."""
    here = list(columns)
    block: dict[str, Any] = {axis: {"from": source} for axis, source in sorted(sources.items())}
    block["keys"] = [
        {"role": c.key, "header": list(c.header)} for c in here if c.role == "key"
    ]  # fmt: skip
    named = {(c.indicator, c.unit.name if c.unit else "") for c in here if c.role == "value"}
    block["values"] = [
        {"indicator": indicator, "unit": unit} if unit else {"indicator": indicator}
        for indicator, unit in sorted(named)
    ]
    return block


def rendered(layout: FoundLayout) -> bytes:
    """The bytes of one layout file."""
    table: dict[str, Any] = {
        "id": f"auto-{layout.fingerprint}",
        "fingerprint": [layout.fingerprint],
        "answers": layout.answers,
        "block": [layout.block],
    }
    return (_HEAD + tomli_w.dumps({"layout": [table]})).encode()


def known_answers(folders: Iterable[Path]) -> dict[str, dict[str, str]]:
    """Fingerprint -> remembered answers, from every ``*.toml`` of the folders; later ones win.

    Raises:
        ValueError: a file is no layout file; its name is in the message.
    """
    found: dict[str, dict[str, str]] = {}
    for folder in folders:
        for path in sorted(folder.glob("*.toml")) if folder.is_dir() else []:
            for layout in _layouts(path):
                answers = {str(k): str(v) for k, v in dict(layout.get("answers", {})).items()}
                for mark in layout["fingerprint"]:
                    found[str(mark)] = {k: v for k, v in answers.items() if is_layout_topic(k)}
    return found


def _layouts(path: Path) -> list[dict[str, Any]]:
    try:
        layouts = tomllib.loads(path.read_text(encoding="utf-8")).get("layout", [])
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"{path.name}：版式文件读不懂（{error}）。") from error
    if not all(
        isinstance(one, dict) and isinstance(one.get("fingerprint"), list) for one in layouts
    ):
        raise ValueError(f"{path.name}：版式文件缺 fingerprint。")
    return list(layouts)
