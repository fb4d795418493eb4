"""Entries set and removed in text that people wrote: comments, order and writing stay."""

import tomllib
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from chuangmo.catalog.toml_edit import edited
from chuangmo.catalog.toml_text import line_of

TEXT = """\
# 头
[[target]]   # 甲
indicator = "pm10"   # 可吸入
limit = "0.12" # 文
year = 2009

# 西固区的，见某文
[[target]]
indicator = "so2"
limit = "1"
note = "旧"
# 尾
"""


def key(raw: dict[str, Any]) -> Any:
    return raw.get("indicator")


def changed(set_: list[dict[str, Any]], removed: list[str]) -> str:
    return edited(TEXT, "target", key, {key(raw): raw for raw in set_}, removed)


def test_a_changed_entry_keeps_its_place_and_its_comments() -> None:
    new = {"indicator": "pm10", "limit": "0.10", "year": 2009, "document": "新"}
    assert changed([new], []) == TEXT.replace('"0.12"', '"0.10"').replace(
        "year = 2009\n", 'year = 2009\ndocument = "新"\n'
    )


def test_a_removed_entry_leaves_the_comment_of_the_next() -> None:
    text = changed([], ["pm10"])
    assert "# 西固区的，见某文\n[[target]]\n" in text and "可吸入" not in text
    assert changed([], ["so2"]).endswith("# 西固区的，见某文\n# 尾\n")


def test_entries_in_braces_are_changed_too() -> None:
    text = 'target = [\n  { indicator = "a", limit = "1" }, # 一\n  { indicator = "b", limit = "2" },\n]\n'
    found = edited(text, "target", key, {"c": {"indicator": "c"}}, ["a"])
    assert [raw["indicator"] for raw in tomllib.loads(found)["target"]] == ["b", "c"]


ENTRY = st.fixed_dictionaries(
    {"indicator": st.sampled_from("abcd"), "limit": st.text(max_size=5)},
    optional={"year": st.integers(2000, 2020), "note": st.text("\"\\#\n'甲", max_size=6)},
)


@settings(max_examples=25)
@given(
    st.lists(ENTRY, unique_by=key, max_size=4), st.lists(ENTRY, unique_by=key, max_size=4),
    st.sets(st.sampled_from("abcd")),
)  # fmt: skip
def test_whatever_is_asked_for_is_what_is_read(
    before: list[dict[str, Any]], set_: list[dict[str, Any]], removed: set[str]
) -> None:
    gone = removed - {key(raw) for raw in set_}
    text = edited("# 头\n", "target", key, {key(raw): raw for raw in before}, [])
    found = edited(text, "target", key, {key(raw): raw for raw in set_}, gone)
    wanted = {key(raw): raw for raw in before if key(raw) not in gone} | {
        key(raw): raw for raw in set_
    }
    assert {key(raw): raw for raw in tomllib.loads(found).get("target", [])} == wanted
    assert found.startswith("# 头\n")


def test_the_line_of_a_field_is_found_through_tables_and_texts() -> None:
    text = (
        b'id = "x"\nnote = """\nlimit = 1\n"""\n[[limits]]\nvalue = "1"\n\n[[limits]]\n"value" = "2"\n'
        b"[[layout]]\n[[layout.column]]\n[[layout.column]]\nrole = 1\n[[layout]]\n"
        b"[[layout.column]]\nrole = 2\n[parts]\na.b = 1\n"
    )
    assert [
        line_of(text, (), name)
        for name in ("id", "limit", "limits[2].value", "limits[2].unit", "limits[1]", "parts.a.b")
    ] == [1, None, 9, 8, 5, 18]
    assert line_of(text, ("layout", 0), "column[2].role") == 13
    assert line_of(text, ("layout", 1), "column[1].role") == 16
