"""What a settings workbook knows of the settings that it was made from, and what changed since.

A hidden sheet names every row with a fingerprint of its texts. A workbook that comes back after the
settings went on would silently put them back; by this it is told.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from chuangmo.service.city.cell_texts import SettingsWords
from chuangmo.service.city.rows import rows_of
from chuangmo.service.city.tables import TABLES
from chuangmo.service.city.values import CitySettings, SettingsChange, SettingsSince
from loaders.model.sheet import Sheet

STAMP_SHEET = "下载时的设置"
_TAKEN = "下载时刻（北京时间）"
_SHORT = 16  # hexadecimal digits of a fingerprint
#: Table, what people call the row, fingerprint.
_Row = tuple[str, str, str]


@dataclass(frozen=True)
class SettingsStamp:
    """The settings of a moment: its words, and their rows."""

    at: str
    rows: frozenset[_Row]


def stamp_rows(settings: CitySettings, words: SettingsWords, at: str) -> list[tuple[str, ...]]:
    """The rows of the hidden sheet: the moment first."""
    return [(_TAKEN, at), *_rows(settings, words)]


def read_stamp(sheets: Sequence[Sheet]) -> SettingsStamp | None:
    """What a workbook says of when it was made; ``None`` where it says nothing."""
    sheet = next((one for one in sheets if one.name == STAMP_SHEET), None)
    if sheet is None or sheet.value(0, 0) != _TAKEN:
        return None
    found = [tuple(str(sheet.value(n, c) or "") for c in range(3)) for n in range(len(sheet.rows))]
    return SettingsStamp(found[0][1], frozenset((a, b, c) for a, b, c in found[1:]))


def since_then(
    stamp: SettingsStamp | None,
    base: CitySettings,
    words: SettingsWords,
    changes: Sequence[SettingsChange],
) -> SettingsSince | None:
    """What of the changes touches rows that went on since; ``None`` where nothing does."""
    if stamp is None:
        return None
    moved = {row[:2] for row in stamp.rows ^ frozenset(_rows(base, words))}
    undone = tuple(one for one in changes if (one.table, one.entry) in moved)
    return SettingsSince(stamp.at, undone) if undone else None


def _rows(settings: CitySettings, words: SettingsWords) -> list[_Row]:
    return [
        (table.name, table.named(row.texts), _fingerprint(row.texts))
        for table in TABLES
        for row in rows_of(table, settings, words)
    ]


def _fingerprint(texts: Mapping[str, str]) -> str:
    said = "\n".join(f"{heading}\t{text}" for heading, text in sorted(texts.items()) if text)
    return hashlib.sha256(said.encode()).hexdigest()[:_SHORT]
