"""Spoils small files of every kind and reads them: ``python -m tests.loaders.fuzzing SEED COUNT``.

One JSON line a case on standard output: what came of it. A reader that aborts ends this process;
the caller sees which case was the last and goes on behind it.
"""

import gzip
import io
import json
import random
import sys
import time
import zipfile
from pathlib import Path

import openpyxl
from openpyxl.comments import Comment

from loaders.opening.guard import Refused, inspect
from loaders.opening.reader_process import answer, limit_process

FILES = Path(__file__).resolve().parent / "files"
TABLE = (
    '2008年10月（mg/m³）\n区县,PM10,SO2\n城关区,0.126,0.05\n安宁区,"1,2",缺测\n西固区,0.13,<0.01\n'
)
TOKENS = (
    b"<c ", b"</c>", b"<v>", b"</v>", b'r="', b't="s"', b"<f>", b"&", b"<!", b"<![CDATA[", b"-1",
    b"99999999999999999999", b"1e999", b"nan", b"", b"\x00", b"\xff\xff\xff\xff", b"\r", b'"',
    b"A1", b"XFD1048576", b"<mergeCell ref=\"A1:XFD1048576\"/>", b"PT9999999H00M00S", b"0000-00-00",
    b'table:number-rows-repeated="1048576"', b"office:value=", b"\xef\xbb\xbf", b"PK\x03\x04",
)  # fmt: skip


def workbook() -> bytes:
    """A small .xlsx with everything that a reader looks at."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for line in TABLE.splitlines():
        sheet.append([float(t) if t.replace(".", "").isdigit() else t for t in line.split(",")])
    sheet.merge_cells("A1:C1")
    sheet["B9"], sheet["C9"], sheet["D9"] = "=B3*2", "#N/A", True
    sheet["B3"].comment = Comment("注", "张")
    sheet["B3"].number_format = "0.0%"
    sheet.row_dimensions[4].hidden = True
    book.create_sheet("隐").sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def seeds() -> dict[str, bytes]:
    """File name to honest bytes."""
    book, old = workbook(), (FILES / "office.xls").read_bytes()
    return {
        "a.xlsx": book,
        "a.xls": old,
        "a.ods": (FILES / "office.ods").read_bytes(),
        "a.csv": TABLE.encode(),
        "b.csv": TABLE.encode("gb18030"),
        "c.csv": TABLE.encode("utf-16"),
        "a.xlsx.gz": gzip.compress(book),
        "a.csv.gz": gzip.compress(TABLE.encode()),
    }


def spoilt(data: bytes, draw: random.Random) -> bytes:
    """The bytes with one to eight small damages."""
    out = bytearray(data)
    for _ in range(draw.randint(1, 8)):
        at = draw.randrange(len(out) + 1)
        match draw.randrange(6):
            case 0 if out:
                out[min(at, len(out) - 1)] ^= 1 << draw.randrange(8)
            case 1:
                out[at : at + draw.randint(1, 8)] = draw.randbytes(draw.randint(0, 8))
            case 2:
                out[at:at] = draw.choice(TOKENS)
            case 3:
                out[at : at + draw.randint(1, 200)] = b""
            case 4:
                out[at:at] = out[at : at + draw.randint(1, 300)]
            case 5 if draw.random() < 0.2:
                del out[at:]
    return bytes(out)


def spoilt_inside(data: bytes, draw: random.Random) -> bytes:
    """A package one of whose members is spoilt, packed again so that its sums hold."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", 8) as new:
        names = old.namelist()
        chosen = draw.choice([n for n in names if n.endswith((".xml", ".rels"))])
        for name in names:
            content = old.read(name)
            new.writestr(name, spoilt(content, draw) if name == chosen else content)
    return out.getvalue()


def case(seed: int) -> tuple[str, bytes]:
    """The name and bytes of one case; the same for the same seed."""
    draw = random.Random(seed)
    name, data = draw.choice(sorted(seeds().items()))
    if name.endswith((".xlsx", ".ods")) and draw.random() < 0.7:
        return name, spoilt_inside(data, draw)
    if name.endswith(".gz") and draw.random() < 0.5:
        return name, gzip.compress(spoilt(gzip.decompress(data), draw))
    return name, spoilt(data, draw)


def outcome(name: str, data: bytes) -> str:
    """``sheets`` or the code of the refusal; whatever else is raised is a fault of ours."""
    try:
        accepted = inspect(data, name)
    except Refused as refusal:
        return refusal.diagnostic.code
    last = json.loads(list(answer(accepted.data, accepted.kind, name))[-1])
    return "sheets" if "end" in last else str(last["fault"])


def main() -> None:
    """Read the cases ``SEED`` to ``SEED + COUNT - 1`` under the limits of the reader child."""
    limit_process()
    first, count = map(int, sys.argv[1:3])
    for seed in range(first, first + count):
        print(json.dumps({"seed": seed}), flush=True)
        name, data = case(seed)
        begun = time.process_time()
        found = outcome(name, data)
        taken = time.process_time() - begun
        print(json.dumps({"seed": seed, "name": name, "outcome": found, "cpu": taken}), flush=True)


if __name__ == "__main__":
    main()
