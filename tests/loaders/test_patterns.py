"""Every pattern takes time in proportion to the text, where the text is not cut before."""

import importlib
import pkgutil
import re
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

import loaders
from loaders.words.key_times import key_parts
from loaders.words.normalise import label, plain
from loaders.words.periods import periods_in
from loaders.words.unit_rules import unit_rule
from loaders.words.units import unit_in, unit_named
from loaders.words.values import parse_value, split_pair
from loaders.words.vocabulary import Vocabulary
from tests.loaders.staging import catalog_of

LONG = 30_000  # Excel allows 32 767
ATTACKS = (
    "1", "1.", "1,", "2008年", "(", ")(", "除", " ", "a", "-", "1月", "1、", "10月和", "单位", "mg/", "\t\n",
    '<c r="A1"', "<row ", "<col ", "<f ", '<t x="', "<!-", "<mergeCell ", "<v>", '"', ">", "合计", "1(",
)  # fmt: skip
#: Modules whose patterns see whole files; elsewhere a cell is cut to a thousand characters first.
UNCUT = (
    "delimited", "guard", "ods", "two_readers", "xlsx", "xlsx_audit", "xml_edit", "zip_guard", "package_marks",
)  # fmt: skip
_ASKED = re.compile(r"\b(\w+)\.(search|match|fullmatch|finditer|findall|sub)\(")


def _how_names_are_asked() -> dict[str, set[str]]:
    """Names in the source of the readers to the methods that are called on them."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in Path(loaders.__path__[0]).rglob("*.py"):
        for name, how in _ASKED.findall(path.read_text("utf-8")):
            found[name].add(how)
    return found


def _patterns(value: object) -> Iterator[re.Pattern[str] | re.Pattern[bytes]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, tuple | list):
        for item in value:
            yield from _patterns(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from _patterns(item)


def _uses() -> Iterator[tuple[str, str, re.Pattern[str] | re.Pattern[bytes]]]:
    """(module.name, how it is asked, pattern) for every pattern constant that sees uncut text."""
    asked = _how_names_are_asked()
    for module in pkgutil.walk_packages(loaders.__path__, "loaders."):
        if module.name.rpartition(".")[2] not in UNCUT:
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            for pattern in _patterns(value):
                for how in sorted(asked.get(name, ())) or ["search"]:
                    yield f"{module.name}.{name}", how, pattern


USES = list(_uses())


def _seconds(
    pattern: re.Pattern[str] | re.Pattern[bytes], how: str, unit: str, length: int
) -> float:
    text: str | bytes = unit * (length // len(unit)) + "!"
    if isinstance(pattern.pattern, bytes):
        text = str(text).encode()
    ask = getattr(pattern, how)
    begun = time.process_time()
    if how == "sub":
        ask(b"" if isinstance(text, bytes) else "", text)
    elif how == "finditer":
        list(ask(text))
    else:
        ask(text)
    return time.process_time() - begun


def test_there_are_patterns_to_try() -> None:
    assert len({name for name, _, _ in USES}) >= 15


@pytest.mark.parametrize(("name", "how", "pattern"), USES, ids=[f"{n}-{h}" for n, h, _ in USES])
def test_patterns_on_whole_files_are_linear(
    name: str, how: str, pattern: re.Pattern[str] | re.Pattern[bytes]
) -> None:
    for attack in ATTACKS:
        twice = _seconds(pattern, how, attack, 2 * LONG)
        if twice > 0.02:
            once = min(_seconds(pattern, how, attack, LONG) for _ in range(3))
            twice = min(twice, _seconds(pattern, how, attack, 2 * LONG))
            assert twice <= 2.6 * once + 0.005, (name, attack, once, twice)


WORDS = Vocabulary(catalog_of())
PARSERS = {
    "plain": plain, "label": label, "periods_in": periods_in, "unit_in": unit_in, "unit_named": unit_named,
    "unit_rule": unit_rule, "parse_value": parse_value, "split_pair": split_pair, "facets": WORDS.facets,
    **{f"key {role}": lambda text, role=role: key_parts(text, role) for role in ("date", "ym", "month", "day", "hour", "year")},
}  # fmt: skip


@pytest.mark.parametrize("name", PARSERS)
def test_a_cell_of_thirty_thousand_characters_costs_no_more_than_one_of_a_thousand(
    name: str,
) -> None:
    for attack in ATTACKS:
        times = []
        for length in (1_001, LONG):  # both are cut to the same thousand
            begun = time.process_time()
            PARSERS[name](attack * (length // len(attack)) + "!")
            times.append(time.process_time() - begun)
        assert times[1] <= 4 * times[0] + 0.05, (attack, times)
