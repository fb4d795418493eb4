"""Grades on the command line: the names of their time, the score only as reference."""

from fractions import Fraction
from pathlib import Path

from tests.service.conftest import Command


def test_a_noise_grade_of_2008_bears_the_names_of_its_time(demo: Path, run: Command) -> None:
    answer = run(demo, "grade", "--period", "2008", "--area", "城关区")[1]
    regional = next(one for one in answer["noise"] if one["indicator"] == "noise_regional")
    assert (regional["published"], regional["name"], regional["rank"]) == ("55.0", "较好", 2)
    assert "2004" in regional["document"] and "score" not in answer


def test_the_score_comes_only_when_asked_and_stays_incomplete(demo: Path, run: Command) -> None:
    answer = run(demo, "grade", "--period", "2008", "--kind", "score")[1]
    score, items = answer["score"], answer["items"]
    assert score["reference"] is True and score["total"] is None and score["missing"]
    known = sum(Fraction(one["points"]) for one in items if one["points"] is not None)
    assert abs(known - Fraction(score["entered"])) <= Fraction(len(items), 200)
    assert all(one["reason"] for one in items if one["points"] is None)
    assert "noise" not in answer
