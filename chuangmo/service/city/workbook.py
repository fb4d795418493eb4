"""The settings workbook: written from settings, read back as rows with their cells."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches

from chuangmo.catalog.catalog import Catalog
from chuangmo.service.city.cell_texts import SettingsWords
from chuangmo.service.city.rows import SettingsRow, rows_of
from chuangmo.service.city.stamps import STAMP_SHEET, SettingsStamp, read_stamp, stamp_rows
from chuangmo.service.city.tables import TABLES, SettingsColumn, SettingsTable
from chuangmo.service.city.values import CitySettings, SettingsProblem
from loaders import FormColumn, FormNotes, FormSheet, Refused, drawn_form, read_workbook
from loaders.model.sheet import CellValue, ErrorText, Sheet, UncachedFormula

_SPARE = 40
_CHOICES, _HELP = "选项", "填表说明"
_LOOKED_AT = 12
_KNOWN = "、".join(table.name for table in TABLES)
HELP = (
    "1. 每张表一行是一条。橙色表头必填，灰色表头有则填；鼠标停在表头上有说明。",
    "2. 可以只改几格、加行、删行；哪张表不改，留着不动或整张删去都可以（整张删去不等于清空）。",
    "3. 删去一行就是撤去这一条。随程序发行的条目可以改写，不能撤去；已有数据的区县、点位不能撤去。",
    "4. 区县更名的，“名称”改为新名，“曾用名”写 旧名=从哪天起用新名（如 甲县=2026-05-01），"
    "历年的数都转到新名下；撤销、并入别的区县的，留着这一行，写“撤销日”和“并入”。",
    "5. 指标可以写名称或编号；地区写全名、简称或代码；几个之间用顿号。",
    "6. 请勿改动表头和工作表的名称。改好后在“设置”页上传，或运行 city import；"
    "页面先列出差异，确认后才写入（命令加 --dry-run 只列出差异）。",
)


def settings_workbook(settings: CitySettings, catalog: Catalog, at: str) -> bytes:
    """The workbook of settings; the same settings give the same bytes at the same moment.

    Args:
        at: the moment, as people read it.
    """
    words = SettingsWords(catalog, settings)
    sheets = [
        FormSheet(
            table.name, f"{settings.name}设置：{table.title}",
            tuple(_form_column(column, words) for column in table.columns),
            [[row.texts[h] or None for h in table.headings]
             for row in rows_of(table, settings, words)],
            spare=_SPARE,
            sender="改好后在“设置”页上传，确认差异后才写入；填法见“填表说明”。",
            plain=True,
        )
        for table in TABLES
    ]  # fmt: skip
    notes = FormNotes(STAMP_SHEET, stamp_rows(settings, words, at))
    return drawn_form(f"{settings.name}设置", sheets, HELP, _CHOICES, notes)


def _form_column(column: SettingsColumn, words: SettingsWords) -> FormColumn:
    choices = column.choices(words) if column.choices else ()
    return FormColumn(
        column.heading, required=column.required, choices=tuple(dict.fromkeys(choices)),
        note=column.note, width=column.width,
    )  # fmt: skip


@dataclass(frozen=True)
class SettingsBook:
    """What a workbook holds: the rows of every table that it has, and what is wrong with it.

    Attributes:
        notices: which sheets were not read, which tables it lacks.
        stamp: the settings that it was made from, where it says so.
    """

    rows: Mapping[str, Sequence[SettingsRow]]
    problems: tuple[SettingsProblem, ...]
    notices: tuple[str, ...] = ()
    stamp: SettingsStamp | None = None


def read_settings_workbook(data: bytes, name: str) -> SettingsBook:
    """The rows of a workbook; a file that cannot be read is one problem."""
    try:
        sheets = read_workbook(data, name)
    except Refused as refusal:
        return SettingsBook({}, (SettingsProblem("", "", name, refusal.diagnostic.message),))
    rows: dict[str, Sequence[SettingsRow]] = {}
    problems: list[SettingsProblem] = []
    for table in TABLES:
        sheet = next((one for one in sheets if one.name.strip() == table.name), None)
        if sheet is not None:
            found, faults = _table_rows(table, sheet)
            problems += faults
            if found is not None:
                rows[table.name] = found
    notices: list[str] = []
    lacking = [table.name for table in TABLES if table.name not in _names(sheets)]
    for sheet in sheets:
        problem, notice = _unknown(sheet, lacking)
        problems += [problem] if problem else []
        notices += [notice] if notice else []
    if not rows and not problems:
        said = f"“{name}”里没有设置的工作表（{_KNOWN}）。请在“设置”页按“下载设置工作簿”取一份再填。"
        problems.append(SettingsProblem("", "", name, said))
    elif lacking:
        notices.append(f"工作簿里没有“{'”“'.join(lacking)}”，现有的这些设置不动。")
    return SettingsBook(rows, tuple(problems), tuple(notices), read_stamp(sheets))


def _names(sheets: Sequence[Sheet]) -> set[str]:
    return {sheet.name.strip() for sheet in sheets}


def _unknown(sheet: Sheet, lacking: Sequence[str]) -> tuple[SettingsProblem | None, str]:
    """Of a sheet that is no table: a problem where it may be one that is lacking, else a notice."""
    name = sheet.name.strip()
    ours = (*(table.name for table in TABLES), _CHOICES, _HELP, STAMP_SHEET)
    if name in ours or not any(value is not None for row in sheet.rows for value in row):
        return None, ""
    headed = [one.name for one in TABLES if one.name in lacking and _is_headed(one, sheet)]
    meant = get_close_matches(name, headed, n=1, cutoff=0) or get_close_matches(name, lacking, n=1)
    if not meant:
        return None, f"“{name}”不是设置的工作表，没有读。设置的工作表是{_KNOWN}。"
    said = f"不认识工作表“{name}”，看来是“{meant[0]}”：是的请改回这个名称，不是的请删去。"
    return SettingsProblem(name, "", name, f"{said}设置的工作表是{_KNOWN}。"), ""


def _is_headed(table: SettingsTable, sheet: Sheet) -> bool:
    """Whether a sheet of another name has most of the headings of a table."""
    head = _heading_row(table, sheet)
    if head is None:
        return False
    there = {_text(sheet.value(head, column)) for column in range(sheet.width)}
    return 2 * len(there & set(table.headings)) > len(table.headings)


def _table_rows(
    table: SettingsTable, sheet: Sheet
) -> tuple[list[SettingsRow] | None, list[SettingsProblem]]:
    """The rows, ``None`` of a sheet whose headings do not do; and what is wrong with either."""
    head = _heading_row(table, sheet)
    if head is None:
        said = f"{table.name}：找不到表头，要有{'、'.join(table.headings)}这几列。"
        return None, [SettingsProblem(table.name, "", "", said)]
    columns, problems = _columns(table, sheet, head)
    if problems:
        return None, problems
    rows = list(_filled(table, sheet, head, columns))
    return rows, list(_unfit_cells(table, sheet, head, columns))


def _heading_row(table: SettingsTable, sheet: Sheet) -> int | None:
    """The row that has most of the headings, two at least, among the first ones."""
    counts = {
        row: sum(_text(sheet.value(row, c)) in table.headings for c in range(sheet.width))
        for row in range(min(_LOOKED_AT, len(sheet.rows)))
    }
    best = max(counts, key=lambda row: counts[row], default=None)
    return best if best is not None and counts[best] > 1 else None


def _columns(
    table: SettingsTable, sheet: Sheet, head: int
) -> tuple[dict[str, int], list[SettingsProblem]]:
    found: dict[str, int] = {}
    problems = []
    for column in range(sheet.width):
        text = _text(sheet.value(head, column))
        cell = sheet.address(head, column)
        if not text:
            continue
        if text in found:
            said = f"{table.name}!{cell}：“{text}”有两列，请删去一列。"
        elif text not in table.headings:
            said = f"{table.name}!{cell}：不认识“{text}”这一列；有的是{'、'.join(table.headings)}。"
        else:
            found[text] = column
            continue
        problems.append(SettingsProblem(table.name, cell, text, said))
    needed = [heading for heading in table.headings if heading not in table.later]
    if lacking := [heading for heading in needed if heading not in found]:
        cell = sheet.address(head, 0)
        said = f"{table.name}!{cell}：少了{'、'.join(lacking)}这几列，请补上（可以空着）。"
        problems.append(SettingsProblem(table.name, cell, "", said))
    return found, problems


def _filled(
    table: SettingsTable, sheet: Sheet, head: int, columns: Mapping[str, int]
) -> Iterator[SettingsRow]:
    for row in range(head + 1, len(sheet.rows)):
        there = [heading for heading in table.headings if heading in columns]
        texts = {h: _text(sheet.value(row, columns[h])) for h in there}
        if any(texts.values()):
            cells = {h: sheet.address(row, columns[h]) for h in there}
            yield SettingsRow(texts, None, cells)


def _unfit_cells(
    table: SettingsTable, sheet: Sheet, head: int, columns: Mapping[str, int]
) -> Iterator[SettingsProblem]:
    """Cells that hold no text: a formula without its result, an error of the spreadsheet."""
    for row in range(head + 1, len(sheet.rows)):
        for column in columns.values():
            value, cell = sheet.value(row, column), sheet.address(row, column)
            if isinstance(value, UncachedFormula):
                said = "是公式，文件里没有它的结果，请改成文字或数字。"
            elif isinstance(value, ErrorText):
                said = f"是错误值 {value}，请改正。"
            else:
                continue
            yield SettingsProblem(table.name, cell, str(value), f"{table.name}!{cell}：{said}")


def _text(value: CellValue) -> str:
    """A cell as text: a number without a needless point, a day without a time."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value).strip()
