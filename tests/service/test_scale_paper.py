"""The paper in docs/规模.md: counted from what the same page says was measured."""

import re

from benchmarks.nation import CITIES, need, simulation, units_of
from chuangmo.settings import ROOT

PAGE = (ROOT / "docs" / "规模.md").read_text(encoding="utf-8")
MEASURED = re.findall(r"^\| ([^|]+) \| ([\d.]+) (?:ms|B) \|", PAGE, re.MULTILINE)


def test_the_paper_follows_from_what_was_measured() -> None:
    report = {"rows": [{"name": name, "ours": value} for name, value in MEASURED]}
    assert simulation(report) in PAGE
    units = units_of(report)
    one, all_of_them = need(1, units), need(CITIES, units)
    assert one.rows == 15 * 6 * 8_760 and all_of_them.rows == CITIES * one.rows
    assert all_of_them.lines == CITIES * 60 * 12


def test_a_gate_that_was_missed_is_told_as_missed() -> None:
    for line in PAGE.splitlines():
        if found := re.search(r"\| ([\d.]+) ms \| .* \| 至多 (\d+) ms \| (\S+) \|$", line):
            ours, most, told = float(found[1]), float(found[2]), found[3]
            assert (told == "过") == (ours <= most), line
