"""SQL statements put together from constants only; values always travel as parameters."""

from typing import Final

from chuangmo.store import rows


def query(body: str, *parts: str) -> str:
    """A statement behind its common table expressions, words filled in."""
    return "WITH " + ",\n".join(map(filled, parts)) + "\n" + filled(body)


def _same(columns: tuple[str, ...], left: str, right: str) -> str:
    pairs = (f'{left}."{c}" IS NOT DISTINCT FROM {right}."{c}"' for c in columns)
    return " AND ".join(pairs)


def _columns(schema_names: list[str], table: str) -> str:
    return ", ".join(f'{table}."{name}"' for name in schema_names)


def _as_text(columns: list[str], *said: str) -> str:
    """The columns as one text; ``said`` are expressions that add nothing where they are null."""
    texts = (f"coalesce(\"{c}\"::VARCHAR, '␀')" for c in columns)
    return "concat_ws(chr(31), " + ", ".join([*texts, *said]) + ") AS text"


_UNAUDITED: Final = f"IS NOT DISTINCT FROM '{rows.UNAUDITED}'"

#: What stands for ``@word`` in the statements below.
_WORDS: Final = {
    "@RANK": "batch * 1099511627776 + line"
    f" - CASE WHEN audit = '{rows.UNAUDITED}' THEN 4611686018427387904 ELSE 0 END",
    "@GRAIN": ", ".join(f'"{c}"' for c in rows.GRAIN),
    "@OBSERVED": _columns(rows.OBSERVATIONS.names, "h"),
    "@PARTS": _columns(rows.PARTS.names, "p"),
    # for the same kinds of a count the same text, whatever their order in the sheet
    "@TOLD": "string_agg(concat(name, ' ', rtrim(rtrim(value::VARCHAR, '0'), '.'), unit), '、'"
    " ORDER BY name, value, unit) AS told",
    "@SAME_GRAIN_AS_TOLD": _same(rows.GRAIN, "r", "t"),
    "@LISTED": _columns(rows.LEDGER.names, "i"),
    "@SAME_GRAIN_AS_NOW": _same(rows.GRAIN, "h", "now"),
    "@SAME_GRAIN_AS_STAGED": _same(rows.GRAIN, "s", "h"),
    "@SAME_SERIES": _same(
        ("indicator", "area", "site", "kind", "statistic", "dust", "form"), "h", "p"
    ),
    "@UNAUDITED": _UNAUDITED,
    "@SAME_AUDIT": f"(s.audit {_UNAUDITED}) = (h.audit {_UNAUDITED})",
    "@OUTRANKED": f"(s.audit {_UNAUDITED} AND NOT h.audit {_UNAUDITED})",
    "@SAME_CONTENT": _same(rows.CONTENT, "s", "h"),
    "@FROM": _columns(list(rows.CONTENT), "h"),
    "@NOTHING": ", ".join("NULL" for _ in rows.CONTENT),
    "@TO": _columns([*rows.GRAIN, *rows.CONTENT], "s"),
    "@SAME_LIST": _same(("kind", "area", "year", "as_of", "batch"), "i", "l"),
    # null sites (the area's own figure) come first everywhere
    "@ORDER": 'h.indicator, h.area, h.site NULLS FIRST, h."start", h."end", h.kind,'
    " h.statistic, h.dust",
    # said only where it is: the checksums of homes without it stay as they were
    "@OBSERVATION_TEXT": _as_text(
        ["batch", *(c for c in rows.OBSERVATIONS.names if c not in ("audit", "outside"))],
        "nullif(audit, '')",
        "CASE WHEN outside THEN 'outside' END",
    ),
    "@PART_TEXT": _as_text(["batch", "line", *rows.PARTS.names]),
    "@LEDGER_TEXT": _as_text(["batch", "line", *rows.LEDGER.names]),
    "@EVENT_TEXT": _as_text(["seq", "batch", "event", "actor", "at", "reason"]),
}


def filled(text: str) -> str:
    """A statement with the columns for ``@word``."""
    for word in sorted(_WORDS, key=len, reverse=True):
        text = text.replace(word, _WORDS[word])
    return text
