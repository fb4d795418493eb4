"""The short form of ``./run prove workbooks``; the generator and its judge themselves."""

import random
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from proofs.books.book import CLEAR, DOUBT, EITHER
from proofs.books.judging import REFUSED
from proofs.books.kinds import KINDS
from proofs.report import Proof, put_down
from proofs.workbooks import judged, told
from tests.two_forms import examples, is_long, some_of

GROUPS = sorted({kind.group for kind in KINDS})


def test_the_kinds_are_many_and_each_has_its_name() -> None:
    assert len(KINDS) >= 150
    assert [name for name, n in Counter(k.name for k in KINDS).items() if n > 1] == []
    assert {kind.verdict for kind in KINDS} == {DOUBT, CLEAR, EITHER}


def test_the_same_seed_makes_the_same_book() -> None:
    for kind in some_of(KINDS, 20):
        one, other = (kind.make(random.Random(7)) for _ in range(2))
        assert (one.rows, one.truth) == (other.rows, other.truth), kind.name


@pytest.mark.long
@pytest.mark.parametrize("group", GROUPS)
def test_no_bad_book_is_read_otherwise_than_by_a_person(group: str) -> None:
    kinds = some_of([kind for kind in KINDS if kind.group == group], 24)
    seeds = range(1, 1 + examples(1, 5))
    found = list(judged(kinds, seeds, quick=not is_long()))
    assert told(found).faults == ()
    assert len(found) == len(kinds) * len(seeds)


def test_the_judge_finds_a_wrong_value() -> None:
    honest = next(kind for kind in KINDS if kind.name == "诚实的表")
    lying = replace(
        honest,
        make=lambda dice: replace((book := honest.make(dice)), truth=dict.fromkeys(book.truth, 1)),
    )
    assert told(list(judged([lying], [1]))).faults
    refused = next(kind for kind in KINDS if kind.name == "空文件")
    assert next(judged([refused], [1])).outcome == REFUSED


def test_a_proof_writes_its_row_and_its_details(tmp_path: Path) -> None:
    path = tmp_path / "可靠性.md"
    row = "| `./run prove one` | | 尚未量 | | | |"
    path.write_text(f"甲\n|---|\n{row}\n乙\n<!-- one -->\n旧\n<!-- 到此 -->\n", encoding="utf-8")
    for _ in range(2):
        put_down(Proof("one", "承诺", "3 次", "0 处", (), "细节"), path)
    text = path.read_text(encoding="utf-8")
    assert "尚未量" not in text and "旧" not in text
    assert text.count("3 次") == 1 and text.count("细节") == 1
    assert text.endswith("\n\n<!-- 到此 -->\n")
    with pytest.raises(ValueError, match="no row"):
        put_down(Proof("two", "", "", ""), path)
