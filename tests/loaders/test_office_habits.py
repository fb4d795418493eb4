"""Habits of offices beside the forms: words in cells of figures, marks, changes beside parts."""

from tests.loaders.reading_lists import read
from tests.loaders.staging import codes, staged


def test_what_is_done_is_read_where_it_is_mostly_figures() -> None:
    head = "兰州市创模进展（截至2008年9月底）\n指标名称|考核要求|目前完成情况\n"
    batch = staged(f"{head}生活垃圾无害化处理率|≥85%|68.5%\n污水集中处理率|≥80%|正在统计")
    assert [(d.code, d.found) for d in batch.errors] == [("unreadable-value", "正在统计")]
    words = staged(f"{head}生活垃圾无害化处理率|≥85%|按期推进\n污水集中处理率|≥80%|正在统计")
    assert not words.observations.num_rows and "unreadable-value" not in codes(words)


def test_a_unit_in_a_cell_that_does_not_convert_is_refused() -> None:
    batch = staged("2008年10月\n区县|PM10(mg/m³)\n城关区|12吨\n安宁区|126µg/m³")
    assert [(d.code, d.cell) for d in batch.errors] == [("unit-conflict", "B3")]
    assert read(batch) == {"pm10@安宁区@2008-10": "126"}


def test_sand_dust_before_it_is_taken_out_is_kept() -> None:
    head = "2008年3月PM10（mg/m³）\n区县|PM10\n城关区|0.3\n注：{}。"
    for words in ("扣除沙尘天气影响前", "未剔除沙尘天气影响", "剔除沙尘之前"):
        assert read(staged(head.format(words))) == {"pm10@城关区@2008-03": "300"}, words
    for words in ("已扣除沙尘天气影响", "剔除沙尘之后"):
        assert read(staged(head.format(words))) == {"pm10@城关区@2008-03~removed": "300"}, words


def test_a_beginning_that_is_the_first_of_a_month_is_no_day() -> None:
    rows = "\n东郊|城关区|2008-10-01|14.2\n西郊|西固区|2008-10-01|17.9"
    titled = staged(f"2008年10月降尘\n采样点|区县|采样起始日期|降尘量（t/km²·30d）{rows}")
    assert {key.split("@")[2] for key in read(titled)} == {"2008-10"}
    untitled = staged(f"降尘\n采样点|区县|采样起始日期|降尘量（t/km²·30d）{rows}")
    assert [q.topic for q in untitled.questions] == ["period"]
    days = staged("PM10（mg/m³）\n区县|开始时间|PM10\n城关区|2008-10-01|0.1\n城关区|2008-10-02|0.2")
    assert {key.split("@")[2] for key in read(days)} == {"2008-10-01", "2008-10-02"}


def test_a_total_under_the_header_of_ranks_is_a_total() -> None:
    batch = staged("2015年6月（μg/m³）\n排名|区县|PM10\n1|榆中县|92\n2|永登县|98\n全市||95")
    assert len(read(batch)) == 2 and codes(batch) == ["not-an-input", "total-row"]
