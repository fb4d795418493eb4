"""What CONTRIBUTING.md says of adding things: each is one place, shown with a toy one.

Recipes shown here: a check, a reader of a kind of file, an indicator, a page.
"""

import shutil
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import pytest
from streamlit.testing.v1 import AppTest

from chuangmo.access.actor import local_person
from chuangmo.period import parse_period
from chuangmo.service import process
from chuangmo.service.board import open_board
from chuangmo.service.figures import assessing
from chuangmo.service.imports.importing import import_file
from chuangmo.settings import ROOT, Settings
from chuangmo.ui.parts import explain
from loaders.checking import checks
from loaders.checking.staged import Staged
from loaders.diagnostics import TABLE, Wording
from loaders.model.finding import Finding, Reading, at_reading
from loaders.model.sheet import Sheet
from loaders.model.staged import ERROR, Hints
from loaders.opening import readers
from loaders.opening.guard import inspect
from loaders.staging import stage_sheets
from tests.loaders.staging import EmptyStore, catalog_of, found, staged


def toy_check(given: Staged) -> Iterator[Finding]:
    """What the one module of a new check holds: 118 is an unlucky number."""
    for chunk in given.chunks:
        for i, value in enumerate(chunk.values):
            if value == Decimal(118):
                reading = Reading(chunk, i)
                label = chunk.indicator.label
                yield at_reading("unlucky", reading, left_out=[reading], indicator=label)


def test_a_check_is_one_module_and_one_entry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its finding is told at the cell in its sentence, and the reading stays outside."""
    monkeypatch.setattr(checks, "CHECKS", (*checks.CHECKS, (toy_check,)))
    monkeypatch.setitem(TABLE, "unlucky", Wording(ERROR, "{indicator} {found} 不吉利。请改正。"))
    batch = staged("2008年10月空气质量（µg/m³）\n区县|PM10\n安宁区|120\n城关区|118")
    (line,) = [d for d in batch.diagnostics if d.code == "unlucky"]
    assert (line.sheet, line.cell, line.found) == ("Sheet1", "B4", "118")
    assert "118 不吉利" in line.message
    assert (batch.sheets[0].readings, batch.sheets[0].set_aside) == (2, 1)
    assert list(found(batch).values()) == ["120"]


def test_a_reader_is_one_module_and_one_entry(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that begins with its mark is taken for its kind, and its module reads it."""
    toy = ModuleType("toy_reader")
    toy.read = (
        lambda data, name: [  # type: ignore[attr-defined]
            Sheet(name, [line.split("~") for line in data.decode().splitlines()[1:]])
        ]
    )
    monkeypatch.setitem(sys.modules, "toy_reader", toy)
    entry = readers.Reader("toy", "toy_reader", b"#TOY")
    monkeypatch.setattr(readers, "READERS", (*readers.READERS, entry))
    accepted = inspect(
        "#TOY\n2008年10月空气质量（µg/m³）\n区县~PM10\n安宁区~120".encode(), "表.toy"
    )
    assert accepted.kind == "toy"
    (sheet,) = readers.read(accepted.data, accepted.kind, "表")
    batch = stage_sheets([sheet], accepted.data, "表.toy", catalog_of(), EmptyStore(), Hints())
    assert list(found(batch).values()) == ["120"]


_TOY_INDICATOR = """
[[indicator]]
id = "toy_ions"
name = "负氧离子浓度"
unit = "个/cm³"
digits = { "个/cm³" = 0 }
combine = "mean_of_points"
direction = "higher"
group = "air"
plausible = { low = "1", high = "100000" }
aliases = ["负氧离子"]
count_unit = "point"
basis = "玩具。"
source = "玩具"
confidence = "C"
"""


def test_an_indicator_is_one_entry(tmp_path: Path) -> None:
    """Its name in a heading is read, stored, shown and found again, without a line of Python."""
    place = tmp_path / "catalog" / "indicators.toml"
    place.parent.mkdir()
    place.write_text(_TOY_INDICATOR, encoding="utf-8")
    board, who = open_board(Settings(tmp_path, "lanzhou")), local_person("测试", "cli")
    book = "2008年10月空气质量\n区县,负氧离子（个/cm³）\n安宁区,1200\n".encode()
    try:
        assert import_file(board, who, book, "10月.csv", Hints()).status == "committed"
        figure = assessing.mean(board, who, "toy_ions", parse_period("2008-10"), area="安宁区")
        assert (figure.value, figure.unit) == (1200, "个/cm³")
    finally:
        board.close()


_TOY_PAGE = '''"""玩具: how many months have data."""

import streamlit as st

from chuangmo.ui.parts import html
from chuangmo.ui.reads import PAGE

st.html(html.note([f"有数据的月份 {len(PAGE.extent().months)} 个。"]))
'''


def test_a_page_is_one_script_and_one_line_of_the_frame(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It stands in the bar with its 说明, and asks the one reader."""
    said_of_it = explain.Explained("有几个月的数据。", "看这个数。", ("区县",))
    monkeypatch.setitem(explain.PAGES, "玩具", said_of_it)
    pages = shutil.copytree(ROOT / "pages", tmp_path / "pages")
    frame = pages / "frame.py"
    bar = 'Entry("overview.py", "总览", "overview", bar.FIRST),\n'
    line = '    Entry("toy.py", "玩具", "toy", bar.FIGURES),\n'
    assert frame.read_text("utf-8").count(bar) == 1
    frame.write_text(frame.read_text("utf-8").replace(bar, bar + line), encoding="utf-8")
    (pages / "toy.py").write_text(_TOY_PAGE, encoding="utf-8")
    board = open_board(Settings(tmp_path / "home", "lanzhou"))
    monkeypatch.setattr(process, "board", lambda: board)
    try:
        app = AppTest.from_file(str(frame), default_timeout=120).run()
        app.switch_page(str(pages / "toy.py")).run()
        assert not app.exception, app.exception
        said = [str(one.proto.body) for one in app.get("html")]
        assert any("有数据的月份 0 个" in one for one in said), said
    finally:
        board.close()
