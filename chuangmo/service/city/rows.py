"""Settings as rows of text: found again, compared cell by cell, read back into entries."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from chuangmo.catalog.entry import CatalogEntry
from chuangmo.catalog.read import entry_faults
from chuangmo.catalog.toml_text import Raw
from chuangmo.service.city.cell_texts import SettingsWords
from chuangmo.service.city.tables import SettingsTable, entries_of, raw_of
from chuangmo.service.city.values import CitySettings, SettingsChange, SettingsProblem


@dataclass(frozen=True)
class SettingsRow:
    """One row: its texts by heading.

    Attributes:
        entry: what it says, where it was made from that; ``None`` of a row of a workbook.
        cells: the cell of every heading without its sheet; empty where there is no workbook.
        written: the texts as the workbook has them.
    """

    texts: Mapping[str, str]
    entry: CatalogEntry | None = None
    cells: Mapping[str, str] = field(default_factory=dict)
    written: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class RowPair:
    """A row as it was and as it shall be; one of them ``None`` where a row comes or goes."""

    before: SettingsRow | None
    now: SettingsRow | None


def rows_of(
    table: SettingsTable, settings: CitySettings, words: SettingsWords
) -> list[SettingsRow]:
    """The rows of a table as the settings fill it."""
    return [
        SettingsRow(table.texts(entry, words), entry)
        for entry in entries_of(table, settings, words)
    ]


def completed(table: SettingsTable, row: SettingsRow, before: Sequence[SettingsRow]) -> SettingsRow:
    """A row of a workbook made before there were some columns: these stay as they are."""
    lacking = [heading for heading in table.headings if heading not in row.texts]
    if not lacking:
        return row
    same = (one for one in before if _labelled(table, one) == _labelled(table, row))
    was = next(same, None)
    texts = {heading: was.texts[heading] if was else "" for heading in lacking}
    return SettingsRow(dict(row.texts) | texts, row.entry, row.cells, row.written)


def _labelled(table: SettingsTable, row: SettingsRow) -> tuple[str, ...]:
    return tuple(row.texts[heading] for heading in table.label)


def as_written(
    table: SettingsTable, row: SettingsRow, known: Mapping[str, set[str]], words: SettingsWords
) -> SettingsRow:
    """A row of a workbook with every cell written as the board writes it.

    Args:
        known: texts by heading that stand as they are: the board wrote them.
    """
    texts = dict(row.texts)
    for column in table.columns:
        text = texts[column.heading]
        if not text and column.default is not None:
            texts[column.heading] = column.show(column.default, words)
        elif text and text not in known[column.heading]:
            try:
                texts[column.heading] = column.show(column.read(text, words), words)
            except ValueError:  # told where the entry is made
                continue
    if "编号" in texts and "名称" in texts and not texts["编号"]:
        texts["编号"] = texts["名称"]
    return SettingsRow(texts, None, row.cells, row.texts)


def paired(
    table: SettingsTable, before: Sequence[SettingsRow], now: Sequence[SettingsRow]
) -> list[RowPair]:
    """Every row beside the one that it was: by its key, else by what it has in common with one."""
    partner: dict[int, int] = {}
    free = dict(enumerate(before))
    for headings in (table.headings, *table.same):
        places: dict[tuple[str, ...], list[int]] = {}
        for number, row in free.items():
            places.setdefault(tuple(row.texts[h] for h in headings), []).append(number)
        for number, row in enumerate(now):
            key = tuple(row.texts[h] for h in headings)
            if number not in partner and any(key) and places.get(key):
                partner[number] = places[key].pop(0)
                free.pop(partner[number])
        if headings == table.same[0] and table.was:
            _pair_renamed(table, free, now, partner)
    pairs = [
        RowPair(before[partner[n]] if n in partner else None, row) for n, row in enumerate(now)
    ]
    return [*pairs, *(RowPair(row, None) for row in free.values())]


def _pair_renamed(
    table: SettingsTable,
    free: dict[int, SettingsRow],
    now: Sequence[SettingsRow],
    partner: dict[int, int],
) -> None:
    """Pair a row that says what it was called with the one that is called so."""
    names = {row.texts[table.label[0]]: number for number, row in free.items()}
    for number, row in enumerate(now):
        for text in reversed(row.texts[table.was].split("、")):
            place = names.get(text.partition("=")[0].partition("/")[0])
            if number not in partner and place in free:
                partner[number] = place
                free.pop(place)


def changes_of(table: SettingsTable, pairs: Iterable[RowPair]) -> Iterator[SettingsChange]:
    """What differs: a change a cell, one for a row that comes or goes."""
    for pair in pairs:
        if pair.before is None and pair.now is not None:
            first = next(iter(pair.now.cells.values()), "")
            yield SettingsChange(
                table.name, table.named(pair.now.texts), "", "", _summed(pair.now.texts),
                f"{table.name}!{first}" if first else "",
            )  # fmt: skip
        elif pair.now is None and pair.before is not None:
            texts = pair.before.texts
            yield SettingsChange(table.name, table.named(texts), "", _summed(texts), "")
        elif pair.before is not None and pair.now is not None:
            for heading in differing(pair.before, pair.now):
                cell = pair.now.cells.get(heading, "")
                yield SettingsChange(
                    table.name, table.named(pair.before.texts), heading,
                    pair.before.texts[heading], pair.now.texts[heading],
                    f"{table.name}!{cell}" if cell else "",
                )  # fmt: skip


def differing(before: SettingsRow, now: SettingsRow) -> list[str]:
    """The headings whose cells differ."""
    return [heading for heading, text in now.texts.items() if before.texts[heading] != text]


def _summed(texts: Mapping[str, str]) -> str:
    return "；".join(f"{heading} {text}" for heading, text in texts.items() if text)


def entry_of(
    table: SettingsTable, pair: RowPair, words: SettingsWords
) -> tuple[CatalogEntry | None, list[SettingsProblem]]:
    """The entry that a row says: as it was but for the cells that differ; or what is wrong."""
    row = pair.now
    assert row is not None
    if row.entry is not None:
        return row.entry, []
    raw = raw_of(pair.before.entry) if pair.before and pair.before.entry else {}
    wanted = differing(pair.before, row) if pair.before else list(row.texts)
    problems = _fill(table, raw, row, wanted, words)
    if problems:
        return None, problems
    entry, faults = entry_faults(table.model, raw)
    return entry, [
        problem_at(table, row, table.heading_of(name), reason) for name, reason in faults
    ]


def _fill(
    table: SettingsTable, raw: Raw, row: SettingsRow, wanted: Sequence[str], words: SettingsWords
) -> list[SettingsProblem]:
    problems = []
    for column in table.columns:
        text = row.texts[column.heading]
        if column.heading not in wanted:
            continue
        raw.pop(column.field, None)
        if not text:
            if column.required:
                reason = f"没有写{column.heading}。"
                problems.append(problem_at(table, row, column.heading, reason))
            continue
        try:
            value: Any = column.read(text, words)
        except ValueError as error:
            problems.append(problem_at(table, row, column.heading, str(error)))
        else:
            raw[column.field] = value
    return problems


def problem_at(
    table: SettingsTable, row: SettingsRow | None, heading: str, reason: str
) -> SettingsProblem:
    """A problem at a cell of a row; of a row without cells it is named by what it holds."""
    cell = row.cells.get(heading, "") if row else ""
    found = (row.written or row.texts).get(heading, "") if row else ""
    named = f"{table.name}!{cell}" if cell else " ".join(
        part for part in (table.name, table.named(row.texts) if row else "", heading) if part
    )  # fmt: skip
    return SettingsProblem(table.name, cell, found, f"{named}：{reason}")
