"""Periods over a change of standard, and comparisons over a leap day, through the command line."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

CITY = "北京市"


def days(first: date, last: date, value: Callable[[date], int]) -> str:
    found = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return "日期,PM10(µg/m³)\n" + "".join(f"{day},{value(day)}\n" for day in found)


@pytest.fixture
def asked(tmp_path: Path, run: Any) -> Callable[..., list[dict[str, Any]]]:
    """Import a sheet of days and give the rows of an assessment of PM10."""

    def ask(sheet: str, *words: str) -> list[dict[str, Any]]:
        home, file = tmp_path / "home", tmp_path / "days.csv"
        file.write_text(sheet, encoding="utf-8")
        code, _ = run(home, "import", str(file), "--area", CITY, city="beijing")
        assert code == 0
        place = ("--indicator", "pm10", "--area", CITY)
        rows = run(home, "assess", *place, *words, city="beijing")[1]["rows"]
        return list(rows)

    return ask


def test_the_other_standard_has_an_outlook_of_its_own(asked: Any) -> None:
    """65 so far and in every past autumn: out of 60 by the new limit, within 70 by the old one."""
    sheet = days(date(2024, 1, 1), date(2026, 10, 31), lambda day: 64 + day.day % 3)
    row = asked(sheet, "--period", "2026", "--as-of", "2026-10-31")[0]
    assert (row["limit"], row["status"]) == ("60", "at_risk")
    assert (row["other"]["limit"], row["other"]["status"]) == ("70", "on_course")
    assert "累计" in row["reason"]


def test_february_is_compared_with_all_29_days_of_the_leap_year(asked: Any) -> None:
    """28 days of 60 and a 29th of 118 are a mean of 62: 60 against it is -3.2 %."""
    sheet = days(
        date(2024, 2, 1), date(2025, 2, 28), lambda day: 118 if day == date(2024, 2, 29) else 60
    )
    row = asked(sheet, "--period", "2025-02", "--as-of", "2025-02-28")[0]
    assert row["year_on_year"] == {"value": "-3.2", "unit": "%"}


def test_a_noise_standard_does_not_take_away_the_rules_of_air(asked: Any) -> None:
    sheet = days(date(2014, 1, 1), date(2014, 1, 20), lambda day: 60)
    rows = asked(sheet, "--period", "2014", "--standard", "gb3096-2008")
    assert {row["n_required"] for row in rows} == {324}
    assert rows[0]["status"] == "insufficient_data"
