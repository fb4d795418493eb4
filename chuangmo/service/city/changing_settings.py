"""Changing the settings of a city: shown first, then one line of the journal, undone the same way.

What was shown is what is written: where the settings changed in between, nothing is. An entry that
ships with the program can be replaced by one of the home, never taken away.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from chuangmo.access.accounts.accounts import Accounts
from chuangmo.access.accounts.database import DatabaseFault
from chuangmo.access.actor import MANAGER, Actor
from chuangmo.catalog.divisions.renaming import renamed_between
from chuangmo.catalog.faults import Fault, UnfitEntry
from chuangmo.catalog.mistakes.codes import code_of_another
from chuangmo.catalog.overlay import CITY, DISTRICTS, HAND_MARKS, SITES, CityKey
from chuangmo.period import LOCAL_ZONE
from chuangmo.service.auditing import allow, audited, note_export
from chuangmo.service.board import Board, require
from chuangmo.service.city.cell_texts import SettingsWords
from chuangmo.service.city.comparing import (
    SettingsDraft,
    draft_of_rows,
    draft_of_settings,
    gone,
)
from chuangmo.service.city.entry_steps import (
    faults_of,
    file_changes,
    place_of,
    shipped_adoptions_lost,
    shipped_losses,
    steps,
)
from chuangmo.service.city.present import facts_with, settings_files, settings_of
from chuangmo.service.city.renaming import (
    DistrictEnded,
    DistrictRenamed,
    changed_district,
    followed,
    names_for,
    rows_words,
    taken_names,
    told_of,
)
from chuangmo.service.city.rows import SettingsRow
from chuangmo.service.city.stamps import since_then
from chuangmo.service.city.tables import DISTRICT, FACT
from chuangmo.service.city.values import (
    CitySettings,
    SettingsApplied,
    SettingsChange,
    SettingsEvent,
    SettingsMoved,
    SettingsPreview,
    SettingsProblem,
    SettingsSince,
    UnfitSettings,
)
from chuangmo.service.city.workbook import read_settings_workbook, settings_workbook
from chuangmo.service.overlay.journal import SETTINGS, kind_of, sha256
from chuangmo.store.errors import StoreFault
from chuangmo.store.renaming import said_by
from chuangmo.store.rows import Selection

_ACTION = "catalog"
_NAMED = 8
_SHIPPED = "随程序发行，其他各格可以改写，名称（编号、年份等）不能改，也不能撤去；请改回来。"
_HAS_DATA = (
    "已有数据，不能直接改名或撤去。更名、合并的，用“设置”页的“区县更名、合并”；在工作簿里，"
    "更名的在新名那一行的“曾用名”写 {name}=从哪天起用新名，合并的留着这一行，写“撤销日”和“并入”。"
    "历年的数都留着。"
)
_SITE_HAS_DATA = "已有数据，不能改编号或撤去，请改回来；报表里的新写法写进“其他名称”。"
_NAME_TAKEN = "名下已有{rows}，不能用作新名。"
#: Which part of the settings a file of the overlay holds.
_PARTS = {
    "districts.toml": "districts", "sites.toml": "sites", "targets.toml": "targets",
    "duties.toml": "duties", "offices.toml": "offices",
}  # fmt: skip


def preview_settings(board: Board, actor: Actor, wanted: CitySettings) -> SettingsPreview:
    """What it would do if other settings held, made from ``present``; nothing is written.

    Raises:
        Forbidden: the person is no administrator.
    """
    require(actor, MANAGER)
    base = settings_of(board.catalog)
    return _checked(board, draft_of_settings(base, wanted, board.catalog))


def preview_settings_book(board: Board, actor: Actor, data: bytes, name: str) -> SettingsPreview:
    """What a settings workbook would do; nothing is written.

    Raises:
        Forbidden: the person is no administrator.
    """
    require(actor, MANAGER)
    book = read_settings_workbook(data, name)
    base = settings_of(board.catalog)
    found = _checked(board, draft_of_rows(base, book.rows, board.catalog))
    unread = {(one.sheet, one.cell) for one in book.problems if one.cell}
    more = [one for one in found.problems if (one.sheet, one.cell) not in unread]
    words = SettingsWords(board.catalog, base)
    return replace(
        found,
        problems=(*book.problems, *more),
        workbook=(name, data),
        notices=(*book.notices, *found.notices),
        since=since_then(book.stamp, base, words, found.changes),
    )


def preview_rows(
    board: Board, actor: Actor, given: Mapping[str, Sequence[Mapping[str, str]]]
) -> SettingsPreview:
    """What it would do if tables had these rows, as somebody typed them; nothing is written.

    Args:
        given: rows by name of table, each the texts of its cells by heading; a table that is not
            there stays.

    Raises:
        Forbidden: the person is no administrator.
    """
    require(actor, MANAGER)
    rows = {name: [SettingsRow(texts) for texts in typed] for name, typed in given.items()}
    return _checked(board, draft_of_rows(settings_of(board.catalog), rows, board.catalog))


def preview_district_change(
    board: Board, actor: Actor, change: DistrictRenamed | DistrictEnded
) -> SettingsPreview:
    """What it would do to rename a district from a day on, or to end it; nothing is written.

    Raises:
        Forbidden: the person is no administrator.
    """
    require(actor, MANAGER)
    base = settings_of(board.catalog)
    return _checked(board, draft_of_settings(base, changed_district(base, change), board.catalog))


def apply_settings(board: Board, actor: Actor, preview: SettingsPreview) -> SettingsApplied:
    """Write what was shown: one journal line, then the files; nothing where nothing differs.

    Raises:
        Forbidden: the person is no administrator.
        UnfitSettings: the preview has problems.
        SettingsMoved: the settings are no longer those it was compared with.
        StoreRefusal, WritingClosed, StoreFault: as for every change of the catalog.
    """
    subject = f"{board.catalog.city.name}设置"
    allow(board.settings, actor, _ACTION, subject, MANAGER)
    if preview.problems:
        raise UnfitSettings(preview.problems)
    board.keeper.require_own()
    with board.changing:
        board.keeper.catch_up()
        base = settings_of(board.catalog)
        if base.digest != preview.base:
            raise SettingsMoved
        files = settings_files(board)
        found = steps(base, preview.wanted, files)
        if not found:
            return SettingsApplied((), None)
        if faults := faults_of(board.settings, files, found):  # another file changed since
            draft = SettingsDraft(base, preview.wanted)
            raise UnfitSettings(tuple(draft.problem_of(fault) for fault in faults))
        name, data = preview.workbook or ("", None)
        subject += f" {name}" if name else ""
        renamed = renamed_between(base.districts, preview.wanted.districts)
        payload = {
            "city": board.settings.city,
            "changes": [step.line for step in found],
            "told": [asdict(change) for change in preview.changes],
            "workbook": name or None,
            "undoes": preview.undoes,
        } | said_by(renamed)
        with audited(board.settings, actor, _ACTION, subject, MANAGER) as outcome:
            seq = board.keeper.write_all(
                file_changes(found),
                lambda: board.store.record(SETTINGS, payload, actor.name, data),
            )
            outcome.detail = f"日志第 {seq} 行，{len(preview.changes)} 处"
            if followers := _rights_followed(board, renamed):
                outcome.detail += f"；{'、'.join(followers)}的区县随之改名"
    return SettingsApplied(preview.changes, seq)


def _rights_followed(board: Board, names: dict[str, str]) -> list[str]:
    """Let the accounts of a renamed district go on under its new name; whose they are."""
    try:
        return Accounts(board.settings.home).rename_districts(names) if names else []
    except DatabaseFault as fault:
        raise StoreFault(
            f"设置已写入，区县已改名；限这个区县的账号没有改成（{fault}）。请在用户页改。"
        ) from fault


def preview_undo(board: Board, actor: Actor, seq: int) -> SettingsPreview:
    """What it would do to take back one change of the past; nothing is written.

    Where an entry was changed again since, that is a problem of the preview.

    Raises:
        Forbidden: the person is no administrator. UnfitEntry: no such change.
    """
    require(actor, MANAGER)
    city = board.settings.city
    lines = [line for line in _lines(board) if line.seq == seq]
    if not lines:
        raise UnfitEntry(f"登记簿第 {seq} 行不是{board.catalog.city.name}的设置改动。")
    base = settings_of(board.catalog)
    wanted, problems = base, list[SettingsProblem]()
    for change in lines[0].body["payload"]["changes"]:
        name = change["file"].removeprefix(f"cities/{city}/")
        if kind_of(change["file"]) is HAND_MARKS:  # they follow the names of districts
            continue
        back = _key_back if name == "city.toml" else _entry_back
        wanted, moved = back(wanted, name, change)
        if moved:
            said = f"{moved}在这次改动之后又改过，不能一并撤销。请直接改成需要的样子。"
            problems.append(SettingsProblem("", "", moved, said))
    wanted = followed(wanted, names_for(base, wanted))
    found = _checked(board, draft_of_settings(base, wanted, board.catalog))
    return replace(found, problems=(*problems, *found.problems), undoes=seq)


def settings_history(board: Board, actor: Actor) -> list[SettingsEvent]:
    """The changes of the settings of this city, newest first.

    Raises:
        Forbidden: the person is no administrator.
    """
    require(actor, MANAGER)
    lines = _lines(board)
    undone = {line.body["payload"]["undoes"] for line in lines}
    return [
        SettingsEvent(
            line.seq, line.actor, line.at, line.body["payload"]["workbook"] or "",
            tuple(SettingsChange(**told) for told in line.body["payload"]["told"]),
            line.body["payload"]["undoes"], line.seq in undone,
        )
        for line in reversed(lines)
    ]  # fmt: skip


def settings_book(board: Board, actor: Actor) -> tuple[str, bytes]:
    """The settings as a workbook, with its name.

    Raises:
        Forbidden: the person is no administrator.
        StoreFault: the audit cannot be written; the file must not be handed over.
    """
    require(actor, MANAGER)
    settings = settings_of(board.catalog)
    at = f"{datetime.now(LOCAL_ZONE):%Y-%m-%d %H:%M}"
    name, data = f"{settings.name}设置.xlsx", settings_workbook(settings, board.catalog, at)
    note_export(board.settings, actor, name, sha256(data))
    return name, data


def _lines(board: Board) -> list[Any]:
    city = board.settings.city
    return [one for one in board.store.entries(SETTINGS) if one.body["payload"]["city"] == city]


def since_words(since: SettingsSince) -> str:
    """What a workbook would put back, and what to do instead, in sentences."""
    rows = list(dict.fromkeys(f"{one.table}“{one.entry}”" for one in since.undone))
    more = f" 等 {len(rows)} 条" if len(rows) > _NAMED else ""
    return (
        f"这份工作簿是 {since.at} 下载的，此后下面这些又改过：{'、'.join(rows[:_NAMED])}{more}。"
        f"照它写入，此后改的就会变回去（{len(since.undone)} 处）。要保留的，请重新下载一份再改。"
    )


# -- checking -------------------------------------------------------------------------------------


def _checked(board: Board, draft: SettingsDraft) -> SettingsPreview:
    """The draft with everything that keeps it from being taken in."""
    files = settings_files(board)
    problems = list(draft.problems)
    for kind, entry in shipped_losses(draft.base, draft.wanted, files):
        problems.append(draft.lost(kind, entry, _SHIPPED))
    for standard in shipped_adoptions_lost(draft.base, draft.wanted, files):
        name = SettingsWords(board.catalog, draft.base).standard(standard)
        problems.append(SettingsProblem(FACT, "", name, f"{FACT}：“{name}”{_SHIPPED}"))
    problems += _losing_data(board, draft)
    problems += _other_codes(draft)
    found = steps(draft.base, draft.wanted, files)
    problems += [draft.problem_of(fault) for fault in faults_of(board.settings, files, found)]
    told = {one.message: one for one in problems}
    return SettingsPreview(
        draft.base.digest, draft.wanted, tuple(draft.changes), tuple(told.values()),
        notices=told_of(board, draft.base, draft.wanted),
    )  # fmt: skip


def _other_codes(draft: SettingsDraft) -> Iterator[SettingsProblem]:
    """Districts given a name or a code that do not belong together."""
    known = {(one.name, one.adcode) for one in draft.base.districts}
    names = Counter(one.name for one in draft.wanted.districts)  # one that stands twice is told so
    new = [one for one in draft.wanted.districts if (one.name, one.adcode) not in known]
    for one in new:
        if one.adcode and names[one.name] == 1 and (said := code_of_another(one)):
            yield draft.problem_of(Fault(DISTRICTS.file, one.name, "adcode", said))


def _losing_data(board: Board, draft: SettingsDraft) -> Iterator[SettingsProblem]:
    """Places that shall go and have figures or items of lists: found under no name any more."""
    batches = tuple(info.batch for info in board.store.batches() if info.state != "pending")
    known = {area for _, area in board.store.carriers(Selection(), batches)} if batches else set()
    renamed = renamed_between(draft.base.districts, draft.wanted.districts)
    for name, entry in gone(draft.base.districts, draft.wanted.districts, DISTRICTS.key):
        if name in known and name not in renamed:
            yield draft.lost(DISTRICTS, entry, _HAS_DATA.format(name=name))
    for name, entry in gone(draft.base.sites, draft.wanted.sites, SITES.key):
        if board.store.stored(Selection(site=str(name))):
            yield draft.lost(SITES, entry, _SITE_HAS_DATA)
    for new, rows in taken_names(board, draft.base, draft.wanted):
        said = f"{DISTRICT}：“{new}”{_NAME_TAKEN.format(rows=rows_words(rows))}"
        yield SettingsProblem(DISTRICT, "", new, said)


# -- taking back ----------------------------------------------------------------------------------


def _key_back(
    settings: CitySettings, file: str, change: dict[str, Any]
) -> tuple[CitySettings, str]:
    """The settings with a key of ``city.toml`` as it was; the key where it was changed since."""
    old, new = ((CITY.read(raw) if raw else None) for raw in (change["old"], change["new"]))
    if old is None or (old.key == "scheme"):
        return settings, ""
    found = replace(settings, facts=facts_with(settings.facts, {old.key: old.value}))
    if new is not None and not _says(settings, new):
        return settings, f"{file} {new.key} "
    return found, ""


def _says(settings: CitySettings, key: CityKey) -> bool:
    return facts_with(settings.facts, {key.key: key.value}) == settings.facts


def _entry_back(
    settings: CitySettings, file: str, change: dict[str, Any]
) -> tuple[CitySettings, str]:
    """The settings with an entry as it was; its name where it was changed since."""
    kind = kind_of(f"cities/x/{file}")
    assert kind is not None, "a line of settings names files of settings only"
    old, new = ((kind.read(raw) if raw else None) for raw in (change["old"], change["new"]))
    entries = {kind.key(one): one for one in getattr(settings, _PARTS[file])}
    if new is not None and entries.get(kind.key(new)) != new:
        return settings, f"{file} {place_of(kind, new)[1]} "
    if new is not None and (old is None or kind.key(old) != kind.key(new)):
        entries.pop(kind.key(new))
    if old is not None:
        entries[kind.key(old)] = old
    parts: dict[str, Any] = {_PARTS[file]: tuple(entries.values())}
    return replace(settings, **parts), ""
