"""A label is read only where every word of it is explained and says a monitored value."""

import random

import pytest

from loaders.model.answers import LEAVE_OUT
from loaders.words import lists
from loaders.words.labels import meaning, titled
from loaders.words.vocabulary import Vocabulary
from tests.loaders.reading_lists import read
from tests.loaders.staging import catalog_of, staged
from tests.two_forms import is_long

VOCABULARY = Vocabulary(catalog_of())
#: Words beside a pollutant, and what the figures then are.
OTHER = {
    "PM10监测天数": "valid_days", "PM10有效监测天数": "valid_days", "PM10监测点位": "points",
    "PM10监测点数": "points", "二氧化氮减排量": "reduction", "NO2削减量": "reduction",
    "PM10目标值": "target", "PM10年均浓度目标": "target", "SO2排放达标率": "compliance_rate",
    "SO2去除率": "removal_rate", "SO2超标倍数": "multiple", "PM10负荷系数": "share",
    "PM10剩余控制浓度": "gap", "PM10浓度范围": "range", "Days PM10": "days", "BOD5减排量": "reduction",
    "氨氮总量": "total_amount", "PM10排放量(t)": "emission", "PM10排放浓度": "emission_concentration",
    "PM10超标天数(天)": "days", "PM10作为首要污染物天数": "days", "PM10样本数": "samples",
    "PM10改善率(%)": "change", "PM10单项指数": "sub_index", "PM10最大超标倍数": "multiple",
    "PM10标准限值": "limit", "PM10检出限": "detection_limit", "PM10浓度排名": "rank",
    "PM10预测值": "forecast", "PM10数据捕获率": "capture", "SO2治理投资额": "money",
    "PM10标准差": "spread",
}  # fmt: skip
VALUES = (
    "PM10", "PM10月均浓度(µg/m³)", "可吸入颗粒物年日均值", "二、SO2", "二氧化硫(SO2)24小时平均", "CO-95per",
    "PM10第98百分位数", "O3日最大8小时滑动平均(µg/m³)", "O3_8h", "PM2.5_24h", "高锰酸盐指数(mg/L)",
    "颗粒物(粒径小于等于10μm)24小时平均", "功能区噪声昼间达标率", "燃煤锅炉改造台数", "餐饮业治理（户）",
)  # fmt: skip


@pytest.mark.parametrize(("text", "quantity"), OTHER.items())
def test_a_word_beside_a_pollutant_says_what_the_figure_is(text: str, quantity: str) -> None:
    said = meaning([VOCABULARY.facets(text)], VOCABULARY.catalog)
    assert said.quantity is not None and said.quantity.id == quantity
    assert not said.is_value


@pytest.mark.parametrize("text", VALUES)
def test_a_monitored_value_is_explained_whole(text: str) -> None:
    assert meaning([VOCABULARY.facets(text)], VOCABULARY.catalog).is_value


@pytest.mark.parametrize("text", [*OTHER, "PM10某某", "PM10 xyz", "NO2怪数"])
def test_no_column_and_no_row_of_it_becomes_the_pollutant(text: str) -> None:
    down = staged(f"2008年10月\n区县|{text}\n城关区|65\n安宁区|71")
    across = staged(f"2008年10月\n项目|城关区|安宁区\n{text}|65|71\nNO|3|4")
    beside = staged(f"2008年10月（µg/m³）\n区县|PM10|{text}\n城关区|165|65\n安宁区|171|71")
    assert not read(down) and not read(across)
    assert set(read(beside).values()) <= {"165", "171"}


def test_days_of_monitoring_beside_a_mean_are_its_valid_days() -> None:
    batch = staged("2008年10月（µg/m³）\n区县|PM10|PM10监测天数\n城关区|65|30\n安宁区|71|31")
    rows = batch.observations.to_pylist()
    assert [(row["value"], row["n_valid"]) for row in rows] == [(65, 30), (71, 31)]
    assert "已作为其有效天数读入" in " ".join(d.message for d in batch.diagnostics)


def test_what_nobody_knows_is_asked_once_and_remembered_with_the_form() -> None:
    lines = "2008年{}月（µg/m³）\n区县|PM10|SO2怪数\n城关区|65|30\n安宁区|71|31"
    asked = staged(lines.format(10))
    (question,) = asked.questions
    assert question.topic == "label" and question.options == ("SO2", LEAVE_OUT)
    left = staged(lines.format(10), answers={question.key: LEAVE_OUT})
    assert {key.split("@")[0] for key in read(left)} == {"pm10"} and not left.questions
    taken = staged(lines.format(10), answers={question.key: "SO2"})
    assert {key.split("@")[0] for key in read(taken)} == {"pm10", "so2"}
    later = staged(lines.format(11), layouts=(taken.layouts[0].layout,))
    assert not later.questions and len(read(later)) == 4


def test_a_name_that_is_nearly_right_is_asked() -> None:
    batch = staged("2008年10月（mg/L）\n断面|高锰酸钾指数|氨氮\n包兰桥|3|1")
    question = next(q for q in batch.questions if q.topic == "label")
    assert question.options[0] == "CODMn" and "算出来" not in question.prompt
    alone = staged("2008年10月（mg/L）\n断面|高锰酸钾指数\n包兰桥|3")
    assert [q.topic for q in alone.questions] == ["label"]


@pytest.mark.parametrize(
    "title", ["2008年各区县SO2排放量（吨）", "各区县SO2减排任务", "2008年PM10监测点位数"]
)
def test_a_title_of_another_quantity_gives_no_indicator(title: str) -> None:
    assert titled(title, VOCABULARY) == ()
    batch = staged(f"{title}\n区县|1月|2月\n城关区|460|300\n安宁区|20|22")
    assert batch.rejected is not None and "是" in batch.rejected.message


def test_a_group_of_two_kinds_leaves_it_to_the_columns_below() -> None:
    batch = staged(
        "2008年10月5日\n区县|浓度及分指数||\n|PM10||SO2\n|浓度(µg/m³)|分指数|浓度(µg/m³)\n城关区|165|91|20",
    )
    assert read(batch) == {"pm10@城关区@2008-10-05": "165", "so2@城关区@2008-10-05": "20"}


# -- generated -----------------------------------------------------------------------------------

_FRAGMENTS = (
    *(w for q in lists.QUANTITIES.values() for w in (*q.words, *q.inside)), *lists.FILLER,
    *lists.GENERIC, *(w for ws in lists.STATISTICS.values() for w in ws), "(µg/m³)", "(mg/m³)", "(%)",
    "（吨）", "2008年", "10月", "城关区", "扣沙", "、", "/", "-", " ", "一", "均", "第", "其中", "新增", "某",
)  # fmt: skip
_NAMES = (
    "PM10",
    "SO2",
    "二氧化氮",
    "PM2.5",
    "CO",
    "臭氧",
    "COD",
    "氨氮",
    "高锰酸盐指数",
    "可吸入颗粒物",
)
_STRANGE = "甲乙丙丁仓库桥梁品种系谱羊毛夹克QWERTYsensorbatteryαβ∑№"


def generated(count: int) -> list[str]:
    """Labels of an indicator with words of the grammar and strange ones around it."""
    chance = random.Random(2008)
    found = []
    for _ in range(count):
        pieces = [chance.choice(_FRAGMENTS) for _ in range(chance.randint(0, 3))]
        if chance.random() < 0.7:
            pieces.append("".join(chance.choices(_STRANGE, k=chance.randint(1, 5))))
        pieces.append(chance.choice(_NAMES))
        chance.shuffle(pieces)
        found.append("".join(pieces))
    return found


def test_no_label_with_an_unexplained_rest_or_another_kind_is_a_value() -> None:
    for text in generated(100_000 if is_long() else 10_000):
        said = meaning([VOCABULARY.facets(text)], VOCABULARY.catalog)
        strange = any(letter in text for letter in "甲乙丙丁仓库桥梁羊毛夹克α∑№")
        assert not (said.is_value and strange), text
        others = [q for q in VOCABULARY.facets(text).quantities if not lists.QUANTITIES[q].measured]
        assert not (said.is_value and others), text


def test_generated_labels_never_yield_an_observation_unless_they_are_values() -> None:
    for text in generated(2_000 if is_long() else 80):
        said = meaning([VOCABULARY.facets(text)], VOCABULARY.catalog)
        batch = staged(f"2008年10月\n区县|{text.replace('|', '')}\n城关区|65\n安宁区|71")
        if not said.is_value:
            assert not read(batch), text
