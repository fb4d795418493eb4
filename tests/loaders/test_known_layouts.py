"""The fingerprint of a form, and answers that are remembered with it."""

from pathlib import Path

import pytest

from chuangmo.catalog.layouts import rendered
from loaders.forms.proposal import is_layout_topic
from tests.forms import layouts_in
from tests.loaders.reading_lists import read
from tests.loaders.staging import keys, staged

HOURS = "|".join(str(h) for h in range(1, 13))
RUN = f"{{title}}PM10（µg/m³）\n区县|{HOURS}\n城关区|" + "|".join(str(100 + h) for h in range(12))


def form(lines: str, **hints: object) -> str:
    return staged(lines, **hints).layouts[0].fingerprint  # type: ignore[arg-type]


def test_an_answered_axis_is_asked_once_for_the_form() -> None:
    asked = staged(RUN.format(title="2008年10月"))
    assert keys(asked) == ["axis"]
    answered = staged(RUN.format(title="2008年10月"), answers={asked.questions[0].key: "日"})
    found = answered.layouts[0]
    assert found.answers == {"axis": "日"} and found.fingerprint == asked.layouts[0].fingerprint
    later = staged(RUN.format(title="2008年11月"), layouts=(found.layout,))
    assert not later.questions and later.layouts[0].known
    assert read(later)["pm10@城关区@2008-11-12"] == "111"


def test_another_place_still_asks_the_place() -> None:
    lines = "2008年{month}月\n日期|PM10\n2008-{month}-01|1.5\n2008-{month}-02|2.5"
    asked = staged(lines.format(month=10))
    assert keys(asked) == ["area", "unit-pm10"]
    answers = dict(zip((q.key for q in asked.questions), ("城关区", "mg/m³"), strict=True))
    found = staged(lines.format(month=10), answers=answers).layouts[0]
    assert found.answers == {"unit-pm10": "mg/m³"}
    assert keys(staged(lines.format(month=11), layouts=(found.layout,))) == ["area"]


TABLE = "{title}\n{place}|PM10(mg/m³)|SO2(mg/m³)\n城关区|{a}|0.05\n安宁区|0.12|0.06"


@pytest.mark.parametrize(
    "same",
    [
        {"title": "2009年1月月报", "place": "区县", "a": "0.2"},
        {"title": "兰州市2008年12月空气质量", "place": "区县", "a": "0.1"},
    ],
)
def test_the_fingerprint_stays_with_month_title_and_values(same: dict[str, str]) -> None:
    one = form(TABLE.format(title="2008年10月月报", place="区县", a="0.1"))
    assert form(TABLE.format(**same)) == one


@pytest.mark.parametrize(
    "other",
    [
        TABLE.replace("mg/m³", "µg/m³").format(title="2008年10月", place="区县", a="0.1"),
        TABLE.format(title="空气", place="区县", a="0.1"),
        TABLE.replace("SO2", "NO2").format(title="2008年10月", place="区县", a="0.1"),
    ],
)
def test_another_unit_source_or_pollutant_is_another_form(other: str) -> None:
    one = form(TABLE.format(title="2008年10月月报", place="区县", a="0.1"))
    assert form(other) != one


def test_layout_files_are_read_back(tmp_path: Path) -> None:
    answered = staged(RUN.format(title="2008年10月"))
    layout = answered.layouts[0].layout.model_copy(update={"answers": {"axis": "日"}})
    (tmp_path / "abc.toml").write_bytes(rendered([layout]))
    assert layouts_in([tmp_path, tmp_path / "none"]) == (layout,)


@pytest.mark.parametrize(
    "text",
    [
        "[[layout]]\nid = 1\n",
        '[[layout]]\nid = "a"\nrow = 3\n[[layout.column]]\nheader = []\nrole = "key"\n',
        '[[layout]]\nid = "a"\nplace = {from = "B2"}\n[[layout.column]]\nheader = []\nrole = "key"\n',
        "[[layout]\n",
        "[other]\n",
    ],
)
def test_a_file_that_is_no_layout_is_named(text: str, tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"bad\.toml"):
        layouts_in([tmp_path])


def test_places_and_periods_are_never_remembered() -> None:
    assert not any(
        map(is_layout_topic, ("area", "period", "place-names", "restore", "month-number"))
    )
