"""A table of the settings that is filled in on the page: ticked, chosen, typed or pasted."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
import streamlit as st

from chuangmo.service.city.cell_texts import ALL_AREAS, NO, YES, SettingsWords
from chuangmo.service.city.present import present
from chuangmo.service.city.rows import rows_of
from chuangmo.service.city.tables import TABLES, SettingsColumn, SettingsTable
from chuangmo.service.drafts.drafts import TABLE
from chuangmo.ui import reads
from chuangmo.ui.blocks import in_hand

_KEEP, _ROW = "保留", "_row"
BETWEEN = "、"
#: The one field of these tables that is a box to tick.
_BOX_FIELD = "in_city_mean"


@dataclass(frozen=True)
class SettingsGrid:
    """How a table is shown.

    Attributes:
        table: its name.
        shown: headings in their order; the others stay as they are.
        many: headings of which several are chosen.
        ticked: a box before each row says whether it stays; else rows are marked and deleted.
        fixed: no row comes or goes.
        only: heading and the texts that rows must have there to be shown; the others stay.
        choices: what else may be chosen under a heading.
    """

    table: str
    shown: tuple[str, ...]
    many: frozenset[str] = frozenset()
    ticked: bool = False
    fixed: bool = False
    only: tuple[str, frozenset[str]] = ("", frozenset())
    choices: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def table_of(name: str) -> SettingsTable:
    """The table of a name."""
    return next(one for one in TABLES if one.name == name)


@dataclass(frozen=True)
class Typed:
    """A table as it stands on the page, not saved yet.

    Attributes:
        rows: those that are shown. others: those that are not, as the settings have them.
        digest: of the settings that it was begun from.
    """

    rows: tuple[dict[str, str], ...]
    others: tuple[dict[str, str], ...]
    digest: str

    @property
    def all(self) -> list[dict[str, str]]:
        """Every row of the table."""
        return [*self.others, *self.rows]


def notes_of(grid: SettingsGrid) -> list[str]:
    """How the columns are filled in, a sentence for each that needs one."""
    notes = {one.heading: one.note for one in table_of(grid.table).columns if one.note}
    return [f"{heading}：{notes[heading]}" for heading in grid.shown if heading in notes]


def typed_rows(grid: SettingsGrid) -> Typed:
    """Draw the table and read it as it stands there now."""
    table, words = table_of(grid.table), words_now()
    settings = words.settings
    held = [dict(row.texts) for row in rows_of(table, settings, words)]
    heading, wanted = grid.only
    others = [row for row in held if wanted and row[heading] not in wanted]
    begun = [row for row in held if row not in others]
    number, base = _working(grid, settings.digest, begun)
    edited = st.data_editor(
        _frame(grid, table, base),
        column_config=_columns(grid, table, words, base),
        num_rows="fixed" if grid.fixed else "dynamic",
        hide_index=True,
        placeholder="",
        key=f"grid_{grid.table}_{settings.digest[:12]}_{number}",
    )
    rows = _texts(grid, table, base, edited)
    _keep(grid, settings.digest, begun, rows)
    return Typed(tuple(rows), tuple(others), settings.digest)


def _working(
    grid: SettingsGrid, digest: str, begun: list[dict[str, str]]
) -> tuple[int, list[dict[str, str]]]:
    """How often rows were added, and the rows that the editor begins with.

    A session that begins goes on with what another left unsaved on the same settings.
    """
    if _key(grid) not in st.session_state:
        draft = in_hand.load(TABLE, _draft_key(grid))
        left = draft.said if draft else {}
        goes_on = left.get("digest") == digest
        st.session_state[_key(grid)] = {digest: (1, left["rows"])} if goes_on else {}
    number, base = st.session_state[_key(grid)].get(digest, (0, begun))
    return number, base


def _keep(
    grid: SettingsGrid, digest: str, begun: list[dict[str, str]], rows: list[dict[str, str]]
) -> None:
    """Keep the table for a reload or another day; as the settings have it, it is no draft."""
    if rows != begun:
        in_hand.save(TABLE, _draft_key(grid), {"digest": digest, "rows": rows})
    elif in_hand.load(TABLE, _draft_key(grid)):
        in_hand.drop(TABLE, _draft_key(grid))


def add_rows(grid: SettingsGrid, typed: Typed, rows: Sequence[Mapping[str, str]]) -> None:
    """Let more rows stand in the table from the next run on, below what is there now.

    A box that nothing was said of is ticked.
    """
    table = table_of(grid.table)
    usual = {h: YES if is_box(table, h) else "" for h in table.headings}
    filled = [usual | {h: text for h, text in row.items() if text} for row in rows]
    number = additions(grid, typed) + 1
    st.session_state[_key(grid)] = {typed.digest: (number, [*typed.rows, *filled])}


def additions(grid: SettingsGrid, typed: Typed) -> int:
    """How often rows were added since the settings were as they are."""
    return int(st.session_state.get(_key(grid), {}).get(typed.digest, (0, []))[0])


def forget_added(grid: SettingsGrid) -> None:
    """After saving, or where it is left for later: the table is as the settings have it."""
    st.session_state[_key(grid)] = {}
    in_hand.drop(TABLE, _draft_key(grid))


def words_now() -> SettingsWords:
    """The names by which the tables call things, as the settings stand."""
    board = reads.get_board()
    return SettingsWords(board.catalog, present(board, reads.actor()))


def _key(grid: SettingsGrid) -> str:
    return f"setup_added_{grid.table}"


def _draft_key(grid: SettingsGrid) -> str:
    """The name of its draft, which is one of a file as well: digits for the Chinese letters."""
    return grid.table.encode().hex()


def _frame(
    grid: SettingsGrid, table: SettingsTable, base: Sequence[Mapping[str, str]]
) -> pd.DataFrame:
    columns: dict[str, pd.Series] = {}
    if grid.ticked:
        columns[_KEEP] = pd.Series([True] * len(base), dtype="bool")
    for heading in grid.shown:
        texts = [row[heading] for row in base]
        if is_box(table, heading):
            columns[heading] = pd.Series([text == YES for text in texts], dtype="bool")
        elif heading in grid.many:
            split = [[part for part in text.split(BETWEEN) if part] for text in texts]
            columns[heading] = pd.Series(split, dtype="object")
        else:
            columns[heading] = pd.Series([text or None for text in texts], dtype="object")
    columns[_ROW] = pd.Series(range(len(base)), dtype="Int64")
    return pd.DataFrame(columns)


def _columns(
    grid: SettingsGrid,
    table: SettingsTable,
    words: SettingsWords,
    base: Sequence[Mapping[str, str]],
) -> dict[str, Any]:
    config: dict[str, Any] = {_ROW: None}
    if grid.ticked:
        config[_KEEP] = st.column_config.CheckboxColumn(_KEEP, default=True, width="small")
    for column in table.columns:
        if column.heading in grid.shown:
            held = [row[column.heading] for row in base]
            config[column.heading] = _column(grid, column, words, held)
    return config


def _column(
    grid: SettingsGrid, column: SettingsColumn, words: SettingsWords, held: Sequence[str]
) -> Any:
    heading = column.heading
    choices = choices_of(grid, column, words, held)
    if column.field == _BOX_FIELD:
        return st.column_config.CheckboxColumn(heading, default=False)
    if heading in grid.many:
        return st.column_config.MultiselectColumn(heading, options=choices, width="medium")
    if choices:
        return st.column_config.SelectboxColumn(heading, options=choices)
    return st.column_config.TextColumn(heading)


def choices_of(
    grid: SettingsGrid, column: SettingsColumn, words: SettingsWords, held: Sequence[str] = ()
) -> list[str]:
    """What may be chosen in a cell, with what stands there; nothing where it is typed."""
    by_field = {
        "indicators": words.indicators,
        "areas": (ALL_AREAS, *words.areas),
        "contact": tuple(one.name for one in words.settings.offices),
    }
    given = column.choices(words) if column.choices else by_field.get(column.field, ())
    choices = [*given, *grid.choices.get(column.heading, ())]
    if not choices:
        return []
    split = BETWEEN if column.heading in grid.many else "\0"
    stand = [part for text in held for part in text.split(split) if part]
    return list(dict.fromkeys([*choices, *stand]))


def is_box(table: SettingsTable, heading: str) -> bool:
    """Whether a column is ticked or not."""
    return next(one for one in table.columns if one.heading == heading).field == _BOX_FIELD


def _texts(
    grid: SettingsGrid,
    table: SettingsTable,
    base: Sequence[Mapping[str, str]],
    edited: pd.DataFrame,
) -> list[dict[str, str]]:
    """The rows of the editor as texts; what it does not show comes from the row it was."""
    found = []
    for row in edited.to_dict("records"):
        if grid.ticked and row[_KEEP] is False:
            continue
        number = row[_ROW]
        before = {} if pd.isna(number) else base[int(number)]
        texts = dict.fromkeys(table.headings, "") | dict(before)
        texts |= {h: _cell(row[h], is_box(table, h)) for h in grid.shown}
        typed = [texts[h] for h in grid.shown if not is_box(table, h)]
        if any(typed):
            found.append(texts)
    return found


def _cell(value: Any, is_yes: bool) -> str:
    if is_yes:
        return YES if value is True else NO
    if not isinstance(value, str) and isinstance(value, Iterable):
        return BETWEEN.join(str(one) for one in value)
    return "" if value is None or pd.isna(value) else str(value).strip()
