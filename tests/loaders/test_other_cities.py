"""Lists of many cities in the home of one, and ranks with how many are ranked."""

from collections.abc import Mapping

import pytest

from chuangmo.catalog.divisions.other_cities import other_cities
from chuangmo.catalog.divisions.table import load_divisions
from loaders.model.staged import StagedBatch
from loaders.words.values import Rank, rank_in
from tests.loaders.staging import catalog_of, codes, staged
from tests.loaders.test_sub_counts import told

LIST = "2007年度城市环境综合整治定量考核得分及排名\n城市|2007年得分|2006年得分|增减分|2007年排名\n"


@pytest.mark.parametrize(
    ("text", "rank", "of"),
    [
        ("第3名/共12", 3, 12), ("第3名 / 共 12", 3, 12), ("3/12", 3, 12), ("7/14名", 7, 14), ("第3名/12", 3, 12),
        ("第七名（共十四名）", 7, 14), ("7（共14个）", 7, 14), ("第3名，共12个区县", 3, 12), ("14个城市中第7名", 7, 14),
        ("在14个参评城市中排名第7", 7, 14), ("全省第7名（共14个城市）", 7, 14), ("共12个，第3名", 3, 12),
        ("第3名", 3, None), ("并列第三名", 3, None), ("3名", 3, None), ("第十二", 12, None),
    ],
)  # fmt: skip
def test_a_rank_in_words(text: str, rank: int, of: int | None) -> None:
    assert rank_in(text) == Rank(rank, of)


@pytest.mark.parametrize(
    "text", ["第13名/共12", "3,12", "3、5", "7(14)", "3.5", "-3", "第0名", "第3季度", "优秀", ""]
)
def test_no_rank(text: str) -> None:
    assert rank_in(text) is None


def read(batch: StagedBatch) -> Mapping[tuple[str, str, int], str]:
    """Indicator, area and year to value, with 外 behind a row of a city outside the board."""
    return {
        (r["indicator"], r["area"], r["start"].year): f"{r['value'].normalize():f}"
        + ("外" if r["outside"] else "")
        for r in batch.observations.to_pylist()
    }


def test_the_own_city_is_read_and_the_others_stand_beside_it() -> None:
    batch = staged(
        f"{LIST}兰州市|72.82|68.08|4.74|7\n西宁市|80.1|79|1.1|3\n银川|85.25|84|1.25|1\n襄樊市|60|59|1|12"
    )
    found = read(batch)
    score, rank = "urban_assessment_score", "urban_assessment_rank"
    assert found[score, "兰州市", 2007] == "72.82" and found[rank, "兰州市", 2007] == "7"
    assert found[score, "兰州市", 2006] == "68.08"
    assert found[score, "西宁市", 2007] == "80.1外" and found[rank, "银川市", 2007] == "1外"
    assert found[score, "襄樊市", 2006] == "59外"  # by the name of its time
    assert not batch.questions
    (line,) = [d for d in batch.diagnostics if d.code == "other-cities"]
    assert line.found == "西宁市、银川市、襄樊市"


def test_a_list_without_the_own_city_is_kept_too() -> None:
    batch = staged(f"{LIST}葫芦岛市|72.82|68.08|4.74|7\n兴城市|42.53|39.72|2.81|15")
    assert set(read(batch).values()) == {"72.82外", "68.08外", "7外", "42.53外", "39.72外", "15外"}


def test_an_unlisted_name_that_is_no_city_is_still_asked() -> None:
    batch = staged(f"{LIST}兰州市|72.82|68.08|4.74|7\n西宁市|80.1|79|1.1|3\n高新区|60|59|1|12")
    assert [q.topic for q in batch.questions] == ["place-names"]
    assert batch.questions[0].names == ("高新区",)


def test_sites_targets_and_boilers_of_other_cities_are_not_read() -> None:
    sites = staged(
        "2008年10月大气\n区县|点位|PM10(mg/m3)\n兰州市|甲站|0.12\n西宁市|乙站|0.1\n西宁市|丙站|0.1"
    )
    assert {r["area"] for r in sites.observations.to_pylist()} == {"兰州市"}
    assert "outside-row" in codes(sites)
    targets = staged(
        "2008年PM10\n城市|年度目标(mg/m3)|年均值(mg/m3)\n兰州市|0.13|0.12\n西宁市|0.12|0.1",
        indicator="pm10",
    )
    assert {t.area for t in targets.targets} == {"兰州市"}
    assert "外市" in next(d.message for d in targets.diagnostics if d.code == "target-unfit")


def test_what_lies_below_the_own_city_is_no_other_city() -> None:
    names = other_cities(load_divisions(), catalog_of("lanzhou").city)
    assert names["西宁"] == names["西宁市"] == "西宁市" and "兴城" not in names
    assert not {"兰州市", "兰州", "城关区", "永登县", "甘肃", "吉林"} & names.keys()
    dalian = catalog_of("lanzhou").city.model_copy(update={"name": "大连市", "adcode": 210200})
    below = other_cities(load_divisions(), dalian)
    assert "瓦房店市" not in below and "兰州市" in below


def test_a_rank_keeps_out_of_how_many_it_is_with_its_cell() -> None:
    batch = staged(
        "2006年度城市环境综合整治定量考核\n城市|得分|排名\n兰州市|68.08|第7名/共14\n西宁市|80.1|第三名（共14个城市）"
    )
    rows = [r for r in batch.observations.to_pylist() if r["indicator"] == "urban_assessment_rank"]
    assert [(int(r["value"]), int(r["denominator"]), r["raw"]) for r in rows] == [
        (7, 14, "第7名/共14"), (3, 14, "第三名（共14个城市）"),
    ]  # fmt: skip
    assert ("兰州市", "denominator", "参加排名的个数", "14", "C3") in told(batch)


def test_how_many_are_ranked_may_have_a_column_of_its_own() -> None:
    batch = staged("2005年度城考得分及排名\n城市|城考得分|城考排名|参评城市数\n兰州市|68.08|7|14")
    assert ("兰州市", "denominator", "参评城市数", "14", "D3") in told(batch)


@pytest.mark.parametrize("text", ["第7名/共14", "第7名", "7"])
def test_a_rank_in_the_last_row_of_a_list_of_indicators_is_read(text: str) -> None:
    batch = staged(
        f"兰州市2004年度工作指标完成情况\n指标|单位|完成值\n城考得分|分|60\n城考名次|名|{text}"
    )
    assert read(batch)["urban_assessment_rank", "兰州市", 2004] == "7"


def test_a_last_row_that_is_no_value_is_told_and_not_lost() -> None:
    batch = staged(
        "兰州市2004年度工作指标完成情况\n指标|单位|完成值\n城考得分|分|60\n城考名次|名|靠前"
    )
    assert batch.questions or batch.diagnostics


def test_a_rank_beyond_the_last_is_refused_by_its_cell() -> None:
    batch = staged("2005年度城考排名\n城市|城考得分|城考排名\n兰州市|68.08|第15名/共14")
    assert [d.cell for d in batch.diagnostics if d.code == "unreadable-value"] == ["C3"]
