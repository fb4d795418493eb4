"""The address says what is on the screen: written once, read again, and told where it is wrong."""

import pytest
from streamlit.testing.v1 import AppTest

from chuangmo.service.board import Board
from tests.pages.conftest import opened, words


def said(app: AppTest) -> dict[str, str]:
    return {key: one if isinstance(one, str) else one[-1] for key, one in app.query_params.items()}


def sentence(app: AppTest) -> str:
    """What the page tells of its address, as markup."""
    told = (str(piece.proto.body) for piece in app.get("html"))
    return "".join(one for one in told if "cm-told" in one and not one.startswith("<style>"))


def followed(app: AppTest, **query: str) -> AppTest:
    """The page after its address became another one, as Back and Forward make it."""
    app.query_params.clear()
    for key, value in query.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception
    return app


def test_every_choice_that_changes_figures_is_written_the_usual_ones_too(seen: Board) -> None:
    assert said(opened("overview.py")) == {
        "month": "2008-12", "dust": "不扣沙尘", "line": "综合", "since": "比上月"
    }  # fmt: skip
    page = said(opened("indicator.py"))
    assert (page["month"], page["indicator"], page["area"]) == ("2008-12", "pm10", "兰州市")
    assert page["dust"] == "不扣沙尘" and page["rounding"] == "四舍六入五成双"


def test_a_choice_is_written_and_the_way_back_shows_what_was_there(seen: Board) -> None:
    app = opened("district.py", month="2008-12", area="安宁区")
    before = said(app)
    app.selectbox(key="month").set_value("2008年11月").run()
    after = said(app)
    assert after == before | {"month": "2008-11"}
    assert "2008年1—11月" in words(app)
    followed(app, **before)
    assert app.selectbox(key="month").value == "2008年12月"
    assert "2008年全年" in words(app) and said(app) == before
    followed(app, **after)
    assert "2008年1—11月" in words(app) and "安宁区" in words(app)


@pytest.mark.parametrize(
    "old",
    [
        {"month": "2008年11月", "indicator": "SO2 二氧化硫", "area": "安宁区", "dust": "扣除沙尘"},
        {"month": "2008-11", "indicator": "so2", "area": "安宁区", "dust": "remove"},
    ],
)
def test_an_address_of_before_shows_what_it_showed_and_stays_as_it_was(
    old: dict[str, str], seen: Board
) -> None:
    app = opened("indicator.py", **old)
    assert app.selectbox(key="month").value == "2008年11月"
    assert app.selectbox(key="indicator").value == "SO2 二氧化硫"
    assert app.selectbox(key="area").value == "安宁区"
    assert app.session_state["dust"] == "remove"
    assert said(app).items() >= old.items()
    assert not sentence(app)


def test_what_the_address_names_and_nobody_has_is_told_until_another_is_chosen(seen: Board) -> None:
    wrong = {"month": "2031-02", "area": "火星区", "indicator": "wind", "dust": "半扣"}
    app = opened("indicator.py", **wrong)
    told = sentence(app)
    assert "没有“2031-02”这个月份的数据，现在显示的是“2008年12月”。" in told
    assert "没有“火星区”，现在显示的是“兰州市”。" in told
    assert "没有指标“wind”，现在显示的是“PM10 可吸入颗粒物”。" in told
    assert "“沙尘”没有“半扣”这一项，现在显示的是“不扣沙尘”。" in told
    assert said(app).items() >= wrong.items()
    app.selectbox(key="area").set_value("安宁区").run()
    assert said(app)["area"] == "安宁区" and said(app)["month"] == "2031-02"
    told = sentence(app)
    assert "火星区" not in told and "2031-02" in told


def test_a_place_that_is_known_and_has_no_figure_here_is_not_called_unknown(seen: Board) -> None:
    app = opened("indicator.py", indicator="noise_regional", area="红古区")
    told = sentence(app)
    assert "没有“红古区”，" not in told
    if app.selectbox(key="area").value != "红古区":
        assert "这一页没有“红古区”的数据，现在显示的是“兰州市”。" in told


def test_what_an_address_says_is_shown_as_text_and_not_at_length(seen: Board) -> None:
    told = sentence(opened("map.py", month="<img src=x>[a](http://b)", indicator="x" * 500))
    assert "没有“&lt;img src=x&gt;[a](http://b)”" in told
    assert "没有指标“" + "x" * 40 + "…”" in told
