"""Two hundred hostile files in a row: each is refused or asked about, and nothing of it stays."""

import io
import json
import random
import re
import sys
import zipfile
from pathlib import Path

import pytest

from chuangmo.service.handover import hand_over
from chuangmo.settings import Settings
from proofs.books.files import FILES
from tests.access.serving import PASSWORDS, Served, Visitor, people, serving
from tests.access.test_attacks_load import addresses, descriptors, opened, resident
from tests.loaders import fuzzing
from tests.two_forms import examples

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(sys.platform == "win32", reason="memory and handles are read from /proc"),
]

COUNT = examples(20, 200)
#: What the first files may add for good: the reader's modules, the catalog, the memo.
SETTLED = 8
MEGABYTE = 1024 * 1024
GOOD = "2008年1月环境空气质量（µg/m³）\n区县,PM10\n安宁区,118\n".encode()


def bomb(dice: random.Random) -> tuple[str, bytes]:
    """A workbook that unpacks to hundreds of megabytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("xl/worksheets/sheet1.xml", b"<c>" * (60 * MEGABYTE + dice.randrange(9)))
    return "炸弹.xlsx", out.getvalue()


def crowd(dice: random.Random) -> tuple[str, bytes]:
    """A workbook of thousands of parts, some with names that lead elsewhere."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for number in range(3_000):
            packed.writestr(f"xl/{'../' * dice.randrange(4)}{number}.xml", b"")
    return "部件.xlsx", out.getvalue()


def names(dice: random.Random) -> tuple[str, bytes]:
    """Honest bytes under a name that is none."""
    name = dice.choice(
        ("../../etc/passwd", "CON", "a" * 400, "a\n b.xlsx", "表.xlsx.exe", "‮xslx.表")
    )
    return name, dice.randbytes(dice.randrange(2_000))


def hostile(seed: int) -> tuple[str, bytes]:
    """One file by its seed: damaged, disguised, a bomb, or bytes of no kind."""
    dice = random.Random(seed)
    kind = dice.randrange(8)
    if kind < 3:
        return fuzzing.case(seed)
    if kind < 6:
        book = dice.choice(FILES).make(dice)
        return book.name, book.bytes()
    return (bomb, crowd, names)[dice.randrange(3)](dice)


def sent(visitor: Visitor, address: str, name: str, data: bytes) -> int:
    """Upload a file as the page does, and take it away again; the status of the upload."""
    plain = re.sub(r'[\r\n"]', "_", name)
    head = f'--b\r\nContent-Disposition: form-data; name="f"; filename="{plain}"\r\n\r\n'
    kind = {
        "Content-Type": "multipart/form-data; boundary=b",
        "X-Xsrftoken": visitor.cookies.get("_streamlit_xsrf", ""),
    }
    body = head.encode() + data + b"\r\n--b--\r\n"
    status = visitor.ask(address, method="PUT", body=body, headers=kind).status
    visitor.ask(address, method="DELETE", headers=kind)
    return status


def threads(server: Served) -> int:
    return len(list(Path(f"/proc/{server.process.pid}/task").iterdir()))


def children(server: Served) -> list[str]:
    """Processes that the server began and that still live."""
    found = Path(f"/proc/{server.process.pid}/task").glob("*/children")
    return "".join(path.read_text() for path in found).split()


def read_by_the_board(home: Path, folder: Path, name: str, data: bytes) -> str:
    """Let the living board read a file as an import would; what it says."""
    path = folder / (re.sub(r"[/\0\r\n]", "_", name)[:80] or "x")
    path.write_bytes(data)
    words = ["import", str(path), "--dry-run", "--json", "--by", "qian"]
    answer = hand_over(Settings(home, "lanzhou"), words, str(folder))
    assert answer is not None, name
    out, err, code = answer
    assert code in (0, 3, 4), (name, answer)  # nothing to say against it, refused, asked about
    assert "Traceback" not in out + err, (name, answer)
    assert json.loads(out), name
    return out


def test_hostile_files_in_a_row_leave_memory_handles_and_home_as_they_were(tmp_path: Path) -> None:
    home, folder = tmp_path / "home", tmp_path / "files"
    people(home)
    folder.mkdir()
    with serving(home, tmp_path / "log") as server:
        visitor = server.visitor("qian", PASSWORDS["qian"])
        line = opened(visitor)
        seen = []
        for seed in range(COUNT):
            name, data = hostile(seed)
            assert sent(visitor, addresses(line, 1)[0], name, data) in (204, 400), name
            read_by_the_board(home, folder, name, data)
            seen.append((resident(server), descriptors(server), threads(server)))
        assert server.ask("/healthz").status == 200
        memory, handles, at_work = zip(*seen[SETTLED:], strict=True)
        assert max(memory[-SETTLED:]) - max(memory[:SETTLED]) < 30 * MEGABYTE, memory
        assert max(handles[-SETTLED:]) <= max(handles[:SETTLED]) + 2, handles
        assert max(at_work[-SETTLED:]) <= max(at_work[:SETTLED]) + 2, at_work
        assert children(server) == []
        said = read_by_the_board(home, folder, "好.csv", GOOD)
        assert '"added": 1' in said or '"added":1' in said
        line.socket.close()
    assert (home / "journal.jsonl").exists() is False or (
        home / "journal.jsonl"
    ).read_bytes() == b""
    assert "Traceback" not in (tmp_path / "log").read_text(errors="replace")
