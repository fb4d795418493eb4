"""Tasks are ranked by what is done of the quota: 33 of 61 is behind 8 of 8."""

from datetime import date
from pathlib import Path

import pytest

from chuangmo.access.actor import local_person
from chuangmo.exhibits.month import Month
from chuangmo.exhibits.place import place_of
from chuangmo.exhibits.ranking import ranking_exhibit, ranking_frame
from chuangmo.period import parse_period
from chuangmo.service.board import open_board
from chuangmo.service.figures import assessing
from chuangmo.service.questions import Questions
from chuangmo.settings import Settings
from tests.service.conftest import Command

WORDS = ("--indicator", "boiler_retrofit_units", "--period", "2008")


def test_boilers_are_ranked_by_completion_as_on_the_page(demo: Path, run: Command) -> None:
    answer = run(demo, "rank", *WORDS, "--as-of", "2008-10-31")[1]
    assert answer["statistic"] == "completion"
    found = [(row["area"], row["rank"], row["published"], row["unit"]) for row in answer["rows"]]
    board = open_board(Settings(demo, "lanzhou"))
    try:
        actor = local_person("测试", "cli")
        month = Month(parse_period("2008-10"))
        boilers = board.catalog.indicator("boiler_retrofit_units")
        assessment = assessing.assess(board, actor, month.year_period, month.as_of)
        frame = ranking_frame(place_of(assessment, boilers, "兰州市", month, "keep"))
    finally:
        board.close()
    shown = frame[frame["rank"] != ""]
    pairs = zip(shown["area"], shown["rank"], shown["share"], strict=True)
    assert {(a, int(r), s.rstrip("%")) for a, r, s in pairs} == {
        (a, r, "100" if p == "100.0" else p) for a, r, p, _ in found
    }
    assert {unit for *_, unit in found} == {"%"}
    assert found[0][2] == "100.0" and found[0][0] != "城关区"  # the largest count is not first


def test_a_place_without_a_quota_has_no_rank(demo: Path, run: Command) -> None:
    answer = run(demo, "rank", *WORDS, "--as-of", "2008-10-31")[1]
    reasons = {row["area"]: row["reason"] for row in answer["unranked"]}
    assert reasons and set(reasons.values()) == {"未下达任务，没有完成率。"}
    assert not set(reasons) & {row["area"] for row in answer["rows"]}


def test_a_task_is_not_ranked_by_improvement(demo: Path, run: Command) -> None:
    code, answer = run(demo, "rank", *WORDS, "--order", "improvement")
    assert code == 2 and "按完成率排名" in answer["error"]["message"]


@pytest.mark.parametrize("group", ["四城区"])
def test_groups_are_kept_apart(demo: Path, run: Command, group: str) -> None:
    answer = run(demo, "rank", *WORDS, "--group", group, "--as-of", str(date(2008, 10, 31)))[1]
    known = {row["area"] for row in (*answer["rows"], *answer["unranked"])}
    assert known <= {"城关区", "七里河区", "西固区", "安宁区"} and known


def test_the_list_tells_the_place_of_the_month_before(demo: Path) -> None:
    board = open_board(Settings(demo, "lanzhou"))
    try:
        actor = local_person("测试", "cli")
        month, pm10 = Month(parse_period("2008-10")), board.catalog.indicator("pm10")
        then = Month(parse_period("2008-09"))
        places = [
            place_of(
                assessing.assess(board, actor, one.year_period, one.as_of),
                pm10,
                "兰州市",
                one,
                "keep",
            )
            for one in (month, then)
        ]
        foot = places[0].foot(Questions(board, actor))
    finally:
        board.close()
    now, earlier = places
    found = ranking_exhibit(now, foot, "light", False, earlier.district_rows)
    assert month.before == then and Month(parse_period("2008-01")).before is None
    assert found is not None and found.table is not None
    ranks = ranking_frame(earlier).set_index("area")["rank"].to_dict()
    told = {row[2].text: row[1].text for row in found.table.rows}
    assert told == {area: rank or "—" for area, rank in ranks.items()}
    assert [head.name for head in found.table.heads][:2] == ["位次", "上期位次"]
    moved = {row[2].text: row[1].small for row in found.table.rows if row[1].text != "—"}
    assert moved and all(word == "不变" or word[0] in "升降" for word in moved.values())
    alone = ranking_exhibit(now, foot, "light", False)
    assert alone is not None and alone.table is not None
    assert "上期位次" not in [head.name for head in alone.table.heads]
