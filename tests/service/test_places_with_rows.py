"""What the page of one indicator computes is what the whole assessment says: nothing is lost."""

import gc
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from benchmarks.large import fill
from chuangmo.access.actor import VIEWER, Actor
from chuangmo.assess import exact
from chuangmo.assess.figures.percentile import percentile
from chuangmo.assess.stretches import stretches
from chuangmo.catalog.models import Indicator
from chuangmo.period import day_period, month_period, months_period, year_period
from chuangmo.server import warming
from chuangmo.server.warming import questions, warm
from chuangmo.service.board import Board, open_board
from chuangmo.service.decisions.snapshots import frozen_figures
from chuangmo.service.figures import assessing, places_with_rows, trace
from chuangmo.service.figures import daily as days
from chuangmo.service.figures.daily import daily
from chuangmo.service.figures.figures import Figures
from chuangmo.service.held_rows import RowCache
from chuangmo.service.questions import Questions
from chuangmo.settings import Settings
from chuangmo.store.rows import Selection

WHO = Actor("测试", VIEWER, "page")
YEAR, AS_OF = year_period(2026), date(2026, 1, 31)


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Board]:
    """Thirty-one days of every station and pollutant by the hour."""
    held = open_board(Settings(tmp_path_factory.mktemp("places") / "home", "lanzhou"))
    fill(held, 18 * 6 * 24 * 31, date(2026, 2, 1))
    yield held
    held.close()


def fresh(board: Board) -> Board:
    """The same store without anything kept."""
    return Board(board.settings, board.store)


def test_the_verdicts_on_one_indicator_are_those_of_the_whole_assessment(board: Board) -> None:
    whole = assessing.assess(fresh(board), WHO, YEAR, AS_OF)
    assert whole.rows
    kept = Questions(fresh(board), WHO)
    found = kept.places_with_rows(YEAR, AS_OF, "keep")
    assert [(n, a) for n, areas in found.items() for a in areas] == [
        (n, a)
        for n in board.catalog.indicators
        for a in dict.fromkeys(row.area for row in whole.rows if row.indicator == n)
    ]
    for name in found:
        rows = tuple(row for row in whole.rows if row.indicator == name)
        for _ in range(2):  # the second time from what was kept
            assert kept.verdicts_on(name, YEAR, AS_OF, "keep") == rows


def judgements(monkeypatch: pytest.MonkeyPatch) -> Counter[tuple[str, str]]:
    """How often each indicator is judged in each place from now on."""
    counted: Counter[tuple[str, str]] = Counter()
    real = assessing._verdicts

    def judge(figures: Figures, indicator: Indicator, area: str, *more: Any) -> Any:
        counted[indicator.id, area] += 1
        return real(figures, indicator, area, *more)

    monkeypatch.setattr(assessing, "_verdicts", judge)
    return counted


def test_a_place_is_judged_once_for_all_pages_and_files(
    board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, counted = fresh(board), judgements(monkeypatch)
    asked = Questions(kept, WHO)
    whole = asked.assess(YEAR, AS_OF, "keep")
    for name in asked.places_with_rows(YEAR, AS_OF, "keep"):
        asked.verdicts_on(name, YEAR, AS_OF, "keep")
    asked.proposals(month_period(2026, 1))
    frozen_figures(Figures(kept, YEAR, AS_OF), YEAR)
    assert set(counted) == {(row.indicator, row.area) for row in whole.rows}
    assert set(counted.values()) == {1}


def test_what_is_asked_otherwise_is_judged_alone(
    board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, counted = fresh(board), judgements(monkeypatch)
    for more in ({}, {"standard": "gb3095-1996"}, {"dust": "remove"}, {"scheme": "national_2008"}):
        for _ in range(2):
            alone = assessing.assess(fresh(board), WHO, YEAR, AS_OF, indicator="pm10", **more)
            counted.clear()
            assert assessing.assess(kept, WHO, YEAR, AS_OF, indicator="pm10", **more) == alone
    assert counted, "the last was asked by another programme and is judged every time"


def test_what_began_before_a_change_is_no_answer_after_it(
    board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, counted = fresh(board), judgements(monkeypatch)

    def begin() -> Figures:
        return Figures(kept, YEAR, AS_OF, indicators=("pm10",))

    before = begin()
    assessing.verdict_rows(before, ["城关区"], YEAR, ("pm10",))
    kept.store.record("supervision_feedback", {"number": 0}, "tester")
    assessing.verdict_rows(begin(), ["城关区"], YEAR, ("pm10",))
    assert counted["pm10", "城关区"] == 1, "a note of supervision is no change of figures"
    kept.store.record("overlay_target", {}, "tester")
    assessing.verdict_rows(before, ["城关区"], YEAR, ("pm10",))
    asked_before = counted["pm10", "城关区"]
    assessing.verdict_rows(begin(), ["城关区"], YEAR, ("pm10",))
    assert counted["pm10", "城关区"] == asked_before + 1


def test_kept_rows_answer_as_fresh_ones_do(board: Board) -> None:
    kept = fresh(board)
    warm(kept, stop=NeverStop())
    for name, area in (("pm10", "兰州市"), ("o3", "城关区"), ("good_air_days", "兰州市")):
        asked = (WHO, name, area, (2025, 2026), AS_OF)
        assert assessing.monthly(kept, *asked) == assessing.monthly(fresh(board), *asked)
        assert assessing.look_ahead(kept, WHO, name, area, YEAR, AS_OF) == assessing.look_ahead(
            fresh(board), WHO, name, area, YEAR, AS_OF
        )
        days = (WHO, name, area, 2026, AS_OF)
        assert daily(kept, *days) == daily(fresh(board), *days)


@pytest.mark.parametrize("name", ["pm10", "o3", "good_air_days", "air_composite_index"])
def test_a_month_is_the_same_whatever_was_asked_before(board: Board, name: str) -> None:
    kept = fresh(board)
    for as_of in (date(2026, 1, 20), AS_OF, date(2026, 1, 10), date(2025, 12, 31), AS_OF):
        for area in ("兰州市", "城关区"):
            asked = (WHO, name, area, (2025, 2026), as_of)
            assert assessing.monthly(kept, *asked) == assessing.monthly(fresh(board), *asked)


def test_the_days_up_to_a_date_are_the_first_of_the_whole_year(board: Board) -> None:
    whole = daily(fresh(board), WHO, "pm10", "城关区", 2026, AS_OF)
    early = daily(fresh(board), WHO, "pm10", "城关区", 2026, date(2026, 1, 20))
    assert whole is not None and early is not None and len(whole.days) == 31
    assert early.days == whole.days[:20]
    for one in whole.days[:5]:
        asked = assessing.mean(board, WHO, "pm10", day_period(one.day), area="城关区", as_of=AS_OF)
        assert one.value == asked.value


def test_a_note_of_supervision_leaves_the_figures_standing(board: Board) -> None:
    before = board.data_version()
    board.store.record("supervision_feedback", {"number": 0}, "tester")
    noted = board.data_version()
    assert (noted.journal, noted.figures) == (before.journal + 1, before.figures)
    board.store.record("overlay_target", {}, "tester")
    after = board.data_version()
    assert after.figures == after.journal == board.store.journal_seq() == before.journal + 2


class NeverStop:
    def is_set(self) -> bool:
        return False


@pytest.mark.parametrize("name", ["pm10", "good_air_days"])
def test_removing_sand_dust_after_keeping_it_answers_as_alone(board: Board, name: str) -> None:
    kept = fresh(board)
    places_with_rows.verdicts_on(kept, WHO, name, YEAR, AS_OF, "keep")
    removed = (WHO, name, YEAR, AS_OF, "remove")
    assert places_with_rows.verdicts_on(kept, *removed) == places_with_rows.verdicts_on(
        fresh(board), *removed
    )


def test_warming_asks_for_every_indicator_with_verdicts(board: Board) -> None:
    found = places_with_rows.places_with_rows(board, WHO, YEAR, AS_OF)
    asked = [(name, YEAR, AS_OF, dust) for dust in ("keep", "remove") for name in found]
    assert list(questions(board)) == asked


def test_what_was_warmed_is_not_computed_again(
    board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = fresh(board)
    warm(kept, stop=NeverStop())
    for module, makes in (
        (places_with_rows, "verdict_rows"),
        (assessing, "_month_points"),
        (days, "_day"),
    ):
        monkeypatch.setattr(module, makes, None)
    asked = Questions(kept, WHO)
    for name, period, as_of, dust in questions(kept):
        assert asked.verdicts_on(name, period, as_of, dust)
    months = ("pm10", "城关区", (2025, 2026), AS_OF, "keep")
    assert asked.monthly(*months) and asked.daily("pm10", "城关区", 2026, AS_OF, "keep")


def test_what_was_warmed_is_set_aside_from_the_collector_until_the_server_ends(
    board: Board,
) -> None:
    kept = fresh(board)
    gc.unfreeze()
    with warming.warming(lambda: [kept]):
        deadline = time.monotonic() + 60
        while not gc.get_freeze_count() and time.monotonic() < deadline:
            time.sleep(0.05)
        assert gc.get_freeze_count() and gc.isenabled()
    assert gc.get_freeze_count() == 0


def test_the_newest_months_are_warmed_newest_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = open_board(Settings(tmp_path / "home", "lanzhou"))
    fill(held, 18 * 6 * 24 * 90, date(2026, 4, 1))
    monkeypatch.setattr(warming, "MONTHS", 2)
    days = dict.fromkeys(as_of for _, _, as_of, _ in questions(held))
    assert list(days) == [date(2026, 3, 31), date(2026, 2, 28)]
    held.close()


def test_a_change_of_the_store_leaves_nothing_kept_behind(tmp_path: Path) -> None:
    held = open_board(Settings(tmp_path / "home", "lanzhou"))
    fill(held, 18 * 6 * 24 * 2, date(2026, 2, 1))
    before = places_with_rows.verdicts_on(held, WHO, "pm10", YEAR, AS_OF)
    batch = held.store.batches()[0].batch
    held.store.withdraw(batch, "测试", "核对")
    assert places_with_rows.verdicts_on(held, WHO, "pm10", YEAR, AS_OF) != before
    held.store.restore(batch, "测试", "核对")
    assert places_with_rows.verdicts_on(held, WHO, "pm10", YEAR, AS_OF) == before
    held.close()


def test_an_excerpt_is_the_last_day_of_the_trace(board: Board) -> None:
    span = months_period((2026, 1), (2026, 1))
    for name, area in (("pm10", "城关区"), ("good_air_days", "安宁区")):
        whole = trace.trace(board, WHO, name, span, area=area, as_of=AS_OF)["cells"]
        asked = {"within": YEAR, "as_of": AS_OF}
        assert trace.excerpt(board, WHO, name, span, area, **asked, most=10**6).cells == whole
        found = trace.excerpt(board, WHO, name, span, area, **asked, most=10)
        assert found.total == len(whole) and found.day == date(2026, 1, 31)
        assert trace.count_cells(board, WHO, name, span, area, **asked) == len(whole)
        assert found.cells == [c for c in whole if c["period"].startswith("2026-01-31")]
        assert found.cells


def test_pairs_are_those_of_the_day_sums(board: Board) -> None:
    start = datetime(2026, 1, 10)
    for span in (Selection(), Selection(start=start, end=start + timedelta(days=1))):
        rows = board.store.day_sums(span).select(["indicator", "area"]).to_pylist()
        assert board.store.pairs(span) == {(r["indicator"], r["area"]) for r in rows}


def test_the_row_cache_fetches_once_and_forgets_the_oldest(board: Board) -> None:
    rows = stretches(board.store.day_sums(Selection(indicators=("so2", "no2"))).to_pydict())
    asked: list[tuple[str, ...]] = []

    def fetch(names):  # type: ignore[no-untyped-def]
        asked.append(tuple(names))
        return [row for row in rows if row.indicator in names]

    cache = RowCache(most=len(rows) // 2)
    first = cache.rows("state", ("so2",), fetch)
    assert cache.rows("state", ("so2",), fetch)["so2"] is first["so2"]
    both = cache.rows("state", ("so2", "no2"), fetch)
    assert [r for h in both.values() for a in h.by_area.values() for r in a] == sorted(
        rows, key=lambda row: row.indicator == "no2"
    )
    cache.rows("state", ("so2",), fetch)
    assert asked == [("so2",), ("no2",), ("so2",)]


def test_exact_means_and_orders_are_those_of_fractions() -> None:
    values = [Fraction(n * 7 % 31, n) for n in range(1, 60)]
    assert exact.mean(values) == sum(values, Fraction(0)) / len(values)
    assert exact.ascending(values) == sorted(values)
    assert percentile(values, 100) == max(values)
