"""Two answers to one question do not exist: a hand in the catalog is seen everywhere at once."""

import csv
import json
import pickle
import re
from collections.abc import Iterator
from io import BytesIO, StringIO
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from chuangmo.cli.main import run_on_server
from chuangmo.exhibits.month import Month
from chuangmo.period import parse_period
from chuangmo.service import process
from chuangmo.service.board import Board
from chuangmo.service.memo import LruMemo
from chuangmo.settings import CATALOG_DIR
from chuangmo.ui.indicator.figures import keep_of, load_place
from tests.pages.conftest import PATIENCE, ROOT, opened, words

pytestmark = pytest.mark.long

SHIPPED = CATALOG_DIR / "cities" / "lanzhou"
ABOUT = ("pm10", "兰州市", "target")
#: Pages on which the limits of PM10 stand, and which of the two each shows.
TARGET, STANDARD = "0.0473", "0.0672"
SHOWS = {
    "overview.py": TARGET, "indicator.py": TARGET, "district.py": TARGET, "map.py": TARGET,
    "outlook.py": TARGET, "scheme.py": TARGET, "rules.py": STANDARD,
}  # fmt: skip


def by_hand(board: Board, file: str, *changes: tuple[str, str]) -> None:
    """Copy a file of the shipped catalog into the overlay with changes, as with an editor."""
    text = (CATALOG_DIR / file).read_text(encoding="utf-8")
    for before, after in changes:
        assert before in text
        text = text.replace(before, after, 1)
    path = board.settings.home / "catalog" / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    board.keeper.catch_up()


def change_limits(board: Board) -> None:
    """The PM10 targets of 2008 and the standard's annual limit, all by hand."""
    text = (SHIPPED / "targets.toml").read_text(encoding="utf-8")
    targets = [
        part for part in text.split("[[target]]") if '"pm10"' in part and "year = 2008" in part
    ]
    pairs = [(one, re.sub('limit = ".*"', f'limit = "{TARGET}"', one)) for one in targets]
    by_hand(board, "cities/lanzhou/targets.toml", *pairs)
    limit = 'indicator = "pm10"\naveraging = "year"\nklass = "二级"\nvalue = "0.10"'
    by_hand(board, "standards/gb3095-1996.toml", (limit, limit.replace('"0.10"', f'"{STANDARD}"')))


def shown(app: AppTest) -> tuple[str, ...]:
    """Everything of a page that says a figure: words, charts, tables."""
    assert not app.exception, app.exception
    charts = [str(one.proto.spec) for one in app.get("plotly_chart")]
    return words(app), *charts, *(one.value.to_csv() for one in app.dataframe)


def directly(page: str) -> AppTest:
    """A page as a link opens it, without going over another one first."""
    app = AppTest.from_file(str(ROOT / "pages" / "frame.py"), default_timeout=PATIENCE)
    return app.switch_page(str(ROOT / "pages" / page)).run()


def exported(board: Board, place: Path) -> str:
    run_on_server(board, ["export", "--view", "overview", "--period", "2008-12", "--format", "csv",
                          "--out", str(place / "out.csv"), "--json"], str(place))  # fmt: skip
    text = (place / "out.csv").read_text(encoding="utf-8-sig")
    assert list(csv.reader(StringIO(text)))
    return text


@pytest.fixture
def unchanged(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Whatever was kept and shared is afterwards as it was when it was made."""
    kept: list[tuple[Any, Any, bytes]] = []
    keep = LruMemo._keep

    def watched(self: LruMemo[Any], key: Any, value: Any) -> None:
        if key[1] != "day indices":  # filled by those who share it
            kept.append((key, value, frozen(value)))
        keep(self, key, value)

    monkeypatch.setattr(LruMemo, "_keep", watched)
    yield
    assert kept
    assert [key for key, value, then in kept if frozen(value) != then] == []


class Frozen(pickle.Pickler):
    """Bytes that are others as soon as anything in a value is."""

    def reducer_override(self, one: object) -> Any:
        return (dict, (dict(one),)) if isinstance(one, MappingProxyType) else NotImplemented


def frozen(value: Any) -> bytes:
    out = BytesIO()
    Frozen(out).dump(value)
    return out.getvalue()


@pytest.mark.usefixtures("unchanged")
def test_a_limit_changed_by_hand_is_the_same_everywhere_at_once(
    full: Board, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    apps = {page: directly(page) for page in SHOWS}
    before = {page: shown(app) for page, app in apps.items()}
    file = exported(full, tmp_path)
    change_limits(full)
    after = {page: shown(app.run()) for page, app in apps.items()}
    changed = exported(full, tmp_path)
    command = ["assess", "--period", "2008", "--as-of", "2008-12-31", "--json"]
    said = json.loads(run_on_server(full, command, str(tmp_path)).out)
    monkeypatch.setattr(process, "board", lambda: Board(full.settings, full.store))
    for page, number in SHOWS.items():
        assert number not in before[page][0] and number in after[page][0], page
        assert after[page] == shown(directly(page)), page
    assert TARGET not in file and TARGET in changed
    (row,) = [row for row in said["rows"] if (row["indicator"], row["area"], row["line"]) == ABOUT]
    assert row["limit"] == TARGET


def test_what_a_page_began_with_is_not_kept_under_the_next_version(full: Board) -> None:
    """A page that has read its verdicts draws while a hand changes the catalog."""
    pm10, december = full.catalog.indicator("pm10"), Month(parse_period("2008-12"))
    place = load_place(december, pm10, "兰州市", "keep")
    change_limits(full)
    kept = keep_of(lambda now, _: now.rows, "rows", place)
    assert TARGET not in {row.limit for row in place.rows}
    assert TARGET in {row.limit for row in kept}


def test_an_alias_written_by_hand_lets_the_upload_be_read_at_once(full: Board) -> None:
    app = opened("upload.py")
    report = "区县,月份,PM10（mg/m³）\n金城片区,2009年1月,0.112\n西固区,2009年1月,0.120\n"
    app.file_uploader[0].upload("月报.csv", report.encode()).run()
    assert "里的地名不在兰州市的目录里" in words(app)
    by_hand(
        full,
        "cities/lanzhou/districts.toml",
        ('aliases = ["城关"]', 'aliases = ["城关", "金城片区"]'),
    )
    assert "里的地名不在兰州市的目录里" not in words(app.run())
    assert "读出 2 个数" in words(app) and not app.button(key="confirm").disabled


@pytest.mark.parametrize("name", ["layouts/ours.toml", "corrections.toml"])
def test_what_is_read_beside_the_catalog_counts_too(empty: Board, name: str) -> None:
    """A form or a correction laid there by hand is another version, and so is its going."""
    path = empty.settings.home / "catalog" / name
    path.parent.mkdir(parents=True)
    seen = [empty.data_version().catalog]
    for step in (lambda: path.write_text("# 一\n"), lambda: path.write_text("# 二\n"), path.unlink):
        step()
        empty.keeper.catch_up()
        seen.append(empty.data_version().catalog)
    assert len(set(seen[:3])) == 3 and seen[3] == seen[0]
