"""Every limit of GB 3838 表1 at its edge: the limit itself keeps the class, a hair beyond does not."""

from fractions import Fraction
from typing import Any

import pytest

from chuangmo.assess.water.water_class import (
    CLASSES,
    WORSE,
    Sample,
    against_class,
    judged_items,
    section_class,
)
from chuangmo.catalog.load import load_catalog
from chuangmo.catalog.models import Limit
from chuangmo.settings import load_settings

STANDARD = load_catalog(load_settings()).standards["gb3838-2002"]
JUDGED = [limit for limit in STANDARD.limits if limit.indicator in judged_items(STANDARD)]
HAIR = Fraction(1, 10**9)


def edges() -> list[Any]:
    return [
        pytest.param(one, id=f"{one.indicator} {one.klass} {one.operator} {one.body}")
        for one in JUDGED
    ]


@pytest.mark.parametrize("limit", edges())
def test_the_limit_keeps_its_class_and_a_hair_beyond_loses_it(limit: Limit) -> None:
    body = limit.body or "river"
    beyond = HAIR if limit.operator == "<=" else -HAIR
    at, past = ({limit.indicator: Sample(Fraction(limit.value) + by)} for by in (0, beyond))
    assert against_class(at, limit.klass, STANDARD, body) == ((), ())
    assert against_class(past, limit.klass, STANDARD, body) == ((limit.indicator,), ())
    rank = section_class(past, STANDARD, body).rank
    assert (section_class(at, STANDARD, body).rank or 9) <= CLASSES.index(limit.klass) + 1
    assert rank is not None and rank > CLASSES.index(limit.klass) + 1


@pytest.mark.parametrize("item", sorted({one.indicator for one in JUDGED}))
def test_beyond_the_last_class_one_item_alone_makes_the_worst(item: str) -> None:
    last = [one for one in JUDGED if (one.indicator, one.klass) == (item, CLASSES[-1])]
    for one in last:
        beyond = HAIR if one.operator == "<=" else -HAIR
        samples = {
            "codmn": Sample(Fraction(1)), item: Sample(Fraction(one.value) + beyond)
        }  # fmt: skip
        found = section_class(samples, STANDARD, one.body or "river", judged_items(STANDARD))
        assert (found.klass, found.worst, found.is_best_case) == (WORSE, (item,), False)
