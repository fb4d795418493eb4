"""Ranking by level and by improvement, and other roundings, on the command line."""

from fractions import Fraction
from pathlib import Path

import pytest

from chuangmo.access.actor import local_person
from chuangmo.period import parse_period
from chuangmo.service.board import Board, open_board
from chuangmo.service.figures.ranking import IMPROVEMENT, NotRankable, rank
from chuangmo.settings import Settings
from tests.service.conftest import Command

CITY = ("--indicator", "pm10", "--period")


@pytest.fixture
def board(tmp_path: Path):
    made = open_board(Settings(tmp_path / "home", "lanzhou"))
    yield made
    made.close()


def years(home: Path, run: Command, figures: dict[str, tuple[int, int]], indicator: str) -> None:
    """Import (last year, this year) of 2008 for districts, every day of December alike."""
    lines = ["日期,区县," + indicator]
    for year, place in ((2007, 0), (2008, 1)):
        for area, values in figures.items():
            lines += [f"{year}-12-{day:02d},{area},{values[place]}" for day in range(1, 32)]
    file = home.parent / "days.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    code, answer = run(home, "import", str(file))
    assert code == 0, answer


def test_improvement_is_ranked_on_published_changes_with_shared_places(
    tmp_path: Path, run: Command
) -> None:
    """-10.0 %, -10.0 %, +5.0 %: 1, 1, 3; the two roads to -10.0 % share the place."""
    home = tmp_path / "home"
    figures = {"城关区": (100, 90), "西固区": (200, 180), "安宁区": (100, 105)}
    years(home, run, figures, "PM10(µg/m³)")
    answer = run(home, "rank", *CITY, "2008-12", "--order", "improvement", "--group", "四城区")[1]
    found = [(row["area"], row["rank"], row["improvement"]["value"]) for row in answer["rows"]]
    assert found == [("城关区", 1, "-10.0"), ("西固区", 1, "-10.0"), ("安宁区", 3, "5.0")]
    assert [row["before"] for row in answer["rows"]] == ["0.100", "0.200", "0.100"]
    assert all(row["improvement"]["unit"] == "%" for row in answer["rows"])
    assert answer["order"] == "improvement" and answer["note"] is None
    left = {row["area"]: row["reason"] for row in answer["unranked"]}
    assert set(left) == {"七里河区"} and "没有数据" in left["七里河区"]


def test_level_and_improvement_are_two_rankings(tmp_path: Path, run: Command) -> None:
    home = tmp_path / "home"
    years(home, run, {"城关区": (160, 120), "安宁区": (90, 95)}, "PM10(µg/m³)")
    level = run(home, "rank", *CITY, "2008-12")[1]
    better = run(home, "rank", *CITY, "2008-12", "--order", "improvement")[1]
    assert [row["area"] for row in level["rows"]] == ["安宁区", "城关区"]
    assert [row["area"] for row in better["rows"]] == ["城关区", "安宁区"]
    assert all(row["improvement"] is None for row in level["rows"])


def test_a_place_without_last_year_is_left_out_with_the_reason(
    tmp_path: Path, run: Command
) -> None:
    home = tmp_path / "home"
    years(home, run, {"城关区": (160, 120)}, "PM10(µg/m³)")
    file = tmp_path / "one.csv"
    days = [f"2008-12-{day:02d},安宁区,95" for day in range(1, 32)]
    file.write_text("日期,区县,PM10(µg/m³)\n" + "\n".join(days) + "\n", encoding="utf-8")
    assert run(home, "import", str(file))[0] == 0
    answer = run(home, "rank", *CITY, "2008-12", "--order", "improvement")[1]
    reasons = {row["area"]: row["reason"] for row in answer["unranked"]}
    assert reasons["安宁区"].startswith("上年同期：") and "没有数据" in reasons["安宁区"]
    assert [row["area"] for row in answer["rows"]] == ["城关区"]


def test_the_change_of_state_is_said_beside_the_ranking(tmp_path: Path, run: Command) -> None:
    home, file = tmp_path / "home", tmp_path / "days.csv"
    lines = ["日期,区县,PM10(µg/m³)"]
    lines += [
        f"{y}-07-{d:02d},城关区,{v}" for y, v in ((2018, 80), (2019, 70)) for d in range(1, 32)
    ]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert run(home, "import", str(file))[0] == 0
    answer = run(home, "rank", *CITY, "2019-07", "--order", "improvement")[1]
    assert "2018年9月1日" in answer["note"]
    assert answer["rows"][0]["improvement"]["note"] == answer["note"]
    words = ("assess", "--period", "2019-07", "--indicator", "pm10", "--area", "城关区")
    row = run(home, *words)[1]["rows"][0]
    assert row["year_on_year"]["value"] == "-12.5" and "2018年9月1日" in row["year_on_year"]["note"]
    assert row["on_previous"] is None


def test_a_district_that_appears_moves_no_others_change(tmp_path: Path, run: Command) -> None:
    """安宁区 reports in December only, and best: 城关区 and 西固区 keep their places."""
    home, file = tmp_path / "home", tmp_path / "days.csv"
    lines = ["日期,区县,PM10(µg/m³)"]
    for month, last in ((11, 30), (12, 31)):
        for day in range(1, last + 1):
            lines += [f"2008-{month}-{day:02d},城关区,120", f"2008-{month}-{day:02d},西固区,110"]
            lines += [f"2008-{month}-{day:02d},安宁区,90"] if month == 12 else []
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert run(home, "import", str(file))[0] == 0
    answer = run(home, "rank", *CITY, "2008-12")[1]
    found = [(r["area"], r["rank"], r["previous_rank"], r["change"]) for r in answer["rows"]]
    assert found == [("安宁区", 1, None, None), ("西固区", 2, 1, 0), ("城关区", 3, 2, 0)]
    assert "安宁区上期没有排名" in answer["note"]
    before = run(home, "rank", *CITY, "2008-11")[1]
    assert [row["change"] for row in before["rows"]] == [None, None] and before["note"] is None


def test_an_indicator_without_a_better_side_is_refused(board: Board) -> None:
    with pytest.raises(NotRankable, match="没有优劣方向"):
        rank(
            board, local_person("测试", "cli"), "ph", parse_period("2008"),
            parse_period("2008").last_day, by=IMPROVEMENT,
        )  # fmt: skip


def test_the_refusal_exits_as_wrong_usage(tmp_path: Path, run: Command) -> None:
    code, answer = run(tmp_path / "home", "rank", "--indicator", "ph", "--period", "2008")
    assert code == 2 and "不能排名" in answer["error"]["message"]


def test_where_only_a_percentile_is_tested_that_is_ranked_and_changed(
    tmp_path: Path, run: Command
) -> None:
    """CO under HJ 663: the 95th percentile of the year, never its mean, in rank and 同比."""
    home, file = tmp_path / "home", tmp_path / "days.csv"
    lines = ["日期,区县,CO(mg/m³)"]
    for year in (2016, 2017):
        for month in range(1, 13):
            for day in range(1, 29):
                high = "3.0" if day > 20 else "1.0"
                lines.append(
                    f"{year}-{month:02d}-{day:02d},城关区,{high if year > 2016 else '2.0'}"
                )
    for year in (2016, 2017):
        lines += [
            f"{year}-{m:02d}-{d:02d},城关区,1.0"
            for m in (1, 3, 5, 7, 8, 10, 12)
            for d in (29, 30, 31)
        ]
        lines += [f"{year}-{m:02d}-{d:02d},城关区,1.0" for m in (4, 6, 9, 11) for d in (29, 30)]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert run(home, "import", str(file))[0] == 0
    answer = run(home, "rank", "--indicator", "co", "--period", "2017")[1]
    assert (answer["statistic"], answer["rows"][0]["published"]) == ("p95", "3.0")
    words = ("assess", "--period", "2017", "--indicator", "co", "--area", "城关区")
    row = run(home, *words)[1]["rows"][0]
    assert (row["statistic"], row["published"]) == ("p95", "3.0")
    assert row["year_on_year"] == {"value": "50.0", "unit": "%"}


def test_another_rounding_is_shown_and_nothing_else_changes(demo: Path, run: Command) -> None:
    words = ("assess", "--period", "2008", "--area", "安宁区")
    even = run(demo, *words)[1]
    cut = run(demo, *words, "--rounding", "truncate")[1]
    assert even["counts"] == cut["counts"] and cut["rounding"] == "truncate"
    differs = 0
    for one, other in zip(even["rows"], cut["rows"], strict=True):
        assert one["shown"] == one["published"]
        for key in ("status", "published", "value", "reason", "limit"):
            assert one[key] == other[key]
        if other["shown"] is not None:
            assert Fraction(other["shown"]) <= Fraction(other["value"])
            differs += other["shown"] != other["published"]
    assert differs


def test_the_mean_in_another_rounding(demo: Path, run: Command) -> None:
    words = ("mean", "--indicator", "so2", "--area", "安宁区", "--period", "2008")
    even, up = run(demo, *words)[1], run(demo, *words, "--rounding", "half-up")[1]
    assert even["shown"] == even["published"] == up["published"]
    assert abs(Fraction(up["shown"]) - Fraction(up["value"])) <= Fraction(1, 2000)


def test_a_change_between_different_sets_of_sites_names_what_differs(
    tmp_path: Path, run: Command
) -> None:
    """城关区 with one site fewer than last year: the change is said, and so is the site."""
    home, file = tmp_path / "home", tmp_path / "days.csv"
    catalog = open_board(Settings(tmp_path / "other", "lanzhou"))
    sites = [site.name for site in catalog.catalog.sites("城关区", "pm10")]
    catalog.close()
    assert len(sites) == 4  # three of four are the 75 % that a mean needs
    lines = ["日期,点位,PM10(µg/m³)"]
    for year, value in ((2007, 100), (2008, 90)):
        for n, site in enumerate(sites):
            if (year, n) != (2008, 0):
                lines += [f"{year}-12-{d:02d},{site},{value + n + d % 3}" for d in range(1, 32)]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert run(home, "import", str(file))[0] == 0
    words = ("assess", "--period", "2008-12", "--indicator", "pm10", "--area", "城关区")
    row = run(home, *words)[1]["rows"][0]
    assert f"本期没有{sites[0]}" in row["year_on_year"]["note"]
