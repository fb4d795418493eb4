"""docs/可靠性.md: a row for every proof and every duty of 等保, each with tests that are there."""

import re

from proofs.__main__ import PROOFS
from proofs.named_tests import missing
from proofs.report import DOCUMENT


def test_every_proof_has_its_row() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    assert {name for name in PROOFS if f"\n| `./run prove {name}` " not in text} == set()


def test_the_twenty_two_duties_name_tests_that_are_there() -> None:
    lines = DOCUMENT.read_text(encoding="utf-8").splitlines()
    rows = {found[1]: line for line in lines if (found := re.match(r"\| B(\d+)( 三)? \|", line))}
    assert set(rows) == {str(number) for number in range(1, 23)}
    for number, line in rows.items():
        named = re.findall(r"`([\w/]+\.py(?:::\w+)?)`", line.split(" | ")[-1])
        assert named, number
        assert missing(named) == [], number
