"""铅, 汞, 氟化物 stand in tables of water and of air: what stands around tells, else it is asked."""

from loaders.words.vocabulary import Vocabulary
from tests.loaders.staging import catalog_of, staged

VOCABULARY = Vocabulary(catalog_of())


def read(lines: str) -> dict[str, str]:
    rows = staged(lines).observations.to_pylist()
    return {row["indicator"]: f"{row['value'].normalize():f}" for row in rows}


def test_beside_a_section_they_are_items_of_water() -> None:
    told = read("安宁区2008年10月\n断面|汞|铅|氟化物|六价铬\n甲桥|0.0015|0.01|0.5|0.06")
    assert told == {
        "water_mercury": "0.0015", "water_lead": "0.01",
        "water_fluoride": "0.5", "water_chromium6": "0.06",
    }  # fmt: skip


def test_items_of_water_beside_them_tell_as_much() -> None:
    told = read("安宁区2008年10月\n点位|溶解氧|高锰酸盐指数|砷\n甲桥|7.9|2.1|0.003")
    assert told["water_arsenic"] == "0.003"


def test_the_unit_tells_and_is_converted() -> None:
    assert read("安宁区2008年10月\n区县|汞(μg/L)\n安宁区|0.05") == {"water_mercury": "0.00005"}


def test_the_title_tells_where_nothing_else_does() -> None:
    told = read("安宁区2008年10月地表水监测结果\n点位|铜|锌\n甲桥|0.01|0.05")
    assert told == {"water_copper": "0.01", "water_zinc": "0.05"}


def test_beside_pollutants_of_air_they_are_none_of_water() -> None:
    told = read("安宁区2008年10月\n区县|镉|PM10\n安宁区|0.5|100")
    assert set(told) == {"pm10"}


def test_where_nothing_tells_it_is_asked_and_the_answer_holds() -> None:
    lines = "安宁区2008年10月\n区县|砷\n安宁区|0.03"
    batch = staged(lines)
    (question,) = batch.questions
    assert "没有写明是水质还是空气" in question.prompt and not batch.observations.num_rows
    told = staged(lines, answers={question.key: question.options[0]})
    assert [row["indicator"] for row in told.observations.to_pylist()] == ["water_arsenic"]


def test_rows_of_items_are_told_by_the_rows_beside_and_by_the_column_of_units() -> None:
    beside = read("安宁区2008年10月\n项目|甲桥\npH|7\n汞|0.0001")
    unit = read("安宁区2008年10月\n项目|单位|甲点\n汞|mg/L|0.0001")
    assert beside["water_mercury"] == unit["water_mercury"] == "0.0001"


def test_rows_of_nobody_knows_which_medium_are_asked() -> None:
    (question,) = staged("安宁区2008年10月\n项目|甲点|乙点\n汞|0.0001|0.0001").questions
    assert "没有写明是水质还是空气" in question.prompt


def test_a_character_inside_a_word_names_no_item() -> None:
    for text in ("铁路干线", "铜川市", "铅笔厂", "锌铁棚", "砷化物"):
        assert not VOCABULARY.named(text), text
    for text in ("铅浓度", "铅(mg/L)", "2008年铅", "汞年均值"):
        assert VOCABULARY.named(text), text


def test_bacteria_are_counted_in_a_litre() -> None:
    told = read("安宁区2008年10月\n断面|粪大肠菌群(MPN/L)|水温(℃)\n甲桥|30000|12.5")
    assert told == {"faecal_coliform": "30000", "water_temperature": "12.5"}


def test_counts_that_could_be_serial_days_are_no_dates() -> None:
    told = read("安宁区2008年10月\n断面|粪大肠菌群|pH\n甲桥|30000|7.5")
    assert told == {"faecal_coliform": "30000", "ph": "7.5"}
