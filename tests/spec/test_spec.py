"""Runs every case of ``tests/spec/*.toml``."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from chuangmo.catalog.catalog import Catalog
from chuangmo.catalog.load import load_catalog
from chuangmo.settings import Settings
from tests.spec.asks import ASKS
from tests.spec.asks_assessment import ASSESSMENT
from tests.spec.asks_audited import AUDITED
from tests.spec.asks_comparing import COMPARING
from tests.spec.asks_homes import HOMES
from tests.spec.asks_hours import HOURS
from tests.spec.asks_more import MORE
from tests.spec.asks_targets import TARGETS
from tests.spec.asks_traps import TRAPS
from tests.spec.asks_water import WATER
from tests.spec.asks_words import WORDS

FOLDER = Path(__file__).parent


@cache
def catalog_of(city: str) -> Catalog:
    return load_catalog(Settings(FOLDER / "no-home", city))


def cases() -> list[Any]:
    found = []
    for path in sorted(FOLDER.glob("*.toml")):
        for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]:
            found.append(pytest.param(case, id=f"{path.stem}: {case['name']}"))
    return found


@pytest.mark.parametrize("case", cases())
def test_rule(case: dict[str, Any]) -> None:
    asks = ASKS | MORE | TRAPS | COMPARING | HOURS | AUDITED | WORDS | WATER | HOMES | TARGETS
    asks |= ASSESSMENT
    answer = asks[case["kind"]](case, catalog_of(case.get("city", "lanzhou")))
    found = {key: "" if answer[key] is None else answer[key] for key in case["expect"]}
    assert found == case["expect"]  # TOML has no null: "" stands for none


def test_every_case_expects_something_and_names_are_unique() -> None:
    names = [param.id for param in cases()]
    assert len(names) == len(set(names)) and len(names) > 60
    assert all(param.values[0]["expect"] for param in cases())
