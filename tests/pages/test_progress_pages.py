"""年度推演, 任务 and 创模清单: their figures are the services', their entries reach the journal."""

from datetime import date
from fractions import Fraction

import pytest
from streamlit.testing.v1 import AppTest

from chuangmo.access.actor import local_person
from chuangmo.assess.verdict_types import TARGET
from chuangmo.assess.verdicts.projection import rest_of_year
from chuangmo.period import year_period
from chuangmo.service.board import Board
from chuangmo.service.decisions.changing import set_item
from chuangmo.service.figures.assessing import assess, look_ahead
from chuangmo.service.figures.attributing import attribute
from chuangmo.service.scoring.scorecard import scorecard
from chuangmo.ui.scheme.entry import overtaken
from chuangmo.ui.tasks import ledger
from chuangmo.wording import figure
from tests.pages.conftest import ACTOR, opened, words

BOILERS = "燃煤锅炉清洁能源改造台数"
OCTOBER = date(2008, 10, 31)
YEAR = year_period(2008)


def at(page: str, month: str, **chosen: str) -> AppTest:
    """The page with its filters set as a visitor sets them."""
    app = opened(page)
    for key, option in {"month": month, **chosen}.items():
        box = app.selectbox(key=key)
        if box.value != option:
            box.select(option).run()
    assert not app.exception and not app.error
    return app


@pytest.mark.parametrize("page", ["outlook.py", "tasks.py", "scheme.py"])
@pytest.mark.parametrize("month", ["2008年10月", "2008年11月", "2008年12月"])
def test_each_month_opens(page: str, month: str, seen: Board) -> None:
    text = words(at(page, month))
    assert "演示数据" in text and "数据截至" in text


def test_giving_what_is_needed_reaches_the_line_exactly(seen: Board) -> None:
    answer = look_ahead(seen, ACTOR, "pm10", "兰州市", YEAR, OCTOBER)
    rest = rest_of_year(answer.indicator, answer.so_far, 2008, 10)
    assert rest is not None and answer.ahead is not None and answer.line is not None
    assert answer.ahead.needed is not None
    assert rest.path([answer.ahead.needed] * 2)[-1] == answer.line.value_in("µg/m³")


def test_the_outlook_says_the_needed_mean_and_the_gap(seen: Board) -> None:
    app = at("outlook.py", "2008年10月")
    text = words(app)
    found = attribute(seen, ACTOR, "pm10", "兰州市", YEAR, OCTOBER)
    assert found.gap is not None
    assert sum((part.gap for part in found.months), Fraction(0)) == found.gap
    assert "11—12月均值须不高于" in text and "合计" in text
    for area in seen.catalog.areas():
        assert area in text


def test_the_slider_moves_the_year(seen: Board) -> None:
    app = at("outlook.py", "2008年10月")
    (slider,) = app.slider
    slider.set_value(0.010).run()
    assert not app.exception and "完成年度目标" in words(app)
    app.slider[0].set_value(app.slider[0].max).run()
    assert "不能完成年度目标" in words(app)
    app.button(key="preset-刚好达到").click().run()
    assert not app.exception and "不能完成年度目标" not in words(app)


def test_a_finished_year_leads_back_to_a_month_with_something_left(seen: Board) -> None:
    app = at("outlook.py", "2008年12月")
    assert "没有可推演的月份" in words(app)
    next(b for b in app.button if b.label.startswith("回到2008年11月")).click().run()
    assert not app.exception and "12月均值须" in words(app)


def test_the_task_page_has_the_numbers_of_the_assessment(seen: Board) -> None:
    rows = assess(seen, ACTOR, YEAR, date(2008, 12, 31), indicator="boiler_retrofit_units").rows
    text = words(at("tasks.py", "2008年12月", indicator=BOILERS))
    for row in rows:
        if row.line == TARGET and row.completion and row.area_kind == "district":
            assert f"{figure(row.done)} / {figure(row.quota)}" in text
    city = next(r for r in rows if r.line == TARGET and r.area == "兰州市")
    assert f"完成{figure(city.done)}台，占任务{figure(city.quota)}台的" in text
    assert "还没有开工" in text


def test_the_ledger_is_searched_and_filtered(seen: Board) -> None:
    app = at("tasks.py", "2008年12月", indicator=BOILERS)
    everything = len(app.dataframe[0].value)
    app.text_input(key="ledger_words").input("城关区 煤改气").run()
    some = app.dataframe[0].value
    assert 0 < len(some) < everything
    assert set(some["区县"]) == {"城关区"} and set(some["方式"]) == {"煤改气"}
    app.text_input(key="ledger_words").input("没有这个单位").run()
    assert not app.exception and "没有符合的单位" in words(app)


def test_search_needs_every_word() -> None:
    rows = [
        {
            "unit_name": "某印刷厂",
            "model": "DZL",
            "area": "西固区",
            "method": "拆除",
            "status": "x",
        },
        {"unit_name": "某浴池", "model": "DZL", "area": "西固区", "method": None, "status": "y"},
    ]
    assert len(ledger.found_in(rows, "西固", "全部")) == 2
    assert len(ledger.found_in(rows, "西固 印刷", "全部")) == 1
    assert len(ledger.found_in(rows, "", "y")) == 1


@pytest.mark.parametrize("scheme", ["national_2006", "national_2011", "prov_shaanxi"])
def test_the_list_has_every_row_of_the_scorecard(scheme: str, seen: Board) -> None:
    card = scorecard(seen, ACTOR, scheme, 2008, OCTOBER)
    text = words(at("scheme.py", "2008年10月", scheme=seen.catalog.schemes[scheme].name))
    assert f"已录入 {card.entered}/{card.total}" in text
    for row in card.rows:
        assert row.source.split("；")[0] in text
    assert "待核" in text


def test_a_year_whose_list_is_not_known_shows_both_and_judges_by_neither(seen: Board) -> None:
    text = words(at("scheme.py", "2008年10月"))
    assert "2008年年末施行的是哪一份清单不能确定" in text
    assert "环办〔2006〕40号" in text and "环办〔2008〕71号" in text
    assert "（参考，不作判断）" in text and "清单不全16/26" in text
    assert "参考 环办〔2008〕71号：" in text


def test_a_qualitative_result_is_entered_with_its_document(full: Board) -> None:
    app = at("scheme.py", "2008年10月")
    before = scorecard(full, ACTOR, None, 2008, OCTOBER).entered
    seq = full.store.journal_seq()

    def send(document: str) -> None:
        box = next(b for b in app.selectbox if b.label == "项目")
        box.select("环境保护机构独立建制与能力建设达标")
        app.button_group(key="scheme_item_result").set_value("met")
        next(t for t in app.text_input if t.label == "文号或文件名称").input(document)
        next(b for b in app.button if b.label == "写入").click()
        app.run()

    send("")
    assert full.store.journal_seq() == seq and app.warning
    send("兰机编〔2008〕3号")
    assert not app.exception and not app.error
    assert "兰机编〔2008〕3号" in words(app) and app.success
    assert scorecard(full, ACTOR, None, 2008, OCTOBER).entered == before + 1

    entry = next(e for e in full.catalog.city.items if e.document == "兰机编〔2008〕3号")
    set_item(
        full, local_person("赵", "page"), scheme=entry.scheme, item=entry.item, year=2008,
        result="missed", document="兰机编〔2008〕9号",
    )  # fmt: skip
    seq = full.store.journal_seq()
    send("兰机编〔2008〕4号")  # what was on the screen is not what stands: nothing is written
    assert "赵 刚写入“不符合”" in app.warning[0].value and full.store.journal_seq() == seq
    send("兰机编〔2008〕4号")
    assert full.store.journal_seq() == seq + 1


def test_a_target_that_another_changed_meanwhile_is_not_written_over(seen: Board) -> None:
    now = {area: seen.catalog.target("pm10", area, 2008) for area in ("兰州市", "安宁区")}
    before = now | {"安宁区": None}
    assert now["安宁区"] is not None
    assert overtaken([("兰州市", "90"), ("安宁区", "90")], before, now) == ["安宁区"]


def test_last_years_targets_are_copied_only_with_a_document(full: Board) -> None:
    app = at("scheme.py", "2008年10月")
    app.selectbox(key="target_year").select(2009).run()
    app.checkbox(key="target_copy").check().run()

    def send(document: str) -> None:
        boxes = [t for t in app.text_input if t.label == "文号或文件名称"]
        boxes[-1].input(document)
        next(b for b in app.button if b.label == "写入有改动的").click()
        app.run()

    send("")
    assert full.catalog.target("pm10", "兰州市", 2009) is None and app.warning
    send("兰政办发〔2009〕1号")
    copied = full.catalog.target("pm10", "兰州市", 2009)
    standing = full.catalog.target("pm10", "兰州市", 2008)
    assert copied is not None and standing is not None
    assert (copied.limit, copied.document) == (standing.limit, "兰政办发〔2009〕1号")
    assert "兰政办发〔2009〕1号" in words(app)
