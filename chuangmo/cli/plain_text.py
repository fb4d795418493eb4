"""Answers of the command line as text for people: pairs, then tables with aligned columns."""

import unicodedata
from typing import Any

from chuangmo.catalog.faults import Fault

_LONGEST = 40


def as_text(answer: dict[str, Any]) -> str:
    """The answer as ``key: value`` lines followed by one table for each list of rows.

    The sentences of ``notices`` and ``faults`` stand in full, one a line, and so does a long
    ``detail`` or ``message`` of a row. An answer that is a ``text`` alone is printed as it is.
    """
    if set(answer) == {"text"}:
        return str(answer["text"]).removesuffix("\n")
    answer = dict(answer)
    notices = answer.pop("notices", [])
    lines = [f"{key}: {_cell(value)}" for key, value in answer.items() if not _is_table(value)]
    lines += [f"  · {notice}" for notice in notices]
    for key, value in answer.items():
        if key == "faults" and _is_table(value):
            lines += ["", f"[{key}]", *(f"  · {Fault(**row)}" for row in value)]
        elif _is_table(value):
            lines += ["", f"[{key}]", *_table(value), *_messages(value)]
    return "\n".join(lines)


def _messages(rows: list[dict[str, Any]]) -> list[str]:
    """The sentences inside the rows (diagnostics, questions) in full, one a line."""
    lines = []
    for row in rows:
        detail = str(row.get("detail", ""))
        lines += [f"  · {row.get('name', '')}：{detail}"] if len(detail) > _LONGEST else []
        said = str(row.get("message", ""))
        lines += [f"  · {said}"] if len(said) > _LONGEST else []
        nested = [item for value in row.values() if _is_table(value) for item in value]
        lines += [f"  · {item['message']}" for item in nested if "message" in item]
        lines += [f"  ? {item['prompt']}（{item['key']}）" for item in nested if "prompt" in item]
    return lines


def _is_table(value: object) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _table(rows: list[dict[str, Any]]) -> list[str]:
    known = dict.fromkeys(key for row in rows for key in row)
    heads = [key for key in known if any(row.get(key) not in (None, "", [], {}) for row in rows)]
    texts = [[_cell(row.get(key)) for key in heads] for row in rows]
    widths = [max(_width(text) for text in column) for column in zip(heads, *texts, strict=True)]
    return ["  ".join(_pad(t, w) for t, w in zip(line, widths, strict=True)).rstrip()
            for line in [heads, *texts]]  # fmt: skip


def _cell(value: object) -> str:
    if value is None:
        return "—"
    if isinstance(value, dict):
        return " ".join(f"{key}={_cell(item)}" for key, item in value.items())
    if isinstance(value, list):
        return f"{len(value)} 项" if _is_table(value) else "、".join(_cell(item) for item in value)
    text = str(value)
    if len(text) <= _LONGEST:
        return text
    is_path = text.startswith("/")  # of a path the end tells
    return "…" + text[1 - _LONGEST :] if is_path else text[: _LONGEST - 1] + "…"


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _pad(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
