"""city list: what a board can be set up for; nothing of a home is needed."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from chuangmo.cli.main import main

LIST = ("city", "list")


def listed(capsys: pytest.CaptureFixture[str], *words: str) -> list[dict[str, Any]]:
    assert main([*LIST, *words, "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["count"] == len(found["cities"])
    return list(found["cities"])


def test_a_city_is_listed_with_province_and_districts(capsys: pytest.CaptureFixture[str]) -> None:
    (taizhou,) = listed(capsys, "--like", "泰州")
    assert taizhou == {
        "adcode": "321200", "name": "泰州市", "province": "江苏省",
        "districts": ["海陵区", "高港区", "姜堰区", "兴化市", "靖江市", "泰兴市"],
    }  # fmt: skip


def test_all_kinds_of_cities_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    names = {one["name"] for one in listed(capsys)}
    assert {"北京市", "临夏回族自治州", "阿拉善盟", "喀什地区", "兴化市", "济源市"} <= names
    assert not {"海陵区", "永登县", "江苏省"} & names


def test_a_code_is_found_by_its_beginning(capsys: pytest.CaptureFixture[str]) -> None:
    assert [one["name"] for one in listed(capsys, "--like", "50")] == ["重庆市"]


def test_no_such_city_is_an_empty_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert listed(capsys, "--like", "没有这个") == []


def test_the_list_needs_no_home(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "gone"
    place.mkdir()
    monkeypatch.setenv("CHUANGMO_HOME", str(place / "deeper" / "home"))
    shutil.rmtree(place)
    assert listed(capsys, "--like", "重庆")
    assert not place.exists()
