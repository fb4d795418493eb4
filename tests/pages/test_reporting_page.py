"""报送: the tasks of a district in a month, each with form, state and answer; led to by 消息."""

from chuangmo.service.board import Board
from tests.pages.conftest import opened, words


def test_a_district_sees_what_it_owes_and_what_answered_it(full: Board) -> None:
    app = opened("reporting.py", report_month="2008-12", area="安宁区")
    text = words(app)
    assert "安宁区2008年12月应报 5 份" in text and "演示数据的收到日为虚构" in text
    assert "月报：PM" in text and "应于2009年1月10日前报" in text
    assert "/batches?batch=" in text and "2008年12月兰州市环境空气质量监测日报.xlsx" in text
    assert "催报文字" in text and app.code
    assert [one.label for one in app.get("download_button")] == ["空白表"] * 5


def test_a_month_that_owes_less_and_one_that_is_not_there(full: Board) -> None:
    text = words(opened("reporting.py", report_month="2008-11", area="安宁区"))
    assert "安宁区2008年11月应报 2 份" in text
    text = words(opened("reporting.py", report_month="2019-01", area="火星区"))
    assert "没有“2019-01”这个月份" in text and "没有“火星区”" in text


def test_an_empty_home_shows_the_month_before_today(empty: Board) -> None:
    app = opened("reporting.py")
    assert not app.exception and "应报" in words(app)
