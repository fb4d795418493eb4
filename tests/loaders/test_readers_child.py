"""The child process: its death, its delay and its babble become one refusal; the parent lives."""

import sys
import time

import pytest

from loaders.model.sheet import ErrorText, Merge, Sheet, UncachedFormula
from loaders.opening import workbook
from loaders.opening.reader_process import answer, encode
from loaders.opening.workbook import Refused, read_workbook
from tests.loaders.workbook_parts import book, ole_file, record

CSV = b"a,b\n1,2\n"


def refusal(monkeypatch: pytest.MonkeyPatch, program: str) -> str:
    monkeypatch.setattr(workbook, "COMMAND", (sys.executable, "-c", program))
    with pytest.raises(Refused) as caught:
        read_workbook(CSV, "表.csv")
    assert "文件损坏或过大" in caught.value.diagnostic.message
    return caught.value.diagnostic.code


def test_abort(monkeypatch: pytest.MonkeyPatch) -> None:
    assert refusal(monkeypatch, "import os; os.abort()") == "file-damaged-or-too-large"


def test_answer_that_breaks_off(monkeypatch: pytest.MonkeyPatch) -> None:
    assert refusal(monkeypatch, "print('[[1')") == "file-damaged-or-too-large"


def test_timeout(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "TIMEOUT_SECONDS", 0.3)
    started = time.monotonic()
    assert refusal(monkeypatch, "import time; time.sleep(60)") == "file-damaged-or-too-large"
    assert time.monotonic() - started < 5


def test_endless_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MAX_ANSWER_BYTES", 100_000)
    assert refusal(monkeypatch, "while True: print('x' * 9999)") == "file-damaged-or-too-large"


def test_answer_that_is_not_json(monkeypatch: pytest.MonkeyPatch) -> None:
    assert refusal(monkeypatch, "print('Traceback')") == "file-damaged-or-too-large"


def test_parser_abort_is_a_refusal() -> None:
    with pytest.raises(Refused) as caught:
        read_workbook(ole_file("Workbook", record(0x809, b"\xff" * 16) + b"\xff" * 500), "表.xls")
    assert caught.value.diagnostic.code in ("file-damaged", "file-damaged-or-too-large")


def test_memory_limit_is_a_refusal() -> None:
    if sys.platform == "win32":
        pytest.skip("no memory limit on Windows")
    far = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="ALL1048576"><v>1</v></c></row>'
    with pytest.raises(Refused) as caught:
        read_workbook(book(far + " " * 1_100_000), "表.xlsx")
    assert caught.value.diagnostic.code == "file-damaged-or-too-large"


def test_child_imports_little() -> None:
    import subprocess

    heavy = "pandas duckdb streamlit pydantic pyarrow"
    program = (
        "import sys, loaders.opening.reader_process, loaders.opening.xlsx, loaders.opening.xls, loaders.opening.delimited, openpyxl;"
        f"print([m for m in '{heavy}'.split() if m in sys.modules])"
    )
    root = str(workbook.ROOT)
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_every_kind_of_value_survives_the_wire(monkeypatch: pytest.MonkeyPatch) -> None:
    from datetime import datetime
    from datetime import time as clock

    row = ["\ufeffa\u00a0\n\"'", 1, 1.5, True, None, datetime(2024, 1, 2, 3, 4), clock(5, 6)]
    row += [ErrorText("#N/A"), UncachedFormula("=A1"), "\u2028"]
    sent = Sheet("名", [row, []], merges=[Merge(0, 0, 1, 1)], hidden=True)
    sent.formats[0, 1] = "0%"
    sent.notes[0, 2] = "注"
    sent.hidden_rows, sent.hidden_columns = frozenset((1,)), frozenset((0, 2))
    lines = [line.encode() + b"\n" for line in [*encode(sent), '{"end": true}']]
    received = workbook._sheets(iter(lines))
    assert received == [sent]
    assert [type(v) for v in received[0].rows[0]] == [type(v) for v in row]


def test_fault_is_the_last_line() -> None:
    lines = list(answer(b'a,b\n"1,2', "text", "a.csv"))
    assert '"fault": "file-quotes"' in lines[-1]
