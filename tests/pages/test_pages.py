"""Every page found in ``pages/`` opens, with an empty home and with the demonstration data."""

import pytest

from chuangmo.service.board import Board
from chuangmo.settings import CITY_SET
from tests.pages.conftest import PAGES, ROOT, opened, words

#: 口径与标准 and 设置 show the catalog, which is there before any data; two are about people,
#: one sets the city up; 审核 and 消息 say what waits, and nothing does; 搜索 asks first.
WITHOUT_DATA = (
    *("rules.py", "settings.py", "users.py", "audit.py", "setup.py"),
    *("review.py", "messages.py", "search.py"),
    "reporting.py",  # what is owed of a month is a task before anything was imported
)
DATA_PAGES = [page for page in PAGES if page not in WITHOUT_DATA]
#: 导出中心 shows what was put into its basket: nothing at first.
FIGURE_PAGES = [page for page in DATA_PAGES if page != "exports.py"]


@pytest.mark.parametrize("page", DATA_PAGES)
def test_a_page_of_an_empty_home_says_why_and_what_next(page: str, empty: Board) -> None:
    empty.store.record(CITY_SET, {"city": "lanzhou", "old": None, "name": "兰州市"}, "王某")
    text = words(opened(page))
    assert "还没有导入" in text
    assert "上传" in text


@pytest.mark.parametrize("page", FIGURE_PAGES)
def test_a_page_of_the_demonstration_says_so(page: str, seen: Board) -> None:
    text = words(opened(page))
    assert "演示数据" in text
    assert "<h1>" in text


def test_the_rules_are_shown_from_the_catalog_that_judges(empty: Board) -> None:
    text = words(opened("rules.py"))
    limit = empty.catalog.limit(empty.catalog.standards["gb3095-1996"], "pm10", "year")
    assert limit is not None and limit.value in text and limit.source in text
    for scheme in empty.catalog.schemes.values():
        if any("pm10" in item.indicators for item in scheme.items):
            assert scheme.name in text
    assert "待核" in text and "演示数，虚构" in text and "未启用" not in text


def test_the_counts_of_the_legend_are_the_cells(seen: Board) -> None:
    text = words(opened("overview.py"))
    for word in ("未达标", "达标", "PM<sub>10</sub>", "indicator?month=2008-12"):
        assert word in text
    assert text.count('scope="row"') == 1 + len(seen.catalog.city.districts)


def test_a_workbook_is_previewed_and_nothing_is_written(full: Board) -> None:
    path = next((ROOT / "data" / "samples" / "lanzhou").glob("2008年12月*空气*.xlsx"))
    before = full.store.journal_seq()
    app = opened("upload.py")
    app.file_uploader[0].upload(path.name, path.read_bytes()).run()
    assert not app.exception
    assert "已经导入过" in words(app)
    assert app.button(key="confirm").disabled
    assert full.store.journal_seq() == before


def test_a_foreign_file_cannot_be_confirmed(empty: Board) -> None:
    app = opened("upload.py")
    app.file_uploader[0].upload("人口.csv", "城市,人口\n北京,2188\n".encode()).run()
    assert not app.exception
    confirm = [button for button in app.button if button.key == "confirm"]
    assert all(button.disabled for button in confirm)
    assert empty.store.journal_seq() == 0


def test_all_cells_behind_a_figure_are_listed_by_the_page(seen: Board) -> None:
    app = opened("indicator.py", month="2008-12", indicator="pm10", area="城关区")
    (expander,) = (one for one in app.expander if one.label.startswith("全部 "))
    total = int(expander.label.split()[1])
    pages = next(one for one in app.selectbox if one.label == "第几个单元格")
    listed = 0
    for option in range(len(pages.options)):
        app.selectbox(key=pages.key).select_index(option).run()
        (expander,) = (one for one in app.expander if one.label.startswith("全部 "))
        listed += sum(one.proto.body.count("<tr") - 1 for one in expander.get("html"))
    assert listed == total > 100
