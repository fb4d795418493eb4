"""What settings would become: from the rows of a workbook, or from other settings."""

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from chuangmo.catalog.catalog import Catalog
from chuangmo.catalog.entry import CatalogEntry
from chuangmo.catalog.faults import Fault
from chuangmo.catalog.overlay import CITY, Kind
from chuangmo.service.city.cell_texts import SettingsWords
from chuangmo.service.city.entry_steps import place_of
from chuangmo.service.city.fact_rows import CITY_ROW, FactRow, facts_of
from chuangmo.service.city.renaming import followed, names_for
from chuangmo.service.city.rows import (
    RowPair,
    SettingsRow,
    as_written,
    changes_of,
    completed,
    differing,
    entry_of,
    paired,
    problem_at,
    rows_of,
)
from chuangmo.service.city.tables import DISTRICT, FACT, TABLES, SettingsTable, with_entries
from chuangmo.service.city.values import CitySettings, SettingsChange, SettingsProblem


@dataclass
class SettingsDraft:
    """Settings as they would be.

    Attributes:
        places: the row of every entry by how a fault of the catalog names it.
        former: the row of every entry as it was, and what became of it, by the same name.
    """

    base: CitySettings
    wanted: CitySettings
    changes: list[SettingsChange] = field(default_factory=list)
    problems: list[SettingsProblem] = field(default_factory=list)
    places: dict[tuple[str, str], tuple[SettingsTable, SettingsRow]] = field(default_factory=dict)
    former: dict[tuple[str, str], tuple[SettingsTable, RowPair]] = field(default_factory=dict)

    def problem_of(self, fault: Fault) -> SettingsProblem:
        """A fault of the catalog at its cell; as it stands where no row is behind it."""
        place = self.places.get((Path(fault.file).name, fault.entry))
        if place is None:
            table = FACT if Path(fault.file).name == Path(CITY.file).name else ""
            where = " ".join(part for part in (fault.entry, fault.field) if part)
            said = "：".join(part for part in (table, where, fault.reason) if part)
            return SettingsProblem(table, "", "", said)
        table_, row = place
        name = fault.field.partition("[")[0].partition(".")[0]
        return problem_at(table_, row, table_.heading_of(name), fault.reason)

    def lost(self, kind: Kind[Any], entry: CatalogEntry, reason: str) -> SettingsProblem:
        """That an entry cannot go: at the cell that makes it another one, where there is one."""
        table, pair = self.former[place_of(kind, entry)]
        assert pair.before is not None, "what is lost was there"
        named = table.named(pair.before.texts)
        if pair.now is not None:
            heading = next(iter(differing(pair.before, pair.now)), table.headings[0])
            return problem_at(table, pair.now, heading, f"“{named}”{reason}")
        return SettingsProblem(table.name, "", named, f"{table.name}：“{named}”{reason}")


def draft_of_settings(base: CitySettings, wanted: CitySettings, catalog: Catalog) -> SettingsDraft:
    """What becomes of the settings where others shall hold."""
    named = followed(base, names_for(base, wanted))  # what only follows a name is no change
    before, now = SettingsWords(catalog, named), SettingsWords(catalog, wanted)
    draft = SettingsDraft(base, wanted)
    for table in TABLES:
        pairs = paired(table, rows_of(table, named, before), rows_of(table, wanted, now))
        draft.changes += changes_of(table, pairs)
        entries = [(row.entry, row) for row in (pair.now for pair in pairs) if row and row.entry]
        _place(draft, table, entries)
        _keep_former(draft, table, pairs)
    return draft


def draft_of_rows(
    base: CitySettings, given: Mapping[str, Sequence[SettingsRow]], catalog: Catalog
) -> SettingsDraft:
    """What becomes of the settings by the rows of a workbook; a table it lacks stays.

    An entry whose row is wrong stays as it was, so that what rests on it can still be checked.
    """
    words, named = SettingsWords(catalog, base), base
    draft = SettingsDraft(base, base)
    entries: dict[str, list[CatalogEntry]] = {}
    for table in TABLES:
        before = rows_of(table, named, words)
        if table.name in given:
            pairs = _pairs(table, before, given[table.name], words)
        else:
            pairs = [RowPair(row, row) for row in before]
        draft.changes += changes_of(table, pairs)
        _keep_former(draft, table, pairs)
        if table.name == FACT:
            _take_facts(draft, pairs, words)
        else:
            entries[table.name] = _taken(draft, table, pairs, words)
        if table.name == DISTRICT:  # what stands in the other tables may be in a new one
            wanted = replace(base, districts=tuple(entries[DISTRICT]))  # type: ignore[arg-type]
            words = SettingsWords(catalog, wanted)
            named = followed(base, names_for(base, wanted))
    facts = draft.wanted.facts
    draft.wanted = with_entries(replace(base, facts=facts), entries)
    return draft


def _pairs(
    table: SettingsTable,
    before: Sequence[SettingsRow],
    given: Sequence[SettingsRow],
    words: SettingsWords,
) -> list[RowPair]:
    known = {h: {row.texts[h] for row in before} for h in table.headings}
    whole = (completed(table, row, before) for row in given)
    return paired(table, before, [as_written(table, row, known, words) for row in whole])


def _taken(
    draft: SettingsDraft, table: SettingsTable, pairs: Sequence[RowPair], words: SettingsWords
) -> list[CatalogEntry]:
    """The entries of a table, those that stay first; what is wrong is noted."""
    found: list[tuple[CatalogEntry, SettingsRow]] = []
    wrong: list[SettingsRow] = []
    for pair in pairs:
        if pair.now is None:
            continue
        entry, problems = entry_of(table, pair, words)
        draft.problems += problems
        if entry is None:
            wrong.append(pair.now)
        if entry is None and pair.before is not None:
            entry = pair.before.entry
        if entry is not None:
            found.append((entry, pair.now))
    _place(draft, table, found)
    draft.problems += _twice(table, [pair.now for pair in pairs if pair.now], wrong)
    order = {id(pair.now): n for n, pair in enumerate(pairs) if pair.before is not None}
    return [entry for entry, _ in sorted(found, key=lambda one: order.get(id(one[1]), len(pairs)))]


def _place(
    draft: SettingsDraft,
    table: SettingsTable,
    entries: Sequence[tuple[CatalogEntry, SettingsRow]],
) -> None:
    """Note where every entry stands; one that stands twice is told."""
    if table.kind is None:
        return
    for entry, row in entries:
        place = place_of(table.kind, entry)
        if place in draft.places:
            draft.problems.append(_same(draft.places[place], (table, row)))
        draft.places.setdefault(place, (table, row))


def _twice(
    table: SettingsTable, rows: Sequence[SettingsRow], wrong: Sequence[SettingsRow]
) -> Iterator[SettingsProblem]:
    """Rows with something wrong in them that are another one's once that is put right."""
    first: dict[tuple[str, ...], SettingsRow] = {}
    for row in rows:
        key = tuple(row.texts[heading] for heading in table.same[0])
        known = first.setdefault(key, row)
        if known is not row and any(key) and any(row is one or known is one for one in wrong):
            yield _same((table, known), (table, row))


def _same(
    first: tuple[SettingsTable, SettingsRow], second: tuple[SettingsTable, SettingsRow]
) -> SettingsProblem:
    """That a row is one that stands already."""
    table, row = first
    cell = row.cells.get(table.label[0], "")
    where = f"{table.name}!{cell}" if cell else f"{table.name}里的另一条"
    return problem_at(*second, second[0].label[0], f"与{where}是同一条，请删去一行。")


def _keep_former(draft: SettingsDraft, table: SettingsTable, pairs: Sequence[RowPair]) -> None:
    """Note what became of every entry."""
    for pair in pairs:
        if table.kind is not None and pair.before is not None and pair.before.entry is not None:
            draft.former[place_of(table.kind, pair.before.entry)] = table, pair


def _take_facts(draft: SettingsDraft, pairs: Sequence[RowPair], words: SettingsWords) -> None:
    table = TABLES[-1]
    if not any(change.table == FACT for change in draft.changes):
        return
    rows: list[tuple[FactRow, SettingsRow]] = []
    wrong = False
    for pair in pairs:
        if pair.now is None:
            draft.problems += _lost_fact(pair)
            continue
        entry, problems = entry_of(table, pair, words)
        draft.problems += problems
        wrong = wrong or bool(problems)
        if isinstance(entry, FactRow):
            rows.append((entry, pair.now))
    facts, faults = facts_of(draft.base.facts, draft.base.name, [entry for entry, _ in rows], words)
    for number, name, reason in faults:
        draft.problems.append(problem_at(table, rows[number][1], table.heading_of(name), reason))
    if not wrong and not faults:
        draft.wanted = replace(draft.wanted, facts=facts)


def _lost_fact(pair: RowPair) -> Iterator[SettingsProblem]:
    """A row of the city itself that is not there: such a fact is emptied, never taken out."""
    if pair.before is not None and pair.before.texts["类别"] == CITY_ROW:
        name = pair.before.texts["名称"]
        said = f"{FACT}：少了“{name}”这一行，请写回来；不要它的，把内容一格清空。"
        yield SettingsProblem(FACT, "", name, said)


def gone(
    base: Sequence[Any], wanted: Sequence[Any], key: Callable[[Any], Hashable]
) -> Iterator[tuple[Hashable, Any]]:
    """The entries whose key is no longer there."""
    kept = {key(one) for one in wanted}
    yield from ((key(one), one) for one in base if key(one) not in kept)
