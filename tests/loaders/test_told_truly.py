"""What a file is of which nothing, or not all, is read: said as it is."""

import pytest

from tests.loaders.reading_lists import read
from tests.loaders.staging import codes, keys, staged


@pytest.mark.parametrize(
    "lines",
    [
        "兰州市空气自动监测站名单\n序号|点位名称|区县|地址\n1|雁滩|城关区|雁滩路1号\n2|职工医院|安宁区|安宁东路",
        "监测点位\n点位名称|经度|纬度\n雁滩|103.8|36.1\n职工医院|103.7|36.2",
        "2008年10月PM10监测点位\n点位名称|点位类型|建成年份\n雁滩|国控|2001\n职工医院|国控|2002",
    ],
)
def test_a_list_of_places_is_refused_as_a_list(lines: str) -> None:
    batch = staged(lines)
    assert batch.rejected is not None and batch.rejected.code == "only-names"
    assert "名单（点位名称" in batch.rejected.message and "指标" not in batch.rejected.found


def test_a_list_with_an_unknown_figure_is_none() -> None:
    batch = staged("点位名称|家数\n雁滩|3\n职工医院|4")
    assert batch.rejected is not None and batch.rejected.code == "no-indicator"


def test_a_file_that_stores_nothing_says_so_first() -> None:
    plan = staged(
        "2008年1—10月锅炉改造进展\n区县|任务数（吨）|完成率（%）\n城关区|50|60\n安宁区|20|50"
    )
    assert not plan.questions and not plan.errors and plan.stores_nothing
    line = plan.diagnostics[0]
    assert (line.code, line.severity) == ("nothing-stored", "warning") and "4 个数" in line.message
    assert "target-unfit" in codes(plan)
    some = staged("2008年10月（mg/m³）\n区县|PM10|PM10目标\n城关区|0.1|0.1")
    assert "nothing-stored" not in codes(some) and not some.stores_nothing


def test_targets_to_be_asked_or_registered_are_not_nothing() -> None:
    lines = "2008年减排计划表\n区县|锅炉改造削减SO2(吨)\n城关区|50\n安宁区|20"
    asked = staged(lines)
    assert keys(asked) == ["targets"] and "nothing-stored" not in codes(asked)
    (key,) = (question.key for question in asked.questions)
    assert "nothing-stored" not in codes(staged(lines, answers={key: "登记为目标"}))
    assert "nothing-stored" in codes(staged(lines, answers={key: "不读这一列"}))


ONE_OF_THEM = {
    "across, means": "2008年10月PM10（mg/m³）\n指标|兰州市|其中：城关区|安宁区\nPM10|0.1|0.12|0.11",
    "down, means": "2008年10月PM10（mg/m³）\n区县|PM10\n兰州市|0.1\n其中：城关区|0.12\n（其中）安宁区|0.11",
}


@pytest.mark.parametrize("name", ONE_OF_THEM)
def test_of_which_before_a_place_is_that_place(name: str) -> None:
    batch = staged(ONE_OF_THEM[name])
    assert not batch.questions and not batch.diagnostics
    assert read(batch) == {
        f"pm10@{area}@2008-10": value
        for area, value in (("兰州市", "100"), ("城关区", "120"), ("安宁区", "110"))
    }


def test_of_which_before_another_name_is_a_kind_of_the_count_beside_it() -> None:
    batch = staged(
        "2008年1—10月餐饮业治理（户）\n项目|城关区|其中：雁滩街道|安宁区\n餐饮业治理（户）|50|20|30"
    )
    assert list(read(batch).values()) == ["50", "30"]
    (part,) = batch.parts.to_pylist()
    assert (part["area"], part["role"], part["name"]) == ("城关区", "of_which", "雁滩街道")
    assert (part["value"], part["cell"]) == (20, "C3")


def test_words_that_are_no_places_are_not_asked_where_they_are() -> None:
    batch = staged("兰州市PM10（mg/m³）\n区县|1月|2月\n城关区|0.1|0.2")
    assert keys(batch) == ["period"]
