"""A workbook to staged readings, and a large one to committed ones, beside pandas with openpyxl."""

import io
import json
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from openpyxl import Workbook
from openpyxl.xml.constants import CONTYPES_NS, PKG_REL_NS, REL_NS, SHEET_MAIN_NS

from benchmarks.measure import Race
from chuangmo.access.actor import local_person
from chuangmo.service.board import open_board
from chuangmo.service.imports.importing import COMMITTED, commit, preview
from chuangmo.settings import load_settings
from loaders.model.staged import Hints

NAME = "日报.xlsx"
FIRST_DAY = 36526  # 2000-01-01
AREAS = ["城关区", "七里河区", "西固区", "安宁区", "红古区"]
HEAD = ["日期", "时", "区县"] + [
    f"{name}(µg/m³)" for name in ("PM10", "SO2", "NO2", "O3", "PM2.5")
] + ["CO(mg/m³)", "气温"]  # fmt: skip
BOOK = (
    f'<workbook xmlns="{SHEET_MAIN_NS}" xmlns:r="{REL_NS}">'
    '<sheets><sheet name="小时" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
KINDS = "application/vnd.openxmlformats-officedocument.spreadsheetml."
TYPES = (
    f'<Types xmlns="{CONTYPES_NS}">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{KINDS}sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{KINDS}worksheet+xml"/>'
    f'<Override PartName="/xl/sharedStrings.xml" ContentType="{KINDS}sharedStrings+xml"/>'
    "</Types>"
)


@cache
def daily(rows: int) -> bytes:
    """A daily sheet of twelve columns with units, ten of them figures."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("日报")
    units = [*(f"{n}(µg/m³)" for n in ("PM10", "SO2", "NO2", "O3", "PM2.5")), "CO(mg/m³)"]
    sheet.append(["日期", "区县", *units, "风速", "湿度", "温度", "气压"])
    for number in range(rows):
        figures = [20 + number * step % 97 for step in (7, 3, 5, 11, 2)]
        more = [number * step % 97 / 10 for step in (5, 13, 17, 19, 23)]
        day = date(2000, 1, 1) + timedelta(number // len(AREAS))
        sheet.append([day, AREAS[number % len(AREAS)], *figures, *more])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cells(rows: int, first: int) -> Iterator[str]:
    """Rows of the hourly sheet as XML: day, hour, district, six pollutants, a temperature."""
    day, hour, count = first, 0, len(AREAS)
    for number in range(rows):
        place = number % count
        if number and not place:
            hour = (hour + 1) % 24
            day += hour == 0
        own = [
            *(20 + number * step % 97 for step in (7, 3, 5, 11, 2)),
            number * 5 % 97 / 10, number * 13 % 350 / 10,
        ]  # fmt: skip
        values = "".join(
            f'<c r="{letter}{number + 2}"><v>{value}</v></c>'
            for letter, value in zip("DEFGHIJ", own, strict=True)
        )
        at = number + 2
        yield (
            f'<row r="{at}"><c r="A{at}"><v>{day}</v></c><c r="B{at}"><v>{hour}</v></c>'
            f'<c r="C{at}" t="s"><v>{len(HEAD) + place}</v></c>{values}</row>'
        )


def _links(**targets: str) -> str:
    """A part's relations: kind to target, numbered from rId1."""
    items = "".join(
        f'<Relationship Id="rId{n}" Type="{REL_NS}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets.items(), 1)
    )
    return f'<Relationships xmlns="{PKG_REL_NS}">{items}</Relationships>'


@cache
def hourly(rows: int, first: int = FIRST_DAY) -> bytes:
    """An hourly sheet of ten columns, written as XML because a library takes a minute.

    Args:
        first: its first day as Excel counts them.
    """
    out = io.BytesIO()
    space = SHEET_MAIN_NS
    head = "".join(
        f'<c r="{letter}1" t="s"><v>{n}</v></c>' for n, letter in enumerate("ABCDEFGHIJ")
    )
    texts = "".join(f"<si><t>{text}</t></si>" for text in [*HEAD, *AREAS])
    both = _links(worksheet="worksheets/sheet1.xml", sharedStrings="sharedStrings.xml")
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        package.writestr("[Content_Types].xml", TYPES)
        package.writestr("_rels/.rels", _links(officeDocument="xl/workbook.xml"))
        package.writestr("xl/workbook.xml", BOOK)
        package.writestr("xl/_rels/workbook.xml.rels", both)
        package.writestr("xl/sharedStrings.xml", f'<sst xmlns="{space}">{texts}</sst>')
        with package.open("xl/worksheets/sheet1.xml", "w") as sheet:
            sheet.write(f'<worksheet xmlns="{space}"><sheetData><row r="1">{head}</row>'.encode())
            for row in _cells(rows, first):
                sheet.write(row.encode())
            sheet.write(b"</sheetData></worksheet>")
    return out.getvalue()


def staging_race(rows: int = 10_000) -> Race:
    """Read, recognised, checked and compared, beside the mere read: at most twice the time."""
    import pandas as pd

    data = daily(rows)
    home = tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True)
    board = open_board(load_settings(home.name, "lanzhou"))
    actor = local_person("bench", "cli")

    def ours(keep: object = home) -> None:
        staged = preview(board, actor, data, NAME, Hints())
        assert not staged.questions and not staged.errors
        assert staged.observations.num_rows == 6 * rows

    return Race(
        name=f"stage_xlsx_{rows // 1000}k_rows",
        ours=ours,
        other=lambda: pd.read_excel(io.BytesIO(data), engine="openpyxl"),
        other_name="pandas + openpyxl，只读入",
        gate=0.5,
    )


def import_race(rows: int = 500_000) -> Race:
    """A large workbook from the file to committed, beside pandas and a table with a primary key.

    Each way is a fresh process, so that the peak of its memory is its own.
    """
    folder = tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True)
    path = Path(folder.name) / NAME
    path.write_bytes(hourly(rows))
    hourly.cache_clear()
    peaks: list[float] = []

    def ours(keep: object = folder) -> None:
        peaks.append(_alone("committed", path, rows))

    return Race(
        name=f"import_xlsx_{rows // 1000}k_rows",
        ours=ours,
        other=lambda: _alone("inserted", path, rows),
        other_name="pandas + openpyxl + 有主键的表",
        gate=5.0,
        rounds=1,
        warm_up=False,
        peak=lambda: max(peaks),
        most=1024.0,
    )


def _alone(way: str, path: Path, rows: int) -> float:
    """Run one way in a process of its own; its peak memory in MiB, children included.

    Raises:
        RuntimeError: the process failed; its own words are part of the message.
    """
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.staging", way, str(path), str(rows)],
        capture_output=True, text=True,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"{way}: {done.returncode}\n{done.stderr}")
    return float(json.loads(done.stdout)["peak"])


def committed(path: Path, rows: int) -> None:
    """The product's way, into an empty home."""
    actor = local_person("bench", "cli")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as home:
        board = open_board(load_settings(home, "lanzhou"))
        staged = preview(board, actor, path.read_bytes(), NAME, Hints())
        result = commit(board, actor, staged, reason="bench")
        assert result.status == COMMITTED, (result.status, staged.questions, staged.diagnostics[:5])
        assert staged.observations.num_rows == 6 * rows
        board.close()


def inserted(path: Path, rows: int) -> None:
    """The plain way: one frame, one table of the same columns with a key."""
    import duckdb
    import pandas as pd

    frame = pd.read_excel(path, engine="openpyxl")
    assert len(frame) == rows
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        base = duckdb.connect(str(Path(folder) / "plain.duckdb"))
        kinds = ["integer", "integer", "varchar", *["double"] * 7]
        names = ", ".join(f'"{n}" {kind}' for n, kind in zip(frame.columns, kinds, strict=True))
        base.execute(f'create table plain ({names}, primary key ("日期", "时", "区县"))')
        base.execute("insert into plain select * from frame")
        base.close()


def _peak() -> float:
    import resource

    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) / 1024


if __name__ == "__main__":
    WAYS: dict[str, Callable[[Path, int], None]] = {"committed": committed, "inserted": inserted}
    WAYS[sys.argv[1]](Path(sys.argv[2]), int(sys.argv[3]))
    print(json.dumps({"peak": _peak()}))
