"""Spoilt files and random bytes: sheets or a clear refusal, never a fault of ours, never a write."""

import json
import subprocess
import sys
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.opening import delimited
from loaders.opening.fault import SENTENCES, ReadFault
from loaders.opening.guard import Refused, inspect
from loaders.opening.workbook import ROOT, read_workbook
from loaders.staging import stage, stage_sheets
from tests.loaders import fuzzing
from tests.loaders.staging import EmptyStore, catalog_of, said
from tests.two_forms import examples

pytestmark = pytest.mark.long

SECONDS = 5.0  # of the processor for one small spoilt file; far below the reader's limit


def outcomes(first: int, count: int) -> Counter[str]:
    """What came of the cases; a reader that aborts must be a refusal on the real road."""
    found: Counter[str] = Counter()
    last = first + count
    while first < last:
        command = [sys.executable, "-m", "tests.loaders.fuzzing", str(first), str(last - first)]
        done = subprocess.run(
            command, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False
        )
        lines = [json.loads(line) for line in done.stdout.splitlines()]
        for line in lines:
            if "outcome" in line:
                assert line["cpu"] < SECONDS, line
                found[line["outcome"]] += 1
        stopped = lines[-1]["seed"]
        if "outcome" in lines[-1]:
            assert done.returncode == 0, done.stderr[-2000:]
        else:
            assert "Traceback" not in done.stderr, f"case {stopped}: {done.stderr[-2000:]}"
            name, data = fuzzing.case(stopped)
            with pytest.raises(Refused):
                read_workbook(data, name)
            found["aborted"] += 1
        first = stopped + 1
    return found


def check(found: Counter[str], count: int) -> None:
    assert found.total() == count
    assert set(found) <= {*SENTENCES, "sheets", "aborted"}
    assert count // 10 < found["sheets"] < count, "the damage must neither miss nor always kill"


def test_spoilt_files_are_read_or_refused() -> None:
    count = examples(150, 6_300)
    check(outcomes(0, count), count)


@pytest.mark.parametrize("seed", range(500, 500 + examples(5, 80)))
def test_spoilt_files_on_the_whole_road(seed: int) -> None:
    """The real child, then recognition and checks: a batch or a refusal with its sentence."""
    name, data = fuzzing.case(seed)
    batch = stage(data, name, catalog_of(), EmptyStore(), said())
    for line in batch.diagnostics:
        assert line.message.endswith(("。", "）")) and line.code
    read = sum(s.readings for s in batch.sheets)
    assert read == batch.diff.added + sum(s.set_aside for s in batch.sheets)


@settings(max_examples=examples(75, 1_500))
@given(st.integers(0, 10**9), st.sampled_from(["utf-8", "gb18030", "utf-16", "big5"]))
def test_spoilt_text_is_staged_or_refused(seed: int, encoding: str) -> None:
    import random

    data = fuzzing.spoilt(fuzzing.TABLE.encode(encoding, "replace"), random.Random(seed))
    try:
        sheets = delimited.read(inspect(data, "表.csv").data, "表.csv")
    except (ReadFault, Refused):
        return
    batch = stage_sheets(sheets, data, "表.csv", catalog_of(), EmptyStore(), said())
    read = sum(s.readings for s in batch.sheets)
    assert read == batch.diff.added + sum(s.set_aside for s in batch.sheets)


@settings(max_examples=examples(150, 3_000))
@given(
    st.binary(max_size=400),
    st.sampled_from(["", "PK\x03\x04", "\xd0\xcf\x11\xe0", "\x1f\x8b", "\xff\xfe"]),
)
def test_random_bytes_are_text_or_refused(data: bytes, head: str) -> None:
    data = head.encode("latin-1") + data
    code, sentence = "", "。"
    try:
        accepted = inspect(data, "表.xlsx")
        if accepted.kind == "text":
            (sheet,) = delimited.read(accepted.data, "表.xlsx")
            assert len(sheet.rows) == len(sheet.lines)
    except Refused as refusal:
        code, sentence = refusal.diagnostic.code, refusal.diagnostic.message
    except ReadFault as fault:
        code, sentence = fault.code, fault.sentence
    assert code in {*SENTENCES, ""} and sentence.endswith("。")
