"""Outlook, ranking, attribution and re-judging on the demonstration data."""

from fractions import Fraction
from pathlib import Path

from tests.service.conftest import Command


def test_the_parts_of_an_attribution_sum_to_the_gap(demo: Path, run: Command) -> None:
    answer = run(demo, "attribute", "--indicator", "pm10", "--period", "2008")[1]
    gap = Fraction(answer["gap"])
    for parts in (answer["months"], answer["districts"]):
        total = sum(Fraction(part["gap"]) for part in parts)
        assert parts and abs(total - gap) < Fraction(1, 10**9)
    assert len(answer["months"]) == 12
    assert {part["name"] for part in answer["districts"]} == {
        "城关区",
        "七里河区",
        "西固区",
        "安宁区",
    }


def test_ranking_is_best_first_and_leaves_out_what_is_not_valid(demo: Path, run: Command) -> None:
    answer = run(demo, "rank", "--indicator", "so2", "--period", "2008")[1]
    figures = [Fraction(row["published"]) for row in answer["rows"]]
    assert figures == sorted(figures)
    assert [row["area"] for row in answer["unranked"]] == ["皋兰县"]
    near = run(demo, "rank", "--indicator", "so2", "--period", "2008", "--group", "四城区")[1]
    assert {row["area"] for row in near["rows"]} == {"城关区", "七里河区", "西固区", "安宁区"}
    assert run(demo, "rank", "--indicator", "so2", "--period", "2008", "--group", "东部")[0] == 2


def test_the_outlook_of_october_needs_what_brings_the_year_to_the_target(
    demo: Path, run: Command
) -> None:
    answer = run(
        demo, "outlook", "--indicator", "pm10", "--area", "城关区", "--period", "2008",
        "--as-of", "2008-10",
    )[1]  # fmt: skip
    assert (answer["line"], answer["limit"], answer["days_left"]) == ("target", "0.125", 61)
    n, so_far, needed = answer["n_valid"], Fraction(answer["so_far"]), Fraction(answer["needed"])
    year = (so_far * n + needed * 61) / (n + 61)
    assert abs(year - Fraction("0.125")) < Fraction(1, 10**9)
    assert Fraction(answer["needed_published"]) <= needed
    assert (len(answer["past"]), answer["evidence"]) == (1, "one_year")
    statuses = {"hard": "at_risk", "within_reach": "on_course", "undecided": "undecided"}
    assert answer["status"] == statuses[answer["answer"]]
    assert answer["needed_days"] == "valid"


def test_good_air_days_left_are_rounded_to_the_safe_side(demo: Path, run: Command) -> None:
    words = ("--indicator", "good_air_days", "--period", "2007", "--as-of", "2007-01")
    answer = run(demo, "outlook", *words)[1]
    assert answer["allowed_left"] + int(answer["still_needed"]) == answer["days_left"]
    good = round(Fraction(answer["so_far"]) * answer["n_valid"] / 100)
    whole = answer["n_valid"] + answer["days_left"]
    reached = Fraction(good + int(answer["still_needed"]), whole) * 100
    assert reached >= 85 > reached - Fraction(100, whole)


def test_judging_again_by_another_standard_on_request(demo: Path, run: Command) -> None:
    words = ("assess", "--period", "2008", "--area", "安宁区", "--indicator", "no2")
    by_date = run(demo, *words)[1]["rows"][0]
    by_2012 = run(demo, *words, "--standard", "gb3095-2012")[1]["rows"][0]
    assert (by_date["status"], by_date["unit"]) == ("met", "mg/m³")
    assert (by_2012["status"], by_2012["limit"], by_2012["unit"]) == ("missed", "40", "µg/m³")
    assert run(demo, *words, "--standard", "gb1234")[0] == 2


def test_a_month_is_only_held_beside_the_annual_limit(demo: Path, run: Command) -> None:
    rows = run(demo, "assess", "--period", "2008-10", "--area", "安宁区", "--indicator", "pm10")[1]
    statuses = {row["line"]: row["status"] for row in rows["rows"]}
    assert statuses["standard"] == "reference"


def test_unknown_words_are_wrong_usage_with_a_suggestion(demo: Path, run: Command) -> None:
    code, answer = run(demo, "mean", "--indicator", "pm1", "--area", "安宁区", "--period", "2008")
    assert code == 2 and "pm10" in answer["error"]["message"]
    assert run(demo, "mean", "--indicator", "pm10", "--area", "城东区", "--period", "2008")[0] == 2
    assert run(demo, "mean", "--indicator", "pm10", "--area", "安宁区", "--period", "08年")[0] == 2
