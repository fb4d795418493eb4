"""Several cities on one board: each page shows the city of its session and never another's."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from chuangmo.access.actor import VIEWER, Actor, local_person, may_see
from chuangmo.period import parse_period
from chuangmo.service import process
from chuangmo.service.board import Board
from chuangmo.service.decisions.own_city import set_own_city
from chuangmo.service.questions import Questions
from chuangmo.settings import UnfitHome, all_settings, load_settings
from chuangmo.store.errors import StoreRefusal
from tests.pages.conftest import opened, words
from tests.two_cities import AREA, LANZHOU, LHASA, two_homes

ACTOR = local_person("测试", "page")
DAY = parse_period("2008").last_day


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    return two_homes(tmp_path_factory.mktemp("cities"))


@pytest.fixture(scope="module")
def both(homes: list[Path]) -> Iterator[list[Board]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CHUANGMO_CITIES", ",".join(map(str, homes)))
        patch.delenv("CHUANGMO_HOME", raising=False)
        patch.delenv("CHUANGMO_CITY", raising=False)
        process._opened.cache_clear()
        yield list(process.boards())
        process.close()
        process._opened.cache_clear()


def figure(board: Board) -> str | None:
    rows = Questions(board, ACTOR).verdicts_on("pm10", parse_period("2008"), DAY, "keep")
    return next(row.value for row in rows if row.area == AREA)


def test_cities_with_the_same_names_and_versions_never_answer_for_each_other(
    both: list[Board],
) -> None:
    one, other = both
    assert AREA in one.catalog.areas() and AREA in other.catalog.areas()
    assert one.data_version().figures == other.data_version().figures
    assert [figure(board) for board in (one, other, one)] == ["0.111", "0.033", "0.111"]
    assert one.memo is not other.memo


@pytest.mark.parametrize(
    ("city", "value", "not_"), [(LANZHOU, "0.111", "0.033"), (LHASA, "0.033", "0.111")]
)
def test_every_page_of_a_link_shows_the_city_that_it_names(
    both: list[Board], city: str, value: str, not_: str
) -> None:
    app = opened("district.py", city=city, area=AREA)
    assert value in words(app) and not_ not in words(app)
    assert app.query_params["city"] == city
    app.switch_page("indicator.py").run()
    assert value in words(app) and not_ not in words(app)


def test_every_way_on_stays_with_the_city(both: list[Board]) -> None:
    for page in ("overview.py", "district.py", "indicator.py", "search.py", "batches.py"):
        for href in _hrefs(opened(page, city=LHASA)):
            if not href.startswith(("/login", "/password", "/logout", "http", "#")):
                assert parse_qs(urlsplit(href).query).get("city"), (page, href)


def _hrefs(app: AppTest) -> list[str]:
    return [unescape(found) for found in re.findall(r'href="([^"]+)"', words(app))]


def test_nothing_said_is_the_first_and_a_city_that_is_not_there_is_told(both: list[Board]) -> None:
    assert "0.111" in words(opened("district.py", area=AREA))
    app = opened("district.py", city="火星市", area=AREA)
    assert "没有给您看的城市“火星市”，现在显示的是“兰州市”。" in words(app)
    assert "0.111" in words(app)
    assert "0.033" in words(opened("district.py", city="拉萨市", area=AREA))


def test_what_was_chosen_in_one_city_is_forgotten_in_the_other(both: list[Board]) -> None:
    app = opened("district.py", city=LANZHOU, area=AREA)
    app.session_state["of_the_former"] = 1
    app.query_params["city"] = LHASA
    app.run()
    assert "0.033" in words(app) and "0.111" not in words(app)
    assert "of_the_former" not in app.session_state


def test_the_boards_of_several_cities_are_not_set_up_anew(both: list[Board]) -> None:
    with pytest.raises(StoreRefusal, match="CHUANGMO_CITIES"):
        set_own_city(both[1], ACTOR, "620500")


def test_who_is_no_administrator_sees_the_city_of_the_accounts_alone(both: list[Board]) -> None:
    viewer = Actor("王", VIEWER, "page")
    assert [may_see(viewer, board.settings) for board in both] == [True, False]
    assert [may_see(ACTOR, board.settings) for board in both] == [True, True]
    assert both[1].settings.accounts_home == both[0].settings.home


def _said(homes: list[Path], **more: str) -> dict[str, str]:
    return {"CHUANGMO_CITIES": ",".join(map(str, homes)), **more}


def test_a_city_chooses_its_home(homes: list[Path]) -> None:
    found = all_settings(_said(homes, CHUANGMO_CITY=LHASA))
    assert [(one.home, one.city) for one in found] == [(homes[0], LANZHOU), (homes[1], LHASA)]
    assert load_settings(environ=_said(homes)).home == homes[0]
    assert load_settings(city=LHASA, environ=_said(homes)).home == homes[1]
    assert load_settings(home=homes[1], environ=_said(homes)).door == homes[0]
    with pytest.raises(UnfitHome, match="没有城市“火星”。有：lanzhou、540100"):
        load_settings(city="火星", environ=_said(homes))


def test_what_cannot_be_cities_is_refused_in_a_sentence(homes: list[Path], tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    for listed, told in (
        ([homes[0], tmp_path / "new"], "new”不是已经设好城市的数据目录"),
        ([homes[0], tmp_path / "none"], "none”不是已经设好城市的数据目录"),
        ([homes[0], homes[0]], "有两个数据目录是城市“lanzhou”"),
        ([*homes, ""], "里的“”不是"),
    ):
        with pytest.raises(UnfitHome, match=told):
            load_settings(environ=_said(listed))
    with pytest.raises(UnfitHome, match="不是 CHUANGMO_CITIES 里的第一个"):
        load_settings(environ=_said(homes, CHUANGMO_HOME=str(homes[1])))


def test_unset_one_city_is_as_it_always_was(homes: list[Path]) -> None:
    alone = {"CHUANGMO_HOME": str(homes[0])}
    assert all_settings(alone) == (load_settings(environ=alone),)
    assert load_settings(environ=alone).door is None


# -- 全省 ------------------------------------------------------------------------------------------


def test_the_province_shows_each_city_as_its_own_board_does(both: list[Board]) -> None:
    app = opened("province.py", month="2008-10")
    shown = words(app)
    for board in both:
        own = words(opened("overview.py", city=board.settings.city, month="2008-10"))
        name = board.catalog.city.name
        found = re.search(rf'aria-label="{name} PM10：([^"；]+)', shown)
        its = re.search(rf'aria-label="{name} PM10：([^"；]+)', own)
        assert found and its and found[1].split()[:2] == its[1].split()[:2]
    assert 'aria-label="拉萨市 SO2：数据不足 —' in shown
    assert f"/indicator?city={LHASA}&amp;month=2008-10&amp;indicator=pm10" in shown
    assert f"/?city={LHASA}&amp;month=2008-10" in shown


def test_the_bar_names_the_province_where_there_are_cities_to_see(
    both: list[Board], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = opened("overview.py")
    assert "全省" in app.session_state["pages-theirs"].values()
