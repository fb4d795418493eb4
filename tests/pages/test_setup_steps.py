"""The steps of 设置我的城市: what is added stands there unsaved, is checked, and saved in one line."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from openpyxl import Workbook
from streamlit.testing.v1 import AppTest

from chuangmo.access.actor import local_person
from chuangmo.service.board import Board, open_board
from chuangmo.service.city.changing_settings import settings_history
from chuangmo.service.city.tables import DISTRICT, DUTY, OFFICE, SECTION, SITE
from chuangmo.service.decisions.own_city import set_own_city
from chuangmo.service.drafts.drafts import TABLE, list_drafts
from chuangmo.settings import Settings, load_settings
from chuangmo.ui.setup import grid
from chuangmo.ui.setup.pasting import pasted_rows
from tests.pages.conftest import _shown, opened, words
from tests.service.settings_of_cities import board_of

WHO = local_person("测试", "page")
SHOWN = ("名称", "区县", "计入全市")


@pytest.fixture
def taizhou(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Board]:
    home = tmp_path / "home"
    beginning = open_board(Settings(home, "lanzhou"))
    set_own_city(beginning, WHO, "321200")
    board = open_board(load_settings(home))
    yield from _shown(board, monkeypatch)
    board.close()


def step(key: str) -> AppTest:
    return opened("setup.py", step=key)


def pressed(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click().run()
    assert not app.exception and not app.error
    return app


def pasted(app: AppTest, table: str, *lines: str, count: int = 0) -> AppTest:
    app.text_area(key=f"paste_{table}_{count}").set_value("\n".join(lines)).run()
    app.button(key=f"paste_add_{table}").click().run()
    assert not app.exception
    return app


def test_the_first_step_that_is_left_is_shown(taizhou: Board) -> None:
    assert "第 2 步，共 8 步" in words(opened("setup.py"))
    assert "第 5 步，共 8 步" in words(step("offices"))
    assert "第 2 步，共 8 步" in words(step("没有这一步"))


def test_every_step_can_be_left_for_later(taizhou: Board) -> None:
    app = step("districts")
    for number in range(3, 9):
        pressed(app, "setup_later")
        assert f"第 {number} 步，共 8 步" in words(app)
    assert "泰州市可以用了" in words(app) and "点位、责任单位、报送、目标" in words(app)
    assert settings_history(taizhou, WHO) == []


def test_the_browser_goes_back_a_step_and_forward(taizhou: Board) -> None:
    app = pressed(pressed(step("districts"), "setup_later"), "setup_later")
    assert "第 4 步，共 8 步" in words(app) and app.query_params["step"] == "sites"
    for back, number in (("rules", 3), ("districts", 2), ("rules", 3)):
        app.query_params["step"] = back
        app.run()
        assert f"第 {number} 步，共 8 步" in words(app)
    pressed(app, "setup_later")
    assert "第 4 步，共 8 步" in words(app)


def test_a_district_from_the_form_is_saved_in_one_line(taizhou: Board) -> None:
    app = step("districts")
    app.text_input(key=f"add_{DISTRICT}_名称").set_value("医药高新区")
    app.selectbox(key=f"add_{DISTRICT}_分组").select("开发区")
    form = next(b for b in app.button if b.label == "加入上表")
    form.click().run()
    assert app.button(key="setup_save").label == "保存 1 处，继续"
    assert len(taizhou.catalog.city.districts) == 6
    pressed(app, "setup_save")
    added = taizhou.catalog.city.districts[-1]
    assert (added.name, added.in_city_mean) == ("医药高新区", False)
    assert taizhou.catalog.city.groups[added.group] == "开发区"
    assert "第 3 步" in words(app) and "已保存 1 处" in app.success[0].value
    assert len(settings_history(taizhou, WHO)) == 1


def test_what_is_changed_in_the_table_stays_when_a_row_is_added(
    taizhou: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The table itself is a canvas: what a person does in it is done to its frame here."""

    def edited(frame: pd.DataFrame, **_: object) -> pd.DataFrame:
        changed = frame.copy()
        changed.loc[changed["名称"] == "靖江市", "保留"] = False
        changed.loc[changed["名称"] == "兴化市", "计入城区均值"] = True
        return changed

    monkeypatch.setattr(grid.st, "data_editor", edited)
    app = pasted(step("districts"), DISTRICT, "医药高新区\t开发区\t高新区\t否")
    assert app.button(key="setup_save").label == "保存 3 处，继续"
    pressed(app, "setup_save")
    found = {one.name: one for one in taizhou.catalog.city.districts}
    assert "靖江市" not in found and len(found) == 6
    assert found["兴化市"].in_city_mean and found["兴化市"].adcode == 321281
    assert found["医药高新区"].aliases == ("高新区",) and not found["医药高新区"].in_city_mean


def test_what_is_not_saved_is_there_after_a_reload(taizhou: Board) -> None:
    pasted(step("offices"), OFFICE, "环境监测中心站\t王某\t12345678")
    reloaded = step("offices")
    assert reloaded.button(key="setup_save").label == "保存 1 处，继续"
    pressed(reloaded, "setup_save")
    assert [one.name for one in taizhou.catalog.city.offices] == ["环境监测中心站"]
    assert step("offices").button(key="setup_save").label == "没有要改的，继续"


def test_what_is_left_for_later_is_thrown_away(taizhou: Board) -> None:
    pressed(pasted(step("offices"), OFFICE, "环境监测中心站\t王某\t12345678"), "setup_later")
    assert step("offices").button(key="setup_save").label == "没有要改的，继续"
    assert list_drafts(taizhou, WHO, TABLE) == []


def test_standards_are_changed_and_keep_what_is_not_shown(
    taizhou: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts = taizhou.catalog.city.scope_note

    def edited(frame: pd.DataFrame, **_: object) -> pd.DataFrame:
        changed = frame.copy()
        air = changed["名称"] == "环境空气质量标准（2012）"
        changed.loc[air, ["起始日", "可靠程度", "依据"]] = ["2014-01-01", "A", "苏环办〔2013〕1号"]
        return changed

    monkeypatch.setattr(grid.st, "data_editor", edited)
    pressed(step("rules"), "setup_save")
    (air,) = [a for a in taizhou.catalog.city.adoptions if a.standard == "gb3095-2012"]
    assert (air.from_.isoformat(), air.confidence) == ("2014-01-01", "A")
    assert taizhou.catalog.city.scope_note == facts


def test_pasted_sites_are_saved_and_told_apart_from_sections(taizhou: Board) -> None:
    app = pasted(
        step("sites"), SITE, "名称\t区县\t计入全市", "公园路\t海陵区\t是", "对照\t姜堰区\t否"
    )
    pasted(app, SECTION, "引江河\t海陵区\t地表水水质达标率")
    assert app.button(key="setup_save").label == "保存 3 处，继续"
    pressed(app, "setup_save")
    sites = {one.name: one for one in taizhou.catalog.city.sites}
    assert list(sites) == ["公园路", "对照", "引江河"]
    assert [one.in_city_mean for one in sites.values()] == [True, False, True]
    assert sites["引江河"].indicators == ("surface_water_compliance",)


def test_what_is_wrong_is_told_and_cannot_be_saved(taizhou: Board) -> None:
    app = pasted(step("sites"), SITE, "公园路\t没有的区")
    assert "没有区县“没有的区”" in words(app)
    assert app.button(key="setup_save").disabled
    pressed(app, "setup_later")
    assert taizhou.catalog.city.sites == ()


def test_pasting_says_why_nothing_was_taken(taizhou: Board) -> None:
    app = pasted(step("sites"), SITE, "名称\t区县\t经度", "公园路\t海陵区\t119")
    assert "不认识“经度”" in app.error[0].value
    app = pasted(step("sites"), SITE, "名称\t区县\t计入全市", "公园路\t海陵区\t√")
    assert "第 1 行“计入全市”写的是“√”" in app.error[0].value


def test_offices_are_offered_to_those_who_report(taizhou: Board) -> None:
    app = pasted(step("offices"), OFFICE, "监测站\t王某\t8600")
    pressed(app, "setup_save")
    office = taizhou.catalog.city.offices[0]
    assert (office.name, office.person, office.phone) == ("监测站", "王某", "8600")
    assert "监测站" in app.selectbox(key=f"add_{DUTY}_联系").options
    pasted(app, DUTY, "PM10、二氧化硫\t全部区县\t每月\t5\t监测站")
    pressed(app, "setup_save")
    duty = taizhou.catalog.city.duties[0]
    assert (duty.indicators, duty.due_day, len(duty.areas)) == (("pm10", "so2"), 5, 6)


def place(app: AppTest, key: str) -> list[int]:
    """Where a text area stands: the numbers of the elements on the way to it."""

    def way(node: Any) -> list[int] | None:
        if getattr(node, "key", None) == key:
            return []
        for number, child in getattr(node, "children", {}).items():
            if (below := way(child)) is not None:
                return [number, *below]
        return None

    found = way(app.main)
    assert found is not None
    return found


def test_what_is_told_of_the_step_before_goes_without_moving_what_is_below(taizhou: Board) -> None:
    """A text area that moves is another one to the browser: what was pasted into it is lost."""
    app = pasted(step("sites"), SITE, "公园路\t海陵区")
    pressed(app, "setup_save")
    assert "已保存 1 处" in app.success[0].value
    told = place(app, f"paste_{OFFICE}_0")
    app.run()
    assert not app.success and place(app, f"paste_{OFFICE}_0") == told


def test_what_is_wrong_does_not_move_the_buttons(taizhou: Board) -> None:
    app = step("sites")
    before = place(app, "setup_save")
    assert place(pasted(app, SITE, "公园路\t没有的区"), "setup_save") == before


def test_what_was_saved_or_gone_through_is_marked_in_another_session(taizhou: Board) -> None:
    app = pasted(step("districts"), DISTRICT, "医药高新区\t开发区\t高新区\t否")
    pressed(app, "setup_save")
    fresh = words(step("finish"))
    assert "还可以补：标准、点位" in fresh
    assert pressed(step("rules"), "setup_later").query_params["looked"] in ("rules", ["rules"])
    again = words(opened("setup.py", step="finish", looked="rules"))
    assert "还可以补：点位" in again


def test_an_empty_box_says_that_nothing_was_added(taizhou: Board) -> None:
    app = pasted(step("offices"), OFFICE, " ")
    assert "框里没有内容" in app.warning[0].value
    app = step("offices")
    next(b for b in app.button if b.label == "加入上表").click().run()
    assert "没有加入任何一行" in app.warning[0].value


def test_who_counts_in_the_mean_is_said_as_it_is(taizhou: Board) -> None:
    assert "现在计入海陵区、高港区、姜堰区，其余不计，请核对" in words(step("districts"))


def test_where_all_count_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    board = board_of(tmp_path / "home", "422800")
    shown = _shown(board, monkeypatch)
    next(shown)
    assert "现在全部计入，请核对" in words(step("districts"))
    board.close()


def test_targets_are_listed_before_they_are_registered(taizhou: Board, tmp_path: Path) -> None:
    made = Workbook()
    for line in (
        ["泰州市2026年目标任务分解表"],
        ["区县", "PM10年均值目标（μg/m³）"],
        ["海陵区", 60],
    ):
        made.worksheets[0].append(line)
    made.save(tmp_path / "分解表.xlsx")
    app = step("targets")
    app.file_uploader[0].upload("分解表.xlsx", (tmp_path / "分解表.xlsx").read_bytes()).run()
    assert "读到 1 个目标" in words(app) and not taizhou.catalog.city.targets
    pressed(app, "setup_save")
    target = taizhou.catalog.city.targets[0]
    assert (target.area, target.limit) == ("海陵区", "60")
    assert "已登记 1 个目标" in app.success[0].value


# -- pasted rows ----------------------------------------------------------------------------------


def test_lines_without_headings_follow_the_table() -> None:
    found = pasted_rows("公园路\t海陵区\n\n莲花\t姜堰区\t否\n", ("编号", *SHOWN), SHOWN)
    assert found.rows == (
        {"名称": "公园路", "区县": "海陵区"},
        {"名称": "莲花", "区县": "姜堰区", "计入全市": "否"},
    )


def test_a_line_of_headings_says_the_order_and_may_name_hidden_columns() -> None:
    found = pasted_rows("编号\t名称\n1\t公园路", ("编号", *SHOWN), SHOWN)
    assert found.rows == ({"编号": "1", "名称": "公园路"},)


def test_one_column_with_its_heading_is_no_row() -> None:
    assert pasted_rows("名称\n公园路", SHOWN, SHOWN).rows == ({"名称": "公园路"},)


def test_more_cells_than_columns_are_told() -> None:
    found = pasted_rows("a\tb\tc\td", SHOWN, SHOWN)
    assert found.rows == () and "第 1 行有 4 格，这里只有 3 列" in found.problem


def test_nothing_pasted_is_nothing() -> None:
    assert pasted_rows(" \n\t\n", SHOWN, SHOWN).rows == ()
