"""GB 3838-2002 as shipped: 24 items by class, 21 that make the class, 85 of drinking-water sources."""

from decimal import Decimal
from itertools import pairwise

import pytest

from chuangmo.catalog.catalog import Catalog
from chuangmo.catalog.load import load_catalog
from chuangmo.catalog.models import Limit
from chuangmo.settings import load_settings

CLASSES = ("Ⅰ类", "Ⅱ类", "Ⅲ类", "Ⅳ类", "Ⅴ类")
#: 表1 by hand, from Ⅰ类 to Ⅴ类.
TABLE_1 = {
    ("ph", ">=", ""): "6 6 6 6 6", ("ph", "<=", ""): "9 9 9 9 9",
    ("dissolved_oxygen", ">=", ""): "7.5 6 5 3 2", ("codmn", "<=", ""): "2 4 6 10 15",
    ("cod", "<=", ""): "15 15 20 30 40", ("bod5", "<=", ""): "3 3 4 6 10",
    ("nh3n", "<=", ""): "0.15 0.5 1.0 1.5 2.0", ("tp", "<=", "river"): "0.02 0.1 0.2 0.3 0.4",
    ("tp", "<=", "lake"): "0.01 0.025 0.05 0.1 0.2", ("tn", "<=", "lake"): "0.2 0.5 1.0 1.5 2.0",
    ("water_copper", "<=", ""): "0.01 1.0 1.0 1.0 1.0",
    ("water_zinc", "<=", ""): "0.05 1.0 1.0 2.0 2.0",
    ("water_fluoride", "<=", ""): "1.0 1.0 1.0 1.5 1.5",
    ("water_selenium", "<=", ""): "0.01 0.01 0.01 0.02 0.02",
    ("water_arsenic", "<=", ""): "0.05 0.05 0.05 0.1 0.1",
    ("water_mercury", "<=", ""): "0.00005 0.00005 0.0001 0.001 0.001",
    ("water_cadmium", "<=", ""): "0.001 0.005 0.005 0.005 0.01",
    ("water_chromium6", "<=", ""): "0.01 0.05 0.05 0.05 0.1",
    ("water_lead", "<=", ""): "0.01 0.01 0.05 0.05 0.1",
    ("cyanide", "<=", ""): "0.005 0.05 0.2 0.2 0.2",
    ("volatile_phenol", "<=", ""): "0.002 0.002 0.005 0.01 0.1",
    ("petroleum", "<=", ""): "0.05 0.05 0.05 0.5 1.0",
    ("anionic_surfactant", "<=", ""): "0.2 0.2 0.2 0.3 0.3",
    ("sulphide", "<=", ""): "0.05 0.1 0.2 0.5 1.0",
    ("faecal_coliform", "<=", ""): "200 2000 10000 20000 40000",
}  # fmt: skip


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog(load_settings())


def _by_series(catalog: Catalog) -> dict[tuple[str, str, str], list[Limit]]:
    found: dict[tuple[str, str, str], list[Limit]] = {}
    for limit in catalog.standards["gb3838-2002"].limits:
        found.setdefault((limit.indicator, limit.operator, limit.body), []).append(limit)
    return found


def test_table_1_has_the_limits_of_all_five_classes(catalog: Catalog) -> None:
    found = {
        series: " ".join(limit.value for limit in limits)
        for series, limits in _by_series(catalog).items()
    }
    assert found == TABLE_1
    assert all(
        tuple(limit.klass for limit in limits) == CLASSES for limits in _by_series(catalog).values()
    )


def test_a_better_class_is_never_the_laxer_one(catalog: Catalog) -> None:
    for (_, operator, _), limits in _by_series(catalog).items():
        values = [Decimal(limit.value) for limit in limits]
        rising = all(low <= high for low, high in pairwise(values))
        falling = all(low >= high for low, high in pairwise(values))
        assert rising if operator == "<=" else falling


def test_twenty_one_of_the_twenty_four_items_make_the_class(catalog: Catalog) -> None:
    rule = catalog.standards["gb3838-2002"].evaluation
    assert rule is not None
    assert len(rule.items) == 21 and len(set(rule.items) | set(rule.apart)) == 24
    assert set(rule.apart) == {"water_temperature", "tn", "faecal_coliform"}
    assert all(catalog.indicator(item).group == "water" for item in (*rule.items, *rule.apart))


def test_tables_2_and_3_are_complete_and_numbered(catalog: Catalog) -> None:
    items = catalog.standards["gb3838-2002"].source_items
    for table, count in ((2, 5), (3, 80)):
        assert [one.number for one in items if one.table == table] == list(range(1, count + 1))
    assert len({one.name for one in items}) == 85
    assert sum(one.monthly for one in items if one.table == 3) == 33
    told = {one.name: one.value for one in items}
    assert (told["硝酸盐"], told["三氯甲烷"], told["铊"]) == ("10", "0.06", "0.0001")


def test_nothing_read_from_copies_claims_to_be_the_text(catalog: Catalog) -> None:
    standard = catalog.standards["gb3838-2002"]
    marks = {one.confidence for one in (*standard.limits, *standard.source_items)}
    assert marks == {"B"} and standard.confidence == "B"
