"""The slow half of verify: every archived file, and the database row for row."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pyarrow as pa

from chuangmo.store.archive import Archive
from chuangmo.store.database import Cursor
from chuangmo.store.journal import ATTACHED, BATCH_LINES, JournalEntry

_TREES: Final = ("archive", "staged", "attached")
#: Tables compared whole, with their order, and tables compared a batch at a time.
_WHOLE: Final = (("applied", "seq"), ("batches", "batch"), ("batch_events", "seq"))
_BY_BATCH: Final = ("observations", "parts", "ledger_items", "diagnostics")
_MOST_NAMED = 5


def named_files(entries: list[JournalEntry]) -> dict[str, str]:
    """Path relative to the home and SHA-256 of every file that the journal names, by path."""
    found = dict[str, str]()
    for entry in entries:
        if entry.type in BATCH_LINES:
            found[entry.body["archive"]] = entry.body["sha256"]
            found |= {Archive.table_path(sha): sha for sha in entry.body["staged"].values()}
        if attached := entry.body.get(ATTACHED):
            found[Archive.attachment_path(attached)] = attached
    return dict(sorted(found.items()))


def loose_files(root: Path, entries: list[JournalEntry]) -> tuple[list[str], str]:
    """Files of the archive that are not what their names say; else what was looked at."""
    wrong, named, unnamed, count = list[str](), named_files(entries), 0, 0
    for path in _archived(root):
        count += 1
        relative = path.relative_to(root).as_posix()
        unnamed += relative not in named
        if hashlib.sha256(path.read_bytes()).hexdigest() != path.name[:64]:
            wrong.append(f"{relative}：内容与文件名所写的指纹不符")
    fine = f"档案 {count} 个文件，内容都与指纹相符"
    beside = f"；其中 {unnamed} 个没有登记（中断的导入留下的，不影响数字）" if unnamed else ""
    return wrong, f"{fine}{beside}。"


def _archived(root: Path) -> Iterator[Path]:
    for tree in _TREES:
        for path in sorted((root / tree).glob("*/*")):
            if path.is_file() and path.parent.name != "tmp":
                yield path


def differing_rows(held: Cursor, anew: Cursor) -> tuple[list[str], str]:
    """Rows in which two databases differ, as sentences; else how many were compared."""
    wrong, count = list[str](), 0
    for table, order in _WHOLE:
        count += _add_differing(wrong, held, anew, table, "", order)
    batches = anew.execute("SELECT batch FROM batches ORDER BY batch").fetchall()
    for table in _BY_BATCH:
        for (batch,) in batches:
            count += _add_differing(wrong, held, anew, table, f"WHERE batch = {batch}", "line")
        for (batch,) in held.execute(f'SELECT DISTINCT batch FROM "{table}"').fetchall():  # noqa: S608
            if (batch,) not in batches:
                wrong.append(f"{table}：批次 {batch} 没有登记")
    if len(wrong) > _MOST_NAMED:
        wrong[_MOST_NAMED:] = [f"共 {len(wrong)} 处不同。请重建（rebuild）"]
    return wrong, f"逐行比较 {count} 行，与重建所得一致。"


def _add_differing(
    wrong: list[str], held: Cursor, anew: Cursor, table: str, where: str, order: str
) -> int:
    query = " ".join(("SELECT * FROM", table, where, "ORDER BY", order))
    one, other = (cursor.execute(query).to_arrow_table() for cursor in (held, anew))
    if not one.equals(other):
        wrong.append(f"{table} {_first_difference(one, other)}")
    return int(other.num_rows)


def _first_difference(one: pa.Table, other: pa.Table) -> str:
    if one.num_rows != other.num_rows:
        return f"有 {one.num_rows} 行，重建所得 {other.num_rows} 行" + _batch_of(one, other)
    for number in range(one.num_rows):
        mine, its = one.slice(number, 1).to_pylist()[0], other.slice(number, 1).to_pylist()[0]
        if mine != its:
            fields = "、".join(
                f"{name} {mine[name]}（重建 {its[name]}）"
                for name in mine
                if mine[name] != its[name]
            )
            place = [f"{key} {mine[key]}" for key in ("batch", "line", "seq") if key in mine]
            return f"{' '.join(place)}：{fields}"
    return "的列不同"


def _batch_of(*tables: pa.Table) -> str:
    numbered = next((t for t in tables if t.num_rows and "line" in t.column_names), None)
    return "" if numbered is None else f"（批次 {numbered['batch'][0].as_py()}）"
