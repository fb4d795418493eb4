"""Every small case of ../shared/cases gives what its README says is right; nothing else is read."""

from functools import lru_cache

import pytest

from loaders.model.sheet import Sheet
from loaders.model.staged import Hints, StagedBatch
from loaders.opening.workbook import read_workbook
from loaders.staging import stage_sheets
from tests.demo_store import ROOT
from tests.loaders.cases import forms, reading, words
from tests.loaders.cases.case import Case, found
from tests.loaders.staging import EmptyStore, catalog_of, shipped

FOLDER = ROOT.parent / "shared" / "cases"
CASES = (*words.CASES, *reading.CASES, *forms.CASES)
#: The indicators whose figures a label of something else must never become.
AMBIENT = {
    "pm10", "pm25", "so2", "no2", "co", "o3", "tsp", "cod", "codmn", "bod5", "nh3n", "tp", "tn", "ph",
    "dissolved_oxygen", "boiler_retrofit_units", "boiler_retrofit_owners", "boiler_retrofit_so2",
    "boiler_retrofit_dust", "catering_treated_units", "catering_treated_items",
}  # fmt: skip

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not FOLDER.is_dir(), reason="../shared/cases 不在：只在开发环境中"),
]


@lru_cache(maxsize=1)
def opened(file: str) -> list[Sheet]:
    """The sheets of a file, opened once."""
    path = FOLDER / file
    return read_workbook(path.read_bytes(), path.name)


def staged(case: Case, answers: dict[str, str] | None = None) -> StagedBatch:
    """A case as a fresh home reads it."""
    path = FOLDER / case.file
    hints = Hints(layouts=shipped(), area=case.area, answers=answers or {})
    catalog = catalog_of(case.city)
    return stage_sheets(
        opened(case.file), path.read_bytes(), path.name, catalog, EmptyStore(), hints
    )


def told(batch: StagedBatch) -> str:
    """Everything that is said of a file."""
    said = [*batch.diagnostics, *([batch.rejected] if batch.rejected else [])]
    return "\n".join(" ".join((d.message, d.found)) for d in said)


def test_every_file_has_its_case() -> None:
    here = {
        f"{path.parent.name}/{path.name}"
        for folder in ("reading", "header-words", "site-words", "forms")
        for path in (FOLDER / folder).iterdir()
    }
    assert sorted(case.file for case in CASES) == sorted(here)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.file)
def test_what_is_right(case: Case) -> None:
    batch = staged(case)
    assert sorted(q.topic for q in batch.questions) == sorted(case.topics)
    if case.topics:
        asked = {q.key: case.answers[q.topic] for q in batch.questions}
        batch = staged(case, asked)
        assert not batch.questions
    refused = bool(batch.rejected or batch.errors)
    assert refused == (case.ends == "refused"), told(batch)
    _right_readings(case, batch)
    said = told(batch)
    assert [text for text in case.says if text not in said] == [], said
    assert [text for text in case.silent if text in said] == [], said
    assert tuple(batch.ledger["area"].to_pylist()) == case.owners
    limits = {f"{t.indicator}@{t.area}@{t.year}": t for t in batch.targets}
    shown = {key: f"{t.operator} {t.limit} {t.unit}" for key, t in limits.items()}
    assert case.targets.items() <= shown.items()


def _right_readings(case: Case, batch: StagedBatch) -> None:
    """The readings are those of the case; more only of labels that the catalog may learn."""
    values = {_without_class(key): value for key, value in found(batch).items()}
    assert case.readings.items() <= values.items()
    more = {key: value for key, value in values.items() if key not in case.readings}
    if case.count is not None:
        assert len(values) == case.count
    elif not case.aside:
        assert more == {}
    else:
        assert {key.split("@")[0] for key in more} & AMBIENT == set()
        if not more:
            said = told(batch)
            assert [label for label in case.aside if label not in said] == [], said


def _without_class(key: str) -> str:
    """A key without the class of the functional area behind the name of a point."""
    indicator, place, period = key.split("@")
    return "@".join(
        (indicator, place.split("_")[0] if indicator.startswith("noise") else place, period)
    )
