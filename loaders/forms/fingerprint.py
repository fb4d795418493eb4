"""The fingerprint of a form: what stays the same when month, places and values change."""

import hashlib
import re
from collections.abc import Sequence

from loaders.model.table import Column
from loaders.words.normalise import label


def fingerprint(columns: Sequence[Column], sources: Sequence[str]) -> str:
    """Hash of roles, header words, units and axis sources; periods, places and numbers left out."""
    lines = sorted(
        f"{c.role}|{c.key}|{c.indicator}|{c.part}|{c.unit.name if c.unit else ''}|"
        f"{'+'.join(sorted(c.modifiers))}|" + "/".join(_faceless(text, c) for text in c.header)
        for c in columns
        if c.role in ("key", "value", "part")
    )
    text = "\n".join([*dict.fromkeys(lines), *sorted(sources)])
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _faceless(text: str, column: Column) -> str:
    body = label(text)
    if column.role == "value" and (column.places or column.period):
        return "{axis}" if not column.indicator else column.indicator
    return re.sub(r"(?:19|20)\d{2}年?|\d+月(?:份)?", "{per}", body)
